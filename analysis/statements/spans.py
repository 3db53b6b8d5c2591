"""Find what is said: the clause, quotation, infinitive or object that belongs to a cue."""

from __future__ import annotations

import re

from analysis.statements import sources
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon
from analysis.statements.sentences import QUOTE, Sentence

_FINAL = frozenset({".", "!", "?", "…", "...", ";", ":", ","})
# how many words may stand between a verb and what is said
_GAP = 14
# who does what: l'économiste, la politologue, le technicien
_JOB = re.compile(r"\w{3,}(?:iste|ologue|ographe|icien|icienne)s?")
Spans = list[tuple[int, int]]


def is_inverted(s: Sentence, cue: Cue, cues: list[Cue], known: Lexicon) -> bool:
    """Tell whether the subject follows: « …, affirme X »."""
    if cue.kind != "verb" or cue.mood not in {"finite", "participle"}:
        return False
    if cue.clitic is not None:
        # « a-t-il dit que … ? » is a question; « le ministre a-t-il dit » too
        return (
            cue.first == 0
            or s.low[cue.first - 1] in {",", QUOTE, "—", "–", "-", ")", ".", "!", "?", "…", '"'}
            or True
        )
    previous = s.low[cue.first - 1] if cue.first else ""
    if previous not in {"", ",", QUOTE, "—", "–", "-", "?", "!", "…", "...", '"', "comme"}:
        return False
    found = sources.behind(s, cue.last, known)
    if found is None:
        return False
    if previous == ",":
        quoted = cue.first >= 2 and s.low[cue.first - 2] == QUOTE
        takes_object = cue.form.frames & {
            "np",
            "obj",
            "acc",
            "acca",
            "a",
            "reproche",
            "menace",
            "inf",
            "pred",
            "comme",
        }
        if takes_object and not quoted:
            # « il admet des erreurs, promet un plan »: verbs of one subject in a row
            if any(other.first < cue.first and other.mood in {"finite", "participle"} for other in cues):
                return False
            return not _closes_apposition(s, cue.first - 1, known)
        rest = s.low[cue.last : cue.last + _GAP]
        # « Le ministre, Jean X, a dit mardi que »
        if "que" in rest or "qu'" in rest or ":" in rest:
            return not _closes_apposition(s, cue.first - 1, known)
    return bool(cue.first) or _after_quote(s)


def _after_quote(s: Sentence) -> bool:
    return False


def _closes_apposition(s: Sentence, comma: int, known: Lexicon) -> bool:
    """Tell whether the comma before a verb ends an apposition or an insertion to its subject."""
    earlier = next((k for k in range(comma - 1, -1, -1) if s.low[k] == ","), None)
    if earlier is None or comma - earlier > 24:
        return False
    between = s.low[earlier + 1 : comma]
    if any(word in known.words["avoir"] | known.words["etre"] for word in between) and between[0] not in {
        "qui",
        "dont",
        "que",
        "qu'",
    }:
        return False
    if earlier > 30:
        return False
    head = s.low[:earlier]
    return not any(word in known.words["avoir"] | known.words["etre"] for word in head[-12:])


