"""Limits that the expressions of a text put on the day it was published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from analysis.dates import edtf
from analysis.dates.finding import Found, Row, future_verb, rows, scan
from analysis.dates.grammar import context_of, grammar
from analysis.dates.roles import Lines
from analysis.dates.values import make
from analysis.text import fold

KEPT = frozenset({"lead", "body", "heading"})
# spans that a single year or a shorter stretch may be; a decade is no bound
_BOUNDING = frozenset(
    {"day", "minute", "week", "weekend", "month", "quarter", "half", "season", "year", "span"}
)
_FINE = frozenset({"day", "minute", "week", "weekend", "month"})
_YEARLESS = re.compile(r"XXXX-(\d\d)-(\d\d)")
# two days of one week: what is the same from both is reckoned by weeks, not by days
_PROBES = date(2014, 1, 13), date(2014, 1, 19)
_PROBE_WEEK_BEFORE = date(2014, 1, 6), date(2014, 1, 12)
# how far the words of a sentence are looked for, in characters
_SENTENCE = 500
# a weekday and a day of the month agree again after five or six years
_WEEKDAY_YEARS = 5


class Limits(NamedTuple):
    """The first and the last possible day, as EDTF where no year is known, and the expressions that say so."""

    earliest: date | None
    latest: date | None
    edtf: str | None
    rows: list[Row]


class Day(NamedTuple):
    """A day without a year, with the weekday that the words give."""

    row: Row
    month: int
    day: int
    weekday: int | None

    def of(self, year: int) -> date | None:
        """Return the day in a year."""
        return make(year, self.month, self.day)


def infer(
    text: str,
    labelled: Sequence[tuple[int, int, str]],
    found: Sequence[Row],
    language: str,
    *,
    scanned: Sequence[Found] | None = None,
) -> Limits:
    """Intersect the limits of the expressions in the running text.

    A year that the text tells as past is a lower bound, and « fin 2015 » puts the article after that year. A day
    without a year falls in the year of the latest past date or later; where that date names the month and the year is
    the same, the article follows within twelve months. Where nothing gives a year, a single day beside « la semaine
    dernière » still gives month and days.
    """
    lines = Lines(labelled)
    words = {row.start: _sentence(text, row) for row in found if _in_text(row, lines)}
    told = [row for row in found if row.start in words and not _future(words[row.start], language)]
    if today := _today(text, told, language):
        return today
    past = [
        row
        for row in told
        if row.anchor == "none" and row.precision in _BOUNDING and _past(words[row.start], language)
    ]
    days = _days(text, told, language)
    if not past:
        return _weeks(text, labelled, told, days, language, scanned)
    bound = max(past, key=lambda row: (_after(row), -row.start))
    lower = _after(bound)
    dated = [(day, value) for day in days if (value := _in_year(day, lower.year))]
    first = max([lower, *(value for _, value in dated)])
    used = [bound, *[day.row for day, value in dated if value == first][:1]]
    recent = bound.precision in _FINE and all(value.year == bound.latest.year for _, value in dated)
    upper = None
    if dated and (recent or any(day.weekday for day, _ in dated)):
        anniversary = min(value.replace(year=value.year + 1, day=min(value.day, 28)) for _, value in dated)
        exact = min(value for _, value in dated)
        upper = edtf.shift(make(exact.year + 1, exact.month, exact.day) or anniversary, -1)
    if upper and upper < first:
        upper = None
    return Limits(first, upper, None, used)


def _in_text(row: Row, lines: Lines) -> bool:
    if row.role in {"credit", "publication"}:
        return False
    line = lines.at(row.start)
    return line[2] in KEPT if line else not lines.lines


def _sentence(text: str, row: Row) -> set[str]:
    """Return the words of the sentence around an expression, in lower case."""
    low, high = max(row.start - _SENTENCE, 0), min(row.end + _SENTENCE, len(text))
    ends = [text.rfind(mark, low, row.start) for mark in (". ", "\n", "! ", "? ", "»")]
    begins = [at for mark in (". ", "\n", "! ", "? ") if (at := text.find(mark, row.end, high)) >= 0]
    around = f"{text[max(*ends, low - 1) + 1 : row.start]} {text[row.end : min(begins, default=high)]}"
    return set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", fold(around).lower()))


def _past(words: set[str], language: str) -> bool:
    context = context_of(language)
    return not context["past"].isdisjoint(words) or any(
        word.endswith(context["past_endings"]) for word in words
    )


def _future(words: set[str], language: str) -> bool:
    context = context_of(language)
    return not context["future"].isdisjoint(words) or any(
        word[-2:] in context["future_ends"] and future_verb(word, context) for word in words
    )


def _after(row: Row) -> date:
    """Return the first day on which an expression can be told as past."""
    if row.rule == "part-of-year" and row.latest.month == 12:
        return edtf.shift(row.latest, 1) or row.latest
    return row.earliest


def _days(text: str, told: list[Row], language: str) -> list[Day]:
    weekdays = grammar(language).data["weekdays"]
    days = []
    for row in told:
        if row.edtf and (match := _YEARLESS.fullmatch(row.edtf)):
            words = fold(row.text).lower().split()
            named = next((weekdays[word.strip(".,")] for word in words if word.strip(".,") in weekdays), None)
            days.append(Day(row, int(match[1]), int(match[2]), named))
    return days


def _in_year(day: Day, year: int) -> date | None:
    """Return the day in a year, or in the one of the next years whose weekday agrees."""
    if day.weekday is None:
        return day.of(year)
    agreeing = [
        value
        for n in range(_WEEKDAY_YEARS)
        if (value := day.of(year + n)) and value.isoweekday() == day.weekday
    ]
    return agreeing[0] if agreeing else day.of(year)


def _today(text: str, told: list[Row], language: str) -> Limits | None:
    """Read « aujourd'hui (14 novembre 2017) », « hier, 13 novembre », « ce mardi 14 novembre »."""
    deictics = grammar(language).data["deictics"]
    this = set(grammar(language).data["classes"]["CE"])
    between = context_of(language)["articles"] | {""}
    for before, row in zip([None, *told], told, strict=False):
        words = fold(row.text).lower().split()
        offset = 0 if words and words[0] in this and row.rule == "day" else None
        if (
            before is not None
            and before.rule == "deictic"
            and text[before.end : row.start].strip(" (,") in between
        ):
            first = fold(before.text).lower().replace(" ", "")
            offset = next((step for word, step in deictics.items() if first.startswith(word)), 0)
        if offset is None or row.rule not in {"day", "numeric", "numeric-yearless"}:
            continue
        if row.earliest and row.precision == "day":
            value = edtf.shift(row.earliest, -offset)
            return Limits(value, value, edtf.day(value), [row]) if value else None
        if match := _YEARLESS.fullmatch(row.edtf or ""):
            moved = edtf.shift(date(2001, int(match[1]), min(int(match[2]), 28)), -offset)
            if moved and int(match[2]) <= 28:
                return Limits(None, None, edtf.unspecified(moved.month, moved.day), [row])
    return None


