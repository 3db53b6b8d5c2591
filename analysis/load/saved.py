"""Find the saved pages that a list of references names, below the folder of raw files and nowhere else.

A path in such a list is often one of another machine: only its name and the folders above it are compared with what
lies in the folder.
"""

from __future__ import annotations

import re
import unicodedata
import urllib.parse
from pathlib import Path

# what a saved article may be
ENDINGS = frozenset({".html", ".htm", ".xhtml", ".txt"})


def index(folder: Path) -> dict[str, list[Path]]:
    """Return the saved pages below a folder by their name, as every system would write it."""
    saved: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and not any(
            part.startswith(".") for part in path.relative_to(folder).parts
        ):
            saved.setdefault(_same(path.name), []).append(path)
    return saved


def name_of(path: str) -> str:
    """Return the name of a file in a path of any system."""
    return re.split(r"[\\/]+", path.strip().rstrip("\\/"))[-1]


def _same(name: str) -> str:
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name).casefold()


def locate(name: str, table: Path, folder: Path, saved: dict[str, list[Path]]) -> Path | None:
    """Return the file that a list means: the one whose folders agree most with the path in the list."""
    if re.match(r"https?://", name, re.IGNORECASE):
        return None
    for said in dict.fromkeys((name, urllib.parse.unquote(name))):
        parts = [
            _same(part)
            for part in re.split(r"[\\/]+", re.sub(r"^file:/*", "", said))
            if part not in {"", "."}
        ]
        candidates = saved.get(parts[-1], []) if parts else []
        if not candidates:
            continue
        beside = (table.parent / Path(*re.split(r"[\\/]+", said))).absolute() if ":" not in said else None
        exact = [path for path in candidates if path.absolute() == beside]
        candidates = [
            path for path in candidates if path in exact or not _differs(path.relative_to(folder), parts)
        ]
        scores = {path: _agreement(path.relative_to(folder), parts) for path in candidates}
        best = [path for path in candidates if scores[path] == max(scores.values())]
        chosen = exact or best
        if len(chosen) == 1 and _inside(chosen[0], folder):
            return chosen[0]
    return None


def _agreement(path: Path, parts: list[str]) -> int:
    own = [_same(part) for part in path.parts]
    shared = 0
    for a, b in zip(reversed(own), reversed(parts), strict=False):
        if a != b:
            break
        shared += 1
    return shared


def _differs(path: Path, parts: list[str]) -> bool:
    """Tell whether both files lie in a folder that names one entry, as reference managers make them, and not the same."""
    folders = [*path.parts[-2:-1], *parts[-2:-1]]
    named = [re.fullmatch(r"[a-z0-9]{8}|\d+", _same(name)) is not None for name in folders]
    return len(folders) == 2 and all(named) and _same(folders[0]) != folders[1]


def _inside(path: Path, folder: Path) -> bool:
    """Tell whether a file lies below a folder, links followed."""
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve()) and path.is_file()
    except OSError:
        return False