def behind(s: Sentence, cue: Cue, cues: list[Cue], known: Lexicon) -> Spans:
    """Return the content that follows a cue whose subject stands before it."""
    frames = cue.form.frames
    n = _body_end(s)
    j = cue.last
    limit = min(n, j + _GAP)
    first = None
    k = j
    while k < limit:
        low = s.low[k]
        if low in {"que", "qu'"}:
            if (
                "que" in frames
                and not _is_comparison(s, k)
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
        if any(
            other.first == k for other in cues if other is not cue and other.mood in {"finite", "participle"}
        ):
            break
        if (
            low in {"si", "comment", "pourquoi", "combien"}
            or low == "s'"
            and s.low[k + 1 : k + 2] in (["il"], ["ils"])
        ) and (
            frames & {"si", "comment"}
            or cue.form.lemma in {"demander", "expliquer", "préciser", "dire", "raconter", "savoir"}
        ):
            return [(k, _clause_end(s, k, cue, cues, known))]
        if first is None and not (_skippable(s, k, known) or known.in_adverbial(s.low, k)):
            first = k
        k += 1
    return _complement(s, cue, cues, known, j, n)


def _may_stand_before_that(s: Sentence, first: int, k: int, cue: Cue, known: Lexicon) -> bool:
    """Tell whether words between a verb and *que* are circumstances or an addressee, not an object with a clause of its own."""
    if cue.form.lemma in _ADDRESSED:
        return True
    low = s.low[first]
    if low in {"tout", "de", "du", "des", "d'"}:
        return low == "tout" or cue.form.lemma.startswith("faire")
    return low in known.words["prepositions"] | known.words["time_words"] | {
        "ce",
        "lui",
        "quant",
    } or _is_time(s, first, known)


# verbs that take an object and what it is said to be
_JUDGING = frozenset({"juger", "estimer", "considérer", "qualifier"})
# finite auxiliaries: where a main clause goes on
_MAIN = frozenset(
    {"a", "ont", "est", "sont", "avait", "avaient", "était", "étaient", "sera", "seront", "aura", "auront"}
)
# verbs that say to whom before they say what
_ADDRESSED = frozenset(
    {
        "prévenir",
        "avertir",
        "informer",
        "assurer",
        "alerter",
        "rassurer",
        "persuader",
        "convaincre",
        "attendre",
        "exiger",
    }
)


def _is_time(s: Sentence, k: int, known: Lexicon) -> bool:
    return any(word in known.words["time_words"] for word in s.low[k : k + 3]) and s.low[k] in {
        "le",
        "la",
        "ce",
        "cette",
        "l'",
        "un",
    }


def _after_time(s: Sentence, k: int, n: int, known: Lexicon) -> int:
    """Skip « le week-end dernier », « jeudi 3 mars », « la semaine dernière »."""
    if (
        k + 1 < n
        and s.low[k] in {"dès", "depuis", "en", "fin", "début"}
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
            or s.low[k] in {"prochain", "prochaine", "passé", "passée", "matin"}
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
        and words[0] not in {"de", "d'"}
    )


def _is_comparison(s: Sentence, k: int) -> bool:
    near = s.low[max(0, k - 2) : k]
    return (
        any(word in {"plus", "moins", "autant", "tel", "telle"} for word in near)
        or near == ["la", "même"]
        or near == ["le", "même"]
    )


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
    if last < n and s.low[last] in {"de", "du", "des", "d'"} and len(s.of(k, k + 1).split()) <= 8:
        return [(k, _clause_end(s, k, cue, cues, known))]
    if last < n and cue.form.lemma in _JUDGING and s.low[last] in known.words["determiners"]:
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
    held = any(s.low[m] in {"l'", "le", "la", "les", "nous", "m'"} for m in range(cue.first, cue.head))
    if held and low in {"de", "d'"} and frames & {"acc", "menace"}:
        return [(k, _after_its_quote(s, k, _clause_end(s, k, cue, cues, known)))]
    if low in {"avoir", "être"} and "que" in frames:
        end = _clause_end(s, k, cue, cues, known)
    elif (
        (
            low in {"de", "d'", "du", "des"}
            and frames & {"inf", "de", "sur", "a", "contre"}
            and ("de" in frames or low in {"de", "d'"} and _is_infinitive(s, k + 1, known))
        )
        or low in {"à", "au", "aux"}
        and frames & {"a", "acca"}
    ):
        end = _after_its_quote(s, k, _clause_end(s, k, cue, cues, known))
    elif low in {"à", "au", "aux"} and "inf" in frames:
        # « demande à X de »
        m = next(
            (
                m
                for m in range(k + 1, min(n, k + 16))
                if s.low[m] in {"de", "d'"} and _is_infinitive(s, m + 1, known)
            ),
            None,
        )
        if m is not None:
            return [(m, _clause_end(s, m, cue, cues, known))]
        at = sources.after_adjunct(s, k, known) if "np" in frames else None
        if at is not None and at < n:
            end = _object_end(s, at, _clause_end(s, at, cue, cues, known), known)
            k = at
    elif low in {"de", "d'"} and "reproche" in frames and _is_infinitive(s, k + 1, known):
        end = _clause_end(s, k, cue, cues, known)
    elif low in {"de", "d'"} and "pred" in frames or low == "comme" and "comme" in frames:
        # « le traitait de menteur »: the object stands before the verb
        end = _clause_end(s, k, cue, cues, known)
    elif (
        (
            low in {"de", "d'"}
            and "quoted" in frames
            and (QUOTE in s.low[k : k + 6] or s.low[k + 1 : k + 2] in (["un"], ["une"]))
        )
        or low in {"à", "au", "aux"}
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
                    if s.low[m] in {"à", "au", "aux"}
                    and (_is_infinitive(s, m + 1, known) or s.low[m + 1 : m + 2] != ["la"])
                ),
                n,
            )
            end = _after_its_quote(s, k, _clause_end(s, k, cue, cues, known)) if k < n else None
        elif any(word in ({"comme"} if "comme" in frames else {"de", "d'"}) for word in s.low[k + 1 : n]):
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
        s.low[k] in known.words["determiners"] - {"du", "au", "aux"} or s.capital(k) or s.low[k][0].isdigit()
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
                or s.low[k + 1] in {"s'", "se", "n'", "ne"}
            )
        ):
            return k
    return last


