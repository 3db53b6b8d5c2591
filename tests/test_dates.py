"""A date is what its words give and no more; nothing depends on the clock; © 2024 dates no article."""

import ast
import datetime as clock
import re
import time

import edtf as oracle
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from analysis import dates, lines
from analysis.dates import edtf
from analysis.dates.grammar import grammar

PUBLISHED = "2017-11-14"  # a Tuesday
COLUMNS = ["start", "end", "text", "role", "edtf", "earliest", "latest", "precision", "anchor", "rule"]


def values(text: str, anchor: str | None = PUBLISHED, **options: str) -> list[tuple[str, str]]:
    return [(row.text, row.edtf) for row in dates.find_rows(text, anchor=anchor, **options)]


def value(text: str, anchor: str | None = PUBLISHED, **options: str) -> str | None:
    found = values(text, anchor, **options)
    return found[0][1] if len(found) == 1 else None


# --- expressions and their values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 4 octobre 2017", "2017-10-04"),
        ("le 1er mai 2016", "2016-05-01"),
        ("le 1ᵉʳ mai 2016", "2016-05-01"),
        ("le premier mai 2016", "2016-05-01"),
        ("5 sept. 2014", "2014-09-05"),
        ("dimanche, 11 mai 2014", "2014-05-11"),
        ("31 octobre 74", "1974-10-31"),
        ("12/03/2011", "2011-03-12"),
        ("12.03.2011", "2011-03-12"),
        ("15/12/16", "2016-12-15"),
        ("2011-03-12", "2011-03-12"),
        ("11/14/2017", "2017-11-14"),
        ("November 14, 2017 20:27", "2017-11-14T20:27:00"),
        ("Tuesday, Nov 14, 2017 8:27 PM", "2017-11-14T20:27:00"),
        ("14/11/2017 à 15h", "2017-11-14T15:00:00"),
        ("le 14 novembre 2017 à 10 h 30", "2017-11-14T10:30:00"),
        ("2017-11-14T20:27:00+01:00", "2017-11-14T20:27:00"),
        ("août 2017", "2017-08"),
        ("au mois d'août 2017", "2017-08"),
        ("11/2017", "2017-11"),
        ("en 1789", "1789"),
        ("l'an 2000", "2000"),
        ("l’été 2017", "2017-22"),
        ("au printemps 2015", "2015-21"),
        ("l'hiver 2015-2016", "2015-24"),
        ("le premier trimestre 2016", "2016-33"),
        ("le second semestre 2015", "2015-41"),
        ("les années 1990", "199X"),
        ("les années soixante", "196X"),
        ("la décennie 1980", "198X"),
        ("au XXe siècle", "19XX"),
        ("au dix-neuvième siècle", "18XX"),
        ("fin 2015", "2015-10~/2015-12"),
        ("début mars 2016", "2016-03-01/2016-03-05~"),
        ("la mi-octobre 2016", "2016-10-10~/2016-10-19~"),
        ("le début des années 2000", "2000/2003~"),
        ("du 12 au 14 mars 2016", "2016-03-12/2016-03-14"),
        ("du 28 décembre 2016 au 3 janvier 2017", "2016-12-28/2017-01-03"),
        ("du 28 décembre au 3 janvier 2017", "2016-12-28/2017-01-03"),
        ("entre mars et mai 2011", "2011-03/2011-05"),
        ("juillet-août 2016", "2016-07/2016-08"),
        ("de 1989 à 1991", "1989/1991"),
        ("la saison 2015-16", "2015/2016"),
        ("13-15 juillet 2016", "2016-07-13/2016-07-15"),
        ("les 3, 5 et 8 mars 2016", "{2016-03-03,2016-03-05,2016-03-08}"),
        ("le premier lundi d'octobre 2014", "2014-10-06"),
        ("la dernière semaine de septembre 2014", "2014-09-22/2014-09-28"),
        ("la deuxième quinzaine d'avril 2015", "2015-04-15/2015-04-30"),
        ("les six premiers mois de 2015", "2015-01/2015-06"),
        ("à Pâques 2016", "2016-03-27"),
        ("Noël 2015", "2015-12-25"),
        ("fin 98", "1998-10~/1998-12"),
        ("en mars 98", "1998-03"),
        ("en 97", "1997"),
    ],
)
def test_a_date_with_its_year_needs_no_anchor(text, expected):
    assert value(text) == value(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected", "alone"),
    [
        ("le 9 novembre", "2017-11-09", "XXXX-11-09"),
        ("le 20 novembre", "2016-11-20", "XXXX-11-20"),
        ("le 4 octobre dernier", "2017-10-04", "XXXX-10-04"),
        ("le 4 octobre prochain", "2018-10-04", "XXXX-10-04"),
        ("le 15 mars de l'année dernière", "2016-03-15", "XXXX-03-15"),
        ("le 29 février", "2016-02-29", "XXXX-02-29"),
        ("en mars", "2017-03", "XXXX-03"),
        ("en octobre dernier", "2017-10", "XXXX-10"),
        ("mardi", "2017-11-14", "XXXX-XX-XX"),
        ("mercredi", "2017-11-08", "XXXX-XX-XX"),
        ("mardi dernier", "2017-11-07", "XXXX-XX-XX"),
        ("mardi prochain", "2017-11-21", "XXXX-XX-XX"),
        ("jeudi 9", "2017-11-09", "XXXX-XX-09"),
        ("jeudi 9 à 14 h", "2017-11-09", "XXXX-XX-09"),
        ("après demain", "2017-11-16", "XXXX-XX-XX"),
        ("les semaines à venir", "2017-11-14/..", "../.."),
        ("les neuf premiers mois de l'année", "2017-01/2017-09", "XXXX-01/XXXX-09"),
        ("hier soir", "2017-11-13", "XXXX-XX-XX"),
        ("aujourd’hui", "2017-11-14", "XXXX-XX-XX"),
        ("avant-hier", "2017-11-12", "XXXX-XX-XX"),
        ("ce matin", "2017-11-14", "XXXX-XX-XX"),
        ("la semaine dernière", "2017-11-06/2017-11-12", "XXXX-XX-XX"),
        ("fin de semaine dernière", "2017-11-09~/2017-11-12", "XXXX-XX-XX"),
        ("le week-end dernier", "2017-11-11/2017-11-12", "XXXX-XX-XX"),
        ("le mois dernier", "2017-10", "XXXX-XX"),
        ("l’an dernier", "2016", "XXXX"),
        ("cette année", "2017", "XXXX"),
        ("au siècle dernier", "19XX", "XXXX-XX-XX"),
        ("l'été dernier", "2017-22", "XXXX-06-21/XXXX-09-23"),
        ("cet hiver", "2017-24", "XXXX-12-21/XXXX-03-20"),
        ("fin mars", "2017-03-21~/2017-03-31", "XXXX-03-21/XXXX-03-31"),
        ("à la fin du mois", "2017-11-21~/2017-11-30", "XXXX-XX"),
        ("en fin d'année", "2017-11~/2017-12", "XXXX"),
        ("au troisième trimestre", "2017-35", "XXXX-07/XXXX-09"),
        ("il y a trois jours", "2017-11-11", "XXXX-XX-XX"),
        ("il y a trois semaines", "2017-10-24~", "XXXX-XX-XX"),
        ("il y a deux ans", "2015-11~", "XXXX-XX"),
        ("il y a un peu plus de deux ans", "2015-11~", "XXXX-XX"),
        ("à la mi-mars", "2017-03-10~/2017-03-19~", "XXXX-03-10/XXXX-03-19"),
        ("en février-mars", "2017-02/2017-03", "XXXX-02/XXXX-03"),
        ("les jours suivants", "2017-11-14/..", "../.."),
        ("ces dernières heures", "../2017-11-14", "../.."),
        ("il y a une dizaine d'années", "2007-11~", "XXXX-XX"),
        ("dans deux semaines", "2017-11-28~", "XXXX-XX-XX"),
        ("les trois derniers mois", "2017-08/2017-10", "XXXX-XX"),
        ("lundi en huit", "2017-11-27", "XXXX-XX-XX"),
        ("mardi de la semaine prochaine", "2017-11-21", "XXXX-XX-XX"),
        ("la nuit de lundi à mardi", "2017-11-13/2017-11-14", "XXXX-XX-XX"),
        ("noël", "2016-12-25", "XXXX-12-25"),
        ("récemment", "../2017-11-14", "../.."),
        ("ces derniers jours", "../2017-11-14", "../.."),
        ("bientôt", "2017-11-14/..", "../.."),
        ("il y a quelques mois", "../2017-11-14", "../.."),
        ("1 an, 2 mois", "2016-09-14~", "XXXX-XX-XX"),
    ],
)
def test_a_relative_date_is_reckoned_from_the_anchor_and_stays_open_without_one(text, expected, alone):
    assert value(text) == expected
    assert value(text, None) == alone
    (row,) = dates.find_rows(text)
    assert (row.earliest, row.latest) == (None, None)


