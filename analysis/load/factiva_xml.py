"""Read exports of Factiva in XML (`ppsarticle`), one article after another, so that a cut file keeps its beginning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.errors import LoadError
from analysis.load import markup, vocabulary
from analysis.load.article import Article, Document, Problem, Raw, gather

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_FIELDS = {"accessionNo", "headline", "leadParagraph", "tailParagraphs", "publicationDate", "sourceName"}


def read(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read an XML file.

    Raises
    ------
    LoadError
        When it declares entities, or holds no article of Factiva.
    """
    text, encoding = markup.text_of(raw.data)
    problems: list[Problem] = []
    documents = list(_documents(raw, text, problems))
    if not documents:
        if problems:
            raise LoadError(problems[0].problem, problems[0].remedy)
        if "ppsarticle" in text.lower():
            raise LoadError("holds no article", "Export it again with the articles in full, or remove it")
        raise LoadError(
            "is XML, but no export of Factiva",
            "Save the articles as .txt, .docx, .html, .csv or .jsonl",
        )
    articles, more = gather(raw, documents, encoding=encoding)
    return articles, more + problems


def _documents(raw: Raw, text: str, problems: list[Problem]) -> Iterator[Document]:
    from lxml import etree

    number = 0
    try:
        for element in markup.elements(text, "article"):
            if _FIELDS & {markup.local(child) for child in element}:
                number += 1
                yield _document(element, number)
    except etree.XMLSyntaxError as error:
        reason = str(error.msg or error).split(", line")[0]
        problem = f"is not valid XML from line {error.lineno} on ({reason}); the articles before it are kept"
        problems.append(Problem(raw.file, number + 1, problem, "Export it again: it may have been cut"))


def _document(element: Element, number: int) -> Document:
    def below(*names: str) -> str | None:
        """Return the text at the end of a path."""
        found = [element]
        for name in names:
            found = [child for above in found for child in above if markup.local(child) == name]
        # words are broken by highlights: their pieces are joined as they stand
        texts = (markup.collapse("".join(one.itertext())) for one in found)
        return " ".join(text for text in texts if text) or None

    published, warnings = vocabulary.dated(
        below("publicationDate", "dateTime") or below("publicationDate", "date") or below("publicationDate")
    )
    metadata = {
        "title": below("headline", "paragraph") or below("headline"),
        "outlet": vocabulary.outlet(below("sourceName")),
        "author": below("byline", "paragraph") or below("byline"),
        "published": published,
        "language": vocabulary.language(below("baseLanguage")),
        "section": below("sectionName") or below("columnName"),
        "url": below("webURL") or below("url"),
    }
    body = _paragraphs(element, "leadParagraph") + _paragraphs(element, "tailParagraphs")
    reference = (below("reference") or "").rpartition("/")[2]
    return Document(number, body, below("accessionNo") or reference or None, metadata, warnings)


def _paragraphs(element: Element, name: str) -> list[str]:
    lines: list[str] = []
    for part in (child for child in element if markup.local(child) == name):
        paragraphs = [child for child in part.iter("*") if markup.local(child) == "paragraph"] or [part]
        lines += (markup.collapse("".join(paragraph.itertext())) for paragraph in paragraphs)
    return [line for line in lines if line]
