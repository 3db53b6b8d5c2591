"""Read a sheet as a person gives it back: Excel or CSV of any kind, columns in any order, rows missing, formulas refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from analysis.coding.sheet import COLUMNS, MISSED
from analysis.errors import AnnotationError
from analysis.store import plain

STATEMENTS, MISSED_KIND = "statements", "missed"
# the first line with names stands in one of these rows
_HEAD = 20


class Row(NamedTuple):
    """A row that a person filled.

    Attributes
    ----------
    kind
        statements or missed.
    place
        `row 5`, with the name of the sheet where there are several.
    cells
        By column of a coding sheet, stripped, without the sign that marks a text.
    raw
        By heading, as they stand in the file.
    problem
        Why the row cannot be read: a formula, a merged cell.
    """

    kind: str
    place: str
    cells: dict[str, str]
    raw: dict[str, str]
    problem: str | None = None


def read(path: Path) -> list[Row]:
    """Return the rows of a coding sheet that hold anything.

    Parameters
    ----------
    path
        `.xlsx`, or CSV with semicolons, commas or tabs in UTF-8, UTF-16 or the Western European code page of Windows.

    Raises
    ------
    AnnotationError
        When the file cannot be read, or has no line with the names of the columns.
    """
    if not path.is_file():
        msg = f"No file {path}. Give the path of the sheet that you filled."
        raise AnnotationError(msg)
    if path.suffix.lower() in {".xls", ".ods", ".numbers", ".doc", ".docx", ".pdf"}:
        msg = f"{path.name} cannot be read. Save it as .xlsx or as CSV and import that."
        raise AnnotationError(msg)
    is_excel = path.suffix.lower() in {".xlsx", ".xlsm"}
    tables = list(_excel(path) if is_excel else _csv(path))
    rows, known = [], False
    for title, lines in tables:
        head = next((i for i, (_, line) in enumerate(lines[:_HEAD]) if _kind(_names(line))), None)
        if head is None:
            continue
        known = True
        where = f"{title}, " if title and len(tables) > 1 else ""
        rows += _rows(path.name, where, lines[head:])
    if not known:
        msg = (
            f"{path.name} has no column statement_id (nor doc_id and content, for missed statements). "
            "Keep the first line of the sheet as `code export` wrote it."
        )
        raise AnnotationError(msg)
    return rows


class _Cell(NamedTuple):
    text: str
    problem: str | None = None


def _rows(name: str, where: str, lines: list[tuple[int, list[_Cell]]]) -> Iterator[Row]:
    heading = [one.text.strip() for one in lines[0][1]]
    names = _names(lines[0][1])
    kind = _kind(names)
    ours = [one for one in names if one in (COLUMNS if kind == STATEMENTS else MISSED)]
    twice = sorted({one for one in ours if ours.count(one) > 1})
    if twice:
        msg = f"{name} has the column {twice[0]!r} twice. Remove one, or give it another name."
        raise AnnotationError(msg)
    for number, line in lines[1:]:
        cells = dict.fromkeys(COLUMNS if kind == STATEMENTS else MISSED, "")
        raw, problems = {}, []
        for title, column, one in zip(heading, names, line, strict=False):
            if title:
                raw[title] = one.text
            if column in ours:
                cells[column] = plain_of(one.text.replace("\r\n", "\n").strip()).strip()
                if one.problem:
                    problems.append(one.problem)
        extra = any(one.text.strip() for one in line[len(names) :])
        # who and when alone are no row: the export writes the coder ahead
        used = raw if kind == STATEMENTS else cells | {"coder": "", "decided": ""}
        if not is_blank(used) or problems or extra:
            if extra and not is_blank(raw):
                problems.append(
                    "has more cells than there are columns; put text with the separator between quotation marks"
                )
            yield Row(kind, f"{where}row {number}", cells, raw, "; ".join(problems) or None)


def plain_of(text: str) -> str:
    """Return what a cell says without the sign that keeps a spreadsheet from reading it as a formula or a time."""
    return text[1:] if re.fullmatch(r"'\d+:\d+", text) else plain(text)


def is_blank(cells: dict[str, str]) -> bool:
    """Tell whether no cell holds anything."""
    return not any(value.strip() for value in cells.values())


def _names(line: list[_Cell]) -> list[str]:
    """Return headings as the columns of a coding sheet: case, spaces and underscores do not count."""
    ours = {column.replace("_", " "): column for column in (*COLUMNS, *MISSED)}
    read = [" ".join(plain(one.text).replace("_", " ").casefold().split()) for one in line]
    return [ours.get(name, name) for name in read]


def _kind(names: list[str]) -> str | None:
    if "statement_id" in names:
        return STATEMENTS
    return MISSED_KIND if {"doc_id", "content"} <= set(names) else None


# --- Excel ------------------------------------------------------------------------------------------------------


def _excel(path: Path) -> Iterator[tuple[str, list[tuple[int, list[_Cell]]]]]:
    try:
        # formulas as they are written: nothing is ever evaluated
        book = load_workbook(path, data_only=False)
    except Exception as error:  # a damaged workbook fails in many ways
        msg = f"{path.name} cannot be read as an Excel workbook ({error}). Save it again as .xlsx without a password."
        raise AnnotationError(msg) from error
    for sheet in book.worksheets:
        merged = {
            (row, column): area.coord
            for area in sheet.merged_cells.ranges
            for row, column in (
                (r, c)
                for r in range(area.min_row, area.max_row + 1)
                for c in range(area.min_col, area.max_col + 1)
            )
        }
        yield (
            sheet.title,
            [
                (
                    number,
                    [
                        _of_excel(one, sheet.title, merged.get((number, at)))
                        for at, one in enumerate(line, start=1)
                    ],
                )
                for number, line in enumerate(sheet.iter_rows(), start=1)
            ],
        )


def _of_excel(one: Any, title: str, merged: str | None) -> _Cell:
    value = one.value
    address = f"{title}!{get_column_letter(one.column)}{one.row}"
    problem = None
    if one.data_type == "f":
        value = getattr(value, "text", value)
        problem = f"{address} holds a formula; write the value itself"
    elif merged:
        problem = f"{address} belongs to the merged cells {merged}; unmerge them and fill every row"
    if value is None:
        text = ""
    elif isinstance(value, datetime):
        text = value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, float) and value.is_integer():
        text = str(int(value))
    else:
        text = str(value)
    return _Cell(text, problem)


# --- CSV --------------------------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[tuple[str, list[tuple[int, list[_Cell]]]]]:
    text = _decoded(path)
    if text[:4].casefold() == "sep=":
        text = text.partition("\n")[2]
    best: list[tuple[int, list[str]]] = []
    for delimiter in ";,\t":
        lines = _lines(text, delimiter, path)
        if any(_kind(_names([_Cell(value) for value in line])) for _, line in lines[:_HEAD]):
            best = lines
            break
    yield "", [(number, [_Cell(value) for value in line]) for number, line in best]


def _lines(text: str, delimiter: str, path: Path) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    try:
        # numbered as a spreadsheet numbers them: a cell may hold several lines
        return list(enumerate(reader, start=1))
    except csv.Error as error:
        msg = f"{path.name} cannot be read as CSV ({error}). Save it again, or as .xlsx."
        raise AnnotationError(msg) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    msg = f"{path.name} is neither UTF-8 nor Windows-1252. Save it as « CSV UTF-8 », or as .xlsx."
    raise AnnotationError(msg)
