"""Read exports of Factiva in HTML: with the table of codes (HD, LP, TD …), or without it.

The text is headline, lead paragraph and the rest; everything else is metadata or is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.errors import LoadError
from analysis.load import markup, vocabulary
from analysis.load.article import Article, Document, Problem, Raw, gather

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SIGNS = re.compile(
    r"class\s*=\s*[\"']?[^\"'>]*(?:\barticle [a-z]{2}article\b|articleparagraph)|factiva|dow jones|>\s*HD\s*(?:&nbsp;)?\s*<",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2,3}")
# codes may be missing; a document has some of these
_USUAL = frozenset({"HD", "WC", "PD", "SN", "SC", "LA", "CY", "LP", "TD", "AN"})
_ENOUGH = 3
_BODY = frozenset({"LP", "TD", "TX"})
_ACCESSION = re.compile(r"(?:\w+ )?([A-Z][A-Z0-9]{3,}\w{10,})")
_TIME = re.compile(r"\d{1,2}[:h.]\d{2}(?:\s*(?:AM|PM|GMT|UTC|CET|ET))*", re.IGNORECASE)


def recognises(text: str) -> bool:
    """Tell whether a page may come from Factiva."""
    return _SIGNS.search(text) is not None


def read(raw: Raw, text: str, encoding: str) -> tuple[list[Article], list[Problem]] | None:
    """Read an export; None where it holds no document after all."""
    tree = markup.html(text)
    if tree is None:
        return None
    documents = list(_documents(tree))
    if not documents:
        return None
    problems = []
    divs = len(re.findall(r"<div\b", text, re.I)) - len(re.findall(r"</div\b", text, re.I))
    tables = len(re.findall(r"<table\b", text, re.I)) - len(re.findall(r"</table\b", text, re.I))
    if (divs > 0 or tables > 0) and not re.search(r"</(?:body|html)\s*>", text, re.I):
        cut = documents.pop()
        problem = "is cut off in the middle of this document, which was left out; those before it are kept"
        remedy = "Export it again, or save the page again when it has loaded"
        problems.append(Problem(raw.file, cut.number, problem, remedy))
    try:
        articles, more = gather(raw, documents, encoding=encoding)
    except LoadError:
        # the only document was cut
        articles, more = [], []
    return articles, more + problems


def _documents(tree: Element) -> Iterator[Document]:
    found = [
        element for element in tree.iter("div") if "article" in markup.classes(element) or _named(element)
    ]
    found = [
        element for element in found if not any(above in found for above in element.iterancestors("div"))
    ]
    number = 0
    for element in found:
        codes = _codes(element.iter("tr"))
        document = None
        if _is_document(codes):
            document = _coded(codes, number + 1)
        elif _named(element) or _paragraphs(element):
            document = _uncoded(element, number + 1)
        if document is not None:
            number += 1
            yield document
    if not found:
        # the page was rearranged by whoever saved it: a document ends with its accession number
        for codes in _runs(tree):
            if _is_document(codes):
                number += 1
                yield _coded(codes, number)


def _is_document(codes: dict[str, list[str]]) -> bool:
    known = codes.keys() & _USUAL
    # a text is enough where another code stands beside it
    return len(known) >= _ENOUGH or (len(known) > 1 and not _BODY.isdisjoint(codes))


def _named(element: Element) -> bool:
    return any(re.fullmatch(r"[a-z]{2}article", name) for name in markup.classes(element))


def _codes(rows: Iterator[Element]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for row in rows:
        if pair := _pair(row):
            codes.setdefault(pair[0], []).extend(pair[1])
    return codes


def _pair(row: Element) -> tuple[str, list[str]] | None:
    cells = [cell for cell in row if markup.local(cell) in {"td", "th"}]
    code = markup.line(cells[0]).strip(" :\xa0") if len(cells) > 1 else ""
    if not _CODE.fullmatch(code):
        return None
    return code, [line for cell in cells[1:] for line in markup.lines(cell)]


def _runs(tree: Element) -> Iterator[dict[str, list[str]]]:
    codes: dict[str, list[str]] = {}
    for row in tree.iter("tr"):
        if pair := _pair(row):
            if pair[0] == "HD" and codes.keys() & {"AN", "LP", "TD"}:
                yield codes
                codes = {}
            codes.setdefault(pair[0], []).extend(pair[1])
            if pair[0] == "AN":
                yield codes
                codes = {}
    if codes:
        yield codes


def _coded(codes: dict[str, list[str]], number: int) -> Document:
    def value(*names: str) -> str | None:
        return next((" ".join(codes[name]) for name in names if codes.get(name)), None)

    published, warnings = vocabulary.dated(value("PD"))
    metadata = {
        "title": value("HD", "TI"),
        "outlet": vocabulary.outlet(value("SN")),
        "author": value("BY"),
        "published": published,
        "language": vocabulary.language(value("LA")),
        "section": value("SE", "CLM"),
    }
    body = codes.get("LP", []) + codes.get("TD", []) + codes.get("TX", [])
    return Document(number, body, _accession(value("AN")), metadata, warnings)


def _accession(value: str | None) -> str | None:
    match = _ACCESSION.fullmatch((value or "").strip())
    return match.group(1) if match else (value or "").split()[-1] if value else None


# --- without codes ----------------------------------------------------------------------------------------------


def _paragraphs(element: Element) -> list[Element]:
    return [
        found
        for found in element.iter("*")
        if any("articleparagraph" in name for name in markup.classes(found))
    ]


def _headline(element: Element) -> Element | None:
    named = [e for e in element.iter("*") if any("headline" in name for name in markup.classes(e))]
    inner = [span for above in named for span in above.iter("span", "b", "h1", "h2")]
    return next(iter(inner or named or element.iter("span", "b", "h1", "h2")), None)


def _uncoded(element: Element, number: int) -> Document | None:
    paragraphs = _paragraphs(element) or list(element.iter("p"))
    headline = _headline(element)
    inside = set(paragraphs)
    body = [line for paragraph in paragraphs for line in markup.lines(paragraph)]
    around = markup.lines(element, without=lambda e: e in inside)
    key = next((m.group(1) for line in reversed([*around, *body]) if (m := _number_line(line))), None)
    body = [line for line in body if not _number_line(line)]
    title = markup.line(headline) if headline is not None else None
    metadata, warnings = _ordered(around, title)
    author = next((markup.line(e) for e in markup.like(element, "author")), None)
    metadata["author"] = author or metadata.get("author")
    counted = any(re.fullmatch(_counts(), line, re.IGNORECASE) for line in around)
    # a page of the web may use the same class names
    known = _named(element) or key or counted
    return Document(number, body, key, metadata, warnings) if known and (body or title) else None


def _counts() -> str:
    return rf"\d[\d\s.,']*(?:{vocabulary.one_of('counts', 'words')})"


def _number_line(line: str) -> re.Match[str] | None:
    return re.fullmatch(r"\w+ ([A-Z][A-Z0-9]{3,}\w{10,})", line)


def _ordered(lines: list[str], title: str | None) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """Read the lines around a text by their order: section, title, author, words, date, time, outlet, language."""
    found: dict[str, str | None] = {"title": title}
    warnings: tuple[str, ...] = ()
    at = next((i for i, line in enumerate(lines) if title and (line in title or title in line)), -1)
    if at > 0:
        found["section"] = " ".join(lines[:at])
    rights = re.compile("|".join(vocabulary.words()["markers"]["rights"]), re.IGNORECASE)
    counted = dated = False
    for line in lines[at + 1 :]:
        day = vocabulary.find_day(line) if not dated else None
        if title and line in title:
            continue
        if re.fullmatch(_counts(), line, re.IGNORECASE):
            counted = True
        elif day is not None and len(line) <= 40:
            dated = True
            found["published"], warnings = vocabulary.dated(line)
        elif rights.match(line) or _TIME.fullmatch(line) or _number_line(line):
            continue
        elif not counted and not dated and "author" not in found:
            found["author"] = line
        elif dated and "outlet" not in found:
            found["outlet"] = vocabulary.outlet(line)
        elif dated and "language" not in found and line.lower() in vocabulary.lookup("languages"):
            found["language"] = vocabulary.language(line)
    return found, warnings
