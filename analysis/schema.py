"""Every table: its columns, their types, units and meaning.

This is the single source. It makes empty tables, checks full ones, gives the
Parquet types, and writes `data/processed/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.errors import SchemaError


class Column(NamedTuple):
    """One column of a table.

    `type` is text, integer, number, boolean or date; `required` columns have no missing values.
    """

    name: str
    type: str
    meaning: str
    required: bool = False


class Table(NamedTuple):
    """One table: what a row is, its columns, and the columns that order its rows."""

    name: str
    row: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]


_DOC = Column(
    "doc_id",
    "text",
    "the article; first part of the file name, or the `id` of a record or of the database",
    True,
)
_SPAN = (
    Column("start", "integer", "first position in the article's text, in code points, from 0", True),
    Column("end", "integer", "position after the last, in code points", True),
)

ARTICLES = Table(
    "articles",
    "an article",
    (
        _DOC,
        Column(
            "file", "text", "path below `data/raw/`; the articles of a table or of an export share one", True
        ),
        Column("sha256", "text", "checksum of the file's bytes, or of the record", True),
        Column("encoding", "text", "how the bytes were decoded", True),
        Column("language", "text", "ISO 639-1 code of the language of most kept lines"),
        Column("title", "text", "title: metadata, or the title line"),
        Column("author", "text", "author: metadata only; a byline stands in the lines table"),
        Column("section", "text", "section of the outlet: metadata only"),
        Column("url", "text", "address: metadata only; never opened"),
        Column("outlet", "text", "who published the page: metadata, or what the page calls itself"),
        Column("outlet_evidence", "text", "the words that name the outlet"),
        Column("credit", "text", "who published the text first, as its last line says (« Selon X »)"),
        Column("credit_evidence", "text", "the line that says so"),
        Column("published", "text", "publication date, EDTF (ISO 8601-2): `[a..b]` one day between two"),
        Column("published_earliest", "date", "first day it may have been published"),
        Column("published_latest", "date", "last day it may have been published"),
        Column("published_basis", "text", "stated, metadata, inferred, corpus or unknown", True),
        Column(
            "published_evidence", "text", "the words or the field that give the date, with their positions"
        ),
        Column(
            "published_alone",
            "text",
            "publication date by this article alone, EDTF; another only where the basis is corpus",
        ),
        Column(
            "reprint",
            "text",
            "the first article, by `doc_id`, of those that share at least half of the shorter one's words; its own id where "
            "there is none",
            True,
        ),
        Column("n_chars", "integer", "characters of the file's text", True),
        Column("n_line_chars", "integer", "characters on lines that are not blank", True),
        Column("n_body_chars", "integer", "characters on kept lines", True),
        Column("n_words", "integer", "word tokens on kept lines", True),
        Column("warnings", "text", "what a reader should know before trusting the row; `; ` between two"),
    ),
    ("doc_id",),
)

LINES = Table(
    "lines",
    "a line of a file that is not blank",
    (
        _DOC,
        Column("line", "integer", "number of the line in the file, from 1", True),
        *_SPAN,
        Column(
            "zone",
            "text",
            "title, dateline, byline, lead, body, heading, caption, credit, related, navigation, consent or other",
            True,
        ),
        Column(
            "keep", "boolean", "true where the line is running text of the article: lead, body, heading", True
        ),
        Column("language", "text", "ISO 639-1 code; missing where a line is too short to tell"),
        Column("reason", "text", "why the line has its zone", True),
    ),
    ("doc_id", "start"),
)

TEXTS = Table(
    "texts",
    "the text of an article, in which all positions count",
    (_DOC, Column("text", "text", "decoded, newlines as \\n, Unicode NFC", True)),
    ("doc_id",),
)

STATEMENTS = Table(
    "statements",
    "an attributed statement: somebody is presented as saying, writing, asking, accusing or denying something",
    (
        _DOC,
        Column(
            "statement_id",
            "text",
            "`<doc_id>:<start of the cue, or of the content>`; stable while the text is",
            True,
        ),
        Column("start", "integer", "first position of the content (of its first part)", True),
        Column("end", "integer", "position after the content (after its last part)", True),
        Column("zone", "text", "title, lead, body or heading", True),
        Column("kind", "text", "direct (all words between quotation marks), indirect (none) or mixed", True),
        Column(
            "stance",
            "text",
            "by the cue, not by the content: asserts, reports, accuses, denies, refuses, demands, concedes, opines, warns, "
            "commits or praises",
            True,
        ),
        Column(
            "hedged", "boolean", "true where a conditional keeps a distance (« aurait », « serait »)", True
        ),
        Column("negated", "boolean", "true where the cue is negated", True),
        Column("floating", "boolean", "true for a quotation without a cue of its own", True),
        Column("cue", "text", "the words that attribute"),
        Column("cue_start", "integer", "position of the cue"),
        Column("cue_end", "integer", "position after the cue"),
        Column("cue_lemma", "text", "infinitive or preposition"),
        Column("cue_kind", "text", "verb, preposition or none", True),
        Column("source_text", "text", "the source as the sentence names it"),
        Column("source_start", "integer", "position of the source"),
        Column("source_end", "integer", "position after the source"),
        Column("source", "text", "who is meant: the fullest name, after aliases and pronouns are resolved"),
        Column(
            "actor",
            "text",
            "institution or state behind the source, where the text or the alias table says so",
        ),
        Column("content", "text", "what is said; ` … ` between two parts", True),
        Column(
            "content_spans",
            "text",
            "positions of the parts, with a bar between two: `156-434`, `156-434|512-530`",
            True,
        ),
        Column("parent_id", "text", "the statement inside which this one stands"),
        Column(
            "depth", "integer", "number of statements around it; 0 where the article itself attributes", True
        ),
        Column("chain", "text", "outlet > relay > source, outermost first"),
        Column(
            "rule",
            "text",
            "the rule that found it; `hand` where a person added it, with `+ source corrected by hand` where a person named another source",
            True,
        ),
    ),
    ("doc_id", "start", "end", "statement_id"),
)

MENTIONS = Table(
    "mentions",
    "a place where a source is named",
    (
        _DOC,
        *_SPAN,
        Column("text", "text", "the words", True),
        Column("entity", "text", "who is meant; missing where a pronoun could not be resolved"),
        Column("actor", "text", "institution or state behind them"),
        Column("type", "text", "person, organisation, group or place, where it is known"),
        Column("how", "text", "alias, name, acronym, description or pronoun", True),
    ),
    ("doc_id", "start", "end"),
)

DATES = Table(
    "dates",
    "a temporal expression",
    (
        _DOC,
        *_SPAN,
        Column("text", "text", "the words", True),
        Column("role", "text", "publication, statement, event or credit", True),
        Column(
            "edtf",
            "text",
            "EDTF (ISO 8601-2); X for digits that are not known; `a/b` lasts, `[a..b]` is one day",
        ),
        Column("earliest", "date", "first day it may mean; missing where the text does not tell"),
        Column("latest", "date", "last day it may mean"),
        Column(
            "precision",
            "text",
            "day, minute, week, weekend, month, quarter, half, season, year, decade, century, span or vague",
            True,
        ),
        Column(
            "anchor",
            "text",
            "what it is reckoned from: none, publication, previous (date in the text) or event",
            True,
        ),
        Column("rule", "text", "the rule that read it", True),
    ),
    ("doc_id", "start", "end"),
)

CODES = Table(
    "codes",
    "a claim that a statement carries",
    (
        _DOC,
        Column("statement_id", "text", "the statement", True),
        Column(
            "claim",
            "text",
            "the claim, as `data/annotations/claims.csv` names it; missing where a person decided that there is none",
        ),
        Column("polarity", "integer", "+1 where the source asserts the claim, -1 where it denies it"),
        Column("coder", "text", "`rule`, or the person who decided in `data/annotations/codes.csv`", True),
        Column(
            "score", "number", "similarity to the claim's definition or examples, 0 to 1; of the rule only"
        ),
        Column("note", "text", "why"),
    ),
    ("doc_id", "statement_id", "claim"),
)

PASSAGES = Table(
    "passages",
    "a passage that two articles share, word for word or lightly edited",
    (
        Column("doc_a", "text", "one article; `doc_a` < `doc_b`, which says nothing about time", True),
        Column("start_a", "integer", "first position in its text, in code points, from 0", True),
        Column("end_a", "integer", "position after the last", True),
        Column("doc_b", "text", "the other article", True),
        Column("start_b", "integer", "first position in its text", True),
        Column("end_b", "integer", "position after the last", True),
        Column("n_tokens", "integer", "words in common, in order", True),
        Column(
            "similarity",
            "number",
            "twice the words in common, over the words of both sides; 1 is verbatim",
            True,
        ),
        Column(
            "kind",
            "text",
            "quotation (between marks on both sides), name or title, or narrative copy",
            True,
        ),
        Column(
            "earlier",
            "text",
            "the article that was certainly published before the other; missing where dates do not tell",
        ),
    ),
    ("doc_a", "doc_b", "start_a", "start_b"),
)

PROBLEMS = Table(
    "problems",
    "a file or a record that could not be used",
    (
        Column("file", "text", "path below `data/raw/`", True),
        Column("record", "integer", "line or row number inside a CSV or JSON Lines file"),
        Column("problem", "text", "what is wrong", True),
        Column("remedy", "text", "what can be done about it", True),
    ),
    ("file", "record"),
)

# tables in the order in which a reader meets them; texts are not copied to CSV, because they are other people's
TABLES: dict[str, Table] = {
    table.name: table
    for table in (ARTICLES, LINES, STATEMENTS, MENTIONS, DATES, CODES, PASSAGES, TEXTS, PROBLEMS)
}
PUBLIC = ("articles", "lines", "statements", "mentions", "dates", "codes", "passages", "problems")

_ARROW = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def arrow(name: str) -> pa.Schema:
    """Return the Parquet schema of a table."""
    return pa.schema([pa.field(column.name, _ARROW[column.type]) for column in TABLES[name].columns])


def table(name: str, rows: Sequence[Sequence[Any]] = ()) -> pa.Table:
    """Return tuples, in the order of a table's columns, as an Arrow table with its types."""
    columns = list(zip(*rows, strict=True)) or [()] * len(TABLES[name].columns)
    return pa.table(dict(zip(arrow(name).names, columns, strict=True)), schema=arrow(name))


