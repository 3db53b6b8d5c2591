"""The page of decisions and corrections: who decided what about which statement, when, why, and what stood there before."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import actors, claims
from analysis.project import Project
from analysis.report.evidence import Evidence, text
from analysis.report.links import Links
from analysis.report.site import Cell, Table, fill, row

# what a log of corrections is called, where there is one beside codes.csv
LOGS = ("corrections.csv", "codes_log.csv")
COLUMNS = ("date", "coder", "what", "statement_id", "before", "after", "note")


def page(where: Project, evidence: Evidence, links: Links) -> str:
    """Return the page of hand decisions and corrections of a project."""
    made, most = decisions(where, evidence), evidence.limits.rows
    shown = [_row(one, links) for one in made.head(most).itertuples(index=False)]
    rest = (
        f"{len(made) - most} more: see data/annotations/codes.csv in the project." if len(made) > most else ""
    )
    tables = (
        [Table("Decisions by hand, as codes.csv has them", COLUMNS, shown, (), rest, stacked=True)]
        if shown
        else []
    )
    tables += [_log(name, table, links, most) for name, table in logs(where).items()]
    return fill(
        "corrections", title="Decisions and corrections", current="corrections.html", linked=True, tables=tables,
        n=len(made), coders=sorted(set(made["coder"])), statements=made["statement_id"].nunique(),
    )  # fmt: skip


def decisions(where: Project, evidence: Evidence) -> pd.DataFrame:
    """Return the hand decisions of a project, with what the rule would have said of the same statement.

    Returns
    -------
    decisions
        Columns date (as the file has it; missing where it has none), coder, what, statement_id, before, after, note;
        in the order of the file.
    """
    path = where.annotations / "codes.csv"
    known = claims.read_codes(path, evidence.codebook)
    proposed = _proposed(where, evidence, set(known["statement_id"]))
    rows = []
    for one, day in zip(known.itertuples(index=False), _days(path, len(known)), strict=True):
        there = one.statement_id in evidence.statements
        after = _words(evidence, one.claim, one.polarity)
        before = proposed.get(one.statement_id, "no claim") if there else None
        what = "coded by hand" if there else "names a statement that is no longer there"
        rows.append((day, one.coder, what, one.statement_id, before and f"rule: {before}", after, one.note))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _proposed(where: Project, evidence: Evidence, wanted: set[str]) -> dict[str, str]:
    """Return what the rule says of some statements; it is asked about their articles as a whole, as a build does."""
    told = evidence.corpus.statements
    docs = told.loc[told["statement_id"].isin(wanted), "doc_id"].unique()
    if evidence.codebook is None or not len(docs):
        return {}
    aliases = actors.read_aliases(where.annotations / "aliases.csv")
    made = claims.assign(told.loc[told["doc_id"].isin(docs)], evidence.codebook, aliases=aliases)
    found: dict[str, list[str]] = {}
    for one in made.itertuples(index=False):
        found.setdefault(one.statement_id, []).append(_words(evidence, one.claim, one.polarity))
    return {name: "; ".join(words) for name, words in found.items()}


def _words(evidence: Evidence, claim: Any, polarity: Any) -> str:
    name = text(claim)
    if name is None:
        return "no claim"
    label = evidence.claims[name].label if name in evidence.claims else name
    return f"{'denies' if not pd.isna(polarity) and polarity < 0 else 'asserts'} « {label} »"


def _days(path: Path, n: int) -> list[str | None]:
    """Return the column `date` of codes.csv, which no rule reads."""
    if not n or not path.is_file():
        return [None] * n
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [text(record.get("date")) for record in csv.DictReader(file)][:n]


def logs(where: Project) -> dict[str, pd.DataFrame]:
    """Return the logs of corrections of a project by file name, as they are: the place where a log is plugged in.

    A log that cannot be read is named by a table that says so; it never keeps the report from being made.
    """
    made = {}
    for name in LOGS:
        path = where.annotations / name
        if not path.is_file():
            continue
        try:
            made[name] = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        except (OSError, UnicodeError, ValueError) as error:
            made[name] = pd.DataFrame(
                {"problem": [f"{name} cannot be read ({error}). Save it as CSV in UTF-8."]}
            )
    return made


def _log(name: str, table: pd.DataFrame, links: Links, most: int) -> Table:
    columns = tuple(map(str, table.columns))
    rows = [
        tuple(
            Cell(value or None, _href(links, column, value))
            for column, value in zip(columns, values, strict=True)
        )
        for values in table.head(most).itertuples(index=False, name=None)
    ]
    rest = (
        f"{len(table) - most} more: see data/annotations/{name} in the project." if len(table) > most else ""
    )
    return Table(f"Corrections, as {name} has them", columns, rows, (), rest, stacked=True)


def _row(one: Any, links: Links) -> tuple[Cell, ...]:
    values = one._asdict()
    values["statement_id"] = Cell(one.statement_id, _href(links, "statement_id", one.statement_id))
    return row(*values.values())


def _href(links: Links, column: str, value: str) -> str | None:
    found = links.of_cell(value, column)
    return f"evidence/{found}" if found else None
