"""Find who speaks before a cue: the subject, what a relative pronoun goes on with, the first noun phrase."""

from __future__ import annotations

from analysis.statements.analytic import phrases
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon
from analysis.statements.sentences import QUOTE, Sentence

Span = tuple[int, int]
# longer than any name with its functions
_LONGEST = 40


def before(s: Sentence, cue: Cue, known: Lexicon) -> Span | None:
    """Return the subject that stands before a cue: title, function and apposed name belong to it, clauses do not."""
    words = known.words
    j = cue.first
    # « Talavia on Tuesday accused », « she also said »
    while j > 1 and (
        known.is_adverb(s.low[j - 1])
        and not s.capital(j - 1)
        or s.low[j - 1] in words["time_words"]
        or known.in_adverbial(s.low, j - 1)
    ):
        j -= 1
        if s.low[j] in words["time_words"] and s.low[j - 1] in words["time_prepositions"]:
            j -= 1
    if not j:
        return None
    low = s.low[j - 1]
    if low in words["relatives_who"]:
        return antecedent(s, j - 1, known)
    if low in words["subject_pronouns"]:
        return j - 1, j
    if low in words["no_speaker"] or low in words["relatives"]:
        return None
    closed = low == ","
    if closed and j - 2 >= 0 and known.is_adverb(s.low[j - 2]) and j - 3 >= 0 and s.low[j - 3] == ",":
        # « X, however, said »
        closed, j = False, j - 2
    if closed:
        return _closed(s, j - 1, known)
    first, last = _segments(s, j, known, closed=False)[0]
    if (who := _defined_by(s, first, known)) is not None:
        return antecedent(s, who, known)
    if first and s.low[first - 1] == QUOTE and s.text[s.end[first - 1] - 2] not in ",.!?":
        # « blamed “agitators” and protesters blamed »: behind a quotation the conjunction begins a clause
        first = next((k + 1 for k in range(first, last) if s.low[k] in words["conjunctions"]), first)
    return _trim(s, first, last, known)


def _defined_by(s: Sentence, first: int, known: Lexicon) -> int | None:
    """Return the pronoun of a clause that ends right before the cue: « An official who asked not to be named said »."""
    words = known.words
    k = first - 1
    while k > 0 and s.low[k] not in phrases.STOPS | words["walls"] | words["conjunctions"] | {",", QUOTE}:
        if s.low[k] in words["relatives_who"]:
            # « whom the mayor said were »: another subject follows there
            verbal = (
                phrases.has_verb(s, k + 1, k + 2, known)
                or s.low[k + 1].endswith(tuple(words["past_endings"]))
                or known.is_adverb(s.low[k + 1])
            )
            return k if verbal else None
        k -= 1
    return None


def _closed(s: Sentence, comma: int, known: Lexicon) -> Span | None:
    """Return the noun phrase that ends with a comma: from the right, appositions, clauses between commas, the head."""
    segments = _segments(s, comma, known, closed=True)
    held = [segment for segment in segments if segment[0] < segment[1]]
    if held and not s.capital(held[0][0]) and s.low[held[0][0]] in known.words["subject_pronouns"]:
        # « would they hear it from the constable's partner, who »
        return _nearest(s, held[0][0] + 1, held[0][1], known)
    while len(held) > 1 and _is_adverbial(s, held[-1], known):
        held.pop()
    head = next((k for k in range(len(held) - 1, -1, -1) if not phrases.is_clause(s, held[k], known)), None)
    if head is None:
        return None
    found = _trim(s, *held[head], known)
    if found is None:
        return None
    last = found[1]
    if last == held[head][1]:
        for segment in reversed(held[:head]):
            if phrases.is_clause(s, segment, known):
                break
            last = segment[1]
    return found[0], last


