"""What an expression says by itself, and what it says once the day is known from which it is reckoned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from analysis.dates import edtf
from analysis.dates.values import Bounds

# the day the expression is reckoned from, and -1 for the past or 1 for the future where the text leaves it open
Reckon = Callable[[date, int], Bounds | None]


class Reading(NamedTuple):
    """The value of an expression.

    Attributes
    ----------
    edtf
        As far as the words alone give it.
    precision
        day, minute, week, weekend, month, quarter, half, season, year, decade, century, span or vague.
    anchor
        What it is reckoned from: none, publication, previous (the date named before) or event (named in words).
    bounds
        First and last day, where they need no anchor.
    reckon
        First and last day from an anchor; None for an absolute date.
    write
        EDTF of reckoned bounds.
    sided
        Whether the text leaves open if the past or the future is meant.
    """

    edtf: str
    precision: str
    anchor: str = "none"
    bounds: Bounds = (None, None)
    reckon: Reckon | None = None
    write: Callable[[date, date], str] | None = None
    sided: bool = False


class Value(NamedTuple):
    """A reading with its anchor put in."""

    edtf: str
    earliest: date | None
    latest: date | None


def fixed(first: date | None, last: date | None, precision: str, text: str) -> Reading | None:
    """Return an absolute reading; None where the calendar has no such day."""
    if first is None or last is None or first > last:
        return None
    return Reading(text, precision, bounds=(first, last))


_ONE = {
    "day": edtf.day,
    "minute": edtf.day,
    "month": edtf.month,
    "year": edtf.year,
}


def resolve(reading: Reading, anchor: Bounds, side: int) -> Value:
    """Put an anchor in.

    Over an interval the earliest day is reckoned from its first day and the latest from its last. Where both ends give
    the same, the value is exact; otherwise a day becomes one of a range and a span is marked as uncertain.
    """
    if reading.reckon is None:
        return Value(reading.edtf, *reading.bounds)
    first = _safely(reading.reckon, anchor[0], side)
    last = first if anchor[0] == anchor[1] else _safely(reading.reckon, anchor[1], side)
    earliest, latest = first[0] if first else None, last[1] if last else None
    if not first and not last:
        return Value(reading.edtf, None, None)
    if reading.precision == "vague":
        return Value(_vague(reading, earliest, latest), earliest, latest)
    if not first or not last or earliest is None or latest is None or earliest > latest:
        return Value(reading.edtf, earliest if latest is None else None, latest if earliest is None else None)
    if first == last:
        return Value((reading.write or edtf_of(reading.precision))(earliest, latest), earliest, latest)
    if one := _ONE.get(reading.precision):
        return Value(edtf.one_of(one(earliest), one(latest)), earliest, latest)
    text = edtf.span(edtf.uncertain(edtf.day(earliest)), edtf.uncertain(edtf.day(latest)))
    return Value(text, earliest, latest)


def _safely(reckon: Reckon, anchor: date | None, side: int) -> Bounds | None:
    """Reckon from a day; None where there is none, or where the result leaves the calendar."""
    if anchor is None:
        return None
    try:
        found = reckon(anchor, side)
    except (ValueError, OverflowError):
        return None
    return found if found and found != (None, None) else None


def _vague(reading: Reading, earliest: date | None, latest: date | None) -> str:
    if earliest and latest:
        return (
            edtf.approximate(edtf.day(latest))
            if earliest == latest
            else edtf.span(edtf.day(earliest), edtf.day(latest))
        )
    if latest:
        return edtf.until(edtf.day(latest))
    return edtf.since(edtf.day(earliest)) if earliest else reading.edtf


def edtf_of(precision: str) -> Callable[[date, date], str]:
    """Return how bounds of a precision are written."""
    if precision in {"quarter", "half"}:
        size, code = (3, 33) if precision == "quarter" else (6, 40)
        return lambda first, last: edtf.season(first.year, code + (first.month - 1) // size)
    return {
        "day": lambda first, last: edtf.day(first),
        "month": lambda first, last: edtf.month(first),
        "year": lambda first, last: edtf.year(first),
        "decade": lambda first, last: edtf.decade(first.year),
        "century": lambda first, last: edtf.century(first.year),
    }.get(precision, lambda first, last: edtf.span(edtf.day(first), edtf.day(last)))


def open_edtf(unit: str) -> str:
    """Return what is known of a unit without an anchor: its precision."""
    return {"month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX", "half": "XXXX"}.get(unit, "XXXX-XX-XX")
