"""The hand-made tables on disk: read with every column that a person added, written whole or not at all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.claims.codebook import delimiter
from analysis.errors import AnnotationError
from analysis.store import cell, plain

CODES = ("statement_id", "claim", "polarity", "coder", "date", "note")
LOG = ("date", "coder", "table", "statement_id", "before", "after")
LOG_FILE = "codes_log.csv"


def read(path: Path, columns: Sequence[str]) -> tuple[list[str], list[dict[str, str]]]:
    """Return the columns and the rows of a hand-made CSV file, every cell as text; a missing file has no rows.

    Columns that are not ours are kept; those of ours that are missing are added, empty.
    """
    if not path.is_file():
        return list(columns), []
    try:
        text = path.read_text(encoding="utf-8-sig")
        csv.field_size_limit(max(len(text), csv.field_size_limit()))
        separator = delimiter(text.partition("\n")[0])
        lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [{name: plain(row.get(name) or "") for name in row if name is not None} for row in lines]
    except (OSError, UnicodeError, csv.Error) as error:
        msg = f"{path.name} cannot be read ({error}). Save it as CSV in UTF-8, with commas."
        raise AnnotationError(msg) from error
    named = [name for name in lines.fieldnames or () if name]
    every = [*named, *(name for name in columns if name not in named)]
    return every, [{name: row.get(name, "").strip() for name in every} for row in rows if any(row.values())]


def table(columns: Sequence[str], rows: Iterable[dict[str, object]], *, delimiter: str = ",") -> str:
    """Return rows as the text of a CSV file: LF, missing as empty, no cell that a spreadsheet takes for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    # polarity is a number, also where it was read as text
    writer.writerows(
        [value if name == "polarity" and _SIGN.fullmatch(str(value)) else cell(value) for name, value in told]
        for told in ([(name, row.get(name, "")) for name in columns] for row in rows)
    )
    return buffer.getvalue()


_SIGN = re.compile(r"-?1")


def put(texts: dict[Path, str], *, encoding: str = "utf-8") -> None:
    """Write files under temporary names, then rename all of them, in the order given.

    Raises
    ------
    AnnotationError
        When a file cannot be written (open in a spreadsheet, for example); nothing is left behind.
    """
    put_bytes({path: text.encode(encoding, "backslashreplace") for path, text in texts.items()})


def put_bytes(contents: dict[Path, bytes]) -> None:
    """Do the work of `put` for files of any kind."""
    temporaries = {path: path.with_name(f".{path.name}.tmp") for path in contents}
    try:
        for path, data in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporaries[path].write_bytes(data)
        for path, temporary in temporaries.items():
            temporary.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}). Close it in other programs and run again."
        raise AnnotationError(msg) from error
    finally:
        for temporary in temporaries.values():
            temporary.unlink(missing_ok=True)


def sign(polarity: object) -> str:
    """Return a polarity as it stands in codes.csv (1, -1 or empty), whatever program wrote it: « 1.0 », « −1 »."""
    text = str(polarity).strip().replace("−", "-")
    return str(int(float(text))) if text else ""


def place(statement_id: str) -> tuple[str, int, str]:
    """Return what orders statements: article, position, and the letter of a second one at the same place."""
    doc_id, _, at = statement_id.rpartition(":")
    digits = re.match(r"\d*", at).group()
    return doc_id, int(digits or 0), at[len(digits) :]
