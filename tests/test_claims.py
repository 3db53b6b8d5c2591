"""Claims: what the rule codes, what a person decides, what nobody has named yet."""

import json

import pandas as pd
import pytest
from conftest import ROOT

from analysis import actors, claims
from analysis.claims import wording
from analysis.errors import AnnotationError

BOOK = claims.check_codebook(
    pd.DataFrame(
        {
            "claim": ["aide", "refus", "convoi"],
            "definition": [
                "La coalition a aidé ou soutenu la milice.",
                "La coalition a refusé de frapper le convoi.",
                "La coalition ne mène pas d'opérations avec des tiers.",
            ],
            "required": ["soutenir|soutien|aider|aide", "refuser|refus; frapper|frappe", "mener|tiers"],
        }
    )
)


def told(*rows):
    """Return statements from (content, and what else is known of them)."""
    made = [
        {
            "statement_id": f"a:{i * 100}",
            "doc_id": "a",
            "start": i * 100,
            "content": content,
            "source": None,
            "stance": "asserts",
            "cue": None,
            "cue_lemma": None,
            "negated": False,
            **(known[0] if known else {}),
        }
        for i, (content, *known) in enumerate(rows)
    ]
    return pd.DataFrame(made)


def coded(*rows, **options):
    """Return the codes of statements as (claim, polarity) by statement."""
    statements = told(*rows)
    made = claims.assign(statements, BOOK, aliases={}, **options)
    return [
        [(row.claim, row.polarity) for row in made.loc[made["statement_id"] == name].itertuples()]
        for name in statements["statement_id"]
    ]


# --- the rule ---------------------------------------------------------------------------------------------------


def test_a_claim_needs_a_term_of_each_required_group():
    assert coded(("la coalition a refusé de frapper le convoi",)) == [[("refus", 1)]]
    assert coded(("la coalition a vu passer le convoi",)) == [[]]


def test_a_statement_may_carry_several_claims():
    both = "la coalition a soutenu la milice et refusé de frapper le convoi"
    assert coded((both,)) == [[("aide", 1), ("refus", 1)]]


@pytest.mark.parametrize(
    ("content", "known", "polarity"),
    [
        ("la coalition a soutenu la milice", {}, 1),
        ("la coalition n'a jamais soutenu la milice", {}, -1),
        ("la coalition n’a toutefois pas pu soutenir la milice", {}, -1),
        ("ne pas avoir soutenu la milice", {}, -1),
        ("avoir soutenu la milice", {"stance": "denies", "cue": "dément", "cue_lemma": "démentir"}, -1),
        ("n'avoir jamais soutenu la milice", {"stance": "denies", "cue": "dément"}, 1),
        ("les accusations de soutien à la milice", {"stance": "refuses", "cue": "rejette"}, -1),
        ("la coalition a soutenu la milice", {"negated": True, "cue_lemma": "dire"}, -1),
        ("la coalition n'apporte aucun soutien à la milice", {}, -1),
        ("jamais la coalition n'a soutenu la milice", {}, -1),
        ("la coalition n'a en aucun cas soutenu la milice", {}, -1),
        ("à aucun moment la coalition n'a soutenu la milice", {}, -1),
        ("qu'il est faux que la coalition soutient la milice", {}, -1),
        ("que le soutien de la coalition à la milice est un mensonge", {}, -1),
        ("qu'il n'est pas vrai que la coalition soutient la milice", {}, -1),
        ("la coalition ne soutient pas seulement la milice", {}, 1),
    ],
)
def test_polarity_follows_negation_and_denial(content, known, polarity):
    assert coded((content, known)) == [[("aide", polarity)]]


def test_a_refusal_asserts_the_claim_of_a_refusal_and_turns_down_another():
    refuses = {"stance": "refuses", "cue": "a refusé", "source": "la coalition"}
    assert coded(("de frapper le convoi", refuses)) == [[("refus", 1)]]
    assert coded(("de soutenir la milice", refuses)) == [[("aide", -1)]]


