"""A statement as a reader sees it: who, in which words, where, when, through whom, coded by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.corrections import ADDED, CORRECTED
from analysis.export.evidence import spans_of
from analysis.lines import GROUPS
from analysis.report import names
from analysis.report.evidence import Evidence, text
from analysis.report.links import Links
from analysis.report.passages import Passage, Reader

BASIS = {
    "stated": "the article states it",
    "metadata": "told by the record that came with the text",
    "inferred": "inferred from dates in the article",
    "corpus": "narrowed by other articles that report the same statement",
    "unknown": "nothing in the article tells",
}
_POLARITY = {1: "asserts", -1: "denies"}


@dataclass(frozen=True)
class CodeLine:
    """A claim on a card: a word and a sign for what the source does with it, and who decided."""

    verb: str
    sign: str
    label: str
    href: str | None
    decided: str


@dataclass(frozen=True)
class Card:
    """Everything that is shown of one statement."""

    id: str
    anchor: str
    source: str
    source_href: str | None
    stance: str
    traits: str
    passage: Passage
    lang: str
    codes: tuple[CodeLine, ...]
    title: str
    article_href: str | None
    outlet: str
    published: str
    edtf: str | None
    basis: str
    place: str
    chain: str | None
    parent: str | None
    parent_href: str | None


class Cards:
    """Make cards, with links seen from the folder `evidence/`."""

    def __init__(self, evidence: Evidence, links: Links) -> None:
        self.evidence, self.links = evidence, links
        self._reader = Reader(evidence.corpus)

    def card(self, row: Any) -> Card:
        """Return the card of a row of the statements table."""
        known = self.evidence.articles.get(row.doc_id)
        parent = text(row.parent_id)
        spans = spans_of(row.content_spans, row.start, row.end)
        return Card(
            id=row.statement_id,
            anchor=names.anchor(row.statement_id),
            source=text(row.source) or "source not named",
            source_href=self.links.source(text(row.source)),
            stance=row.stance,
            traits=", ".join(_traits(row)),
            passage=self._reader.passage(row),
            lang=language(known),
            codes=tuple(self._code(code) for code in self.evidence.codes.get(row.statement_id, ())),
            title=title(known),
            article_href=self.links.articles.get(row.doc_id),
            outlet=outlet(known),
            published=published(known),
            edtf=text(getattr(known, "published", None)),
            basis=BASIS.get(getattr(known, "published_basis", "unknown"), ""),
            place=f"{row.doc_id} {', '.join(f'{start}–{end}' for start, end in spans)}",
            chain=text(row.chain),
            parent=parent,
            parent_href=self.links.statements.get(parent) if parent else None,
        )

    def _code(self, code: Any) -> CodeLine:
        decided = f"decided by {code.coder}" if code.by_hand else "coded by rule"
        if code.score is not None:
            decided += f", score {code.score:.2f}"
        if code.note:
            decided += f": {code.note}"
        if code.claim is None:
            return CodeLine("carries", "○", "no claim", None, decided)
        verb = _POLARITY.get(code.polarity, "carries")
        sign = {"asserts": "●", "denies": "◆"}.get(verb, "○")
        return CodeLine(verb, sign, code.label, self.links.claims.get(code.claim), decided)


def _traits(row: Any) -> list[str]:
    made = [f"{row.kind} speech"] if row.kind in {"direct", "indirect"} else ["partly quoted"]
    if row.zone == "title":
        made.append("in the title")
    for name, words in (
        ("hedged", "with a conditional that keeps a distance"),
        ("negated", "the cue is negated"),
        ("floating", "a quotation without a cue of its own"),
    ):
        if bool(getattr(row, name)):
            made.append(words)
    if row.rule == ADDED:
        made.append("added by a person")
    elif row.rule.endswith(CORRECTED):
        made.append("source corrected by a person")
    if row.depth:
        made.append("told by another source")
    return made


def decision(keep: bool, zone: str) -> str:
    """Return what became of a line: kept as running text, set apart because it tells about the article, or left out."""
    if keep:
        return "kept"
    return "set apart" if zone in GROUPS["title, date, author, credit"] else "left out"


def language(article: Any) -> str:
    """Return the language of an article as an attribute `lang` needs it."""
    return text(getattr(article, "language", None)) or "und"


def title(article: Any) -> str:
    """Return the title of an article, or that there is none."""
    return text(getattr(article, "title", None)) or "no title found"


def outlet(article: Any) -> str:
    """Return who published an article, as far as it says."""
    if named := text(getattr(article, "outlet", None)):
        return named
    credit = text(getattr(article, "credit", None))
    return f"not named; credits {credit}" if credit else "not named"


def published(article: Any) -> str:
    """Return in words when an article may have been published."""
    first, last = (_day(getattr(article, f"published_{name}", None)) for name in ("earliest", "latest"))
    if first and last:
        return first if first == last else f"between {first} and {last}"
    if first:
        return f"{first} or later"
    return f"{last} or earlier" if last else "date not known"


def _day(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else pd.Timestamp(value).date().isoformat()
