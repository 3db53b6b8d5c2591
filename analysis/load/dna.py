"""Read the documents of a Discourse Network Analyzer database (.dna, SQLite); its statements are not read.

The texts are exactly those of the database, so that positions coded there hold here. The file is opened read-only and
as one that nobody changes: nothing is written beside it.
"""

from __future__ import annotations

from contextlib import closing

from analysis.errors import LoadError
from analysis.load import vocabulary
from analysis.load.article import Article, Document, Problem, Raw, clean_line, doc_id_of, make
from analysis.text import normalise

_MAGIC = b"SQLite format 3\x00"
_AGAIN = "Open it in Discourse Network Analyzer and save it again as a new database"
_COLUMNS = ("id", "title", "text", "author", "source", "section", "type", "date")


def read(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a database.

    Raises
    ------
    LoadError
        When it is none, is damaged, or has no document.
    """
    import sqlite3

    if not raw.data.startswith(_MAGIC):
        raise LoadError(
            "is no database of Discourse Network Analyzer (not SQLite)",
            "Put the .dna file of version 2 or later here; other files need another ending",
        )
    problems: list[Problem] = []
    documents: list[Document] = []
    try:
        address = raw.path.absolute().as_uri() + "?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.text_factory = lambda data: data.decode("utf-8", "replace")
            # a view could compute anything
            tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND lower(name) = 'documents'"
            found = database.execute(tables).fetchone()
            if found is None:
                raise LoadError("is a database without the table DOCUMENTS", _AGAIN)
            listed = [row[1] for row in database.execute('PRAGMA table_info("documents")')]
            columns = {name.lower(): name for name in listed if name.lower() in _COLUMNS}
            if "text" not in columns:
                raise LoadError("is a database whose table DOCUMENTS has no Text", _AGAIN)
            order = columns.get("id", "rowid")
            chosen = ", ".join(f'"{name}"' for name in columns.values())
            rows = database.execute(f'SELECT {chosen} FROM "documents" ORDER BY "{order}"')
            for number, row in enumerate(rows, start=1):
                documents.append(_document(dict(zip(columns, row, strict=True)), number))
    except sqlite3.Error as error:
        if not documents:
            raise LoadError(f"is a damaged database ({error})", _AGAIN) from None
        problem = f"is damaged from here on ({error}); the documents before are kept"
        problems.append(Problem(raw.file, len(documents) + 1, problem, _AGAIN))
    if not documents:
        raise LoadError("holds no document", "Add documents in Discourse Network Analyzer, or remove it")
    articles = []
    for document in documents:
        (text,) = document.body
        metadata = {key: clean_line(value) for key, value in document.metadata.items() if value}
        if not text.strip():
            named = f" (« {metadata['title']} »)" if metadata.get("title") else ""
            problems.append(
                Problem(raw.file, document.number, f"has no text{named}", "Fill it in, or leave it out")
            )
            continue
        doc_id = f"{doc_id_of(raw.file)}-{document.key or document.number}"
        bytes_ = f"{sorted(metadata.items())}\n{text}".encode("utf-8", "backslashreplace")
        articles.append(make(doc_id, raw.file, bytes_, "utf-8", text, metadata))
    return articles, problems


def _document(row: dict[str, object], number: int) -> Document:
    value = {name: "" if cell is None else str(cell) for name, cell in row.items()}
    try:
        published = vocabulary.from_epoch(float(value.get("date") or "nan"))
    except ValueError:
        published = vocabulary.iso(value.get("date"))
    metadata = {
        "title": value.get("title"),
        "outlet": value.get("source"),
        "author": value.get("author"),
        "section": value.get("section"),
        "published": published,
    }
    kept = {key: normalise(cell) for key, cell in metadata.items() if cell and cell.strip()}
    return Document(number, [value["text"]], value.get("id") or None, kept)