def _weeks(
    text: str,
    labelled: Sequence[tuple[int, int, str]],
    told: list[Row],
    days: list[Day],
    language: str,
    scanned: Sequence[Found] | None,
) -> Limits:
    """Read « la semaine dernière » beside the only day of the text: the article is of the week after that day."""
    nothing = Limits(None, None, None, [])
    if len({(day.month, day.day) for day in days}) != 1:
        return nothing
    by_week = {row.start: row for row in _last_week(text, language, scanned)}
    near = [row for row in told if row.start in by_week]
    line = next((line for line in labelled if line[0] <= days[0].row.start < line[1]), (0, len(text), ""))
    if not any(line[0] <= row.start < line[1] for row in near):
        return nothing
    spans = [
        (by_week[row.start].earliest.isoweekday(), by_week[row.start].latest.isoweekday()) for row in near
    ]
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    if first > last:
        return nothing
    # the day is the first to the last of those weekdays; the article is of the Monday to the Sunday that follow
    day = date(2001, days[0].month, min(days[0].day, 28))
    spare = days[0].day - day.day
    low, high = edtf.shift(day, 8 - last + spare), edtf.shift(day, 14 - first + spare)
    value = edtf.one_of(edtf.unspecified(low.month, low.day), edtf.unspecified(high.month, high.day))
    return Limits(None, None, value, [days[0].row, *near])


def _last_week(text: str, language: str, scanned: Sequence[Found] | None) -> list[Row]:
    """Return the expressions that mean days of the week before, whatever day of the week it is."""
    scanned = scan(text, language) if scanned is None else scanned
    first, second = _PROBES
    one = rows(text, anchor=(first, first), language=language, scanned=scanned)
    two = rows(text, anchor=(second, second), language=language, scanned=scanned, told=one)
    return [
        row
        for row, other in zip(one, two, strict=True)
        if (row.earliest, row.latest) == (other.earliest, other.latest)
        and row.anchor == "publication"
        and row.earliest
        and row.latest
        and row.earliest >= _PROBE_WEEK_BEFORE[0]
        and row.latest <= _PROBE_WEEK_BEFORE[1]
        and row.precision != "day"
    ]
