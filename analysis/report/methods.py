"""The page that tells how the results were made: settings, versions, checksums, what was left out, what is not known."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat

import analysis
from analysis import claims, manifest, project, store
from analysis.build import Corpus
from analysis.lines import GROUPS
from analysis.report import cards
from analysis.report.cards import decision
from analysis.report.downloads import CHECKSUMS, CITATION
from analysis.report.evidence import Evidence
from analysis.report.site import Table, fill, row

# those that can change a table, then those that can change a figure or a page
LIBRARIES = (
    "charset-normalizer", "lxml", "py3langid", "sentencex", "simplemma", "trafilatura", "pandas", "pyarrow", "numpy", "scipy",
    "scikit-learn", "networkx", "matplotlib", "seaborn", "nbclient", "nbconvert",
)  # fmt: skip


def page(where: project.Project, evidence: Evidence, notebooks: Iterable[Any]) -> str:
    """Return the methods page.

    Parameters
    ----------
    where
        The project.
    evidence
        Its corpus, and how much of it the pages show.
    notebooks
        Notebooks that have a page: name, title.
    """
    corpus, last = evidence.corpus, manifest.read(where)
    most = evidence.limits.rows
    return fill(
        "methods",
        title="Methods",
        current="methods.html",
        linked=True,
        facts=_facts(corpus),
        ledger=[*_lines(corpus, most), *_dates(corpus), *_problems(corpus, most)],
        settings=settings(where.notebooks, notebooks),
        constants=_constants(evidence),
        versions=_versions(),
        code=last.code if last else None,
        checksums=_checksums(last, most),
        limits=[(page.name, page.short) for page in notebooks if _has_limits(where.notebooks, page.name)],
        citation=citation(where.root / CITATION),
        cff=(where.root / CITATION).is_file(),
    )


def _facts(corpus: Corpus) -> list[tuple[int, str]]:
    decided = corpus.codes.drop_duplicates("statement_id")
    coded = corpus.codes.dropna(subset=["claim"])["statement_id"].nunique()
    by_hand = corpus.codes.loc[corpus.codes["coder"] != claims.RULE, "statement_id"].nunique()
    return [
        (corpus.articles["file"].nunique(), "files used"),
        (len(corpus.problems), "files or records not used"),
        (len(corpus.articles), "articles"),
        (len(corpus.lines), "lines"),
        (int(corpus.lines["keep"].sum()), "lines kept"),
        (len(corpus.statements), "statements"),
        (int(coded), "with a claim"),
        (len(decided) - int(coded), "decided to carry none"),
        (len(corpus.statements) - len(decided), "not coded"),
        (int(by_hand), "statements coded by a person"),
    ]


def _lines(corpus: Corpus, most: int) -> list[Table]:
    if corpus.lines.empty:
        return []
    group_of = {zone: group for group, zones in GROUPS.items() for zone in zones}
    known = corpus.lines.assign(
        characters=corpus.lines["end"] - corpus.lines["start"],
        group=corpus.lines["zone"].map(group_of),
        decision=[
            decision(keep, zone)
            for keep, zone in zip(corpus.lines["keep"], corpus.lines["zone"], strict=True)
        ],
    )
    total = int(known["characters"].sum())
    zones = known.groupby(["decision", "group", "zone"], sort=True).agg(
        lines=("line", "size"), articles=("doc_id", "nunique"), characters=("characters", "sum")
    )
    rows = [
        row(zone, what, group, int(n), int(docs), int(chars), f"{100 * chars / max(1, total):.1f} %")
        for (what, group, zone), (n, docs, chars) in zip(
            zones.index, zones.itertuples(index=False, name=None), strict=True
        )
    ]
    rows.sort(key=lambda cells: (list(GROUPS).index(cells[2].value), cells[0].value))
    why = (
        known.loc[known["decision"] != "kept"]
        .groupby(["reason", "zone"], sort=True)
        .size()
        .sort_values(ascending=False, kind="stable")
    )
    reasons = [row(reason, zone, int(n)) for (reason, zone), n in why.items()]
    made = [
        Table(
            "Lines by zone",
            ("zone", "decision", "group", "lines", "articles", "characters", "share"),
            rows,
            ("lines", "articles", "characters", "share"),
        )
    ]
    if reasons:
        rest = f"{len(reasons) - most} more reasons: see downloads/lines.csv." if len(reasons) > most else ""
        made.append(
            Table(
                "Why lines were set apart or left out",
                ("reason", "zone", "lines"),
                reasons[:most],
                ("lines",),
                rest,
            )
        )
    return made


def _dates(corpus: Corpus) -> list[Table]:
    counts = corpus.articles["published_basis"].value_counts()
    rows = [row(basis, words, int(counts[basis])) for basis, words in cards.BASIS.items() if basis in counts]
    return [
        Table(
            "How the dates of publication are known",
            ("basis", "what it means", "articles"),
            rows,
            ("articles",),
        )
    ]


def _problems(corpus: Corpus, most: int) -> list[Table]:
    rows = [
        row(
            one.file,
            int(one.record) if one.record == one.record and one.record else None,
            one.problem,
            one.remedy,
        )
        for one in corpus.problems.head(most)
        .astype(object)
        .where(corpus.problems.head(most).notna(), None)
        .itertuples(index=False)
    ]
    more = len(corpus.problems) - len(rows)
    rest = f"{more} more: see downloads/problems.csv." if more else ""
    return (
        [
            Table(
                "Files and records not used",
                ("file", "record", "problem", "remedy"),
                rows,
                (),
                rest,
                stacked=True,
            )
        ]
        if rows
        else []
    )


def settings(folder: Path, notebooks: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Return name, title and text of the settings cell (tag `parameters`) of each notebook that has one."""
    made = []
    for page in notebooks:
        path = folder / f"{page.name}.ipynb"
        cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
        found = [cell.source for cell in cells if "parameters" in cell.metadata.get("tags", [])]
        if found:
            made.append((page.name, page.title, "\n".join(found)))
    return made


