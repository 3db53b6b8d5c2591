"""Which line is what, on pages small enough to read here."""

from pathlib import Path

import pandas as pd
import pytest
from conftest import ARTICLE, ROOT
from hypothesis import given
from hypothesis import strategies as st

from analysis import lines
from analysis.text import normalise

LEAD = (
    "Le maire a annoncé jeudi que le marché couvert serait reconstruit avant l'été prochain, faute de place."
)
BODY = "« Nous avons attendu trop longtemps », a-t-il reconnu devant les commerçants réunis dans la grande salle."
MORE = (
    "Les travaux doivent durer six mois, selon le calendrier que la mairie a présenté aux riverains mercredi."
)


def zones(*page: str) -> list[tuple[str, bool]]:
    """Return zone and keep of each line of a page."""
    return [(row.zone, row.keep) for row in lines.label_rows("\n".join(page))]


def zone_of(line: str, before: str = BODY, after: str = MORE) -> str:
    """Return the zone of a line between two paragraphs of an article."""
    return lines.label_rows("\n".join(["Le marché couvert renaît", LEAD, before, line, after]))[3].zone


def test_label_has_exactly_these_columns_and_types():
    labelled = lines.label(ARTICLE)
    assert list(labelled.columns) == ["line", "start", "end", "zone", "keep", "language", "reason"]
    assert labelled.dtypes.astype(str).to_dict() == {
        "line": "int64", "start": "int64", "end": "int64", "zone": "str", "keep": "bool", "language": "str", "reason": "str",
    }  # fmt: skip


def test_label_a_whole_page():
    labelled = lines.label(ARTICLE)
    expected = pd.DataFrame(
        {
            "line": [1, 3, 4, 5, 6, 7],
            "zone": ["title", "dateline", "lead", "body", "caption", "navigation"],
            "keep": [False, False, True, True, False, False],
        }
    )
    pd.testing.assert_frame_equal(
        labelled[["line", "zone", "keep"]].astype({"zone": "object"}), expected.astype({"zone": "object"})
    )


def test_label_of_nothing_is_an_empty_table():
    labelled = lines.label(" \n\t\n")
    assert labelled.empty
    assert list(labelled.columns) == ["line", "start", "end", "zone", "keep", "language", "reason"]
    assert labelled["start"].dtype == "int64"


@given(st.text(alphabet="aé L'’.«»\"\n\t\u00a0©|-:0İß", max_size=300))
def test_every_line_that_is_not_blank_is_labelled_once_in_order(text):
    text = normalise(text)
    rows = lines.label_rows(text)
    assert [text[row.start : row.end] for row in rows] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]
    assert all(row.zone in lines.ZONES and row.reason for row in rows)
    assert all(row.keep == (row.zone in {"lead", "body", "heading"}) for row in rows)


def test_a_fragment_of_a_sentence_is_running_text():
    for fragment in ("a déclaré le ministre", "« Non », dit-il", "le 14 novembre 2017", LEAD):
        assert [row.keep for row in lines.label_rows(fragment)] == [True], fragment


def test_a_page_of_menus_has_no_running_text():
    assert not any(
        keep
        for _, keep in zones("Accueil", "S'abonner", "Partager sur Facebook", "Mentions légales", "© 2017")
    )


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("Lire aussi : Le marché de Noël déménage", "related"),
        ("En savoir plus : Budget de la ville : six millions pour les halles", "related"),
        ("Photo : Jeanne Martin / archives", "caption"),
        ("Les halles avant leur fermeture. (Source : AFP/Archives) |", "caption"),
        ("Vue des halles depuis la place, en mai. JEAN PETIT/PRESSE", "caption"),
        ("© Agence 2024 Paul Durand", "credit"),
        ("Partager sur Twitter", "navigation"),
        ("Abonnez-vous à notre lettre d'information", "navigation"),
        ("Tout accepter", "consent"),
        ("![]() |", "navigation"),
        ("12/03/2016 à 18h30", "dateline"),
        ("March 12, 2016 20:27", "dateline"),
        ("Par Jeanne Martin", "byline"),
        ("Un chantier retardé deux fois", "heading"),
        ("- la toiture sera refaite", "body"),
        ("Et après ?", "body"),
    ],
)
def test_zone_of_one_line_between_two_paragraphs(line, zone):
    assert zone_of(line) == zone


