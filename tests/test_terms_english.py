"""English texts are counted by the same functions, and articles of two languages side by side."""

import numpy as np
import pandas as pd
import pytest

from analysis import terms

ENGLISH = "The council's lawyers didn’t pay. The US can't strike, U.S. officials told us."
FRENCH = "Le conseil n’a pas payé l’aide."


def test_a_possessive_is_a_token_of_its_own_and_a_negation_stays_whole():
    counts = terms.count({"a": ENGLISH}, language="en")
    assert list(counts.terms) == [
        "'s", "US", "can't", "council", "didn't", "lawyers", "officials", "pay", "strike", "the", "told", "us",
    ]  # fmt: skip
    assert counts.totals.tolist() == [14]
    assert counts.column("US").tolist() == [2]


def test_stop_words_leave_the_list_and_stay_in_the_totals():
    counts = terms.count({"a": ENGLISH}, language="en")
    shown = terms.select(counts, stop_words=False, language="en")
    assert list(shown.terms) == [
        "US",
        "can't",
        "council",
        "didn't",
        "lawyers",
        "officials",
        "pay",
        "strike",
        "told",
    ]
    assert shown.totals.tolist() == [14]


def test_lemmas_are_english_and_protected_forms_stay():
    text = "Officials said strikes killed soldiers and their wives. He left for the United Nations meeting."
    counts = terms.count({"a": text}, language="en", lemmas=True)
    assert counts.forms["strike"] == ("strikes",)
    assert counts.forms["kill"] == ("killed",)
    assert {"say", "soldier", "wives", "meeting", "united"} <= set(counts.terms)


def test_articles_of_two_languages_are_each_read_by_their_own_rules():
    texts = {"b": FRENCH, "a": ENGLISH}
    counts = terms.count(texts, language=pd.Series({"a": "en", "b": "fr"}))
    assert list(counts.documents) == ["a", "b"]
    assert counts.totals.tolist() == [14, 8]
    alone = [terms.count({doc: texts[doc]}, language=code) for doc, code in (("a", "en"), ("b", "fr"))]
    assert set(counts.terms) == {*alone[0].terms, *alone[1].terms}
    for term in alone[0].terms:
        assert counts.column(term)[0] == alone[0].column(term)[0]
    shown = terms.select(counts, stop_words=False, language={"a": "en", "b": "fr"})
    assert "le" not in shown.terms and "the" not in shown.terms and "conseil" in shown.terms


def test_one_language_for_all_articles_counts_as_a_code_does():
    texts = {"a": FRENCH, "b": "Le conseil a payé."}
    one = terms.count(texts, ngrams=(1, 2), lemmas=True)
    each = terms.count(texts, language={"a": "fr", "b": "fr"}, ngrams=(1, 2), lemmas=True)
    assert list(one.terms) == list(each.terms) and one.forms == each.forms
    assert np.array_equal(one.matrix.toarray(), each.matrix.toarray())


@pytest.mark.parametrize("code", [None, "xx", float("nan")])
def test_an_article_without_a_language_file_is_read_as_french(code):
    assert list(terms.count({"a": FRENCH}, language={"a": code}).terms) == list(
        terms.count({"a": FRENCH}).terms
    )


def test_a_word_that_two_languages_share_is_one_term():
    counts = terms.count({"a": "the police", "b": "la police"}, language={"a": "en", "b": "fr"})
    assert counts.column("police").tolist() == [1, 1]


def test_no_article_gives_no_terms():
    assert terms.count({}, language={}).matrix.shape == (0, 0)
