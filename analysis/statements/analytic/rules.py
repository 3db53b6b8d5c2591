"""Turn the cues of a sentence into statements: which rule applies, who speaks, what is said."""

from __future__ import annotations

from analysis.statements.analytic import contents, leading, phrases, subjects
from analysis.statements.analytic import cues as cue_rules
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon
from analysis.statements.rules import Found
from analysis.statements.sentences import QUOTE, Sentence, split

Spans = list[tuple[int, int]]
# a shorter quotation within a sentence of the writer is no statement of its own
_FLOATING = 7


def inside(s: Sentence, k: int, known: Lexicon) -> list[Found]:
    """Return what the quotation at a token attributes to others in its turn."""
    folded, start, end = s.text, s.start[k], s.end[k]
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and folded[end - 1] in "»”\"'›> ":
        end -= 1
    return [
        one
        for sentence in split(folded, start, end, s.line, known)
        for one in of_sentence(sentence, known)
        if not one.floating and _attributes(folded, one, known)
    ]


def _attributes(folded: str, one: Found, known: Lexicon) -> bool:
    # inside a quotation a bare object is what the speaker says, not what somebody else does
    words = folded[slice(*one.contents[0])]
    speaker = folded[slice(*one.source)].lower() if one.source else ""
    if speaker in known.words["first_person"] and one.lemma not in known.words["self_sufficient"]:
        # « I hope that » is the speaker's own
        return False
    return (
        one.lemma in known.words["self_sufficient"]
        or known.complementiser.match(words) is not None
        or words[0] in "\"'“«"
    )


def of_sentence(s: Sentence, known: Lexicon) -> list[Found]:
    """Return the statements of one sentence."""
    cues = cue_rules.find(s, known)
    s.verbs = frozenset(k for cue in cues if cue.kind == "verb" for k in range(cue.first, cue.last))
    made: list[Found] = []
    subject: tuple[int, int] | None = None
    covered: set[int] = set()
    for cue in cues:
        result = _resolve(s, cue, cues, subject, known)
        if result is None:
            continue
        spans, source, rule = result
        spans = [(first, last) for first, last in spans if last > first]
        if (
            not spans
            or source is None
            or any(part in known.words["not_said"] for part in _beginnings(s, spans[0]))
        ):
            continue
        if cue.kind == "verb":
            subject = source
        for first, last in spans:
            covered.update(k for k in range(first, last) if s.low[k] == QUOTE)
        made.append(
            Found(
                [_words(s, first, last) for first, last in spans],
                (s.start[cue.first], s.end[cue.last - 1]),
                _words(s, *source),
                cue.form.lemma,
                cue.kind,
                _stance(s, cue, source, known),
                rule,
                s.line,
                negated=cue.negated,
                hedged=cue.hedged,
            )
        )
    made += _relays(s, made, known)
    return made + _floating(s, covered, known)


def _beginnings(s: Sentence, span: tuple[int, int]) -> list[str]:
    return [" ".join(s.low[span[0] : span[0] + length]) for length in range(1, 5)]


def _stance(s: Sentence, cue: Cue, source: tuple[int, int], known: Lexicon) -> str:
    """Return the stance of the cue; a document or a medium relays what it is the source of."""
    if cue.form.stance == "asserts":
        head = s.low[source[0] : source[1]]
        if known.words["functions"].isdisjoint(head) and any(
            word in known.words["documents"] | known.words["media"] for word in head[:5]
        ):
            return "reports"
    return cue.form.stance


def _floating(s: Sentence, covered: set[int], known: Lexicon) -> list[Found]:
    """Read quotations that no cue explains: behind a colon the subject speaks, elsewhere whoever spoke last."""
    alone = all(low in leading.CLOSING | {QUOTE, "'"} for low in s.low)
    found = []
    for k, low in enumerate(s.low):
        announced = k > 1 and s.low[k - 1] == ":"
        if (
            low != QUOTE
            or k in covered
            or not (alone or announced or len(s.of(k, k + 1).split()) >= _FLOATING)
        ):
            continue
        subject = subjects.main_subject(s, known) if announced else None
        source = None if subject is None or subject[1] >= k - 1 else _words(s, *subject)
        span = [(s.start[k], s.end[k])]
        rule = "floating quotation" if source is None else "quotation behind a colon"
        found.append(Found(span, None, source, None, "none", "asserts", rule, s.line, floating=True))
    return found


