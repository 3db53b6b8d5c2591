"""Who is meant by a name, a function, a pronoun; and the forms of the verbs that attribute."""

from pathlib import Path

import pytest

from analysis import actors, languages
from analysis.actors import Alias, Identity
from analysis.errors import AnalysisError
from analysis.languages.verbs import conjugate
from analysis.statements import extract
from analysis.text import fold

HEADER = "surface,entity,actor,type\n"


def meant(article: str, *surfaces: str, aliases: dict[str, Alias] | None = None) -> list[Identity]:
    """Identify spans of an article in their order."""
    folded = fold(article)
    registry = actors.register(folded, [(0, len(folded))])
    found, position = [], 0
    for surface in surfaces:
        position = article.index(surface, position)
        found.append(actors.identify(surface, position, registry, aliases or {}))
        position += len(surface)
    return found


def sources(text: str) -> list[str]:
    """Return whom each statement of a text belongs to."""
    return extract(text)["source"].tolist()


# --- forms of verbs


def forms(infinitive: str) -> dict[str, set[str]]:
    return conjugate(infinitive, languages.load("fr").data["conjugation"])


@pytest.mark.parametrize(
    ("infinitive", "finite"),
    [
        ("affirmer", "affirme affirment affirmait affirmaient affirma affirmèrent affirmera affirmeront"),
        ("annoncer", "annonce annoncent annonçait annonça annonçons annonçaient annoncions annoncera"),
        ("exiger", "exige exigent exigeait exigea exigeons exigions exigera"),
        ("appeler", "appelle appellent appelait appela appelons appellera appelleront"),
        ("rejeter", "rejette rejettent rejetait rejeta rejetons rejettera"),
        ("répéter", "répète répètent répétait répéta répétons répétera répètera"),
        ("contester", "conteste contestent contestait contesta contestera"),
        ("appuyer", "appuie appuient appuyait appuya appuyons appuiera"),
        ("avertir", "avertit avertissent avertissait avertirent avertissons avertira"),
        ("dire", "dit disent disait disaient dirent disons dira diront"),
        ("écrire", "écrit écrivent écrivait écrivit écrivirent écrira"),
        ("démentir", "dément démentent démentait démentit démentirent démentira"),
        ("reconnaître", "reconnaît reconnait reconnais reconnaissent reconnaissait reconnut reconnaîtra"),
        ("prévenir", "prévient préviennent prévenait prévint prévinrent prévenons préviendra"),
        ("craindre", "craint craignent craignait craignit craignons craindra"),
        ("prétendre", "prétend prétendent prétendait prétendit prétendra"),
        ("promettre", "promet promettent promettait promit promirent promettra"),
        ("conclure", "conclut concluent concluait conclurent conclura"),
        ("requérir", "requiert requièrent requérait requit requerra"),
        ("croire", "croit croient croyait crut crurent croira"),
    ],
)
def test_finite_forms_of_a_verb(infinitive, finite):
    assert set(finite.split()) - forms(infinitive)["finite"] == set()


@pytest.mark.parametrize(
    ("infinitive", "participle", "gerund", "conditional"),
    [
        ("affirmer", "affirmé affirmée affirmés affirmées", "affirmant", "affirmerait affirmeraient"),
        ("annoncer", "annoncé annoncée annoncés annoncées", "annonçant", "annoncerait annonceraient"),
        ("juger", "jugé jugée jugés jugées", "jugeant", "jugerait jugeraient"),
        ("avertir", "averti avertie avertis averties", "avertissant", "avertirait avertiraient"),
        ("dire", "dit dite dits dites", "disant", "dirait diraient"),
        ("écrire", "écrit écrite écrits écrites", "écrivant", "écrirait écriraient"),
        ("craindre", "craint crainte craints craintes", "craignant", "craindrait craindraient"),
        ("prévenir", "prévenu prévenue prévenus prévenues", "prévenant", "préviendrait préviendraient"),
        ("promettre", "promis promise promises", "promettant", "promettrait promettraient"),
        ("croire", "cru crue crus crues", "croyant", "croirait croiraient"),
        ("répondre", "répondu répondue répondus répondues", "répondant", "répondrait répondraient"),
        (
            "reconnaître",
            "reconnu reconnue reconnus reconnues",
            "reconnaissant",
            "reconnaîtrait reconnaîtraient",
        ),
    ],
)
def test_participles_and_conditional_of_a_verb(infinitive, participle, gerund, conditional):
    made = forms(infinitive)
    assert list(made) == ["finite", "conditional", "participle", "gerund", "infinitive"]
    assert made["participle"] == set(participle.split())
    assert made["gerund"] == {gerund}
    assert made["conditional"] == set(conditional.split())
    assert made["conditional"] <= made["finite"]
    assert made["infinitive"] == {infinitive}


def test_every_verb_of_the_language_file_has_forms():
    data = languages.load("fr").data
    for entry in data["verbs"]:
        head = entry.removeprefix("se ").removeprefix("s'").split()[0]
        made = conjugate(head, data["conjugation"])
        assert all(made.values()), entry
        assert all(form.isalpha() and form.islower() for kind in made.values() for form in kind), entry


