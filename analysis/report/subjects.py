"""The page of a claim, of a source, and of the statements that carry no claim."""

from __future__ import annotations

import functools
from collections import Counter
from typing import Any

from analysis.report import cards, names
from analysis.report.evidence import Claim, Group, text
from analysis.report.parts import VERB, Desk, Shown, count, group_anchor, n_sources, tables_of
from analysis.report.site import Cell, row


def claim(desk: Desk, claim: Claim) -> str:
    """Return the page of a claim: who asserts and who denies it, source by source."""
    groups = desk.evidence.claim_groups(claim.name)
    told = desk.evidence.by_claim[claim.name]
    own = [next(c for c in desk.evidence.codes[one.statement_id] if c.claim == claim.name) for one in told]
    facts = [
        (sum(code.polarity == 1 for code in own), "statements that assert it"),
        (sum(code.polarity == -1 for code in own), "that deny it"),
        (n_sources(told), "sources"),
        (len({one.doc_id for one in told}), "articles"),
        (sum(code.by_hand for code in own), "decided by a person, the others by rule"),
    ]
    sections = []
    for value, heading in ((1, "Asserted"), (-1, "Denied"), (None, "Neither asserted nor denied")):
        chosen = [group for group in groups if group.key[0] == value]
        if chosen:
            n = sum(len(group.rows) for group in chosen)
            shown = functools.partial(_by_source, desk, VERB[value])
            sections.append(desk.section(f"{heading}: {count(n, 'statement')}", VERB[value], chosen, shown))
    about = [("name in the tables", Cell(claim.name))]
    if claim.definition:
        about.insert(0, ("definition", Cell(claim.definition, lang=desk.main_language())))
    if claim.note:
        about.append(("from outside the corpus", Cell(claim.note)))
    lead = [
        "The statements that are coded with this claim. It is worded so that somebody asserts or denies it; asserting it makes nobody right, and denying it makes nobody wrong."
    ]
    if not told:
        lead.append("No statement of these articles carries it.")
    columns = ("source", "asserts", "denies", "articles")
    rows, most = _claim_rows(desk, groups), desk.evidence.limits.rows
    more = desk.left(len(rows) - most, "source", "statements")
    tables = tables_of("Who stands behind this claim, and who denies it", columns, rows[:most], more)
    return desk.page(
        claim.label,
        kind="Claim",
        lead=lead,
        facts=facts if told else [],
        about=about,
        tables=tables,
        sections=sections,
        up="claims.html",
    )


def _claim_rows(desk: Desk, groups: list[Group]) -> list[tuple[Cell, ...]]:
    signs: dict[str | None, dict[Any, Group]] = {}
    for group in groups:
        signs.setdefault(group.key[1], {})[group.key[0]] = group
    made = []
    for name, by_sign in signs.items():
        counts = [
            Cell(len(by_sign[sign].rows), f"#{group_anchor(verb, name)}" if by_sign[sign].shown else None)
            if sign in by_sign else Cell(0)
            for sign, verb in ((1, "asserted"), (-1, "denied"))
        ]  # fmt: skip
        docs = {one.doc_id for group in by_sign.values() for one in group.rows}
        made.append(row(Cell(name or "source not named", desk.links.source(name)), *counts, len(docs)))
    return made


def _by_source(desk: Desk, verb: str, group: Group) -> Shown:
    name = group.key[1]
    return desk.shown(
        group, name or "Source not named", group_anchor(verb, name), count(len(group.rows), "statement"),
        desk.links.source(name),
    )  # fmt: skip


def source(desk: Desk, name: str | None) -> str:
    """Return the page of a source, or of the statements whose source is not named."""
    told = desk.evidence.by_source[name]
    counts: dict[str, Counter] = {}
    for one in told:
        for code in desk.evidence.codes.get(one.statement_id, ()):
            if code.claim:
                counts.setdefault(code.claim, Counter())[code.polarity] += 1
    behind = sorted({actor for one in told if (actor := text(one.actor)) and actor != name})
    wordings = Counter(said for one in told if (said := text(one.source_text)))
    rows = [
        row(
            Cell(
                desk.evidence.claims[claim].label,
                desk.places.get((claim, name), desk.links.claims[claim]),
            ),
            signs[1],
            signs[-1],
        )
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
        named = [
            f"{word} ({n})" if n > 1 else word
            for word, n in sorted(wordings.items(), key=lambda item: (-item[1], item[0]))[:20]
        ]
        more = f"; and {len(wordings) - 20} more" if len(wordings) > 20 else ""
        about.append(("as the articles name it", Cell("; ".join(named) + more, lang=desk.main_language())))
    lead = ["What these articles attribute to this source. Whether it was said so is not examined."]
    if name is None:
        lead = ["Statements of which the articles do not tell who made them."]
    tables = tables_of("Claims of this source", ("claim", "asserts", "denies"), rows)
    groups = desk.evidence.article_groups(told)
    shown = functools.partial(_by_article, desk)
    section = desk.section("Statements by article", "statements", groups, shown)
    return desk.page(
        name or "Source not named",
        kind="Source",
        lead=lead,
        facts=facts,
        about=about,
        tables=tables,
        sections=[section],
        up="sources.html",
    )


def without_claim(desk: Desk) -> str:
    """Return the page of the statements that carry no claim."""
    told = desk.evidence.without_claim
    lead = [
        "Statements that no claim of the code book covers, or of which a person decided that they carry none."
    ]
    groups = desk.evidence.article_groups(told)
    shown = functools.partial(_by_article, desk)
    section = desk.section("Statements by article", "statements", groups, shown)
    return desk.page(
        "Statements without a claim",
        lead=lead,
        facts=[(len(told), "statements")],
        sections=[section],
        up="claims.html",
    )


def _by_article(desk: Desk, group: Group) -> Shown:
    known = desk.evidence.articles.get(group.key)
    aside = f"outlet {cards.outlet(known)} · {count(len(group.rows), 'statement')}"
    return desk.shown(
        group, cards.title(known), f"in-{names.slug(group.key)}", aside,
        desk.links.articles.get(group.key), cards.language(known),
    )  # fmt: skip
