"""Read tables of articles: CSV, TSV and JSON Lines, one record after another.

The text of a record is exactly what its cell holds; a title in a column of its own is metadata.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import LoadError
from analysis.load import references, vocabulary
from analysis.load.article import Article, Problem, Raw, clean_name, doc_id_of, make
from analysis.load.decoding import decode
from analysis.text import normalise

# the names that columns and fields have in the wild, in lower case
FIELDS = {
    "text": ("text", "texte", "body", "content", "contenu", "article", "corps", "fulltext", "full_text"),
    "id": ("doc_id", "id", "docid", "identifier", "identifiant", "uuid", "url"),
    "title": ("title", "titre", "headline"),
    "outlet": ("outlet", "source", "journal", "media", "media_name", "publication", "publisher", "newspaper"),
    "author": ("author", "auteur", "byline", "authors"),
    "published": ("published", "date", "publish_date", "publication_date", "pubdate", "date_publication"),
    "url": ("url", "link", "lien"),
    "language": ("language", "langue", "lang"),
    "section": ("section", "rubrique"),
}


def read_jsonl(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read JSON Lines."""
    text, encoding = decode(raw.data)
    problems: list[Problem] = []
    # not splitlines: a record may hold U+2028 or U+0085 inside a string
    records = _objects(normalise(text).split("\n"), raw.file, problems)
    return records_of(records, raw.file, encoding, problems), problems


def stream_jsonl(path: Path, file: str, size: int) -> Iterator[tuple[list[Article], list[Problem]]] | None:
    """Give the articles of JSON Lines so many at a time, as `read_jsonl` would; None where that is not known to be so.

    Only a file that is UTF-8 from its first byte to its last is read like this.
    """
    encoding = _encoding(path)
    if encoding is None:
        return None

    def batches() -> Iterator[tuple[list[Article], list[Problem]]]:
        problems: list[Problem] = []
        with path.open(encoding=encoding, newline="\n") as lines:
            records = _objects(map(normalise, lines), file, problems)
            made = articles_of(records, file, encoding, problems)
            while held := list(itertools.islice(made, size)):
                yield held, problems.copy()
                problems.clear()
        yield [], problems

    return batches()


def _encoding(path: Path) -> str | None:
    with path.open("rb") as file:
        try:
            _, encoding = decode(file.read(100_000).rpartition(b"\n")[0])
        except LoadError:
            return None
        if encoding not in {"utf-8", "utf-8-sig"}:
            return None
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while part := file.read(2**20):
                if part.endswith(b"\r"):
                    part += file.read(1)
                decoder.decode(part)
                # a lone carriage return may end a line
                if part.count(b"\r") != part.count(b"\r\n"):
                    return None
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    return encoding


