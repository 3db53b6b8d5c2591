"""The commands: exit codes, one-line errors, nothing written to the terminal by a file name."""

import json
import subprocess
import sys

import pytest
from conftest import ARTICLE

from analysis import check, cli


def run(*arguments: str, cwd=None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_build_says_what_it_made_and_what_it_left_out(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (raw / "b.txt").write_text("", encoding="utf-8")
    first = run("build", "--root", str(project))
    assert first.returncode == 0, first.stderr
    lines = first.stdout.splitlines()
    assert lines[0].startswith("Made tables of 1 articles from 2 files in ")
    assert lines[1].startswith("Kept 2 of 6 lines as running text")
    assert lines[2] == "Found 3 attributed statements; 0 of them have a claim or a decision."
    assert lines[3:] == ["Not used: 1", "  b.txt: is empty. Paste the article into it, or remove it."]
    second = run("build", cwd=project)
    assert second.stdout.splitlines()[0] == "Nothing changed: tables of 1 articles from 2 files."
    assert second.stdout.splitlines()[2:] == lines[2:]
    assert run("build", "--strict", cwd=project).returncode == 1


def test_nothing_usable_ends_with_1_and_one_line(project):
    done = run("build", "--root", str(project))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: No article in ")
    assert "Traceback" not in done.stderr
    assert "Traceback" in run("--debug", "build", "--root", str(project)).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["build", "--jobs", "many"],
        ["build", "--jobs", "0"],
        ["build", "--wings"],
        ["export", "--level", "town"],
    ],
)
def test_a_wrong_call_ends_with_2(arguments, project):
    assert run(*arguments, cwd=project).returncode == 2


def test_check_tells_sound_from_unsound(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    sound = run("check", "--root", str(project))
    assert sound.returncode == 0, sound.stdout
    assert "ok    raw files" in sound.stdout
    (project / "data" / "SHA256SUMS").write_text(f"{'0' * 64}  raw/a.txt\n", encoding="utf-8")
    unsound = run("check", "--root", str(project))
    assert unsound.returncode == 1
    assert "FAIL  checksums" in unsound.stdout
    assert "Restore raw/a.txt" in unsound.stdout


def test_report_without_notebooks_says_what_there_is(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    done = run("report", "--root", str(project), "--only", "09")
    assert done.returncode == 1
    assert "No notebook that begins with 09 in" in done.stderr


def test_a_file_name_cannot_write_to_the_terminal():
    assert cli.printable("a\n\x1b[31m<b>é\u202e") == "a\\x0a\\x1b[31m<b>é\\x202e"


def test_the_summary_counts_what_it_does_not_list():
    problem = {"file": "a.txt", "record": None, "problem": "is empty", "remedy": "Remove it"}
    summary = {
        "articles": 1, "files": 61, "statements": 3, "coded": 2, "seconds": 0.1, "kept": 1, "lines": 1, "changed": True,
        "problems": [problem] * 60, "warnings": ["w"] * 21,
    }  # fmt: skip
    text = cli.describe(summary)
    assert "Not used: 60" in text
    assert "and 10 more in data/processed/csv/problems.csv" in text
    assert "and 1 more in data/processed/csv/articles.csv" in text


def test_check_names_a_missing_package(monkeypatch):
    monkeypatch.setattr(check, "required", lambda: ["pandas>=3.0", "no-such-package>=1"])
    assert check.packages() == check.Finding(
        "packages", "1 missing", False, "Run: pip install 'no-such-package>=1'"
    )


def test_evaluate_measures_an_annotation_and_names_texts_that_are_missing(tmp_path):
    text = "Le maire a annoncé que le pont fermerait."
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(text, encoding="utf-8")
    entry = {
        "doc": "a", "id": "a-01", "type": "indirect", "stance": "asserts", "tier": "core", "zone": "body", "floating": False,
        "source_text": "Le maire", "source_start": 0, "source_end": 8, "source_canonical": "maire", "affiliation": None,
        "source_alt": [], "cue_text": "a annoncé", "cue_start": 9, "cue_end": 18, "cue_head": "annoncé", "cue_head_start": 11,
        "cue_head_end": 18, "cue_lemma": "annoncer", "cue_kind": "verb",
        "contents": [{"text": text[19:40], "start": 19, "end": 40}], "content_text": text[19:40], "content_start": 19,
        "content_end": 40, "chain": ["maire"], "note": "",
    }  # fmt: skip
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(entry, ensure_ascii=False) + "\n", encoding="utf-8")
    done = run("evaluate", str(gold), str(tmp_path / "texts"), "--errors")
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "f1 1.000 2 of 2" in lines
    assert "source_canonical 1.000 1 of 1" in lines
    # a file beside the texts that cannot be used is named and stops nothing
    (tmp_path / "texts" / "sources.csv").write_text("doc,licence\na,CC\n", encoding="utf-8")
    beside = run("evaluate", str(gold), str(tmp_path / "texts"))
    assert (beside.returncode, "f1 1.000 2 of 2" in " ".join(beside.stdout.split())) == (0, True)
    assert beside.stderr.startswith("Not read: sources.csv has no text column")
    # positions that belong to another text are no annotation of this one
    (tmp_path / "texts" / "a.txt").write_text(f"Hier. {text}", encoding="utf-8")
    shifted = run("evaluate", str(gold), str(tmp_path / "texts"))
    assert (shifted.returncode, "but the text has" in shifted.stderr) == (1, True)
    gold.write_text(json.dumps(entry | {"doc": "b"}, ensure_ascii=False) + "\n", encoding="utf-8")
    failed = run("evaluate", str(gold), str(tmp_path / "texts"))
    assert failed.returncode == 1
    assert "belongs to" in failed.stderr
    assert "it names b" in failed.stderr
