"""Find what is said: the clause, quotation, infinitive or object that belongs to a cue, by the frames of its verb."""

from __future__ import annotations

from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon
from analysis.statements.sentences import QUOTE, Sentence

# how many words of addressee, date and place may stand between a verb and what is said
_GAP = 18
Spans = list[tuple[int, int]]


def behind(s: Sentence, cue: Cue, cues: list[Cue], known: Lexicon) -> Spans:
    """Return the content that follows a cue whose subject stands before it."""
    words, frames = known.words, cue.form.frames
    n = s.body_end()
    k = _skip_adverbs(s, cue.last, n, known)
    if k >= n:
        return []
    end = _clause_end(s, k, cue, cues, known)
    low = s.low[k]
    if "calls" in frames and (found := _named(s, k, end)):
        return found
    if is_that(s, k, known) and frames & {"that", "zero"} and k + 1 < n:
        return [(k, end)]
    if low in words["question_words"] and "wh" in frames:
        return [(k, end)]
    if low in words["infinitive_marks"] and "inf" in frames:
        return [(k, end)]
    if (
        low in words["negation"]
        and "inf" in frames
        and s.low[k + 1 : k + 2]
        and s.low[k + 1] in words["infinitive_marks"]
    ):
        return [(k, end)]
    if low in frames and low in words["prepositions"]:
        # the frame names the preposition: « warned of », « complained about »
        return [(k, end)]
    if (
        "ing" in frames
        and low.endswith(tuple(words["gerund_endings"]))
        and low not in words["nouns_like_participles"]
    ):
        return [(k, end)]
    start, said = _opening(s, k, min(n, end, k + _GAP), cue, known)
    if said == "colon":
        return _after_colon(s, start, end if s.low[start] != QUOTE else n)
    if said == "quotation":
        return _quotation(s, start, end, cue, known)
    if said == "that":
        return [(start, end)]
    if "urge" in frames and starts_object(s, k, known):
        at = next((m for m in range(k + 1, end) if s.low[m] in words["infinitive_marks"]), None)
        if at is not None:
            return [(k, end)]
    if "acc" in frames and starts_object(s, k, known):
        marks = words["accusing_marks"]
        if any(s.low[m] in marks for m in range(k + 1, end)):
            return [(k, end)]
    if (
        "to" in frames
        and starts_object(s, k, known)
        and any(s.low[m] in words["infinitive_marks"] for m in range(k + 1, end))
    ):
        # « likened the operation to »
        return [(k, end)]
    if (
        "as" in frames
        and starts_object(s, k, known)
        and any(s.low[m] in words["as_marks"] for m in range(k + 1, end))
    ):
        return [(k, end)]
    if "addressed" in frames:
        at = _after_addressee(s, k, end, known)
        return [(at, end)] if at is not None and end - at >= 3 else []
    if "zero" in frames:
        at = _after_adjuncts(s, k, end, known)
        if at is not None and end - at >= 2 and _opens_clause(s, at, known):
            return [(_with_quantity(s, at, cue.last, known), end)]
    if "np" in frames and starts_object(s, k, known) and end > k:
        return [(k, _object_end(s, k, end, known))]
    return []


def is_that(s: Sentence, k: int, known: Lexicon) -> bool:
    """Tell whether a word opens a clause; before a time it points (*that night*)."""
    words = known.words
    follower = s.low[k + 1] if k + 1 < len(s) else "."
    return s.low[k] in words["complementisers"] and follower not in words["time_words"]


def _skip_adverbs(s: Sentence, k: int, n: int, known: Lexicon) -> int:
    """Skip adverbs, and commas around them: « conceded, however, that »."""
    while k < n:
        if (
            known.is_adverb(s.low[k])
            and s.low[k] not in known.words["question_words"]
            or known.in_adverbial(s.low, k)
        ):
            k += 1
        elif (
            s.low[k] == ","
            and k + 2 < n
            and (known.is_adverb(s.low[k + 1]) or known.in_adverbial(s.low, k + 1))
        ):
            close = next((m for m in range(k + 1, min(n, k + 6)) if s.low[m] == ","), None)
            if close is None:
                return k
            k = close + 1
        else:
            break
    return k


def _opening(s: Sentence, k: int, limit: int, cue: Cue, known: Lexicon) -> tuple[int, str]:
    """Find *that*, a colon or a quotation behind an addressee, a date, a place: « told reporters on Monday that »."""
    words, frames = known.words, cue.form.frames
    m = k
    while m < limit:
        low = s.low[m]
        if low == ":" and frames & {"q", "that", "zero"} and m + 1 < limit:
            return m + 1, "colon"
        if low == QUOTE:
            free = m == k or _is_free(s, k, m, cue, known)
            if not free and "addressed" in frames and s.low[m - 1].endswith("'s"):
                # « told the network's “Morning Show” that »
                m += 1
                continue
            return (m, "quotation") if free and frames & {"q", "np"} else (m, "")
        if is_that(s, m, known) and frames & {"that"} and _is_free(s, k, m, cue, known):
            return m, "that"
        if m in s.verbs or low in words["passive"] | words["perfect"] | words["modals"]:
            # « A trader, who asked …, said: » has no verb between; a clause without *that* has
            return m, ""
        m += 1
    return m, ""


