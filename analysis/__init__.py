"""Who says what, through which channel, in which words, and when.

Put news articles in `data/raw/`, then:

>>> import analysis as an
>>> corpus = an.open_corpus()                        # builds the tables where something changed
>>> corpus.articles                                  # one row per article
>>> corpus.lines                                     # one row per line: kept or left out, and why
>>> corpus.statements                                # one row per attributed statement: source, cue, content
>>> corpus.dates                                     # one row per temporal expression, with its bounds
>>> corpus.codes                                     # which statement carries which claim
>>> corpus.passages                                  # what articles share word for word

One text, no files: `an.analyse(text)`. One function on one text: `an.statements.extract(text)`.
Every table is described in `data/processed/README.md`; whatever is extracted carries
`doc_id`, `start` and `end`, so that `corpus.texts[doc_id][start:end]` is the words themselves.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

_FUNCTIONS = {"open_corpus", "analyse", "Corpus"}
_MODULES = (
    "actors", "articles", "build", "check", "claims", "coding", "corpus", "corrections", "dates", "evaluate", "errors", "export", "languages", "lines", "load", "manifest", "network", "plot", "project", "report", "reuse", "schema", "show", "statements", "terms", "text", "timeline", "workers",
)  # fmt: skip

__all__ = ["Corpus", "analyse", "open_corpus", *_MODULES]  # noqa: F822  (found by __getattr__)


def __getattr__(name: str) -> Any:
    # loaded when first used, so that a command with nothing to do starts at once
    if name in _FUNCTIONS:
        return getattr(importlib.import_module("analysis.build"), name)
    if name in _MODULES:
        return importlib.import_module(f"analysis.{name}")
    msg = f"module 'analysis' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
