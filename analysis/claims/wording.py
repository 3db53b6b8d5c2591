"""The words of a passage as comparable terms: names folded to entities, lemmas cut to their stem, no function words.

Terms are for comparing wordings, never for showing. Folding names is worth more than any other step: *l'ONU* and *les
Nations unies* are one entity, *frapper* and *frappes* share their stem.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

import simplemma

from analysis import languages
from analysis.actors import Alias
from analysis.text import fold

# letters of a lemma that are compared: « évacuer » and « évacuation » are one term, « convoi » and « convention » two
_STEM = 6
# an acronym of at most this many capitals is matched with its capitals
_ACRONYM = 5
# how far after « ne » its second half may stand: « n'ont toutefois encore jamais »
_REACH = 5
# how far before « ne » it may stand: « à aucun moment les ministres n'ont »
_BEFORE = 8


class Names(NamedTuple):
    """An alias table, ready for matching: from a first token to (tokens, entity, whether capitals count)."""

    by_first: Mapping[str, list[tuple[tuple[str, ...], str, bool]]]


class Wording(NamedTuple):
    """The terms of a passage in order, and those that it negates."""

    terms: tuple[str, ...]
    negated: frozenset[str]


def names_of(aliases: Mapping[str, Alias], *, language: str = "fr") -> Names:
    """Return an alias table ready for matching; the name of an entity is one of its aliases."""
    by_first: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    surfaces = {alias.surface: alias.entity for alias in aliases.values()}
    for surface, entity in {**{entity: entity for entity in surfaces.values()}, **surfaces}.items():
        words = tuple(word for word, _ in _words(surface, language))
        if words:
            capitals = len(words) == 1 and surface.isupper() and len(surface) <= _ACRONYM
            by_first.setdefault(words[0], []).append((words, entity, capitals))
    for found in by_first.values():
        # the longest name first, then a fixed order
        found.sort(key=lambda name: (-len(name[0]), name))
    return Names(by_first)


def read(text: str, names: Names, *, language: str = "fr") -> Wording:
    """Return the terms of a passage."""
    words = _words(text, language)
    loaded = languages.load(language)
    known, data = loaded.function_words, loaded.data["claims"]
    terms: list[str] = []
    where: dict[int, str] = {}
    at = 0
    while at < len(words):
        word = words[at][0]
        if word in names.by_first:
            entity, size = _name_at(words, at, names)
            if entity is not None:
                terms.append(entity)
                at += size
                continue
        if len(word) > 1 and word not in known and word not in data["single_negation"]:
            where[at] = _stem(word, language)
            terms.append(where[at])
        at += 1
    return Wording(tuple(terms), frozenset(_negated(words, where, data, language)))


def _words(text: str, language: str) -> list[tuple[str, str]]:
    """Return the tokens of a text, in lower case without their apostrophe, and as they stand."""
    made = languages.load(language).token.findall(fold(text))
    return [(word.lower().rstrip("'"), word) for word in made]


def _name_at(words: list[tuple[str, str]], at: int, names: Names) -> tuple[str | None, int]:
    for name, entity, capitals in names.by_first.get(words[at][0], ()):
        fits = tuple(word for word, _ in words[at : at + len(name)]) == name
        if fits and (not capitals or words[at][1].isupper()):
            return entity, len(name)
    return None, 0


@functools.lru_cache(maxsize=200_000)
def _stem(word: str, language: str) -> str:
    lemma = simplemma.lemmatize(word, lang=language).lower()
    plain = "".join(char for char in unicodedata.normalize("NFD", lemma) if not unicodedata.combining(char))
    return plain[:_STEM]


def _negated(words: list[tuple[str, str]], where: dict[int, str], data: dict, language: str) -> set[str]:
    """Return the terms of negated verbs: *n'a pas soutenu*, *ne pas avoir soutenu*, *incapable de répondre*."""
    found: set[str] = set()
    plain = [word for word, _ in words]
    if {*data["first_negation"], *data["single_negation"], *data["negators"]}.isdisjoint(plain):
        return found
    for at, word in enumerate(plain):
        if (
            word in data["negators"]
            or (word in data["first_negation"] and _second(plain, at, data) is not None)
            or (word in data["single_negation"] and not _adds(plain, at, data))
        ):
            found |= _verbs(plain, where, at + 1, data, language)
    return found


def _second(plain: list[str], at: int, data: dict) -> int | None:
    near = range(at + 1, min(at + 1 + _REACH, len(plain)))
    after = next((i for i in near if plain[i] in data["second_negation"]), None)
    if after is not None:
        return None if _adds(plain, after, data) else after
    # « jamais les ministres n'ont soutenu »
    before = range(max(at - _BEFORE, 0), at)
    return next((i for i in before if plain[i] in data["led_negation"]), None)


def _adds(plain: list[str], at: int, data: dict) -> bool:
    """Tell whether a negation adds and does not deny: « pas seulement », *not only*."""
    return plain[at + 1 : at + 2] != [] and plain[at + 1] in data["not_only"]


def _verbs(plain: list[str], where: dict[int, str], first: int, data: dict, language: str) -> set[str]:
    """Return the first verb after a negation, and the one it carries: *n'a pas pu répondre* gives pouvoir, répondre."""
    found: set[str] = set()
    skipped = set(data["second_negation"]) | set(data["between"])
    for at in range(first, min(first + 7, len(plain))):
        word = plain[at]
        if word in skipped or at not in where:
            continue
        found.add(where[at])
        if simplemma.lemmatize(word, lang=language) not in data["carriers"]:
            break
    return found
