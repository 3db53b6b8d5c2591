"""Claims as schema.org and statements as W3C annotations, both as JSON-LD.

A claim is somebody's, never ours: its `author` is who asserts it in some article, its `appearance` the articles in
which it occurs, and there is no rating. schema.org has no word for a denial, so every statement stands below
`subjectOf` as a `Statement` about the claim (`mainEntity`) with its own author, and its `genre` says whether it
asserts or denies. `claimInterpreter` names the people who decided by hand that words carry the claim; a rule is no
person. Identifiers are names within one corpus (`urn:who-says-what:...`), not addresses.

References: schema.org/Claim, schema.org/Statement; W3C Web Annotation Data Model (Recommendation of 23 February 2017),
sections 3 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.build import Corpus
from analysis.claims import RULE
from analysis.export.evidence import around, coded, spans_of
from analysis.export.files import json_of, scalar

_URN = "urn:who-says-what:"
# an organisation is an Organization; a group or a state is the nearest to one that schema.org knows as an author
_AGENTS = {"person": "Person", "organisation": "Organization", "group": "Organization"}
# a day of EDTF without a mark of doubt; an hour may follow
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[0-9:.Z+-]+)?")
_KNOWN = ("stated", "metadata")


def urn(kind: str, name: object) -> str:
    """Return the identifier of an article, a claim or a statement."""
    return f"{_URN}{kind}:{quote(str(name).encode('utf-8', 'backslashreplace'), safe=':')}"


def kinds(mentions: pd.DataFrame) -> dict[str, str]:
    """Return what each entity is (person, organisation, group, place), as most of its mentions say."""
    known = mentions.dropna(subset=["entity", "type"])
    counts = known.groupby(["entity", "type"], sort=True).size().sort_values(ascending=False, kind="stable")
    first = counts.reset_index().drop_duplicates("entity")
    return dict(zip(first["entity"], first["type"], strict=True))


# --- claims -----------------------------------------------------------------------------------------------------


def claims(corpus: Corpus, codebook: pd.DataFrame | None = None) -> list[dict[str, Any]]:
    """Return one schema.org Claim for every claim that has statements.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives.
    codebook
        What `claims.read_codebook` gives: names and definitions. Claims it does not know have neither.

    Returns
    -------
    claims
        In the order of the code book. `firstAppearance` is there only where one article can be shown to precede
        every other one of the claim (its latest possible day lies before their earliest); `datePublished` only where
        the article or its metadata state the day.
    """
    return list(_claims(corpus, codebook))


def _claims(corpus: Corpus, codebook: pd.DataFrame | None) -> Iterator[dict[str, Any]]:
    table = coded(corpus)
    known = {} if codebook is None else codebook.fillna("").set_index("claim").to_dict("index")
    rank = {claim: number for number, claim in enumerate(known)}
    articles = corpus.articles.drop_duplicates("doc_id").set_index("doc_id")
    agents, texts = kinds(corpus.mentions), dict(corpus.texts)
    told = dict(iter(table.groupby("claim", sort=False)))
    for name in sorted(told, key=lambda name: (rank.get(name, len(rank)), name)):
        yield _claim(name, known.get(name, {}), told[name], articles, agents, texts)


def _claim(
    name: str,
    entry: Mapping[str, str],
    told: pd.DataFrame,
    articles: pd.DataFrame,
    agents: Mapping[str, str],
    texts: Mapping[str, str],
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@id": urn("claim", name), "@type": "Claim", "identifier": name, "name": entry.get("label") or name,
    }  # fmt: skip
    if entry.get("definition"):
        made["text"] = entry["definition"]
    asserting = told.loc[told["polarity"] > 0, "source"].dropna()
    if len(asserting):
        made["author"] = [_agent(who, agents) for who in sorted(asserting.unique())]
    people = sorted(set(told["coder"].dropna()) - {RULE})
    if people:
        made["claimInterpreter"] = [{"@type": "Person", "name": person} for person in people]
    found = articles.loc[articles.index.isin(told["doc_id"])]
    made["appearance"] = [_article(row) for row in _records(found.reset_index())]
    first = _first(found)
    if first is not None:
        made["firstAppearance"] = next(
            one for one in made["appearance"] if one["@id"] == urn("article", first)
        )
    made["subjectOf"] = [_statement(row, name, agents, texts) for row in _records(told)]
    return made


def _agent(who: str, agents: Mapping[str, str]) -> dict[str, str]:
    # nothing is said of somebody of whom the text does not tell what they are
    kind = _AGENTS.get(agents.get(who, ""))
    return ({"@type": kind} if kind else {}) | {"name": who}


def _records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    # one row at a time, so that a long table is not in memory twice
    for row in table.itertuples(index=False, name=None):
        yield dict(zip(table.columns, row, strict=True))


def _article(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {
        name: scalar(row.get(name))
        for name in ("title", "outlet", "credit", "language", "sha256", "published")
    }
    made: dict[str, Any] = {"@id": urn("article", row["doc_id"]), "@type": "CreativeWork"}
    if known["title"]:
        made["name"] = known["title"]
    if known["outlet"]:
        made["publisher"] = {"@type": "Organization", "name": known["outlet"]}
    if known["credit"]:
        made["creditText"] = known["credit"]
    if known["language"]:
        made["inLanguage"] = known["language"]
    if _stated_day(row):
        made["datePublished"] = known["published"][:10]
    made["identifier"] = [{"@type": "PropertyValue", "propertyID": "doc_id", "value": row["doc_id"]}]
    if known["sha256"]:
        made["identifier"].append(
            {"@type": "PropertyValue", "propertyID": "sha256", "value": known["sha256"]}
        )
    return made


def _stated_day(row: Mapping[str, Any]) -> bool:
    return (
        row.get("published_basis") in _KNOWN
        and isinstance(row.get("published"), str)
        and _DAY.fullmatch(row["published"]) is not None
        and row.get("published_earliest") == row.get("published_latest")
    )


def _first(found: pd.DataFrame) -> str | None:
    """Return the article that came before every other one; None where that cannot be shown, or there is no other."""
    latest = found["published_latest"].dropna()
    if latest.empty or len(found) < 2:
        return None
    first = latest.idxmin()
    others = found.loc[found.index != first, "published_earliest"]
    # a missing date compares as false: nothing is shown
    return first if bool((latest[first] < others).all()) else None


def _statement(
    row: Mapping[str, Any], claim: str, agents: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    text = texts.get(row["doc_id"], "")
    parts = spans_of(row["content_spans"], row["start"], row["end"])
    made: dict[str, Any] = {
        # a statement may assert one claim and deny another, so each of the two is a node of its own
        "@id": urn("statement", f"{row['statement_id']}:{claim}"),
        "@type": "Statement",
        "identifier": row["statement_id"],
        "genre": _genre(row["polarity"]),
        "mainEntity": {"@id": urn("claim", claim)},
        "text": " … ".join(text[a:b] for a, b in parts),
        "isPartOf": {"@id": urn("article", row["doc_id"])},
    }
    if isinstance(row["source"], str):
        made["author"] = _agent(row["source"], agents)
    return made


def _genre(polarity: object) -> str:
    value = scalar(polarity)
    return "not told" if value is None else "asserts" if value > 0 else "denies"


def claims_parts(corpus: Corpus, codebook: pd.DataFrame | None) -> Iterator[str]:
    """Yield the claims as a JSON-LD document, one claim at a time."""
    yield '{"@context": "https://schema.org/", "@graph": ['
    for number, claim in enumerate(_claims(corpus, codebook)):
        yield (",\n" if number else "\n") + json_of(claim, indent=1)
    yield "\n]}\n"


# --- annotations ------------------------------------------------------------------------------------------------

# what the model has no word for is defined here, so that a reader of RDF keeps it
_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "claim": {"@id": "https://schema.org/about", "@type": "@id"},
        "polarity": f"{_URN}polarity",
        "score": f"{_URN}score",
    },
]


def annotations(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Yield one W3C annotation for every statement that carries a claim, in the order of the text.

    Every body tags it with one claim and says whether the source asserts or denies it. Every target is one part of
    the content, selected twice: by its words (TextQuoteSelector) and by its position in code points
    (TextPositionSelector).
    """
    table = coded(corpus).sort_values(["doc_id", "start", "statement_id", "claim"], kind="stable")
    articles = corpus.articles.drop_duplicates("doc_id").set_index("doc_id")
    languages, texts = articles["language"].to_dict(), dict(corpus.texts)
    used = ["statement_id", "doc_id", "start", "end", "content_spans", "claim", "polarity", "coder", "score"]
    for statement_id, some in groupby(_records(table[used]), key=itemgetter("statement_id")):
        rows = list(some)
        yield {
            "id": urn("annotation", statement_id),
            "type": "Annotation",
            "motivation": "tagging",
            "body": [_body(row) for row in rows],
            "target": _targets(rows[0], texts, languages),
        }


