"""Say where a passage stands in each text, and what it is: a quotation, a name or title, or narrative copy."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

import numpy as np

from analysis import languages
from analysis.reuse import words
from analysis.reuse.chains import Found
from analysis.reuse.words import Articles
from analysis.text import Span, quotations

KINDS = ("quotation", "name or title", "narrative copy")
# part of a passage between quotation marks, part of its words with a capital or without a meaning of their own, and
# part of them with a capital: a row of function words is no name
_QUOTED = _NAMED = 0.8
_CAPITALISED = 0.25
_INITIAL = itemgetter(0)
_MARKS = ("«", '"', "“", "„", "‟", "\u2018", "‹", "<<")


class Sides(NamedTuple):
    """One side of each passage: where it stands in the text, and what it looks like there."""

    start: np.ndarray
    end: np.ndarray
    quoted: np.ndarray
    named: np.ndarray


def locate(articles: Articles, found: Found, *, language: str) -> tuple[Sides, Sides]:
    """Return both sides of each passage; every text is fetched once."""
    function_words = languages.load(language).function_words
    size = len(found.a)
    sides = Sides(
        np.zeros(2 * size, int), np.zeros(2 * size, int), np.zeros(2 * size, bool), np.zeros(2 * size, bool)
    )
    article = np.concatenate((found.a, found.b))
    first = np.concatenate((found.start_a, found.start_b))
    last = np.concatenate((found.end_a, found.end_b)) - 1
    order = np.argsort(article, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(article[order])) + 1) if size else []:
        number = int(article[rows[0]])
        text = articles.text(number)
        wanted = np.unique(np.concatenate((first[rows], last[rows]))).tolist()
        where = dict(zip(wanted, words.find(text, articles.spans(number, text), wanted), strict=True))
        marked = _Marked(text)
        for row in rows.tolist():
            span = Span(where[first[row]].start, where[last[row]].end)
            sides.start[row], sides.end[row] = span
            sides.quoted[row] = marked.share(span) >= _QUOTED
            sides.named[row] = _is_name(text[span.start : span.end], function_words)
    return Sides(*(column[:size] for column in sides)), Sides(*(column[size:] for column in sides))


def classify(a: Sides, b: Sides) -> list[str]:
    """Return the kind of each passage: what it is on both sides."""
    which = np.where(a.quoted & b.quoted, 0, np.where(a.named & b.named, 1, 2))
    return [KINDS[k] for k in which.tolist()]


class _Marked:
    """What stands between quotation marks in one text, looked up one line at a time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._any = any(mark in text for mark in _MARKS)
        self._lines: dict[int, tuple[int, list[Span]]] = {}

    def share(self, span: Span) -> float:
        """Return which part of a passage stands between quotation marks."""
        inside, at = 0, span.start
        while self._any and at < span.end:
            end, spans = self._line(at)
            inside += sum(max(0, min(stop, span.end) - max(start, span.start)) for start, stop in spans)
            at = end + 1
        return inside / (span.end - span.start)

    def _line(self, at: int) -> tuple[int, list[Span]]:
        start = self._text.rfind("\n", 0, at) + 1
        if start not in self._lines:
            end = self._text.find("\n", at)
            end = len(self._text) if end < 0 else end
            marks = quotations(self._text[start:end])
            outermost = [Span(start + mark.start, start + mark.end) for mark in marks if mark.depth == 0]
            self._lines[start] = end, outermost
        return self._lines[start]


def _is_name(passage: str, function_words: frozenset[str]) -> bool:
    """Tell whether nearly all words have a capital or are function words."""
    forms = words.forms(passage)
    capitals = sum(map(str.isupper, map(_INITIAL, forms)))
    if capitals < _CAPITALISED * len(forms):
        return False
    plain = sum(form[:1].islower() and form.lower() in function_words for form in forms)
    return capitals + plain >= _NAMED * len(forms)