def _resolve(
    s: Sentence, cue: Cue, cues: list[Cue], subject: tuple[int, int] | None, known: Lexicon
) -> leading.Result:
    if cue.kind == "preposition":
        return _preposition(s, cue, known)
    if cue.mood == "passive":
        return _passive(s, cue, known)
    if cue.mood == "gerund":
        return _gerund(s, cue, cues, subject, known)
    if (inverted := leading.inverted(s, cue, known)) is not None:
        return inverted
    previous = s.low[cue.first - 1] if cue.first else ""
    inserted = _inserted(s, cue, known)
    shared = (
        inserted
        or previous in known.words["conjunctions"]
        or previous == ","
        and subject is not None
        and _in_a_row(s, cue, known)
    )
    source = (subject or subjects.main_subject(s, known)) if shared else subjects.before(s, cue, known)
    if source is None:
        return None
    said = contents.behind(s, cue, cues, known)
    if (
        not shared
        # « Asked about the bridge, she did not comment » has no content
        and not cue.negated
        and cue.form.frames & {"q", "that", "zero"}
        and (led := leading.led(s, cue, source, said, cues, known))
    ):
        return led, source, "content before subject and verb"
    if not said or cue.negated and "that" not in cue.form.frames:
        return None
    planned = any(s.low[k] in known.words["future"] for k in range(cue.first, cue.head))
    if (
        planned
        and not cue.form.frames & {"zero", "addressed"}
        and s.low[said[0][0]] not in known.words["complementisers"] | {QUOTE}
    ):
        # « the House will reject any changes » is no statement of the House
        return None
    if cue.negated and s.low[said[0][0]] not in known.words["complementisers"] | {QUOTE}:
        return None
    return said, source, "subject and verb"


def _inserted(s: Sentence, cue: Cue, known: Lexicon) -> bool:
    """Tell whether a circumstance stands between a conjunction and a verb: « and, through its lawyers, demanded »."""
    if not cue.first or s.low[cue.first - 1] != ",":
        return False
    comma = next((k for k in range(cue.first - 2, max(0, cue.first - 12), -1) if s.low[k] == ","), None)
    if not comma or s.low[comma - 1] not in known.words["conjunctions"]:
        return False
    low = s.low[comma + 1]
    return low in known.words["prepositions"] or known.is_adverb(low) or low in known.words["walls"]


def _in_a_row(s: Sentence, cue: Cue, known: Lexicon) -> bool:
    """Tell whether a verb behind a comma shares the subject: « criticised X, praised Y and urged Z »."""
    found = subjects.before(s, cue, known)
    return found is None or any(k in s.verbs for k in range(*found))


def _gerund(
    s: Sentence, cue: Cue, cues: list[Cue], subject: tuple[int, int] | None, known: Lexicon
) -> leading.Result:
    words = known.words
    at = cue.first - 1
    previous = s.low[at] if at >= 0 else ""
    if previous in words["as_marks"] and at and s.low[at - 1] in words["quoting"]:
        # « was quoted as saying »
        cue.first = at - 1
        while cue.first and (
            s.low[cue.first - 1] in words["passive"] | words["perfect"]
            or known.is_adverb(s.low[cue.first - 1])
        ):
            cue.first -= 1
        source = subjects.before(s, cue, known)
        said = contents.behind(s, cue, cues, known)
        if not said and source is not None:
            said = leading.led(s, cue, source, said, cues, known)
        return (said, source, "quoted as saying") if said and source else None
    if previous not in words["conjunctions"] | words["before_gerund"] | {",", QUOTE, "\u2014", ""} | words[
        "time_words"
    ] and not known.is_adverb(previous):
        return None
    if previous == QUOTE and s.text[s.end[at] - 2] not in ",.!?":
        # « “biased” reporting about »
        return None
    said = contents.behind(s, cue, cues, known)
    if not said:
        return None
    if not cue.first:
        follower = next((other for other in cues if other.mood == "finite"), None)
        source = subjects.before(s, follower, known) if follower else None
    else:
        source = subject or subjects.main_subject(s, known)
    return said, source, "participle"


