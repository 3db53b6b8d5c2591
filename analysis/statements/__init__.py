"""Extract attributed statements: who is said to have said what, in which words.

A statement has a source, a cue (the words that attribute) and a content; each is a position in the article. The
rules are those of a grammar of French news: verbs with the complements they take, incises, *selon X*, floating
quotations. What the words mean stands in `languages/fr.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import actors, lines
from analysis.actors import Alias
from analysis.statements import cues as cue_rules
from analysis.statements import nesting, sources, spans
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon, load
from analysis.statements.sentences import QUOTE, Sentence, split
from analysis.text import fold, quotations

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


@dataclass(slots=True)
class Found:
    """A statement before names are resolved: character positions in the article."""

    contents: list[tuple[int, int]]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    lemma: str | None
    cue_kind: str
    stance: str | None
    negated: bool
    hedged: bool
    floating: bool
    rule: str
    line: int


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
    folded = fold(text)
    found: list[Found] = []
    openings: list[tuple[int, int]] = []
    for line, (start, end, _) in enumerate(read):
        for sentence in split(folded, start, end, line, known):
            openings.append((sentence.start[0], sentence.end[-1]))
            found += _of_sentence(sentence, known)
            for quotation in sentence.quotes:
                if quotation is not None and len(folded[quotation.start : quotation.end].split()) >= _INNER:
                    found += _inside(folded, quotation.start, quotation.end, line, known)
    whole = {one.cue for one in found if one.rule == "incise inside marks"}
    found = [one for one in found if one.cue not in whole or one.rule == "incise inside marks"]
    found.sort(key=lambda one: (one.contents[0][0], -one.contents[-1][1], one.cue or (0, 0)))
    above = nesting.parents(found)
    registry = actors.register(folded, [(start, end) for start, end, _ in read], language=language)
    identities, mentions = _identify(folded, found, above, openings, registry, aliases, language)
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
                _kind(folded, one),
                one.stance or "asserts",
                one.hedged or _HEDGED.match(folded[start:end]) is not None and one.cue_kind != "none",
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
                _chain(i, above, identities, outlet),
                one.rule,
            )  # fmt: skip
        )
    return rows, [mention._replace(text=text[mention.start : mention.end]) for mention in mentions]


# the conditional by which French news keeps its distance: aurait été, seraient
# (« a dit que ce serait fini » is only a future in the past, so *serait* counts outside a que-clause alone)
_HEDGED = re.compile(r"(?!qu[e'])(?=.*\bserai(?:t|ent)\b)|.*\baurai(?:t|ent)\b", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(r"[«»“”\"„‟‹›]")
_WORD = re.compile(r"\w+")


def _inside(folded: str, start: int, end: int, line: int, known: Lexicon) -> list[Found]:
    """Return what a quotation attributes to others in its turn."""
    inner_start, inner_end = start, end
    while inner_start < inner_end and not folded[inner_start].isalnum() and folded[inner_start] not in "([":
        inner_start += 1
    while inner_end > inner_start and folded[inner_end - 1] in "»”\"'›> ":
        inner_end -= 1
    return [
        one
        for sentence in split(folded, inner_start, inner_end, line, known)
        for one in _of_sentence(sentence, known)
        if not one.floating and _attributes(folded, one)
    ]


# inside a quotation a bare object (« a révélé des cas ») is what the speaker says, not what somebody else does
_FIRM = frozenset({"accuses", "denies", "refuses", "demands", "commits"})
_OPENS = re.compile(r"(?:qu(?:e\b|')|d(?:e\b|')|à\b|[«“\"]|s(?:i\b|'il))", re.IGNORECASE)


def _attributes(folded: str, one: Found) -> bool:
    opens = _OPENS.match(folded, one.contents[0][0]) is not None
    opens = opens or folded[: one.contents[0][0]].rstrip()[-1:] == ":"
    return (
        opens
        or one.lemma in {"annoncer", "raconter", "évoquer", "mentionner"}
        or one.stance in _FIRM
        or one.rule.startswith("incise")
        or one.cue_kind == "preposition"
    )


def _identify(
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
        mentions.setdefault(one.source, Mention(*one.source, "", who.entity, who.actor, who.type, who.how))
        if parent is None and who.entity is not None:
            previous = who
    # a child may stand before its parent's source: « « je … », dit X »
    for i, one in enumerate(found):
        if one.source and above[i] is not None and identities[i].entity is None:
            speaker = identities[above[i]]
            if identities[i].how == "pronoun" and folded[slice(*one.source)].lower() in {"je", "j'", "nous"}:
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
        finished.append(who._replace(actor=actor))
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


def _kind(folded: str, one: Found) -> str:
    """Tell direct (all words but *que* between marks), indirect (none) and mixed (some)."""
    inside = outside = 0
    for start, end in one.contents:
        piece = folded[start:end]
        if not _MARKS.search(piece):
            outside += len(_WORD.findall(re.sub(r"^qu(?:e\b|')", "", piece)))
            continue
        rest = piece
        for quotation in reversed([q for q in quotations(piece) if q.depth == 0]):
            inside += len(_WORD.findall(piece[quotation.start : quotation.end]))
            rest = rest[: quotation.start] + " " + rest[quotation.end :]
        outside += len(_WORD.findall(re.sub(r"^\s*qu(?:e\b|')", "", rest)))
    if one.rule == "incise inside marks":
        return "direct"
    return "indirect" if not inside else "mixed" if outside else "direct"


def _chain(
    i: int, above: list[int | None], identities: list[actors.Identity], outlet: str | None
) -> str | None:
    names: list[str] = []
    at: int | None = i
    while at is not None and len(names) <= len(above):
        name = identities[at].entity
        if name and (not names or names[-1] != name):
            names.append(name)
        at = above[at]
    if outlet and (not names or names[-1] != outlet):
        names.append(outlet)
    return " > ".join(reversed(names)) or None


def _of_sentence(s: Sentence, known: Lexicon) -> list[Found]:
    cues = cue_rules.find(s, known)
    s.verbs = frozenset(k for cue in cues if cue.kind == "verb" for k in range(cue.first, cue.last))
    made: list[Found] = []
    subject: tuple[int, int] | None = None
    covered: set[int] = set()
    for cue in cues:
        result = _resolve(s, cue, cues, subject, known)
        if result is None:
            continue
        contents, source, rule = result
        contents = [_words(s, first, last) for first, last in contents if last > first]
        if not contents:
            continue
        if source is not None and cue.kind == "verb" and cue.mood != "infinitive":
            subject = source
        for first, last in result[0]:
            covered.update(k for k in range(first, last) if s.low[k] == QUOTE)
        made.append(
            Found(
                contents,
                (s.start[cue.first], s.end[cue.last - 1]),
                _words(s, *source) if source else None,
                cue.form.lemma,
                "verb" if cue.kind == "verb" else "preposition",
                _stance(s, cue, source, known),
                cue.negated,
                cue.hedged,
                False,
                rule,
                s.line,
            )
        )
    made += _relays(s, made, known)
    for k, low in enumerate(s.low):
        if low != QUOTE or k in covered:
            continue
        # a quotation that no cue explains: whoever spoke last; a short one only where it is a sentence of its own
        quotation = s.quotes[k]
        incise = _incise_within(s.text, quotation.start, quotation.end, s.line, known) if quotation else None
        if incise is not None:
            made.append(incise)
        elif len(s.of(k, k + 1).split()) >= 7 or all(
            word in {QUOTE, ".", ",", "!", "?", "…"} for word in s.low
        ):
            made.append(
                Found(
                    [(s.start[k], s.end[k])],
                    None,
                    None,
                    None,
                    "none",
                    "asserts",
                    False,
                    False,
                    True,
                    "floating quotation",
                    s.line,
                )
            )
    return made


def _stance(s: Sentence, cue: Cue, source: tuple[int, int] | None, known: Lexicon) -> str:
    """Return the stance of the cue; a document or a medium relays what it is the source of."""
    if cue.kind == "preposition" and cue.form.stance == "asserts" and source is not None:
        words = s.low[source[0] : source[1]]
        if any(
            word in known.words["documents"] | known.words["media"] | known.words["press"]
            for word in words[:5]
        ):
            return "reports"
    return cue.form.stance


def _incise_within(text: str, start: int, end: int, line: int, known: Lexicon) -> Found | None:
    """Read « Le houblon, explique X, manque partout. », where the marks stand around the writer's words too."""
    for one in _inside(text, start, end, line, known):
        if not one.rule.startswith("incise") or one.source is None or one.cue is None:
            continue
        # words before the cue up to its comma, and what goes on behind cue and source
        stop = text.rfind(",", start, one.cue[0])
        # « explique X, manque partout »: behind the comma the quotation goes on
        comma = re.compile(r", (?=[a-zà-ÿ])").search(text, *one.source)
        source = (one.source[0], comma.start()) if comma else one.source
        after = max(one.cue[1], source[1])
        spans_ = [(start, stop)] if stop > start else []
        rest = re.compile(r"[,.] *").match(text, after)
        if rest and rest.end() < end - 1:
            spans_.append((rest.end(), end))
        if spans_:
            return Found(
                spans_,
                one.cue,
                source,
                one.lemma,
                "verb",
                one.stance,
                False,
                False,
                False,
                "incise inside marks",
                line,
            )
    return None


