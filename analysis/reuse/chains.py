"""Chain shared sequences of words into passages.

Two articles that share a passage have equal words on one diagonal: the place in one minus the place in the other stays
the same, and moves by a few words where one has a word more. Runs of shared shingles are therefore joined along near
diagonals, over gaps of a few words, and the ends are extended over single-word edits. (Joining by place alone, or by the
first occurrence of a shingle only, loses passages in articles that repeat themselves.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

from analysis.reuse.index import Postings
from analysis.reuse.words import Words

# words that may differ between two runs, and diagonals they may lie apart
_GAP, _DRIFT = 12, 6
# words by which an end may grow: what is longer has shingles of its own
_GROWTH = 8
# runs among which the continuation of a run is looked for
_NEXT = 6
# hits looked at together
_HITS = 1_000_000
_BUCKETS = 20


class Found(NamedTuple):
    """Passages by number of article and word; ends are exclusive, `matched` words are equal in both."""

    a: np.ndarray
    start_a: np.ndarray
    end_a: np.ndarray
    b: np.ndarray
    start_b: np.ndarray
    end_b: np.ndarray
    matched: np.ndarray


class Runs(NamedTuple):
    """Unbroken stretches of shared words: articles, first word in each, number of words, shingles found."""

    a: np.ndarray
    b: np.ndarray
    i: np.ndarray
    j: np.ndarray
    size: np.ndarray
    hits: np.ndarray

    def take(self, which: np.ndarray) -> Runs:
        return Runs(*(column[which] for column in self))


def blocks(postings: Postings, articles: int) -> list[tuple[int, int]]:
    """Cut the articles into ranges of about a million hits each."""
    partners = postings.end - 1 - np.arange(len(postings.end))
    hits = np.concatenate(([0], np.cumsum(np.bincount(postings.article, partners, minlength=articles))))
    cuts = np.searchsorted(hits, np.arange(0, hits[-1], _HITS)[1:])
    edges = np.unique(np.concatenate(([0], cuts, [articles]))).tolist()
    return list(zip(edges[:-1], edges[1:], strict=True)) or [(0, 0)]


def least_hits(n: int, min_tokens: int) -> int:
    """Return how many shared shingles make a passage: two thirds of those of an unedited passage."""
    return max(1, -(-2 * (min_tokens - n + 1) // 3))


def find(
    words: Words,
    postings: Postings,
    block: tuple[int, int],
    n: int,
    min_tokens: int,
    outlet: np.ndarray,
) -> Found:
    """Return the passages that the articles of one range share with later ones of another outlet.

    `outlet` is the number of each article's outlet; -1 is compared with every other.
    """
    least = least_hits(n, min_tokens)
    a, b, i, j = _hits(postings, block, outlet, least)
    runs = _runs(a, b, i, j, n)
    chain, runs = _chains(runs, least)
    return _measured(words, chain, runs, min_tokens)


def _hits(
    postings: Postings, block: tuple[int, int], outlet: np.ndarray, least: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of places that hold the same shingle, of pairs of articles that have several."""
    left = np.flatnonzero((postings.article >= block[0]) & (postings.article < block[1]))
    sizes = postings.end[left] - left - 1
    left, sizes = left[sizes > 0], sizes[sizes > 0]
    right = np.repeat(left + 1 - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    left = np.repeat(left, sizes)
    a, b = postings.article[left], postings.article[right]
    pair = a.astype(np.int64) * len(outlet) + b
    # counting by bucket first: most pairs of articles share a stock phrase and nothing else
    mixed = pair.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    bucket = (mixed >> np.uint64(64 - _BUCKETS)).astype(np.int64)
    ok = (a != b) & ((outlet[a] != outlet[b]) | (outlet[a] < 0))
    counts = np.bincount(bucket[ok], minlength=2**_BUCKETS)
    ok &= counts[bucket] >= least
    return a[ok], b[ok], postings.at[left[ok]], postings.at[right[ok]]


def _runs(a: np.ndarray, b: np.ndarray, i: np.ndarray, j: np.ndarray, n: int) -> Runs:
    """Join hits that follow each other word by word."""
    diagonal = j - i
    order = np.lexsort((i, diagonal, b, a))
    a, b, i, j, diagonal = a[order], b[order], i[order], j[order], diagonal[order]
    breaks = np.ones(len(a), dtype=bool)
    breaks[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1]) | (diagonal[1:] != diagonal[:-1])
    # shingles that overlap or touch on one diagonal cover the words between them
    breaks[1:] |= i[1:] - i[:-1] > n
    starts = np.flatnonzero(breaks)
    lasts = np.concatenate((starts[1:], [len(a)])) - 1 if len(starts) else starts
    size = (i[lasts] + n - i[starts]).astype(np.int64)
    return Runs(a[starts], b[starts], i[starts], j[starts], size, lasts - starts + 1)


