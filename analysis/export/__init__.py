"""Write what was found for other programs, so that the way back to the words is never lost.

Graphs (GEXF, GraphML), edges and matrices (CSV), the evidence behind every edge, claims (schema.org) and annotations
(W3C) as JSON-LD, and the event list of Discourse Network Analyzer, which `read_events` also reads. The same tables
give the same bytes: no date of today, no version, no order of insertion.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pandas as pd

from analysis import network
from analysis.build import Corpus
from analysis.errors import AnalysisError
from analysis.export.about import TABLES, readme
from analysis.export.events import event_list, read_events
from analysis.export.evidence import coded, evidence
from analysis.export.files import File, csv_parts, put
from analysis.export.graphs import gexf, graphml, removed
from analysis.export.linked import annotations, annotations_parts, claims, claims_parts
from analysis.network.graphs import LEVELS
from analysis.network.selection import one_of
from analysis.project import Project

__all__ = [
    "LEVELS", "annotations", "claims", "event_list", "evidence", "gexf", "graphml", "read_events", "write",
]  # fmt: skip

_EMPTY = "empty: no statement has a claim"
_GRAPHS = {
    "source": "who stands behind which claim: sources",
    "actor": "who stands behind which claim: the institutions or states behind the sources",
    "outlet": "who stands behind which claim: the outlets that printed it",
    "relay": "from outlet over relay to source",
}


def write(
    corpus: Corpus, codebook: pd.DataFrame | None, folder: str | Path, *, level: str = "source"
) -> pd.DataFrame:
    """Write a corpus for other programs.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives.
    codebook
        What `claims.read_codebook` gives, for the names and definitions of claims.
    folder
        Where to write; made where it does not exist. Files of an earlier export are replaced, others left alone.
    level
        Who stands in the rows of edges, evidence and matrices: `source`, `actor` or `outlet`. Graphs are written for
        all three.

    Returns
    -------
    written
        Columns file, rows (edges, rows, claims or annotations), what; in the order of the README, which is the last.

    Raises
    ------
    AnalysisError
        When the folder is a file, lies in `data/raw/`, or cannot be written. Nothing is left half written.
    ValueError
        For a level outside its list.
    """
    one_of("level", level, LEVELS)
    folder = Path(folder)
    _not_raw(corpus, folder)
    graphs = {
        name: network.source_claim(corpus.statements, corpus.codes, level=name, articles=corpus.articles)
        for name in LEVELS
    } | {"relay": network.relay(corpus.statements, corpus.articles)}
    files = [
        *_graph_files(graphs),
        _edges("edges.csv", graphs[level], f"the edges of {level} and claim"),
        _edges("relay_edges.csv", graphs["relay"], "the edges of the relay graph"),
        *_matrices(coded(corpus, level=level), level),
        *_evidence(corpus, level),
        *_linked(corpus, codebook),
    ]
    facts = {
        "statements": len(corpus.statements),
        "without a claim": graphs["source"].graph["uncoded"],
        "with a claim and without a source": graphs["source"].graph["unattributed"],
    }
    about = readme(files, level=level, facts=facts)
    files.append(File("README.md", [about], about.count("\n"), "what each file is, and its columns"))
    done = put(folder, files)
    rows = [(file.name, file.rows, file.what) for file in done]
    return pd.DataFrame(rows, columns=["file", "rows", "what"])


def _not_raw(corpus: Corpus, folder: Path) -> None:
    if corpus.root is None:
        return
    raw, target = Project(corpus.root).raw.resolve(), folder.resolve()
    if target == raw or raw in target.parents:
        msg = f"{folder} lies in data/raw/, where its files would be read as articles. Choose another folder."
        raise AnalysisError(msg)


def _graph_files(graphs: dict[str, nx.Graph]) -> Iterator[File]:
    for level, graph in graphs.items():
        name = level if level == "relay" else f"{level}_claim"
        what = f"{_GRAPHS[level]} ({len(graph)} nodes)"
        if not len(graph):
            what += "; empty: no statement has a source" if level == "relay" else f"; {_EMPTY}"
        if lost := removed(graph):
            what += f"; characters removed that XML does not allow: {lost}"
        yield File(f"{name}.gexf", gexf(graph), graph.number_of_edges(), what)
        yield File(f"{name}.graphml", graphml(graph), graph.number_of_edges(), what)


def _edges(name: str, graph: nx.Graph, what: str) -> File:
    table = network.edges(graph).reindex(columns=list(TABLES[name]))
    return File(name, csv_parts(table), len(table), _or_empty(what, table))


def _matrices(table: pd.DataFrame, level: str) -> Iterator[File]:
    rows = table.drop(columns=level, errors="ignore").rename(columns={"node": level})
    for aggregation, what in (
        ("ignore", f"statements by {level} and claim"),
        ("subtract", f"statements that assert less those that deny, by {level} and claim"),
    ):
        matrix = network.affiliation(rows, rows=level, aggregation=aggregation)
        yield _matrix(f"affiliation_{aggregation}.csv", matrix, what)
    for aggregation, what in (
        ("congruence", f"pairs of statements with which two {level}s agree on a claim"),
        ("conflict", f"pairs of statements with which two {level}s disagree on a claim"),
    ):
        try:
            matrix = network.project(rows, rows=level, aggregation=aggregation)
        except ValueError as error:
            # too many rows for a table of all pairs; an older file must not stay as if it belonged to this export
            matrix, what = pd.DataFrame(index=pd.Index([], name=level)), f"left empty: {error}"
        yield _matrix(f"{aggregation}.csv", matrix, what)


def _matrix(name: str, matrix: pd.DataFrame, what: str) -> File:
    whole = matrix.astype("int64") if (matrix == matrix.round()).all(axis=None) else matrix
    # a claim may be called like the level; in the file they stand side by side all the same
    labels = pd.DataFrame({0: list(matrix.index)})
    table = pd.concat([labels, whole.reset_index(drop=True)], axis=1)
    table.columns = [matrix.index.name, *matrix.columns]
    return File(name, csv_parts(table), len(table), _or_empty(what, table))


def _evidence(corpus: Corpus, level: str) -> Iterator[File]:
    table = evidence(corpus, level=level)
    what = "the statements on every edge of edges.csv: words, place and context"
    yield File("evidence.csv", csv_parts(table), len(table), _or_empty(what, table))
    events = event_list(corpus)
    parts = csv_parts(events, delimiter=";", quote_texts=True)
    what = "event list as Discourse Network Analyzer writes it"
    yield File("dna_events.csv", parts, len(events), _or_empty(what, events))


def _linked(corpus: Corpus, codebook: pd.DataFrame | None) -> Iterator[File]:
    table = coded(corpus)
    what = "schema.org claims: who asserts, who denies, in which articles"
    yield File(
        "claims.jsonld", claims_parts(corpus, codebook), table["claim"].nunique(), _or_empty(what, table)
    )
    what = "W3C web annotations: one for every coded statement"
    parts = annotations_parts(corpus)
    yield File("annotations.jsonld", parts, table["statement_id"].nunique(), _or_empty(what, table))


def _or_empty(what: str, table: pd.DataFrame) -> str:
    return what if len(table) or what.startswith("left empty") else f"{what}; {_EMPTY}"