def test_whoever_speaks_of_themselves_is_part_of_the_claim():
    book = claims.check_codebook(
        pd.DataFrame(
            {
                "claim": ["aide"],
                "definition": ["La coalition a aidé ou soutenu la milice."],
                "required": ["coalition; soutenir|soutien|aider|aide"],
            }
        )
    )
    said = told(
        ("avoir soutenu la milice", {"source": "coalition", "stance": "denies", "cue": "dément"}),
        ("« Nous n'avons jamais soutenu la milice »", {"source": "porte-parole de la coalition"}),
        ("ne pas avoir soutenu la milice", {"source": "coalition", "cue": "assure"}),
        ("le maire a soutenu la milice", {"source": "coalition"}),
    )
    made = claims.assign(said, book, aliases={})
    assert made[["statement_id", "polarity"]].to_numpy().tolist() == [
        ["a:0", -1],
        ["a:100", -1],
        ["a:200", -1],
    ]


def test_an_accusation_called_false_is_denied():
    false = "de fausses les accusations selon lesquelles la coalition soutient la milice"
    assert coded((false, {"stance": "opines", "cue": "a qualifié"})) == [[("aide", -1)]]


def test_a_claim_that_negates_is_asserted_by_a_negation():
    assert coded(("la coalition ne mène pas d'opérations avec des tiers",)) == [[("convoi", 1)]]
    assert coded(("la coalition mène des opérations avec des tiers",)) == [[("convoi", -1)]]


def test_what_was_not_confirmed_is_neither_asserted_nor_denied():
    known = {"negated": True, "cue_lemma": "confirmer"}
    assert coded(("que la coalition ait soutenu la milice", known)) == [[]]


def test_a_denial_of_this_information_denies_what_was_said_before():
    before = ("la coalition a soutenu la milice", {"source": "le ministère"})
    denied = ("cette information", {"stance": "denies", "cue": "a démenti"})
    made = claims.assign(told(before, denied), BOOK, aliases={})
    assert made[["statement_id", "claim", "polarity", "note"]].to_numpy().tolist()[1] == [
        "a:100",
        "aide",
        -1,
        "points back to the statement before",
    ]
    # not across articles
    apart = told(before, denied)
    apart.loc[1, ["doc_id", "start"]] = ["b", 0]
    assert len(claims.assign(apart, BOOK, aliases={})) == 1


def test_names_are_compared_as_entities_and_acronyms_with_their_capitals():
    table = {
        "ei": actors.Alias("EI", "Daech", None, "group"),
        "état islamique": actors.Alias("État islamique", "Daech", None, "group"),
    }
    names = wording.names_of(table)
    assert wording.read("l'État islamique et l'EI", names).terms == ("Daech", "Daech")
    assert wording.read("Daech", names).terms == ("Daech",)
    assert "Daech" not in wording.read("ei", names).terms


def test_the_same_statement_gets_the_same_code_in_every_corpus():
    alone = claims.assign(told(("la coalition aide la milice",)), BOOK, aliases={})
    among = claims.assign(
        told(("la coalition aide la milice",), *[("le prix du blé",)] * 30), BOOK, aliases={}
    )
    pd.testing.assert_frame_equal(alone, among)


def test_the_codes_table_has_its_columns_and_is_ordered_like_the_statements():
    statements = told(("la coalition aide la milice",), ("elle refuse de frapper le convoi",))
    made = claims.assign(statements.iloc[::-1], BOOK, aliases={})
    assert list(made.columns) == ["doc_id", "statement_id", "claim", "polarity", "coder", "score", "note"]
    assert made["coder"].tolist() == ["rule", "rule"]
    assert made["score"].between(0, 1).all()
    assert claims.assign(statements.head(0), BOOK, aliases={}).empty


def test_a_threshold_leaves_doubtful_statements_uncoded():
    assert coded(("une aide",), threshold=0.9) == [[]]
    with pytest.raises(ValueError, match="threshold must lie between 0 and 1, not 3"):
        coded(("une aide",), threshold=3)


