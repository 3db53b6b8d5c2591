"""What the choice of articles does to a difference: bootstrap over articles, permutation of their labels.

Words come in clusters, so the article and not the token is what was sampled. With a handful of articles everything
that could have been drawn is enumerated, and nothing is random.
"""

from __future__ import annotations

import itertools
import math
from typing import NamedTuple

import numpy as np

from analysis.terms import statistics
from analysis.terms.blocks import Block, Sample

# more splits or resamples than this are drawn at random
_ENUMERATE_SPLITS, _ENUMERATE_RESAMPLES = 1000, 2000
# terms that occur less often are looked up in a table
_RARE = 40


class Tables(NamedTuple):
    """For each split: the tokens of both sides, and the size of G2 of a rare term by how often it occurs in all and on
    the target's side."""

    n_a: np.ndarray
    n_b: np.ndarray
    rare: np.ndarray


class Draws(NamedTuple):
    """Resamples and splits, drawn once for all terms.

    `draws_a` and `draws_b` (articles of a group by draws) say how often an article is in a resample, and in the columns
    after those whether a split gives it to the target. `tokens_a` and `tokens_b` are the tokens of the resamples. Where
    `enumerated`, each resample of one group meets each of the other; in `ways_a` and `ways_b` of all ordered resamples
    it is the same. Where `exact`, the splits are all there are.
    """

    draws_a: np.ndarray
    draws_b: np.ndarray
    tokens_a: np.ndarray
    tokens_b: np.ndarray
    ways_a: np.ndarray
    ways_b: np.ndarray
    enumerated: bool
    exact: bool
    tables: Tables


def draw(sample: Sample, *, resamples: int, seed: int) -> Draws:
    """Enumerate what could be drawn where that is little, or draw from it."""
    rng = np.random.default_rng(seed)
    k, n = sample.k, len(sample.sizes)
    enumerated = _n_resamples(k) * _n_resamples(n - k) <= _ENUMERATE_RESAMPLES
    if enumerated:
        (weights_a, ways_a), (weights_b, ways_b) = _all_resamples(k), _all_resamples(n - k)
    else:
        weights_a, weights_b = (_some_resamples(m, resamples, rng) for m in (k, n - k))
        ways_a = ways_b = np.ones(resamples)
    exact = math.comb(n, k) <= _ENUMERATE_SPLITS
    if exact:
        labels = np.zeros((n, math.comb(n, k)))
        for i, chosen in enumerate(itertools.combinations(range(n), k)):
            labels[list(chosen), i] = 1
    else:
        labels = _some_splits(n, k, resamples - 1, rng)
    return Draws(
        # row after row, or each multiplication would copy them
        draws_a=np.hstack([weights_a, labels[:k]]).astype(np.float32, order="C"),
        draws_b=np.hstack([weights_b, labels[k:]]).astype(np.float32, order="C"),
        tokens_a=_added(weights_a, sample.sizes[:k]),
        tokens_b=_added(weights_b, sample.sizes[k:]),
        ways_a=ways_a,
        ways_b=ways_b,
        enumerated=enumerated,
        exact=exact,
        tables=_tables(_added(labels, sample.sizes), float(sample.sizes.sum())),
    )


def _some_resamples(n: int, resamples: int, rng: np.random.Generator) -> np.ndarray:
    # column after column: all at once would need several times the memory
    weights = np.empty((n, resamples), dtype=np.float32)
    for i in range(resamples):
        weights[:, i] = np.bincount(rng.integers(n, size=n), minlength=n)
    return weights


def _some_splits(n: int, k: int, splits: int, rng: np.random.Generator) -> np.ndarray:
    labels = np.empty((n, splits), dtype=np.float32)
    for i in range(splits):
        labels[:, i] = rng.permutation(n) < k
    return labels


