"""Turn the cues of a sentence into statements: which rule applies, who speaks, what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analysis.statements import cues as cue_rules
from analysis.statements import incises, prepositions, sources, spans
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon, any_of
from analysis.statements.sentences import QUOTE, Sentence, split


@dataclass(slots=True)
class Found:
    """A statement before names are resolved: character positions in the article."""

    contents: list[tuple[int, int]]
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    lemma: str | None
    cue_kind: str
    stance: str | None
    rule: str
    line: int
    negated: bool = False
    hedged: bool = False
    floating: bool = False


# nobody quotes deeper; marks that are never closed stand in each other without end
_DEEPEST = 8


def inside(s: Sentence, k: int, known: Lexicon) -> list[Found]:
    """Return what the quotation at a token attributes to others in its turn."""
    if k not in s.inner:
        s.inner[k] = _read(s, k, known) if s.deep < _DEEPEST else []
    return s.inner[k]


def _read(s: Sentence, k: int, known: Lexicon) -> list[Found]:
    folded, inner_start, inner_end = s.text, s.start[k], s.end[k]
    while inner_start < inner_end and not folded[inner_start].isalnum() and folded[inner_start] not in "([":
        inner_start += 1
    while inner_end > inner_start and folded[inner_end - 1] in "»”\"'›> ":
        inner_end -= 1
    return [
        one
        for sentence in split(folded, inner_start, inner_end, s.line, known)
        for one in of_sentence(replace(sentence, deep=s.deep + 1), known)
        if not one.floating and _attributes(folded, one, known)
    ]


# inside a quotation a bare object (« a révélé des cas ») is what the speaker says, not what somebody else does
_FIRM = frozenset({"accuses", "denies", "refuses", "demands", "commits"})


_OPENS = re.compile(r"(?:qu(?:e\b|')|d(?:e\b|')|à\b|[«“\"]|s(?:i\b|'il))", re.IGNORECASE)


def _attributes(folded: str, one: Found, known: Lexicon) -> bool:
    opens = _OPENS.match(folded, one.contents[0][0]) is not None
    opens = opens or folded[max(0, one.contents[0][0] - 4) : one.contents[0][0]].rstrip()[-1:] == ":"
    return (
        opens
        or one.lemma in known.words["self_sufficient"]
        or one.stance in _FIRM
        or one.rule.startswith("incise")
        or one.cue_kind == "preposition"
    )


def of_sentence(s: Sentence, known: Lexicon) -> list[Found]:
    cues = cue_rules.find(s, known)
    if not cues and not s.quotes:
        return []
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
        if not contents or source is not None and not any(map(str.isalnum, s.of(*source))):
            # « selon - »: marks are nobody
            continue
        if source is not None and cue.kind == "verb" and cue.mood != "infinitive":
            subject = source
        covered.update(k for k in s.quotes for first, last in result[0] if first <= k < last)
        made.append(
            Found(
                contents,
                (s.start[cue.first], s.end[cue.last - 1]),
                _words(s, *source) if source else None,
                cue.form.lemma,
                "verb" if cue.kind == "verb" else "preposition",
                _stance(s, cue, source, known),
                rule,
                s.line,
                negated=cue.negated,
                hedged=cue.hedged,
            )
        )
    made += _relays(s, made, known)
    for k in s.quotes:
        if k in covered:
            continue
        # a quotation that no cue explains: whoever spoke last; a short one only where it is a sentence of its own
        incise = _incise_within(s, k, known)
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
                    "floating quotation",
                    s.line,
                    floating=True,
                )  # fmt: skip
            )
    return made


def _stance(s: Sentence, cue: Cue, source: tuple[int, int] | None, known: Lexicon) -> str:
    """Return the stance of the cue; a document or a medium relays what it is the source of."""
    if cue.kind == "preposition" and cue.form.stance == "asserts" and source is not None:
        words = s.low[source[0] : source[1]]
        if any_of(words[:5], known.words["documents"], known.words["media"], known.words["press"]):
            return "reports"
    return cue.form.stance


_CLAUSE, _GOES_ON = re.compile(r", (?=[a-zà-ÿ])"), re.compile(r"[,.] *")


def _incise_within(s: Sentence, k: int, known: Lexicon) -> Found | None:
    """Read « Le houblon, explique X, manque partout. », where the marks stand around the writer's words too."""
    text, start, end = s.text, s.start[k], s.end[k]
    for one in inside(s, k, known):
        if not one.rule.startswith("incise") or one.source is None or one.cue is None:
            continue
        # words before the cue up to its comma, and what goes on behind cue and source
        stop = text.rfind(",", start, one.cue[0])
        # « explique X, manque partout »: behind the comma the quotation goes on
        comma = _CLAUSE.search(text, *one.source)
        source = (one.source[0], comma.start()) if comma else one.source
        after = max(one.cue[1], source[1])
        spans_ = [(start, stop)] if stop > start else []
        rest = _GOES_ON.match(text, after)
        if rest and rest.end() < end - 1:
            spans_.append((rest.end(), end))
        if spans_:
            return Found(
                spans_, one.cue, source, one.lemma, "verb", one.stance, "incise inside marks", s.line
            )
    return None


