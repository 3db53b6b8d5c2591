"""What strict nbval does not see: a cell never run, a path of this machine, an image without words."""

import re

import nbformat
import pytest
from conftest import ROOT

FOLDER = ROOT / "notebooks"
PATHS = {
    path.relative_to(FOLDER).with_suffix("").as_posix(): path
    for path in sorted([*FOLDER.glob("*.ipynb"), *FOLDER.glob("solutions/*.ipynb")])
}
READ = {name: nbformat.read(path, as_version=4) for name, path in PATHS.items()}
NUMBERED = [name for name in READ if "/" not in name]
SOLUTIONS = [name for name in READ if "/" in name]
MARKED_UNSTABLE = {"nbval-ignore-output", "nbval-skip"}

each = pytest.mark.parametrize("name", READ)
each_numbered = pytest.mark.parametrize("name", NUMBERED)
each_solution = pytest.mark.parametrize("name", SOLUTIONS)


def code(name):
    return [cell for cell in READ[name].cells if cell.cell_type == "code"]


def markdown(name):
    return "\n\n".join(cell.source for cell in READ[name].cells if cell.cell_type == "markdown")


def outputs(name):
    return [(cell, output) for cell in code(name) for output in cell.outputs]


def test_there_are_notebooks():
    assert {"00_start_here", "01_corpus", "07_your_own_corpus"} <= set(NUMBERED)
    assert {"solutions/00_start_here", "solutions/07_your_own_corpus"} <= set(SOLUTIONS)


@each
def test_every_code_cell_was_run_in_order(name):
    assert [cell.execution_count for cell in code(name)] == list(range(1, len(code(name)) + 1))
    assert all(cell.source.strip() for cell in code(name))


@each
def test_outputs_hold_no_error_no_stderr_and_no_path_of_a_machine(name):
    for _, output in outputs(name):
        assert output.output_type != "error"
        assert output.get("name") != "stderr"
        # of images only their words: an encoded picture may spell anything
        shown = {kind: data for kind, data in output.get("data", {}).items() if kind != "image/png"}
        assert not re.search(
            r"/(?:home|root|tmp|Users|work)/|[A-Z]:\\\\|0x[0-9a-f]{6,}", f"{shown} {output.get('text', '')}"
        )


@each
def test_few_cells_are_left_unchecked(name):
    assert sum(bool(MARKED_UNSTABLE & set(cell.metadata.get("tags", []))) for cell in code(name)) <= 1


@each
def test_every_image_has_words(name):
    for _, output in outputs(name):
        if "image/png" in output.get("data", {}):
            alt = output.metadata["image/png"]["alt"]
            assert len(alt) > 40
            assert output.data["text/plain"] == alt


@each
def test_the_kernel_is_that_of_everybody(name):
    assert READ[name].metadata.kernelspec.name == "python3"
    assert set(READ[name].metadata.language_info) == {"name"}


@each
def test_cells_are_short_and_free_of_tricks(name):
    for cell in code(name):
        lines = cell.source.split("\n")
        assert len(lines) <= 14, cell.source
        assert max(map(len, lines)) <= 88, cell.source
        assert not cell.source.rstrip().endswith(";")
        assert "sys.path" not in cell.source
        assert not cell.source.lstrip().startswith(("!", "%"))


@each_numbered
def test_parts_stand_in_the_same_order(name):
    text = markdown(name)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "Settings"
    assert headings[-3:] == ["Limits", "Takeaways", "Your turn"]
    promised = re.findall(r"^\d+\. (.+)$", text.split("*What you will see*")[1].split("##")[0], re.MULTILINE)
    assert [re.sub(r"^\d+\. ", "", heading) for heading in headings[1:-3]] == promised
    for label in ("**Question.**", "**Answer in one sentence.**", "**Reads**", "**Writes**"):
        assert label in text
    takeaways = text.split("## Takeaways")[1].split("##")[0]
    assert len(re.findall(r"^\d+\. ", takeaways, re.MULTILINE)) == len(promised)


def tasks(name):
    return re.findall(r"^\d+\. ", markdown(name).split("## Your turn")[1], re.MULTILINE)


@each_solution
def test_a_solution_answers_every_task_of_its_notebook_and_leads_back_to_it(name):
    text, of = markdown(name), name.removeprefix("solutions/")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    answered = re.findall(r"^## (\d+)\. .", text, re.MULTILINE)
    assert answered == [str(number) for number in range(1, len(tasks(of)) + 1)]
    assert f"](../{of}.ipynb)" in text
    assert f"](../notebooks/{name}.ipynb)" in markdown(of)


@each
def test_every_code_cell_has_prose_before_or_after_it(name):
    kinds = [cell.cell_type for cell in READ[name].cells]
    assert "code code code code" not in " ".join(kinds)


@each
def test_links_to_other_notebooks_and_files_exist(name):
    folder = PATHS[name].parent
    for target in re.findall(r"\]\(([^)#]+)\)", markdown(name)):
        if not target.startswith("http"):
            assert (folder / target).exists(), target


@each
def test_the_logic_names_nothing_of_the_sample(name):
    titles = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    capitalised = set(
        re.findall(r"\b(?:Sputnik|RT|Kienthuc|Vietnam|Daech|Daesh|Kamal|Moscou|Pentagone)\b", titles)
    )
    assert capitalised
    for cell in code(name):
        assert not capitalised & set(re.findall(r"\w+", cell.source)), cell.source
