"""Store tables whole or not at all: parts of partitions, sorted tables made from them, copies for people.

A table is one Parquet file. Its rows are sorted, and each of its row groups holds whole articles, so that a step over a
large corpus reads a group after the other and only the columns that it needs.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import schema
from analysis.project import Project

# a CSV copy is for reading; nobody reads more rows than this
CSV_ROWS = 500_000
# the tables that every partition makes
PER_ARTICLE = ("articles", "lines", "statements", "mentions", "dates", "texts", "problems")
# rows of a row group, at least; texts are long
ROWS = 50_000
_TEXTS = 1_000
# row groups of a part, so that joining many parts holds little of each
_PIECES = 8
# half the space of the default, at no cost in time
_COMPRESSION = "zstd"
# articles whose rows are joined at a time
_JOINED = 2_000
# rows turned into a CSV copy at a time
_CSV_STEP = 10_000
# what a spreadsheet would take for a formula, also where it was marked as text before: so that `plain` undoes `cell`
_FORMULA = re.compile(r"'*\s*[=+\-@]")


# --- parts ------------------------------------------------------------------------------------------------------


def write_part(name: str, rows: Sequence[Sequence], folder: Path) -> None:
    """Write the rows that one partition has for a table, sorted."""
    made = _sorted(schema.table(name, rows), name)
    size = max(100, -(-made.num_rows // _PIECES))
    pq.write_table(made, folder / f"{name}.parquet", row_group_size=size, compression=_COMPRESSION)


class _Part:
    """A sorted file that is read a row group at a time."""

    def __init__(self, path: Path | None, name: str, held: pa.Table) -> None:
        self._path, self._key, self.held = path, schema.TABLES[name].order[0], held
        self._metadata = pq.read_metadata(path) if path else None
        self._next = 0

    def below(self, limit: str | None) -> pa.Table:
        """Give the rows before a key away, reading on where they may not all be held; without a key, give all."""
        while self._more and (limit is None or not self.held.num_rows or self._last < limit):
            self._grow()
        if limit is None:
            count = self.held.num_rows
        else:
            count = pc.sum(pc.less(self.held[self._key], limit)).as_py() or 0
        given, self.held = self.held.slice(0, count), self.held.slice(count)
        return given

    @property
    def _more(self) -> bool:
        return self._metadata is not None and self._next < self._metadata.num_row_groups

    @property
    def _last(self) -> str:
        return self.held[self._key][-1].as_py()

    def _grow(self) -> None:
        """Hold one row group more."""
        with pq.ParquetFile(self._path, metadata=self._metadata) as file:
            read = file.read_row_group(self._next, use_threads=False).cast(self.held.schema)
        self._next += 1
        self.held = pa.concat_tables([self.held, read]) if self.held.num_rows else read


def cuts(parts: Sequence[Path]) -> list[str]:
    """Return identifiers of articles between which so many lie as are joined at a time."""
    ids = sorted(
        doc_id
        for part in parts
        for doc_id in read(part / "articles.parquet", ["doc_id"])["doc_id"].to_pylist()
    )
    return ids[_JOINED::_JOINED]


def join(
    name: str, parts: Sequence[Path], target: Path, *, cuts: Sequence[str] = (), also: pa.Table | None = None
) -> int:
    """Write a table from its sorted parts, and return its number of rows.

    Parameters
    ----------
    name
        The table.
    parts
        Folders that `write_part` wrote to.
    target
        The file to write. It does not depend on the number or the order of parts.
    cuts
        Sorted keys between which rows are held at a time.
    also
        Rows of no partition.
    """
    empty = schema.arrow(name).empty_table()
    sources = [_Part(part / f"{name}.parquet", name, empty) for part in parts]
    if also is not None:
        sources.append(_Part(None, name, _sorted(also, name)))
    pieces = (
        _sorted(pa.concat_tables([empty, *(source.below(limit) for source in sources)]), name)
        for limit in (*cuts, None)
    )
    return write(name, pieces, target)


def write(name: str, pieces: Iterable[pa.Table], target: Path) -> int:
    """Write sorted pieces of a table, which follow one another, in row groups of whole articles; return its rows."""
    size = _TEXTS if name == "texts" else ROWS
    key, count, made = schema.TABLES[name].order[0], 0, schema.arrow(name)
    held = made.empty_table()
    with pq.ParquetWriter(target, made, compression=_COMPRESSION) as writer:
        for piece in pieces:
            count += piece.num_rows
            held = pa.concat_tables([held, piece]) if held.num_rows else piece
            if held.num_rows < size:
                continue
            held = held.combine_chunks()
            starts = _starts(held, key)
            done = 0
            while (cut := int(np.searchsorted(starts, done + size))) < len(starts):
                writer.write_table(held.slice(done, starts[cut] - done), row_group_size=held.num_rows)
                done = int(starts[cut])
            held = held.slice(done)
        if held.num_rows:
            writer.write_table(held.combine_chunks(), row_group_size=held.num_rows)
    return count


def _starts(table: pa.Table, key: str) -> np.ndarray:
    """Return the rows at which another article begins."""
    column = table[key].combine_chunks()
    if len(column) < 2:
        return np.empty(0, np.int64)
    return np.flatnonzero(pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)) + 1


def _sorted(table: pa.Table, name: str) -> pa.Table:
    return table.sort_by([(column, "ascending") for column in schema.TABLES[name].order])


# --- tables -----------------------------------------------------------------------------------------------------


def groups(path: Path) -> range:
    """Return the numbers of the row groups of a table."""
    return range(pq.read_metadata(path).num_row_groups)


def read(path: Path, columns: Sequence[str] | None = None, *, group: int | None = None) -> pa.Table:
    """Return a table, or some of its columns, or one of its row groups."""
    with pq.ParquetFile(path) as file:
        if group is None:
            return file.read(columns=columns)
        return file.read_row_group(group, columns=columns)


class Texts(Mapping):
    """The texts of a corpus by `doc_id`, read from their table a thousand at a time.

    Parameters
    ----------
    path
        The table `texts`.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids = read(path, ["doc_id"])["doc_id"].to_pylist()
        self._place = {doc_id: place for place, doc_id in enumerate(self._ids)}
        sizes = [pq.read_metadata(path).row_group(group).num_rows for group in groups(path)]
        self._bounds = np.concatenate(([0], np.cumsum(sizes)))
        self._group, self._held = -1, pa.array([], pa.string())

    def __getitem__(self, doc_id: str) -> str:
        place = self._place[doc_id]
        group = int(np.searchsorted(self._bounds, place, side="right")) - 1
        if group != self._group:
            self._held = read(self._path, ["text"], group=group)["text"].combine_chunks()
            self._group = group
        return self._held[place - int(self._bounds[group])].as_py()

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def put(where: Project, folder: Path) -> dict[str, int]:
    """Put what lies in a folder in the place of the old tables, each file whole; return names and sizes.

    Everything is written by then, so that a full disk or a killed process before this leaves the old tables alone.
    """
    (where.processed / "csv").mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(schema.readme(), encoding="utf-8", newline="\n")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for name in names:
        (folder / name).replace(where.processed / name)
    for old in (where.processed / "csv").glob("*.csv"):
        if old.stem in schema.TABLES and f"csv/{old.name}" not in names:
            old.unlink()
    return {name: (where.processed / name).stat().st_size for name in names}


# --- copies for people ------------------------------------------------------------------------------------------


def copy_csv(path: Path, target: Path) -> bool:
    """Copy a table to CSV, unless it has more rows than anybody reads; tell whether it was copied."""
    if pq.read_metadata(path).num_rows > CSV_ROWS:
        return False
    with pq.ParquetFile(path) as file:
        write_csv(file.iter_batches(_CSV_STEP), file.schema_arrow.names, target)
    return True


def write_csv(batches: Iterable[pa.RecordBatch], names: Sequence[str], path: Path) -> None:
    """Write a table for people: UTF-8, LF, missing as empty, no cell that a spreadsheet takes for a formula."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for batch in batches:
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                writer.writerow([cell(value) for value in row])


def cell(value: object) -> object:
    """Return a value as a CSV file holds it: a text that looks like a formula gets a leading `'`, numbers are as they are."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def plain(text: str) -> str:
    """Return the text that `cell` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
