"""Figures of words: what stands in them is what stands in their table."""

import math

import pandas as pd
import pytest
from matplotlib.colors import to_hex, to_rgb

from analysis import plot, terms
from analysis.plot.style import BLUE, ORANGE

TEXTS = {
    "a": "Le port rouvre. Le port est calme, dit la mairie, et le quai aussi.",
    "b": "Grève au port\u00a0: « la grève continue », selon l’équipe du quai nord.",
    "c": "La grève, la grève encore\u202f: la mairie n’a rien à dire de la grève.",
}
GROUPS = pd.Series({"a": "L’Écho", "b": "Le Soir", "c": "Le Soir"})
WORDS = ["port", "quai", "grève", "mairie"]


def counted():
    return terms.count(TEXTS)


def compared():
    table = terms.compare(counted(), GROUPS, target="L’Écho")
    return table[table["term"].isin(WORDS)]


def written(axes):
    return [text.get_text() for text in axes.texts]


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def title(figure):
    return figure.get_suptitle()


def legend(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


# --- log_ratios


def test_a_row_of_the_forest_names_counts_and_articles():
    axes = plot.log_ratios(compared(), target="L’Écho").axes[0]
    assert ticks(axes.yaxis) == [
        "port (2/1; 1+1 art.)",
        "mairie (1/1; 1+1 art.)",
        "quai (1/1; 1+1 art.)",
        "grève (0/5; 0+2 art.)",
    ]


def test_both_intervals_and_the_mark_stand_at_their_values():
    table = compared().sort_values(["log_ratio", "term"], ascending=[False, True])
    axes = plot.log_ratios(table, target="L’Écho").axes[0]
    reach = axes.get_xlim()[1]
    bands = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    expected = [(max(row.ci_low, -reach), min(row.ci_high, reach)) for row in table.itertuples()]
    assert bands == [pytest.approx(pair) for pair in expected]
    lines = [line.get_xdata() for line in axes.lines if line.get_color() == "black"]
    assert [list(line) for line in lines] == table[["boot_low", "boot_high"]].to_numpy().tolist()
    marks = [tuple(dots.get_offsets()[0]) for dots in axes.collections]
    assert marks == [(row.log_ratio, y) for y, row in enumerate(table.itertuples())]


def test_a_band_without_end_is_cut_at_the_edge_and_marked():
    table = compared()
    table = table[table["term"] == "grève"]
    assert table["ci_low"].item() == -math.inf
    axes = plot.log_ratios(table, target="L’Écho").axes[0]
    assert axes.patches[0].get_x() == axes.get_xlim()[0]
    assert [line.get_marker() for line in axes.lines if line.get_marker() in {"$<$", "$>$"}] == ["$<$"]


def test_the_sides_differ_in_colour_and_shape_and_the_area_grows_with_the_count():
    figure = plot.log_ratios(compared(), target="L’Écho")
    port, mairie, _, greve = figure.axes[0].collections
    assert to_hex(port.get_edgecolor()[0]) == to_hex(BLUE)
    assert to_hex(greve.get_edgecolor()[0]) == to_hex(ORANGE)
    assert len(port.get_paths()[0].vertices) != len(greve.get_paths()[0].vertices)
    areas = [dots.get_sizes()[0] for dots in (mairie, port, greve)]
    assert areas == sorted(areas)
    assert len(set(areas)) == 3
    assert "hollow: one article has them all" not in legend(figure)


def test_what_one_article_has_is_hollow():
    table = terms.compare(counted(), GROUPS, target="L’Écho")
    figure = plot.log_ratios(table[table["term"].isin(["calme", "port"])], target="L’Écho")
    faces = [to_rgb(dots.get_facecolor()[0]) == (1, 1, 1) for dots in figure.axes[0].collections]
    assert dict(zip(ticks(figure.axes[0].yaxis), faces, strict=True)) == {
        "calme (1/0; 1+0 art.)": True,
        "port (2/1; 1+1 art.)": False,
    }
    assert "hollow: one article has them all" in legend(figure)


def test_below_five_articles_the_figure_says_what_it_cannot_show():
    description = terms.describe(counted(), GROUPS)
    figure = plot.log_ratios(compared(), target="L’Écho", description=description)
    assert title(figure) == (
        "3 of these 4 words are more frequent in L’Écho, 1 less\n"
        "descriptive only: 1 + 2 articles, smallest attainable p = 0.333"
    )


def test_with_five_articles_on_each_side_nothing_is_said():
    texts = {f"{group}{i}": TEXTS[group] for group in "ab" for i in range(5)}
    groups = {doc_id: doc_id[0] for doc_id in texts}
    made = terms.count(texts)
    description = terms.describe(made, groups)
    figure = plot.log_ratios(
        terms.compare(made, groups, target="a").head(3), target="a", description=description
    )
    assert "descriptive" not in title(figure)


def test_guides_say_what_the_axis_means():
    axes = plot.log_ratios(compared(), target="L’Écho").axes[0]
    assert written(axes) == ["4 times less", "same rate", "4 times more"]
    guides = [line.get_xdata()[0] for line in axes.lines[:3]]
    assert guides == [-2, 0, 2]


def test_a_target_that_was_not_compared_is_an_error():
    with pytest.raises(ValueError, match="target must be one of Le Soir, L’Écho, not 'Le Matin'"):
        plot.log_ratios(compared(), target="Le Matin", description=terms.describe(counted(), GROUPS))


# --- term_articles


def articles():
    made = counted()
    return terms.table(made, WORDS), pd.Series(made.totals, index=made.documents)


def test_the_heat_map_writes_the_counts_and_colours_the_rates():
    table, totals = articles()
    axes = plot.term_articles(table, totals=totals, groups=GROUPS).axes[0]
    assert ticks(axes.yaxis) == WORDS
    assert ticks(axes.xaxis) == ["b · Le Soir", "c · Le Soir", "a · L’Écho"]
    columns = ["b", "c", "a"]
    assert written(axes) == [str(count) for doc_id in columns for count in table[doc_id]]
    shown = [mesh.get_array().ravel().tolist() for mesh in axes.collections]
    assert shown == [(1000 * table[doc_id] / totals[doc_id]).tolist() for doc_id in columns]


def test_a_gap_separates_two_groups_and_not_two_articles_of_one():
    table, totals = articles()
    axes = plot.term_articles(table, totals=totals, groups=GROUPS).axes[0]
    assert axes.get_xticks().tolist() == [0, 1, 2.25]


def test_the_title_counts_the_words_that_one_article_has():
    made = counted()
    table = terms.table(made, ["port", "calme"])
    totals = pd.Series(made.totals, index=made.documents)
    figure = plot.term_articles(table, totals=totals, groups=GROUPS)
    assert title(figure) == "1 of 2 words stand in one of these articles only"


def test_an_article_without_tokens_or_without_outlet_is_drawn_too():
    made = terms.count({**TEXTS, "d": ""})
    totals = pd.Series(made.totals, index=made.documents)
    groups = pd.concat([GROUPS, pd.Series({"d": None})])
    axes = plot.term_articles(terms.table(made, WORDS), totals=totals, groups=groups).axes[0]
    assert ticks(axes.xaxis)[-1] == "d · outlet not named"
    assert written(axes)[-4:] == ["0"] * 4


def test_an_article_without_a_total_is_an_error():
    table, totals = articles()
    with pytest.raises(ValueError, match="totals has no entry for c. Give one for each column of the table."):
        plot.term_articles(table, totals=totals.drop("c"), groups=GROUPS)


# --- naming


def names(rows):
    columns = ["entity", "outlet", "name", "count"]
    return pd.DataFrame([("Ligue", *row) for row in rows], columns=columns)


LIGUE = [("Écho", "LPL", 6), ("Écho", "Ligue", 1), ("Soir", "Ligue", 2), (None, "LPL", 1)]


def test_the_bars_of_names_hold_the_counts_by_outlet():
    figure = plot.naming(names(LIGUE))
    axes = figure.axes[0]
    assert ticks(axes.yaxis) == ["Écho", "Soir", "outlet not named"]
    widths = [[bar.get_width() for bar in bars] for bars in axes.containers]
    assert widths == [[6, 0, 1], [1, 2, 0]]
    assert legend(figure) == ["LPL", "Ligue"]
    assert written(axes) == ["6", "1", "1", "2"]
    assert title(figure) == "2 names for Ligue; 2 of 3 outlets use one of them only"
    assert axes.get_xlabel() == "times named (n = 10)"


def test_no_two_names_have_the_same_colour_and_hatch():
    figure = plot.naming(names([("Écho", f"nom {i}", 20 - i) for i in range(7)]))
    looks = {(bars[0].get_facecolor(), bars[0].get_hatch()) for bars in figure.axes[0].containers}
    assert len(looks) == 7


def test_names_beyond_the_seventh_are_one_segment():
    figure = plot.naming(names([("Écho", f"nom {i}", 20 - i) for i in range(9)]))
    assert legend(figure)[-2:] == ["nom 5", "3 other names"]
    assert figure.axes[0].containers[-1][0].get_width() == 14 + 13 + 12
    assert title(figure).startswith("9 names for Ligue")


def test_an_outlet_whose_names_are_all_rare_ones_does_not_use_one_name_only():
    rows = [("Écho", f"nom {i}", 20 - i) for i in range(7)] + [("Soir", "nom 8", 2), ("Soir", "nom 9", 1)]
    assert title(plot.naming(names(rows))).endswith("0 of 2 outlets use one of them only")


def test_a_long_title_is_broken_where_the_figure_ends():
    long = "Ligue pour la réouverture immédiate et complète du port et de ses quais au nord de la ville"
    figure = plot.naming(names(LIGUE).assign(entity=long))
    first, second = title(figure).split("\n")
    assert len(first) <= 85
    assert f"{first} {second}" == f"2 names for {long}; 2 of 3 outlets use one of them only"


def test_several_entities_are_an_error():
    table = pd.concat([names(LIGUE), names(LIGUE).assign(entity="Val")])
    with pytest.raises(ValueError, match="table has the names of Ligue, Val. Draw one entity"):
        plot.naming(table)


# --- dispersion


def places():
    found = [terms.concordance(TEXTS, term).assign(term=term) for term in ("port", "grève")]
    return pd.concat(found, ignore_index=True)


LENGTHS = pd.Series({doc_id: len(text) for doc_id, text in TEXTS.items()})


def test_a_strip_has_a_mark_where_the_term_stands():
    figure = plot.dispersion(places(), lengths=LENGTHS)
    axes = figure.axes[0]
    assert [bar.get_width() for bar in axes.patches] == LENGTHS.tolist()
    port, greve = axes.lines
    assert list(port.get_xdata()) == [3, 19, 9]
    assert [round(y) for y in port.get_ydata()] == [0, 0, 1]
    assert [round(y) for y in greve.get_ydata()] == [1, 1, 2, 2, 2]
    assert port.get_marker() != greve.get_marker()
    # in the same strip two terms have two heights
    assert port.get_ydata()[2] != greve.get_ydata()[0]
    assert legend(figure) == ["port (3)", "grève (5)"]
    assert title(figure) == "8 occurrences of 2 terms, in 3 of 3 articles"


def test_articles_without_the_term_keep_their_strip_and_their_label():
    found = places()
    figure = plot.dispersion(found[found["term"] == "grève"], lengths=LENGTHS, labels={"a": "a · L’Écho"})
    assert ticks(figure.axes[0].yaxis) == ["a · L’Écho", "b", "c"]
    assert title(figure) == "5 occurrences of 1 terms, in 2 of 3 articles"


def test_too_many_terms_to_tell_apart_are_an_error():
    many = pd.DataFrame({"term": list("abcdefghi"), "doc_id": "a", "start": range(9)})
    with pytest.raises(ValueError, match="at most 8 terms can be told apart, not 9. Choose some of them."):
        plot.dispersion(many, lengths=LENGTHS)


def test_an_article_without_a_length_is_an_error():
    with pytest.raises(ValueError, match="lengths has no entry for b, c. Give one for each"):
        plot.dispersion(places(), lengths=LENGTHS[["a"]])


# --- all


def test_a_dollar_sign_in_a_word_is_no_formula():
    found = places().assign(term="5 $a$")
    assert legend(plot.dispersion(found, lengths=LENGTHS)) == [r"5 \$a\$ (8)"]
    assert legend(plot.naming(names([("Écho", "L $x$", 1)]))) == [r"L \$x\$"]
    forest = plot.log_ratios(compared().head(1).assign(term="$p$"), target="$x$")
    assert ticks(forest.axes[0].yaxis)[0].startswith(r"\$p\$ (")
    assert r"\$x\$" in title(forest)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plot.log_ratios(compared().head(0), target="L’Écho"),
        lambda: plot.term_articles(articles()[0].head(0), totals=articles()[1], groups=GROUPS),
        lambda: plot.term_articles(articles()[0].iloc[:, :0], totals=articles()[1], groups=GROUPS),
        lambda: plot.naming(names([])),
        lambda: plot.dispersion(places().head(0), lengths=LENGTHS),
        lambda: plot.dispersion(places().head(0), lengths=LENGTHS.head(0)),
    ],
)
def test_an_empty_table_is_an_empty_figure(draw, tmp_path):
    figure = draw()
    assert [text for text in written(figure.axes[0]) if text.isdigit()] == []
    figure.savefig(tmp_path / "empty.png")


def test_a_figure_leaves_its_table_as_it_was():
    made = compared()
    table, totals = articles()
    naming = names(LIGUE)
    before = [frame.copy() for frame in (made, table, naming)]
    plot.log_ratios(made, target="L’Écho")
    plot.term_articles(table, totals=totals, groups=GROUPS)
    plot.naming(naming)
    for frame, copy in zip((made, table, naming), before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
