"""Join the ways in which a text names somebody: full name, surname, function, acronym, pronoun.

One article is read at a time. What it says itself (« le porte-parole de l'armée, Jean Martin ») comes first, then the
alias table that a person keeps (`data/annotations/aliases.csv`), then what language gives (Moscou for Russia).
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from analysis import languages
from analysis.errors import AnalysisError
from analysis.text import fold

# bounded, so that a line of one endless word costs no more than any other
_CAPITAL = r"[A-ZÀ-ÝŒ][\w'-]{0,40}"
_PARTICLE = r"(?:de|du|des|d'|la|le|al|el|ben|bin|van|von|der|da|di|dos)"
NAME = re.compile(rf"{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} (?:d'|al-|el-)?{_CAPITAL}){{0,6}}")
_FULL = re.compile(rf"{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} (?:d'|al-|el-)?{_CAPITAL}){{1,6}}$")
_HONORIFIC = re.compile(
    r"^(?:(?:m\.|mm\.|mme|mlle|me|maître|dr|docteur|pr|mgr|monsieur|madame|lt\.?|col\.?|gén\.?) +)+",
    re.IGNORECASE,
)
# « L'historienne »: an article, not the first letters of a name
_ELIDED = re.compile(r"^(?:[LDCSJNMT]|Qu)'(?:[a-zà-ÿ]|[A-Z]{2})")
# what a noun phrase may end with beyond the name of somebody: « un audit publié en décembre »
_PARTICIPIAL = re.compile(
    r" \w{3,}(?:é|ée|és|ées|ant) (?:par|en|le|la|à|au|dans|sur|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|pour|lors)\b.*$"
)
_KIND_AND_NAME = re.compile(r"((?:[a-zà-ÿ'-]{1,40}|ONG)(?: (?:d'|de )?[a-zà-ÿ'-]{1,40}){0,3}?) ([A-ZÀ-Ý].*)$")
# « l'Américaine Karen D. »
_GENTILIC = re.compile(r"(?:ain|aine|ais|aise|ien|ienne|ois|oise|éen|éenne|and|ande|ol|ole)$")
# « Mirko, 34 ans »: one name is enough for a person whose age is given
_AGED = re.compile(rf"({_CAPITAL}), \d{{1,3}} ans\b")
_LINKS = frozenset({"de", "du", "des", "d'", "la", "le", "l'"})
_QUANTITY = re.compile(
    r"^(?:plusieurs|certaine?s|quelques|de nombreux|de nombreuses|nombre de|beaucoup de|la plupart des|nombreux|nombreuses|deux|trois|quatre|cinq) ",
    re.IGNORECASE,
)
_JOB = re.compile(r"\w{3,}(?:iste|ologue|ographe|ien|ienne|eur|euse|trice|ière|ier|ant|ante|ée?|aire|ate)$")


class Alias(NamedTuple):
    """One row of the alias table: what stands in the text, whom it means, who stands behind them, what they are."""

    surface: str
    entity: str
    actor: str | None
    type: str | None


class Identity(NamedTuple):
    """Whom a source span means, who stands behind them, and how the text named them."""

    entity: str | None
    actor: str | None
    type: str | None
    how: str


@dataclass(slots=True)
class _Seen:
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
    seen: list[_Seen] = field(default_factory=list)


@dataclass(frozen=True)
class _Words:
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


@functools.cache
def _words(code: str) -> _Words:
    data = languages.load(code).data
    words, actors = data["statements"]["words"], data["actors"]
    return _Words(
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
    )


def read_aliases(path: Path) -> dict[str, Alias]:
    """Read the alias table of a project.

    Parameters
    ----------
    path
        A CSV file with the columns surface, entity, actor, type; a missing file is an empty table.

    Returns
    -------
    aliases
        By surface in lower case and folded.

    Raises
    ------
    AnalysisError
        Naming the line, when a column is missing or a row has no surface or no entity.
    """
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"surface", "entity", "actor", "type"} - set(reader.fieldnames or ())
        if missing:
            msg = f"{path.name} has no column {', '.join(sorted(missing))}. Write surface,entity,actor,type in its first line."
            raise AnalysisError(msg)
        aliases = {}
        for row in reader:
            surface, entity = (row["surface"] or "").strip(), (row["entity"] or "").strip()
            if not surface or not entity:
                msg = f"{path.name}, line {reader.line_num}: surface or entity is empty. Fill both, or remove the line."
                raise AnalysisError(msg)
            made = Alias(
                surface, entity, (row["actor"] or "").strip() or None, (row["type"] or "").strip() or None
            )
            aliases[_key(surface)] = made
    return aliases


@functools.lru_cache(maxsize=65536)
def _key(surface: str) -> str:
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
    words = _words(language)
    registry = Registry(organisation_words=words.organisations)
    found: list[str] = []
    openings: list[str] = []
    for start, end in spans:
        for match in NAME.finditer(text, start, end):
            full = _HONORIFIC.sub("", match.group().rstrip("'-"))
            tokens = full.split()
            while tokens and (
                _ELIDED.match(tokens[0])
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
            title = re.search(r"(?:^|\s)(M\.|Mme|Mlle|MM\.) $", before)
            if title:
                registry.genders[full] = "f" if title.group(1) in {"Mme", "Mlle"} else "m"
            noun = re.search(r"([A-Za-zà-ÿ-]+)(?: de presse)? $", before)
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
    for start, end in spans:
        for match in _AGED.finditer(text, start, end):
            registry.names.setdefault(match.group(1), match.group(1))
            registry.people.add(match.group(1))
    for start, end in spans:
        _read_functions(text, start, end, registry, words)
    for full in list(registry.names.values()):
        # « Leïla » alone is found by its first name where nobody else has it
        registry.names.setdefault(full.split()[0], full)
    return registry


# « le patron de la société, Jean Martin », « Jean Martin, patron de la société », « l'historienne Anne Roy »
_FULL_TEXT = rf"{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} (?:d'|al-|el-)?{_CAPITAL}){{1,6}}"
_APPOSED = re.compile(
    rf"\b(?:([Ll])e|([Ll])a|[Ll]'|[Uu]n|[Uu]ne|[Ss]on|[Ss]a) ?([a-zà-ÿ][^,.;:«»\"()]{{2,90}}), (?:M\. |Mme |Me )?({_FULL_TEXT})"
)
_FOLLOWED = re.compile(
    rf"({_FULL_TEXT}), (?:\d+ ans, )?(?:aujourd'hui )?(?:le |la |l'|un |une )?([a-zà-ÿ][^,.;:«»\"()]{{3,90}})(?=[,.])"
)
_PREFIXED = re.compile(
    rf"\b(le|la|l'|un|une|[Ll]e|[Ll]a|[Ll]') ?((?:[a-zà-ÿ][\w'-]{0, 30} ){{1,3}})({_FULL_TEXT})"
)


def _read_functions(text: str, start: int, end: int, registry: Registry, words: _Words) -> None:
    """Learn who holds which function wherever the article says both side by side."""
    for match in _PREFIXED.finditer(text, start, end):
        noun = match.group(2).split()[0].lower()
        if noun in words.functions or noun in words.epithets or _JOB.match(noun) and noun not in words.kinds:
            _learn(match.group(2).strip(), match.group(3), registry, words, match.group(1).lower())
    for match in _APPOSED.finditer(text, start, end):
        description = match.group(3)
        noun = description.split()[0].lower()
        if noun in words.functions or noun in words.epithets or _JOB.match(noun) and noun not in words.kinds:
            _learn(
                description,
                match.group(4),
                registry,
                words,
                "la" if match.group(2) else "le" if match.group(1) else "",
            )
    for match in _FOLLOWED.finditer(text, start, end):
        # « selon Jean Martin, le maire a promis »: that is the next clause, not his function
        governed = _AFTER_PREPOSITION.search(text, max(start, match.start() - 12), match.start())
        opens = match.group(1).split()[0].lower() in words.ordinary
        if governed or opens or not words.verbs.isdisjoint(match.group(2).split()):
            continue
        noun = match.group(2).split()[0].lower()
        if noun in words.functions or noun in words.epithets or _JOB.match(noun) and noun not in words.kinds:
            _learn(match.group(2), match.group(1), registry, words, "")


_AFTER_PREPOSITION = re.compile(r"\b(?:[Ss]elon|[Pp]ar|[Dd]e|[Aa]vec|[Cc]ontre|[Pp]our|[Cc]hez|[Dd]'après) $")


def _learn(description: str, name: str, registry: Registry, words: _Words, article: str) -> None:
    name = registry.names.get(_HONORIFIC.sub("", name), _HONORIFIC.sub("", name))
    noun = description.split()[0].lower()
    registry.functions.setdefault(_key(description), name)
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
    if institution := _institution(description, words):
        registry.institutions.setdefault(name, institution)


def identify(
    surface: str,
    position: int,
    registry: Registry,
    aliases: Mapping[str, Alias],
    *,
    language: str = "fr",
    inside: str | None = None,
) -> Identity:
    """Tell whom a source span means.

    Parameters
    ----------
    surface
        The words of the span.
    position
        Where it begins, so that a pronoun looks back from there.
    registry
        What the article has said so far; what is learnt here is added to it.
    aliases
        The alias table.
    inside
        Who speaks where the span stands in a quotation, for *je* and *nous*.
    """
    words = _words(language)
    folded = " ".join(fold(surface).split())
    low = folded.lower()
    if low in words.pronouns:
        gender, plural = words.pronouns[low]
        if low in {"je", "j'", "nous", "me", "moi"}:
            return Identity(inside, None, None, "pronoun")
        if low == "on":
            return Identity(None, None, None, "pronoun")
        return Identity(_look_back(position, gender, plural, registry, words), None, None, "pronoun")
    bare = _PARTICIPIAL.sub("", _strip(folded, words)) if "," not in folded else _strip(folded, words)
    for candidate in (folded, _strip(folded, words), bare):
        if found := aliases.get(_key(candidate)):
            if bare:
                registry.heads[bare.split()[0].lower()] = found.entity
            _remember(position, found.entity, folded, registry, words)
            return Identity(found.entity, found.actor, found.type, "alias")
    entity, institution, how = _resolve(folded, bare, registry, words)
    if found := aliases.get(_key(entity)):
        entity, institution = found.entity, found.actor or institution
        kind = found.type
    else:
        kind = "person" if _is_person(entity, registry) else None
    if institution and (other := aliases.get(_key(institution))):
        institution = other.entity
    if institution:
        registry.institutions.setdefault(entity, institution)
    _remember(position, entity, folded, registry, words)
    return Identity(entity, registry.institutions.get(entity), kind, how)


def _resolve(folded: str, bare: str, registry: Registry, words: _Words) -> tuple[str, str | None, str]:
    head, _, rest = bare.partition(", ")
    # « le porte-parole du ministère, Jean Martin » and « Jean Martin, porte-parole du ministère »
    for segment, function in ((rest, head), (head, rest)):
        name = _name_in(segment)
        if name and (" " in name or name in registry.names) and _FULL.search(name):
            description = (
                function if function and not _FULL.fullmatch(function) else segment.removesuffix(name).strip()
            )
            description = _strip(description, words)
            full = name
            if description:
                registry.functions[_key(description)] = full
                registry.heads[description.split()[0].lower()] = full
            first = (description or segment).split()[0].lower() if (description or segment) else ""
            if first in words.feminine:
                registry.genders[full] = "f"
            elif folded.lower().startswith(("le ", "un ", "m. ")):
                registry.genders.setdefault(full, "m")
            elif folded.lower().startswith(("la ", "une ", "mme ")):
                registry.genders.setdefault(full, "f")
            return full, _institution(description, words), "name"
    # « l'exploitant, la société X », « leur porte-voix, X »
    if rest and head and not head[0].isupper():
        named = _KIND_AND_NAME.match(_strip(rest, words))
        if named and named.group(1).split()[0].lower() in words.kinds and NAME.match(named.group(2)):
            return named.group(2).split(",")[0], None, "name"
        if NAME.fullmatch(rest) and len(rest) > 2:
            full = registry.names.get(rest, rest)
            registry.functions[_key(head)] = full
            registry.heads[head.split()[0].lower()] = full
            return full, _institution(head, words), "name"
    plain = re.sub(r" \([^()]*\)$", "", _HONORIFIC.sub("", head))
    # « Jean Martin de l'Observatoire », « l'ONG Human Rights Watch », « la banque d'affaires Orsel & Cie »
    opening = NAME.match(plain)
    if (
        opening
        and opening.group() in registry.names
        and re.match(r" (?:de |du |des |d')", plain[opening.end() :])
    ):
        full = registry.names[opening.group()]
        return full, _institution("membre" + plain[opening.end() :], words), "name"
    kind_of = _KIND_AND_NAME.match(plain)
    if (
        kind_of
        and kind_of.group(1).split()[0].lower() in words.kinds
        and not re.search(r"(?:^| )(?:de|du|des|d'|la|l'|à|en)$", kind_of.group(1))
    ):
        entity = kind_of.group(2)
        if NAME.match(entity):
            registry.heads[kind_of.group(1).split()[0].lower()] = entity
            return entity, None, "name"
    if plain in registry.names:
        return registry.names[plain], None, "name"
    tokens = plain.split()
    # « le ministre Martin », « l'agence de presse Reuters »
    last = NAME.search(plain) if tokens else None
    if tokens and tokens[0].lower() in words.media and last:
        names = list(NAME.finditer(plain))
        return names[-1].group(), None, "name"
    if (
        len(tokens) > 1
        and tokens[-1][0].isupper()
        and tokens[-2].lower() not in {"de", "du", "des", "la", "le"}
        and tokens[-1] in registry.names
        and tokens[0].lower() in words.functions | {"docteur", "maître", "professeur"}
    ):
        return registry.names[tokens[-1]], _institution(plain, words), "name"
    if tokens and tokens[0].lower() in words.documents:
        of = re.search(r"\b(?:de la|de l'|du|des|de|d') ?(.+)$", plain)
        if of:
            return of.group(1), None, "description"
    if _key(plain) in registry.functions:
        return registry.functions[_key(plain)], None, "description"
    if plain in words.states:
        return words.states[plain], None, "name"
    if not tokens:
        return folded, None, "description"
    if tokens[0][0].isupper() and tokens[0] != "ONG":
        if plain.isupper() and len(plain) <= 6:
            for full in registry.seen:
                if "".join(word[0] for word in full.entity.split() if word[0].isupper()) == plain:
                    return full.entity, None, "acronym"
        return plain, None, "acronym" if plain.isupper() else "name"
    definite = re.match(r"(?:le|la|l'|les|ce|cet|cette|ces) ?", folded, re.IGNORECASE)
    if (definite or len(tokens) == 1) and len(tokens) <= 2 and tokens[0].lower() in registry.heads:
        return registry.heads[tokens[0].lower()], None, "description"
    if definite and len(tokens) <= 2 and not folded.lower().startswith(("les ", "ces ")):
        noun = (
            tokens[0].lower()
            if tokens[0].lower() not in {"ancien", "ancienne", "jeune"}
            else tokens[-1].lower()
        )
        if len(registry.holders.get(noun, ())) == 1:
            (only,) = registry.holders[noun]
            return only, None, "description"
        feminine = folded.lower().startswith(("la ", "cette ")) or noun in words.feminine
        gender = "f" if feminine else "m" if folded.lower().startswith(("le ", "ce ")) else None
        if noun in words.generic and len(tokens) == 1:
            # « l'organisation », « le groupe »: whichever was named last
            found = next(
                (
                    seen.entity
                    for seen in reversed(registry.seen)
                    if not _is_person(seen.entity, registry) and seen.entity[0].isupper() and not seen.plural
                ),
                None,
            )
        elif len(tokens) == 1 and (
            noun in words.epithets or noun not in words.functions | words.kinds and _JOB.match(noun)
        ):
            # a trade or an epithet may take up a person again, a function (le maire) mostly names another
            found = _last_person(gender, registry)
        else:
            found = None
        if found:
            registry.heads[tokens[0].lower()] = found
            return found, None, "description"
    if re.match(r"(?:son|sa|ses) ", folded, re.IGNORECASE) and len(tokens) <= 3:
        # « son père »: of whoever was named last
        whose = _last_person(None, registry)
        if whose:
            return (
                f"{plain} d'{whose}" if whose[0] in "AEÉÈIOUYÂÎ" else f"{plain} de {whose}",
                None,
                "description",
            )
    known = registry.heads.get(tokens[0].lower())
    if known is None or len(plain) > len(known) and known.split()[0].lower() == tokens[0].lower():
        registry.heads[tokens[0].lower()] = plain
    return plain, _institution(plain, words), "description"


def last_speaker(position: int, registry: Registry) -> str | None:
    """Return who a quotation without a cue most likely belongs to: the person last given the word or the subject."""
    for seen in reversed(registry.seen):
        if seen.position < position and _is_person(seen.entity, registry):
            return seen.entity
    return None


def _last_person(gender: str | None, registry: Registry) -> str | None:
    for seen in reversed(registry.seen):
        if _is_person(seen.entity, registry):
            known = registry.genders.get(seen.entity)
            if known is None or gender is None or known == gender:
                if gender and known is None:
                    registry.genders[seen.entity] = gender
                return seen.entity
    return None


def _institution(description: str, words: _Words) -> str | None:
    """Return whom a function serves: « porte-parole du ministère de la Défense »."""
    match = re.match(r"([\w'-]+)(?: [\w'-]+){0,2}? (?:de la |de l'|du |des |d'|de )(.+)$", description)
    if match and match.group(1).lower() in words.functions:
        return match.group(2).split(",")[0].split(" (")[0].strip()
    return None


def _strip(surface: str, words: _Words) -> str:
    """Take the article off a noun phrase."""
    surface = _QUANTITY.sub("", surface)
    match = re.match(
        r"(?:l'|d'|(?:le|la|les|un|une|des|du|au|aux|ce|cet|cette|ces|de|son|sa|ses|leur|leurs) )",
        surface,
        re.IGNORECASE,
    )
    return surface[match.end() :].strip() if match else surface


def _name_in(segment: str) -> str | None:
    """Return the person's name at the end of a segment: « le colonel Jean Martin », « Mme Anne Roy »."""
    segment = _HONORIFIC.sub("", segment.split(" (")[0].split(",")[0].strip())
    match = _FULL.search(segment)
    if match is None or match.group().startswith("ONG "):
        return None
    before = segment[: match.start()].strip().lower()
    # « ministère de la Défense », « Haute Autorité de Santé » are no persons: no article or preposition right before
    if before and before.split()[-1] in {"de", "du", "des", "d'", "la", "le", "l'", "les", "à", "en", "et"}:
        return None
    return match.group()