def _relays(s: Sentence, made: list[Found], known: Lexicon) -> list[Found]:
    """Read who is cited by whom: « selon X, citée par Y », « annonce X, citant Y », « selon X, qui cite Y »."""
    relays: list[Found] = []
    if known.relaying.isdisjoint(s.low):
        return relays
    for k, low in enumerate(s.low[:-1]):
        if low == "citant" or low == "cite" and k and s.low[k - 1] == "qui":
            at = k + 1
        elif low in known.words["relayed"] and s.low[k + 1] in {"par", "dans"}:
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
                "relay",
                s.line,
            )  # fmt: skip
        )
    return relays


def _resolve(s: Sentence, cue: Cue, cues: list[Cue], subject: tuple[int, int] | None, known: Lexicon):
    if cue.kind == "preposition":
        contents, source = prepositions.of_preposition(s, cue, known)
        if source is None or not contents:
            return None
        return contents, source, cue.form.lemma
    if cue.mood == "passive":
        return _passive(s, cue, known)
    if incises.is_inverted(s, cue, cues, known):
        if cue.clitic is not None:
            contents = incises.around(s, cue, _after_source(s, cue.last, known), known)
            source = sources.locative(s, cue, known) or (cue.clitic, cue.clitic + 1)
            # « Que propose-t-elle ? » asks
            short = sum(b - a for a, b in contents) <= 2 and QUOTE not in (s.low[a] for a, _ in contents)
            return (contents, source, "incise with pronoun") if contents and not short else None
        behind = sources.behind(s, cue.last, known)
        if behind is not None:
            first, last, _ = behind
            contents = incises.around(s, cue, _after_source(s, last, known), known)
            if contents:
                return contents, (first, last), "incise"
    contents = spans.behind(s, cue, cues, known)
    if not contents or cue.negated and s.low[contents[0][0]] not in {"que", "qu'", "si", QUOTE}:
        return None
    if cue.heads_clause:
        earlier = [other for other in cues if other.first < cue.first and other.heads_clause]
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
        told = any_of(s.low[max(0, cue.first - 1) : cue.head], known.words["told"])
        impersonal = source is not None and s.low[source[0]] == "on" and not told
        if (
            source is None
            or impersonal
            and s.low[contents[0][0]] not in known.words["complementisers"] | {QUOTE}
        ):
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
    if source and s.low[source[0]] in known.words["impersonal"]:
        # « il suffit de lire pour constater que »
        return None
    return (
        (contents, source, "infinitive")
        if source
        and cue.mood == "infinitive"
        and (
            s.low[contents[0][0]] in known.words["complementisers"]
            or QUOTE in s.low[contents[0][0] : contents[0][0] + 3]
        )
        else None
    )


def _is_document(s: Sentence, phrase: tuple[int, int], known: Lexicon) -> bool:
    return any_of(s.low[phrase[0] : phrase[0] + 3], known.words["documents"])


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
    while first < last - 1 and s.low[first] == "-":
        first += 1
    if s.low[first].startswith("-") and len(s.low[first]) > 1:
        # « -t-il »: the pronoun is its last part
        start = s.text.rindex("-", start, s.end[first]) + 1
    return start, s.end[last - 1]
