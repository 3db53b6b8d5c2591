"""The rendered pages: nothing from elsewhere, words for every image, article text escaped."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import ARTICLE, ROOT

import analysis as an
from analysis import report
from analysis.errors import CorpusError, NotebookError
from analysis.report import Page

PAGES = [report.describe(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]


class Reader(HTMLParser):
    """Collect what a browser would load, show and link to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.images: list[dict] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.events: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append(tag)
        self.ids.add(attributes.get("id", ""))
        self.events += [name for name in attributes if name.startswith("on")]
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        elif tag == "img":
            self.images.append(attributes)
        self.loads += [
            value or ""
            for name, value in attrs
            if name in {"src", "data", "action"} or (tag == "link" and name == "href")
        ]


def check(page: str) -> Reader:
    """Assert what holds for every page and return what was read."""
    read = Reader(page)
    assert "script" not in read.tags
    assert "iframe" not in read.tags
    assert "link" not in read.tags
    assert read.events == []
    assert all(load.startswith("data:image/png;base64,") for load in read.loads)
    assert not re.search(r"@import|url\(", page)
    assert all(image.get("alt") for image in read.images)
    assert read.tags.count("h1") == 1
    assert 'lang="en"' in page[:200]
    assert 'name="viewport"' in page
    assert "Content-Security-Policy" in page
    return read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_stored_notebooks_render_to_pages_that_need_no_network(page):
    notebook = nbformat.read(ROOT / "notebooks" / f"{page.name}.ipynb", as_version=4)
    html = report.render(notebook, PAGES, name=page.name)
    read = check(html)
    n_images = sum(
        "image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])
    )
    assert len(read.images) == n_images
    # answers are not rendered: a reader meets them in JupyterLab, after the task
    assert all(link.startswith("../notebooks/solutions/") for link in read.links if ".ipynb" in link)
    # tables whole, no formula engine needed, no cell cut by the renderer
    assert "No description has been provided" not in html
    assert f"notebooks/{page.name}.ipynb" in html


def test_pages_of_the_same_notebook_are_the_same_bytes():
    notebook = nbformat.read(ROOT / "notebooks" / "01_corpus.ipynb", as_version=4)
    assert report.render(notebook, PAGES, name="01_corpus") == report.render(
        notebook, PAGES, name="01_corpus"
    )


def test_index_escapes_what_comes_from_articles():
    hostile = "<script>alert('x')</script> & \"il\""
    corpus = an.analyse(f"{hostile} et un titre\n{ARTICLE}")
    html = report.render_index(corpus, [Page("00_x", f"0 · {hostile}", hostile)])
    check(html)
    assert html.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &#34;il&#34;") == 3


def test_index_lists_what_could_not_be_used_and_names_no_outlet_it_does_not_know(project, raw):
    (raw / "a.txt").write_text(ARTICLE + "\nSelon Agence+", encoding="utf-8")
    (raw / "<b>.txt").write_text("", encoding="utf-8")
    html = report.render_index(an.open_corpus(project), [])
    assert "<code>&lt;b&gt;.txt</code>: is empty. Paste the article into it, or remove it." in html
    assert "not named; credits Agence+" in html
    check(html)


def notebook_in(project: Path, name: str, *cells: str) -> Path:
    folder = project / "notebooks"
    folder.mkdir(exist_ok=True)
    v4 = nbformat.v4
    made = v4.new_notebook(
        cells=[v4.new_markdown_cell("# 0 · Un\n\n**Question.** Quoi ?"), *map(v4.new_code_cell, cells)]
    )
    path = folder / f"{name}.ipynb"
    path.write_text(nbformat.writes(made), encoding="utf-8")
    return path


def test_report_runs_renders_and_stores_and_a_broken_notebook_stops_no_other(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    good = notebook_in(project, "00_good", "import analysis as an\nprint(len(an.open_corpus().articles))")
    bad = notebook_in(project, "01_bad", "1", "1 / 0")
    before = bad.read_bytes()
    with pytest.raises(
        NotebookError, match=r"01_bad\.ipynb stopped at code cell 2 \(ZeroDivisionError: division by zero\)"
    ):
        report.make(project)
    assert bad.read_bytes() == before
    assert not (project / "reports" / "01_bad.html").exists()
    stored = nbformat.read(good, as_version=4)
    assert stored.cells[1].outputs[0].text == "1\n"
    assert stored.cells[1].execution_count == 1
    assert stored.metadata.language_info == {"name": "python"}
    page = (project / "reports" / "00_good.html").read_text(encoding="utf-8")
    check(page)
    index = Reader((project / "reports" / "index.html").read_text(encoding="utf-8"))
    assert [link for link in index.links if re.match(r"\d\d_", link)] == ["00_good.html"]
    first = good.read_bytes()
    report.make(project, only="00")
    assert good.read_bytes() == first


def test_words_that_were_flushed_in_pieces_are_stored_as_one_output(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    cell = (
        "import sys, time\nfrom IPython.display import display\n"
        "for word in ('un', ' deux'):\n    print(word, end='', flush=True)\n    time.sleep(0.3)\n"
        "display(1)\nprint('trois')"
    )
    notebook_in(project, "01_a", cell)
    report.make(project)
    stored = nbformat.read(project / "notebooks" / "01_a.ipynb", as_version=4)
    outputs = next(cell.outputs for cell in stored.cells if cell.cell_type == "code")
    assert [output.get("text") for output in outputs] == ["un deux", None, "trois\n"]


def test_a_project_without_notebooks_says_so(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"No notebook in .*notebooks\. There are: none\."):
        report.make(project)
