"""Networks against the output of other tools, and every edge against its own statements."""

import json

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import pandas as frames

from analysis import network
from analysis.network.selection import DUPLICATES, NORMALIZATIONS

ORACLES = json.loads((ROOT / "tests" / "oracles" / "networks.json").read_text(encoding="utf-8"))
COLUMNS = {"rows": "organization", "columns": "concept", "qualifier": "agreement"}


@pytest.fixture(scope="module")
def invented():
    return pd.read_csv(ROOT / "tests" / "oracles" / "networks.csv", encoding="utf-8")


@pytest.fixture
def told():
    """Five statements: the ministry asserts twice, the coalition denies, an agency asserts two claims."""
    rows = [
        ("a:1", "a", "2017-11-14", "Ministère de l'Eau", "refus", 1, "la coalition a refusé", 1, 20),
        ("a:2", "a", "2017-11-14", "Ministère de l'Eau", "refus", 1, "elle a encore refusé", 30, 50),
        ("b:1", "b", "2017-11-15", "Coalition & alliés", "refus", -1, "nous n'avons rien refusé", 1, 20),
        ("b:2", "b", "2017-11-15", "Agence", "refus", 1, "la coalition refuse", 30, 50),
        ("b:3", "b", None, "Agence", "images", 1, "les images existent", 60, 80),
    ]
    names = [
        "statement_id",
        "doc_id",
        "date",
        "source",
        "claim",
        "polarity",
        "content",
        "start",
        "end",
    ]
    return pd.DataFrame(rows, columns=names)


# --- other tools ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ORACLES["matrices"])
def test_matrices_are_those_of_discourse_network_analyzer(invented, name):
    case = ORACLES["matrices"][name]
    given_ = case["parameters"]
    make = network.affiliation if given_["networkType"] == "twomode" else network.project
    options = {key: given_[key] for key in ("start", "stop") if key in given_}
    if "excludeSources" in given_:
        options["exclude"] = {"document_source": given_["excludeSources"]}
    made = make(
        invented,
        rows=given_["variable1"],
        columns=given_["variable2"],
        qualifier=given_["qualifier"],
        aggregation=given_["qualifierAggregation"],
        normalization=None if given_["normalization"] == "no" else given_["normalization"],
        duplicates=given_["duplicates"],
        isolates=given_["isolates"],
        **options,
    )
    assert list(made.index) == case["rows"]
    assert list(made.columns) == case["columns"]
    np.testing.assert_allclose(made.to_numpy(), case["matrix"], rtol=0, atol=1e-9)
    assert network.left_out(made).query("reason == 'counted'")["n_statements"].item() == case["n"]


@pytest.mark.parametrize("rule", ORACLES["duplicates"])
def test_weeks_and_months_have_a_year(invented, rule):
    case = ORACLES["duplicates"][rule]
    made = network.affiliation(invented, **COLUMNS, aggregation="subtract", duplicates=rule)
    np.testing.assert_allclose(made.to_numpy(), case["matrix"], rtol=0, atol=1e-9)
    assert network.left_out(made).query("reason == 'counted'")["n_statements"].item() == case["n"]


@pytest.mark.parametrize("metric", ORACLES["similarity"]["matrices"])
def test_similarity_of_rows_is_that_of_pelote(invented, metric):
    made = network.similarity(network.affiliation(invented, **COLUMNS), metric=metric)
    assert list(made.index) == ORACLES["similarity"]["rows"]
    np.testing.assert_allclose(made, ORACLES["similarity"]["matrices"][metric], rtol=0, atol=1e-9)


@pytest.mark.parametrize("method", ORACLES["rank"])
def test_ranks_are_those_of_textnets_within_its_stopping_tolerance(invented, method):
    made = network.rank(network.affiliation(invented, **COLUMNS), method=method).set_index("node")["rank"]
    expected = pd.Series(ORACLES["rank"][method])
    np.testing.assert_allclose(made[expected.index], expected, rtol=0, atol=1e-3)


