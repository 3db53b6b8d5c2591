"""Explain an edge: the statements behind it, and how their number became its weight."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analysis.network.matrices import agreement_of, value_of
from analysis.network.selection import Selection

# what of a statement is shown, as far as the table has it
_SHOWN = (
    "statement_id", "doc_id", "document_id", "outlet", "date", "published", "start", "end", "stop", "source", "cue",
    "content", "sentence", "stance", "hedged", "chain",
)  # fmt: skip


def explain(
    graph_or_matrix: nx.Graph | pd.DataFrame, a: str, b: str, *, statements: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the statements behind an edge, with what each contributes to its weight.

    Parameters
    ----------
    graph_or_matrix
        What `affiliation`, `project`, `source_claim` or `relay` gives.
    a, b
        The two ends: a row and a column of the matrix, or two nodes of the graph.
    statements
        The statements a graph was made from, when it is a copy that lost them.

    Returns
    -------
    evidence
        One row per statement on this edge, those that do not count included. Columns: the names of rows and columns
        of the network, `value` (of the qualifier), statement_id, doc_id, date, start, end, content and what else
        the statements tell; `counted`; `reason` it is not counted; `contribution`. The contributions sum to the
        weight. `attrs["arithmetic"]` says the sum in one line, `attrs["weight"]` is the weight.

    Raises
    ------
    ValueError
        When the matrix was changed since it was made, or has no such row or column.

    Notes
    -----
    In a one-mode network a weight counts pairs of statements; each statement is given half of its pairs.
    """
    if isinstance(graph_or_matrix, nx.Graph):
        return _explain_graph(graph_or_matrix, a, b, statements)
    matrix = graph_or_matrix
    evidence = matrix.attrs.get("evidence")
    if evidence is None or not hasattr(evidence, "selection"):
        msg = "This table does not know its statements. Explain what `affiliation` or `project` returned."
        raise ValueError(msg)
    a, b = str(a), str(b)
    for name, labels in ((a, matrix.index), (b, matrix.columns)):
        if name not in labels:
            msg = f"{name!r} is not in the network. It has {', '.join(map(str, labels[:10]))}."
            raise ValueError(msg)
    chosen: Selection = evidence.selection
    if list(matrix.index) != list(chosen.rows) or matrix.to_numpy().size != _size(chosen, evidence):
        msg = "This table was cut or sorted since it was made. Explain what `affiliation` or `project` returned."
        raise ValueError(msg)
    if evidence["network"] == "affiliation":
        made, arithmetic = _of_cell(chosen, evidence, a, b)
    else:
        made, arithmetic = _of_pair(chosen, evidence, a, b)
    weight = float(matrix.at[a, b])
    if abs(made["contribution"].sum() - weight) > 1e-9 * max(1.0, abs(weight)):
        msg = "The weights of this table were changed since it was made. Explain what `affiliation` or `project` returned."
        raise ValueError(msg)
    made.attrs["arithmetic"] = arithmetic
    made.attrs["weight"] = weight
    return made


def _size(chosen: Selection, evidence: dict) -> int:
    return len(chosen.rows) * len(chosen.columns if evidence["network"] == "affiliation" else chosen.rows)


def _of_cell(chosen: Selection, evidence: dict, a: str, b: str) -> tuple[pd.DataFrame, str]:
    row, column = _place(chosen.rows, a), _place(chosen.columns, b)
    here = _named(chosen, 0, a) & _named(chosen, 1, b)
    counted = here & chosen.kept
    if evidence["aggregation"] == "combine":
        level = pd.Series(chosen.level[counted], index=np.flatnonzero(counted))
        adds = 2.0 ** (len(chosen.levels) - 1 - level)
        # the same value twice tells nothing new
        shares = adds.where(~level.duplicated(), 0.0)
    else:
        values = chosen.weight * value_of(chosen, evidence["aggregation"])
        shares = pd.Series(values[counted], index=np.flatnonzero(counted))
    by, said = 1.0, ""
    if evidence["normalization"] == "activity":
        by, said = chosen.weight[chosen.row == row].sum(), f"statements of {a}"
    elif evidence["normalization"] == "prominence":
        by, said = chosen.weight[chosen.column == column].sum(), f"statements on {b}"
    return _table(chosen, here, shares / by if by else shares * 0), _line(shares, by, said)


def _of_pair(chosen: Selection, evidence: dict, a: str, b: str) -> tuple[pd.DataFrame, str]:
    if a == b:
        return _table(
            chosen, np.zeros(len(chosen.row), dtype=bool), pd.Series(dtype=float)
        ), "0 (a node with itself)"
    aggregation = evidence["aggregation"]
    ends = [_place(chosen.rows, a), _place(chosen.rows, b)]
    counts = np.stack([_counts(chosen, end, chosen.depth) for end in ends])
    shared = counts.sum(axis=2).all(axis=0)
    shares = pd.Series(dtype=float)
    for this, other in ((0, 1), (1, 0)):
        where = np.flatnonzero((chosen.row == ends[this]) & chosen.kept)
        column, level = chosen.column[where], chosen.place[where]
        worth = _worth(chosen, aggregation, counts[other], column, level)
        part = pd.Series(worth * chosen.weight[where], index=where)
        shares = pd.concat([shares, part]) if len(shares) else part
    by, said = _divisor(chosen, evidence, counts, a, b)
    here = (_named(chosen, 0, a) | _named(chosen, 0, b)) & (
        np.append(shared, False)[chosen.column]
        | np.isin(np.arange(len(chosen.row)), shares[shares != 0].index)
    )
    shares = shares[here[shares.index]].sort_index()
    return _table(chosen, here, shares / by if by else shares * 0), _line(shares, by, said)


