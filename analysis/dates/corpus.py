"""Narrow the dates of articles by those of others that report the same statement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from analysis.dates import edtf
from analysis.dates.grammar import grammar
from analysis.text import fold

_STATED = ("stated", "metadata")
# what another article may narrow
OPEN = ("inferred", "unknown")
# a claim of one actor in more articles than this is a refrain
_COMMON = 50
# between the words of another article and the article's own
_AND = " || "


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
    repeated = articles.loc[articles["doc_id"].duplicated(), "doc_id"].tolist()
    if repeated:
        msg = f"Two articles share the identifier {repeated[0]!r}. Give each its own."
        raise ValueError(msg)
    made = articles.reset_index(drop=True)
    partners = _partners(pairs)
    by_doc = dict(iter(dates.groupby("doc_id", sort=False)))
    stated = made[made["published_basis"].isin(_STATED)].set_index("doc_id")
    for at, article in made[made["published_basis"].isin(OPEN)].iterrows():
        found = _together(article, by_doc, stated, sorted(partners.get(article["doc_id"], ())), language)
        if found is None:
            continue
        first, last, why = found
        own_words = article["published_evidence"]
        made.loc[at, "published"] = edtf.one_of(edtf.day(first), edtf.day(last) if last else None)
        made.loc[at, "published_earliest"] = pd.Timestamp(first)
        made.loc[at, "published_latest"] = pd.Timestamp(last) if last else pd.NaT
        made.loc[at, "published_basis"] = "corpus"
        made.loc[at, "published_evidence"] = why + (
            f"{_AND}{own_words}" if isinstance(own_words, str) else ""
        )
    return made.set_index(articles.index)


def _together(
    article: pd.Series,
    by_doc: dict[str, pd.DataFrame],
    stated: pd.DataFrame,
    others: list[str],
    language: str,
) -> tuple[date, date | None, str] | None:
    """Return the interval that all other articles leave, and their words; None where they add nothing."""
    own = by_doc.get(article["doc_id"])
    if own is None:
        return None
    first, last, words = None, None, []
    for other in others:
        if other not in stated.index or other not in by_doc:
            continue
        limits = _limits(article, own, by_doc[other], stated.loc[other], language)
        if limits is None:
            continue
        begin, end = max(filter(None, (first, limits[0]))), min(filter(None, (last, limits[1])), default=None)
        # who contradicts what is known already is left out
        if end is None or begin <= end:
            first, last = begin, end
            words.append(f"{other}: {limits[2]}")
    known = _day(article["published_earliest"]), _day(article["published_latest"])
    return None if first is None or (first, last) == known else (first, last, " | ".join(words))


def pairs(
    codes: pd.DataFrame,
    statements: pd.DataFrame,
    *,
    least: int = 2,
    sought: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the articles that report the same statement, as far as their claims tell.

    Parameters
    ----------
    codes, statements
        Tables of a corpus.
    least
        So many claims of one actor have to be shared: an accusation may be repeated for months, several claims at once
        are rarely.
    sought
        Articles of which one has to stand in a pair, and only one: those that state no date. By default all pairs.

    Returns
    -------
    pairs
        Columns doc_a, doc_b, with doc_a before doc_b; sorted. Claims of one actor that stand in more than fifty
        articles date nothing, and are passed over.
    """
    who = statements["actor"].fillna(statements["source"])
    told = statements[["statement_id", "doc_id"]].assign(who=who).dropna(subset=["who"])
    shared = codes.dropna(subset=["claim"])[["statement_id", "claim"]].merge(told, on="statement_id")
    shared = shared[["doc_id", "who", "claim"]].drop_duplicates()
    # numbers, because a claim that fifty articles share makes more than a thousand pairs of names
    doc, names = pd.factorize(shared["doc_id"], sort=True)
    who = pd.factorize(shared["who"])[0]
    claim = shared.groupby(["who", "claim"], sort=False).ngroup().to_numpy()
    numbers = pd.DataFrame({"doc": doc, "who": who, "claim": claim})
    size = numbers.groupby("claim")["doc"].transform("size")
    numbers = numbers.loc[(size > 1) & (size <= _COMMON)]
    one, other = numbers, numbers
    if sought is not None:
        inside = numbers["doc"].isin(np.flatnonzero(names.isin(list(sought))))
        one, other = numbers.loc[inside], numbers.loc[~inside]
    both = one.merge(other[["doc", "claim"]], on="claim", suffixes=("_a", "_b"))
    low, high = both[["doc_a", "doc_b"]].min(axis=1), both[["doc_a", "doc_b"]].max(axis=1)
    both = both.assign(doc_a=low, doc_b=high).loc[low < high].drop_duplicates()
    counts = both.groupby(["doc_a", "doc_b", "who"]).size()
    found = counts[counts >= least].reset_index()[["doc_a", "doc_b"]].drop_duplicates()
    found = found.sort_values(["doc_a", "doc_b"])
    return pd.DataFrame({name: names[found[name].to_numpy(np.int64)] for name in found}).astype("str")


def alone(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with the dates that each tells by itself: the second pass across articles undone."""
    made = articles.reset_index(drop=True)
    across = made["published_basis"] == "corpus"
    for at, value in made.loc[across, "published_alone"].items():
        known = isinstance(value, str)
        first, last = edtf.bounds(value) if known and "XXXX" not in value else (None, None)
        own = str(made.at[at, "published_evidence"]).partition(_AND)[2]
        made.loc[at, "published"] = value
        made.loc[at, "published_earliest"] = pd.Timestamp(first) if first else pd.NaT
        made.loc[at, "published_latest"] = pd.Timestamp(last) if last else pd.NaT
        made.loc[at, "published_basis"] = "inferred" if known else "unknown"
        made.loc[at, "published_evidence"] = own or None
    return made.set_index(articles.index)


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