def _is_free(s: Sentence, k: int, m: int, cue: Cue, known: Lexicon) -> bool:
    """Tell whether only an addressee and circumstances stand between a verb and what is said."""
    if m == k:
        return True
    words = known.words
    if s.low[m - 1] in words["determiners"] | words["prepositions"]:
        # « said the "gang" had »: the quotation goes on with a phrase
        return False
    low = s.low[k]
    if "addressed" in cue.form.frames:
        return True
    if low in words["determiners"] and s.low[k + 1] in words["time_words"]:
        return True
    return low in words["prepositions"] | words["time_words"] | {","}


def _with_quantity(s: Sentence, k: int, first: int, known: Lexicon) -> int:
    """Step back over what measures a number: « said at least 40 people had died »."""
    if k > first and s.low[k - 1] in known.words["quantity_marks"]:
        while k > first and (known.is_adverb(s.low[k - 1]) or known.in_adverbial(s.low, k - 1)):
            k -= 1
    return k


def _is_count(s: Sentence, k: int, known: Lexicon) -> bool:
    """Tell a number of people or things (*17 people*) from one of a date (*March 17*)."""
    words = known.words
    follower = s.low[k + 1] if k + 1 < len(s) else ""
    closed = words["time_words"] | words["determiners"] | words["subject_pronouns"] | words["prepositions"]
    return s.low[k][0].isdigit() and follower.isalpha() and not s.capital(k + 1) and follower not in closed


def _quotation(s: Sentence, k: int, end: int, cue: Cue, known: Lexicon) -> Spans:
    """Return a quotation, with the words that complete it."""
    if k + 1 >= end:
        return [(k, k + 1)]
    low = s.low[k + 1]
    if low in {",", ".", ":", ";", "\u2014"}:
        return [(k, k + 1)]
    if low in known.words["conjunctions"] and end > k + 2:
        # « said “A” and “B” », « said “A” and left »
        return [(k, end)] if s.low[k + 2] == QUOTE else [(k, k + 1)]
    if low in known.words["prepositions"] and s.text[s.end[k] - 2] in ".,!?":
        return [(k, k + 1)]
    return [(k, end)]


def _after_colon(s: Sentence, k: int, end: int) -> Spans:
    if s.low[k] != QUOTE:
        return [(k, end)]
    spans = [(k, k + 1)]
    last = k + 1
    while last + 1 < end and s.low[last] in {",", "."} and s.low[last + 1] == QUOTE:
        spans.append((last + 1, last + 2))
        last += 2
    return spans


def _named(s: Sentence, k: int, end: int) -> Spans:
    """Read « called it “a victory” », « what it called “a massacre” »."""
    at = next((m for m in range(k, min(end, k + 12)) if s.low[m] == QUOTE), None)
    if at is None or "," in s.low[k:at]:
        return []
    return [(k, max(at + 1, end))]


def starts_object(s: Sentence, k: int, known: Lexicon) -> bool:
    """Tell whether a noun phrase begins here."""
    words, low = known.words, s.low[k]
    if (
        low in words["determiners"] | words["object_pronouns"]
        or s.capital(k)
        or low[0].isdigit()
        or low == QUOTE
    ):
        return True
    closed = words["prepositions"] | words["conjunctions"] | words["infinitive_marks"] | words["relatives"]
    group = words["passive"] | words["perfect"] | words["modals"] | words["walls"]
    return low[0].isalpha() and low not in closed | group and not known.is_adverb(low)


def _after_addressee(s: Sentence, k: int, end: int, known: Lexicon) -> int | None:
    """Return where a clause without *that* begins behind an addressee: « told the court she had »."""
    words = known.words
    for m in range(k + 1, min(end, k + _GAP)):
        low = s.low[m]
        if (
            low in words["subject_pronouns"]
            or low in words["determiners"]
            and s.low[m - 1] not in words["prepositions"] | words["determiners"]
        ):
            return m
        if low in {",", ":"} or low in words["conjunctions"] or m in s.verbs:
            return None
    return None


