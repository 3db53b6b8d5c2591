"""Which lines of an English page are the article, and corpora of several languages."""

import pandas as pd
import pytest
from conftest import ARTICLE

import analysis as an
from analysis import build, languages, lines

PAGE = """Skip to content
The Harbour Post
News
Opinion
Sign in
Dockers reject new rota as port chief warns of closures | The Harbour Post
By Helen Marsh, industry correspondent
Published: 3 March 2021 at 10:15 GMT
Share on Facebook
Workers at the terminal on Tuesday. Photograph: Tom Reyes/AP
PORT SALLOW (AP) — Dockers in Port Sallow voted on Tuesday to reject a new rota, and their union said the company had ignored months of warnings about fatigue.
“We told them in January that it would end badly,” said Helen Ortiz, the union's branch secretary. “Nobody picked up the phone.”
Read more: Why the port matters
The port's chief executive, Alan Beck, warned that two berths could close if the dispute was not settled by the end of the month.
A question of safety
According to the regulator, the number of injuries at the port has doubled since the last rota was introduced, although the company disputes the figures.
Advertisement
“It is only a matter of time before somebody is killed,” Ms Ortiz said, adding that her members were “at the end of their tether”.
Sign up to our newsletter and get the latest headlines delivered to your inbox every morning.
We use cookies to personalise content and ads. By continuing to browse the site you accept our cookie policy.
Accept all cookies
Related stories
Ferry fares to rise by 8% from April
Most read
Man rescued from sea wall
3 comments
Have your say
© 2021 The Harbour Post. All rights reserved.
"""
ENGLISH = "\n".join(line for line in PAGE.splitlines()[9:18:2])


def zones(text: str, **options) -> list[str]:
    return [row.zone for row in lines.label_rows(text, **options)]


def test_every_line_of_an_english_page_has_its_zone():
    assert zones(PAGE) == [
        *["navigation"] * 5, "title", "byline", "dateline", "navigation", "caption", "lead", "body", "related", "body",
        "heading", "body", "navigation", "body", "navigation", "consent", "consent", "related", "related", "related",
        "related", "navigation", "navigation", "navigation",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("By Helen Marsh", "byline"),
        ("By HELEN MARSH and TOM REYES", "byline"),
        ("Last updated: 4 March 2021, 11:02", "dateline"),
        ("March 3, 2021 10:15 a.m. EST", "dateline"),
        ("3 hours ago", "dateline"),
        ("Image source: Getty Images", "caption"),
        ("Read also: Ten things to know about ports", "related"),
        ("Subscribe now", "navigation"),
        ("Follow us on Twitter", "navigation"),
        ("You may also like", "related"),
        ("Leave a comment", "navigation"),
        ("Reject all", "consent"),
        ("Originally published by The Harbour Post", "credit"),
        ("All rights reserved. This material may not be published, broadcast or rewritten.", "navigation"),
    ],
)
def test_a_line_between_paragraphs_is_told_by_its_words(line, zone):
    body = PAGE.splitlines()[10]
    assert zones(f"Dockers reject the new rota\n{body}\n{line}\n{body}")[2] == zone


def test_a_page_says_who_published_it():
    rows = lines.label_rows(PAGE)
    found = lines.identify(PAGE, rows, language="en")
    assert found.title.startswith("Dockers reject new rota")
    assert found.outlet == "The Harbour Post"


def test_the_place_at_the_head_of_a_report_is_nobody():
    table = an.analyse(PAGE).statements
    assert not table["source"].fillna("").str.contains("SALLOW").any()
    assert "union" in table["source"].tolist()


def test_lines_name_their_language_and_a_foreign_one_is_left_out():
    text = f"{PAGE.splitlines()[10]}\nLe préfet a annoncé que le pont serait fermé jusqu'à la fin du mois de mars.\n{PAGE.splitlines()[13]}"
    rows = lines.label_rows(text)
    assert [(row.language, row.keep) for row in rows] == [("en", True), ("fr", False), ("en", True)]
    assert rows[1].reason == "in another language (fr)"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Smith said the bridge was safe.", "en"),
        ("Le préfet dit que le pont est sûr.", "fr"),
        ("Oslo", "fr"),
    ],
)
def test_a_fragment_is_judged_in_the_language_of_its_function_words(text, language):
    assert an.analyse(text).articles["language"].fillna("fr").tolist() == [language]


# --- corpora of several languages


@pytest.fixture
def mixed(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (raw / "b.txt").write_text(PAGE, encoding="utf-8")
    (raw / "c.txt").write_text(
        "El ministro rechazó ayer las críticas de los vecinos y aseguró ante los medios locales, en una rueda de prensa, "
        "la reapertura inmediata del puente.\n"
        "El alcalde negó los hechos y pidió una investigación independiente sobre el caso, todavía abierto.\n",
        encoding="utf-8",
    )
    return build.open_corpus(project)


def test_each_article_of_a_mixed_corpus_is_read_in_its_language(mixed):
    assert dict(mixed.articles[["doc_id", "language"]].to_numpy()) == {"a": "fr", "b": "en", "c": "es"}
    said = mixed.statements.groupby("doc_id")["cue"].agg(list).to_dict()
    assert said["a"] == ["a annoncé", "a-t-il expliqué", "demandaient"]
    assert {"said", "warned", "According to", "adding"} <= set(said["b"])
    assert "c" not in said


def test_a_language_without_a_file_is_still_named_in_a_warning(mixed):
    warnings = mixed.articles.set_index("doc_id")["warnings"]
    assert pd.isna(warnings["a"])
    assert pd.isna(warnings["b"])
    assert "in es, for which there is no language file" in warnings["c"]


def test_positions_of_a_mixed_corpus_lead_to_the_words(mixed):
    for row in mixed.statements.itertuples():
        words = mixed.texts[row.doc_id][row.cue_start : row.cue_end] if not pd.isna(row.cue) else None
        assert words is None or words == row.cue


def test_an_article_is_the_same_alone_and_among_others(mixed):
    alone = an.analyse(PAGE, doc_id="b").statements
    among = mixed.statements[mixed.statements["doc_id"] == "b"].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.reset_index(drop=True), among)


def test_an_unknown_language_is_refused_by_name():
    with pytest.raises(ValueError, match="language must be one of en, fr, not 'xx'"):
        an.statements.extract("Jane Doe said it was safe.", language="xx")
    assert languages.available() == ("en", "fr")
