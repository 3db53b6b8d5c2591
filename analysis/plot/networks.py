"""Figures of networks: who stands behind which claim, who agrees with whom.

A position in a network has no meaning beyond its side or column; weights are written in.
"""

from __future__ import annotations

import math

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.plot.layout import order
from analysis.plot.style import BLUE, ORANGE, wrap

_MARKS = {
    "asserts": {"marker": "o", "color": BLUE},
    "denies": {"marker": "D", "color": ORANGE},
}


def claim_matrix(table: pd.DataFrame, *, labels: dict[str, str] | None = None) -> Figure:
    """Draw which source asserts or denies which claim, with the number of statements written in.

    Parameters
    ----------
    table
        What `network.edges` gives of a source-claim graph: source, target (the claim), asserts, denies, relayed,
        weight.
    labels
        What to write for a claim; by default its code.

    Returns
    -------
    figure
        Claims as rows, sources as columns, most statements first. A circle asserts, a diamond denies; hollow where all
        statements are only reported by another source.
    """
    claims = _by_weight(table, "target")
    sources = _by_weight(table, "source")
    figure = Figure(figsize=(3.6 + 0.52 * len(sources), 2.6 + 0.5 * len(claims)), layout="constrained")
    axes = figure.subplots()
    for row in table.itertuples():
        x, y = sources.index(row.source), claims.index(row.target)
        both = row.asserts and row.denies
        for i, kind in enumerate(name for name in _MARKS if getattr(row, name)):
            shift = (-0.22, 0.22)[i] if both else 0
            _mark(axes, x + shift, y, kind, getattr(row, kind), hollow=row.relayed == row.weight)
    axes.set_xticks(range(len(sources)), [wrap(name, 26) for name in sources], rotation=55, ha="right")
    axes.set_yticks(range(len(claims)), [wrap((labels or {}).get(name, name), 34) for name in claims])
    axes.tick_params(length=0, labelsize=8.5)
    axes.set_xlim(-0.6, len(sources) - 0.4)
    axes.set_ylim(len(claims) - 0.4, -0.6)
    axes.set_axisbelow(True)
    axes.grid(color="0.9", linewidth=0.8)
    axes.spines[:].set_visible(False)
    axes.set_title(_title(table), loc="left", fontsize=11)
    figure.legend(handles=_legend(table), loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    return figure


def source_claim(graph: nx.Graph, *, labels: dict[str, str] | None = None, min_statements: int = 1) -> Figure:
    """Draw sources on the left, claims on the right, and a line for every pair that the texts connect.

    Parameters
    ----------
    graph
        What `network.source_claim` gives.
    labels
        What to write for a claim; by default its code.
    min_statements
        Draw only lines with at least so many statements.

    Returns
    -------
    figure
        Both sides ordered so that few lines cross. Solid lines assert, dashed ones deny; the width grows with the
        statements, the number at a node counts them.
    """
    lines = [
        (a, b, data) if graph.nodes[b]["kind"] == "claim" else (b, a, data)
        for a, b, data in graph.edges(data=True)
        if data["weight"] >= min_statements
    ]
    left, right = order(lines)
    figure = Figure(figsize=(10.5, 1.4 + 0.44 * max(len(left), len(right), 1)), layout="constrained")
    axes = figure.subplots()
    at = {**_column(left, 0.0), **_column(right, 1.0)}
    widest = max((data["weight"] for *_, data in lines), default=1)
    for source, claim, data in lines:
        for kind, shift in (("asserts", 0.0), ("denies", 0.012 if data["asserts"] else 0.0)):
            if data[kind]:
                (x0, y0), (x1, y1) = at[source], at[claim]
                axes.plot(
                    [x0, x1], [y0 + shift, y1 + shift], color=_MARKS[kind]["color"], alpha=0.75,
                    linewidth=0.8 + 3.2 * math.sqrt(data[kind] / widest) - 0.6,
                    linestyle="-" if kind == "asserts" else (0, (4, 2)), zorder=1,
                )  # fmt: skip
    for names, side, x in ((left, "right", -0.02), (right, "left", 1.02)):
        for name in names:
            count = sum(data["weight"] for a, b, data in lines if name in (a, b))
            text = (labels or {}).get(name, graph.nodes[name]["label"])
            axes.text(
                x, at[name][1], f"{wrap(text, 42)} ({count})" if side == "right" else f"({count}) {wrap(text, 42)}",
                ha=side, va="center", fontsize=8.5,
            )  # fmt: skip
            shape = "s" if side == "right" else "o"
            axes.plot(*at[name], marker=shape, color="black", markersize=5, zorder=2)
    axes.set_xlim(-0.75, 1.75)
    axes.set_ylim(1.04, -0.04)
    axes.axis("off")
    axes.set_title(_title(pd.DataFrame([data for *_, data in lines])), loc="left", fontsize=11)
    kinds = [kind for kind in _MARKS if any(data[kind] for *_, data in lines)]
    handles = [
        Line2D(
            [], [], color=_MARKS[kind]["color"], linestyle="-" if kind == "asserts" else "--",
            label=f"{kind} the claim",
        )
        for kind in kinds
    ]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure


def projection(matrix: pd.DataFrame, *, least: float = 0.0) -> Figure:
    """Draw which sources say alike and which contradict each other.

    Parameters
    ----------
    matrix
        What `network.project` gives with `aggregation="subtract"`: positive where two sources agree more than they
        disagree.
    least
        Leave out pairs whose weight is not above this, by absolute value.

    Returns
    -------
    figure
        Sources on a circle; solid lines agree, dashed ones contradict; sources without any line are not drawn.
    """
    values = matrix.to_numpy()
    pairs = [
        (a, b, values[i, j])
        for i, a in enumerate(matrix.index)
        for j, b in enumerate(matrix.columns)
        if i < j and abs(values[i, j]) > least
    ]
    names = _around(pairs)
    figure = Figure(figsize=(9, 7), layout="constrained")
    axes = figure.subplots()
    angles = {name: 2 * math.pi * i / max(len(names), 1) for i, name in enumerate(names)}
    at = {name: (math.cos(angle), math.sin(angle)) for name, angle in angles.items()}
    largest = max((abs(weight) for *_, weight in pairs), default=1.0)
    for a, b, weight in sorted(pairs, key=lambda pair: abs(pair[2])):
        agree = weight > 0
        axes.plot(
            *zip(at[a], at[b], strict=True), color=BLUE if agree else ORANGE, linestyle="-" if agree else (0, (4, 2)),
            linewidth=0.7 + 4 * abs(weight) / largest, alpha=0.7, zorder=1,
        )  # fmt: skip
    for name, (x, y) in at.items():
        axes.plot(x, y, marker="o", color="black", markersize=5, zorder=2)
        across = math.cos(angles[name])
        axes.annotate(
            wrap(name, 22), (x, y), xytext=(9 * x, 9 * y), textcoords="offset points", fontsize=9,
            ha="left" if across > 0.15 else "right" if across < -0.15 else "center",
            va="bottom" if y > 0.3 else "top" if y < -0.3 else "center",
        )  # fmt: skip
    axes.set_xlim(-1.9, 1.9)
    axes.set_ylim(-1.35, 1.35)
    axes.axis("off")
    agreeing = sum(weight > 0 for *_, weight in pairs)
    axes.set_title(
        f"{agreeing} pairs of sources are given the same claims, {len(pairs) - agreeing} opposite ones",
        loc="left", fontsize=11,
    )  # fmt: skip
    handles = [
        Line2D([], [], color=BLUE, label="agree more than they contradict"),
        Line2D([], [], color=ORANGE, linestyle="--", label="contradict more than they agree"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure


def _column(names: list[str], x: float) -> dict[str, tuple[float, float]]:
    return {name: (x, (i + 0.5) / len(names)) for i, name in enumerate(names)}


def _around(pairs: list[tuple[str, str, float]]) -> list[str]:
    """Return the names of a circle so that who is connected stands near: a walk through the heaviest pairs."""
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, abs(weight)) for a, b, weight in sorted(pairs))
    names: list[str] = []
    for part in sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part))):
        start = min(part, key=lambda name: (-graph.degree(name, weight="weight"), name))
        names += list(nx.dfs_preorder_nodes(graph, start, sort_neighbors=sorted))
    return names


