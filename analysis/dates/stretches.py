"""The values of the rules that name a stretch up to the anchor or from it on: the past three months, earlier this week."""

from __future__ import annotations

from datetime import date
from typing import Any

from analysis.dates import edtf
from analysis.dates.grammar import Match
from analysis.dates.reading import Reading, edtf_of, open_edtf
from analysis.dates.readings import number
from analysis.dates.relative import shift_of
from analysis.dates.values import Bounds, add, unit_beside, unit_bounds

_DAY = "XXXX-XX-XX"


def rolling(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read the past three months, over the next two weeks: from that long before the day, or until that long after."""
    kind = data["units"].get(match.word("unit")) or data["hours"][match.word("unit")]
    count = number(match.word("count") or "1", data) * shift_of(match, data)[0]
    if kind in {"hour", "minute", "second"}:
        # the day that so many hours may reach
        kind, count = (
            "day",
            (count + 23) // 24 if kind == "hour" and count > 0 else count // 24 * (kind == "hour"),
        )
    if count == 0:
        return None

    def reckon(day: date, side: int) -> Bounds | None:
        other = add(day, count, kind)
        return (min(day, other), max(day, other)) if other else None

    def write(first: date, last: date) -> str:
        begin, end = edtf.day(first), edtf.day(last)
        return edtf.span(*((edtf.approximate(begin), end) if count < 0 else (begin, edtf.approximate(end))))

    return Reading(_DAY, "span", "publication", reckon=reckon, write=write)


def part_so_far(match: Match, data: dict[str, Any]) -> Reading:
    """Read earlier this week, later this year: the unit up to the day, or from the day on."""
    kind, before = data["units"][match.word("unit")], bool(match.words("gone"))

    def reckon(day: date, side: int) -> Bounds | None:
        found = unit_bounds(day, kind)
        return ((found[0], day) if before else (day, found[1])) if found else None

    return Reading(_DAY, "span", "publication", reckon=reckon)


def latest_unit(match: Match, data: dict[str, Any]) -> Reading:
    """Read over the weekend: the latest that has begun, or the next that has not ended."""
    kind = data["units"][match.word("unit")]

    def reckon(day: date, side: int) -> Bounds | None:
        found = unit_bounds(day, kind)
        if found and side < 0 and found[0] > day:
            return unit_beside(day, kind, -1)
        return found

    return Reading(open_edtf(kind), kind, "publication", reckon=reckon, write=edtf_of(kind), sided=True)
