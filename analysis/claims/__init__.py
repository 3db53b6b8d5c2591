"""Claims: what statements have in common, by a code book and by hand.

A code book (`data/annotations/claims.csv`) says what counts as a claim; `assign` proposes codes, a person decides
(`data/annotations/codes.csv`), and `suggest` shows what no claim covers yet. A code says that somebody asserts or denies
a claim, never that it is true.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis import actors, languages, project
from analysis.actors import Alias
from analysis.articles import outlets
from analysis.claims.codebook import CODES, RULE, check_codebook, check_codes, read_codebook, read_codes
from analysis.claims.coders import agreement
from analysis.claims.matching import Matcher, match, matcher
from analysis.claims.suggestions import suggest_groups
from analysis.claims.wording import names_of
from analysis.errors import CorpusError

__all__ = [
    "CODES", "RULE", "agreement", "assign", "check_codebook", "check_codes", "orphans", "read_codebook", "read_codes",
    "suggest", "table",
]  # fmt: skip

COLUMNS = ("doc_id", "statement_id", "claim", "polarity", "coder", "score", "note")
THRESHOLD = 0.3


def assign(
    statements: pd.DataFrame,
    codebook: pd.DataFrame,
    *,
    codes: pd.DataFrame | None = None,
    aliases: Mapping[str, Alias] | None = None,
    language: str | Mapping[str, str] = "fr",
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """Return which statements carry which claims: hand decisions first, the rule for the rest.

    Parameters
    ----------
    statements
        The statements table, or any table with statement_id and content; doc_id, start, source, stance, cue,
        cue_lemma and negated are used where they are there.
    codebook
        What `read_codebook` gives: claim, definition, and where wanted examples, required and excluded terms.
    codes
        Hand decisions (statement_id, claim, polarity, coder). Where a statement has any, the rule is not asked; a
        row without a claim says that it carries none. Of several coders, the one who comes first counts.
    aliases
        What `actors.read_aliases` gives; by default the table of the project around the current folder.
    language
        Language of the statements: one code, or a mapping or Series from doc_id to code. Statements are compared with
        the code book as words of their language, so that a claim found in several has an example in each, and required
        terms in each (`soutenir|support`).
    threshold
        Least similarity, from 0 to 1, for a claim without required terms; half of it for one with.

    Returns
    -------
    codes
        Columns doc_id, statement_id, claim, polarity (+1 asserts, -1 denies), coder (`rule` or a person), score
        (similarity, 0 to 1; missing for a person), note. Statements below the threshold have no row.

    Raises
    ------
    AnnotationError
        For a code book or a hand decision that cannot be used.
    ValueError
        For a threshold outside 0 to 1, or statements without the columns needed.

    Warns
    -----
    UserWarning
        When hand decisions name statements that are not in the table; `orphans` lists them.
    """
    if not 0 <= threshold <= 1:
        msg = f"threshold must lie between 0 and 1, not {threshold}"
        raise ValueError(msg)
    _need(statements, ("statement_id", "content"))
    codebook = check_codebook(codebook)
    hand = check_codes(codes, codebook) if codes is not None else None
    known = _project_aliases() if aliases is None else aliases
    also = () if isinstance(language, str) else languages.available()

    @functools.cache
    def ready(code: str) -> Matcher:
        names = names_of(known, language=code)
        return matcher(codebook, names, language=code, threshold=threshold, also=also)

    # a code book that cannot be used is told even where there is no statement
    ready(languages.chosen(language, ""))
    rows = _by_rule(statements, lambda doc_id: ready(languages.chosen(language, doc_id)))
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    if hand is not None and len(hand):
        made = _with_hand(made, hand, statements)
    made["polarity"] = made["polarity"].astype("Int64")
    made["score"] = made["score"].astype("Float64")
    for name in ("doc_id", "statement_id", "claim", "coder", "note"):
        made[name] = made[name].astype("str")
    place = pd.Series(range(len(statements)), index=statements["statement_id"].to_numpy())
    order = made["statement_id"].map(place[~place.index.duplicated()])
    made = made.assign(_order=order).sort_values(["_order", "claim"], kind="stable", ignore_index=True)
    return made.drop(columns="_order")


def orphans(statements: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return the hand decisions whose statement is not in the table, so that none is lost.

    Returns
    -------
    orphans
        The rows of `codes`. Their statement was cut differently, or its text is gone: look for the words near the
        position in the identifier, and write the new identifier into `codes.csv`.
    """
    return codes.loc[~codes["statement_id"].isin(statements["statement_id"])].reset_index(drop=True)