def test_the_disparity_filter_is_its_closed_form(invented):
    made = network.disparity(network.project(invented, **COLUMNS))
    found = {frozenset((r.source, r.target)): (r.weight, r.alpha) for r in made.itertuples()}
    assert len(found) == len(ORACLES["disparity"])
    for edge in ORACLES["disparity"]:
        weight, alpha = found[frozenset((edge["source"], edge["target"]))]
        assert weight == edge["weight"]
        assert alpha == pytest.approx(edge["alpha"], abs=1e-6)


def series(invented, name):
    given_ = ORACLES["windows"][name]["parameters"]
    return network.windows(
        invented,
        network="affiliation" if given_["networkType"] == "twomode" else "project",
        unit="day",
        size=given_["windowSize"],
        moving="kernel" not in given_,
        kernel=given_.get("kernel"),
        start=given_["start"],
        stop=given_["stop"],
        aggregation=given_["qualifierAggregation"],
        normalization=given_.get("normalization"),
        **COLUMNS,
    )


@pytest.mark.parametrize("name", ORACLES["windows"])
def test_moving_windows_and_kernels_are_those_of_discourse_network_analyzer(invented, name):
    made, expected = series(invented, name), ORACLES["windows"][name]["windows"]
    assert len(made) == len(expected)
    for window, case in zip(made, expected, strict=True):
        assert [f"{time:%Y-%m-%dT%H:%M}" for time in window[:3]] == [
            case["time"],
            case["start"],
            case["stop"],
        ]
        shown = window.matrix.reindex(index=case["rows"], columns=case["columns"])
        size = (len(case["rows"]), len(case["columns"]))
        np.testing.assert_allclose(shown, np.reshape(case["matrix"], size), rtol=0, atol=1e-9)


def test_distances_of_slices_are_those_of_discourse_network_analyzer(invented):
    made = network.distances(series(invented, "F02"))
    np.testing.assert_allclose(made, ORACLES["distances"], rtol=0, atol=1e-9)


def repeated(*cells):
    """Return statements from (source, claim, polarity, times)."""
    rows = [(source, claim, value) for source, claim, value, times in cells for _ in range(times)]
    return pd.DataFrame(rows, columns=["source", "claim", "polarity"])


def test_the_examples_of_the_manual():
    scale = repeated(("i", "c", -4, 2), ("j", "c", 2, 3), ("x", "d", -5, 1), ("y", "d", 5, 1))
    assert network.project(scale, aggregation="congruence").at["i", "j"] == pytest.approx(2.4)
    assert network.project(scale, aggregation="conflict").at["i", "j"] == pytest.approx(3.6)
    both = repeated(("i", "c", 1, 2), ("i", "c", -2, 2))
    assert network.affiliation(both, aggregation="subtract").at["i", "c"] == -2
    both = repeated(("i", "c", 1, 2), ("i", "c", -1, 3))
    assert network.affiliation(both, aggregation="subtract").at["i", "c"] == -1
    four = repeated(("A", "b", 1, 1), ("A", "c", 1, 3), ("B", "b", 1, 7))
    assert network.affiliation(four, normalization="activity").at["A", "b"] == 0.25
    assert network.affiliation(four, normalization="prominence").at["A", "b"] == 0.125
    many = pd.concat(
        [
            repeated(*[("A", f"c{i}", 1, 1) for i in range(20)]),
            repeated(*[("B", f"c{i}", 1, 1) for i in range(60)]),
        ]
    )
    assert network.project(many, normalization="average").at["A", "B"] == 20 / 40


# --- evidence ---------------------------------------------------------------------------------------------------

