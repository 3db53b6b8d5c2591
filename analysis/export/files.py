"""Write a folder of files: each whole or not at all, in UTF-8 with LF, the same bytes for the same tables."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError
from analysis.store import cell

# rows of a CSV file that are put together before they are written
_ROWS = 1000


class File(NamedTuple):
    """A file to be written: its text in parts, so that a large one is never in memory as a whole."""

    name: str
    parts: Iterable[str]
    rows: int
    what: str


def put(folder: Path, files: Iterable[File]) -> list[File]:
    """Write files under temporary names, then rename all: a reader sees the old export or the new one.

    Raises
    ------
    AnalysisError
        When the folder, or a file in it, cannot be written; nothing is left behind.
    """
    _usable(folder)
    written: list[tuple[Path, Path]] = []
    done = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            path = folder / file.name
            _no_folder(path)
            written.append((path.with_name(f".{path.name}.tmp"), path))
            # half of a pair of surrogates is no character; JSON reads the form in which it is written out
            with written[-1][0].open("w", encoding="utf-8", errors="backslashreplace", newline="") as target:
                target.writelines(file.parts)
            done.append(file)
        for temporary, path in written:
            temporary.replace(path)
    except OSError as error:
        msg = f"{error.filename or folder} cannot be written ({error.strerror}). Close it elsewhere, or choose another folder."
        raise AnalysisError(msg) from error
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return done


def _usable(folder: Path) -> None:
    for path in (folder, *folder.parents):
        if path.is_file():
            msg = f"{path} is a file, not a folder. Choose another folder, or move the file away."
            raise AnalysisError(msg)


def _no_folder(path: Path) -> None:
    if path.is_dir():
        msg = f"{path} is a folder where a file should be written. Choose another folder, or move it away."
        raise AnalysisError(msg)


def csv_parts(table: pd.DataFrame, *, delimiter: str = ",", quote_texts: bool = False) -> Iterator[str]:
    """Yield a table as CSV, some rows at a time: missing as empty, no cell that a spreadsheet takes for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(
        buffer,
        delimiter=delimiter,
        lineterminator="\n",
        quoting=csv.QUOTE_NONNUMERIC if quote_texts else csv.QUOTE_MINIMAL,
    )
    writer.writerow([cell(name) for name in table.columns])
    for first in range(0, len(table), _ROWS):
        some = table.iloc[first : first + _ROWS]
        columns = [_column(some.iloc[:, at]) for at in range(some.shape[1])]
        writer.writerows(zip(*columns, strict=True))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _column(values: pd.Series) -> list:
    # whole numbers are by far the most of a large matrix, and need no look at each
    if values.dtype == "int64":
        return values.tolist()
    return [cell(scalar(value)) for value in values.tolist()]


def scalar(value: Any) -> Any:
    """Return a plain number, text or boolean; None where the value is missing; a date in ISO form."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    return value.isoformat() if hasattr(value, "isoformat") else value


def json_of(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON; « < » is written out, so that the text can stand inside a web page."""
    return json.dumps(value, ensure_ascii=False, indent=indent).replace("<", "\\u003c")
