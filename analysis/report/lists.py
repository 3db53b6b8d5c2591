"""The lists that lead to the evidence pages: claims, sources, articles."""

from __future__ import annotations

from collections import Counter

from analysis.report import cards, names
from analysis.report.evidence import text
from analysis.report.links import OTHER_SOURCES, UNNAMED, WITHOUT_CLAIM
from analysis.report.parts import Desk, count, n_sources, tables_of
from analysis.report.site import Cell, Markup, Table, row


def claims(desk: Desk) -> str:
    """Return the list of claims."""
    rows = []
    for claim in desk.evidence.claims.values():
        told = desk.evidence.by_claim[claim.name]
        signs = Counter(desk.evidence.polarity(one.statement_id, claim.name) for one in told)
        label = Cell(claim.label, desk.links.claims[claim.name])
        rows.append(row(label, signs[1], signs[-1], n_sources(told), len({one.doc_id for one in told})))
    columns = ("claim", "statements that assert it", "that deny it", "sources", "articles")
    lead = [
        "A claim is what statements have in common, as the code book words it. That it is listed says nothing about whether it is true."
    ]
    if not rows:
        lead = ["There is no code book (data/annotations/claims.csv), so no statement is coded with a claim."]
    tables = [Table("Claims, in the order of the code book", columns, rows, columns[1:])] if rows else []
    n = len(desk.evidence.without_claim)
    if n:
        lead.append(
            Markup('<a href="{}">{} without a claim</a>.').format(WITHOUT_CLAIM, count(n, "statement"))
        )
    return desk.page("Claims", lead=lead, tables=tables, current="claims.html")


def sources(desk: Desk) -> str:
    """Return the list of the sources that have a page."""
    columns = ("source", "behind it", "statements", "articles", "claims")
    rows = [_source_row(desk, name) for name in desk.evidence.with_page]
    lead = [
        "Who is presented as saying something. Names that mean the same are merged by data/annotations/aliases.csv."
    ]
    others = len(desk.evidence.sources) - len(rows)
    if others:
        lead.append(
            Markup(
                'The {} sources with most statements have a page; <a href="{}">{} more</a> are listed together.'
            ).format(len(rows), OTHER_SOURCES, others)
        )
    if None in desk.evidence.by_source:
        n = len(desk.evidence.by_source[None])
        lead.append(
            Markup('<a href="{}">{} whose source is not named</a>.').format(UNNAMED, count(n, "statement"))
        )
    if not desk.evidence.sources:
        lead.append("No statement with a named source was found in these articles.")
    return desk.page(
        "Sources",
        lead=lead,
        tables=tables_of("Sources, most statements first", columns, rows),
        current="sources.html",
    )


def other_sources(desk: Desk) -> str:
    """Return the list of the sources that have none."""
    most, skipped = desk.evidence.limits.rows, len(desk.evidence.with_page)
    rest = desk.evidence.sources[skipped:]
    rows = []
    for name in rest[:most]:
        told = desk.evidence.by_source[name]
        first = [one for one in told if one.statement_id in desk.links.statements][:1]
        cells = _source_row(desk, name)
        where = (
            Cell(first[0].statement_id, desk.links.statements[first[0].statement_id]) if first else Cell(None)
        )
        rows.append((Cell(name, id=names.slug(name)), *cells[1:], where))
    more = desk.left(len(rest) - len(rows), "source", "statements")
    columns = ("source", "behind it", "statements", "articles", "claims", "first statement")
    lead = [f"The {skipped} sources with most statements have a page of their own; here are the others."]
    return desk.page(
        "Other sources",
        lead=lead,
        tables=tables_of("Other sources, most statements first", columns, rows, more),
        current="",
    )


def _source_row(desk: Desk, name: str) -> tuple[Cell, ...]:
    told = desk.evidence.by_source[name]
    behind = sorted({actor for one in told if (actor := text(one.actor)) and actor != name})
    claims = {
        code.claim for one in told for code in desk.evidence.codes.get(one.statement_id, ()) if code.claim
    }
    n_articles = len({one.doc_id for one in told})
    return row(
        Cell(name, desk.links.source(name)), "; ".join(behind) or None, len(told), n_articles, len(claims)
    )


def articles(desk: Desk) -> str:
    """Return the list of articles."""
    with_page = desk.evidence.articles_with_page
    rows = []
    for name in with_page[: desk.evidence.limits.rows]:
        known = desk.evidence.articles[name]
        rows.append(
            row(
                Cell(name, desk.links.articles[name]), Cell(cards.title(known), lang=cards.language(known)),
                cards.outlet(known), cards.published(known), int(known.n_words), len(desk.evidence.by_article[name]),
            )
        )  # fmt: skip
    more = desk.left(len(desk.evidence.articles) - len(rows), "article", "articles")
    columns = ("article", "title", "outlet", "published", "words kept", "statements")
    lead = [
        "Each article has a page with its statements in order, its dates with their evidence, and what became of each of its lines."
    ]
    return desk.page(
        "Articles",
        lead=lead,
        tables=tables_of("Articles by identifier", columns, rows, more, stacked=True),
        current="articles.html",
    )
