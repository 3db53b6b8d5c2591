"""The formulas: each takes arrays of counts in two groups, and the tokens of the groups.

`a` and `b` are how often a term occurs in the target and in the reference, `n_a` and `n_b` their tokens. Everything is
worked out for all terms at once. Where there is a choice between definitions, the docstring says which one this is.
"""

from __future__ import annotations

import numpy as np
from scipy import special

CORRECTIONS = ("bh", "holm", "bonferroni", "none")
# evidence that the prior of the log odds weighs: as if so many tokens had been seen before
PRIOR_TOKENS = 500.0
_STEPS = 64


def g2(a: np.ndarray, b: np.ndarray, n_a: np.ndarray | float, n_b: np.ndarray | float) -> np.ndarray:
    """Return the log-likelihood ratio over all four cells, negative where the target uses the term less.

    Four cells as in Dunning (1993): the tokens that are not the term count too. The two-cell variant of the UCREL
    calculator is smaller. Exactly 0 where both rates are equal, or a group has no tokens.
    """
    a, b, n_a, n_b = (np.asarray(x, dtype=float) for x in (a, b, n_a, n_b))
    total = n_a + n_b
    # observed minus expected; written so that large counts lose no digits
    excess = (a * n_b - b * n_a) / np.where(total > 0, total, 1)
    share = (a + b) / np.where(total > 0, total, 1)
    cells = ((a, share * n_a, 1), (b, share * n_b, -1), (n_a - a, (1 - share) * n_a, -1))
    found = sum(
        special.xlog1py(seen, sign * excess / np.where(expected > 0, expected, np.inf))
        for seen, expected, sign in (*cells, (n_b - b, (1 - share) * n_b, 1))
    )
    return np.sign(excess) * np.maximum(2 * found, 0)


def log_ratio(a: np.ndarray, b: np.ndarray, n_a: np.ndarray | float, n_b: np.ndarray | float) -> np.ndarray:
    """Return the base-2 logarithm of the ratio of rates, half a token added everywhere (Walter 1975).

    1 means twice the rate, -1 half of it. The half token keeps terms that a group never uses finite.
    """
    return np.log2(a + 0.5) - np.log2(b + 0.5) + np.log2(n_b + 0.5) - np.log2(n_a + 0.5)


