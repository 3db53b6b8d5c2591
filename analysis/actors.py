"""Join the ways in which a text names somebody: full name, surname, function, acronym, pronoun.

One article is read at a time. What it says itself (« le porte-parole de l'armée, Jean Martin ») comes first, then the
alias table that a person keeps (`data/annotations/aliases.csv`), then what language gives (Moscou for Russia).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.errors import AnalysisError
from analysis.names import (
    FULL_NAME,
    NAME,
    Registry,
    Seen,
    Words,
    behind_titles,
    institution_of,
    is_person,
    key,
    register,
    untitled,
    words_of,
)
from analysis.text import fold

__all__ = ["Alias", "Identity", "Registry", "identify", "last_speaker", "note", "read_aliases", "register"]


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
            aliases[key(surface)] = made
    return aliases


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
    words = words_of(language)
    folded = " ".join(fold(surface).split())
    low = folded.lower()
    if low in words.pronouns:
        gender, plural = words.pronouns[low]
        if low in words.first_person:
            return Identity(inside, None, None, "pronoun")
        if low in words.nobody:
            return Identity(None, None, None, "pronoun")
        return Identity(_look_back(position, gender, plural, registry, words), None, None, "pronoun")
    stripped = _strip(folded, words)
    bare = words.patterns["participial"].sub("", stripped) if "," not in folded else stripped
    for candidate in (folded, stripped, bare):
        if found := aliases.get(key(candidate)):
            if bare:
                registry.heads[words.head(bare)] = found.entity
            _remember(position, found.entity, folded, registry, words)
            return Identity(found.entity, found.actor, found.type, "alias")
    entity, institution, how = _resolve(folded, bare, registry, words)
    if found := aliases.get(key(entity)):
        entity, institution = found.entity, found.actor or institution
        kind = found.type
    else:
        kind = "person" if is_person(entity, registry) else None
    if institution and (other := aliases.get(key(institution))):
        institution = other.entity
    if institution:
        registry.institutions.setdefault(entity, institution)
    _remember(position, entity, folded, registry, words)
    return Identity(entity, registry.institutions.get(entity), kind, how)


def _resolve(folded: str, bare: str, registry: Registry, words: Words) -> tuple[str, str | None, str]:
    head, _, rest = bare.partition(", ")
    # « le porte-parole du ministère, Jean Martin » and « Jean Martin, porte-parole du ministère »
    for segment, function in ((rest, head), (head, rest)):
        name = _name_in(segment, words)
        if name and (" " in name or name in registry.names) and FULL_NAME.search(name):
            description = (
                function
                if function and not FULL_NAME.fullmatch(function)
                else segment.removesuffix(name).strip()
            )
            description = _strip(description, words)
            while description.endswith(".") and description.split()[-1].lower() in words.name_titles:
                # « Defence Ministry spokesman Col. »
                description = description.rpartition(" ")[0]
            full = name
            if description:
                registry.functions[key(description)] = full
                registry.heads[words.head(description)] = full
            first = words.head(description or segment) if (description or segment) else ""
            if first in words.feminine:
                registry.genders[full] = "f"
            elif first in words.masculine or words.patterns["masculine_named"].match(folded.lower()):
                registry.genders.setdefault(full, "m")
            elif words.patterns["feminine_named"].match(folded.lower()):
                registry.genders.setdefault(full, "f")
            return full, institution_of(description, words), "name"
    # « l'exploitant, la société X », « leur porte-voix, X »
    if rest and head and not head[0].isupper():
        named = words.patterns["kind_and_name"].match(_strip(rest, words))
        if named and words.head(named.group(1)) in words.kinds and NAME.match(named.group(2)):
            return named.group(2).split(",")[0], None, "name"
        if NAME.fullmatch(rest) and len(rest) > 2:
            full = registry.names.get(rest, rest)
            registry.functions[key(head)] = full
            registry.heads[words.head(head)] = full
            return full, institution_of(head, words), "name"
    plain = untitled(head, words)
    if plain.endswith(")"):
        plain = re.sub(r" \([^()]*\)$", "", plain)
    # « Jean Martin de l'Observatoire », « l'ONG Human Rights Watch », « la banque d'affaires Orsel & Cie »
    opening = NAME.match(plain)
    if (
        opening
        and opening.group() in registry.names
        and words.patterns["name_of"].match(plain, opening.end())
    ):
        full = registry.names[opening.group()]
        return full, institution_of(words.member + plain[opening.end() :], words), "name"
    kind_of = words.patterns["kind_and_name"].match(plain)
    if (
        kind_of
        and words.head(kind_of.group(1)) in words.kinds
        and not words.patterns["open_kind"].search(kind_of.group(1))
    ):
        entity = kind_of.group(2)
        if NAME.match(entity):
            registry.heads[words.head(kind_of.group(1))] = entity
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
        and tokens[-2].lower() not in words.before_surname
        and tokens[-1] in registry.names
        and tokens[0].lower() in words.functions | words.titles | words.name_titles
    ):
        return registry.names[tokens[-1]], institution_of(plain, words), "name"
    if tokens and words.head(plain) in words.documents:
        of = words.patterns["document_of"].search(plain)
        if of:
            return of.group(1), None, "description"
    if key(plain) in registry.functions:
        return registry.functions[key(plain)], None, "description"
    if plain in words.states:
        return words.states[plain], None, "name"
    if not tokens:
        return folded, None, "description"
    if tokens[0][0].isupper() and tokens[0] not in words.acronym_kinds:
        if plain.isupper() and len(plain) <= 6:
            for full in registry.seen:
                if "".join(word[0] for word in full.entity.split() if word[0].isupper()) == plain:
                    return full.entity, None, "acronym"
        return plain, None, "acronym" if plain.isupper() else "name"
    definite = words.patterns["definite"].match(folded)
    opening_noun = words.head(plain)
    if (definite or len(tokens) == 1) and len(tokens) <= 2 and opening_noun in registry.heads:
        return registry.heads[opening_noun], None, "description"
    if definite and len(tokens) <= 2 and not words.patterns["definite_plural"].match(folded.lower()):
        noun = opening_noun if opening_noun not in words.before_nouns else tokens[-1].lower()
        if len(registry.holders.get(noun, ())) == 1:
            (only,) = registry.holders[noun]
            return only, None, "description"
        feminine = words.patterns["feminine_article"].match(folded.lower()) or noun in words.feminine
        masculine = words.patterns["masculine_article"].match(folded.lower()) or noun in words.masculine
        gender = "f" if feminine else "m" if masculine else None
        if noun in words.generic and len(tokens) == 1:
            # « l'organisation », « le groupe »: whichever was named last
            found = next(
                (
                    seen.entity
                    for seen in reversed(registry.seen)
                    if not is_person(seen.entity, registry) and seen.entity[0].isupper() and not seen.plural
                ),
                None,
            )
        elif len(tokens) == 1 and (
            noun in words.epithets
            or noun not in words.functions | words.kinds
            and words.patterns["job"].match(noun)
        ):
            # a trade or an epithet may take up a person again, a function (le maire) mostly names another
            found = _last_person(gender, registry)
        else:
            found = None
        if found:
            registry.heads[opening_noun] = found
            return found, None, "description"
    if len(tokens) <= 3 and words.patterns["possessive"].match(folded):
        # « son père »: of whoever was named last
        whose = _last_person(None, registry)
        if whose:
            form = words.possessed[whose[0] in "AEÉÈIOUYÂÎ"]
            return form.format(plain=plain, whose=whose), None, "description"
    known = registry.heads.get(opening_noun)
    if known is None or len(plain) > len(known) and words.head(known) == opening_noun:
        registry.heads[opening_noun] = plain
    return plain, institution_of(plain, words), "description"


def last_speaker(position: int, registry: Registry) -> str | None:
    """Return who a quotation without a cue most likely belongs to: the person last given the word or the subject."""
    for seen in reversed(registry.seen):
        if seen.position < position and is_person(seen.entity, registry):
            return seen.entity
    return None


def _last_person(gender: str | None, registry: Registry) -> str | None:
    for seen in reversed(registry.seen):
        if is_person(seen.entity, registry):
            known = registry.genders.get(seen.entity)
            if known is None or gender is None or known == gender:
                if gender and known is None:
                    registry.genders[seen.entity] = gender
                return seen.entity
    return None


def _strip(surface: str, words: Words) -> str:
    """Take the article off a noun phrase."""
    if quantity := words.patterns["quantity"].match(surface):
        surface = surface[quantity.end() :]
    match = words.patterns["article"].match(surface)
    return surface[match.end() :].strip() if match else surface


def _name_in(segment: str, words: Words) -> str | None:
    """Return the person's name at the end of a segment: « le colonel Jean Martin », « Mme Anne Roy »."""
    if " " not in segment:
        return None
    segment = untitled(segment.split(" (")[0].split(",")[0].strip(), words)
    match = FULL_NAME.search(segment)
    if words.patterns["no_name"].match(segment):
        return None
    if match is None or match.group().split()[0] in words.acronym_kinds:
        return None
    name = " ".join(behind_titles(match.group().split(), words))
    before = segment[: match.start()].strip().lower()
    # « ministère de la Défense », « Haute Autorité de Santé » are no persons: no article or preposition right before
    if before and before.split()[-1] in words.links:
        return None
    return name


