"""The commands: `python -m analysis new`, `build`, `report`, `export`, `code` and `check`."""

from __future__ import annotations

import sys
import unicodedata
from typing import Annotated

import typer

from analysis.errors import AnalysisError, LoadError

app = typer.Typer(
    help="Who says what, in a folder of news articles. Put texts in data/raw/, then run: python -m analysis report",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Root = Annotated[
    str | None, typer.Option(help="Folder that holds data/raw/; by default this one or one above it.")
]
_state = {"debug": False}
_code = typer.Typer(
    help="Code by hand: a sheet for Excel out, the filled sheet back in, agreement between coders.",
    no_args_is_help=True,
)
app.add_typer(_code, name="code")


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option(help="Show the whole traceback of an error.")] = False,
) -> None:
    _state["debug"] = debug


@app.command()
def build(
    root: Root = None,
    jobs: Annotated[int, typer.Option(min=-1, help="Processes; -1 for as many as there are cores.")] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(help="A Dask cluster: local, or the address of a scheduler, tcp://host:8786."),
    ] = None,
    strict: Annotated[bool, typer.Option(help="End with exit code 1 if any file could not be used.")] = False,
) -> None:
    """Make the tables in data/processed/ from the files in data/raw/."""
    if jobs == 0:
        raise typer.BadParameter("0 is no number of processes; use 1, 2, … or -1", param_hint="--jobs")
    summary = _build(root, jobs, scheduler)
    if strict and summary["problems"]:
        raise typer.Exit(1)


@app.command()
def report(
    root: Root = None,
    only: Annotated[
        str | None, typer.Option(help="Only the notebooks whose name begins with this, such as 01.")
    ] = None,
    open: Annotated[bool, typer.Option("--open", help="Open the index page in a browser when done.")] = False,
) -> None:
    """Build the tables, run the notebooks and render them to reports/."""
    _build(root, 1)
    from analysis import report as pages

    index = pages.make(root, only=only, progress=_progress("report", "page"))
    typer.echo(f"Read it: {index}")
    if open:
        typer.launch(str(index))


@app.command()
def export(
    root: Root = None,
    to: Annotated[
        str | None, typer.Option(help="Folder to write to; by default exports/ in the project.")
    ] = None,
    level: Annotated[
        str, typer.Option(help="Who stands in edges, evidence and matrices: source, actor or outlet.")
    ] = "source",
) -> None:
    """Write graphs, edges, evidence, claims and annotations for other programs."""
    from pathlib import Path

    from analysis import build, claims, project
    from analysis import export as files

    if level not in files.LEVELS:
        raise typer.BadParameter(f"use one of {', '.join(files.LEVELS)}, not {level}", param_hint="--level")
    _build(root, 1)
    where = project.find(root)
    book = where.annotations / "claims.csv"
    folder = Path(to) if to else where.root / "exports"
    codebook = claims.read_codebook(book) if book.is_file() else None
    written = files.write(build.open_corpus(where.root), codebook, folder, level=level)
    for row in written.itertuples():
        typer.echo(f"  {row.file:24}  {row.rows:>7}  {printable(row.what)}")
    typer.echo(printable(f"Wrote {len(written)} files: {folder}"))


@_code.command("export")
def code_export(
    file: Annotated[str, typer.Argument(help="The sheet to write: a name ending in .xlsx or .csv.")],
    root: Root = None,
    coder: Annotated[str, typer.Option(help="Who will fill it; their decisions so far are filled in.")] = "",
    only: Annotated[
        str, typer.Option(help="uncoded (no decision yet), all, or claim=NAME (a claim by rule or by hand).")
    ] = "uncoded",
    sample: Annotated[int | None, typer.Option(min=1, help="So many statements, drawn at random.")] = None,
    seed: Annotated[int, typer.Option(help="The same number draws the same statements.")] = 0,
    blind: Annotated[bool, typer.Option("--blind", help="Hide what the rule and other coders say.")] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Write over a file that is there already.")
    ] = False,
) -> None:
    """Write a coding sheet: one row per statement, with its context and columns to fill."""
    from analysis import build, coding

    where = _built(root)
    try:
        written, n = coding.export_sheet(
            build.open_corpus(where), file, coder=coder, only=only, sample=sample, seed=seed, blind=blind,
            overwrite=overwrite,
        )  # fmt: skip
    except ValueError as error:
        if isinstance(error, AnalysisError):
            raise
        raise typer.BadParameter(str(error)) from error
    typer.echo(f"Wrote {n} rows: {printable(', '.join(map(str, written)))}")
    typer.echo(f"Fill it, then run: python -m analysis code import {printable(str(file))}")


