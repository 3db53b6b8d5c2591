"""The repository itself: one list of packages, walls between modules, raw files untouched."""

import ast
import hashlib
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from conftest import ROOT

PACKAGE = ROOT / "analysis"
# who may import whom: a module imports only from rows above its own, or from its own row where it says so
LAYERS = [
    {"errors", "project"},
    {"languages"},
    {"text"},
    {"evaluate", "lines", "load", "names"},
    {"actors"},
    {"statements"},
    {"dates"},
    {"schema", "manifest"},
    {"partitions", "store", "workers"},
    {"articles", "claims", "corpus", "corrections", "reuse"},
    {"across"},
    {"build"},
    {"network", "terms", "timeline"},
    {"plot", "show", "check", "coding", "export"},
    {"report"},
    {"cli"},
    {"__main__"},
]
WALLS = {
    "matplotlib": {"plot"},
    "seaborn": {"plot"},
    "IPython": {"show"},
    "nbconvert": {"report"},
    "nbclient": {"report"},
}


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield parts[0] if parts != ("__init__",) else "analysis", path


def imports(path):
    """Return every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_every_module_stands_in_one_layer():
    listed = [name for layer in LAYERS for name in layer]
    assert len(listed) == len(set(listed))
    assert set(listed) == {name for name, _ in modules()} - {"analysis"}


def test_imports_run_one_way():
    level = {name: i for i, layer in enumerate(LAYERS) for name in layer}
    for module, path in modules():
        for name in imports(path):
            target = name.split(".")[1] if name.startswith("analysis.") else ""
            if target in level and target != module and module != "analysis":
                lower = level[target] < level[module] or (level[target] == level[module] and target < module)
                assert lower, f"{path.relative_to(ROOT)} imports {name}"


def test_walls_around_what_draws_shows_and_runs():
    for module, path in modules():
        for name in imports(path):
            allowed = WALLS.get(name.split(".")[0])
            assert allowed is None or module in allowed, f"{path.relative_to(ROOT)} imports {name}"


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_environment_yml_and_pyproject_name_the_same_packages_in_the_same_versions():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = {entry for entry in listed if isinstance(entry, str) and not entry.startswith(("python=", "pip"))}
    conda |= {entry for entry in pip if not entry.startswith("--")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    }
    assert conda == required
    assert "--editable ." in pip


def test_the_lock_holds_every_package_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    }
    locked = {name_of(line) for line in lock.splitlines()}
    assert {name_of(requirement) for requirement in required} <= locked
    assert not re.search(r"https?:|file:|--(?:index|find)", lock)
    assert all("==" in line for line in lock.splitlines())


def test_what_the_package_imports_is_what_it_requires():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {name_of(requirement) for requirement in project["dependencies"]}
    extras = project["optional-dependencies"]
    optional = {name_of(requirement) for extra in ("html", "scale") for requirement in extras[extra]}
    names = {
        "sklearn": "scikit-learn",
        "IPython": "ipython",
        "traitlets": "nbclient",
        "charset_normalizer": "charset-normalizer",
        "docx": "python-docx",
    }
    for _, path in modules():
        for name in imports(path):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top != "analysis":
                package = names.get(top, top)
                assert package in required | optional, f"{path.relative_to(ROOT)} imports {top}"


def test_raw_files_are_those_of_the_checksums_and_end_as_they_came():
    listed = dict(
        reversed(line.split()) for line in (ROOT / "data/SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    found = {
        f"raw/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "data/raw").glob("*.txt")
    }
    assert found == listed


def test_committed_tables_are_those_of_the_raw_files(tmp_path):
    """Somebody who reads the CSV files on the web reads what a build gives."""
    from analysis import build, schema

    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "raw").symlink_to(ROOT / "data" / "raw", target_is_directory=True)
    (tmp_path / "data" / "annotations").symlink_to(ROOT / "data" / "annotations", target_is_directory=True)
    build.build(tmp_path)
    made, stored = tmp_path / "data/processed", ROOT / "data/processed"
    for name in (*(f"csv/{table}.csv" for table in schema.PUBLIC), "README.md"):
        assert (made / name).read_bytes() == (stored / name).read_bytes(), name


def test_no_word_of_the_sample_stands_in_the_library():
    words = re.compile(r"Sputnik|Kienthuc|Vietnam|Daech|Daesh|Kamal|Konashenkov|TV-Novosti", re.IGNORECASE)
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.toml"), *PACKAGE.rglob("*.j2")]:
        assert not words.search(path.read_text(encoding="utf-8")), path.relative_to(ROOT)


@pytest.mark.parametrize(
    "document", ["README.md", "data/README.md", "data/processed/README.md", "data/annotations/README.md"]
)
def test_links_of_documents_exist(document):
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http") and not target.startswith("reports/"):
            assert (path.parent / target).exists(), f"{document}: {target}"


def test_every_read_and_write_names_its_encoding():
    code = "import analysis, analysis.build as b, tempfile, pathlib; d = pathlib.Path(tempfile.mkdtemp()); r = d / 'data' / 'raw'; r.mkdir(parents=True); (r / 'a.txt').write_bytes('Un été.'.encode()); b.build(d); b.open_corpus(d)"
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning:analysis", "-c", code],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_results_depend_on_neither_hash_seed_nor_locale(tmp_path):
    code = "import sys, hashlib, pathlib; from analysis import build; p = pathlib.Path(sys.argv[1]); build.build(p); print([hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted((p / 'data/processed/csv').iterdir())])"
    printed = set()
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("2", "tr_TR.UTF-8")):
        root = tmp_path / seed
        (root / "data").mkdir(parents=True)
        (root / "data" / "raw").symlink_to(ROOT / "data" / "raw", target_is_directory=True)
        environment = {
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PATH": "",
            "SYSTEMROOT": "",
            "PYTHONUTF8": "0",
        }
        done = subprocess.run(
            [sys.executable, "-c", code, str(root)],
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        printed.add(done.stdout)
    assert len(printed) == 1


@pytest.mark.parametrize("code", ["fr", "en"])
def test_every_list_of_the_language_file_is_read_by_a_rule(code: str) -> None:
    # a list that nothing asks about would look like a rule to whoever adapts the file
    with (PACKAGE / "languages" / f"{code}.toml").open("rb") as file:
        words = tomllib.load(file)["statements"]["words"]
    source = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    asked = set(re.findall(r'words\["(\w+)"\]', source))
    for call in re.findall(r"any_of\((?:.|\n){0,200}", source):
        asked.update(re.findall(r'"(\w+)"', call))
    # carriers and adverbials are compiled, what relays is asked by its key
    asked.update(re.findall(r'\["words"\](?:\.get\(|\[)"(\w+)"', source))
    assert sorted(set(words) - asked) == []
