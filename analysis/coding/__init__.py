"""Code by hand: a sheet for Excel out, the filled sheet back in, agreement between coders.

Nothing that a person decided is lost: rows that cannot be used are kept in a file of their own, a decision that is changed
is kept in `codes_log.csv`, and one that another coder has made stands beside it. A code says that somebody asserts or
denies a claim, never that it is true.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as day
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis import actors, claims, corrections, project
from analysis.claims import RULE
from analysis.coding import checking, comparing, files, merging, reading, sheet, writing
from analysis.coding.checking import Refused
from analysis.coding.history import log
from analysis.coding.telling import describe, describe_agreement, write_agreement
from analysis.errors import AnnotationError

__all__ = [
    "Imported", "agreement", "describe", "describe_agreement", "export_sheet", "import_sheet", "log", "write_agreement",
]  # fmt: skip


class Imported(NamedTuple):
    """What an import did.

    `rows` were read; `added` and `changed` count decisions, `same` and `blank` rows that change nothing; `refused` names
    rows that wait, with the reason; `rejected` are the files that hold them; `beside` tells where coders differ;
    `written` names the hand-made tables that were written.
    """

    rows: int
    added: int
    changed: int
    same: int
    blank: int
    refused: list[Refused]
    rejected: list[Path]
    beside: list[str]
    written: list[str]


def export_sheet(
    corpus: Any,
    path: str | Path,
    *,
    coder: str = "",
    only: str = "uncoded",
    sample: int | None = None,
    seed: int = 0,
    blind: bool = False,
    overwrite: bool = False,
) -> tuple[list[Path], int]:
    """Write a coding sheet; return its files and the number of rows.

    Parameters
    ----------
    corpus
        What `open_corpus` gives.
    path
        `.xlsx` or `.csv`.
    coder, only, sample, seed, blind
        As in `sheet.rows`.
    overwrite
        Write over a file that is there; it may hold somebody's work.

    Raises
    ------
    AnnotationError
        When the file is there, or cannot be written.
    """
    path, folder = Path(path), project.find(corpus.root).annotations
    there = [one for one in writing.files_of(path) if one.exists()]
    if there and not overwrite:
        msg = f"{there[0]} is there already and may hold decisions. Import it first, choose another name, or pass --overwrite."
        raise AnnotationError(msg)
    codebook = claims.read_codebook(folder / "claims.csv")
    claims.read_codes(folder / "codes.csv", codebook)
    rows = sheet.rows(
        corpus,
        codebook,
        files.read(folder / "codes.csv", files.CODES)[1],
        corrections.read(folder / corrections.FILE),
        coder=" ".join(coder.split()),
        only=only,
        sample=sample,
        seed=seed,
        blind=blind,
        aliases=actors.read_aliases(folder / "aliases.csv"),
    )
    return writing.write(path, rows, codebook, coder=coder), len(rows)


def import_sheet(
    corpus: Any,
    path: str | Path,
    *,
    coder: str | None = None,
    date: str | None = None,
    replace: bool = False,
    first: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Merge a filled sheet into codes.csv and corrections.csv.

    Parameters
    ----------
    corpus
        What `open_corpus` gives.
    path
        A sheet that `export_sheet` wrote, or any sheet with its columns. With a CSV file its `….missed.csv` is read too.
    coder
        Who decided, where the sheet does not say so.
    date
        The day of the decisions (ISO), where the sheet does not say so; by default the day of the machine.
    replace
        Take the sheet where the same coder has decided otherwise since it was exported.
    first
        Where another coder has decided too, let these decisions count.
    dry_run
        Check, and write nothing.

    Raises
    ------
    AnnotationError
        When the file cannot be read, or a hand-made table is not sound.
    """
    path, folder = Path(path), project.find(corpus.root).annotations
    when = _day(date)
    rows = _rows(path)
    known = _known(corpus, folder)
    given, refused, blank = checking.check(rows, known, coder=coder, day=when)
    code_columns, codes = files.read(folder / "codes.csv", files.CODES)
    columns, corrected = files.read(folder / corrections.FILE, corrections.COLUMNS)
    wanted = {one.statement_id for one in given}
    said = corpus.statements.loc[corpus.statements["statement_id"].isin(wanted)]
    told = {
        row.statement_id: {
            "doc_id": row.doc_id, "start": row.start, "end": row.end, "quote": row.content,
            "before": row.source if isinstance(row.source, str) else "",
        }
        for row in said.itertuples()
    }  # fmt: skip
    merged = merging.merge(given, codes, corrected, told, replace=replace, first=first)
    refused = sorted([*refused, *merged.refused], key=lambda one: [one.row.kind, _number(one.row.place)])
    rejected, written = [], []
    if not dry_run:
        if merged.added or merged.changed:
            log_columns, changes = files.read(folder / files.LOG_FILE, files.LOG)
            texts = {}
            if merged.log:
                texts[folder / files.LOG_FILE] = files.table(log_columns, [*changes, *merged.log])
            if merged.codes != codes:
                texts[folder / "codes.csv"] = files.table(code_columns, merged.codes)
            if merged.corrected != corrected:
                texts[folder / corrections.FILE] = files.table(columns, merged.corrected)
            # the trace first: what is changed is never without it
            files.put(texts)
            written = [target.name for target in texts]
        rejected = _keep(path, refused)
    return Imported(
        len(rows), merged.added, merged.changed, merged.same, blank, refused, rejected, merged.beside, written
    )


