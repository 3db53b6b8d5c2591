"""The words of a statement in their place: its sentence with marks, and the sentence on either side."""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from jinja2.filters import Markup

from analysis import languages
from analysis.build import Corpus
from analysis.export.evidence import spans_of
from analysis.text import Span, sentences

# characters of a neighbour, or around the marks, beyond which a text without full stops is cut
REACH = 600
CUT = "[…]"
_TAGS = {
    "content": ("<mark>", "</mark>"),
    "cue": ('<b class="cue">', "</b>"),
    "source": ('<u class="source">', "</u>"),
}


@dataclass(frozen=True)
class Passage:
    """A statement in its context; `before` and `after` are empty where the article begins or ends."""

    before: str
    words: Markup
    after: str


class Reader:
    """Cut the articles of a corpus into sentences, each article once.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives. Only running text and the title are read: what was left out of an
        article is nobody's context.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._texts = dict(corpus.texts)
        read = corpus.lines.loc[corpus.lines["keep"] | (corpus.lines["zone"] == "title")]
        self._lines: dict[str, list[tuple[int, int]]] = {}
        for doc_id, start, end in zip(read["doc_id"], read["start"], read["end"], strict=True):
            self._lines.setdefault(doc_id, []).append((int(start), int(end)))
        self._languages = dict(zip(corpus.articles["doc_id"], corpus.articles["language"], strict=True))
        self._cut: dict[str, list[Span]] = {}

    def sentences(self, doc_id: str) -> list[Span]:
        """Return the sentences of an article, in order."""
        if doc_id not in self._cut:
            known = self._languages.get(doc_id)
            language = known if known in languages.available() else "fr"
            text = self._texts.get(doc_id, "")
            self._cut[doc_id] = [
                Span(first + start, first + end)
                for first, last in self._lines.get(doc_id, ())
                for start, end in sentences(text[first:last], language=language)
            ]
        return self._cut[doc_id]

    def passage(self, row: object) -> Passage:
        """Return the words of a row of the statements table in their context."""
        text = self._texts.get(row.doc_id, "")
        layers = [("content", spans_of(row.content_spans, row.start, row.end))]
        for name in ("cue", "source"):
            start, end = getattr(row, f"{name}_start"), getattr(row, f"{name}_end")
            layers.append((name, [] if pd.isna(start) else [(int(start), int(end))]))
        marks = sorted(span for _, spans in layers for span in spans)
        around = self.sentences(row.doc_id)
        whole = _overlapped(around, marks)
        shown = _around_marks(whole, marks)
        words = _words(text, shown, layers)
        if shown[0].start > whole[0].start:
            words = f"{CUT} {words}"
        if shown[-1].end < whole[-1].end:
            words = f"{words} {CUT}"
        before = [one for one in around if one.end <= whole[0].start][-1:]
        after = [one for one in around if one.start >= whole[-1].end][:1]
        return Passage(
            "".join(_last(text, *one) for one in before),
            Markup(words),
            "".join(_first(text, *one) for one in after),
        )


def _overlapped(around: Sequence[Span], marks: Sequence[tuple[int, int]]) -> list[Span]:
    """Return the sentences that hold the marks, and what of a mark stands in no sentence; none overlaps another."""
    starts, ends = [one.start for one in around], [one.end for one in around]
    found = [Span(*mark) for mark in marks]
    for start, end in marks:
        found += around[bisect_right(ends, start) : bisect_left(starts, end)]
    merged: list[Span] = []
    for one in sorted(set(found)):
        if merged and one.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, one.end))
        else:
            merged.append(one)
    return merged


def _around_marks(shown: list[Span], marks: Sequence[tuple[int, int]]) -> list[Span]:
    low = min(start for start, _ in marks) - REACH
    high = max(end for _, end in marks) + REACH
    return [Span(max(one.start, low), min(one.end, high)) for one in shown]


def _last(text: str, start: int, end: int) -> str:
    return text[start:end] if end - start <= REACH else f"{CUT} {text[end - REACH : end]}"


def _first(text: str, start: int, end: int) -> str:
    return text[start:end] if end - start <= REACH else f"{text[start : start + REACH]} {CUT}"


def _words(text: str, shown: Sequence[Span], layers: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> str:
    parts = []
    for number, (start, end) in enumerate(shown):
        if number:
            # a line between two sentences may have been left out
            parts.append(" " if not text[shown[number - 1].end : start].strip() else f" {CUT} ")
        parts.append(marked(text, start, end, layers))
    return "".join(parts)


def marked(text: str, start: int, end: int, layers: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> str:
    """Return a stretch of a text as HTML, escaped, with its spans marked.

    Parameters
    ----------
    text, start, end
        The stretch is `text[start:end]`.
    layers
        Names (content, cue, source) and spans, outermost first. Where a span crosses the border of an outer one it is
        marked in two parts, so that the marks always nest.
    """
    if not layers:
        return html.escape(text[start:end])
    (name, spans), *inner = layers
    opening, closing = _TAGS[name]
    parts, at = [], start
    for first, last in sorted(spans):
        first, last = max(first, at), min(last, end)
        if first < last:
            parts.append(marked(text, at, first, inner))
            parts.append(opening + marked(text, first, last, inner) + closing)
            at = last
    parts.append(marked(text, at, end, inner))
    return "".join(parts)
