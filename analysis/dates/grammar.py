"""Compile the patterns of dates of one language, and find where they match."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from analysis import languages
from analysis.dates.tokens import NAME, Classes, Words, classes, pieces
from analysis.text import Memo

# a stretch is read only where it holds one of these
_TRIGGERS = [
    "MONTHS",
    "MONTHS_SHORT",
    "MONTHS_ENGLISH",
    "WEEKDAYS",
    "UNITS",
    "SEASONS",
    "DEICTICS",
    "NARRATIVES",
]
_TRIGGERS += ["HOLIDAYS", "VAGUE", "DAYPARTS", "HOURS", "DIGITS", "TODAY", "MIDMONTHS", "MONTHPAIR"]
# how many words before a word of time a date may begin
_REACH = 12
_CODED = chr(0x100)
_BLOCK = "block"
_NOTHING = (re.compile(r"(?!)"), ())
_LONG = ("HOLIDAYS_LONG", "VAGUE_LONG")


class Rule(NamedTuple):
    """A pattern over the letters of classes, with the names that its groups have under one heading."""

    name: str
    reading: str
    pattern: re.Pattern[str]
    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Grammar:
    """The rules of one language in one pattern, and each alone for its groups."""

    classes: Classes
    data: dict[str, Any]
    rules: tuple[Rule, ...]
    by_letter: Memo
    trigger: re.Pattern[str]


class Match(NamedTuple):
    """A rule that matches the words from `first` to `last`, exclusive."""

    rule: Rule
    found: re.Match[str]
    cut: Words
    first: int
    last: int

    def words(self, group: str) -> list[str]:
        """Return the words of a group; empty where it did not take part."""
        for name in self.rule.groups.get(group, ()):
            start, end = self.found.span(name)
            if start >= 0:
                return self.cut.words[start:end]
        return []

    def word(self, group: str) -> str | None:
        """Return the last word of a group, without the full stop of an abbreviation."""
        words = self.words(group)
        if len(words) > 1 and words[-1] == ".":
            return words[-2]
        return words[-1] if words else None


@functools.cache
def context_of(code: str) -> dict[str, Any]:
    """Return the lists of words that stand around dates, as sets; endings as a tuple."""
    lists = languages.load(code).data["dates"]["context"]
    sets: dict[str, Any] = {name: frozenset(words) for name, words in lists.items()}
    sets["future_endings"] = tuple(lists["future_endings"])
    sets["future_ends"] = frozenset(ending[-2:] for ending in lists["future_endings"])
    sets["past_endings"] = tuple(lists["past_endings"])
    sets["clause"] = sets["that"] | sets["reporting"] | {".", ";", "\u2014", ""}
    return sets


@functools.cache
def grammar(code: str) -> Grammar:
    """Compile the rules of a language once."""
    data = languages.load(code).data["dates"]
    known = classes(code)
    rules = []
    for entry in data["rules"]:
        pattern = re.compile(translate(entry["pattern"], data, known))
        groups: dict[str, tuple[str, ...]] = {}
        for name in pattern.groupindex:
            base = name.rstrip("0123456789")
            groups[base] = (*groups.get(base, ()), name)
        rules.append(Rule(entry["name"], entry["reading"], pattern, groups))
    triggers = "".join(known.classes.get(name, "") for name in _TRIGGERS)
    for phrase in (*data["holidays_long"], *data["vague_long"]):
        # its longest word is the rarest
        triggers += known.classes[f"={max(pieces(phrase, known.token), key=len)}"]
    return Grammar(known, data, tuple(rules), _by_letter(rules), re.compile(f"[{re.escape(triggers)}]"))


def _by_letter(rules: list[Rule]) -> Memo:
    """Return for each letter one pattern of the rules that can begin with it, and the numbers of those rules.

    Trying ten rules at a word instead of sixty makes finding five times faster. A pattern is compiled when its letter
    is met, because all of them take a quarter of a second.
    """
    firsts = [first_letters(rule.pattern.pattern) for rule in rules]

    def beginning(letter: str) -> tuple[re.Pattern[str], tuple[int, ...]]:
        numbers = tuple(number for number, first in enumerate(firsts) if letter in first)
        bodies = (re.sub(r"\(\?P<\w+>", "(?:", rules[number].pattern.pattern) for number in numbers)
        return (re.compile("|".join(f"({body})" for body in bodies)), numbers) if numbers else _NOTHING

    return Memo(beginning)


def first_letters(pattern: str) -> set[str]:
    """Return the letters with which a match of a translated pattern can begin."""
    letters, _, _ = _firsts(pattern, 0)
    return letters


_ZERO_WIDTH = re.compile(r"\(\?<?[=!]\[[^]]*\]\)|\\[AZ]")
_OPTIONAL = re.compile(r"[?*]|\{0,\d*\}")
_QUANTITY = re.compile(r"[?*+]|\{[\d,]+\}")
_OPEN = re.compile(r"\((?:\?:|\?P<\w+>|\?<?[=!])?")


def _firsts(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """Read one group: its first letters, whether it can be empty, and the position after it."""
    letters: set[str] = set()
    empty, so_far_empty = False, True
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            empty, so_far_empty, at = empty or so_far_empty, True, at + 1
            continue
        if zero := _ZERO_WIDTH.match(pattern, at):
            at = zero.end()
            continue
        found, may_be_empty, at = _item(pattern, at)
        quantity = _QUANTITY.match(pattern, at)
        may_be_empty |= bool(_OPTIONAL.match(pattern, at))
        at = quantity.end() if quantity else at
        letters |= found if so_far_empty else set()
        so_far_empty &= may_be_empty
    return letters, empty or so_far_empty, at + 1


def _item(pattern: str, at: int) -> tuple[set[str], bool, int]:
    if pattern[at] == "[":
        end = pattern.index("]", at)
        return set(pattern[at + 1 : end]), False, end + 1
    opened = _OPEN.match(pattern, at)
    letters, empty, end = _firsts(pattern, opened.end())
    # what only looks ahead or back takes no letter
    return (set(), True, end) if opened.group()[-1] in "=!" else (letters, empty, end)


def translate(pattern: str, data: dict[str, Any], known: Classes) -> str:
    """Turn a pattern over names of classes and words into one over letters.

    Raises
    ------
    KeyError
        Naming a class or a word that the language file does not define.
    """
    # twice, because a phrase may be made of others
    for name, phrase in sorted(data["phrases"].items(), key=lambda item: -len(item[0])) * 2:
        pattern = re.sub(rf"(?<![A-Z_]){name}(?![A-Z_])", lambda _, made=phrase: made, pattern)

    seen: dict[str, int] = {}

    def put(found: re.Match[str]) -> str:
        if found.group().startswith("(?P"):
            # one name in several alternatives: expressions allow a name once, so the others are numbered
            group = found.group()[4:-1]
            seen[group] = seen.get(group, -1) + 1
            return f"(?P<{group}{seen[group] or ''}>"
        if name := found["class"]:
            return _alternatives(name, data, known) if name in _LONG else f"[{known.classes[name]}]"
        if word := found["word"]:
            return f"[{known.classes[f'={word}']}]"
        return found.group()

    return NAME.sub(put, pattern).replace(" ", "")


def _alternatives(name: str, data: dict[str, Any], known: Classes) -> str:
    phrases = sorted(data[name.lower()], key=lambda phrase: (-len(phrase), phrase))
    return (
        "(?:"
        + "|".join(
            "".join(f"[{known.classes[f'={w}']}]" for w in pieces(phrase, known.token)) for phrase in phrases
        )
        + ")"
    )


def matches(cut: Words, rules: Grammar) -> Iterator[Match]:
    """Yield what the rules match, from left to right, without overlaps; what is blocked is passed over."""
    letters, by_letter, free = cut.letters, rules.by_letter, 0
    for trigger in rules.trigger.finditer(letters):
        at = trigger.start()
        if at < free:
            continue
        start = at
        while start > free and at - start < _REACH and letters[start - 1] >= _CODED:
            start -= 1
        while start <= at:
            pattern, numbers = by_letter[letters[start]]
            found = pattern.match(letters, start)
            if not found:
                start += 1
                continue
            rule = rules.rules[numbers[found.lastindex - 1]]
            if rule.reading != _BLOCK:
                yield Match(rule, rule.pattern.match(letters, start), cut, start, found.end())
            free = start = max(found.end(), start + 1)
        free = max(free, start)
