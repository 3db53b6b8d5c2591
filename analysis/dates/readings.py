"""The values of the rules that name days and months: 14 novembre 2017, 12/03/2011, du 12 au 14 mars, en août."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from analysis.dates import edtf
from analysis.dates.grammar import Match
from analysis.dates.reading import Reading, fixed
from analysis.dates.values import (
    Bounds,
    day_near,
    make,
    unit_bounds,
    weekday_near,
)

# two figures stand for 1950 to 2049: a fixed window, because no clock is read
_PIVOT = 50
_FRACTIONS = re.compile(r"[1-9]/(?:[1-9]|10)")
_AROUND_THE_CLOCK = {"24/7", "7/7"}


def block(match: Match, data: dict[str, Any]) -> None:
    """Keep a duration, a frequency or an hour from being read as a date."""


def number(word: str, data: dict[str, Any]) -> int:
    """Return the value of a number in figures or words."""
    if word.isdecimal():
        return int(word)
    return next((data[name][word] for name in ("numbers", "ordinals", "dozens") if word in data[name]), 1)


def month_of(word: str, data: dict[str, Any]) -> int:
    """Return the number of a month from its name, an abbreviation or its English name."""
    for name in ("months", "months_short", "months_english"):
        if word in data[name]:
            return data[name][word]
    return 0


def weekday_of(word: str | None, data: dict[str, Any]) -> int | None:
    """Return 1 for Monday to 7 for Sunday."""
    return data["weekdays"].get(word) or data["weekdays_short"].get(word) if word else None


def two_figures(word: str) -> int:
    """Return the year that two figures stand for."""
    return int(word) + (1900 if int(word) >= _PIVOT else 2000)


def year_of(match: Match) -> int | None:
    """Return the year that the words give, in four figures or two."""
    if word := match.word("year"):
        return int(word[:4])
    return two_figures(word) if (word := match.word("yy")) else None


def step_of(match: Match, data: dict[str, Any]) -> tuple[str | None, int]:
    """Return how the words choose a year: none, near (dernier), of (de l'an dernier, de cette année), and the step."""
    if word := match.word("shift"):
        return "near", data["shifts"].get(word, 0)
    if word := match.word("of"):
        return "of", data["shifts"].get(word, 0)
    return ("of", 0) if match.word("this") else (None, 0)


def day(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a day and a month, with or without a year, a weekday and an hour."""
    number_of_day, month = number(match.word("day"), data), month_of(match.word("month"), data)
    weekday = weekday_of(match.word("weekday"), data)
    year = year_of(match)
    if year is not None:
        value = make(year, month, number_of_day)
        hour = _hour(match, data)
        if value and hour:
            return fixed(value, value, "minute", edtf.moment(value, *hour))
        return fixed(value, value, "day", edtf.day(value)) if value else None
    return yearless(month, number_of_day, weekday, step_of(match, data))


def yearless(
    month: int, day: int, weekday: int | None, step: tuple[str | None, int] = (None, 0)
) -> Reading | None:
    """Read a day of a month without a year: the latest such day, or as the words around it choose."""
    if not make(2000, month, day):
        return None
    how, distance = step

    def reckon(anchor: date, side: int) -> Bounds:
        if how == "of":
            value = make(anchor.year + distance, month, day)
        elif how == "near" and distance:
            value = day_near(edtf.shift(anchor, distance) or anchor, month, day, distance, weekday)
        else:
            value = day_near(anchor, month, day, side, weekday)
        return value, value

    return Reading(edtf.unspecified(month, day), "day", "publication", reckon=reckon, sided=how is None)


def _hour(match: Match, data: dict[str, Any]) -> tuple[int, int] | None:
    if clock := match.word("clock"):
        hour, minute = (int(part) for part in clock.split(":")[:2])
    elif word := match.word("hour"):
        after = match.cut.words[match.found.end("hour")] if not match.words("ampm") else ""
        if after and data["hours"].get(after) != "hour":
            return None
        hour, minute = number(word, data), number(match.word("minute") or "0", data)
    else:
        return None
    half = "".join(match.words("ampm")).replace(".", "")
    hour = hour % 12 + 12 * (half == "pm") if half and hour <= 12 else hour
    return (hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def numeric(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read figures with a year: 2017-11-14, 14/11/2017, 14.11.17; the day stands first unless it cannot.

    In a language whose writers do not agree on that, 3/4/2017 is one of two days; 3.4.2017 has the day first.
    """
    text, _, clock = match.word("number").partition("t")
    first, second, third = (int(part) for part in re.split(r"[-/.]", text))
    if len(text.split("-")[0].split("/")[0]) == 4:
        value = make(first, second, third)
    else:
        last = re.split(r"[-/.]", text)[2]
        year = third if len(last) == 4 else two_figures(last)
        value = make(year, second, first)
        turned = make(year, first, second)
        if not data["day_first"] and "." not in text and value != turned and value and turned:
            days = sorted([value, turned])
            return fixed(*days, "day", edtf.either([edtf.day(day) for day in days]))
        if value is None and (len(last) == 4 or not data["day_first"]) and second > 12:
            value = turned
    if value is None:
        return None
    hour = tuple(map(int, clock[:5].split(":"))) if clock else _hour(match, data)
    if hour and hour[0] < 24 and hour[1] < 60:
        return fixed(value, value, "minute", edtf.moment(value, *hour))
    return fixed(value, value, "day", edtf.day(value))


def numeric_yearless(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read figures without a year, day first: 9/11 is 9 November; 3/4 and 24/7 are no dates."""
    word, letters = match.word("number"), match.cut.letters
    beside = letters[max(match.first - 2, 0) : match.first] + letters[match.last : match.last + 2]
    # scores and fractions stand in rows
    if set(beside) & set(match.cut.known.classes["DM"]):
        return None
    before = match.cut.words[match.first - 1] if match.first else ""
    led = before in data["context"]["before_figures"]
    if not led and not match.words("le") and not match.word("weekday"):
        follows = letters[match.last : match.last + 1]
        if _FRACTIONS.fullmatch(word) and int(word[0]) < int(word[2:]) or word in _AROUND_THE_CLOCK:
            return None
        if follows and follows not in match.cut.known.classes["END"]:
            return None
    first, second = (int(part) for part in word.split("/"))
    return yearless(second, first, weekday_of(match.word("weekday"), data))


def numeric_month(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a month in figures: 11/2017, 2017-11."""
    first, second = (int(part) for part in re.split(r"[-/]", match.word("number")))
    value = make(*((first, second) if first > 12 else (second, first)), 1)
    return fixed(value, edtf.month_end(value), "month", edtf.month(value)) if value else None


def numeric_spaced(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read figures between spaces: 20 02 2014."""
    value = make(year_of(match), int(match.word("month")), int(match.word("day")))
    return fixed(value, value, "day", edtf.day(value)) if value else None


def week_of(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read the ISO week, or its weekend, that a day belongs to: la semaine du 6 octobre."""
    inner = day(match, data)
    unit = data["units"][match.word("unit")]
    if inner is None:
        return None
    if inner.reckon is None:
        first, last = unit_bounds(inner.bounds[0], unit)
        return fixed(first, last, unit, edtf.span(edtf.day(first), edtf.day(last)))

    def reckon(anchor: date, side: int) -> Bounds | None:
        value, _ = inner.reckon(anchor, side)
        return unit_bounds(value, unit) if value else None

    return inner._replace(edtf="XXXX-XX-XX", precision=unit, reckon=reckon)


def beside_day(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read the day before or after a day: le lendemain du 13 février."""
    inner, step = day(match, data), data["narratives"][match.word("word")]
    if inner is None:
        return None
    if inner.reckon is None:
        value = edtf.shift(inner.bounds[0], step)
        return fixed(value, value, "day", edtf.day(value)) if value else None

    def reckon(anchor: date, side: int) -> Bounds:
        value, _ = inner.reckon(anchor, side)
        moved = edtf.shift(value, step) if value else None
        return moved, moved

    return inner._replace(edtf="XXXX-XX-XX", reckon=reckon)


def day_range(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a span between two days: du 12 au 14 mars 2011."""
    last_month = month_of(match.word("last_month"), data)
    month = month_of(match.word("month"), data) if match.word("month") else last_month
    first, last = number(match.word("day"), data), number(match.word("last_day"), data)
    years = match.word("year"), match.word("last_year")
    return days_between((month, first), (last_month, last), *(int(year) if year else None for year in years))


def days_between(
    first: tuple[int, int], last: tuple[int, int], year: int | None, last_year: int | None
) -> Reading | None:
    """Read a span between two days of the year, whose years may be missing."""
    if last_year is None and year is not None:
        last_year = year + (last < first)
    if last_year is not None:
        begin = make(year if year is not None else last_year - (last < first), *first)
        end = make(last_year, *last)
        return fixed(begin, end, "span", edtf.span(edtf.day(begin), edtf.day(end))) if begin and end else None
    if not make(2000, *first) or not make(2000, *last):
        return None

    def reckon(anchor: date, side: int) -> Bounds | None:
        begin = day_near(anchor, *first, side)
        end = day_near(begin, *last, 1) if begin else None
        return begin, end

    text = edtf.span(edtf.unspecified(*first), edtf.unspecified(*last))
    return Reading(text, "span", "publication", reckon=reckon, sided=True)


def day_pair(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a span of days with a hyphen: 13-15 juillet."""
    month = month_of(match.word("last_month"), data)
    first, last = (int(part) for part in match.word("pair").split("-"))
    year = match.word("last_year")
    return days_between((month, first), (month, last), None, int(year) if year else None)


def day_list(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read several days of one month: les 13, 14 et 16 mars."""
    month = month_of(match.word("last_month"), data)
    words = [word for word in match.words("days") if "DAY" in match.cut.known.names(word)]
    days = sorted({number(word, data) for word in words})
    if not days or not all(make(2000, month, value) for value in days):
        return None
    whole = days_between((month, days[0]), (month, days[-1]), None, integer(match.word("last_year")))
    if whole is None or len(days) == days[-1] - days[0] + 1:
        return whole

    def write(first: date, last: date) -> str:
        return edtf.all_of([edtf.day(first.replace(day=value)) for value in days])

    if whole.reckon is None:
        return whole._replace(edtf=write(*whole.bounds))
    return whole._replace(edtf=edtf.all_of([edtf.unspecified(month, value) for value in days]), write=write)


def integer(word: str | None) -> int | None:
    """Return the number of figures, or None where there are none."""
    return int(word) if word else None


def weekday_day(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a weekday with a number: jeudi 15, the latest 15th that is a Thursday, or the next if it is nearer."""
    weekday, value = weekday_of(match.word("weekday"), data), number(match.word("day"), data)

    def reckon(anchor: date, side: int) -> Bounds | None:
        # weekday and number agree only every few months: the nearest such day is meant, on either side
        for step in range(270):
            days = (
                weekday_near(edtf.shift(anchor, 7 * step * way) or anchor, weekday, way)
                for way in (side, -side)
            )
            if found := next((found for found in days if found and found.day == value), None):
                return found, found
        return None

    return Reading(edtf.unspecified(None, value), "day", "publication", reckon=reckon, sided=True)


def day_of_month(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read the number of a day alone: le 16, of the month of the date before it, or the latest."""
    value = number(match.word("day"), data)

    def reckon(anchor: date, side: int) -> Bounds:
        if side == 0:
            # le 12 janvier … le 13: of the same month
            found = make(anchor.year, anchor.month, value)
            return found, found
        months = (anchor.year * 12 + anchor.month - 1 + side * step for step in range(3))
        days = (make(month // 12, month % 12 + 1, value) for month in months)
        found = next((found for found in days if found and (found - anchor).days * side >= 0), None)
        return found, found

    return Reading(edtf.unspecified(None, value), "day", "previous", reckon=reckon, sided=True)
