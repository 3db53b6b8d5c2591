"""What reading gives: articles, and the problems of what could not be read.

A reader turns one file into `Document`s; `gather` makes articles of them, so that identifiers, checksums, warnings and
problems are the same for every format.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from analysis.errors import LoadError
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

    `metadata` may hold title, outlet, author, published, url, language and section; `warnings` are for the reader.
    """

    doc_id: str
    file: str
    sha256: str
    encoding: str
    text: str
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """One file to read: its bytes, its printable name below the folder, where it lies, and the folder itself."""

    data: bytes
    file: str
    path: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Document:
    """One article of an export, before it has an identifier of its own.

    Attributes
    ----------
    number
        Its place in the file, from 1.
    body
        Paragraphs in reading order.
    key
        The export's own identifier, where it has one.
    metadata
        As in `Article`; empty values are dropped.
    """

    number: int
    body: list[str]
    key: str | None = None
    metadata: Mapping[str, str | None] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def gather(
    raw: Raw, documents: Iterable[Document], *, encoding: str = "utf-8"
) -> tuple[list[Article], list[Problem]]:
    """Make articles of the documents of one export.

    The text of an article is its title on a line of its own, then one line per paragraph: a title that stands first is
    recognised as one, and a short first paragraph is not mistaken for it.

    Raises
    ------
    LoadError
        When there is no document at all.
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    taken: dict[str, str] = {}
    stem, seen = doc_id_of(raw.file), 0
    for document in documents:
        seen += 1
        metadata = {key: clean_line(value) for key, value in document.metadata.items() if value}
        metadata = {key: value for key, value in metadata.items() if value}
        title = metadata.get("title")
        body = [line for line in document.body if line.strip()]
        if not body:
            named = f" (« {title} »)" if title else ""
            remedy = "Export it again with its full text, or leave it out"
            problems.append(Problem(raw.file, document.number, f"has no text{named}", remedy))
            continue
        if title and body[0].strip() != title:
            body.insert(0, title)
        text = "\n".join(body)
        doc_id = clean_name(document.key) if document.key else f"{stem}-{document.number:05d}"
        if doc_id in taken:
            if taken[doc_id] == text:
                remedy = "Nothing to do: the first copy is kept"
                problems.append(Problem(raw.file, document.number, f"repeats the article {doc_id}", remedy))
                continue
            # the new name may be another document's own
            while doc_id in taken:
                doc_id = f"{doc_id}-{document.number}"
        taken[doc_id] = text
        record = json.dumps([text, metadata], ensure_ascii=False, sort_keys=True)
        bytes_ = record.encode("utf-8", "backslashreplace")
        articles.append(make(doc_id, raw.file, bytes_, encoding, text, metadata, warnings=document.warnings))
    if not seen:
        raise LoadError("holds no article", "Export it again with the articles in full, or remove it")
    return _spellings(articles), problems


def make(
    doc_id: str,
    file: str,
    data: bytes,
    encoding: str,
    raw: str,
    metadata: dict[str, str],
    *,
    warnings: Iterable[str] = (),
) -> Article:
    """Return an article with its checksum and with what the reader should know of its text."""
    # lone surrogates come from JSON escapes; no file can hold them
    text = normalise(raw.encode("utf-8", "replace").decode("utf-8"))
    told = list(warnings)
    if encoding not in {"utf-8", "utf-8-sig"}:
        told.append(f"decoded as {encoding}; check the accents")
    opening, closing = count_guillemets(text)
    if opening != closing:
        told.append(f"guillemets do not pair: {opening} opening, {closing} closing")
    if "\ufffd" in text:
        told.append(f"{text.count(chr(0xFFFD))} characters were lost before this file was made (U+FFFD)")
    return Article(doc_id, file, hashlib.sha256(data).hexdigest(), encoding, text, metadata, tuple(told))


def doc_id_of(file: str) -> str:
    """Return the identifier that a file's name gives."""
    stem = clean_name(re.sub(r"\.[^./]+$", "", file))
    # « 000_cfa563b15047df66 »: a number and a checksum; the number is the name
    if match := re.fullmatch(r"(.*?\d+)_[0-9a-f]{12,64}", stem):
        return match.group(1)
    return stem


def clean_name(name: str) -> str:
    """Return an identifier that can stand in other identifiers and in file names."""
    # no white space, no colon, no control character
    return re.sub(r"[\s\x00-\x1f\x7f:|]+", "_", name).strip("_") or "unnamed"


def clean_line(value: str) -> str:
    """Return a value on one line, without white space around it; no-break and thin spaces stay."""
    return normalise(re.sub(r"[ \t\r\n\f\v]+", " ", value).strip())


def _spellings(articles: list[Article]) -> list[Article]:
    """Warn where one outlet is written in several ways; nothing is merged."""
    spelled: dict[str, set[str]] = {}
    for article in articles:
        outlet = article.metadata.get("outlet")
        if outlet:
            spelled.setdefault(_folded(outlet), set()).add(outlet)
    several = {key: sorted(names) for key, names in spelled.items() if len(names) > 1}
    if not several:
        return articles
    warned = []
    for article in articles:
        names = several.get(_folded(article.metadata.get("outlet", "")))
        if names:
            listed = ", ".join(f"« {name} »" for name in names)
            note = f"the outlet is spelled in several ways in this file: {listed}"
            article = replace(article, warnings=(*article.warnings, note))
        warned.append(article)
    return warned


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
