"""Offset-safe primitives: fold, sentences, tokens, quotation marks.

Every function works on positions in one text and returns positions in that same
text, so that what is found can always be shown in its place. A position counts
code points; an end is exclusive.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import sentencex

from analysis import languages

# one character to one character, so that a match on the folded text is a position in the original
_FOLD = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\uff07`", "'"),
    **dict.fromkeys(
        "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
    ),
    **dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2013\u2015", "\u2014"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\uff02", '"'),
    **dict.fromkeys("\u200b\ufeff\u2060\u2028\u2029", " "),
}
_FOLDABLE = re.compile("[" + re.escape("".join(_FOLD)) + "]")


_ANY_SPACE = re.compile(r"[^\S\n]")
# longer paragraphs are handed to sentencex in stretches
_STRETCH = 20_000


class Memo(dict):
    """What a function makes of short strings, made once for each: `memo[piece]`.

    Texts repeat their words, so that most pieces are found here, four times as fast as a regular expression cuts them.
    A lookup is half as dear as that of `functools.lru_cache`, and no long string is kept.
    """

    def __init__(self, function: Callable[[str], Any], *, longest: int = 40, size: int = 100_000) -> None:
        super().__init__()
        self.function, self.longest, self.size = function, longest, size

    def __missing__(self, piece: str) -> Any:
        made = self.function(piece)
        if len(piece) <= self.longest:
            if len(self) >= self.size:
                self.clear()
            self[piece] = made
        return made


class Span(NamedTuple):
    """A stretch of one text: `text[start:end]`."""

    start: int
    end: int


class Quotation(NamedTuple):
    """A stretch between quotation marks, marks included.

    `depth` is 0 for an outermost quotation; `closed` is False where the text lacks the closing mark.
    """

    start: int
    end: int
    depth: int
    closed: bool


def normalise(raw: str) -> str:
    r"""Return the text that all positions count in: newlines as ``\n``, Unicode NFC.

    Parameters
    ----------
    raw
        A decoded file.

    Returns
    -------
    text
        The same text with ``\r\n`` and ``\r`` as ``\n``, without a byte-order mark, composed (NFC).
    """
    if "\r" in raw:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    raw = raw.removeprefix("\ufeff")
    # checking is ten times faster than composing, and most texts need no composing
    return raw if unicodedata.is_normalized("NFC", raw) else unicodedata.normalize("NFC", raw)


def fold(text: str) -> str:
    """Map typographic variants one to one, so that rules match and offsets survive.

    Apostrophes become ``'``, curly double quotes ``"``, no-break, thin and zero-width spaces a space, hyphens
    ``-``, en dashes an em dash. French guillemets stay, because their direction carries meaning.

    Returns
    -------
    folded
        A text of the same length: `len(fold(text)) == len(text)`.
    """
    if _FOLDABLE.search(text) is None:
        return text
    # a text has few of these characters: replacing each is ten times faster than translate
    for character in sorted(set(_FOLDABLE.findall(text))):
        text = text.replace(character, _FOLD[character])
    return text


def sentences(text: str, *, language: str = "fr") -> list[Span]:
    """Return the sentences of a text, without the white space around them.

    Lines are paragraphs: no sentence crosses one. Within a line the boundaries are those of sentencex, which keeps
    « … » whole; pieces that end in an abbreviation of the language file (*M.*, *Lt.*, *Col.*) or in an
    initial (*J.-P.*) are joined to the next.
    """
    abbreviations = languages.load(language).abbreviation
    spans: list[Span] = []
    # sentencex 1.0 panics where an initial stands beside a no-break space
    spaced = _ANY_SPACE.sub(" ", text)
    for start, end in _stretches(spaced):
        begin, stop = start, start
        for piece in sentencex.get_sentence_boundaries(language, spaced[start:end]):
            stop = start + piece["end_index"]
            if stop < end and abbreviations.search(spaced[max(begin, stop - 20) : stop].rstrip()):
                continue
            spans.append(_strip(text, begin, stop))
            begin = stop
        if begin < stop:
            spans.append(_strip(text, begin, stop))
    return [span for span in spans if span.start < span.end]


def _stretches(text: str) -> Iterator[Span]:
    """Cut paragraphs of more than twenty thousand characters where a sentence or a word ends.

    sentencex takes quadratic time over marks that do not pair.
    """
    for start, end in paragraphs(text):
        while end - start > _STRETCH:
            limit = start + _STRETCH
            cut = max(text.rfind(mark, start, limit) for mark in (". ", "! ", "? ")) + 1
            cut = cut or text.rfind(" ", start, limit) + 1 or limit
            yield Span(start, cut)
            start = cut
        yield Span(start, end)


def paragraphs(text: str) -> list[Span]:
    """Return the lines that hold more than white space, without the white space around them."""
    spans, start = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            begin = start + line.index(stripped[0])
            spans.append(Span(begin, begin + len(stripped)))
        start += len(line) + 1
    return spans


def tokens(text: str, *, language: str = "fr") -> list[Span]:
    """Return the word tokens of a text.

    Elided clitics are tokens of their own (*l' | EI*, *qu' | il*), inner hyphens and decimal marks are kept
    (*Deir ez-Zor* is two tokens, *a-t-on* one), and so are lexicalised forms of the language file (*aujourd'hui*).
    Punctuation is not a token.
    """
    return [Span(*match.span()) for match in languages.load(language).token.finditer(fold(text))]


def count_tokens(text: str, *, language: str = "fr") -> int:
    """Return `len(tokens(text))`, without making the list."""
    # no token holds a space
    return sum(map(_counts(language).__getitem__, fold(text).split(" ")))


@functools.cache
def _counts(language: str) -> Memo:
    token = languages.load(language).token
    return Memo(lambda piece: len(token.findall(piece)))


_MARK = re.compile(r"<<|>>|[«»\"“”„‟\u2018\u2019‹›]")
# nobody quotes deeper than this; a page of stray marks must not cost more than a page
_DEPTH = 6
# which marks close an opening mark; typists mix straight and curly marks
_CLOSING = {
    "«": {"»"},
    "<<": {">>"},
    "‹": {"›"},
    "“": {"”", '"'},
    "„": {"“", "”", '"'},
    "‟": {"”", '"'},
    '"': {'"', "”"},
    "\u2018": {"\u2019"},
}


def quotations(text: str, *, single: bool = False) -> list[Quotation]:
    """Return what stands between quotation marks, nested and unbalanced marks included.

    Parameters
    ----------
    text
        A text, folded or not.
    single
        Whether straight and curly single marks quote too, as in English; an apostrophe inside a word never does.

    « », “ ”, „ “, ‹ ›, ‘ ’, ``<< >>`` and straight ``"`` are read with a stack, one paragraph (line) at a time. An
    opening mark without its closing mark ends with the last closing mark that follows in the paragraph, or with the
    paragraph; `closed` is then False. A closing mark without an opening one opens nothing.

    Returns
    -------
    quotations
        Sorted by start; outer before inner.
    """
    found: list[Quotation] = []
    for start, end in paragraphs(text):
        here = _quotations_of(text, start, end) if _MARK.search(text, start, end) else []
        found += _with_single(text, start, end, here) if single else here
    return sorted(found, key=lambda quotation: (quotation.start, -quotation.end))


def count_guillemets(text: str) -> tuple[int, int]:
    """Count opening and closing guillemets, for a warning where they differ."""
    return text.count("«"), text.count("»")


def _quotations_of(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    stack: list[tuple[str, int]] = []
    last_close, straight = start, 0
    for match in _MARK.finditer(text, start, end):
        mark, at, stop = match.group(), match.start(), match.end()
        # a straight mark has no direction: the white space around it tells
        opens = mark in _CLOSING and (mark != '"' or _opens(text, at, stop, start, end, straight))
        straight += mark == '"'
        depths = [i for i, (opener, _) in enumerate(stack) if mark in _CLOSING[opener]]
        if mark == "\u2019" and text[stop : stop + 1].isalpha():
            continue  # an apostrophe
        if depths and not (mark == '"' and opens):
            # whatever was opened inside and never closed ends here too
            for depth in range(len(stack) - 1, depths[-1] - 1, -1):
                found.append(Quotation(stack[depth][1], stop, depth, depth == depths[-1]))
            del stack[depths[-1] :]
            last_close = stop
        elif opens and len(stack) < _DEPTH:
            stack.append((mark, at))
    for depth, (_, at) in enumerate(stack):
        found.append(Quotation(at, last_close if last_close > at else end, depth, False))
    return found


_SINGLE_OPENS = re.compile(r"(?<![\w.,!?…'\u2019])['\u2018](?=[^\W\d_]|[\"“(])")
_SINGLE_CLOSES = re.compile(r"(?<=[^\s])['\u2019](?![\w'])")


def _with_single(text: str, start: int, end: int, found: list[Quotation]) -> list[Quotation]:
    """Add quotations between single marks; what closes after an *s* may be a plural possessive (drivers' hours)."""
    made = [one for one in found if text[one.start] not in "'\u2018"]
    at, opening = start, _SINGLE_OPENS.search(text, start, end)
    while opening:
        another = _SINGLE_OPENS.search(text, opening.end(), end)
        limit = another.start() if another else end
        closes = (match.start() for match in _SINGLE_CLOSES.finditer(text, opening.end(), end))
        # only up to the next opening mark: a page may hold ten thousand of them
        before = list(itertools.takewhile(lambda at, limit=limit: at < limit, closes))
        sure = [at for at in before if text[at - 1] not in "sS" or not text[at + 1 : at + 2].isspace()]
        at = opening.end()
        if before:
            at = (sure or before)[0] + 1
            made.append(Quotation(opening.start(), at, 0, True))
        opening = another
    return _deepened(made)


def _deepened(found: list[Quotation]) -> list[Quotation]:
    """Return quotations with the depth that follows from all of them; those that are not closed keep theirs."""
    made: list[Quotation] = []
    around: list[Quotation] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        around = [other for other in around if other.end > one.start]
        depth = sum(other.start < one.start and one.end < other.end for other in around)
        made.append(one._replace(depth=depth) if one.closed else one)
        around.append(one)
    return made


def _opens(text: str, at: int, stop: int, start: int, end: int, straight: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[stop] if stop < end else " "
    if before.isspace() and (after.isspace() or after in ".,;:!?)]»”"):
        # « " oui " » in the French manner: an odd number of marks before it means that one is open
        return straight % 2 == 0
    return (before.isspace() or before in "([{'’«“\u2018\u2014-/") and not after.isspace()


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
