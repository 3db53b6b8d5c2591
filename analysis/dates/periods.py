"""The values of the rules that name parts of units, seasons, years, decades and centuries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from analysis.dates import edtf
from analysis.dates.grammar import Match
from analysis.dates.months import month_chosen, months_between
from analysis.dates.reading import Reading, edtf_of, fixed, open_edtf
from analysis.dates.readings import month_of, number, step_of, weekday_of, year_of
from analysis.dates.relative import shift_of
from analysis.dates.values import (
    Bounds,
    make,
    month_part,
    season_near,
    span_part,
    unit_beside,
    unit_bounds,
    week_part,
    year_part,
)
from analysis.dates.years import SHORT, follows_plural


def part_of_unit(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read fin de semaine dernière, début de mois, la fin de l'année: the conventions of duckling's French corpus."""
    part, kind = data["parts"][match.word("part")], data["units"][match.word("unit")]
    step, anchor = shift_of(match, data)
    if kind in {"day", "decade", "century"}:
        return None

    def reckon(day: date, side: int) -> Bounds | None:
        found = unit_beside(day, kind, step)
        if not found:
            return None
        if kind == "week":
            return week_part(found[0], part)
        if kind == "month":
            return month_part(found[0], part)
        if kind == "year":
            return year_part(found[0].year, part, quarter=False)
        return span_part(*found, part)

    write = _approximate_months if kind == "year" else _approximate(part)
    return Reading(open_edtf(kind), "span", anchor, reckon=reckon, write=write)


def _approximate(part: str) -> Callable[[date, date], str]:
    """Write a span whose inner end is a convention: the first day of an end, the last of a beginning."""

    def write(first: date, last: date) -> str:
        begin, end = edtf.day(first), edtf.day(last)
        return edtf.span(
            edtf.approximate(begin) if part in {"end", "middle"} else begin,
            edtf.approximate(end) if part in {"start", "middle"} else end,
        )

    return write


def _approximate_months(first: date, last: date) -> str:
    begin, end = edtf.month(first), edtf.month(last)
    return edtf.span(
        edtf.approximate(begin) if first.month > 1 else begin,
        edtf.approximate(end) if last.month < 12 else end,
    )


