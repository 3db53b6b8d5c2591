"""Read a file that is one article: a text, or a page of the web."""

from __future__ import annotations

from analysis.errors import LoadError
from analysis.load import markup
from analysis.load.article import Article, Problem, Raw, doc_id_of, make
from analysis.load.decoding import decode


def read_text(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a text file as one article."""
    return one_article(raw, *decode(raw.data))


def one_article(raw: Raw, text: str, encoding: str) -> tuple[list[Article], list[Problem]]:
    """Take a decoded text as one article."""
    return [make(doc_id_of(raw.file), raw.file, raw.data, encoding, text, {})], []


def read_page(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a saved page: its article without the site around it, and its metadata."""
    try:
        import trafilatura
    except ImportError:
        raise LoadError(
            "is an HTML page, which needs an extra", 'Run: pip install "who-says-what[html]"'
        ) from None
    text, encoding = markup.text_of(raw.data)
    document = trafilatura.bare_extraction(
        text, favor_precision=True, with_metadata=True, include_comments=False
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
    return [make(doc_id_of(raw.file), raw.file, raw.data, encoding, found["text"], kept)], []
