"""Run the notebooks, and write the pages that people read: notebooks, evidence, methods, downloads.

A notebook that runs through is stored with its new outputs; one that stops is left as it
was, named in the error, and does not keep the others from being rendered. No page needs a
network or a script, and the same project gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from analysis import build, claims, project
from analysis.errors import CorpusError, NotebookError
from analysis.report import corrections, downloads, methods, site
from analysis.report.evidence import Evidence, Limits
from analysis.report.index import render_index
from analysis.report.links import Links
from analysis.report.notebooks import Page, describe, execute, render
from analysis.report.pages import Pages

__all__ = [
    "Evidence",
    "Limits",
    "Links",
    "Page",
    "Pages",
    "describe",
    "execute",
    "make",
    "render",
    "render_index",
]

Progress = Callable[[Iterable, int], Iterable]


def make(
    root: str | Path | None = None,
    *,
    only: str | None = None,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Path:
    """Run and render the notebooks of a project, and write all other pages of `reports/`.

    Parameters
    ----------
    root
        Folder that holds `data/raw/`.
    only
        Run only the notebooks whose name begins with this. Others that have a page are rendered as they are stored.
    progress
        Wraps the loop over evidence pages, then that over notebooks, given the iterable and its length.
    limits
        How much the evidence pages write out.

    Returns
    -------
    index
        Path of the index page.

    Raises
    ------
    CorpusError
        When there is no notebook of that name.
    NotebookError
        When a notebook stopped; the message names the cell. All others are rendered.
    """
    where = project.find(root)
    paths = sorted(where.notebooks.glob("*.ipynb"))
    chosen = [path for path in paths if path.name.startswith(only or "")]
    if not chosen:
        named = f" that begins with {only}" if only else ""
        msg = f"No notebook{named} in {where.notebooks}. There are: {', '.join(path.stem for path in paths) or 'none'}."
        raise CorpusError(msg)
    where.reports.mkdir(exist_ok=True)
    book = where.annotations / "claims.csv"
    codebook = claims.read_codebook(book) if book.is_file() else None
    evidence = Evidence(build.open_corpus(where.root), codebook, limits or Limits())
    links = Links(evidence)
    made = _evidence(where, evidence, links, progress)
    files = downloads.put(where, evidence.corpus, codebook, most=evidence.limits.codes)
    made += [
        f"{downloads.FOLDER}/{one.name}" for some in files.values() for one in some if one.size is not None
    ]
    ran, stopped = _run(chosen, progress)
    # also those that have a page already: what their tables lead to may have moved
    shown = [path for path in paths if path in ran or (where.reports / f"{path.stem}.html").is_file()]
    rendered = _render(where, shown, links)
    others = {
        "downloads.html": downloads.page(files),
        "methods.html": methods.page(where, evidence, rendered),
        "corrections.html": corrections.page(where, evidence, links),
        "index.html": render_index(evidence.corpus, rendered, links=links),
    }
    for name, page in others.items():
        site.write(where.reports / name, page)
    site.tidy(where.reports, [*made, *others, *(page.href for page in rendered)])
    if stopped:
        raise NotebookError("\n".join(stopped))
    return where.reports / "index.html"


def _evidence(
    where: project.Project, evidence: Evidence, links: Links, progress: Progress | None
) -> list[str]:
    """Write the evidence pages; return their names below `reports/`."""
    pages = Pages(evidence, links)
    names = pages.files()
    site.note(where.reports, names)
    written = zip(names, pages, strict=True)
    for name, page in progress(written, len(names)) if progress else written:
        site.write(where.reports / name, page)
    return names


def _run(chosen: list[Path], progress: Progress | None) -> tuple[list[Path], list[str]]:
    """Run notebooks; return those that ran through, and what is to be said of the others."""
    ran, stopped = [], []
    for path in progress(chosen, len(chosen)) if progress else chosen:
        try:
            execute(path)
        except NotebookError as error:
            stopped.append(str(error))
        else:
            ran.append(path)
    return ran, stopped


def _render(where: project.Project, paths: list[Path], links: Links) -> list[Page]:
    """Render notebooks as they are stored; return their pages."""
    pages = [describe(path) for path in paths]
    for path, page in zip(paths, pages, strict=True):
        rendered = render(nbformat.read(path, as_version=4), pages, name=path.stem, links=links)
        site.write(where.reports / page.href, rendered)
    return pages
