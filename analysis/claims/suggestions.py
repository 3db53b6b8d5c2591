"""Group statements that no claim covers, so that a person can name what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis import languages
from analysis.actors import Alias
from analysis.claims.wording import names_of, read

_TERMS = 5


class _Group(NamedTuple):
    statements: pd.DataFrame
    wording: str
    terms: str


COLUMNS = ("group", "n_statements", "n_articles", "n_sources", "wording", "terms", "statement_ids")


def suggest_groups(
    statements: pd.DataFrame,
    aliases: Mapping[str, Alias],
    *,
    language: str | Mapping[str, str],
    distance: float,
    limit: int,
    seed: int,
) -> pd.DataFrame:
    """Return the groups; see `claims.suggest`."""
    if not 0 < distance <= 1 or limit < 2:
        msg = f"distance must lie between 0 and 1 and limit be 2 or more, not {distance} and {limit}"
        raise ValueError(msg)
    order = [name for name in ("doc_id", "start", "statement_id") if name in statements]
    chosen = statements.sort_values(order, kind="stable")
    if len(chosen) > limit:
        picked = np.random.default_rng(seed).choice(len(chosen), size=limit, replace=False)
        chosen = chosen.iloc[np.sort(picked)]
    docs = chosen["doc_id"] if "doc_id" in chosen else [""] * len(chosen)
    codes = [languages.chosen(language, doc_id) for doc_id in docs]
    names = {code: names_of(aliases, language=code) for code in sorted(set(codes))}
    terms = [
        read(text or "", names[code], language=code).terms
        for text, code in zip(chosen["content"].fillna(""), codes, strict=True)
    ]
    told = np.array([bool(found) for found in terms], dtype=bool)
    chosen, terms = chosen.loc[told], [found for found in terms if found]
    groups = _groups(chosen, terms, distance)
    rows = [
        (
            len(group.statements),
            group.statements["doc_id"].nunique() if "doc_id" in group.statements else None,
            group.statements["source"].nunique() if "source" in group.statements else None,
            group.wording,
            group.terms,
            "|".join(group.statements["statement_id"]),
        )
        for group in groups
    ]
    made = pd.DataFrame(rows, columns=list(COLUMNS[1:]))
    made = made.sort_values(["n_statements", "wording"], ascending=[False, True], kind="stable")
    made.insert(0, "group", range(1, len(made) + 1))
    made = made.reset_index(drop=True)
    grouped = int(made["n_statements"].sum()) if len(made) else 0
    made.attrs.update(uncoded=len(statements), compared=len(chosen), alone=len(chosen) - grouped)
    return made


def _groups(chosen: pd.DataFrame, terms: list[tuple[str, ...]], distance: float) -> list[_Group]:
    if len(chosen) < 2:
        return []
    vectoriser = TfidfVectorizer(analyzer=lambda found: found, sublinear_tf=True)
    vectors = vectoriser.fit_transform(terms).toarray()
    apart = np.clip(1 - vectors @ vectors.T, 0, 2).round(9)
    labels = AgglomerativeClustering(
        n_clusters=None, distance_threshold=distance, metric="precomputed", linkage="average"
    ).fit_predict(apart)
    vocabulary = vectoriser.get_feature_names_out()
    groups = []
    for label in sorted(set(labels.tolist())):
        where = np.flatnonzero(labels == label)
        if len(where) < 2:
            continue
        middle = where[np.argmin(apart[np.ix_(where, where)].sum(axis=1))]
        weight = vectors[where].mean(axis=0)
        top = sorted(np.flatnonzero(weight), key=lambda i: (-weight[i].round(9), vocabulary[i]))[:_TERMS]
        groups.append(
            _Group(chosen.iloc[where], chosen["content"].iloc[middle], ", ".join(vocabulary[i] for i in top))
        )
    return groups
