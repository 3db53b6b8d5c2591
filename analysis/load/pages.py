"""Tell what an HTML file is: an export of Europresse or Factiva, or a page of the web."""

from __future__ import annotations

from analysis.load import europresse, factiva
from analysis.load.article import Article, Problem, Raw
from analysis.load.markup import text_of
from analysis.load.plain import read_page


def read(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read an HTML file by what it holds; what no database made is a page."""
    text, encoding = text_of(raw.data)
    for database in (europresse, factiva):
        if database.recognises(text):
            found = database.read(raw, text, encoding)
            if found is not None:
                return found
    return read_page(raw)
