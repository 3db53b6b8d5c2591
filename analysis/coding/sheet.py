"""Put together the rows of a coding sheet: which statements, in which context, with what is known of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import claims, languages
from analysis.actors import Alias
from analysis.articles import outlets
from analysis.coding.files import place, sign
from analysis.corrections import Correction
from analysis.text import sentences

# what a person fills, and all columns: the words and what is filled side by side, so that a screen shows both; at the
# end what the import compares with
FILLED = ("claim", "polarity", "verdict", "corrected source", "note", "decided", "coder")
COLUMNS = (
    "statement_id", "source", "before", "sentence", "after", "content", "suggestion", "claim", "polarity", "verdict",
    "corrected source", "note", "decided by others", "article", "outlet", "published", "decided", "coder", "as exported",
)  # fmt: skip
MISSED = (
    "doc_id", "content", "source words", "cue words", "source", "claim", "polarity", "note", "start", "decided", "coder",
)  # fmt: skip
NONE, WITHDRAW = "none", "withdraw"
# what a person may say of an extracted statement, and how corrections.csv names it
VERDICTS = {"right": "right", "wrong source": "source", "not a statement": "not_a_statement"}
ONLY = ("uncoded", "all", "claim=…")


def rows(
    corpus: Any,
    codebook: pd.DataFrame,
    codes: Sequence[Mapping[str, str]],
    corrected: Sequence[Correction],
    *,
    coder: str = "",
    only: str = "uncoded",
    sample: int | None = None,
    seed: int = 0,
    blind: bool = False,
    aliases: Mapping[str, Alias] | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of a coding sheet: one per statement, or one per decision that the coder has made on it.

    Parameters
    ----------
    corpus
        What `open_corpus` gives.
    codebook, codes, corrected
        What stands in claims.csv, codes.csv and corrections.csv.
    coder
        Who will fill the sheet; decisions of the same coder are filled in. Without a name none is.
    only
        `uncoded` (no hand decision of the coder; without a name, of nobody), `all`, or `claim=NAME` (the rule or a
        person gives this claim).
    sample
        As many statements, drawn without replacement.
    seed
        Draws them.
    blind
        Hide what the rule and other coders say.
    aliases
        What `actors.read_aliases` gives.

    Raises
    ------
    ValueError
        For an `only` outside its list, or a sample of less than one.
    """
    said = corpus.statements
    by_hand: dict[str, list[Mapping[str, str]]] = {}
    for row in codes:
        by_hand.setdefault(row["statement_id"], []).append(row)
    if only == "uncoded":
        done = {
            name for name, own in by_hand.items() if any(row["coder"] == coder or not coder for row in own)
        }
        said = said.loc[~said["statement_id"].isin(done)]
    elif only.startswith("claim="):
        claim = only.removeprefix("claim=").strip()
        if claim not in set(codebook["claim"]):
            msg = (
                f"only=claim=… needs a claim of the code book ({', '.join(codebook['claim'])}), not {claim!r}"
            )
            raise ValueError(msg)
        coded = set(corpus.codes.loc[corpus.codes["claim"] == claim, "statement_id"])
        coded |= {name for name, own in by_hand.items() if any(row["claim"] == claim for row in own)}
        said = said.loc[said["statement_id"].isin(coded)]
    elif only != "all":
        msg = f"only must be one of {', '.join(ONLY)}, not {only!r}"
        raise ValueError(msg)
    if sample is not None:
        if sample < 1:
            msg = f"sample must be 1 or more, not {sample}"
            raise ValueError(msg)
        size = min(sample, len(said))
        said = said.iloc[np.sort(np.random.default_rng(seed).choice(len(said), size=size, replace=False))]
    suggested = {} if blind or said.empty else _suggestions(corpus, codebook, said, aliases)
    verdicts = {one.statement_id: one for one in corrected if coder and one.coder == coder}
    articles = corpus.articles.set_index("doc_id")
    named = outlets(corpus.articles)
    contexts = Contexts(corpus)
    made = []
    for row in sorted(said.itertuples(), key=lambda row: place(row.statement_id)):
        of_row = by_hand.get(row.statement_id, ())
        own = [code for code in of_row if coder and code["coder"] == coder]
        others = [f"{code['coder']}: {short(code)}" for code in of_row if not coder or code["coder"] != coder]
        before, sentence, after = contexts.of(row)
        told = {
            "statement_id": row.statement_id,
            "article": _text(articles.at[row.doc_id, "title"]),
            "outlet": _text(named.get(row.doc_id)),
            "published": _text(articles.at[row.doc_id, "published"]),
            "source": _text(row.source) or _text(row.source_text),
            "before": before,
            "sentence": sentence,
            "after": after,
            "content": row.content,
            "suggestion": suggested.get(row.statement_id, ""),
            "decided by others": "" if blind else " | ".join(others),
        }
        verdict = verdicts.get(row.statement_id)
        for i, code in enumerate(own or [None]):
            made.append(told | _filled(row.statement_id, code, verdict if i == 0 else None, coder))
    return made


