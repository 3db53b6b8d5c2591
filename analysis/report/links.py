"""Where a claim, a source, an article or a statement is shown, and links to there from the tables of notebooks.

A table in a notebook names statements by identifier; only the rendered page knows that there are pages for them. So
the links are made here, when a page is rendered, and a notebook in JupyterLab has none that could be dead.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator

from analysis.report import names
from analysis.report.evidence import Evidence

OTHER_SOURCES = "other-sources.html"
UNNAMED = "source-not-named.html"
WITHOUT_CLAIM = "without-claim.html"
# columns that hold names of each kind, as the functions of the package call them
_CLAIM = {"claim", "target", "claim_a", "claim_b"}
_SOURCE = {"source", "target", "entity", "a", "b", "source_a", "source_b", "relay"}
_ARTICLE = {
    "doc_id", "document_id", "doc_a", "doc_b", "a", "b", "article", "candidates", "heaviest", "articles", "document",
}  # fmt: skip
# positions of words that are no statements
_PLACE = {"place", "position"}
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"(<td\b[^>]*>)([^<]*)(</td>)")
_TAG = re.compile(r'(<p style="border-left[^>]*><span style="[^"]*">)([^<]*?)( · )')
_BETWEEN = re.compile(r"(\s*[|;,]\s*)")


class Links:
    """Addresses of pages and of places on them, seen from the folder `evidence/`.

    Parameters
    ----------
    evidence
        What is shown, and how much of it.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.claims = {name: names.page("claim", name) for name in evidence.claims}
        labels = [claim.label for claim in evidence.claims.values()]
        self._labels = {c.label: c.name for c in evidence.claims.values() if labels.count(c.label) == 1}
        own = set(evidence.with_page)
        self.sources = {
            name: names.page("source", name) if name in own else f"{OTHER_SOURCES}#{names.slug(name)}"
            for name in evidence.sources[: evidence.limits.sources + evidence.limits.rows]
        }
        self.articles = {name: names.page("article", name) for name in evidence.articles_with_page}
        self._lines: dict[str, tuple[list[int], list[int]]] = {}
        rows = evidence.corpus.lines
        for doc_id, line, start in zip(rows["doc_id"], rows["line"], rows["start"], strict=True):
            if doc_id in self.articles:
                starts, numbers = self._lines.setdefault(doc_id, ([], []))
                starts.append(int(start))
                numbers.append(int(line))
        self._most_lines = evidence.limits.rows
        self.statements: dict[str, str] = {}
        for page, row in self._written(evidence):
            self.statements.setdefault(row.statement_id, f"{page}#{names.anchor(row.statement_id)}")

    def _written(self, evidence: Evidence) -> Iterator[tuple[str, object]]:
        """Yield the statements written out on each page, the page that a reader is best sent to first."""
        for name, page in self.articles.items():
            yield from ((page, row) for row in evidence.by_article[name][: evidence.limits.statements])
        for name, page in self.claims.items():
            for group in evidence.claim_groups(name):
                yield from ((page, row) for row in group.rows[: group.shown])
        for name in evidence.with_page:
            for group in evidence.article_groups(evidence.by_source[name]):
                yield from ((self.sources[name], row) for row in group.rows[: group.shown])

    def source(self, name: str | None) -> str | None:
        """Return where a source is shown; a statement without one has a page too."""
        return UNNAMED if name is None else self.sources.get(name)

    def line(self, doc_id: str, position: int) -> str | None:
        """Return where the page of an article tells of the line at a position; the page where it tells of none."""
        page = self.articles.get(doc_id)
        if page is None:
            return None
        starts, numbers = self._lines.get(doc_id, ([], []))
        at = bisect_right(starts, position) - 1
        return f"{page}#line-{numbers[at]}" if 0 <= at < self._most_lines else page

    def of_cell(self, value: str, column: str) -> str | None:
        """Return the address behind a cell of a table, None where it names nothing that is shown.

        Parameters
        ----------
        value
            The text of the cell.
        column
            The name of its column: it tells a claim from a source of the same name.
        """
        if column in _PLACE:
            doc_id, _, position = value.rpartition(":")
            return self.line(doc_id, int(position)) if re.fullmatch(r"[0-9]{1,9}", position) else None
        if value in self.statements:
            return self.statements[value]
        if column in _CLAIM and value in self.claims:
            return self.claims[value]
        if column in _CLAIM and value in self._labels:
            return self.claims[self._labels[value]]
        if column in _SOURCE and value in self.sources:
            return self.sources[value]
        return self.articles.get(value) if column in _ARTICLE else None


def into_tables(body: str, links: Links, *, folder: str = "evidence/") -> str:
    """Return a rendered notebook whose tables and passages link to the evidence pages.

    Parameters
    ----------
    body
        The page.
    links
        Where things are shown.
    folder
        Put before every address.
    """

    def cell(match: re.Match[str], column: str) -> str:
        opening, shown, closing = match.groups()
        if "text-align:right" in opening:
            # a number, which may look like the identifier of an article
            return match.group()
        parts = [
            _linked(part, links.of_cell(html.unescape(part), column), folder) if number % 2 == 0 else part
            for number, part in enumerate(_parts(shown, column, links))
        ]
        return f"{opening}{''.join(parts)}{closing}"

    def table(match: re.Match[str]) -> str:
        made = match.group()
        columns = [html.unescape(name) for name in _HEAD.findall(made)]

        def row(found: re.Match[str]) -> str:
            place = iter(columns)
            return _CELL.sub(lambda one: cell(one, next(place, "")), found.group())

        return _ROW.sub(row, made)

    def tag(match: re.Match[str]) -> str:
        before, shown, after = match.groups()
        return f"{before}{_linked(shown, links.statements.get(html.unescape(shown)), folder)}{after}"

    return _TAG.sub(tag, _TABLE.sub(table, body))


def _parts(shown: str, column: str, links: Links) -> list[str]:
    """Return a cell, or the names and what stands between them where it lists several."""
    whole = html.unescape(shown)
    if links.of_cell(whole, column) or "&" in shown:
        return [shown]
    parts = _BETWEEN.split(shown)
    known = all(links.of_cell(part, column) for part in parts[::2])
    return parts if known else [shown]


def _linked(shown: str, href: str | None, folder: str) -> str:
    return f'<a href="{folder}{html.escape(href)}">{shown}</a>' if href else shown
