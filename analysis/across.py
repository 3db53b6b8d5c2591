"""What only the whole corpus tells, from its joined tables: claims, and dates that articles give each other.

The parts of a partition do not depend on it, so that editing the code book analyses no article again.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import claims, dates, languages, schema
from analysis.actors import Alias
from analysis.project import Project


def code(where: Project, said: pa.Table, aliases: dict[str, Alias]) -> tuple[pa.Table, list[str]]:
    """Return the codes of all statements, and what to say of hand decisions that have lost their statement.

    Parameters
    ----------
    where
        The project; without a code book nothing is coded.
    said
        The statements table.
    aliases
        What `actors.read_aliases` gives.

    Raises
    ------
    AnnotationError
        For a code book or a hand decision that cannot be used.
    """
    book = where.annotations / "claims.csv"
    if not book.is_file():
        return schema.table("codes"), []
    codebook = claims.read_codebook(book)
    hand = claims.read_codes(where.annotations / "codes.csv", codebook)
    used = ["doc_id", "statement_id", "start", "source", "stance", "cue", "cue_lemma", "negated", "content"]
    told = said.select(used).to_pandas()
    lost = claims.orphans(told, hand)
    known = hand.loc[~hand["statement_id"].isin(lost["statement_id"])]
    made = claims.assign(told, codebook, codes=known, aliases=aliases)
    rows = made.astype(object).where(made.notna(), None).itertuples(index=False, name=None)
    table = schema.table("codes", list(rows))
    order = [(column, "ascending") for column in schema.TABLES["codes"].order]
    return table.sort_by(order), [
        f"codes.csv: {row.statement_id} ({row.claim or 'no claim'}) names a statement that is no longer there; "
        "find its new identifier in the statements table"
        for row in lost.itertuples()
    ]


def date(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the articles and dates tables after articles that report one statement have dated each other.

    Parameters
    ----------
    tables
        All tables of the corpus, codes included.

    Returns
    -------
    changed
        The tables `articles` and `dates`, or nothing where no article says more of another.
    """
    if not tables["codes"].num_rows:
        return {}
    said = tables["statements"].select(["doc_id", "statement_id", "source", "actor"]).to_pandas()
    pairs = dates.pairs(tables["codes"].to_pandas(), said)
    if pairs.empty:
        return {}
    concerned = pa.array(sorted({*pairs["doc_a"], *pairs["doc_b"]}))
    inside = {
        name: pc.is_in(tables[name]["doc_id"], value_set=concerned) for name in ("articles", "dates", "lines")
    }
    some = {name: tables[name].filter(mask) for name, mask in inside.items()}
    articles = schema.from_arrow(some["articles"], "articles")
    made = dates.narrow(articles, schema.from_arrow(some["dates"], "dates"), pairs)
    changed = made.loc[made["published_basis"] == "corpus"]
    if changed.empty:
        return {}
    return {
        "articles": _replaced(tables["articles"], _arrow("articles", changed), "articles"),
        "dates": _replaced(tables["dates"], _found_again(tables["texts"], some["lines"], changed), "dates"),
    }


def _found_again(texts: pa.Table, labelled: pa.Table, articles: pd.DataFrame) -> pa.Table:
    """Return the dates of articles, reckoned from what is now known of their publication."""
    rows = []
    for article in articles.itertuples():
        text = texts.filter(pc.equal(texts["doc_id"], article.doc_id))["text"][0].as_py()
        own = labelled.filter(pc.equal(labelled["doc_id"], article.doc_id))
        zones = list(zip(*(own[name].to_pylist() for name in ("start", "end", "zone")), strict=True))
        language = article.language if article.language in languages.available() else "fr"
        found = dates.find_rows(text, anchor=article.published, language=language, labelled=zones)
        rows += [(article.doc_id, *row) for row in found]
    return schema.table("dates", rows)


def _replaced(table: pa.Table, new: pa.Table, name: str) -> pa.Table:
    """Return a table with all rows of some articles replaced, in its order."""
    kept = table.filter(pc.invert(pc.is_in(table["doc_id"], value_set=pc.unique(new["doc_id"]))))
    order = [(column, "ascending") for column in schema.TABLES[name].order]
    return pa.concat_tables([kept, new]).sort_by(order).combine_chunks()


def _arrow(name: str, data: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(data, schema=schema.arrow(name), preserve_index=False)
