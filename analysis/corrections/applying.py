"""Apply the corrections of one article to its statements: a pure function of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import NamedTuple

from analysis import actors
from analysis.actors import Alias
from analysis.corrections.places import nearest, places
from analysis.corrections.table import FILE, Correction
from analysis.statements import Mention, Statement, nesting
from analysis.statements.lexicon import load
from analysis.text import fold, quotations

# what the column `rule` says of a statement that a person added, or gave another source
ADDED = "hand"
CORRECTED = " + source corrected by hand"
# finds the number in the warning of an article
TAKEN_OUT = rf"(\d+) statements? (?:was|were) taken out by hand \({FILE}\)"


class Applied(NamedTuple):
    """The statements of an article after its corrections, names of sources that came with them, and warnings."""

    statements: list[Statement]
    mentions: list[Mention]
    warnings: list[str]


def apply(
    said: Sequence[Statement],
    text: str,
    known: Sequence[Correction],
    *,
    doc_id: str,
    labelled: Sequence[tuple[int, int, str]],
    language: str = "fr",
    aliases: Mapping[str, Alias] | None = None,
    outlet: str | None = None,
) -> Applied:
    """Return the statements of an article as a person corrected them.

    Parameters
    ----------
    said
        What `statements.extract_rows` gives.
    text
        The article.
    known
        Corrections; those of other articles are passed over.
    doc_id
        Identifier of the article.
    labelled
        Start, end and zone of its lines.
    language
        Code of a language file.
    aliases
        What `actors.read_aliases` gives.
    outlet
        Who published the article: the first link of every chain.

    Returns
    -------
    applied
        Rows in the order of the text. A correction that finds no statement, or another one than it was made for,
        changes nothing and stands in the warnings.
    """
    own = [one for one in known if one.doc_id == doc_id and one.what != "right"]
    if not own:
        return Applied(list(said), [], [])
    aliases = aliases or {}
    rows = {row.statement_id: row for row in said}
    mentions: list[Mention] = []
    gone: list[str] = []
    warnings: list[str] = []
    for one in own:
        if one.what == "missed":
            problem = _add(one, rows, mentions, text, labelled, language, aliases)
        elif problem := _is_lost(one, rows):
            pass
        elif one.what == "not_a_statement":
            gone.append(one.statement_id)
            del rows[one.statement_id]
        else:
            row = rows[one.statement_id]
            entity, actor = _who(one.source, aliases, rows.values())
            changed = row._replace(source=entity, actor=actor, rule=row.rule + CORRECTED)
            rows[one.statement_id] = changed
        if problem:
            warnings.append(problem)
    if gone:
        verb = "statement was" if len(gone) == 1 else "statements were"
        warnings.insert(0, f"{len(gone)} {verb} taken out by hand ({FILE}): {', '.join(gone)}")
    order = sorted(rows.values(), key=lambda row: (row.start, -row.end, row.cue_start or 0, row.statement_id))
    return Applied(_nested(order, outlet), mentions, warnings)


def _is_lost(one: Correction, rows: Mapping[str, Statement]) -> str | None:
    """Return what to say where the statement of a correction is not there, or another one has its identifier."""
    row = rows.get(one.statement_id)
    words = _plain(one.quote)
    if row is not None and (not words or words in _plain(row.content) or _plain(row.content) in words):
        return None
    found = "finds no statement" if row is None else "was made for other words than the statement has now"
    moved = [other.statement_id for other in rows.values() if words and _plain(other.content) == words]
    hint = f"; its words stand at {moved[0]}" if moved else ""
    return f"the correction of {one.statement_id} ({one.what}) {found}{hint} ({FILE})"


def _plain(words: str) -> str:
    return " ".join(fold(words).split())


def _who(name: str, aliases: Mapping[str, Alias], others) -> tuple[str | None, str | None]:
    """Return the source that a person wrote under its name in the alias table, and who stands behind it."""
    if not name:
        return None, None
    if alias := aliases.get(actors.key(name)):
        return alias.entity, alias.actor
    return name, next((row.actor for row in others if row.source == name and row.actor), None)


def _add(
    one: Correction,
    rows: dict[str, Statement],
    mentions: list[Mention],
    text: str,
    labelled: Sequence[tuple[int, int, str]],
    language: str,
    aliases: Mapping[str, Alias],
) -> str | None:
    """Add a missed statement, or return why it cannot be."""
    span = _content(one, text)
    if isinstance(span, int):
        how = "do not stand in the article" if not span else f"stand {span} times in the article"
        return f"the words of the missed statement {one.statement_id or one.quote[:60]!r} {how} ({FILE})"
    start, end = span
    cue = nearest(places(text, one.cue), span) if one.cue else None
    source = nearest(places(text, one.source_text), cue or span) if one.source_text else None
    absent = [
        words for words, place in ((one.cue, cue), (one.source_text, source)) if words and place is None
    ]
    if absent:
        return f"the words {absent[0]!r} of a missed statement do not stand in the article ({FILE})"
    # by its content; « h » keeps it apart from what rules find now or later
    name = one.statement_id or f"{one.doc_id}:{start}h"
    warning = None
    for other in list(rows.values()):
        if other.rule == ADDED or not (other.start < end and start < other.end):
            continue
        if other.content_spans == f"{start}-{end}":
            del rows[other.statement_id]
            told = f"was added by hand as {name}; the row made by hand stands"
            warning = f"{other.statement_id} is now found by a rule, and {told} ({FILE})"
        elif cue is not None and other.cue_start == cue[0]:
            told = f"was added by hand, stand both; if they are one, take {other.statement_id} out"
            warning = f"{other.statement_id} and {name}, which {told} ({FILE})"
    if name in rows:
        return f"the identifier {name} of a missed statement is taken by another one ({FILE})"
    who, mention = _identified(one, source, text, labelled, language, aliases, rows)
    if mention:
        mentions.append(mention)
    lemma, cue_kind, stance, negated = _reading(one.cue, language)
    hedge = load(language).hedge.match(fold(text)[start:end]) is not None and cue is not None
    zone = next((zone for a, b, zone in labelled if a <= start < b), "body")
    rows[name] = Statement(
        name, start, end, zone, _kind(text[start:end]), stance, hedge, negated, cue is None and source is None,
        text[slice(*cue)] if cue else None, *(cue or (None, None)), lemma, cue_kind,
        text[slice(*source)] if source else None, *(source or (None, None)), *who,
        text[start:end], f"{start}-{end}", None, 0, None, ADDED,
    )  # fmt: skip
    return warning


def _content(one: Correction, text: str) -> tuple[int, int] | int:
    """Return where the content stands: at its positions, or the only place of its words, or how many there are."""
    if one.start is not None and one.end is not None and text[one.start : one.end] == one.quote:
        return one.start, one.end
    found = places(text, one.quote)
    return found[0] if len(found) == 1 else len(found)


def _identified(
    one: Correction,
    source: tuple[int, int] | None,
    text: str,
    labelled: Sequence[tuple[int, int, str]],
    language: str,
    aliases: Mapping[str, Alias],
    rows: Mapping[str, Statement],
) -> tuple[tuple[str | None, str | None], Mention | None]:
    if source is None:
        return _who(one.source, aliases, rows.values()), None
    words = text[slice(*source)]
    alike = next(
        (row for row in rows.values() if row.source_start == source[0] and row.source_text == words), None
    )
    if alike is not None and not one.source:
        return (alike.source, alike.actor), None
    folded = fold(text)
    read = [(a, b) for a, b, zone in labelled if zone in {"title", "lead", "body", "heading"}]
    registry = actors.register(folded, read, language=language)
    who = actors.identify(folded[slice(*source)], source[0], registry, aliases, language=language)
    entity, actor = _who(one.source, aliases, rows.values()) if one.source else (who.entity, who.actor)
    return (entity, actor), None if alike else Mention(*source, words, entity, actor, who.type, who.how)


def _reading(cue: str, language: str) -> tuple[str | None, str, str, bool]:
    """Return lemma, kind and stance of cue words, as far as the language file knows them, and whether they are negated."""
    known = load(language)
    words = [match.group() for match in known.token.finditer(fold(cue).lower())]
    negated = any(word in known.words["negators"] for word in words)
    phrase = " ".join(words).replace("' ", "'")
    if stance := known.prepositions.get(phrase):
        return phrase, "preposition", stance.split()[0], False
    # the last word of a verb group says what is meant: « a été accusé », « n'a pas voulu dire »
    for word in reversed(words):
        for form in known.forms.get(word, ()):
            reflexive = not form.reflexive or not known.words["reflexive"].isdisjoint(words)
            if reflexive and all(extra in words for extra in form.extra):
                return form.lemma, "verb", form.stance, negated
    return None, "none", "asserts", negated


def _kind(content: str) -> str:
    inside = [(mark.start, mark.end) for mark in quotations(content) if mark.depth == 0]
    if not inside:
        return "indirect"
    outside, at = "", 0
    for start, end in inside:
        outside += content[at:start]
        at = end
    return "mixed" if any(char.isalnum() for char in outside + content[at:]) else "direct"


def _nested(rows: list[Statement], outlet: str | None) -> list[Statement]:
    """Return the rows with parent, depth and chain as they follow from all of them."""
    spans = [
        SimpleNamespace(
            contents=[tuple(map(int, span.split("-"))) for span in row.content_spans.split("|")],
            cue=None if row.cue_start is None else (row.cue_start, row.cue_end),
        )
        for row in rows
    ]
    above = nesting.parents(spans)
    sources = [row.source for row in rows]
    return [
        row._replace(
            parent_id=None if above[i] is None else rows[above[i]].statement_id,
            depth=nesting.depth(i, above),
            chain=nesting.chain(i, above, sources, outlet),
        )
        for i, row in enumerate(rows)
    ]
