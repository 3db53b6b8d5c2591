"""Find what is said: the clause, quotation, infinitive or object that belongs to a cue."""

from __future__ import annotations

from analysis.statements import incises, sources
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon, any_of
from analysis.statements.sentences import QUOTE, Sentence

_FINAL = frozenset({".", "!", "?", "…", "...", ";", ":", ","})
# how many words may stand between a verb and what is said
_GAP = 14
Spans = list[tuple[int, int]]


def behind(s: Sentence, cue: Cue, cues: list[Cue], known: Lexicon) -> Spans:
    """Return the content that follows a cue whose subject stands before it."""
    frames = cue.form.frames
    n = s.body_end()
    j = cue.last
    limit = min(n, j + _GAP)
    heads = {other.first for other in cues if other is not cue and other.heads_clause}
    first = None
    k = j
    while k < limit:
        low = s.low[k]
        if low in known.words["complementisers"]:
            if (
                "que" in frames
                and not _is_comparison(s, k, known)
                and (first is None or _may_stand_before_that(s, first, k, cue, known))
            ):
                return [(k, _clause_end(s, k, cue, cues, known))]
            break
        if low == ":":
            object_ = (
                [(a, min(b, k)) for a, b in _complement(s, cue, cues, known, j, k)]
                if first is not None
                else []
            )
            said = _after_colon(s, k + 1, n)
            return object_ + said if not object_ or said and s.low[said[0][0]] == QUOTE else object_
        if low == QUOTE:
            object_ = _complement(s, cue, cues, known, j, n) if first is not None else []
            if object_ and object_[0][0] < k < object_[0][1]:
                return object_
            if first is None or _is_adjunct(s, j, k, known):
                if "q" in frames or "np" in frames or frames & {"inf", "adj"}:
                    return _quote_and_more(s, k, n, cue, cues, known)
                break
            if "q" in frames or "np" in frames:
                break
        if k in heads:
            break
        if (
            low in known.words["question_words"] or low == "s'" and s.low[k + 1 : k + 2] in (["il"], ["ils"])
        ) and (frames & {"si", "comment"} or cue.form.lemma in known.words["asking"]):
            return [(k, _clause_end(s, k, cue, cues, known))]
        if first is None and not (_skippable(s, k, known) or known.in_adverbial(s.low, k)):
            first = k
        k += 1
    return _complement(s, cue, cues, known, j, n)


def _may_stand_before_that(s: Sentence, first: int, k: int, cue: Cue, known: Lexicon) -> bool:
    """Tell whether words between a verb and *que* are circumstances or an addressee, not an object with a clause of its own."""
    if cue.form.lemma in known.words["addressed"]:
        return True
    low = s.low[first]
    if low in known.words["partitives"]:
        return low == "tout" or cue.form.lemma.startswith("faire")
    return low in known.words["prepositions"] | known.words["time_words"] | {
        "ce",
        "lui",
        "quant",
    } or _is_time(s, first, known)


def _is_time(s: Sentence, k: int, known: Lexicon) -> bool:
    return s.low[k] in known.words["time_articles"] and any_of(s.low[k : k + 3], known.words["time_words"])


def _after_time(s: Sentence, k: int, n: int, known: Lexicon) -> int:
    """Skip « le week-end dernier », « jeudi 3 mars », « la semaine dernière »."""
    if (
        k + 1 < n
        and s.low[k] in known.words["time_prepositions"]
        and (s.low[k + 1].isdigit() or s.low[k + 1] in known.words["time_words"])
    ):
        k += 1
    if k < n and (
        s.low[k] in known.words["time_words"]
        or s.low[k].isdigit()
        and s.low[k - 1] in {"dès", "depuis", "en"}
        or _is_time(s, k, known)
    ):
        k += 1
        while k < n and (
            s.low[k] in known.words["time_words"]
            or s.low[k].isdigit()
            or s.low[k] in known.words["time_adjectives"]
        ):
            k += 1
    return k


def _skippable(s: Sentence, k: int, known: Lexicon) -> bool:
    low = s.low[k]
    return known.is_adverb(low) or low == "," or low in known.words["negation"]