def _segments(s: Sentence, end: int, known: Lexicon, *, closed: bool) -> list[Span]:
    """Return the stretches between commas that end before token `end`, from the right, as far as one clause reaches."""
    words = known.words
    segments: list[Span] = []
    stop = k = end
    start = phrases.opening(s)
    while True:
        k -= 1
        low = s.low[k] if k >= start else ";"
        if low == ",":
            segments.append((k + 1, stop))
            stop = k
            if not closed or len(segments) >= 5:
                return segments
        elif low == ")" and (bracket := bracket_before(s, k)) is not None:
            # « Sen. John Doe (R-Texas) »
            k = bracket
        elif k < start or low in phrases.STOPS:
            return [*segments, (k + 1, stop)]
        elif low in words["walls"] or low in words["relatives"] or k in s.verbs:
            # « …, who asked not to be named because …, said »: a clause between commas is stepped over
            comma = next((m for m in range(k, start - 1, -1) if s.low[m] == ","), start - 1)
            led = phrases.is_clause(s, (comma + 1, k + 1), known) and (
                comma >= start or not phrases.has_verb(s, start, k, known)
            )
            if not closed or not led:
                return [*segments, (k + 1, stop)]
            k = comma + 1


def _is_adverbial(s: Sentence, segment: Span, known: Lexicon) -> bool:
    first, last = segment
    low, words = s.low[first], known.words
    if low in words["openers"] and last - first == 1 or known.is_adverb(low) or low in words["time_words"]:
        return last - first <= 4 or known.is_adverb(low)
    if low in words["openers"]:
        first += 1
        low = s.low[first] if first < last else low
    return low in words["prepositions"] | words["walls"] or phrases.is_clause(s, (first, last), known)


def _trim(s: Sentence, first: int, last: int, known: Lexicon) -> Span | None:
    """Cut conjunctions, adverbs and circumstances off the front of a segment, and clauses off its end."""
    words = known.words
    # « …, and the minister said »: a clause of its own behind the conjunction where a verb stands before it
    for k in range(last - 1, first, -1):
        verbal = phrases.has_verb(s, first, k, known) or any(
            s.low[m].endswith(tuple(words["past_endings"]))
            and phrases.is_participle(s.low[m], known)
            and m > first
            for m in range(first, k)
        )
        if s.low[k] in words["conjunctions"] and verbal:
            first = k + 1
            break
    while first < last and (
        s.low[first] in words["openers"] | words["conjunctions"] | words["time_words"] | {",", "'"}
        or known.is_adverb(s.low[first])
    ):
        first += 1
    if first >= last:
        return None
    if s.low[first] in words["prepositions"] and s.low[first] not in words["quantifying"]:
        # « in a statement the ministry said »: the last phrase with an article that nothing governs
        starts = [
            k
            for k in range(first + 2, last)
            if s.low[k] in words["determiners"] and s.low[k - 1] not in words["prepositions"]
        ]
        if not starts:
            return None
        first = starts[-1]
    for k in range(first + 1, last):
        low = s.low[k]
        if low in words["relatives"] or low in words["walls"]:
            last = k
            break
        if (
            phrases.is_participle(low, known)
            and not s.capital(k)
            and k + 1 < last
            and s.low[k - 1] not in words["determiners"]
            and not known.is_adverb(s.low[k - 1])
            and (s.low[k + 1] in words["prepositions"] | words["determiners"] | words["infinitive_marks"])
        ):
            # « villagers reached by telephone »
            last = k
            break
    while last > first and s.low[last - 1] in words["conjunctions"] | {",", "'"}:
        last -= 1
    if (
        last <= first
        or last - first > _LONGEST
        or s.low[first] in words["no_speaker"]
        or s.low[first] in phrases.STOPS
    ):
        return None
    if last - first == 1 and (known.is_adverb(s.low[first]) or s.low[first] in words["prepositions"]):
        return None
    return first, last