def _relays(s: Sentence, made: list[Found], known: Lexicon) -> list[Found]:
    """Read who is cited by whom: « selon X, citée par Y », « annonce X, citant Y », « selon X, qui cite Y »."""
    relays: list[Found] = []
    for k, low in enumerate(s.low[:-1]):
        if low == "citant" or low == "cite" and k and s.low[k - 1] == "qui":
            at = k + 1
        elif low in {"cité", "citée", "cités", "citées"} and s.low[k + 1] in {"par", "dans"}:
            at = k + 2
        else:
            continue
        if at >= len(s) or not made or not (s.low[at] in known.words["determiners"] or s.capital(at)):
            continue
        spoken = min(made, key=lambda one: abs((one.cue or one.contents[0])[0] - s.start[k]))
        first, last = sources.phrase(s, at, known)
        relays.append(
            Found(
                list(spoken.contents),
                (s.start[k], s.end[k]),
                _words(s, first, last),
                "citer",
                "verb",
                "reports",
                False,
                False,
                False,
                "relay",
                s.line,
            )  # fmt: skip
        )
    return relays


def _resolve(s: Sentence, cue: Cue, cues: list[Cue], subject: tuple[int, int] | None, known: Lexicon):
    if cue.kind == "preposition":
        contents, source = spans.of_preposition(s, cue, known)
        if source is None or not contents:
            return None
        return contents, source, cue.form.lemma
    if cue.mood == "passive":
        return _passive(s, cue, known)
    if spans.is_inverted(s, cue, cues, known):
        if cue.clitic is not None:
            contents = spans.around(s, cue, _after_source(s, cue.last, known), known)
            source = sources.locative(s, cue, known) or (cue.clitic, cue.clitic + 1)
            # « Que propose-t-elle ? » asks
            short = sum(b - a for a, b in contents) <= 2 and QUOTE not in (s.low[a] for a, _ in contents)
            return (contents, source, "incise with pronoun") if contents and not short else None
        behind = sources.behind(s, cue.last, known)
        if behind is not None:
            first, last, _ = behind
            contents = spans.around(s, cue, _after_source(s, last, known), known)
            if contents:
                return contents, (first, last), "incise"
    contents = spans.behind(s, cue, cues, known)
    if not contents or cue.negated and s.low[contents[0][0]] not in {"que", "qu'", "si", QUOTE}:
        return None
    if cue.mood in {"finite", "participle"}:
        earlier = [
            other for other in cues if other.first < cue.first and other.mood in {"finite", "participle"}
        ]
        previous = s.low[cue.first - 1] if cue.first else ""
        in_a_row = (
            previous == ","
            and subject
            and earlier
            and not spans.has_new_subject(s, earlier[-1].last, cue, known)
        )
        if previous in {"et", "mais", "puis", "ou"} or in_a_row:
            source = subject or sources.main_subject(s, known)
        else:
            source = sources.before(s, cue, known)
        # « on l'appelle X » is nobody in particular, « on nous demande de partir » is somebody
        told = any(
            s.low[k] in {"nous", "m'", "me", "leur", "lui"} for k in range(max(0, cue.first - 1), cue.head)
        )
        impersonal = source is not None and s.low[source[0]] == "on" and not told
        if source is None or impersonal and s.low[contents[0][0]] not in {"que", "qu'", QUOTE}:
            return None
        return contents, source, "subject and verb"
    if cue.mood == "coordinated":
        return (contents, subject, "coordinated participle") if subject else None
    if cue.mood == "gerund":
        at = cue.first - 1
        if at >= 0 and s.low[at] not in {",", "en", "et"} and not known.is_adverb(s.low[at]):
            source = sources.antecedent(s, cue.first, known)
            issuer = sources.main_subject(s, known)
            if source and issuer and issuer[1] <= source[0] and _is_document(s, source, known):
                # « le ministère publie des preuves accusant X »: a document speaks for whoever issues it
                source = issuer
        else:
            source = subject or sources.main_subject(s, known)
        return (contents, source, "participle") if source else None
    source = subject or sources.main_subject(s, known)
    if source and s.low[source[0]] in {"il", "on", "ce"}:
        # « il suffit de lire pour constater que »
        return None
    return (
        (contents, source, "infinitive")
        if source
        and cue.mood == "infinitive"
        and (s.low[contents[0][0]] in {"que", "qu'"} or QUOTE in s.low[contents[0][0] : contents[0][0] + 3])
        else None
    )


