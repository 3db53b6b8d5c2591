"""The page of an article: its statements in order, its dates, and what became of each of its lines."""

from __future__ import annotations

from typing import Any

from analysis.report import cards, names
from analysis.report.evidence import Group, text
from analysis.report.parts import Desk, Section, count, tables_of
from analysis.report.site import Cell, Table, row


def article(desk: Desk, name: str, previous: str | None, following: str | None) -> str:
    """Return the page of an article, with links to those before and after it."""
    known = desk.evidence.articles[name]
    told = desk.evidence.by_article[name]
    own = desk.lines(name)
    facts = [
        (len(told), "statements"),
        (len({text(one.source) for one in told} - {None}), "sources"),
        (int(known.n_words), "words of running text"),
        (sum(bool(one.keep) for one in own), f"of {count(len(own), 'line')} kept"),
    ]
    most = desk.evidence.limits.statements
    group = Group(name, tuple(told), min(len(told), most))
    sections = [
        Section(
            f"Statements, in the order of the text: {len(told)}",
            "statements",
            [desk.shown(group)] if told else [],
            "" if told else "No attributed statement was found in this article.",
        )
    ]
    neighbours = [_neighbour(desk, one) for one in (previous, following)]
    return desk.page(
        cards.title(known), kind="Article", facts=facts, about=_about(known), sections=sections, up="articles.html",
        lead=["Only its statements and the sentences beside them are shown. The words belong to those who wrote them."],
        after=_ledger(desk, own, told), lang=cards.language(known), neighbours=neighbours,
    )  # fmt: skip


def _neighbour(desk: Desk, name: str | None) -> tuple[str, str] | None:
    return None if name is None else (desk.links.articles[name], name)


def _about(known: Any) -> list[tuple[str, Cell]]:
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


def _ledger(desk: Desk, own: list[Any], told: list[Any]) -> list[Table]:
    """Return what became of the lines of an article: by zone, and one by one, without their words."""
    zones: dict[tuple[str, str], list[int]] = {}
    rows, made = [], iter(sorted(told, key=lambda one: one.start))
    waiting = next(made, None)
    for line in own:
        decision = cards.decision(bool(line.keep), line.zone)
        zones.setdefault((decision, line.zone), []).append(int(line.end - line.start))
        here = []
        while waiting is not None and waiting.start < line.end:
            here.append(waiting)
            waiting = next(made, None)
        shown = [
            one
            for one in here
            if desk.links.statements.get(one.statement_id, "").startswith(desk.links.articles[line.doc_id])
        ]
        where = Cell(len(here), f"#{names.anchor(shown[0].statement_id)}") if shown else Cell(len(here))
        number = Cell(f"{line.line}", id=f"line-{line.line}")
        rows.append(row(number, f"{line.start}–{line.end}", decision, line.zone, line.reason, where))
    order = ("kept", "set apart", "left out")
    summary = [
        row(decision, zone, len(sizes), sum(sizes))
        for (decision, zone), sizes in sorted(
            zones.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]
    most = desk.evidence.limits.rows
    more = desk.left(len(rows) - most, "line", "lines")
    return [
        *tables_of("Lines by what became of them", ("decision", "zone", "lines", "characters"), summary),
        *tables_of(
            "Line by line: why each was kept or left out",
            ("line", "place", "decision", "zone", "reason", "statements"), rows[:most], more, stacked=True,
        ),
    ]  # fmt: skip
