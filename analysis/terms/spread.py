"""How a term is spread over articles: dispersion, ranks, and what one article carries."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse, special

from analysis.terms import statistics
from analysis.terms.blocks import Block, Sample, blocks
from analysis.terms.counts import Counts


def columns_of(counts: Counts, rows: np.ndarray) -> sparse.csc_array:
    """Return some articles by all terms, column after column, each in the order of `rows`."""
    columns = counts.matrix[rows].tocsc()
    columns.eliminate_zeros()
    return columns


def dispersion(counts: Counts) -> pd.DataFrame:
    """Measure how evenly each term is spread over the articles.

    Rare words always look uneven: compare terms of about the same frequency, and look at `docs` first.

    Returns
    -------
    table
        One row per term, most frequent first: `term`, `count`, `docs` (articles with the term), `dp` (Gries 2008: 0 even,
        near 1 in one article), `dp_norm` (Lijffijt and Gries 2012: reaches 1), `juilland_d` (on rates: 1 even),
        `rosengren_s` (1 even), `kl_divergence` (bits, 0 even). A term that occurs nowhere has no row; articles without
        tokens do not take part.

    Raises
    ------
    ValueError
        When no article has tokens.
    """
    rows = np.flatnonzero(counts.totals)
    if not len(rows):
        msg = "no article has tokens. Check that the texts have running text: terms.kept(texts, lines)."
        raise ValueError(msg)
    columns = columns_of(counts, rows)
    present = np.flatnonzero(np.diff(columns.indptr))
    sample = Sample(counts.totals[rows].astype(float), len(rows))
    parts = [_spread(block) for block in blocks(columns[:, present], sample)]
    names = ["count", "docs", "dp", "dp_norm", "juilland_d", "rosengren_s", "kl_divergence"]
    made = pd.DataFrame({name: _join(parts, i) for i, name in enumerate(names)})
    made.insert(0, "term", counts.terms[present])
    made = made.astype({"count": np.int64, "docs": np.int64})
    return made.sort_values(["count", "term"], ascending=[False, True], ignore_index=True)


def _join(parts: list[tuple[np.ndarray, ...]], i: int) -> np.ndarray:
    return np.concatenate([np.empty(0), *(part[i] for part in parts)])


def _spread(block: Block) -> tuple[np.ndarray, ...]:
    sizes, every = block.sample.sizes, np.ones(len(block.values), dtype=bool)
    n = len(sizes)
    share = sizes / sizes.sum()
    expected, part = share[block.rows], block.values / block.a[block.cols]
    dp = deviation_of_proportions(block, every, share)
    rate = block.values / sizes[block.rows]
    mean = block.add(rate, every) / n
    # articles without the term are as far from the mean as the mean is from zero
    squares = block.add((rate - mean[block.cols]) ** 2, every) + (n - block.docs_a) * mean**2
    spread = np.sqrt(squares / n) / mean
    juilland = 1 - spread / np.sqrt(n - 1) if n > 1 else np.full(block.width, np.nan)
    rosengren = block.add(np.sqrt(expected * block.values), every) ** 2 / block.a
    divergence = block.add(special.rel_entr(part, expected), every) / np.log(2)
    dp_norm = dp / (1 - share.min()) if n > 1 else np.full(block.width, np.nan)
    return block.a, block.docs_a, dp, dp_norm, juilland, rosengren, divergence


def deviation_of_proportions(block: Block, where: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return DP (Gries 2008) of each term over the articles of one group; missing where it never uses the term.

    Parameters
    ----------
    where
        Which entries belong to the group.
    share
        Each article's share of the group's tokens.
    """
    counts = block.add(block.values, where)
    expected = share[block.rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = block.values / counts[block.cols]
        # articles without the term add their whole share, and all shares add up to one
        away = block.add(np.abs(part - expected) - expected, where) + 1
    return np.where(counts > 0, away / 2, np.nan)


def rank_sum(block: Block) -> np.ndarray:
    """Return the z of the Wilcoxon rank sum of the articles' rates, ties corrected, positive for the target.

    It asks in how many articles a term is frequent, not how often in one: a word repeated in one article changes one
    rank.
    """
    sample, n = block.sample, len(block.sample.sizes)
    # one number to sort by: term, then rate, then group. Rates of whole numbers below a million differ by 1e-12 or more
    bits = 62 - max(block.width - 1, 1).bit_length()
    rate = block.values / sample.sizes[block.rows]
    key = (block.cols << bits) | np.minimum(rate * 2.0 ** (bits - 1), 2.0 ** (bits - 1)).astype(np.int64)
    ordered = np.sort(key << 1 | block.in_a)
    value, in_a = ordered >> 1, ordered & 1
    first = np.flatnonzero(np.concatenate(([True], value[1:] != value[:-1])))
    size = np.diff(np.concatenate((first, [len(value)])))
    term = value[first] >> bits
    absent = n - block.docs_a - block.docs_b
    rank = absent[term] + first - block.bounds[term] + (size + 1) / 2
    total = np.bincount(term, weights=rank * np.add.reduceat(in_a, first), minlength=block.width)
    total += (sample.k - block.docs_a) * (absent + 1) / 2
    ties = np.bincount(term, weights=size.astype(float) ** 3 - size, minlength=block.width)
    ties += absent.astype(float) ** 3 - absent
    variance = sample.k * (n - sample.k) / 12 * (n + 1 - ties / (n * max(n - 1, 1)))
    distance = total - sample.k * (n + 1) / 2
    return np.where(variance > 1e-9, distance / np.sqrt(np.maximum(variance, 1e-9)), 0.0)


def without_heaviest(block: Block) -> np.ndarray:
    """Return G2 without the article that has the term most often; missing where a group then has no article.

    Of articles that have it equally often, the one counts whose absence leaves least.
    """
    sample = block.sample
    top = np.maximum.reduceat(block.values, block.bounds[:-1])
    heaviest = np.flatnonzero(block.values == top[block.cols])
    cols, in_a = block.cols[heaviest], block.in_a[heaviest]
    gone, size = block.values[heaviest], sample.sizes[block.rows[heaviest]]
    n_a, n_b = sample.n_a - size * in_a, sample.n_b - size * ~in_a
    left = statistics.g2(block.a[cols] - gone * in_a, block.b[cols] - gone * ~in_a, n_a, n_b)
    left[(n_a <= 0) | (n_b <= 0)] = np.nan
    first = np.searchsorted(cols, np.arange(block.width))
    least = np.minimum.reduceat(np.abs(left), first)
    return np.minimum.reduceat(np.where(np.abs(left) == least[cols], left, np.inf), first) + 0 * least


def leave_one_out(block: Block) -> tuple[np.ndarray, np.ndarray]:
    """Return the smallest and the largest log ratio (Walter) that leaving out one article gives.

    Both are missing where a group has one article only: without it there is no comparison.
    """
    sample, n = block.sample, len(block.sample.sizes)
    if min(sample.k, n - sample.k) < 2:
        return np.full(block.width, np.nan), np.full(block.width, np.nan)
    size = sample.sizes[block.rows]
    found = statistics.log_ratio(
        block.a[block.cols] - block.values * block.in_a,
        block.b[block.cols] - block.values * ~block.in_a,
        sample.n_a - size * block.in_a,
        sample.n_b - size * ~block.in_a,
    )
    low = np.minimum.reduceat(found, block.bounds[:-1])
    high = np.maximum.reduceat(found, block.bounds[:-1])
    # of the articles without the term, only the longest and the shortest of each group can be extreme
    for in_a in (True, False):
        for absent in _absent(block, in_a):
            gone = np.where(absent >= 0, sample.sizes[absent], 0)
            ratio = statistics.log_ratio(
                block.a, block.b, sample.n_a - gone * in_a, sample.n_b - gone * (not in_a)
            )
            low = np.where(absent >= 0, np.minimum(low, ratio), low)
            high = np.where(absent >= 0, np.maximum(high, ratio), high)
    return low, high


def _absent(block: Block, in_a: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return, for each term, the longest and the shortest article of a group that lack it; -1 where none does."""
    first, last = (0, block.sample.k) if in_a else (block.sample.k, len(block.sample.sizes))
    has = block.docs_a if in_a else block.docs_b
    begins = block.bounds[:-1] + (0 if in_a else block.docs_a)
    position = np.arange(len(block.rows)) - begins[block.cols]
    where = block.in_a == in_a
    # articles are ordered by length: as long as the i-th entry is the i-th article, none longer is missing
    longest = first + block.tally(where & (block.rows - first == position))
    shortest = last - 1 - block.tally(where & (last - 1 - block.rows == has[block.cols] - 1 - position))
    lacking = has < last - first
    return np.where(lacking, longest, -1), np.where(lacking, shortest, -1)