# --- the alias table


def test_read_aliases_by_folded_surface_in_lower_case(tmp_path: Path):
    path = tmp_path / "aliases.csv"
    path.write_text(
        HEADER + "L’Armateur,Norbert Vial,Compagnie du Port,person\nNorpresse,agence Norpresse,,\n",
        encoding="utf-8",
    )
    assert actors.read_aliases(path) == {
        "l'armateur": Alias("L’Armateur", "Norbert Vial", "Compagnie du Port", "person"),
        "norpresse": Alias("Norpresse", "agence Norpresse", None, None),
    }


def test_read_aliases_takes_a_byte_order_mark_and_spaces(tmp_path: Path):
    path = tmp_path / "aliases.csv"
    path.write_text(HEADER + " la  mairie , Vaubrun , , \n", encoding="utf-8-sig")
    assert actors.read_aliases(path) == {"la mairie": Alias("la  mairie", "Vaubrun", None, None)}


def test_a_missing_alias_table_is_an_empty_one(tmp_path: Path):
    assert actors.read_aliases(tmp_path / "aliases.csv") == {}


def test_a_missing_column_is_named(tmp_path: Path):
    path = tmp_path / "aliases.csv"
    path.write_text("surface,entity\nla mairie,Vaubrun\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as error:
        actors.read_aliases(path)
    assert str(error.value) == (
        "aliases.csv has no column actor, type. Write surface,entity,actor,type in its first line."
    )


@pytest.mark.parametrize("row", ["la halle,,,", ",Vaubrun,,", "la halle, ,Vaubrun,place"])
def test_a_row_without_surface_or_entity_is_named_by_its_line(tmp_path: Path, row: str):
    path = tmp_path / "aliases.csv"
    path.write_text(f"{HEADER}la mairie,Vaubrun,,\n{row}\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as error:
        actors.read_aliases(path)
    assert str(error.value) == (
        "aliases.csv, line 3: surface or entity is empty. Fill both, or remove the line."
    )


# --- who is meant


@pytest.mark.parametrize(
    ("article", "surface", "expected"),
    [
        (
            "Paul Ostier, patron de la brasserie du port, affirme que le houblon manque.",
            "Paul Ostier, patron de la brasserie du port",
            Identity("Paul Ostier", "brasserie du port", "person", "name"),
        ),
        (
            "Le patron de la brasserie du port, Paul Ostier, affirme que le houblon manque.",
            "Le patron de la brasserie du port, Paul Ostier",
            Identity("Paul Ostier", "brasserie du port", "person", "name"),
        ),
        (
            "Le porte-parole du ministère de la Pêche, Paul Ostier, affirme que le port fermera.",
            "Le porte-parole du ministère de la Pêche, Paul Ostier",
            Identity("Paul Ostier", "ministère de la Pêche", "person", "name"),
        ),
        (
            "L'historienne Odile Ferrand rappelle que la légende est née au port.",
            "L'historienne Odile Ferrand",
            Identity("Odile Ferrand", None, "person", "name"),
        ),
    ],
)
def test_a_full_name_is_found_on_either_side_of_its_function(article, surface, expected):
    assert meant(article, surface) == [expected]


def test_a_surname_means_the_full_name():
    article = "Paul Ostier affirme que le houblon manque. Ostier demande que la taxe soit levée."
    assert meant(article, "Paul Ostier", "Ostier") == [Identity("Paul Ostier", None, "person", "name")] * 2
    assert sources(article) == ["Paul Ostier", "Paul Ostier"]


def test_a_surname_known_only_later_means_the_full_name_too():
    article = "Ostier dénonce la taxe. Paul Ostier affirme que le houblon manque."
    assert sources(article) == ["Paul Ostier", "Paul Ostier"]


@pytest.mark.parametrize(
    ("article", "surface", "name"),
    [
        ("Paul Ostier est venu. M. Ostier demande un mur.", "M. Ostier", "Paul Ostier"),
        ("Odile Ferrand est venue. Mme Ferrand demande un mur.", "Mme Ferrand", "Odile Ferrand"),
        ("Mme Odile Ferrand est venue. Ferrand demande un mur.", "Ferrand", "Odile Ferrand"),
    ],
)
def test_m_and_mme_are_no_part_of_a_name(article, surface, name):
    assert [who.entity for who in meant(article, surface)] == [name]
    assert sources(article) == [name]


@pytest.mark.parametrize(("pronoun", "name"), [("Elle", "Odile Ferrand"), ("Il", "Paul Ostier")])
def test_a_pronoun_looks_back_for_its_gender(pronoun, name):
    for first, second in (
        ("La maire, Odile Ferrand,", "Le préfet, Paul Ostier,"),
        ("Mme Odile Ferrand", "M. Paul Ostier"),
    ):
        for one, other in ((first, second), (second, first)):
            article = f"{one} affirme que la digue tiendra. {other} affirme que la digue cédera. {pronoun} demande un mur."
            assert sources(article)[-1] == name, article


def test_a_plural_pronoun_looks_back_for_a_plural():
    article = "Les pêcheurs affirment que la mer monte. Paul Ostier dément la rumeur. Ils demandent un mur."
    assert sources(article) == ["pêcheurs", "Paul Ostier", "pêcheurs"]


def test_a_pronoun_finds_somebody_who_said_nothing():
    assert sources("Odile Ferrand marche devant. Les loups sont revenus, affirme-t-elle.") == [
        "Odile Ferrand"
    ]


def test_je_inside_a_quotation_is_whoever_is_quoted():
    text = "« Je demande que la digue soit refaite avant le printemps », écrit Paul Ostier."
    assert sources(text) == ["Paul Ostier", "Paul Ostier"]


def test_on_is_nobody():
    assert meant("Paul Ostier est venu. On dit que la mer monte.", "On") == [
        Identity(None, None, None, "pronoun")
    ]


def test_an_acronym_means_the_name_with_its_initials():
    article = "Le Comité des Riverains du Port dénonce le bruit. Le CRP demande un mur."
    full, short = meant(article, "Le Comité des Riverains du Port", "Le CRP")
    assert (full.entity, short.entity, short.how) == (
        "Comité des Riverains du Port",
        "Comité des Riverains du Port",
        "acronym",
    )
    assert sources(article) == ["Comité des Riverains du Port"] * 2


def test_an_acronym_without_a_name_stays_as_it_is():
    assert meant("Le CRP demande un mur.", "Le CRP") == [Identity("CRP", None, None, "acronym")]


@pytest.mark.parametrize(
    ("capital", "state"),
    [("Moscou", "Russie"), ("Paris", "France"), ("Pékin", "Chine"), ("Bruxelles", "Union européenne")],
)
def test_a_capital_means_its_state(capital, state):
    assert sources(f"{capital} affirme que le traité tiendra.") == [state]
    assert meant(f"{capital} affirme.", capital)[0].entity == state


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("L'agence Norpresse", "Norpresse"),
        ("La société Houblonor", "Houblonor"),
        ("La banque Orsel", "Orsel"),
        ("Le quotidien La Gazette", "La Gazette"),
    ],
)
def test_a_class_noun_before_a_name_is_no_part_of_it(surface, name):
    assert sources(f"{surface} affirme que la mer monte.") == [name]