def _is_adjunct(s: Sentence, first: int, last: int, known: Lexicon) -> bool:
    """Tell whether only circumstances stand between verb and quotation: « déclare à l'AFP, jeudi, « … » »."""
    words = s.low[first:last]
    while words and (words[0] == "," or known.is_adverb(words[0])):
        words = words[1:]
    return (
        not words
        or words[0] in known.words["prepositions"] | known.words["time_words"] | {"ce", "au", "aux"}
        and words[0] not in known.words["genitive"]
    )


def _is_comparison(s: Sentence, k: int, known: Lexicon) -> bool:
    near = s.low[max(0, k - 2) : k]
    return any_of(near, known.words["comparisons"]) or near == ["la", "même"] or near == ["le", "même"]


def _after_colon(s: Sentence, k: int, n: int) -> Spans:
    if k >= n:
        return []
    if s.low[k] == QUOTE:
        last = k + 1
        spans = [(k, last)]
        # « A » et « B », « A … » (« B »)
        while last + 1 < n and s.low[last] in {",", "et", "."} and s.low[last + 1] == QUOTE:
            spans.append((last + 1, last + 2))
            last += 2
        return spans
    return [(k, n)]


def _quote_and_more(s: Sentence, k: int, n: int, cue: Cue, cues: list[Cue], known: Lexicon) -> Spans:
    last = k + 1
    # « dénonce « une mise au pas » du parquet »: the words that complete the quotation belong to it
    if last < n and s.low[last] in known.words["genitives"] and len(s.of(k, k + 1).split()) <= 8:
        return [(k, _clause_end(s, k, cue, cues, known))]
    if last < n and cue.form.lemma in known.words["judging"] and s.low[last] in known.words["determiners"]:
        # « jugeant « incompréhensible » l'exclusion de X »
        return [(k, _clause_end(s, k, cue, cues, known))]
    if last + 1 < n and s.low[last] == "et" and s.low[last + 1] == QUOTE:
        return [(k, last + 2)]
    return [(k, last)]