def _is_person(entity: str, registry: Registry) -> bool:
    """Tell a person's full name from the name of an organisation, which may also have several capitals."""
    if entity in registry.people:
        return True
    tokens = entity.split()
    capitals = sum(token[:1].isupper() for token in tokens)
    return (
        len(tokens) >= 2
        and capitals <= 3
        and registry.names.get(entity) == entity
        and entity not in registry.organisations
        and registry.organisation_words.isdisjoint(token.lower() for token in tokens)
    )


def _remember(position: int, entity: str, folded: str, registry: Registry, words: _Words) -> None:
    low = folded.lower()
    plural = bool(
        re.match(r"(?:les|des|ces|plusieurs|certains|certaines|ses|leurs|deux|trois|quelques)\b", low)
    )
    gender = registry.genders.get(entity)
    if gender is None:
        first = low.split()[0] if low.split() else ""
        if re.match(r"(?:la|une|cette|sa|mme|mlle)\b", low):
            gender = "f"
        elif re.match(r"(?:le|un|ce|m\.)", low) and first not in {"les"}:
            gender = "m"
        elif low.startswith("l'"):
            head = low[2:].split()[0] if low[2:].split() else ""
            gender = "f" if head in words.feminine else None
        if gender and not plural:
            registry.genders.setdefault(entity, gender)
    registry.seen.append(_Seen(position, entity, gender, plural, True))


