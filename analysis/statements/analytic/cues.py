"""Find the verb groups and phrases that attribute: *said*, *has repeatedly denied*, *according to*."""

from __future__ import annotations

from analysis.statements.cues import Cue
from analysis.statements.lexicon import Form, Lexicon
from analysis.statements.sentences import QUOTE, Sentence

# how many adverbs and negations may stand between an auxiliary and its verb
_GAP = 4


def find(s: Sentence, known: Lexicon) -> list[Cue]:
    """Return the cues of a sentence in order; `mood` is finite, passive, gerund, infinitive or preposition."""
    cues: list[Cue] = []
    end = 0
    for i, low in enumerate(s.low):
        if i < end:
            continue
        if _is_name(s, i, known):
            continue
        cue = _verb(s, i, known) if low in known.forms else _preposition(s, i, known)
        if cue is not None and cue.first >= end:
            cues.append(cue)
            end = cue.last
    return cues


def _is_name(s: Sentence, i: int, known: Lexicon) -> bool:
    """Tell the last word of a name (*Tom Brand*, *the Evening Post*) from a verb that a title writes with a capital."""
    return (
        i > 0
        and s.capital(i)
        and s.capital(i - 1)
        and s.low[i - 1][0].isalpha()
        and not s.of(i, i + 1).isupper()
        # « the Minister Said » is no name
        and any(form.kind == "infinitive" for form in known.forms.get(s.low[i], ()))
    )


def _preposition(s: Sentence, i: int, known: Lexicon) -> Cue | None:
    """Read *according to X*, *in the words of X*."""
    if s.low[i] in known.words["view_prepositions"] and i + 3 < len(s):
        # « in her view », « in Smith's opinion »
        for k in range(i + 2, min(i + 5, len(s) - 1)):
            owned = s.low[i + 1] in known.words["possessives"] or s.low[k - 1].endswith("'s")
            if (
                s.low[k] in known.words["view_nouns"]
                and owned
                and s.low[k + 1] not in known.words["genitive"]
            ):
                form = Form("in the view of", "preposition", "opines", frozenset(), (), False)
                return Cue(i, k + 1, i, form, "preposition", "preposition")
    phrases = (
        known.preposition_phrases if (s.low[i], *s.low[i + 1 : i + 2]) in known.preposition_pairs else ()
    )
    for words, lemma in (*phrases, ((s.low[i],), s.low[i])):
        last = i + len(words)
        if lemma not in known.prepositions or tuple(s.low[i:last]) != words or last >= len(s):
            continue
        if s.low[last] in known.words["not_after_preposition"]:
            continue
        form = Form(lemma, "preposition", known.prepositions[lemma], frozenset(), (), False)
        return Cue(i, last, i, form, "preposition", "preposition")
    return None


def _verb(s: Sentence, i: int, known: Lexicon) -> Cue | None:
    found = known.forms[s.low[i]]
    for form in found:
        last = i + 1 + len(form.extra)
        if form.extra and tuple(s.low[i + 1 : last]) != form.extra:
            continue
        kinds = frozenset(other.kind for other in found if other.lemma == form.lemma)
        return _group(s, i, last, form, kinds, known)
    return None


def _group(s: Sentence, i: int, last: int, form: Form, kinds: frozenset[str], known: Lexicon) -> Cue | None:
    words = known.words
    j, negated = i - 1, False
    while j >= max(0, i - _GAP) and (known.is_adverb(s.low[j]) or s.low[j] in words["negation"]):
        negated = negated or s.low[j] in words["negation"]
        j -= 1
    before = s.low[j] if j >= 0 else ""
    if before in words["infinitive_marks"] and "infinitive" in kinds:
        return _carried(s, i, j, last, form, known)
    mood = (
        "finite" if before in words["progressive"] and "gerund" in kinds
        else "passive" if before in words["passive"] and "participle" in kinds
        else "finite" if before in words["perfect"] and "participle" in kinds
        else "finite" if before in words["modals"] and "infinitive" in kinds
        else None
    )  # fmt: skip
    if mood is not None:
        first, more = _auxiliaries(s, j, known)
        hedged = any(word in words["hedging"] for word in s.low[first:i])
        return Cue(first, last, i, form, "verb", mood, None, negated or more, hedged)
    first = i
    while first and known.is_adverb(s.low[first - 1]) and s.low[first - 1] not in words["openers"]:
        first -= 1
    if kinds == {"gerund"}:
        if (
            s.low[i] in words["relaying"]
            or before in words["determiners"]
            or before in words["prepositions"] - words["before_gerund"]
        ):
            return None
        return Cue(first, last, i, form, "verb", "gerund", None, negated)
    if "finite" not in kinds or negated or _is_noun(s, i, last, before, kinds, known):
        return None
    hedged = any(word in words["hedging"] for word in s.low[first:i])
    return Cue(first, last, i, form, "verb", "finite", None, False, hedged)


