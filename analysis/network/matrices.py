"""Two-mode and one-mode networks as matrices, every cell of which can be explained.

`x[i, j, k]` is the number of counted statements of row `i` on column `j` with qualifier level `k`. The formulas are
those of Discourse Network Analyzer (Leifeld, Gruber & Bossner, *Discourse Network Analyzer Manual*), checked against
its output; `vector_cosine` is the cosine of two vectors, which its "cosine" is not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.network.selection import AGGREGATIONS, NORMALIZATIONS, Selection, one_of, reasons, select

# a one-mode matrix has rows x rows cells; more than this is nothing a person reads, and gigabytes
_MOST_CELLS = 100_000_000
# up to this many cells a dense product is the faster one
_DENSE_CELLS = 20_000_000


class Evidence(dict):
    """What a matrix was made from: its options as items, its statements as `selection`.

    A dict, so that a matrix can still be written to Parquet, which stores `attrs` as JSON.
    """

    selection: Selection

    def __deepcopy__(self, memo: dict) -> Evidence:
        # pandas copies attrs with every operation; the statements are never changed
        return self


def affiliation(
    statements: pd.DataFrame,
    *,
    rows: str = "source",
    columns: str = "claim",
    qualifier: str | None = "polarity",
    aggregation: str = "ignore",
    normalization: str | None = None,
    duplicates: str = "include",
    **options: Any,
) -> pd.DataFrame:
    """Return the two-mode network of sources and claims.

    Parameters
    ----------
    statements
        One row per coded statement, as `claims.table` gives them; any columns may serve as rows and columns.
    rows, columns, qualifier
        Names of columns. A qualifier has two values (False and True, 0 and 1, or -1 and 1), whole numbers, or texts.
    aggregation
        `ignore` counts statements; `subtract` takes those with the negative value from those with the positive one
        (whole numbers: adds them up); `combine` tells which values occur: 0 none, 1 only the positive one, 2 only the
        negative one, 3 both; with K values, the value in place k from the top counts 2 to the power of k.
    normalization
        `activity` divides by the statements of the row, `prominence` by those of the column.
    duplicates
        Of statements equal in row, column and (unless ignored) qualifier, count the first in each `document`, `week`,
        `month`, `year`, in the whole range (`acrossrange`) or in each group of reprints (column `reprint`).
    **options
        `exclude`, a mapping from a column to values that are left out, or with `invert` alone kept; `start` and
        `stop`, a range of `date` with both ends included; `min_statements` of a row or a column; `isolates`, to keep
        rows and columns that only exclusion or the duplicate rule emptied; `scale` of the qualifier (`auto`,
        `boolean`, `integer`, `text`); `date` and `document`, names of columns.

    Returns
    -------
    matrix
        Rows by columns, in code-point order, never missing. `explain` takes it.

    Raises
    ------
    ValueError
        For an option outside its list, or a column that is not there.
    """
    one_of("aggregation", aggregation, AGGREGATIONS["affiliation"])
    one_of("normalization", normalization, NORMALIZATIONS["affiliation"])
    chosen = select(
        statements, rows=rows, columns=columns, qualifier=qualifier, aggregation=aggregation,
        duplicates=duplicates, **options,
    )  # fmt: skip
    return of_selection(chosen, "affiliation", aggregation, normalization, duplicates)


def project(
    statements: pd.DataFrame,
    *,
    rows: str = "source",
    columns: str = "claim",
    qualifier: str | None = "polarity",
    aggregation: str = "ignore",
    normalization: str | None = None,
    duplicates: str = "include",
    **options: Any,
) -> pd.DataFrame:
    """Return the one-mode network of sources that speak about the same claims.

    Parameters
    ----------
    statements, rows, columns, qualifier, duplicates, **options
        As in `affiliation`.
    aggregation
        `ignore` counts pairs of statements on the same claim; `congruence` those that agree, `conflict` those that do
        not; `subtract` takes the second from the first. Of whole numbers, a pair agrees by 1 less its distance over
        the range of values. Of texts, congruence counts pairs with the same value, conflict the statements whose
        value the other never uses on that claim.
    normalization
        With T the statements of a row: `average` divides by (T + T') / 2; `cosine` by T x T', as Discourse Network
        Analyzer does; `vector_cosine` by the lengths of the two vectors; `jaccard` by the statements whose claim and
        value only one of the two has, plus the pairs that share both.

    Returns
    -------
    matrix
        Rows by rows, symmetric, diagonal 0, never missing. `explain` takes it.

    Raises
    ------
    ValueError
        For an option outside its list, a column that is not there, or more than 10,000 rows.
    """
    one_of("aggregation", aggregation, AGGREGATIONS["project"])
    one_of("normalization", normalization, NORMALIZATIONS["project"])
    chosen = select(
        statements, rows=rows, columns=columns, qualifier=qualifier, aggregation=aggregation,
        duplicates=duplicates, **options,
    )  # fmt: skip
    return of_selection(chosen, "project", aggregation, normalization, duplicates)


def left_out(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return how many statements a matrix counts, and how many were left out for which reason.

    Returns
    -------
    reasons
        Columns reason (`counted` first) and n_statements; the sum is the number of statements given.
    """
    return reasons(matrix.attrs["evidence"].selection)


def of_selection(
    chosen: Selection, network: str, aggregation: str, normalization: str | None, duplicates: str
) -> pd.DataFrame:
    """Return the matrix of statements already chosen."""
    if network == "affiliation":
        cells = _two_mode(chosen, aggregation, normalization)
        matrix = pd.DataFrame(cells, index=list(chosen.rows), columns=list(chosen.columns))
    else:
        cells = _one_mode(chosen, aggregation, normalization)
        matrix = pd.DataFrame(cells, index=list(chosen.rows), columns=list(chosen.rows))
    rows, columns, qualifier = chosen.names
    matrix.index.name = rows
    matrix.columns.name = columns if network == "affiliation" else rows
    evidence = Evidence(
        network=network, rows=rows, columns=columns, qualifier=qualifier, aggregation=aggregation,
        normalization=normalization, duplicates=duplicates,
    )  # fmt: skip
    evidence.selection = chosen
    matrix.attrs["evidence"] = evidence
    return matrix


def _two_mode(chosen: Selection, aggregation: str, normalization: str | None) -> np.ndarray:
    kept = chosen.kept
    row, column, level, weight = (
        values[kept] for values in (chosen.row, chosen.column, chosen.level, chosen.weight)
    )
    shape = (len(chosen.rows), len(chosen.columns))
    if aggregation == "combine":
        bits = pd.DataFrame({"row": row, "column": column, "level": level}).drop_duplicates()
        row, column = bits["row"].to_numpy(), bits["column"].to_numpy()
        weight = 2.0 ** (len(chosen.levels) - 1 - bits["level"].to_numpy())
        cells = _sum(row, column, weight, shape)
    else:
        cells = _sum(row, column, weight * value_of(chosen, aggregation)[kept], shape)
    if normalization is None:
        return cells
    counts = _sum(chosen.row[kept], chosen.column[kept], chosen.weight[kept], shape)
    totals = counts.sum(axis=1, keepdims=True) if normalization == "activity" else counts.sum(axis=0)
    return _divide(cells, totals)


def value_of(chosen: Selection, aggregation: str) -> np.ndarray:
    """Return what one statement adds to its cell of a two-mode network."""
    if aggregation != "subtract" or chosen.scale == "text":
        return np.ones(len(chosen.level))
    values = np.array([-1.0, 1.0]) if chosen.scale == "boolean" else chosen.levels.astype(float)
    return values[chosen.level] if len(values) else np.ones(len(chosen.level))


def agreement_of(chosen: Selection) -> np.ndarray:
    """Return how far two qualifier levels agree, from 0 to 1: levels by levels."""
    if chosen.scale == "text":
        return np.eye(len(chosen.levels))
    values = chosen.levels.astype(float)
    apart = np.abs(values[:, None] - values[None, :])
    # one observed level has no range; everybody who speaks agrees
    span = apart.max(initial=0)
    return 1 - apart / span if span else np.ones_like(apart)


def _one_mode(chosen: Selection, aggregation: str, normalization: str | None) -> np.ndarray:
    size = len(chosen.rows)
    if size * size > _MOST_CELLS:
        msg = f"{size} rows make {size * size:,} pairs. Keep fewer: min_statements=..., exclude=... or a coarser column."
        raise ValueError(msg)
    kept = chosen.kept
    if not kept.any():
        return np.zeros((size, size))
    width, depth = len(chosen.columns), chosen.depth
    row, column, level, weight = (
        values[kept] for values in (chosen.row, chosen.column, chosen.place, chosen.weight)
    )
    cube = sparse.csr_array((weight, (row, column * depth + level)), shape=(size, width * depth))
    if size * width * depth <= _DENSE_CELLS:
        cube = cube.toarray()
    counts = _by_column(cube, depth) if aggregation == "ignore" else cube
    agree = np.ones((1, 1)) if aggregation == "ignore" else agreement_of(chosen)
    cells = _compare(counts, aggregation, agree, text=chosen.scale == "text")
    if normalization is not None:
        totals = _dense(cube.sum(axis=1)).ravel()
        cells = _divide(cells, _denominator(cube, counts, totals, aggregation, normalization, agree))
    np.fill_diagonal(cells, 0.0)
    return cells


def _compare(counts: Any, aggregation: str, agree: np.ndarray, *, text: bool) -> np.ndarray:
    if aggregation == "ignore":
        return _dense(counts @ counts.T)
    depth = len(agree)
    if text:
        same = _dense(counts @ counts.T)
        if aggregation == "congruence":
            return same
        alone = _alone(counts)
        return alone if aggregation == "conflict" else same - alone
    factor = {"congruence": agree, "conflict": 1 - agree, "subtract": 2 * agree - 1}[aggregation]
    return _dense(_mixed(counts, factor, depth) @ counts.T)


def _mixed(counts: Any, factor: np.ndarray, depth: int) -> Any:
    """Multiply the levels of every column by a matrix of levels."""
    if sparse.issparse(counts):
        width = counts.shape[1] // depth
        return counts @ sparse.kron(sparse.eye_array(width), sparse.csr_array(factor), format="csr")
    rows, size = counts.shape
    return (counts.reshape(rows, size // depth, depth) @ factor).reshape(rows, size)


def _alone(counts: Any) -> np.ndarray:
    """Return the statements whose column and level only one of two rows has, for every pair of rows."""
    present = (counts > 0).astype(float)
    totals = _dense(counts.sum(axis=1)).ravel()
    one_way = totals[:, None] - _dense(counts @ present.T)
    return one_way + one_way.T


def _denominator(
    cube: Any, counts: Any, totals: np.ndarray, aggregation: str, normalization: str, agree: np.ndarray
) -> np.ndarray:
    if normalization == "average":
        return (totals[:, None] + totals[None, :]) / 2
    if normalization == "cosine":
        return totals[:, None] * totals[None, :]
    if normalization == "jaccard":
        return _alone(cube) + _dense(cube @ cube.T)
    vectors = _signed(counts, agree) if aggregation == "subtract" else counts
    squares = vectors.multiply(vectors) if sparse.issparse(vectors) else vectors * vectors
    lengths = np.sqrt(_dense(squares.sum(axis=1)).ravel())
    return lengths[:, None] * lengths[None, :]


def _signed(counts: Any, agree: np.ndarray) -> Any:
    """Return one number per column for two levels, positive less negative; else the counts themselves."""
    if len(agree) != 2:
        return counts
    positive, negative = counts[:, 1::2], counts[:, 0::2]
    return positive - negative


def _by_column(cube: Any, depth: int) -> Any:
    if depth == 1:
        return cube
    if sparse.issparse(cube):
        width = cube.shape[1] // depth
        adding = sparse.kron(sparse.eye_array(width), np.ones((depth, 1)), format="csr")
        return cube @ adding
    return cube.reshape(cube.shape[0], cube.shape[1] // depth, depth).sum(axis=2)


def _sum(row: np.ndarray, column: np.ndarray, weight: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    if not shape[0] or not shape[1]:
        return np.zeros(shape)
    flat = np.bincount(row * shape[1] + column, weights=weight, minlength=shape[0] * shape[1])
    # without any statement bincount counts in whole numbers
    return flat.reshape(shape).astype(float)


def _divide(cells: np.ndarray, by: np.ndarray) -> np.ndarray:
    by = np.broadcast_to(by, cells.shape)
    return np.divide(cells, by, out=np.zeros_like(cells), where=by != 0)


def _dense(values: Any) -> np.ndarray:
    return values.toarray() if sparse.issparse(values) else np.asarray(values, dtype=float)