def test_the_table_has_the_columns_of_the_schema_with_days_as_dates():
    table = dates.find("Le 4 octobre 2017, puis mardi.", anchor=PUBLISHED)
    assert list(table.columns) == COLUMNS
    assert table[["earliest", "latest"]].dtypes.astype(str).tolist() == ["datetime64[ms]"] * 2
    assert table.values.tolist() == [
        [0, 17, "Le 4 octobre 2017", "event", "2017-10-04", pd.Timestamp("2017-10-04"), pd.Timestamp("2017-10-04"),
         "day", "none", "day"],
        [24, 29, "mardi", "event", "2017-11-14", pd.Timestamp("2017-11-14"), pd.Timestamp("2017-11-14"),
         "day", "publication", "weekday"],
    ]  # fmt: skip


def test_an_empty_text_gives_an_empty_table_with_the_same_types():
    empty, full = dates.find(""), dates.find("Le 4 octobre 2017")
    assert len(empty) == 0
    assert empty.dtypes.tolist() == full.dtypes.tolist()


def test_an_anchor_may_be_a_day_a_date_or_an_interval():
    for anchor in (PUBLISHED, clock.date(2017, 11, 14), pd.Timestamp(PUBLISHED), "2017-11-14T20:27:00"):
        assert value("hier", anchor) == "2017-11-13"
    interval = "[2017-11-14..2017-11-19]"
    (row,) = dates.find_rows("hier", anchor=interval)
    assert (row.edtf, str(row.earliest), str(row.latest)) == (
        "[2017-11-13..2017-11-18]",
        "2017-11-13",
        "2017-11-18",
    )
    # the whole interval lies in one week, so nothing is lost
    assert value("la semaine dernière", interval) == "2017-11-06/2017-11-12"
    assert value("le 9 novembre", interval) == "2017-11-09"
    assert value("la semaine dernière", "[2017-11-14..2017-11-20]") == "2017-11-06?/2017-11-19?"


