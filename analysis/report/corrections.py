"""The page of decisions and corrections: who decided what about which statement, when, why, and what stood there before."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis import actors, claims, coding, corrections
from analysis.errors import AnnotationError
from analysis.project import Project
from analysis.report.evidence import Evidence, text
from analysis.report.links import Links
from analysis.report.site import Cell, Table, fill, row

COLUMNS = ("date", "coder", "what", "statement_id", "before", "after", "note", "holds")
# how the log writes a code
_CODE = re.compile(r"(.+) ([+-]1)")


def page(where: Project, evidence: Evidence, links: Links) -> str:
    """Return the page of hand decisions and corrections of a project."""
    try:
        made, problem = decisions(where, evidence), None
    except AnnotationError as error:
        # the tables are made from other files; a log that cannot be read must not keep them from their readers
        made, problem = pd.DataFrame(columns=list(COLUMNS)), str(error)
    most = evidence.limits.rows
    shown = [_row(one, links) for one in made.head(most).itertuples(index=False)]
    rest = f"{len(made) - most} more: see data/annotations/ in the project." if len(made) > most else ""
    caption = "Decisions by hand and corrections, by date"
    return fill(
        "corrections", title="Decisions and corrections", current="corrections.html", linked=True, problem=problem,
        tables=[Table(caption, COLUMNS, shown, (), rest, stacked=True)] if shown else [],
        n=len(made), coders=sorted(made["coder"].dropna().unique()), statements=made["statement_id"].nunique(),
    )  # fmt: skip


def decisions(where: Project, evidence: Evidence) -> pd.DataFrame:
    """Return the log of a project for readers: codes in words, and what the rule says of statements coded by hand.

    Returns
    -------
    decisions
        Columns date, coder, what, statement_id, before, after, note, holds (no where another coder comes first, where
        it was changed since, or where the statement is gone); in the order of `coding.log`.

    Raises
    ------
    AnnotationError
        When one of the hand-made tables cannot be read.
    """
    log = coding.log(where.root)
    by_hand = (log["table"] == "codes") & (log["what"] == "coded")
    proposed = _proposed(where, evidence, set(log.loc[by_hand, "statement_id"]))
    rows = []
    for one, is_code in zip(log.itertuples(index=False), by_hand, strict=True):
        before, what, holds = _words(evidence, one.before), one.what, one.counts
        if is_code and one.statement_id in evidence.statements:
            before = f"rule: {proposed.get(one.statement_id, 'no claim')}"
        elif is_code:
            what, holds = f"{what}; the statement is no longer there", False
        elif one.table == "corrections" and _is_lost(evidence, one):
            what, holds = f"{what}; it finds no such statement", False
        after = _words(evidence, one.after)
        rows.append(
            (one.date, one.coder, what, one.statement_id, before, after, one.note, "yes" if holds else "no")
        )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _proposed(where: Project, evidence: Evidence, wanted: set[str]) -> dict[str, str]:
    """Return what the rule says of some statements; it is asked about their articles as a whole, as a build does."""
    told = evidence.corpus.statements
    docs = told.loc[told["statement_id"].isin(wanted), "doc_id"].unique()
    if evidence.codebook is None or not len(docs):
        return {}
    aliases = actors.read_aliases(where.annotations / "aliases.csv")
    language = {name: text(evidence.articles[name].language) for name in docs}
    asked = told.loc[told["doc_id"].isin(docs)]
    made = claims.assign(asked, evidence.codebook, aliases=aliases, language=language)
    found: dict[str, list[str]] = {}
    for one in made.itertuples(index=False):
        found.setdefault(one.statement_id, []).append(_words(evidence, f"{one.claim} {one.polarity:+d}"))
    return {name: "; ".join(words) for name, words in found.items()}


def _is_lost(evidence: Evidence, one: Any) -> bool:
    """Tell whether a correction has not been applied, because its article, its statement or its words are gone."""
    article = evidence.articles.get(one.doc_id)
    if article is None:
        return True
    found = evidence.statements.get(one.statement_id)
    if one.what == "not a statement":
        taken_out = re.findall(rf"{corrections.TAKEN_OUT}: ([^;]*)", text(article.warnings) or "")
        return not any(one.statement_id in listed.split(", ") for _, listed in taken_out)
    # a missed statement that has no identifier in the file gets one from its place
    if one.what == "missed" and not one.statement_id:
        return False
    if found is None or one.what == "right":
        return found is None
    return not (found.rule == corrections.ADDED or found.rule.endswith(corrections.CORRECTED))


def _words(evidence: Evidence, short: Any) -> str | None:
    """Return a code of the log in words; whatever else stands there stays as it is."""
    if not isinstance(short, str):
        return None
    found = _CODE.fullmatch(short)
    if found is None or found.group(1) not in evidence.claims:
        return "no claim" if short == "none" else short
    verb = "asserts" if found.group(2) == "+1" else "denies"
    return f"{verb} « {evidence.claims[found.group(1)].label} »"


def _row(one: Any, links: Links) -> tuple[Cell, ...]:
    found = links.statements.get(one.statement_id)
    values = one._asdict()
    values["statement_id"] = Cell(one.statement_id, f"evidence/{found}" if found else None)
    return row(*values.values())
