"""A project of one's own: everything in its place, nothing of another corpus in it, nothing overwritten."""

import re
import tomllib

import nbformat
import pytest
from conftest import ARTICLE, ROOT
from typer.testing import CliRunner

import analysis as an
from analysis import cli, schema, start
from analysis.actors import read_aliases
from analysis.claims.codebook import CODEBOOK, CODES, read_codebook, read_codes
from analysis.errors import AnalysisError


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def shipped():
    return {path.relative_to(ROOT).as_posix() for pattern in start.MATERIAL for path in ROOT.glob(pattern)}


@pytest.fixture
def made(tmp_path):
    return start.make(tmp_path / "mon corpus é")


def test_a_new_project_has_folders_empty_tables_notebooks_and_a_datasheet(made):
    assert files(made.root) - shipped() == {
        ".gitignore",
        "README.md",
        "data/README.md",
        "data/raw/.gitkeep",
        "data/annotations/README.md",
        "data/annotations/aliases.csv",
        "data/annotations/claims.csv",
        "data/annotations/codes.csv",
    }
    assert shipped() <= files(made.root)
    assert {"notebooks/00_start_here.ipynb", "notebooks/solutions/07_your_own_corpus.ipynb"} <= shipped()


def test_notebooks_are_those_of_the_repository_without_outputs(made):
    for name in shipped():
        if not name.endswith(".ipynb"):
            assert (made.root / name).read_bytes() == (ROOT / name).read_bytes()
            continue
        here, there = (nbformat.read(folder / name, as_version=4) for folder in (made.root, ROOT))
        assert [(cell.id, cell.cell_type, cell.source) for cell in here.cells] == [
            (cell.id, cell.cell_type, cell.source) for cell in there.cells
        ]
        assert here.metadata == there.metadata
        for cell in here.cells:
            if cell.cell_type == "code":
                assert cell.outputs == []
                assert cell.execution_count is None


def test_a_wheel_carries_every_file_that_a_new_project_gets():
    with (ROOT / "pyproject.toml").open("rb") as file:
        tools = tomllib.load(file)["tool"]["setuptools"]
    carried = {}
    for target, patterns in tools["data-files"].items():
        for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
            carried[path.relative_to(ROOT).as_posix()] = f"{target}/{path.name}"
    assert carried == {name: f"share/who-says-what/{name}" for name in shipped()}
    # a pattern skips names that begin with a dot
    template = {path for path in start.TEMPLATE.rglob("*") if path.is_file()}
    assert template == {
        path for path in start.TEMPLATE.rglob("*") if path.is_file() and not path.name.startswith(".")
    }
    assert tools["package-data"]["analysis"] == ["templates/**/*"]


def test_an_installed_package_finds_its_data_files_and_says_so_when_they_are_gone(tmp_path, monkeypatch):
    class Entry(str):
        def as_posix(self):
            return str(self)

        def locate(self):
            return tmp_path / self

    listed = [Entry("analysis/start.py"), Entry("share/who-says-what/notebooks/00_start_here.ipynb")]
    monkeypatch.setattr(start, "__file__", str(tmp_path / "lib" / "analysis" / "start.py"))
    monkeypatch.setattr(start.metadata, "files", lambda name: listed)
    with pytest.raises(AnalysisError, match="The notebooks of the package are not there. Install it again"):
        start.material()
    (tmp_path / listed[1]).parent.mkdir(parents=True)
    (tmp_path / listed[1]).write_text("{}", encoding="utf-8")
    assert start.material() == (tmp_path / "share" / "who-says-what").resolve()


def test_the_empty_tables_have_the_columns_that_are_read_and_a_row_works(made):
    book = made.annotations / "claims.csv"
    assert book.read_text(encoding="utf-8").strip().split(",") == list(CODEBOOK)
    decisions = (made.annotations / "codes.csv").read_text(encoding="utf-8").strip().split(",")
    assert set(CODES) <= set(decisions)
    assert read_aliases(made.annotations / "aliases.csv") == {}
    assert len(read_codebook(book)) == len(read_codes(made.annotations / "codes.csv")) == 0


def test_a_code_book_without_claims_gives_no_codes_and_no_error(made):
    (made.raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    corpus = an.open_corpus(made.root)
    assert len(corpus.statements) == 3
    assert list(corpus.codes.columns) == [column.name for column in schema.TABLES["codes"].columns]
    assert corpus.codes.empty
    assert corpus.problems.empty
    graph = an.network.source_claim(corpus.statements, corpus.codes, articles=corpus.articles)
    assert len(an.network.edges(graph)) == 0
    written = an.export.write(
        corpus, read_codebook(made.annotations / "claims.csv"), made.root / "exports"
    ).set_index("file")
    assert written.loc["claims.jsonld", "rows"] == written.loc["edges.csv", "rows"] == 0
    assert an.claims.suggest(corpus.statements, corpus.codes).attrs["uncoded"] == 3


def test_the_examples_of_the_explanation_can_be_read(made):
    text = (made.annotations / "README.md").read_text(encoding="utf-8")
    names, claims = (block.split("```")[0] for block in text.split("```csv\n")[1:])
    (made.annotations / "aliases.csv").write_text(names, encoding="utf-8")
    (made.annotations / "claims.csv").write_text(claims, encoding="utf-8")
    (made.raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert {alias.entity for alias in read_aliases(made.annotations / "aliases.csv").values()} == {
        "Ville de Lyon"
    }
    codes = an.open_corpus(made.root).codes
    assert codes["claim"].tolist() == ["bridge-closed"]


def test_every_link_of_a_new_project_leads_somewhere(made):
    made_by_a_build = {"processed/README.md"}
    for path in sorted(made.root.rglob("*.md")) + sorted(made.root.rglob("*.ipynb")):
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\\]+)\)", text):
            if not target.startswith("http") and target not in made_by_a_build:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_git_keeps_the_articles_at_home(made):
    ignored = (made.root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"data/raw/*", "!data/raw/.gitkeep", "data/processed/", "reports/", "exports/"} <= set(ignored)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden"])
def test_a_folder_with_anything_in_it_is_left_alone(tmp_path, name):
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"is not empty, and nothing in it was changed\. Give the name"):
        start.make(tmp_path)
    assert files(tmp_path) == {name}


def test_a_file_and_a_place_among_the_articles_are_refused(tmp_path, raw):
    (tmp_path / "a").write_text("", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"a is a file\. Give the name of a new folder\."):
        start.make(tmp_path / "a")
    with pytest.raises(AnalysisError, match="where its files would be read as articles"):
        start.make(raw / "mine")
    assert not (raw / "mine").exists()


def test_an_empty_folder_is_filled_and_two_projects_are_the_same_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    one, two = start.make(tmp_path / "a"), start.make(tmp_path / "b" / "c")
    assert files(one.root) == files(two.root)
    assert all((one.root / name).read_bytes() == (two.root / name).read_bytes() for name in files(one.root))


def test_the_command_says_where_to_put_the_articles_and_what_to_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli.app, ["new", "my corpus"])
    assert done.exit_code == 0
    root = tmp_path.resolve() / "my corpus"
    assert done.output.splitlines() == [
        f"Made {root}, with {len(list((ROOT / 'notebooks').glob('*.ipynb')))} notebooks and empty tables.",
        f"Put your articles into {root / 'data' / 'raw'}, then:",
        f'  cd "{root}"',
        "  python -m analysis report",
    ]
    again = CliRunner().invoke(cli.app, ["new", "my corpus"])
    assert isinstance(again.exception, AnalysisError)
    assert CliRunner().invoke(cli.app, ["new"]).exit_code == 2
