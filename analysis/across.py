"""What only the whole corpus tells, from its joined tables: claims, shared passages, dates that articles give each other.

The parts of a partition do not depend on it, so that editing the code book analyses no article again. Every step reads the
columns that it needs, a row group at a time where a table is long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis import articles, claims, corrections, dates, languages, reuse, schema, store
from analysis.actors import Alias
from analysis.project import Project

# what a claim is told by
_SAID = ("doc_id", "statement_id", "start", "source", "stance", "cue", "cue_lemma", "negated", "content")
_PUBLISHED = ("doc_id", "published_earliest", "published_latest")
_KEPT = ("doc_id", "start", "end", "keep")


class _Group(NamedTuple):
    """One row group of statements, to be coded by a process of its own."""

    statements: Path
    number: int
    codebook: pd.DataFrame
    hand: pd.DataFrame
    aliases: dict[str, Alias]


class Book(NamedTuple):
    """The code book and the hand decisions of a project, and the statements that a person took out."""

    codebook: pd.DataFrame
    hand: pd.DataFrame
    taken_out: frozenset[str] = frozenset()


def book(where: Project, aliases: dict[str, Alias]) -> Book | None:
    """Return what people have decided about claims, or None where there is no code book.

    Raises
    ------
    AnnotationError
        For a code book or a hand decision that cannot be used.
    """
    path = where.annotations / "claims.csv"
    if not path.is_file():
        return None
    codebook = claims.read_codebook(path)
    hand = claims.read_codes(where.annotations / "codes.csv", codebook)
    # a claim that cannot be compared is told now, not after hours of work
    nothing = pd.DataFrame({name: pd.Series(dtype="str") for name in _SAID})
    claims.assign(nothing, codebook, aliases=aliases, language={})
    corrected = corrections.counting(corrections.read(where.annotations / corrections.FILE))
    gone = frozenset(one.statement_id for one in corrected if one.what == "not_a_statement")
    return Book(codebook, hand, gone)


def code(
    folder: Path,
    known: Book | None,
    aliases: dict[str, Alias],
    mapped: Callable[[Callable, list], Iterator[Any]],
) -> list[str]:
    """Write the codes of all statements; return what to say of hand decisions that have lost their statement.

    Parameters
    ----------
    folder
        Where the joined tables are, and where `codes` goes.
    known
        What `book` gives; without a code book nothing is coded.
    aliases
        What `actors.read_aliases` gives.
    mapped
        Applies a function to items, in order, in as many processes as there are.
    """
    target = folder / "codes.parquet"
    if known is None:
        store.write("codes", [schema.table("codes")], target)
        return []
    hand = known.hand
    said = folder / "statements.parquet"
    # a decision is looked up in the identifiers alone, of which no copy is made in Python
    there = store.read(said, ["statement_id"])["statement_id"].combine_chunks()
    found = pc.is_in(pa.array(hand["statement_id"].to_list(), pa.string()), value_set=there)
    found = found.to_numpy(zero_copy_only=False)
    groups = [_Group(said, number, known.codebook, hand.loc[found], aliases) for number in store.groups(said)]
    store.write("codes", mapped(_code, groups), target)
    return [
        f"codes.csv: {row.statement_id} ({row.claim if isinstance(row.claim, str) else 'no claim'}) "
        + (
            "names a statement that was taken out by hand (corrections.csv); it counts nowhere"
            if row.statement_id in known.taken_out
            else "names a statement that is no longer there; find its new identifier in the statements table"
        )
        for row in hand.loc[~found].itertuples()
    ]


def _code(group: _Group) -> pa.Table:
    """Return the codes of a row group, which holds whole articles."""
    told = store.read(group.statements, list(_SAID), group=group.number).to_pandas()
    hand = group.hand.loc[group.hand["statement_id"].isin(told["statement_id"])]
    all_articles = store.read(group.statements.with_name("articles.parquet"), ["doc_id", "language"])
    own = all_articles.filter(
        pc.is_in(all_articles["doc_id"], value_set=pa.array(told["doc_id"].unique(), pa.string()))
    )
    language = dict(zip(own["doc_id"].to_pylist(), own["language"].to_pylist(), strict=True))
    made = claims.assign(told, group.codebook, codes=hand, aliases=group.aliases, language=language)
    rows = made.astype(object).where(made.notna(), None).itertuples(index=False, name=None)
    order = [(column, "ascending") for column in schema.TABLES["codes"].order]
    return schema.table("codes", list(rows)).sort_by(order)


def share(folder: Path, *, jobs: int = 1) -> dict[str, int]:
    """Write the passages that articles share, and the reprint groups into the articles.

    Parameters
    ----------
    folder
        Where the joined tables are, dates settled.
    jobs
        Processes for the search.

    Returns
    -------
    counted
        Number of `passages`, and of the sequences of words that were not compared: `frequent`, `template`.
    """
    columns = [*_PUBLISHED, "outlet", "credit", "language", "n_body_chars"]
    described = schema.from_arrow(store.read(folder / "articles.parquet", columns), "articles", ordered=True)
    path = folder / "lines.parquet"
    pieces = (store.read(path, list(_KEPT), group=number) for number in store.groups(path))
    empty = schema.arrow("lines").empty_table().select(list(_KEPT))
    kept = pa.concat_tables([empty, *(piece.filter(piece["keep"]) for piece in pieces)]).to_pandas()
    found = reuse.passages(
        store.Texts(folder / "texts.parquet"),
        lines=kept,
        articles=described,
        outlets=articles.outlets(described),
        within_outlet=True,
        language=_language(described),
        jobs=jobs,
    )
    made = pa.Table.from_pandas(found, schema=schema.arrow("passages"), preserve_index=False)
    store.write("passages", [made.replace_schema_metadata()], folder / "passages.parquet")
    if len(found):
        groups = reuse.groups(found, described, lines=kept)
        known = store.read(folder / "articles.parquet")
        own = [_with(known, "reprint", groups["reprint"].to_list())]
        store.write("articles", own, folder / "articles.parquet")
    dropped = found.attrs["dropped"]
    return {"passages": len(found), "frequent": dropped["frequent"], "template": dropped["template"]}


def _language(described: pd.DataFrame) -> str:
    """Return the language of most articles among those that have a file."""
    counts = described["language"].value_counts()
    ranked = sorted(
        (name for name in counts.index if name in languages.available()), key=lambda n: (-counts[n], n)
    )
    return ranked[0] if ranked else "fr"


def mark(folder: Path) -> None:
    """Warn in the row of every article whose bytes are those of an earlier one."""
    known = store.read(folder / "articles.parquet")
    first: dict[str, str] = {}
    warnings = []
    for doc_id, checksum, warning in zip(
        *(known[name].to_pylist() for name in ("doc_id", "sha256", "warnings")), strict=True
    ):
        original = first.setdefault(checksum, doc_id)
        same = f"the same bytes as {original}" if original != doc_id else None
        warnings.append("; ".join(filter(None, (warning, same))) or None)
    if len(first) < known.num_rows:
        store.write("articles", [_with(known, "warnings", warnings)], folder / "articles.parquet")


def date(folder: Path) -> None:
    """Rewrite `articles` and `dates` where articles that report one statement date each other.

    Parameters
    ----------
    folder
        Where the joined tables are, codes included.
    """
    coded = store.read(folder / "codes.parquet", ["statement_id", "claim"])
    basis = store.read(folder / "articles.parquet", ["doc_id", "published_basis"])
    is_open = pc.is_in(basis["published_basis"], value_set=pa.array(dates.OPEN))
    sought = basis["doc_id"].filter(is_open).to_pylist()
    if not coded.num_rows or len(sought) in {0, basis.num_rows}:
        return
    said = store.read(folder / "statements.parquet", ["doc_id", "statement_id", "source", "actor"])
    said = said.filter(pc.is_in(said["statement_id"], value_set=coded["statement_id"].combine_chunks()))
    pairs = dates.pairs(coded.to_pandas(), said.to_pandas(), sought=sought)
    if pairs.empty:
        return
    known = store.read(folder / "articles.parquet")
    concerned = pa.array(sorted({*pairs["doc_a"], *pairs["doc_b"]}), pa.string())
    described = schema.from_arrow(_of(known, concerned), "articles")
    found = pa.concat_tables(_of(piece, concerned) for piece in _pieces(folder / "dates.parquet"))
    made = dates.narrow(described, schema.from_arrow(found, "dates"), pairs)
    changed = made.loc[made["published_basis"] == "corpus"]
    if changed.empty:
        return
    again = _found_again(folder, changed)
    order = [(column, "ascending") for column in schema.TABLES["dates"].order]
    pieces = (_replaced(piece, changed, again).sort_by(order) for piece in _pieces(folder / "dates.parquet"))
    store.write("dates", pieces, folder / "dates.next.parquet")
    (folder / "dates.next.parquet").replace(folder / "dates.parquet")
    new = pa.Table.from_pandas(changed, schema=schema.arrow("articles"), preserve_index=False)
    rest = known.filter(pc.invert(pc.is_in(known["doc_id"], value_set=pc.unique(new["doc_id"]))))
    whole = pa.concat_tables([rest, new.replace_schema_metadata()]).sort_by("doc_id")
    store.write("articles", [whole], folder / "articles.parquet")


def _pieces(path: Path) -> Iterator[pa.Table]:
    """Give a table a row group at a time."""
    numbers = store.groups(path)
    if not numbers:
        yield store.read(path)
    for number in numbers:
        yield store.read(path, group=number)


def _of(table: pa.Table, ids: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table["doc_id"], value_set=ids))


def _found_again(folder: Path, changed: pd.DataFrame) -> pa.Table:
    """Return the dates of articles, reckoned from what is now known of their publication."""
    ids = pa.array(sorted(changed["doc_id"]), pa.string())
    columns = ["doc_id", "start", "end", "zone"]
    numbers = store.groups(folder / "lines.parquet")
    labelled = pa.concat_tables(
        _of(store.read(folder / "lines.parquet", columns, group=number), ids) for number in numbers
    ).to_pandas()
    zones = {
        doc_id: list(own[["start", "end", "zone"]].itertuples(index=False, name=None))
        for doc_id, own in labelled.groupby("doc_id")
    }
    texts = store.Texts(folder / "texts.parquet")
    rows = []
    for article in changed.sort_values("doc_id").itertuples():
        language = article.language if article.language in languages.available() else "fr"
        found = dates.find_rows(
            texts[article.doc_id],
            anchor=article.published,
            language=language,
            labelled=zones.get(article.doc_id, []),
        )
        rows += [(article.doc_id, *row) for row in found]
    return schema.table("dates", rows)


def _replaced(piece: pa.Table, changed: pd.DataFrame, again: pa.Table) -> pa.Table:
    """Return some rows of the dates with those of changed articles replaced."""
    concerned = pc.is_in(piece["doc_id"], value_set=pa.array(changed["doc_id"].to_list(), pa.string()))
    there = pc.is_in(again["doc_id"], value_set=pc.unique(piece["doc_id"]))
    return pa.concat_tables([piece.filter(pc.invert(concerned)), again.filter(there)])


def _with(table: pa.Table, name: str, values: list) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))