def _auxiliaries(s: Sentence, j: int, known: Lexicon) -> tuple[int, bool]:
    """Return the first token of a verb group whose last auxiliary is `j`, and whether it is negated."""
    words = known.words
    group = words["progressive"] | words["passive"] | words["perfect"] | words["modals"]
    negated = s.low[j] in words["negators"]
    while j and (s.low[j - 1] in group | words["negation"] or known.is_adverb(s.low[j - 1])):
        j -= 1
        negated = negated or s.low[j] in words["negators"] | words["negation"]
    while known.is_adverb(s.low[j]) and s.low[j] in words["openers"]:
        j += 1
    return j, negated


def _carried(s: Sentence, i: int, mark: int, last: int, form: Form, known: Lexicon) -> Cue | None:
    """Take an infinitive that another verb carries: *went on to say*, *appears to show*."""
    k = mark - 1
    while k >= 0 and (s.low[k] in known.words["carried_by"] or known.is_adverb(s.low[k])):
        k -= 1
    if (
        k < 0
        or s.low[k] not in known.words["expected"]
        and known.carriers.get(s.low[k]) not in {"finite", "participle", "gerund"}
    ):
        return None
    mood = "gerund" if known.carriers.get(s.low[k]) == "gerund" else "finite"
    first, negated = k, False
    held = known.words["perfect"] | known.words["modals"] | known.words["progressive"]
    expected = s.low[k] in known.words["expected"]
    if expected and not (k and s.low[k - 1] in held):
        return None
    if k and s.low[k - 1] in held:
        first, negated = _auxiliaries(s, k - 1, known)
    return Cue(first, last, i, form, "verb", mood, None, negated)


def _is_noun(s: Sentence, i: int, last: int, before: str, kinds: frozenset[str], known: Lexicon) -> bool:
    """Tell a noun (*the claims of*), and a participle behind its noun (*a nurse accused of*), from a verb."""
    words = known.words
    after = s.low[last] if last < len(s) else ""
    if before in words["infinitive_marks"] or before in words["prepositions"]:
        return True
    if before in words["determiners"] and before not in words["subject_pronouns"]:
        return True
    if "infinitive" in kinds and before in words["singular_pronouns"] and s.low[i] in words["homographs"]:
        # « does she regret it »
        return True
    if "participle" in kinds and after in words["agent_marks"]:
        return True
    if s.low[i] not in words["homographs"]:
        return False
    inverted = before in {QUOTE, ","}
    if i == 0 or before.endswith("'s") or s.low[i - 1] == "-":
        return True
    if "infinitive" in kinds and _is_singular(s, i, known):
        # « a forecast that », not « farmers forecast that »
        return True
    if after in words["complementisers"] | {QUOTE, ":"} or inverted and last < len(s) and s.capital(last):
        return False
    if after in words["determiners"] | words["subject_pronouns"] | words["infinitive_marks"]:
        return False
    group = words["passive"] | words["perfect"] | words["modals"]
    if after in {",", "."} and _ends_insertion(s, i, known):
        return False
    closing = words["prepositions"] | words["conjunctions"] | group | words["participles"] | {",", "."}
    return after in closing or after.endswith(tuple(words["past_endings"])) and len(after) > 4


def _is_singular(s: Sentence, i: int, known: Lexicon) -> bool:
    """Tell whether an article stands right before a word or one place further, and no plural between."""
    if i < 2 or s.low[i - 1].endswith("s") or s.low[i - 1] in known.words["plurals"]:
        return False
    return any(s.low[k] in known.words["singular_articles"] for k in range(max(0, i - 3), i))


def _ends_insertion(s: Sentence, i: int, known: Lexicon) -> bool:
    """Tell whether a plain noun phrase stands between a quotation or a comma and a word: « “…,” Nwosu replies. »."""
    words = known.words
    for k in range(i - 1, max(-1, i - 8), -1):
        low = s.low[k]
        if low in {QUOTE, ","}:
            return k < i - 1
        if low in words["prepositions"] | words["conjunctions"] | words["walls"] or low in known.forms:
            return False
    return False