def test_an_open_anchor_gives_the_bound_that_it_has():
    (row,) = dates.find_rows("le 30 juin", anchor="[2016-06-30..]")
    assert (row.edtf, str(row.earliest), row.latest) == ("XXXX-06-30", "2016-06-30", None)


def test_deux_jours_auparavant_is_reckoned_from_the_date_before_it():
    text = "Le 30 juin, les avions sont partis ; l’offensive avait commencé deux jours auparavant."
    assert values(text, "2016-07-07") == [
        ("Le 30 juin", "2016-06-30"),
        ("deux jours auparavant", "2016-06-28"),
    ]
    assert dates.find_rows(text, anchor="2016-07-07")[1].anchor == "previous"
    assert values("Élu en 2010, il partit l'année suivante.")[1] == ("l'année suivante", "2011")
    assert values("Élu le 3 mars 2010, il partit le lendemain.")[1] == ("le lendemain", "2010-03-04")
    assert values("Élu en mars 2010, il partit le lendemain.")[1] == (
        "le lendemain",
        "[2010-03-02..2010-04-01]",
    )


def test_the_eve_of_an_event_without_a_date_has_no_bounds():
    (row,) = dates.find_rows("la veille du scrutin", anchor=PUBLISHED)
    assert (row.edtf, row.earliest, row.latest, row.anchor) == ("XXXX-XX-XX", None, None, "event")


