"""The statements behind every edge, with their words, their place and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis import claims
from analysis.build import Corpus
from analysis.network.graphs import LEVELS, UNKNOWN
from analysis.network.selection import one_of

# characters of context on either side, as many as most annotation tools keep
CONTEXT = 32
COLUMNS = (
    "source", "claim", "polarity", "statement_id", "doc_id", "outlet", "published", "start", "end", "spans", "quote",
    "prefix", "suffix", "sha256", "coder", "score", "rule", "actor", "node",
)  # fmt: skip


def coded(corpus: Corpus, *, level: str = "source") -> pd.DataFrame:
    """Return the long table that the networks of a corpus are made from.

    Returns
    -------
    coded
        What `claims.table` gives, with `node`: who stands at the end of the edge at this level, missing where nobody
        is known. One row per statement and claim.
    """
    one_of("level", level, LEVELS)
    table = claims.table(corpus.statements, corpus.codes, corpus.articles)
    table = table.drop_duplicates(["statement_id", "claim"], ignore_index=True)
    if level == "outlet":
        node = table["outlet"].fillna(UNKNOWN)
    else:
        node = table["source"] if level == "source" else table["actor"].fillna(table["source"])
    return table.assign(node=node)


def evidence(corpus: Corpus, *, level: str = "source") -> pd.DataFrame:
    """Return one row per statement on each edge of the source-claim network.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives.
    level
        `source`, `actor` or `outlet`, as in `network.source_claim`.

    Returns
    -------
    evidence
        Columns source, claim, polarity, statement_id, doc_id, outlet, published (EDTF), start, end, spans
        (`a-b|c-d` where the content has several parts), quote (the text at these positions, ` … ` between two
        parts), prefix and suffix (32 characters before start and after end), sha256 of the article, coder, score,
        rule, actor, node (the end of the edge); sorted by node, claim and place.
    """
    table = coded(corpus, level=level)
    articles = corpus.articles.drop_duplicates("doc_id").set_index("doc_id")
    texts = dict(corpus.texts)
    table = table.loc[table["node"].notna()].assign(
        published=table["doc_id"].map(articles["published"]), sha256=table["doc_id"].map(articles["sha256"])
    )
    table = table.sort_values(["node", "claim", "doc_id", "start", "statement_id"], kind="stable")
    rows = [_words(texts, *row) for row in zip(*(table[name] for name in _PLACE), strict=True)]
    words = pd.DataFrame(rows, columns=["spans", "quote", "prefix", "suffix"], index=table.index, dtype="str")
    return pd.concat([table, words], axis=1)[list(COLUMNS)].reset_index(drop=True)


_PLACE = ("doc_id", "start", "end", "content_spans")


def _words(texts: Mapping[str, str], doc_id: str, start: int, end: int, spans: str) -> tuple[str, ...]:
    text = texts.get(doc_id, "")
    parts = spans_of(spans, start, end)
    quote = " … ".join(text[a:b] for a, b in parts)
    written = "|".join(f"{a}-{b}" for a, b in parts)
    return (written, quote, *around(text, parts[0][0], parts[-1][1]))


def spans_of(spans: object, start: int, end: int) -> list[tuple[int, int]]:
    """Return the positions of the parts of a content; the whole where none are told."""
    if not isinstance(spans, str) or not spans:
        return [(int(start), int(end))]
    return [(int(a), int(b)) for a, b in (span.split("-") for span in spans.split("|"))]


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
