"""Read cues that stand behind what they attribute: « “…,” she said », « “…,” said X », « The bridge, X insists, is safe »."""

from __future__ import annotations

from analysis.statements.analytic import phrases, subjects
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon
from analysis.statements.sentences import QUOTE, Sentence

Spans = list[tuple[int, int]]
Result = tuple[Spans, tuple[int, int] | None, str] | None
CLOSING = frozenset({",", ".", ";", ":", "!", "?", "…", "..."})


def led(
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
    relative = known.words["relatives"] | known.words["complementisers"]
    if (
        previous == ","
        and at - 1 > start
        and s.low[at - 2] in relative
        and s.low[cue.last : cue.last + 1] == [","]
    ):
        # « emails which, she said, show that »
        return _around(s, cue, [], cues, known)
    quoted = previous == QUOTE or previous == "," and at >= 2 and s.low[at - 2] == QUOTE
    if (
        quoted
        and "q" in cue.form.frames
        and not (said and s.low[said[0][0]] in known.words["complementisers"])
    ):
        return _around(s, cue, _left(s, at, start, known), cues, known)
    if not cue.form.frames & {"that", "zero"}:
        # « …, a charge the army rejected »
        return []
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
    if k >= len(s) or s.low[k] in CLOSING:
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


def inverted(s: Sentence, cue: Cue, known: Lexicon) -> Result:
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
        follower in CLOSING | {QUOTE}
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
        subject = subjects.before(s, cue, known)
        if subject is not None and subject[0] == start and not phrases.has_verb(s, *subject, known):
            return None
    if not quoted and not phrases.has_verb(s, start, cue.first - 1, known) and cue.first - start > 1:
        # « Jane Doe, the mayor, said the plan » closes an apposition
        if not (follower in CLOSING and cue.first - 1 - start >= 3):
            return None
        if subjects.before(s, cue, known) is not None and "," in s.low[start : cue.first - 1]:
            return None
    if not quoted and phrases.has_verb(s, found[1], s.body_end(), known) and follower not in CLOSING:
        return None
    left = _left(s, cue.first, start, known)
    if not left:
        return None
    return _around(s, cue, left, [], known, found[1]), found, "inverted"
