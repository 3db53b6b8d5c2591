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


class Draws(NamedTuple):
    """Resamples and splits, drawn once for all terms.

    `weights_a` and `weights_b` say how often an article is in a resample, `labels` which articles a split gives to the
    target (articles by draws). Where `enumerated`, each resample of one group meets each of the other, and `chances_a`,
    `chances_b` are their probabilities. Where `exact`, `labels` are all splits.
    """

    weights_a: np.ndarray
    weights_b: np.ndarray
    chances_a: np.ndarray
    chances_b: np.ndarray
    enumerated: bool
    labels: np.ndarray
    exact: bool


def draw(sample: Sample, *, resamples: int, seed: int) -> Draws:
    """Enumerate what could be drawn where that is little, or draw from it."""
    rng = np.random.default_rng(seed)
    k, n = sample.k, len(sample.sizes)
    enumerated = _n_resamples(k) * _n_resamples(n - k) <= _ENUMERATE_RESAMPLES
    if enumerated:
        (weights_a, chances_a), (weights_b, chances_b) = _all_resamples(k), _all_resamples(n - k)
    else:
        weights_a, weights_b = (rng.multinomial(m, [1 / m] * m, size=resamples).T for m in (k, n - k))
        chances_a = chances_b = np.full(resamples, 1 / resamples)
    exact = math.comb(n, k) <= _ENUMERATE_SPLITS
    if exact:
        labels = np.zeros((n, math.comb(n, k)))
        for i, chosen in enumerate(itertools.combinations(range(n), k)):
            labels[list(chosen), i] = 1
    else:
        labels = rng.permuted(np.tile(np.arange(n) < k, (resamples - 1, 1)), axis=1).T
    weights_a, weights_b, labels = (x.astype(np.float32) for x in (weights_a, weights_b, labels))
    return Draws(weights_a, weights_b, chances_a, chances_b, enumerated, labels, exact)


def smallest_p(k_a: int, k_b: int) -> float:
    """Return the smallest p that a test over the articles of two groups can give: one split in all splits."""
    return 1 / math.comb(k_a + k_b, k_a)


def _n_resamples(n: int) -> int:
    return math.comb(2 * n - 1, n)


def _all_resamples(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all ways to draw n of n articles with replacement, regardless of order, with their probabilities."""
    drawn = list(itertools.combinations_with_replacement(range(n), n))
    weights = np.array([np.bincount(one, minlength=n) for one in drawn]).T
    ways = [math.factorial(n) / math.prod(map(math.factorial, column.tolist())) for column in weights.T]
    return weights, np.array(ways) / n**n


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
    sample, k = block.sample, block.sample.k
    from_a = block.part(True) @ np.hstack([draws.weights_a, draws.labels[:k]])
    from_b = block.part(False) @ np.hstack([draws.weights_b, draws.labels[k:]])
    drawn_a, drawn_b = draws.weights_a.shape[1], draws.weights_b.shape[1]
    ratio_a = _log_rate(from_a[:, :drawn_a], sample.sizes[:k] @ draws.weights_a)
    ratio_b = _log_rate(from_b[:, :drawn_b], sample.sizes[k:] @ draws.weights_b)
    low, high = _percentiles(ratio_a, ratio_b, draws, level)
    split_a = (from_a[:, drawn_a:] + from_b[:, drawn_b:]).astype(float)
    n_a = sample.sizes @ draws.labels
    both = (block.a + block.b)[:, None]
    split = np.abs(statistics.g2(split_a, both - split_a, n_a, sample.sizes.sum() - n_a))
    as_large = (split >= np.abs(observed)[:, None] * (1 - 1e-9) - 1e-9).sum(axis=1)
    seen = 0 if draws.exact else 1
    return low, high, (as_large + seen) / (draws.labels.shape[1] + seen)


def _log_rate(counts: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    return np.log2(counts + np.float32(0.5), dtype=float) - np.log2(tokens + 0.5)


def _percentiles(
    ratio_a: np.ndarray, ratio_b: np.ndarray, draws: Draws, level: float
) -> tuple[np.ndarray, np.ndarray]:
    tails = (1 - level) / 2, (1 + level) / 2
    if not draws.enumerated:
        return tuple(np.quantile(ratio_a - ratio_b, tails, axis=1))
    chances = np.outer(draws.chances_a, draws.chances_b).ravel()
    k, m = draws.weights_a.shape[0], draws.weights_b.shape[0]
    ways = k**k * m**m
    values = (ratio_a[:, :, None] - ratio_b[:, None, :]).reshape(len(ratio_a), -1)
    order = np.argsort(values, axis=1)
    values = np.take_along_axis(values, order, axis=1)
    reached = np.cumsum(chances[order], axis=1) * ways
    rows, limits = np.arange(len(values)), []
    for tail in tails:
        # between the two nearest of all resamples, as numpy's percentiles of the full list would be
        at = (ways - 1) * tail
        below, above = (np.argmax(reached > step + 0.5, axis=1) for step in (math.floor(at), math.ceil(at)))
        step = values[rows, above] - values[rows, below]
        limits.append(values[rows, below] + (at - math.floor(at)) * step)
    return limits[0], limits[1]
