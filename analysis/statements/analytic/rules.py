"""Turn the cues of a sentence into statements: which rule applies, who speaks, what is said."""

from __future__ import annotations

from analysis.statements.analytic import contents, phrases
from analysis.statements.analytic import cues as cue_rules
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon
from analysis.statements.rules import Found
from analysis.statements.sentences import QUOTE, Sentence, split

Spans = list[tuple[int, int]]
Result = tuple[Spans, tuple[int, int] | None, str] | None
_CLOSING = frozenset({",", ".", ";", ":", "!", "?", "…", "..."})
# a shorter quotation within a sentence of the writer is no statement of its own
_FLOATING = 7


def inside(s: Sentence, k: int, known: Lexicon) -> list[Found]:
    """Return what the quotation at a token attributes to others in its turn."""
    folded, start, end, line = s.text, s.start[k], s.end[k], s.line
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and folded[end - 1] in "»”\"'›> ":
        end -= 1
    return [
        one
        for sentence in split(folded, start, end, line, known)
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
        if any(word in known.words["documents"] | known.words["media"] for word in head[:5]):
            return "reports"
    return cue.form.stance


def _floating(s: Sentence, covered: set[int], known: Lexicon) -> list[Found]:
    """Read quotations that no cue explains: behind a colon the subject speaks, elsewhere whoever spoke last."""
    alone = all(low in _CLOSING | {QUOTE, "'"} for low in s.low)
    found = []
    for k, low in enumerate(s.low):
        announced = k > 1 and s.low[k - 1] == ":"
        if (
            low != QUOTE
            or k in covered
            or not (alone or announced or len(s.of(k, k + 1).split()) >= _FLOATING)
        ):
            continue
        subject = phrases.main_subject(s, known) if announced else None
        source = None if subject is None or subject[1] >= k - 1 else _words(s, *subject)
        span = [(s.start[k], s.end[k])]
        rule = "floating quotation" if source is None else "quotation behind a colon"
        found.append(Found(span, None, source, None, "none", "asserts", rule, s.line, floating=True))
    return found


def _resolve(
    s: Sentence, cue: Cue, cues: list[Cue], subject: tuple[int, int] | None, known: Lexicon
) -> Result:
    if cue.kind == "preposition":
        return _preposition(s, cue, known)
    if cue.mood == "passive":
        return _passive(s, cue, known)
    if cue.mood == "gerund":
        return _gerund(s, cue, cues, subject, known)
    if (inverted := _inverted(s, cue, known)) is not None:
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
    source = (subject or phrases.main_subject(s, known)) if shared else phrases.before(s, cue, known)
    if source is None:
        return None
    said = contents.behind(s, cue, cues, known)
    if not shared and "q" in cue.form.frames and (led := _led(s, cue, source, said, cues, known)):
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
    found = phrases.before(s, cue, known)
    return found is None or any(k in s.verbs for k in range(*found))


def _led(
    s: Sentence, cue: Cue, source: tuple[int, int], said: Spans, cues: list[Cue], known: Lexicon
) -> Spans:
    """Return the content of a cue that stands behind it: « “…,” she said », « The bridge is safe, she said »."""
    at = source[0]
    start = phrases.opening(s)
    while at > start and known.is_adverb(s.low[at - 1]):
        at -= 1
    if at <= start:
        return []
    previous = s.low[at - 1]
    if previous in known.words["as_marks"] and cue.last < len(s):
        # « As X put it, P »
        comma = next((k for k in range(cue.last, len(s)) if s.low[k] == ","), None)
        return (
            [(comma + 1, s.body_end())]
            if comma is not None and at - 1 == start and comma + 1 < s.body_end()
            else []
        )
    quoted = previous == QUOTE or previous == "," and at >= 2 and s.low[at - 2] == QUOTE
    if quoted and not (said and s.low[said[0][0]] in known.words["complementisers"]):
        return _around(s, cue, _left(s, at, start, known), cues, known)
    if previous == "," and not said and _closes(s, cue, known):
        # « That study, the islanders complain, was written by »
        if s.low[start] in known.words["prepositions"] and not phrases.has_verb(s, start, at - 1, known):
            # « According to the party, the council agreed »
            return []
        if at - 1 - start >= 1 and s.low[at - 2] in known.words["relatives"] | known.words["complementisers"]:
            return _around(s, cue, [], cues, known)
        left = _left(s, at, start, known)
        return _around(s, cue, left, cues, known) if left and left[0][1] - left[0][0] >= 2 else []
    left = _left(s, at, start, known)
    if previous == "," and left and _closes(s, cue, known, strictly=True):
        # « Police shot 14 people, a group said on Monday, in what it called … »
        first = left[0][0]
        words = known.words
        circumstance = s.low[first] in words["prepositions"] | words["walls"] | words["openers"]
        long_enough = left[0][1] - first >= 3 or s.low[cue.last : cue.last + 1] == [","]
        if not circumstance and not phrases.is_participle(s.low[first], known) and long_enough:
            return _around(s, cue, left, cues, known)
    return []


def _closes(s: Sentence, cue: Cue, known: Lexicon, *, strictly: bool = False) -> bool:
    """Tell whether a sentence or an insertion ends with the cue and its circumstances; strictly, with dates only."""
    k = cue.last
    while k < len(s) and (
        known.is_adverb(s.low[k])
        or s.low[k] in known.words["time_words"] | known.words["time_prepositions"]
        or s.low[k].isdigit()
    ):
        k += 1
    if k >= len(s) or s.low[k] in _CLOSING:
        return True
    return (
        not strictly
        and "q" in cue.form.frames
        and ("addressed" in cue.form.frames or s.low[k] in known.words["prepositions"])
    )


def _left(s: Sentence, at: int, start: int, known: Lexicon) -> Spans:
    stop = at
    while stop > start and s.low[stop - 1] in {",", "\u2014", "-"}:
        stop -= 1
    if stop <= start:
        return []
    if s.low[stop - 1] == QUOTE and stop - start > 1:
        # « He smiled: “No,” he said » begins with its quotation
        colon = next((k for k in range(stop - 1, start, -1) if s.low[k] in {":", "\u2014"}), None)
        return [(start if colon is None else colon + 1, stop)]
    return [(start, stop)]


def _around(
    s: Sentence, cue: Cue, left: Spans, cues: list[Cue], known: Lexicon, end: int | None = None
) -> Spans:
    """Add what goes on behind cue and source: a further quotation, or the rest of a clause that they interrupt."""
    n = s.body_end()
    end = cue.last if end is None else end
    k = end
    while k < n and s.low[k] not in {",", QUOTE, ":"}:
        k += 1
    if k >= n:
        return left
    if s.low[k] != QUOTE and k + 1 < n and s.low[k + 1] == QUOTE:
        k += 1
    if s.low[k] == QUOTE:
        return [*left, (k, k + 1)]
    quoted = left and s.low[left[-1][1] - 1] == QUOTE
    follower = s.low[k + 1] if k + 1 < n else ""
    busy = any(other.first in {k + 1, k + 2} and other.mood != "passive" for other in cues)
    words = known.words
    circumstance = (
        follower in words["prepositions"] | words["walls"] | words["relatives"] | words["conjunctions"]
    )
    gerund = follower.endswith(tuple(words["gerund_endings"]))
    if quoted or busy or gerund or k > end and left or circumstance and left or not follower:
        return left
    return [*left, (k + 1, n)]


def _inverted(s: Sentence, cue: Cue, known: Lexicon) -> Result:
    """Read « “…,” said X. », « The bridge is safe, says X. »."""
    if "q" not in cue.form.frames or not cue.first:
        return None
    previous = s.low[cue.first - 1]
    if previous not in {QUOTE, ",", "?", "!"} or cue.last >= len(s):
        return None
    found = phrases.behind(s, cue.last, known)
    if found is None or s.low[found[0]] in known.words["complementisers"]:
        return None
    start = phrases.opening(s)
    quoted = previous == QUOTE or cue.first >= 2 and s.low[cue.first - 2] == QUOTE
    # « told the court », « recalls the day »: an object, the subject stood before
    rest = found[1]
    follower = s.low[rest] if rest < len(s) else "."
    if "addressed" in cue.form.frames or phrases.has_verb(s, *found, known):
        return None
    ends = (
        follower in _CLOSING | {QUOTE}
        or follower
        in known.words["prepositions"]
        | known.words["walls"]
        | known.words["time_words"]
        | known.words["conjunctions"]
        or known.is_adverb(follower)
        or follower in known.words["relatives"]
    )
    if not ends:
        return None
    if not quoted:
        # « The opposition, citing records, reported 22 deaths »: the subject stands before
        subject = phrases.before(s, cue, known)
        if subject is not None and subject[0] == start and not phrases.has_verb(s, *subject, known):
            return None
    if not quoted and not phrases.has_verb(s, start, cue.first - 1, known) and cue.first - start > 1:
        # « Jane Doe, the mayor, said the plan » closes an apposition
        if not (follower in _CLOSING and cue.first - 1 - start >= 3):
            return None
        if phrases.before(s, cue, known) is not None and "," in s.low[start : cue.first - 1]:
            return None
    if not quoted and phrases.has_verb(s, found[1], s.body_end(), known) and follower not in _CLOSING:
        return None
    left = _left(s, cue.first, start, known)
    if not left:
        return None
    return _around(s, cue, left, [], known, found[1]), found, "inverted"


def _gerund(
    s: Sentence, cue: Cue, cues: list[Cue], subject: tuple[int, int] | None, known: Lexicon
) -> Result:
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
        source = phrases.before(s, cue, known)
        said = contents.behind(s, cue, cues, known)
        if not said and source is not None:
            said = _led(s, cue, source, said, cues, known)
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
        source = phrases.before(s, follower, known) if follower else None
    else:
        source = subject or phrases.main_subject(s, known)
    return said, source, "participle"


def _passive(s: Sentence, cue: Cue, known: Lexicon) -> Result:
    """Read « the diagnosis is disputed by several doctors »; without an agent nobody speaks."""
    k = cue.last
    if k + 1 >= len(s) or s.low[k] not in known.words["agent_marks"] or "np" not in cue.form.frames:
        return None
    subject = phrases.before(s, cue, known)
    agent = phrases.behind(s, k + 1, known)
    if subject is None or agent is None or s.low[subject[0]] in known.words["subject_pronouns"]:
        return None
    return [subject], agent, "passive"


def _preposition(s: Sentence, cue: Cue, known: Lexicon) -> Result:
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
