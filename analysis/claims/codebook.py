"""Read the code book and the hand decisions of a project, and check them row by row."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import AnnotationError
from analysis.store import plain

CODEBOOK = (
    "claim",
    "label",
    "definition",
    "examples",
    "required",
    "excluded",
    "note",
    "note_date",
    "note_source",
)
CODES = ("statement_id", "claim", "polarity", "coder", "note")
RULE = "rule"


def read_codebook(path: Path) -> pd.DataFrame:
    """Read a code book.

    Parameters
    ----------
    path
        CSV with the columns claim and definition, and where wanted label, examples (` | ` between two), required
        (groups with `;` between them, of alternatives with `|`), excluded (`|`), note, note_date and note_source.

    Returns
    -------
    codebook
        One row per claim, all columns there; no rows where there is no such file.

    Raises
    ------
    AnnotationError
        Naming the file and the row.
    """
    if not path.is_file():
        return pd.DataFrame({name: pd.Series(dtype="object") for name in CODEBOOK})
    return check_codebook(_read(path, ("claim", "definition")), name=path.name)


def read_codes(path: Path, codebook: pd.DataFrame | None = None) -> pd.DataFrame:
    """Read hand decisions; a missing file is no decisions.

    Parameters
    ----------
    path
        CSV with the columns statement_id, claim, polarity, coder, and where wanted note. A row without a claim says
        that the statement carries none.
    codebook
        The claims that may be named.

    Raises
    ------
    AnnotationError
        Naming the file and the row: unknown claim, polarity other than 1 or -1, no coder.
    """
    if not path.is_file():
        return pd.DataFrame({name: pd.Series(dtype="object") for name in CODES})
    return check_codes(_read(path, ("statement_id", "claim", "polarity", "coder")), codebook, name=path.name)


def check_codebook(codebook: pd.DataFrame, *, name: str = "the code book") -> pd.DataFrame:
    """Return a code book with all its columns, or raise naming the row that cannot be used."""
    _need(codebook, ("claim", "definition"), name)
    made = codebook.copy()
    for column in CODEBOOK:
        if column not in made:
            made[column] = ""
        made[column] = made[column].fillna("").astype(str).str.strip()
    for row, claim in enumerate(made["claim"], start=2):
        if not claim:
            msg = f"{name}, row {row}: the claim is empty. Give it a short name, or remove the row."
            raise AnnotationError(msg)
        if (made["claim"].iloc[: row - 2] == claim).any():
            msg = f"{name}, row {row}: the claim {claim!r} stands there twice. Merge the two rows, or rename one."
            raise AnnotationError(msg)
    for row, (claim, definition, examples) in enumerate(
        made[["claim", "definition", "examples"]].itertuples(index=False), start=2
    ):
        if not definition and not examples:
            msg = f"{name}, row {row}: {claim!r} has neither definition nor examples. Write one sentence that states it."
            raise AnnotationError(msg)
    return made[list(CODEBOOK)].reset_index(drop=True)


def check_codes(
    codes: pd.DataFrame, codebook: pd.DataFrame | None = None, *, name: str = "the hand decisions"
) -> pd.DataFrame:
    """Return hand decisions with all their columns, or raise naming the row that cannot be used."""
    _need(codes, ("statement_id", "claim", "polarity"), name)
    made = codes.copy()
    for column in CODES:
        if column not in made:
            made[column] = None
    known = None if codebook is None else set(codebook["claim"])
    rows = made[["statement_id", "claim", "polarity", "coder"]].itertuples(index=False)
    for row, (statement, claim, polarity, coder) in enumerate(rows, start=2):
        where = f"{name}, row {row} ({statement})"
        if _missing(statement):
            msg = f"{name}, row {row}: the statement_id is empty. Copy it from the statements table."
            raise AnnotationError(msg)
        if _missing(claim):
            continue
        if known is not None and claim not in known:
            msg = (
                f"{where}: the claim {claim!r} is not in the code book, which has {', '.join(sorted(known))}."
            )
            raise AnnotationError(msg)
        if _number(polarity) not in {1, -1}:
            msg = f"{where}: polarity is {polarity!r}. Write 1 where the source asserts the claim, -1 where it denies it."
            raise AnnotationError(msg)
        if coder == RULE:
            msg = f"{where}: a hand decision needs the name of a person as coder, not {RULE!r}."
            raise AnnotationError(msg)
    made["claim"] = [None if _missing(value) else str(value).strip() for value in made["claim"]]
    made["polarity"] = pd.array([_number(value) for value in made["polarity"]], dtype="Int64")
    made.loc[made["claim"].isna(), "polarity"] = pd.NA
    made["coder"] = [("not named" if _missing(value) else str(value)) for value in made["coder"]]
    made["note"] = [None if _missing(value) else str(value) for value in made["note"]]
    return made[list(CODES)].reset_index(drop=True)


def _read(path: Path, needed: tuple[str, ...]) -> pd.DataFrame:
    try:
        with path.open(encoding="utf-8-sig") as file:
            separator = delimiter(file.readline())
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=separator)
    except (OSError, UnicodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        msg = f"{path.name} cannot be read ({error}). Save it as CSV in UTF-8, columns {', '.join(needed)}."
        raise AnnotationError(msg) from error
    # a text that looks like a formula is marked as text in the file
    return table.map(plain)


def delimiter(heading: str) -> str:
    """Return what separates the names in the first line of a CSV file: French spreadsheets write semicolons."""
    return ";" if heading.count(";") > heading.count(",") else ","


def _need(table: pd.DataFrame, needed: tuple[str, ...], name: str) -> None:
    missing = [column for column in needed if column not in table]
    if missing:
        msg = f"{name} has no column {', '.join(missing)}. Its first line must name {', '.join(needed)}."
        raise AnnotationError(msg)


def _missing(value: object) -> bool:
    return value is None or (not isinstance(value, str) and pd.isna(value)) or not str(value).strip()


def _number(value: object) -> int | None:
    try:
        number = float(str(value).strip().replace("−", "-"))
    except ValueError:
        return None
    return int(number) if number.is_integer() else None
