"""The figure of channels: outlets, who they report, and whom those report."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Patch
from matplotlib.path import Path

from analysis.plot.layout import layered
from analysis.plot.style import GREY, wrap

# half the width of a box, in columns
_HALF = 0.33


def relay(graph: nx.DiGraph) -> Figure:
    """Draw the way of statements from outlets, over relays, to sources.

    Parameters
    ----------
    graph
        What `network.relay` gives.

    Returns
    -------
    figure
        Outlets in the first column; every source stands right of whoever reports it. The number on an arrow counts
        statements.
    """
    columns, ways = layered(graph)
    deepest = max((len(column) for column in columns), default=1)
    figure = Figure(figsize=(2.25 * max(len(columns), 2), 1.1 + 0.5 * deepest), layout="constrained")
    axes = figure.subplots()
    at = {
        name: (float(x), (i + 0.5) / len(column))
        for x, column in enumerate(columns)
        for i, name in enumerate(column)
    }
    widest = max((weight for *_, weight in graph.edges(data="weight")), default=1)
    written: list[tuple[float, float]] = []
    for (a, b), way in sorted(ways.items()):
        weight = graph.edges[a, b]["weight"]
        points = [at[name] for name in way]
        _arrow(axes, points, 0.8 + 2.4 * weight / widest)
        x, y = _label_place(points[0], points[1], written, 0.6 / max(deepest, 1))
        written.append((x, y))
        axes.text(
            x, y, f"{weight}", fontsize=8, ha="center", va="center", zorder=2,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip
    height = 0.72 / max(deepest, 1)
    for name, data in graph.nodes(data=True):
        x, y = at[name]
        axes.add_patch(
            FancyBboxPatch(
                (x - _HALF, y - height / 2), 2 * _HALF, height, boxstyle="round,pad=0,rounding_size=0.02", zorder=3,
                facecolor="0.88" if data["kind"] == "outlet" else "white", edgecolor="0.3",
                linestyle="--" if data["kind"] == "relay" else "-", mutation_aspect=0.3,
            )
        )  # fmt: skip
        axes.text(
            x, y, wrap(name, 21), ha="center", va="center", fontsize=8, zorder=4, linespacing=0.95,
            fontweight="bold" if data["kind"] == "outlet" else "normal",
        )  # fmt: skip
    axes.set_xlim(-0.4, max(len(columns), 2) - 0.6)
    axes.set_ylim(1.0, 0.0)
    axes.axis("off")
    total = sum(weight for *_, weight in graph.edges(data="weight"))
    relays = sum(data["kind"] == "relay" for _, data in graph.nodes(data=True))
    axes.set_title(f"{total} statements; {relays} sources report what others said", loc="left", fontsize=11)
    handles = [
        Patch(facecolor="0.88", edgecolor="0.3", label="outlet"),
        Patch(facecolor="white", edgecolor="0.3", label="source"),
        Patch(facecolor="white", edgecolor="0.3", linestyle="--", label="source that reports another"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    return figure


def _arrow(axes: Axes, points: list[tuple[float, float]], width: float) -> None:
    """Draw a curve that leaves and enters every point horizontally, and ends at the box of the last."""
    (x, y), (last, end) = points[0], points[-1]
    # straight across a column, so that the curve keeps to its own place between two boxes
    across = [(x + side, y) for x, y in points[1:-1] for side in (-_HALF, _HALF)]
    points = [(x + _HALF, y), *across, (last - _HALF - 0.015, end)]
    vertices, codes = [points[0]], [Path.MOVETO]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        vertices += [(middle, y0), (middle, y1), (x1, y1)]
        codes += [Path.CURVE4] * 3
    axes.add_patch(
        FancyArrowPatch(
            path=Path(vertices, codes), arrowstyle="-|>,head_width=2.6,head_length=4.5", color=GREY, linewidth=width,
            joinstyle="miter", capstyle="butt", zorder=1,
        )
    )  # fmt: skip


def _label_place(
    start: tuple[float, float], end: tuple[float, float], taken: list[tuple[float, float]], room: float
) -> tuple[float, float]:
    """Return a point of the curve between two columns where no number stands yet; its middle if there is none."""
    (x0, y0), (x1, y1) = (start[0] + _HALF, start[1]), (end[0] - _HALF, end[1])
    middle = (x0 + x1) / 2
    places = []
    for t in (0.5, 0.62, 0.38, 0.74, 0.26, 0.86):
        u = 1 - t
        x = x0 * u**3 + middle * 3 * t * u + x1 * t**3
        places.append((x, y0 * u * u * (1 + 2 * t) + y1 * t * t * (3 - 2 * t)))
    free = (p for p in places if all(abs(p[0] - x) > 0.05 or abs(p[1] - y) > room for x, y in taken))
    return next(free, places[0])