def suggest(
    statements: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    seed: int = 0,
    aliases: Mapping[str, Alias] | None = None,
    language: str | Mapping[str, str] = "fr",
    distance: float = 0.74,
    limit: int = 3000,
) -> pd.DataFrame:
    """Return groups of statements that look alike and that no claim covers, for a person to name.

    Parameters
    ----------
    statements, codes
        The statements table, and what `assign` gives.
    seed
        Draws the statements that are compared where there are more than `limit`.
    aliases, language
        As in `assign`.
    distance
        Groups are joined (average link) as long as they are nearer than this cosine distance, 0 to 1.
    limit
        Most statements compared with each other.

    Returns
    -------
    groups
        Columns group, n_statements, n_articles, n_sources, wording (the statement nearest to the others), terms (what
        they share most), statement_ids (`|` between two); largest first. `attrs` tells how many statements are
        `uncoded`, `compared` and `alone`.

    Notes
    -----
    A suggestion, never a result: on the sample the best clustering reaches B-cubed F .76 against a person's claims.
    """
    _need(statements, ("statement_id", "content"))
    known = _project_aliases() if aliases is None else aliases
    covered = set(codes["statement_id"])
    open_ = statements.loc[~statements["statement_id"].isin(covered)]
    return suggest_groups(open_, known, language=language, distance=distance, limit=limit, seed=seed)


def table(
    statements: pd.DataFrame, codes: pd.DataFrame, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the long table that networks are made from: one row per statement and claim.

    Parameters
    ----------
    statements, codes, articles
        Tables of a corpus.

    Returns
    -------
    coded
        The columns of the statements, claim, polarity, coder, score; with articles also outlet, and date where the
        publication is known to the day (otherwise missing; `published_earliest` and `published_latest` bound it), and
        reprint, for `duplicates="reprint"` of the networks.
    """
    chosen = codes.dropna(subset=["claim"])[["statement_id", "claim", "polarity", "coder", "score"]]
    made = statements.merge(chosen, on="statement_id", how="inner")
    if articles is not None:
        columns = ["doc_id", "published_earliest", "published_latest", "reprint"]
        known = articles[[name for name in columns if name in articles]].copy()
        known["outlet"] = known["doc_id"].map(outlets(articles))
        same = known["published_earliest"] == known["published_latest"]
        known["date"] = known["published_earliest"].where(same)
        made = made.merge(known, on="doc_id", how="left")
    order = [name for name in ("doc_id", "start", "claim") if name in made]
    return made.sort_values(order, kind="stable", ignore_index=True)


def _by_rule(statements: pd.DataFrame, ready: Callable[[str], Matcher]) -> list[tuple]:
    order = [name for name in ("doc_id", "start") if name in statements]
    used = ("statement_id", "doc_id", "content", "source", "stance", "cue", "cue_lemma", "negated")
    chosen = statements.sort_values(order, kind="stable") if order else statements
    records = chosen[[name for name in used if name in chosen]].to_dict("records")
    articles: dict[str, list[dict]] = {}
    for record in records:
        articles.setdefault(_doc_of(record), []).append(record)
    rows = []
    for doc_id, told in articles.items():
        for record, matches in zip(told, match(ready(doc_id), told), strict=True):
            rows += [
                (doc_id, record["statement_id"], m.claim, m.polarity, RULE, m.score, m.note) for m in matches
            ]
    return rows


def _with_hand(made: pd.DataFrame, hand: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    lost = orphans(statements, hand)
    if len(lost):
        ids = ", ".join(lost["statement_id"].unique()[:5])
        msg = (
            f"{len(lost)} of {len(hand)} hand decisions name a statement that is not in the table ({ids}). "
            "They are kept in codes.csv; claims.orphans lists them."
        )
        warnings.warn(msg, stacklevel=3)
    known = hand.loc[hand["statement_id"].isin(statements["statement_id"])]
    first = known.groupby("statement_id", sort=False)["coder"].transform("first")
    decided = known.loc[known["coder"] == first].drop_duplicates(["statement_id", "claim"], keep="last")
    if "doc_id" in statements:
        docs = statements.drop_duplicates("statement_id").set_index("statement_id")["doc_id"]
        doc_id = decided["statement_id"].map(docs)
    else:
        doc_id = decided["statement_id"].map(lambda name: _doc_of({"statement_id": name}))
    decided = decided.assign(doc_id=doc_id, score=None)[list(COLUMNS)]
    rest = made.loc[~made["statement_id"].isin(decided["statement_id"])]
    parts = [part.astype(object) for part in (decided, rest) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else made


def _doc_of(record: Mapping[str, Any]) -> str:
    # `<doc_id>:<position>` where there is no column of its own
    return record["doc_id"] if "doc_id" in record else str(record["statement_id"]).rpartition(":")[0]


def _project_aliases() -> dict[str, Alias]:
    try:
        return actors.read_aliases(project.find().annotations / "aliases.csv")
    except CorpusError:
        return {}


def _need(statements: pd.DataFrame, names: tuple[str, ...]) -> None:
    missing = [name for name in names if name not in statements]
    if missing:
        msg = f"The statements have no column {', '.join(missing)}; they have {', '.join(map(str, statements))}."
        raise ValueError(msg)
