"""Set two coders side by side: how far they agree, and on which statements they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis import claims
from analysis.coding.cells import Code
from analysis.coding.checking import Given
from analysis.coding.files import place
from analysis.coding.sheet import NONE
from analysis.errors import AnnotationError

DISAGREEMENTS = (
    "statement_id",
    "doc_id",
    "source",
    "sentence",
    "content",
    "code_a",
    "code_b",
    "note_a",
    "note_b",
)


def codes_of(given: Sequence[Given], coder: str) -> pd.DataFrame:
    """Return the codes of one filled sheet (statement_id, claim, polarity, coder, note), under one name."""
    rows = [
        (
            one.statement_id,
            one.code.claim or None,
            int(one.code.polarity) if one.code.claim else None,
            coder,
            one.code.note,
        )
        for one in given
        if isinstance(one.code, Code)
    ]
    return table_of(rows)


def table_of(rows: Sequence[tuple]) -> pd.DataFrame:
    """Return codes as a table with the types that `claims` expects."""
    made = pd.DataFrame(rows, columns=["statement_id", "claim", "polarity", "coder", "note"]).astype(object)
    made["polarity"] = pd.array(made["polarity"].tolist(), dtype="Int64")
    return made.drop_duplicates(ignore_index=True)


def agreement(codes: pd.DataFrame, coder_a: str, coder_b: str, statements: pd.DataFrame) -> pd.DataFrame:
    """Return what `claims.agreement` says of the statements that both have decided, by statement and by character."""
    both = _both(codes, coder_a, coder_b)
    if not both and {coder_a, coder_b} <= set(codes["coder"]) and coder_a != coder_b:
        msg = (
            f"{coder_a} and {coder_b} have decided no statement in common. Give both the same rows: "
            "code export --only all --sample 50 draws the same statements every time."
        )
        raise AnnotationError(msg)
    told = statements.loc[statements["statement_id"].isin(both), ["statement_id", "content_spans"]]
    return claims.agreement(codes, coder_a, coder_b, statements=told if len(told) else None)


def disagreements(
    codes: pd.DataFrame, coder_a: str, coder_b: str, statements: pd.DataFrame, sentences: Mapping[str, str]
) -> pd.DataFrame:
    """Return the statements on which two coders differ.

    Parameters
    ----------
    codes
        Codes of both.
    coder_a, coder_b
        Their names.
    statements
        The statements table.
    sentences
        The sentence of each statement, by identifier.

    Returns
    -------
    disagreements
        Columns statement_id, doc_id, source, sentence, content, code_a, code_b (`claim +1`, ` | ` between two, or none),
        note_a, note_b; in the order of the text.
    """
    known = statements.set_index("statement_id")
    by = {
        coder: dict(iter(codes.loc[codes["coder"] == coder].groupby("statement_id", sort=False)))
        for coder in (coder_a, coder_b)
    }
    rows = []
    for name in sorted(_both(codes, coder_a, coder_b) & set(known.index), key=place):
        code_a, code_b = (_shown(by[coder][name]) for coder in (coder_a, coder_b))
        if code_a != code_b:
            row = known.loc[name]
            notes = [
                " | ".join(filter(None, by[coder][name]["note"].fillna(""))) for coder in (coder_a, coder_b)
            ]
            source = row["source"] if isinstance(row["source"], str) else ""
            rows.append(
                (name, row["doc_id"], source, sentences.get(name, ""), row["content"], code_a, code_b, *notes)
            )
    return pd.DataFrame(rows, columns=list(DISAGREEMENTS))


def _both(codes: pd.DataFrame, coder_a: str, coder_b: str) -> set[str]:
    read = (set(codes.loc[codes["coder"] == coder, "statement_id"]) for coder in (coder_a, coder_b))
    return set.intersection(*read)


def _shown(codes: pd.DataFrame) -> str:
    told = sorted(
        NONE if pd.isna(claim) else f"{claim} {polarity:+d}"
        for claim, polarity in zip(codes["claim"], codes["polarity"], strict=True)
    )
    return " | ".join(told)


def listed(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as rows for a file or the screen: numbers with three digits, missing as empty."""
    return [
        {
            name: ""
            if value is None or value != value
            else round(value, 3)
            if isinstance(value, float)
            else value
            for name, value in row.items()
        }
        for row in table.astype(object).to_dict("records")
    ]