TABLES = frames.data_frames(
    [
        frames.column("doc_id", elements=st.sampled_from(["a", "b", "c"])),
        frames.column("source", elements=st.sampled_from(["L'Eau", "A & B", "", "Écho"])),
        frames.column("claim", elements=st.sampled_from(["x", "y", "z"])),
        frames.column("polarity", elements=st.sampled_from([-1, 1])),
        frames.column("scale", elements=st.integers(-2, 2)),
        frames.column("role", elements=st.sampled_from(["dit", "relaie", "dément"])),
        frames.column("day", elements=st.integers(0, 70)),
    ],
    index=frames.range_indexes(max_size=16),
)


@settings(max_examples=50, deadline=None)
@given(
    table=TABLES,
    network_=st.sampled_from(["affiliation", "project"]),
    qualifier=st.sampled_from(["polarity", "scale", "role"]),
    duplicates=st.sampled_from([rule for rule in DUPLICATES if rule != "reprint"]),
    data=st.data(),
)
def test_the_evidence_of_every_edge_sums_to_its_weight(table, network_, qualifier, duplicates, data):
    table = table.assign(
        statement_id=[f"{doc}:{i}" for i, doc in enumerate(table["doc_id"])],
        start=range(len(table)),
        date=pd.Timestamp("2017-11-20") + pd.to_timedelta(table["day"], unit="D"),
    )
    make = network.affiliation if network_ == "affiliation" else network.project
    allowed = ["ignore", "subtract", "combine"]
    if network_ == "project":
        allowed = ["ignore", "congruence", "conflict", "subtract"]
    matrix = make(
        table,
        qualifier=qualifier,
        aggregation=data.draw(st.sampled_from(allowed)),
        normalization=data.draw(st.sampled_from(NORMALIZATIONS[network_])),
        duplicates=duplicates,
    )
    assert not matrix.isna().to_numpy().any()
    for a in matrix.index:
        for b in matrix.columns:
            behind = network.explain(matrix, a, b)
            assert behind["contribution"].sum() == pytest.approx(matrix.at[a, b], abs=1e-9)
            assert behind.attrs["weight"] == matrix.at[a, b]
            assert (behind.loc[~behind["counted"], "contribution"] == 0).all()
            assert behind.loc[~behind["counted"], "reason"].notna().all()


@settings(max_examples=40, deadline=None)
@given(table=TABLES)
def test_congruence_and_conflict_add_up_to_what_ignores_the_qualifier(table):
    for qualifier in ("polarity", "scale"):
        parts = [
            network.project(table, qualifier=qualifier, aggregation=aggregation)
            for aggregation in ("congruence", "conflict", "ignore")
        ]
        np.testing.assert_allclose(parts[0] + parts[1], parts[2], atol=1e-9)


@settings(max_examples=25, deadline=None)
@given(table=TABLES, kernel=st.sampled_from(["uniform", "triangular", "epanechnikov", "gaussian"]))
def test_the_evidence_of_a_smoothed_network_sums_to_its_weight(table, kernel):
    table = table.assign(date=pd.Timestamp("2017-11-20") + pd.to_timedelta(table["day"], unit="D"))
    for kind in ("affiliation", "project"):
        for window in network.windows(table, network=kind, unit="day", size=4, kernel=kernel)[:3]:
            for a in window.matrix.index:
                for b in window.matrix.columns:
                    behind = network.explain(window.matrix, a, b)
                    assert behind["contribution"].sum() == pytest.approx(window.matrix.at[a, b], abs=1e-9)


def test_an_edge_is_explained_by_its_statements_and_a_line_of_arithmetic(told):
    matrix = network.affiliation(
        told, aggregation="subtract", normalization="prominence", duplicates="document"
    )
    behind = network.explain(matrix, "Ministère de l'Eau", "refus")
    assert list(behind.columns) == [
        "source",
        "claim",
        "value",
        "statement_id",
        "doc_id",
        "date",
        "start",
        "end",
        "content",
        "counted",
        "reason",
        "contribution",
    ]
    assert behind["statement_id"].tolist() == ["a:1", "a:2"]
    assert behind["counted"].tolist() == [True, False]
    assert behind["reason"].tolist()[1] == "duplicate (document)"
    assert behind["contribution"].tolist() == [pytest.approx(1 / 3), 0]
    assert behind.attrs["arithmetic"] == "(+1 x 1) = 1; / 3 (statements on refus) = 0.333333"


