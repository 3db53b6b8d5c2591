"""What the evidence pages show: statements with their codes, and which of them stand on which page.

A large corpus must not make a report that no disk wants: `Limits` bounds the pages and what is written out on each.
Whatever is not written out is counted where it is missing, with the file that holds it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.articles import outlets
from analysis.build import Corpus
from analysis.claims import RULE


@dataclass(frozen=True)
class Limits:
    """How much is written out.

    Attributes
    ----------
    articles, sources
        Most articles and sources with a page of their own; those with most statements have one.
    statements
        Most statements in full on one page.
    rows
        Most rows of one table.
    codes
        Most codes with which the files for other programs are written beside the pages; beyond, a command writes them.

    Notes
    -----
    A page of an article takes about 35 kB, one of 200 statements 500 kB, and the files for other programs 2 kB a code.
    """

    articles: int = 1000
    sources: int = 500
    statements: int = 200
    rows: int = 1000
    codes: int = 100_000


@dataclass(frozen=True)
class Code:
    """A claim that a statement carries; `claim` is None where a person decided that it carries none."""

    claim: str | None
    label: str
    polarity: int | None
    coder: str
    score: float | None
    note: str | None

    @property
    def by_hand(self) -> bool:
        """Whether a person decided."""
        return self.coder != RULE


@dataclass(frozen=True)
class Claim:
    """A claim of the code book, or one that only codes name."""

    name: str
    label: str
    definition: str = ""
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Statements under one heading; `shown` of them are written out."""

    key: Hashable
    rows: tuple[Any, ...]
    shown: int


@dataclass
class Evidence:
    """The tables of a corpus, ready to be looked up by statement, claim, source and article.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives.
    codebook
        What `claims.read_codebook` gives; None where there is none.
    limits
        How much is written out.
    """

    corpus: Corpus
    codebook: pd.DataFrame | None = None
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        """Index the tables."""
        self.articles = {row.doc_id: row for row in self.corpus.articles.itertuples(index=False)}
        self.outlets = {name: text(value) for name, value in outlets(self.corpus.articles).items()}
        self.statements = {row.statement_id: row for row in self.corpus.statements.itertuples(index=False)}
        self.claims = {claim.name: claim for claim in _claims(self.codebook, self.corpus.codes)}
        self.codes: dict[str, list[Code]] = {}
        for row in self.corpus.codes.drop_duplicates(["statement_id", "claim"]).itertuples(index=False):
            if row.statement_id in self.statements:
                self.codes.setdefault(row.statement_id, []).append(self._code(row))
        self.by_claim: dict[str, list[Any]] = {name: [] for name in self.claims}
        self.by_source: dict[str | None, list[Any]] = {}
        self.by_article: dict[str, list[Any]] = {name: [] for name in self.articles}
        self.without_claim: list[Any] = []
        for row in self.statements.values():
            coded = [code.claim for code in self.codes.get(row.statement_id, ()) if code.claim]
            for claim in coded:
                self.by_claim[claim].append(row)
            if not coded:
                self.without_claim.append(row)
            self.by_source.setdefault(text(row.source), []).append(row)
            self.by_article.setdefault(row.doc_id, []).append(row)
        # most statements first; of equal ones by name
        self.sources = sorted(
            (name for name in self.by_source if name is not None),
            key=lambda name: (-len(self.by_source[name]), name),
        )
        self.with_page = self.sources[: self.limits.sources]
        self.articles_with_page = self._articles_with_page()
        self._groups: dict[str, list[Group]] = {}

    def _code(self, row: Any) -> Code:
        name = text(row.claim)
        return Code(
            name,
            self.claims[name].label if name else "no claim",
            None if pd.isna(row.polarity) else int(row.polarity),
            row.coder,
            None if pd.isna(row.score) else float(row.score),
            text(row.note),
        )

    def _articles_with_page(self) -> list[str]:
        ranked = sorted(self.articles, key=lambda name: (-len(self.by_article[name]), name))
        return sorted(ranked[: self.limits.articles])

    def polarity(self, statement_id: str, claim: str) -> int | None:
        """Return whether a statement asserts (1) or denies (-1) a claim."""
        return next(code.polarity for code in self.codes[statement_id] if code.claim == claim)

    def claim_groups(self, claim: str) -> list[Group]:
        """Return the statements of a claim by (polarity, source): those that assert first, longest group first."""
        if claim in self._groups:
            return self._groups[claim]
        groups: dict[tuple, list[Any]] = {}
        for row in self.by_claim[claim]:
            groups.setdefault((self.polarity(row.statement_id, claim), text(row.source)), []).append(row)
        order = sorted(
            groups, key=lambda key: (-(key[0] or 0), -len(groups[key]), key[1] is None, key[1] or "")
        )
        self._groups[claim] = self._share([(key, groups[key]) for key in order])
        return self._groups[claim]

    def article_groups(self, rows: Iterable[Any]) -> list[Group]:
        """Return statements by article, in the order of the articles."""
        groups: dict[str, list[Any]] = {}
        for row in rows:
            groups.setdefault(row.doc_id, []).append(row)
        return self._share(sorted(groups.items()))

    def _share(self, groups: Sequence[tuple[Hashable, list[Any]]]) -> list[Group]:
        shown = fair([len(rows) for _, rows in groups], self.limits.statements)
        return [Group(key, tuple(rows), n) for (key, rows), n in zip(groups, shown, strict=True)]


def fair(sizes: Sequence[int], most: int) -> list[int]:
    """Return how many of each group are written out so that small groups are whole and large ones are cut alike.

    Parameters
    ----------
    sizes
        Number of statements in each group.
    most
        How many may be written out together.
    """
    shown, left = [0] * len(sizes), most
    for rank, number in enumerate(sorted(range(len(sizes)), key=lambda i: (sizes[i], i))):
        shown[number] = min(sizes[number], left // (len(sizes) - rank))
        left -= shown[number]
    return shown


def text(value: object) -> str | None:
    """Return a text; None where it is missing or empty."""
    return value if isinstance(value, str) and value.strip() else None


def _claims(codebook: pd.DataFrame | None, codes: pd.DataFrame) -> list[Claim]:
    known = [] if codebook is None else codebook.fillna("").astype(str).to_dict("records")
    listed = [
        Claim(row["claim"], row["label"] or row["claim"], row["definition"], _note(row)) for row in known
    ]
    there = {claim.name for claim in listed}
    more = sorted({name for name in codes["claim"].dropna().unique() if name not in there})
    return [*listed, *(Claim(name, name) for name in more)]


def _note(row: dict[str, str]) -> str:
    origin = ", ".join(filter(None, (row["note_date"], row["note_source"])))
    return f"{row['note']} ({origin})" if row["note"] and origin else row["note"]
