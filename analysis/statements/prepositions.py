"""Read what *selon X*, *d'après X* and *pour X* attribute."""

from __future__ import annotations

import re

from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon, any_of
from analysis.statements.sentences import QUOTE, Sentence

Spans = list[tuple[int, int]]
# who does what: l'économiste, la politologue, le technicien
_JOB = re.compile(r"\w{3,}(?:iste|ologue|ographe|icien|icienne)s?")


def of_preposition(s: Sentence, cue: Cue, known: Lexicon) -> tuple[Spans, tuple[int, int] | None]:
    """Return content and source of *selon X*: first, last or in the middle of its sentence."""
    n = s.body_end()
    j = cue.last
    if j >= n:
        return [], None
    low = s.low[j]
    end = j + 1
    if low in known.words["strong_pronouns"] | known.words["demonstratives"]:
        source = (j, end)
    else:
        while (
            end < n
            and s.low[end] not in {",", ":", ";", "("}
            and not (s.low[end] == QUOTE and end > j + 1 and s.low[end - 1] != "association")
        ):
            if s.low[end] in known.words["relatives"] or s.low[end] == "cité":
                break
            end += 1
        while (
            end < n
            and s.low[end] == ","
            and (_is_name(s, end + 1, known) or s.capital(end - 1) and _is_function(s, end + 1, known))
        ):
            end = next((k for k in range(end + 1, n) if s.low[k] == ","), n)
        source = (j, end)
        while (
            end + 1 < n
            and s.low[end] == ","
            and re.match(r"cité|citant|interrogé|joint|contacté|relayé|repris|qui$|dont$", s.low[end + 1])
        ):
            end = next((k for k in range(end + 1, n) if s.low[k] == ","), n)
        if cue.form.lemma == "pour" and not _is_person(s, source, known):
            return [], None
    comma = (
        next((k for k in range(end, n) if s.low[k] == ","), None)
        if s.low[min(end, n - 1)] != QUOTE
        else end - 1
    )
    if end >= n:
        comma = None
    opening = (
        cue.first == 0
        or cue.first <= 3
        and all(
            word in known.words["openers"] or known.is_adverb(word) or word == ","
            for word in s.low[: cue.first]
        )
    )
    # « affirmant que, selon X, P »: the clause begins here
    opening = (
        opening
        or s.low[cue.first - 1] in known.words["complementisers"]
        or s.low[cue.first - 2 : cue.first] in (["que", ","], ["qu'", ","])
    )
    if opening:
        start = source[1] if comma is None else comma + 1
        if start < n and s.low[start] == ",":
            start += 1
        for phrase in known.adverbials:
            # « Selon elle, en revanche, … »
            if tuple(s.low[start : start + len(phrase)]) == phrase and s.low[
                start + len(phrase) : start + len(phrase) + 1
            ] == [","]:
                start += len(phrase) + 1
        return ([(start, n)] if start < n else []), source
    left = 0
    for k in range(cue.first - 1, -1, -1):
        if (
            s.low[k] in known.words["complementisers"]
            and k + 1 < cue.first
            and s.low[k - 1] not in {",", "parce", "alors"}
            or s.low[k] in {":", "—"}
        ):
            left = k + 1
            break
    while left < cue.first and (s.low[left] in {"—", "–", "-", ","}):
        left += 1
    stop = cue.first
    while stop > left and s.low[stop - 1] in {",", "et", "mais"}:
        stop -= 1
    spans = [(left, stop)] if stop > left else []
    if comma is not None and comma + 1 < n:
        spans.append((comma + 1, n))
    return spans, source


def _is_function(s: Sentence, k: int, known: Lexicon) -> bool:
    """Tell whether a segment after a name says who that is: « Bertil H., de l'université de N., »."""
    end = next((m for m in range(k, min(len(s), k + 14)) if s.low[m] == ","), None)
    if end is None or end == k:
        return False
    words = s.low[k:end]
    if any_of(words, known.words["avoir"], known.words["etre"]) or any(
        word in known.forms and word not in known.words["homographs"] for word in words
    ):
        return False
    if words[0] in {"de", "du"}:
        return len(words) > 1 and (words[1] in {"l'", "la"} or s.capital(k + 1) or words[0] == "du")
    named = s.capital(k - 2) and k >= 3 and s.capital(k - 3)
    if words[0] in known.words["determiners"] and not named:
        return False
    return any_of(words[:3], known.words["functions"], known.words["groups"])


def _is_person(s: Sentence, source: tuple[int, int], known: Lexicon) -> bool:
    """Tell whether somebody can have an opinion: a name, a pronoun, a function, a group."""
    first, last = source
    if s.low[first] in known.words["strong_pronouns"]:
        return True
    if last - first > 18 or any_of(s.low[first:last], known.words["time_words"]):
        return False
    if s.capital(first) and s.low[first] not in known.words["determiners"]:
        return True
    return any(
        word in known.words["functions"] | known.words["groups"] | known.words["media"]
        or _JOB.fullmatch(word)
        for word in s.low[first : first + 4]
    )


def _is_name(s: Sentence, k: int, known: Lexicon) -> bool:
    """Tell whether a segment between commas is a person's name: « le maire, Jean Martin, … »."""
    if k >= len(s) or not s.capital(k):
        return False
    end = next((m for m in range(k, len(s)) if s.low[m] == ","), None)
    if end is None or end - k > 8:
        return False
    return all(
        s.capital(m) or s.low[m] in known.words["name_particles"] | {"de", "du", "et", "d'", ".", "-"}
        for m in range(k, end)
    )