def test_a_pair_of_sources_is_explained_by_the_statements_of_both(told):
    matrix = network.project(told, aggregation="subtract", normalization="average")
    behind = network.explain(matrix, "Coalition & alliés", "Ministère de l'Eau")
    assert behind["statement_id"].tolist() == ["a:1", "a:2", "b:1"]
    assert matrix.at["Coalition & alliés", "Ministère de l'Eau"] == pytest.approx(-2 / 1.5)
    assert behind["contribution"].sum() == pytest.approx(-2 / 1.5)
    assert (
        "(statements of Coalition & alliés + statements of Ministère de l'Eau) / 2"
        in behind.attrs["arithmetic"]
    )


def test_a_matrix_that_was_changed_is_not_explained(told):
    matrix = network.affiliation(told)
    with pytest.raises(ValueError, match="was cut or sorted since it was made"):
        network.explain(matrix.iloc[:1], matrix.index[0], "refus")
    with pytest.raises(ValueError, match="does not know its statements"):
        network.explain(pd.DataFrame({"x": [1.0]}), 0, "x")
    with pytest.raises(ValueError, match="'Nobody' is not in the network. It has Agence"):
        network.explain(matrix, "Nobody", "refus")


def test_changed_weights_are_not_explained(told):
    matrix = network.affiliation(told)
    for changed in (matrix * 2, matrix.where(matrix >= 2, 0)):
        with pytest.raises(ValueError, match="The weights of this table were changed"):
            network.explain(changed, "Agence", "refus")


def test_an_identifier_may_hold_the_mark_between_identifiers(told):
    told["statement_id"] = [f"a|{name}" for name in told["statement_id"]]
    graph = network.source_claim(told.drop(columns=["claim", "polarity"]), told)
    for a, b, weight in graph.edges(data="weight"):
        assert len(network.explain(graph, a, b)) == weight


def test_a_matrix_can_be_copied_and_written(told, tmp_path):
    matrix = network.affiliation(told)
    matrix.to_parquet(tmp_path / "matrix.parquet")
    assert pd.read_parquet(tmp_path / "matrix.parquet").to_numpy().tolist() == matrix.to_numpy().tolist()
    assert len(network.explain(matrix.copy(), "Agence", "images")) == 1


# --- what is counted --------------------------------------------------------------------------------------------


def test_what_was_left_out_is_counted_by_reason(told):
    told.loc[0, "source"] = None
    made = network.affiliation(told, start="2017-11-14", stop="2017-11-14", exclude={"claim": ["images"]})
    assert network.left_out(made).to_dict("records") == [
        {"reason": "counted", "n_statements": 1},
        {"reason": "no date", "n_statements": 1},
        {"reason": "no source", "n_statements": 1},
        {"reason": "outside the range of date", "n_statements": 2},
    ]


def test_exclusion_can_be_inverted_and_isolates_kept(told):
    only = network.affiliation(told, exclude={"source": ["Agence"]}, invert=True)
    assert list(only.index) == ["Agence"]
    kept = network.affiliation(told, exclude={"claim": ["images"]}, isolates=True)
    assert list(kept.columns) == ["images", "refus"]
    assert kept["images"].tolist() == [0, 0, 0]
    elsewhere = network.affiliation(told, exclude={"doc_id": ["b"]}, isolates=True)
    assert list(elsewhere.index) == ["Ministère de l'Eau"]


def test_rare_sources_can_be_left_out(told):
    made = network.affiliation(told, min_statements=2)
    assert list(made.index) == ["Agence", "Ministère de l'Eau"]
    assert list(made.columns) == ["refus"]


