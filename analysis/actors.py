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
    ELIDED,
    FULL_NAME,
    JOB,
    NAME,
    Registry,
    Seen,
    Words,
    institution_of,
    is_person,
    key,
    register,
    untitled,
    words_of,
)
from analysis.text import fold

__all__ = ["Alias", "Identity", "Registry", "identify", "last_speaker", "note", "read_aliases", "register"]


# what a noun phrase may end with beyond the name of somebody: « un audit publié en décembre »
_PARTICIPIAL = re.compile(
    r" \w{3,}(?:é|ée|és|ées|ant) (?:par|en|le|la|à|au|dans|sur|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|pour|lors)\b.*$"
)
_KIND_AND_NAME = re.compile(r"((?:[a-zà-ÿ'-]{1,40}|ONG)(?: (?:d'|de )?[a-zà-ÿ'-]{1,40}){0,3}?) ([A-ZÀ-Ý].*)$")
_QUANTITY = re.compile(
    r"^(?:plusieurs|certaine?s|quelques|de nombreux|de nombreuses|nombre de|beaucoup de|la plupart des|nombreux|nombreuses|deux|trois|quatre|cinq) ",
    re.IGNORECASE,
)


_ARTICLE = re.compile(
    r"(?:l'|d'|(?:le|la|les|un|une|des|du|au|aux|ce|cet|cette|ces|de|son|sa|ses|leur|leurs) )", re.IGNORECASE
)
_DEFINITE = re.compile(r"(?:le|la|l'|les|ce|cet|cette|ces) ?", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:son|sa|ses) ", re.IGNORECASE)
_PLURAL = re.compile(r"(?:les|des|ces|plusieurs|certains|certaines|ses|leurs|deux|trois|quelques)\b")
_FEMININE = re.compile(r"(?:la|une|cette|sa|mme|mlle)\b")
_MASCULINE = re.compile(r"(?:le|un|ce|m\.)")
_GOVERNED = re.compile(r"\b(?:de|du|des|d'|à|avec|par|contre|chez|pour|sur) ?(?:l'|la |le |les )?$")


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
        if low == "on":
            return Identity(None, None, None, "pronoun")
        return Identity(_look_back(position, gender, plural, registry, words), None, None, "pronoun")
    stripped = _strip(folded, words)
    bare = _PARTICIPIAL.sub("", stripped) if "," not in folded else stripped
    for candidate in (folded, stripped, bare):
        if found := aliases.get(key(candidate)):
            if bare:
                registry.heads[bare.split()[0].lower()] = found.entity
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
            full = name
            if description:
                registry.functions[key(description)] = full
                registry.heads[description.split()[0].lower()] = full
            first = (description or segment).split()[0].lower() if (description or segment) else ""
            if first in words.feminine:
                registry.genders[full] = "f"
            elif folded.lower().startswith(("le ", "un ", "m. ")):
                registry.genders.setdefault(full, "m")
            elif folded.lower().startswith(("la ", "une ", "mme ")):
                registry.genders.setdefault(full, "f")
            return full, institution_of(description, words), "name"
    # « l'exploitant, la société X », « leur porte-voix, X »
    if rest and head and not head[0].isupper():
        named = _KIND_AND_NAME.match(_strip(rest, words))
        if named and named.group(1).split()[0].lower() in words.kinds and NAME.match(named.group(2)):
            return named.group(2).split(",")[0], None, "name"
        if NAME.fullmatch(rest) and len(rest) > 2:
            full = registry.names.get(rest, rest)
            registry.functions[key(head)] = full
            registry.heads[head.split()[0].lower()] = full
            return full, institution_of(head, words), "name"
    plain = untitled(head)
    if plain.endswith(")"):
        plain = re.sub(r" \([^()]*\)$", "", plain)
    # « Jean Martin de l'Observatoire », « l'ONG Human Rights Watch », « la banque d'affaires Orsel & Cie »
    opening = NAME.match(plain)
    if (
        opening
        and opening.group() in registry.names
        and re.match(r" (?:de |du |des |d')", plain[opening.end() :])
    ):
        full = registry.names[opening.group()]
        return full, institution_of("membre" + plain[opening.end() :], words), "name"
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
        and tokens[0].lower() in words.functions | words.titles
    ):
        return registry.names[tokens[-1]], institution_of(plain, words), "name"
    if tokens and tokens[0].lower() in words.documents:
        of = re.search(r"\b(?:de la|de l'|du|des|de|d') ?(.+)$", plain)
        if of:
            return of.group(1), None, "description"
    if key(plain) in registry.functions:
        return registry.functions[key(plain)], None, "description"
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
    definite = _DEFINITE.match(folded)
    if (definite or len(tokens) == 1) and len(tokens) <= 2 and tokens[0].lower() in registry.heads:
        return registry.heads[tokens[0].lower()], None, "description"
    if definite and len(tokens) <= 2 and not folded.lower().startswith(("les ", "ces ")):
        noun = tokens[0].lower() if tokens[0].lower() not in words.before_nouns else tokens[-1].lower()
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
                    if not is_person(seen.entity, registry) and seen.entity[0].isupper() and not seen.plural
                ),
                None,
            )
        elif len(tokens) == 1 and (
            noun in words.epithets or noun not in words.functions | words.kinds and JOB.match(noun)
        ):
            # a trade or an epithet may take up a person again, a function (le maire) mostly names another
            found = _last_person(gender, registry)
        else:
            found = None
        if found:
            registry.heads[tokens[0].lower()] = found
            return found, None, "description"
    if len(tokens) <= 3 and _POSSESSIVE.match(folded):
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
    if quantity := _QUANTITY.match(surface):
        surface = surface[quantity.end() :]
    match = _ARTICLE.match(surface)
    return surface[match.end() :].strip() if match else surface


