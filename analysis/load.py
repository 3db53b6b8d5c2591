"""Read raw files: bytes to text, one record per article.

A file that cannot be read raises `LoadError` with the remedy and stops nobody else;
a record that cannot be read is a `Problem` beside the records that can.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analysis.errors import CorpusError, LoadError
from analysis.text import count_guillemets, normalise


class Problem(NamedTuple):
    """A file or a record that could not be used, and what to do about it."""

    file: str
    record: int | None
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read.

    `metadata` may hold title, outlet, author, published, url and language; `warnings` are for the reader.
    """

    doc_id: str
    file: str
    sha256: str
    encoding: str
    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


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
}
_CONTROL = bytes([*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F])
# binary formats that people put beside their texts, and what they can do
_CONVERT = "Open it in its own program and save the text as .txt (UTF-8)"


def find(folder: Path) -> tuple[list[Path], list[Problem]]:
    """Return the files to read below a folder, sorted by path, and what was passed over.

    Hidden files (`.gitkeep`, `.DS_Store`) are not articles and are passed over without a word.

    Raises
    ------
    CorpusError
        When the folder does not exist.
    """
    if not folder.is_dir():
        msg = f"No folder {folder}. Create it, put the articles there, and run again."
        raise CorpusError(msg)
    files: list[Path] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        name, suffix = relative(path, folder), path.suffix.lower()
        if path.is_dir():
            if suffix in READERS:
                remedy = (
                    "Rename it without the ending, or put the file itself there; files inside it are read"
                )
                problems.append(
                    Problem(name, None, f"is a folder with the ending of a file ({suffix})", remedy)
                )
        elif suffix in READERS:
            files.append(path)
        else:
            known = ", ".join(sorted(READERS))
            problems.append(
                Problem(
                    name,
                    None,
                    f"has an ending that is not read ({suffix or 'none'})",
                    f"{_CONVERT}; read are {known}",
                )
            )
    return files, problems


def relative(path: Path, folder: Path) -> str:
    """Return the path below a folder with forward slashes, printable in UTF-8 whatever bytes it has."""
    return path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def read(path: Path, *, folder: Path | None = None) -> tuple[list[Article], list[Problem]]:
    """Read one file.

    Parameters
    ----------
    path
        A `.txt`, `.html`, `.csv` or `.jsonl` file.
    folder
        Folder that `file` and the identifiers are relative to; the file's own by default.

    Returns
    -------
    articles, problems
        One article for a text or a page, one per record for a table; the records that could not be used.

    Raises
    ------
    LoadError
        When nothing can be read from the file; it holds the problem and the remedy.
    """
    folder = path.parent if folder is None else folder
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LoadError(
            f"cannot be opened ({reason})", "Check that the file exists and that you may read it"
        ) from error
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise LoadError(f"has an ending that is not read ({path.suffix or 'none'})", _CONVERT)
    if not data.strip():
        problem = "is empty" if not data else "holds nothing but white space"
        raise LoadError(problem, "Paste the article into it, or remove it")
    return reader(data, relative(path, folder))


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text and say how.

    Order: byte-order mark, strict UTF-8, UTF-16 without a mark, cp1252, charset-normalizer.

    Returns
    -------
    text, encoding
        `utf-8`, `utf-8-sig`, `utf-16`, `cp1252` or the name that charset-normalizer gives.

    Raises
    ------
    LoadError
        When the bytes are not text in any of these.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(data, encoding)
    if b"\x00" in data[:4096]:
        # text in UTF-16 without a mark has a zero in every other byte; nothing else readable has
        for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
            if len(data) % 2 == 0 and data[offset:4096:2].count(0) > 0.4 * len(data[offset:4096:2]):
                return _checked(data, encoding)
        raise LoadError("is not text (it holds zero bytes)", _CONVERT)
    for encoding in ("utf-8", "cp1252"):
        try:
            return _checked(data, encoding)
        except UnicodeDecodeError:
            continue
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise LoadError("is not text in any encoding that can be recognised", _CONVERT)
    return _checked(data, best.encoding)


