"""What is written for other programs: read again by their readers, and led back to the words."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as an
from analysis import export, network, schema
from analysis.errors import AnalysisError, AnnotationError
from analysis.export import about, events, files, graphs, linked
from analysis.store import cell, plain

NARROW = "\u202f"
A = (
    f'Le ministère de l’Eau l’assure : «{NARROW}le barrage tient ; rien ne "fuit"{NARROW}».\n'
    "La maire dément que le barrage tienne.\n"
    "- Non, dit l’agence, le barrage a, selon elle, cédé dimanche."
)
B = "Selon Jeanne Petit, 50 % des vannes sont ouvertes.\nOn dit que le barrage tient."
TEXTS = {"a": A, "b": B, "c": "Le préfet nie que les vannes soient ouvertes."}


def said(doc_id, *parts, source=None, actor=None):
    """Return a statement whose content is these words of the text."""
    spans = [(TEXTS[doc_id].index(part), TEXTS[doc_id].index(part) + len(part)) for part in parts]
    known = {
        "doc_id": doc_id,
        "statement_id": f"{doc_id}:{spans[0][0]}",
        "start": spans[0][0],
        "end": spans[-1][1],
        "source": source,
        "actor": actor,
        "content": " … ".join(parts),
        "content_spans": "|".join(f"{start}-{end}" for start, end in spans),
        "chain": f"Écho > {source}",
        "rule": "incise",
    }
    return tuple(known.get(column.name) for column in schema.TABLES["statements"].columns)


def article(doc_id, *, outlet="Écho", published=None, earliest=None, latest=None, basis="unknown"):
    known = {
        "doc_id": doc_id, "file": f"{doc_id}.txt", "sha256": f"{ord(doc_id):064x}", "encoding": "utf-8", "language": "fr",
        "title": f"Titre {doc_id}", "outlet": outlet, "published": published,
        "published_earliest": pd.Timestamp(earliest or published) if earliest or published else None,
        "published_latest": pd.Timestamp(latest or published) if latest or published else None, "published_basis": basis,
    }  # fmt: skip
    return tuple(known.get(column.name) for column in schema.TABLES["articles"].columns)


def table(name, rows):
    """Return rows as a table of the schema, without asking for columns that these tests do not need."""
    columns = [column.name for column in schema.TABLES[name].columns]
    made = pd.DataFrame(rows, columns=columns)
    kinds = {
        "integer": "Int64",
        "number": "Float64",
        "boolean": "boolean",
        "text": "str",
        "date": "datetime64[s]",
    }
    return made.astype({column.name: kinds[column.type] for column in schema.TABLES[name].columns})


ARTICLES = (
    article("a", published="2017-11-14", basis="stated"),
    article("b", outlet=None, published="2017-11-15", basis="inferred"),
    article("c", outlet="=Canard", earliest="2017-11-16", latest="2017-11-20"),
)
MINISTRY, AGENCY = 'ministère de l\'<Eau> & "Cie"\x07', "-agence"
STATEMENTS = (
    said("a", 'le barrage tient ; rien ne "fuit"', source=MINISTRY, actor="État"),
    said("a", "que le barrage tienne", source="maire"),
    said("a", "- Non", "le barrage a", "cédé dimanche", source=AGENCY),
    said("b", "50 % des vannes sont ouvertes", source="Jeanne Petit", actor="régie"),
    said("b", "que le barrage tient"),
    said("c", "que les vannes soient ouvertes", source="préfet"),
)
IDS = [row[1] for row in STATEMENTS]
CODES = (
    ("a", IDS[0], "tient", 1, "rule", 0.5, None),
    ("a", IDS[1], "tient", -1, "Anne", None, None),
    ("a", IDS[2], "tient", -1, "rule", 1.0, None),
    ("a", IDS[2], "+cédé", 1, "rule", 0.25, None),
    ("b", IDS[3], "vannes", 1, "rule", 0.75, None),
    ("b", IDS[4], "tient", 1, "rule", 0.5, None),
    ("c", IDS[5], "vannes", -1, "rule", 0.5, None),
)
BOOK = an.claims.check_codebook(
    pd.DataFrame(
        {
            "claim": ["vannes", "tient", "+cédé", "jamais"],
            "label": ["Les vannes sont ouvertes", "", "", ""],
            "definition": ["Des vannes sont <ouvertes>.", "Le barrage tient.", "Le barrage a cédé.", "Rien."],
        }
    )
)


def corpus_of(*, statements=STATEMENTS, codes=CODES, articles=ARTICLES):
    mentions = [
        ("b", 6, 18, "Jeanne Petit", "Jeanne Petit", None, "person", "name"),
        ("a", 3, 22, "ministère", MINISTRY, None, "organisation", "name"),
        ("c", 3, 9, "préfet", "préfet", None, "group", "name"),
    ]
    return replace(
        an.analyse("Rien."),
        articles=table("articles", articles),
        statements=table("statements", statements),
        mentions=table("mentions", mentions),
        codes=table("codes", codes),
        texts=pd.Series(TEXTS, name="text").rename_axis("doc_id"),
    )


@pytest.fixture(scope="module")
def corpus():
    return corpus_of()


@pytest.fixture(scope="module")
def written(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    export.write(corpus, BOOK, folder)
    return folder


def rows_of(path, delimiter=","):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


# --- graphs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["source", "actor", "outlet", "relay"])
def test_graphs_are_read_again_by_networkx(corpus, written, level):
    if level == "relay":
        graph, name = network.relay(corpus.statements, corpus.articles), "relay"
    else:
        graph = network.source_claim(corpus.statements, corpus.codes, level=level, articles=corpus.articles)
        name = f"{level}_claim"
    clean = {node: node.replace("\x07", "") for node in graph}
    for read in (nx.read_gexf(written / f"{name}.gexf"), nx.read_graphml(written / f"{name}.graphml")):
        assert read.is_directed() == graph.is_directed()
        assert set(read) == set(clean.values())
        assert read.number_of_edges() == graph.number_of_edges()
        for node, data in graph.nodes(data=True):
            found = read.nodes[clean[node]]
            assert found.pop("label") == clean[node] or data["kind"] == "claim"
            assert found == {key: value for key, value in data.items() if key != "label"}
        for a, b, data in graph.edges(data=True):
            found = read.edges[clean[a], clean[b]]
            assert isinstance(found["weight"], float)
            found.pop("id")
            assert found == data


def test_edges_carry_counts_and_their_statements(written):
    read = nx.read_graphml(written / "source_claim.graphml")
    assert {key: value for key, value in read.edges["-agence", "tient"].items() if key != "id"} == {
        "weight": 1.0, "asserts": 0, "denies": 1, "net": -1, "relayed": 0, "n_articles": 1, "statement_ids": IDS[2],
    }  # fmt: skip
    assert read.graph == {
        "edges_left_out": 0, "relayed_left_out": 0, "unattributed": 1, "uncoded": 0, "characters_removed": 1, "node_default": {},
        "edge_default": {},
    }  # fmt: skip


def test_gexf_has_the_structure_that_gephi_reads(written):
    space = "{http://www.gexf.net/1.2draft}"
    for path in sorted(written.glob("*.gexf")):
        root = ElementTree.parse(path).getroot()
        assert (root.tag, root.attrib) == (f"{space}gexf", {"version": "1.2"})
        assert [child.tag for child in root] == [f"{space}meta", f"{space}graph"]
        graph = root[1]
        assert [child.tag.removeprefix(space) for child in graph] == [
            "attributes",
            "attributes",
            "nodes",
            "edges",
        ]
        declared = {
            part.get("class"): {
                one.get("id") for one in part if one.get("type") in {"string", "long", "double"}
            }
            for part in graph[:2]
        }
        assert [len(part) for part in graph[:2]] == [len(declared["node"]), len(declared["edge"])]
        nodes, edges = graph[2], graph[3]
        for kind, items in (("node", nodes), ("edge", edges)):
            ids = [item.get("id") for item in items]
            assert len(ids) == len(set(ids)) > 0
            assert all(value.get("for") in declared[kind] for item in items for value in item[0])
        known = {node.get("id") for node in nodes}
        assert all({edge.get("source"), edge.get("target")} <= known for edge in edges)
        assert all(re.fullmatch(r"\d+\.\d+", edge.get("weight")) for edge in edges)


def test_graphs_say_nothing_of_today_or_of_versions(written):
    for path in sorted(written.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"lastmodified|20[2-9]\d-\d\d|networkx", text, re.IGNORECASE), path.name


def test_the_order_of_insertion_does_not_matter(corpus):
    graph = network.source_claim(corpus.statements, corpus.codes)
    turned = nx.Graph(**graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, data) for a, b, data in reversed(list(graph.edges(data=True))))
    for write in (export.gexf, export.graphml):
        assert "".join(write(turned)) == "".join(write(graph))


def test_names_that_differ_only_in_what_xml_lacks_stay_two():
    graph = nx.Graph()
    graph.add_edge("maire", "maire\x00", weight=2)
    graph.add_edge("\x01", "maire", weight=1)
    assert graphs.removed(graph) == 2
    for write, read in ((export.gexf, nx.read_gexf), (export.graphml, nx.read_graphml)):
        found = read(io.BytesIO("".join(write(graph)).encode()))
        assert {frozenset(edge) for edge in found.edges} == {
            frozenset({"maire", "maire (2)"}),
            frozenset({"maire", "node"}),
        }


def test_a_list_is_no_attribute():
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=1, ids=["x"])
    message = "The attribute 'ids' of edge 'a', 'b' is a list. Only numbers and texts can be written."
    for write in (export.gexf, export.graphml):
        with pytest.raises(ValueError, match=re.escape(message)):
            list(write(graph))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5), st.text(max_size=8)), max_size=6))
def test_any_name_can_be_written_and_read(edges):
    graph = nx.DiGraph()
    for a, b, note in edges:
        graph.add_edge(a, b, weight=1, note=note)
    for write in (export.gexf, export.graphml):
        root = ElementTree.fromstring("".join(write(graph)).encode("utf-8"))
        tags = [item.tag.rpartition("}")[2] for item in root.iter()]
        assert (tags.count("node"), tags.count("edge")) == (len(graph), graph.number_of_edges())
        names = [item.get("id") for item in root.iter() if item.tag.endswith("}node")]
        legal = {
            name: re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", name) for name in graph
        }
        assert len(set(names)) == len(names)
        assert sum(len(name) - len(legal[name]) for name in graph) <= graphs.removed(graph)
        unmarked = sorted(name for name in legal.values() if name)
        assert set(unmarked) <= set(names)


# --- tables -----------------------------------------------------------------------------------------------------


def test_edges_are_those_of_the_network_and_no_formula(corpus, written):
    found = rows_of(written / "edges.csv")
    assert found[0] == [
        "source",
        "target",
        "weight",
        "asserts",
        "denies",
        "net",
        "relayed",
        "n_articles",
        "statement_ids",
    ]
    edges = network.edges(network.source_claim(corpus.statements, corpus.codes))
    assert found[1:] == [[str(cell(value)) for value in row] for row in edges.itertuples(index=False)]
    assert ["'-agence", "'+cédé", "1", "1", "0", "1", "0", "1", IDS[2]] in found
    assert ["'-agence", "tient", "1", "0", "1", "-1", "0", "1", IDS[2]] in found
    assert b"\r" not in (written / "edges.csv").read_bytes()


def test_matrices_are_those_of_the_network(corpus, written):
    told = an.claims.table(corpus.statements, corpus.codes, corpus.articles)
    for name, matrix in (
        ("affiliation_ignore", network.affiliation(told)),
        ("affiliation_subtract", network.affiliation(told, aggregation="subtract")),
        ("congruence", network.project(told, aggregation="congruence")),
        ("conflict", network.project(told, aggregation="conflict")),
    ):
        found = rows_of(written / f"{name}.csv")
        assert [plain(label) for label in found[0]] == ["source", *matrix.columns]
        assert [plain(row[0]) for row in found[1:]] == list(matrix.index)
        assert [[float(value) for value in row[1:]] for row in found[1:]] == matrix.to_numpy().tolist()
    assert found[0][1:3] == ["'-agence", "Jeanne Petit"]
    assert rows_of(written / "affiliation_subtract.csv")[1] == ["'-agence", "1", "-1", "0"]


def test_rows_are_those_of_the_level(corpus, tmp_path):
    export.write(corpus, BOOK, tmp_path, level="actor")
    assert [row[0] for row in rows_of(tmp_path / "affiliation_ignore.csv")] == [
        "actor", "'-agence", "maire", "préfet", "régie", "État",
    ]  # fmt: skip
    export.write(corpus, BOOK, tmp_path, level="outlet")
    assert [row[0] for row in rows_of(tmp_path / "affiliation_ignore.csv")] == [
        "outlet", "'=Canard", "outlet not known", "Écho",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="level must be one of 'source', 'actor', 'outlet', not 'town'"):
        export.write(corpus, BOOK, tmp_path, level="town")


def test_a_claim_may_be_called_like_a_level(tmp_path):
    codes = [(*row[:2], "source", *row[3:]) for row in CODES[:2]]
    export.write(corpus_of(codes=codes), None, tmp_path)
    assert rows_of(tmp_path / "affiliation_ignore.csv")[0] == ["source", "source"]


@given(st.text(alphabet="'=+-@ \u00a0ab1\n"))
def test_the_mark_before_a_formula_can_be_taken_off_again(text):
    safe = cell(text)
    assert safe.strip()[:1] not in set("=+-@") or not safe.strip()
    assert plain(safe) == text


def test_numbers_booleans_and_missing_values_in_csv():
    frame = pd.DataFrame({"n": [-1, 2], "x": [0.5, None], "b": [True, False], "t": ["-1", None]})
    assert "".join(files.csv_parts(frame)) == "n,x,b,t\n-1,0.5,true,'-1\n2,,false,\n"


# --- evidence ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["source", "actor", "outlet"])
def test_every_edge_has_its_statements_in_evidence(corpus, level):
    told = export.evidence(corpus, level=level)
    graph = network.source_claim(corpus.statements, corpus.codes, level=level, articles=corpus.articles)
    for edge in network.edges(graph).itertuples():
        mine = told.loc[(told["node"] == edge.source) & (told["claim"] == edge.target)]
        assert "|".join(mine["statement_id"]) == edge.statement_ids
        assert mine["polarity"].sum() == edge.net
    assert len(told) == sum(weight for *_, weight in graph.edges(data="weight"))


def test_every_quote_stands_in_the_text_at_its_position(corpus, written):
    header, *rows = rows_of(written / "evidence.csv")
    assert len(rows) == 6
    for row in rows:
        told = {name: plain(value) for name, value in zip(header, row, strict=True)}
        text = TEXTS[told["doc_id"]]
        spans = [tuple(map(int, span.split("-"))) for span in told["spans"].split("|")]
        assert told["quote"] == " … ".join(text[start:end] for start, end in spans)
        start, end = int(told["start"]), int(told["end"])
        assert (start, end) == (spans[0][0], spans[-1][1])
        assert told["prefix"] == text[max(0, start - 32) : start]
        assert told["suffix"] == text[end : end + 32]
    assert list(export.evidence(corpus).columns) == list(about.TABLES["evidence.csv"])


def test_evidence_row_for_row(corpus):
    first = export.evidence(corpus).iloc[0].to_dict()
    start = A.index("- Non")
    assert first == {
        "source": "-agence", "claim": "+cédé", "polarity": 1, "statement_id": IDS[2], "doc_id": "a", "outlet": "Écho",
        "published": "2017-11-14", "start": start, "end": A.index("dimanche") + 8,
        "spans": f"{start}-{start + 5}|{A.index('le barrage a,')}-{A.index(', selon')}|{A.index('cédé')}-{len(A) - 1}",
        "quote": "- Non … le barrage a … cédé dimanche", "prefix": A[start - 32 : start], "suffix": ".",
        "sha256": f"{ord('a'):064x}", "coder": "rule", "score": 0.25, "rule": "incise", "actor": first["actor"],
        "node": "-agence",
    }  # fmt: skip
    assert pd.isna(first["actor"])


# --- claims -----------------------------------------------------------------------------------------------------


def by_name(corpus, book=BOOK):
    return {claim["identifier"]: claim for claim in export.claims(corpus, book)}


def test_claims_of_the_code_book_that_have_statements_in_its_order(corpus):
    assert [claim["identifier"] for claim in export.claims(corpus, BOOK)] == ["vannes", "tient", "+cédé"]
    made = by_name(corpus)["vannes"]
    assert made["@id"] == "urn:who-says-what:claim:vannes"
    assert (made["@type"], made["name"]) == ("Claim", "Les vannes sont ouvertes")
    assert made["text"] == "Des vannes sont <ouvertes>."
    assert by_name(corpus)["+cédé"]["@id"] == "urn:who-says-what:claim:%2Bc%C3%A9d%C3%A9"


def test_who_denies_is_not_among_those_who_assert(corpus):
    made = by_name(corpus)
    assert made["vannes"]["author"] == [{"@type": "Person", "name": "Jeanne Petit"}]
    assert made["tient"]["author"] == [{"@type": "Organization", "name": MINISTRY}]
    # nothing tells what an agency is, so that it has no type
    assert made["+cédé"]["author"] == [{"name": AGENCY}]
    told = [(part["genre"], part.get("author", {}).get("name")) for part in made["tient"]["subjectOf"]]
    assert told == [("asserts", MINISTRY), ("denies", "maire"), ("denies", AGENCY), ("asserts", None)]
    denied = made["vannes"]["subjectOf"][1]
    assert denied == {
        "@id": f"urn:who-says-what:statement:{IDS[5]}:vannes",
        "@type": "Statement",
        "identifier": IDS[5],
        "genre": "denies",
        "mainEntity": {"@id": "urn:who-says-what:claim:vannes"},
        "text": "que les vannes soient ouvertes",
        "isPartOf": {"@id": "urn:who-says-what:article:c"},
        "author": {"@type": "Organization", "name": "préfet"},
    }
    assert made["tient"]["claimInterpreter"] == [{"@type": "Person", "name": "Anne"}]
    assert "claimInterpreter" not in made["vannes"]


def test_a_claim_that_is_only_denied_has_no_author(corpus):
    only = corpus_of(codes=[CODES[5][:3] + (-1, "rule", 0.5, None), CODES[6]])
    assert all("author" not in claim for claim in export.claims(only, BOOK))


def test_a_day_of_publication_is_never_invented(corpus):
    appearances = {one["@id"][-1]: one for one in by_name(corpus)["tient"]["appearance"]}
    appearances |= {one["@id"][-1]: one for one in by_name(corpus)["vannes"]["appearance"]}
    assert appearances["a"] == {
        "@id": "urn:who-says-what:article:a",
        "@type": "CreativeWork",
        "name": "Titre a",
        "publisher": {"@type": "Organization", "name": "Écho"},
        "inLanguage": "fr",
        "datePublished": "2017-11-14",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "doc_id", "value": "a"},
            {"@type": "PropertyValue", "propertyID": "sha256", "value": f"{ord('a'):064x}"},
        ],
    }
    # inferred to the day, and known only within some days
    assert "datePublished" not in appearances["b"]
    assert "datePublished" not in appearances["c"]
    assert "publisher" not in appearances["b"]


@pytest.mark.parametrize(
    ("published", "basis", "shown"),
    [
        ("2017-11-14", "metadata", "2017-11-14"), ("2017-11-14T10:15:00", "stated", "2017-11-14"),
        ("2017-11-14?", "stated", None), ("2017-11", "stated", None), ("2017-11-14", "corpus", None),
    ],
)  # fmt: skip
def test_a_doubtful_day_is_not_stated(published, basis, shown):
    row = article("a", published=published, earliest="2017-11-14", latest="2017-11-14", basis=basis)
    made = by_name(corpus_of(articles=(row, *ARTICLES[1:])))["+cédé"]
    assert made["appearance"][0].get("datePublished") == shown


@pytest.mark.parametrize(
    ("others", "first"),
    [
        ((article("b", published="2017-11-15"),), "a"),
        ((article("b", earliest="2017-11-14", latest="2017-12-01"),), None),
        ((article("b", published="2017-11-13"),), "b"),
        ((article("b"),), None),
    ],
)
def test_first_appearance_only_where_it_can_be_shown(others, first):
    dated = corpus_of(articles=(ARTICLES[0], *others, ARTICLES[2]))
    made = by_name(dated)
    found = made["tient"].get("firstAppearance")
    assert (found and found["@id"]) == (first and f"urn:who-says-what:article:{first}")
    # one article alone comes before nothing
    assert "firstAppearance" not in made["+cédé"]


def test_the_claims_file_rates_nobody_and_is_safe_in_a_page(written):
    text = (written / "claims.jsonld").read_text(encoding="utf-8")
    made = json.loads(text)
    assert made["@context"] == "https://schema.org/"
    assert [claim["@type"] for claim in made["@graph"]] == ["Claim"] * 3
    assert "Rating" not in text
    assert "<" not in text
    assert made["@graph"][0]["text"] == "Des vannes sont <ouvertes>."


def test_claims_that_the_code_book_lacks_are_not_lost(corpus):
    assert [claim["name"] for claim in export.claims(corpus)] == ["+cédé", "tient", "vannes"]
    assert all("text" not in claim for claim in export.claims(corpus))


# --- annotations ------------------------------------------------------------------------------------------------


def test_annotations_are_a_collection_of_the_w3c_model(written):
    made = json.loads((written / "annotations.jsonld").read_text(encoding="utf-8"))
    assert made["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (made["type"], made["total"]) == ("AnnotationCollection", 6)
    page = made["first"]
    assert (page["type"], page["startIndex"], len(page["items"])) == ("AnnotationPage", 0, 6)
    ids = [item["id"] for item in page["items"]]
    assert ids == [f"urn:who-says-what:annotation:{name}" for name in IDS]
    for item in page["items"]:
        assert (item["type"], item["motivation"]) == ("Annotation", "tagging")
        assert all((body["type"], body["purpose"]) == ("TextualBody", "tagging") for body in item["body"])
        for target in item["target"]:
            assert target["type"] == "SpecificResource"
            words, place = target["selector"]
            text = TEXTS[target["source"]["id"].removeprefix("urn:who-says-what:article:")]
            assert (words["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
            assert text[place["start"] : place["end"]] == words["exact"] != ""
            assert text[: place["start"]].endswith(words["prefix"])
            assert text[place["end"] :].startswith(words["suffix"])
            assert len(words["prefix"]) <= 32 >= len(words["suffix"])


def test_several_spans_are_several_targets_and_several_claims_several_bodies(corpus):
    made = next(one for one in export.annotations(corpus) if one["id"].endswith(IDS[2]))
    assert [target["selector"][0]["exact"] for target in made["target"]] == [
        "- Non", "le barrage a", "cédé dimanche",
    ]  # fmt: skip
    assert made["body"][0] == {
        "type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": "asserts: +cédé",
        "claim": "urn:who-says-what:claim:%2Bc%C3%A9d%C3%A9", "polarity": 1,
        "creator": {"type": "Software", "name": "rule"}, "score": 0.25,
    }  # fmt: skip
    assert made["body"][1]["value"] == "denies: tient"
    by_hand = next(one for one in export.annotations(corpus) if one["id"].endswith(IDS[1]))["body"]
    assert by_hand[0]["creator"] == {"type": "Person", "name": "Anne"}
    assert "score" not in by_hand[0]


# --- event lists ------------------------------------------------------------------------------------------------


def test_an_event_list_has_the_columns_of_discourse_network_analyzer(written):
    path = written / "dna_events.csv"
    assert path.read_text(encoding="utf-8").partition("\n")[0] == (
        '"statement_id";"time";"person";"organization";"concept";"agreement";"start_position";"stop_position";"text";'
        '"coder";"document_id";"document_title";"document_author";"document_source";"document_section";"document_type"'
    )
    rows = rows_of(path, ";")
    assert rows[1] == [
        IDS[0], "2017-11-14 00:00:00", "", MINISTRY, "tient", "1", str(A.index("le barrage")), str(A.index(NARROW + "»")),
        'le barrage tient ; rien ne "fuit"', "rule", "a", "Titre a", "", "Écho", "", "",
    ]  # fmt: skip
    person = next(row for row in rows[1:] if row[2])
    assert person[2:6] == ["Jeanne Petit", "régie", "vannes", "1"]
    # the third article is not dated to the day
    assert rows[-1][1] == ""


def test_the_words_of_an_event_are_not_altered(corpus):
    for row in export.event_list(corpus).itertuples():
        assert row.text == TEXTS[row.document_id][row.start_position : row.stop_position]


def test_what_we_write_we_read(corpus, written):
    read = export.read_events(written / "dna_events.csv")
    told = an.claims.table(corpus.statements, corpus.codes, corpus.articles)
    assert list(read["statement_id"]) == list(told["statement_id"])
    for name in ("doc_id", "start", "end", "source", "claim", "polarity", "outlet", "coder", "date"):
        assert read[name].astype("str").tolist() == told[name].astype("str").tolist(), name
    for aggregation in ("ignore", "subtract", "combine"):
        for duplicates in ("include", "document", "month", "acrossrange"):
            options = {"aggregation": aggregation, "duplicates": duplicates}
            if duplicates == "month":
                options["exclude"] = {"doc_id": ["c"]}
            pd.testing.assert_frame_equal(
                network.affiliation(read, **options), network.affiliation(told, **options)
            )


def test_a_list_of_discourse_network_analyzer_gives_its_networks():
    path = ROOT / "tests" / "oracles" / "networks.csv"
    read, raw = export.read_events(path), pd.read_csv(path, encoding="utf-8")
    assert len(read) == len(raw)
    for aggregation in ("ignore", "subtract"):
        for duplicates in ("include", "document", "week"):
            options = {"aggregation": aggregation, "duplicates": duplicates}
            made = network.affiliation(read, rows="organization", **options)
            expected = network.affiliation(
                raw, rows="organization", columns="concept", qualifier="agreement", **options
            )
            pd.testing.assert_frame_equal(made, expected, check_names=False)
    assert {"stance", "relation", "epoch"} <= set(read)


HEADER = (
    "statement_id;time;person;organization;concept;agreement;start_position;stop_position;text;document_id"
)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "sep=X\r\n"])
@pytest.mark.parametrize("names", [str.lower, str.upper, lambda header: header.replace("_", " ").title()])
def test_event_lists_differ_in_form(tmp_path, delimiter, mark, names):
    mark = mark.replace("X", delimiter)
    lines = [names(HEADER), '7;2017-11-14 08:30:00;Anne;Régie;"l’eau";yes;3;9;« tient »;12']
    path = tmp_path / "liste.csv"
    path.write_text(mark + "\r\n".join(lines).replace(";", delimiter), encoding="utf-8", newline="")
    made = export.read_events(path)
    assert made.loc[0].dropna().to_dict() == {
        "doc_id": "12", "statement_id": "7", "date": pd.Timestamp("2017-11-14 08:30"), "start": 3, "end": 9,
        "source": "Anne", "actor": "Régie", "claim": "l’eau", "polarity": 1, "content": "« tient »", "person": "Anne",
        "organization": "Régie",
    }  # fmt: skip
    assert list(made) == [
        "doc_id", "statement_id", "date", "start", "end", "source", "actor", "claim", "polarity", "content", "outlet",
        "title", "author", "section", "type", "coder", "person", "organization",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "polarity"),
    [
        ("1", 1), ("yes", 1), ("True", 1), ("TRUE ", 1), ("+1", 1), ("0", -1), ("no", -1), ("false", -1), ("-1", -1),
    ],
)  # fmt: skip
def test_agreement_has_many_names(tmp_path, word, polarity):
    path = tmp_path / "liste.csv"
    path.write_text(f"organization,concept,agreement\nRégie,eau,{word}\n", encoding="utf-8")
    assert export.read_events(path)["polarity"].tolist() == [polarity]


def test_what_an_event_list_does_not_tell_is_missing(tmp_path):
    path = tmp_path / "liste.csv"
    path.write_text("organization,concept\nRégie,eau\n,eau\n", encoding="utf-8")
    made = export.read_events(path)
    assert made[["source", "claim"]].fillna("?").to_numpy().tolist() == [["Régie", "eau"], ["?", "eau"]]
    assert made[["polarity", "date", "start", "content"]].isna().all(axis=None)
    assert network.affiliation(made, qualifier=None).to_numpy().tolist() == [[1]]
    path.write_text("organization,concept\n", encoding="utf-8")
    assert network.affiliation(export.read_events(path)).shape == (0, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "liste.csv is empty. Its first line must name the columns, such as statement_id; time; person; "),
        (b"a;b\n1;2\n", "liste.csv has the columns a, b. An event list needs concept, and person or organization."),
        (b"concept;concept\n1;2\n", "liste.csv has two columns 'concept'. Rename or remove one."),
        (b"person;concept\nAnne\n", "liste.csv, row 2: 1 fields, but 2 columns. "),
        (b"person;concept\nAnn\xe9;x\n", "liste.csv is not in UTF-8 (byte 18). Save it as CSV in UTF-8"),
        (b'person;concept\n"Anne;x\n', "liste.csv cannot be read (unexpected end of data). "),
        (
            b"person;concept;agreement\nAnne;x;1\nAnne;x;maybe\n",
            "liste.csv, row 3: 'maybe' stands where yes or no, true or false, 1 or 0 is needed. Correct the cell.",
        ),
        (
            b"person;concept;time\nAnne;x;14/11/2017\n",
            "liste.csv, row 2: '14/11/2017' stands where a date such as 2017-11-14 is needed. Correct the cell.",
        ),
        (
            b"person;concept;start\nAnne;x;1.5\n",
            "liste.csv, row 2: '1.5' stands where a whole number as start is needed. Correct the cell.",
        ),
    ],
)  # fmt: skip
def test_an_event_list_that_cannot_be_read_says_why(tmp_path, content, message):
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    with pytest.raises(AnnotationError, match="^" + re.escape(message)):
        export.read_events(path)


def test_a_missing_event_list_is_named(tmp_path):
    path = tmp_path / "liste.csv"
    with pytest.raises(AnnotationError, match=re.escape(f"There is no file {path}. ")):
        export.read_events(path)


# --- the folder -------------------------------------------------------------------------------------------------


def test_write_lists_every_file_and_the_readme_names_its_columns(corpus, tmp_path):
    made = export.write(corpus, BOOK, tmp_path / "out")
    assert list(made.columns) == ["file", "rows", "what"]
    assert sorted(made["file"]) == sorted(path.name for path in (tmp_path / "out").iterdir())
    rows = made.set_index("file")["rows"].to_dict()
    assert {name: rows[name] for name in ("edges.csv", "evidence.csv", "dna_events.csv", "claims.jsonld")} == {
        "edges.csv": 6, "evidence.csv": 6, "dna_events.csv": 7, "claims.jsonld": 3,
    }  # fmt: skip
    what = made.set_index("file").at["source_claim.gexf", "what"]
    assert what.endswith("characters removed that XML does not allow: 1")
    text = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    for name, columns in about.TABLES.items():
        delimiter = ";" if name == "dna_events.csv" else ","
        assert rows_of(tmp_path / "out" / name, delimiter)[0] == list(columns)
        assert all(f"| `{column}` |" in text for column in columns)
    assert all(f"| `{name}` |" in text for name in made["file"][:-1])
    assert list(about.TABLES["dna_events.csv"]) == list(events.COLUMNS)
    assert "statements: 6; without a claim: 0; with a claim and without a source: 1." in text


def test_a_corpus_without_codes_gives_valid_empty_files(tmp_path):
    empty = corpus_of(codes=())
    for given_, folder in ((empty, tmp_path / "a"), (an.analyse("Il pleut."), tmp_path / "b")):
        made = export.write(given_, BOOK, folder).set_index("file")
        said_so = made["what"].str.contains("empty: no statement has a claim")
        assert (
            set(made.index[~said_so]) - {"relay.gexf", "relay.graphml", "README.md", "relay_edges.csv"}
            == set()
        )
        assert len(nx.read_gexf(folder / "source_claim.gexf")) == 0
        assert len(nx.read_graphml(folder / "source_claim.graphml")) == 0
        assert rows_of(folder / "edges.csv") == [list(about.TABLES["edges.csv"])]
        assert rows_of(folder / "evidence.csv") == [list(about.TABLES["evidence.csv"])]
        assert rows_of(folder / "conflict.csv") == [["source"]]
        assert json.loads((folder / "claims.jsonld").read_text(encoding="utf-8"))["@graph"] == []
        collection = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
        assert (collection["total"], collection["first"]["items"]) == (0, [])
        assert export.read_events(folder / "dna_events.csv").empty


def test_nothing_is_overwritten_that_is_no_export(corpus, tmp_path):
    file = tmp_path / "exports"
    file.write_text("mine", encoding="utf-8")
    for folder in (file, file / "below"):
        with pytest.raises(AnalysisError, match=re.escape(f"{file} is a file, not a folder. ")):
            export.write(corpus, BOOK, folder)
    assert file.read_text(encoding="utf-8") == "mine"
    (tmp_path / "out" / "edges.csv").mkdir(parents=True)
    with pytest.raises(
        AnalysisError, match=re.escape("edges.csv is a folder where a file should be written.")
    ):
        export.write(corpus, BOOK, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["edges.csv"]
    with pytest.raises(AnalysisError, match="lies in data/raw/, where its files would be read as articles"):
        export.write(replace(corpus, root=tmp_path), BOOK, tmp_path / "data" / "raw" / "out")


def test_an_interrupted_export_leaves_the_old_one_whole(tmp_path):
    def broken():
        yield "half"
        raise OSError(28, "No space left on device")

    files.put(tmp_path, [files.File("a.csv", ["old"], 1, "")])
    two = [files.File("a.csv", ["new"], 1, ""), files.File("b.csv", broken(), 1, "")]
    with pytest.raises(AnalysisError, match="No space left on device"):
        files.put(tmp_path, two)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"a.csv": "old"}


def test_a_half_character_stops_nothing(tmp_path):
    broken = "a\ud800"
    files.put(tmp_path, [files.File("a.json", [files.json_of(broken)], 1, "")])
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == broken
    assert linked.urn("claim", broken) == "urn:who-says-what:claim:a%5Cud800"


def test_the_command_gives_the_same_bytes_for_every_hash_seed_and_locale(project, raw):
    text = "Le maire a annoncé que le pont fermerait.\nLa préfète dément que le pont ferme, selon l’agence."
    (raw / "a.txt").write_text(text, encoding="utf-8")
    (project / "data" / "annotations").mkdir()
    book = "claim,definition,required\npont,Le pont ferme.,pont\n"
    (project / "data" / "annotations" / "claims.csv").write_text(book, encoding="utf-8")
    # this process has a hash seed of its own; the command gets another one
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    codebook = an.claims.read_codebook(project / "data" / "annotations" / "claims.csv")
    export.write(an.open_corpus(project), codebook, project / "here")
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "export", "--root", str(project)],
        env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"Wrote 19 files: {project / 'exports'}"
    made = [
        {path.name: path.read_bytes() for path in (project / folder).iterdir()}
        for folder in ("here", "exports")
    ]
    assert made[0] == made[1]
    assert b"pont" in made[0]["edges.csv"]
