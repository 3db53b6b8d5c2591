"""The evidence pages: one for each claim, source and article, and the lists that lead to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from analysis import store
from analysis.lines import GROUPS
from analysis.report import cards, names
from analysis.report.cards import Card, Cards
from analysis.report.evidence import Claim, Evidence, Group, text
from analysis.report.links import OTHER_SOURCES, UNNAMED, WITHOUT_CLAIM, Links
from analysis.report.site import Cell, Markup, Table, fill, row

FOLDER = "evidence/"
_DECISION = {True: "kept", False: "left out"}
_VERB = {1: "asserted", -1: "denied", None: "neither"}


@dataclass(frozen=True)
class Shown:
    """Statements under one heading; `rest` says how many are not written out, and where they are."""

    heading: str
    anchor: str
    n: int
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


class Pages:
    """Make the evidence pages of a corpus.

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
        self._places: dict[tuple[str, str | None], str] = {}
        for claim, page in links.claims.items():
            for group in evidence.claim_groups(claim):
                sign, source = group.key
                if group.shown:
                    self._places.setdefault((claim, source), f"{page}#{_group_anchor(_VERB[sign], source)}")

    def files(self) -> list[str]:
        """Return the names of all pages below the folder of the report, in the order in which they are made."""
        made = ["claims.html", "sources.html", "articles.html", *self.links.claims.values()]
        made += [self.links.sources[name] for name in self.evidence.with_page]
        if len(self.evidence.sources) > len(self.evidence.with_page):
            made.append(OTHER_SOURCES)
        if None in self.evidence.by_source:
            made.append(UNNAMED)
        if self.evidence.without_claim:
            made.append(WITHOUT_CLAIM)
        return [f"{FOLDER}{name}" for name in (*made, *self.links.articles.values())]

    def __iter__(self) -> Iterator[str]:
        """Yield the pages, in the order of `files`."""
        yield self._claims()
        yield self._sources()
        yield self._articles()
        for claim in self.evidence.claims.values():
            yield self._claim(claim)
        for name in self.evidence.with_page:
            yield self._source(name)
        if len(self.evidence.sources) > len(self.evidence.with_page):
            yield self._other_sources()
        if None in self.evidence.by_source:
            yield self._source(None)
        if self.evidence.without_claim:
            yield self._without_claim()
        order = self.evidence.articles_with_page
        for place, name in enumerate(order):
            yield self._article(
                name, order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None
            )

    # --- lists --------------------------------------------------------------------------------------------------

    def _claims(self) -> str:
        rows = []
        for claim in self.evidence.claims.values():
            told = self.evidence.by_claim[claim.name]
            signs = Counter(self.evidence.polarity(one.statement_id, claim.name) for one in told)
            label = Cell(claim.label, self.links.claims[claim.name])
            rows.append(row(label, signs[1], signs[-1], _n_sources(told), len({one.doc_id for one in told})))
        columns = ("claim", "statements that assert it", "that deny it", "sources", "articles")
        lead = ["A claim is what statements have in common, as the code book words it. That it is listed says nothing about whether it is true."]
        if not rows:
            lead = ["There is no code book (data/annotations/claims.csv), so no statement is coded with a claim."]
        tables = [Table("Claims, in the order of the code book", columns, rows, columns[1:])] if rows else []
        n = len(self.evidence.without_claim)
        if n:
            lead.append(Markup('<a href="{}">{} without a claim</a>.').format(WITHOUT_CLAIM, _count(n, "statement")))
        return self._page("Claims", lead=lead, tables=tables, current="claims.html")

    def _sources(self) -> str:
        columns = ("source", "behind it", "statements", "articles", "claims")
        rows = [self._source_row(name) for name in self.evidence.with_page]
        lead = ["Who is presented as saying something. Names that mean the same are merged by data/annotations/aliases.csv."]
        others = len(self.evidence.sources) - len(rows)
        if others:
            lead.append(
                Markup('The {} sources with most statements have a page; <a href="{}">{} more</a> are listed together.').format(
                    len(rows), OTHER_SOURCES, others
                )
            )
        if None in self.evidence.by_source:
            n = len(self.evidence.by_source[None])
            lead.append(Markup('<a href="{}">{} whose source is not named</a>.').format(UNNAMED, _count(n, "statement")))
        if not self.evidence.sources:
            lead.append("No statement with a named source was found in these articles.")
        return self._page("Sources", lead=lead, tables=_tables("Sources, most statements first", columns, rows), current="sources.html")

    def _other_sources(self) -> str:
        most, skipped = self.evidence.limits.rows, len(self.evidence.with_page)
        rest = self.evidence.sources[skipped:]
        rows = []
        for name in rest[:most]:
            told = self.evidence.by_source[name]
            first = [one for one in told if one.statement_id in self.links.statements][:1]
            cells = self._source_row(name)
            where = Cell(first[0].statement_id, self.links.statements[first[0].statement_id]) if first else Cell(None)
            rows.append((Cell(name, id=names.slug(name)), *cells[1:], where))
        more = self._left(len(rest) - len(rows), "source", "statements")
        columns = ("source", "behind it", "statements", "articles", "claims", "first statement")
        lead = [f"The {skipped} sources with most statements have a page of their own; here are the others."]
        return self._page("Other sources", lead=lead, tables=_tables("Other sources, most statements first", columns, rows, more), current="")

    def _source_row(self, name: str) -> tuple[Cell, ...]:
        told = self.evidence.by_source[name]
        behind = sorted({actor for one in told if (actor := text(one.actor)) and actor != name})
        claims = {code.claim for one in told for code in self.evidence.codes.get(one.statement_id, ()) if code.claim}
        n_articles = len({one.doc_id for one in told})
        return row(Cell(name, self.links.source(name)), "; ".join(behind) or None, len(told), n_articles, len(claims))

    def _articles(self) -> str:
        with_page = self.evidence.articles_with_page
        rows = []
        for name in with_page[: self.evidence.limits.rows]:
            known = self.evidence.articles[name]
            rows.append(
                row(
                    Cell(name, self.links.articles[name]), Cell(cards.title(known), lang=cards.language(known)),
                    cards.outlet(known), cards.published(known), int(known.n_words), len(self.evidence.by_article[name]),
                )
            )  # fmt: skip
        more = self._left(len(self.evidence.articles) - len(rows), "article", "articles")
        columns = ("article", "title", "outlet", "published", "words kept", "statements")
        lead = ["Each article has a page with its statements in order, its dates with their evidence, and what became of each of its lines."]
        return self._page("Articles", lead=lead, tables=_tables("Articles", columns, rows, more), current="articles.html")

    # --- claims -------------------------------------------------------------------------------------------------

    def _claim(self, claim: Claim) -> str:
        groups = self.evidence.claim_groups(claim.name)
        told = self.evidence.by_claim[claim.name]
        own = [next(c for c in self.evidence.codes[one.statement_id] if c.claim == claim.name) for one in told]
        facts = [
            (sum(code.polarity == 1 for code in own), "statements that assert it"),
            (sum(code.polarity == -1 for code in own), "that deny it"),
            (_n_sources(told), "sources"),
            (len({one.doc_id for one in told}), "articles"),
            (sum(code.by_hand for code in own), "decided by a person, the others by rule"),
        ]
        sections = []
        for value, heading in ((1, "Asserted"), (-1, "Denied"), (None, "Neither asserted nor denied")):
            chosen = [group for group in groups if group.key[0] == value]
            if chosen:
                n = sum(len(group.rows) for group in chosen)
                made = [self._by_source(group, _VERB[value]) for group in chosen if group.shown]
                sections.append(Section(f"{heading}: {_count(n, 'statement')}", _VERB[value], made))
        about = [("name in the tables", Cell(claim.name))]
        if claim.definition:
            about.insert(0, ("definition", Cell(claim.definition, lang=self._main_language())))
        if claim.note:
            about.append(("from outside the corpus", Cell(claim.note)))
        lead = ["The statements that are coded with this claim. It is worded so that somebody asserts or denies it; who asserts it is not right for that, and who denies it is not wrong."]
        if not told:
            lead.append("No statement of these articles carries it.")
        columns = ("source", "asserts", "denies", "articles")
        tables = _tables("Who stands behind this claim, and who denies it", columns, self._claim_rows(groups))
        return self._page(claim.label, kind="Claim", lead=lead, facts=facts if told else [], about=about, tables=tables, sections=sections, up="claims.html")

    def _claim_rows(self, groups: list[Group]) -> list[tuple[Cell, ...]]:
        signs: dict[str | None, dict[Any, Group]] = {}
        for group in groups:
            signs.setdefault(group.key[1], {})[group.key[0]] = group
        made = []
        for name, by_sign in signs.items():
            counts = [
                Cell(len(by_sign[sign].rows), f"#{_group_anchor(verb, name)}" if by_sign[sign].shown else None)
                if sign in by_sign else Cell(0)
                for sign, verb in ((1, "asserted"), (-1, "denied"))
            ]  # fmt: skip
            docs = {one.doc_id for group in by_sign.values() for one in group.rows}
            made.append(row(Cell(name or "source not named", self.links.source(name)), *counts, len(docs)))
        return made[: self.evidence.limits.rows]

    def _by_source(self, group: Group, verb: str) -> Shown:
        name = group.key[1]
        return self._shown(group, name or "Source not named", _group_anchor(verb, name), self.links.source(name))

    # --- sources ------------------------------------------------------------------------------------------------

    def _source(self, name: str | None) -> str:
        told = self.evidence.by_source[name]
        counts: dict[str, Counter] = {}
        for one in told:
            for code in self.evidence.codes.get(one.statement_id, ()):
                if code.claim:
                    counts.setdefault(code.claim, Counter())[code.polarity] += 1
        behind = sorted({actor for one in told if (actor := text(one.actor)) and actor != name})
        wordings = Counter(said for one in told if (said := text(one.source_text)))
        rows = [
            row(Cell(self.evidence.claims[claim].label, self._places.get((claim, name), self.links.claims[claim])), signs[1], signs[-1])
            for claim, signs in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
        ]
        facts = [
            (len(told), "statements"),
            (len({one.doc_id for one in told}), "articles"),
            (len(counts), "claims"),
            (sum(bool(one.depth) for one in told), "told by another source"),
        ]
        about = []
        if behind:
            about.append(("institution or state behind it", Cell("; ".join(behind))))
        if wordings:
            shown = [f"{word} ({n})" if n > 1 else word for word, n in sorted(wordings.items(), key=lambda item: (-item[1], item[0]))[:20]]
            more = f"; and {len(wordings) - 20} more" if len(wordings) > 20 else ""
            about.append(("as the articles name it", Cell("; ".join(shown) + more, lang=self._main_language())))
        lead = ["What these articles attribute to this source. Being attributed, nothing here is known to have been said so."]
        if name is None:
            lead = ["Statements of which the articles do not tell who made them."]
        tables = _tables("Claims of this source", ("claim", "asserts", "denies"), rows)
        section = Section("Statements by article", "statements", [self._by_article(group) for group in self.evidence.article_groups(told) if group.shown])
        return self._page(name or "Source not named", kind="Source", lead=lead, facts=facts, about=about, tables=tables, sections=[section], up="sources.html")

    def _without_claim(self) -> str:
        told = self.evidence.without_claim
        lead = ["Statements that no claim of the code book covers, or of which a person decided that they carry none."]
        section = Section("Statements by article", "statements", [self._by_article(group) for group in self.evidence.article_groups(told) if group.shown])
        return self._page("Statements without a claim", lead=lead, facts=[(len(told), "statements")], sections=[section], up="claims.html")

    def _by_article(self, group: Group) -> Shown:
        known = self.evidence.articles.get(group.key)
        heading = f"{cards.title(known)} ({cards.outlet(known)})" if cards.outlet(known) != "not named" else cards.title(known)
        return self._shown(group, heading, f"in-{names.slug(group.key)}", self.links.articles.get(group.key), cards.language(known))

    def _shown(self, group: Group, heading: str, anchor: str, href: str | None, lang: str | None = None) -> Shown:
        made = tuple(self.cards.card(one) for one in group.rows[: group.shown])
        rest = self._left(len(group.rows) - group.shown, "statement", "statements")
        return Shown(heading, anchor, len(group.rows), made, href, lang, rest)

    # --- articles -----------------------------------------------------------------------------------------------

    def _article(self, name: str, previous: str | None, following: str | None) -> str:
        known = self.evidence.articles[name]
        told = self.evidence.by_article[name]
        lines = self.evidence.corpus.lines
        first, last = lines["doc_id"].searchsorted(name, "left"), lines["doc_id"].searchsorted(name, "right")
        own = list(lines.iloc[first:last].itertuples(index=False))
        facts = [
            (len(told), "statements"),
            (len({text(one.source) for one in told} - {None}), "sources"),
            (int(known.n_words), "words of running text"),
            (sum(bool(one.keep) for one in own), f"of {_count(len(own), 'line')} kept"),
        ]
        most = self.evidence.limits.statements
        group = Group(name, tuple(told), min(len(told), most))
        sections = [Section(f"Statements, in the order of the text: {len(told)}", "statements", [self._shown(group, "", "", None)] if told else [],
                            "" if told else "No attributed statement was found in this article.")]
        neighbours = [self._neighbour(one) for one in (previous, following)]
        return self._page(
            cards.title(known), kind="Article", facts=facts, about=self._about(known), sections=sections, up="articles.html",
            lead=["Only its statements and the sentences beside them are shown. The words belong to those who wrote them."],
            after=self._ledger(own, told), lang=cards.language(known), neighbours=neighbours,
        )  # fmt: skip

    def _neighbour(self, name: str | None) -> tuple[str, str] | None:
        return None if name is None else (self.links.articles[name], name)

    def _about(self, known: Any) -> list[tuple[str, Cell]]:
        basis = cards.BASIS.get(known.published_basis, "")
        edtf, evidence = text(known.published), text(known.published_evidence)
        made = [
            ("identifier", Cell(known.doc_id)),
            ("outlet", Cell(cards.outlet(known))),
            ("outlet named by", Cell(text(known.outlet_evidence))),
            ("credit", Cell(text(known.credit_evidence))),
            ("published", Cell(f"{cards.published(known)}; {basis}" + (f" (EDTF {edtf})" if edtf else ""))),
            ("evidence of the date", Cell(evidence)),
            ("by this article alone", Cell(f"EDTF {known.published_alone}" if known.published_basis == "corpus" and text(known.published_alone) else None)),
            ("language", Cell(text(known.language))),
            ("file", Cell(known.file)),
            ("SHA-256", Cell(known.sha256)),
            ("warnings", Cell(text(known.warnings))),
        ]  # fmt: skip
        return [(name, cell) for name, cell in made if cell.value is not None]

    def _ledger(self, own: list[Any], told: list[Any]) -> list[Table]:
        """Return what became of the lines of an article: by zone, and one by one, without their words."""
        apart = GROUPS["title, date, author, credit"]
        zones: dict[tuple[str, str], list[int]] = {}
        rows, made = [], iter(sorted(told, key=lambda one: one.start))
        waiting = next(made, None)
        for line in own:
            decision = "set apart" if line.zone in apart else _DECISION[bool(line.keep)]
            zones.setdefault((decision, line.zone), []).append(int(line.end - line.start))
            here = []
            while waiting is not None and waiting.start < line.end:
                here.append(waiting)
                waiting = next(made, None)
            shown = [one for one in here if self.links.statements.get(one.statement_id, "").startswith(self.links.articles[line.doc_id])]
            where = Cell(len(here), f"#{names.anchor(shown[0].statement_id)}") if shown else Cell(len(here))
            number = Cell(f"{line.line}", id=f"line-{line.line}")
            rows.append(row(number, f"{line.start}–{line.end}", decision, line.zone, line.reason, where))
        order = ("kept", "set apart", "left out")
        summary = [
            row(decision, zone, len(sizes), sum(sizes))
            for (decision, zone), sizes in sorted(zones.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
        ]
        most = self.evidence.limits.rows
        more = self._left(len(rows) - most, "line", "lines")
        return [
            *_tables("Lines by what became of them", ("decision", "zone", "lines", "characters"), summary),
            *_tables(
                "Line by line: why each was kept or left out",
                ("line", "place", "decision", "zone", "reason", "statements"), rows[:most], more,
            ),
        ]  # fmt: skip

    # --- parts --------------------------------------------------------------------------------------------------

    def _left(self, n: int, what: str, table: str) -> Markup | str:
        """Return the sentence that says how much is not written out here, and where it is."""
        if n <= 0:
            return ""
        if len(getattr(self.evidence.corpus, table)) > store.CSV_ROWS:
            return Markup("{} more: see data/processed/{}.parquet in the project.").format(_count(n, what), table)
        return Markup('{0} more: see <a href="../downloads/{1}.csv">{1}.csv</a>.').format(_count(n, what), table)

    def _main_language(self) -> str | None:
        known = self.evidence.corpus.articles["language"].dropna()
        return None if known.empty else str(known.value_counts().sort_index(kind="stable").idxmax())

    def _page(self, title: str, *, current: str | None = None, up: str | None = None, **values: Any) -> str:
        known = {
            "kind": "", "lead": [], "facts": [], "about": [], "tables": [], "sections": [], "after": [], "lang": None,
            "neighbours": [],
        } | values  # fmt: skip
        return fill("evidence", root="../", title=title, current=f"{FOLDER}{current or up}", up=up, linked=True, **known)


def _tables(caption: str, columns: tuple[str, ...], rows: list[tuple[Cell, ...]], rest: Markup | str = "") -> list[Table]:
    """Return a table, or none where it has no rows; columns of numbers are told by the first row."""
    if not rows:
        return []
    numbers = tuple(name for name, cell in zip(columns, rows[0], strict=True) if cell.is_number)
    return [Table(caption, columns, rows, numbers, rest)]


def _group_anchor(verb: str, name: str | None) -> str:
    return f"{verb}-by-{'nobody-named_' if name is None else names.slug(name)}"


def _n_sources(told: list[Any]) -> int:
    return len({name for one in told if (name := text(one.source))})


def _count(n: int, what: str) -> str:
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"
