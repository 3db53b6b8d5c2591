"""The log of corrections for readers: every decision made by hand, who made it, when, and what it changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis import corrections, project
from analysis.coding import files
from analysis.coding.merging import shown_correction
from analysis.coding.sheet import short

COLUMNS = ("date", "coder", "table", "statement_id", "doc_id", "what", "before", "after", "note", "counts")


def log(corpus: Any = None) -> pd.DataFrame:
    """Return all hand corrections and codes of a project, as they stand and as they were changed.

    Parameters
    ----------
    corpus
        What `open_corpus` gives, or the project folder; by default the project around the current folder.

    Returns
    -------
    log
        Columns date (text, ISO; missing where nobody wrote it), coder, table (codes, corrections), statement_id, doc_id,
        what (coded, taken back or changed, source, not a statement, missed, right), before, after (in words), note, and
        counts (false where another coder of the same statement comes first, and for what was changed since). By date,
        then by statement.
    """
    root = corpus.root if hasattr(corpus, "statements") else corpus
    folder = project.find(root).annotations
    rows: list[tuple] = []
    _, codes = files.read(folder / "codes.csv", files.CODES)
    first: dict[str, str] = {}
    for row in codes:
        counts = first.setdefault(row["statement_id"], row["coder"]) == row["coder"]
        rows.append(_row(row, "codes", "coded", "", short(row), row["note"], counts))
    _, corrected = files.read(folder / corrections.FILE, corrections.COLUMNS)
    chosen = {
        (one.statement_id, one.coder)
        for one in corrections.counting(corrections.read(folder / corrections.FILE))
    }
    for row in corrected:
        counts = (row["statement_id"], row["coder"]) in chosen
        before = row["before"] or ("no source" if row["what"] == "source" else "")
        rows.append(
            _row(
                row,
                "corrections",
                row["what"].replace("_", " "),
                before,
                shown_correction(row),
                row["note"],
                counts,
            )
        )
    _, changes = files.read(folder / files.LOG_FILE, files.LOG)
    for row in changes:
        what = "taken back" if row["after"] == "taken back" else "changed"
        rows.append(_row(row, row["table"], what, row["before"], row["after"], "", False))
    # by day, then where it stands; what was changed on a day before what stands
    rows.sort(key=lambda row: (row[0] or "", files.place(row[3]), row[2], row[9], row[1]))
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in COLUMNS[:-1]:
        made[name] = made[name].map(lambda value: value or None).astype("str")
    return made.astype({"counts": bool})


def _row(
    row: dict[str, str], table: str, what: str, before: str, after: str, note: str, counts: bool
) -> tuple:
    doc_id = row.get("doc_id") or row["statement_id"].rpartition(":")[0]
    return (row["date"], row["coder"], table, row["statement_id"], doc_id, what, before, after, note, counts)


def path_of(root: str | Path | None = None) -> Path:
    """Return where the changes of decisions are kept."""
    return project.find(root).annotations / files.LOG_FILE
