"""Tell a newcomer whether the installation, the raw files and the tables are sound."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from analysis import build, load, manifest, project, schema
from analysis.errors import AnalysisError

_NEEDED = "who-says-what"


class Finding(NamedTuple):
    """One thing that was looked at; `remedy` is None where it is sound."""

    what: str
    found: str
    ok: bool
    remedy: str | None = None


def run(root: str | Path | None = None) -> list[Finding]:
    """Look at Python, the packages, the raw files and the tables of a project.

    Returns
    -------
    findings
        In the order in which a newcomer should mend them.
    """
    found = [installation(), packages()]
    try:
        where = project.find(root)
        found += [raw_files(where), checksums(where), tables(where)]
    except AnalysisError as error:
        found.append(Finding("project", str(error), False, "Start in the project folder"))
    return found


def installation() -> Finding:
    """Look at the version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11)
    return Finding("Python", version, ok, None if ok else "Install Python 3.11 or newer")


def packages() -> Finding:
    """Look for every package that the project requires."""
    missing = []
    for requirement in required():
        try:
            metadata.version(re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0])
        except metadata.PackageNotFoundError:
            missing.append(requirement)
    if missing:
        return Finding(
            "packages", f"{len(missing)} missing", False, f"Run: pip install {' '.join(map(repr, missing))}"
        )
    return Finding("packages", f"all {len(required())} installed", True)


def required() -> list[str]:
    """Return the requirements of the installed package, extras left out."""
    try:
        listed = metadata.requires(_NEEDED) or []
    except metadata.PackageNotFoundError:
        toml = Path(__file__).resolve().parent.parent / "pyproject.toml"
        listed = (
            tomllib.loads(toml.read_text(encoding="utf-8"))["project"]["dependencies"]
            if toml.is_file()
            else []
        )
    return sorted(requirement for requirement in listed if "extra ==" not in requirement)


def raw_files(where: project.Project) -> Finding:
    """Look for files in `data/raw/` that cannot be read."""
    files, problems = load.find(where.raw)
    for path in files:
        try:
            problems += load.read(path, folder=where.raw)[1]
        except AnalysisError as error:
            problems.append(load.Problem(load.relative(path, where.raw), None, str(error), ""))
    if not files:
        return Finding("raw files", "none", False, f"Put articles in {where.raw}")
    found = f"{len(files)} files, {len(problems)} not usable"
    listed = "; ".join(f"{problem.file}: {problem.problem}" for problem in problems[:5])
    return Finding("raw files", found, not problems, listed or None)


def checksums(where: project.Project) -> Finding:
    """Compare `data/raw/` with `data/SHA256SUMS`."""
    if not where.checksums.is_file():
        remedy = "To notice changes, run in data/: sha256sum raw/* > SHA256SUMS"
        return Finding("checksums", "no data/SHA256SUMS", True, remedy)
    listed = dict(
        reversed(line.split(maxsplit=1))
        for line in where.checksums.read_text(encoding="utf-8").splitlines()
        if line
    )
    wrong = sorted(
        name
        for name, checksum in listed.items()
        if manifest.of_file(where.raw.parent / name.strip()) != checksum
    )
    if wrong:
        return Finding(
            "checksums", f"{len(wrong)} of {len(listed)} differ", False, f"Restore {', '.join(wrong[:5])}"
        )
    return Finding("checksums", f"{len(listed)} files unchanged", True)


def tables(where: project.Project) -> Finding:
    """Build where needed and compare every table with the schema."""
    try:
        corpus = build.open_corpus(where.root)
    except AnalysisError as error:
        return Finding("tables", "not sound", False, str(error))
    return Finding(
        "tables", f"{len(corpus.articles)} articles, {len(schema.TABLES)} tables as described", True
    )
