"""Figures of shared passages: what is drawn is what the table says, and no passage is an answer, too."""

import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon, Rectangle

from analysis import plot

OUTLETS = ["La Balise", "Le Phare", "Radio $ea"]
PAIRS = pd.DataFrame(
    [("La Balise", "Le Phare", 2, 3, 1200, 2, 0, 1), ("Le Phare", "Le Phare", 1, 1, 300, 0, 0, 1)],
    columns=["outlet_a", "outlet_b", "n_pairs", "n_passages", "n_matched", "a_first", "b_first", "undated"],
)
PASSAGES = pd.DataFrame(
    [("a", 10, 30, "b", 60, 80), ("a", 50, 90, "b", 0, 40), ("a", 0, 9, "c", 0, 9)],
    columns=["doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b"],
)
SIZES = {"a": 100, "b": 120, "c": 9}


def words(axes):
    """Return what is written at which cell."""
    return {
        (round(text.get_position()[0]), round(text.get_position()[1]), text.get_text()) for text in axes.texts
    }


def test_the_matrix_has_its_lower_half_with_characters_and_known_order():
    axes = plot.shared(PAIRS, OUTLETS).axes[0]
    assert words(axes) == {
        (0, 0, "0"), (0, 1, "1\u202f200"), (0, 1, "order: 2 of 3"), (1, 1, "300"), (1, 1, "order: 0 of 1"),
        (0, 2, "0"), (1, 2, "0"), (2, 2, "0"),
    }  # fmt: skip
    assert [label.get_text() for label in axes.get_yticklabels()] == ["La Balise", "Le Phare", r"Radio \$ea"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["La Balise", "Le Phare", r"Radio \$ea"]
    title = axes.get_title(loc="left").replace("\n", " ")
    assert title == "Articles of 3 outlets share 4 passages, in 2 pairs of outlets"


def test_darker_cells_share_more_and_words_keep_their_contrast():
    axes = plot.shared(PAIRS, OUTLETS).axes[0]
    tone = {
        (round(box.get_x() + 0.5), round(box.get_y() + 0.5)): box.get_facecolor()[0]
        for box in axes.patches
        if type(box) is Rectangle
    }
    assert len(tone) == 6
    assert tone[0, 1] < tone[1, 1] < tone[0, 0] == 1
    for text in axes.texts:
        x, y = (round(value) for value in text.get_position())
        assert abs(tone[x, y] - to_rgb(text.get_color())[0]) > 0.45


def test_an_outlet_that_is_not_drawn_is_not_counted():
    axes = plot.shared(PAIRS, ["Le Phare"]).axes[0]
    assert words(axes) == {(0, 0, "300"), (0, 0, "order: 0 of 1")}
    assert (
        axes.get_title(loc="left").replace("\n", " ")
        == "Articles of 1 outlet share 1 passage, in 1 pair of outlets"
    )


@pytest.mark.parametrize(
    ("outlets", "title"),
    [(OUTLETS, "Articles of 3 outlets share no passage"), ([], "Articles of 0 outlets share no passage")],
)
def test_a_corpus_without_passages_has_a_matrix_of_zeros(outlets, title):
    axes = plot.shared(PAIRS.iloc[:0], outlets).axes[0]
    assert {text.get_text() for text in axes.texts} <= {"0"}
    assert len(axes.texts) == len(outlets) * (len(outlets) + 1) // 2
    assert axes.get_title(loc="left").replace("\n", " ") == title


def test_passages_of_a_pair_stand_at_their_places_and_are_linked():
    axes = plot.aligned(PASSAGES, SIZES, ("a", "b")).axes[0]
    boxes = [
        (box.get_x(), box.get_x() + box.get_width(), round(box.get_y() + 0.14))
        for box in axes.patches
        if type(box) is Rectangle
    ]
    assert boxes == [(0, 100, 1), (0, 120, 0), (10, 30, 1), (60, 80, 0), (50, 90, 1), (0, 40, 0)]
    links = [link.get_xy()[:4, 0].tolist() for link in axes.patches if type(link) is Polygon]
    assert links == [[10, 30, 80, 60], [50, 90, 40, 0]]
    assert [text.get_text() for text in axes.texts] == ["1", "1", "2", "2"]
    # neighbours differ by more than their colour
    assert axes.patches[3].get_hatch() != axes.patches[6].get_hatch()
    assert axes.get_title(loc="left") == "a and b share 2 passages"
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b"]


def test_the_article_asked_for_first_is_drawn_above():
    axes = plot.aligned(PASSAGES, SIZES, ("b", "a")).axes[0]
    links = [link.get_xy()[:4, 0].tolist() for link in axes.patches if type(link) is Polygon]
    assert links == [[0, 40, 90, 50], [60, 80, 30, 10]]


def test_two_articles_without_a_passage_are_two_empty_bars():
    axes = plot.aligned(PASSAGES, SIZES, ("b", "c")).axes[0]
    assert len(axes.patches) == 2
    assert axes.get_title(loc="left") == "b and c share no passage"


LINES = pd.DataFrame(
    [("Mairie", "pont fermé", 3, 1), ("Pr$fet", "pont sûr", 2, 2)],
    columns=["source", "claim", "every", "once"],
)


def test_reprints_counted_once_stand_left_of_every_article():
    axes = plot.reprints(LINES).axes[0]
    marks = [
        (line.get_marker(), line.get_xdata()[0], line.get_ydata()[0])
        for line in axes.lines
        if len(line.get_xdata()) == 1
    ]
    assert marks == [("o", 3, 0), ("D", 1, 0), ("o", 2, 1), ("D", 2, 1)]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "Mairie – pont fermé",
        r"Pr\$fet – pont sûr",
    ]
    assert axes.get_title(loc="left") == "1 of 2 lines weigh less when a reprint counts once"
    assert axes.get_xlabel() == "statements"


def test_without_codes_the_figure_says_so():
    axes = plot.reprints(LINES.iloc[:0]).axes[0]
    assert axes.get_title(loc="left") == "No statement is coded with a claim"
    assert len(axes.lines) == 0