# --- a person decides -------------------------------------------------------------------------------------------


def decisions(*rows):
    return pd.DataFrame(rows, columns=["statement_id", "claim", "polarity", "coder"])


def test_hand_decisions_win_and_may_say_that_there_is_no_claim():
    statements = told(("la coalition aide la milice",), ("elle refuse de frapper le convoi",))
    hand = decisions(("a:0", "refus", -1, "Ana"), ("a:100", None, None, "Ana"))
    made = claims.assign(statements, BOOK, codes=hand, aliases={})
    assert made[["statement_id", "claim", "polarity", "coder"]].astype(object).where(
        made[["statement_id", "claim", "polarity", "coder"]].notna(), None
    ).to_numpy().tolist() == [["a:0", "refus", -1, "Ana"], ["a:100", None, None, "Ana"]]


def test_of_two_coders_the_first_in_the_file_counts():
    hand = decisions(("a:0", "refus", 1, "Ana"), ("a:0", "aide", 1, "Ben"))
    made = claims.assign(told(("un mot",)), BOOK, codes=hand, aliases={})
    assert made[["claim", "coder"]].to_numpy().tolist() == [["refus", "Ana"]]


def test_a_decision_whose_statement_is_gone_is_reported_not_lost():
    statements = told(("la coalition aide la milice",))
    hand = decisions(("a:0", "aide", 1, "Ana"), ("a:7", "aide", 1, "Ana"))
    message = (
        r"1 of 2 hand decisions name a statement that is not in the table \(a:7\)\. "
        r"They are kept in codes\.csv; claims\.orphans lists them\."
    )
    with pytest.warns(UserWarning, match=message):
        claims.assign(statements, BOOK, codes=hand, aliases={})
    assert claims.orphans(statements, hand)["statement_id"].tolist() == ["a:7"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("a:0", "guerre", 1, "Ana"),
            r"row 2 \(a:0\): the claim 'guerre' is not in the code book, which has aide, ",
        ),
        (
            ("a:0", "aide", 2, "Ana"),
            r"row 2 \(a:0\): polarity is 2. Write 1 where the source asserts the claim",
        ),
        (("a:0", "aide", None, "Ana"), r"row 2 \(a:0\): polarity is None"),
        (("a:0", "aide", 1, "rule"), "a hand decision needs the name of a person as coder, not 'rule'"),
        (("", "aide", 1, "Ana"), "row 2: the statement_id is empty"),
    ],
)
def test_a_decision_that_cannot_be_used_is_named(row, message):
    with pytest.raises(AnnotationError, match=message):
        claims.assign(told(("un mot",)), BOOK, codes=decisions(row), aliases={})


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("claim,definition\na,x\na,y\n", "claims.csv, row 3: the claim 'a' stands there twice."),
        ("claim,definition\n,x\n", "claims.csv, row 2: the claim is empty."),
        ("claim,definition\na,\n", "row 2: 'a' has neither definition nor examples."),
        (
            "claim,label\na,x\n",
            "claims.csv has no column definition. Its first line must name claim, definition.",
        ),
        ("", "claims.csv cannot be read"),
    ],
)
def test_a_code_book_that_cannot_be_used_is_told_by_row(tmp_path, table, message):
    (tmp_path / "claims.csv").write_text(table, encoding="utf-8")
    with pytest.raises(AnnotationError) as error:
        claims.read_codebook(tmp_path / "claims.csv")
    assert message in str(error.value)


def test_a_required_term_without_comparable_words_is_told():
    book = BOOK.assign(required="soutenir;nous")
    with pytest.raises(AnnotationError, match="The claim 'aide' has 'nous' among its required terms"):
        claims.assign(told(("un mot",)), book, aliases={})


def test_a_code_book_from_a_spreadsheet_is_read(tmp_path):
    (tmp_path / "claims.csv").write_text("claim,definition\nété,« L'été »\n", encoding="utf-8-sig")
    assert claims.read_codebook(tmp_path / "claims.csv")["claim"].tolist() == ["été"]
    assert claims.read_codes(tmp_path / "codes.csv").empty


