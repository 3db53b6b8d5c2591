"""Say what each line of a file is: article or page furniture.

A saved page is mostly lines that nobody wrote as journalism: menus, captions,
consent banners, teasers. The rules here look at typography, position, language
and repetition, and at the words that sites use about themselves (`[lines]` of the
language file); they know no outlet. Nothing is thrown away: every line keeps its
place, its zone and the reason for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import languages
from analysis.lines.context import KEPT, find_title, mark_captions, walk
from analysis.lines.identity import Identity, identify
from analysis.lines.signs import rules, sign, signature
from analysis.lines.units import RUNNING, Unit, article_language, cut, grade

__all__ = [
    "GROUPS",
    "KEPT",
    "ZONES",
    "Identity",
    "Line",
    "identify",
    "label",
    "label_rows",
    "shares",
    "signature",
]

ZONES = (
    "title",
    "dateline",
    "byline",
    "lead",
    "body",
    "heading",
    "caption",
    "credit",
    "related",
    "navigation",
    "consent",
    "other",
)


# how a reader sees the zones: what the article says, what says things about it, and the rest
GROUPS = {
    "kept": ("lead", "body", "heading"),
    "title, date, author, credit": ("title", "dateline", "byline", "credit"),
    "captions": ("caption",),
    "other articles": ("related",),
    "site furniture": ("navigation", "consent", "other"),
}


# a fragment may be a date or name a source without being a line of a page
_ALONE = frozenset({"dateline", "byline", "credit", "related"})


class Line(NamedTuple):
    """One line of a file: `text[start:end]`, without the white space around it."""

    line: int
    start: int
    end: int
    zone: str
    keep: bool
    language: str | None
    reason: str


def label(
    text: str, *, language: str | None = None, repeated: frozenset[str] | set[str] = frozenset()
) -> pd.DataFrame:
    """Label every line of an article that is not blank.

    Parameters
    ----------
    text
        The text of one file, or a fragment of a sentence: a text of one line is taken for running text unless
        it says otherwise.
    language
        Language of the article, when it is known; otherwise it is detected.
    repeated
        Lines known to recur in other files of the same corpus (`signature` of each).

    Returns
    -------
    lines
        Columns `line` (number, from 1), `start`, `end` (code points, end exclusive), `zone` (one of
        `ZONES`), `keep` (True for lead, body and heading), `language` (ISO 639-1, missing where a line is too short to
        tell) and `reason`; sorted by `start`.

    Notes
    -----
    `keep` is False for the title: it is part of the article, but its words repeat the body's.
    """
    rows = label_rows(text, language=language, repeated=repeated)
    columns = list(zip(*rows, strict=True)) or [()] * len(Line._fields)
    types = {"line": "int64", "start": "int64", "end": "int64", "keep": "bool"}
    # one array per column is five times faster than letting pandas guess
    arrays = (
        np.array(column, dtype=types[name]) if name in types else pd.array(column, dtype="str")
        for name, column in zip(Line._fields, columns, strict=True)
    )
    return pd.DataFrame(dict(zip(Line._fields, arrays, strict=True)), copy=False)


def label_rows(
    text: str, *, language: str | None = None, repeated: Iterable[str] = frozenset()
) -> list[Line]:
    """Do the work of `label` and return plain tuples, for loops over many articles."""
    known = rules(language if language in languages.available() else languages.DEFAULT)
    units = cut(text, known.function)
    if not units:
        return []
    article = language or article_language(units, known.code)
    if language is None and (other := _other_language(text, units, article)) is not None:
        # the text is in another language that has a file: its own words judge its lines
        known, units, article = rules(other), cut(text, rules(other).function), other
    for unit in units:
        grade(unit, known.code, article)
        sign(unit, known, repeated)
    if len(units) == 1 and units[0].zone in _ALONE:
        units[0].zone = None
    title = find_title(units)
    mark_captions(units)
    walk(units, title, known)
    return [
        Line(number, start, end, unit.zone, unit.zone in KEPT, unit.language, unit.reason)
        for unit in units
        for number, start, end in unit.spans
    ]


def _other_language(text: str, units: list[Unit], article: str | None) -> str | None:
    """Return the language, other than the default, whose file fits a text better; None where the default one does."""
    if article != languages.DEFAULT:
        return article if article in languages.available() else None
    if any(unit.share >= RUNNING for unit in units):
        return None
    # too short for a guess from letters: the function words of another language may still be plain
    for code in languages.available():
        if code != languages.DEFAULT:
            shares = [(unit.share, len(unit.words)) for unit in cut(text, rules(code).function)]
            if any(share >= RUNNING and count >= 4 for share, count in shares):
                return code
    return None


def shares(labelled: pd.DataFrame) -> pd.DataFrame:
    """Count the characters of each article by group of zones.

    Parameters
    ----------
    labelled
        The lines table: columns `doc_id`, `start`, `end`, `zone`.

    Returns
    -------
    shares
        Index `doc_id`; one column of characters for each of `GROUPS`; sorted by index.
    """
    group_of = {zone: group for group, zones in GROUPS.items() for zone in zones}
    sizes = labelled.assign(size=labelled["end"] - labelled["start"], group=labelled["zone"].map(group_of))
    counted = sizes.pivot_table(index="doc_id", columns="group", values="size", aggfunc="sum", fill_value=0)
    return counted.reindex(columns=list(GROUPS), fill_value=0).rename_axis(columns=None).sort_index()
