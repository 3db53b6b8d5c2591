"""Read articles as arrays of word codes, and find the characters of a word again.

A word is a run of letters and figures in lower case; accents and figures count, marks do not, and no-break or
zero-width characters and ligatures make no difference. Its code is a checksum, so that codes made by different
processes can be compared and no vocabulary has to be kept.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.text import Span

# combining accents and invisible marks stand inside a word; letters that are used as apostrophes do not
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_INSIDE = f"\u0300-\u036f{_INVISIBLE}"
_WORD = re.compile(rf"(?:[^\W\u02b9\u02bc][{_INSIDE}]*)+")
# the same where a text has none of these characters, and twice as fast
_PLAIN_WORD, _ODD = re.compile(r"\w+"), re.compile(f"[\u02b9\u02bc{_INSIDE}]")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
# articles read at a time, and pieces remembered between two batches
_BATCH = 1000
_PIECES = 200_000


class Words(NamedTuple):
    """The words of several articles, one article after the other.

    Article k has the codes from `bounds[k]` to `bounds[k + 1]`.
    """

    codes: np.ndarray
    bounds: np.ndarray


class Articles:
    """The texts of a corpus in the order of their ids, whatever holds them.

    Parameters
    ----------
    texts
        Text by `doc_id`; read one batch after the other, so that a mapping may fetch them from a file.
    lines
        The lines table, where only kept lines are to be read.

    Raises
    ------
    ValueError
        When an id occurs twice or is no string, or a text is no string.
    """

    def __init__(self, texts: Mapping[str, str] | pd.Series, lines: pd.DataFrame | None = None) -> None:
        keys = texts.index if isinstance(texts, pd.Series) else list(texts.keys())
        for key in keys:
            if not isinstance(key, str):
                msg = f"doc_id {key!r} is {type(key).__name__}, not a string. Write ids as text."
                raise ValueError(msg)
        if isinstance(texts, pd.Series) and keys.has_duplicates:
            repeated = sorted(keys[keys.duplicated()].unique())
            msg = f"article given more than once: {', '.join(repeated[:5])}. Give each article one id."
            raise ValueError(msg)
        self._texts = texts
        self._order = sorted(range(len(keys)), key=keys.__getitem__)
        self.ids = [keys[i] for i in self._order]
        self._kept = None if lines is None else kept_spans(lines)

    def __len__(self) -> int:
        return len(self.ids)

    def text(self, number: int) -> str:
        """Return the text of one article."""
        return self.texts([number])[0]

    def texts(self, numbers: Sequence[int]) -> list[str]:
        """Return the texts of some articles."""
        if isinstance(self._texts, pd.Series):
            found = self._texts.iloc[[self._order[k] for k in numbers]].to_list()
        else:
            found = [self._texts[self.ids[k]] for k in numbers]
        for k, text in zip(numbers, found, strict=True):
            if not isinstance(text, str):
                msg = f"text {self.ids[k]!r} is {type(text).__name__}, not a string. Leave it out or give its text."
                raise ValueError(msg)
        return found

    def spans(self, number: int, text: str) -> list[Span]:
        """Return the stretches of a text that are read: all of it, or its kept lines."""
        if self._kept is None:
            return [Span(0, len(text))]
        return [Span(*span) for span in self._kept.get(self.ids[number], np.empty((0, 2), int)).tolist()]

    def batches(self) -> Iterator[list[str]]:
        """Give what is to be read of each article, a list of articles at a time."""
        for first in range(0, len(self), _BATCH):
            numbers = range(first, min(first + _BATCH, len(self)))
            texts = self.texts(numbers)
            if self._kept is not None:
                for place, k in enumerate(numbers):
                    spans = self.spans(k, texts[place])
                    texts[place] = "\n".join([texts[place][start:end] for start, end in spans])
            yield texts


class Pieces(dict):
    """Number of each piece of text between blanks; a piece seen for the first time is read then."""

    def __init__(self) -> None:
        super().__init__()
        self._codes, self._bounds = array("I"), array("q", [0])

    def __missing__(self, piece: str) -> int:
        self[piece] = number = len(self)
        self._codes.extend(map(code, _WORD.findall(piece)))
        self._bounds.append(len(self._codes))
        return number

    def read(self, texts: list[str]) -> Words:
        """Return the words of some texts."""
        # no word holds a blank: every distinct piece of a batch is looked up only once
        split = pc.ascii_split_whitespace(_strings(texts))
        pieces = split.flatten().dictionary_encode()
        number = np.fromiter(map(self.__getitem__, pieces.dictionary.to_pylist()), np.int64)
        # copies, because an array that is looked at cannot grow
        bounds, codes = np.array(self._bounds), np.array(self._codes)
        read = number[pieces.indices.to_numpy()]
        sizes = np.diff(bounds)[read]
        ends = np.concatenate(([0], np.cumsum(sizes)))
        where = np.repeat(bounds[read] - ends[:-1], sizes) + np.arange(ends[-1])
        return Words(codes[where], ends[split.offsets.to_numpy()])


def _strings(texts: list[str]) -> pa.Array:
    # as bytes, because Python would keep a second copy of every text it lends to Arrow; half a character, as a broken
    # export leaves it, belongs to no word
    return pa.array([text.encode("utf-8", "replace") for text in texts], pa.large_binary()).view(
        pa.large_string()
    )


def read(articles: Articles) -> Words:
    """Return the words of all articles: four bytes a word."""
    # grows in its place, where joining arrays would need twice the memory
    codes, bounds, pieces = array("I"), [np.zeros(1, np.int64)], Pieces()
    for batch in articles.batches():
        words = pieces.read(batch)
        codes.frombytes(words.codes.view(np.uint8).data)
        bounds.append(words.bounds[1:] + bounds[-1][-1])
        if len(pieces) > _PIECES:
            pieces = Pieces()
    del pieces
    pa.default_memory_pool().release_unused()
    return Words(np.frombuffer(codes, dtype=np.uint32), np.concatenate(bounds))


def code(word: str) -> int:
    """Return the code of a word: a checksum of 32 bits of its plain form."""
    return zlib.crc32(plain(word).encode("utf-8"))


def plain(word: str) -> str:
    """Return a word as it is compared: composed, in lower case, without ligatures and invisible marks."""
    if word.isascii():
        return word.lower()
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", word)).lower()
    return composed.replace("œ", "oe").replace("æ", "ae")


def find(text: str, spans: Iterable[Span], numbers: Iterable[int]) -> list[Span]:
    """Return where some words of a text stand, by their numbers in ascending order."""
    pattern = _WORD if _ODD.search(text) else _PLAIN_WORD
    words = itertools.chain.from_iterable(pattern.finditer(text, start, end) for start, end in spans)
    found, after = [], 0
    for number in numbers:
        found.append(Span(*next(itertools.islice(words, number - after, None)).span()))
        after = number + 1
    return found


def spans(text: str, start: int, end: int) -> list[Span]:
    """Return where every word of a stretch stands."""
    return [Span(*match.span()) for match in _WORD.finditer(text, start, end)]


def forms(text: str) -> list[str]:
    """Return the words of a text as they are written, whatever stands inside them."""
    return _PLAIN_WORD.findall(text)


def kept_spans(lines: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the stretches of each article that are on kept lines, in order."""
    keep = lines["keep"].to_numpy(dtype=bool)
    # numbers, because a corpus has millions of lines and names would have to be made for each
    doc, names = pd.factorize(lines["doc_id"][keep], sort=True)
    spans = np.column_stack([lines[name].to_numpy(dtype=np.int64)[keep] for name in ("start", "end")])
    order = np.lexsort((spans[:, 0], doc))
    doc, spans = doc[order], spans[order]
    firsts = np.flatnonzero(np.concatenate(([True], doc[1:] != doc[:-1]))) if len(doc) else doc
    parts = np.split(spans, firsts[1:]) if len(doc) else []
    return dict(zip(names[doc[firsts]].to_list(), parts, strict=True))
