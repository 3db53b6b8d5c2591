"""Extract attributed statements: who is said to have said what, in which words.

A statement has a source, a cue (the words that attribute) and a content; each is a position in the article. The
rules are those of a grammar of French news: verbs with the complements they take, incises, *selon X*, floating
quotations. What the words mean stands in `languages/fr.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import actors, lines
from analysis.actors import Alias
from analysis.statements import analytic, nesting, rules
from analysis.statements.lexicon import Lexicon, load
from analysis.statements.rules import Found
from analysis.statements.sentences import split
from analysis.text import fold, quotations

# how a language builds its sentences: `grammar` in its file names one of these
_GRAMMARS = {"french": rules, "analytic": analytic}

__all__ = ["Statement", "extract", "extract_rows"]

# in these zones a text attributes; captions and other furniture are left alone
_READ = frozenset({"title", "lead", "body", "heading"})
# a quotation of fewer words is not searched for somebody else's words
_INNER = 6


class Statement(NamedTuple):
    """One row of the statements table, in the order of its columns (without `doc_id`)."""

    statement_id: str
    start: int
    end: int
    zone: str
    kind: str
    stance: str
    hedged: bool
    negated: bool
    floating: bool
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    cue_lemma: str | None
    cue_kind: str
    source_text: str | None
    source_start: int | None
    source_end: int | None
    source: str | None
    actor: str | None
    content: str
    content_spans: str
    parent_id: str | None
    depth: int
    chain: str | None
    rule: str


class Mention(NamedTuple):
    """One row of the mentions table, in the order of its columns (without `doc_id`)."""

    start: int
    end: int
    text: str
    entity: str | None
    actor: str | None
    type: str | None
    how: str


_NUMBERS = frozenset({"start", "end", "depth"})
_FLAGS = frozenset({"hedged", "negated", "floating"})
_MAYBE = frozenset({"cue_start", "cue_end", "source_start", "source_end"})


def extract(
    text: str,
    *,
    doc_id: str | None = None,
    language: str = "fr",
    lines: pd.DataFrame | None = None,
    aliases: Mapping[str, Alias] | None = None,
    outlet: str | None = None,
) -> pd.DataFrame:
    """Extract the attributed statements of an article.

    Parameters
    ----------
    text
        An article, or a fragment of a sentence.
    doc_id
        Its identifier; with it the table has the column `doc_id`, and it begins every `statement_id`.
    language
        Code of a language file.
    lines
        What `lines.label` gives for this text; labelled here when missing.
    aliases
        What `actors.read_aliases` gives: names that mean the same.
    outlet
        Who published the article: the first link of every chain.

    Returns
    -------
    statements
        The columns of the statements table, sorted by `start`. `start` and `end` are the hull of the content; every
        span is given as positions and as the words themselves, and `text[start:end]` equals them.

    Raises
    ------
    ValueError
        When there is no language file of that code.

    Notes
    -----
    The spans follow the guidelines in `data/annotations/gold/README.md`. Only lines that were kept, and the title, are
    read. A *statement* is what a text attributes to somebody; nothing here says that it is true.
    """
    rows, _ = extract_rows(
        text,
        doc_id=doc_id or "text",
        language=language,
        labelled=None
        if lines is None
        else list(zip(lines["start"], lines["end"], lines["zone"], strict=True)),
        aliases=aliases or {},
        outlet=outlet,
    )
    columns = list(zip(*rows, strict=True)) or [()] * len(Statement._fields)
    made = {}
    for name, column in zip(Statement._fields, columns, strict=True):
        if name in _NUMBERS:
            made[name] = np.array(column, dtype="int64")
        elif name in _FLAGS:
            made[name] = np.array(column, dtype="bool")
        else:
            made[name] = pd.array(column, dtype="Int64" if name in _MAYBE else "str")
    table = pd.DataFrame(made, copy=False)
    if doc_id is not None:
        table.insert(0, "doc_id", pd.array([doc_id] * len(table), dtype="str"))
    return table


def extract_rows(
    text: str,
    *,
    doc_id: str,
    language: str = "fr",
    labelled: Sequence[tuple[int, int, str]] | None = None,
    aliases: Mapping[str, Alias],
    outlet: str | None = None,
) -> tuple[list[Statement], list[Mention]]:
    """Do the work of `extract` and return plain tuples, and how each source was named, for loops over many articles."""
    if labelled is None:
        labelled = [(row.start, row.end, row.zone) for row in lines.label_rows(text, language=language)]
    read = [(start, end, zone) for start, end, zone in labelled if zone in _READ]
    known = load(language)
    grammar = _GRAMMARS[known.grammar]
    folded = fold(text)
    found: list[Found] = []
    openings: list[tuple[int, int]] = []
    for line, (start, end, _) in enumerate(read):
        for sentence in split(folded, start, end, line, known):
            openings.append((sentence.start[0], sentence.end[-1]))
            found += grammar.of_sentence(sentence, known)
            for k in sentence.quotes:
                if len(sentence.of(k, k + 1).split()) >= _INNER:
                    found += grammar.inside(sentence, k, known)
    whole = {one.cue for one in found if one.rule == "incise inside marks"}
    found = [one for one in found if one.cue not in whole or one.rule == "incise inside marks"]
    found.sort(key=lambda one: (one.contents[0][0], -one.contents[-1][1], one.cue or (0, 0)))
    above = nesting.parents(found)
    registry = actors.register(folded, [(start, end) for start, end, _ in read], language=language)
    identities, mentions = _identify(text, folded, found, above, openings, registry, aliases, language)
    sources = [identity.entity for identity in identities]
    ids = _ids(doc_id, found)
    rows = []
    for i, one in enumerate(found):
        start, end = one.contents[0][0], max(b for _, b in one.contents)
        who = identities[i]
        rows.append(
            Statement(
                ids[i],
                start,
                end,
                read[one.line][2],
                _kind(folded, one, known),
                one.stance or "asserts",
                one.hedged or one.cue_kind != "none" and known.hedge.match(folded[start:end]) is not None,
                one.negated,
                one.floating,
                text[slice(*one.cue)] if one.cue else None,
                *(one.cue or (None, None)),
                one.lemma,
                one.cue_kind,
                text[slice(*one.source)] if one.source else None,
                *(one.source or (None, None)),
                who.entity,
                who.actor,
                " … ".join(text[a:b] for a, b in one.contents),
                "|".join(f"{a}-{b}" for a, b in one.contents),
                None if above[i] is None else ids[above[i]],
                nesting.depth(i, above),
                nesting.chain(i, above, sources, outlet),
                one.rule,
            )  # fmt: skip
        )
    return rows, mentions


_MARKS = re.compile(r"[«»“”\"„‟‹›]")
_WORD = re.compile(r"\w+")


def _identify(
    text: str,
    folded: str,
    found: list[Found],
    above: list[int | None],
    openings: list[tuple[int, int]],
    registry: actors.Registry,
    aliases: Mapping[str, Alias],
    language: str,
) -> tuple[list[actors.Identity], list[Mention]]:
    """Resolve sources in the order of the text: a pronoun looks back, a floating quotation goes on."""
    nobody = actors.Identity(None, None, None, "none")
    # once to learn who holds which function, then again with that in mind: titles speak before names are given
    for one in found:
        if one.source and ", " in folded[slice(*one.source)]:
            actors.identify(folded[slice(*one.source)], one.source[0], registry, aliases, language=language)
    registry.seen.clear()
    registry.heads.clear()
    identities = [nobody] * len(found)
    speaking = actors.words_of(language).first_person
    mentions: dict[tuple[int, int], Mention] = {}
    events = [(start, 0, (start, end)) for start, end in openings]
    events += [((one.source or one.contents[0])[0], 1, i) for i, one in enumerate(found)]
    # children after their parents, so that « je » finds who is quoted
    deep = {i: nesting.depth(i, above) for i in range(len(found))}
    previous: actors.Identity | None = None
    waiting: list[int] = []
    for position, what, value in sorted(
        events, key=lambda event: (event[0], event[1], deep.get(event[2], 0) if event[1] else 0)
    ):
        if what == 0:
            actors.note(folded, value, registry, language=language)
            continue
        one = found[value]
        parent = above[value]
        if one.source is None:
            speaker = actors.last_speaker(position, registry)
            if speaker and previous and speaker != previous.entity and not _stays(previous, registry):
                identities[value] = actors.Identity(
                    speaker, registry.institutions.get(speaker), "person", "none"
                )
            else:
                identities[value] = previous or nobody
            if previous is None:
                waiting.append(value)
            continue
        inside = identities[parent].entity if parent is not None else None
        surface = folded[slice(*one.source)]
        who = actors.identify(surface, position, registry, aliases, language=language, inside=inside)
        identities[value] = who
        if one.source not in mentions:
            words = text[slice(*one.source)]
            mentions[one.source] = Mention(*one.source, words, who.entity, who.actor, who.type, who.how)
        if parent is None and who.entity is not None:
            previous = who
    # a child may stand before its parent's source: « « je … », dit X »
    for i, one in enumerate(found):
        if one.source and above[i] is not None and identities[i].entity is None:
            speaker = identities[above[i]]
            if identities[i].how == "pronoun" and folded[slice(*one.source)].lower() in speaking:
                identities[i] = identities[i]._replace(
                    entity=speaker.entity, actor=speaker.actor, type=speaker.type
                )
    for i in waiting:
        later = next(
            (
                identities[j]
                for j in range(i + 1, len(found))
                if identities[j].entity and not found[j].floating
            ),
            nobody,
        )
        identities[i] = later
    finished = []
    for who in identities:
        actor = who.actor or registry.institutions.get(who.entity or "")
        if (
            who.entity
            and who.how in {"pronoun", "none"}
            and actor is None
            and (row := aliases.get(who.entity.lower()))
        ):
            actor = row.actor
        finished.append(who if actor == who.actor else who._replace(actor=actor))
    return finished, sorted(mentions.values())


def _stays(previous: actors.Identity, registry: actors.Registry) -> bool:
    """Tell whether the last speaker is still the subject: nobody was named since."""
    return bool(registry.seen) and registry.seen[-1].entity == previous.entity


def _ids(doc_id: str, found: list[Found]) -> list[str]:
    """Name each statement by its cue's position, or its content's; a second one of the same place gets a letter."""
    taken: dict[str, int] = {}
    ids = []
    for one in found:
        base = f"{doc_id}:{one.cue[0] if one.cue else one.contents[0][0]}"
        taken[base] = taken.get(base, 0) + 1
        ids.append(base if taken[base] == 1 else f"{base}{chr(96 + taken[base])}")
    return ids


def _kind(folded: str, one: Found, known: Lexicon) -> str:
    """Tell direct (all words but *que* between marks), indirect (none) and mixed (some)."""
    if one.rule == "incise inside marks":
        return "direct"
    inside = outside = False
    for start, end in one.contents:
        rest = piece = folded[start:end]
        if _MARKS.search(piece) or known.single_marks and "'" in piece:
            marked = quotations(piece, single=known.single_marks)
            for quotation in reversed([q for q in marked if q.depth == 0]):
                inside = inside or _WORD.search(piece, quotation.start, quotation.end) is not None
                rest = rest[: quotation.start] + " " + rest[quotation.end :]
        that = known.complementiser.match(rest)
        outside = outside or _WORD.search(rest, that.end() if that else 0) is not None
    return "indirect" if not inside else "mixed" if outside else "direct"