def _chains(runs: Runs, least: int) -> tuple[np.ndarray, Runs]:
    """Join runs on near diagonals; return the number of the chain of each run, in order, overlaps cut off."""
    order = np.lexsort((runs.j, runs.i, runs.b, runs.a))
    before, after = _on_one_diagonal(runs, order)
    runs = runs.take(order)
    a, b, i, j, size, _ = runs
    total = len(a)
    follower = np.full(total, -1)
    for step in range(1, _NEXT + 1):
        this, that = np.arange(max(0, total - step)), np.arange(step, max(total, step))
        gap_a, gap_b = i[that] - i[this] - size[this], j[that] - j[this] - size[this]
        drift = np.abs(gap_a - gap_b)
        joins = (a[this] == a[that]) & (b[this] == b[that]) & (follower[this] < 0)
        joins &= (gap_a <= _GAP) & (gap_b <= _GAP) & (drift <= _DRIFT)
        # the next run must lead on, in both articles
        joins &= (
            (i[that] > i[this]) & (j[that] > j[this]) & (gap_a + size[that] > 0) & (gap_b + size[that] > 0)
        )
        follower[this[joins]] = that[joins]
    linked = np.flatnonzero(follower >= 0)
    before, after = np.concatenate((before, linked)), np.concatenate((after, follower[linked]))
    links = sparse.coo_array((np.ones(len(before), bool), (before, after)), shape=(total, total))
    chain = sparse.csgraph.connected_components(links, directed=False)[1] if total else np.empty(0, int)
    hits = np.bincount(chain, runs.hits)
    order = np.flatnonzero(hits[chain] >= least) if total else np.empty(0, int)
    order = order[np.argsort(chain[order], kind="stable")]
    return _without_overlaps(chain[order], runs.take(order))