def _body_end(s: Sentence) -> int:
    n = len(s)
    while n and s.low[n - 1] in _FINAL:
        n -= 1
    return n


def _clause_end(s: Sentence, first: int, cue: Cue, cues: list[Cue], known: Lexicon) -> int:
    """End a clause before what belongs to another cue of the same speaker or of the writer."""
    n = _body_end(s)
    clause = s.low[first] in {"que", "qu'", "si"}
    if not clause and cue.first >= 2 and s.low[cue.first - 1] == "qui" and s.low[cue.first - 2] != ",":
        # « les riverains qui dénoncent le bruit ont écrit »: the main verb ends the relative clause
        n = next(
            (k for k in range(first + 2, n) if s.low[k] in _MAIN and s.low[k - 1] not in known.words["subject_pronouns"] | {"qui", "que", "qu'", "ne", "n'", "où"}),
            n,
        )  # fmt: skip
    if cue.first >= 2 and s.low[cue.first - 1] == "qui" and s.low[cue.first - 2] == ",":
        # « X, qui évoque …, a fait … »: the relative clause ends with its comma
        n = next((k for k in range(first + 1, n) if s.low[k] == ","), n)
    for k in range(first + 1, n - 2):
        # « …, ce que l'Ordre a jugé … » comments on the whole; « …, puis se tait » goes on without it
        if s.low[k] == "," and s.low[k + 1] == "puis" and s.low[k + 2] not in known.words["determiners"]:
            n = k
            break
        if s.low[k] == "," and s.low[k + 1] == "ce" and s.low[k + 2] in {"que", "qui", "qu'", "dont"}:
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
        if previous == "," and is_inverted(s, other, cues, known):
            return other.first - 1
        joined = next(
            (
                k
                for k in range(other.first - 1, first, -1)
                if s.low[k] == "," and s.low[k + 1] in {"et", "mais", "tandis", "alors", "puis"}
            ),
            None,
        )
        if joined is not None and other.mood in {"finite", "participle"} and other.first - joined <= 16:
            return joined
        if (
            previous == ","
            and other.mood in {"finite", "participle"}
            and cue.first < other.first
            and not has_new_subject(s, first, other, known)
        ):
            return other.first - 1
        if previous in {"et", "mais", "puis"} and cue.mood != "infinitive":
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
        s.low[k] == "," and s.low[k + 1] in {"et", "mais", "tandis", "alors", "car"}
        for k in range(first, other.first - 1)
    )


def _reaches_end(s: Sentence, other: Cue, n: int) -> bool:
    return "," not in s.low[other.last : n]


