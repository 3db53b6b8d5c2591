"""Figures of time: a day is a cell, an uncertain date a hatched range without a middle, and nothing undated is dropped.

Flat ranges, no error bars: a bound is not a measurement (Olston & Mackinlay 2002).
"""

from __future__ import annotations

from collections.abc import Iterable

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import ScalarFormatter

from analysis.plot.style import BLUE, GREEN, ORANGE, wrap

# a longer span than this is drawn twice: whole, and its densest weeks
_LONG = 60
# days of the close view
_CLOSE = 24
_DAY = pd.Timedelta(days=1)
_LOOK = {
    "publication": {"color": BLUE, "height": 0.34, "shift": 0.0},
    "statement": {"color": GREEN, "height": 0.12, "shift": -0.3},
    "event": {"color": ORANGE, "height": 0.12, "shift": 0.3},
}
_ROLES = {"say": (BLUE, "o", -0.24), "relay": (GREEN, "s", 0.0), "denial": (ORANGE, "D", 0.24)}


def publications(marks: pd.DataFrame) -> Figure:
    """Draw when each article was published, and what it dates, one row per article and one block per outlet.

    Parameters
    ----------
    marks
        What `timeline.events` gives.

    Returns
    -------
    figure
        Left the whole span, right (or alone, where the span is short) its densest weeks; last a column for what has no
        bounds. Publications stand in the middle of a row, dated statements above, events below. Filled: stated to
        the day. Hatched: one day somewhere in the range. An arrow: no bound on that side.
    """
    rows = marks.loc[marks["kind"] == "publication", ["lane", "doc_id"]].sort_values(["lane", "doc_id"])
    place = {doc_id: i for i, doc_id in enumerate(rows["doc_id"])}
    # « recently » has a bound, but a bar of it would hide what is dated
    bounded = (marks["earliest"].notna() | marks["latest"].notna()) & (marks["basis"] != "vague")
    known = marks.loc[bounded & marks["doc_id"].isin(place)]
    views = _views(known)
    figure = Figure(figsize=(11.5, 2.4 + 0.62 * max(len(place), 1)), layout="constrained")
    widths = [*([1.0] if len(views) == 1 else [1.0, 1.5]), 0.16]
    panels = figure.subplots(1, len(widths), sharey=True, width_ratios=widths, squeeze=False)[0]
    for axes, (first, last) in zip(panels, views, strict=False):
        for row in known.itertuples():
            if row.doc_id in place:
                _draw(axes, row, place[row.doc_id], first, last)
        _calendar(axes, first, last)
        _stripes(axes, rows)
    undated = marks.loc[~bounded & marks["doc_id"].isin(place)]
    _gutter(panels[-1], undated, place)
    panels[0].set_ylim(len(place) - 0.4, -0.6)
    panels[0].set_yticks(
        range(len(place)), [wrap(f"{doc} {lane}", 30) for lane, doc in rows.itertuples(index=False)]
    )
    panels[0].tick_params(axis="y", length=0, labelsize=8.5)
    published = marks.loc[marks["kind"] == "publication"]
    stated = int(published["basis"].isin(["stated", "metadata"]).sum())
    figure.suptitle(
        f"{stated} of {len(published)} articles state when they were published",
        x=0.01,
        ha="left",
        fontsize=11,
    )
    figure.legend(handles=_legend(marks), loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    return figure


def claims(firsts: pd.DataFrame, *, labels: dict[str, str] | None = None) -> Figure:
    """Draw between which days each claim was first said, first relayed and first denied in the articles.

    Parameters
    ----------
    firsts
        What `timeline.firsts` gives.
    labels
        What to write for a claim; by default its code.

    Returns
    -------
    figure
        One row per claim: circle for said, square for relayed, diamond for denied. A range is hatched; filled where the
        day is known; an arrow where a bound is missing.
    """
    order = (
        firsts.groupby("claim")["earliest"]
        .min()
        .reset_index()
        .sort_values(["earliest", "claim"])["claim"]
        .tolist()
    )
    known = firsts.loc[firsts["earliest"].notna() | firsts["latest"].notna()]
    views = _views(known)
    figure = Figure(figsize=(11.5, 2.2 + 0.5 * max(len(order), 1)), layout="constrained")
    widths = [1.0] if len(views) == 1 else [1.0, 1.5]
    panels = figure.subplots(1, len(widths), sharey=True, width_ratios=widths, squeeze=False)[0]
    for axes, (first, last) in zip(panels, views, strict=True):
        for row in known.itertuples():
            colour, marker, shift = _ROLES[row.role]
            y = order.index(row.claim) + shift
            exact = row.earliest == row.latest
            begin, end = _clipped(row, first, last)
            if begin > last or end < first:
                continue
            _box(axes, begin, end, y, 0.16, colour, filled=exact)
            _arrow(axes, row, y, begin, end, first, last, colour)
            if not row.earliest >= first:
                continue
            axes.plot(
                mdates.date2num(begin + _DAY / 2), y, marker=marker, color=colour, markersize=6,
                markerfacecolor=colour if exact else "white",
            )  # fmt: skip
        _calendar(axes, first, last)
    panels[0].set_ylim(len(order) - 0.4, -0.6)
    panels[0].set_yticks(range(len(order)), [wrap((labels or {}).get(name, name), 34) for name in order])
    panels[0].tick_params(axis="y", length=0, labelsize=8.5)
    figure.suptitle(
        f"When {len(order)} claims first appear in these articles, as far as they can be dated", x=0.01, ha="left",
        fontsize=11,
    )  # fmt: skip
    handles = [
        Line2D([], [], linestyle="", marker=marker, color=colour, label=name)
        for name, (colour, marker, _) in (("first said", _ROLES["say"]), ("first relayed", _ROLES["relay"]),
                                          ("first denied", _ROLES["denial"]))
    ]  # fmt: skip
    handles.append(Patch(facecolor="white", edgecolor="0.3", hatch="////", label="one day in this range"))
    figure.legend(handles=handles, loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    return figure


def lags(table: pd.DataFrame) -> Figure:
    """Draw how many days lie between what an article dates and its publication.

    Parameters
    ----------
    table
        What `timeline.lags` gives.

    Returns
    -------
    figure
        One bar per expression, from the least to the most days; filled where both are the same.
    """
    figure = Figure(figsize=(10, 1.8 + 0.34 * max(len(table), 1)), layout="constrained")
    axes = figure.subplots()
    for y, row in enumerate(table.itertuples()):
        look = _LOOK[row.kind]
        exact = row.least == row.most
        axes.add_patch(
            Rectangle(
                (row.least - 0.4 if exact else row.least, y - 0.3), max(row.most - row.least, 0.8), 0.6,
                facecolor=look["color"] if exact else "white", edgecolor=look["color"],
                hatch="" if exact else "////", linewidth=1,
            )
        )  # fmt: skip
    axes.set_yticks(
        range(len(table)), [wrap(f"{row.doc_id} {row.evidence}", 40) for row in table.itertuples()]
    )
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    low, high = (table["least"].min(), table["most"].max()) if len(table) else (0, 1)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.axvline(0, color="0.6", linewidth=0.8)
    if high - low > 120:
        axes.set_xscale("symlog", linthresh=30)
        axes.set_xticks([-365, -30, 0, 10, 30, 100, 365])
        axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.set_xlim(min(low, 0) * 1.1 - 1, max(high, 0) * 1.1 + 1)
    axes.set_xlabel("days from what is told to the publication of the article")
    axes.set_title(f"How late {len(table)} dated expressions are told", loc="left", fontsize=11)
    axes.spines[["top", "right", "left"]].set_visible(False)
    handles = [Patch(color=_LOOK[kind]["color"], label=kind) for kind in ("statement", "event")]
    handles.append(
        Patch(facecolor="white", edgecolor="0.3", hatch="////", label="between these numbers of days")
    )
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False, fontsize=9)
    return figure


def _views(known: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the whole span and, where it is long, the weeks in which most marks begin."""
    if known.empty:
        return [(pd.Timestamp("2000-01-01"), pd.Timestamp("2000-01-08"))]
    days = pd.concat([known["earliest"], known["latest"]]).dropna()
    first, last = days.min(), days.max()
    whole = (first - 2 * _DAY, last + 3 * _DAY)
    if (last - first).days <= _LONG:
        return [whole]
    exact = known.loc[(known["latest"] - known["earliest"]).dt.days <= _CLOSE, "earliest"]
    starts = sorted((exact if len(exact) else days).unique())
    inside = [sum(0 <= (day - start).days < _CLOSE - 4 for day in starts) for start in starts]
    counts = [int(((exact >= start) & (exact < start + (_CLOSE - 4) * _DAY)).sum()) for start in starts]
    best = max(range(len(starts)), key=lambda i: (counts[i], inside[i], -i))
    return [whole, (starts[best] - 2 * _DAY, starts[best] + (_CLOSE - 2) * _DAY)]


def _draw(axes: Axes, row: tuple, y: float, first: pd.Timestamp, last: pd.Timestamp) -> None:
    if pd.isna(row.earliest) and pd.isna(row.latest):
        return
    look = _LOOK[row.kind]
    begin, end = _clipped(row, first, last)
    if begin > last or end < first:
        return
    exact = row.earliest == row.latest
    filled = exact and (row.kind != "publication" or row.basis in {"stated", "metadata"})
    # in a view of years a day would be a hair
    _box(
        axes, begin, end, y + look["shift"], look["height"], look["color"], filled=filled,
        least=(last - first) / _DAY / 160, about=isinstance(row.edtf, str) and "~" in row.edtf,
    )  # fmt: skip
    _arrow(axes, row, y + look["shift"], begin, end, first, last, look["color"])


def _clipped(row: tuple, first: pd.Timestamp, last: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return what of a range a view shows; a missing bound lies beyond its edge."""
    begin = first if pd.isna(row.earliest) else max(row.earliest, first)
    return begin, last if pd.isna(row.latest) else min(row.latest, last)


def _box(
    axes: Axes,
    begin: pd.Timestamp,
    end: pd.Timestamp,
    y: float,
    height: float,
    colour: str,
    *,
    filled: bool,
    least: float = 1.0,
    about: bool = False,
) -> None:
    """Draw the days from one to another, both whole; dotted where the text says « about »."""
    width = (end - begin) / _DAY + 1
    spare = max(least - width, 0)
    axes.add_patch(
        Rectangle(
            (mdates.date2num(begin) - spare / 2, y - height / 2),
            width + spare,
            height,
            facecolor=colour if filled else "white",
            edgecolor=colour,
            hatch="" if filled else "/////",
            linewidth=0.9,
            linestyle=":" if about else "-",
            zorder=2 if filled else 1,
        )
    )


def _arrow(
    axes: Axes, row: tuple, y: float, begin: pd.Timestamp, end: pd.Timestamp, first: pd.Timestamp, last: pd.Timestamp,
    colour: str,
) -> None:  # fmt: skip
    """Mark that a range goes on: to where nobody knows, or beyond this view."""
    if pd.isna(row.latest) or row.latest > last:
        axes.plot(mdates.date2num(last + _DAY), y, marker=">", color=colour, markersize=7, clip_on=False)
    if not row.earliest >= first:
        axes.plot(mdates.date2num(first), y, marker="<", color=colour, markersize=7, clip_on=False)


def _calendar(axes: Axes, first: pd.Timestamp, last: pd.Timestamp) -> None:
    axes.xaxis_date()
    axes.set_xlim(*mdates.date2num([first, last + _DAY]))
    close = (last - first).days <= _LONG
    if close:
        step = 2 if (last - first).days > 14 else 1
        days = pd.date_range(first.normalize(), last, freq=f"{step}D")
        axes.set_xticks(
            mdates.date2num(days + _DAY / 2), [f"{day:%a}\n{day.day}" for day in days], fontsize=8
        )
        for day in pd.date_range(first.normalize(), last):
            if day.weekday() == 0:
                axes.axvline(mdates.date2num(day), color="0.85", linewidth=0.8, zorder=0)
        months = f"{first:%B %Y}" if first.month == last.month else f"{first:%B %Y} – {last:%B %Y}"
        axes.set_xlabel(months, fontsize=9)
    else:
        locator = mdates.AutoDateLocator(minticks=3, maxticks=6)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator))
        axes.tick_params(axis="x", labelsize=8)
        axes.set_xlabel("all articles", fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _stripes(axes: Axes, rows: pd.DataFrame) -> None:
    """Shade every other outlet, so that its articles read as one block."""
    for i, lane in enumerate(sorted(rows["lane"].unique())):
        where = [y for y, name in enumerate(rows["lane"]) if name == lane]
        if i % 2 == 0:
            axes.axhspan(min(where) - 0.5, max(where) + 0.5, color="0.96", zorder=-1)


def _gutter(axes: Axes, undated: pd.DataFrame, place: dict[str, int]) -> None:
    for (doc_id, kind), some in undated.groupby(["doc_id", "kind"]):
        look = _LOOK[kind]
        y = place[doc_id] + look["shift"]
        axes.plot(0.3, y, marker="o", markerfacecolor="white", color=look["color"], markersize=6)
        if len(some) > 1:
            axes.text(0.45, y, f"{len(some)}", va="center", fontsize=8)
    axes.set_xlim(0, 1)
    axes.set_xticks([])
    axes.set_xlabel("no date", fontsize=9)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)


def _legend(marks: pd.DataFrame) -> list[Patch | Line2D]:
    kinds: Iterable[str] = [kind for kind in _LOOK if (marks["kind"] == kind).any()]
    handles: list[Patch | Line2D] = [Patch(color=_LOOK[kind]["color"], label=kind) for kind in kinds]
    handles.append(Patch(facecolor="white", edgecolor="0.3", hatch="////", label="somewhere in this range"))
    handles.append(Line2D([], [], linestyle="", marker=">", color="0.3", label="goes on beyond this view"))
    handles.append(
        Line2D([], [], linestyle="", marker="o", markerfacecolor="white", color="0.3", label="no date")
    )
    return handles
