"""Cut a corpus into partitions, and find what only several of them tell: lines that recur, identifiers given twice.

A partition is some files, chosen by a hash of their names: a new file changes one partition and leaves the others as they
are stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis import lines, load, manifest
from analysis.errors import LoadError
from analysis.load import Article, Problem

# files per partition: large enough to keep a process busy, small enough to lose little
PARTITION = 1000
# lines longer than this are running text
_LONG = 200
# hashes are counted in so many portions, one after the other
_PORTIONS = 16


@dataclass(frozen=True)
class Partition:
    """Some files of the corpus; `key` changes when their content or the code does."""

    files: tuple[str, ...]
    key: str


def split(inputs: manifest.Inputs, code: str) -> list[Partition]:
    """Distribute files by a hash of their names, so that a new file changes one partition only."""
    count = 1
    while count * PARTITION < len(inputs.files):
        count *= 2
    groups: dict[int, list[str]] = {}
    for name in sorted(inputs.files):
        groups.setdefault(int(manifest.digest(name)[:8], 16) % count, []).append(name)
    return [
        Partition(
            tuple(group), manifest.digest(code, *(f"{name}\n{inputs.checksums[name]}" for name in group))
        )
        for _, group in sorted(groups.items())
    ]


def articles(folder: Path, names: Iterable[str]) -> Iterator[tuple[list[Article], list[Problem]]]:
    """Read files one after the other; one that cannot be read gives a problem in place of articles."""
    for name in names:
        try:
            yield load.read(_path(folder, name), folder=folder)
        except LoadError as error:
            yield [], [Problem(name, None, error.problem, error.remedy)]


def _path(folder: Path, name: str) -> Path:
    path = folder / name
    if path.exists() or "\\" not in name:
        return path
    # the name was made printable; find the file that it stands for
    return next((p for p in folder.rglob("*") if load.relative(p, folder) == name), path)


def scan(item: tuple[Path, Partition, Path]) -> dict[str, np.ndarray]:
    """Return the identifiers of a partition and its (line, article) pairs as hashes.

    An article stands for its longest line, so that reprints of one text count once.
    """
    folder, part, parts = item
    stored = parts / f"{part.key}.npz"
    if not stored.is_file():
        pairs: list[tuple[int, int]] = []
        ids: list[str] = []
        for found, _ in articles(folder, part.files):
            for article in found:
                longest = hashed(max(article.text.split("\n"), key=len))
                pairs += [(hashed(signature), longest) for signature in sorted(signatures(article))]
                ids.append(article.doc_id)
        temporary = stored.with_suffix(".tmp.npz")
        np.savez(temporary, pairs=np.array(pairs, np.uint64).reshape(-1, 2), ids=np.array(ids, np.str_))
        temporary.replace(stored)
    with np.load(stored) as arrays:
        return dict(arrays)


def signatures(article: Article) -> set[str]:
    """Return what tells the short lines of an article again."""
    return {lines.signature(line) for line in article.text.split("\n") if 0 < len(line) <= _LONG} - {""}


def hashed(line: str) -> int:
    """Return 64 bits of the checksum of a line."""
    return int(manifest.digest(line)[:16], 16)


def recurring(scans: Sequence[dict[str, np.ndarray]]) -> np.ndarray:
    """Return the hashes of lines that stand in at least two articles, and in one of a thousand."""
    least = max(2, sum(len(scan["ids"]) for scan in scans) // 1000)
    found = []
    for portion in range(_PORTIONS):
        some = [scan["pairs"][scan["pairs"][:, 0] % _PORTIONS == portion] for scan in scans]
        pairs = np.concatenate([*some, np.empty((0, 2), np.uint64)])
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        new = np.ones(len(pairs), dtype=bool)
        new[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
        values, counts = np.unique(pairs[new, 0], return_counts=True)
        found.append(values[counts >= least])
    return np.sort(np.concatenate(found))


def twice(scans: Sequence[dict[str, np.ndarray]]) -> frozenset[str]:
    """Return the identifiers that more than one article has."""
    ids = np.concatenate([scan["ids"] for scan in scans] or [np.empty(0, np.str_)])
    values, counts = np.unique(ids, return_counts=True)
    return frozenset(values[counts > 1].tolist())


def shared(scan: dict[str, np.ndarray], found: np.ndarray) -> frozenset[int]:
    """Return the recurring lines of one partition."""
    return frozenset(np.intersect1d(scan["pairs"][:, 0], found).tolist())
