"""Figures of shared passages: who shares with whom, where in two articles, and what reprints add to a network.

A passage has no direction here: that two articles share it shows neither who copied nor whether both have it from a third.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle

from analysis.plot.style import BLUE, GREEN, GREY, ORANGE, wrap

# passages of one pair that get a number; more would cover each other
_NUMBERED = 25
_LOOKS = ((BLUE, ""), (ORANGE, "///"), (GREEN, "..."))


def shared(pairs: pd.DataFrame, outlets: Iterable[str]) -> Figure:
    """Draw how many characters the articles of each two outlets share.

    Parameters
    ----------
    pairs
        What `reuse.between` gives; it may have no rows.
    outlets
        Names of all outlets to draw, those that share nothing included; in this order.

    Returns
    -------
    figure
        The lower half of a matrix, the diagonal for an outlet with itself. Characters are written in; below them, of
        how many passages the order is known. Darker cells share more; 0 is written where nothing is shared.
    """
    names = list(dict.fromkeys(outlets))
    place = {name: i for i, name in enumerate(names)}
    drawn = pairs[pairs["outlet_a"].isin(place) & pairs["outlet_b"].isin(place)]
    side = max(len(names), 1)
    figure = Figure(figsize=(2.6 + 1.15 * side, 1.9 + 0.62 * side), layout="constrained")
    axes = figure.subplots()
    cells = {}
    for row in drawn.itertuples():
        low, high = sorted((place[row.outlet_a], place[row.outlet_b]))
        cells[high, low] = row
    most = max((row.n_matched for row in cells.values()), default=0)
    for y in range(len(names)):
        for x in range(y + 1):
            _cell(axes, x, y, cells.get((y, x)), most)
    axes.set_xlim(-0.52, side - 0.48)
    axes.set_ylim(side - 0.48, -0.52)
    labels = [wrap(name, 16) for name in names]
    turned = {"rotation": 35, "ha": "right", "rotation_mode": "anchor"} if side > 4 else {}
    axes.set_xticks(range(len(names)), labels, **turned)
    axes.set_yticks(range(len(names)), labels)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("characters in shared passages; below, passages with a known order")
    if cells:
        passages = sum(row.n_passages for row in cells.values())
        between = f"in {_count(len(cells), 'pair')} of outlets"
        title = f"Articles of {_count(len(names), 'outlet')} share {_count(passages, 'passage')}, {between}"
    else:
        title = f"Articles of {_count(len(names), 'outlet')} share no passage"
    axes.set_title(wrap(title, 34 + 11 * side), loc="left", fontsize=11)
    return figure


def _cell(axes: Axes, x: int, y: int, row: tuple | None, most: int) -> None:
    part = row.n_matched / most if row else 0.0
    tone = 1 - 0.75 * part if row else 1.0
    axes.add_patch(
        Rectangle(
            (x - 0.5, y - 0.5),
            1,
            1,
            facecolor=(tone, tone, tone) if row else "white",
            edgecolor="0.7",
            linewidth=0.8,
        )
    )
    colour = "white" if tone < 0.5 else "black"
    if row is None:
        axes.text(x, y, "0", ha="center", va="center", color=GREY, fontsize=9)
        return
    known = row.n_passages - row.undated
    axes.text(
        x,
        y - 0.14,
        f"{row.n_matched:,}".replace(",", "\u202f"),
        ha="center",
        va="center",
        color=colour,
        fontsize=10,
    )
    axes.text(
        x,
        y + 0.24,
        f"order: {known} of {row.n_passages}",
        ha="center",
        va="center",
        color=colour,
        fontsize=7.5,
    )


def aligned(passages: pd.DataFrame, sizes: Mapping[str, int], pair: tuple[str, str]) -> Figure:
    """Draw where two articles hold the same passages.

    Parameters
    ----------
    passages
        The passages table; only rows of the two articles are drawn, and there may be none.
    sizes
        Characters of each article, by `doc_id`.
    pair
        Two `doc_id`, the first drawn above.

    Returns
    -------
    figure
        Two bars on one scale of characters; passages are filled, numbered by their place in the upper article, and
        linked. Links that cross change places.
    """
    above, below = pair
    rows = [
        (row.start_a, row.end_a, row.start_b, row.end_b)
        if row.doc_a == above
        else (row.start_b, row.end_b, row.start_a, row.end_a)
        for row in passages.itertuples()
        if {row.doc_a, row.doc_b} == {above, below}
    ]
    figure = Figure(figsize=(9, 2.6), layout="constrained")
    axes = figure.subplots()
    for y, doc_id in ((1.0, above), (0.0, below)):
        axes.add_patch(
            Rectangle((0, y - 0.14), sizes[doc_id], 0.28, facecolor="white", edgecolor="0.3", linewidth=1)
        )
    for number, (start, end, start_below, end_below) in enumerate(sorted(rows), start=1):
        colour, hatch = _LOOKS[(number - 1) % len(_LOOKS)]
        link = [(start, 0.86), (end, 0.86), (end_below, 0.14), (start_below, 0.14)]
        axes.add_patch(Polygon(link, facecolor=colour, alpha=0.22, edgecolor=colour, linewidth=0.8))
        for y, left, right in ((1.0, start, end), (0.0, start_below, end_below)):
            axes.add_patch(
                Rectangle(
                    (left, y - 0.14), right - left, 0.28, facecolor=colour, hatch=hatch, edgecolor="white"
                )
            )
            if number <= _NUMBERED:
                axes.text(
                    (left + right) / 2, y, f"{number}", ha="center", va="center", fontsize=9, fontweight="bold",
                    bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
                )  # fmt: skip
    axes.set_yticks([1, 0], [wrap(above, 18), wrap(below, 18)])
    axes.set_xlim(-1, max(sizes[above], sizes[below], 1) * 1.01)
    axes.set_ylim(-0.3, 1.3)
    axes.set_xlabel("characters from the beginning of the file")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    names = f"{wrap(above, 200)} and {wrap(below, 200)}"
    title = f"{names} share {_count(len(rows), 'passage') if rows else 'no passage'}"
    axes.set_title(title, loc="left", fontsize=11)
    return figure


def reprints(lines: pd.DataFrame) -> Figure:
    """Draw the weights of lines of a network with every article counted, and with reprints counted once.

    Parameters
    ----------
    lines
        Columns source, claim, every, once; drawn in the order given, and it may have no rows.

    Returns
    -------
    figure
        A hollow circle for every article, a filled diamond for reprints once; a bar between them where they differ.
    """
    figure = Figure(figsize=(9, 1.9 + 0.42 * max(len(lines), 1)), layout="constrained")
    axes = figure.subplots()
    for y, row in enumerate(lines.itertuples()):
        axes.plot([row.once, row.every], [y, y], color=GREY, linewidth=2, zorder=1)
        axes.plot(
            row.every, y, marker="o", markersize=10, markerfacecolor="white", markeredgecolor=BLUE, zorder=2
        )
        axes.plot(row.once, y, marker="D", markersize=6, color=ORANGE, zorder=3)
    labels = [f"{wrap(row.source, 40)} – {wrap(row.claim, 40)}" for row in lines.itertuples()]
    axes.set_yticks(range(len(lines)), labels, fontsize=9)
    axes.set_ylim(max(len(lines), 1) - 0.5, -0.5)
    axes.set_xlim(0, max(lines["every"].max() if len(lines) else 1, 1) + 0.5)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("statements")
    axes.grid(axis="x", color="0.9")
    axes.set_axisbelow(True)
    axes.spines[["top", "right", "left"]].set_visible(False)
    changed = int((lines["every"] != lines["once"]).sum()) if len(lines) else 0
    if len(lines):
        title = f"{changed} of {_count(len(lines), 'line')} weigh less when a reprint counts once"
    else:
        title = "No statement is coded with a claim"
    axes.set_title(title, loc="left", fontsize=11)
    handles = [
        Line2D(
            [],
            [],
            marker="o",
            markersize=10,
            markerfacecolor="white",
            markeredgecolor=BLUE,
            linestyle="",
            label="every article",
        ),
        Line2D([], [], marker="D", markersize=6, color=ORANGE, linestyle="", label="reprints once"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure


def _count(number: int, noun: str) -> str:
    return f"{number:,}".replace(",", "\u202f") + f" {noun}{'s' if number != 1 else ''}"
