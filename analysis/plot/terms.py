"""Figures of words: how large a difference is, which article carries it, and how things are named.

An interval is drawn twice, since two things are uncertain: which tokens an article has, and which articles there are.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from analysis.plot.style import BLUE, GREEN, GREY, ORANGE, wrap

# one colour and one shape for each side of the comparison
_SIDES = {"more": {"marker": "o", "color": BLUE}, "less": {"marker": "s", "color": ORANGE}}
# the axis of log ratios reaches at least, and at most, so far from zero
_LEAST, _MOST = 3.0, 8.0
_NAMES = [
    (BLUE, ""), (ORANGE, "///"), (GREEN, "..."), ("0.78", ""), (BLUE, "xx"), ("0.78", "\\\\\\"), (GREEN, "---"),
]  # fmt: skip
_OTHERS = ("white", "+++")
_POINTS = [
    ("o", BLUE), ("D", ORANGE), ("^", GREEN), ("s", "0.3"), ("v", BLUE), ("P", ORANGE), ("X", GREEN), ("*", "0.3"),
]  # fmt: skip


def log_ratios(table: pd.DataFrame, *, target: str, description: pd.DataFrame | None = None) -> Figure:
    """Draw how many times more often a group of articles uses each term, with both intervals.

    Parameters
    ----------
    table
        Rows of `terms.compare`, drawn from the highest ratio to the lowest.
    target
        The group of interest, `a` in the columns.
    description
        What `terms.describe` gives of the groups compared. Below five articles in one of them the figure says that it
        is descriptive only, with the articles and the smallest p that a test over them can reach.

    Returns
    -------
    figure
        A row per term, labelled with its counts and articles (target/others; target+others art.). Grey band: exact
        interval, as if tokens were drawn; thin line: articles drawn. A ``<`` or ``>`` at the edge: the band goes on.
        The area of a mark grows with the occurrences; it is hollow where one article has them all.

    Raises
    ------
    ValueError
        When `target` is no group of `description`.
    """
    rows = table.sort_values(["log_ratio", "term"], ascending=[False, True], ignore_index=True)
    reach = _reach(rows)
    figure = Figure(figsize=(9, 2.6 + 0.36 * len(rows)), layout="constrained")
    axes = figure.subplots()
    for x, text, side in (
        (-2, "4 times less", "right"),
        (0, "same rate", "center"),
        (2, "4 times more", "left"),
    ):
        axes.axvline(x, color="0.6" if x else "0.25", linewidth=1, linestyle=":" if x else "-", zorder=1)
        axes.annotate(
            text, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, 3), textcoords="offset points",
            ha=side, va="bottom", fontsize=9,
        )  # fmt: skip
    most = (rows["count_a"] + rows["count_b"]).max()
    for y, row in enumerate(rows.itertuples()):
        _interval(axes, y, row, reach)
        look = _SIDES["more" if row.log_ratio >= 0 else "less"]
        area = 30 + 150 * (row.count_a + row.count_b) / most
        hollow = row.docs_a + row.docs_b == 1
        axes.scatter(
            row.log_ratio, y, s=area, marker=look["marker"], zorder=4, edgecolors=[look["color"]], linewidths=1.6,
            facecolors=["white" if hollow else look["color"]],
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), [_counted(row) for row in rows.itertuples()])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlabel("log2 ratio of rates (1 = twice as often)")
    axes.spines[["top", "right", "left"]].set_visible(False)
    _headline(figure, *_compared(rows, target, description))
    figure.legend(handles=_ratio_legend(rows), loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure


def term_articles(table: pd.DataFrame, *, totals: pd.Series, groups: pd.Series) -> Figure:
    """Draw which article has which term: colour for the rate, the count written in.

    Parameters
    ----------
    table
        What `terms.table` gives: one row per term, one column per article; or some of its columns.
    totals
        Tokens of each article, by `doc_id`: `pd.Series(counts.totals, index=counts.documents)`.
    groups
        Group of each article, by `doc_id`; `terms.outlets(articles)` gives outlets.

    Returns
    -------
    figure
        Terms as rows, articles as columns, with a white gap between two groups.

    Raises
    ------
    ValueError
        When an article of `table` has no entry in `totals` or `groups`.
    """
    for name, series in (("totals", totals), ("groups", groups)):
        if lacking := sorted(set(table.columns) - set(series.index)):
            msg = f"{name} has no entry for {', '.join(map(str, lacking[:5]))}. Give one for each column of the table."
            raise ValueError(msg)
    labels = {doc_id: _group(groups[doc_id]) for doc_id in table.columns}
    columns = sorted(table.columns, key=lambda doc_id: (labels[doc_id], str(doc_id)))
    at = _places([labels[doc_id] for doc_id in columns])
    sizes = totals.reindex(columns).clip(lower=1)
    rates = 1000 * table[columns] / sizes
    width = max(at, default=0) + 1
    figure = Figure(figsize=(3.4 + 0.72 * width, 2.3 + 0.34 * len(table)), layout="constrained")
    axes = figure.subplots()
    norm = Normalize(0, rates.to_numpy().max(initial=1))
    for x, doc_id in zip(at, columns, strict=True):
        drawn = axes.pcolormesh(
            [x - 0.5, x + 0.5], np.arange(len(table) + 1) - 0.5, rates[[doc_id]].to_numpy(), cmap="Blues", norm=norm,
            edgecolors="0.9", linewidth=0.5,
        )  # fmt: skip
        for y, (count, rate) in enumerate(zip(table[doc_id], rates[doc_id], strict=True)):
            colour = "white" if norm(rate) > 0.55 else "black" if count else GREY
            axes.text(x, y, f"{count}", ha="center", va="center", fontsize=9, color=colour)
    if columns and len(table):
        bar = figure.colorbar(drawn, ax=axes, fraction=0.05, aspect=30)
        bar.set_label("per 1,000 tokens of the article", fontsize=9)
        bar.outline.set_visible(False)
    axes.set_xticks(
        at, [f"{doc_id} · {wrap(labels[doc_id], 24)}" for doc_id in columns], rotation=40, ha="right",
    )  # fmt: skip
    axes.set_yticks(range(len(table)), [wrap(term, 40) for term in table.index])
    axes.tick_params(length=0, labelsize=9)
    axes.set_xlim(-0.5, width - 0.5)
    axes.set_ylim(max(len(table), 1) - 0.5, -0.5)
    axes.spines[:].set_visible(False)
    single = int(((table > 0).sum(axis=1) == 1).sum())
    _headline(figure, f"{single} of {len(table)} words stand in one of these articles only")
    return figure


def naming(table: pd.DataFrame) -> Figure:
    """Draw which names each outlet uses for one entity.

    Parameters
    ----------
    table
        The rows of one entity of `terms.naming`.

    Returns
    -------
    figure
        A bar per outlet, a segment per name with its count written in. The seventh name and those after it are one
        segment where there are more than seven.

    Raises
    ------
    ValueError
        When the table has several entities.
    """
    entities = sorted(table["entity"].unique())
    if len(entities) > 1:
        msg = f"table has the names of {', '.join(map(str, entities[:5]))}. Draw one entity: table[table['entity'] == ...]."
        raise ValueError(msg)
    rows = table.assign(outlet=table["outlet"].map(_group))
    outlets = _by_count(rows, "outlet")
    names = _by_count(rows, "name")
    faithful = int((rows.groupby("outlet")["name"].nunique() == 1).sum())
    shown = names if len(names) <= len(_NAMES) else names[: len(_NAMES) - 1]
    looks = dict(zip(shown, _NAMES, strict=False))
    if len(shown) < len(names):
        rest = f"{len(names) - len(shown)} other names"
        rows, looks[rest] = rows.assign(name=rows["name"].where(rows["name"].isin(shown), rest)), _OTHERS
    counts = rows.pivot_table(index="outlet", columns="name", values="count", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=outlets, columns=list(looks))
    figure = Figure(figsize=(9, 1.6 + 0.45 * len(outlets) + 0.17 * len(looks)), layout="constrained")
    axes = figure.subplots()
    left = pd.Series(0.0, index=counts.index)
    for name, (colour, hatch) in looks.items():
        bars = axes.barh(
            [wrap(outlet, 28) for outlet in outlets], counts[name], left=left, color=colour, hatch=hatch,
            edgecolor="black" if colour == "white" else "white", linewidth=0.6, label=wrap(name, 52),
        )  # fmt: skip
        for bar, value in zip(bars, counts[name], strict=True):
            if value:
                axes.text(
                    bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2, f"{value:.0f}",
                    ha="center", va="center", fontsize=9,
                    bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
                )  # fmt: skip
        left = left + counts[name]
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel(f"times named (n = {int(left.sum())})")
    axes.spines[["top", "right"]].set_visible(False)
    about = f"{len(names)} names for {entities[0]}; " if entities else ""
    _headline(figure, f"{about}{faithful} of {len(outlets)} outlets use one of them only")
    if names:
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure


def dispersion(table: pd.DataFrame, *, lengths: pd.Series, labels: dict[str, str] | None = None) -> Figure:
    """Draw where in each article a few terms stand.

    Parameters
    ----------
    table
        Columns `term`, `doc_id`, `start`: rows of `terms.concordance` with the term beside them.
    lengths
        Characters of each article, by `doc_id`; these articles are drawn, in this order.
    labels
        What to write for an article; by default its `doc_id`.

    Returns
    -------
    figure
        A strip per article, as long as its text, with a mark per occurrence: a shape, a colour and a height per term.

    Raises
    ------
    ValueError
        When there are more than eight terms, or an article of `table` has no length.
    """
    terms = list(dict.fromkeys(table["term"]))
    if len(terms) > len(_POINTS):
        msg = f"at most {len(_POINTS)} terms can be told apart, not {len(terms)}. Choose some of them."
        raise ValueError(msg)
    if lacking := sorted(set(table["doc_id"]) - set(lengths.index)):
        msg = f"lengths has no entry for {', '.join(map(str, lacking[:5]))}. Give one for each article of the table."
        raise ValueError(msg)
    row = {doc_id: y for y, doc_id in enumerate(lengths.index)}
    height = max(0.42, 0.16 * len(terms))
    figure = Figure(figsize=(9, 1.7 + height * len(lengths) + 0.1 * len(terms)), layout="constrained")
    axes = figure.subplots()
    axes.barh(
        range(len(lengths)), lengths, height=0.84, color="0.94", edgecolor="0.75", linewidth=0.8, zorder=1
    )
    for i, term in enumerate(terms):
        marker, colour = _POINTS[i]
        places = table[table["term"] == term]
        # a height of its own, so that names that follow each other do not cover each other
        shift = 0.0 if len(terms) == 1 else -0.28 + 0.56 * i / (len(terms) - 1)
        axes.plot(
            places["start"], [row[doc_id] + shift for doc_id in places["doc_id"]], linestyle="", marker=marker,
            color=colour, markersize=6.5, label=f"{wrap(term, 46)} ({len(places)})", zorder=2,
        )  # fmt: skip
    names = [(labels or {}).get(doc_id, doc_id) for doc_id in lengths.index]
    axes.set_yticks(range(len(lengths)), [wrap(name, 30) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(lengths) - 0.4, -0.6)
    axes.set_xlim(0, 1.01 * max(lengths.max(), 1) if len(lengths) else 1)
    axes.set_xlabel("position in the text, in characters")
    axes.spines[["top", "right", "left"]].set_visible(False)
    found = table["doc_id"].nunique()
    _headline(
        figure, f"{len(table)} occurrences of {len(terms)} terms, in {found} of {len(lengths)} articles"
    )
    if terms:
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    return figure


def _reach(rows: pd.DataFrame) -> float:
    """Return how far the axis of log ratios goes: all marks and lines, and bands up to a limit."""
    bands = rows[["ci_low", "ci_high"]].to_numpy()
    sure = rows[["log_ratio", "boot_low", "boot_high"]].abs().to_numpy()
    inside = np.abs(bands[np.isfinite(bands) & (np.abs(bands) <= _MOST)])
    return float(max(_LEAST, sure.max(initial=0), inside.max(initial=0)) + 0.4)


def _interval(axes: Axes, y: int, row: tuple, reach: float) -> None:
    low, high = max(row.ci_low, -reach), min(row.ci_high, reach)
    axes.barh(y, high - low, left=low, height=0.56, color="0.86", zorder=2)
    for limit, edge, marker in ((row.ci_low, -reach, "$<$"), (row.ci_high, reach, "$>$")):
        if abs(limit) > reach:
            inward = edge - math.copysign(0.2, edge)
            axes.plot(inward, y, marker=marker, color="0.25", markersize=6, linestyle="", zorder=3)
    axes.plot([row.boot_low, row.boot_high], [y, y], color="black", linewidth=1.3, zorder=3)


def _counted(row: tuple) -> str:
    return f"{wrap(row.term, 40)} ({row.count_a}/{row.count_b}; {row.docs_a}+{row.docs_b} art.)"


def _compared(rows: pd.DataFrame, target: str, description: pd.DataFrame | None) -> list[str]:
    more, less = int((rows["log_ratio"] > 0).sum()), int((rows["log_ratio"] < 0).sum())
    lines = [f"{more} of these {len(rows)} words are more frequent in {target}, {less} less"]
    if description is None:
        return lines
    own = description[description["group"] == target]
    if own.empty:
        msg = f"target must be one of {', '.join(map(str, description['group']))}, not {target!r}"
        raise ValueError(msg)
    if own["descriptive_only"].item():
        k1, k2 = (int(part["articles"].sum()) for part in (own, description.drop(own.index)))
        p = own["smallest_p"].item()
        reached = "no test possible" if np.isnan(p) else f"smallest attainable p = {p:.3g}"
        lines.append(f"descriptive only: {k1} + {k2} articles, {reached}")
    return lines


def _ratio_legend(rows: pd.DataFrame) -> list[Line2D | Patch]:
    handles: list[Line2D | Patch] = [
        Patch(color="0.86", label="exact interval, as if words were drawn"),
        Line2D([], [], color="black", linewidth=1.3, label="bootstrap interval, articles drawn"),
    ]
    for (name, look), there in zip(
        _SIDES.items(), (rows["log_ratio"] >= 0, rows["log_ratio"] < 0), strict=True
    ):
        if there.any():
            label = f"{name} frequent; area: occurrences"
            handles.append(Line2D([], [], linestyle="", markersize=8, label=label, **look))
    if (rows["docs_a"] + rows["docs_b"] == 1).any():
        handles.append(
            Line2D(
                [], [], linestyle="", marker="o", markersize=8, markerfacecolor="white", color="0.25",
                label="hollow: one article has them all",
            )
        )  # fmt: skip
    return handles


def _headline(figure: Figure, *lines: str) -> None:
    """Write what the texts show above a figure, in lines that its width holds."""
    width = int(9.5 * figure.get_figwidth())
    figure.suptitle("\n".join(wrap(line, width) for line in lines), x=0.01, ha="left", fontsize=11)


def _group(value: object) -> str:
    return "outlet not named" if pd.isna(value) else str(value)


def _places(labels: list[str]) -> list[float]:
    """Return the place of each column: one apart, and a gap where the group changes."""
    places: list[float] = []
    for i, label in enumerate(labels):
        step = 1.0 if i and label == labels[i - 1] else 1.25
        places.append(places[-1] + step if i else 0.0)
    return places


def _by_count(rows: pd.DataFrame, column: str) -> list[str]:
    totals = rows.groupby(column)["count"].sum().reset_index()
    return totals.sort_values(["count", column], ascending=[False, True])[column].tolist()
