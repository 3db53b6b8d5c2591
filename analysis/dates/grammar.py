"""Compile the patterns of dates of one language, and find where they match."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from analysis import languages
from analysis.dates.tokens import NAME, Classes, Words, classes, pieces

# a stretch is read only where it holds one of these
_TRIGGERS = (
    "MONTHS MONTHS_SHORT MONTHS_ENGLISH WEEKDAYS UNITS SEASONS DEICTICS NARRATIVES HOLIDAYS VAGUE DAYPARTS "
    "HOURS DIGITS ROMAN"
).split()
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
    any_rule: re.Pattern[str]
    stretch: re.Pattern[str]
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
    bodies = (re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern) for rule in rules)
    triggers = "".join(known.classes[name] for name in _TRIGGERS)
    for phrase in (*data["holidays_long"], *data["vague_long"]):
        triggers += "".join(known.classes[f"={word}"] for word in pieces(phrase)[1:])
    triggers += known.classes["=hui"] if "=hui" in known.classes else ""
    coded = re.escape("".join(sorted(set(known.letters.values()) | set(known.figures.values()))))
    return Grammar(
        classes=known,
        data=data,
        rules=tuple(rules),
        any_rule=re.compile("|".join(f"({body})" for body in bodies)),
        stretch=re.compile(f"[{coded}]+"),
        trigger=re.compile(f"[{re.escape(triggers)}]"),
    )


def translate(pattern: str, data: dict[str, Any], known: Classes) -> str:
    """Turn a pattern over names of classes and words into one over letters.

    Raises
    ------
    KeyError
        Naming a class or a word that the language file does not define.
    """
    for name, phrase in sorted(data["phrases"].items(), key=lambda item: -len(item[0])):
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
    return "(?:" + "|".join("".join(f"[{known.classes[f'={w}']}]" for w in pieces(phrase)) for phrase in phrases) + ")"


def matches(cut: Words, rules: Grammar) -> Iterator[Match]:
    """Yield what the rules match, from left to right, without overlaps; blocks included."""
    letters = cut.letters
    for stretch in rules.stretch.finditer(letters):
        start, end = stretch.span()
        if not rules.trigger.search(letters, start, end):
            continue
        # one letter more, so that a rule can ask what follows
        limit = min(end + 1, len(letters))
        while start < end and (found := rules.any_rule.search(letters, start, limit)):
            rule = rules.rules[found.lastindex - 1]
            alone = rule.pattern.match(letters, found.start(), limit)
            yield Match(rule, alone, cut, found.start(), found.end())
            start = max(found.end(), start + 1)
