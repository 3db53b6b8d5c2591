"""The values of the rules that name years, decades and centuries, and when four figures are a number instead."""

from __future__ import annotations

from datetime import date
from typing import Any

from analysis.dates import edtf
from analysis.dates.grammar import Match
from analysis.dates.reading import Reading, fixed
from analysis.dates.readings import number, two_figures

_ROMAN = {"i": 1, "v": 5, "x": 10}
# a year without a word before it is one of living memory
_BARE = range(1900, 2060)
# « fin 98 »: smaller numbers are too often something else
SHORT = 50


def follows_plural(match: Match, data: dict[str, Any]) -> bool:
    """Tell whether the word after a match is a plural that its figure counts."""
    after = match.cut.words[match.last] if match.last < len(match.cut.words) else ""
    return _counts(after, match, data["context"])


def _counts(after: str, match: Match, context: dict[str, list[str]]) -> bool:
    """Tell whether a plural follows, which a figure then counts: 2000 personnes."""
    known = match.cut.known.names(after) if after else frozenset()
    if not after or not after[0].isalpha() or known & {"MONTHPREP", "LE", "CE", "TO"}:
        return False
    start = match.cut.starts[match.last]
    return (
        after[-1] in context["plural_endings"]
        and len(after) > 3
        and match.cut.text[start].islower()
        and after not in context["no_plural"]
    )


def year(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read a year, unless the figure counts or numbers something: en 2015, l'année 2016, (1989)."""
    if word := match.word("yy"):
        value = two_figures(word)
        return (
            fixed(date(value, 1, 1), date(value, 12, 31), "year", f"{value}") if int(word) >= SHORT else None
        )
    context, value = data["context"], int(match.word("year"))
    first, words = match.last - 1, match.cut.words
    before = words[first - 1] if first else ""
    if first > 1 and before in data["classes"]["DE"] and words[first - 2] in context["before_count"]:
        return None
    after = words[match.last] if match.last < len(words) else ""
    named = before in context["before_year"] or (first > match.first)
    if before in context["numbered"] or before in context["before_count"]:
        return None
    if not named:
        if value not in _BARE or _counts(after, match, data["context"]):
            return None
        if before[:1].isdecimal() or after[:1].isdecimal() or after in context["measures"]:
            return None
    first_day, last_day = date(value, 1, 1), date(value, 12, 31)
    return fixed(first_day, last_day, "year", edtf.year(first_day))


def year_range(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read de 1989 à 1991, 2015 - 2016."""
    return _years(int(match.word("year")), int(match.word("last_year")), match, data)


def year_pair(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read 2015-2016, la saison 2015-16."""
    first, last = match.word("pair").replace("/", "-").split("-")
    return _years(
        int(first), int(last) if len(last) == 4 else int(first) // 100 * 100 + int(last), match, data
    )


def _years(first: int, last: int, match: Match, data: dict[str, Any]) -> Reading | None:
    if first >= last or follows_plural(match, data):
        return None
    low, high = date(first, 1, 1), date(last, 12, 31)
    return fixed(low, high, "span", edtf.span(edtf.year(low), edtf.year(high)))


def decade(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read les années 1990, les années 90, le début des années soixante."""
    word = match.word("year")
    value = number(word, data)
    if value < 100:
        value += 1900 if value >= 20 else 2000
    if value % 10 or value < 1000:
        return None
    first, last = date(value, 1, 1), date(value + 9, 12, 31)
    part = data["parts"].get(match.word("part"), "whole")
    if part == "whole":
        return fixed(first, last, "decade", edtf.decade(value))
    low, high = {"start": (0, 3), "middle": (4, 6), "end": (7, 9)}[part]
    begin, end = edtf.year(date(value + low, 1, 1)), edtf.year(date(value + high, 1, 1))
    text = edtf.span(
        edtf.approximate(begin) if part != "start" else begin, edtf.approximate(end) if part != "end" else end
    )
    return fixed(date(value + low, 1, 1), date(value + high, 12, 31), "span", text)


def century(match: Match, data: dict[str, Any]) -> Reading | None:
    """Read au XXe siècle: the years that begin with 19, as EDTF writes centuries."""
    figures = match.words("number")[0]
    if figures.isdecimal():
        value = int(figures)
    elif figures in data["numbers"] or figures in data["ordinals"]:
        value = number(figures, data)
    else:
        values = [_ROMAN[figure] for figure in figures if figure in _ROMAN]
        value = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    if not 1 <= value <= 21:
        return None
    first, last = date(max((value - 1) * 100, 1), 1, 1), date((value - 1) * 100 + 99, 12, 31)
    return fixed(first, last, "century", edtf.century(first.year))
