"""What passages say about outlets: how much they share, and in which order where dates tell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.articles import UNKNOWN
from analysis.reuse.articles import churn


def between(
    passages: pd.DataFrame,
    texts: Mapping[str, str] | pd.Series | pd.DataFrame,
    outlets: Mapping[str, str] | pd.Series,
    *,
    lines: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Add up what the articles of two outlets share.

    Parameters
    ----------
    passages, texts, lines
        As for `originality`.
    outlets
        Outlet by `doc_id`, as `articles.outlets` gives it; articles without one are "outlet not known".

    Returns
    -------
    pairs
        One row per pair of outlets (or an outlet with itself) whose articles share a passage, sorted: `outlet_a`,
        `outlet_b` (in order of the alphabet), `n_pairs` of articles, `n_passages`, `n_matched` (characters in shared
        passages, each pair of articles on the side that has fewer), and of the passages `a_first` and `b_first` (the
        article of one outlet is certainly earlier) and `undated` (dates do not tell).

    Notes
    -----
    A passage in three outlets counts for three pairs: sums over pairs are no amount of text. Earlier is not origin:
    both may have it from a third.
    """
    known = dict(outlets.items())
    pairs = churn(passages, texts, lines=lines)
    sides = _outlets(pairs, known)
    shared = pd.DataFrame(
        {
            "outlet_a": np.minimum(*sides),
            "outlet_b": np.maximum(*sides),
            "n_pairs": 1,
            "n_passages": pairs["n_passages"],
            "n_matched": pairs["n_matched"],
        }
    )
    found = shared.groupby(["outlet_a", "outlet_b"], as_index=False).sum()
    earlier = (
        passages["earlier"] if "earlier" in passages else pd.Series(None, index=passages.index, dtype=object)
    )
    first, second = _outlets(passages, known)
    by_a = (earlier == passages["doc_a"]).to_numpy()
    by_b = (earlier == passages["doc_b"]).to_numpy()
    swapped = first > second
    # two articles of one outlet have an order, their outlet has none
    within = first == second
    order = pd.DataFrame(
        {
            "outlet_a": np.minimum(first, second),
            "outlet_b": np.maximum(first, second),
            "a_first": (np.where(swapped, by_b, by_a) & ~within).astype(np.int64),
            "b_first": (np.where(swapped, by_a, by_b) & ~within).astype(np.int64),
            "undated": (~by_a & ~by_b).astype(np.int64),
        }
    )
    order = order.groupby(["outlet_a", "outlet_b"], as_index=False).sum()
    made = found.merge(order, on=["outlet_a", "outlet_b"], how="left")
    return made.astype({"outlet_a": "str", "outlet_b": "str"})


def _outlets(table: pd.DataFrame, known: dict) -> tuple[np.ndarray, np.ndarray]:
    sides = []
    for name in ("doc_a", "doc_b"):
        named = [known.get(doc_id) for doc_id in table[name]]
        sides.append(
            np.array(
                [value if isinstance(value, str) and value else UNKNOWN for value in named], dtype=object
            )
        )
    return sides[0], sides[1]
