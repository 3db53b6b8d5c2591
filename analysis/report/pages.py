"""The evidence pages of a corpus, with their names: lists, claims, sources, articles."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.report import article, lists, subjects
from analysis.report.evidence import Evidence
from analysis.report.links import OTHER_SOURCES, UNNAMED, WITHOUT_CLAIM, Links
from analysis.report.parts import FOLDER, Desk


class Pages:
    """Make the evidence pages of a corpus.

    Parameters
    ----------
    evidence
        What is shown, and how much of it.
    links
        Where it is shown.
    """

    def __init__(self, evidence: Evidence, links: Links) -> None:
        self.evidence, self.links = evidence, links

    def files(self) -> list[str]:
        """Return the names of all pages below the folder of the report, in the order in which they are made."""
        made = ["claims.html", "sources.html", "articles.html", *self.links.claims.values()]
        made += [self.links.sources[name] for name in self.evidence.with_page]
        if len(self.evidence.sources) > len(self.evidence.with_page):
            made.append(OTHER_SOURCES)
        if None in self.evidence.by_source:
            made.append(UNNAMED)
        if self.evidence.without_claim:
            made.append(WITHOUT_CLAIM)
        return [f"{FOLDER}{name}" for name in (*made, *self.links.articles.values())]

    def __iter__(self) -> Iterator[str]:
        """Yield the pages, in the order of `files`."""
        desk = Desk(self.evidence, self.links)
        yield lists.claims(desk)
        yield lists.sources(desk)
        yield lists.articles(desk)
        for claim in self.evidence.claims.values():
            yield subjects.claim(desk, claim)
        for name in self.evidence.with_page:
            yield subjects.source(desk, name)
        if len(self.evidence.sources) > len(self.evidence.with_page):
            yield lists.other_sources(desk)
        if None in self.evidence.by_source:
            yield subjects.source(desk, None)
        if self.evidence.without_claim:
            yield subjects.without_claim(desk)
        order = [None, *self.evidence.articles_with_page, None]
        for previous, name, following in zip(order, order[1:], order[2:], strict=False):
            yield article.article(desk, name, previous, following)
