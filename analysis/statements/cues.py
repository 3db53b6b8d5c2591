"""Find the words that attribute: verb groups and prepositions."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.statements.lexicon import Form, Lexicon, any_of
from analysis.statements.sentences import QUOTE, Sentence

# how many words may stand between an auxiliary and its participle
_GAP = 7


@dataclass(slots=True)
class Cue:
    """A verb group or a preposition that attributes.

    Attributes
    ----------
    first, last, head
        First token, token after the last, and the lexical token.
    form
        Lemma, stance and frames.
    kind
        verb or preposition.
    mood
        finite, participle (with its auxiliary), passive, coordinated (a participle that shares one), gerund, infinitive.
    clitic
        Token of an inverted subject (*-t-il*), or None.
    """

    first: int
    last: int
    head: int
    form: Form
    kind: str
    mood: str
    clitic: int | None = None
    negated: bool = False
    hedged: bool = False

    @property
    def heads_clause(self) -> bool:
        """Tell whether the verb has a subject of its own, or may share one: finite, or with its auxiliary."""
        return self.mood in {"finite", "participle"}


def find(sentence: Sentence, known: Lexicon) -> list[Cue]:
    """Return the cues of a sentence in order."""
    cues: list[Cue] = []
    for i in [i for i, low in enumerate(sentence.low) if low in known.opening]:
        low = sentence.low[i]
        if low in known.forms:
            cue = _verb(sentence, i, known, cues)
            if cue is not None and not (cues and cue.first < cues[-1].last):
                cues.append(cue)
        elif low in known.prepositions:
            cue = _preposition(sentence, i, low, known)
            if cue is not None:
                cues.append(cue)
        elif i + 1 < len(sentence) and (low, sentence.low[i + 1]) in known.preposition_pairs:
            cue = _phrase_preposition(sentence, i, known)
            if cue is not None:
                cues.append(cue)
    return cues


def _preposition(s: Sentence, i: int, low: str, known: Lexicon) -> Cue | None:
    if i + 1 >= len(s):
        return None
    follower = s.low[i + 1]
    if follower.startswith("-") and s.start[i + 1] == s.end[i]:
        # « en début d'après-midi »: one word
        return None
    if low == "pour":
        # « pour X, … » only at the head of a clause, only before a name, a pronoun or a person's function
        at_head = i == 0 or s.low[i - 1] in {":", ";", ","} and i <= 4
        named = s.capital(i + 1) or follower in {"lui", "elle", "eux", "elles", "le", "la", "l'", "les"}
        if not (at_head and named):
            return None
    elif follower in known.words["not_after_preposition"]:
        return None
    form = Form(low, "preposition", known.prepositions[low], frozenset(), (), False)
    return Cue(i, i + 1, i, form, "preposition", "preposition")


def _phrase_preposition(s: Sentence, i: int, known: Lexicon) -> Cue | None:
    """Read « aux dires de X », « de l'avis de X », « à en croire X »."""
    for words, lemma in known.preposition_phrases:
        last = i + len(words)
        # the last *de* may be contracted with the article behind it
        ending = {"de": known.words["genitives"]}.get(words[-1], {words[-1]})
        if tuple(s.low[i : last - 1]) == words[:-1] and last < len(s) and s.low[last - 1] in ending:
            form = Form(lemma, "preposition", known.prepositions[lemma], frozenset(), (), False)
            return Cue(i, last, i, form, "preposition", "preposition")
    return None


def _verb(s: Sentence, i: int, known: Lexicon, cues: list[Cue]) -> Cue | None:
    for form in known.forms[s.low[i]]:
        if form.kind == "conditional":
            continue
        last = i + 1
        if form.extra:
            at = _skip_adverbs(s, last, known)
            if tuple(s.low[at : at + len(form.extra)]) != form.extra:
                continue
            last = at + len(form.extra)
        cue = _group(s, i, last, form, known, cues)
        if cue is not None:
            return cue
    return None


def _group(s: Sentence, i: int, last: int, form: Form, known: Lexicon, cues: list[Cue]) -> Cue | None:
    previous = s.low[i - 1] if i else ""
    clitic = None
    if last < len(s) and s.low[last].startswith("-") and len(s.low[last]) > 2:
        clitic = last
        last += 1
    if "clitic" in form.frames and clitic is None:
        return None
    if form.kind == "finite":
        if clitic is None and (previous in known.words["noun_articles"] or _is_noun(s, i, known)):
            return None
        first = _before(s, i, known)
        if form.reflexive and not any_of(s.low[first:i], known.words["reflexive"]):
            return None
        if first and s.low[first - 1] in known.words["not_before_verb"] and clitic is None:
            return None
        negated = any_of(s.low[first:i], known.words["negators"])
        if last < len(s) and s.low[last] in known.words["negation"]:
            last += 1
        hedged = any(other.kind == "conditional" for other in known.forms[s.low[i]])
        return Cue(first, last, i, form, "verb", "finite", clitic, negated, hedged)
    if form.kind == "participle":
        return _compound(s, i, last, form, known, cues)
    if form.kind == "gerund":
        if previous in known.words["determiners"] and previous not in {"l'", "les", "le", "la", "tout"}:
            return None
        first = _before(s, i, known)
        if form.reflexive and first == i:
            return None
        # « ne disant rien »
        return Cue(first, last, i, form, "verb", "gerund", None, s.low[first] in known.words["negators"])
    return _infinitive(s, i, last, form, known)


