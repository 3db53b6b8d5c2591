"""The tables of a corpus in one place, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import schema, store
from analysis.errors import CorpusError

# bytes of tables that are read at once
_SMALL = 32 * 2**20


@dataclass(frozen=True, repr=False)
class Corpus:
    """The tables of a corpus.

    Attributes
    ----------
    articles, lines, statements, mentions, dates, codes, passages, problems
        DataFrames with the columns of `schema`.
    texts
        Series of the articles' texts, indexed by `doc_id`; every position in a table counts in one of them.
    root
        The project folder; None for a text analysed without files.

    Notes
    -----
    The tables of a large corpus fill gigabytes. Each is read when it is first asked for, and kept; `columns` reads what a
    step needs, and `stored_texts` one thousand texts at a time. A build in between ends this: the corpus then says that
    it has to be opened again. The tables of a small corpus are read at once.
    """

    articles: pd.DataFrame
    lines: pd.DataFrame
    statements: pd.DataFrame
    mentions: pd.DataFrame
    dates: pd.DataFrame
    codes: pd.DataFrame
    passages: pd.DataFrame
    problems: pd.DataFrame
    texts: pd.Series
    root: Path | None = None

    def __getattr__(self, name: str) -> pd.DataFrame | pd.Series:
        # asked only where a table is not there yet
        folder = self.__dict__.get("_folder")
        if folder is None or name not in schema.TABLES:
            msg = f"a corpus has no {name!r}; it has {', '.join(schema.TABLES)} and root"
            raise AttributeError(msg)
        made = schema.from_arrow(store.read(self._path(name)), name, ordered=True)
        schema.validate(name, made)
        found = made.set_index("doc_id")["text"] if name == "texts" else made
        self.__dict__[name] = found
        return found

    def __repr__(self) -> str:
        count = len(self.columns("articles", "doc_id"))
        return f"<Corpus of {count} article{'s' if count != 1 else ''}>"

    def columns(self, table: str, *names: str) -> pd.DataFrame:
        """Return some columns of a table without reading the others.

        Parameters
        ----------
        table
            One of `schema.TABLES`.
        names
            Its columns, in the order wanted.

        Raises
        ------
        ValueError
            For a table or a column that does not exist; the message lists those that do.
        """
        if table not in schema.TABLES:
            msg = f"table must be one of {', '.join(schema.TABLES)}, not {table!r}"
            raise ValueError(msg)
        known = [column.name for column in schema.TABLES[table].columns]
        if strange := [name for name in names if name not in known]:
            msg = f"table {table} has no column {', '.join(strange)}; it has {', '.join(known)}"
            raise ValueError(msg)
        if table == "texts" and table in self.__dict__:
            return self.texts.reset_index()[list(names)]
        if table in self.__dict__:
            return self.__dict__[table][list(names)].copy()
        read = store.read(self._path(table), list(names))
        return schema.from_arrow(read.select(list(names)), table, ordered=True)

    @property
    def stored_texts(self) -> Mapping[str, str] | pd.Series:
        """The texts by `doc_id`, for a step that reads them in order and need not hold them all."""
        if "texts" in self.__dict__:
            return self.texts
        return store.Texts(self._path("texts"))

    def _path(self, name: str) -> Path:
        """Return the file of a table, which is that of the other tables."""
        path = self.__dict__["_folder"] / f"{name}.parquet"
        if _state(path) != self.__dict__["_states"][name]:
            msg = f"The tables in {path.parent} were made anew. Open the corpus again: an.open_corpus()"
            raise CorpusError(msg)
        return path


def stored(folder: Path, *, root: Path) -> Corpus:
    """Return the corpus whose tables lie in a folder.

    Raises
    ------
    CorpusError
        When a table is not there.
    """
    absent = [name for name in schema.TABLES if not (folder / f"{name}.parquet").is_file()]
    if absent:
        msg = f"No table {', '.join(absent)} in {folder}. Run: python -m analysis build"
        raise CorpusError(msg)
    states = {name: _state(folder / f"{name}.parquet") for name in schema.TABLES}
    made = object.__new__(Corpus)
    made.__dict__.update(root=root, _folder=folder, _states=states)
    if sum(state[0] for state in states.values()) <= _SMALL:
        for name in schema.TABLES:
            getattr(made, name)
    return made


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
