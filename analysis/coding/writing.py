"""Write a coding sheet: an Excel workbook, or CSV files that Excel opens, without a formula and without a date of today."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from analysis.coding import files
from analysis.coding.sheet import COLUMNS, FILLED, MISSED, NONE, VERDICTS, WITHDRAW
from analysis.errors import AnnotationError
from analysis.store import cell

WIDTHS = {
    "statement_id": 12, "article": 24, "outlet": 16, "published": 12, "source": 18, "before": 28, "sentence": 48,
    "after": 28, "content": 34, "suggestion": 20, "decided by others": 22, "claim": 22, "polarity": 9, "verdict": 15,
    "corrected source": 18, "note": 26, "decided": 12, "coder": 14, "doc_id": 14, "source words": 24, "cue words": 18,
    "start": 9,
}  # fmt: skip
# rows below the last one that keep the drop-down lists, for rows that are copied or added
_SPARE = 500
# yellow rows of the sheet for missed statements
_EMPTY = 20
_MAX_ROWS = 1_048_000
_MAX_TEXT = 32_000
_HEAD = PatternFill("solid", fgColor="1F3864")
_FILL = PatternFill("solid", fgColor="FFF8DC")
_TOP = Alignment(vertical="top", wrap_text=True)
_GREY = PatternFill("solid", fgColor="F2F2F2")
# what a spreadsheet would read as a time of day: 002:15
_TIME = re.compile(r"\d+:\d+")

HELP = (
    "Yellow columns are yours. Grey columns tell about the statement and are not read again; leave statement_id as it is.",
    "You may sort, filter, hide or delete rows and columns, and save as .xlsx or as CSV. A row that you delete is no decision.",
    f"claim: choose one from the list, or write « {NONE} » where the statement carries none of them. Empty means: not decided.",
    "Two claims in one statement: copy the row, and choose another claim in the copy. List every claim that it carries.",
    "polarity: 1 where the source asserts the claim, -1 where the source denies it. Leave it empty beside « none ».",
    "It does not matter whether the claim is true, only what the text presents the source as saying.",
    "verdict: is the row right as it was extracted? « right », « wrong source » or « not a statement ». Empty means: not checked.",
    f"corrected source: who says it, beside « wrong source ». Write « {NONE} » where the text names nobody.",
    "note: why, in your words. It is kept with the decision.",
    "decided: the day of your decision (2026-11-21), if it should not be the day of the import. coder: your name.",
    f"To take an earlier decision of yours back, write « {WITHDRAW} » as claim or as verdict. Emptying a cell changes nothing.",
    "Sheet « missed »: statements that are not in the list. Copy the content word for word from the article (doc_id is the "
    "first part of its file name), and the words that name the source and that attribute. If the content stands several "
    "times in the article, the import tells you the positions; write the right one in start.",
    "Wrong borders (the words begin too early or too late): say « not a statement » and add the right words under « missed ».",
    "Text that begins with = + - or @ has a ' before it, so that no program takes it for a formula. Write no formulas: a "
    "row that has one is not read.",
    "Then run: python -m analysis code import FILE. Nothing is lost: rows that cannot be used are listed and kept in a "
    "file of their own, and a decision that you change is kept in codes_log.csv.",
)


def write(
    path: Path, rows: Sequence[Mapping[str, Any]], codebook: pd.DataFrame, *, coder: str = ""
) -> list[Path]:
    """Write a coding sheet and return the files.

    Parameters
    ----------
    path
        `.xlsx` for a workbook (sheets statements, missed, claims, how to fill); `.csv` for CSV (`;`, UTF-8 with a
        byte-order mark) with a second file `….missed.csv` for what the extraction has missed.
    rows
        What `sheet.rows` gives.
    codebook
        What `claims.read_codebook` gives.
    coder
        Filled in on the sheet of missed statements.

    Raises
    ------
    AnnotationError
        When the file cannot be written, has another ending, or would have more rows than a spreadsheet takes.
    """
    taken = sorted({NONE, WITHDRAW} & {claim.casefold() for claim in codebook["claim"]})
    if taken:
        msg = f"claims.csv names a claim {taken[0]!r}, a word that means something else in a coding sheet. Rename the claim."
        raise AnnotationError(msg)
    if path.suffix.lower() == ".csv":
        path, missed = files_of(path)
        files.put(
            {
                path: files.table(COLUMNS, [guarded(row) for row in rows], delimiter=";"),
                missed: files.table(MISSED, [], delimiter=";"),
            },
            encoding="utf-8-sig",
        )
        return [path, missed]
    if path.suffix.lower() != ".xlsx":
        msg = f"{path.name}: the ending must be .xlsx or .csv. Choose another name."
        raise AnnotationError(msg)
    if len(rows) > _MAX_ROWS:
        msg = f"{len(rows)} rows are more than a spreadsheet takes. Use --sample or --only claim=…, or a name ending in .csv."
        raise AnnotationError(msg)
    files.put_bytes({path: _workbook(rows, codebook, coder)})
    return [path]


def files_of(path: Path) -> list[Path]:
    """Return the files of a sheet: a workbook is one, CSV are two."""
    is_csv = path.suffix.lower() == ".csv"
    return [path, path.with_name(f"{path.stem}.missed.csv")] if is_csv else [path]


def guarded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row in which no identifier can be read as a time of day; the import takes the sign off again."""
    return {
        name: f"'{value}" if isinstance(value, str) and _TIME.fullmatch(value) else value
        for name, value in row.items()
    }


