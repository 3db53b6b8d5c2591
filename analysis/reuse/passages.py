"""Find the passages that articles share, word for word or lightly edited."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from analysis import languages
from analysis.reuse import chains, index, kinds, words
from analysis.reuse.chains import Found
from analysis.reuse.index import Dropped, Rules
from analysis.reuse.words import Articles

COLUMNS = [
    "doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b", "n_tokens", "similarity", "kind", "earlier",
]  # fmt: skip
# a shingle in so many of an outlet's articles is its template
_TEMPLATE_SHARE, _TEMPLATE_LEAST = 0.2, 5


def passages(
    texts: Mapping[str, str] | pd.Series,
    *,
    min_tokens: int = 12,
    max_df: int = 60,
    outlets: Mapping[str, str] | pd.Series | None = None,
    lines: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
    within_outlet: bool = False,
    language: str = "fr",
    n: int = 4,
    partitions: int | None = None,
    jobs: int = 1,
) -> pd.DataFrame:
    """Find the passages that articles share.

    Parameters
    ----------
    texts
        Text by `doc_id`. A mapping may fetch its texts from a file: they are read in order, a few at a time.
    min_tokens
        Words that a passage must have in common. An unbroken run of as many words is found unless more than half of
        it is frequent. A passage with edits needs two thirds of the sequences of `n` words of an unedited one and, up
        to twice `min_tokens`, a similarity of 0.75: two names side by side are no passage.
    max_df
        Articles that may share a sequence of words. One in more articles is a stock phrase or a notice; a passage
        that more articles have copied is lost with it. The work grows with this number.
    outlets
        Outlet by `doc_id`; `terms.outlets(articles)` gives it. Sequences in at least a fifth (and five) of one outlet's
        articles are its template and do not count. Articles without an outlet are compared with all.
    lines
        The lines table: only kept lines are read, so that menus, captions and related links share nothing. A line
        between two kept ones that is not kept may lie inside a passage.
    articles
        The articles table, for `earlier`.
    within_outlet
        Whether articles of one outlet are compared, too.
    language
        Code of the language file, for the function words that tell a name.
    n
        Words of the sequences compared, 3 to 8. Four finds more of an edited passage than five.
    partitions
        In how many parts the index is made, one after the other: more parts need less memory. The result is the same.
    jobs
        Processes of joblib; its current backend (Dask for example) is used.

    Returns
    -------
    passages
        One row per passage, sorted by `doc_a`, `doc_b`, `start_a`, `start_b`; `doc_a` < `doc_b`. `start_a`, `end_a`,
        `start_b`, `end_b`: positions in the texts, from the first character of a word to the last of another.
        `n_tokens`: words in common, in order. `similarity`: twice that, over the words of both sides; 1 is verbatim.
        `kind`: quotation (between marks on both sides), name or title (four words of five with a capital or function
        words) or narrative copy. `earlier`: the article that was certainly published before the other; missing where
        dates do not tell, and always without `articles`. `attrs["dropped"]` counts the sequences left out as
        frequent or as a template, and the places where they stood.

    Raises
    ------
    ValueError
        When an id occurs twice, a text is no string, or an option is outside its range.

    Notes
    -----
    Measured on planted passages (benchmarks/reuse.py). Shared words show neither who copied nor whether both have it
    from a third; a translated retelling shares no words at all. Passages of names and quoted laws are reuse of words,
    not of an article: `kind` helps to set them apart. Of a sequence that an article repeats (a refrain) the first four
    places count, so of two articles that only repeat themselves little or nothing is found.
    """
    _check(min_tokens, max_df, n, partitions, jobs)
    languages.load(language)
    source = Articles(texts, lines)
    rules = _rules(source.ids, outlets, n, max_df)
    found, dropped = _find(source, rules, min_tokens, within_outlet, partitions, jobs)
    table = _table(source, found, language)
    table["earlier"] = _earlier(table, articles)
    table.attrs["dropped"] = dropped._asdict()
    return table


def _find(
    source: Articles, rules: Rules, min_tokens: int, within_outlet: bool, partitions: int | None, jobs: int
) -> tuple[Found, Dropped]:
    """Read, index and chain: each step a map over parts."""
    read = words.read(source)
    count = partitions or index.count_partitions(read)
    calls = [(read, rules, part, count) for part in range(count)]
    postings, dropped = index.gather(_map(jobs, index.postings, calls))
    outlet = np.full(len(source), -1) if within_outlet else rules.outlet
    ranges = chains.blocks(postings, len(source))
    options = rules.n, min_tokens, outlet
    return chains.collect(
        _map(jobs, chains.find, [(read, postings, block, *options) for block in ranges])
    ), dropped


def _map(jobs: int, function: Callable, calls: list[tuple]) -> Iterator:
    if jobs == 1 or len(calls) < 2:
        return (function(*call) for call in calls)
    # only those who ask for processes wait for them
    from joblib import Parallel, delayed

    return Parallel(n_jobs=jobs, return_as="generator")(delayed(function)(*call) for call in calls)


def _rules(ids: list[str], outlets: Mapping[str, str] | pd.Series | None, n: int, max_df: int) -> Rules:
    if outlets is None:
        return Rules(n, max_df, np.full(len(ids), -1), np.empty(0, int))
    if isinstance(outlets, pd.Series) and outlets.index.has_duplicates:
        repeated = sorted(map(str, outlets.index[outlets.index.duplicated()].unique()))
        msg = f"outlet of an article given more than once: {', '.join(repeated[:5])}. Give each article one outlet."
        raise ValueError(msg)
    known = dict(outlets.items())
    named = [known.get(doc_id) for doc_id in ids]
    named = [name if isinstance(name, str) and name else None for name in named]
    number = {name: i for i, name in enumerate(sorted({name for name in named if name}))}
    outlet = np.array([number.get(name, -1) for name in named], dtype=np.int64)
    sizes = np.bincount(outlet[outlet >= 0], minlength=len(number))
    return Rules(n, max_df, outlet, np.maximum(_TEMPLATE_LEAST, np.ceil(_TEMPLATE_SHARE * sizes)).astype(int))


def _table(source: Articles, found: Found, language: str) -> pd.DataFrame:
    a, b = kinds.locate(source, found, language=language)
    sizes = found.end_a - found.start_a + found.end_b - found.start_b
    return pd.DataFrame(
        {
            "doc_a": pd.Series([source.ids[k] for k in found.a.tolist()], dtype="str"),
            "start_a": a.start,
            "end_a": a.end,
            "doc_b": pd.Series([source.ids[k] for k in found.b.tolist()], dtype="str"),
            "start_b": b.start,
            "end_b": b.end,
            "n_tokens": found.matched.astype(np.int64),
            "similarity": 2 * found.matched / np.maximum(sizes, 1),
            "kind": pd.Series(kinds.classify(a, b), dtype="str"),
        }
    )


def _earlier(table: pd.DataFrame, articles: pd.DataFrame | None) -> pd.Series:
    """Return the article that was certainly published before the other one of its passage."""
    missing = pd.Series(None, index=table.index, dtype="str")
    if articles is None:
        return missing
    absent = [name for name in ("doc_id", "published_earliest", "published_latest") if name not in articles]
    if absent:
        msg = f"articles has no column {', '.join(absent)}. Give the articles table, or leave it out."
        raise ValueError(msg)
    if articles["doc_id"].duplicated().any():
        repeated = sorted(articles.loc[articles["doc_id"].duplicated(), "doc_id"].astype(str).unique())
        msg = f"article given more than once: {', '.join(repeated[:5])}. Give each article one row."
        raise ValueError(msg)
    dates = articles.set_index("doc_id")
    first, last = pd.to_datetime(dates["published_earliest"]), pd.to_datetime(dates["published_latest"])
    a_first, a_last = first.reindex(table["doc_a"]).to_numpy(), last.reindex(table["doc_a"]).to_numpy()
    b_first, b_last = first.reindex(table["doc_b"]).to_numpy(), last.reindex(table["doc_b"]).to_numpy()
    return table["doc_a"].where(a_last < b_first, table["doc_b"].where(b_last < a_first, missing))


def _check(min_tokens: int, max_df: int, n: int, partitions: int | None, jobs: int) -> None:
    if not 3 <= n <= 8:
        msg = f"n must be 3 to 8 words, not {n}."
        raise ValueError(msg)
    if min_tokens < n:
        msg = f"min_tokens must be at least n ({n}), not {min_tokens}."
        raise ValueError(msg)
    if max_df < 2:
        msg = f"max_df must be at least 2 articles, not {max_df}."
        raise ValueError(msg)
    if partitions is not None and partitions < 1:
        msg = f"partitions must be at least 1, or None to choose by the size of the corpus, not {partitions}."
        raise ValueError(msg)
    if jobs == 0:
        msg = "jobs must be a number of processes, or -1 for all, not 0."
        raise ValueError(msg)
