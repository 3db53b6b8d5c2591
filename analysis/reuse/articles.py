"""What passages say about whole articles: originality, churn of a pair, reprint groups."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.reuse.words import Articles, kept_spans

_SPANS = ["doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b"]


def originality(
    passages: pd.DataFrame,
    texts: Mapping[str, str] | pd.Series | pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure how much of each article stands in no other that may be its origin.

    Parameters
    ----------
    passages
        As `passages` gives them; without the column `earlier` no date is known.
    texts
        Text by `doc_id`, or the articles table (`n_body_chars`, or else `n_chars`, is then the size).
    lines
        The lines table, to count characters on kept lines only.

    Returns
    -------
    articles
        One row per article, sorted: `doc_id`, `n_chars`, `n_copied` (characters in passages shared with an article
        that is not certainly later, none counted twice), `originality` (1 - copied / characters; missing where an
        article has none).

    Raises
    ------
    ValueError
        When a passage is from an article that is not given.

    Notes
    -----
    The copy rate of Cagé, Hervé and Viaud (2020, The Production of Information in an Online World, Review of Economic
    Studies 87), but over passages of any length. Where dates do not tell, both sides count as copied.
    """
    sizes = _sizes(texts, lines)
    start, end, article = _sides(passages, sizes, lines)
    copied = np.ones(len(article), dtype=bool)
    if "earlier" in passages:
        copied = np.concatenate(
            [(passages["earlier"] != passages[doc]).to_numpy() for doc in ("doc_a", "doc_b")]
        )
    new = _new_characters(article[copied], start[copied], end[copied])
    n_copied = np.bincount(article[copied], new, minlength=len(sizes)).astype(np.int64)
    n_copied = np.minimum(n_copied, sizes.to_numpy())
    share = 1 - n_copied / sizes.where(sizes > 0).to_numpy(dtype=float)
    return pd.DataFrame(
        {"doc_id": sizes.index, "n_chars": sizes.to_numpy(), "n_copied": n_copied, "originality": share}
    ).astype({"doc_id": "str"})