def test_a_clause_in_the_future_looks_ahead():
    assert value("Le match aura lieu jeudi.") == "2017-11-16"
    assert value("Le match a eu lieu jeudi.") == "2017-11-09"
    found = values("Le maire a annoncé lundi que le pont fermera le 20 novembre.")
    assert found == [("lundi", "2017-11-13"), ("le 20 novembre", "2017-11-20")]


def test_dici_looks_ahead():
    assert value("Ils partiront d'ici au 15 mars.") == value("d’ici au 15 mars") == "2018-03-15"


def test_the_number_of_a_day_alone_is_of_the_month_named_before():
    assert values("Le 12 janvier, il a parlé ; le 13, il s'est tu.")[1] == ("le 13", "2017-01-13")
    assert value("Il a parlé le 13.") == "2017-11-13"


def test_prefer_future_looks_ahead_everywhere():
    assert value("jeudi", prefer="future") == "2017-11-16"
    assert value("le 9 novembre", prefer="future") == "2018-11-09"


def test_a_weekday_that_only_the_next_such_day_agrees_with_decides():
    assert value("lundi 20 novembre") == "2017-11-20"
    assert value("mercredi 15") == "2017-11-15"


# --- what is no date


@pytest.mark.parametrize(
    "text",
    [
        "Le 31 février, il a plu.",
        "Le 31 février 2017, il a plu.",
        "le 30/02/2016, 45/12/2011, 2016-13-45",
        "mercredi 31 novembre",
        "La planète Mars est rouge. Sur Mars, rien.",
        "Ils ont été tués. Elle avait été vue. Cela a été dit.",
        "Sept personnes, sept maisons.",
        "Un Tu-22M3 russe, 150 djihadistes, 322 kilomètres, 600 millions, 50 km.",
        "Appelez le 01 42 34 56 78 ou le 08.11.58.54.41.",
        "Voir page 2014, article 1984 et n° 2016.",
        "2000 personnes, 1999 francs, 2016 euros, plus de 2000, 12,5 %, 2,016",
        "rue du 8 mai 1945, place du 4 septembre",
        "Il a 34 ans, pendant trois jours, en deux jours, depuis trois ans, sous 48 heures.",
        "tous les mardis, chaque année, trois fois par semaine, du lundi au vendredi",
        "le lundi, il dort",
        "à 15 heures, à 20:27, vers 18h30",
        "6/4 6/3, les 3/4 des gens, 24/7, 9/10",
        "deux trois minutes, 74, un court de tennis",
        "Noël Mamère arrive.",
        "l'an I",
    ],
)
def test_numbers_durations_and_names_are_no_dates(text):
    assert values(text) == []


def test_the_ninth_of_november_is_read_day_first():
    assert values("les attentats du 9/11.") == [("9/11", "2017-11-09")]
    assert value("hôm 9/11.", None) == "XXXX-11-09"


def test_roman_centuries_are_centuries_and_no_days():
    (row,) = dates.find_rows("Au XIXᵉ siècle, tout changea.", anchor=PUBLISHED)
    assert (row.edtf, row.precision, str(row.earliest), str(row.latest)) == (
        "18XX",
        "century",
        "1800-01-01",
        "1899-12-31",
    )


def test_a_date_after_every_anchor_stays_where_it_is():
    assert value("le 1er janvier 2199") == "2199-01-01"
    assert value("en 2199") == "2199"


def test_dates_at_the_ends_of_the_calendar_raise_nothing():
    for anchor in ("0001-01-01", "9999-12-31"):
        for text in ("il y a 9000 ans", "dans 9000 ans", "hier", "demain", "la semaine dernière", "cet hiver",
                     "au siècle dernier", "la semaine prochaine", "fin mars", "noël", "le lendemain", "jeudi 15"):  # fmt: skip
            assert all(row.edtf for row in dates.find_rows(text, anchor=anchor))


WORDS = re.split(
    "[ \n]",
    "le la l’ du au en 1er 4 31 99 2017 14/11 9/11/2017 octobre mars été lundi semaine mois an dernière prochain "
    "fin début il y a deux trois jours auparavant veille lendemain Noël XXe siècle années 90 , . ( — 20:27 h à et entre "
    "2016-2017 trimestre premier ces jour-là ce d'ici \u00a0 ",
)


