"""Find the sequences of words that articles share, without comparing article with article.

Every sequence of n words (a shingle) is hashed; sorting the hashes brings equal ones together. A sequence in very many
articles is a stock phrase, one in a good part of a single outlet's articles is a template (menu, consent, subscription);
both say nothing about copying and would make the work grow with the square of the corpus. They are left out, and counted.
Each function is pure and works on one part of the corpus, so parts can be computed anywhere and in any order.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from analysis.reuse.words import Words

# a key holds the upper 38 bits of a hash and, below, the place of a shingle in its partition: sorting plain
# numbers is ten times faster than sorting by a key. A chance match of 38 bits is a lone hit and makes no passage.
_PLACE_BITS = 26
_PLACE = np.uint64(2**_PLACE_BITS - 1)
# shingles sorted at a time, unless told otherwise
_PARTITION = 4_000_000
# words hashed at a time
_STRETCH = 500_000
# occurrences of a shingle that count in one article
_OCCURRENCES = 4
_MULTIPLIER, _MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)


class Postings(NamedTuple):
    """Where the shingles stand that at least two articles share.

    `article` and `at` (number of the word in it) are sorted by shingle, then article; `end` is the place after the last
    posting of the same shingle.
    """

    article: np.ndarray
    at: np.ndarray
    end: np.ndarray


class Rules(NamedTuple):
    """What makes a shingle worth a look.

    `outlet` is the number of each article's outlet, -1 where it is unknown; `template` says for each outlet in how many
    of its articles a shingle is taken for its own.
    """

    n: int
    max_df: int
    outlet: np.ndarray
    template: np.ndarray


class Dropped(NamedTuple):
    """Shingles left out, and where they stood."""

    frequent: int = 0
    frequent_places: int = 0
    template: int = 0
    template_places: int = 0

    def __add__(self, other: Dropped) -> Dropped:
        return Dropped(*(mine + its for mine, its in zip(self, other, strict=True)))


def count_partitions(words: Words) -> int:
    """Return in how many partitions the shingles of a corpus are sorted."""
    return max(1, -(-len(words.codes) // _PARTITION))


def postings(words: Words, rules: Rules, partition: int = 0, partitions: int = 1) -> tuple[Postings, Dropped]:
    """Return the shared shingles whose hashes fall into one of several partitions."""
    kind = _kind(words)
    # these grow in their place, where joining arrays would need twice the memory
    keys, places = array("Q"), array(np.dtype(kind).char)
    for first, last in _stretches(words.bounds):
        hashes, place = _shingles(words, first, last, rules.n)
        if partitions > 1:
            of = ((hashes >> np.uint64(32)) * np.uint64(partitions)) >> np.uint64(32)
            here = np.flatnonzero(of == np.uint64(partition))
            hashes, place = hashes[here], place[here]
        hashes &= ~_PLACE
        keys.frombytes(hashes.view(np.uint8).data)
        places.frombytes(place.astype(kind).view(np.uint8).data)
    key = np.frombuffer(keys, dtype=np.uint64)
    if len(key) > 2**_PLACE_BITS:
        msg = f"a partition has {len(key)} sequences of words, and {2**_PLACE_BITS} is the most. Use more partitions."
        raise ValueError(msg)
    key |= np.arange(len(key), dtype=np.uint64)
    key.sort()
    return _select(key, np.frombuffer(places, dtype=kind), words.bounds, rules)


def _stretches(bounds: np.ndarray) -> list[tuple[int, int]]:
    """Cut the articles into stretches of about half a million words."""
    cuts = np.searchsorted(bounds, np.arange(0, bounds[-1], _STRETCH)[1:])
    edges = np.unique(np.concatenate(([0], cuts, [len(bounds) - 1]))).tolist()
    return list(zip(edges[:-1], edges[1:], strict=True))


def _shingles(words: Words, first: int, last: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return hash and place of every shingle of some articles; none reaches into the next article."""
    bounds = words.bounds[first : last + 1]
    codes = words.codes[bounds[0] : bounds[-1]].astype(np.uint64)
    size = max(0, len(codes) - n + 1)
    hashes = codes[:size].copy()
    for k in range(1, n):
        hashes *= _MULTIPLIER
        hashes += codes[k : k + size]
    for shift in (32, 29, 32):
        hashes ^= hashes >> np.uint64(shift)
        hashes *= _MIXER
    valid = np.ones(size, dtype=bool)
    for k in range(1, n):
        ends = bounds[1:-1] - bounds[0] - k
        valid[ends[(ends >= 0) & (ends < size)]] = False
    valid[_repeats(hashes, bounds - bounds[0])] = False
    place = np.flatnonzero(valid)
    return hashes[place], place + bounds[0]


