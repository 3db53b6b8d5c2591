"""Figures: what stands in them is what stands in their table."""

import networkx as nx
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from analysis import network, plot
from analysis.plot.layout import layered, order

EDGES = pd.DataFrame(
    {
        "source": ["Ministère", "Coalition", "Agence", "Agence"],
        "target": ["refus", "refus", "refus", "images"],
        "weight": [3, 2, 1, 2],
        "asserts": [3, 0, 1, 1],
        "denies": [0, 2, 0, 1],
        "relayed": [0, 0, 1, 0],
    }
)


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def graph():
    made = nx.Graph()
    for row in EDGES.itertuples():
        made.add_node(row.source, kind="source", label=row.source)
        made.add_node(row.target, kind="claim", label=row.target, claim=row.target)
        made.add_edge(row.source, row.target, weight=row.weight, asserts=row.asserts, denies=row.denies)
    return made


def test_the_matrix_writes_every_count_and_marks_denial_by_shape():
    figure = plot.claim_matrix(EDGES, labels={"refus": "The coalition refused"})
    axes = figure.axes[0]
    assert sorted(texts(figure)) == ["1", "1", "1", "2", "3"]
    marks = [line.get_marker() for line in axes.lines]
    assert (marks.count("o"), marks.count("D")) == (3, 2)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["The coalition refused", "images"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Agence", "Ministère", "Coalition"]
    assert axes.get_title(loc="left") == "The texts attribute claims 8 times: 5 asserted, 3 denied"


def test_what_only_another_source_reports_is_hollow():
    axes = plot.claim_matrix(EDGES).axes[0]
    hollow = [line for line in axes.lines if to_rgb(line.get_markerfacecolor()) == (1, 1, 1)]
    assert [line.get_xydata().tolist() for line in hollow] == [[[0, 0]]]


def test_the_drawing_has_a_solid_line_for_assertions_and_a_dashed_one_for_denials():
    figure = plot.source_claim(graph())
    lines = [line for line in figure.axes[0].lines if line.get_marker() in {"None", ""}]
    assert sorted(line.get_linestyle() for line in lines) == ["-", "-", "-", "--", "--"]
    assert {"Ministère (3)", "(6) refus", "(2) images"} <= set(texts(figure))
    fewer = plot.source_claim(graph(), min_statements=2)
    assert "Ministère (3)" in texts(fewer)
    assert "(5) refus" in texts(fewer)


def test_the_projection_draws_agreement_solid_and_contradiction_dashed():
    matrix = pd.DataFrame(
        [[0, 2, -1, 0], [2, 0, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 0]],
        index=list("ABCD"), columns=list("ABCD"), dtype=float,
    )  # fmt: skip
    figure = plot.projection(matrix)
    lines = [line.get_linestyle() for line in figure.axes[0].lines if line.get_marker() == "None"]
    assert sorted(lines) == ["-", "--"]
    assert sorted(texts(figure)) == ["A", "B", "C"]
    assert (
        figure.axes[0].get_title(loc="left")
        == "1 pairs of sources are given the same claims, 1 opposite ones"
    )


def relays():
    statements = pd.DataFrame(
        {
            "statement_id": ["a:1", "a:2", "a:3"],
            "doc_id": ["a", "a", "a"],
            "start": [1, 2, 3],
            "source": ["Ministère", "Ministère", "Agence"],
            "chain": [
                "Le Quotidien > Agence > Ministère",
                "Le Quotidien > Ministère",
                "Le Quotidien > Agence",
            ],
        }
    )
    return network.relay(statements, pd.DataFrame({"doc_id": ["a"], "outlet": ["Le Quotidien"]}))


def test_the_relay_figure_has_a_box_per_name_and_a_number_per_arrow():
    figure = plot.relay(relays())
    assert sorted(texts(figure)) == ["1", "1", "1", "Agence", "Le Quotidien", "Ministère"]
    assert figure.axes[0].get_title(loc="left") == "3 statements; 1 sources report what others said"


def test_who_is_reported_stands_right_of_who_reports():
    columns, ways = layered(relays())
    assert [[name for name in column if "\0" not in name] for column in columns] == [
        ["Le Quotidien"],
        ["Agence"],
        ["Ministère"],
    ]
    # the direct way has a place of its own in the column that it passes
    assert len(ways["Le Quotidien", "Ministère"]) == 3
    assert ways["Le Quotidien", "Ministère"][1] in columns[1]


def test_sources_that_report_each_other_in_a_circle_are_drawn_too():
    circle = nx.DiGraph()
    for name in "ABC":
        circle.add_node(name, kind="relay")
    circle.add_weighted_edges_from([("A", "B", 2), ("B", "C", 2), ("C", "A", 1)])
    assert {"A", "B", "C"} <= set(texts(plot.relay(circle)))


def test_both_sides_are_ordered_so_that_few_lines_cross():
    lines = [("a", "z", {"weight": 3}), ("b", "y", {"weight": 2}), ("c", "x", {"weight": 1})]
    left, right = order(lines)
    assert [dict(zip("abc", "zyx", strict=True))[name] for name in left] == right


@pytest.mark.parametrize("draw", [plot.source_claim, plot.relay])
def test_an_empty_network_is_an_empty_figure(draw):
    empty = nx.DiGraph() if draw is plot.relay else nx.Graph()
    assert texts(draw(empty)) == []


def test_an_empty_matrix_is_an_empty_figure():
    assert texts(plot.projection(pd.DataFrame())) == []
    assert texts(plot.claim_matrix(EDGES.head(0))) == []


def test_a_dollar_sign_in_a_name_is_no_formula():
    figure = plot.claim_matrix(EDGES.replace("Agence", "Agence $x$"))
    assert r"Agence \$x\$" in [label.get_text() for label in figure.axes[0].get_xticklabels()]
