"""Find the temporal expressions of a text: match, guard, give each its value and its role."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from analysis.dates import months, periods, readings, relative, stretches, years
from analysis.dates.grammar import Match, context_of, grammar, matches
from analysis.dates.reading import Reading, resolve
from analysis.dates.roles import Roles, role_of
from analysis.dates.tokens import WORD, cut
from analysis.dates.values import Bounds

# what is dated before may be what « deux jours auparavant » is reckoned from; what is vague may not
_REFERENCES = {"day", "minute", "week", "weekend", "month", "season", "quarter", "year", "span"}
_GLUE = frozenset("-/_#@=+°:$€£&")
_UNITS_AFTER = {"%", "€", "$", "£", "°"}


class Row(NamedTuple):
    """One temporal expression: `text[start:end]`, its role, its value and the rule that found it."""

    start: int
    end: int
    text: str
    role: str
    edtf: str | None
    earliest: date | None
    latest: date | None
    precision: str
    anchor: str
    rule: str


class Found(NamedTuple):
    """A match that has a reading."""

    match: Match
    reading: Reading


@functools.cache
def _readers(code: str) -> dict[str, Callable[[Match, dict[str, Any]], Reading | None]]:
    """Return the functions that the rules of a language name."""
    known = {
        name: function
        for module in (relative, periods, stretches, months, years, readings)
        for name, function in vars(module).items()
        if callable(function) and getattr(function, "__module__", "") == module.__name__
    }
    return {rule.reading: known[rule.reading] for rule in grammar(code).rules}


def scan(text: str, code: str) -> list[Found]:
    """Return what the rules find, in order, with readings; durations, hours and numbers left out."""
    rules, readers = grammar(code), _readers(code)
    words = cut(text, rules.classes)
    context = context_of(code)
    found = []
    for match in matches(words, rules):
        if _guarded(match, context):
            continue
        reading = readers[match.rule.reading](match, rules.data)
        if reading is not None:
            found.append(Found(match, reading))
    return found


def _guarded(match: Match, context: dict[str, frozenset[str]]) -> bool:
    """Tell whether what stands around a match makes it something else: a number, a name, a street."""
    text, (start, end) = match.cut.text, match.cut.span(match.first, match.last)
    words = match.cut.words
    before = text[start - 1] if start else " "
    if before.isalnum() or (text[start].isdecimal() and _glued(text, start, before)):
        return True
    after = text[end] if end < len(text) else " "
    if text[end - 1].isalnum() and (after.isalnum() or after == "_"):
        return True
    if text[end - 1].isdecimal():
        follows = words[match.last] if match.last < len(words) else ""
        if follows in _UNITS_AFTER or (after in ",." and text[end + 1 : end + 2].isdecimal()):
            return True
    if match.rule.name == "day" and _names_street(words, match, context):
        return True
    if not context["small_words"].isdisjoint(words[match.first : match.last]) and _in_small_letters(
        match, context
    ):
        return True
    return match.rule.name in {"holiday", "month"} and _is_name(match, context)


def _in_small_letters(match: Match, context: dict[str, frozenset[str]]) -> bool:
    """Tell whether a word is in small letters that names a day or a month with a capital only: may, march."""
    words, text, starts = match.cut.words, match.cut.text, match.cut.starts
    return any(
        words[at] in context["small_words"] and text[starts[at]].islower()
        for at in range(match.first, match.last)
    )


def _names_street(words: list[str], match: Match, context: dict[str, frozenset[str]]) -> bool:
    """Tell whether the words before are those of an address: rue du 8 mai."""
    last = words[max(match.first - 2, 0) : match.first]
    of = last and "DE" in match.cut.known.names(last[-1] or ".")
    return bool(last) and (last[-1] in context["streets"] or bool(of) and last[0] in context["streets"])


def _glued(text: str, start: int, before: str) -> bool:
    return before in _GLUE or (before in ",.'" and text[start - 2 : start - 1].isdecimal())


def _is_name(match: Match, context: dict[str, frozenset[str]]) -> bool:
    """Tell whether a month or a feast is the name of somebody or something: Noël Martin, la planète Mars."""
    words, text, starts = match.cut.words, match.cut.text, match.cut.starts
    if match.words("year") or match.words("shift"):
        return False
    if match.rule.name == "holiday":
        after = text[starts[match.last] :][:1]
        return after.isupper() and len(match.words("holiday")) == 1 and match.cut.letters[match.last] == WORD
    at = next(i for i in range(match.last - 1, match.first - 1, -1) if words[i] == match.word("month"))
    if words[at] not in context["capital_names"]:
        return False
    begin = text[starts[at] : starts[at] + 2]
    led = at and (words[at - 1] in context["before_year"] or at > match.first)
    return begin[:1].isupper() and not begin.isupper() and not led


def rows(
    text: str,
    *,
    anchor: Bounds = (None, None),
    language: str = "fr",
    prefer: str = "past",
    labelled: Sequence[tuple[int, int, str]] = (),
    scanned: Sequence[Found] | None = None,
    told: Sequence[Row] | None = None,
) -> list[Row]:
    """Return the expressions of a text with their values, as plain tuples.

    `told` are the rows from another anchor: their roles, and dates that need no anchor, are the same from this one.
    """
    found = scan(text, language) if scanned is None else scanned
    if not found:
        return []
    context = context_of(language)
    roles = Roles(text, labelled, language)
    made: list[Row] = []
    previous: Bounds | None = None
    for number, (match, reading) in enumerate(found):
        if told and reading.reckon is None:
            made.append(told[number])
            previous = _reference(told[number], previous)
            continue
        start, end = match.cut.span(match.first, match.last)
        role = told[number].role if told else role_of(match, start, end, roles, made)
        kind, base = reading.anchor, anchor
        if kind == "previous":
            kind, base = ("previous", previous) if previous else ("publication", anchor)
        ahead = reading.sided and base != (None, None) and in_future(match, context)
        side = -1 if prefer == "past" and not ahead else 1
        # a date named before needs no side
        side = 0 if kind == "previous" else side
        value = resolve(reading, base, side)
        made.append(Row(start, end, text[start:end], role, *value, reading.precision, kind, match.rule.name))
        previous = _reference(made[-1], previous)
    return made


def _reference(row: Row, previous: Bounds | None) -> Bounds | None:
    """Return the date from which the next expression is reckoned that looks back to one before it."""
    if row.role in {"event", "statement"} and row.precision in _REFERENCES:
        return row.earliest, row.latest
    return previous


def in_future(match: Match, context: dict[str, frozenset[str]], reach: int = 10) -> bool:
    """Tell whether the clause around an expression speaks of the future: *aura lieu jeudi*, *prévu le 4 mars*."""
    words = match.cut.words
    before, after = (
        words[max(match.first - reach, 0) : match.first][::-1],
        words[match.last : match.last + reach],
    )
    if not context["future_before"].isdisjoint(before[:2]):
        return True
    # what follows « said on Monday » is what was said, whether *that* stands before it or not
    sides = (before, after) if context["reporting"].isdisjoint(before[:3]) else (before,)
    for side in sides:
        for at, word in enumerate(side):
            if word in context["future"] or (
                word[-2:] in context["future_ends"] and future_verb(word, context)
            ):
                if context["clause"].isdisjoint(side[:at]):
                    return True
                break
    return False


def future_verb(word: str, context: dict[str, frozenset[str]]) -> bool:
    """Tell whether a word has the ending of a verb in the future."""
    return word.endswith(context["future_endings"]) and word not in context["not_future"] and len(word) > 3