def _kind(words: Words) -> type:
    # half the memory, for up to four thousand million words
    return np.uint32 if len(words.codes) < 2**32 else np.int64


def _repeats(hashes: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Return where a shingle follows itself too often to count: a word a million times ends here."""
    last = len(hashes) - 1
    same = np.flatnonzero(hashes[_OCCURRENCES:] == hashes[:-_OCCURRENCES]) + _OCCURRENCES
    for k in range(1, _OCCURRENCES):
        same = same[hashes[same - k] == hashes[np.minimum(same, last)]]
    starts = bounds[np.searchsorted(bounds, same, side="right") - 1]
    return same[same - starts >= _OCCURRENCES]


def _select(key: np.ndarray, place: np.ndarray, bounds: np.ndarray, rules: Rules) -> tuple[Postings, Dropped]:
    """Keep the shingles that several articles share, not too many, and not as a template."""
    # most shingles occur once
    same = (key[1:] ^ key[:-1]) <= _PLACE
    repeated = np.zeros(len(key), dtype=bool)
    repeated[1:] |= same
    repeated[:-1] |= same
    first = ~np.concatenate(([False], same))[repeated] if len(key) else np.empty(0, bool)
    place = place[(key[repeated] & _PLACE).astype(np.int64)]
    article = (np.searchsorted(bounds, place, side="right") - 1).astype(np.int32)
    shingle = np.cumsum(first) - 1
    new = first.copy()
    new[1:] |= article[1:] != article[:-1]
    count = int(shingle[-1]) + 1 if len(shingle) else 0
    df = np.bincount(shingle[new], minlength=count)
    frequent = df > rules.max_df
    template = _templates(shingle, article, new & ~frequent[shingle], count, rules)
    dropped = _counted(shingle, frequent, template)
    keep = _among_the_first(new) & ((df >= 2) & ~frequent & ~template)[shingle]
    shingle, article, place = shingle[keep], article[keep], place[keep]
    ends = np.flatnonzero(np.diff(shingle, append=-1)) + 1
    at = (place - bounds[article]).astype(np.int32)
    return Postings(article, at, np.repeat(ends, np.diff(ends, prepend=0)).astype(np.int32)), dropped


def _among_the_first(new: np.ndarray) -> np.ndarray:
    """Tell which occurrences are among the first of their shingle in their article; `new` marks the first."""
    starts = np.flatnonzero(new)
    rank = np.arange(len(new)) - np.repeat(starts, np.diff(np.concatenate((starts, [len(new)]))))
    return rank < _OCCURRENCES


def _templates(
    shingle: np.ndarray, article: np.ndarray, where: np.ndarray, count: int, rules: Rules
) -> np.ndarray:
    """Tell which shingles stand in a good part of one outlet's articles."""
    found = np.zeros(count, dtype=bool)
    if not len(rules.template):
        return found
    outlet = rules.outlet[article]
    where = where & (outlet >= 0)
    pair = np.sort(shingle[where] * len(rules.template) + outlet[where])
    starts = (
        np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1]))) if len(pair) else np.empty(0, int)
    )
    sizes = np.diff(np.concatenate((starts, [len(pair)])))
    which, of = np.divmod(pair[starts], len(rules.template))
    found[which[sizes >= rules.template[of]]] = True
    return found


def _counted(shingle: np.ndarray, frequent: np.ndarray, template: np.ndarray) -> Dropped:
    return Dropped(
        int(frequent.sum()), int(frequent[shingle].sum()), int(template.sum()), int(template[shingle].sum())
    )


def gather(parts: Iterable[tuple[Postings, Dropped]]) -> tuple[Postings, Dropped]:
    """Put the postings of several partitions together, each as soon as it is there."""
    columns: list[array] = []
    dropped = Dropped()
    for part, left in parts:
        dropped += left
        if not columns:
            columns = [array(column.dtype.char) for column in part]
        shifted = part.end + part.end.dtype.type(len(columns[0]))
        # these grow in their place, where joining arrays would need twice the memory
        for column, new in zip(columns, (part.article, part.at, shifted), strict=True):
            column.frombytes(new.view(np.uint8).data)
    return Postings(*(np.frombuffer(column, dtype=column.typecode) for column in columns)), dropped
