"""The tables of a corpus in one place, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import schema, store
from analysis.errors import CorpusError


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
    A table of stored files is read when it is first asked for, and kept. Of a hundred thousand articles a table fills
    gigabytes: `columns` reads what a step needs, and `stored_texts` one thousand texts at a time.
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
        made = schema.from_arrow(store.read(folder / f"{name}.parquet"), name, ordered=True)
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
        read = store.read(self.__dict__["_folder"] / f"{table}.parquet", list(names))
        return schema.from_arrow(read.select(list(names)), table, ordered=True)

    @property
    def stored_texts(self) -> Mapping[str, str] | pd.Series:
        """The texts by `doc_id`, for a step that reads them in order and need not hold them all."""
        if "texts" in self.__dict__:
            return self.texts
        return store.Texts(self.__dict__["_folder"] / "texts.parquet")


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
    made = object.__new__(Corpus)
    made.__dict__.update(root=root, _folder=folder)
    return made
