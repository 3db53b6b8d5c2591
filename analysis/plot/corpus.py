"""Figures about the files and about who is given the word in them."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.plot.style import BLUE, GREEN, ORANGE

_STYLE = {
    "kept": (BLUE, ""),
    "title, date, author, credit": (GREEN, "///"),
    "captions": ("0.55", "..."),
    "other articles": (ORANGE, "\\\\\\"),
    "site furniture": ("0.82", "xx"),
}


# one colour and one hatch for each way of quoting
_KINDS = {"direct": (BLUE, ""), "mixed": (GREEN, "///"), "indirect": ("0.75", "...")}


def sources(counts: pd.DataFrame) -> Figure:
    """Draw how often each source is given the word, and in which mode.

    Parameters
    ----------
    counts
        Index: source; columns among direct, mixed, indirect; values: statements. Drawn in the order given.

    Returns
    -------
    figure
        A stacked bar chart with the totals written behind the bars.
    """
    figure = Figure(figsize=(9, 0.42 * len(counts) + 1.8), layout="constrained")
    axes = figure.subplots()
    left = pd.Series(0.0, index=counts.index)
    for kind in counts.columns:
        colour, hatch = _KINDS[kind]
        axes.barh(
            counts.index, counts[kind], left=left, label=kind, color=colour, hatch=hatch, edgecolor="white"
        )
        left = left + counts[kind]
    for position, total in enumerate(left):
        axes.text(total + 0.1, position, f"{total:.0f}", va="center", fontsize=9)
    axes.invert_yaxis()
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_xlabel("statements")
    axes.set_title(f"Who is given the word in {int(left.sum())} statements", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure


def zones(shares: pd.DataFrame) -> Figure:
    """Draw what each file consists of: one bar per article, one segment per group of zones.

    Parameters
    ----------
    shares
        Index: label of an article; columns: groups of zones, as `summary.zones` gives them; values: characters.

    Returns
    -------
    figure
        A stacked bar chart, largest values written in.
    """
    figure = Figure(figsize=(9, 0.55 * len(shares) + 1.7), layout="constrained")
    axes = figure.subplots()
    left = pd.Series(0.0, index=shares.index)
    for group in shares.columns:
        colour, hatch = _STYLE.get(group, ("0.7", ""))
        bars = axes.barh(
            shares.index,
            shares[group],
            left=left,
            label=group,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0.6,
        )
        for bar, value in zip(bars, shares[group], strict=True):
            if group == "kept" and value > 0:
                axes.text(
                    bar.get_width() / 2, bar.get_y() + bar.get_height() / 2, f"{value:,.0f}".replace(",", " "),
                    ha="center", va="center", color="white", fontsize=9,
                )  # fmt: skip
        left = left + shares[group]
    axes.invert_yaxis()
    axes.set_xlabel("characters on lines that are not blank")
    axes.set_title(f"Running text and everything else in {len(shares)} files", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower center", ncols=3, frameon=False)
    return figure
