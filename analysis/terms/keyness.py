"""Compare the words of groups of articles: how large a difference is, and what the sample can say about it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd

from analysis.terms import resampling, spread, statistics
from analysis.terms.blocks import Block, Sample, blocks
from analysis.terms.counts import Counts
from analysis.terms.resampling import Draws

# below this many articles in a group, ranks of articles say too little to sort by
_RANKED = 10
# what differs by less is equal, on every machine
_ZERO = 1e-9

Groups = Mapping[Hashable, Hashable] | pd.Series


def compare(
    counts: Counts,
    groups: Groups,
    *,
    target: Hashable,
    reference: Hashable | None = None,
    min_count: int = 1,
    min_docs: int = 1,
    correction: str = "bh",
    ci: float = 0.95,
    seed: int = 0,
    resamples: int = 200,
) -> pd.DataFrame:
    """Compare how often two groups of articles use each term.

    Parameters
    ----------
    counts
        What `terms.count` gives.
    groups
        Group of each article, by `doc_id`; every article of `counts` needs one. `terms.outlets(articles)` gives outlets.
    target
        The group of interest, `a` in the columns.
    reference
        The group to compare it with, `b`; without one, all other articles.
    min_count, min_docs
        Leave out terms that both groups together use less often, or in fewer articles. The denominators stay.
    correction
        bh, holm, bonferroni or none, over the terms of the table (`n_tests`).
    ci
        Level of both intervals.
    seed
        For resamples of articles, where there are too many to enumerate them.
    resamples
        How many of them, and of splits of the articles, are then drawn.

    Returns
    -------
    table
        One row per term that occurs, best first: by the Wilcoxon rank sum over articles where both groups have ten or
        more, else by the smaller of G2 and G2 without the heaviest article (0 where its sign turns); then by frequency
        and alphabet.

        - `term`; `count_a`, `count_b`; `docs_a`, `docs_b` (articles with the term); `per_1000_a`, `per_1000_b` (tokens)
        - `log_ratio` (base 2, Walter), `ci_low`, `ci_high` (exact, as if tokens were drawn), `lrc` (its limit nearer to
          zero), `boot_low`, `boot_high` (articles drawn; cannot invent a term that a group lacks: quote the wider)
        - `g2` (four cells, signed), `g2_drop_heaviest`, `g2_docs` (numbers of articles in place of tokens)
        - `specificity` (Lafon), `p_exact` (hypergeometric, both tails), `p_adj`, `n_tests`
        - `p_perm` (share of splits of the articles with as large a G2), `p_perm_floor` (the smallest it can be)
        - `log_odds`, `log_odds_z` (informative prior of 500 tokens)
        - `dp_a`, `dp_b` (within the group), `rank_sum_z`
        - `loo_low`, `loo_high`, `loo_sign_stable` (log ratio without one article; missing for a group of one)
        - `flags`: one article; absent from target; absent from reference

    Raises
    ------
    ValueError
        When `target` or `reference` is no group of `groups`, both are the same, an article has no group, a group has no
        article or no token, or an option is out of range.

    Notes
    -----
    Sources of the formulas stand with them in `terms.statistics`. A p over tokens is too small, because words come in
    clusters; `p_perm` is not, but with 3 + 2 articles it cannot be below 0.1.
    """
    _check_options(correction, ci, resamples, min_count, min_docs)
    rows_a, rows_b = _sides(counts, _labels(counts, groups), target, reference)
    rows = np.concatenate([rows_a, rows_b])
    sample = Sample(counts.totals[rows].astype(float), len(rows_a))
    draws = resampling.draw(sample, resamples=resamples, seed=seed)
    columns = spread.columns_of(counts, rows)
    present = np.diff(columns.indptr) >= max(min_docs, 1)
    present &= np.asarray(columns.sum(axis=0)).ravel() >= min_count
    shown = np.flatnonzero(present)
    if len(shown) < len(present):
        columns = columns[:, shown]
    parts = [_measure(block, draws, ci) for block in blocks(columns, sample)]
    made = pd.concat(parts or [_measure_nothing(sample, draws, ci)], ignore_index=True)
    made.insert(0, "term", counts.terms[shown].to_numpy())
    made["p_adj"] = statistics.adjust(made["p_exact"].to_numpy(), correction)
    made["n_tests"] = len(made)
    floor = resampling.smallest_p(sample.k, len(rows_b)) if draws.exact else 1 / resamples
    made["p_perm_floor"] = floor
    return _ranked(made, sample)[_COLUMNS]


def compare_each(counts: Counts, groups: Groups, **options: object) -> pd.DataFrame:
    """Compare each group with all others.

    Returns
    -------
    table
        The tables of `compare` one under the other, with the target in a first column `group`.
    """
    names = sorted(set(_labels(counts, groups)))
    parts = [compare(counts, groups, target=name, **options).assign(group=name) for name in names]
    return pd.concat(parts, ignore_index=True)[["group", *_COLUMNS]]


def specificities(counts: Counts, groups: Groups) -> pd.DataFrame:
    """Compare each group with the whole corpus, in the manner of TXM and IRaMuTeQ (Lafon 1980).

    Returns
    -------
    table
        One row per term and group, most specific first within a group: `group`, `term`, `count` (in the group),
        `frequency` (in all groups), `per_1000` (tokens of the group), `specificity` (beyond 2 in size a hundredth by
        chance), `p_exact`.

    Raises
    ------
    ValueError
        As `compare`.
    """
    labels = _labels(counts, groups)
    names = sorted(set(labels))
    sums = np.stack([np.asarray(counts.matrix[labels == name].sum(axis=0)).ravel() for name in names])
    tokens = np.array([counts.totals[labels == name].sum() for name in names])
    whole = sums.sum(axis=0)
    shown = np.flatnonzero(whole)
    parts = []
    for i, name in enumerate(names):
        _refuse_no_tokens(name, tokens[i])
        inside, outside = sums[i][shown], (whole - sums[i])[shown]
        score, p = statistics.specificity(inside, outside, tokens[i], tokens.sum() - tokens[i])
        part = {"group": name, "term": counts.terms[shown], "count": inside, "frequency": whole[shown]}
        part |= {"per_1000": 1000 * inside / tokens[i], "specificity": score, "p_exact": p}
        parts.append(pd.DataFrame(part))
    order = ["group", "specificity", "frequency", "term"]
    ascending = [True, False, False, True]
    return pd.concat(parts).sort_values(order, ascending=ascending, ignore_index=True)


def describe(counts: Counts, groups: Groups) -> pd.DataFrame:
    """Return what a comparison rests on, for a caption.

    Returns
    -------
    table
        One row per group: `group`, `articles`, `tokens`, `smallest_p` (what a test over articles against all others can
        reach at best), `descriptive_only` (true below five articles here or in all other groups).
    """
    labels = _labels(counts, groups)
    rows = []
    for name in sorted(set(labels)):
        inside = (labels == name) & (counts.totals > 0)
        others = (labels != name) & (counts.totals > 0)
        few = min(inside.sum(), others.sum())
        p = resampling.smallest_p(int(inside.sum()), int(others.sum())) if few else np.nan
        rows.append((name, int(inside.sum()), int(counts.totals[inside].sum()), p, bool(few < 5)))
    return pd.DataFrame(rows, columns=["group", "articles", "tokens", "smallest_p", "descriptive_only"])


_COLUMNS = [
    "term", "count_a", "count_b", "docs_a", "docs_b", "per_1000_a", "per_1000_b", "log_ratio", "ci_low", "ci_high",
    "lrc", "boot_low", "boot_high", "g2", "g2_drop_heaviest", "g2_docs", "specificity", "p_exact", "p_adj", "n_tests",
    "p_perm", "p_perm_floor", "log_odds", "log_odds_z", "dp_a", "dp_b", "rank_sum_z", "loo_low", "loo_high",
    "loo_sign_stable", "flags",
]  # fmt: skip


def _measure(block: Block, draws: Draws, ci: float) -> pd.DataFrame:
    sample, k = block.sample, block.sample.k
    a, b, n_a, n_b = block.a, block.b, sample.n_a, sample.n_b
    made = {"count_a": a.astype(np.int64), "count_b": b.astype(np.int64)}
    made |= {"docs_a": block.docs_a, "docs_b": block.docs_b}
    made |= {"per_1000_a": 1000 * a / n_a, "per_1000_b": 1000 * b / n_b}
    made["log_ratio"] = statistics.log_ratio(a, b, n_a, n_b)
    made["ci_low"], made["ci_high"] = statistics.exact_interval(a, b, n_a, n_b, level=ci)
    made["lrc"] = statistics.nearest_to_zero(made["ci_low"], made["ci_high"])
    made["g2"] = statistics.g2(a, b, n_a, n_b)
    made["g2_drop_heaviest"] = spread.without_heaviest(block)
    made["g2_docs"] = statistics.g2(block.docs_a, block.docs_b, k, len(sample.sizes) - k)
    made["boot_low"], made["boot_high"], made["p_perm"] = resampling.resample(block, draws, made["g2"], ci)
    made["specificity"], made["p_exact"] = statistics.specificity(a, b, n_a, n_b)
    made["log_odds"], made["log_odds_z"] = statistics.log_odds(a, b, n_a, n_b)
    share = sample.sizes / np.where(np.arange(len(sample.sizes)) < k, n_a, n_b)
    made["dp_a"] = spread.deviation_of_proportions(block, block.in_a, share)
    made["dp_b"] = spread.deviation_of_proportions(block, ~block.in_a, share)
    made["rank_sum_z"] = spread.rank_sum(block)
    low, high = made["loo_low"], made["loo_high"] = spread.leave_one_out(block)
    stable = pd.array((low > _ZERO) | (high < -_ZERO), dtype="boolean")
    stable[np.isnan(low)] = pd.NA
    made["loo_sign_stable"] = stable
    made["flags"] = _flags(block)
    return pd.DataFrame(made)


def _measure_nothing(sample: Sample, draws: Draws, ci: float) -> pd.DataFrame:
    """Return the table of no term, with its types."""
    from scipy import sparse

    one = sparse.csc_array(([1], ([0], [0])), shape=(len(sample.sizes), 1))
    return _measure(next(blocks(one, sample)), draws, ci).iloc[:0]


def _flags(block: Block) -> pd.Series:
    single = np.where(block.docs_a + block.docs_b == 1, "one article", "")
    absent = np.select(
        [block.docs_a == 0, block.docs_b == 0], ["absent from target", "absent from reference"], ""
    )
    between = np.where((single != "") & (absent != ""), "; ", "")
    joined = np.char.add(np.char.add(single, between), absent)
    return pd.Series(joined, dtype="str").replace("", None)


def _ranked(made: pd.DataFrame, sample: Sample) -> pd.DataFrame:
    if min(sample.k, len(sample.sizes) - sample.k) >= _RANKED:
        strength = made["rank_sum_z"].abs()
    else:
        same = np.sign(made["g2"]) == np.sign(made["g2_drop_heaviest"])
        smaller = np.minimum(made["g2"].abs(), made["g2_drop_heaviest"].abs())
        strength = smaller.where(same, 0.0)
    made = made.assign(_strength=(strength / _ZERO).round(), _total=made["count_a"] + made["count_b"])
    return made.sort_values(
        ["_strength", "_total", "term"], ascending=[False, False, True], ignore_index=True
    )


def _labels(counts: Counts, groups: Groups) -> np.ndarray:
    """Return the group of each article of `counts`, in its order."""
    series = groups if isinstance(groups, pd.Series) else pd.Series(dict(groups), dtype=object)
    if series.index.has_duplicates:
        repeated = sorted(map(str, series.index[series.index.duplicated()].unique()))
        msg = (
            f"groups gives an article more than once: {', '.join(repeated[:5])}. Give each article one group."
        )
        raise ValueError(msg)
    declared = set(series.dropna())
    if isinstance(series.dtype, pd.CategoricalDtype):
        declared |= set(series.cat.categories)
    found = series.astype(object).reindex(counts.documents)
    if found.isna().any():
        lacking = [str(doc_id) for doc_id in counts.documents[found.isna()]]
        msg = (
            f"{len(lacking)} of {len(found)} articles have no group: {', '.join(lacking[:5])}. "
            "Name one for each in groups, or count the texts without them."
        )
        raise ValueError(msg)
    empty = sorted(map(str, declared - set(found)))
    if empty:
        msg = f"no article of counts is in group {', '.join(empty)}. Remove it from groups, or count its articles too."
        raise ValueError(msg)
    return found.to_numpy()


def _sides(
    counts: Counts, labels: np.ndarray, target: Hashable, reference: Hashable | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of both sides, articles without tokens left out, longest first."""
    names = sorted(set(labels), key=str)
    for role, name in (("target", target), ("reference", reference)):
        if name not in names and not (role == "reference" and name is None):
            msg = f"{role} must be one of {', '.join(map(str, names))}, not {name!r}"
            raise ValueError(msg)
    if target == reference:
        msg = f"target and reference are both {target!r}. Name two groups, or leave the reference out to compare with the rest."
        raise ValueError(msg)
    in_a = labels == target
    in_b = ~in_a if reference is None else labels == reference
    if not in_b.any():
        msg = f"all articles are in group {target!r}. Name at least two groups."
        raise ValueError(msg)
    sides = []
    for inside, name in ((in_a, target), (in_b, "the rest" if reference is None else reference)):
        _refuse_no_tokens(name, counts.totals[inside].sum())
        # the order decides which draws an article gets: it must not be that of the input
        rows = np.flatnonzero(inside & (counts.totals > 0))
        order = zip((-counts.totals[rows]).tolist(), map(str, counts.documents[rows]), rows, strict=True)
        sides.append(np.array([row for _, _, row in sorted(order)]))
    return sides[0], sides[1]


def _refuse_no_tokens(name: Hashable, tokens: int) -> None:
    if not tokens:
        msg = f"the articles of {name} have no tokens. Check that their texts have running text, or leave the group out."
        raise ValueError(msg)


def _check_options(correction: str, ci: float, resamples: int, min_count: int, min_docs: int) -> None:
    statistics.adjust(np.empty(0), correction)
    if not 0 < ci < 1:
        msg = f"ci must lie between 0 and 1, not {ci}"
        raise ValueError(msg)
    for name, value in (("resamples", resamples), ("min_count", min_count), ("min_docs", min_docs)):
        if value < 1:
            msg = f"{name} must be 1 or more, not {value}"
            raise ValueError(msg)