def _objects(
    lines: Iterable[str], file: str, problems: list[Problem]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            # a plain ValueError: a number of thousands of figures
            nested = isinstance(error, RecursionError)
            reason = "too deeply nested" if nested else getattr(error, "msg", "a number is too long")
            problems.append(
                Problem(file, number, f"is not valid JSON ({reason})", "Repair or remove this line")
            )
            continue
        if isinstance(record, Mapping):
            yield number, record
        else:
            remedy = 'Write {"text": "…", "title": "…"} on each line'
            problems.append(Problem(file, number, "is not a JSON object", remedy))


def read_csv(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a table of articles, or a list of references from Zotero or Media Cloud.

    Raises
    ------
    LoadError
        When no column holds texts; the message says so for what is known to have none.
    """
    text, encoding = decode(raw.data)
    problems: list[Problem] = []
    names, rows = rows_of(text, raw.file, problems)
    lowered = {name.lower() for name in names}
    if is_event_list(lowered):
        raise LoadError(
            "is an event list of Discourse Network Analyzer: it holds statements, cut out and altered, and no article",
            "Put the .dna database itself here, which holds the documents",
        )
    listed = references.kind_of(lowered)
    if listed and pick(dict.fromkeys(names, "x"), "text") is None:
        found, more = references.read(raw, references.from_rows(listed, rows), listed)
        return found, problems + more
    if pick(dict.fromkeys(names, "x"), "text") is None:
        raise LoadError(
            f"has no text column (columns: {', '.join(names[:8])})",
            f"Name one column text; read are {', '.join(FIELDS['text'])}",
        )
    return records_of(rows, raw.file, encoding, problems), problems


def rows_of(
    text: str, file: str, problems: list[Problem]
) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Return the names of the columns, and the rows one by one; what is wrong goes to the problems."""
    # a cell may hold a whole article
    csv.field_size_limit(1 << 30)
    text = normalise(text)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]

    def rows() -> Iterator[tuple[int, dict[str, str]]]:
        previous, last_line = None, reader.line_num
        try:
            for number, row in enumerate(reader, start=2):
                if previous is not None:
                    yield previous[0], _record(names, *previous[:2], file, problems)
                    last_line = previous[2]
                previous = (number, row, reader.line_num) if any(cell.strip() for cell in row) else None
                last_line = last_line if previous else reader.line_num
        except csv.Error as error:
            problems.append(
                Problem(
                    file,
                    reader.line_num,
                    f"is not valid CSV from here on ({error})",
                    "Save the table again as CSV (UTF-8)",
                )
            )
        if previous is not None and _is_cut(text, last_line, delimiter):
            problem = "is cut off inside a quoted cell; this record was left out, those before it are kept"
            problems.append(Problem(file, previous[0], problem, "Export the table again"))
        elif previous is not None:
            yield previous[0], _record(names, *previous[:2], file, problems)

    return names, rows()


def _record(
    names: list[str], number: int, row: list[str], file: str, problems: list[Problem]
) -> dict[str, str]:
    """Return the cells of a row by the names of their columns; say where it has more cells than there are columns."""
    if any(cell.strip() for cell in row[len(names) :]):
        problem = (
            f"has {len(row)} cells for {len(names)} columns, so that its text may be cut; it is kept as it is"
        )
        remedy = 'Put quotation marks around cells that hold the separator ("a, b")'
        problems.append(Problem(file, number, problem, remedy))
    told: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        # of two columns of one name, the first that is filled counts
        if not told.get(name, "").strip():
            told[name] = cell
    return told


def _is_cut(text: str, line: int, delimiter: str) -> bool:
    """Tell whether a table ends inside a quoted cell that begins below a line."""
    if text.count('"') % 2 == 0:
        return False
    record = "\n".join(text.split("\n")[line:])
    return re.search(rf'(?:^|\n|{re.escape(delimiter)})"(?:[^"]|"")*\Z', record) is not None


def is_event_list(names: set[str]) -> bool:
    """Tell whether columns are those of an event list, which looks like a table of articles."""
    positions = {"start", "stop"} <= names or {"start_position", "stop_position"} <= names
    plain = {name.replace("_", "").replace(" ", "") for name in names}
    return positions or {"statementid", "documentid"} <= plain


def records_of(
    records: Iterator[tuple[int, Mapping[str, Any]]], file: str, encoding: str, problems: list[Problem]
) -> list[Article]:
    """Make an article of every record that has a text.

    Raises
    ------
    LoadError
        When there is no record.
    """
    articles = list(articles_of(records, file, encoding, problems))
    if not articles and not problems:
        raise LoadError("has no record", "Put one article on each line")
    return articles


def articles_of(
    records: Iterator[tuple[int, Mapping[str, Any]]], file: str, encoding: str, problems: list[Problem]
) -> Iterator[Article]:
    """Make an article of every record that has a text, one after the other; what is wrong goes to the problems."""
    taken: set[str] = set()
    for number, record in records:
        text = pick(record, "text")
        if text is None or not text.strip():
            problems.append(
                Problem(file, number, "has no text", f"Fill one of {', '.join(FIELDS['text'])}, or remove it")
            )
            continue
        metadata = {
            key: value for key in FIELDS if key not in {"text", "id"} and (value := pick(record, key))
        }
        if code := vocabulary.language(metadata.get("language")):
            metadata["language"] = code
        given = pick(record, "id")
        doc_id = clean_name(given) if given else f"{doc_id_of(file)}-{number:05d}"
        if doc_id in taken:
            problems.append(Problem(file, number, f"repeats the id {given}", "Give every record its own id"))
            continue
        taken.add(doc_id)
        bytes_ = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode(
            "utf-8", "backslashreplace"
        )
        yield make(doc_id, file, bytes_, encoding, text, metadata)


def pick(record: Mapping[str, Any], key: str) -> str | None:
    """Return the value of a record under any of the names of a field."""
    lowered = {str(name).strip().lower(): value for name, value in record.items()}
    for name in FIELDS[key]:
        value = lowered.get(name)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            # paragraphs, or the names of several authors
            value = ("\n" if key == "text" else "; ").join(value)
        if value is not None and str(value).strip():
            return value if key == "text" and isinstance(value, str) else str(value).strip()
    return None
