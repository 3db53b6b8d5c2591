"""Make a project folder for a corpus of one's own: folders, empty tables with their explanation, the notebooks.

The notebooks of the repository are the only copy: a wheel carries them as data files, and a new project gets them
without outputs, so that nothing of another corpus stands in it.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import nbformat

from analysis.errors import AnalysisError
from analysis.project import Project

TEMPLATE = Path(__file__).parent / "templates" / "project"
# what a new project gets from the repository, or from the data files of an installed package
MATERIAL = ("notebooks/*.ipynb", "notebooks/solutions/*.ipynb", "docs/glossary.md", "docs/imports.md")
_DISTRIBUTION = "who-says-what"
_FIRST = "notebooks/00_start_here.ipynb"
# a name with a dot would be passed over when the package is built
_HIDDEN = {"gitignore": ".gitignore"}


def make(folder: str | Path) -> Project:
    """Make a project folder.

    Parameters
    ----------
    folder
        Where; made where it does not exist. It must be empty.

    Returns
    -------
    project
        The new project, with an empty `data/raw/`.

    Raises
    ------
    AnalysisError
        When the folder has anything in it, is a file, lies where articles are read, or cannot be written.
    """
    where = Project(Path(folder).resolve())
    _check(where.root)
    source = material()
    try:
        for path in sorted(TEMPLATE.rglob("*")):
            if path.is_file():
                target = where.root / path.relative_to(TEMPLATE)
                _write(target.with_name(_HIDDEN.get(path.name, path.name)), path.read_text(encoding="utf-8"))
        # a folder without files would be lost on its way through git
        _write(where.raw / ".gitkeep", "")
        for pattern in MATERIAL:
            for path in sorted(source.glob(pattern)):
                text = cleared(path) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")
                _write(where.root / path.relative_to(source), text)
    except OSError as error:
        msg = f"{where.root} cannot be written ({error.strerror or error}). Choose a folder of your own, and remove what is there now."
        raise AnalysisError(msg) from error
    return where


def cleared(path: Path) -> str:
    """Return a notebook without outputs, as the text of a file."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return nbformat.writes(notebook) + "\n"


def material() -> Path:
    """Return the folder that holds `notebooks/` and `docs/`: the repository, or the data files of the package.

    Raises
    ------
    AnalysisError
        When the installation has lost them.
    """
    beside = Path(__file__).resolve().parent.parent
    # the second file tells a repository from a folder of packages
    if (beside / _FIRST).is_file() and (beside / "pyproject.toml").is_file():
        return beside
    try:
        files = metadata.files(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.as_posix().endswith(f"share/{_DISTRIBUTION}/{_FIRST}"):
            found = Path(file.locate()).resolve()
            if found.is_file():
                return found.parent.parent
    msg = f"The notebooks of the package are not there. Install it again: pip install --force-reinstall {_DISTRIBUTION}"
    raise AnalysisError(msg)


def _check(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        msg = f"{folder} is not empty, and nothing in it was changed. Give the name of a new folder."
        raise AnalysisError(msg)
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} is a file. Give the name of a new folder."
        raise AnalysisError(msg)
    for above in folder.parents:
        if above.name == "raw" and above.parent.name == "data":
            msg = (
                f"{folder} lies in {above}, where its files would be read as articles. Choose another place."
            )
            raise AnalysisError(msg)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