def around(s: Sentence, cue: Cue, end: int, known: Lexicon) -> Spans:
    """Return the content of an inverted cue: what stands before it, and a quotation or clause that goes on behind.

    `end` is the token where cue and source are over.
    """
    stop = cue.first
    while stop and s.low[stop - 1] in {",", "—", "–", "-", "comme"}:
        stop -= 1
    spans: Spans = []
    if stop:
        first = 0
        # « X affirme que … », puis « …, ajoute-t-il » share nothing; a colon or a dash sets a new beginning
        while first < stop and s.low[first] in {"—", "–", "-", ",", ")"}:
            first += 1
        if first < stop:
            spans.append((first, stop))
    n = _body_end(s)
    if end < n and s.low[end] in {",", ":", "."} or end < n and s.low[end] == QUOTE:
        k = end if s.low[end] == QUOTE else end + 1
        if k < n and s.low[k] == QUOTE:
            spans.append((k, k + 1))
        elif (
            k < n
            and s.low[end] == ":"
            or (
                k < n
                and s.low[end] == ","
                and spans
                and s.low[spans[0][0]] != QUOTE
                and not _is_circumstance(s, k, known)
            )
        ):
            spans.append((k, n))
    return spans


def _is_circumstance(s: Sentence, k: int, known: Lexicon) -> bool:
    low = s.low[k]
    if (
        low in {"ce", "c'"}
        and s.low[k + 1 : k + 2]
        and s.low[k + 1] in {"n'", "ne", "est", "sont", "sera", "que", "qui", "serait"}
    ):
        # « Ce qui la met en colère, dit-elle, ce n'est pas … »
        return False
    return (
        low in known.words["stops"] | known.words["prepositions"] | known.words["time_words"]
        or low in {"en", "tout", "lui", "elle", "à"}
        or low.endswith("ant")
        or low in known.forms
        or known.is_adverb(low)
        or low.endswith(("é", "ée", "és", "ées"))
    )


def of_preposition(s: Sentence, cue: Cue, known: Lexicon) -> tuple[Spans, tuple[int, int] | None]:
    """Return content and source of *selon X*: first, last or in the middle of its sentence."""
    n = _body_end(s)
    j = cue.last
    if j >= n:
        return [], None
    low = s.low[j]
    if low in {"lui", "elle", "eux", "elles", "celui-ci", "celle-ci", "ceux-ci"}:
        source = (j, j + 1)
    else:
        end = j + 1
        while (
            end < n
            and s.low[end] not in {",", ":", ";", "("}
            and not (s.low[end] == QUOTE and end > j + 1 and s.low[end - 1] != "association")
        ):
            if s.low[end] in {"qui", "dont", "que", "qu'"} or s.low[end] == "cité":
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
    after = source[1] if low in {"lui", "elle", "eux", "elles", "celui-ci", "celle-ci", "ceux-ci"} else end
    comma = (
        next((k for k in range(after, n) if s.low[k] == ","), None)
        if s.low[min(after, n - 1)] not in {QUOTE}
        else after - 1
    )
    if after >= n:
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
        or s.low[cue.first - 1] in {"que", "qu'"}
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
            s.low[k] in {"que", "qu'"}
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
    if any(
        word in known.words["avoir"] | known.words["etre"]
        or word in known.forms
        and word not in known.words["homographs"]
        for word in words
    ):
        return False
    if words[0] in {"de", "du"}:
        return len(words) > 1 and (words[1] in {"l'", "la"} or s.capital(k + 1) or words[0] == "du")
    named = s.capital(k - 2) and k >= 3 and s.capital(k - 3)
    if words[0] in known.words["determiners"] and not named:
        return False
    return any(word in known.words["functions"] | known.words["groups"] for word in words[:3])


def _is_person(s: Sentence, source: tuple[int, int], known: Lexicon) -> bool:
    """Tell whether somebody can have an opinion: a name, a pronoun, a function, a group."""
    first, last = source
    if s.low[first] in {"lui", "elle", "eux", "elles"}:
        return True
    if last - first > 18 or any(word in known.words["time_words"] for word in s.low[first:last]):
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
        s.capital(m) or s.low[m] in {"de", "du", "et", "d'", "al", "el", "ben", "van", ".", "-"}
        for m in range(k, end)
    )
