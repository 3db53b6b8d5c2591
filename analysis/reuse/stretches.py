"""Compare stretches of two articles word by word, many pairs at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.reuse.words import Words

# words by which an end may grow: what is longer has shingles of its own
_GROWTH = 8


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


def unbroken(words: Words, runs: Runs, min_tokens: int) -> np.ndarray:
    """Tell which runs lie in a stretch of equal words that is as long as a passage."""
    size = runs.size.copy()
    base_a, base_b = words.bounds[runs.a], words.bounds[runs.b]
    ends = {
        -1: (base_a + runs.i - 1, base_b + runs.j - 1, base_a - 1, base_b - 1),
        1: (
            base_a + runs.i + runs.size, base_b + runs.j + runs.size,
            words.bounds[runs.a + 1], words.bounds[runs.b + 1],
        ),
    }  # fmt: skip
    for step, (x, y, stop_x, stop_y) in ends.items():
        same = np.ones(len(size), dtype=bool)
        for k in range(min_tokens):
            same &= _equal(words.codes, x + step * k, y + step * k, stop_x, stop_y, step)
            size += same
    return size >= min_tokens


def common(words: Words, runs: Runs, before: np.ndarray, longest: int) -> np.ndarray:
    """Return how many words two articles have in common, in order, in the gaps after some runs, up to `longest` words each."""
    after = before + 1
    starts, sizes = [], []
    for article, start in ((runs.a, runs.i), (runs.b, runs.j)):
        at = start[before] + runs.size[before]
        starts.append(words.bounds[article[before]] + at)
        sizes.append(np.minimum(start[after] - at, longest))
    equal = np.zeros(len(before), dtype=np.int64)
    some = np.flatnonzero((sizes[0] > 0) & (sizes[1] > 0))
    if len(some):
        rows = [
            _padded(words.codes, start[some], size[some], filler)
            for start, size, filler in zip(starts, sizes, (-1, -2), strict=True)
        ]
        equal[some] = _subsequence(*rows)
    return equal


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


def extend(
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