@_code.command("import")
def code_import(
    file: Annotated[str, typer.Argument(help="The filled sheet, .xlsx or CSV.")],
    root: Root = None,
    coder: Annotated[str | None, typer.Option(help="Who decided, where the sheet does not say so.")] = None,
    date: Annotated[
        str | None, typer.Option(help="Day of the decisions, such as 2026-11-21; by default today.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the sheet, and write nothing.")] = False,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Take the sheet where its coder has decided otherwise since; the old decision is logged.",
        ),
    ] = False,
    first: Annotated[
        bool, typer.Option("--first", help="Where another coder has decided too, let this sheet count.")
    ] = False,
) -> None:
    """Merge a filled sheet into data/annotations/codes.csv and corrections.csv."""
    from analysis import build, coding

    where = _built(root)
    done = coding.import_sheet(
        build.open_corpus(where), file, coder=coder, date=date, replace=replace, first=first, dry_run=dry_run
    )  # fmt: skip
    typer.echo(printable_lines(coding.describe(done, dry_run=dry_run)))
    if done.refused:
        raise typer.Exit(1)


@_code.command("agreement")
def code_agreement(
    files: Annotated[list[str] | None, typer.Argument(help="Two filled sheets.")] = None,
    root: Root = None,
    coders: Annotated[
        tuple[str, str] | None, typer.Option(help="Two coders of codes.csv instead; rule is the rule.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="Folder for agreement.csv and disagreements.csv.")] = None,
) -> None:
    """Tell how far two coders agree, and list the statements on which they do not."""
    from analysis import build, coding

    if bool(files) == bool(coders) or files and len(files) != 2:
        raise typer.BadParameter("give two filled sheets, or --coders NAME NAME")
    where = _built(root)
    made, apart, refused = coding.agreement(build.open_corpus(where), coders, sheets=files or ())
    typer.echo(printable_lines(coding.describe_agreement(made, apart, refused)))
    if to:
        typer.echo(printable(f"Wrote {', '.join(map(str, coding.write_agreement(made, apart, to)))}"))


@app.command()
def new(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder to make.")],
) -> None:
    """Make a project folder for your own articles: folders, empty tables, the notebooks."""
    from analysis import start

    where = start.make(folder)
    n_notebooks = len(list(where.notebooks.glob("*.ipynb")))
    typer.echo(printable(f"Made {where.root}, with {n_notebooks} notebooks and empty tables."))
    typer.echo(printable(f"Put your articles into {where.raw}, then:"))
    typer.echo(printable(f'  cd "{where.root}"'))
    typer.echo("  python -m analysis report")


@app.command()
def check(root: Root = None) -> None:
    """Tell whether the installation, the raw files and the tables are sound."""
    from analysis import check as looked

    findings = looked.run(root)
    for finding in findings:
        remedy = f"  ->  {finding.remedy}" if finding.remedy else ""
        typer.echo(
            f"{'ok  ' if finding.ok else 'FAIL'}  {finding.what:20}  {printable(finding.found)}{printable(remedy)}"
        )
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[str, typer.Argument(help="Annotated statements, one JSON object on each line.")],
    texts: Annotated[str, typer.Argument(help="Folder with the annotated texts as .txt files.")],
    aliases: Annotated[str | None, typer.Option(help="Alias table to use, a CSV file.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed or wrong.")] = False,
) -> None:
    """Measure the extraction of statements on articles that you annotated yourself."""
    from pathlib import Path

    import pandas as pd

    from analysis import actors, load, statements
    from analysis import evaluate as scores

    known = actors.read_aliases(Path(aliases)) if aliases else {}
    paths, problems = load.find(Path(texts))
    by_id: dict[str, str] = {}
    for path in paths:
        try:
            read, more = load.read(path, folder=Path(texts))
        except LoadError as error:
            read, more = (
                [],
                [load.Problem(load.relative(path, Path(texts)), None, error.problem, error.remedy)],
            )
        by_id |= {article.doc_id: article.text for article in read}
        problems += more
    for problem in problems:
        typer.echo(printable(f"Not read: {problem.file} {problem.problem}. {problem.remedy}"), err=True)
    annotated = scores.read_gold(Path(gold), texts=by_id)
    wanted = {scores.doc_id(doc, by_id) for doc in annotated["doc"].unique()} - {None}
    missing = [doc for doc in annotated["doc"].unique() if scores.doc_id(doc, by_id) is None]
    if not wanted:
        msg = f"No text in {texts} belongs to {gold} (it names {', '.join(map(str, missing[:5]))}). Name the files like that."
        raise AnalysisError(msg)
    if missing:
        typer.echo(f"Annotated, but not in {texts}: {', '.join(map(str, missing))}", err=True)
    found = pd.concat(
        [statements.extract(by_id[name], doc_id=name, aliases=known) for name in sorted(wanted)],
        ignore_index=True,
    )
    for threshold in (0.3, 0.8):
        typer.echo(
            f"Content spans that share at least {threshold:.0%} of their characters, {len(wanted)} articles"
        )
        for row in scores.score(found, annotated, threshold=threshold).itertuples():
            value = "" if pd.isna(row.value) else f"{row.value:.3f}"
            typer.echo(f"  {row.measure:26} {value:>6}   {row.n} of {row.of}")
    if errors:
        for row in scores.errors(found, annotated, by_id).itertuples():
            typer.echo(f"{row.what}: {row.doc_id} {row.start}-{row.end}: {printable(str(row.text))}")
            typer.echo(f"    expected {printable(str(row.expected))}; found {printable(str(row.found))}")


def _build(root: str | None, jobs: int = 1, scheduler: str | None = None, *, quiet: bool = False) -> dict:
    from analysis import manifest, project

    where = project.find(root)
    # a build with nothing to do should not wait for libraries to load
    if last := manifest.current(where, manifest.look(where)):
        summary = {**last.summary, "changed": False}
    else:
        from dataclasses import asdict

        from analysis import build as tables

        summary = asdict(
            tables.build(where.root, jobs=jobs, scheduler=scheduler, progress=_progress("articles", "part"))
        )
    if summary["changed"] or not quiet:
        typer.echo(describe(summary))
    return summary


def _not_compared(summary: dict) -> str:
    left = [
        f"{summary[name]} {what}"
        for name, what in (("frequent", "in too many articles"), ("template", "typical of one outlet"))
        if summary.get(name)
    ]
    return f"; sequences of words not compared: {', '.join(left)}" if left else ""


def _built(root: str | None):
    from analysis import project

    # a sheet is about what the tables hold now
    _build(root, quiet=True)
    return project.find(root).root


def describe(summary: dict) -> str:
    """Return a build's summary as text: what was made, what was left out and what to do about it."""
    tables = f"tables of {summary['articles']} articles from {summary['files']} files"
    lines = [
        f"Made {tables} in {summary['seconds']:.1f} s."
        if summary["changed"]
        else f"Nothing changed: {tables}.",
        f"Kept {summary['kept']} of {summary['lines']} lines as running text; "
        "data/processed/csv/lines.csv says why for each.",
        f"Found {summary['statements']} attributed statements; {summary['coded']} of them have a claim or a decision.",
    ]
    if any(summary.get(name) for name in ("passages", "frequent", "template")):
        lines.append(f"Articles share {summary['passages']} passages{_not_compared(summary)}.")
    if summary["problems"]:
        lines.append(f"Not used: {len(summary['problems'])}")
        for problem in summary["problems"][:50]:
            place = f"{problem['file']}, record {problem['record']}" if problem["record"] else problem["file"]
            lines.append(
                f"  {printable(place)}: {printable(problem['problem'])}. {printable(problem['remedy'])}."
            )
        if len(summary["problems"]) > 50:
            lines.append(f"  … and {len(summary['problems']) - 50} more in data/processed/csv/problems.csv")
    if summary["warnings"]:
        lines.append(f"Used with a warning: {len(summary['warnings'])}")
        lines += [f"  {printable(warning)}" for warning in summary["warnings"][:20]]
        if len(summary["warnings"]) > 20:
            lines.append(f"  … and {len(summary['warnings']) - 20} more in data/processed/csv/articles.csv")
    return "\n".join(lines)


def printable(text: str) -> str:
    """Return a text with every control character written out, so that a file name cannot write to the terminal."""
    return "".join(
        f"\\x{ord(char):02x}" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char
        for char in text
    )


def printable_lines(text: str) -> str:
    """Return several lines, each printable."""
    return "\n".join(map(printable, text.split("\n")))


def _progress(what: str, unit: str):
    def wrap(items, total):
        from tqdm import tqdm

        # shown on a terminal only, and only once there is something to wait for
        return tqdm(items, total=total, desc=what, unit=unit, delay=1, disable=None, leave=False)

    return wrap


def main() -> None:
    """Run a command; an error that we know ends in one line and exit code 1."""
    # a Windows console may not know « or é
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except AnalysisError as error:
        if _state["debug"]:
            raise
        typer.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