def exact_interval(
    a: np.ndarray, b: np.ndarray, n_a: float, n_b: float, *, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Return the exact conditional interval of the log ratio; infinite where a group never uses the term.

    Given a + b, the target's count is binomial; its Clopper-Pearson limits p give log2(n_b / n_a * p / (1 - p))
    (Evert 2022). It treats tokens as drawn one by one, so it is too narrow for terms that come in clusters.
    """
    pairs, back = np.unique(np.stack([a, b], axis=1), axis=0, return_inverse=True)
    a, b = pairs.T.astype(float)
    tail = (1 - level) / 2
    with np.errstate(divide="ignore"):
        low = np.where(a > 0, special.betaincinv(np.maximum(a, 1), b + 1, tail), 0)
        high = np.where(b > 0, special.betaincinv(a + 1, np.maximum(b, 1), 1 - tail), 1)
        shift = np.log2(n_b) - np.log2(n_a)
        limits = [shift + np.log2(p) - np.log2(1 - p) for p in (low, high)]
    return limits[0][back.ravel()], limits[1][back.ravel()]


def nearest_to_zero(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the limit of an interval that is nearer to zero; 0 where zero lies inside (LRC, Evert 2022)."""
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def log_odds(
    a: np.ndarray,
    b: np.ndarray,
    n_a: float,
    n_b: float,
    *,
    prior: np.ndarray | float | None = None,
    prior_tokens: float = PRIOR_TOKENS,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log odds ratio with a Dirichlet prior, and its z (Monroe, Colaresi and Quinn 2008, eq. 16, 20).

    Parameters
    ----------
    prior
        Pseudo-count of each term; without one, the term's share of all tokens times `prior_tokens` (informative).
    prior_tokens
        Sum of the pseudo-counts of all terms.

    Returns
    -------
    delta, z
        Natural logarithm; the variance has the two terms of eq. 20.
    """
    alpha = prior_tokens * (a + b) / (n_a + n_b) if prior is None else prior
    delta = np.log((a + alpha) / (n_a + prior_tokens - a - alpha)) - np.log(
        (b + alpha) / (n_b + prior_tokens - b - alpha)
    )
    return delta, delta / np.sqrt(1 / (a + alpha) + 1 / (b + alpha))


def specificity(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the specificity of Lafon (1980) and the exact two-sided p.

    Returns
    -------
    specificity
        -log10 of the hypergeometric probability of a count at least as high, where the count is as high as expected or
        higher; +log10 of the probability of one at least as low, where it is lower. As in TXM, equality counts as
        positive.
    p
        Twice the smaller of both probabilities, at most 1.
    """
    pairs, back = np.unique(np.stack([a, b], axis=1), axis=0, return_inverse=True)
    tail = _log_tail(pairs[:, 0].astype(float), pairs[:, 1].astype(float), float(n_a), float(n_b))
    sign = np.where(pairs[:, 0] * float(n_b) >= pairs[:, 1] * float(n_a), 1.0, -1.0)
    score = sign * np.maximum(-tail / np.log(10), 0)
    # the median lies beside the expected count, so the other tail is never smaller unless both are above one half
    p = np.minimum(2 * np.exp(tail), 1)
    return (score + 0.0)[back.ravel()], p[back.ravel()]


def exact_p(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """Return the two-sided p of Fisher's exact test that adds up all tables no likelier than the one seen.

    This is the p of R's `fisher.test`; the p of `specificity` doubles one tail. They differ for lopsided groups.
    """
    values = []
    for one, other in zip(np.asarray(a, float), np.asarray(b, float), strict=True):
        r = one + other
        low, high = max(0.0, r - n_b), min(r, n_a)
        seen = np.arange(low, high + 1)
        chances = _log_chance(seen, r - seen, n_a, n_b)
        values.append(np.exp(chances[chances <= chances[int(one - low)] + 1e-7]).sum())
    return np.minimum(values, 1)


def adjust(p: np.ndarray, correction: str = "bh") -> np.ndarray:
    """Correct p-values for the number of tests.

    Parameters
    ----------
    correction
        bh (Benjamini and Hochberg 1995, false discovery rate), holm, bonferroni (family-wise), or none.

    Raises
    ------
    ValueError
        When `correction` is another word.
    """
    if correction not in CORRECTIONS:
        msg = f"correction must be one of {', '.join(CORRECTIONS)}, not {correction!r}"
        raise ValueError(msg)
    p = np.asarray(p, dtype=float)
    if correction == "none" or not len(p):
        return p.copy()
    if correction == "bonferroni":
        return np.minimum(p * len(p), 1)
    order, rank = np.argsort(p, kind="stable"), np.arange(1, len(p) + 1)
    if correction == "bh":
        ordered = np.minimum.accumulate((p[order] * len(p) / rank)[::-1])[::-1]
    else:
        ordered = np.maximum.accumulate(p[order] * (len(p) + 1 - rank))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(ordered, 1)
    return adjusted


def _log_chance(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """Return the natural logarithm of the hypergeometric probability of a table.

    Stirling's formula turns the factorials into -G2 / 2 and a sum of small corrections: no large numbers are
    subtracted, and nothing underflows.
    """
    corrections = _stirling(a + b) + _stirling(n_a + n_b - a - b) + _stirling(n_a) + _stirling(n_b)
    corrections -= (
        _stirling(n_a + n_b) + _stirling(a) + _stirling(b) + _stirling(n_a - a) + _stirling(n_b - b)
    )
    return corrections - np.abs(g2(a, b, n_a, n_b)) / 2


def _stirling(n: np.ndarray | float) -> np.ndarray:
    """Return ln n! - (n ln n - n)."""
    n = np.asarray(n, dtype=float)
    large = np.maximum(n, 16)
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * large**2)) / large**2) / large**2) / large
    small = np.minimum(n, 16)
    return np.where(
        n >= 16,
        0.5 * np.log(2 * np.pi * large) + series,
        special.gammaln(small + 1) - special.xlogy(small, small) + small,
    )


def _log_tail(a: np.ndarray, b: np.ndarray, n_a: float, n_b: float) -> np.ndarray:
    """Return the logarithm of the tail in the direction of the deviation; the count itself is in it."""
    up = a * n_b >= b * n_a
    # the lower tail of one group is the upper tail of the other
    x, y = np.where(up, a, b), np.where(up, b, a)
    n_x, n_y = np.where(up, n_a, n_b), np.where(up, n_b, n_a)
    return np.minimum(_log_chance(x, y, n_x, n_y) + np.log(_relative_tail(x, y, n_x, n_y)), 0)


def _relative_tail(x: np.ndarray, y: np.ndarray, n_x: np.ndarray, n_y: np.ndarray) -> np.ndarray:
    """Return P(X >= x) / P(X = x), adding the ratios of neighbouring probabilities until they no longer matter."""
    total, term = np.ones(len(x)), np.ones(len(x))
    active, step = np.flatnonzero(y > 0), 0
    steps = np.arange(_STEPS, dtype=float)
    while len(active):
        k = step + steps
        x_, y_ = x[active, None], y[active, None]
        odds = np.maximum(y_ - k, 0) * np.maximum(n_x[active, None] - x_ - k, 0)
        odds = odds / ((x_ + k + 1) * np.maximum(n_y[active, None] - y_ + k + 1, 1))
        terms = term[active, None] * np.cumprod(odds, axis=1)
        total[active] += terms.sum(axis=1)
        term[active] = terms[:, -1]
        # the ratios fall: what is left is less than the last term times a geometric series
        active = active[term[active] > 1e-17 * total[active] * (1 - odds[:, -1])]
        step += _STEPS
    return total
