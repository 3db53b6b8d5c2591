"""Questions to the articles table that several analyses ask."""

from __future__ import annotations

import pandas as pd

from analysis import languages

UNKNOWN = "outlet not known"


def outlets(articles: pd.DataFrame) -> pd.Series:
    """Return the outlet of each article: the page's own name, or else the publisher it credits.

    Parameters
    ----------
    articles
        The articles table: doc_id, outlet, and where known credit.

    Returns
    -------
    outlets
        By `doc_id`, named outlet; missing where the page names neither.
    """
    known = articles.drop_duplicates("doc_id").set_index("doc_id")
    named = known["outlet"]
    return named.where(named.notna(), known["credit"]) if "credit" in known else named


def main_language(articles: pd.DataFrame) -> str:
    """Return the language of most articles, among those that have a language file; French where there is none.

    Parameters
    ----------
    articles
        The articles table: language.

    Notes
    -----
    Words of several languages counted together are rarely worth comparing: see how many articles are in another.
    """
    known = articles["language"].dropna()
    known = known[known.isin(languages.available())]
    # of equally many, the first code
    return str(known.mode().iloc[0]) if len(known) else "fr"