def antecedent(s: Sentence, j: int, known: Lexicon) -> Span | None:
    """Return the noun phrase before a relative pronoun."""
    if j and s.low[j - 1] == ",":
        first, last = _segments(s, j - 1, known, closed=True)[0]
        nearest = s.low[first] in known.words["prepositions"] - known.words[
            "origin"
        ] or phrases.is_participle(s.low[first], known)
        if nearest and first + 1 < last and not s.capital(first):
            # « …, including the mayor, Jane Doe, who said »
            return _trim(s, first + 1, last, known)
        return _closed(s, j - 1, known)
    first, last = _segments(s, j, known, closed=False)[0]
    return _nearest(s, first, last, known)


def _nearest(s: Sentence, first: int, last: int, known: Lexicon) -> Span | None:
    """Return the noun phrase at the end of a stretch that a relative pronoun goes on with."""
    words = known.words
    starts = [k for k in range(last - 1, first, -1) if s.low[k] in words["determiners"]]
    people = words["functions"] | words["groups"] | words["plurals"]
    # « members on the programme who » against « from the constable's partner, who »
    spoken = [k for k in starts if any(word in people for word in s.low[k:last]) or s.capital(last - 1)]
    free = [k for k in starts if s.low[k - 1] not in words["prepositions"]]
    return _trim(s, (spoken or free or [first])[0], last, known)


def main_subject(s: Sentence, known: Lexicon) -> Span | None:
    """Return the first noun phrase of a sentence: whom a gerund further on belongs to."""
    words = known.words
    j = phrases.opening(s)
    while j < len(s):
        low = s.low[j]
        if low in words["openers"] | words["conjunctions"] | words["time_words"] | {","} or known.is_adverb(
            low
        ):
            j += 1
        elif low in words["prepositions"] | words["walls"] or phrases.is_clause(s, (j, j + 1), known):
            comma = next((k for k in range(j, len(s)) if s.low[k] == ","), None)
            if comma is None:
                return None
            j = comma + 1
        else:
            break
    comma = next((k for k in range(j, min(len(s), j + 5)) if s.low[k] == ","), None)
    if comma is not None and any(word in words["time_words"] for word in s.low[j:comma]):
        # « Four days later, the minister »
        j = comma + 1
    if j >= len(s) or s.low[j] == QUOTE or s.low[j] in words["no_speaker"]:
        return None
    if phrases.stands_alone(s, j, known):
        return j, j + 1
    named = s.capital(j) and s.low[j] not in words["determiners"]
    end = j + 1
    while end < len(s) and s.low[end] not in phrases.STOPS | {",", "."}:
        low = s.low[end]
        capital = s.capital(end)
        if (
            named
            and not capital
            and low not in words["genitive"]
            and low not in words["conjunctions"]
            and s.low[end - 1] not in words["genitive"] | words["determiners"]
        ):
            break
        if not capital and (phrases.is_participle(low, known) or low in words["past_verbs"]):
            break
        if (
            low in words["determiners"]
            and s.low[end - 1] not in words["genitive"] | words["conjunctions"] | words["origin"]
        ):
            # « the ministry put the toll at »: the word before the article is the verb
            end -= 1
            break
        if (
            end in s.verbs
            or low in words["modals"] | words["perfect"] | words["passive"] | words["relatives"]
        ):
            break
        if (
            low in words["prepositions"] - words["genitive"] - words["origin"]
            or low in words["time_words"]
            or known.is_adverb(low)
        ):
            break
        end += 1
    while end + 1 < len(s) and s.low[end] == "," and phrases.is_apposition(s, end + 1, known):
        stop = next((k for k in range(end + 1, len(s)) if s.low[k] == ","), None)
        if stop is None or stop - end > 12:
            break
        end = stop
    return j, end


def bracket_before(s: Sentence, k: int) -> int | None:
    """Return the token that opens the brackets that close at `k`."""
    return next((m for m in range(k - 1, max(-1, k - 10), -1) if s.low[m] == "("), None)
