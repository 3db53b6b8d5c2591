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
HONORIFIC = re.compile(
    r"^(?:(?:m\.|mm\.|mme|mlle|me|maître|dr|docteur|pr|mgr|monsieur|madame|lt\.?|col\.?|gén\.?) +)+",
    re.IGNORECASE,
)
# « L'historienne »: an article, not the first letters of a name
ELIDED = re.compile(r"^(?:[LDCSJNMT]|Qu)'(?:[a-zà-ÿ]|[A-Z]{2})")
# « l'Américaine Karen D. »
_GENTILIC = re.compile(r"(?:ain|aine|ais|aise|ien|ienne|ois|oise|éen|éenne|and|ande|ol|ole)$")
# « Mirko, 34 ans »: one name is enough for a person whose age is given
_AGED = re.compile(rf"({_CAPITAL}), \d{{1,3}} ans\b")
_TITLE_BEFORE = re.compile(r"(?:^|\s)(M\.|Mme|Mlle|MM\.) $")
_NOUN_BEFORE = re.compile(r"([A-Za-zà-ÿ-]+)(?: de presse)? $")
_FUNCTION_OF = re.compile(r"([\w'-]+)(?: [\w'-]+){0,2}? (?:de la |de l'|du |des |d'|de )(.+)$")
_LINKS = frozenset({"de", "du", "des", "d'", "la", "le", "l'"})
JOB = re.compile(r"\w{3,}(?:iste|ologue|ographe|ien|ienne|eur|euse|trice|ière|ier|ant|ante|ée?|aire|ate)$")


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
    )


def untitled(surface: str) -> str:
    """Take the title off a name: « M. Jean Martin »."""
    title = HONORIFIC.match(surface)
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
    registry = Registry(organisation_words=words.organisations)
    found: list[str] = []
    openings: list[str] = []
    # the spans in which somebody may be named in full
    naming: list[tuple[int, int]] = []
    for start, end in spans:
        for match in NAME.finditer(text, start, end):
            written = match.group()
            # the pattern cuts a longer word, and may then overlook the name that begins inside it
            if " " not in written and len(written) <= _LONGEST:
                continue
            if (start, end) not in naming[-1:]:
                naming.append((start, end))
            full = untitled(written.rstrip("'-"))
            tokens = full.split()
            while tokens and (
                ELIDED.match(tokens[0])
                or tokens[0] in words.kinds
                or len(tokens) > 2
                and _GENTILIC.search(tokens[0])
            ):
                tokens = tokens[1:]
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
            title = _TITLE_BEFORE.search(before)
            if title:
                registry.genders[full] = "f" if title.group(1) in {"Mme", "Mlle"} else "m"
            noun = _NOUN_BEFORE.search(before)
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
    for start, end in spans if " ans" in text else ():
        for match in _AGED.finditer(text, start, end):
            registry.names.setdefault(match.group(1), match.group(1))
            registry.people.add(match.group(1))
    for start, end in naming:
        _read_functions(text, start, end, registry, words)
    for full in list(registry.names.values()):
        # « Leïla » alone is found by its first name where nobody else has it
        registry.names.setdefault(full.split()[0], full)
    return registry


# « le patron de la société, Jean Martin », « Jean Martin, patron de la société », « l'historienne Anne Roy »
_FULL_TEXT = rf"{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} (?:d'|al-|el-)?{_CAPITAL}){{1,6}}"


_BEHIND_COMMA = rf", (?:M\. |Mme |Me )?({_FULL_TEXT})"
_NAMED_BEHIND = re.compile(_BEHIND_COMMA)
# the first letter stands before the boundary, because an expression that begins with letters is searched for four times as fast
_APPOSED = re.compile(
    r"([LlUuSs](?<!\w.)(?:(?<=[Ll])[ea']|(?<=[Uu])ne??|(?<=[Ss])(?:on|a))) ?([a-zà-ÿ][^,.;:«»\"()]{2,90}+)"
    + _BEHIND_COMMA
)


_FOLLOWED = re.compile(
    rf"({_FULL_TEXT}), (?:\d+ ans, )?(?:aujourd'hui )?(?:le |la |l'|un |une )?([a-zà-ÿ][^,.;:«»\"()]{{3,90}}+)(?=[,.])"
)


_PREFIXED = re.compile(
    rf"([Llu](?<!\w.)(?:(?<=[Ll])[ea']|(?<=u)ne??)) ?((?:[a-zà-ÿ][\w'-]{0, 30} ){{1,3}})({_FULL_TEXT})"
)


def _read_functions(text: str, start: int, end: int, registry: Registry, words: Words) -> None:
    """Learn who holds which function wherever the article says both side by side."""
    for match in _PREFIXED.finditer(text, start, end):
        noun = match.group(2).split()[0].lower()
        if noun in words.functions or noun in words.epithets or JOB.match(noun) and noun not in words.kinds:
            _learn(match.group(2).strip(), match.group(3), registry, words, match.group(1).lower())
    for match in _APPOSED.finditer(text, start, end) if _NAMED_BEHIND.search(text, start, end) else ():
        description = match.group(2)
        noun = description.split()[0].lower()
        if noun in words.functions or noun in words.epithets or JOB.match(noun) and noun not in words.kinds:
            article = match.group(1).lower()
            _learn(description, match.group(3), registry, words, article if article in {"le", "la"} else "")
    for match in _FOLLOWED.finditer(text, start, end):
        # « selon Jean Martin, le maire a promis »: that is the next clause, not his function
        governed = _AFTER_PREPOSITION.search(text, max(start, match.start() - 12), match.start())
        opens = match.group(1).split()[0].lower() in words.ordinary
        if governed or opens or not words.verbs.isdisjoint(match.group(2).split()):
            continue
        noun = match.group(2).split()[0].lower()
        if noun in words.functions or noun in words.epithets or JOB.match(noun) and noun not in words.kinds:
            _learn(match.group(2), match.group(1), registry, words, "")


_AFTER_PREPOSITION = re.compile(r"\b(?:[Ss]elon|[Pp]ar|[Dd]e|[Aa]vec|[Cc]ontre|[Pp]our|[Cc]hez|[Dd]'après) $")


def _learn(description: str, name: str, registry: Registry, words: Words, article: str) -> None:
    name = untitled(name)
    name = registry.names.get(name, name)
    noun = description.split()[0].lower()
    registry.functions.setdefault(key(description), name)
    registry.holders.setdefault(noun, set()).add(name)
    gender = (
        "f"
        if article == "la"
        or noun in words.feminine
        or noun.endswith(("ienne", "trice", "euse", "ière", "ante"))
        else "m"
        if article == "le"
        else None
    )
    if gender:
        registry.genders.setdefault(name, gender)
    if institution := institution_of(description, words):
        registry.institutions.setdefault(name, institution)


def institution_of(description: str, words: Words) -> str | None:
    """Return whom a function serves: « porte-parole du ministère de la Défense »."""
    if description.partition(" ")[0].lower() not in words.functions:
        return None
    match = _FUNCTION_OF.match(description)
    return match.group(2).split(",")[0].split(" (")[0].strip() if match else None


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
