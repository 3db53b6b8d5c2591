"""Questions to the articles table."""

import pandas as pd
import pytest

from analysis import articles, languages


@pytest.mark.parametrize(
    ("found", "main"),
    [
        (["fr", "fr", "de"], "fr"),
        (["de", "de", "fr"], "fr"),
        (["xx", None], "fr"),
        ([], "fr"),
        (["aa", "bb", "bb", None], "bb"),
        (["bb", "aa"], "aa"),
    ],
)
def test_the_main_language_is_that_of_most_articles_which_has_a_file(found, main, monkeypatch):
    monkeypatch.setattr(languages, "available", lambda: ("aa", "bb", "fr"))
    table = pd.DataFrame({"language": pd.Series(found, dtype="str")})
    assert articles.main_language(table) == main