def short(code: Mapping[str, Any]) -> str:
    """Return a code in a few characters: `claim +1`, or `none`."""
    return f"{code['claim']} {int(sign(code['polarity'])):+d}" if code["claim"] else NONE


def spoken(corpus: Any) -> dict[str, str]:
    """Return the language of each article."""
    return dict(zip(corpus.articles["doc_id"], corpus.articles["language"], strict=True))


def _filled(
    name: str, code: Mapping[str, str] | None, verdict: Correction | None, coder: str
) -> dict[str, Any]:
    told = verdict if verdict and verdict.what != "missed" else None
    cells = {
        "claim": (code["claim"] or NONE) if code else "",
        "polarity": int(sign(code["polarity"])) if code and code["claim"] else "",
        "verdict": next((word for word, what in VERDICTS.items() if told and told.what == what), ""),
        "corrected source": (told.source or NONE) if told and told.what == "source" else "",
        "note": code["note"] if code else told.note if told else "",
    }
    # with its statement, so that it cannot be taken for another row's where somebody sorted some columns only
    state = json.dumps([name, *map(str, cells.values())], ensure_ascii=False)
    return {**cells, "decided": "", "coder": coder, "as exported": state if code or told else ""}


def _suggestions(
    corpus: Any, codebook: pd.DataFrame, said: pd.DataFrame, aliases: Mapping[str, Alias] | None
) -> dict[str, str]:
    """Return what the rule says of statements, also of those that a person has decided."""
    if codebook.empty:
        return {}
    # a statement is matched in view of the others of its article
    around = corpus.statements.loc[corpus.statements["doc_id"].isin(said["doc_id"].unique())]
    made = claims.assign(around, codebook, aliases=aliases or {}, language=spoken(corpus))
    found: dict[str, list[str]] = {}
    for row in made.itertuples():
        found.setdefault(row.statement_id, []).append(f"{row.claim} {row.polarity:+d} ({row.score:.2f})")
    return {name: " | ".join(told) for name, told in found.items()}


class Contexts:
    """The sentences of each article's kept lines and title, cut when the first statement of it is asked for."""

    def __init__(self, corpus: Any) -> None:
        self.texts = corpus.texts
        self.languages = spoken(corpus)
        kept = corpus.lines.loc[corpus.lines["keep"] | (corpus.lines["zone"] == "title")]
        self.lines = dict(iter(kept.groupby("doc_id", sort=False)))
        self.cut: tuple[str, list[tuple[int, int]]] = ("", [])

    def of(self, row: Any) -> tuple[str, str, str]:
        """Return the sentence before a statement, its own (with cue and source), and the one after."""
        text = self.texts[row.doc_id]
        if self.cut[0] != row.doc_id:
            self.cut = (row.doc_id, list(self._sentences(row.doc_id, text)))
        at = [row.start, row.cue_start, row.source_start], [row.end, row.cue_end, row.source_end]
        start, end = (
            pick(int(value) for value in some if pd.notna(value))
            for pick, some in zip((min, max), at, strict=True)
        )
        units = self.cut[1]
        inside = [i for i, (a, b) in enumerate(units) if a < end and b > start]
        if not inside:
            return "", text[start:end], ""
        before, after = inside[0] - 1, inside[-1] + 1
        return (
            text[slice(*units[before])] if before >= 0 else "",
            " ".join(text[slice(*units[i])] for i in inside),
            text[slice(*units[after])] if after < len(units) else "",
        )

    def _sentences(self, doc_id: str, text: str) -> Iterable[tuple[int, int]]:
        language = languages.chosen(self.languages, doc_id)
        lines = self.lines.get(doc_id)
        for start, end in () if lines is None else zip(lines["start"], lines["end"], strict=True):
            for span in sentences(text[start:end], language=language):
                yield int(start) + span.start, int(start) + span.end


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