# --- what nobody has named --------------------------------------------------------------------------------------


def test_statements_without_a_claim_are_grouped_by_what_they_share():
    statements = told(
        ("le prix du blé augmente encore",),
        ("la coalition aide la milice",),
        ("le prix du blé a augmenté",),
        ("une école rouvrira lundi",),
        ("",),
    )
    codes = claims.assign(statements, BOOK, aliases={})
    made = claims.suggest(statements, codes, aliases={})
    assert made.drop(columns="terms").to_dict("records") == [
        {
            "group": 1,
            "n_statements": 2,
            "n_articles": 1,
            "n_sources": 0,
            "wording": "le prix du blé augmente encore",
            "statement_ids": "a:0|a:200",
        }
    ]
    assert made["terms"].item().split(", ")[:3] == ["augmen", "ble", "prix"]
    assert made.attrs == {"uncoded": 4, "compared": 3, "alone": 1}


def test_suggestions_are_drawn_with_a_seed_where_there_are_too_many():
    statements = told(*[(f"le prix du blé augmente de {i} euros",) for i in range(40)])
    first = claims.suggest(statements, claims.assign(statements, BOOK, aliases={}), limit=10, aliases={})
    again = claims.suggest(statements, claims.assign(statements, BOOK, aliases={}), limit=10, aliases={})
    pd.testing.assert_frame_equal(first, again)
    assert first.attrs["compared"] == 10


# --- coders -----------------------------------------------------------------------------------------------------


def test_agreement_of_two_coders():
    rows = [
        ("s1", "aide", 1, "Ana"),
        ("s2", "aide", -1, "Ana"),
        ("s3", None, None, "Ana"),
        ("s4", "aide", 1, "Ana"),
    ]
    rows += [
        ("s1", "aide", 1, "Ben"),
        ("s2", "aide", 1, "Ben"),
        ("s3", None, None, "Ben"),
        ("s4", None, None, "Ben"),
    ]
    made = claims.agreement(decisions(*rows), "Ana", "Ben")
    assert list(made.columns) == [
        "claim",
        "unit",
        "n_units",
        "n_a",
        "n_b",
        "n_both",
        "agreement",
        "kappa",
        "alpha",
    ]
    assert made["claim"].tolist() == ["aide", "all claims"]
    first = made.iloc[0]
    assert (first["n_units"], first["n_a"], first["n_b"], first["n_both"]) == (4, 3, 2, 1)
    assert first["agreement"] == 0.5
    # expected by chance: 2/4 x 2/4 (+1), 1/4 x 2/4 (none), 1/4 x 0 (-1) = .375
    assert first["kappa"] == pytest.approx((0.5 - 0.375) / (1 - 0.375))
    # coincidences: 4 of +1, 3 of none, 1 of -1 among 8 values; disagreement 4/8 over (64 - 26) / 56
    assert first["alpha"] == pytest.approx(1 - 0.5 / ((64 - 26) / 56))


def test_agreement_on_characters_weighs_a_statement_by_its_length():
    rows = [
        ("s1", "aide", 1, "Ana"),
        ("s2", "aide", 1, "Ana"),
        ("s1", "aide", 1, "Ben"),
        ("s2", None, None, "Ben"),
    ]
    statements = pd.DataFrame({"statement_id": ["s1", "s2"], "content_spans": ["0-10|20-50", "60-70"]})
    made = claims.agreement(decisions(*rows), "Ana", "Ben", statements=statements)
    assert made.query("unit == 'statement'")["agreement"].tolist() == [0.5, 0.5]
    assert made.query("unit == 'character'")["agreement"].tolist() == [0.8, 0.8]
    assert made.query("unit == 'character'")["n_units"].tolist() == [50, 50]


def test_coders_who_never_disagree_about_anything_have_no_kappa():
    rows = [("s1", "aide", 1, "Ana"), ("s1", "aide", 1, "Ben")]
    assert claims.agreement(decisions(*rows), "Ana", "Ben")["kappa"].isna().all()