def frame(name: str, rows: Sequence[Sequence[Any]] = ()) -> pd.DataFrame:
    """Return tuples, in the order of a table's columns, as a sorted DataFrame with its types."""
    return from_arrow(table(name, rows), name)


def from_arrow(data: pa.Table, name: str, *, ordered: bool = False) -> pd.DataFrame:
    """Return an Arrow table as a sorted DataFrame: text as `str`, dates as `datetime64`, missing as missing.

    Parameters
    ----------
    data
        A table, or some of its columns.
    name
        Which table of the schema.
    ordered
        Whether the rows have their order already.
    """
    arrays = {
        "integer": pd.arrays.IntegerArray,
        "number": pd.arrays.FloatingArray,
        "boolean": pd.arrays.BooleanArray,
    }
    made = data.to_pandas(date_as_object=False)
    for column in TABLES[name].columns:
        if column.name not in data.column_names:
            continue
        if column.type in arrays and not column.required:
            values = data.column(column.name).combine_chunks()
            known = values.fill_null(False if column.type == "boolean" else 0)
            made[column.name] = arrays[column.type](
                np.array(known.to_numpy(zero_copy_only=False)),
                values.is_null().to_numpy(zero_copy_only=False),
            )
        elif column.type == "text":
            made[column.name] = made[column.name].astype("str")
    if ordered:
        return made
    return made.sort_values(list(TABLES[name].order), kind="stable", ignore_index=True)


