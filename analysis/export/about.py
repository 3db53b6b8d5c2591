"""Say what is in an export: the text of its README, with a table of columns for every file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.export.files import File

_EDGE = {
    "source": "who speaks",
    "target": "the claim; ` (claim)` is added where a source is called the same",
    "weight": "number of statements",
    "asserts": "statements in which the source asserts the claim",
    "denies": "statements in which it denies the claim",
    "net": "asserts less denies",
    "relayed": "of the statements, those that only another source reports",
    "n_articles": "number of articles with these statements",
    "statement_ids": "the statements, `|` between two; their words stand in `evidence.csv`",
}
_RELAY = {
    "source": "the outlet, or whoever passes the statement on",
    "target": "to whom the statement is attributed",
    "weight": "number of statements",
    "n_articles": "number of articles with these statements",
    "statement_ids": "the statements, `|` between two, coded or not",
}
_EVIDENCE = {
    "source": "who speaks",
    "claim": "the claim, as the code book names it",
    "polarity": "1 where the source asserts the claim, -1 where it denies it",
    "statement_id": "the statement",
    "doc_id": "the article",
    "outlet": "who published it; where the page does not say, whom it credits",
    "published": "publication date, EDTF (ISO 8601-2); empty where it is not known",
    "start": "first position of the content in the article's text, in code points, from 0",
    "end": "position after its last character",
    "spans": "positions of its parts: `156-434`, or `156-434|512-530`",
    "quote": "the text at these positions, ` … ` between two parts",
    "prefix": "the 32 characters before",
    "suffix": "the 32 characters after",
    "sha256": "checksum of the article's file, or of its record",
    "coder": "`rule`, or the person who decided",
    "score": "similarity to the claim, 0 to 1; of the rule only",
    "rule": "the rule that found the statement",
    "actor": "institution or state behind the source",
    "node": "the end of the edge in `edges.csv`: source, actor or outlet, as the level says",
}
_EVENTS = {
    "statement_id": "the statement; twice where it carries two claims",
    "time": "publication day of the article, at midnight because the format has no days; empty where it is not known",
    "person": "the source, where it is known to be a person",
    "organization": "the source otherwise; the institution behind the person",
    "concept": "the claim",
    "agreement": "1 asserts, 0 denies",
    "start_position": "first position of the content",
    "stop_position": "position after its last character",
    "text": "the words from start to stop, unchanged",
    "coder": "`rule`, or the person who decided",
    "document_id": "the article",
    "document_title": "its title",
    "document_author": "always empty: authors are not extracted",
    "document_source": "the outlet, or whom the page credits",
    "document_section": "always empty",
    "document_type": "always empty",
}
TABLES: Mapping[str, Mapping[str, str]] = {
    "edges.csv": _EDGE,
    "relay_edges.csv": _RELAY,
    "evidence.csv": _EVIDENCE,
    "dna_events.csv": _EVENTS,
}
_CONVENTIONS = """\
Texts are in UTF-8, lines end in LF, missing is empty. A cell that begins with `=`, `+`, `-` or `@` has a leading `'`,
so that no spreadsheet takes it for a formula; the mark is not part of the text, and `export.read_events` takes it off
again. Numbers are as they are. Positions count code points in the article's text, an end is exclusive.

A source that asserts a claim is not right for that, nor is one that denies it wrong. Everything here says who says
what, and where; nothing says what happened."""
_NOTES = """\
## Graphs

`.gexf` is for Gephi, `.graphml` for most other programs; both hold the same nodes and edges. Nodes have kind (source,
actor, outlet, relay or claim), label, n_statements and, in networks of claims, n_articles and claim. Edges have the
columns of `edges.csv` (`relay_edges.csv` for the relay graph). Characters that XML 1.0 does not allow are removed from
names; the file says how many.

## Matrices

The first column names the row. In `affiliation_ignore.csv` a cell counts statements; in `affiliation_subtract.csv` it
is those that assert less those that deny. `congruence.csv` counts pairs of statements of two sources that agree on a
claim, `conflict.csv` those that do not.

## claims.jsonld

schema.org. `author` lists who asserts a claim in at least one article. Who denies it is not among them for that; every
statement stands below `subjectOf` with its own author, and its `genre` is `asserts` or `denies`. `appearance` lists
the articles in which the claim occurs, asserted or denied. `firstAppearance` is there only where one of several
articles can be shown to come before all others, `datePublished` only where the article or its metadata state the day.
A state or a group counts as an Organization, because schema.org has no other class for it; where it is not known
whether a source is a person, it has no type. `claimInterpreter` names the people who coded by hand. There is no
`reviewRating`: no claim is rated.

## annotations.jsonld

W3C Web Annotation Data Model. One annotation for every coded statement, one body for every claim it carries, one
target for every part of its content, selected by its words and by its position.

## Rights

Quotations, prefixes and suffixes are words of third parties, whose rights are untouched by the licence of this
project. Keep quotations short, name the article and the outlet, and do not publish the articles from them. Codes,
counts and graphs are the project's own."""


def readme(files: Iterable[File], *, level: str, facts: Mapping[str, int]) -> str:
    """Return the text of an export's README."""
    files = list(files)
    parts = [
        "# Export",
        "",
        f"Made by `python -m analysis export --level {level}`; generated, do not edit. "
        + "; ".join(f"{name}: {value}" for name, value in facts.items())
        + ".",
        "",
        "| file | rows | what it is |",
        "|---|---|---|",
        *(f"| `{file.name}` | {file.rows} | {file.what} |" for file in files),
        "",
        _CONVENTIONS,
        "",
        _NOTES,
    ]
    for name, columns in TABLES.items():
        parts += ["", f"## {name}", "", "| column | meaning |", "|---|---|"]
        parts += [f"| `{column}` | {meaning} |" for column, meaning in columns.items()]
    return "\n".join(parts) + "\n"
