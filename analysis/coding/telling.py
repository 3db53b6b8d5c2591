"""Tell in a few lines what an import did, and how far two coders agree."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.coding import comparing, files
from analysis.coding.checking import Refused

if TYPE_CHECKING:
    from analysis.coding import Imported

# more lines are not read on a screen; the files hold all
_LINES = 40


def describe(done: Imported, *, dry_run: bool = False) -> str:
    """Return what an import did as text: decisions, rows that wait and why, where coders differ."""
    lines = [f"Read {done.rows} rows: {_count(done)}."]
    if dry_run:
        lines.append("Nothing was written (--dry-run).")
    elif not done.added and not done.changed:
        lines.append(
            "Nothing changed: the tables hold these decisions already." if done.same else "Nothing changed."
        )
    else:
        lines.append(f"Wrote in data/annotations: {', '.join(done.written)}. The next build uses them.")
    if done.changed and not dry_run:
        lines.append("What was changed stands in data/annotations/codes_log.csv as it was.")
    if done.refused:
        kept = "" if dry_run else f", kept in {', '.join(map(str, done.rejected))}"
        lines.append(f"Rows not used: {len(done.refused)}{kept}")
        lines += _some([f"  {one.row.place}: {one.problem}" for one in done.refused])
    if done.beside:
        lines.append(f"Decided differently by several coders: {len(done.beside)}")
        lines += _some([f"  {told}" for told in done.beside])
        lines.append("  Both are kept. Import with --first to let this sheet count.")
    return "\n".join(lines)


def _count(done: Imported) -> str:
    return (
        f"{done.added} decisions added, {done.changed} changed, {done.same} rows as before, "
        f"{done.blank} not filled, {len(done.refused)} not used"
    )


def describe_agreement(made: pd.DataFrame, apart: pd.DataFrame, refused: Sequence[Refused]) -> str:
    """Return agreement by statement, and the statements on which two coders differ, as text."""
    lines = [f"Row left out: {one.row.place}: {one.problem}" for one in refused]
    told = made.loc[made["unit"] == "statement"] if len(made) else made
    lines.append(f"{'claim':32} {'n':>5} {'A':>5} {'B':>5} {'both':>5} {'same':>6} {'kappa':>6} {'alpha':>6}")
    for row in told.itertuples():
        numbers = "".join(f" {'' if value != value else format(value, '.3f'):>6}" for value in row[7:10])
        lines.append(f"{row.claim:32} {row.n_units:>5} {row.n_a:>5} {row.n_b:>5} {row.n_both:>5}{numbers}")
    lines.append(f"Statements on which they differ: {len(apart)}")
    shown = [
        f"  {row.statement_id}: {row.code_a} / {row.code_b}: {' '.join(row.sentence.split())}"
        for row in apart.itertuples()
    ]
    return "\n".join([*lines, *_some(shown)])


def write_agreement(made: pd.DataFrame, apart: pd.DataFrame, folder: str | Path) -> list[Path]:
    """Write agreement.csv and disagreements.csv (UTF-8 with a byte-order mark, for Excel); return their paths."""
    tables = {Path(folder) / "agreement.csv": made, Path(folder) / "disagreements.csv": apart}
    files.put(
        {path: files.table(list(table), comparing.listed(table)) for path, table in tables.items()},
        encoding="utf-8-sig",
    )
    return list(tables)


def _some(lines: list[str]) -> list[str]:
    more = [f"  … and {len(lines) - _LINES} more"] if len(lines) > _LINES else []
    return lines[:_LINES] + more
