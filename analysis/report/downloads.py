"""The tables and the files for other programs, copied beside the pages, and the page that lists them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import export, manifest, schema
from analysis.build import Corpus
from analysis.project import Project
from analysis.report.site import Cell, Table, fill, row, write

FOLDER = "downloads"
CHECKSUMS = "SHA256SUMS.txt"
DICTIONARY = "tables.md"
CITATION = "CITATION.cff"


@dataclass(frozen=True)
class Download:
    """One file: its name, what it is, its rows, its bytes; a file that is not there has none."""

    name: str
    what: str
    rows: int | None
    size: int | None


def put(
    where: Project, corpus: Corpus, codebook: pd.DataFrame | None, *, most: int = 100_000
) -> dict[str, list[Download]]:
    """Write all downloads of a project.

    Parameters
    ----------
    where, corpus, codebook
        The project, its tables and its code book.
    most
        Codes beyond which the files for other programs are left to `python -m analysis export`.

    Returns
    -------
    downloads
        By heading, in the order of the page.

    Raises
    ------
    AnalysisError
        When a file cannot be written.
    """
    folder = where.reports / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    if len(corpus.codes) <= most:
        written = export.write(corpus, codebook, folder).itertuples(index=False, name=None)
        others = [_of(folder, name, what, rows) for name, rows, what in written]
    else:
        what = f"not written for more than {most:,} codes; python -m analysis export writes these files to exports/"
        others = [Download("evidence.csv and others", what, len(corpus.codes), None)]
    return {
        "Tables of the corpus": [*_tables(where, corpus, folder), _dictionary(folder)],
        "Graphs, matrices and evidence for other programs": others,
        "To check and to cite": _about(where, folder),
    }


def _tables(where: Project, corpus: Corpus, folder: Path) -> list[Download]:
    made = []
    for name in schema.PUBLIC:
        source, table = where.processed / "csv" / f"{name}.csv", schema.TABLES[name]
        n, what = len(getattr(corpus, name)), f"one row is {table.row}"
        if name in _stored(where):
            shutil.copyfile(source, folder / source.name)
            made.append(_of(folder, source.name, what, n))
        else:
            more = f"{what}; too long for CSV, see data/processed/{name}.parquet in the project"
            made.append(Download(f"{name}.csv", more, n, None))
    return made


def _stored(where: Project) -> set[str]:
    """Return the tables that have a CSV copy now; an older copy of a table that has grown too long is none."""
    last = manifest.read(where)
    listed = set() if last is None else set(last.tables)
    return {name for name in schema.PUBLIC if f"csv/{name}.csv" in listed}


def _dictionary(folder: Path) -> Download:
    write(folder / DICTIONARY, schema.readme())
    return _of(folder, DICTIONARY, "what every column of the tables means", None)


def _about(where: Project, folder: Path) -> list[Download]:
    last = manifest.read(where)
    files = sorted((last.files if last else {}).items())
    sums = [(checksum, name) for name, checksum in files if checksum]
    text = "".join(f"{checksum}  {_below_data(name)}\n" for checksum, name in sums)
    write(folder / CHECKSUMS, text)
    made = [
        _of(
            folder,
            CHECKSUMS,
            "checksums of the raw files and of the tables made by hand, below data/",
            len(sums),
        )
    ]
    if (where.root / CITATION).is_file():
        shutil.copyfile(where.root / CITATION, folder / CITATION)
        made.append(_of(folder, CITATION, "how to cite the software and its annotations", None))
    return made


def _below_data(name: str) -> str:
    return name.removeprefix("../") if name.startswith("../") else f"raw/{name}"


def _of(folder: Path, name: str, what: str, rows: int | None) -> Download:
    return Download(name, what, rows, (folder / name).stat().st_size)


def page(downloads: dict[str, list[Download]]) -> str:
    """Return the page that lists the downloads."""
    columns = ("file", "what it is", "rows", "size")
    tables = [
        (
            heading,
            Table(
                f"Files: {heading.lower()}",
                columns,
                [_row(one) for one in files],
                ("rows", "size"),
                stacked=True,
            ),
        )
        for heading, files in downloads.items()
    ]
    return fill("downloads", title="Downloads", current="downloads.html", linked=True, tables=tables)


def _row(one: Download) -> tuple[Cell, ...]:
    name = Cell(one.name, f"{FOLDER}/{one.name}" if one.size is not None else None)
    return row(name, one.what, one.rows, None if one.size is None else size(one.size))


def size(n: int) -> str:
    """Return a number of bytes for people: three digits at most."""
    value, units = float(n), ["B", "kB", "MB", "GB"]
    while value >= 999.5 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{value:.0f} {units[0]}" if units[0] == "B" or value >= 10 else f"{value:.1f} {units[0]}"