def _look_back(
    position: int, gender: str | None, plural: bool, registry: Registry, words: _Words
) -> str | None:
    """Return the nearest earlier entity that agrees with a pronoun in gender and number."""
    for steps, seen in enumerate(reversed(registry.seen)):
        if steps >= 8:
            break
        # « il » and « elle » mean people more often than things
        known = registry.genders.get(seen.entity)
        fits = not plural and not seen.plural and (known is None or gender is None or known == gender)
        if fits and seen.position < position and _is_person(seen.entity, registry):
            if known is None and gender:
                registry.genders[seen.entity] = gender
            return seen.entity
    for seen in reversed(registry.seen):
        known = registry.genders.get(seen.entity, seen.gender)
        agrees = known is None or gender is None or known == gender
        if seen.position < position and seen.plural == plural and agrees:
            return seen.entity
    return None


def note(text: str, sentence: tuple[int, int], registry: Registry, *, language: str = "fr") -> None:
    """Remember the name that a sentence begins with: a subject that a pronoun may mean although it said nothing."""
    start, end = sentence
    opening = text[start : min(end, start + 160)]
    for match in NAME.finditer(opening):
        tokens = _HONORIFIC.sub("", match.group()).split()
        while tokens and (
            _ELIDED.match(tokens[0])
            or tokens[0].lower() in _words(language).ordinary | _words(language).determiners
        ):
            tokens = tokens[1:]
        full = registry.names.get(" ".join(tokens))
        if full is None:
            continue
        lead = opening[: match.start()]
        if (
            len(lead) <= 60
            and not re.search(
                r"\b(?:de|du|des|d'|à|avec|par|contre|chez|pour|sur) ?(?:l'|la |le |les )?$", lead
            )
            and '"' not in lead
            and "«" not in lead
        ):
            registry.seen.append(_Seen(start + match.start(), full, registry.genders.get(full), False, True))
        return
