"""Event lists of Discourse Network Analyzer: write ours, read theirs and ours.

Its export puts `,` for `;` and `'` for `"` in what was quoted; here the words stay as they are and the fields are
quoted as RFC 4180 says.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd

from analysis.build import Corpus
from analysis.errors import AnnotationError
from analysis.export.evidence import coded
from analysis.export.linked import kinds
from analysis.store import plain

COLUMNS = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "start_position", "stop_position", "text",
    "coder", "document_id", "document_title", "document_author", "document_source", "document_section", "document_type",
)  # fmt: skip
# what a column may be called, in any case and with any mark between the words; the first that is there counts
NAMES = {
    "doc_id": ("document_id", "doc_id", "documentid", "docid", "document"),
    "statement_id": ("statement_id", "statementid", "id"),
    "date": ("time", "date", "datetime", "date_time"),
    "start": ("start_position", "start"),
    "end": ("stop_position", "stop", "end_position", "end"),
    "source": ("source",),
    "actor": ("actor",),
    "claim": ("concept", "claim"),
    "polarity": ("agreement", "polarity"),
    "content": ("text", "content", "quote"),
    "outlet": ("document_source", "outlet"),
    "title": ("document_title", "title"),
    "author": ("document_author", "author"),
    "section": ("document_section", "section"),
    "type": ("document_type", "type"),
    "coder": ("coder", "coder_id"),
}
_AGREES = {"1": 1, "+1": 1, "yes": 1, "true": 1, "0": -1, "-1": -1, "no": -1, "false": -1}
_CSV = "Save it as CSV in UTF-8, with ; or , between two fields and quotation marks around texts."


def event_list(corpus: Corpus) -> pd.DataFrame:
    """Return the coded statements as an event list.

    Returns
    -------
    events
        The columns that Discourse Network Analyzer writes for its statement type with person, organization, concept
        and agreement. A source that is a person stands in person and the institution behind it in organization, any
        other in organization alone; time is missing where the day is not known, and midnight where it is, because
        the format has no days; text is the whole of the content, from its first position to its last.
    """
    table = coded(corpus)
    articles = corpus.articles.drop_duplicates("doc_id").set_index("doc_id")
    is_person = table["source"].map(kinds(corpus.mentions)).eq("person").to_numpy(dtype=bool)
    texts = dict(corpus.texts)
    made = pd.DataFrame(
        {
            "statement_id": table["statement_id"],
            "time": pd.to_datetime(table["date"]).dt.strftime("%Y-%m-%d 00:00:00"),
            "person": table["source"].where(is_person),
            "organization": table["actor"].where(is_person, table["source"]),
            "concept": table["claim"],
            "agreement": (table["polarity"] > 0).astype("Int64").where(table["polarity"].notna()),
            "start_position": table["start"],
            "stop_position": table["end"],
            "text": [texts.get(d, "")[a:b] for d, a, b in zip(table["doc_id"], table["start"], table["end"], strict=True)],
            "coder": table["coder"],
            "document_id": table["doc_id"],
            "document_title": table["doc_id"].map(articles["title"]),
            "document_author": None,
            "document_source": table["outlet"],
            "document_section": None,
            "document_type": None,
        }
    )  # fmt: skip
    return made[list(COLUMNS)]


def read_events(path: str | Path) -> pd.DataFrame:
    """Read an event list, from Discourse Network Analyzer or from `export.write`, as a table for networks.

    Parameters
    ----------
    path
        CSV with `;`, `,` or tabs between the fields, with or without a byte order mark; names of columns in any case.
        Needed are concept (or claim) and one of person, organization and source.

    Returns
    -------
    statements
        Columns doc_id, statement_id, date, start, end, source (the person, or the organization where none is named),
        actor (the organization), claim, polarity (+1 agrees, -1 does not, missing where nothing is told), content,
        outlet, title, author, section, type, coder; then person, organization and whatever else the file has, as
        text. Missing is missing. Sorted by doc_id and start.

    Raises
    ------
    AnnotationError
        Naming the file, the row and the remedy.
    """
    path = Path(path)
    header, rows = _rows(path)
    table = pd.DataFrame(rows, columns=header, dtype="object").map(
        lambda text: plain(text) if text.strip() else None
    )
    taken = {name: next((old for old in olds if old in table), None) for name, olds in NAMES.items()}
    if taken["claim"] is None or not {"source", "person", "organization"} & set(table):
        msg = f"{path.name} has the columns {', '.join(header)}. An event list needs concept, and person or organization."
        raise AnnotationError(msg)
    made = pd.DataFrame({name: table[old] if old else None for name, old in taken.items()}, dtype="object")
    for name in ("person", "organization"):
        made[name] = table.get(name)
    if taken["source"] is None:
        made["source"] = made["person"].where(made["person"].notna(), made["organization"])
    if taken["actor"] is None:
        made["actor"] = made["organization"]
    made["date"] = _dates(path, made["date"])
    made["polarity"] = _polarity(path, made["polarity"])
    for name in ("start", "end"):
        made[name] = _positions(path, name, made[name])
    rest = [name for name in table if name not in {*taken.values(), *made}]
    made = pd.concat([made, table[rest]], axis=1)
    texts = [name for name in made if made[name].dtype == object]
    made[texts] = made[texts].astype("str")
    return made.sort_values(["doc_id", "start"], kind="stable", ignore_index=True)


def _rows(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        msg = f"There is no file {path}. Export the event list there, or pass another path."
        raise AnnotationError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}). Close it elsewhere, or pass another path."
        raise AnnotationError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path.name} is not in UTF-8 (byte {error.start}). {_CSV}"
        raise AnnotationError(msg) from error
    # the first line in which a spreadsheet is told the delimiter
    text = re.sub(r"\Asep=.\r?\n", "", text)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        read = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row
        ]
    except csv.Error as error:
        msg = f"{path.name} cannot be read ({error}). {_CSV}"
        raise AnnotationError(msg) from error
    if not read:
        msg = f"{path.name} is empty. Its first line must name the columns, such as {'; '.join(COLUMNS[:6])}."
        raise AnnotationError(msg)
    header = [re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_") for name in read[0]]
    for name in header:
        if header.count(name) > 1:
            msg = f"{path.name} has two columns {name!r}. Rename or remove one."
            raise AnnotationError(msg)
    for number, row in enumerate(read[1:], start=2):
        if len(row) != len(header):
            msg = f"{path.name}, row {number}: {len(row)} fields, but {len(header)} columns. {_CSV}"
            raise AnnotationError(msg)
    return header, read[1:]


def _dates(path: Path, values: pd.Series) -> pd.Series:
    # a zone is dropped: the hour is the one of the place
    local = values.astype("str").str.strip().str.replace(r"(?:Z|[+-]\d{2}:?\d{2})$", "", regex=True)
    return _each(
        path, values, pd.to_datetime(local, format="ISO8601", errors="coerce"), "a date such as 2017-11-14"
    )


def _polarity(path: Path, values: pd.Series) -> pd.Series:
    found = values.astype("str").str.strip().str.lower().map(_AGREES).astype("Int64")
    return _each(path, values, found, "yes or no, true or false, 1 or 0")


def _positions(path: Path, name: str, values: pd.Series) -> pd.Series:
    found = pd.to_numeric(values.astype("str").str.strip(), errors="coerce").astype("Float64")
    whole = found.where((found % 1 == 0) & (found >= 0)).astype("Int64")
    return _each(path, values, whole, f"a whole number as {name}")


def _each(path: Path, given: pd.Series, found: pd.Series, wanted: str) -> pd.Series:
    """Return what was found, or raise for the first value that was given and not understood."""
    bad = (given.notna() & found.isna()).to_numpy(dtype=bool)
    if bad.any():
        row = int(bad.argmax())
        msg = f"{path.name}, row {row + 2}: {given.iloc[row]!r} stands where {wanted} is needed. Correct the cell."
        raise AnnotationError(msg)
    return found
