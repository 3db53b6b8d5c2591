"""What a notebook shows: escaped, whole, and with a plain-text form."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

import analysis as an
from analysis import lines, plot, show

HOSTILE = "<script>alert('x')</script> & \"$a$\""


@pytest.fixture
def shown(monkeypatch):
    outputs = []
    monkeypatch.setattr(show, "display", lambda data, **options: outputs.append((data, options)))
    return outputs


def test_table_escapes_text_marks_missing_and_cuts_nothing(shown):
    long = "mot " * 100
    show.table(
        pd.DataFrame({"a<b": [HOSTILE, None], "n": [1, 2], "ok": [True, False], "t": [long, "x"]}),
        caption="A & B",
    )
    html, plain = shown[0][0]["text/html"], shown[0][0]["text/plain"]
    assert "<script" not in html
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;&#36;a&#36;&quot;" in html
    assert "<caption>A &amp; B</caption>" in html
    assert "a&lt;b</th>" in html
    assert long.strip() in html
    assert long.strip() in plain
    assert '<td style="text-align:left">–</td>' in html
    assert '<td style="text-align:right;white-space:pre-line">1</td>' in html
    assert ">yes</td>" in html


def test_lines_show_every_line_with_its_zone_and_escape_it(shown):
    corpus = an.analyse(
        f"Un titre sans point\n{HOSTILE}\nLe maire a dit que le pont <b>fermé</b> rouvrira avant la fin du mois de mai."
    )
    show.lines(corpus, "text")
    html, plain = shown[0][0]["text/html"], shown[0][0]["text/plain"]
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("<p ") == 3
    assert "kept (full sentences of running text)" in html
    assert plain.splitlines()[0].split() == ["0-19", "title", "set", "apart", "Un", "titre", "sans", "point"]


def test_lines_of_an_unknown_article_name_those_there_are(shown):
    with pytest.raises(ValueError, match="doc_id must be one of text, not 'x'"):
        show.lines(an.analyse("Un texte."), "x")


def test_a_statement_that_a_person_added_over_two_lines_is_shown_whole(shown, project, raw):
    text = "Le pont\n\nLe maire a dit que le pont était fermé.\nLe pont est sûr.\nIl est solide, dit un ancien.\nFin du texte ici.\n"
    (raw / "a.txt").write_text(text, encoding="utf-8")
    folder = project / "data/annotations"
    folder.mkdir()
    (folder / "corrections.csv").write_text(
        "statement_id,doc_id,quote,what,source_text,cue,coder\n"
        ",a,Le pont est sûr. Il est solide,missed,un ancien,dit,A\n",
        encoding="utf-8",
    )
    corpus = an.open_corpus(project)
    added = corpus.statements[corpus.statements["rule"] == "hand"]
    show.statements(corpus, added)
    plain = shown[0][0]["text/plain"]
    assert plain.endswith("\n  ⸢Le pont est sûr.\nIl est solide⸣, *dit* _un ancien_.")


def test_passages_name_the_language_of_their_article(shown, project, raw):
    (raw / "a.txt").write_text(
        "Le maire a dit que le pont était fermé jusqu'à la fin du mois.\n", encoding="utf-8"
    )
    (raw / "b.txt").write_text(
        "The mayor said that the bridge would stay closed until June.\n", encoding="utf-8"
    )
    corpus = an.open_corpus(project)
    show.statements(corpus, corpus.statements)
    show.lines(corpus, "b")
    both, lines_ = (data["text/html"] for data, _ in shown)
    assert both.count('<div lang="fr">') == both.count('<div lang="en">') == 1
    assert both.index('lang="fr"') < both.index(">a:") < both.index('lang="en"') < both.index(">b:")
    assert lines_.startswith('<div lang="en">')


def test_figure_carries_its_text_alternative_and_the_same_bytes(shown):
    for _ in range(2):
        figure = Figure(figsize=(2, 1))
        figure.subplots().plot([1, 2])
        show.figure(figure, alt="A line from 1 to 2.")
    data, options = shown[0]
    assert options["metadata"] == {"image/png": {"alt": "A line from 1 to 2."}}
    assert data["text/plain"] == "A line from 1 to 2."
    assert data["image/png"] == shown[1][0]["image/png"]


def test_zones_draws_the_table_it_is_given():
    shares = pd.DataFrame(
        {group: [10 * i + 1, 20 * i + 2] for i, group in enumerate(lines.GROUPS)},
        index=["a · X", "b · not named"],
    )
    axes = plot.zones(shares).axes[0]
    assert [container.get_label() for container in axes.containers] == list(lines.GROUPS)
    for container, group in zip(axes.containers, lines.GROUPS, strict=True):
        assert [bar.get_width() for bar in container] == shares[group].tolist()
    assert [bar.get_x() for bar in axes.containers[1]] == [1, 2]
    assert len({(tuple(c[0].get_facecolor()), c[0].get_hatch()) for c in axes.containers}) == len(
        lines.GROUPS
    )
    assert [label.get_text() for label in axes.get_yticklabels()] == list(shares.index)
    assert [text.get_text() for text in axes.texts] == ["1", "2"]
    assert axes.get_title(loc="left") == "Running text and everything else in 2 files"


def test_a_large_table_says_how_much_of_it_is_shown(shown):
    rows = pd.DataFrame({"n": range(250)})
    show.table(rows)
    show.table(rows, caption="numbers", most=20)
    show.table(pd.DataFrame([range(40)]))
    show.table(rows.head(200), caption="all")
    plain = [data["text/plain"].splitlines() for data, _ in shown]
    assert [lines[0] for lines in plain] == [
        "first 200 of 250 rows",
        "numbers; first 20 of 250 rows",
        "first 30 of 40 columns",
        "all",
    ]
    assert [len(lines) for lines in plain] == [202, 22, 3, 202]
    assert "<caption>first 200 of 250 rows</caption>" in shown[0][0]["text/html"]
    assert len(plain[2][1].split(" | ")) == 30


SIDES = {
    "a": "Brève. Le pont restera fermé jusqu'en mars, dit la maire.",
    "b": "Le pont reste fermé sans doute jusqu\u2019en mars, dit la maire !",
}


def passage(**changed):
    both = {"doc_a": "a", "start_a": 7, "end_a": 56, "doc_b": "b", "start_b": 0, "end_b": 58}
    return pd.Series(both | changed)


def test_both_sides_of_a_passage_are_shown_with_the_words_that_differ_marked(shown):
    show.side_by_side(passage(), SIDES)
    html, plain = shown[0][0]["text/html"], shown[0][0]["text/plain"]
    assert plain.splitlines() == [
        "a, characters 7-56",
        "  Le pont ⸢restera⸣ fermé ⸢⸣ jusqu'en mars, dit la maire",
        "b, characters 0-58",
        "  Le pont ⸢reste⸣ fermé ⸢sans doute⸣ jusqu\u2019en mars, dit la maire",
    ]
    # without the marks, each side is the words of its text
    for line, doc_id, start in zip(plain.splitlines()[1::2], "ab", (7, 0), strict=True):
        words = line.replace(" ⸢⸣", "").replace("⸢", "").replace("⸣", "").strip()
        assert SIDES[doc_id][start:].startswith(words)
    assert html.count("<mark ") == 4
    assert "⸢restera⸣</mark>" in html
    assert "flex-wrap:wrap" in html


def test_sides_are_escaped(shown):
    texts = {"a": f"{HOSTILE} dit-on.", "b": f"{HOSTILE} on dit"}
    show.side_by_side(passage(start_a=0, end_a=len(texts["a"]), end_b=len(texts["b"])), texts)
    html = shown[0][0]["text/html"]
    assert "<script" not in html
    assert "$a$" not in html


def test_of_a_long_passage_the_beginning_is_shown_and_the_rest_counted(shown):
    long = " ".join(f"mot{number}" for number in range(100))
    texts = {"a": long, "b": f"tiens {long}"}
    show.side_by_side(passage(start_a=0, end_a=len(long), end_b=len(texts["b"])), texts, most=20)
    assert shown[0][0]["text/plain"].splitlines() == [
        f"a, characters 0-{len(long)}",
        f"  ⸢⸣mot0 mot1 mot2 … {len(long) - 14} more characters",
        f"b, characters 0-{len(long) + 6}",
        f"  ⸢tiens⸣ mot0 mot1 mot2 … {len(long) + 6 - 20} more characters",
    ]