def _mark(axes: Axes, x: float, y: float, kind: str, number: int, *, hollow: bool) -> None:
    look = _MARKS[kind]
    axes.plot(
        x, y, marker=look["marker"], markersize=17 if kind == "asserts" else 16, markeredgecolor=look["color"],
        markerfacecolor="white" if hollow else look["color"], markeredgewidth=1.6,
    )  # fmt: skip
    axes.text(
        x,
        y,
        f"{number}",
        ha="center",
        va="center_baseline",
        fontsize=9,
        color=look["color"] if hollow else "white",
    )


def _by_weight(table: pd.DataFrame, column: str) -> list[str]:
    totals = table.groupby(column)["weight"].sum().reset_index()
    return totals.sort_values(["weight", column], ascending=[False, True])[column].tolist()


def _title(table: pd.DataFrame) -> str:
    asserted, denied = (int(table[name].sum()) if name in table else 0 for name in _MARKS)
    return f"The texts attribute claims {asserted + denied} times: {asserted} asserted, {denied} denied"


def _legend(table: pd.DataFrame) -> list[Line2D]:
    handles = [
        Line2D([], [], linestyle="", markersize=10, label=f"{kind} the claim", **_MARKS[kind])
        for kind in _MARKS
        if table[kind].any()
    ]
    if (table["relayed"] == table["weight"]).any():
        handles.append(
            Line2D(
                [], [], linestyle="", marker="o", markersize=10, markerfacecolor="white", color=BLUE,
                label="hollow: only another source reports it",
            )
        )  # fmt: skip
    return handles
