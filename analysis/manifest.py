"""What a build was made from, so that the next one can tell what changed.

Everything is decided by checksums of content, never by time stamps: copying a
project, checking it out again or touching a file rebuilds nothing. This module
imports nothing heavy, because a build with nothing to do should cost nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from analysis import load
from analysis.load import Problem
from analysis.project import Project

# modules that read tables, show or export them, and so cannot change one
_READS = {
    "__main__",
    "cli",
    "coding",
    "corpus",
    "report",
    "show",
    "plot",
    "export",
    "evaluate",
    "network",
    "start",
    "terms",
    "timeline",
    "workers",
}
# libraries whose version can change a result
_LIBRARIES = ("charset-normalizer", "lxml", "openpyxl", "py3langid", "sentencex", "simplemma", "trafilatura")


@dataclass(frozen=True)
class Manifest:
    """The inputs and the outputs of a build.

    Attributes
    ----------
    code
        Checksum of the package's code, its language files and the libraries that matter.
    files
        Path below `data/raw/` and checksum of each file; empty where it could not be opened.
    tables
        File name and size in bytes of each table.
    summary
        What the build printed, as data.
    """

    code: str
    files: dict[str, str]
    tables: dict[str, int] = field(default_factory=dict)
    summary: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Inputs:
    """What lies in `data/raw/` now.

    Attributes
    ----------
    files
        Path of each file that can be tried, by its name below `data/raw/`.
    passed_over
        What is not read at all.
    checksums
        SHA-256 of each file (with the saved pages that are read with it) and of the hand-made tables; empty for what
        was passed over, so that its coming and going counts as a change.
    """

    files: dict[str, Path]
    passed_over: list[Problem]
    checksums: dict[str, str]


def look(project: Project) -> Inputs:
    """Take stock of the raw files of a project."""
    folder = project.raw
    paths, passed_over = load.find(folder)
    files = {load.relative(path, folder): path for path in paths}
    checksums = {problem.file: "" for problem in passed_over} | {
        name: _with_attached(path, folder) for name, path in files.items()
    }
    # what a person edits by hand changes the tables too
    by_hand = {
        f"../annotations/{path.name}": of_file(path)
        for path in (
            project.annotations / name
            for name in ("aliases.csv", "claims.csv", "codes.csv", "corrections.csv")
        )
        if path.is_file()
    }
    return Inputs(files, passed_over, checksums | by_hand)


def current(project: Project, inputs: Inputs) -> Manifest | None:
    """Return the manifest of the last build if its tables are those that a build would make now."""
    last = read(project)
    if last is None or not last.tables or (last.code, last.files) != (of_code(), inputs.checksums):
        return None
    for name, size in last.tables.items():
        path = project.processed / name
        if not path.is_file() or path.stat().st_size != size:
            return None
    return last


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of several strings, each set off from the next."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        sha.update(len(data).to_bytes(8, "big") + data)
    return sha.hexdigest()


def of_code() -> str:
    """Return a checksum of everything in the package that can change a table."""
    folder = Path(__file__).parent
    files = sorted(
        path
        for path in (*folder.rglob("*.py"), *folder.rglob("*.toml"))
        if path.relative_to(folder).parts[0].removesuffix(".py") not in _READS
    )
    parts = [f"{path.relative_to(folder).as_posix()} {digest(_unix(path.read_bytes()))}" for path in files]
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            parts.append(f"{name} absent")
    return digest(*parts)


def of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, or nothing where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _with_attached(path: Path, folder: Path) -> str:
    """Return the checksum of a file and of the saved pages that are read with it."""
    own, pages = of_file(path), load.attached(path, folder)
    if not own or not pages:
        return own
    return digest(own, *(f"{load.relative(page, folder)}\n{of_file(page)}" for page in pages))


def path_of(project: Project) -> Path:
    """Return where a project keeps its manifest."""
    return project.processed / ".build" / "manifest.json"


def read(project: Project) -> Manifest | None:
    """Return the manifest of the last build, or None where there is none or it is damaged."""
    try:
        return Manifest(**json.loads(path_of(project).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(project: Project, made: Manifest) -> None:
    """Store a manifest, whole or not at all."""
    path = path_of(project)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(
        json.dumps(made.__dict__, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8"
    )
    temporary.replace(path)


def _unix(data: bytes) -> bytes:
    # a checkout on Windows may have other line ends; the code is the same
    return data.replace(b"\r\n", b"\n")
