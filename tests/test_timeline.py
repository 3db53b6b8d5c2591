"""Timelines: bounds and evidence for every mark, and no order that the bounds do not support."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import timeline

DAY = pd.Timestamp


def articles(*rows):
    """Return articles from (doc_id, outlet, credit, EDTF, first day, last day, basis)."""
    names = ["doc_id", "outlet", "credit", "published", "published_earliest", "published_latest"]
    made = pd.DataFrame(rows, columns=[*names, "published_basis"])
    for name in names[-2:]:
        made[name] = pd.to_datetime(made[name]).astype("datetime64[ms]")
    return made.assign(published_evidence="le 14 novembre [3-17]")


THREE = articles(
    ("a", "Le Quotidien", None, "2017-11-14", "2017-11-14", "2017-11-14", "stated"),
    ("b", None, "L'Agence", "[2017-11-15..2017-11-20]", "2017-11-15", "2017-11-20", "inferred"),
    ("c", None, None, "[2017-11-18..]", "2017-11-18", None, "inferred"),
)
DATES = pd.DataFrame(
    [
        ("a", 0, 5, "mardi", "statement", "2017-11-14", DAY("2017-11-14"), DAY("2017-11-14"), "day"),
        ("a", 40, 53, "le 9 novembre", "event", "2017-11-09", DAY("2017-11-09"), DAY("2017-11-09"), "day"),
        ("b", 10, 19, "récemment", "event", "../2017-11-20", pd.NaT, DAY("2017-11-20"), "vague"),
        ("b", 90, 94, "2024", "credit", "2024", DAY("2024-01-01"), DAY("2024-12-31"), "year"),
    ],
    columns=["doc_id", "start", "end", "text", "role", "edtf", "earliest", "latest", "precision"],
).assign(anchor="publication", rule="day")


def test_every_mark_has_its_lane_bounds_and_evidence():
    made = timeline.events(THREE, DATES)
    assert list(made.columns) == [
        "doc_id",
        "lane",
        "kind",
        "edtf",
        "earliest",
        "latest",
        "basis",
        "evidence",
        "start",
        "end",
        "placed",
    ]
    assert made[["doc_id", "lane", "kind", "evidence", "placed"]].to_numpy().tolist() == [
        ["a", "Le Quotidien", "publication", "le 14 novembre [3-17]", True],
        ["b", "outlet not named, republished from L'Agence", "publication", "le 14 novembre [3-17]", True],
        ["c", "outlet not known", "publication", "le 14 novembre [3-17]", False],
        ["a", "Le Quotidien", "statement", "mardi", True],
        ["a", "Le Quotidien", "event", "le 9 novembre", True],
        ["b", "outlet not named, republished from L'Agence", "event", "récemment", False],
    ]


def test_a_date_inside_a_statement_is_told_by_its_source():
    statements = pd.DataFrame(
        {
            "doc_id": ["a", "a"],
            "statement_id": ["a:30", "a:35"],
            "source": ["le ministère", "un témoin"],
            "start": [30, 38],
            "end": [80, 60],
        }
    )
    made = timeline.events(THREE, DATES, statements)
    told = made[made["source"].notna()]
    # the innermost of two
    assert told[["evidence", "statement_id", "source"]].to_numpy().tolist() == [
        ["le 9 novembre", "a:35", "un témoin"]
    ]
    assert len(made) == 6


def test_an_article_comes_before_another_only_where_their_bounds_are_apart():
    assert timeline.order(THREE).to_dict("records") == [
        {
            "before": "a",
            "after": "b",
            "before_latest": DAY("2017-11-14"),
            "after_earliest": DAY("2017-11-15"),
            "days": 1,
        },
        {
            "before": "a",
            "after": "c",
            "before_latest": DAY("2017-11-14"),
            "after_earliest": DAY("2017-11-18"),
            "days": 4,
        },
    ]
    assert timeline.unordered(THREE).to_dict("records") == [{"a": "b", "b": "c", "why": "no bounds"}]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 30), st.none() | st.integers(0, 30)), min_size=1, max_size=7
    )
)
def test_every_pair_is_ordered_or_said_to_be_unordered(bounds):
    days = [
        tuple(None if day is None else DAY("2017-11-01") + pd.Timedelta(days=day) for day in pair)
        for pair in bounds
        if None in pair or pair[0] <= pair[1]
    ]
    made = articles(*[(f"d{i}", None, None, None, first, last, "x") for i, (first, last) in enumerate(days)])
    known, rest = timeline.order(made), timeline.unordered(made)
    pairs = {frozenset(pair) for pair in zip(known["before"], known["after"], strict=True)}
    pairs |= {frozenset(pair) for pair in zip(rest["a"], rest["b"], strict=True)}
    singles = len(made) * (len(made) - 1) // 2
    assert len(pairs) == singles
    assert (known["before_latest"] < known["after_earliest"]).all()


def test_the_first_to_say_is_a_range_of_days_and_whoever_may_be_it():
    coded = pd.DataFrame(
        [
            ("refus", 1, "a:1", "a", 0),
            ("refus", 1, "b:1", "b", 0),
            ("refus", 1, "b:2", "b", 1),
            ("refus", -1, "c:1", "c", 0),
        ],
        columns=["claim", "polarity", "statement_id", "doc_id", "depth"],
    ).merge(THREE[["doc_id", "published_earliest", "published_latest"]], on="doc_id")
    made = timeline.firsts(coded)
    columns = ["role", "n_statements", "n_dated", "earliest", "latest", "candidates", "certain"]
    assert made[columns].astype(object).where(made[columns].notna(), None).to_numpy().tolist() == [
        ["say", 2, 2, DAY("2017-11-14"), DAY("2017-11-14"), "a", True],
        ["relay", 1, 1, DAY("2017-11-15"), DAY("2017-11-20"), "b", True],
        ["denial", 1, 0, DAY("2017-11-18"), None, "c", True],
    ]


def test_an_article_with_an_open_date_may_always_be_the_first():
    undated = THREE.assign(published_earliest=[DAY("2017-11-14"), pd.NaT, pd.NaT])
    coded = pd.DataFrame(
        {
            "claim": "refus",
            "polarity": 1,
            "statement_id": ["a:1", "b:1"],
            "doc_id": ["a", "b"],
            "depth": 0,
        }
    ).merge(undated[["doc_id", "published_earliest", "published_latest"]], on="doc_id")
    made = timeline.firsts(coded).iloc[0]
    assert (made["candidates"], made["certain"]) == ("a|b", False)
    assert pd.isna(made["earliest"])
    assert made["latest"] == DAY("2017-11-14")


def test_a_lag_is_a_range_of_days():
    made = timeline.lags(timeline.events(THREE, DATES))
    assert made[["doc_id", "evidence", "least", "most"]].to_numpy().tolist() == [
        ["a", "mardi", 0, 0],
        ["a", "le 9 novembre", 5, 5],
    ]
    wide = THREE.assign(published_latest=DAY("2017-11-20"))
    made = timeline.lags(timeline.events(wide, DATES)).set_index("evidence")
    assert made.loc["le 9 novembre", ["least", "most"]].tolist() == [5, 11]


@pytest.mark.parametrize("function", [timeline.order, timeline.unordered])
def test_two_articles_of_one_identifier_are_refused_and_days_may_be_text(function):
    text = THREE.assign(published_earliest=["2017-11-14", "2017-11-15", "2017-11-18"])
    assert function(text).equals(function(THREE))
    with pytest.raises(ValueError, match="Two articles share the identifier 'a'. Give each its own."):
        function(THREE.assign(doc_id=["a", "a", "b"]))


@pytest.mark.parametrize("function", [timeline.order, timeline.unordered])
def test_no_articles_have_no_order(function):
    assert function(THREE.head(0)).empty


def test_nothing_is_told_where_there_are_no_dates():
    assert timeline.events(THREE.head(0), DATES.head(0)).empty
    assert timeline.lags(timeline.events(THREE, DATES.head(0))).empty
    undated = THREE.assign(published_earliest=pd.NaT, published_latest=pd.NaT)
    assert timeline.lags(timeline.events(undated, DATES.head(0))).empty
    assert timeline.firsts(
        pd.DataFrame(
            columns=["claim", "polarity", "statement_id", "doc_id", "published_earliest", "published_latest"]
        )
    ).empty
