"""Find words that a person has copied or typed again: spaces, apostrophes and quotation marks may differ in kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from analysis.text import fold


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Return every place where words stand in a text, as start and end in code points.

    Parameters
    ----------
    text
        An article.
    words
        What is looked for. White space of any kind and length is one space, and typographic variants are one sign (’
        and '); letters must be the same. Words are whole: « dit » is not found in « crédit ».
    """
    pieces = [re.escape(piece) for piece in fold(unicodedata.normalize("NFC", words)).split()]
    if not pieces:
        return []
    sought = r"\s+".join(pieces)
    before = r"(?<!\w)" if words.strip()[0].isalnum() else ""
    after = r"(?!\w)" if words.strip()[-1].isalnum() else ""
    # looked for at every position, so that places which overlap are all counted
    return [match.span(1) for match in re.finditer(rf"(?=({before}{sought}{after}))", fold(text))]


def nearest(found: Iterable[tuple[int, int]], around: tuple[int, int]) -> tuple[int, int] | None:
    """Return the place nearest to a span, outside it where there is one; of two at one distance, the first."""
    start, end = around

    def rank(place: tuple[int, int]) -> tuple[bool, int, int]:
        overlaps = place[0] < end and place[1] > start
        return (overlaps, max(start - place[1], place[0] - end, 0), place[0])

    return min(found, key=rank, default=None)
