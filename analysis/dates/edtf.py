"""Write and read the few forms of EDTF (ISO 8601-2:2019) that dates of a text need.

Two forms are easily confused and are kept apart: `[2017-11-14..2017-11-18]` is *one* day of a range, a date that is
not known better; `2017-11-06/2017-11-12` *lasts* from a day to another. `X` stands for a digit that the text does not
give, `~` for an approximate value, `?` for an uncertain one.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

# seasons have no bounds in the standard; these are the astronomical ones, rounded, of the northern hemisphere
SEASON_DAYS = {
    21: ((3, 21), (6, 20)),
    22: ((6, 21), (9, 23)),
    23: ((9, 24), (12, 20)),
    24: ((12, 21), (3, 20)),
}


def day(value: date) -> str:
    """Return one day: `2017-11-14`."""
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def moment(value: date, hour: int, minute: int, second: int = 0) -> str:
    """Return an hour of one day, without a time zone: `2017-11-14T20:27:00`."""
    return f"{day(value)}T{hour:02d}:{minute:02d}:{second:02d}"


def month(value: date) -> str:
    """Return the month of a day: `2017-11`."""
    return f"{value.year:04d}-{value.month:02d}"


def year(value: date) -> str:
    """Return the year of a day: `2017`."""
    return f"{value.year:04d}"


def season(value: int, code: int) -> str:
    """Return a season (21 spring … 24 winter), quarter (33-36) or half (40, 41) of a year: `2017-22`."""
    return f"{value:04d}-{code}"


def decade(value: int) -> str:
    """Return the decade of a year: `199X`."""
    return f"{value // 10:03d}X"


def century(value: int) -> str:
    """Return the hundred years that share the first two figures of a year: `19XX`."""
    return f"{value // 100:02d}XX"


def unspecified(month: int | None = None, day: int | None = None) -> str:
    """Return a day whose year is not known: `XXXX-11-09`, `XXXX-XX-XX`."""
    return f"XXXX-{'XX' if month is None else f'{month:02d}'}-{'XX' if day is None else f'{day:02d}'}"


def unspecified_month(month: int | None = None) -> str:
    """Return a month whose year is not known: `XXXX-11`."""
    return "XXXX-XX" if month is None else f"XXXX-{month:02d}"


def span(first: str, last: str) -> str:
    """Return what lasts from one value to another: `2017-11-06/2017-11-12`."""
    return first if first == last else f"{first}/{last}"


def one_of(first: str | None, last: str | None) -> str:
    """Return one value between two, both included: `[2017-11-14..2017-11-18]`; None leaves an end open."""
    return first if first is not None and first == last else f"[{first or ''}..{last or ''}]"


def either(values: list[str]) -> str:
    """Return one of some values: `[2016-03-15,2017-11-14]`."""
    return values[0] if len(values) == 1 else f"[{','.join(values)}]"


def all_of(values: list[str]) -> str:
    """Return all of some values: `{2017-11-14,2017-11-16}`."""
    return values[0] if len(values) == 1 else f"{{{','.join(values)}}}"


def until(last: str | None) -> str:
    """Return what began at no known time: `../2017-11-14`."""
    return f"../{last or '..'}"


def since(first: str | None) -> str:
    """Return what ends at no known time: `2017-11-14/..`."""
    return f"{first or '..'}/.."


def approximate(value: str) -> str:
    """Mark a value as approximate: `2017-11-09~`; a value without a year cannot be marked."""
    return value if "X" in value[:4] else f"{value}~"


def uncertain(value: str) -> str:
    """Mark a value as uncertain: `2017-11-09?`."""
    return value if "X" in value[:4] else f"{value}?"


def month_end(value: date) -> date:
    """Return the last day of the month of a day."""
    return value.replace(day=calendar.monthrange(value.year, value.month)[1])


def season_bounds(value: int, code: int) -> tuple[date, date]:
    """Return the first and the last day of a season, quarter or half of a year."""
    if code in SEASON_DAYS:
        first, last = SEASON_DAYS[code]
        return date(value, *first), date(value + (code == 24), *last)
    length, number = (3, code - 33) if code < 40 else (6, code - 40)
    return date(value, number * length + 1, 1), month_end(date(value, (number + 1) * length, 1))


_VALUE = re.compile(r"(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d))?(?:-(\d\d))?(?:T[\d:]+)?[~?%]?")


def bounds(text: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a value in one of the forms above; None where an end is not known.

    Raises
    ------
    ValueError
        When the text is no EDTF of these forms.
    """
    inner = text[1:-1] if text[:1] in "[{" and text[-1:] in "]}" else text
    for mark in ("..", "/"):
        if mark == ".." and inner is text:
            continue
        if mark in inner:
            first, last = inner.split(mark, 1)
            return _one(first)[0], _one(last)[1]
    values = [_one(part) for part in inner.split(",")]
    firsts, lasts = [first for first, _ in values], [last for _, last in values]
    return (
        None if None in firsts else min(first for first in firsts if first),
        None if None in lasts else max(last for last in lasts if last),
    )


def _one(text: str) -> tuple[date | None, date | None]:
    if text in {"", ".."} or text.startswith("XXXX"):
        return None, None
    found = _VALUE.fullmatch(text)
    if not found:
        msg = f"not a date in EDTF: {text!r}. Write 2017-11-14, 2017-11, [2017-11-14..2017-11-18] or 2017-11-06/2017-11-12."
        raise ValueError(msg)
    figures, second, third = found.groups()
    low, high = int(figures.replace("X", "0")), int(figures.replace("X", "9"))
    if not 1 <= low <= 9999 or not second:
        return date(max(low, 1), 1, 1), date(high, 12, 31)
    if third:
        return date(low, int(second), int(third)), date(low, int(second), int(third))
    if int(second) > 12:
        return season_bounds(low, int(second))
    return date(low, int(second), 1), month_end(date(low, int(second), 1))


def as_interval(anchor: str | date | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of an anchor: a day, an EDTF value, or nothing.

    Raises
    ------
    ValueError
        When the text is no EDTF.
    """
    if anchor is None:
        return None, None
    if isinstance(anchor, str):
        return bounds(anchor.strip())
    # a datetime or a pandas Timestamp is a day here; NaT is no day
    if anchor != anchor:
        return None, None
    value = date(anchor.year, anchor.month, anchor.day)
    return value, value


def shift(value: date, days: int) -> date | None:
    """Return a day so many days later, or None outside the calendar."""
    try:
        return value + timedelta(days=days)
    except OverflowError:
        return None