def _on_one_diagonal(runs: Runs, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which runs, by their places in `order`, follow each other on one diagonal, whatever lies between."""
    a, b, i, j, size, _ = runs
    near = (a[1:] == a[:-1]) & (b[1:] == b[:-1]) & (i[1:] - i[:-1] == j[1:] - j[:-1])
    near &= i[1:] - i[:-1] - size[:-1] <= _GAP
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    before = np.flatnonzero(near)
    return place[before], place[before + 1]


def _without_overlaps(chain: np.ndarray, runs: Runs) -> tuple[np.ndarray, Runs]:
    """Cut from each run what the runs before it in its chain have covered in either article."""
    shift = np.zeros(len(chain), dtype=np.int64)
    for start in (runs.i, runs.j):
        end = _highest_so_far(chain, start + runs.size)
        before = np.where(chain[1:] == chain[:-1], end[:-1], 0)
        shift[1:] = np.maximum(shift[1:], before - start[1:])
    shift = np.maximum(shift, 0)
    left = runs.size > shift
    cut = Runs(runs.a, runs.b, runs.i + shift, runs.j + shift, runs.size - shift, runs.hits)
    return chain[left], cut.take(left)


def _highest_so_far(group: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the running maximum inside each group; groups stand together, values are not negative."""
    if not len(group):
        return values
    number = np.cumsum(np.concatenate(([0], group[1:] != group[:-1])))
    base = number * (int(values.max()) + 1)
    return np.maximum.accumulate(values + base) - base


def _measured(words: Words, chain: np.ndarray, runs: Runs, min_tokens: int) -> Found:
    """Extend the ends of each chain, count its equal words, and keep what is long enough."""
    first = np.flatnonzero(np.concatenate(([True], chain[1:] != chain[:-1])) if len(chain) else [])
    first = first.astype(np.int64)
    last = np.concatenate((first[1:], [len(chain)]))[: len(first)] - 1
    a, b = runs.a[first], runs.b[first]
    matched = np.add.reduceat(runs.size, first) if len(first) else np.empty(0, np.int64)
    inner = np.flatnonzero(chain[1:] == chain[:-1])
    common = _common(words, runs, inner)
    matched = matched + np.bincount(np.searchsorted(first, inner, "right") - 1, common, len(first)).astype(
        int
    )
    base_a, base_b = words.bounds[a], words.bounds[b]
    back = _extend(words, base_a + runs.i[first] - 1, base_b + runs.j[first] - 1, base_a - 1, base_b - 1, -1)
    ends = runs.i[last] + runs.size[last], runs.j[last] + runs.size[last]
    on = _extend(words, base_a + ends[0], base_b + ends[1], words.bounds[a + 1], words.bounds[b + 1], 1)
    matched = matched + back[2] + on[2]
    found = Found(
        a, runs.i[first] - back[0], ends[0] + on[0], b, runs.j[first] - back[1], ends[1] + on[1], matched
    )  # fmt: skip
    return Found(*(column[matched >= min_tokens] for column in found))


def _common(words: Words, runs: Runs, before: np.ndarray) -> np.ndarray:
    """Return how many words two articles have in common, in order, in the gaps after some runs."""
    after = before + 1
    starts, sizes = [], []
    for article, start in ((runs.a, runs.i), (runs.b, runs.j)):
        at = start[before] + runs.size[before]
        starts.append(words.bounds[article[before]] + at)
        sizes.append(np.minimum(start[after] - at, _GAP + _DRIFT))
    longest = np.zeros(len(before), dtype=np.int64)
    some = np.flatnonzero((sizes[0] > 0) & (sizes[1] > 0))
    if len(some):
        rows = [
            _padded(words.codes, start[some], size[some], filler)
            for start, size, filler in zip(starts, sizes, (-1, -2), strict=True)
        ]
        longest[some] = _subsequence(*rows)
    return longest


def _padded(codes: np.ndarray, start: np.ndarray, size: np.ndarray, filler: int) -> np.ndarray:
    """Return stretches of words as rows of one length."""
    columns = np.arange(size.max())
    where = np.minimum(start[:, None] + columns, len(codes) - 1)
    return np.where(columns < size[:, None], codes[where].astype(np.int64), filler)


def _subsequence(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the length of the longest common subsequence of each pair of rows."""
    row = np.zeros((right.shape[1] + 1, len(left)), dtype=np.int64)
    for i in range(left.shape[1]):
        above = row.copy()
        for j in range(right.shape[1]):
            same = left[:, i] == right[:, j]
            row[j + 1] = np.where(same, above[j] + 1, np.maximum(above[j + 1], row[j]))
    return row[-1]


def _extend(
    words: Words, x: np.ndarray, y: np.ndarray, stop_x: np.ndarray, stop_y: np.ndarray, step: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Walk from the ends of passages over equal words, and over a word changed, added, left out or swapped.

    Returns
    -------
    by_x, by_y, matched
        Words gained in both articles, and how many of them are equal. After an edit two words must be equal.
    """
    gained_x, gained_y, matched = (np.zeros(len(x), dtype=np.int64) for _ in range(3))
    active = np.arange(len(x))
    while len(active):
        at_x, at_y = x[active] + step * gained_x[active], y[active] + step * gained_y[active]
        same = {
            (p, q): _equal(
                words.codes, at_x + step * p, at_y + step * q, stop_x[active], stop_y[active], step
            )
            for p, q in ((0, 0), (1, 1), (2, 2), (1, 0), (2, 1), (0, 1), (1, 2))
        }
        moves = (
            (same[0, 0], 1, 1, 1),
            (same[1, 1] & same[2, 2], 3, 3, 2),
            (same[1, 0] & same[2, 1], 3, 2, 2),
            (same[0, 1] & same[1, 2], 2, 3, 2),
            (same[0, 1] & same[1, 0], 2, 2, 1),
        )
        conditions = [move[0] for move in moves]
        by_x, by_y, equal = (np.select(conditions, [move[k] for move in moves], 0) for k in (1, 2, 3))
        gained_x[active] += by_x
        gained_y[active] += by_y
        matched[active] += equal
        active = active[(by_x > 0) & (gained_x[active] < _GROWTH)]
    return gained_x, gained_y, matched


def _equal(
    codes: np.ndarray, x: np.ndarray, y: np.ndarray, stop_x: np.ndarray, stop_y: np.ndarray, step: int
) -> np.ndarray:
    inside = (x < stop_x) & (y < stop_y) if step > 0 else (x > stop_x) & (y > stop_y)
    top = len(codes) - 1
    return inside & (codes[np.clip(x, 0, top)] == codes[np.clip(y, 0, top)])


def collect(parts: Iterator[Found] | list[Found]) -> Found:
    """Put the passages of several ranges in order, without those that lie inside another on both sides."""
    parts = list(parts)
    found = Found(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    order = np.lexsort((-found.end_b, found.start_b, -found.end_a, found.start_a, found.b, found.a))
    found = Found(*(column[order] for column in found))
    inside = np.zeros(len(found.a), dtype=bool)
    for step in range(1, _NEXT + 1):
        outer, inner = (
            Found(*(column[part] for column in found)) for part in (slice(None, -step), slice(step, None))
        )
        covers = (outer.a == inner.a) & (outer.b == inner.b) & (outer.end_a >= inner.end_a)
        covers &= (outer.start_b <= inner.start_b) & (outer.end_b >= inner.end_b)
        inside[step:] |= covers
    kept = Found(*(column[~inside] for column in found))
    # longest first served to find what is covered; readers go by where a passage begins
    order = np.lexsort((kept.end_b, kept.end_a, kept.start_b, kept.start_a, kept.b, kept.a))
    return Found(*(column[order] for column in kept))
