"""Numbers about a network: similarity of rows, edges that stand out, ranks of sources and claims."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.network.selection import one_of

METRICS = ("intersection", "jaccard", "overlap", "dice", "binary_cosine", "cosine", "dot_product")
RANKS = ("hits", "cohits", "birank")
_ROUNDS = 10_000


def similarity(matrix: pd.DataFrame, *, metric: str = "jaccard") -> pd.DataFrame:
    """Return how similar the rows of a two-mode network are.

    Parameters
    ----------
    matrix
        Rows by columns, as `affiliation` gives it with `aggregation="ignore"`.
    metric
        With N the columns that a row has: `intersection`, `jaccard`, `overlap` (by the smaller one), `dice` and
        `binary_cosine` compare N; `cosine` and `dot_product` compare the counts.

    Returns
    -------
    similar
        Rows by rows, diagonal 0; 0 where a row has nothing.
    """
    one_of("metric", metric, METRICS)
    counts = matrix.to_numpy(dtype=float)
    present = (counts != 0).astype(float)
    values = counts if metric in {"cosine", "dot_product"} else present
    both = values @ values.T
    degree = present.sum(axis=1)
    lengths = np.sqrt((counts**2).sum(axis=1))
    by = {
        "jaccard": degree[:, None] + degree[None, :] - both,
        "overlap": np.minimum(degree[:, None], degree[None, :]),
        "dice": (degree[:, None] + degree[None, :]) / 2,
        "binary_cosine": np.sqrt(degree[:, None] * degree[None, :]),
        "cosine": lengths[:, None] * lengths[None, :],
    }.get(metric, np.ones_like(both))
    cells = np.divide(both, by, out=np.zeros_like(both), where=by != 0)
    np.fill_diagonal(cells, 0.0)
    return pd.DataFrame(cells, index=matrix.index, columns=matrix.index)


def disparity(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return, for every edge of a one-mode network, how surprising its weight is at its end nodes.

    Parameters
    ----------
    matrix
        Symmetric, weights not negative; as `project` gives it.

    Returns
    -------
    edges
        Columns source, target, weight, alpha; smallest alpha first. An edge stands out at level a where alpha < a.

    Raises
    ------
    ValueError
        When a weight is negative.

    Notes
    -----
    alpha is the smaller of (1 - w / s)^(k - 1) at both ends, with s the weights and k the edges of a node (Serrano,
    Boguñá & Vespignani 2009). A node with one edge tells nothing: alpha 1. The filter asks whether a weight stands out
    among the weights of its nodes, not whether there are enough texts to trust it.
    """
    weights = matrix.to_numpy(dtype=float)
    if (weights < 0).any():
        msg = "The disparity filter needs weights of 0 and more; use aggregation 'ignore', 'congruence' or 'conflict'."
        raise ValueError(msg)
    strength = weights.sum(axis=1, keepdims=True)
    degree = (weights > 0).sum(axis=1, keepdims=True)
    share = np.divide(weights, strength, out=np.zeros_like(weights), where=strength > 0)
    one_end = (1 - share) ** np.maximum(degree - 1, 0)
    alpha = np.minimum(one_end, one_end.T)
    first, second = np.nonzero(np.triu(weights, 1))
    edges = pd.DataFrame(
        {
            "source": matrix.index.to_numpy()[first],
            "target": matrix.index.to_numpy()[second],
            "weight": weights[first, second],
            "alpha": alpha[first, second],
        }
    )
    return edges.sort_values(["alpha", "source", "target"], kind="stable", ignore_index=True)


def rank(
    matrix: pd.DataFrame,
    *,
    method: str = "birank",
    alpha: float = 0.85,
    beta: float = 0.85,
    tolerance: float = 1e-12,
) -> pd.DataFrame:
    """Return how central the rows and the columns of a two-mode network are, both at once.

    Parameters
    ----------
    matrix
        Counts, rows by columns.
    method
        `hits` (Kleinberg 1999), `cohits` (Deng, Lyu & King 2009) or `birank` (He, Gao, Kan & Wang 2017).
    alpha, beta
        Weight of the network against an equal start, for columns and for rows, so that no part of it gets rank 0.
    tolerance
        Stop when a round moves all ranks of one mode together by less than this.

    Returns
    -------
    ranks
        Columns node, mode (row or column), rank; highest first inside each mode. `hits` sums to 1 in each mode.
        A rank says who is connected to much, never who is right.

    Raises
    ------
    ValueError
        For a method outside its list, a share outside 0 to 1, or a negative weight.
    """
    one_of("method", method, RANKS)
    if not (0 <= alpha <= 1 and 0 <= beta <= 1):
        msg = f"alpha and beta must lie between 0 and 1, not {alpha} and {beta}"
        raise ValueError(msg)
    counts = matrix.to_numpy(dtype=float)
    if (counts < 0).any():
        msg = "Ranks need weights of 0 and more; use aggregation 'ignore'."
        raise ValueError(msg)
    if not counts.size:
        return pd.DataFrame({"node": pd.Series(dtype=str), "mode": pd.Series(dtype=str), "rank": []})
    by_row, by_column = _inverse(counts.sum(axis=1)), _inverse(counts.sum(axis=0))
    to_column, to_row = counts.T, counts
    if method == "cohits":
        to_column, to_row = (by_row[:, None] * counts).T, counts * by_column[None, :]
    elif method == "birank":
        to_row = np.sqrt(by_row)[:, None] * counts * np.sqrt(by_column)[None, :]
        to_column = to_row.T
    row, column = np.full(counts.shape[0], 1 / counts.shape[0]), np.full(counts.shape[1], 1 / counts.shape[1])
    start_row, start_column = row, column
    for _ in range(_ROUNDS):
        new_column = alpha * (to_column @ row) + (1 - alpha) * start_column
        new_column = _share(new_column) if method == "hits" else new_column
        new_row = beta * (to_row @ new_column) + (1 - beta) * start_row
        new_row = _share(new_row) if method == "hits" else new_row
        moved = max(np.abs(new_row - row).sum(), np.abs(new_column - column).sum())
        row, column = new_row, new_column
        if moved < tolerance:
            break
    ranks = pd.DataFrame(
        {
            "node": [*matrix.index, *matrix.columns],
            "mode": ["row"] * len(row) + ["column"] * len(column),
            "rank": [*row, *column],
        }
    )
    return ranks.sort_values(
        ["mode", "rank", "node"], ascending=[False, False, True], kind="stable", ignore_index=True
    )


def _inverse(totals: np.ndarray) -> np.ndarray:
    return np.divide(1.0, totals, out=np.zeros_like(totals), where=totals != 0)


def _share(values: np.ndarray) -> np.ndarray:
    total = values.sum()
    return values / total if total else values
