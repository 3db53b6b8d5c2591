"""Tell noun phrases from clauses, and read the noun phrase that begins at a word."""

from __future__ import annotations

from analysis.statements.lexicon import Lexicon
from analysis.statements.sentences import QUOTE, Sentence

Span = tuple[int, int]
STOPS = frozenset({"|", ":", ";", "?", "!", "\u2014", "...", "…", "(", ")", "-", QUOTE})
# a date line ends with a dash among the first words
_DATELINE = 14


def opening(s: Sentence) -> int:
    """Return the first token of a sentence behind its date line: « PARIS (AP) — »."""
    for k in range(1, min(_DATELINE, len(s))):
        if s.low[k] in {"\u2014", "-"} and s.of(0, 1).isupper() and len(s.low[0]) > 1:
            return k + 1
    k = 0
    while k < len(s) - 1 and s.low[k] in {"\u2014", "-", "•", "*", ")"}:
        k += 1
    return k


def is_clause(s: Sentence, segment: Span, known: Lexicon) -> bool:
    """Tell a relative or participial clause or a circumstance from a noun phrase."""
    first, last = segment
    low, words = s.low[first], known.words
    if low in words["relatives"] | words["walls"]:
        return True
    if known.in_adverbial(s.low, first):
        return True
    if low in words["prepositions"]:
        # « Maria Oduya, of the charity Bread Now, »
        return low not in words["origin"]
    if s.capital(first) and first != opening(s) or low in words["determiners"] or low[0].isdigit():
        return False
    return is_participle(low, known)


def is_participle(low: str, known: Lexicon) -> bool:
    """Tell whether a word looks like a participle: *seen*, *published*, *speaking*."""
    words = known.words
    return low in words["participles"] or (
        len(low) > 4
        and low.endswith(tuple(words["participle_endings"]))
        and low not in words["nouns_like_participles"]
    )


def has_verb(s: Sentence, first: int, last: int, known: Lexicon) -> bool:
    """Tell whether an auxiliary, or a verb that attributes, stands among some tokens."""
    words = known.words
    group = words["passive"] | words["perfect"] | words["modals"] | words["past_verbs"] | {QUOTE}
    return any(s.low[k] in group or k in s.verbs for k in range(first, last))


def stands_alone(s: Sentence, j: int, known: Lexicon) -> bool:
    """Tell a pronoun (*she*, *several of them*) from an article (*several doctors*)."""
    words = known.words
    if s.low[j] not in words["subject_pronouns"]:
        return False
    if s.low[j] not in words["determiners"] or j + 1 >= len(s):
        return True
    follower = s.low[j + 1]
    group = words["passive"] | words["perfect"] | words["modals"] | words["prepositions"] | words["relatives"]
    return not follower[0].isalpha() or follower in group or j + 1 in s.verbs or known.is_adverb(follower)


def behind(s: Sentence, j: int, known: Lexicon) -> Span | None:
    """Return the noun phrase that begins at token `j`, with its appositions, or None."""
    words = known.words
    while j < len(s) and (known.is_adverb(s.low[j]) or s.low[j] in words["time_words"]):
        j += 1
    if j >= len(s):
        return None
    low = s.low[j]
    if stands_alone(s, j, known):
        return j, j + 1
    if (
        low
        in words["prepositions"]
        | words["relatives"]
        | words["conjunctions"]
        | words["complementisers"]
        | STOPS
        or low in words["no_speaker"] | words["infinitive_marks"] | {",", "."}
        or not low[0].isalnum()
    ):
        return None
    return j, _phrase_end(s, j, known)


def _phrase_end(s: Sentence, j: int, known: Lexicon) -> int:
    words = known.words
    k, n = j + 1, len(s)
    commas = 0
    while k < n:
        low = s.low[k]
        if low == ",":
            if commas >= 3 or not is_apposition(s, k + 1, known):
                break
            commas += 1
            k += 2
            continue
        if low == "(" and (close := next((m for m in range(k, min(n, k + 9)) if s.low[m] == ")"), None)):
            k = close + 1
            continue
        if (
            low in STOPS
            or low == "."
            or low in words["relatives"] | words["walls"] | words["infinitive_marks"]
        ):
            break
        if low in words["time_words"] and s.low[k - 1] not in words["genitive"] | words["determiners"]:
            break
        if low in words["prepositions"] and not _belongs(s, j, k, known):
            break
        if low in words["conjunctions"] and not (
            k + 1 < n and (s.capital(k + 1) or s.low[k + 1] in words["determiners"])
        ):
            break
        if (
            known.is_adverb(low)
            and not s.capital(k)
            or k in s.verbs
            or low in words["modals"] | words["perfect"] | words["passive"]
        ):
            break
        if is_participle(low, known) and not s.capital(k) and s.low[k - 1] not in words["determiners"]:
            break
        k += 1
    while k > j + 1 and s.low[k - 1] in words["conjunctions"] | words["prepositions"] | {","}:
        k -= 1
    return k


def _belongs(s: Sentence, j: int, k: int, known: Lexicon) -> bool:
    """Tell whether a preposition goes on with a noun phrase (*head of*, *an economist at X*) or begins a circumstance."""
    low, words = s.low[k], known.words
    if low in words["genitive"]:
        return True
    if k + 1 >= len(s) or s.low[k + 1] in words["time_words"] or s.low[k + 1][0].isdigit():
        return False
    named = all(s.capital(m) or not s.low[m][0].isalpha() for m in range(j, k))
    return low in words["origin"] or low in words["posts"] and not named and s.capital(k + 1)


def is_apposition(s: Sentence, k: int, known: Lexicon) -> bool:
    """Tell whether what follows a comma says who somebody is: a name, an age, a function."""
    words = known.words
    if k >= len(s):
        return False
    low = s.low[k]
    if (
        low == QUOTE
        or low in words["relatives"] | words["walls"] | words["conjunctions"] | words["subject_pronouns"]
    ):
        return False
    end = next((m for m in range(k, len(s)) if s.low[m] in {",", "."} | STOPS), len(s))
    if low[0].isdigit():
        return end - k <= 3
    if low in words["origin"]:
        return not has_verb(s, k, end, known)
    if low in words["prepositions"] or known.is_adverb(low) or low in words["time_words"] or k in s.verbs:
        return False
    if has_verb(s, k, end, known):
        return False
    if s.capital(k):
        return end - k <= 8
    if is_participle(low, known):
        return False
    return any(
        word in words["functions"] | words["groups"] | words["determiners"] for word in s.low[k : k + 4]
    )
