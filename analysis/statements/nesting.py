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
    order = sorted(range(len(found)), key=lambda i: _size(found[i]))
    result: list[int | None] = []
    for i, statement in enumerate(found):
        start, end = statement.cue or statement.contents[0]
        size = _size(statement)
        result.append(
            next(
                (
                    j
                    for j in order
                    if j != i and _size(found[j]) > size and any(a <= start and end <= b for a, b in found[j].contents)
                ),
                None,
            )
        )
    return result


def depth(i: int, above: Sequence[int | None]) -> int:
    """Count how many statements a statement stands in."""
    steps = 0
    while above[i] is not None and steps <= len(above):
        i, steps = above[i], steps + 1
    return steps


def _size(statement: Spanned) -> int:
    return sum(b - a for a, b in statement.contents)
