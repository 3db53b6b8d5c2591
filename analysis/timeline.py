"""When was it published, told, said: marks with bounds, and only the order that the bounds support.

A bound is a day; a missing bound is open. Nothing here picks a day inside an interval, and nothing reads a clock.
"""

from __future__ import annotations

import pandas as pd

from analysis.articles import UNKNOWN

KINDS = ("publication", "statement", "event")
_EVENTS = (
    "doc_id", "lane", "kind", "edtf", "earliest", "latest", "basis", "evidence", "start", "end", "placed",
)  # fmt: skip
ROLES = ("say", "relay", "denial")
# pairs of more articles than this are nothing a person reads
_MOST = 3000
_FAR_PAST, _FAR_FUTURE = pd.Timestamp("1000-01-01"), pd.Timestamp("9999-12-31")


def events(
    articles: pd.DataFrame, dates: pd.DataFrame, statements: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return one row for every mark of a timeline: publications, dated statements, events told.

    Parameters
    ----------
    articles
        The articles table: doc_id, outlet, credit, published, published_earliest, published_latest, published_basis,
        published_evidence.
    dates
        The dates table: doc_id, start, end, text, role, edtf, earliest, latest, precision, rule.
    statements
        The statements table. A date inside the content of a statement is told by its source: the mark then carries
        `statement_id` and `source`.

    Returns
    -------
    events
        Columns doc_id, lane (the outlet, with « republished from » where the article says so), kind (publication,
        statement, event), edtf, earliest, latest, basis (of a publication; of a date its precision), evidence (the
        words), start, end (their position; missing for a publication), placed (false where there are no bounds);
        with statements also statement_id and source. Sorted by kind, earliest, doc_id, start. Dates in photo credits
        are left out, publications are those of the articles table.
    """
    articles = _checked(articles)
    lanes = _lanes(articles)
    published = pd.DataFrame(
        {
            "doc_id": articles["doc_id"].to_numpy(),
            "lane": lanes.to_numpy(),
            "kind": "publication",
            "edtf": articles["published"].to_numpy(),
            "earliest": articles["published_earliest"].to_numpy(),
            "latest": articles["published_latest"].to_numpy(),
            "basis": articles["published_basis"].to_numpy(),
            "evidence": articles["published_evidence"].to_numpy(),
            "start": pd.array([pd.NA] * len(articles), dtype="Int64"),
            "end": pd.array([pd.NA] * len(articles), dtype="Int64"),
        }
    )
    told = dates.loc[dates["role"].isin(["statement", "event"])]
    by_doc = pd.Series(lanes.to_numpy(), index=articles["doc_id"].to_numpy())
    marks = pd.DataFrame(
        {
            "doc_id": told["doc_id"].to_numpy(),
            "lane": told["doc_id"].map(by_doc).fillna(UNKNOWN).to_numpy(),
            "kind": told["role"].to_numpy(),
            "edtf": told["edtf"].to_numpy(),
            "earliest": told["earliest"].to_numpy(),
            "latest": told["latest"].to_numpy(),
            "basis": told["precision"].to_numpy(),
            "evidence": told["text"].to_numpy(),
            "start": pd.array(told["start"], dtype="Int64"),
            "end": pd.array(told["end"], dtype="Int64"),
        }
    )
    parts = [part for part in (published, marks) if len(part)]
    made = pd.concat(parts, ignore_index=True) if parts else published
    for bound in ("earliest", "latest"):
        made[bound] = pd.to_datetime(made[bound]).astype("datetime64[ms]")
    made["placed"] = made["earliest"].notna() & made["latest"].notna()
    made = made[list(_EVENTS)]
    if statements is not None:
        made = _with_statements(made, statements)
    made["kind"] = pd.Categorical(made["kind"], KINDS, ordered=True)
    made = made.sort_values(["kind", "earliest", "doc_id", "start"], kind="stable", ignore_index=True)
    made["kind"] = made["kind"].astype("str")
    return made


def order(articles: pd.DataFrame) -> pd.DataFrame:
    """Return which articles were published before which, as far as their bounds tell.

    Parameters
    ----------
    articles
        doc_id, published_earliest, published_latest.

    Returns
    -------
    pairs
        Columns before, after, before_latest, after_earliest, days (at least so many lie between), for every pair with
        latest(before) < earliest(after); sorted. A pair that is not here, either way round, cannot be ordered:
        `unordered` lists those.
    """
    known = _checked(articles)[["doc_id", "published_earliest", "published_latest"]]
    if len(known) > _MOST:
        msg = f"{len(known)} articles make {len(known) ** 2:,} pairs. Choose at most {_MOST}, for example those of one claim."
        raise ValueError(msg)
    before = known.dropna(subset=["published_latest"]).sort_values("doc_id")
    after = known.dropna(subset=["published_earliest"]).sort_values("doc_id")
    pairs = before.merge(after, how="cross", suffixes=("_before", "_after"))
    apart = pairs["published_latest_before"] < pairs["published_earliest_after"]
    pairs = pairs.loc[apart & (pairs["doc_id_before"] != pairs["doc_id_after"])]
    made = pd.DataFrame(
        {
            "before": pairs["doc_id_before"],
            "after": pairs["doc_id_after"],
            "before_latest": pairs["published_latest_before"],
            "after_earliest": pairs["published_earliest_after"],
            "days": (pairs["published_earliest_after"] - pairs["published_latest_before"]).dt.days,
        }
    )
    return made.sort_values(["before", "after"], kind="stable", ignore_index=True)


def unordered(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of articles whose order the texts do not tell, and why.

    Returns
    -------
    pairs
        Columns a, b, why (`overlap` where both have bounds that meet, `no bounds` where a bound is missing).
    """
    known = order(articles)
    told = set(zip(known["before"], known["after"], strict=True))
    rows = _checked(articles).sort_values("doc_id")[["doc_id", "published_earliest", "published_latest"]]
    records = list(rows.itertuples(index=False, name=None))
    made = []
    for i, (a, *bounds_a) in enumerate(records):
        for b, *bounds_b in records[i + 1 :]:
            if (a, b) not in told and (b, a) not in told:
                missing = any(pd.isna(bound) for bound in (*bounds_a, *bounds_b))
                made.append((a, b, "no bounds" if missing else "overlap"))
    return pd.DataFrame(made, columns=["a", "b", "why"], dtype="str")


def firsts(coded: pd.DataFrame) -> pd.DataFrame:
    """Return between which days each claim was first said, first relayed and first denied in these articles.

    Parameters
    ----------
    coded
        What `claims.table` gives with articles: claim, polarity, statement_id, doc_id, depth, published_earliest,
        published_latest.

    Returns
    -------
    firsts
        One row per claim and role: say (asserted first hand), relay (asserted, but reported by another source),
        denial. Columns claim, role, n_statements, n_articles, n_dated (articles with both bounds), earliest and latest
        (the first publication lies between them; missing where an article with an open bound may be first),
        candidates (articles that may be the first, `|` between two), certain (there is one, and no other can be).

    Notes
    -----
    First in these articles: who said it elsewhere, or before, is not in the folder.
    """
    bounds = {name: _days(coded[name]) for name in ("published_earliest", "published_latest")}
    coded = coded.assign(**bounds)
    depth = coded["depth"] if "depth" in coded else pd.Series(0, index=coded.index)  # noqa: SIM401
    denied = (coded["polarity"] < 0).fillna(False).astype(bool)
    role = pd.Series("say", index=coded.index).where(~(depth > 0), "relay").where(~denied, "denial")
    rows = []
    for (claim, name), some in coded.assign(role=role).groupby(["claim", "role"], sort=True):
        published = some.drop_duplicates("doc_id").sort_values("doc_id")
        first = published["published_earliest"].fillna(_FAR_PAST.as_unit("ms"))
        last = published["published_latest"].fillna(_FAR_FUTURE.as_unit("ms"))
        closed = published["published_earliest"].notna() & published["published_latest"].notna()
        # whoever may have come out before the first that must have
        possible = published.loc[first <= last.min(), "doc_id"].tolist()
        rows.append(
            (
                claim,
                name,
                int(some["statement_id"].nunique()),
                len(published),
                int(closed.sum()),
                first.min() if first.min() > _FAR_PAST else pd.NaT,
                last.min() if last.min() < _FAR_FUTURE else pd.NaT,
                "|".join(possible),
                len(possible) == 1,
            )
        )
    columns = [
        "claim", "role", "n_statements", "n_articles", "n_dated", "earliest", "latest", "candidates", "certain",
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=columns)
    for bound in ("earliest", "latest"):
        made[bound] = pd.to_datetime(made[bound]).astype("datetime64[ms]")
    made["role"] = pd.Categorical(made["role"], ROLES, ordered=True)
    made = made.sort_values(["claim", "role"], kind="stable", ignore_index=True)
    made["role"] = made["role"].astype("str")
    return made


def lags(marks: pd.DataFrame) -> pd.DataFrame:
    """Return how many days lie between what an article tells and its publication.

    Parameters
    ----------
    marks
        What `events` gives.

    Returns
    -------
    lags
        One row per statement or event with bounds, in an article with bounds: doc_id, lane, kind, evidence, edtf, start,
        end, least and most (days from the event to the publication; negative where it may lie ahead). Sorted.
    """
    published = marks.loc[(marks["kind"] == "publication") & marks["placed"]].set_index("doc_id")
    told = marks.loc[(marks["kind"] != "publication") & marks["placed"]]
    told = told.loc[told["doc_id"].isin(published.index)]
    bounds = published[["earliest", "latest"]].rename(columns={"earliest": "first", "latest": "last"})
    told = told.merge(bounds, left_on="doc_id", right_index=True, how="left")
    made = told[["doc_id", "lane", "kind", "evidence", "edtf", "start", "end"]].assign(
        least=(told["first"] - told["latest"]).dt.days, most=(told["last"] - told["earliest"]).dt.days
    )
    return made.sort_values(["least", "doc_id", "start"], kind="stable", ignore_index=True)


def _days(values: pd.Series) -> pd.Series:
    """Return days of one type, however they were written."""
    return pd.to_datetime(values).astype("datetime64[ms]")


def _checked(articles: pd.DataFrame) -> pd.DataFrame:
    """Return the articles with days as days, or raise where two share an identifier."""
    repeated = articles.loc[articles["doc_id"].duplicated(), "doc_id"].tolist()
    if repeated:
        msg = f"Two articles share the identifier {repeated[0]!r}. Give each its own."
        raise ValueError(msg)
    bounds = {name: _days(articles[name]) for name in ("published_earliest", "published_latest")}
    return articles.assign(**bounds)


def _lanes(articles: pd.DataFrame) -> pd.Series:
    outlet = articles["outlet"]
    if "credit" not in articles:
        return outlet.fillna(UNKNOWN)
    known = outlet.fillna("outlet not named")
    credited = known + ", republished from " + articles["credit"].fillna("")
    return credited.where(articles["credit"].notna(), outlet.fillna(UNKNOWN))


def _with_statements(marks: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Add the innermost statement in whose content a date stands."""
    spans = statements[["doc_id", "statement_id", "source", "start", "end"]].rename(
        columns={"start": "from_", "end": "to_"}
    )
    placed = marks.reset_index().merge(spans, on="doc_id", how="inner")
    inside = placed.loc[(placed["start"] >= placed["from_"]) & (placed["end"] <= placed["to_"]).fillna(False)]
    inside = inside.assign(size=inside["to_"] - inside["from_"]).sort_values(
        ["index", "size", "statement_id"], kind="stable"
    )
    inner = inside.drop_duplicates("index").set_index("index")[["statement_id", "source"]]
    return marks.join(inner)