def churn(
    passages: pd.DataFrame,
    texts: Mapping[str, str] | pd.Series | pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure how much of two articles is the same.

    Parameters
    ----------
    passages, texts, lines
        As for `originality`.

    Returns
    -------
    pairs
        One row per pair that shares a passage, sorted: `doc_a`, `doc_b`, `n_passages`, `n_matched` (characters in
        shared passages, on the side that has fewer), `n_chars_a`, `n_chars_b`, `churn` = matched / (characters of both
        - matched): 1 for two equal articles.
    """
    sizes = _sizes(texts, lines)
    start, end, article = _sides(passages, sizes, lines)
    a, b = np.split(article, 2)
    pairs, pair = np.unique(a * len(sizes) + b, return_inverse=True)
    first, second = np.divmod(pairs, max(1, len(sizes)))
    matched = np.full(len(pairs), np.iinfo(np.int64).max)
    for side in np.split(np.arange(len(article)), 2):
        covered = np.bincount(pair, _new_characters(pair, start[side], end[side]), minlength=len(pairs))
        matched = np.minimum(matched, covered.astype(np.int64))
    of_a, of_b = sizes.to_numpy()[first], sizes.to_numpy()[second]
    matched = np.minimum(matched, np.minimum(of_a, of_b))
    return pd.DataFrame(
        {
            "doc_a": sizes.index[first],
            "doc_b": sizes.index[second],
            "n_passages": np.bincount(pair, minlength=len(pairs)),
            "n_matched": matched,
            "n_chars_a": of_a,
            "n_chars_b": of_b,
            "churn": matched / np.maximum(of_a + of_b - matched, 1),
        }
    ).astype({"doc_a": "str", "doc_b": "str"})


def groups(
    passages: pd.DataFrame,
    texts: Mapping[str, str] | pd.Series | pd.DataFrame,
    *,
    overlap: float = 0.5,
    lines: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Put articles that reprint each other into groups, for `duplicates="reprint"` of the networks.

    Parameters
    ----------
    passages, texts, lines
        As for `originality`.
    overlap
        Part of the shorter article that two must share, above 0 and at most 1. Two groups become one where their
        articles share so much on average: a digest that holds two articles does not make them reprints of each other.

    Returns
    -------
    articles
        One row per article, sorted: `doc_id`, `reprint` (the smallest id of its group; its own where it has no
        reprint). Merge it with the statements on `doc_id`.

    Raises
    ------
    ValueError
        When `overlap` is outside its range, or a passage is from an article that is not given.

    Notes
    -----
    Use passages found with `within_outlet=True`: two articles of one outlet that were not compared share nothing.
    """
    if not 0 < overlap <= 1:
        msg = f"overlap must be above 0 and at most 1, not {overlap}."
        raise ValueError(msg)
    ids = _sizes(texts, lines).index
    pairs = churn(passages, texts, lines=lines)
    share = pairs["n_matched"] / np.maximum(pairs[["n_chars_a", "n_chars_b"]].min(axis=1), 1)
    links = {
        (a, b): part
        for a, b, part in zip(pairs["doc_a"], pairs["doc_b"], share, strict=True)
        if part >= overlap
    }
    group = _grouped(links, overlap)
    names = [min(group[doc_id]) if doc_id in group else doc_id for doc_id in ids]
    return pd.DataFrame({"doc_id": ids, "reprint": names}).astype("str")


def _grouped(links: dict[tuple[str, str], float], overlap: float) -> dict[str, list[str]]:
    """Join groups, closest first, where all their pairs share enough on average."""
    group = {doc_id: [doc_id] for pair in links for doc_id in pair}
    for a, b in sorted(links, key=lambda pair: (-links[pair], pair)):
        one, other = group[a], group[b]
        if one is other:
            continue
        shared = sum(links.get((min(x, y), max(x, y)), 0.0) for x in one for y in other)
        if shared >= overlap * len(one) * len(other):
            one += other
            for doc_id in other:
                group[doc_id] = one
    return group


def _sizes(texts: Mapping[str, str] | pd.Series | pd.DataFrame, lines: pd.DataFrame | None) -> pd.Series:
    """Return the number of characters of each article, sorted by id."""
    if isinstance(texts, pd.DataFrame):
        known = [name for name in ("n_body_chars", "n_chars") if name in texts]
        if "doc_id" not in texts or not known:
            msg = "The articles table needs the columns doc_id and n_body_chars (or n_chars). Or give the texts."
            raise ValueError(msg)
        # ids are checked as those of texts are
        ids = Articles(pd.Series("", index=texts["doc_id"].to_numpy(dtype=object))).ids
        sizes = texts.set_index("doc_id")[known[0]].reindex(ids).astype(np.int64)
    else:
        articles = Articles(texts)
        step = range(0, len(articles), 1000)
        parts = [articles.texts(range(first, min(first + 1000, len(articles)))) for first in step]
        sizes = pd.Series([len(text) for part in parts for text in part], index=articles.ids, dtype=np.int64)
    if lines is not None:
        spans = kept_spans(lines)
        kept = {doc_id: int((span[:, 1] - span[:, 0]).sum()) for doc_id, span in spans.items()}
        sizes = pd.Series([kept.get(doc_id, 0) for doc_id in sizes.index], index=sizes.index, dtype=np.int64)
    return sizes


def _sides(
    passages: pd.DataFrame, sizes: pd.Series, lines: pd.DataFrame | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return start, end and number of the article of all sides a, then of all sides b.

    With `lines`, starts and ends count the characters on kept lines before them.
    """
    absent = [name for name in _SPANS if name not in passages]
    if absent:
        msg = f"passages has no column {', '.join(absent)}. Give the table that reuse.passages returns."
        raise ValueError(msg)
    doc_id, start, end = (
        np.concatenate([passages[f"{name}_{side}"].to_numpy() for side in "ab"])
        for name in ("doc", "start", "end")
    )
    article = sizes.index.get_indexer(doc_id)
    if (article < 0).any():
        unknown = sorted(set(doc_id[article < 0]))
        msg = f"passages are from articles that are not given: {', '.join(unknown[:5])}. Give all articles compared."
        raise ValueError(msg)
    start, end = start.astype(np.int64), end.astype(np.int64)
    if lines is None or not len(article):
        return start, end, article.astype(np.int64)
    before = _kept_before(lines, sizes.index, int(end.max()) + 1)
    return before(article, start), before(article, end), article.astype(np.int64)


def _kept_before(lines: pd.DataFrame, ids: pd.Index, longest: int):
    """Return a function from article and position to the characters on kept lines before it."""
    by_id = kept_spans(lines)
    numbers = ids.get_indexer(list(by_id)).tolist()
    spans = {number: span for number, span in zip(numbers, by_id.values(), strict=True) if number >= 0}
    order = sorted(spans)
    longest = max(longest, *(int(spans[k][-1, 1]) + 1 for k in order)) if order else longest
    # all articles on one scale, one behind the other
    flat = np.concatenate([spans[k] + k * longest for k in order] or [np.empty((0, 2), np.int64)])
    starts, ends = np.concatenate((np.full((1, 2), -1), flat)).T
    total = np.concatenate(([0], np.cumsum(ends - starts)))

    def before(article: np.ndarray, position: np.ndarray) -> np.ndarray:
        at = article * longest + position
        line = np.searchsorted(starts, at, side="right") - 1
        return total[line] + np.minimum(at, ends[line]) - starts[line]

    return before


def _new_characters(group: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return how many characters each span adds to those of its group before it."""
    new = np.zeros(len(group), dtype=np.int64)
    if not len(group):
        return new
    order = np.lexsort((end, start, group))
    group, start, end = group[order], start[order], end[order]
    # one scale for all groups, so that one running maximum serves them all
    shift = np.cumsum(np.concatenate(([0], group[1:] != group[:-1]))) * (int(end.max()) + 1)
    reached = np.concatenate(([0], np.maximum.accumulate(end + shift)[:-1]))
    new[order] = np.maximum(0, end + shift - np.maximum(start + shift, reached))
    return new
