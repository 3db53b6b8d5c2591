"""Run a notebook, store it with its new outputs, and render it as one page that needs no network."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from traitlets.config import Config

import analysis
from analysis.errors import NotebookError
from analysis.report.links import Links, into_tables
from analysis.report.site import TEMPLATES, style, write

# a link of the text, not one with a part in the navigation, and not one to the web
_ANCHOR = re.compile(r'<a href="(?!\w+:)([^"]*)">(.*?)</a>', re.DOTALL)
_HEADING = re.compile(r"<(h[2-4])>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One notebook: file name without ending, title, and the question it answers."""

    name: str
    title: str
    question: str

    @property
    def href(self) -> str:
        """Name of the rendered page."""
        return f"{self.name}.html"

    @property
    def short(self) -> str:
        """Title without its number."""
        return re.sub(r"^\d+ · ", "", self.title)


def describe(path: Path) -> Page:
    """Read title and question from a notebook's first cells."""
    text = "\n".join(
        cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"
    )
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    question = re.search(r"\*\*Question\.\*\* ?(.+)", text)
    return Page(path.stem, title.group(1) if title else path.stem, question.group(1) if question else "")


def execute(path: Path) -> nbformat.NotebookNode:
    """Run a notebook from its own folder in a fresh kernel and store it with its outputs.

    Raises
    ------
    NotebookError
        When a cell fails or takes over ten minutes; the file is then left as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        # the kernel's notices about itself are not for the reader of a report
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        reason = getattr(error, "evalue", "") or str(error).strip().splitlines()[-1]
        cell = sum(cell.cell_type == "code" and cell.execution_count is not None for cell in notebook.cells)
        kind = getattr(error, "ename", type(error).__name__)
        msg = f"{path.name} stopped at code cell {cell} ({kind}: {reason}). Open it in JupyterLab and run it cell by cell."
        raise NotebookError(msg) from error
    # how often printed words were flushed depends on the load of the machine
    notebook, _ = CoalesceStreamsPreprocessor().preprocess(notebook, {})
    # whatever differs between machines without changing a result stays out of the file
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    nbformat.validate(notebook)
    write(path, nbformat.writes(notebook) + "\n")
    return notebook


def render(
    notebook: nbformat.NotebookNode, pages: list[Page], *, name: str, links: Links | None = None
) -> str:
    """Return a notebook as one self-contained HTML page.

    Parameters
    ----------
    notebook
        An executed notebook.
    pages
        All notebooks of the report, in order.
    name
        Which of them this is.
    links
        Where statements, claims, sources and articles are shown; tables then lead there.
    """
    position = next(i for i, page in enumerate(pages) if page.name == name)
    config = Config()
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.HTMLExporter.template_name = "page"
    config.HTMLExporter.exclude_anchor_links = True
    config.NbConvertBase.display_data_priority = ["text/html", "text/markdown", "image/png", "text/plain"]
    resources = {
        "page": {
            "name": name,
            "title": pages[position].title,
            "style": style("style"),
            "evidence": links is not None,
            "version": analysis.__version__,
            "previous": pages[position - 1] if position else None,
            "next": pages[position + 1] if position + 1 < len(pages) else None,
        }
    }
    body, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources)
    # a link from notebook to notebook becomes a link from page to page
    names = "|".join(re.escape(page.name) for page in pages)
    body = re.sub(rf'href="({names})\.ipynb(#[^"]*)?"', r'href="\1.html\2"', body) if names else body
    body = _with_anchors(_ANCHOR.sub(lambda match: _inside(match, {page.href for page in pages}), body))
    return into_tables(body, links) if links else body


def _inside(match: re.Match[str], pages: set[str]) -> str:
    """Return a link that stays in the report; one to another file of the project becomes the name of that file."""
    href, words = match.groups()
    target = html.unescape(href).split("#")[0]
    if not target or target in pages or target == "index.html" or target.startswith("evidence/"):
        return match.group()
    name = html.escape(target.removeprefix("../"))
    plain = re.sub(r"<[^>]*>", "", words)
    return (
        f"<code>{name}</code>"
        if plain in {name, name.rpartition("/")[2]}
        else f"{words} (<code>{name}</code>)"
    )


def _with_anchors(body: str) -> str:
    """Give every heading the address that JupyterLab gives it: its words with hyphens between them."""
    taken: set[str] = {"content", "hide-code"}

    def heading(match: re.Match[str]) -> str:
        level, words = match.groups()
        anchor = re.sub(r"\s", "-", html.unescape(re.sub(r"<[^>]*>", "", words)).strip())
        if not anchor or anchor in taken:
            return match.group()
        taken.add(anchor)
        return f'<{level} id="{html.escape(anchor)}">{words}</{level}>'

    return _HEADING.sub(heading, body)