def test_prose_of_a_consent_banner_is_not_an_article():
    banner = (
        "En cliquant sur « Accepter », vous consentez au dépôt de cookies par nos partenaires ; ces traceurs mesurent "
        "l'audience de notre site, et vous pouvez à tout moment modifier vos choix."
    )
    assert zones("Titre de la page du jour", LEAD, BODY, banner)[-1] == ("consent", False)


def test_an_article_about_cookies_is_an_article():
    about = (
        "La Cnil a infligé jeudi une amende de trois millions d'euros à un éditeur de jeux, qui déposait des cookies "
        "sans le consentement des internautes, a indiqué l'autorité dans un communiqué publié en fin de matinée."
    )
    assert zones("La Cnil sanctionne un éditeur de jeux", about, about.replace("jeudi", "vendredi"))[1:] == [
        ("lead", True),
        ("body", True),
    ]


def test_an_article_on_one_line_is_kept_even_if_it_speaks_to_its_readers():
    article = " ".join([LEAD, "Vous pouvez lire votre journal sur notre site.", BODY, MORE] * 12)
    assert [row.keep for row in lines.label_rows(article)] == [True]


def test_after_the_readers_comments_began_nothing_is_kept():
    page = ("Le marché couvert renaît", LEAD, BODY, "3 commentaires", "Paul", MORE, BODY)
    assert [keep for _, keep in zones(*page)] == [False, True, True, False, False, False, False]


def test_summaries_in_a_list_of_other_articles_are_not_kept_but_the_article_may_go_on():
    page = (
        "Le marché couvert renaît",
        LEAD,
        BODY,
        "Sur le même sujet",
        "Un hôtel pour la gare",
        MORE,
        "Accueil",
    )
    assert zones(*page)[-2] == ("related", False)
    resumed = (
        "Le marché couvert renaît",
        LEAD,
        BODY,
        "Sur le même sujet",
        "Un hôtel pour la gare",
        MORE,
        BODY,
    )
    assert [keep for _, keep in zones(*resumed)] == [False, True, True, False, False, True, True]


def test_captions_of_one_site_end_alike_and_the_headline_below_is_another_article():
    page = (
        "Le marché couvert renaît",
        "Les halles - La Gazette",
        LEAD,
        "La place - La Gazette",
        "Les commerçants de la place demandent un nouveau parking",
        BODY,
    )
    assert [zone for zone, _ in zones(*page)] == ["title", "caption", "lead", "caption", "related", "body"]


def test_the_repeated_title_is_a_caption():
    assert zone_of("Le marché couvert renaît Source: Reuters") == "caption"


def test_lines_in_another_language_are_left_out_and_named():
    english = "The mayor said on Thursday that the covered market would be rebuilt before next summer at the latest."
    rows = lines.label_rows("\n".join(["Le marché couvert renaît", LEAD, english, BODY, MORE]))
    assert (rows[2].zone, rows[2].language, rows[2].reason) == ("other", "en", "in another language (en)")


def test_a_hard_wrapped_file_is_judged_by_paragraph():
    text = (
        "Le maire a annoncé jeudi que le marché couvert serait reconstruit\n"
        "avant l'été prochain, et que les commerçants seraient logés sous\n"
        "une tente.\n\n"
        "Tous droits de reproduction et de représentation réservés. Les\n"
        "informations de cette rubrique sont protégées et détenues par\n"
        "l'agence.\n"
    )
    assert [row.keep for row in lines.label_rows(text)] == [True, True, True, False, False, False]