def test_statements_without_a_date_repeat_only_within_their_article(told):
    undated = pd.concat([told, told.tail(1).assign(statement_id="b:4", start=90)], ignore_index=True)
    undated = pd.concat([undated, undated.tail(1).assign(statement_id="c:1", doc_id="c")], ignore_index=True)
    assert network.affiliation(undated, duplicates="month").at["Agence", "images"] == 2


def test_reprints_count_once_where_their_groups_are_known(told):
    told["reprint"] = [1, 1, 2, 2, 2]
    assert network.affiliation(told, duplicates="reprint").at["Ministère de l'Eau", "refus"] == 1
    message = "duplicates='reprint' needs the column 'reprint'. Add the groups that `reuse.groups` gives."
    with pytest.raises(ValueError, match=message):
        network.affiliation(told.drop(columns="reprint"), duplicates="reprint")


def test_one_source_one_claim_and_nothing_at_all_are_networks_too(told):
    one = told.head(1)
    assert network.affiliation(one, aggregation="subtract", normalization="activity").to_numpy().tolist() == [
        [1.0]
    ]
    for normalization in NORMALIZATIONS["project"]:
        made = network.project(one, aggregation="conflict", normalization=normalization)
        assert made.to_numpy().tolist() == [[0.0]]
        empty = network.project(told.head(0), aggregation="congruence", normalization=normalization)
        assert empty.shape == (0, 0)
    assert network.affiliation(told.head(0), normalization="prominence").shape == (0, 0)
    assert network.edges(network.source_claim(told.head(0), told.head(0))).empty
    assert network.rank(network.affiliation(told.head(0))).empty
    assert network.disparity(network.project(told.head(0))).empty


@pytest.mark.parametrize("kind", [object, "category", "str"])
def test_polarity_from_a_spreadsheet_is_a_number_all_the_same(told, kind):
    plain = network.affiliation(told, aggregation="subtract")
    other = network.affiliation(told.astype({"polarity": kind}), aggregation="subtract")
    np.testing.assert_array_equal(plain, other)


def test_a_missing_polarity_is_neither_assertion_nor_denial():
    for value in (-1, 1):
        table = pd.DataFrame(
            {"source": ["A", "B"], "claim": "x", "polarity": pd.array([None, value], dtype="Int64")}
        )
        assert network.project(table, normalization="jaccard").at["A", "B"] == 0.5


def test_what_has_no_article_or_reprint_group_is_like_nothing_else(told):
    unknown = told.assign(doc_id=None, reprint=None)
    for rule in ("document", "reprint"):
        assert network.affiliation(unknown, duplicates=rule).at["Ministère de l'Eau", "refus"] == 2


def test_days_are_those_of_the_clock_where_the_page_was_made(told):
    zoned = told.assign(date=pd.Timestamp("2020-02-01", tz="Europe/Paris"))
    assert [f"{w.start:%F}" for w in network.windows(zoned)] == ["2020-02-01"]
    assert network.affiliation(zoned, start="2020-02", stop="2020").to_numpy().sum() == 5
    assert network.affiliation(zoned, stop=pd.Timestamp("2020-02-01")).to_numpy().sum() == 5


def test_infinite_values_and_negative_ranks_are_refused(told):
    with pytest.raises(ValueError, match="polarity has infinite values"):
        network.affiliation(told.assign(polarity=np.inf))
    with pytest.raises(ValueError, match="Ranks need weights of 0 and more"):
        network.rank(network.affiliation(told, aggregation="subtract"))


def test_everything_left_out_with_isolates_is_zeros(told):
    made = network.affiliation(
        told, exclude={"claim": ["refus", "images"]}, isolates=True, normalization="activity"
    )
    assert made.shape == (3, 2)
    assert made.to_numpy().sum() == 0