def _compound(s: Sentence, i: int, last: int, form: Form, known: Lexicon, cues: list[Cue]) -> Cue | None:
    """Find the auxiliary of a participle: *a de son côté dénoncé*, *a-t-on indiqué*, *s'est plaint*."""
    j, clitic, negated = i - 1, None, False
    while j >= max(0, i - _GAP):
        low = s.low[j]
        if low in known.words["avoir"] or low in known.words["etre"]:
            break
        if low.startswith("-") and len(low) > 2:
            clitic = j
        elif low in known.words["negation"] or low in {"rien", "aucun"}:
            negated = True
        elif not (
            known.is_adverb(low)
            or low in known.words["between_auxiliary"] | {","}
            or known.in_adverbial(s.low, j)
        ):
            j = -1
        j -= 1
    if j >= max(0, i - _GAP):
        aux = s.low[j]
        first = _before(s, j, known)
        pronouns = s.low[first:j]
        if aux == "été" or aux == "eu":
            if first and s.low[j - 1] in known.words["avoir"]:
                first = _before(s, j - 1, known)
            mood = "passive" if aux == "été" else "participle"
            return Cue(
                first, last, i, form, "verb", mood, clitic, negated or "ne" in pronouns or "n'" in pronouns
            )
        reflexive = any_of(pronouns, known.words["reflexive"])
        if aux in known.words["etre"] and not reflexive:
            if form.lemma in known.words["active_with_etre"]:
                return Cue(first, last, i, form, "verb", "participle", clitic, negated)
            return Cue(first, last, i, form, "verb", "passive", clitic, negated)
        if form.reflexive != (reflexive and aux in known.words["etre"]):
            return None
        hedged = aux in known.words["conditional_auxiliaries"]
        mood = "gerund" if aux == "ayant" else "infinitive" if aux == "avoir" else "participle"
        return Cue(
            first,
            last,
            i,
            form,
            "verb",
            mood,
            clitic,
            negated or any_of(pronouns, known.words["negators"]),
            hedged,
        )
    # « a condamné le crime et estimé que »: the auxiliary stands before the first participle
    at = i - 1
    while at >= 0 and known.is_adverb(s.low[at]):
        at -= 1
    if (
        at >= 0
        and s.low[at] in {"et", "puis", ","}
        and any(cue.mood in {"participle", "coordinated"} for cue in cues)
    ):
        if s.low[at] == "," and not (
            last < len(s) and s.low[last] in known.words["complementisers"] | {QUOTE, ":"}
        ):
            return None
        return Cue(i, last, i, form, "verb", "coordinated")
    return None


def _infinitive(s: Sentence, i: int, last: int, form: Form, known: Lexicon) -> Cue | None:
    """Take an infinitive that another verb carries (*vient d'accuser*), or that follows *pour*, *avant de*, *sans*."""
    j = i - 1
    while j >= 0 and (s.low[j] in known.words["clitics"] or known.is_adverb(s.low[j])):
        j -= 1
    link = j
    if j >= 0 and s.low[j] in {"de", "d'", "à", "par"}:
        # « vient de dire », « a tenu à préciser », « a fini par avouer »
        j -= 1
    while j >= 0 and (known.is_adverb(s.low[j]) or s.low[j] in known.words["negation"]):
        j -= 1
    if j >= 0 and s.low[j] in known.carriers and not _is_noun(s, j, known):
        kind = known.carriers[s.low[j]]
        k, clitic = j, None
        if kind == "participle":
            while k > 0 and (known.is_adverb(s.low[k - 1]) or s.low[k - 1].startswith("-")):
                k -= 1
                clitic = k if s.low[k].startswith("-") else clitic
            if not k or s.low[k - 1] not in known.words["avoir"] | known.words["etre"]:
                return None
            k -= 1
        elif kind == "infinitive":
            return None
        first = _before(s, k, known)
        negated = any_of(s.low[first:j], known.words["negators"])
        return Cue(
            first, last, i, form, "verb", "gerund" if kind == "gerund" else "participle", clitic, negated
        )
    if form.reflexive and not any_of(s.low[max(0, i - 2) : i], known.words["reflexive"]):
        return None
    governed = (
        link >= 0
        and s.low[link] in known.words["genitive"]
        and link
        and s.low[link - 1] in {"avant", "afin", ",", "loin"}
    )
    if governed or link >= 0 and s.low[link] in {"pour", "sans"}:
        return Cue(_before(s, i, known), last, i, form, "verb", "infinitive", None, s.low[link] == "sans")
    return None


def _before(s: Sentence, i: int, known: Lexicon) -> int:
    """Return the first token of the pronouns and negations right before a verb."""
    while i > 0 and s.low[i - 1] in known.words["clitics"]:
        if s.low[i - 1] in known.words["subject_clitics"] and (
            i < 2 or s.low[i - 2] not in known.words["clitics"]
        ):
            break
        i -= 1
    return i


def _is_noun(s: Sentence, i: int, known: Lexicon) -> bool:
    """Tell a noun or an adjective from a verb that is written alike."""
    if s.low[i] not in known.words["homographs"] or i == 0:
        return False
    previous = s.low[i - 1]
    if previous in known.words["object_articles"]:
        # a pronoun only behind a subject: « il le dit », « qui la juge »
        return not (
            i > 1
            and (s.low[i - 2] in known.words["subject_pronouns"] or s.low[i - 2] in {"qui", "ne", "comme"})
        )
    return previous in known.words["determiners"] or previous in known.words["noun_markers"]


def _skip_adverbs(s: Sentence, i: int, known: Lexicon) -> int:
    while i < len(s) and (known.is_adverb(s.low[i]) or s.low[i] in known.words["negation"]):
        i += 1
    return i
