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
from analysis.reuse.stretches import Runs, common, extend, unbroken
from analysis.reuse.words import Words

# words that may differ between two runs, and diagonals they may lie apart
_GAP, _DRIFT = 12, 6
# two names or stock phrases side by side are no passage: a short one that is broken must be as similar as this
_SIMILAR = 0.75
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


def blocks(postings: Postings, articles: int) -> list[tuple[int, int]]:
    """Cut the articles into ranges of about a million hits each."""
    count = np.zeros(articles)
    for first in range(0, len(postings.end), _HITS):
        end = postings.end[first : first + _HITS]
        partners = end - 1 - np.arange(first, first + len(end))
        count += np.bincount(postings.article[first : first + _HITS], partners, minlength=articles)
    hits = np.concatenate(([0], np.cumsum(count)))
    cuts = np.searchsorted(hits, np.arange(0, hits[-1], _HITS)[1:])
    edges = np.unique(np.concatenate(([0], cuts, [articles]))).tolist()
    return list(zip(edges[:-1], edges[1:], strict=True)) or [(0, 0)]


def least_hits(n: int, min_tokens: int) -> int:
    """Return how many shared shingles make a passage: two thirds of those of an unedited passage."""
    return max(1, -(-2 * (min_tokens - n + 1) // 3))


def fewest_hits(n: int, min_tokens: int) -> int:
    """Return how many make one where the words are the same without a break: those of half its words and one more.

    The others may be frequent or repeated: a stock phrase, a name that an article writes ten times. With fewer, the
    last words of an article would carry the notice below it into a passage.
    """
    return min(max(1, min_tokens // 2 - n + 2), least_hits(n, min_tokens))


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
    fewest = fewest_hits(n, min_tokens)
    a, b, i, j = _hits(postings, block, outlet, fewest)
    runs = _runs(a, b, i, j, n)
    chain, order = _chains(runs)
    runs = runs.take(order)
    hits = np.bincount(chain, runs.hits)
    enough = hits >= least_hits(n, min_tokens)
    # most pairs of places that share a few words share nothing else: only the others are read again
    near = np.flatnonzero(((hits >= fewest) & ~enough)[chain])
    enough[chain[near[unbroken(words, runs.take(near), min_tokens)]]] = True
    order = np.flatnonzero(enough[chain])
    order = order[np.argsort(chain[order], kind="stable")]
    return _measured(words, *_without_overlaps(chain[order], runs.take(order)), min_tokens)


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


def _chains(runs: Runs) -> tuple[np.ndarray, np.ndarray]:
    """Join runs on near diagonals; return the order of the runs by place, and the number of the chain of each."""
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
    return chain, order


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
    between = common(words, runs, inner, _GAP + _DRIFT)
    gaps = np.searchsorted(first, inner, "right") - 1
    matched = matched + np.bincount(gaps, between, len(first)).astype(int)
    base_a, base_b = words.bounds[a], words.bounds[b]
    back = extend(words, base_a + runs.i[first] - 1, base_b + runs.j[first] - 1, base_a - 1, base_b - 1, -1)
    ends = runs.i[last] + runs.size[last], runs.j[last] + runs.size[last]
    on = extend(words, base_a + ends[0], base_b + ends[1], words.bounds[a + 1], words.bounds[b + 1], 1)
    matched = matched + back[2] + on[2]
    found = Found(
        a, runs.i[first] - back[0], ends[0] + on[0], b, runs.j[first] - back[1], ends[1] + on[1], matched
    )  # fmt: skip
    keep = matched >= min_tokens
    loose = 2 * matched < _SIMILAR * (found.end_a - found.start_a + found.end_b - found.start_b)
    number = np.repeat(np.arange(len(first)), last - first + 1)
    doubtful = np.flatnonzero((keep & loose & (matched < 2 * min_tokens))[number])
    keep[number[doubtful]] = False
    keep[number[doubtful[unbroken(words, runs.take(doubtful), min_tokens)]]] = True
    return Found(*(column[keep] for column in found))


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