def test_a_scale_with_one_observed_level_has_no_missing_weight(told):
    same = told.assign(polarity=2)
    made = network.project(same, aggregation="congruence")
    assert made.at["Agence", "Ministère de l'Eau"] == 2
    assert network.project(same, aggregation="conflict").to_numpy().sum() == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"aggregation": "add"}, "aggregation must be one of 'ignore', 'subtract', 'combine', not 'add'"),
        ({"normalization": "jaccard"}, "normalization must be one of None, 'activity', 'prominence', not"),
        ({"duplicates": "day"}, "duplicates must be one of 'include', 'document', 'week', 'month', 'year'"),
        ({"rows": "speaker"}, "The statements have no column 'speaker'; they have statement_id, doc_id"),
        ({"rows": "claim"}, "rows and columns are both 'claim'"),
        ({"qualifier": None, "aggregation": "subtract"}, "aggregation 'subtract' needs a qualifier"),
        ({"exclude": {"source": "Agence"}}, "must be a list of values, not the text 'Agence'"),
        ({"exclude": {"town": ["x"]}}, "exclude names the column 'town'"),
        ({"min_statements": 0}, "min_statements must be 1 or more, not 0"),
        ({"start": "2017", "date": "when"}, "The statements have no column 'when'"),
    ],
)
def test_a_wrong_option_is_told_with_its_list(told, options, message):
    with pytest.raises(ValueError) as error:
        network.affiliation(told, **options)
    assert message in str(error.value)


def test_the_input_is_never_changed(told):
    before = told.copy(deep=True)
    network.project(told, aggregation="subtract", duplicates="week")
    network.source_claim(told.drop(columns=["claim", "polarity"]), told)
    pd.testing.assert_frame_equal(told, before)


# --- windows ----------------------------------------------------------------------------------------------------


def test_calendar_windows_are_half_open_and_side_by_side(told):
    told["date"] = ["2017-10-31", "2017-11-01T00:00", "2017-11-30", "2017-12-01", None]
    made = network.windows(told, unit="month")
    assert [(f"{w.start:%F}", f"{w.stop:%F}", w.n_statements) for w in made] == [
        ("2017-10-01", "2017-11-01", 1),
        ("2017-11-01", "2017-12-01", 2),
        ("2017-12-01", "2018-01-01", 1),
    ]
    assert network.undated(told) == 1


def test_a_range_holds_inside_every_window(told):
    made = network.windows(told, unit="month", start="2017-11-15", stop="2017-11-15")
    assert [w.n_statements for w in made] == [2]
    told["date"] = ["2017-11-14 10:00", "2017-11-14 10:00", "2017-11-15 10:00", "2017-11-16 10:00", None]
    smoothed = network.windows(
        told, unit="day", size=3, kernel="uniform", start="2017-11-14", stop="2017-11-16"
    )
    assert smoothed[-1].n_statements == 2
    moved = network.windows(told, unit="day", size=3, moving=True, start="2017-11-14", stop="2017-11-16")
    # the last moment of the window is the first of its third day
    assert [w.n_statements for w in moved] == [3]


def test_a_scale_of_the_whole_table_is_that_of_its_windows():
    table = pd.DataFrame({
        "source": "A", "claim": "x", "polarity": [0, 1, 5], "doc_id": list("123"),
        "date": ["2020-01-01", "2020-01-02", "2020-02-01"],
    })  # fmt: skip
    made = network.windows(table, aggregation="subtract")
    assert [w.matrix.iat[0, 0] for w in made] == [1, 5]


def test_weeks_begin_on_monday(told):
    made = network.windows(told, unit="week")
    assert [(f"{w.start:%F}", w.n_statements) for w in made] == [("2017-11-13", 4)]


def test_a_triangle_falls_on_both_sides_of_its_centre(told):
    told["date"] = ["2017-11-13", "2017-11-14", "2017-11-15", "2017-11-16", "2017-11-17"]
    told["claim"], told["source"] = "refus", "Agence"
    made = network.windows(told, unit="day", size=4, kernel="triangular")
    assert [w.matrix.at["Agence", "refus"] for w in made] == [1.5, 2.0, 2.0, 2.0, 1.5]


