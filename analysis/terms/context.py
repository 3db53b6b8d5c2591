"""Show a term where it stands: a concordance, keyword in context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.actors import Alias
from analysis.terms.tokens import Reader, batches
from analysis.text import fold

_COLUMNS = ["doc_id", "start", "end", "left", "text", "right"]


def concordance(
    texts: Mapping[str, str] | pd.Series,
    term: str,
    *,
    width: int = 40,
    language: str = "fr",
    aliases: Mapping[str, Alias] | None = None,
) -> pd.DataFrame:
    """Return every occurrence of a term with the words around it.

    Parameters
    ----------
    texts
        Text by `doc_id`; positions count in these texts.
    term
        As `count` writes it: a word in lower case, an acronym in capitals, several of them with spaces between; with
        `aliases`, an entity stands for all its names.
    width
        Characters shown on each side, line ends as spaces.
    language, aliases
        As in `count`: with the same, there are as many rows as `count` counts. For a lemma, ask for its `forms`.

    Returns
    -------
    table
        `doc_id`, `start`, `end`, `left`, `text`, `right`, sorted by position; `texts[doc_id][start:end] == text`.

    Raises
    ------
    ValueError
        When the term occurs nowhere, or `width` is negative.
    """
    if width < 0:
        msg = f"width must be 0 or more characters, not {width}"
        raise ValueError(msg)
    reader = Reader(language, aliases, positions=True)
    items = ((i, text) for i, text in sorted(texts.items()) if aliases is not None or _may_hold(text, term))
    rows, read = [], {}
    for batch in batches(items):
        for doc_id, text, start, end in _find(reader, batch, term, read):
            left, right = text[max(start - width, 0) : start], text[end : end + width]
            rows.append(
                (doc_id, start, end, left.replace("\n", " "), text[start:end], right.replace("\n", " "))
            )
    if not rows:
        msg = (
            f"{term!r} occurs in none of the {len(texts)} texts. Write words in lower case, acronyms in capitals, and give "
            "aliases to find an entity under all its names."
        )
        raise ValueError(msg)
    return pd.DataFrame(rows, columns=_COLUMNS)


def _find(
    reader: Reader, items: list[tuple[str, str]], term: str, read: dict[int, str]
) -> Iterator[tuple[str, str, int, int]]:
    """Give the places where consecutive tokens make up a term: id, text, start, end."""
    stream = reader.read(text for _, text in items)
    numbers = stream.numbers.tolist()
    for number in set(numbers) - set(read):
        read[number] = reader.term(number)
    begins = {n for n in set(numbers) if n and (read[n] == term or term.startswith(f"{read[n]} "))}
    candidates = np.flatnonzero(np.isin(stream.numbers, list(begins)))
    of = np.searchsorted(np.cumsum(stream.lengths), candidates, side="right")
    for i, row in zip(candidates.tolist(), of.tolist(), strict=True):
        end, made = i, read[numbers[i]]
        # a break ends every text, so no term runs into the next one
        while made != term and term.startswith(f"{made} ") and numbers[end + 1]:
            end += 1
            made += f" {read[numbers[end]]}"
        if made == term:
            yield (*items[row], int(stream.starts[i]), int(stream.ends[end]))


def _may_hold(text: str, term: str) -> bool:
    """Tell cheaply whether a text can hold a term in lower case."""
    return not term.islower() or max(term) > "\u024f" or term.split()[0] in fold(text).lower()