def _is_document(s: Sentence, phrase: tuple[int, int], known: Lexicon) -> bool:
    return any(word in known.words["documents"] for word in s.low[phrase[0] : phrase[0] + 3])


def _passive(s: Sentence, cue: Cue, known: Lexicon):
    """Read « ce diagnostic est contesté par plusieurs économistes »; without *par* nobody speaks."""
    k = cue.last
    while k < len(s) and known.is_adverb(s.low[k]):
        k += 1
    if k + 1 >= len(s) or s.low[k] != "par" or not cue.form.frames & {"np", "que"}:
        return None
    subject = sources.before(s, cue, known)
    if subject is None or s.low[subject[0]] in known.words["subject_pronouns"]:
        return None
    return [subject], sources.phrase(s, k + 1, known), "passive"


def _after_source(s: Sentence, end: int, known: Lexicon) -> int:
    """Return the token after circumstances behind a source: « …, a dit X jeudi à l'AFP, « … » »."""
    k = end
    while k < len(s) and s.low[k] not in {",", ".", QUOTE, ":", ";", "!", "?", "…"}:
        k += 1
    return k


def _words(s: Sentence, first: int, last: int) -> tuple[int, int]:
    while last > first and s.low[last - 1] in {",", ";", ":"}:
        last -= 1
    start = s.start[first]
    if s.low[first].startswith("-"):
        # « -t-il »: the pronoun is its last part
        start = s.text.rindex("-", start, s.end[first]) + 1
    return start, s.end[last - 1]