def _counts(chosen: Selection, row: int, depth: int) -> np.ndarray:
    here = (chosen.row == row) & chosen.kept
    flat = chosen.column[here] * depth + chosen.place[here]
    counts = np.bincount(flat, weights=chosen.weight[here], minlength=len(chosen.columns) * depth)
    return counts.reshape(len(chosen.columns), depth)


def _worth(
    chosen: Selection, aggregation: str, other: np.ndarray, column: np.ndarray, level: np.ndarray
) -> np.ndarray:
    """Return half of the pairs that statements of one end form with those of the other."""
    if aggregation == "ignore":
        return other.sum(axis=1)[column] / 2
    agree = agreement_of(chosen)
    if chosen.scale == "text":
        pairs, alone = other[column, level] / 2, (other[column, level] == 0).astype(float)
        return {"congruence": pairs, "conflict": alone, "subtract": pairs - alone}[aggregation]
    factor = {"congruence": agree, "conflict": 1 - agree, "subtract": 2 * agree - 1}[aggregation]
    return (other[column] * factor[level]).sum(axis=1) / 2


def _divisor(chosen: Selection, evidence: dict, counts: np.ndarray, a: str, b: str) -> tuple[float, str]:
    first, second = counts
    total = first.sum(), second.sum()
    rule = evidence["normalization"]
    if rule == "average":
        return (total[0] + total[1]) / 2, f"(statements of {a} + statements of {b}) / 2"
    if rule == "cosine":
        return total[0] * total[1], f"statements of {a} x statements of {b}"
    if rule == "jaccard":
        alone = first[second == 0].sum() + second[first == 0].sum()
        return alone + (first * second).sum(), "statements only one has + pairs both have"
    if rule == "vector_cosine":
        if evidence["aggregation"] == "ignore":
            first, second = first.sum(axis=1), second.sum(axis=1)
        elif evidence["aggregation"] == "subtract" and len(chosen.levels) == 2:
            first, second = first[:, 1] - first[:, 0], second[:, 1] - second[:, 0]
        length = np.sqrt((first**2).sum()) * np.sqrt((second**2).sum())
        return float(length), "length of one vector x length of the other"
    return 1.0, ""


def _table(chosen: Selection, here: np.ndarray, contribution: pd.Series) -> pd.DataFrame:
    where = np.flatnonzero(here)
    statements = chosen.statements.iloc[where]
    rows, columns, qualifier = chosen.names
    made = pd.DataFrame({name: statements[name].to_numpy() for name in (rows, columns)})
    if qualifier is not None:
        made["value"] = statements[qualifier].to_numpy()
    for name in _SHOWN:
        if name in statements and name not in made:
            made[name] = statements[name].to_numpy()
    made["counted"] = chosen.kept[where]
    made["reason"] = pd.Series(chosen.reason[where], dtype="str").where(~made["counted"])
    made["contribution"] = contribution.reindex(where, fill_value=0.0).to_numpy(dtype=float)
    order = [
        name
        for name in ("date", "published", "doc_id", "document_id", "start", "statement_id")
        if name in made
    ]
    return made.sort_values(order, kind="stable", ignore_index=True) if order else made


def _named(chosen: Selection, which: int, label: str) -> np.ndarray:
    return (chosen.statements[chosen.names[which]].astype(str) == str(label)).to_numpy()


def _place(labels: np.ndarray, name: str) -> int:
    return int(np.flatnonzero(labels == name)[0])


def _line(shares: pd.Series, by: float, said: str) -> str:
    """Return the sum of an edge in words: `(+1 x 3, -1 x 1) = 2; / 8 (statements of X) = 0.25`."""
    kinds = shares[shares != 0].round(6).value_counts().sort_index(ascending=False)
    parts = ", ".join(f"{value:+g} x {number}" for value, number in kinds.items()) or "nothing"
    total = float(shares.sum())
    line = f"({parts}) = {total:.6g}"
    if said:
        line += f"; / {by:.6g} ({said}) = {total / by if by else 0.0:.6g}"
    return line


def _explain_graph(graph: nx.Graph, a: str, b: str, statements: pd.DataFrame | None) -> pd.DataFrame:
    if not graph.has_edge(a, b):
        found = ", ".join(map(str, graph[a])) if a in graph else f"no node {a!r}"
        msg = f"There is no edge from {a!r} to {b!r} ({a!r} leads to: {found})."
        raise ValueError(msg)
    edge: dict[str, Any] = graph.edges[a, b]
    table = statements if statements is not None else getattr(graph, "statements", None)
    if table is None:
        msg = "This graph is a copy that lost its statements. Pass statements=, the table it was made from."
        raise ValueError(msg)
    # an identifier may hold the mark that stands between two
    listed = f"|{edge['statement_ids']}|"
    here = table.loc[[f"|{name}|" in listed for name in table["statement_id"]]]
    if "claim" in here and graph.nodes[b].get("kind", graph.nodes[a].get("kind")) is not None:
        claims = {graph.nodes[node].get("claim") for node in (a, b)} - {None}
        here = here.loc[here["claim"].isin(claims)] if claims else here
    made = here[[name for name in ("claim", "polarity", *_SHOWN) if name in here]].copy()
    made["contribution"] = 1.0
    made = made.sort_values(["doc_id", "start"], kind="stable", ignore_index=True)
    made.attrs["weight"] = float(edge["weight"])
    made.attrs["arithmetic"] = f"{len(made)} statements, each counted once = {len(made)}"
    return made