def test_windows_tell_what_they_cannot_do(told):
    with pytest.raises(ValueError, match="Moving windows and kernels count days; pass unit='day'"):
        network.windows(told, unit="month", moving=True)
    with pytest.raises(ValueError, match="cannot be weighed by a kernel"):
        network.windows(told, unit="day", size=3, kernel="gaussian", aggregation="combine")
    assert network.windows(told.assign(date=None)) == []


# --- graphs -----------------------------------------------------------------------------------------------------


def test_sources_and_claims_are_a_graph_with_scalar_attributes(told):
    statements = told.drop(columns=["claim", "polarity"])
    graph = network.source_claim(statements, told[["statement_id", "claim", "polarity"]])
    assert graph.edges["Ministère de l'Eau", "refus"] == {
        "weight": 2,
        "asserts": 2,
        "denies": 0,
        "net": 2,
        "relayed": 0,
        "n_articles": 1,
        "statement_ids": "a:1|a:2",
    }
    assert graph.nodes["refus"] == {
        "kind": "claim",
        "label": "refus",
        "n_statements": 4,
        "n_articles": 2,
        "claim": "refus",
    }
    behind = network.explain(graph, "Coalition & alliés", "refus")
    assert behind["statement_id"].tolist() == ["b:1"]
    assert behind["polarity"].tolist() == [-1]
    assert behind.attrs["weight"] == behind["contribution"].sum() == 1
    # a copy has lost the table, and says what to do
    with pytest.raises(ValueError, match="Pass statements=, the table it was made from"):
        network.explain(nx.Graph(graph), "Agence", "images")
    assert len(network.explain(nx.Graph(graph), "Agence", "images", statements=told)) == 1


def test_evidence_of_a_graph_sums_to_the_weight_of_every_edge(told):
    codes = pd.concat(
        [
            told[["statement_id", "claim", "polarity"]],
            pd.DataFrame({"statement_id": ["b:2"], "claim": ["images"], "polarity": [-1]}),
        ]
    )
    graph = network.source_claim(told.drop(columns=["claim", "polarity"]), codes)
    for a, b, weight in graph.edges(data="weight"):
        assert network.explain(graph, a, b)["contribution"].sum() == weight
    assert sum(weight for _, _, weight in graph.edges(data="weight")) == len(codes)


def test_what_is_only_reported_by_another_source_is_marked_and_can_be_left_out(told):
    statements = told.drop(columns=["claim", "polarity"]).assign(depth=[0, 1, 0, 0, 1])
    graph = network.source_claim(statements, told)
    assert graph.edges["Ministère de l'Eau", "refus"]["relayed"] == 1
    only = network.source_claim(statements, told, relayed=False)
    assert only.edges["Ministère de l'Eau", "refus"]["weight"] == 1
    assert not only.has_node("images")
    assert only.graph["relayed_left_out"] == 2


def test_a_source_called_like_a_claim_is_another_node(told):
    told.loc[0:1, "source"] = "refus"
    graph = network.source_claim(told.drop(columns=["claim", "polarity"]), told)
    assert graph.nodes["refus"]["kind"] == "source"
    assert graph.nodes["refus (claim)"]["claim"] == "refus"
    assert len(network.explain(graph, "refus", "refus (claim)")) == 2


def test_two_statements_of_one_identifier_are_refused(told):
    twice = told.assign(statement_id="a:1").drop(columns=["claim", "polarity"])
    with pytest.raises(ValueError, match="Two statements share the identifier 'a:1'"):
        network.source_claim(twice, told)


def test_categories_are_names_too(told):
    statements = told.drop(columns=["claim", "polarity"]).assign(actor=None).astype({"source": "category"})
    graph = network.source_claim(statements, told, level="actor")
    assert graph.has_edge("Agence", "images")


