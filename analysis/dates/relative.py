"""The values of the rules that reckon from another day: hier, la semaine dernière, il y a deux ans, la veille."""

from __future__ import annotations

from datetime import date
from typing import Any

from analysis.dates import edtf
from analysis.dates.grammar import Match
from analysis.dates.reading import Reading, edtf_of, open_edtf
from analysis.dates.readings import number, weekday_of
from analysis.dates.values import (
    Bounds,
    add,
    feast,
    unit_beside,
    unit_bounds,
    weekday_near,
)

_DAY = "XXXX-XX-XX"
_COARSE = ("month", "quarter", "half", "year", "decade", "century")


def shift_of(match: Match, data: dict[str, Any], group: str = "shift") -> tuple[int, str]:
    """Return the steps of *dernier*, *prochain*, *suivant* … and the anchor they count from."""
    words = match.words(group)
    if not words:
        return 0, "publication"
    if words[-1] in data["shifts"]:
        return data["shifts"][words[-1]], "publication"
    if words[-1] in data["shifts_narrative"]:
        return data["shifts_narrative"][words[-1]], "previous"
    step = data["shifts_of"].get(words[-1], 0)
    return step, "previous" if step else "publication"


def deictic(match: Match, data: dict[str, Any]) -> Reading:
    """Read hier, aujourd'hui, demain."""
    return _days(data["deictics"].get("".join(match.words("word")), 0), "publication")


