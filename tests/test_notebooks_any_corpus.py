"""The notebooks run on any corpus: what is not there is said, not tripped over."""

import re

import nbformat
import pytest
from conftest import ARTICLE, ROOT
from nbclient import NotebookClient

from analysis import start

ENGLISH = (
    "Mayor answers residents\n"
    "\n"
    "3 March 2017\n"
    "The mayor said on Thursday that the bridge would stay closed until the end of the month for lack of funds.\n"
    '"We have no choice," she told the council, which had asked for a delay before the works began again.\n'
)
SILENT = (
    "Un dimanche au bord du lac\n"
    "\n"
    "Le soleil se lève sur le lac et les barques glissent vers la rive, chargées de filets et de paniers.\n"
    "Les enfants courent entre les tentes blanches pendant que la musique joue sous les arbres de la place.\n"
)
HOSTILE = "<script>alert('x')</script> $a$ & =2+3"
RECORDS = (
    "id,outlet,date,text\n"
    f'1,{HOSTILE},2017-03-03,"La ministre <b>Nadia Roux</b> a affirmé que le tunnel serait rouvert avant l\'été."\n'
    "2,L'Écho,2017-03-04,\"Selon Nadia Roux, le tunnel ne serait pas rouvert avant l'été, faute de crédits.\"\n"
)
# files, whether the hand-made tables are there, and what the notebooks must say
CORPORA = {
    "one article": (
        {"a.txt": ARTICLE},
        True,
        [
            "Articles: 1, of them different: 1.",
            "Nothing was compared: it takes two articles that share enough words.",
            "Pairs of articles: 0. In order: 0. Not: 0.",
            "Claims in the code book: 0. Section 8 shows what a first one could say.",
        ],
    ),
    "no statement": (
        {"a.txt": SILENT, "b.txt": SILENT.replace("lac", "fleuve")},
        True,
        [
            "Statements: 0, in 0 articles.",
            "No source has so many statements: nothing to draw.",
            "No source: 0 statements in 0 articles.",
            "No statement of a source has a claim: nothing to draw.",
            "The statements leave no two voices to compare.",
            "There is no line to read yet.",
        ],
    ),
    "no hand-made tables": (
        {"records.csv": RECORDS, "note.pdf": "%PDF"},
        False,
        [
            "Files or records that could not be used: 1.",
            "Dated to the day: 2 of 2.",
            "Names in the alias table: 0; without any, nothing is folded.",
            "No statement has a claim: nothing to draw.",
        ],
    ),
    "English": (
        {"a.txt": ENGLISH, "b.txt": ENGLISH.replace("bridge", "tunnel")},
        True,
        ["Articles: 2, of them different: 2.", "Files or records not used: 0."],
    ),
}
# answers ask the same of the library, so the hardest corpora will do
WITH_SOLUTIONS = {"one article", "no statement"}
# one kernel for a whole project: libraries are loaded once, names are forgotten between notebooks
FORGET = "get_ipython().reset(new_session=False)"


def run(project, pattern):
    """Return every output of the notebooks of a project, run one after the other as they stand."""
    v4 = nbformat.v4
    cells = []
    for path in sorted(project.notebooks.glob(pattern)):
        cells.append(v4.new_code_cell(FORGET))
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                cell.id = f"{path.stem[:2]}-{len(cells)}"
                cells.append(cell)
    notebook = v4.new_notebook(cells=cells)
    client = NotebookClient(
        notebook, timeout=100, kernel_name="python3", resources={"metadata": {"path": str(project.notebooks)}}
    )
    client.execute()
    return [output for cell in notebook.cells for output in cell.outputs]


@pytest.mark.parametrize("name", CORPORA)
def test_the_notebooks_run_as_they_stand_on(name, tmp_path, monkeypatch):
    files, tables, sentences = CORPORA[name]
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    project = start.make(tmp_path / "own")
    for file, text in files.items():
        (project.raw / file).write_text(text, encoding="utf-8")
    if not tables:
        for path in project.annotations.iterdir():
            path.unlink()
    outputs = run(project, "**/*.ipynb" if name in WITH_SOLUTIONS else "*.ipynb")
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    shown = [output.get("text") or output.data.get("text/plain", "") for output in outputs]
    told = "\n".join(shown)
    assert [sentence for sentence in sentences if sentence not in told] == []
    html = "\n".join(output.data.get("text/html", "") for output in outputs if "data" in output)
    assert "<script" not in html
    assert not re.search(r"Sputnik|Pentagone|Daech|Moscou|Vietnam", told + html)
