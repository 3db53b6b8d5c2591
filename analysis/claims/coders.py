"""How far two coders agree: Cohen's kappa and Krippendorff's alpha, per claim, on statements and on characters."""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score

COLUMNS = ("claim", "unit", "n_units", "n_a", "n_b", "n_both", "agreement", "kappa", "alpha")
ALL = "all claims"


def agreement(
    codes: pd.DataFrame, coder_a: str, coder_b: str, *, statements: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return how far two coders agree on claims and polarity.

    Parameters
    ----------
    codes
        Codes of both: statement_id, claim, polarity, coder. A row without a claim says that a statement was read and
        carries none. To measure the rule, put what `assign` gives without hand decisions below the hand decisions.
    coder_a, coder_b
        Names in the column coder.
    statements
        What both have read (statement_id, and content_spans for the unit `character`). By default the statements that
        both have a row for, so that a statement only one of them has read counts for nobody.

    Returns
    -------
    agreement
        One row per claim and unit, then `all claims`. Columns claim, unit (statement, character), n_units, n_a, n_b
        (units to which a coder gives the claim), n_both, agreement (share of units judged alike), kappa, alpha.
        A judgement is +1, -1 or none. `all claims` pools every pair of unit and claim. kappa and alpha are missing
        where there is nothing to disagree about.

    Raises
    ------
    ValueError
        When a coder has no codes, both are the same, or nothing was read by both.

    Notes
    -----
    Cohen (1960) by scikit-learn; Krippendorff's nominal alpha (2011) by the package krippendorff. Characters weigh a
    statement by its length: they tell whether the longer part of what was said is judged alike.
    """
    if coder_a == coder_b:
        msg = f"coder_a and coder_b are both {coder_a!r}. Name two coders."
        raise ValueError(msg)
    for coder in (coder_a, coder_b):
        if not (codes["coder"] == coder).any():
            listed = ", ".join(sorted(codes["coder"].dropna().astype(str).unique())) or "nobody yet"
            msg = f"{coder!r} has no codes. The coders are: {listed}."
            raise ValueError(msg)
    by = {coder: codes.loc[codes["coder"] == coder] for coder in (coder_a, coder_b)}
    if statements is None:
        units = sorted(set(by[coder_a]["statement_id"]) & set(by[coder_b]["statement_id"]))
    else:
        units = sorted(set(statements["statement_id"]))
    if not units:
        msg = f"{coder_a} and {coder_b} have coded no statement in common. Pass statements=, what both have read."
        raise ValueError(msg)
    known = codes.loc[codes["statement_id"].isin(units) & codes["coder"].isin([coder_a, coder_b])]
    claims = sorted(known["claim"].dropna().unique())
    marks = {coder: _marks(by[coder], units, claims) for coder in by}
    weights = {"statement": np.ones(len(units), dtype=int)}
    if statements is not None and "content_spans" in statements:
        lengths = statements.drop_duplicates("statement_id").set_index("statement_id")["content_spans"]
        weights["character"] = np.array([_length(lengths[unit]) for unit in units])
    rows = []
    for unit, weight in weights.items():
        a, b = marks[coder_a], marks[coder_b]
        rows += [_row(claim, unit, a[:, i], b[:, i], weight) for i, claim in enumerate(claims)]
        pooled = np.repeat(weight, max(len(claims), 1))
        if claims:
            rows.append(_row(ALL, unit, a.ravel(), b.ravel(), pooled))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _marks(codes: pd.DataFrame, units: list[str], claims: list[str]) -> np.ndarray:
    marks = np.zeros((len(units), len(claims)), dtype=int)
    row, column = pd.Index(units), pd.Index(claims)
    given = codes.dropna(subset=["claim"]).loc[codes["statement_id"].isin(units)]
    at = row.get_indexer(given["statement_id"]), column.get_indexer(given["claim"])
    marks[at] = given["polarity"].astype(int)
    return marks


def _row(claim: str, unit: str, a: np.ndarray, b: np.ndarray, weight: np.ndarray) -> tuple:
    total = int(weight.sum())
    alike = float(weight[a == b].sum() / total) if total else np.nan
    values = sorted(set(a.tolist()) | set(b.tolist()))
    kappa, alpha = np.nan, np.nan
    if len(values) > 1 and total > 1:
        kappa = float(cohen_kappa_score(a, b, labels=values, sample_weight=weight))
        alpha = _alpha(a, b, weight, values)
    counts = [int(weight[chosen].sum()) for chosen in (a != 0, b != 0, (a == b) & (a != 0))]
    return (claim, unit, total, *counts, alike, kappa, alpha)


def _alpha(a: np.ndarray, b: np.ndarray, weight: np.ndarray, values: list[int]) -> float:
    """Return nominal alpha from how often two coders gave which pair of values."""
    pairs, place = np.unique(np.stack([a, b]), axis=1, return_inverse=True)
    counts = np.bincount(place.ravel(), weights=weight).astype(int)
    # the package wants one column per unit; a pair of values repeated n times is n units
    return float(
        krippendorff.alpha(
            reliability_data=np.repeat(pairs, counts, axis=1),
            level_of_measurement="nominal",
            value_domain=values,
        )
    )


def _length(spans: object) -> int:
    if not isinstance(spans, str):
        return 0
    return sum(int(end) - int(start) for start, end in (span.split("-") for span in spans.split("|")))
