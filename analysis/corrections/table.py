"""Read `corrections.csv` and check it row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from analysis.claims.codebook import delimiter
from analysis.errors import AnnotationError
from analysis.store import plain

FILE = "corrections.csv"
# `right` changes no table: it says that a person has looked
WHATS = ("source", "not_a_statement", "missed", "right")


class Correction(NamedTuple):
    """One row of `corrections.csv`, in the order of its columns; what is not filled is empty.

    Attributes
    ----------
    statement_id, doc_id
        The statement (of a missed one: the identifier it gets) and its article.
    start, end, quote
        The content: its positions, and the words that stand there.
    what
        source (somebody else says it, or nobody named), not_a_statement, missed or right.
    source
        Who is meant, where the source was wrong or missed.
    source_text, cue
        Of a missed statement: the words that name the source, and those that attribute.
    before
        The source as it was extracted.
    coder, date, note
        Who decided, when and why.
    """

    statement_id: str
    doc_id: str
    start: int | None
    end: int | None
    quote: str
    what: str
    source: str
    source_text: str
    cue: str
    before: str
    coder: str
    date: str
    note: str


COLUMNS = Correction._fields
_NEEDED = ("statement_id", "what", "coder")


def read(path: Path) -> tuple[Correction, ...]:
    """Read the corrections of a project; a missing file is no corrections.

    Parameters
    ----------
    path
        CSV in UTF-8 with the columns of `Correction`; only statement_id, what and coder are needed in the first line.

    Raises
    ------
    AnnotationError
        Naming the file, the row and the remedy.
    """
    if not path.is_file():
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
        # a quotation may be as long as an article
        csv.field_size_limit(max(len(text), csv.field_size_limit()))
        separator = delimiter(text.partition("\n")[0])
        lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [(lines.line_num, row) for row in lines]
    except (OSError, UnicodeError, csv.Error) as error:
        msg = f"{path.name} cannot be read ({error}). Save it as CSV in UTF-8, columns {', '.join(COLUMNS)}."
        raise AnnotationError(msg) from error
    missing = [name for name in _NEEDED if name not in (lines.fieldnames or ())]
    if missing:
        msg = (
            f"{path.name} has no column {', '.join(missing)}. Its first line must name {', '.join(COLUMNS)}."
        )
        raise AnnotationError(msg)
    return tuple(_check(row, f"{path.name}, line {line}") for line, row in rows if any(row.values()))


def counting(known: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that count: of several coders of one statement, the one who comes first in the file."""
    first: dict[str, Correction] = {}
    for one in known:
        name = one.statement_id or f"{one.doc_id}\n{one.quote}"
        # that a statement which somebody added is right adds it too
        if name not in first or (first[name].what, one.what) == ("right", "missed"):
            first[name] = one
    return tuple(first.values())


def _check(row: dict[str, str | None], where: str) -> Correction:
    given = {name: plain((row.get(name) or "").strip()) for name in COLUMNS}
    if given["what"] not in WHATS:
        msg = f"{where}: what is {given['what']!r}. Write one of {', '.join(WHATS)}."
        raise AnnotationError(msg)
    if given["what"] == "missed" and not (given["doc_id"] and given["quote"]):
        msg = f"{where}: a missed statement needs doc_id and quote, its words as they stand in the article."
        raise AnnotationError(msg)
    if given["what"] != "missed" and not given["statement_id"]:
        msg = f"{where}: the statement_id is empty. Copy it from the statements table."
        raise AnnotationError(msg)
    for name in ("start", "end"):
        if given[name] and not given[name].isdecimal():
            msg = f"{where}: {name} is {given[name]!r}. Write a position, or leave it empty."
            raise AnnotationError(msg)
    doc_id = given["doc_id"] or given["statement_id"].rpartition(":")[0]
    numbers = {name: int(given[name]) if given[name] else None for name in ("start", "end")}
    return Correction(**{**given, **numbers, "doc_id": doc_id})
