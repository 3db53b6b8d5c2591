"""Temporal expressions and the date of publication, as EDTF (ISO 8601-2) with bounds and evidence.

News looks back: a day without a year and a weekday alone are the latest before the article, unless the
clause speaks of the future. Nothing is more exact than the words: where no anchor is known an expression keeps its row,
with `X` for the digits it does not give, and no bounds. No function here reads a clock.

Conventions where usage differs are those of duckling's French corpus (github.com/facebook/duckling, BSD): the end of a
week is Thursday to Sunday, its beginning Monday and Tuesday; « début avril » is 1-5, « en début de mois »
1-10, the middle 10-19, the end from the 21st; a weekend is Saturday and Sunday, as in ISO 8601; seasons are
astronomical (summer 21 June to 23 September). « Fin 2015 » is the last quarter, « en fin d'année » November and
December.

English has the same conventions, but for three that its usage asks for: *early April* is 1-10; *the past three months*
are the three months up to the anchor, where « les trois derniers mois » are whole months; *the weekend* is the latest
that has begun. 03/04/2017 is one of two days, `[2017-03-04,2017-04-03]`, because writers differ; 11/14/2017 and 14.3.2017
are not open. *9/11* and *in three days* (which may be a duration) are no dates.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from analysis.dates.corpus import OPEN, alone, narrow, pairs
from analysis.dates.edtf import as_interval
from analysis.dates.finding import Found, Row, rows, scan
from analysis.dates.published import Publication, publication_of
from analysis.lines import label_rows

__all__ = [
    "OPEN",
    "Publication",
    "Row",
    "alone",
    "find",
    "find_rows",
    "narrow",
    "pairs",
    "publication",
    "publication_rows",
    "scan",
]

PREFERENCES = ("past", "future")
# looked up once: the name of a type takes pandas longer than the array
_TEXT = pd.Series(dtype="str").dtype

publication_rows = publication_of


def find(
    text: str,
    *,
    anchor: str | date | None = None,
    language: str = "fr",
    prefer: str = "past",
    lines: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the temporal expressions of a text.

    Parameters
    ----------
    text
        An article, or a fragment of a sentence.
    anchor
        The day from which relative expressions are reckoned, usually the day of publication: `"2017-11-14"`, a date, or
        an interval in EDTF (`"[2017-11-14..2017-11-19]"`); the bounds then cover the interval.
    language
        Code of the language file.
    prefer
        Where a day without a year or a weekday alone may lie before or after the anchor: `past` or `future`. With `past`
        a clause in the future (*aura lieu jeudi*) still looks ahead.
    lines
        What `lines.label` gives for the text; labelled here when None.

    Returns
    -------
    dates
        One row per expression, sorted by `start`: `start`, `end` (code points, end exclusive), `text`, `role`
        (publication, statement, event or credit), `edtf`, `earliest` and `latest` (days; missing where they are
        not known), `precision` (day, minute, week, weekend, month, quarter, half, season, year, decade, century, span or
        vague), `anchor` (what it is reckoned from: none, publication, previous, event) and `rule`.

    Raises
    ------
    ValueError
        For an unknown language or preference, or an anchor that is no date.

    Notes
    -----
    Durations (*pendant trois jours*), frequencies (*tous les mardis*) and hours (*à 15 heures*) are recognised, so that
    they are not taken for dates, and have no rows.
    """
    labelled = _labelled(text, lines, language)
    found = find_rows(text, anchor=anchor, language=language, prefer=prefer, labelled=labelled)
    columns = list(zip(*found, strict=True)) or [()] * len(Row._fields)
    return pd.DataFrame(
        {name: _array(name, column) for name, column in zip(Row._fields, columns, strict=True)}
    )


def find_rows(
    text: str,
    *,
    anchor: str | date | None = None,
    language: str = "fr",
    prefer: str = "past",
    labelled: Sequence[tuple[int, int, str]] = (),
    scanned: Sequence[Found] | None = None,
    told: Sequence[Row] | None = None,
) -> list[Row]:
    """Do the work of `find` and return plain tuples, for loops over many articles.

    `labelled` are the start, end and zone of the lines; without them roles are told from the words alone. `scanned` is
    what `scan` gives for the text, `told` its rows from another anchor, so that reading it again costs little.
    """
    if prefer not in PREFERENCES:
        msg = f"prefer must be one of {', '.join(PREFERENCES)}, not {prefer!r}"
        raise ValueError(msg)
    bounds = as_interval(anchor)
    return rows(
        text,
        anchor=bounds,
        language=language,
        prefer=prefer,
        labelled=labelled,
        scanned=scanned,
        told=told,
    )


def publication(
    text: str,
    *,
    lines: pd.DataFrame | None = None,
    dates: pd.DataFrame | None = None,
    language: str = "fr",
    metadata: str | date | None = None,
) -> Publication:
    """Tell when an article was published, from its date line or from limits in its text.

    Parameters
    ----------
    text
        The text of one article.
    lines
        What `lines.label` gives for it; labelled here when None.
    dates
        What `find` gives for it without an anchor; found here when None.
    language
        Code of the language file.
    metadata
        A date that the file's own fields give; it goes before the text.

    Returns
    -------
    publication
        `edtf`, `earliest`, `latest`, `basis` (stated, metadata, inferred or unknown) and `evidence`, the words with
        their positions.

    Notes
    -----
    A day in a range is `[2017-10-04..2018-10-03]`, an open end `[2016-06-30..]`. Two date lines that contradict
    each other are alternatives, `[2016-03-15,2017-11-14]`. « Mis à jour le » is an upper bound, no publication.
    """
    labelled = _labelled(text, lines, language)
    if dates is None:
        found = find_rows(text, language=language, labelled=labelled)
    else:
        found = [_row(record) for record in dates[list(Row._fields)].itertuples(index=False)]
    return publication_of(text, labelled, found, language=language, metadata=metadata)


def _labelled(text: str, lines: pd.DataFrame | None, language: str) -> list[tuple[int, int, str]]:
    if lines is not None:
        return list(zip(lines["start"], lines["end"], lines["zone"], strict=True))
    if "\n" not in text.strip():
        return []
    return [(line.start, line.end, line.zone) for line in label_rows(text, language=language)]


def _row(record: tuple) -> Row:
    """Return a row of the table as a plain tuple: days as dates, missing as None."""
    made = Row(*record)
    days = {
        name: None if pd.isna(value) else value.date()
        for name, value in (("earliest", made.earliest), ("latest", made.latest))
    }
    return made._replace(**days, edtf=made.edtf if isinstance(made.edtf, str) else None)


def _array(name: str, values: Sequence[object]) -> object:
    if name in {"start", "end"}:
        return np.array(values, dtype="int64")
    if name in {"earliest", "latest"}:
        return np.array(values, dtype="datetime64[D]").astype("datetime64[ms]")
    return pd.array(values, dtype=_TEXT)
