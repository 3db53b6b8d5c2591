"""Tell what a date is the date of: the article, something that was said, something that happened, a photograph."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.dates.grammar import context_of
from analysis.statements.lexicon import load as lexicon

if TYPE_CHECKING:
    from analysis.dates.finding import Row
    from analysis.dates.grammar import Match

# how far a verb of saying may stand from the date of the saying, in words
_NEAR = 3
_CLAUSE = 40
_AROUND = 8
_STOPS = frozenset({"", ".", ";"})


class Lines:
    """The labelled lines of a text, found by position."""

    def __init__(self, labelled: Sequence[tuple[int, int, str]]) -> None:
        self.lines = sorted(labelled)
        self.starts = [start for start, _, _ in self.lines]

    def at(self, position: int) -> tuple[int, int, str] | None:
        """Return start, end and zone of the line that holds a position; None between lines."""
        number = bisect_right(self.starts, position) - 1
        return self.lines[number] if number >= 0 and position < self.lines[number][1] else None


class Roles:
    """What roles are told from: the zones of the lines and the words of saying of the language."""

    def __init__(self, text: str, labelled: Sequence[tuple[int, int, str]], code: str) -> None:
        self.text = text
        self.lines = Lines(labelled)
        self.context = context_of(code)
        self.code = code

    def zone(self, position: int) -> str | None:
        """Return the zone of the line that holds a position; None where lines were not labelled."""
        line = self.lines.at(position)
        return line[2] if line else None


@functools.cache
def _said(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the participles and the finite forms of verbs of saying."""
    forms = lexicon(code).forms
    kinds: dict[str, set[str]] = {"participle": set(), "finite": set()}
    for word, found in forms.items():
        for form in found:
            if form.kind in kinds and not form.extra:
                kinds[form.kind].add(word)
    return frozenset(kinds["participle"]), frozenset(kinds["finite"])


def role_of(match: Match, start: int, end: int, roles: Roles, before: list[Row]) -> str:
    """Return publication, credit, statement or event."""
    zone = roles.zone(start)
    words, context = match.cut.words, roles.context
    line = words[max(match.first - 6, 0) : match.first]
    if "" in line:
        line = line[len(line) - line[::-1].index("") :]
    if not context["credit"].isdisjoint(line):
        return "credit"
    if zone in {"dateline", "byline"} or (zone is None and _alone(roles.text, start, end)):
        return "publication"
    if zone in {"caption", "credit", "navigation", "consent", "related"}:
        return "event"
    # the words in brackets after a date say it again
    if before and before[-1].role == "statement" and roles.text[before[-1].end : start].strip() == "(":
        return "statement"
    return "statement" if _said_then(match, roles) else "event"


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether a date with its year is all that a line says, in a text of several lines."""
    # a window is enough, and a line of a megabyte must not be searched for each date in it
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    begins = before.strip(" \t") in {"", "\n"} or before.rstrip(" \t").endswith("\n")
    ends = not after.strip() or after.lstrip(" \t").startswith("\n")
    return (
        begins and ends and ("\n" in before or "\n" in after) and any(c.isdecimal() for c in text[start:end])
    )


def _said_then(match: Match, roles: Roles) -> bool:
    words, (participles, finite) = match.cut.words, _said(roles.code)
    context = roles.context
    auxiliaries = context["auxiliaries"]
    # a déclaré mardi, a publié aujourd'hui; a récemment publié
    back = words[max(match.first - _NEAR, 0) : match.first]
    for distance, word in enumerate(reversed(back), 1):
        at = match.first - distance
        if word in context["that"] or word in _STOPS:
            break
        if word in context["said"] or word in context["reporting"]:
            return True
        if word in participles and _has_auxiliary(words, at, auxiliaries):
            return True
        if word in finite and word not in participles and not match.cut.text[match.cut.starts[at]].isupper():
            return True
    inside = words[match.last : match.last + 1]
    if (
        words[match.first - 1 : match.first]
        and words[match.first - 1] in auxiliaries
        and inside
        and inside[0] in participles
    ):
        return True
    return _opens_sentence(match, context) and _verb_before_that(match, roles)


def _has_auxiliary(words: list[str], at: int, auxiliaries: frozenset[str]) -> bool:
    return not auxiliaries.isdisjoint(words[max(at - 3, 0) : at])


def _opens_sentence(match: Match, context: dict[str, frozenset[str]]) -> bool:
    first = match.first - (match.first > 0 and match.cut.words[match.first - 1] in context["before_day"])
    before = match.cut.words[first - 1] if first else ""
    return before in {"", ".", "!", "?", "«", '"'} and match.cut.letters[match.last : match.last + 1] not in {
        "x"
    }


def _verb_before_that(match: Match, roles: Roles) -> bool:
    """Tell whether the sentence says who said something before it says what: Mardi, le maire a déclaré que …"""
    words, (participles, _) = match.cut.words, _said(roles.code)
    for at in range(match.last, min(match.last + _CLAUSE, len(words))):
        word = words[at]
        if word in roles.context["that"] or word in _STOPS:
            return False
        if word in roles.context["reporting"]:
            return True
        if word in participles and _has_auxiliary(words, at, roles.context["auxiliaries"]):
            return True
    return False