def test_no_two_nodes_of_a_graph_become_one():
    statements = pd.DataFrame(
        {
            "statement_id": ["a:1", "a:2"],
            "doc_id": ["a", "a"],
            "start": [1, 2],
            "source": ["x", "x (claim)"],
        }
    )
    codes = pd.DataFrame({"statement_id": ["a:1", "a:2"], "claim": ["x", "y"], "polarity": [1, 1]})
    graph = network.source_claim(statements, codes)
    assert sorted(graph) == ["x", "x (claim)", "x (claim) (claim)", "y"]
    assert graph.nodes["x (claim) (claim)"]["claim"] == "x"


def test_actors_and_outlets_can_stand_for_sources(told):
    statements = told.drop(columns=["claim", "polarity"]).assign(actor=["État", "État", None, None, None])
    graph = network.source_claim(statements, told, level="actor")
    assert graph.edges["État", "refus"]["weight"] == 2
    assert graph.has_edge("Coalition & alliés", "refus")
    articles = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Le Quotidien", None], "credit": [None, None]})
    graph = network.source_claim(statements, told, level="outlet", articles=articles)
    assert sorted(node for node in graph if graph.nodes[node]["kind"] == "outlet") == [
        "Le Quotidien",
        "outlet not known",
    ]
    with pytest.raises(ValueError, match="The level 'outlet' needs the articles"):
        network.source_claim(statements, told, level="outlet")


def test_the_relay_network_counts_every_statement_once(told):
    told["chain"] = [
        "Le Quotidien > Ministère de l'Eau",
        "Le Quotidien > Agence > Ministère de l'Eau",
        "La Gazette > Coalition & alliés",
        "La Gazette > Agence",
        "La Gazette > Agence",
    ]
    articles = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Le Quotidien", "La Gazette"]})
    graph = network.relay(told, articles)
    assert {(a, b): w for a, b, w in graph.edges(data="weight")} == {
        ("Le Quotidien", "Ministère de l'Eau"): 1,
        ("Agence", "Ministère de l'Eau"): 1,
        ("La Gazette", "Coalition & alliés"): 1,
        ("La Gazette", "Agence"): 2,
    }
    assert graph.nodes["Agence"]["kind"] == "relay"
    assert graph.nodes["La Gazette"]["kind"] == "outlet"
    assert network.explain(graph, "La Gazette", "Agence")["statement_id"].tolist() == ["b:2", "b:3"]


# --- robustness -------------------------------------------------------------------------------------------------


def test_an_edge_that_survives_every_setting_is_marked(told):
    made = network.sensitivity(told, duplicates=("include", "document"), thresholds=(0.0, 0.6))
    assert list(made.columns) == [
        "source",
        "target",
        "weight",
        "n_settings",
        "n_survived",
        "share",
        "always",
    ]
    assert made["n_settings"].unique().tolist() == [12]
    robust = made.loc[made["always"], ["source", "target"]].to_records(index=False).tolist()
    # the ministry keeps its edge above .6 of the largest only while it counts twice
    assert ("Coalition & alliés", "refus") not in robust
    assert made.attrs["settings"][0] == ["include", None, 0.0]


def test_the_article_bootstrap_is_seeded_and_says_when_articles_are_few(told):
    first = network.bootstrap(told, draws=50)
    pd.testing.assert_frame_equal(first, network.bootstrap(told, draws=50))
    assert first.attrs["note"].startswith("2 articles: the intervals show how much each edge hangs on single")
    edge = first.set_index(["source", "target"]).loc[("Ministère de l'Eau", "refus")]
    assert (edge["low"], edge["weight"], edge["high"], edge["n_articles"]) == (0, 2, 4, 1)
    with pytest.raises(ValueError, match="duplicates='document' would undo an article drawn twice"):
        network.bootstrap(told, duplicates="document")