def _checked(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding in {"utf-8", "cp1252"}:
            raise
        raise LoadError(f"is cut or damaged (not valid {encoding})", "Save it again as UTF-8") from None
    # counting in bytes is much faster, and in every one of these encodings a control character is a byte
    sample = (
        data[:100_000]
        if encoding in {"utf-8", "utf-8-sig", "cp1252"}
        else text[:100_000].encode("utf-8", "replace")
    )
    if len(sample) - len(sample.translate(None, _CONTROL)) > 0.01 * len(sample):
        raise LoadError("is not text (it is full of control characters)", _CONVERT)
    return text, encoding


# --- one reader per ending --------------------------------------------------------------------------------------


def _read_text(data: bytes, file: str) -> tuple[list[Article], list[Problem]]:
    raw, encoding = decode(data)
    return [_article(_doc_id(file), file, data, encoding, raw, {})], []


def _read_html(data: bytes, file: str) -> tuple[list[Article], list[Problem]]:
    try:
        import trafilatura
    except ImportError:
        raise LoadError(
            "is an HTML page, which needs an extra", 'Run: pip install "who-says-what[html]"'
        ) from None
    raw, encoding = decode(data)
    document = trafilatura.bare_extraction(
        raw, favor_precision=True, with_metadata=True, include_comments=False
    )
    found = document.as_dict() if document is not None else {}
    if not (found.get("text") or "").strip():
        raise LoadError("is a page in which no article was found", "Save the article's text as .txt")
    metadata = {
        "title": found.get("title"),
        "outlet": found.get("sitename") or found.get("hostname"),
        "author": found.get("author"),
        "published": found.get("date"),
        "url": found.get("url"),
        "language": found.get("language"),
    }
    kept = {key: value for key, value in metadata.items() if value}
    return [_article(_doc_id(file), file, data, encoding, found["text"], kept)], []


def _read_jsonl(data: bytes, file: str) -> tuple[list[Article], list[Problem]]:
    raw, encoding = decode(data)
    problems: list[Problem] = []

    def records() -> Iterator[tuple[int, Mapping[str, Any]]]:
        # not splitlines: a record may hold U+2028 or U+0085 inside a string
        for number, line in enumerate(normalise(raw).split("\n"), start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                reason = getattr(error, "msg", "too deeply nested")
                problems.append(
                    Problem(file, number, f"is not valid JSON ({reason})", "Repair or remove this line")
                )
                continue
            if isinstance(record, Mapping):
                yield number, record
            else:
                problems.append(
                    Problem(
                        file, number, "is not a JSON object", 'Write {"text": "…", "title": "…"} on each line'
                    )
                )

    return _records(records(), file, encoding, problems), problems


def _read_csv(data: bytes, file: str) -> tuple[list[Article], list[Problem]]:
    raw, encoding = decode(data)
    # a cell may hold a whole article
    csv.field_size_limit(1 << 30)
    text = normalise(raw)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = [name.strip() for name in next(reader)]
    if _pick(dict.fromkeys(names, "x"), "text") is None:
        found = ", ".join(names[:8])
        raise LoadError(
            f"has no text column (columns: {found})",
            f"Name one column text; read are {', '.join(FIELDS['text'])}",
        )
    problems: list[Problem] = []

    def records() -> Iterator[tuple[int, Mapping[str, Any]]]:
        try:
            for number, row in enumerate(reader, start=2):
                if any(cell.strip() for cell in row):
                    yield number, dict(zip(names, row, strict=False))
        except csv.Error as error:
            problems.append(
                Problem(
                    file,
                    reader.line_num,
                    f"is not valid CSV from here on ({error})",
                    "Save the table again as CSV (UTF-8)",
                )
            )

    return _records(records(), file, encoding, problems), problems


READERS: dict[str, Callable[[bytes, str], tuple[list[Article], list[Problem]]]] = {
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_csv,
    ".tsv": _read_csv,
}


def _records(
    records: Iterator[tuple[int, Mapping[str, Any]]], file: str, encoding: str, problems: list[Problem]
) -> list[Article]:
    articles: list[Article] = []
    taken: set[str] = set()
    for number, record in records:
        text = _pick(record, "text")
        if text is None or not text.strip():
            problems.append(
                Problem(file, number, "has no text", f"Fill one of {', '.join(FIELDS['text'])}, or remove it")
            )
            continue
        metadata = {
            key: value for key in FIELDS if key not in {"text", "id"} and (value := _pick(record, key))
        }
        given = _pick(record, "id")
        doc_id = _clean(given) if given else f"{_doc_id(file)}-{number:05d}"
        if doc_id in taken:
            problems.append(Problem(file, number, f"repeats the id {given}", "Give every record its own id"))
            continue
        taken.add(doc_id)
        bytes_ = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str).encode(
            "utf-8", "backslashreplace"
        )
        articles.append(_article(doc_id, file, bytes_, encoding, text, metadata))
    if not articles and not problems:
        raise LoadError("has no record", "Put one article on each line")
    return articles


def _pick(record: Mapping[str, Any], key: str) -> str | None:
    lowered = {str(name).strip().lower(): value for name, value in record.items()}
    for name in FIELDS[key]:
        value = lowered.get(name)
        if value is not None and str(value).strip():
            return value if key == "text" and isinstance(value, str) else str(value).strip()
    return None


def _article(
    doc_id: str, file: str, data: bytes, encoding: str, raw: str, metadata: dict[str, str]
) -> Article:
    # lone surrogates come from JSON escapes; no file can hold them
    text = normalise(raw.encode("utf-8", "replace").decode("utf-8"))
    warnings = []
    if encoding not in {"utf-8", "utf-8-sig"}:
        warnings.append(f"decoded as {encoding}; check the accents")
    opening, closing = count_guillemets(text)
    if opening != closing:
        warnings.append(f"guillemets do not pair: {opening} opening, {closing} closing")
    if "\ufffd" in text:
        warnings.append(f"{text.count(chr(0xFFFD))} characters were lost before this file was made (U+FFFD)")
    return Article(doc_id, file, hashlib.sha256(data).hexdigest(), encoding, text, metadata, tuple(warnings))


def _doc_id(file: str) -> str:
    stem = _clean(re.sub(r"\.[^./]+$", "", file))
    # « 000_cfa563b15047df66 »: a number and a checksum; the number is the name
    if match := re.fullmatch(r"(.*?\d+)_[0-9a-f]{12,64}", stem):
        return match.group(1)
    return stem


def _clean(name: str) -> str:
    # an identifier stands in other identifiers and in file names: no white space, no colon, no control character
    return re.sub(r"[\s\x00-\x1f\x7f:|]+", "_", name).strip("_") or "unnamed"