def _name_in(segment: str, words: Words) -> str | None:
    """Return the person's name at the end of a segment: « le colonel Jean Martin », « Mme Anne Roy »."""
    if " " not in segment:
        return None
    segment = untitled(segment.split(" (")[0].split(",")[0].strip())
    match = FULL_NAME.search(segment)
    if match is None or match.group().startswith("ONG "):
        return None
    before = segment[: match.start()].strip().lower()
    # « ministère de la Défense », « Haute Autorité de Santé » are no persons: no article or preposition right before
    if before and before.split()[-1] in words.links:
        return None
    return match.group()


def _remember(position: int, entity: str, folded: str, registry: Registry, words: Words) -> None:
    low = folded.lower()
    plural = _PLURAL.match(low) is not None
    gender = registry.genders.get(entity)
    if gender is None:
        first = low.split()[0] if low.split() else ""
        if _FEMININE.match(low):
            gender = "f"
        elif _MASCULINE.match(low) and first not in {"les"}:
            gender = "m"
        elif low.startswith("l'"):
            head = low[2:].split()[0] if low[2:].split() else ""
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
        fits = not plural and not seen.plural and (known is None or gender is None or known == gender)
        if fits and seen.position < position and is_person(seen.entity, registry):
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
    words = words_of(language)
    for match in NAME.finditer(opening) if registry.names else ():
        written = match.group()
        if " " not in written and written not in registry.names:
            continue
        tokens = untitled(written).split()
        while tokens and (
            ELIDED.match(tokens[0])
            or (low := tokens[0].lower()) in words.ordinary
            or low in words.determiners
        ):
            tokens = tokens[1:]
        full = registry.names.get(" ".join(tokens))
        if full is None:
            continue
        lead = opening[: match.start()]
        if len(lead) <= 60 and not _GOVERNED.search(lead) and '"' not in lead and "«" not in lead:
            registry.seen.append(Seen(start + match.start(), full, registry.genders.get(full), False, True))
        return