def _added(weights: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    return np.einsum("ij,i->j", weights, sizes)


def smallest_p(k_a: int, k_b: int) -> float:
    """Return the smallest p that a test over the articles of two groups can give: one split in all splits."""
    return 1 / math.comb(k_a + k_b, k_a)


def _n_resamples(n: int) -> int:
    return math.comb(2 * n - 1, n)


def _all_resamples(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all ways to draw n of n articles with replacement, regardless of order, and how many orders each has."""
    drawn = list(itertools.combinations_with_replacement(range(n), n))
    weights = np.array([np.bincount(one, minlength=n) for one in drawn]).T
    ways = [math.factorial(n) / math.prod(map(math.factorial, column.tolist())) for column in weights.T]
    return weights, np.array(ways)


def resample(block: Block, draws: Draws, observed: np.ndarray, level: float) -> tuple[np.ndarray, ...]:
    """Return the bootstrap interval of the log ratio and the permutation p of G2.

    Parameters
    ----------
    observed
        Signed G2 of the terms.

    Returns
    -------
    low, high
        Percentiles of the log ratio (Walter) over resamples of articles within each group.
    p
        Share of splits of the articles in which G2 is at least as large; the split seen is one of them.
    """
    from_a, from_b = block.part(True) @ draws.draws_a, block.part(False) @ draws.draws_b
    drawn_a, drawn_b = len(draws.tokens_a), len(draws.tokens_b)
    kind = float if draws.enumerated else np.float32
    ratio_a = _log_rate(from_a[:, :drawn_a], draws.tokens_a, kind)
    ratio_b = _log_rate(from_b[:, :drawn_b], draws.tokens_b, kind)
    low, high = _percentiles(ratio_a, ratio_b, draws, level)
    split_a = from_a[:, drawn_a:] + from_b[:, drawn_b:]
    split = _split_g2(split_a, block.a + block.b, draws.tables)
    as_large = (split >= (np.abs(observed) * (1 - 1e-9) - 1e-9)[:, None]).sum(axis=1)
    seen = 0 if draws.exact else 1
    return low, high, (as_large + seen) / (split.shape[1] + seen)


def _log_rate(counts: np.ndarray, tokens: np.ndarray, kind: type) -> np.ndarray:
    # seven digits are plenty for what was drawn at random
    return np.log2(counts + np.float32(0.5), dtype=kind) - np.log2(tokens + 0.5).astype(kind)


def _tables(n_a: np.ndarray, tokens: float) -> Tables:
    """Work out G2 of every rare term under every split: most terms are rare, and looking up is faster."""
    n_b = tokens - n_a
    both, a = np.meshgrid(np.arange(_RARE), np.arange(_RARE), indexing="ij")
    possible = a <= both
    rare = np.zeros((len(n_a), _RARE, _RARE))
    found = statistics.g2(a[possible], (both - a)[possible], n_a[:, None], n_b[:, None])
    rare[:, possible] = np.abs(found)
    return Tables(n_a, n_b, rare.ravel())


def _split_g2(split_a: np.ndarray, both: np.ndarray, tables: Tables) -> np.ndarray:
    """Return the size of G2 of each term under each split."""
    found = np.empty(split_a.shape)
    rare = both < _RARE
    where = np.arange(split_a.shape[1]) * _RARE**2 + (both[rare] * _RARE)[:, None] + split_a[rare]
    found[rare] = tables.rare[where.astype(np.int32)]
    a = split_a[~rare].astype(float)
    found[~rare] = np.abs(statistics.g2(a, both[~rare][:, None] - a, tables.n_a, tables.n_b))
    return found


def _percentiles(
    ratio_a: np.ndarray, ratio_b: np.ndarray, draws: Draws, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return percentiles of the differences, between the two nearest where they fall between two."""
    tails = (1 - level) / 2, (1 + level) / 2
    if not draws.enumerated:
        values = ratio_a - ratio_b
        steps = [step for tail in tails for step in _around(values.shape[1], tail)[:2]]
        values.partition(sorted(set(steps)), axis=1)
        return tuple(
            _between(values[:, low], values[:, high], part)
            for low, high, part in (_around(values.shape[1], tail) for tail in tails)
        )
    values = (ratio_a[:, :, None] - ratio_b[:, None, :]).reshape(len(ratio_a), -1)
    order = np.argsort(values, axis=1)
    values = np.take_along_axis(values, order, axis=1)
    # a resample stands for all its orders
    reached = np.cumsum(np.outer(draws.ways_a, draws.ways_b).ravel()[order], axis=1)
    rows, limits = np.arange(len(values)), []
    for tail in tails:
        low, high, part = _around(int(draws.ways_a.sum() * draws.ways_b.sum()), tail)
        below, above = (np.argmax(reached > step + 0.5, axis=1) for step in (low, high))
        limits.append(_between(values[rows, below], values[rows, above], part))
    return limits[0], limits[1]


def _around(n: int, share: float) -> tuple[int, int, float]:
    at = (n - 1) * share
    return math.floor(at), math.ceil(at), at - math.floor(at)


def _between(low: np.ndarray, high: np.ndarray, part: float) -> np.ndarray:
    return low + part * (high - low)