@given(
    st.one_of(
        st.text(max_size=80),
        st.lists(
            st.sampled_from(WORDS),
            max_size=14,
        ).map(" ".join),
    ),
    st.sampled_from([None, PUBLISHED, "[2017-11-14..2018-11-19]", "[2016-06-30..]"]),
)
def test_any_text_gives_rows_in_order_that_lie_in_it_and_parse(text, anchor):
    end = 0
    for row in dates.find_rows(text, anchor=anchor):
        assert end <= row.start < row.end <= len(text)
        assert text[row.start : row.end] == row.text == row.text.strip()
        assert row.earliest is None or row.latest is None or row.earliest <= row.latest
        edtf.bounds(row.edtf)
        end = row.end


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_text_has_a_publication_with_bounds_in_order(text):
    found = dates.publication(text)
    assert found.basis in {"stated", "inferred", "unknown"}
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
    assert (found.edtf is None) == (found.evidence is None) == (found.basis == "unknown")


@pytest.mark.parametrize(
    "piece", ["de ", "le 1 ", "lundi, ", "1/1 ", "le 4 octobre, ", "il y a ", "1 an, ", "2017-11-"]
)
def test_time_grows_with_the_length_of_the_text(piece):
    def seconds(times: int) -> float:
        began = time.process_time()
        dates.find_rows(piece * times, anchor=PUBLISHED)
        return time.process_time() - began

    seconds(10)
    # with the square of the length it would be a hundred times as long
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.005)


# --- roles


def roles(text: str) -> list[tuple[str, str]]:
    table = dates.find(text, anchor=PUBLISHED)
    return list(zip(table["text"], table["role"], strict=True))


def test_a_date_beside_a_verb_of_saying_is_that_of_a_statement():
    assert roles("Le ministère a déclaré mardi que l'armée avait reculé en août 2017.") == [
        ("mardi", "statement"),
        ("août 2017", "event"),
    ]
    assert roles("Le ministère a publié aujourd’hui (14 novembre) des preuves.") == [
        ("aujourd’hui", "statement"),
        ("14 novembre", "statement"),
    ]
    assert roles("Dans une déclaration du 4 octobre, il se tait.") == [("4 octobre", "statement")]
    assert (
        roles("Le mois dernier, Jeanne Martin, vice-présidente, a déclaré qu'il pleuvait.")[0][1]
        == "statement"
    )
    assert roles("Elle a révélé que, le 30 juin, le pont avait cédé.") == [("le 30 juin", "event")]


PAGE = (
    "Le pont de la discorde\n"
    "{}\n"
    "© AFP 2024 Jeanne Martin\n"
    "Le préfet a annoncé que le pont serait fermé à la circulation pendant les travaux, faute de crédits suffisants.\n"
    "« Nous n'avons pas le choix », a-t-il expliqué devant les élus, qui demandaient un délai supplémentaire.\n"
    "{}\n"
    "Photo : Jeanne Martin, 3 mars 2021\n"
)


def test_a_date_line_has_the_role_of_publication_and_a_copyright_year_that_of_a_credit():
    found = roles(PAGE.format("Publié le 14 novembre 2017 à 10h15", ""))
    assert found[:2] == [("le 14 novembre 2017 à 10h15", "publication"), ("2024", "credit")]


# --- publication


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Publié le 14 novembre 2017", "2017-11-14"),
        ("Publié le 14 novembre 2017 à 10h15, mis à jour le 16 novembre 2017 à 8h", "2017-11-14T10:15:00"),
        ("Mis à jour le 16/11/2017 à 08:00 - Publié le 14/11/2017 à 15h", "2017-11-14T15:00:00"),
        ("14/11/2017 à 15h", "2017-11-14T15:00:00"),
        ("14.11.2017", "2017-11-14"),
        ("Par Jeanne Martin, le 14 novembre 2017", "2017-11-14"),
        ("mardi 21 novembre 2023\nPublié le 14 novembre 2017", "2017-11-14"),
        ("2017-11-14T20:27:00+01:00", "2017-11-14T20:27:00"),
        ("Nov 14, 2017", "2017-11-14"),
        ("November 14, 2017 20:27", "2017-11-14T20:27:00"),
        ("mardi 14 novembre 2017", "2017-11-14"),
    ],
)
def test_a_date_line_states_the_date_of_publication(line, expected):
    text = PAGE.format(line, "")
    found = dates.publication(text)
    assert (found.edtf, found.basis) == (expected, "stated")
    assert found.earliest == found.latest == clock.date(2017, 11, 14)
    words, span = found.evidence.removesuffix("]").rsplit(" [", 1)
    start, end = map(int, span.split("-"))
    assert text[start:end] == words