def _has_limits(folder: Path, name: str) -> bool:
    path = folder / f"{name}.ipynb"
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
    return any(re.search(r"^## Limits$", cell.source, re.MULTILINE) for cell in cells)


def _constants(evidence: Evidence) -> Table:
    limits = evidence.limits
    rows = [
        row("least similarity for a claim without required terms", "claims.THRESHOLD", claims.THRESHOLD),
        row("articles with a page of their own, at most", "report.Limits.articles", limits.articles),
        row("sources with a page of their own, at most", "report.Limits.sources", limits.sources),
        row("statements in full on one page, at most", "report.Limits.statements", limits.statements),
        row("rows of a table on one page, at most", "report.Limits.rows", limits.rows),
        row(
            "codes with which files for other programs are written, at most",
            "report.Limits.codes",
            limits.codes,
        ),
        row("rows of a CSV copy of a table, at most", "store.CSV_ROWS", store.CSV_ROWS),
    ]
    return Table("Values that the code sets", ("what", "name", "value"), rows, ("value",))


def _versions() -> Table:
    rows = [row("who-says-what", analysis.__version__), row("Python", platform.python_version())]
    for name in LIBRARIES:
        try:
            rows.append(row(name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            rows.append(row(name, "not installed"))
    return Table("Software", ("package", "version"), rows)


def _checksums(last: manifest.Manifest | None, most: int) -> Table | None:
    if last is None:
        return None
    files = sorted(last.files.items(), key=lambda item: (item[0].startswith("../"), item[0]))
    rows = [
        row(
            f"data/{name.removeprefix('../')}" if name.startswith("../") else f"data/raw/{name}",
            checksum or "not read",
        )
        for name, checksum in files[:most]
    ]
    rest = f"{len(files) - most} more: see downloads/{CHECKSUMS}." if len(files) > most else ""
    return Table("SHA-256 of the files that the tables were made from", ("file", "SHA-256"), rows, (), rest)


def citation(path: Path) -> dict[str, Any] | None:
    """Return the title, the version, the day and the authors of a CITATION.cff; None where there is no such file.

    Only the plain form `key: value` is read; the file itself stands below it on the page.
    """
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    whole = text.split("\nreferences:", maxsplit=1)[0]

    def value(key: str) -> str | None:
        found = re.search(rf"^{key}: *(.+?) *$", whole, re.MULTILINE)
        return found.group(1).strip("\"'") if found else None

    authors = [
        name.strip("\"' ")
        for name in re.findall(r"^ +-? *(?:name|family-names): *(.+)$", whole, re.MULTILINE)
    ]
    known = {key: value(key) for key in ("title", "version", "date-released", "doi", "url")}
    return {
        **{key.replace("-", "_"): value for key, value in known.items()},
        "authors": "; ".join(authors),
        "text": text,
    }