def test_the_class_noun_alone_means_that_name_afterwards():
    assert sources("La banque Orsel affirme que la dette baisse. La banque demande un délai.") == [
        "Orsel",
        "Orsel",
    ]


@pytest.mark.parametrize(
    ("article", "names"),
    [
        (
            "Le maire, Paul Ostier, affirme que la digue tiendra. Le maire demande que la taxe soit levée.",
            ["Paul Ostier", "Paul Ostier"],
        ),
        (
            "Lise Aubert, avocate du notaire, affirme que le procès est nul. L'avocate demande un délai.",
            ["Lise Aubert", "Lise Aubert"],
        ),
        (
            "Selon l'entraîneur Norbert Vial, la saison est perdue. L'entraîneur promet de rester.",
            ["Norbert Vial", "Norbert Vial"],
        ),
        (
            "Le maire, Paul Ostier, et la préfète, Lise Aubert, sont venus. La préfète affirme que la digue tiendra.",
            ["Lise Aubert"],
        ),
    ],
)
def test_a_definite_function_means_who_holds_it(article, names):
    assert sources(article) == names


def test_a_name_that_the_article_gives_later_is_the_source_from_the_start():
    article = "Le maire affirme que la digue tiendra.\nLe maire, Paul Ostier, demande que la taxe soit levée."
    assert sources(article) == ["Paul Ostier", "Paul Ostier"]


@pytest.mark.parametrize("surface", ["la brasserie du port", "brasserie du port", "LA BRASSERIE DU PORT"])
def test_the_alias_table_wins_with_and_without_the_article(surface):
    row = Alias(surface, "Houblonor", "Groupe Orsel", "organisation")
    assert meant(
        "La brasserie du port dément toute pollution.", "La brasserie du port", aliases={surface.lower(): row}
    ) == [Identity("Houblonor", "Groupe Orsel", "organisation", "alias")]


def test_the_alias_table_wins_over_the_capital_and_over_the_full_name():
    aliases = {
        "moscou": Alias("Moscou", "mairie de Moscou", None, "organisation"),
        "paul ostier": Alias("Paul Ostier", "P. Ostier", "Houblonor", "person"),
    }
    assert meant(
        "Moscou dément. Paul Ostier dément. Ostier dément.",
        "Moscou",
        "Paul Ostier",
        "Ostier",
        aliases=aliases,
    ) == [
        Identity("mairie de Moscou", None, "organisation", "alias"),
        Identity("P. Ostier", "Houblonor", "person", "alias"),
        Identity("P. Ostier", "Houblonor", "person", "name"),
    ]
