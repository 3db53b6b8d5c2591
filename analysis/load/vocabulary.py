"""Read the small print of an export: dates, languages and names of outlets, in the language of its interface."""

from __future__ import annotations

import functools
import re
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple


class Day(NamedTuple):
    """A date in a line: where it stands, its value in ISO 8601, and a weekday beside it that another day has."""

    start: int
    end: int
    iso: str
    wrong_weekday: str | None


@functools.cache
def words() -> dict[str, dict[str, list[str]]]:
    """Return the words of `words.toml`."""
    with Path(__file__).with_name("words.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def lookup(table: str) -> dict[str, str]:
    """Return the name on the left of a table by each word on its right."""
    return {word: name for name, listed in words()[table].items() for word in listed}


def one_of(table: str, name: str) -> str:
    """Return a pattern for any of the words of a list."""
    return "|".join(map(re.escape, sorted(words()[table][name], key=len, reverse=True)))


def find_day(line: str) -> Day | None:
    """Return the first full date of a line, in French, English, German and neighbouring languages.

    A weekday never overrides the date; `wrong_weekday` says where the two disagree.
    """
    low = line.lower()
    if len(low) != len(line):
        low = line
    for match in _dates().finditer(low):
        parts = match.groupdict()
        year = next(int(parts[name]) for name in ("y1", "y2", "y3", "y4") if parts[name])
        named = parts["month1"] or parts["month2"]
        month = int(lookup("months")[named]) if named else int(parts["m3"] or parts["m4"])
        day = int(next(parts[name] for name in ("d1", "d2", "d3", "d4") if parts[name]))
        try:
            value = date(year, month, day)
        except ValueError:
            continue
        around = low[max(0, match.start() - 16) : match.start()], low[match.end() : match.end() + 16]
        before = re.search(rf"(?<!\w)({_weekdays()})\W*$", around[0])
        behind = re.match(rf"\W*({_weekdays()})(?!\w)", around[1])
        said = before or behind
        wrong = said and int(lookup("weekdays")[said.group(1)]) != value.weekday()
        return Day(match.start(), match.end(), value.isoformat(), said.group(1) if wrong else None)
    return None


def iso(value: str | None) -> str | None:
    """Return a date as ISO 8601, as exactly as it is told; what cannot be read for certain is returned as it is."""
    if not value or not value.strip():
        return None
    line = " ".join(value.split())
    if day := find_day(line):
        return day.iso
    if match := re.fullmatch(r"(\d{4})[/-](\d{1,2})[/-]*", line):
        return f"{match.group(1)}-{int(match.group(2)):02d}" if 1 <= int(match.group(2)) <= 12 else line
    if match := re.fullmatch(r"(\d{4})/*", line):
        return match.group(1)
    match = re.fullmatch(rf"({_months()})\.?,? (\d{{4}})", line.lower())
    return f"{match.group(2)}-{int(lookup('months')[match.group(1)]):02d}" if match else line


def dated(value: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Return a date as `iso` does, with a warning where its weekday belongs to another day."""
    day = find_day(value) if value else None
    if day is None or day.wrong_weekday is None:
        return iso(value), ()
    return day.iso, (f"the weekday « {day.wrong_weekday} » does not fall on {day.iso}; the date was kept",)


def from_epoch(seconds: float) -> str | None:
    """Return the day of a number of seconds since 1970 in UTC; milliseconds are recognised by their size."""
    seconds = seconds / 1000 if abs(seconds) > 1e11 else seconds
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return None


def language(value: str | None) -> str | None:
    """Return the ISO 639-1 code of a language: « FRENCH; FRANÇAIS » is fr, « pt-BR » is pt; None where it is not known."""
    for word in re.findall(r"[^\W\d_]+", (value or "").lower()):
        if word in lookup("languages"):
            return lookup("languages")[word]
        if word in words()["languages"] or len(word) == 2 and word == (value or "").strip().lower()[:2]:
            return word
    return None


def outlet(value: str | None) -> str | None:
    """Return the name of an outlet without the number of its issue: « Magazine 1, no. 5968 » is « Magazine 1 »."""
    name = " ".join((value or "").split())
    name = re.sub(
        r"\s*[,;]\s*(?:no|nr|n|num|numéro|number|vol|issue)[.°º]{0,2}\s*\d.*$", "", name, flags=re.IGNORECASE
    )
    return name.strip(" ,;") or None


def is_name(line: str) -> bool:
    """Tell whether a line looks like the names of authors and nothing else."""
    line = line.strip()
    if not 0 < len(line) <= 100 or re.search(r"[.!?…:»\"]\s*$|\d", line.rstrip()):
        return False
    names = re.findall(r"[^\W\d_][\w'’.-]*", line)
    small = sum(not name[0].isupper() for name in names)
    return 2 <= len(names) <= 12 and small <= len(names) / 3 and names[0][0].isupper()


@functools.cache
def _months() -> str:
    return "|".join(sorted(map(re.escape, lookup("months")), key=len, reverse=True))


@functools.cache
def _weekdays() -> str:
    return "|".join(sorted(map(re.escape, lookup("weekdays")), key=len, reverse=True))


@functools.cache
def _dates() -> re.Pattern[str]:
    month = rf"(?P<month#>{_months()})"
    ordinal = r"(?:er|st|nd|rd|th|\.|º|°)?"
    of = r"(?:de |of |d')?"
    return re.compile(
        rf"(?<![\w/.-])(?:(?P<d1>\d{{1,2}}){ordinal}[\s-]+{of}{month.replace('#', '1')}\.?,?[\s-]+{of}(?P<y1>\d{{4}})"
        rf"|{month.replace('#', '2')}\.?\s+(?P<d2>\d{{1,2}}){ordinal},?\s+(?P<y2>\d{{4}})"
        r"|(?P<y3>\d{4})(?P<dash>[-/])(?P<m3>\d{1,2})(?P=dash)(?P<d3>\d{1,2})(?=\D|$)"
        r"|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>\d{4}))(?!\d)"
    )