def validate(name: str, data: pd.DataFrame) -> None:
    """Check that a DataFrame is what the schema says.

    Raises
    ------
    SchemaError
        Naming the table, the column and what is wrong with it.
    """
    expected = [column.name for column in TABLES[name].columns]
    if list(data.columns) != expected:
        missing = [column for column in expected if column not in data.columns]
        extra = [column for column in data.columns if column not in expected]
        msg = f"Table {name}: missing columns {missing}, unknown columns {extra}. Run `python -m analysis build`."
        raise SchemaError(msg)
    for column in TABLES[name].columns:
        if column.required and data[column.name].isna().any():
            msg = f"Table {name}: column {column.name} has missing values; the schema says it has none."
            raise SchemaError(msg)
    if {"start", "end"} <= set(expected) and not bool(np.all(data["start"] < data["end"])):
        msg = f"Table {name}: a span ends before it starts."
        raise SchemaError(msg)


def readme() -> str:
    """Return the data dictionary: the text of `data/processed/README.md`."""
    parts = [
        "# Tables",
        "",
        "Made by `python -m analysis build` from `data/raw/`; generated, do not edit. The Parquet files are rebuilt in",
        "seconds and are not under version control; `csv/` holds the same tables for reading (UTF-8). In the CSV files a",
        "cell that begins with `=`, `+`, `-` or `@` is prefixed with `'`, so that no spreadsheet takes it for a formula.",
        "Missing is empty, never 0. Positions count code points in the text; an end is exclusive.",
    ]
    for table in TABLES.values():
        where = f"`csv/{table.name}.csv`, " if table.name in PUBLIC else ""
        parts += ["", f"## {table.name}", "", f"{where}`{table.name}.parquet`. One row is {table.row}."]
        if table.name not in PUBLIC:
            parts.append("Parquet only: the texts are in copyright and stay in `data/raw/`.")
        parts += ["", "| column | type | missing | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            missing = "no" if column.required else "possible"
            # a bar would end the cell, also between backticks
            meaning = column.meaning.replace("|", r"\|")
            parts.append(f"| `{column.name}` | {column.type} | {missing} | {meaning} |")
    return "\n".join(parts) + "\n"