def _remember(position: int, entity: str, folded: str, registry: Registry, words: Words) -> None:
    low = folded.lower()
    plural = words.patterns["plural"].match(low) is not None
    gender = registry.genders.get(entity)
    if gender is None:
        if words.patterns["feminine_opening"].match(low):
            gender = "f"
        elif words.patterns["masculine_opening"].match(low):
            gender = "m"
        elif elided := words.patterns["elided_article"].match(low):
            head = low[elided.end() :].split()[0] if low[elided.end() :].split() else ""
            gender = "f" if head in words.feminine else None
        if gender and not plural:
            registry.genders.setdefault(entity, gender)
    registry.seen.append(Seen(position, entity, gender, plural, True))


def _look_back(
    position: int, gender: str | None, plural: bool, registry: Registry, words: Words
) -> str | None:
    """Return the nearest earlier entity that agrees with a pronoun in gender and number."""
    for steps, seen in enumerate(reversed(registry.seen)):
        if steps >= 8:
            break
        # « il » and « elle » mean people more often than things
        known = registry.genders.get(seen.entity)
        fits = (
            gender != "n"
            and not plural
            and not seen.plural
            and (known is None or gender is None or known == gender)
        )
        if fits and seen.position < position and is_person(seen.entity, registry):
            if known is None and gender:
                registry.genders[seen.entity] = gender
            return seen.entity
    for seen in reversed(registry.seen):
        known = registry.genders.get(seen.entity, seen.gender)
        agrees = known is None or gender is None or known == gender
        if gender == "n":
            # what is no person: *it*
            agrees = not is_person(seen.entity, registry)
        if seen.position < position and seen.plural == plural and agrees:
            return seen.entity
    return None


def note(text: str, sentence: tuple[int, int], registry: Registry, *, language: str = "fr") -> None:
    """Remember the name that a sentence begins with: a subject that a pronoun may mean although it said nothing."""
    start, end = sentence
    opening = text[start : min(end, start + 160)]
    words = words_of(language)
    for match in NAME.finditer(opening) if registry.names else ():
        written = match.group()
        if " " not in written and written not in registry.names:
            continue
        tokens = untitled(written, words).split()
        while tokens and (
            words.patterns["elided"].match(tokens[0])
            or (low := tokens[0].lower()) in words.ordinary
            or low in words.determiners
        ):
            tokens = tokens[1:]
        tokens = behind_titles(tokens, words)
        full = registry.names.get(" ".join(tokens))
        if full is None:
            continue
        lead = opening[: match.start()]
        if (
            len(lead) <= 60
            and not words.patterns["governing"].search(lead)
            and '"' not in lead
            and "«" not in lead
        ):
            registry.seen.append(Seen(start + match.start(), full, registry.genders.get(full), False, True))
        return
