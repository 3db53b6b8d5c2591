"""Read raw files: bytes to text, one record per article.

`read` tells what a file is by its ending and by what it holds, and hands it to the module that knows the format. A file
that cannot be read raises `LoadError` with the remedy and stops nobody else; a record that cannot be read is a
`Problem` beside the records that can. Whatever a file holds is data: nothing is executed, expanded or fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.errors import CorpusError, LoadError
from analysis.load import dna, excel, factiva_xml, lexisnexis, pages, references, tables, vocabulary, word
from analysis.load.article import Article, Problem, Raw
from analysis.load.decoding import CONVERT as _CONVERT
from analysis.load.decoding import decode
from analysis.load.references import attached
from analysis.load.tables import FIELDS
from analysis.load.vocabulary import language

__all__ = [
    "FIELDS",
    "READERS",
    "Article",
    "Problem",
    "attached",
    "batches",
    "decode",
    "find",
    "language",
    "read",
    "relative",
]

READERS: dict[str, Callable[[Raw], tuple[list[Article], list[Problem]]]] = {
    ".txt": lexisnexis.read,
    ".html": pages.read,
    ".htm": pages.read,
    ".xml": factiva_xml.read,
    ".docx": word.read,
    ".xlsx": excel.read,
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".jsonl": tables.read_jsonl,
    ".ndjson": tables.read_jsonl,
    ".ris": references.read_ris,
    ".dna": dna.read,
}
_DATABASE = "Get the articles from the database in another form"
# what people put here that is not read, and what to do about it
_REMEDIES = {
    ".pdf": f"{_DATABASE} (HTML, XML or DOCX), or copy the text of each article into a .txt (UTF-8)",
    ".doc": "Open it in a word processor and save it as .docx",
    ".rtf": "Open it in a word processor and save it as .docx",
    ".odt": "Open it in a word processor and save it as .docx",
    ".xls": "Open it in a spreadsheet program and save it as .xlsx",
    ".xlsm": "Open it in a spreadsheet program and save it as .xlsx",
    ".ods": "Open it in a spreadsheet program and save it as .xlsx",
    ".zip": "Unpack it here; the files inside it are read",
    ".json": "Write one object on each line and name it .jsonl",
    ".mhtml": "Save the page again as « HTML only »",
    ".mht": "Save the page again as « HTML only »",
    ".dna-wal": "Close Discourse Network Analyzer and copy the .dna file again: this one holds its last changes",
    ".dna-shm": "Close Discourse Network Analyzer and copy the .dna file again; this one is not needed",
    ".bib": "Export the references as RIS or CSV, with their files",
}


def find(folder: Path) -> tuple[list[Path], list[Problem]]:
    """Return the files to read below a folder, sorted by path, and what was passed over.

    Hidden files (`.gitkeep`, `.DS_Store`, `~$table.xlsx`) are not articles and are passed over without a word, and so
    are the saved pages that a list of references names: they are read with it (`attached`). The pictures and scripts
    that a browser puts into a folder beside a page are named once, as a folder.

    Raises
    ------
    CorpusError
        When the folder does not exist.
    """
    if not folder.is_dir():
        msg = f"No folder {folder}. Create it, put the articles there, and run again."
        raise CorpusError(msg)
    files: list[Path] = []
    problems: list[Problem] = []
    beside: set[Path] = set()
    for below, path in sorted((_below(path, folder), path) for path in folder.rglob("*")):
        if any(part.startswith((".", "~$")) for part in below.split("/")):
            continue
        if beside and beside.intersection(path.parents):
            continue
        name, suffix = _printable(below), path.suffix.lower()
        if path.is_dir() and _belongs_to_page(path):
            beside.add(path)
            n = sum(part.is_file() for part in path.rglob("*"))
            remedy = "Nothing to do: the page is read without them"
            problems.append(
                Problem(name, None, f"holds {n} files that belong to the page saved beside it", remedy)
            )
        elif path.is_dir():
            if suffix in READERS:
                remedy = (
                    "Rename it without the ending, or put the file itself there; files inside it are read"
                )
                problems.append(
                    Problem(name, None, f"is a folder with the ending of a file ({suffix})", remedy)
                )
        elif suffix in READERS:
            files.append(path)
        else:
            problems.append(
                Problem(name, None, f"has an ending that is not read ({suffix or 'none'})", _remedy(suffix))
            )
    taken = {page for path in files for page in attached(path, folder)}
    return [path for path in files if path not in taken], problems


def _belongs_to_page(path: Path) -> bool:
    """Tell whether a browser made a folder together with a page: « page_files » beside « page.html »."""
    match = re.fullmatch(rf"(.+)[_-](?:{vocabulary.one_of('markers', 'folder')})", path.name, re.IGNORECASE)
    return match is not None and any(
        (path.parent / f"{match[1]}{end}").is_file() for end in (".html", ".htm")
    )


def _remedy(suffix: str) -> str:
    return _REMEDIES.get(suffix) or f"{_CONVERT}; read are {', '.join(sorted(READERS))}"


def relative(path: Path, folder: Path) -> str:
    """Return the path below a folder with forward slashes, printable in UTF-8 whatever bytes it has."""
    return _printable(_below(path, folder))


def _below(path: Path, folder: Path) -> str:
    # a string is cut ten times as fast as a path, which counts for a hundred thousand files
    whole, start = path.as_posix(), folder.as_posix().rstrip("/") + "/"
    return whole[len(start) :] if whole.startswith(start) else path.relative_to(folder).as_posix()


def _printable(name: str) -> str:
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode("utf-8")


def read(path: Path, *, folder: Path | None = None) -> tuple[list[Article], list[Problem]]:
    """Read one file.

    Parameters
    ----------
    path
        A text, a page, a table, or an export of a press database or a reference manager; see `READERS`.
    folder
        Folder that `file` and the identifiers are relative to; the file's own by default. Saved pages that a list of
        references names are looked for below it.

    Returns
    -------
    articles, problems
        One article for a text or a page, one per record for a table, one per document for an export; the records that
        could not be used.

    Raises
    ------
    LoadError
        When nothing can be read from the file; it holds the problem and the remedy.
    """
    folder = path.parent if folder is None else folder
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LoadError(
            f"cannot be opened ({reason})", "Check that the file exists and that you may read it"
        ) from error
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise LoadError(f"has an ending that is not read ({suffix or 'none'})", _remedy(suffix))
    if not data.strip():
        problem = "is empty" if not data else "holds nothing but white space"
        raise LoadError(problem, "Paste the article into it, or remove it")
    return READERS[suffix](Raw(data, relative(path, folder), path, folder))


def batches(path: Path, *, folder: Path, size: int) -> Iterator[tuple[list[Article], list[Problem]]]:
    """Read one file as `read` does, but JSON Lines in UTF-8 so many articles at a time, never the whole file at once.

    Raises
    ------
    LoadError
        As `read` does.
    """
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        try:
            streamed = tables.stream_jsonl(path, relative(path, folder), size)
        except OSError:
            streamed = None
        if streamed is not None:
            yield from streamed
            return
    yield read(path, folder=folder)
