"""Check the rows of a filled sheet, all of them, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from analysis.coding.cells import (
    Code,
    Verdict,
    Wrong,
    article_of,
    code_of,
    coder_of,
    day_of,
    exported,
    integer,
    unknown_statement,
    verdict_of,
    word,
)
from analysis.coding.reading import STATEMENTS, Row
from analysis.coding.sheet import NONE, WITHDRAW
from analysis.corrections import Correction, places


class Given(NamedTuple):
    """A row that can be used.

    `code` and `verdict` are None where the row says nothing, `WITHDRAW` where it takes a decision back; `was_code`,
    `was_verdict` and `was_note` are what the sheet held when it was exported.
    """

    row: Row
    statement_id: str
    coder: str
    date: str
    note: str
    code: Code | str | None
    verdict: Verdict | str | None
    was_code: Code | None
    was_verdict: Verdict | None
    missed: Correction | None = None
    was_note: str = ""


class Refused(NamedTuple):
    """A row that cannot be used, and why."""

    row: Row
    problem: str


class Known(NamedTuple):
    """What a row may name.

    Attributes
    ----------
    claims
        Those of the code book.
    statements
        Identifiers in the table.
    spans
        The statement that a rule found, by article and content spans.
    texts
        The articles.
    corrected
        Identifiers in corrections.csv: what was taken out is not in the table.
    added
        What was added by hand, by identifier.
    """

    claims: tuple[str, ...]
    statements: Collection[str]
    spans: Mapping[tuple[str, str], str]
    texts: pd.Series
    corrected: Collection[str]
    added: Mapping[str, Correction]


def check(
    rows: Sequence[Row], known: Known, *, coder: str | None, day: str
) -> tuple[list[Given], list[Refused], int]:
    """Return the rows that can be used, those that cannot, and how many are not filled.

    Parameters
    ----------
    rows
        What `reading.read` gives.
    known
        What they may name.
    coder
        Who decided, where a row does not say so.
    day
        When, where a row does not say so; ISO.
    """
    given, refused, blank = [], [], 0
    for row in rows:
        try:
            if row.problem:
                raise Wrong(row.problem)
            made = (_statement if row.kind == STATEMENTS else _missed)(row, known, coder, day)
        except Wrong as error:
            refused.append(Refused(row, str(error)))
            continue
        if made is None:
            blank += 1
        else:
            given.append(made)
    return *_consistent(given, refused), blank


def _statement(row: Row, known: Known, coder: str | None, day: str) -> Given | None:
    cells = row.cells
    was_code, was_verdict, was = exported(cells)
    filled = [cells[name] for name in ("claim", "polarity", "verdict", "corrected source", "note")]
    name = cells["statement_id"]
    if not any(filled) and not any(was) or filled == was and name not in known.statements:
        return None
    if not name:
        raise Wrong("the statement_id is empty; copy it from the row that the export wrote")
    if name not in known.statements and name not in known.corrected:
        raise Wrong(unknown_statement(name, known.statements))
    if was_code and not cells["claim"]:
        was_claim = was_code.claim or NONE
        raise Wrong(f"the claim was {was_claim!r} and is empty now; write {WITHDRAW} to take it back")
    if was_verdict and not cells["verdict"]:
        was_word = word(was_verdict)
        raise Wrong(f"the verdict was {was_word!r} and is empty now; write {WITHDRAW} to take it back")
    code, verdict = code_of(cells, known.claims), verdict_of(cells)
    if code is None and verdict is None:
        raise Wrong(
            f"there is a note, but no claim and no verdict; write {NONE} where it carries no claim, or a verdict"
        )
    if (
        isinstance(verdict, Verdict)
        and verdict.what == "not_a_statement"
        and isinstance(code, Code)
        and code.claim
    ):
        raise Wrong(f"it is « not a statement » and carries the claim {code.claim!r}; decide for one")
    by_hand = known.added.get(name)
    if by_hand and isinstance(verdict, Verdict) and verdict.what != "right":
        raise Wrong(
            f"{name} was added by hand by {by_hand.coder}; write {WITHDRAW} as verdict to take it back"
        )
    return Given(
        row,
        name,
        coder_of(cells, coder),
        day_of(cells["decided"], day),
        cells["note"],
        code,
        verdict,
        was_code,
        was_verdict,
        was_note=was[4],
    )


def _missed(row: Row, known: Known, coder: str | None, day: str) -> Given | None:
    cells = row.cells
    if not any(value for name, value in cells.items() if name not in {"coder", "decided"}):
        return None
    doc_id = article_of(cells["doc_id"], known.texts)
    if not cells["content"]:
        raise Wrong("the content is empty; copy the words from the article")
    text = known.texts[doc_id]
    found = places(text, cells["content"])
    if cells["start"]:
        at = integer(cells["start"])
        found = [span for span in found if span[0] == at]
        if not found:
            raise Wrong(
                f"the words do not stand at position {cells['start']} of {doc_id}; leave start empty to see where they do"
            )
    if not found:
        raise Wrong(
            f"the words {cells['content'][:60]!r} do not stand in {doc_id}; copy them exactly, without « … »"
        )
    if len(found) > 1:
        listed = ", ".join(str(start) for start, _ in found[:10])
        raise Wrong(
            f"the words stand {len(found)} times in {doc_id}, at {listed}; write one of these numbers in start"
        )
    start, end = found[0]
    for what in ("source words", "cue words"):
        if cells[what] and not places(text, cells[what]):
            raise Wrong(
                f"the {what} {cells[what]!r} do not stand in {doc_id}; copy them exactly, or leave them empty"
            )
    if same := known.spans.get((doc_id, f"{start}-{end}")):
        raise Wrong(f"these words are the statement {same} already; code it in the sheet of statements")
    code = code_of(cells, known.claims)
    if code == WITHDRAW:
        raise Wrong(f"{WITHDRAW} stands in the sheet of statements, not here")
    who = coder_of(cells, coder)
    name = _name(doc_id, start, end, known)
    missed = Correction(
        name, doc_id, start, end, text[start:end], "missed", cells["source"], cells["source words"], cells["cue words"],
        "", who, day_of(cells["decided"], day), cells["note"],
    )  # fmt: skip
    return Given(row, name, who, missed.date, cells["note"], code, None, None, None, missed)


def _name(doc_id: str, start: int, end: int, known: Known) -> str:
    """Return the identifier of a missed statement: the one that it has by now, or a free one."""
    for name, one in known.added.items():
        if (one.doc_id, one.start, one.end) == (doc_id, start, end):
            return name
    name = f"{doc_id}:{start}h"
    # rows of one sheet cannot clash: they differ in their ends, see `_consistent`
    while name in known.added or name in known.statements:
        name += "h"
    return name


# --- rows against each other ------------------------------------------------------------------------------------


def _consistent(given: list[Given], refused: list[Refused]) -> tuple[list[Given], list[Refused]]:
    """Refuse rows that contradict each other: all of them, because nobody knows which is meant."""
    groups: dict[tuple[str, str], list[Given]] = {}
    for one in given:
        groups.setdefault((one.statement_id, one.coder), []).append(one)
    kept = []
    for (name, _), group in groups.items():
        problem = _contradiction(group)
        if problem is None:
            kept += group
            continue
        listed = ", ".join(one.row.place for one in group)
        refused += [Refused(one.row, f"{listed} contradict each other on {name}: {problem}") for one in group]
    return kept, refused


def _contradiction(group: list[Given]) -> str | None:
    codes = {one.code for one in group if isinstance(one.code, Code)}
    claims = sorted({code.claim for code in codes})
    for claim in claims:
        alike = [code for code in codes if code.claim == claim]
        if len({code.polarity for code in alike}) > 1:
            return f"{claim} is both asserted and denied"
        if len(alike) > 1:
            return f"{claim or NONE} has two notes; write both into one row"
    if "" in claims and len(claims) > 1:
        return f"{NONE} and {claims[1]}"
    verdicts = {one.verdict for one in group if one.verdict is not None}
    if len(verdicts) > 1:
        return "two verdicts"
    if len({one.note for one in group if one.verdict is not None and one.code is None}) > 1:
        return "one verdict with two notes; write both into one row"
    taken_out = any(isinstance(one, Verdict) and one.what == "not_a_statement" for one in verdicts)
    if taken_out and any(claims):
        return "it is « not a statement » and carries a claim"
    if len({one.missed._replace(date="", note="") for one in group if one.missed}) > 1:
        return "one missed statement with two sources, cues or ends"
    return None
