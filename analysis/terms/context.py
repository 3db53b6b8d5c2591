"""Show a term where it stands: a concordance, keyword in context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.actors import Alias
from analysis.terms.tokens import Reader
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
        As in `count`: with the same, there are as many rows as `count` counts.

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
    reader = Reader(language, aliases)
    rows = []
    for doc_id, text in sorted(texts.items()):
        if aliases is None and not _may_hold(text, term):
            continue
        for start, end in _find(reader, text, term):
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


def located(reader: Reader, text: str) -> list[tuple[int, int, int]]:
    """Return the tokens of a text, each name as one: start, end, number. A break has the number 0."""
    tokens, stream = reader.locate(text)
    found = [(token.start, token.end, number) for token, number in zip(tokens, stream.tolist(), strict=True)]
    if reader.names is None:
        return found
    names = zip(*(column.tolist() for column in reader.names.find(stream)), strict=True)
    # from the end, so that what comes before keeps its place
    for at, size, entity in reversed(list(names)):
        found[at : at + size] = [(found[at][0], found[at + size - 1][1], entity)]
    return found


def _find(reader: Reader, text: str, term: str) -> Iterator[tuple[int, int]]:
    """Give the positions where consecutive tokens make up a term."""
    tokens = [
        (start, end, reader.term(number) if number else None) for start, end, number in located(reader, text)
    ]
    for i, (start, end, read) in enumerate(tokens):
        j = i
        while read is not None and read != term and term.startswith(f"{read} ") and j + 1 < len(tokens):
            j += 1
            _, end, following = tokens[j]
            read = following and f"{read} {following}"
        if read == term:
            yield start, end


def _may_hold(text: str, term: str) -> bool:
    """Tell cheaply whether a text can hold a term in lower case."""
    return not term.islower() or max(term) > "\u024f" or term.split()[0] in fold(text).lower()
