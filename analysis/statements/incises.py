"""Read cues whose subject stands behind them: « …, affirme X », « …, a-t-il dit, … »."""

from __future__ import annotations

from analysis.statements import sources
from analysis.statements.cues import Cue
from analysis.statements.lexicon import Lexicon, any_of
from analysis.statements.sentences import QUOTE, Sentence

# how many words may stand between a verb and what is said
_GAP = 14
Spans = list[tuple[int, int]]


def is_inverted(s: Sentence, cue: Cue, cues: list[Cue], known: Lexicon) -> bool:
    """Tell whether the subject follows: « …, affirme X »."""
    if cue.kind != "verb" or not cue.heads_clause:
        return False
    if cue.clitic is not None:
        # whether it asks (« a-t-il dit que … ? ») shows only in what it leaves as content
        return True
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
            if any(other.first < cue.first and other.heads_clause for other in cues):
                return False
            return not _closes_apposition(s, cue.first - 1, known)
        rest = s.low[cue.last : cue.last + _GAP]
        # « Le ministre, Jean X, a dit mardi que »
        if "que" in rest or "qu'" in rest or ":" in rest:
            return not _closes_apposition(s, cue.first - 1, known)
    return bool(cue.first)


def _closes_apposition(s: Sentence, comma: int, known: Lexicon) -> bool:
    """Tell whether the comma before a verb ends an apposition or an insertion to its subject."""
    earlier = next((k for k in range(comma - 1, -1, -1) if s.low[k] == ","), None)
    if earlier is None or comma - earlier > 24:
        return False
    between = s.low[earlier + 1 : comma]
    if (
        any_of(between, known.words["avoir"], known.words["etre"])
        and between[0] not in known.words["relatives"]
    ):
        return False
    if earlier > 30:
        return False
    head = s.low[:earlier]
    return not any_of(head[-12:], known.words["avoir"], known.words["etre"])


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
    n = s.body_end()
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
    if low in {"ce", "c'"} and s.low[k + 1 : k + 2] and s.low[k + 1] in known.words["ce_continues"]:
        # « Ce qui la met en colère, dit-elle, ce n'est pas … »
        return False
    return (
        low in known.words["stops"] | known.words["prepositions"] | known.words["time_words"]
        or low in known.words["circumstance_openers"]
        or low.endswith("ant")
        or low in known.forms
        or known.is_adverb(low)
        or low.endswith(("é", "ée", "és", "ées"))
    )