def _after_adjuncts(s: Sentence, k: int, end: int, known: Lexicon) -> int | None:
    """Skip « Monday », « on Tuesday », « in a statement » before a clause without *that*."""
    words = known.words
    while k < end:
        low = s.low[k]
        if low in words["time_words"] or low == "," or low.isdigit() and not _is_count(s, k, known):
            k += 1
        elif low in words["adjunct_openers"]:
            m = k + 1
            while m < end and (
                s.low[m] in words["determiners"] and m == k + 1 or not _opens_anew(s, m, known)
            ):
                if s.low[m] in words["passive"] | words["perfect"] | words["modals"]:
                    return k if _opens_clause(s, k, known) else None
                m += 1
            if m >= end:
                return None
            k = m
        else:
            return k
    return None


def _opens_anew(s: Sentence, m: int, known: Lexicon) -> bool:
    words = known.words
    low, previous = s.low[m], s.low[m - 1]
    if low in words["subject_pronouns"]:
        return True
    if _is_count(s, m, known) and previous in words["time_words"] | words["quantity_marks"]:
        return True
    if low in words["determiners"] or s.capital(m) and not s.capital(m - 1):
        return previous not in words["prepositions"] | words["determiners"] | words["adjunct_openers"]
    return low in words["prepositions"] & words["adjunct_openers"] and previous not in words["prepositions"]


def _opens_clause(s: Sentence, k: int, known: Lexicon) -> bool:
    low, words = s.low[k], known.words
    if (
        low in words["prepositions"] - words["quantifying"]
        or low in words["conjunctions"] | words["relatives"]
    ):
        return low in words["clause_prepositions"]
    return low[0].isalnum() or low in {QUOTE, "$", "£", "€"}


def _object_end(s: Sentence, first: int, last: int, known: Lexicon) -> int:
    """End a noun object where a circumstance or a clause begins behind a comma."""
    words = known.words
    for k in range(first + 1, last - 1):
        after = s.low[k + 1]
        if s.low[k] == "," and (
            after in words["relatives"] | words["walls"] | words["prepositions"] | words["subject_pronouns"]
            or known.is_adverb(after)
            or after.endswith(tuple(words["gerund_endings"]))
        ):
            return k
        if s.low[k] in words["conjunctions"] and (
            known.is_adverb(after)
            or after in known.forms
            and after not in words["homographs"]
            or after in words["perfect"] | words["passive"]
        ):
            return k
    return last


def _clause_end(s: Sentence, first: int, cue: Cue, cues: list[Cue], known: Lexicon) -> int:
    """End a content before what belongs to another cue, or to the writer."""
    words = known.words
    n = next((k for k in range(first, s.body_end()) if s.low[k] == "|"), s.body_end())
    if cue.first >= 2 and s.low[cue.first - 1] in words["relatives_who"] and s.low[cue.first - 2] == ",":
        n = next((k for k in range(first + 1, n) if s.low[k] == ","), n)
    for k in range(first + 1, n - 1):
        # « …, a claim that analysts doubt », « …, which critics called »
        if s.low[k] != ",":
            continue
        after = s.low[k + 1]
        if after in words["determiners"] and k + 2 < n and s.low[k + 2] in words["comment_nouns"]:
            n = k
            break
        if after in words["comment_relatives"] and any(k < other.first <= k + 8 for other in cues):
            n = k
            break
        if after in words["contrasts"] and not (
            k + 2 < n and s.low[k + 2] in words["complementisers"] | words["modals"]
        ):
            n = k
            break
    for other in cues:
        if other is cue or other.first <= first or other.first >= n:
            continue
        previous = s.low[other.first - 1]
        if other.kind == "preposition":
            if previous == "," and "," not in s.low[other.last : n]:
                return other.first - 1
            continue
        if other.mood == "gerund":
            if previous == ",":
                return other.first - 1
            if previous in words["conjunctions"] | words["before_gerund"] and cue.mood == "gerund":
                return other.first - 1
            continue
        if other.mood == "passive":
            continue
        if previous in words["conjunctions"]:
            at = other.first - 1
            return at - 1 if s.low[at - 1] == "," else at
        clause = s.low[first] in words["complementisers"] or cue.form.frames & {"zero"}
        after = next((k for k in range(other.first - 1, first, -1) if s.low[k] in words["time_links"]), None)
        if after is not None and not clause and other.first - after <= 12:
            # « called on the minister to resign after documents showed »
            return after
        if not clause and (linked := _linked(s, first, other, known)) is not None:
            return linked
        joined = next(
            (
                k
                for k in range(other.first - 1, first, -1)
                if s.low[k] == "," and s.low[k + 1] in words["joining"]
            ),
            None,
        )
        if joined is not None and other.first - joined <= 14:
            return joined
    return n


def _linked(s: Sentence, first: int, other: Cue, known: Lexicon) -> int | None:
    """Return where « and protesters » begins before another cue: behind an object a clause with a subject of its own."""
    for k in range(other.first - 1, max(first, other.first - 6), -1):
        if s.low[k] in known.words["conjunctions"]:
            return k
        if s.low[k] in known.words["prepositions"] | {",", QUOTE}:
            return None
    return None
