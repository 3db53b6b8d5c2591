"""Which name a text uses for somebody or something: a choice of words worth a comparison of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from analysis import languages
from analysis.actors import Alias
from analysis.articles import outlets
from analysis.terms.tokens import Reader, batches
from analysis.text import fold

# ways of mentioning somebody that are names: not « il », not « cette source »
HOW = ("alias", "name", "acronym")
_MENTION = ["doc_id", "start", "end", "text", "entity", "actor", "type", "how"]
_NAMING = ["entity", "outlet", "name", "count", "articles", "total", "share"]


def find_names(
    texts: Mapping[str, str] | pd.Series, aliases: Mapping[str, Alias], *, language: str = "fr"
) -> pd.DataFrame:
    """Find every name of the alias table in texts, sources or not.

    The mentions table of a corpus holds the sources of statements only; a place or a group that nobody quotes stands
    here.

    Parameters
    ----------
    texts
        Text by `doc_id`; `terms.kept(texts, lines)` for running text only.
    aliases
        As `actors.read_aliases` gives it; matched as in `count`, the longest name first.

    Returns
    -------
    mentions
        Columns of the mentions table, `how` being alias; sorted by `doc_id` and `start`.
    """
    reader = Reader(language, aliases, positions=True)
    rows = []
    for batch in batches(sorted(texts.items())):
        stream = reader.read(text for _, text in batch)
        found = np.flatnonzero(np.isin(stream.numbers, list(reader.entities)))
        of = np.searchsorted(np.cumsum(stream.lengths), found, side="right")
        columns = (of, stream.starts[found], stream.ends[found], stream.numbers[found])
        for row, start, end, number in zip(*(column.tolist() for column in columns), strict=True):
            (doc_id, text), alias = batch[row], reader.entities[number]
            rows.append((doc_id, start, end, text[start:end], alias.entity, alias.actor, alias.type, "alias"))
    return pd.DataFrame(rows, columns=_MENTION)


def naming(
    mentions: pd.DataFrame, articles: pd.DataFrame, *, how: Collection[str] = HOW, language: str = "fr"
) -> pd.DataFrame:
    """Count which name each outlet uses for an entity.

    Parameters
    ----------
    mentions
        The mentions table, or what `find_names` gives.
    articles
        The articles table. The outlet is the page's own; where a page names none, the publisher it credits.
    how
        Ways of mentioning that count: alias, name, acronym, and on request description and pronoun.

    Returns
    -------
    table
        One row per entity, outlet and name: `entity`, `outlet` (missing where nothing names it), `name` (without its
        article, in its most frequent writing), `count`, `articles` (with that name), `total` (mentions of the entity
        in the outlet), `share` (count / total). Sorted by how often the entity is named, entity, outlet, count, name.

    Raises
    ------
    ValueError
        When a mention's article is not in `articles`, or `how` holds an unknown word.
    """
    allowed = (*HOW, "description", "pronoun")
    if unknown := sorted(set(how) - set(allowed)):
        msg = f"how must be among {', '.join(allowed)}, not {', '.join(unknown)}"
        raise ValueError(msg)
    strange = sorted(set(mentions["doc_id"]) - set(articles["doc_id"]))
    if strange:
        msg = f"mentions has articles that articles lacks: {', '.join(map(str, strange[:5]))}. Take both from one corpus."
        raise ValueError(msg)
    used = mentions[mentions["how"].isin(list(how)) & mentions["entity"].notna()]
    if used.empty:
        return pd.DataFrame(columns=_NAMING)
    used = used.assign(outlet=used["doc_id"].map(outlets(articles)))
    used["written"] = [_bare(text, language) for text in used["text"]]
    used["key"] = [name if name.isupper() else name.lower() for name in used["written"]]
    used["name"] = used["key"].map(_usual(used))
    groups = used.groupby(["entity", "outlet", "name"], dropna=False)
    made = groups.agg(count=("name", "size"), articles=("doc_id", "nunique")).reset_index()
    made["total"] = made.groupby(["entity", "outlet"], dropna=False)["count"].transform("sum")
    made["share"] = made["count"] / made["total"]
    made["_all"] = made.groupby("entity")["count"].transform("sum")
    order = ["_all", "entity", "outlet", "count", "name"]
    made = made.sort_values(order, ascending=[False, True, True, False, True], ignore_index=True)
    return made[_NAMING]


def _bare(text: str, language: str) -> str:
    """Return a name without the article or preposition before it, in plain spaces and apostrophes."""
    words = languages.load(language)
    name = " ".join(fold(text).split())
    while match := words.token.match(name):
        rest = name[match.end() :].lstrip()
        # « M. » and « L. » are a title and an initial, not the elided words
        if not rest or rest[0] == "." or match.group().lower().rstrip("'") not in words.function_words:
            break
        name = rest
    return name


def _usual(used: pd.DataFrame) -> dict[str, str]:
    """Return the most frequent writing of each name."""
    counted = used.groupby(["key", "written"]).size().reset_index(name="count")
    counted = counted.sort_values(["key", "count", "written"], ascending=[True, False, True])
    return counted.drop_duplicates("key").set_index("key")["written"].to_dict()