def test_agreement_needs_two_coders_who_read_the_same():
    rows = [("s1", "aide", 1, "Ana"), ("s2", "aide", 1, "Ben")]
    with pytest.raises(ValueError, match="Ana and Ben have coded no statement in common"):
        claims.agreement(decisions(*rows), "Ana", "Ben")
    with pytest.raises(ValueError, match="'Cem' has no codes. The coders are: Ana, Ben."):
        claims.agreement(decisions(*rows), "Ana", "Cem")
    with pytest.raises(ValueError, match="coder_a and coder_b are both 'Ana'"):
        claims.agreement(decisions(*rows), "Ana", "Ana")


# --- the sample -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def gold():
    """The hand-marked statements of the sample and their hand-given claims."""
    folder = ROOT / "data" / "annotations"
    lines = (folder / "gold" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    statements = pd.DataFrame(
        {
            "statement_id": [row["id"] for row in rows],
            "doc_id": [row["doc"] for row in rows],
            "start": [row["content_start"] for row in rows],
            "tier": [row["tier"] for row in rows],
            "source": [row["source_canonical"] for row in rows],
            "stance": [row["stance"] for row in rows],
            "cue": [row["cue_text"] for row in rows],
            "cue_lemma": [row["cue_lemma"] for row in rows],
            "content": [row["content_text"] for row in rows],
        }
    )
    codes = pd.read_csv(folder / "gold" / "codes.csv").rename(columns={"id": "statement_id"})
    return statements, codes, claims.read_codebook(folder / "claims.csv")


def micro_f1(made, codes, statements):
    core = set(statements.loc[statements["tier"] == "core", "statement_id"])
    found = {pair for pair in zip(made["statement_id"], made["claim"], strict=True) if pair[0] in core}
    wanted = {pair for pair in zip(codes["statement_id"], codes["claim"], strict=True) if pair[0] in core}
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def test_the_rule_reaches_its_figures_on_the_sample(gold):
    statements, codes, book = gold
    aliases = actors.read_aliases(ROOT / "data" / "annotations" / "aliases.csv")
    made = claims.assign(statements, book, aliases=aliases)
    assert micro_f1(made, codes, statements) >= 0.85
    both = made.merge(codes, on=["statement_id", "claim"])
    assert (both["polarity_x"] == both["polarity_y"]).all()
    assert (both["polarity_x"] == -1).sum() == 2


def test_an_article_is_coded_without_examples_from_it(gold):
    statements, codes, book = gold
    aliases = actors.read_aliases(ROOT / "data" / "annotations" / "aliases.csv")
    words = statements.set_index("statement_id")["content"].fillna("")
    parts = []
    for doc_id, own in statements.groupby("doc_id"):
        other = codes.loc[~codes["statement_id"].isin(own["statement_id"]) & (codes["polarity"] > 0)]
        examples = {
            claim: " | ".join(words[some].str.replace("|", " "))
            for claim, some in other.groupby("claim")["statement_id"]
        }
        parts.append(claims.assign(own, book.assign(examples=book["claim"].map(examples)), aliases=aliases))
        assert parts[-1]["doc_id"].eq(doc_id).all()
    assert micro_f1(pd.concat(parts), codes, statements) >= 0.85


def test_every_hand_decision_of_the_sample_can_be_used(gold):
    made = claims.read_codes(ROOT / "data" / "annotations" / "codes.csv", gold[2])
    assert made["coder"].unique().tolist() == ["first coder"]


def test_a_claim_without_a_label_is_labelled_by_its_name():
    book = claims.check_codebook(
        pd.DataFrame({"claim": ["a", "b"], "definition": ["Un.", "Deux."], "label": ["", "B"]})
    )
    assert book["label"].tolist() == ["a", "B"]
    bare = claims.check_codebook(pd.DataFrame({"claim": ["a"], "definition": ["Un."]}))
    assert bare["label"].tolist() == ["a"]
