"""Find the full names in an article, and who holds which function where it says both side by side."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis import languages
from analysis.text import fold

# bounded, so that a line of one endless word costs no more than any other
_LONGEST = 40
_CAPITAL = rf"[A-ZÀ-ÝŒ][\w'-]{{0,{_LONGEST}}}"
_PARTICLE = r"(?:de|du|des|d'|la|le|al|el|ben|bin|van|von|der|da|di|dos)"
NAME = re.compile(rf"{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} (?:d'|al-|el-)?{_CAPITAL}){{0,6}}")
FULL_NAME = re.compile(rf"{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} (?:d'|al-|el-)?{_CAPITAL}){{1,6}}$")
_FULL_TEXT = rf"{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} (?:d'|al-|el-)?{_CAPITAL}){{1,6}}"
_LINKS = frozenset({"de", "du", "des", "d'", "la", "le", "l'"})


@dataclass(slots=True)
class Seen:
    position: int
    entity: str
    gender: str | None
    plural: bool
    subject: bool


@dataclass
class Registry:
    """What one article has said so far about who is who."""

    names: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    institutions: dict[str, str] = field(default_factory=dict)
    genders: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    organisation_words: frozenset[str] = frozenset()
    holders: dict[str, set[str]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)


@dataclass(frozen=True)
class Words:
    determiners: frozenset[str]
    functions: frozenset[str]
    media: frozenset[str]
    documents: frozenset[str]
    states: Mapping[str, str]
    pronouns: Mapping[str, tuple[str | None, bool]]
    feminine: frozenset[str]
    kinds: frozenset[str]
    generic: frozenset[str]
    epithets: frozenset[str]
    organisations: frozenset[str]
    people_kinds: frozenset[str]
    ordinary: frozenset[str]
    verbs: frozenset[str]
    first_person: frozenset[str]
    titles: frozenset[str]
    before_nouns: frozenset[str]
    links: frozenset[str]
    masculine: frozenset[str]
    name_titles: frozenset[str]
    name_suffixes: frozenset[str]
    before_surname: frozenset[str]
    acronym_kinds: frozenset[str]
    nobody: frozenset[str]
    feminine_titles: frozenset[str]
    feminine_endings: tuple[str, ...]
    # what every age in the text has: « 34 ans »
    age: str
    member: str
    possessed: tuple[str, str]
    patterns: Mapping[str, re.Pattern[str]]
    institutions: tuple[re.Pattern[str], ...]

    def head(self, phrase: str) -> str:
        """Return the noun that a phrase is about, in lower case: the first word in French, the last before *of* in English."""
        found = self.patterns["head"].match(phrase)
        return (found.group(1) if found else phrase.split()[0]).lower()


@functools.cache
def words_of(code: str) -> Words:
    data = languages.load(code).data
    words, actors = data["statements"]["words"], data["actors"]
    return Words(
        determiners=frozenset(words["determiners"]),
        functions=frozenset(words["functions"]),
        media=frozenset(words["media"]),
        documents=frozenset(words["documents"]),
        states=actors["states"],
        pronouns={
            word: (gender or None, number == "plural")
            for word, (gender, number) in (
                (word, spec.split("/")) for word, spec in actors["pronouns"].items()
            )
        },
        feminine=frozenset(actors["feminine"]),
        kinds=frozenset(words["media"]) | frozenset(words["groups"]) | frozenset(actors["kinds"]),
        generic=frozenset(actors["generic"]),
        epithets=frozenset(actors["epithets"]),
        organisations=frozenset(actors["organisation_words"]),
        people_kinds=frozenset(actors["people_kinds"]),
        ordinary=frozenset(actors["ordinary"]),
        verbs=frozenset(actors["verbs"]),
        first_person=frozenset(actors["first_person"]),
        titles=frozenset(actors["titles"]),
        before_nouns=frozenset(actors["before_nouns"]),
        links=frozenset(actors["links"]),
        masculine=frozenset(actors["masculine"]),
        name_titles=frozenset(actors["name_titles"]),
        name_suffixes=frozenset(actors["name_suffixes"]),
        before_surname=frozenset(actors["before_surname"]),
        acronym_kinds=frozenset(actors["acronym_kinds"]),
        nobody=frozenset(actors["nobody"]),
        feminine_titles=frozenset(actors["feminine_titles"]),
        feminine_endings=tuple(actors["feminine_endings"]),
        age=actors["age"],
        member=actors["member"],
        possessed=tuple(actors["possessed"]),
        patterns={
            # {full} stands for a full name, {name} for one word of a name
            name: re.compile(pattern.replace("{full}", _FULL_TEXT).replace("{name}", _CAPITAL))
            for name, pattern in actors["patterns"].items()
        },
        institutions=tuple(map(re.compile, actors["institutions"])),
    )


def behind_titles(tokens: list[str], words: Words) -> list[str]:
    """Return the words of a name behind its titles, without honours: *Interior Minister* | *Josip Marek* | *KC*."""
    last = max((k for k, token in enumerate(tokens[:-1]) if token.lower() in words.name_titles), default=-1)
    while len(tokens) > last + 2 and tokens[-1].lower() in words.name_suffixes:
        tokens = tokens[:-1]
    return tokens[last + 1 :]


def untitled(surface: str, words: Words) -> str:
    """Take the title off a name: « M. Jean Martin »."""
    title = words.patterns["honorific"].match(surface)
    return surface[title.end() :] if title else surface


@functools.lru_cache(maxsize=65536)
def key(surface: str) -> str:
    return " ".join(fold(surface).lower().split())


def register(text: str, spans: list[tuple[int, int]], *, language: str = "fr") -> Registry:
    """Read the full names and the functions that stand in apposition to them from an article's kept text.

    Parameters
    ----------
    text
        The folded article.
    spans
        Its kept lines and the title.
    """
    words = words_of(language)
    patterns = words.patterns
    registry = Registry(organisation_words=words.organisations)
    found: list[str] = []
    openings: list[str] = []
    # the spans in which somebody may be named in full
    naming: list[tuple[int, int]] = []
    for start, end in spans:
        placed = patterns["dateline"].match(text, start, end)
        for match in NAME.finditer(text, placed.end() if placed else start, end):
            written = match.group()
            # the pattern cuts a longer word, and may then overlook the name that begins inside it
            if " " not in written and len(written) <= _LONGEST:
                continue
            if (start, end) not in naming[-1:]:
                naming.append((start, end))
            full = untitled(written.rstrip("'-"), words)
            tokens = full.split()
            while tokens and (
                patterns["elided"].match(tokens[0])
                or tokens[0] in words.kinds
                or len(tokens) > 2
                and patterns["gentilic"].search(tokens[0])
            ):
                tokens = tokens[1:]
            tokens = behind_titles(tokens, words)
            full = " ".join(tokens)
            if len(tokens) < 2:
                continue
            # a capital at the start of a sentence may be an ordinary word: « Selon Jean », « Le Monde »
            if tokens[0].lower() in words.determiners or tokens[0].lower() in words.ordinary:
                tokens = tokens[1:]
                full = " ".join(tokens)
                if len(tokens) < 2:
                    continue
            before = text[max(start, match.start() - 40) : match.start()]
            title = patterns["honorific_before"].search(before)
            if title:
                registry.genders[full] = "f" if title.group(1) in words.feminine_titles else "m"
            noun = patterns["noun_before"].search(before)
            if (
                noun
                and noun.group(1).lower() in words.kinds
                and noun.group(1).lower() not in words.people_kinds
            ):
                registry.organisations.add(full)
            # « Procès Valmont : » at the head of a line is no first name; elsewhere a capital is a name's
            head = not before.strip() or before.rstrip()[-1:] in {".", "!", "?", ":", "«", '"', "“"}
            (openings if head else found).append(full)
    for full in (*found, *openings):
        *_, before_last, last = full.split()
        registry.names.setdefault(full, full)
        # « Gazette de Berne » is not what « Berne » alone means
        if before_last.lower() not in _LINKS:
            registry.names.setdefault(last, full)
    for start, end in spans if words.age in text else ():
        for match in patterns["aged"].finditer(text, start, end):
            registry.names.setdefault(match.group(1), match.group(1))
            registry.people.add(match.group(1))
    for start, end in spans if words.name_titles else ():
        for match in patterns["honorific_name"].finditer(text, start, end):
            if match.group(1) not in registry.names:
                registry.names[match.group(1)] = match.group(1)
                registry.people.add(match.group(1))
    for start, end in naming:
        _read_functions(text, start, end, registry, words)
    for full in list(registry.names.values()):
        # « Leïla » alone is found by its first name where nobody else has it
        registry.names.setdefault(full.split()[0], full)
    return registry


def _read_functions(text: str, start: int, end: int, registry: Registry, words: Words) -> None:
    """Learn who holds which function wherever the article says both side by side."""
    patterns = words.patterns
    for match in patterns["prefixed"].finditer(text, start, end):
        if _is_function(words.head(match["function"]), words):
            _learn(match["function"].strip(), match["name"], registry, words, match["article"].lower())
    behind = (
        patterns["apposed"].finditer(text, start, end)
        if patterns["behind_comma"].search(text, start, end)
        else ()
    )
    for match in behind:
        if _is_function(words.head(match["function"]), words):
            _learn(match["function"], match["name"], registry, words, match["article"].lower())
    for match in patterns["followed"].finditer(text, start, end):
        # « selon Jean Martin, le maire a promis »: that is the next clause, not his function
        governed = patterns["after_preposition"].search(text, max(start, match.start() - 12), match.start())
        opens = match["name"].split()[0].lower() in words.ordinary
        if governed or opens or not words.verbs.isdisjoint(match["function"].split()):
            continue
        if _is_function(words.head(match["function"]), words):
            _learn(match["function"], match["name"], registry, words, "")


def _is_function(noun: str, words: Words) -> bool:
    trade = noun not in words.kinds and words.patterns["job"].match(noun) is not None
    return noun in words.functions or noun in words.epithets or trade


def _learn(description: str, name: str, registry: Registry, words: Words, article: str) -> None:
    name = " ".join(behind_titles(untitled(name, words).split(), words))
    name = registry.names.get(name, name)
    noun = words.head(description)
    registry.functions.setdefault(key(description), name)
    registry.holders.setdefault(noun, set()).add(name)
    gender = (
        "f"
        if article == "la" or noun in words.feminine or noun.endswith(words.feminine_endings)
        else "m"
        if article == "le" or noun in words.masculine
        else None
    )
    if gender:
        registry.genders.setdefault(name, gender)
    if institution := institution_of(description, words):
        registry.institutions.setdefault(name, institution)


def institution_of(description: str, words: Words) -> str | None:
    """Return whom a function serves: « porte-parole du ministère de la Défense »."""
    for pattern in words.institutions:
        match = pattern.match(description)
        if match and words.head(match["function"]) in words.functions:
            return match["institution"].split(",")[0].split(" (")[0].strip()
    return None


def is_person(entity: str, registry: Registry) -> bool:
    """Tell a person's full name from the name of an organisation, which may also have several capitals."""
    if entity in registry.people:
        return True
    if registry.names.get(entity) != entity or entity in registry.organisations:
        return False
    tokens = entity.split()
    capitals = sum(token[:1].isupper() for token in tokens)
    return (
        len(tokens) >= 2
        and capitals <= 3
        and registry.organisation_words.isdisjoint(token.lower() for token in tokens)
    )