def _body(row: Mapping[str, Any]) -> dict[str, Any]:
    score = scalar(row["score"])
    made = {
        "type": "TextualBody",
        "purpose": "tagging",
        "format": "text/plain",
        "value": f"{_genre(row['polarity'])}: {row['claim']}",
        "claim": urn("claim", row["claim"]),
        "polarity": scalar(row["polarity"]),
        "creator": {"type": "Software" if row["coder"] == RULE else "Person", "name": row["coder"]},
    }
    return made if score is None else made | {"score": score}


def _targets(
    row: Mapping[str, Any], texts: Mapping[str, str], languages: Mapping[str, Any]
) -> list[dict[str, Any]]:
    text, language = texts.get(row["doc_id"], ""), scalar(languages.get(row["doc_id"]))
    source = {"id": urn("article", row["doc_id"]), "type": "Text", "format": "text/plain"}
    if language:
        source["language"] = language
    made = []
    for start, end in spans_of(row["content_spans"], row["start"], row["end"]):
        before, after = around(text, start, end)
        quoted = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}
        place = {"type": "TextPositionSelector", "start": start, "end": end}
        made.append({"type": "SpecificResource", "source": source, "selector": [quoted, place]})
    return made


def annotations_parts(corpus: Corpus) -> Iterator[str]:
    """Yield the annotations as an AnnotationCollection with one page, one annotation on each line."""
    total = int(coded(corpus)["statement_id"].nunique())
    head = {
        "@context": _CONTEXT,
        "id": f"{_URN}annotations",
        "type": "AnnotationCollection",
        "label": "Coded statements",
        "total": total,
    }
    page = {"id": f"{_URN}annotations:1", "type": "AnnotationPage", "startIndex": 0}
    # the items stand inside the page, which stands inside the collection: written by hand, so that they can be many
    yield json_of(head)[:-1] + ', "first": ' + json_of(page)[:-1] + ', "items": ['
    for number, annotation in enumerate(annotations(corpus)):
        yield (",\n" if number else "\n") + json_of(annotation)
    yield "\n]}}\n"