def test_lines_and_dates_may_be_handed_over():
    text = PAGE.format("Publié le 14 novembre 2017", "")
    given_both = dates.publication(text, lines=lines.label(text), dates=dates.find(text))
    assert given_both == dates.publication(text)


def test_the_line_of_an_agency_states_the_date():
    text = "Un pont ferme\nPARIS, 14 nov 2017 (AFP) - Le préfet a annoncé que le pont serait fermé pendant les travaux.\n"
    assert dates.publication(text)[:4] == (
        "2017-11-14",
        clock.date(2017, 11, 14),
        clock.date(2017, 11, 14),
        "stated",
    )


def test_two_date_lines_that_contradict_each_other_are_alternatives():
    found = dates.publication(PAGE.format("Publié le 14 novembre 2017\nPublié le 15 mars 2016", ""))
    assert found.edtf == "[2016-03-15,2017-11-14]"
    assert (str(found.earliest), str(found.latest), found.basis) == ("2016-03-15", "2017-11-14", "stated")


def test_an_update_alone_is_an_upper_bound():
    found = dates.publication(PAGE.format("Mis à jour le 16 novembre 2017", ""))
    assert (found.edtf, found.earliest, str(found.latest), found.basis) == (
        "[..2017-11-16]",
        None,
        "2017-11-16",
        "inferred",
    )


def test_a_copyright_year_and_a_caption_date_no_article():
    assert dates.publication(PAGE.format("", "")) == (None, None, None, "unknown", None)


@pytest.mark.parametrize("line", ["Publié hier à 10h", "Publié le 31 février 2017"])
def test_a_date_line_without_a_day_states_nothing(line):
    assert dates.publication(PAGE.format(line, "")).basis == "unknown"


def test_metadata_go_before_the_text():
    text = PAGE.format("Publié le 14 novembre 2017", "")
    day = clock.date(2017, 11, 13)
    assert dates.publication(text, metadata="2017-11-13") == (
        "2017-11-13", day, day, "metadata", "metadata: 2017-11-13",
    )  # fmt: skip
    assert dates.publication(text, metadata="n. d.").basis == "stated"


def inferred(sentence: str) -> tuple:
    return dates.publication(PAGE.format("", sentence))[:4]


def test_a_day_without_a_year_follows_the_last_year_that_is_past():
    body = "Le 4 octobre, il a parlé. En août 2017, l’armée avait évacué la ville."
    assert inferred(body)[0] == "[2017-10-04..2018-10-03]"
    body = "Fin 2015, une somme a été versée. Le 30 juin, les avions ont reçu un ordre."
    assert inferred(body) == ("[2016-06-30..]", clock.date(2016, 6, 30), None, "inferred")


def test_a_year_to_come_is_no_bound():
    assert inferred("Le pont sera rouvert en 2025, à l'horizon de la réforme.")[3] == "unknown"


def test_last_week_beside_the_only_day_gives_month_and_days():
    body = "Les clichés ont été pris le 9 novembre dans la ville, reprise en fin de semaine dernière."
    assert inferred(body)[0] is not None
    body += " La ville a été reprise la semaine dernière."
    assert inferred(body) == ("[XXXX-11-10..XXXX-11-19]", None, None, "inferred")


def test_today_with_its_date_is_the_day_of_publication():
    assert inferred("Il a parlé aujourd’hui (14 novembre 2017).")[0] == "2017-11-14"
    assert inferred("La présidente du conseil régional a parlé hier, 13 novembre 2017.")[0] == "2017-11-14"
    assert inferred("Il a parlé ce mardi 14 novembre.")[0] == "XXXX-11-14"


