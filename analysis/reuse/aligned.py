"""Set both sides of one passage against each other, word by word."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

import pandas as pd

from analysis.reuse import words

COLUMNS = ["same", "start_a", "end_a", "start_b", "end_b"]


def align(passage: Any, texts: Mapping[str, str] | pd.Series) -> pd.DataFrame:
    """Return which words of a passage are the same in both articles.

    Parameters
    ----------
    passage
        One row of the passages table (`next(table.itertuples())`, `table.iloc[0]`), or anything with its fields
        doc_a, start_a, end_a, doc_b, start_b, end_b.
    texts
        Text by `doc_id`.

    Returns
    -------
    stretches
        One row per stretch of words, in order, same and different in turn: `same`, and the positions of the stretch in
        both texts. Where one article has no words for it, start and end are equal: the place where they would stand.

    Raises
    ------
    ValueError
        When the passage reaches beyond a text.

    Notes
    -----
    Words are compared as `passages` compares them, so marks, capitals and kinds of apostrophe make no difference. Words
    that change places are different on both sides. The time grows with the product of edits and words: made for
    passages that a person reads.
    """
    sides = []
    for doc_id, start, end in (
        (passage.doc_a, passage.start_a, passage.end_a),
        (passage.doc_b, passage.start_b, passage.end_b),
    ):
        text = texts[doc_id]
        if not 0 <= start <= end <= len(text):
            msg = f"the passage {start}-{end} reaches beyond the {len(text)} characters of {doc_id}. Give its own texts."
            raise ValueError(msg)
        spans = words.spans(text, int(start), int(end))
        sides.append((spans, [words.plain(text[span.start : span.end]) for span in spans], int(start)))
    (in_a, forms_a, first_a), (in_b, forms_b, first_b) = sides
    rows = [
        (kind == "equal", *_place(in_a, i, i_end, first_a), *_place(in_b, j, j_end, first_b))
        for kind, i, i_end, j, j_end in SequenceMatcher(None, forms_a, forms_b).get_opcodes()
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"same": bool} | dict.fromkeys(COLUMNS[1:], "int64"))


def _place(spans: list, first: int, last: int, start: int) -> tuple[int, int]:
    """Return where some words stand, or the place after the word before them where there are none."""
    if first < last:
        return spans[first].start, spans[last - 1].end
    at = spans[first - 1].end if first else start
    return at, at
