"""Order statements by what stands in what: a cue inside a content makes a child of that statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Spanned(Protocol):
    """Anything with contents and a cue in one text."""

    contents: list[tuple[int, int]]
    cue: tuple[int, int] | None


def parents(found: Sequence[Spanned]) -> list[int | None]:
    """Return for each statement the index of the smallest one whose content holds its cue, or None.

    A floating quotation has no cue; its own content is looked for instead.
    """
    anchors = sorted(((one.cue or one.contents[0]), i) for i, one in enumerate(found))
    spans = sorted((a, b, _size(one), j) for j, one in enumerate(found) for a, b in one.contents)
    result: list[int | None] = [None] * len(found)
    # spans that are still open at the anchor; a text nests a few deep, so the list stays short
    live: list[tuple[int, int, int, int]] = []
    at = 0
    for (start, end), i in anchors:
        while at < len(spans) and spans[at][0] <= start:
            live.append(spans[at])
            at += 1
        live = [span for span in live if span[1] > start]
        size = _size(found[i])
        around = [(other, j) for _, b, other, j in live if b >= end and j != i and other > size]
        result[i] = min(around)[1] if around else None
    return result


def depth(i: int, above: Sequence[int | None]) -> int:
    """Count how many statements a statement stands in."""
    steps = 0
    while above[i] is not None and steps <= len(above):
        i, steps = above[i], steps + 1
    return steps


def chain(
    i: int, above: Sequence[int | None], sources: Sequence[str | None], outlet: str | None
) -> str | None:
    """Return through whom a statement reaches the reader: outlet > relay > source, nobody twice in a row."""
    names: list[str] = []
    at: int | None = i
    for _ in above:
        if at is None:
            break
        name = sources[at]
        if name and (not names or names[-1] != name):
            names.append(name)
        at = above[at]
    if outlet and (not names or names[-1] != outlet):
        names.append(outlet)
    return " > ".join(reversed(names)) or None


def _size(statement: Spanned) -> int:
    return sum(b - a for a, b in statement.contents)
