"""Cut a corpus into partitions, and find what only several of them tell: lines that recur, identifiers given twice.

A partition is some files, chosen by a hash of their names: a new file changes one partition and leaves the others as they
are stored. A file of very many records is a partition of its own, which is unpacked into chunks while it is looked through.
"""

from __future__ import annotations

import io
import pickle
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from analysis import lines, load, manifest
from analysis.errors import LoadError
from analysis.load import Article, Problem

# files per partition: large enough to keep a process busy, small enough to lose little
PARTITION = 500
# bytes from which a file is unpacked: it holds more articles than a process should hold at once
LARGE = 16 * 2**20
# lines longer than this are running text
_LONG = 200
# hashes are counted in so many portions, one after the other
_PORTIONS = 16


@dataclass(frozen=True)
class Partition:
    """Some files of the corpus; `key` changes when their content or the code does.

    `large` is True for one file whose records are unpacked.
    """

    files: tuple[str, ...]
    key: str
    large: bool = False


class Chunk(NamedTuple):
    """Some articles of a partition: all, or so many of an unpacked file."""

    partition: Partition
    number: int | None = None

    @property
    def key(self) -> str:
        """What names the parts that are made of it."""
        return self.partition.key if self.number is None else f"{self.partition.key}-{self.number}"


def split(inputs: manifest.Inputs, code: str) -> list[Partition]:
    """Distribute files by a hash of their names, so that a new file changes one partition only."""
    large = {name for name, path in inputs.files.items() if _size(path) >= LARGE}
    small = [name for name in sorted(inputs.files) if name not in large]
    count = 1
    while count * PARTITION < len(small):
        count *= 2
    groups: dict[int, list[str]] = {}
    for name in small:
        groups.setdefault(int(manifest.digest(name)[:8], 16) % count, []).append(name)

    def key(names: list[str]) -> str:
        return manifest.digest(code, *(f"{name}\n{inputs.checksums[name]}" for name in names))

    made = [Partition(tuple(group), key(group)) for _, group in sorted(groups.items())]
    return made + [Partition((name,), key([name]), True) for name in sorted(large)]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def articles(folder: Path, chunk: Chunk, parts: Path) -> Iterator[tuple[list[Article], list[Problem]]]:
    """Read the articles of a chunk; a file that cannot be read gives a problem in place of articles."""
    if chunk.number is not None:
        with (parts / f"{chunk.key}.chunk").open("rb") as file:
            yield pickle.load(file)
        return
    for name in chunk.partition.files:
        yield from _batches(folder, name)


def _batches(
    folder: Path, name: str, *, large: bool = False
) -> Iterator[tuple[list[Article], list[Problem]]]:
    path = _path(folder, name)
    try:
        if large:
            yield from load.batches(path, folder=folder, size=PARTITION)
        else:
            yield load.read(path, folder=folder)
    except LoadError as error:
        yield [], [Problem(name, None, error.problem, error.remedy)]
    except Exception as error:  # one file must never stop the others
        problem = f"could not be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
        yield (
            [],
            [Problem(name, None, problem, "Report this with the file; the other files are not affected")],
        )


def _path(folder: Path, name: str) -> Path:
    path = folder / name
    if path.exists() or "\\" not in name:
        return path
    # the name was made printable; find the file that it stands for
    return next((p for p in folder.rglob("*") if load.relative(p, folder) == name), path)


def scan(item: tuple[Path, Partition, Path]) -> dict[str, np.ndarray]:
    """Return the identifiers of a partition and its (line, article) pairs as hashes, and the number of its chunks.

    An article stands for its longest line, so that reprints of one text count once.
    """
    folder, part, parts = item
    stored = parts / f"{part.key}.npz"
    if not stored.is_file():
        pairs, ids, count = array("Q"), [], 0
        for found, problems in _unpacked(folder, part):
            if part.large:
                _replace(parts / f"{Chunk(part, count).key}.chunk", pickle.dumps((found, problems)))
            count += 1
            for article in found:
                longest = hashed(max(article.text.split("\n"), key=len))
                for signature in sorted(signatures(article)):
                    pairs.extend((hashed(signature), longest))
                ids.append(article.doc_id)
        buffer = io.BytesIO()
        both = np.array(pairs, np.uint64).reshape(-1, 2)
        np.savez(buffer, pairs=both, ids=np.array(ids, np.str_), chunks=np.array(count if part.large else 0))
        _replace(stored, buffer.getvalue())
    with np.load(stored) as arrays:
        return dict(arrays)


def _unpacked(folder: Path, part: Partition) -> Iterator[tuple[list[Article], list[Problem]]]:
    """Give the articles of a partition, at most so many at a time."""
    for name in part.files:
        held: list[Article] = []
        wrong: list[Problem] = []
        for found, problems in _batches(folder, name, large=part.large):
            held += found
            wrong += problems
            while part.large and len(held) > PARTITION:
                yield held[:PARTITION], []
                held = held[PARTITION:]
        yield held, wrong


def chunks(part: Partition, scanned: dict[str, np.ndarray]) -> list[Chunk]:
    """Return what a partition is analysed in."""
    if not part.large:
        return [Chunk(part)]
    return [Chunk(part, number) for number in range(int(scanned["chunks"]))]


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


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