def this_day(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read ce jour, ce matin, cette nuit."""
    return _days(0, "publication")


def last_night(match: Match, data: dict[str, Any]) -> Reading:
    """Read la nuit dernière: from the day before to the day."""
    return Reading(_DAY, "span", "publication", reckon=lambda anchor, side: (edtf.shift(anchor, -1), anchor))


def narrative_day(match: Match, data: dict[str, Any]) -> Reading:
    """Read la veille, le lendemain: from the date that the text named before."""
    if match.words("event"):
        # la veille du scrutin: the day depends on an event that no date names
        return Reading(_DAY, "day", "event", reckon=lambda anchor, side: None)
    return _days(data["narratives"][match.word("word")], "previous")


def same(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read ce jour-là, la même année: the unit of the date named before."""
    unit = data["units"].get(match.word("unit"), "day")

    def reckon(anchor: date, side: int) -> Bounds | None:
        return unit_bounds(anchor, unit)

    return Reading(open_edtf(unit), unit, "previous", reckon=reckon, write=edtf_of(unit))


def _days(step: int, anchor: str) -> Reading:
    def reckon(day: date, side: int) -> Bounds:
        value = edtf.shift(day, step)
        return value, value

    return Reading(_DAY, "day", anchor, reckon=reckon)


def weekday(match: Match, data: dict[str, Any]) -> Reading:
    """Read a weekday alone: the latest, the day itself included; dernier, prochain, suivant leave the day out."""
    name = weekday_of(match.word("weekday"), data)
    step, anchor = shift_of(match, data)

    def reckon(day: date, side: int) -> Bounds:
        value = weekday_near(day, name, step or side, strict=bool(step))
        return value, value

    return Reading(_DAY, "day", anchor, reckon=reckon, sided=not step)


def weekday_of_week(match: Match, data: dict[str, Any]) -> Reading:
    """Read a weekday of a week: mardi de la semaine prochaine."""
    name = weekday_of(match.word("weekday"), data)
    step, anchor = shift_of(match, data)

    def reckon(day: date, side: int) -> Bounds | None:
        week = unit_beside(day, "week", step)
        value = edtf.shift(week[0], name - 1) if week else None
        return value, value

    return Reading(_DAY, "day", anchor, reckon=reckon)


def weekday_later(match: Match, data: dict[str, Any]) -> Reading:
    """Read lundi en huit, lundi en quinze: one or two weeks after the next Monday."""
    name = weekday_of(match.word("weekday"), data)
    step = 7 if number(match.word("count"), data) == 8 else 14

    def reckon(day: date, side: int) -> Bounds:
        value = edtf.shift(weekday_near(day, name, 1), step)
        return value, value

    return Reading(_DAY, "day", "publication", reckon=reckon)


def night(match: Match, data: dict[str, Any]) -> Reading:
    """Read dans la nuit de mardi à mercredi: both days."""
    inner = weekday(match, data)

    def reckon(day: date, side: int) -> Bounds:
        value, _ = inner.reckon(day, side)
        return value, edtf.shift(value, 1)

    return Reading(_DAY, "span", "publication", reckon=reckon, sided=True)


def unit(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read la semaine dernière, le mois prochain, cette année, l'année suivante."""
    kind = data["units"][match.word("unit")]
    step, anchor = shift_of(match, data)
    first = match.cut.words[match.first]
    if first in data["context"]["plural_determiners"]:
        # les jours suivants: nobody knows how many
        return vague_from(step, anchor) if step else None

    def reckon(day: date, side: int) -> Bounds | None:
        if kind == "weekend" and step == 0 and side < 0 and day.weekday() < 2:
            # ce week-end, on a Monday or Tuesday, is the one just over
            return unit_beside(day, kind, -1)
        return unit_beside(day, kind, step)

    return Reading(open_edtf(kind), kind, anchor, reckon=reckon, write=edtf_of(kind))


def _moved(day: date, count: int, kind: str, more: list[tuple[int, str]], half: bool) -> Bounds | None:
    """Move a day by units; a year keeps its month, hours give the days they may reach."""
    value: date | None = day
    if kind in {"minute", "second"}:
        return day, day
    if kind == "hour":
        low, high = sorted((count // 24, -(-count // 24) if count > 0 else -(-count // 24)))
        return edtf.shift(day, low), edtf.shift(day, high)
    for number_of, unit_of in [(count, kind), *more]:
        value = (
            add(value, number_of, unit_of) if value and unit_of not in {"hour", "minute", "second"} else value
        )
    if half and kind == "year" and value:
        value = add(value, 6 if count > 0 else -6, "month")
    if value is None:
        return None
    coarse = kind in {"year", "decade", "century"} and not more
    return unit_bounds(value, "month") if coarse else (value, value)


def _counted(match: Match, data: dict[str, Any], sign: int, anchor: str) -> Reading:
    word, unit_word = match.word("count"), match.word("unit")
    kind = data["units"].get(unit_word) or data["hours"][unit_word]
    if word is None:
        # il y a quelques jours: before, nobody knows how long
        return vague_from(sign, anchor)
    more = _more(match, data, sign)
    half = bool(match.words("half"))
    month = kind in {"year", "decade", "century"} and not more

    def reckon(day: date, side: int) -> Bounds | None:
        return _moved(day, sign * number(word, data), kind, more, half)

    def write(first: date, last: date) -> str:
        if first != last and not month:
            return edtf.one_of(edtf.day(first), edtf.day(last))
        text = edtf.month(first) if month else edtf.day(first)
        return text if kind in {"day", "hour", "minute", "second"} else edtf.approximate(text)

    precision = "month" if month else "day"
    return Reading(open_edtf(precision), precision, anchor, reckon=reckon, write=write)


def _more(match: Match, data: dict[str, Any], sign: int) -> list[tuple[int, str]]:
    words = [word for word in match.words("more") if word not in data["context"]["joining"]]
    kinds = {**data["units"], **data["hours"]}
    return [
        (sign * number(a, data), kinds[b])
        for a, b in zip(words[::2], words[1::2], strict=False)
        if b in kinds
    ]


def ago(match: Match, data: dict[str, Any]) -> Reading:
    """Read il y a trois jours, voici deux ans: days and months to the day, years to the month."""
    return _counted(match, data, -1, "publication")


def ahead(match: Match, data: dict[str, Any]) -> Reading:
    """Read dans deux semaines."""
    return _counted(match, data, 1, "publication")


def later(match: Match, data: dict[str, Any]) -> Reading:
    """Read deux jours auparavant, trois ans plus tard: from the date that the text named before."""
    return _counted(match, data, data["ways"][match.word("way")], "previous")


def within(match: Match, data: dict[str, Any]) -> Reading:
    """Read d'ici trois mois: from the day on."""
    count, kind = number(match.word("count"), data), data["units"][match.word("unit")]
    return Reading(_DAY, "span", "publication", reckon=lambda day, side: (day, add(day, count, kind)))


def run(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read les deux derniers mois, les trois prochaines semaines: whole units, without the one that is under way."""
    kind = data["units"].get(match.word("unit"))
    count = number(match.word("count"), data)
    step, anchor = shift_of(match, data)
    if kind is None or step == 0 or count == 0:
        return None

    def reckon(day: date, side: int) -> Bounds | None:
        ends = [unit_beside(day, kind, step), unit_beside(day, kind, step * count)]
        return (min(end[0] for end in ends), max(end[1] for end in ends)) if all(ends) else None

    def write(first: date, last: date) -> str:
        one = {"month": edtf.month, "year": edtf.year}.get(kind, edtf.day)
        return edtf.span(one(first), one(last))

    return Reading(open_edtf(kind), "span", anchor, reckon=reckon, write=write)


def recent(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read ces derniers jours, les prochains mois: past or future, no day can be told."""
    if match.words("ci") or match.words("coming") or match.words("gone"):
        return vague_from(bool(match.words("coming")) - bool(match.words("gone")), "publication")
    word, context = match.word("unit"), data["context"]
    determiner = match.cut.words[match.first] in context["plural_determiners"]
    plural = (
        determiner
        and word.endswith(tuple(context["plural_endings"]))
        and (word in data["units"] or word in data["hours"])
    )
    return vague_from(shift_of(match, data)[0], "publication") if plural else None


def vague(match: Match, data: dict[str, Any]) -> Reading:
    """Read récemment, bientôt, actuellement."""
    words = match.words("word")
    known = {"".join(phrase.split()): value for phrase, value in data["vague_long"].items()} | data["vague"]
    return vague_from({"past": -1, "present": 0, "future": 1}[known["".join(words)]], "publication")


def vague_from(sign: int, anchor: str) -> Reading:
    """Return a reading that has an end and no beginning (past), or a beginning and no end (future)."""

    def reckon(day: date, side: int) -> Bounds:
        return (day if sign >= 0 else None), (day if sign <= 0 else None)

    return Reading("../..", "vague", anchor, reckon=reckon)


def holiday(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a feast: Noël, la Toussaint, Noël 2015."""
    words = match.words("holiday")
    known = {"".join(phrase.split()): rule for phrase, rule in data["holidays_long"].items()} | data[
        "holidays"
    ]
    rule = known["".join(words)]
    fixed_day = None if rule.startswith("easter") else rule
    if word := match.word("year"):
        value = feast(int(word), rule)
        return Reading(edtf.day(value), "day", bounds=(value, value)) if value else None
    step, _ = shift_of(match, data)

    def reckon(day: date, side: int) -> Bounds | None:
        way = step or side
        days = (feast(day.year + way * n, rule) for n in range(2))
        value = next((found for found in days if found and (found - day).days * way >= 0), None)
        return value, value

    text = f"XXXX-{fixed_day}" if fixed_day else _DAY
    return Reading(text, "day", "publication", reckon=reckon, sided=not step)