def test_a_weekday_and_a_past_year_fix_the_year():
    assert (
        inferred("En 2016, il avait parlé. Le mardi 14 novembre, il a parlé.")[0]
        == "[2017-11-14..2018-11-13]"
    )


def test_no_word_of_a_date_gives_no_date():
    assert dates.publication("Rien.") == dates.publication("") == (None, None, None, "unknown", None)


# --- across articles


def article(doc: str, published: str | None, basis: str) -> dict:
    first, last = edtf.bounds(published) if published else (None, None)
    return {"doc_id": doc, "published": published, "published_earliest": pd.Timestamp(first) if first else pd.NaT,
            "published_latest": pd.Timestamp(last) if last else pd.NaT, "published_basis": basis,
            "published_evidence": None}  # fmt: skip


def corpus() -> tuple[pd.DataFrame, pd.DataFrame]:
    texts = {
        "a": ("Les photos ont été prises le 9 novembre.", None),
        "b": ("Le ministère a publié aujourd’hui des photos prises le 9 novembre.", PUBLISHED),
        "c": ("Le ministère a déclaré mardi que la ville était reprise.", None),
        "d": ("Le ministère a déclaré jeudi que la ville était reprise.", None),
    }
    articles = pd.DataFrame([
        article("a", "[XXXX-11-10..XXXX-11-19]", "inferred"), article("b", PUBLISHED, "stated"),
        article("c", None, "unknown"), article("d", None, "unknown"),
    ])  # fmt: skip
    tables = [dates.find(text, anchor=anchor).assign(doc_id=doc) for doc, (text, anchor) in texts.items()]
    return articles, pd.concat(tables, ignore_index=True)


def test_an_article_of_the_same_statement_narrows_what_the_text_leaves_open():
    articles, found = corpus()
    before = articles.copy()
    pairs = pd.DataFrame({"doc_a": ["a", "b", "b"], "doc_b": ["b", "c", "d"]})
    narrowed = dates.narrow(articles, found, pairs)
    assert narrowed["published"].fillna("").tolist() == [
        "[2017-11-14..2017-11-19]", PUBLISHED, "[2017-11-14..2017-11-20]", "",
    ]  # fmt: skip
    assert narrowed["published_basis"].tolist() == ["corpus", "stated", "corpus", "unknown"]
    assert narrowed["published_evidence"][0] == "b: « aujourd’hui », 2017-11-14"
    pd.testing.assert_frame_equal(articles, before)


def test_articles_that_share_no_statement_are_left_alone():
    articles, found = corpus()
    pairs = pd.DataFrame({"doc_a": [], "doc_b": []})
    pd.testing.assert_frame_equal(dates.narrow(articles, found, pairs), articles)


# --- EDTF

WRITTEN = [
    "2017-11-14", "2017-11-14T20:27:00", "2017-11", "2017", "2017-33", "2017-36", "2017-40", "199X", "19XX",
    "[2017-11-14..2017-11-18]", "[2016-06-30..]", "[..2017-11-15]", "[2016-03-15,2017-11-14]", "{2017-11-14,2017-11-16}",
    "2017-11-06/2017-11-12", "2017-11-06?/2017-11-12?", "2017-11-09~/2017-11-12", "2015-10~/2015-12", "2017-11-14~",
    "2015-11~", "[2017-09..2017-10]", "1989/1991", "2000/2003~", "2017-11-14/..",
]  # fmt: skip


def day_of(moment: object) -> clock.date | None:
    return None if isinstance(moment, float) else clock.date(*moment[:3])


@pytest.mark.parametrize("text", WRITTEN)
def test_bounds_of_each_form_agree_with_the_edtf_package(text):
    parsed = oracle.parse_edtf(text)
    # an approximate end is widened by the package; ours are the values as written
    plain = oracle.parse_edtf(text.replace("~", "").replace("?", ""))
    assert parsed is not None
    assert edtf.bounds(text) == (day_of(plain.lower_strict()), day_of(plain.upper_strict()))


def test_the_end_of_what_began_at_no_known_time():
    # the package raises on the bounds of ../x
    assert oracle.parse_edtf("../2017-11-14")
    assert edtf.bounds("../2017-11-14") == (None, clock.date(2017, 11, 14))
    assert edtf.bounds("../..") == (None, None)


