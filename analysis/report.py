"""Run the notebooks and render them as pages that need no network.

A notebook that runs through is stored with its new outputs; one that stops is left as it
was, named in the error, and does not keep the others from being rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import jinja2
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from traitlets.config import Config

import analysis
from analysis import build, project
from analysis.build import Corpus
from analysis.errors import CorpusError, NotebookError

TEMPLATES = Path(__file__).parent / "templates"
# more rows make the index longer than a screen or two
_LISTED = 50


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


def make(
    root: str | Path | None = None,
    *,
    only: str | None = None,
    progress: Callable[[Iterable, int], Iterable] | None = None,
) -> Path:
    """Run and render the notebooks of a project, and write `reports/index.html`.

    Parameters
    ----------
    root
        Folder that holds `data/raw/`.
    only
        Run and render only the notebooks whose name begins with this.
    progress
        Wraps the loop over notebooks, given the iterable and its length.

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
    pages = [describe(path) for path in paths]
    stopped: list[str] = []
    for path in progress(chosen, len(chosen)) if progress else chosen:
        try:
            notebook = execute(path)
        except NotebookError as error:
            stopped.append(str(error))
            continue
        page = render(notebook, pages, name=path.stem)
        _write(where.reports / f"{path.stem}.html", page)
    index = where.reports / "index.html"
    rendered = [page for page in pages if (where.reports / page.href).is_file()]
    _write(index, render_index(build.open_corpus(where.root), rendered))
    if stopped:
        raise NotebookError("\n".join(stopped))
    return index


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
    _write(path, nbformat.writes(notebook) + "\n")
    return notebook


def render(notebook: nbformat.NotebookNode, pages: list[Page], *, name: str) -> str:
    """Return a notebook as one self-contained HTML page."""
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
            "style": _style(),
            "version": analysis.__version__,
            "previous": pages[position - 1] if position else None,
            "next": pages[position + 1] if position + 1 < len(pages) else None,
        }
    }
    body, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources)
    # a link from notebook to notebook becomes a link from page to page
    names = "|".join(re.escape(page.name) for page in pages)
    return re.sub(rf'href="({names})\.ipynb(#[^"]*)?"', r'href="\1.html\2"', body)


def render_index(corpus: Corpus, pages: list[Page]) -> str:
    """Return the index page: what the corpus is and where to go."""
    articles = corpus.articles
    kept = 100 * articles["n_body_chars"] / articles["n_line_chars"].clip(lower=1)
    listed = [
        {
            "doc_id": row.doc_id,
            "outlet": _outlet(row),
            "title": row.title if isinstance(row.title, str) else "no title found",
            "language": row.language if isinstance(row.language, str) else "und",
            "n_words": row.n_words,
            "kept": round(kept[row.Index]),
        }
        for row in articles.head(_LISTED).itertuples()
    ]
    named = articles["outlet"].dropna().nunique()
    facts = [
        (len(articles), "articles"),
        (named, "outlets named"),
        (int(articles["outlet"].isna().sum()), "articles without a named outlet"),
        (int(articles["n_words"].sum()), "words of running text"),
        (
            f"{round(100 - 100 * articles['n_body_chars'].sum() / max(1, articles['n_line_chars'].sum()))} %",
            "of the files is not article text",
        ),
        (len(corpus.problems), "files or records not used"),
    ]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=False
    )
    return environment.get_template("index.html.j2").render(
        n_articles=len(articles),
        facts=facts,
        pages=pages,
        articles=listed,
        more=max(0, len(articles) - _LISTED),
        problems=corpus.problems.head(_LISTED).to_dict("records"),
        style=jinja2.filters.Markup(_style()),
        version=analysis.__version__,
    )


def _outlet(row) -> str:
    if isinstance(row.outlet, str):
        return row.outlet
    return f"not named; credits {row.credit}" if isinstance(row.credit, str) else "not named"


def _style() -> str:
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    temporary.replace(path)
