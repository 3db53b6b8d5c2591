"""What the evidence pages share: groups of statements, tables, and the sentence that says what is not written out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis import store
from analysis.report import names
from analysis.report.cards import Card, Cards
from analysis.report.evidence import Evidence, Group, text
from analysis.report.links import Links
from analysis.report.site import Cell, Markup, Table, fill

FOLDER = "evidence/"
VERB = {1: "asserted", -1: "denied", None: "neither"}


@dataclass(frozen=True)
class Shown:
    """Statements under one heading; `rest` says how many are not written out, and where they are."""

    heading: str
    anchor: str
    aside: str
    cards: tuple[Card, ...]
    href: str | None = None
    lang: str | None = None
    rest: Markup | str = ""


@dataclass(frozen=True)
class Section:
    """A part of a page: a heading, a sentence, and groups of statements."""

    heading: str
    anchor: str
    groups: list[Shown]
    note: str = ""
    rest: Markup | str = ""


class Desk:
    """What every evidence page is made from.

    Parameters
    ----------
    evidence
        What is shown, and how much of it.
    links
        Where it is shown.
    """

    def __init__(self, evidence: Evidence, links: Links) -> None:
        self.evidence, self.links = evidence, links
        self.cards = Cards(evidence, links)
        # where the page of a claim shows the statements of a source
        self.places: dict[tuple[str, str | None], str] = {}
        for claim, page in links.claims.items():
            for group in evidence.claim_groups(claim):
                sign, source = group.key
                if group.shown:
                    self.places.setdefault((claim, source), f"{page}#{group_anchor(VERB[sign], source)}")

        self._lines: dict[str, list[int]] = {}
        for place, doc_id in enumerate(evidence.corpus.lines["doc_id"].tolist()):
            self._lines.setdefault(doc_id, []).append(place)

    def lines(self, doc_id: str) -> list[Any]:
        """Return the rows of the lines table for an article."""
        own = self.evidence.corpus.lines.iloc[self._lines.get(doc_id, [])]
        return list(own.itertuples(index=False))

    def shown(
        self, group: Group, heading: str = "", anchor: str = "", aside: str = "", href: str | None = None,
        lang: str | None = None,
    ) -> Shown:  # fmt: skip
        """Return a group of statements as cards under its heading."""
        made = tuple(self.cards.card(one) for one in group.rows[: group.shown])
        rest = self.left(len(group.rows) - group.shown, "statement", "statements")
        return Shown(heading, anchor, aside, made, href, lang, rest)

    def section(
        self, heading: str, anchor: str, groups: Sequence[Group], shown: Callable[[Group], Shown]
    ) -> Section:
        """Return groups under one heading; those of which nothing is written out are counted below them."""
        left = [group for group in groups if not group.shown]
        rest = self.left(sum(len(group.rows) for group in left), "statement", "statements")
        return Section(
            heading,
            anchor,
            [shown(group) for group in groups if group.shown],
            rest=Markup("Under {}: {}").format(count(len(left), "further heading"), rest) if left else "",
        )

    def left(self, n: int, what: str, table: str) -> Markup | str:
        """Return the sentence that says how much is not written out here, and where it is."""
        if n <= 0:
            return ""
        if len(getattr(self.evidence.corpus, table)) > store.CSV_ROWS:
            return Markup("{} more: see data/processed/{}.parquet in the project.").format(
                count(n, what), table
            )
        return Markup('{0} more: see <a href="../downloads/{1}.csv">{1}.csv</a>.').format(
            count(n, what), table
        )

    def main_language(self) -> str | None:
        """Return the language of most articles, in which names and definitions are written."""
        known = self.evidence.corpus.articles["language"].dropna()
        return None if known.empty else str(known.value_counts().sort_index(kind="stable").idxmax())

    def page(self, title: str, *, current: str | None = None, up: str | None = None, **values: Any) -> str:
        """Fill the template of the evidence pages; what is not given is left out."""
        known = {
            "kind": "", "lead": [], "facts": [], "about": [], "tables": [], "sections": [], "after": [], "lang": None,
            "neighbours": [],
        } | values  # fmt: skip
        return fill(
            "evidence",
            root="../",
            title=title,
            current=f"{FOLDER}{current or up}",
            up=up,
            linked=True,
            **known,
        )


def tables_of(
    caption: str,
    columns: tuple[str, ...],
    rows: list[tuple[Cell, ...]],
    rest: Markup | str = "",
    *,
    stacked: bool = False,
) -> list[Table]:
    """Return a table, or none where it has no rows; columns of numbers are told by the first row."""
    if not rows:
        return []
    numbers = tuple(name for name, cell in zip(columns, rows[0], strict=True) if cell.is_number)
    return [Table(caption, columns, rows, numbers, rest, stacked)]


def group_anchor(verb: str, name: str | None) -> str:
    """Return the place of the statements of a source on the page of a claim."""
    return f"{verb}-by-{'nobody-named_' if name is None else names.slug(name)}"


def n_sources(told: list[Any]) -> int:
    """Return how many named sources some statements have."""
    return len({name for one in told if (name := text(one.source))})


def count(n: int, what: str) -> str:
    """Return a number with its noun."""
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
