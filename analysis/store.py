"""Join the parts of a build, store tables whole or not at all, and copy them to CSV for people."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analysis import schema
from analysis.load import Problem
from analysis.project import Project

# a CSV copy is for reading; nobody reads more rows than this
CSV_ROWS = 500_000
# the tables that every partition makes
PER_ARTICLE = ("articles", "lines", "statements", "mentions", "dates", "texts", "problems")
# what a spreadsheet would take for a formula, also where it was marked as text before: so that `plain` undoes `cell`
_FORMULA = re.compile(r"'*\s*[=+\-@]")


def join(folders: Iterable[Path], passed_over: Iterable[Problem]) -> dict[str, pa.Table]:
    """Return each table from its parts, sorted; what the build passed over joins the problems."""
    tables = {}
    folders = list(folders)
    for name in PER_ARTICLE:
        pieces = [pq.read_table(folder / f"{name}.parquet", schema=schema.arrow(name)) for folder in folders]
        if name == "problems":
            pieces.append(schema.table(name, list(passed_over)))
        tables[name] = pa.concat_tables(pieces) if pieces else schema.arrow(name).empty_table()
    for name, table in tables.items():
        order = [(column, "ascending") for column in schema.TABLES[name].order]
        tables[name] = table.sort_by(order).combine_chunks()
    tables["articles"] = _mark_duplicates(tables["articles"])
    return tables


def _mark_duplicates(articles: pa.Table) -> pa.Table:
    """Warn in the row of every article whose bytes are those of an earlier one."""
    first: dict[str, str] = {}
    warnings = []
    for doc_id, checksum, warning in zip(
        *(articles[name].to_pylist() for name in ("doc_id", "sha256", "warnings")), strict=True
    ):
        original = first.setdefault(checksum, doc_id)
        same = f"the same bytes as {original}" if original != doc_id else None
        warnings.append("; ".join(filter(None, (warning, same))) or None)
    return _with(articles, "warnings", warnings)


def _with(table: pa.Table, name: str, values: list) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))


def put(where: Project, tables: dict[str, pa.Table]) -> dict[str, int]:
    """Write every table under a temporary name, then rename all: a reader sees old tables or new ones."""
    folder = where.processed / "csv"
    folder.mkdir(parents=True, exist_ok=True)
    written: list[tuple[Path, Path]] = []
    for name, table in tables.items():
        written.append(_temporary(where.processed / f"{name}.parquet"))
        pq.write_table(table, written[-1][0])
        if name in schema.PUBLIC and table.num_rows <= CSV_ROWS:
            written.append(_temporary(folder / f"{name}.csv"))
            write_csv(table, written[-1][0])
    written.append(_temporary(where.processed / "README.md"))
    written[-1][0].write_text(schema.readme(), encoding="utf-8", newline="\n")
    for temporary, path in written:
        temporary.replace(path)
    return {path.relative_to(where.processed).as_posix(): path.stat().st_size for _, path in written}


def _temporary(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}.tmp"), path


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table for people: UTF-8, LF, missing as empty, no cell that a spreadsheet takes for a formula."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
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
