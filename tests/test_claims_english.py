"""Claims in English, and in a corpus of two languages."""

import pandas as pd
import pytest

import analysis as an
from analysis import claims
from analysis.claims import wording
from analysis.errors import AnnotationError

BOOK = pd.DataFrame(
    {
        "claim": ["aid", "refusal", "convoy"],
        "definition": [
            "The coalition helped or supported the militia.",
            "The coalition refused to strike the convoy.",
            "The coalition does not run operations with third parties.",
        ],
        "required": ["support|help|aid|assist", "refuse|refusal; strike", "operation|party; run"],
    }
)
BOTH = BOOK.assign(
    examples=["La coalition a soutenu la milice.", "La coalition a refusé de frapper le convoi.", ""],
    required=[
        "support|help|aid|assist|soutenir|soutien|aide", "refuse|refusal|refuser|refus; strike|frapper|frappe",
        "operation|party; run",
    ],
)  # fmt: skip


def told(*rows: tuple) -> pd.DataFrame:
    """Return statements from (content, and what else is known of them)."""
    usual = {
        "source": None,
        "stance": "asserts",
        "cue": None,
        "cue_lemma": None,
        "negated": False,
        "doc_id": "a",
    }
    made = [
        {
            "statement_id": f"a:{i * 100}",
            "start": i * 100,
            "content": content,
            **usual,
            **(known[0] if known else {}),
        }
        for i, (content, *known) in enumerate(rows)
    ]
    return pd.DataFrame(made)


def coded(*rows: tuple, book: pd.DataFrame = BOOK, language: object = "en") -> list[list[tuple[str, int]]]:
    """Return the codes of statements as (claim, polarity) by statement."""
    statements = told(*rows)
    made = claims.assign(statements, book, aliases={}, language=language)
    return [
        [(row.claim, row.polarity) for row in made.loc[made["statement_id"] == name].itertuples()]
        for name in statements["statement_id"]
    ]


def read(text: str) -> wording.Wording:
    return wording.read(text, wording.names_of({}, language="en"), language="en")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("the coalition had supported the militia", [("aid", 1)]),
        ("the coalition supports the militia with weapons", [("aid", 1)]),
        ("the coalition did not support the militia", [("aid", -1)]),
        ("the coalition didn’t support the militia", [("aid", -1)]),
        ("the coalition has never in any way helped the militia", [("aid", -1)]),
        ("the coalition not only supported the militia but paid it", [("aid", 1)]),
        ("the coalition had refused to strike the convoy", [("refusal", 1)]),
        ("the coalition does not run operations with any third party", [("convoy", 1)]),
        ("the coalition runs operations with third parties", [("convoy", -1)]),
        ("the price of wheat rose", []),
    ],
)
def test_a_statement_carries_a_claim_by_its_words_and_its_negation(content, expected):
    assert coded((content,)) == [expected]


def test_a_cue_that_denies_turns_the_claim():
    denies = {"stance": "denies", "cue": "denied", "cue_lemma": "deny", "source": "the coalition"}
    assert coded(("having supported the militia", denies)) == [[("aid", -1)]]
    assert coded(("the coalition supported the militia", {"negated": True})) == [[("aid", -1)]]


def test_a_negated_confirmation_says_nothing():
    silent = {"negated": True, "cue": "did not confirm", "cue_lemma": "confirm"}
    assert coded(("the coalition had supported the militia", silent)) == [[]]


def test_this_allegation_points_back_to_the_statement_before():
    denied = {"stance": "denies", "cue": "denied", "cue_lemma": "deny"}
    codes = coded(("the coalition supported the militia",), ("these allegations", denied))
    assert codes == [[("aid", 1)], [("aid", -1)]]


def test_a_judgement_of_falsehood_denies():
    assert coded(("reports that the coalition supported the militia are false",)) == [[("aid", -1)]]
    refuses = {"stance": "refuses", "cue": "dismissed", "cue_lemma": "dismiss"}
    assert coded(("the claim that the coalition supported the militia", refuses)) == [[("aid", -1)]]


def test_stems_are_those_of_english_lemmas():
    assert read("the strikes struck").terms == ("strike", "strike")
    assert read("it was not hit").negated == {"hit"}
    assert read("the coalition is unable to respond").negated == {"respon"}


def test_statements_of_two_languages_meet_in_one_claim():
    rows = [
        ("the coalition had supported the militia",),
        ("la coalition n'a jamais soutenu la milice", {"doc_id": "b"}),
        ("la coalition a refusé de frapper le convoi", {"doc_id": "b"}),
    ]
    by_article = pd.Series({"a": "en", "b": "fr"})
    assert coded(*rows, book=BOTH, language=by_article) == [[("aid", 1)], [("aid", -1)], [("refusal", 1)]]
    # one code reads the other language badly
    assert coded(*rows, book=BOTH, language="en")[1] != [("aid", -1)]


def test_a_required_word_need_be_comparable_in_one_language_of_the_code_book_only():
    # « car » is a conjunction in French, and no word that could be compared
    book = pd.DataFrame({"claim": ["car"], "definition": ["The car was driven away."], "required": ["car"]})
    assert coded(("the car was driven away",), book=book, language={"a": "en"}) == [[("car", 1)]]
    assert coded(("la voiture est partie",), book=book, language={"a": "fr"}) == [[]]
    with pytest.raises(AnnotationError, match="'car' among its required terms"):
        coded(("la voiture est partie",), book=book, language="fr")


def test_an_article_without_a_language_is_read_as_french():
    content = "la coalition n'a jamais soutenu la milice"
    assert coded((content,), book=BOTH, language={}) == coded((content,), book=BOTH, language="fr")


def test_suggestions_read_each_statement_in_its_language():
    statements = told(
        ("the river was poisoned by the mill",),
        ("the mill has poisoned the rivers",),
        ("le moulin a empoisonné la rivière", {"doc_id": "b"}),
        ("la rivière est empoisonnée par le moulin", {"doc_id": "b"}),
    )
    groups = claims.suggest(
        statements, pd.DataFrame({"statement_id": []}), aliases={}, language={"a": "en", "b": "fr"}
    )
    assert sorted(groups["n_statements"]) == [2, 2]


def test_a_build_codes_each_article_in_its_language(tmp_path):
    raw, annotations = tmp_path / "data" / "raw", tmp_path / "data" / "annotations"
    raw.mkdir(parents=True)
    annotations.mkdir(parents=True)
    english = "The mayor said on Monday that the coalition had never supported the militia.\n" * 2
    french = "Le maire a déclaré lundi que la coalition avait soutenu la milice.\n" * 2
    (raw / "a.txt").write_text(english, encoding="utf-8")
    (raw / "b.txt").write_text(french, encoding="utf-8")
    BOTH.to_csv(annotations / "claims.csv", index=False)
    corpus = an.open_corpus(tmp_path)
    assert corpus.articles["language"].tolist() == ["en", "fr"]
    codes = corpus.codes[["doc_id", "claim", "polarity"]].drop_duplicates().to_numpy().tolist()
    assert codes == [["a", "aid", -1], ["b", "aid", 1]]
