"""How much a network depends on our choices, and on which articles happen to be in the folder."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.network.matrices import affiliation, project
from analysis.network.selection import NORMALIZATIONS, one_of, scale_of

# with fewer articles an interval says which articles these are, not what others would show
FEW_ARTICLES = 20


def sensitivity(
    statements: pd.DataFrame,
    *,
    network: str = "affiliation",
    duplicates: Sequence[str] = ("include", "document", "acrossrange"),
    normalizations: Sequence[str | None] | None = None,
    thresholds: Sequence[float] = (0.0, 0.25, 0.5),
    **options: Any,
) -> pd.DataFrame:
    """Return which edges survive every combination of duplicate rule, normalisation and threshold.

    Parameters
    ----------
    statements, **options
        As in `affiliation` or `project`.
    network
        `affiliation` or `project`.
    duplicates, normalizations
        The rules to combine; by default all normalisations of the network.
    thresholds
        Shares of the largest weight, by absolute value; an edge survives where its weight is above that share.

    Returns
    -------
    edges
        Columns source, target, n_settings, n_survived, share, always, and weight (first setting; 0 where the edge is not there); most robust first.
        `attrs["settings"]` lists the combinations.

    Raises
    ------
    ValueError
        For an option outside its list.
    """
    one_of("network", network, NORMALIZATIONS)
    make = affiliation if network == "affiliation" else project
    rules = list(normalizations if normalizations is not None else NORMALIZATIONS[network])
    settings = list(itertools.product(duplicates, rules, thresholds))
    survived: dict[tuple[str, str], int] = {}
    weights: dict[tuple[str, str], float] = {}
    for i, (rule, normalization) in enumerate(itertools.product(duplicates, rules)):
        matrix = make(statements, duplicates=rule, normalization=normalization, **options)
        edges = _edges(matrix, network)
        largest = edges.abs().max() if len(edges) else 0.0
        for edge, weight in edges.items():
            weights.setdefault(edge, weight if i == 0 else 0.0)
            passed = sum(abs(weight) > share * largest for share in thresholds)
            survived[edge] = survived.get(edge, 0) + passed
    table = pd.DataFrame(
        {
            "source": pd.Series([a for a, _ in survived], dtype="str"),
            "target": pd.Series([b for _, b in survived], dtype="str"),
            "weight": pd.Series([weights[edge] for edge in survived], dtype=float),
            "n_settings": len(settings),
            "n_survived": pd.Series(list(survived.values()), dtype="int64"),
        }
    )
    table["share"] = table["n_survived"] / table["n_settings"]
    table["always"] = table["n_survived"] == table["n_settings"]
    table = table.sort_values(
        ["n_survived", "weight", "source", "target"], ascending=[False, False, True, True], kind="stable",
        ignore_index=True,
    )  # fmt: skip
    table.attrs["settings"] = [list(setting) for setting in settings]
    return table


def bootstrap(
    statements: pd.DataFrame,
    *,
    network: str = "affiliation",
    draws: int = 1000,
    ci: float = 0.95,
    seed: int = 0,
    document: str = "doc_id",
    **options: Any,
) -> pd.DataFrame:
    """Return how far edge weights move when articles are drawn again with replacement.

    Parameters
    ----------
    statements, **options
        As in `affiliation` or `project`, without `duplicates="document"`: an article drawn twice counts twice.
    network
        `affiliation` or `project`.
    draws, ci, seed
        Number of samples, coverage of the percentile interval, and seed.
    document
        The column that names the article.

    Returns
    -------
    edges
        Columns source, target, weight, low, high, n_articles (with a statement on the edge; of either end in a
        one-mode network), present (share of the samples in which the edge is there); heaviest first.
        `attrs["note"]` says when there are too few articles for an interval to mean much.

    Raises
    ------
    ValueError
        For an option outside its list, draws below 1, or duplicates by document.
    """
    one_of("network", network, NORMALIZATIONS)
    if draws < 1 or not 0 < ci < 1:
        msg = f"draws must be 1 or more and ci between 0 and 1, not {draws} and {ci}"
        raise ValueError(msg)
    if options.get("duplicates") == "document":
        msg = "duplicates='document' would undo an article drawn twice. Leave duplicates out."
        raise ValueError(msg)
    options = {**options, "scale": scale_of(statements, options)}
    make = affiliation if network == "affiliation" else project
    statements = statements.loc[statements[document].notna()]
    whole = _edges(make(statements, **options), network)
    articles = sorted(statements[document].dropna().unique())
    where = {article: np.flatnonzero(statements[document] == article) for article in articles}
    generator = np.random.default_rng(seed)
    samples = np.zeros((draws, len(whole)))
    for i in range(draws):
        drawn = generator.integers(len(articles), size=len(articles)) if articles else []
        rows = np.concatenate([where[articles[j]] for j in drawn]) if len(drawn) else np.empty(0, int)
        sample = _edges(make(statements.iloc[rows], **options), network)
        samples[i] = sample.reindex(whole.index, fill_value=0.0)
    low, high = np.quantile(samples, [(1 - ci) / 2, (1 + ci) / 2], axis=0) if len(whole) else ([], [])
    table = pd.DataFrame(
        {
            "source": pd.Series([a for a, _ in whole.index], dtype="str"),
            "target": pd.Series([b for _, b in whole.index], dtype="str"),
            "weight": whole.to_numpy(dtype=float),
            "low": low,
            "high": high,
            "n_articles": _articles(statements, whole.index, network, document, options),
            "present": (samples != 0).mean(axis=0) if len(whole) else [],
        }
    )
    table = table.sort_values(
        ["weight", "source", "target"], ascending=[False, True, True], kind="stable", ignore_index=True
    )
    if len(articles) < FEW_ARTICLES:
        table.attrs["note"] = (
            f"{len(articles)} articles: the intervals show how much each edge hangs on single articles of this folder, "
            "and say nothing about articles that are not in it."
        )
    return table


def _edges(matrix: pd.DataFrame, network: str) -> pd.Series:
    """Return the cells that are not 0, by (row, column); of a symmetric matrix one half."""
    values = matrix.to_numpy()
    first, second = np.nonzero(values if network == "affiliation" else np.triu(values, 1))
    keys = list(zip(matrix.index[first], matrix.columns[second], strict=True))
    index = (
        pd.MultiIndex.from_tuples(keys, names=["source", "target"])
        if keys
        else pd.MultiIndex([[], []], [[], []])
    )
    return pd.Series(values[first, second], index=index, dtype=float)


def _articles(
    statements: pd.DataFrame, edges: pd.MultiIndex, network: str, document: str, options: dict
) -> list[int]:
    """Return in how many articles each edge has statements; of a pair, those on claims that both speak about."""
    rows, columns = options.get("rows", "source"), options.get("columns", "claim")
    told = statements[[rows, columns, document]].dropna().astype({rows: str, columns: str})
    where = {key: set(some) for key, some in told.groupby([rows, columns])[document]}
    if network == "affiliation":
        return [len(where.get(edge, ())) for edge in edges]
    claims: dict[str, set[str]] = {}
    for source, claim in where:
        claims.setdefault(source, set()).add(claim)
    return [
        len(set().union(*(where[end, claim] for claim in claims[a] & claims[b] for end in (a, b))))
        if a in claims and b in claims
        else 0
        for a, b in edges
    ]