def _complement(s: Sentence, cue: Cue, cues: list[Cue], known: Lexicon, j: int, n: int) -> Spans:
    """Return an infinitive, a prepositional object or a noun object."""
    frames = cue.form.frames
    k = j
    while k < n and (known.is_adverb(s.low[k]) or known.in_adverbial(s.low, k)):
        if s.low[k] == "tout" and "np" in frames and not known.in_adverbial(s.low, k):
            # « a démenti tout contact »
            break
        k += 1
    if k + 2 < n and s.low[k] == "," and s.low[k + 1] in known.words["time_words"]:
        # « a démenti, mardi, tout contact »
        close = next((m for m in range(k + 1, min(n, k + 6)) if s.low[m] == ","), None)
        k = close + 1 if close else k
    k = _after_time(s, k, n, known)
    if k >= n or s.low[k] in _FINAL:
        return []
    low = s.low[k]
    end = None
    if (
        low in known.words["prepositions"] | {"d'"}
        and "np" in frames
        and low not in frames
        and not (low in {"d'", "à", "au", "aux"} and frames & {"inf", "de", "a", "acca", "reproche"})
    ):
        # « a annoncé pour mars une étude », « a raconté d'une voix ferme la vente »
        at = sources.after_adjunct(s, k, known)
        if at is not None and at < n:
            k, low = at, s.low[at]
    held = any_of(s.low[cue.first : cue.head], known.words["held_objects"])
    if held and low in known.words["genitive"] and frames & {"acc", "menace"}:
        return [(k, _after_its_quote(s, k, _clause_end(s, k, cue, cues, known)))]
    if low in {"avoir", "être"} and "que" in frames:
        end = _clause_end(s, k, cue, cues, known)
    elif (
        (
            low in known.words["genitives"]
            and frames & {"inf", "de", "sur", "a", "contre"}
            and ("de" in frames or low in known.words["genitive"] and _is_infinitive(s, k + 1, known))
        )
        or low in known.words["datives"]
        and frames & {"a", "acca"}
    ):
        end = _after_its_quote(s, k, _clause_end(s, k, cue, cues, known))
    elif low in known.words["datives"] and "inf" in frames:
        # « demande à X de »
        m = next(
            (
                m
                for m in range(k + 1, min(n, k + 16))
                if s.low[m] in known.words["genitive"] and _is_infinitive(s, m + 1, known)
            ),
            None,
        )
        if m is not None:
            return [(m, _clause_end(s, m, cue, cues, known))]
        at = sources.after_adjunct(s, k, known) if "np" in frames else None
        if at is not None and at < n:
            end = _object_end(s, at, _clause_end(s, at, cue, cues, known), known)
            k = at
    elif low in known.words["genitive"] and "reproche" in frames and _is_infinitive(s, k + 1, known):
        end = _clause_end(s, k, cue, cues, known)
    elif low in known.words["genitive"] and "pred" in frames or low == "comme" and "comme" in frames:
        # « le traitait de menteur »: the object stands before the verb
        end = _clause_end(s, k, cue, cues, known)
    elif (
        (
            low in known.words["genitive"]
            and "quoted" in frames
            and (QUOTE in s.low[k : k + 6] or s.low[k + 1 : k + 2] in (["un"], ["une"]))
        )
        or low in known.words["datives"]
        and "reproche" in frames
        or low in {"sur", "contre", "pour"}
        and low in frames
        or "inf" in frames
        and _is_infinitive(s, k, known)
    ):
        end = _clause_end(s, k, cue, cues, known)
    elif frames & {"acc", "acca", "menace", "pred", "comme", "a"} and _starts_object(s, k, known):
        if frames & {"acca", "a"}:
            # « appelle ses collègues à voter »: what is asked begins with the preposition
            k = next(
                (
                    m
                    for m in range(k + 1, n)
                    if s.low[m] in known.words["datives"]
                    and (_is_infinitive(s, m + 1, known) or s.low[m + 1 : m + 2] != ["la"])
                ),
                n,
            )
            end = _after_its_quote(s, k, _clause_end(s, k, cue, cues, known)) if k < n else None
        elif any(
            word in ({"comme"} if "comme" in frames else known.words["genitive"]) for word in s.low[k + 1 : n]
        ):
            end = _clause_end(s, k, cue, cues, known)
        elif "np" in frames:
            end = _object_end(s, k, _clause_end(s, k, cue, cues, known), known)
    elif "np" in frames and _starts_object(s, k, known):
        end = _object_end(s, k, _clause_end(s, k, cue, cues, known), known)
    elif "adj" in frames and not s.capital(k) and low not in known.words["determiners"]:
        end = _clause_end(s, k, cue, cues, known)
    return [(k, end)] if end is not None and end > k else []


def _after_its_quote(s: Sentence, first: int, last: int) -> int:
    """End « à « revenir à la table », faute de quoi … » with its quotation."""
    for k in range(first, last - 1):
        if s.low[k] == QUOTE and s.low[k + 1] == ",":
            return k + 1
    return last


def _starts_object(s: Sentence, k: int, known: Lexicon) -> bool:
    return (
        s.low[k] in known.words["determiners"] - known.words["contracted"]
        or s.capital(k)
        or s.low[k][0].isdigit()
    )


def _is_infinitive(s: Sentence, k: int, known: Lexicon) -> bool:
    while k < len(s) and (
        s.low[k] in known.words["clitics"] or known.is_adverb(s.low[k]) or s.low[k] in known.words["negation"]
    ):
        k += 1
    return (
        k < len(s)
        and len(s.low[k]) > 2
        and s.low[k].endswith(("er", "ir", "re", "oir"))
        and not s.capital(k)
        or k < len(s)
        and s.low[k] == QUOTE
    )