@pytest.mark.parametrize(
    "text", ["XXXX-11-09", "XXXX-XX-XX", "XXXX-11", "XXXX", "XXXX-11-09/XXXX-11-12", "../.."]
)
def test_what_has_no_year_parses_and_has_no_bounds(text):
    assert oracle.parse_edtf(text)
    assert edtf.bounds(text) == (None, None)


@pytest.mark.parametrize("code", [21, 22, 23])
def test_seasons_parse_and_lie_in_their_year(code):
    # the standard gives seasons no bounds: the package takes whole months, we take astronomical days
    parsed = oracle.parse_edtf(edtf.season(2017, code))
    first, last = edtf.season_bounds(2017, code)
    assert day_of(parsed.lower_strict()) < first < day_of(parsed.upper_strict()) < last


def test_one_day_in_a_range_and_a_span_are_written_apart():
    assert edtf.one_of("2017-11-14", "2017-11-18") == "[2017-11-14..2017-11-18]"
    assert edtf.span("2017-11-14", "2017-11-18") == "2017-11-14/2017-11-18"
    assert edtf.one_of("2017-11-14", "2017-11-14") == edtf.span("2017-11-14", "2017-11-14") == "2017-11-14"


@given(st.dates(min_value=clock.date(1000, 1, 1)), st.dates(min_value=clock.date(1000, 1, 1)))
def test_what_is_written_is_read_again(one, two):
    first, last = sorted((one, two))
    for text in (edtf.one_of(edtf.day(first), edtf.day(last)), edtf.span(edtf.day(first), edtf.day(last))):
        assert edtf.bounds(text) == (first, last)


# --- wrong calls, clocks, language data


def test_wrong_options_are_named_with_the_right_ones():
    with pytest.raises(ValueError, match="prefer must be one of past, future, not 'now'"):
        dates.find("hier", prefer="now")
    with pytest.raises(ValueError, match="language must be one of en, fr, not 'xx'"):
        dates.find("hier", language="xx")
    with pytest.raises(ValueError, match="not a date in EDTF: '14 novembre'. Write 2017-11-14"):
        dates.find("hier", anchor="14 novembre")


def test_no_module_of_dates_asks_for_the_time():
    for path in sorted((ROOT / "analysis" / "dates").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"today", "now", "utcnow", "time", "localtime", "gmtime"}, path.name


def test_two_clocks_give_the_same(monkeypatch):
    text = PAGE.format(
        "Publié hier à 10h", "Le 9 novembre, puis mardi, il y a trois jours, l'an dernier, cet été, 3/5/16."
    )
    found = []
    for year in (1999, 2031):
        moment = time.mktime((year, 5, 17, 12, 0, 0, 0, 0, -1))

        class Fake(clock.date):
            @classmethod
            def today(cls, year=year):
                return cls(year, 5, 17)

        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        monkeypatch.setattr(clock, "date", Fake)
        found.append(
            (dates.find_rows(text), dates.find_rows(text, anchor=PUBLISHED), dates.publication(text))
        )
        monkeypatch.undo()
    assert found[0] == found[1]


def test_every_rule_of_the_language_file_names_a_reading_and_can_match():
    rules = grammar("fr")
    letters = set("".join(rules.classes.classes.values()))
    reached = {number for letter in letters for number in rules.by_letter[letter][1]}
    assert reached == set(range(len(rules.rules)))
    assert dates.find_rows("hier")


def test_every_list_around_dates_is_read_by_a_rule():
    # a list that nothing asks about would look like a rule to whoever adapts the file
    data = grammar("fr").data
    code = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "analysis" / "dates").glob("*.py"))
    )
    patterns = " ".join([*data["phrases"].values(), *(rule["pattern"] for rule in data["rules"])])
    assert [name for name in data["context"] if f'"{name}"' not in code] == []
    assert [name for name in data if f'"{name}"' not in code] == []
    assert [
        name for name in data["classes"] if not re.search(rf"(?<![A-Z_]){name}(?![A-Z_])", patterns)
    ] == []
