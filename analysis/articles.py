"""Questions to the articles table that several analyses ask."""

from __future__ import annotations

import pandas as pd

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
