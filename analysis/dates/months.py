"""The values of the rules that name months: août 2017, en mars, octobre dernier, entre mars et mai 2011."""

from __future__ import annotations

from datetime import date
from typing import Any

from analysis.dates import edtf
from analysis.dates.grammar import Match
from analysis.dates.reading import Reading, fixed
from analysis.dates.readings import integer, month_of, step_of, year_of
from analysis.dates.values import Bounds, make, month_near


def month(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a month, with or without a year: août 2017, en mars, octobre dernier."""
    value, year = month_of(match.word("month"), data), year_of(match)
    if match.words("yy") and int(match.word("yy")) <= 31:
        return None
    if year is not None:
        first = make(year, value, 1)
        return fixed(first, edtf.month_end(first), "month", edtf.month(first)) if first else None
    how, distance = step_of(match, data)

    def reckon(anchor: date, side: int) -> Bounds | None:
        first = month_chosen(anchor, value, side, how, distance)
        return (first, edtf.month_end(first)) if first else None

    text = edtf.unspecified_month(value)
    return Reading(text, "month", "publication", reckon=reckon, sided=how is None)


def month_chosen(anchor: date, month: int, side: int, how: str | None, distance: int) -> date | None:
    """Return the first day of the month that a name and the words after it mean."""
    if how == "of":
        return make(anchor.year + distance, month, 1)
    if how == "near" and distance:
        # octobre dernier, said in October, is that of the year before
        outside = (
            edtf.shift(anchor.replace(day=1), -1) if distance < 0 else edtf.shift(edtf.month_end(anchor), 1)
        )
        return month_near(outside or anchor, month, distance)
    return month_near(anchor, month, side)


def month_range(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a span of months: entre mars et mai 2011."""
    names = match.word("month"), match.word("last_month")
    years = integer(match.word("year")), integer(match.word("last_year"))
    return months_between(*(month_of(name, data) for name in names), *years)


def month_pair(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a span of months with a hyphen: mars-avril 2011."""
    first, last = match.word("pair").split("-")
    return months_between(month_of(first, data), month_of(last, data), None, integer(match.word("last_year")))


def months_between(first: int, last: int, year: int | None, last_year: int | None) -> Reading | None:
    """Read a span between two months, whose years may be missing."""

    def write(begin: date, end: date) -> str:
        return edtf.span(edtf.month(begin), edtf.month(end))

    if last_year is None and year is not None:
        last_year = year + (last < first)
    if last_year is not None:
        begin = make(year if year is not None else last_year - (last < first), first, 1)
        end = make(last_year, last, 1)
        return fixed(begin, edtf.month_end(end), "span", write(begin, end)) if begin and end else None

    def reckon(anchor: date, side: int) -> Bounds | None:
        begin = month_near(anchor, first, side)
        end = make(begin.year + (last < first), last, 1) if begin else None
        return (begin, edtf.month_end(end)) if end else None

    text = edtf.span(edtf.unspecified_month(first), edtf.unspecified_month(last))
    return Reading(text, "span", "publication", reckon=reckon, write=write, sided=True)