def test_a_short_line_known_from_other_files_is_navigation():
    page = "\n".join(["Le marché couvert renaît", LEAD, "Le fil des régions", BODY])
    assert lines.label_rows(page)[2].zone == "heading"
    row = lines.label_rows(page, repeated={lines.signature("Le fil  des Régions")})[2]
    assert (row.zone, row.reason) == ("navigation", "the same line stands in other files")


def test_a_short_quotation_that_another_article_has_too_is_running_text():
    said = "« Nous n'y pouvons rien », a répondu la maire."
    page = "\n".join(["Le marché couvert renaît", LEAD, said, BODY])
    for line in (said, "“Nous n'y pouvons rien”, a répondu la maire."):
        row = lines.label_rows(page.replace(said, line), repeated={lines.signature(line)})[2]
        assert (row.zone, row.keep) == ("body", True)
    # a heading in quotation marks is no sentence
    heading = "« Nous n'y pouvons rien », l'aveu de la maire"
    row = lines.label_rows(page.replace(said, heading), repeated={lines.signature(heading)})[2]
    assert (row.zone, row.keep) == ("navigation", False)


def test_identify_reads_outlet_and_credit_with_their_words():
    page = "\n".join(
        ["Le marché couvert renaît", LEAD, BODY, "Suivez La Gazette sur Telegram", "Selon Agence+"]
    )
    found = lines.identify(page, lines.label_rows(page))
    assert found == lines.Identity(
        title="Le marché couvert renaît",
        outlet="La Gazette",
        outlet_evidence="Suivez La Gazette sur Telegram",
        credit="Agence+",
        credit_evidence="Selon Agence+",
    )


def test_a_photo_credit_is_neither_outlet_nor_credit():
    page = "\n".join(["Le marché couvert renaît", "Le marché couvert renaît Source: Reuters", LEAD, BODY])
    found = lines.identify(page, lines.label_rows(page))
    assert (found.outlet, found.credit) == (None, None)


def test_shares_count_every_character_once():
    labelled = lines.label(ARTICLE).assign(doc_id="a")
    shares = lines.shares(labelled)
    assert list(shares.columns) == list(lines.GROUPS)
    assert shares.sum(axis=1)["a"] == (labelled["end"] - labelled["start"]).sum()
    assert {zone for group in lines.GROUPS.values() for zone in group} == set(lines.ZONES)


# what a person decided for the five articles: first position of each line of running text
SAMPLE = {
    "000": [156, 436, 619, 1008, 1823, 2108],
    "001": [123, 316, 600, 1185, 1466, 2005],
    "002": [109, 427, 721, 1005, 1248, 1501, 1965, 2511, 2775],
    "003": [222, 460, 815, 1013, 1301, 1716],
    "004": [517, 932, 1101, 1494, 1749, 2024],
}
IDENTITY = {
    "000": ("Moscou dénonce une «interaction directe»", "Sputnik Afrique", None),
    "001": ("La Russie publie des preuves", None, "Kienthuc.net.vn"),
    "002": ("Chaud : Le ministère russe", None, "Vietnam+"),
    "003": ("Syrie : en pleine offensive", "RT en français", None),
    "004": ("Le Pentagone refuse de bombarder", "Sputnik Afrique", None),
}


@pytest.mark.parametrize("doc_id", SAMPLE)
def test_sample_keeps_exactly_the_lines_that_a_person_kept(doc_id):
    path = next(Path(ROOT, "data", "raw").glob(f"{doc_id}_*.txt"))
    text = normalise(path.read_text(encoding="utf-8"))
    rows = lines.label_rows(text)
    assert [row.start for row in rows if row.keep] == SAMPLE[doc_id]
    found = lines.identify(text, rows)
    title, outlet, credit = IDENTITY[doc_id]
    assert found.title.startswith(title)
    assert (found.outlet, found.credit) == (outlet, credit)
