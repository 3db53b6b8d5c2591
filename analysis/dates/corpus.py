"""Narrow the dates of articles by those of others that report the same statement."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.dates import edtf
from analysis.dates.grammar import grammar
from analysis.text import fold

_STATED = ("stated", "metadata")
_OPEN = ("inferred", "unknown")


def narrow(
    articles: pd.DataFrame, dates: pd.DataFrame, pairs: pd.DataFrame, *, language: str = "fr"
) -> pd.DataFrame:
    """Narrow publication dates by articles that report the same statement and state their own date.

    Parameters
    ----------
    articles
        The articles table: columns `doc_id`, `published`, `published_earliest`, `published_latest`,
        `published_basis`, `published_evidence`; other columns are kept.
    dates
        The dates table: columns `doc_id`, `text`, `role`, `edtf`, `earliest`, `latest`, `precision`, `rule`.
    pairs
        Articles known to report one statement: columns `doc_a`, `doc_b`, in any order. Who decides that is the caller
        (shared passages, or one claim of one source); a place or a name in common is not enough.

    Returns
    -------
    articles
        The same rows in the same order. What was narrowed has basis `corpus` and the other article in its evidence.

    Notes
    -----
    Three inferences are made, and only from an article whose date is stated: who reports a statement writes on
    the day of the statement or later; a day without a year that both name has one year; a weekday without a date, beside
    the same statement, is the weekday of its date, and then the article is of the seven days from it. What contradicts
    the article's own text is left out.
    """
    made = articles.copy()
    partners = _partners(pairs)
    by_doc = dict(iter(dates.groupby("doc_id", sort=False)))
    stated = articles[articles["published_basis"].isin(_STATED)].set_index("doc_id")
    for at, article in articles[articles["published_basis"].isin(_OPEN)].iterrows():
        own = by_doc.get(article["doc_id"])
        for other in sorted(partners.get(article["doc_id"], ())):
            if own is None or other not in stated.index or other not in by_doc:
                continue
            limits = _limits(article, own, by_doc[other], stated.loc[other], language)
            if limits is None:
                continue
            first, last, why = limits
            made.loc[at, "published"] = edtf.one_of(edtf.day(first), edtf.day(last) if last else None)
            made.loc[at, "published_earliest"] = pd.Timestamp(first)
            made.loc[at, "published_latest"] = pd.Timestamp(last) if last else pd.NaT
            made.loc[at, "published_basis"] = "corpus"
            made.loc[at, "published_evidence"] = f"{other}: {why}"
            break
    return made


def _partners(pairs: pd.DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for a, b in zip(pairs["doc_a"], pairs["doc_b"], strict=True):
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found


def _limits(
    article: pd.Series, own: pd.DataFrame, theirs: pd.DataFrame, other: pd.Series, language: str
) -> tuple[date, date | None, str] | None:
    """Return the narrowed interval and the words behind it; None where nothing follows."""
    latest = _day(other["published_latest"])
    said = [
        (_day(row.earliest), row.text)
        for row in theirs.itertuples()
        if row.role == "statement"
        and row.precision in {"day", "minute"}
        and _day(row.earliest) == _day(row.latest)
    ]
    said = [(day, words) for day, words in said if day and latest and day <= latest]
    if not said:
        return None
    day, words = max(said, key=lambda pair: pair[0])
    first, last = _own(article, own, theirs, day)
    if last is None and _weekday(own, language) == day.isoweekday():
        last = edtf.shift(day, 6)
    if last is None or last < day:
        return None
    first = max(first, day) if first else day
    return (first, last, f"« {words} », {edtf.day(day)}") if first <= last else None


def _own(
    article: pd.Series, own: pd.DataFrame, theirs: pd.DataFrame, day: date
) -> tuple[date | None, date | None]:
    """Return the article's own limits, with the year of a day that both articles name."""
    first, last = _day(article["published_earliest"]), _day(article["published_latest"])
    text = article["published"]
    if first or last or not isinstance(text, str) or "XXXX" not in text:
        return first, last
    names = {value[5:] for value in own["edtf"] if isinstance(value, str) and value.startswith("XXXX-")}
    years = {
        value[:4]
        for value in theirs["edtf"]
        if isinstance(value, str) and len(value) == 10 and value[5:] in names
    }
    years = {year for year in years if year.isdecimal()}
    if len(years) != 1:
        return None, None
    first, last = edtf.bounds(text.replace("XXXX", years.pop()))
    if first and last and last < first:
        last = last.replace(year=last.year + 1)
    return first, last


def _weekday(own: pd.DataFrame, language: str) -> int | None:
    """Return the weekday on which the article says that something was said; None unless there is one only."""
    names = grammar(language).data["weekdays"]
    found = {
        number
        for row in own.itertuples()
        if row.rule == "weekday" and row.role == "statement"
        for word, number in names.items()
        if word in fold(row.text).lower().split()
    }
    return found.pop() if len(found) == 1 else None


def _day(value: object) -> date | None:
    if value is None or pd.isna(value):
        return None
    return pd.Timestamp(value).date()
