"""Read exports of Europresse (Eureka) in HTML: the form with <article> elements, and the older one of nested tables.

Read are the name of the outlet, the line of section, date and page, the title, the author, the paragraphs and the
number of the document. Asides (illustrations, notes), the kicker above a title and the copyright are left out.
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

_OUTLET, _HEADER = "docpublicationname", "docheader"
_TITLES = ("titrearticlevisu", "titrearticle")
_BODIES = ("dococurrcontainer", "doctext")
_AUTHORS = ("docauthors", "docauthor")
_SIGNS = re.compile(r"DocPublicationName|titreArticleVisu|DocOcurrContainer", re.IGNORECASE)
_OPENS = re.compile(r"<article\b", re.IGNORECASE)
# news·20060315·LM·0q1503_12560
_NUMBER = re.compile(r"\b(?:news|web|docs)[^\w\s]{1,3}((\d{8})[^\w\s]{1,3}\w+(?:[^\w\s]{1,3}\w+)*)")
# the line of the copyright stands among the last of a document
_LAST = 6
# a line of a header or a number of a document is short
_SHORT = 120
# words that names of authors have at most
_NAMES = 10


def recognises(text: str) -> bool:
    """Tell whether a page may come from Europresse."""
    return _SIGNS.search(text) is not None


def read(raw: Raw, text: str, encoding: str) -> tuple[list[Article], list[Problem]] | None:
    """Read an export in either form; None where it holds no document after all."""
    problems: list[Problem] = []
    documents = list(_new(raw, text, problems) if _OPENS.search(text) else _old(raw, text, problems))
    if not documents and not problems:
        return None
    try:
        articles, more = gather(raw, documents, encoding=encoding)
    except LoadError:
        # the only document was cut
        articles, more = [], []
    return articles, more + problems


def _cut(raw: Raw, number: int) -> Problem:
    return Problem(
        raw.file,
        number,
        "is cut off in the middle of this document, which was left out; those before it are kept",
        "Export it again, or save the page again when it has loaded",
    )


# --- <article> elements -----------------------------------------------------------------------------------------


def _new(raw: Raw, text: str, problems: list[Problem]) -> Iterator[Document]:
    starts = [match.start() for match in _OPENS.finditer(text)]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        piece = text[start:end]
        if "</article" not in piece.lower() and end == len(text):
            problems.append(_cut(raw, number))
            continue
        tree = markup.html(piece)
        root = None if tree is None else next(tree.iter("article"), tree)
        if root is not None and (markup.having(root, _OUTLET, *_TITLES, *_BODIES)):
            yield _document(root, number)


def _document(root: Element, number: int) -> Document:
    titled = next(iter(markup.having(root, "titrearticle") or markup.like(root, "titrearticle")), None)
    header, warnings = _header(_header_line(root))
    title = _title(titled)
    author, between = _below(root, title, titled)
    feet = [*markup.like(root, "lblnodoc"), *root.iter("footer")]
    key, day = next(
        (found for foot in feet for line in markup.lines(foot) if (found := _number(line))), (None, None)
    )
    metadata = {
        "outlet": vocabulary.outlet(_first(markup.having(root, _OUTLET) or markup.like(root, _OUTLET))),
        "title": markup.line(title) if title is not None else None,
        "author": author,
        "url": _address(root),
        **header,
    }
    metadata["section"] = metadata.get("section") or _capitals(root, titled)
    if not metadata.get("published") and day:
        metadata["published"] = day
        warnings = (*warnings, "the date is that of the document's number")
    body = _body(root)
    # a line below the title is no article on its own
    return Document(number, [*between, *body] if body else [], key, metadata, warnings)


def _first(found: list[Element]) -> str | None:
    return next((line for element in found for line in markup.lines(element)), None)


def _header_line(root: Element) -> str:
    """Return the line of section, date and page, or else any other short line of the header that has a date."""
    named = " ".join(map(markup.line, markup.having(root, _HEADER)))
    if named:
        return named

    def title(element: Element) -> bool:
        return any("titrearticle" in name for name in markup.classes(element))

    lines = (line for element in root.iter("header") for line in markup.lines(element, without=title))
    return next((line for line in lines if len(line) <= _SHORT and vocabulary.find_day(line)), "")


def _header(line: str) -> tuple[dict[str, str | None], tuple[str, ...]]:
    """Return section and date of « Politique, jeudi 5 octobre 2013, p. 3 », whatever of it is there."""
    day = vocabulary.find_day(line)
    if day is None:
        return {"published": None, "section": None}, ()
    weekdays = "|".join(vocabulary.lookup("weekdays"))
    before = re.sub(rf"[\s,]*\b(?:{weekdays})?\b[\s,]*$", "", line[: day.start], flags=re.IGNORECASE)
    published, warnings = vocabulary.dated(line)
    return {"published": published, "section": before.strip(" ,") or None}, warnings


def _title(titled: Element | None) -> Element | None:
    """Return the element of the title itself, without the kicker above it and the line below it."""
    if titled is None or "titrearticlevisu" in markup.classes(titled):
        return titled
    found = markup.having(titled, "titrearticlevisu") or markup.like(titled, "articletitle")
    return next(iter(found), titled)


def _below(root: Element, title: Element | None, titled: Element | None) -> tuple[str | None, list[str]]:
    """Return the author, and the other lines between the title and the text."""
    named = next(
        (found for element in markup.having(root, *_AUTHORS) if (found := markup.line(element))), None
    )
    if title is None or titled is None:
        return named, []
    after = [*title.itersiblings(), *(titled.itersiblings() if titled is not title else ())]
    lines = []
    for element in after:
        found = markup.line(element) if markup.local(element) in {"div", "p"} else ""
        if not found or found == named:
            continue
        subtitle = any("subtitle" in name for name in markup.classes(element))
        plain = not markup.classes(element) or any("margin" in name for name in markup.classes(element))
        if named is None and plain and not subtitle and _may_name(found):
            named = found
        elif plain or subtitle:
            lines.append(found)
    return named, lines


def _may_name(line: str) -> bool:
    """Tell whether a line below the title may name the author: a longer one is about the article."""
    return vocabulary.is_name(line) or (len(line.split()) <= _NAMES and line.rstrip()[-1] not in ".!?»:…")


def _capitals(root: Element, titled: Element | None) -> str | None:
    """Return the section in capitals that may stand above the title."""
    for element in root.iter("p", "section", "div"):
        if element is titled or markup.local(element) == "section":
            return None
        found = markup.line(element) if markup.local(element) == "p" else ""
        kicker = any("margin" in name or "titre" in name for name in markup.classes(element))
        if found.isupper() and len(found) <= 80 and not kicker:
            return found
    return None


def _address(root: Element) -> str | None:
    pattern = "|".join(vocabulary.words()["markers"]["paper"])
    for element in root.iter("a"):
        href = (element.get("href") or "").strip()
        if href.startswith(("http://", "https://")) and re.match(
            pattern, markup.line(element), re.IGNORECASE
        ):
            return href
    return None


def _body(root: Element) -> list[str]:
    def beside(element: Element) -> bool:
        name, found = markup.local(element), markup.classes(element)
        return name in {"aside", "footer", "header", "figure"} or any(
            value in {_OUTLET, _HEADER, *_TITLES, *_AUTHORS} for value in found
        )

    for roots in (list(root.iter("section")), *(markup.having(root, name) for name in _BODIES)):
        # an element inside another of the list is read with it
        outer = [element for element in roots if not any(above in roots for above in element.iterancestors())]
        found = [line for element in outer for line in markup.lines(element, without=beside)]
        if found:
            return found
    return markup.lines(root, without=beside)


def _number(line: str) -> tuple[str, str | None] | None:
    """Return the number of a document without its separators, and the day in it."""
    match = _NUMBER.search(line)
    if match and len(line) <= _SHORT:
        day = match.group(2)
        return re.sub(r"[^\w-]+", "-", match.group(1)), vocabulary.iso(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    named = "|".join(vocabulary.words()["markers"]["number"])
    match = re.match(rf"(?:{named})\s*:\s*(\S+)$", line, re.IGNORECASE)
    return (re.sub(r"[^\w-]+", "-", match.group(1)).strip("-"), None) if match else None


# --- nested tables ----------------------------------------------------------------------------------------------


def _old(raw: Raw, text: str, problems: list[Problem]) -> Iterator[Document]:
    tree = markup.html(text)
    if tree is None:
        return
    parts: list[list[tuple[str, str]]] = [[]]
    for kind, line in _stream(tree):
        named = {what for what, _ in parts[-1]}
        if kind == _OUTLET and (len(parts) == 1 or named - {_OUTLET}):
            parts.append([])
        parts[-1].append((kind, line))
    numbers = [next((found for _, line in part if (found := _number(line))), None) for part in parts]
    # in some exports the number stands above the name of the outlet
    numbers = numbers[:-1] if numbers[0] and not numbers[-1] else numbers[1:]
    cut = len(re.findall(r"<table\b", text, re.I)) > len(re.findall(r"</table\b", text, re.I))
    cut = cut and not re.search(r"</(?:body|html)\s*>", text, re.I)
    for number, (part, found) in enumerate(zip(parts[1:], numbers, strict=True), start=1):
        if cut and number == len(parts) - 1:
            problems.append(_cut(raw, number))
        else:
            yield _tabled(part, number, found)


def _stream(tree: Element) -> Iterator[tuple[str, str]]:
    """Yield the lines of a page with the class that says what each is; nothing where none does."""
    from lxml import etree

    kinds = {_OUTLET, _HEADER, "titrearticlevisu"}
    open_: list[tuple[Element, str]] = []
    held: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        kind = open_[-1][1] if open_ else ""
        block = markup.local(element) in markup.BLOCKS
        marked = next((name for name in markup.classes(element) if name in kinds), None)
        if block or marked:
            if found := markup.collapse("".join(held)):
                yield kind, found
            held.clear()
        if event == "start":
            if marked:
                open_.append((element, marked))
            held.append(element.text or "" if markup.local(element) not in markup.UNSEEN else "")
        else:
            if open_ and open_[-1][0] is element:
                open_.pop()
            held.append(element.tail or "")
    if found := markup.collapse("".join(held)):
        yield "", found


def _tabled(part: list[tuple[str, str]], number: int, found: tuple[str, str | None] | None) -> Document:
    header, warnings = _header(" ".join(line for kind, line in part if kind == _HEADER))
    title = " ".join(line for kind, line in part if kind == "titrearticlevisu")
    marked = [i for i, (kind, _) in enumerate(part) if kind == "titrearticlevisu"]
    marked = marked or [i for i, (kind, _) in enumerate(part) if kind]
    body = [line for kind, line in part[max(marked, default=-1) + 1 :] if not kind]
    stop = next((i for i, line in enumerate(body) if _number(line)), len(body))
    body = body[:stop]
    rights = re.compile("|".join(vocabulary.words()["markers"]["rights"]), re.IGNORECASE)
    last = [i for i in range(max(0, len(body) - _LAST), len(body)) if rights.match(body[i])]
    body = body[: last[0]] if last else body
    author = body.pop(0) if len(body) > 1 and vocabulary.is_name(body[0]) else None
    key, day = found or (None, None)
    if not header["published"] and day:
        header["published"] = day
        warnings = (*warnings, "the date is that of the document's number")
    outlet = next((line for kind, line in part if kind == _OUTLET), None)
    metadata = {"outlet": vocabulary.outlet(outlet), "title": title or None, "author": author, **header}
    return Document(number, body, key, metadata, warnings)