def part_of_month(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read fin mars, mi-octobre 2016, au début du mois d'avril."""
    if word := match.word("mid"):
        part, name = "middle", word.split("-", 1)[1]
    else:
        part, name = data["parts"][match.word("part")], match.word("month")
    number_of, year = month_of(name, data), year_of(match)
    write = _approximate(part) if part != "whole" else edtf_of("month")
    if year is not None:
        first = make(year, number_of, 1)
        if first is None:
            return None
        bounds = month_part(first, part, data["early_month"])
        return fixed(*bounds, "span" if part != "whole" else "month", write(*bounds))
    how, distance = step_of(match, data)

    def reckon(day: date, side: int) -> Bounds | None:
        first = month_chosen(day, number_of, side, how, distance)
        return month_part(first, part, data["early_month"]) if first else None

    low, high = month_part(date(2001, number_of, 1), part, data["early_month"])
    text = edtf.span(edtf.unspecified(low.month, low.day), edtf.unspecified(high.month, high.day))
    precision = "span" if part != "whole" else "month"
    if part == "whole":
        text = edtf.unspecified_month(number_of)
    return Reading(text, precision, "publication", reckon=reckon, write=write, sided=how is None)


def part_of_year(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read fin 2015, début 2016, mi-2014: the last or first three months, the four in the middle."""
    part = data["parts"][match.word("part")]
    year = year_of(match)
    if match.words("yy") and (int(match.word("yy")) < SHORT or follows_plural(match, data)):
        return None
    bounds = year_part(year, part, quarter=True)
    return fixed(*bounds, "span" if part != "whole" else "year", _approximate_months(*bounds))


def part_of_season(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read au début de l'été, fin de l'hiver 2015: a third of the season."""
    part, whole = data["parts"][match.word("part")], season(match, data)
    if whole is None:
        return None
    if whole.reckon is None:
        bounds = span_part(*whole.bounds, part)
        return fixed(*bounds, "span", _approximate(part)(*bounds))

    def reckon(day: date, side: int) -> Bounds | None:
        found = whole.reckon(day, side)
        return span_part(*found, part) if found else None

    return whole._replace(edtf="XXXX-XX-XX", precision="span", reckon=reckon, write=_approximate(part))


def nth(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read le premier lundi d'octobre, la dernière semaine de septembre 2014, la deuxième quinzaine d'avril.

    A week belongs to a month that holds all its days.
    """
    words = match.words("nth")
    ordinal = -1 if words[0] in data["shifts"] else number(words[0], data)
    name = match.word("unit")
    weekday, kind = weekday_of(name, data), data["units"].get(name)
    if words[0] in data["shifts"] and data["shifts"][words[0]] > 0:
        return None

    def within(first: date) -> Bounds | None:
        return _nth_of(first, ordinal, weekday, kind)

    precision = kind if kind in {"week", "weekend"} else "span" if kind == "fortnight" else "day"
    month, year = match.word("month"), year_of(match)
    if month and year is not None:
        first = make(year, month_of(month, data), 1)
        bounds = within(first) if first else None
        return fixed(*bounds, precision, edtf_of(precision)(*bounds)) if bounds else None
    how, distance = step_of(match, data)
    step, anchor = shift_of(match, data, "of_shift")
    of_unit = data["units"].get(match.word("of_unit"), "month")

    def reckon(day: date, side: int) -> Bounds | None:
        if month:
            first = month_chosen(day, month_of(month, data), side, how, distance)
        else:
            found = unit_beside(day, of_unit, step)
            first = found[0] if found else None
        return within(first) if first else None

    sided = bool(month) and how is None
    return Reading("XXXX-XX-XX", precision, anchor, reckon=reckon, write=edtf_of(precision), sided=sided)


def _nth_of(first: date, ordinal: int, weekday: int | None, kind: str | None) -> Bounds | None:
    last = edtf.month_end(first)
    if kind == "fortnight":
        return (first, first.replace(day=14)) if ordinal == 1 else (first.replace(day=15), last)
    days = [first.replace(day=number) for number in range(1, last.day + 1)]
    if weekday:
        days = [day for day in days if day.isoweekday() == weekday]
    elif kind in {"week", "weekend"}:
        days = [day for day in days if day.isoweekday() == 1 and day.day + 6 <= last.day]
    index = ordinal - 1 if ordinal > 0 else ordinal
    if not -len(days) <= index < len(days):
        return None
    return unit_bounds(days[index], kind if kind in {"week", "weekend"} else "day")


def quarter(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read le premier trimestre 2015, au second semestre: of a year, or the latest."""
    words, kind = match.words("nth"), data["units"][match.word("unit")]
    count, base, size = (4, 33, 3) if kind == "quarter" else (2, 40, 6)
    ordinal = count if words[0] in data["shifts"] else number(words[0], data)
    if not 1 <= ordinal <= count:
        return None
    code, year = base + ordinal - 1, match.word("year")
    if words[0] in data["shifts"] and not year:
        return None
    if year:
        return fixed(*edtf.season_bounds(int(year), code), kind, edtf.season(int(year), code))
    step = shift_of(match, data)[0]

    def reckon(day: date, side: int) -> Bounds | None:
        chosen = day.year + step if match.words("shift") else season_near(day, code, side)
        return edtf.season_bounds(chosen, code)

    first, last = (ordinal - 1) * size + 1, ordinal * size
    text = edtf.span(edtf.unspecified_month(first), edtf.unspecified_month(last))
    return Reading(text, kind, "publication", reckon=reckon, write=edtf_of(kind), sided=not step)


def first_months(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read les six premiers mois de l'année, les trois derniers mois de 2015."""
    count, at_end = number(match.word("count"), data), match.word("end") in data["shifts"]
    if not 1 <= count <= 12:
        return None
    first, last = (13 - count, 12) if at_end else (1, count)
    year, step = match.word("year"), shift_of(match, data)[0]
    if year:
        return months_between(first, last, int(year), int(year))

    def reckon(day: date, side: int) -> Bounds | None:
        return months_between(first, last, day.year + step, day.year + step).bounds

    def write(low: date, high: date) -> str:
        return edtf.span(edtf.month(low), edtf.month(high))

    text = edtf.span(edtf.unspecified_month(first), edtf.unspecified_month(last))
    return Reading(text, "span", "publication", reckon=reckon, write=write)


def season(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read l'été 2017, cet hiver, l'été dernier, au printemps."""
    code = data["seasons"][match.word("season")]
    if word := match.word("year"):
        year = int(word[:4])
        return fixed(*edtf.season_bounds(year, code), "season", edtf.season(year, code))
    step = shift_of(match, data)[0]
    this = bool(match.words("this")) and not step

    def reckon(day: date, side: int) -> Bounds:
        if this:
            return edtf.season_bounds(day.year - (code == 24 and day.month < 7), code)
        if not step:
            return edtf.season_bounds(season_near(day, code, side), code)
        year = season_near(day, code, step)
        first, last = edtf.season_bounds(year, code)
        return edtf.season_bounds(year + step, code) if first <= day <= last else (first, last)

    first, last = edtf.SEASON_DAYS[code]
    text = edtf.span(edtf.unspecified(*first), edtf.unspecified(*last))
    return Reading(
        text,
        "season",
        "publication",
        reckon=reckon,
        write=lambda low, high: edtf.season(low.year, code),
        sided=not step and not this,
    )
