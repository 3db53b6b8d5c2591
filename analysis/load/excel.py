"""Read Excel workbooks (.xlsx) as tables of articles: the first sheet that has a column of texts.

Formulas are never computed: what Excel stored as their result is read. A value in merged cells counts for every row
that they cover.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from analysis.errors import LoadError
from analysis.load.article import Article, Problem, Raw
from analysis.load.tables import FIELDS, is_event_list, pick, records_of
from analysis.load.word import archive

# a title may stand above the names of the columns
_TOP = 20
# a workbook with merged cells is read as a whole, and each of them is an object
_MERGED_LIMIT = 500_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+\d+(?::[A-Z]+\d+)?)"')
_AGAIN = "Open it in Excel and save it again as .xlsx, or as CSV (UTF-8)"


def read(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a workbook.

    Raises
    ------
    LoadError
        When it is none, is protected, is too large when unpacked, or no sheet has a column of texts.
    """
    with archive(raw.data, "Excel workbook", ".xlsx") as packed:
        try:
            merged = _merged_cells(packed)
        except Exception as error:
            # a broken stream raises the error of its compression
            raise LoadError(f"is a damaged Excel workbook ({_reason(error)})", _AGAIN) from None
    if merged > _MERGED_LIMIT:
        raise LoadError(
            f"has {merged} merged cells, more than the {_MERGED_LIMIT} that are resolved",
            "Unmerge the cells and save it again",
        )
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(raw.data), read_only=not merged, data_only=True, keep_links=False, keep_vba=False
        )
    except Exception as error:
        raise LoadError(f"is no Excel workbook, or is damaged ({_reason(error)})", _AGAIN) from None
    seen: list[str] = []
    try:
        for place, sheet in enumerate(book.worksheets):
            names, rows = _table(_rows(sheet))
            if pick(dict.fromkeys(names, "x"), "text") is None:
                seen += [f"{sheet.title}: {', '.join(names[:8]) or 'empty'}"]
                continue
            if is_event_list({name.lower() for name in names}):
                raise LoadError(
                    "is an event list of Discourse Network Analyzer: it holds statements and no article",
                    "Put the .dna database itself here, which holds the documents",
                )
            problems = _other_sheets(raw.file, sheet.title, book.worksheets[place + 1 :])
            return records_of(_guarded(rows, raw.file, problems), raw.file, "utf-8", problems), problems
    except LoadError:
        raise
    except Exception as error:
        raise LoadError(f"is a damaged Excel workbook ({_reason(error)})", _AGAIN) from None
    finally:
        book.close()
    raise LoadError(
        f"has no sheet with a text column ({'; '.join(seen[:3])})",
        f"Name one column text; read are {', '.join(FIELDS['text'])}",
    )


def _other_sheets(file: str, read: str, others: Sequence[Any]) -> list[Problem]:
    """Name the sheets that hold texts, too, and are not read."""
    with_texts = [
        sheet.title
        for sheet in others
        if pick(dict.fromkeys(_table(_rows(sheet))[0], "x"), "text") is not None
    ]
    if not with_texts:
        return []
    problem = f"has texts in several sheets; « {read} » is read, not {', '.join(f'« {name} »' for name in with_texts)}"
    return [Problem(file, None, problem, "Save each sheet as a workbook of its own")]


def _guarded(
    rows: Iterator[tuple[int, dict[str, Any]]], file: str, problems: list[Problem]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield rows until one cannot be read; those before it are kept."""
    number = 1
    try:
        for number, row in rows:
            yield number, row
    except Exception as error:
        problem = f"is damaged from here on ({_reason(error)}); the rows before are kept"
        problems.append(Problem(file, number + 1, problem, _AGAIN))


def _reason(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:120] or type(error).__name__


def _merged_cells(packed: zipfile.ZipFile) -> int:
    """Count the cells that are merged with others."""
    from openpyxl.utils import range_boundaries

    count = 0
    for info in packed.infolist():
        if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
            for match in _MERGED.finditer(packed.read(info)):
                left, top, right, bottom = range_boundaries(match.group(1).decode())
                count += (right - left + 1) * (bottom - top + 1)
    return count


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    ranges = getattr(getattr(sheet, "merged_cells", None), "ranges", ())
    covering = {
        (row, column): (box.min_row, box.min_col)
        for box in sorted(ranges, key=str)
        for row in range(box.min_row, box.max_row + 1)
        for column in range(box.min_col, min(box.max_col, box.min_col + 1000) + 1)
    }
    first: dict[tuple[int, int], Any] = {}
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = list(cells)
        for column, value in enumerate(row, start=1):
            corner = covering.get((number, column))
            if corner == (number, column):
                first[corner] = value
            elif corner is not None and corner[1] == column:
                # merged downwards; a value merged to the right belongs to its first column
                row[column - 1] = _Again(first.get(corner))
        yield number, row


class _Again:
    """The value of a merged cell in a row below its first."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _table(rows: Iterator[tuple[int, list[Any]]]) -> tuple[list[str], Iterator[tuple[int, dict[str, Any]]]]:
    """Return the names of the columns and the rows below them; the first row where no row names a text."""
    first: list[str] = []
    for number, row in rows:
        names = [_told(value) or "" for value in row]
        first = first or ([name for name in names if name] and names)
        if pick(dict.fromkeys(names, "x"), "text") is not None:
            return [name.strip() for name in names], _records(names, rows)
        if number >= _TOP:
            break
    return first, iter(())


def _records(names: list[str], rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    names = [name.strip() for name in names]
    texts = {i for i, name in enumerate(names) if name.lower() in FIELDS["text"]}
    keys = {i for i, name in enumerate(names) if name.lower() in FIELDS["id"]}
    for number, row in rows:
        if not any(_told(value) for value in row if not isinstance(value, _Again)):
            continue
        if any(isinstance(row[i], _Again) for i in texts if i < len(row)):
            # a text in merged cells is one article, not one for every row
            continue
        told = {}
        for i, value in enumerate(row[: len(names)]):
            # of two columns of one name, the first that is filled counts
            if not (isinstance(value, _Again) and i in keys) and not told.get(names[i]):
                told[names[i]] = _told(value)
        yield number, told


def _told(value: Any) -> str | None:
    """Return a cell as text: days without a time, whole numbers without a point."""
    if isinstance(value, _Again):
        return _told(value.value)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return re.sub(r"_x000[dD]_", "", str(value))