def _object_end(s: Sentence, first: int, last: int, known: Lexicon) -> int:
    """End a noun object where a circumstance begins behind a comma."""
    resumed = first
    for k in range(first + 1, last):
        if k < resumed:
            continue
        if s.low[k] == "," and s.low[k + 1 : k + 2] == ["soit"]:
            # « la suppression de 210 postes, soit un tiers, et la fermeture du site »
            resumed = next(
                (m + 2 for m in range(k + 1, last - 1) if s.low[m] == "," and s.low[m + 1] == "et"), last
            )
            continue
        if s.low[k] == "," and k + 1 < last:
            follower = s.low[k + 1]
            if follower in known.words["stops"] | known.words["openers"] | known.words["prepositions"] | {
                "un",
                "une",
            } and follower not in {"qui", "dont"}:
                return k
        if (
            s.low[k] == "et"
            and k + 2 < last
            and (
                s.low[k + 1] in known.words["avoir"] | known.words["etre"]
                or s.low[k + 1] in known.words["verb_continues"]
            )
        ):
            return k
    return last


def _clause_end(s: Sentence, first: int, cue: Cue, cues: list[Cue], known: Lexicon) -> int:
    """End a clause before what belongs to another cue of the same speaker or of the writer."""
    n = s.body_end()
    clause = s.low[first] in {"que", "qu'", "si"}
    if not clause and cue.first >= 2 and s.low[cue.first - 1] == "qui" and s.low[cue.first - 2] != ",":
        # « les riverains qui dénoncent le bruit ont écrit »: the main verb ends the relative clause
        n = next(
            (k for k in range(first + 2, n) if s.low[k] in known.words["main_auxiliaries"] and s.low[k - 1] not in known.words["subject_pronouns"] | {"qui", "que", "qu'", "ne", "n'", "où"}),
            n,
        )  # fmt: skip
    if cue.first >= 2 and s.low[cue.first - 1] == "qui" and s.low[cue.first - 2] == ",":
        # « X, qui évoque …, a fait … »: the relative clause ends with its comma
        n = next((k for k in range(first + 1, n) if s.low[k] == ","), n)
    for k in range(first + 1, n - 2):
        if s.low[k] != ",":
            continue
        # « …, ce que l'Ordre a jugé … » comments on the whole; « …, puis se tait » goes on without it
        if s.low[k + 1] == "puis" and s.low[k + 2] not in known.words["determiners"]:
            n = k
            break
        if s.low[k + 1] == "ce" and s.low[k + 2] in known.words["relatives"]:
            n = k
            break
    for other in cues:
        if other is cue or other.first <= first or other.first >= n:
            continue
        previous = s.low[other.first - 1]
        if other.kind == "preposition":
            if previous == "," and cue.kind == "verb" and _reaches_end(s, other, n):
                return other.first - 1
            continue
        if other.clitic is not None and previous in {",", QUOTE}:
            return other.first - (previous == ",")
        if other.mood == "gerund":
            at = other.first - 1
            if previous == "en":
                at -= 1
                if at >= 0 and s.low[at] == "tout":
                    at -= 1
            while at >= 0 and (known.is_adverb(s.low[at]) or s.low[at] == "et"):
                at -= 1
            if s.low[at] == ",":
                return at
            if previous == "en" and s.low[at] != ",":
                return at + 1
            continue
        if previous == "," and incises.is_inverted(s, other, cues, known):
            return other.first - 1
        joined = next(
            (
                k
                for k in range(other.first - 1, first, -1)
                if s.low[k] == "," and s.low[k + 1] in known.words["joining"]
            ),
            None,
        )
        if joined is not None and other.heads_clause and other.first - joined <= 16:
            return joined
        if (
            previous == ","
            and other.heads_clause
            and cue.first < other.first
            and not has_new_subject(s, first, other, known)
        ):
            return other.first - 1
        if previous in known.words["and_then"] and cue.mood != "infinitive":
            at = other.first - 1
            return at - 1 if s.low[at - 1] == "," else at
        if other.mood == "coordinated":
            at = other.first
            while at > first and s.low[at] not in {"et", "puis", ","}:
                at -= 1
            return at
    return n


def has_new_subject(s: Sentence, first: int, other: Cue, known: Lexicon) -> bool:
    """Tell whether a clause with a subject of its own begins between two cues (« …, et Y, président de Z, affirme »)."""
    return any(
        s.low[k] == "," and s.low[k + 1] in known.words["new_subject_links"]
        for k in range(first, other.first - 1)
    )


def _reaches_end(s: Sentence, other: Cue, n: int) -> bool:
    return "," not in s.low[other.last : n]
