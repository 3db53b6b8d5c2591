"""The first page: what the corpus is, and where to go."""

from __future__ import annotations

from analysis.build import Corpus
from analysis.report import cards
from analysis.report.links import Links
from analysis.report.notebooks import Page
from analysis.report.site import Cell, Table, fill, row

# more rows make the index longer than a screen or two
_LISTED = 50
_DOORS = (
    ("evidence/claims.html", "Claims", "who asserts and who denies each of them, sentence by sentence"),
    ("evidence/sources.html", "Sources", "what is attributed to each of them, and where"),
    (
        "evidence/articles.html",
        "Articles",
        "statements in order, dates with their evidence, what became of each line",
    ),
    ("downloads.html", "Downloads", "tables, graphs and evidence for other programs"),
    ("methods.html", "Methods", "settings, versions, checksums, what was left out, limits, how to cite"),
    ("corrections.html", "Decisions and corrections", "who decided what by hand, and what the rule says"),
)


def render_index(corpus: Corpus, pages: list[Page], *, links: Links | None = None) -> str:
    """Return the index page: what the corpus is and where to go.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives.
    pages
        The notebooks that have a page.
    links
        Where the evidence is shown; None where there are no such pages.
    """
    articles = corpus.articles
    kept = 100 * articles["n_body_chars"] / articles["n_line_chars"].clip(lower=1)
    shown = links.articles if links else {}
    rows = [
        row(
            Cell(one.doc_id, f"evidence/{shown[one.doc_id]}" if one.doc_id in shown else None),
            cards.outlet(one),
            Cell(cards.title(one), lang=cards.language(one)),
            int(one.n_words),
            f"{round(kept[one.Index])} %",
        )
        for one in articles.head(_LISTED).itertuples()
    ]
    columns = ("article", "outlet", "title", "words kept", "text kept")
    listed = Table(
        "Articles, and how much of each file is running text", columns, rows, columns[3:], stacked=True
    )
    facts = [
        (len(articles), "articles"),
        (len(corpus.statements), "attributed statements"),
        (int(articles["outlet"].dropna().nunique()), "outlets named"),
        (int(articles["outlet"].isna().sum()), "articles without a named outlet"),
        (int(articles["n_words"].sum()), "words of running text"),
        (
            f"{round(100 - 100 * articles['n_body_chars'].sum() / max(1, articles['n_line_chars'].sum()))} %",
            "of the files is not article text",
        ),
        (len(corpus.problems), "files or records not used"),
    ]
    return fill(
        "index",
        n_articles=len(articles),
        facts=facts,
        pages=pages,
        doors=_DOORS if links else (),
        linked=False,
        current="index.html",
        articles=listed,
        more=max(0, len(articles) - _LISTED),
        problems=corpus.problems.head(_LISTED).to_dict("records"),
        more_problems=max(0, len(corpus.problems) - _LISTED),
    )
