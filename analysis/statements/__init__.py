"""Extract attributed statements: who is said to have said what, in which words.

A statement has a source, a cue (the words that attribute) and a content; each is a position in the article. The
rules are those of a grammar of French news: verbs with the complements they take, incises, *selon X*, floating
quotations. What the words mean stands in `languages/fr.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.statements import cues as cue_rules
from analysis.statements import sources, spans
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon, load
from analysis.statements.sentences import QUOTE, Sentence, split
from analysis.text import fold

PLACEHOLDER = None


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


def find(text: str, paragraphs: list[tuple[int, int]], *, language: str = "fr") -> list[Found]:
    """Return the statements of some paragraphs of a text, in order of their content."""
    known = load(language)
    folded = fold(text)
    found: list[Found] = []
    for line, (start, end) in enumerate(paragraphs):
        for sentence in split(folded, start, end, line, known):
            found += _of_sentence(sentence, known)
    return found


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
    for k, low in enumerate(s.low):
        # a quotation that no cue explains: whoever spoke last
        alone = all(word in {QUOTE, ".", ",", "!", "?", "…"} for word in s.low)
        if low == QUOTE and k not in covered and (alone or len(s.of(k, k + 1).split()) >= 7):
            made.append(
                Found([(s.start[k], s.end[k])], None, None, None, "none", "asserts", False, False, True, "floating quotation", s.line)
            )
    return made


def _stance(s: Sentence, cue: Cue, source: tuple[int, int] | None, known: Lexicon) -> str:
    """Return the stance of the cue; a document or a medium relays what it is the source of."""
    if cue.kind == "preposition" and cue.form.stance == "asserts" and source is not None:
        words = s.low[source[0] : source[1]]
        if any(word in known.words["documents"] | known.words["media"] | known.words["press"] for word in words[:5]):
            return "reports"
    return cue.form.stance


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
        earlier = [other for other in cues if other.first < cue.first and other.mood in {"finite", "participle"}]
        previous = s.low[cue.first - 1] if cue.first else ""
        in_a_row = previous == "," and subject and earlier and not spans.has_new_subject(s, earlier[-1].last, cue, known)
        if previous in {"et", "mais", "puis", "ou"} or in_a_row:
            source = subject or sources.main_subject(s, known)
        else:
            source = sources.before(s, cue, known)
        if source is None or s.low[source[0]] == "on" and s.low[contents[0][0]] not in {"que", "qu'", QUOTE}:
            return None
        return contents, source, "subject and verb"
    if cue.mood == "coordinated":
        return (contents, subject, "coordinated participle") if subject else None
    if cue.mood == "gerund":
        at = cue.first - 1
        if at >= 0 and s.low[at] not in {",", "en", "et"} and not known.is_adverb(s.low[at]):
            source = sources.antecedent(s, cue.first, known)
        else:
            source = subject or sources.main_subject(s, known)
        return (contents, source, "participle") if source else None
    source = subject or sources.main_subject(s, known)
    if source and s.low[source[0]] in {"il", "on", "ce"}:
        # « il suffit de lire pour constater que »
        return None
    return (contents, source, "infinitive") if source and cue.mood == "infinitive" and (s.low[contents[0][0]] in {"que", "qu'"} or QUOTE in s.low[contents[0][0] : contents[0][0] + 3]) else None


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
