"""What can go wrong, always with the file and the remedy in one line."""

from __future__ import annotations


class AnalysisError(Exception):
    """Base of every error that this package raises on purpose."""


class CorpusError(AnalysisError):
    """There is nothing usable to work on: no folder, no file, no readable text."""


class LoadError(AnalysisError):
    """One file cannot be read; the others can.

    Parameters
    ----------
    problem
        What is wrong, without the file name.
    remedy
        What the reader can do about it.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}.")
        self.problem = problem
        self.remedy = remedy


class SchemaError(AnalysisError):
    """A table does not have the columns or the values that `schema` describes."""


class NotebookError(AnalysisError):
    """A notebook stopped at a cell while the report was made."""


class AnnotationError(AnalysisError, ValueError):
    """A hand-made table (code book, hand decisions) has a row that cannot be used."""