def _passive(s: Sentence, cue: Cue, known: Lexicon) -> leading.Result:
    """Read « the diagnosis is disputed by several doctors »; without an agent nobody speaks."""
    k = cue.last
    if k + 1 >= len(s) or s.low[k] not in known.words["agent_marks"] or "np" not in cue.form.frames:
        return None
    subject = subjects.before(s, cue, known)
    agent = phrases.behind(s, k + 1, known)
    if subject is None or agent is None or s.low[subject[0]] in known.words["subject_pronouns"]:
        return None
    return [subject], agent, "passive"


def _preposition(s: Sentence, cue: Cue, known: Lexicon) -> leading.Result:
    """Read « According to X, P », « P, according to X », « P, according to X, P »."""
    n = s.body_end()
    own = s.low[cue.last - 1] in known.words["view_nouns"]
    # « in her view »: whose it is stands inside the cue
    source = (cue.first + 1, cue.last - 1) if own else phrases.behind(s, cue.last, known)
    if source is None or cue.last >= n:
        return None
    end = cue.last if own else source[1]
    if not own and not _can_speak(s, *source, known):
        return None
    start = phrases.opening(s)
    comma = next((k for k in range(end, n) if s.low[k] == ","), None)
    while comma is not None and comma + 1 < n and s.low[comma + 1] in known.words["relatives"]:
        # « in the view of X, who covers the sector, P »
        comma = next((k for k in range(comma + 1, n) if s.low[k] == ","), None)
    leading = all(
        low in known.words["openers"] | known.words["conjunctions"] | {","} or known.is_adverb(low)
        for low in s.low[start : cue.first]
    )
    if leading and own:
        first = cue.last + (s.low[cue.last] == ",")
        return ([(first, n)] if first < n else []), source, cue.form.lemma
    if leading:
        return ([(comma + 1, n)] if comma is not None and comma + 1 < n else []), source, cue.form.lemma
    left = start
    for k in range(cue.first - 1, start, -1):
        if (
            s.low[k] == ":"
            or s.low[k] in known.words["complementisers"]
            and k + 1 < cue.first
            and k - 1 in s.verbs
        ):
            left = k + 1 if s.low[k] == ":" or s.low[k + 1] == "," else k
            break
    stop = cue.first
    while stop > left and s.low[stop - 1] in {",", "\u2014", "-"} | known.words["conjunctions"]:
        stop -= 1
    spans = [(left, stop)] if stop > left else []
    if comma is not None and comma + 1 < n and s.low[cue.first - 1] == ",":
        follower = s.low[comma + 1]
        if not (
            follower in known.words["walls"] | known.words["relatives"] | known.words["contrasts"]
            or follower.endswith(tuple(known.words["gerund_endings"]))
        ):
            spans.append((comma + 1, n))
    return spans, source, cue.form.lemma


def _can_speak(s: Sentence, first: int, last: int, known: Lexicon) -> bool:
    """Tell somebody or a document (*aides*, *the police*) from a measure (*changes according to income*)."""
    words = known.words
    low = s.low[last - 1]
    named = s.capital(first) or s.low[first] in words["determiners"] | words["object_pronouns"]
    kinds = words["functions"] | words["groups"] | words["documents"] | words["media"] | words["plurals"]
    return named or low.endswith("s") or any(word in kinds for word in s.low[first:last])


def _relays(s: Sentence, made: list[Found], known: Lexicon) -> list[Found]:
    """Read who is cited by whom: « X, citing Y, reported »."""
    relays: list[Found] = []
    for k, low in enumerate(s.low[:-1]):
        if low not in known.words["relaying"] or not made:
            continue
        source = phrases.behind(s, k + 1, known)
        if source is None:
            continue
        spoken = min(made, key=lambda one: abs((one.cue or one.contents[0])[0] - s.start[k]))
        if spoken.cue == (s.start[k], s.end[k]):
            continue
        relays.append(
            Found(
                list(spoken.contents),
                (s.start[k], s.end[k]),
                _words(s, *source),
                low,
                "verb",
                "reports",
                "relay",
                s.line,
            )
        )
    return relays


def _words(s: Sentence, first: int, last: int) -> tuple[int, int]:
    while last - 1 > first and s.low[last - 1] in {",", ";", ":", "'", "\u2014"}:
        last -= 1
    return s.start[first], s.end[last - 1]
