"""Networks over time: calendar windows, moving windows, and windows smoothed by a kernel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.network.matrices import affiliation, of_selection, project
from analysis.network.selection import between, end_of, moment, moments, one_of, scale_of, select, weighted

UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
KERNELS = (None, "uniform", "triangular", "epanechnikov", "gaussian")
NETWORKS = {"affiliation": affiliation, "project": project}


class Window(NamedTuple):
    """One network of a series.

    `time` is what the window stands for: its first day, or its centre where it moves. `n_statements` is how many
    count; with a kernel, how many have a weight.
    """

    time: pd.Timestamp
    start: pd.Timestamp
    stop: pd.Timestamp
    matrix: pd.DataFrame
    n_statements: int


def windows(
    statements: pd.DataFrame,
    *,
    network: str = "affiliation",
    unit: str = "month",
    size: int = 1,
    moving: bool = False,
    kernel: str | None = None,
    start: object = None,
    stop: object = None,
    date: str = "date",
    **options: Any,
) -> list[Window]:
    """Return one network for each window of time.

    Parameters
    ----------
    statements
        As in `affiliation`, with a column of dates. Statements without a date stand in no window; `undated` counts
        them.
    network
        `affiliation` or `project`.
    unit, size
        Length of a window: so many days, weeks (from Monday), months or years.
    moving
        False: calendar windows side by side, the first day included, the day after the last one not. True: a window
        of `size` days that moves by one day, both ends included, as in Discourse Network Analyzer; only windows
        wholly inside the range.
    kernel
        Weigh the statements around each centre by their distance x, in half windows: `uniform` 1/2, `triangular`
        1 - abs(x), `epanechnikov` 3/4 (1 - x^2) inside the window; `gaussian` exp(-x^2/2) / sqrt(2 pi) over the whole
        range. Days are whole days, cut towards the centre. In one-mode networks a pair weighs the root of the product.
    start, stop
        The range, both days included; by default from the first statement to the last.
    **options
        As in `affiliation` or `project`. Duplicates are looked for inside each window; with a kernel, in the range.

    Raises
    ------
    ValueError
        For an option outside its list, or moving windows or kernels of something other than days.
    """
    one_of("network", network, NETWORKS)
    one_of("unit", unit, UNITS)
    one_of("kernel", kernel, KERNELS)
    if (moving or kernel) and unit != "day":
        msg = f"Moving windows and kernels count days; pass unit='day' and size in days, not unit={unit!r}."
        raise ValueError(msg)
    if size < 1:
        msg = f"size must be 1 or more, not {size}"
        raise ValueError(msg)
    if date not in statements:
        msg = f"The statements have no column {date!r}. Name the column of dates with date=."
        raise ValueError(msg)
    days = moments(statements[date])
    inside = days.notna() & between(days, start, stop)
    # what is a scale in the whole table is one in each of its parts
    options = {**options, "date": date, "scale": scale_of(statements, options)}
    if not inside.any():
        return []
    first = moment(start) if start is not None else days[inside].min()
    last = end_of(stop) if stop is not None else days[inside].max()
    if kernel:
        return list(_smoothed(statements, days, inside, network, size, kernel, options))
    spans = _moving(first, last, size) if moving else _calendar(first, last, unit, size)
    return [
        _cut(statements.loc[inside], days[inside], network, time, begin, end, closed=moving, options=options)
        for time, begin, end in spans
    ]


def undated(statements: pd.DataFrame, *, date: str = "date") -> int:
    """Return how many statements have no date and so stand in no window."""
    return int(moments(statements[date]).isna().sum())


def distances(series: Iterable[Window]) -> pd.DataFrame:
    """Return how far the networks of a series are from each other: the sum of the absolute differences of cells.

    A row or a column that a network lacks counts as zeros.
    """
    series = list(series)
    rows = sorted({name for window in series for name in window.matrix.index})
    columns = sorted({name for window in series for name in window.matrix.columns})
    flat = [
        window.matrix.reindex(index=rows, columns=columns, fill_value=0.0).to_numpy().ravel()
        for window in series
    ]
    times = pd.Index([window.time for window in series], name="time")
    apart = [[float(np.abs(a - b).sum()) for b in flat] for a in flat]
    return pd.DataFrame(apart, index=times, columns=times, dtype=float)


def _calendar(
    first: pd.Timestamp, last: pd.Timestamp, unit: str, size: int
) -> Iterator[tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]]:
    period = pd.Period(first, freq=UNITS[unit])
    while period.start_time <= last:
        yield period.start_time, period.start_time, (period + size).start_time
        period += size


def _moving(
    first: pd.Timestamp, last: pd.Timestamp, size: int
) -> Iterator[tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]]:
    reach = pd.Timedelta(days=int(np.floor((size - 1) / 2 + 0.5)))
    centre = first + reach
    while centre + reach <= last:
        yield centre, centre - reach, centre + reach
        centre += pd.Timedelta(days=1)


def _cut(
    statements: pd.DataFrame,
    days: pd.Series,
    network: str,
    time: pd.Timestamp,
    begin: pd.Timestamp,
    end: pd.Timestamp,
    *,
    closed: bool,
    options: dict,
) -> Window:
    here = (days >= begin) & ((days <= end) if closed else (days < end))
    matrix = NETWORKS[network](statements.loc[here], **options)
    counted = int(matrix.attrs["evidence"].selection.kept.sum())
    return Window(time, begin, end, matrix, counted)


def _smoothed(
    statements: pd.DataFrame,
    days: pd.Series,
    inside: pd.Series,
    network: str,
    size: int,
    kernel: str,
    options: dict,
) -> Iterator[Window]:
    aggregation = options.get("aggregation", "ignore")
    if aggregation == "combine":
        msg = "aggregation='combine' tells which values occur and cannot be weighed by a kernel."
        raise ValueError(msg)
    normalization = options.get("normalization")
    chosen = select(
        statements.loc[inside], **{key: v for key, v in options.items() if key != "normalization"}
    )
    when = days[inside]
    time, last = when.min(), when.max()
    reach = pd.Timedelta(days=size / 2)
    while time <= last:
        near = ((when >= time - reach) & (when <= time + reach)).to_numpy() | (kernel == "gaussian")
        # whole days, cut towards zero, as a statement's hour says little
        distance = np.trunc((when - time) / pd.Timedelta(days=1)).to_numpy() * 2 / size
        weight = np.where(near, _weigh(distance, kernel), 0.0)
        placed = weighted(chosen, np.sqrt(weight) if network == "project" else weight)
        matrix = of_selection(
            placed, network, aggregation, normalization, options.get("duplicates", "include")
        )
        begin = when.min() if kernel == "gaussian" else max(time - reach, when.min())
        end = last if kernel == "gaussian" else min(time + reach, last)
        yield Window(time, begin, end, matrix, int((placed.weight > 0).sum()))
        time += pd.Timedelta(days=1)


def _weigh(distance: np.ndarray, kernel: str) -> np.ndarray:
    if kernel == "uniform":
        return np.full(len(distance), 0.5)
    if kernel == "triangular":
        return np.clip(1 - np.abs(distance), 0, None)
    if kernel == "epanechnikov":
        return np.clip(0.75 * (1 - distance**2), 0, None)
    return np.exp(-(distance**2) / 2) / np.sqrt(2 * np.pi)