def agreement(
    corpus: Any, coders: tuple[str, str] | None = None, *, sheets: Sequence[str | Path] = ()
) -> tuple[pd.DataFrame, pd.DataFrame, list[Refused]]:
    """Return how far two coders agree, where they do not, and rows of their sheets that cannot be used.

    Parameters
    ----------
    corpus
        What `open_corpus` gives.
    coders
        Two names of codes.csv; `rule` is what the rule says where nobody decides.
    sheets
        Two filled sheets instead; the names of the files stand for the coders.

    Returns
    -------
    agreement
        Columns as in `claims.agreement`: per claim, then all claims; by statement, then by character.
    disagreements
        Columns as in `comparing.disagreements`.
    refused
        Rows that were left out.

    Raises
    ------
    AnnotationError
        When a coder has no codes, or both have decided no statement in common.
    """
    folder = project.find(corpus.root).annotations
    refused: list[Refused] = []
    if sheets:
        names = tuple(Path(path).name for path in sheets)
        if names[0] == names[1]:
            names = tuple(str(path) for path in sheets)
        coders, parts = names, []
        known = _known(corpus, folder)
        for path, name in zip(sheets, names, strict=True):
            # rows as they were exported are decisions too
            rows = [
                row._replace(cells={**row.cells, "as exported": "", "coder": ""}) for row in _rows(Path(path))
            ]
            given, wrong, _ = checking.check(rows, known, coder=name, day=_day("2000-01-01"))
            refused += [one._replace(problem=f"{name}: {one.problem}") for one in wrong]
            parts.append(comparing.codes_of(given, name))
        codes = pd.concat(parts, ignore_index=True)
    else:
        codebook = claims.read_codebook(folder / "claims.csv")
        codes = claims.read_codes(folder / "codes.csv", codebook)
        if coders and RULE in coders:
            aliases = actors.read_aliases(folder / "aliases.csv")
            made = claims.assign(corpus.statements, codebook, aliases=aliases, language=sheet.spoken(corpus))
            other = next((name for name in coders if name != RULE), RULE)
            read = set(codes.loc[codes["coder"] == other, "statement_id"])
            # the rule has read every statement: no claim is its decision too
            silent = [(name, None, None, RULE, None) for name in sorted(read - set(made["statement_id"]))]
            told = made.loc[
                made["statement_id"].isin(read), ["statement_id", "claim", "polarity", "coder", "note"]
            ]
            rows = [*codes.astype(object).itertuples(index=False, name=None)]
            codes = comparing.table_of(
                [*rows, *told.astype(object).itertuples(index=False, name=None), *silent]
            )
    try:
        made = comparing.agreement(codes, *coders, corpus.statements)
    except ValueError as error:
        raise AnnotationError(str(error)) from error
    contexts = sheet.Contexts(corpus)
    both = set(codes["statement_id"])
    chosen = corpus.statements.loc[corpus.statements["statement_id"].isin(both)]
    sentences = {row.statement_id: contexts.of(row)[1] for row in chosen.itertuples()}
    return made, comparing.disagreements(codes, *coders, corpus.statements, sentences), refused


def _rows(path: Path) -> list[reading.Row]:
    """Return the rows of a sheet; a sheet in CSV is two files."""
    rows = reading.read(path)
    for beside in writing.files_of(path)[1:]:
        if beside.is_file():
            rows += [row._replace(place=f"{beside.name}, {row.place}") for row in reading.read(beside)]
    return rows


def _known(corpus: Any, folder: Path) -> checking.Known:
    codebook = claims.read_codebook(folder / "claims.csv")
    # what stands there is sound before anything is added to it
    claims.read_codes(folder / "codes.csv", codebook)
    said, corrected = corpus.statements, corrections.read(folder / corrections.FILE)
    by_rule = said.loc[said["rule"] != corrections.ADDED]
    spans = zip(by_rule["doc_id"], by_rule["content_spans"], strict=True)
    return checking.Known(
        tuple(codebook["claim"]),
        frozenset(said["statement_id"]),
        dict(zip(spans, by_rule["statement_id"], strict=True)),
        corpus.texts,
        frozenset(one.statement_id for one in corrected),
        {one.statement_id: one for one in corrected if one.what == "missed"},
    )


def _keep(path: Path, refused: Sequence[Refused]) -> list[Path]:
    """Write the rows that were refused to files of their own, and never over other rows."""
    written = []
    for kind in (reading.STATEMENTS, reading.MISSED_KIND):
        some = [one for one in refused if one.row.kind == kind]
        if not some:
            continue
        columns = list(dict.fromkeys(name for one in some for name in one.row.raw))
        rows = [writing.guarded(one.row.raw) | {"row": one.row.place, "problem": one.problem} for one in some]
        text = files.table(
            [*(name for name in columns if name not in {"row", "problem"}), "row", "problem"],
            rows,
            delimiter=";",
        )
        stem = (
            path.stem
            if kind == reading.STATEMENTS or path.stem.endswith(".missed")
            else f"{path.stem}.missed"
        )
        number, target = 1, path.with_name(f"{stem}.rejected.csv")
        while target.exists() and target.read_bytes() != text.encode("utf-8-sig"):
            number += 1
            target = path.with_name(f"{stem}.rejected-{number}.csv")
        files.put({target: text}, encoding="utf-8-sig")
        written.append(target)
    return written


def _number(place: str) -> int:
    return int(re.search(r"\d+$", place).group())


def _day(date: str | None) -> str:
    try:
        return (day.fromisoformat(date) if date else day.today()).isoformat()
    except ValueError as error:
        msg = f"--date is {date!r}. Write the day as 2026-11-21."
        raise AnnotationError(msg) from error
