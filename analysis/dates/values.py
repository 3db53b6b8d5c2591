"""Arithmetic of the calendar: units, weekdays, the latest day of a name, Easter.

Every function is of days alone: there is no clock here, and a day outside the calendar is None.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from analysis.dates.edtf import month_end, season_bounds, shift

Bounds = tuple[date | None, date | None]


def make(year: int, month: int, day: int) -> date | None:
    """Return a day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add(value: date, count: int, unit: str) -> date | None:
    """Return the day so many units later; the last day of a month where its number is missing."""
    if unit in {"day", "week", "weekend", "fortnight"}:
        return shift(value, count * {"day": 1, "fortnight": 14}.get(unit, 7))
    months = count * {"month": 1, "quarter": 3, "half": 6, "decade": 120, "century": 1200}.get(unit, 12)
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(value.day, calendar.monthrange(year, month + 1)[1]))


def unit_bounds(value: date, unit: str) -> tuple[date, date] | None:
    """Return the first and the last day of the unit that a day belongs to; a weekend is that of its week."""
    if unit == "day":
        return value, value
    if unit in {"week", "weekend"}:
        monday = shift(value, -value.weekday())
        first = shift(monday, 5) if monday and unit == "weekend" else monday
        last = shift(monday, 6) if monday else None
        return (first, last) if first and last else None
    if unit == "month":
        return value.replace(day=1), month_end(value)
    if unit == "fortnight":
        if value.day < 15:
            return value.replace(day=1), value.replace(day=14)
        return value.replace(day=15), month_end(value)
    if unit == "quarter":
        return season_bounds(value.year, 33 + (value.month - 1) // 3)
    if unit == "half":
        return season_bounds(value.year, 40 + (value.month - 1) // 6)
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    first = max(value.year // size * size, 1)
    return date(first, 1, 1), date(value.year // size * size + size - 1, 12, 31)


def unit_beside(value: date, unit: str, step: int) -> tuple[date, date] | None:
    """Return the unit so many steps from the one that a day belongs to."""
    found = unit_bounds(value, unit)
    begin = add(found[0].replace(day=1) if unit == "month" else found[0], step, unit) if found else None
    return unit_bounds(begin, unit) if begin else None


def weekday_near(value: date, weekday: int, side: int, *, strict: bool = False) -> date | None:
    """Return the last (side -1) or next (side 1) day of a name, 1 Monday to 7 Sunday; `strict` leaves out the day."""
    distance = (value.isoweekday() - weekday) * -side % 7
    if strict and distance == 0:
        distance = 7
    return shift(value, side * distance)


def day_near(value: date, month: int, day: int, side: int, weekday: int | None = None) -> date | None:
    """Return the latest day of a month and number on or before a day (side -1), or the next (side 1).

    Where the text gives a weekday and only the nearest day on the other side agrees with it, that day is meant.
    """
    found = _day_beside(value, month, day, side)
    if weekday and found and found.isoweekday() != weekday:
        other = _day_beside(value, month, day, -side)
        return other if other and other.isoweekday() == weekday else found
    return found


def _day_beside(value: date, month: int, day: int, side: int) -> date | None:
    # 29 February may be seven years away
    days = (make(value.year + side * step, month, day) for step in range(9))
    return next((found for found in days if found and (found - value).days * side >= 0), None)


def month_near(value: date, month: int, side: int) -> date | None:
    """Return the first day of the latest month of a name that has begun, or of the next that has not ended."""
    first = date(value.year, month, 1)
    if side < 0:
        return first if first <= value else make(value.year - 1, month, 1)
    return first if month_end(first) >= value else make(value.year + 1, month, 1)


def month_part(first: date, part: str, early: int = 10) -> tuple[date, date]:
    """Return the beginning, middle or end of a month.

    Days 1-10, 10-19, 21 to the end: the convention of duckling's corpora, where « début avril » (`early` 5) is shorter
    than « en début de mois » and *early April*.
    """
    if part == "start":
        return first, first.replace(day=early)
    if part == "middle":
        return first.replace(day=10), first.replace(day=19)
    return (first.replace(day=21), month_end(first)) if part == "end" else (first, month_end(first))


def week_part(monday: date, part: str) -> Bounds:
    """Return Monday and Tuesday, Wednesday and Thursday, or Thursday to Sunday (duckling's French corpus)."""
    first, last = {"start": (0, 1), "middle": (2, 3), "end": (3, 6)}.get(part, (0, 6))
    return shift(monday, first), shift(monday, last)


def year_part(year: int, part: str, *, quarter: bool) -> tuple[date, date]:
    """Return the beginning, middle or end of a year.

    January-February, May-August and November-December; with `quarter` the first and the last three months, the hard
    bounds of « fin 2015 ».
    """
    if part == "start":
        return date(year, 1, 1), month_end(date(year, 3 if quarter else 2, 1))
    if part == "middle":
        return date(year, 5, 1), date(year, 8, 31)
    if part == "end":
        return date(year, 10 if quarter else 11, 1), date(year, 12, 31)
    return date(year, 1, 1), date(year, 12, 31)


def span_part(first: date, last: date, part: str) -> tuple[date, date]:
    """Return the first, second or last third of a span of days."""
    third = (last - first).days // 3
    if part == "start":
        return first, first + timedelta(days=third)
    if part == "middle":
        return first + timedelta(days=third), last - timedelta(days=third)
    return (last - timedelta(days=third), last) if part == "end" else (first, last)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm; Meeus 1991, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def feast(year: int, rule: str) -> date | None:
    """Return a feast of a year from its rule: `12-25`, or days after Easter: `easter+39`."""
    if rule.startswith("easter"):
        return shift(easter(year), int(rule.removeprefix("easter")))
    month, day = rule.split("-")
    return make(year, int(month), int(day))


def season_near(value: date, code: int, side: int) -> int:
    """Return the year of the latest season of a kind that has begun, or of the next that has not ended."""
    if side < 0:
        return value.year if season_bounds(value.year, code)[0] <= value else value.year - 1
    years = (value.year - 1, value.year, value.year + 1)
    return next((year for year in years if season_bounds(year, code)[1] >= value), value.year)