def _workbook(rows: Sequence[Mapping[str, Any]], codebook: pd.DataFrame, coder: str) -> bytes:
    book = Workbook()
    statements = book.active
    statements.title = "statements"
    _fill(statements, COLUMNS, [[row[name] for name in COLUMNS] for row in rows], filled=FILLED)
    statements.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
    missed = book.create_sheet("missed")
    _fill(missed, MISSED, [[""] * (len(MISSED) - 1) + [coder]] * _EMPTY, filled=MISSED)
    claims = book.create_sheet("claims")
    listed = [[row.claim, row.label, row.definition] for row in codebook.itertuples()]
    listed.append([NONE, "no claim", "The statement carries none of these claims."])
    listed.append([WITHDRAW, "take back", "Takes an earlier decision of yours back."])
    _fill(
        claims, ("claim", "label", "definition"), listed, widths={"claim": 28, "label": 40, "definition": 100}
    )
    help_ = book.create_sheet("how to fill")
    _fill(
        help_,
        ("how to fill this workbook",),
        [[line] for line in HELP],
        widths={"how to fill this workbook": 110},
    )
    for sheet, columns in ((statements, COLUMNS), (missed, MISSED)):
        last = sheet.max_row + _SPARE
        _choose(sheet, columns, "claim", f"claims!$A$2:$A${len(listed) + 1}", last)
        _choose(sheet, columns, "polarity", '"1,-1"', last)
        if "verdict" in columns:
            _choose(sheet, columns, "verdict", f'"{",".join([*VERDICTS, WITHDRAW])}"', last)
        for name in ("statement_id", "doc_id"):
            if name in columns:
                # as text: 002:15 is no time of day, 000 no zero
                for row in range(2, last + 1):
                    sheet.cell(row, columns.index(name) + 1).number_format = "@"
    return _still(book)


def _fill(
    sheet: Any,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    filled: Sequence[str] = (),
    widths: Mapping[str, int] = WIDTHS,
) -> None:
    sizes = [widths.get(name, 20) for name in columns]
    for at, (name, size) in enumerate(zip(columns, sizes, strict=True), start=1):
        head = sheet.cell(1, at, name)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), _HEAD
        head.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = size
    sheet.row_dimensions[1].height = 32
    for number, values in enumerate(rows, start=2):
        height = 1
        for at, (name, value, size) in enumerate(zip(columns, values, sizes, strict=True), start=1):
            made = sheet.cell(number, at)
            if isinstance(value, str):
                text = _safe(cell(value))
                if text:
                    made.value = text
                    # whatever it begins with: a text
                    made.data_type = "s"
                # a line of a cell holds about as many characters as the column is wide
                height = max(
                    height, sum(math.ceil((len(line) or 1) / size * 1.1) for line in text.split("\n"))
                )
            else:
                made.value = value
            made.alignment = _TOP
            if filled:
                made.fill = _FILL if name in filled else _GREY
        sheet.row_dimensions[number].height = min(15 * height + 3, 400)
    sheet.freeze_panes = "B2"
    if len(columns) > 1 and sheet.max_row > 1:
        sheet.auto_filter.ref = sheet.dimensions


def _choose(sheet: Any, columns: Sequence[str], name: str, choices: str, last: int) -> None:
    letter = get_column_letter(columns.index(name) + 1)
    rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = name, "Choose from the list, or leave the cell empty."
    rule.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(rule)


def _safe(text: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _MAX_TEXT else text[:_MAX_TEXT] + " …"


def _still(book: Workbook) -> bytes:
    """Return a workbook as bytes without the time at which it was written: the same rows give the same file."""
    buffer, made = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            target.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()
