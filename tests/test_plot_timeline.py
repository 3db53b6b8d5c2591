"""Figures of time: days are cells, ranges are hatched, and what has no date is still there."""

import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from analysis import plot

DAY = pd.Timestamp
COLUMNS = ["doc_id", "lane", "kind", "edtf", "earliest", "latest", "basis", "evidence"]
MARKS = pd.DataFrame(
    [
        ("a", "L'Écho", "publication", "2017-11-14", DAY("2017-11-14"), DAY("2017-11-14"), "stated", "x"),
        ("b", "L'Écho", "publication", "[..]", DAY("2017-11-10"), DAY("2017-11-16"), "inferred", "x"),
        ("c", "La Voix", "publication", None, pd.NaT, pd.NaT, "unknown", None),
        ("a", "L'Écho", "event", "2017-11-09", DAY("2017-11-09"), DAY("2017-11-09"), "day", "le 9"),
        (
            "a",
            "L'Écho",
            "statement",
            "2017-11~",
            DAY("2017-11-01"),
            DAY("2017-11-30"),
            "month",
            "en novembre",
        ),
        ("b", "L'Écho", "event", "../..", pd.NaT, pd.NaT, "vague", "récemment"),
    ],
    columns=COLUMNS,
)


def boxes(axes):
    """Return the boxes of a panel as (days, place of the middle, hatched), without shaded rows."""
    return sorted(
        (round(box.get_width(), 2), round(box.get_y() + box.get_height() / 2, 2), bool(box.get_hatch()))
        for box in axes.patches
        if type(box) is Rectangle and box.get_height() < 0.5
    )


def test_a_stated_day_is_a_filled_cell_and_a_range_is_hatched():
    figure = plot.publications(MARKS)
    axes = figure.axes[0]
    # publication a and event a are days, publication b seven days, the statement thirty
    assert boxes(axes) == [(1.0, 0.0, False), (1.0, 0.3, False), (7.0, 1.0, True), (30.0, -0.3, True)]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a L'Écho", "b L'Écho", "c La Voix"]
    assert figure.get_suptitle() == "1 of 3 articles state when they were published"


def test_what_the_text_calls_about_has_a_dotted_outline():
    axes = plot.publications(MARKS).axes[0]
    dotted = [
        box.get_width() for box in axes.patches if type(box) is Rectangle and box.get_linestyle() == ":"
    ]
    assert dotted == [30.0]


def test_what_has_no_date_stands_in_its_own_column():
    gutter = plot.publications(MARKS).axes[-1]
    assert gutter.get_xlabel() == "no date"
    assert sorted(line.get_ydata()[0] for line in gutter.lines) == [1.3, 2]


def test_a_vague_word_hides_no_date():
    vague = MARKS.assign(latest=MARKS["latest"].where(MARKS["basis"] != "vague", DAY("2017-11-16")))
    assert boxes(plot.publications(vague).axes[0]) == boxes(plot.publications(MARKS).axes[0])
    assert len(plot.publications(vague).axes[-1].lines) == 2


def test_days_are_labelled_with_their_weekday():
    axes = plot.publications(MARKS.head(2)).axes[0]
    assert "Tue\n14" in [label.get_text() for label in axes.get_xticklabels()]


def test_a_long_span_is_drawn_twice_and_ranges_that_go_on_have_an_arrow():
    far = MARKS.iloc[[1]].assign(doc_id="d", latest=pd.NaT, earliest=DAY("2015-01-01"))
    figure = plot.publications(pd.concat([MARKS, far], ignore_index=True))
    whole, close = figure.axes[:2]
    assert len(figure.axes) == 3
    assert whole.get_xlabel() == "all articles"
    assert close.get_xlabel() == "November 2017 – December 2017"
    # the statement of the month began before this view, the publication of 2015 goes on after it as well
    arrows = [line.get_marker() for line in close.lines if line.get_marker() in {"<", ">"}]
    assert sorted(arrows) == ["<", "<", ">"]


def test_first_appearances_have_one_shape_per_role():
    firsts = pd.DataFrame(
        {
            "claim": ["refus", "refus", "refus"],
            "role": ["say", "relay", "denial"],
            "earliest": [DAY("2017-11-14"), DAY("2017-11-14"), DAY("2017-11-15")],
            "latest": [DAY("2017-11-14"), DAY("2017-11-20"), pd.NaT],
        }
    )
    axes = plot.claims(firsts, labels={"refus": "It was refused"}).axes[0]
    assert [line.get_marker() for line in axes.lines if line.get_marker() in set("osD")] == ["o", "s", "D"]
    assert [hatched for *_, hatched in sorted(boxes(axes), key=lambda box: box[1])] == [False, True, True]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["It was refused"]


def test_a_claim_with_one_bound_only_is_drawn_with_an_arrow():
    firsts = pd.DataFrame({
        "claim": ["refus"], "role": ["say"], "earliest": [pd.NaT], "latest": [DAY("2017-11-14")],
    })  # fmt: skip
    axes = plot.claims(firsts).axes[0]
    assert len(boxes(axes)) == 1
    assert [line.get_marker() for line in axes.lines if line.get_marker() in set("<>osD")] == ["<"]


def test_lags_are_bars_from_the_least_to_the_most_days():
    table = pd.DataFrame(
        {
            "doc_id": ["a", "b"],
            "kind": ["event", "statement"],
            "evidence": ["le 9", "mardi"],
            "least": [5, 0],
            "most": [5, 6],
        }
    )
    axes = plot.lags(table).axes[0]
    bars = [(box.get_x(), box.get_width(), bool(box.get_hatch())) for box in axes.patches]
    assert bars == [(4.6, 0.8, False), (0, 6, True)]


@pytest.mark.parametrize("draw", [plot.publications, plot.lags])
def test_nothing_to_draw_is_an_empty_figure(draw):
    empty = (
        MARKS.head(0)
        if draw is plot.publications
        else pd.DataFrame(columns=["doc_id", "kind", "evidence", "least", "most"])
    )
    figure = draw(empty)
    figure.canvas.draw()
    assert not [box for axes in figure.axes for box in axes.patches if type(box) is Rectangle]
