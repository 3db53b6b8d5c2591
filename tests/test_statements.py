"""Who is said to have said what, one construction at a time, in sentences invented here."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import lines
from analysis.actors import Alias
from analysis.statements import extract

COLUMNS = {
    "statement_id": "str", "start": "int64", "end": "int64", "zone": "str", "kind": "str", "stance": "str",
    "hedged": "bool", "negated": "bool", "floating": "bool", "cue": "str", "cue_start": "Int64", "cue_end": "Int64",
    "cue_lemma": "str", "cue_kind": "str", "source_text": "str", "source_start": "Int64", "source_end": "Int64",
    "source": "str", "actor": "str", "content": "str", "content_spans": "str", "parent_id": "str", "depth": "int64",
    "chain": "str", "rule": "str",
}  # fmt: skip
STANCES = {
    "asserts", "reports", "accuses", "denies", "refuses", "demands", "concedes", "opines", "warns", "commits", "praises",
}  # fmt: skip


def said(text: str) -> list[str]:
    """Return each statement as « source | cue | content », with a dash for what is missing."""
    table = extract(text)[["source_text", "cue", "content"]].astype(object)
    return [" | ".join("-" if pd.isna(cell) else cell for cell in row) for row in table.to_numpy()]


def only(text: str) -> dict[str, object]:
    """Return the one statement of a text."""
    table = extract(text)
    assert len(table) == 1, said(text)
    return table.iloc[0].to_dict()


def assert_spans_hold(text: str, table: pd.DataFrame) -> None:
    """Check that every position gives the words that are stored beside it."""
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COLUMNS
    for row in table.to_dict("records"):
        parts = [tuple(map(int, part.split("-"))) for part in row["content_spans"].split("|")]
        assert all(0 <= start < end <= len(text) for start, end in parts)
        assert (row["start"], row["end"]) == (parts[0][0], max(end for _, end in parts))
        assert row["content"] == " … ".join(text[start:end] for start, end in parts)
        for name, words in (("cue", "cue"), ("source", "source_text")):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            assert pd.isna(start) == pd.isna(end) == pd.isna(row[words])
            if not pd.isna(start):
                assert 0 <= start < end <= len(text)
                assert row[words] == text[start:end]
        assert row["kind"] in {"direct", "indirect", "mixed"}
        assert row["stance"] in STANCES
        assert pd.isna(row["cue"]) == row["floating"] == (row["cue_kind"] == "none")
        assert (row["depth"] > 0) == (not pd.isna(row["parent_id"]))
    assert table["statement_id"].is_unique
    assert table["start"].is_monotonic_increasing
    assert set(table["parent_id"].dropna()) <= set(table["statement_id"])


# --- the table


def test_extract_has_exactly_these_columns_and_types():
    table = extract("Le préfet affirme que la digue tiendra.")
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COLUMNS


def test_extract_with_a_doc_id_begins_with_that_column():
    table = extract("Le préfet affirme que la digue tiendra.", doc_id="017")
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == {"doc_id": "str", **COLUMNS}
    assert table["doc_id"].tolist() == ["017"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "Le train est parti à l'heure. La gare est vide."])
def test_a_text_without_attribution_gives_an_empty_table_with_the_same_columns(text):
    assert extract(text).empty
    assert {name: str(dtype) for name, dtype in extract(text).dtypes.items()} == COLUMNS
    assert list(extract(text, doc_id="a").columns) == ["doc_id", *COLUMNS]


def test_every_value_of_one_statement():
    assert extract("Le préfet affirme que la digue tiendra.").astype(object).where(
        lambda table: table.notna(), None
    ).to_dict("records") == [
        {
            "statement_id": "text:10", "start": 18, "end": 38, "zone": "lead", "kind": "indirect", "stance": "asserts",
            "hedged": False, "negated": False, "floating": False, "cue": "affirme", "cue_start": 10, "cue_end": 17,
            "cue_lemma": "affirmer", "cue_kind": "verb", "source_text": "Le préfet", "source_start": 0, "source_end": 9,
            "source": "préfet", "actor": None, "content": "que la digue tiendra", "content_spans": "18-38",
            "parent_id": None, "depth": 0, "chain": "préfet", "rule": "subject and verb",
        }
    ]  # fmt: skip


def test_a_statement_is_named_by_its_document_and_the_position_of_its_cue():
    text = "La digue cédera, affirme Odile Ferrand."
    assert extract(text, doc_id="b7")["statement_id"].tolist() == [f"b7:{text.index('affirme')}"]
    assert extract(text)["statement_id"].tolist() == [f"text:{text.index('affirme')}"]


def test_a_floating_quotation_is_named_by_the_position_of_its_content():
    text = "« La digue tiendra », assure le maire. « Nous avons refait les pieux l'an dernier. »"
    assert extract(text, doc_id="a")["statement_id"].tolist() == [
        f"a:{text.index('assure')}",
        f"a:{text.rindex('«')}",
    ]


def test_statements_are_sorted_by_the_start_of_their_content():
    text = "La mer monte, affirme Odile Ferrand. Le préfet dément la rumeur.\nLe port fermera, selon Paul Ostier."
    table = extract(text)
    assert table["start"].tolist() == [0, text.index("la rumeur"), text.index("Le port")]
    assert table["cue"].tolist() == ["affirme", "dément", "selon"]


def test_only_kept_lines_and_the_title_are_read():
    page = (
        "Le préfet dément la rumeur\n"
        "Le maire a affirmé jeudi que la digue tiendrait, faute de crédits pour la refaire avant l'automne.\n"
        "« Nous n'avons pas le choix », a-t-il expliqué devant les riverains, réunis dans la grande salle du conseil.\n"
        "Photo : le préfet affirme que la digue tiendra / Jeanne Martin\n"
        "Partager sur Facebook\n"
    )
    assert extract(page)["zone"].tolist() == ["title", "lead", "body"]
    assert extract(page)["cue"].tolist() == ["dément", "a affirmé", "a-t-il expliqué"]
    labelled = lines.label(page)
    pd.testing.assert_frame_equal(extract(page, lines=labelled), extract(page))


def test_given_lines_decide_what_is_read():
    text = "Le préfet dément la rumeur.\nLe maire affirme que la digue tiendra.\nLe club dénonce le bruit."
    labelled = pd.DataFrame(
        {"start": [0, 28, 67], "end": [27, 66, 92], "zone": ["title", "body", "navigation"]}
    )
    assert extract(text, lines=labelled)["cue"].tolist() == ["dément", "affirme"]
    assert extract(text, lines=labelled)["zone"].tolist() == ["title", "body"]
    assert extract(text, lines=labelled[labelled["zone"] == "navigation"]).empty


def test_an_alias_gives_source_and_actor():
    aliases = {"le préfet": Alias("le préfet", "Lise Aubert", "préfecture du Nord", "person")}
    table = extract("Le préfet affirme que la digue tiendra.", aliases=aliases)
    assert table[["source_text", "source", "actor", "chain"]].to_numpy().tolist() == [
        ["Le préfet", "Lise Aubert", "préfecture du Nord", "Lise Aubert"]
    ]


def test_the_outlet_is_the_first_link_of_every_chain():
    text = "Selon l'agence Norpresse, le pêcheur accuse la banque Orsel de mentir."
    assert extract(text, outlet="La Gazette")["chain"].tolist() == [
        "La Gazette > Norpresse",
        "La Gazette > Norpresse > pêcheur",
    ]
    assert extract(text)["chain"].tolist() == ["Norpresse", "Norpresse > pêcheur"]


def test_a_language_without_a_file_is_refused():
    with pytest.raises(ValueError, match="xx"):
        extract("Le préfet affirme que la digue tiendra.", language="xx")


# --- constructions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le maire de Vaubrun a annoncé jeudi que la halle fermerait en mars.",
            "Le maire de Vaubrun | a annoncé | que la halle fermerait en mars",
        ),
        (
            "L'entraîneuse reconnaît que son équipe a manqué de souffle.",
            "L'entraîneuse | reconnaît | que son équipe a manqué de souffle",
        ),
        (
            "La chercheuse Odile Ferrand rappelle que les loups ne quittent guère la forêt.",
            "La chercheuse Odile Ferrand | rappelle | que les loups ne quittent guère la forêt",
        ),
        (
            "Le rapporteur du texte a souligné devant les sénateurs que la mesure coûterait huit millions.",
            "Le rapporteur du texte | a souligné | que la mesure coûterait huit millions",
        ),
    ],
)
def test_a_clause_with_que(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "La procureure résume : « Personne n'est venu ouvrir la porte. »",
            "La procureure | résume | « Personne n'est venu ouvrir la porte. »",
        ),
        (
            "Paul Ostier l'a dit sans détour : « Le houblon manque partout. »",
            "Paul Ostier | l'a dit | « Le houblon manque partout. »",
        ),
        ("Le capitaine ajoute : « On a mal défendu. »", "Le capitaine | ajoute | « On a mal défendu. »"),
    ],
)
def test_a_colon_and_a_quotation(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "« Le houblon manque partout », déplore Paul Ostier.",
            "Paul Ostier | déplore | « Le houblon manque partout »",
        ),
        (
            "La récolte sera maigre, prévient le syndicat des brasseurs.",
            "le syndicat des brasseurs | prévient | La récolte sera maigre",
        ),
        (
            "« Nous avons mal défendu », a reconnu l'entraîneur dans le vestiaire.",
            "l'entraîneur | a reconnu | « Nous avons mal défendu »",
        ),
        (
            "La halle fermera en mars, a annoncé jeudi le maire de Vaubrun.",
            "le maire de Vaubrun | a annoncé | La halle fermera en mars",
        ),
        (
            "« Le houblon », explique Paul Ostier, « manque partout ».",
            "Paul Ostier | explique | « Le houblon » … « manque partout »",
        ),
        ("« C'est fini ! » s'exclame Norbert Vial.", "Norbert Vial | s'exclame | « C'est fini ! »"),
    ],
)
def test_an_incise_with_a_noun(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected", "source"),
    [
        (
            "Paul Ostier est revenu mardi. « Le houblon manque partout », a-t-il expliqué.",
            "il | a-t-il expliqué | « Le houblon manque partout »",
            "Paul Ostier",
        ),
        (
            "Odile Ferrand marche devant. « Les loups sont là », dit-elle en riant.",
            "elle | dit-elle | « Les loups sont là »",
            "Odile Ferrand",
        ),
        (
            "Odile Ferrand marche devant. Les loups sont revenus, affirme-t-elle.",
            "elle | affirme-t-elle | Les loups sont revenus",
            "Odile Ferrand",
        ),
        (
            "Paul Ostier a quitté la salle. La taxe est injuste, a-t-il ajouté.",
            "il | a-t-il ajouté | La taxe est injuste",
            "Paul Ostier",
        ),
    ],
)
def test_an_incise_with_a_pronoun(text, expected, source):
    assert said(text) == [expected]
    assert only(text)["source"] == source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Selon Paul Ostier, le houblon manque partout.",
            "Paul Ostier | Selon | le houblon manque partout",
        ),
        (
            "D'après la préfecture, huit cents personnes ont défilé.",
            "la préfecture | D'après | huit cents personnes ont défilé",
        ),
        (
            "D'après Odile Ferrand, « les loups n'ont jamais quitté la forêt ».",
            "Odile Ferrand | D'après | « les loups n'ont jamais quitté la forêt »",
        ),
        (
            "Selon le quotidien La Gazette, la récolte sera maigre.",
            "le quotidien La Gazette | Selon | la récolte sera maigre",
        ),
    ],
)
def test_selon_at_the_head_of_a_sentence(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le houblon manque partout, selon Paul Ostier.", "Paul Ostier | selon | Le houblon manque partout"),
        (
            "Huit cents personnes ont défilé, d'après la préfecture.",
            "la préfecture | d'après | Huit cents personnes ont défilé",
        ),
        (
            "Les loups n’ont jamais quitté la forêt, d’après Odile Ferrand.",
            "Odile Ferrand | d’après | Les loups n’ont jamais quitté la forêt",
        ),
    ],
)
def test_selon_at_the_end_of_a_sentence(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le houblon, selon Paul Ostier, manquera partout cet hiver.",
            "Paul Ostier | selon | Le houblon … manquera partout cet hiver",
        ),
        (
            "La halle, d'après un rapport de la Cour des comptes, a coûté huit millions.",
            "un rapport de la Cour des comptes | d'après | La halle … a coûté huit millions",
        ),
        (
            "Les loups, selon Odile Ferrand, n'ont jamais quitté la forêt.",
            "Odile Ferrand | selon | Les loups … n'ont jamais quitté la forêt",
        ),
    ],
)
def test_selon_in_the_middle_leaves_two_spans(text, expected):
    assert said(text) == [expected]
    assert only(text)["content_spans"].count("|") == 1


def test_two_spans_are_positions_and_their_hull():
    text = "Le houblon, selon Paul Ostier, manquera partout."
    row = only(text)
    assert (row["content_spans"], row["start"], row["end"]) == ("0-10|31-47", 0, 47)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pour Odile Ferrand, les loups ne quitteront pas la forêt.",
            "Odile Ferrand | Pour | les loups ne quitteront pas la forêt",
        ),
        (
            "Pour l'historienne Odile Ferrand, la légende est née au port.",
            "l'historienne Odile Ferrand | Pour | la légende est née au port",
        ),
        ("Pour lui, la partie est perdue.", "lui | Pour | la partie est perdue"),
        (
            "Pour le président du club, la saison est perdue.",
            "le président du club | Pour | la saison est perdue",
        ),
    ],
)
def test_pour_before_somebody_gives_an_opinion(text, expected):
    assert said(text) == [expected]
    assert only(text)["stance"] == "opines"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le club promet de rembourser les billets.", "Le club | promet | de rembourser les billets"),
        ("La mairie a proposé de reporter la fête.", "La mairie | a proposé | de reporter la fête"),
        (
            "Le maire a demandé aux habitants de rester chez eux.",
            "Le maire | a demandé | de rester chez eux",
        ),
        ("La directrice a refusé de signer l'accord.", "La directrice | a refusé | de signer l'accord"),
    ],
)
def test_an_infinitive_with_de(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le chimiste affirme avoir découvert un pigment bleu.",
            "Le chimiste | affirme | avoir découvert un pigment bleu",
        ),
        (
            "Le brasseur dit ne plus vouloir vendre en ville.",
            "Le brasseur | dit | ne plus vouloir vendre en ville",
        ),
        (
            "L'avocate assure n'avoir reçu aucun courrier.",
            "L'avocate | assure | n'avoir reçu aucun courrier",
        ),
        ("Le prévenu nie être entré dans la maison.", "Le prévenu | nie | être entré dans la maison"),
    ],
)
def test_a_bare_infinitive(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le préfet accuse le maire de négliger la digue.",
            "Le préfet | accuse | le maire de négliger la digue",
        ),
        (
            "La procureure a accusé le notaire d'avoir détourné huit millions.",
            "La procureure | a accusé | le notaire d'avoir détourné huit millions",
        ),
        (
            "Les riverains accusent l'usine de polluer la rivière.",
            "Les riverains | accusent | l'usine de polluer la rivière",
        ),
        ("Le député accuse la ministre de mentir.", "Le député | accuse | la ministre de mentir"),
    ],
)
def test_accuser_begins_its_content_with_the_accused(text, expected):
    assert said(text) == [expected]
    assert only(text)["stance"] == "accuses"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "L'évêque a condamné l'attaque du presbytère.",
            "L'évêque | a condamné | l'attaque du presbytère",
        ),
        ("Le syndicat dénonce une réforme brutale.", "Le syndicat | dénonce | une réforme brutale"),
        ("La brasserie dément toute pollution.", "La brasserie | dément | toute pollution"),
        (
            "Le ministre a démenti les accusations de favoritisme.",
            "Le ministre | a démenti | les accusations de favoritisme",
        ),
        ("La ligue condamne ces violences.", "La ligue | condamne | ces violences"),
    ],
)
def test_a_noun_object(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les riverains se plaignent du bruit.", "Les riverains | se plaignent | du bruit"),
        (
            "Les parents se plaignent de ne pas être écoutés.",
            "Les parents | se plaignent | de ne pas être écoutés",
        ),
        ("Le joueur se plaint de douleurs au genou.", "Le joueur | se plaint | de douleurs au genou"),
    ],
)
def test_se_plaindre_de(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le préfet a déploré les dégâts et annoncé que la digue serait refaite.",
            ["Le préfet | a déploré | les dégâts", "Le préfet | annoncé | que la digue serait refaite"],
        ),
        (
            "Paul Ostier affirme que le houblon manque et demande que la taxe soit levée.",
            [
                "Paul Ostier | affirme | que le houblon manque",
                "Paul Ostier | demande | que la taxe soit levée",
            ],
        ),
        (
            "L'entraîneur a reconnu une erreur et annoncé son départ.",
            ["L'entraîneur | a reconnu | une erreur", "L'entraîneur | annoncé | son départ"],
        ),
        (
            "La chanteuse confirme la tournée et précise que Vaubrun n'aura pas de concert.",
            [
                "La chanteuse | confirme | la tournée",
                "La chanteuse | précise | que Vaubrun n'aura pas de concert",
            ],
        ),
    ],
)
def test_coordinated_verbs_repeat_their_subject(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le préfet a pris la parole, affirmant que la digue tiendrait.",
            "Le préfet | affirmant | que la digue tiendrait",
        ),
        (
            "Odile Ferrand a ouvert son carnet, expliquant que les loups étaient revenus.",
            "Odile Ferrand | expliquant | que les loups étaient revenus",
        ),
        (
            "Le témoin s'est levé, assurant n'avoir rien vu.",
            "Le témoin | assurant | n'avoir rien vu",
        ),
    ],
)
def test_a_participle_has_the_subject_of_its_sentence(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "first", "source", "content"),
    [
        (
            "Le maire a démenti la rumeur, tout en ajoutant que la halle fermerait.",
            "Le maire | a démenti | la rumeur",
            "Le maire",
            "que la halle fermerait",
        ),
        (
            "La ministre a salué l'accord, tout en soulignant que rien n'était signé.",
            "La ministre | a salué | l'accord",
            "La ministre",
            "que rien n'était signé",
        ),
    ],
)
def test_tout_en_and_a_gerund_share_the_subject_and_end_the_content_before(text, first, source, content):
    table = extract(text)
    assert said(text)[0] == first
    assert table.loc[1, ["source_text", "content", "depth"]].tolist() == [source, content, 0]
    assert table.loc[1, "cue"].endswith(("ajoutant", "soulignant"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "C'est le préfet qui affirme que la digue tiendra.",
            "le préfet | affirme | que la digue tiendra",
        ),
        (
            "Le préfet, qui affirme que la digue tiendra, recevra les riverains lundi.",
            "Le préfet | affirme | que la digue tiendra",
        ),
        (
            "Odile Ferrand, qui dénonce une chasse illégale, a porté plainte.",
            "Odile Ferrand | dénonce | une chasse illégale",
        ),
        (
            "Le train est retardé par les riverains qui dénoncent le bruit.",
            "les riverains | dénoncent | le bruit",
        ),
    ],
)
def test_a_relative_clause_has_its_antecedent_as_source(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (
            "Paul Ostier, patron de la brasserie du port, affirme que le houblon manque.",
            "Paul Ostier, patron de la brasserie du port",
            "Paul Ostier",
        ),
        (
            "Le patron de la brasserie du port, Paul Ostier, affirme que le houblon manque.",
            "Le patron de la brasserie du port, Paul Ostier",
            "Paul Ostier",
        ),
        (
            "La porte-parole de la préfecture, Lise Aubert, a indiqué que la digue tiendrait.",
            "La porte-parole de la préfecture, Lise Aubert",
            "Lise Aubert",
        ),
        (
            "« Le port fermera », a déclaré la ministre de la Pêche, Lise Aubert, devant les marins.",
            "la ministre de la Pêche, Lise Aubert",
            "Lise Aubert",
        ),
        (
            "« Le port fermera », a déclaré Lise Aubert, ministre de la Pêche.",
            "Lise Aubert, ministre de la Pêche",
            "Lise Aubert",
        ),
    ],
)
def test_function_and_apposed_name_belong_to_the_source(text, source, name):
    row = only(text)
    assert (row["source_text"], row["source"]) == (source, name)


@pytest.mark.parametrize(
    ("text", "expected", "lemma"),
    [
        (
            "Le club a fait savoir que le match aurait lieu lundi.",
            "Le club | a fait savoir | que le match aurait lieu lundi",
            "faire savoir",
        ),
        (
            "Le ministre laisse entendre que la taxe sera levée.",
            "Le ministre | laisse entendre | que la taxe sera levée",
            "laisser entendre",
        ),
        (
            "Le théâtre a fait valoir que la salle était pleine.",
            "Le théâtre | a fait valoir | que la salle était pleine",
            "faire valoir",
        ),
    ],
)
def test_verbs_of_two_words(text, expected, lemma):
    assert said(text) == [expected]
    assert only(text)["cue_lemma"] == lemma


@pytest.mark.parametrize(
    ("text", "expected", "lemma"),
    [
        (
            "Le préfet vient d'accuser le maire de négliger la digue.",
            "Le préfet | vient d'accuser | le maire de négliger la digue",
            "accuser",
        ),
        (
            "La fédération vient de démentir la rumeur.",
            "La fédération | vient de démentir | la rumeur",
            "démentir",
        ),
        (
            "La banque vient d'annoncer la fermeture de douze agences.",
            "La banque | vient d'annoncer | la fermeture de douze agences",
            "annoncer",
        ),
    ],
)
def test_venir_de_belongs_to_the_cue(text, expected, lemma):
    assert said(text) == [expected]
    assert only(text)["cue_lemma"] == lemma


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le syndicat a de son côté dénoncé une réforme brutale.",
            "Le syndicat | a de son côté dénoncé | une réforme brutale",
        ),
        (
            "La préfète a également précisé que la route rouvrirait lundi.",
            "La préfète | a également précisé | que la route rouvrirait lundi",
        ),
        (
            "Paul Ostier a pour sa part estimé que le houblon manquerait.",
            "Paul Ostier | a pour sa part estimé | que le houblon manquerait",
        ),
        ("La ligue a elle aussi condamné ces violences.", "La ligue | a elle aussi condamné | ces violences"),
    ],
)
def test_words_between_auxiliary_and_participle_belong_to_the_cue(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "Le maire affirme que la digue tiendra. « Nous avons refait les pieux l'an dernier. »",
            "maire",
            "« Nous avons refait les pieux l'an dernier. »",
        ),
        (
            "La salle se vide. « Je n'ai rien signé », répète Norbert Vial. « On m'a volé mon nom et mon théâtre. »",
            "Norbert Vial",
            "« On m'a volé mon nom et mon théâtre. »",
        ),
    ],
)
def test_a_floating_quotation_belongs_to_whoever_spoke_last(text, source, content):
    row = extract(text).astype(object).where(lambda table: table.notna(), None).iloc[-1]
    assert row[["floating", "cue_kind", "cue", "cue_lemma", "source_text", "source", "content"]].tolist() == [
        True,
        "none",
        None,
        None,
        None,
        source,
        content,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "« La digue tiendra. Nous avons refait les pieux », assure le maire.",
            "le maire | assure | « La digue tiendra. Nous avons refait les pieux »",
        ),
        ("« C'est fini ! Je pars », lance Norbert Vial.", "Norbert Vial | lance | « C'est fini ! Je pars »"),
        (
            "« Je n'ai rien signé. On m'a volé mon nom », répète Norbert Vial.",
            "Norbert Vial | répète | « Je n'ai rien signé. On m'a volé mon nom »",
        ),
    ],
)
def test_a_quotation_over_two_sentences_is_one_statement(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "inner", "chain"),
    [
        (
            "« Le notaire affirme qu'il n'a jamais vu cette lettre », a déclaré la procureure Lise Aubert.",
            "Le notaire | affirme | qu'il n'a jamais vu cette lettre",
            "Lise Aubert > notaire",
        ),
        (
            "« Selon le maire, la salle rouvrira en mai », rapporte Norbert Vial.",
            "le maire | Selon | la salle rouvrira en mai",
            "Norbert Vial > maire",
        ),
        (
            "« Je demande que la digue soit refaite avant le printemps », écrit Paul Ostier.",
            "Je | demande | que la digue soit refaite avant le printemps",
            "Paul Ostier",
        ),
    ],
)
def test_an_attribution_inside_a_quotation_is_its_child(text, inner, chain):
    table = extract(text)
    assert said(text)[1:] == [inner]
    assert table["depth"].tolist() == [0, 1]
    assert table["parent_id"].tolist()[1:] == table["statement_id"].tolist()[:1]
    assert pd.isna(table.loc[0, "parent_id"])
    assert table.loc[1, "chain"] == chain


@pytest.mark.parametrize(
    ("text", "expected", "chain"),
    [
        (
            "Selon l'agence Norpresse, le pêcheur accuse la banque de mentir.",
            [
                "l'agence Norpresse | Selon | le pêcheur accuse la banque de mentir",
                "le pêcheur | accuse | la banque de mentir",
            ],
            "Norpresse > pêcheur",
        ),
        (
            "D'après un rapport, la mairie a reconnu une erreur.",
            [
                "un rapport | D'après | la mairie a reconnu une erreur",
                "la mairie | a reconnu | une erreur",
            ],
            "rapport > mairie",
        ),
        (
            "Le syndicat affirme que la banque lui a promis de rembourser les clients.",
            [
                "Le syndicat | affirme | que la banque lui a promis de rembourser les clients",
                "la banque | lui a promis | de rembourser les clients",
            ],
            "syndicat > banque",
        ),
    ],
)
def test_an_attribution_inside_an_attribution_is_its_child(text, expected, chain):
    table = extract(text)
    assert said(text) == expected
    assert table["depth"].tolist() == [0, 1]
    assert table.loc[1, "parent_id"] == table.loc[0, "statement_id"]
    assert table.loc[1, "chain"] == chain


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("Le notaire aurait détourné huit millions, selon la procureure.", True),
        ("La salle serait vide, selon Norbert Vial.", True),
        ("La procureure affirme que le notaire aurait détourné huit millions.", True),
        ("Le préfet aurait affirmé que la digue tiendrait.", True),
        ("Le préfet a affirmé que la digue tiendrait.", False),
        ("Le notaire a détourné huit millions, selon la procureure.", False),
    ],
)
def test_hedged_where_a_conditional_keeps_a_distance(text, hedged):
    assert only(text)["hedged"] is hedged


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Le maire n'a pas dit que la halle fermerait.", "n'a pas dit"),
        ("Le préfet ne précise pas si la digue tiendra.", "ne précise pas"),
        ("La banque n'a jamais affirmé que la salle fermerait.", "n'a jamais affirmé"),
    ],
)
def test_a_negated_cue_is_flagged(text, cue):
    row = only(text)
    assert (row["cue"], row["negated"]) == (cue, True)


def test_a_negation_in_what_is_said_does_not_negate_the_cue():
    assert only("Le maire affirme que la halle ne fermera pas.")["negated"] is False


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le maire affirme que « la digue tiendra encore dix ans ».", "direct"),
        ("« La digue tiendra », assure le maire.", "direct"),
        ("Le maire dénonce « un mépris sans précédent ».", "direct"),
        ("Le maire affirme que la digue « tiendra encore dix ans ».", "mixed"),
        ("Le maire dénonce un mépris « sans précédent ».", "mixed"),
        ("Le maire affirme que la digue tiendra encore dix ans.", "indirect"),
        ("Selon le maire, la digue tiendra.", "indirect"),
    ],
)
def test_kind_tells_which_words_stand_between_marks(text, kind):
    assert only(text)["kind"] == kind


@pytest.mark.parametrize(
    ("text", "stance", "lemma"),
    [
        ("La préfète précise que la route rouvrira lundi.", "asserts", "préciser"),
        ("Selon Paul Ostier, le houblon manque.", "asserts", "selon"),
        ("Selon l'agence Norpresse, la récolte sera maigre.", "reports", "selon"),
        ("Selon une étude, le sel est dangereux.", "reports", "selon"),
        ("La Gazette révèle que le notaire possédait une île.", "reports", "révéler"),
        ("Le quotidien rapporte que la halle fermera.", "reports", "rapporter"),
        ("Norbert Vial critique la politique de la ville.", "accuses", "critiquer"),
        ("L'avocate nie que son client ait fui.", "denies", "nier"),
        ("Le syndicat réfute toute violence.", "denies", "réfuter"),
        ("Le syndicat rejette l'accord.", "refuses", "rejeter"),
        ("La directrice refuse de signer l'accord.", "refuses", "refuser"),
        ("Le maire exige que la digue soit refaite.", "demands", "exiger"),
        ("Le syndicat réclame une hausse des salaires.", "demands", "réclamer"),
        ("Le maire appelle les habitants à économiser l'eau.", "demands", "appeler"),
        ("Le joueur avoue avoir triché.", "concedes", "avouer"),
        ("Le maire concède que la digue a souffert.", "concedes", "concéder"),
        ("L'analyste juge que la dette est trop lourde.", "opines", "juger"),
        ("Le médecin estime que le sel est dangereux.", "opines", "estimer"),
        ("Le maire prévient que la digue cédera.", "warns", "prévenir"),
        ("Le préfet alerte sur la hausse des eaux.", "warns", "alerter"),
        ("Le maire a mis en garde contre la montée des eaux.", "warns", "mettre en garde"),
        ("Le maire promet que la digue sera refaite.", "commits", "promettre"),
        ("La fédération menace de boycotter la course.", "commits", "menacer"),
        ("L'évêque a salué le courage des sauveteurs.", "praises", "saluer"),
        ("Le maire a remercié les pompiers.", "praises", "remercier"),
    ],
)
def test_stance_is_that_of_the_cue(text, stance, lemma):
    row = only(text)
    assert (row["stance"], row["cue_lemma"]) == (stance, lemma)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le préfet a déclaré à l'AFP que la digue tiendrait.",
            "Le préfet | a déclaré | que la digue tiendrait",
        ),
        (
            "« La digue tiendra », a déclaré à l'AFP le préfet de Vaubrun.",
            "le préfet de Vaubrun | a déclaré | « La digue tiendra »",
        ),
        (
            "« Le musée fermera », a indiqué à Norpresse la directrice.",
            "la directrice | a indiqué | « Le musée fermera »",
        ),
        (
            "La directrice a indiqué à la presse que le musée fermerait.",
            "La directrice | a indiqué | que le musée fermerait",
        ),
    ],
)
def test_whoever_is_spoken_to_is_neither_source_nor_content(text, expected):
    assert said(text) == [expected]


# --- what is no statement


@pytest.mark.parametrize(
    "text",
    [
        "La demande du syndicat reste sans réponse.",
        "La demande a dépassé l'offre au mois de mars.",
        "Un rapport attend le préfet sur son bureau.",
        "L'annonce du départ a surpris les joueurs.",
        "L'annonce d'une grève, la demande de congés et la note de service sont affichées dans le couloir.",
        "La note du restaurant était salée.",
        "Le juge est entré dans la salle, la robe sur le bras.",
        "Le notaire a été déclaré coupable de fraude.",
        "Les dégâts sont estimés à 3 millions d'euros.",
        "Le coût, estimé à 3 millions d'euros, sera partagé.",
        "Autrement dit, la partie est finie.",
        "L'équipe, autrement dit onze joueurs fatigués, a quitté le terrain.",
        "Il faut que la digue soit refaite avant mars.",
        "Pour dormir, il faut une couverture.",
        "Le maire affirmeque la digue tiendra.",
    ],
)
def test_words_that_look_like_an_attribution(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Épluchez les pommes, coupez-les en dés et faites-les revenir dans le beurre. Ajoutez le sucre, puis laissez "
        "cuire vingt minutes à feu doux.",
        "Le temps restera gris sur la côte ce matin. Les éclaircies annoncées pour l'après-midi seront brèves et les "
        "températures iront de 8 à 12 degrés.",
        "En cliquant sur « Accepter », vous consentez au dépôt de cookies par nos partenaires ; ces traceurs mesurent "
        "l'audience de notre site, et vous pouvez à tout moment modifier vos choix.",
        "The mayor said on Thursday that the covered market would be rebuilt before next summer at the latest.",
        "Le marché rouvrira mardi en début d'après-midi, et la halle mercredi.",
        "ACCUEIL\nPOLITIQUE\nSPORTS\nMÉTÉO\nABONNEZ-VOUS",
    ],
    ids=["recipe", "weather", "consent", "English", "after noon", "menu"],
)
def test_texts_in_which_nobody_speaks(text):
    assert said(text) == []


@pytest.mark.parametrize("text", ["Le selon-", "La digue tiendra, selon - ."])
def test_marks_alone_are_no_source(text):
    assert said(text) == []


# --- typography and bad input


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("« ", " »"), ("«", "»"), ("«\u00a0", "\u202f»"), ('"', '"'), ("“", "”"), ("„", "“")],
)
def test_every_pair_of_marks_is_a_quotation(opening, closing):
    row = only(f"{opening}La digue tiendra{closing}, assure le maire.")
    assert (row["content"], row["kind"]) == (f"{opening}La digue tiendra{closing}", "direct")
    row = only(f"Le maire affirme : {opening}La digue tiendra encore.{closing}")
    assert (row["content"], row["kind"]) == (f"{opening}La digue tiendra encore.{closing}", "direct")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "« La « digue » tiendra encore », assure le maire.",
            "le maire | assure | « La « digue » tiendra encore »",
        ),
        ("Le maire a affirmé : « La digue tiendra", "Le maire | a affirmé | « La digue tiendra"),
        ("Le maire affirme que l’eau monte.", "Le maire | affirme | que l’eau monte"),
        ("La digue tiendra,assure le maire.", "le maire | assure | La digue tiendra"),
        ("— La digue tiendra encore, assure le maire.", "le maire | assure | La digue tiendra encore"),
        ("Le maire affirme que la digue tiendra", "Le maire | affirme | que la digue tiendra"),
        ("« Non », dit-il", "il | dit-il | « Non »"),
        (
            "LE MAIRE AFFIRME QUE LA DIGUE TIENDRA ENCORE DIX ANS.",
            "LE MAIRE | AFFIRME | QUE LA DIGUE TIENDRA ENCORE DIX ANS",
        ),
        ("« LA DIGUE TIENDRA », ASSURE LE MAIRE.", "LE MAIRE | ASSURE | « LA DIGUE TIENDRA »"),
        ("Selon LaGazette Vaubrun, ladigue tiendra.", "LaGazette Vaubrun | Selon | ladigue tiendra"),
        ('Le maire a dit : "La "digue" tiendra".', 'Le maire | a dit | "La "digue" tiendra"'),
        (
            "Le maire affirme que la digue tiendra 🌊 encore dix ans.",
            "Le maire | affirme | que la digue tiendra 🌊 encore dix ans",
        ),
        (
            "Le maire affirme que \u202eהסכר\u202c tiendra.",
            "Le maire | affirme | que \u202eהסכר\u202c tiendra",
        ),
        (
            "Le maire affirme que la\x07 digue\x00 tiendra.",
            "Le maire | affirme | que la\x07 digue\x00 tiendra",
        ),
    ],
)
def test_broken_typography_is_read_as_far_as_it_goes(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "« La digue tiendra, assure le maire.",
        "La digue tiendra », assure le maire.",
        "« « La digue » tiendra « , assure » le maire.",
        "“La digue tiendra», assure le maire.",
        '"La digue" tiendra", assure "le maire.',
        "»»» dit le maire «««",
        "قال العمدة إن السد صامد.",
        "Lemaireaffirmequeladiguetiendra,assurelepréfet.",
        "🌊🌊 : « 🌊 », dit 🌊.",
        "selon",
        "Selon , ,",
        "d'après « »",
        "que que que dit-il dit-elle",
        "\x00\x01\x02",
    ],
)
def test_marks_and_words_in_disorder_never_raise_and_keep_positions(text):
    assert_spans_hold(text, extract(text))


def test_a_text_without_paragraphs_gives_the_same_statements_as_with_them():
    pieces = [
        "Le maire affirme que la digue tiendra.",
        "« Elle cédera », prévient Odile Ferrand.",
        "La mer monte, selon Paul Ostier.",
    ]
    expected = [
        "Le maire | affirme | que la digue tiendra",
        "Odile Ferrand | prévient | « Elle cédera »",
        "Paul Ostier | selon | La mer monte",
    ]
    assert said("\n".join(pieces)) == said(" ".join(pieces)) == expected


def test_a_sentence_of_five_thousand_words_is_read_from_its_beginning():
    content = "que " + "la digue tient et " * 1250 + "l'eau monte"
    row = only(f"Le maire affirme {content}.")
    assert (row["source_text"], row["cue"]) == ("Le maire", "affirme")
    # a sentence is cut somewhere: what is read is a long beginning of what is said
    assert content.startswith(row["content"])
    assert len(row["content"].split()) > 300


@pytest.mark.parametrize("end", ["\n", " "], ids=["lines", "one line"])
def test_an_article_of_a_million_characters(end):
    piece = (
        "Le maire de Vaubrun affirme que la digue tiendra. « Nous avons refait les pieux », a-t-il ajouté. "
        "Le vent est tombé." + end
    )
    count = 1_000_000 // len(piece) + 1
    table = extract(piece * count)
    assert table.shape == (2 * count, len(COLUMNS))
    assert table["cue"].tolist() == ["affirme", "a-t-il ajouté"] * count
    assert set(table["source"]) == {"maire de Vaubrun"}


WORDS = (
    "Le", "maire", "la", "préfète", "Paul", "Ostier", "Odile Ferrand", "affirme", "que", "qu'", "qui", "a", "n'a pas",
    "déclaré", "dit", "dit-il", "a-t-elle ajouté", "selon", "Selon", "d'après", "pour", "Pour", "accuse", "de", "d’",
    "avoir", "dénonce", "le bruit", "par", "été", "contesté", "vient d'", "annoncer", "en ajoutant", "tout en", "fait",
    "savoir", "l’", "l'", "je", "nous", "digue", "tiendra", "aurait", "M.", "AFP", "à l'AFP", "3", "millions",
    ",", ".", ":", ";", "!", "?", "…", "(", ")", "—", "-", "«", "»", "« ", " »", "“", "”", '"', "'", "‹", "›", "„",
    "\u00a0", "\u202f", "\u200b", "\t", "\n", "\r\n", "\n\n", "🌊", "👩\u200d🚒", "\u202e", "\u202c", "السد", "הסכר",
    "\x00", "\x07", "\x1b", "\u2028", "\x85", "\ufeff", "e\u0301", "İ", "ß", "ﬁ",
)  # fmt: skip
SPACES = st.sampled_from(["", " ", " ", " ", "\u00a0"])


@given(st.lists(st.tuples(st.sampled_from(WORDS), SPACES), max_size=60))
def test_every_span_gives_its_words_in_any_french_like_text(pieces):
    text = "".join(word + space for word, space in pieces)
    assert_spans_hold(text, extract(text))


@given(st.text(max_size=200))
def test_every_span_gives_its_words_in_any_text(text):
    assert_spans_hold(text, extract(text))


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Le gouvernement a annoncé que le port fermerait.", "Le gouvernement", "que le port fermerait"),
        ("Le parlement demande que la loi soit revue.", "Le parlement", "que la loi soit revue"),
        ("La digue tiendra, affirme le gouvernement.", "le gouvernement", "La digue tiendra"),
        ("Ce diagnostic est contesté par plusieurs économistes.", "plusieurs économistes", "Ce diagnostic"),
        ("« La digue tiendra », a déclaré à l'AFP Paul Ostier.", "Paul Ostier", "« La digue tiendra »"),
        ("Le club a démenti, mardi, tout contact avec le joueur.", "Le club", "tout contact avec le joueur"),
        (
            "La lettre est signée de Paul Ostier, qui affirme que la digue cédera.",
            "Paul Ostier",
            "que la digue cédera",
        ),
        ("Les riverains qui dénoncent le bruit ont écrit au préfet.", "Les riverains", "le bruit"),
        (
            "« Le houblon, explique Paul Ostier, manque partout. »",
            "Paul Ostier",
            "« Le houblon … manque partout. »",
        ),
        (
            "Odile Ferrand s'inquiète de la disparition des loups.",
            "Odile Ferrand",
            "de la disparition des loups",
        ),
    ],
)
def test_constructions_that_a_first_reading_got_wrong(text, source, content):
    found = extract(text)
    assert found[["source_text", "content"]].values.tolist() == [[source, content]]


def test_a_future_in_the_past_is_not_a_hedge():
    assert not extract("La procureure a précisé que l'enquête serait close lundi.")["hedged"].any()
    assert extract("Selon la police, le suspect serait en fuite.")["hedged"].all()
    assert extract("Le maire a dit que le pont aurait cédé.")["hedged"].all()


@pytest.mark.parametrize("word", ["Ostier ", "l'", "« ", "M. "])
def test_a_line_of_one_word_again_and_again_attributes_nothing(word):
    assert said(word * 20_000) == []


def test_hundreds_of_marks_that_are_never_closed_end_the_reading_and_not_the_article():
    table = extract("« Ce n'est pas un pont, a dit le ministre lundi 3 mars 2017. " * 300)
    assert len(table) > 0
