"""Corrections of the extraction by hand, applied to every build: wrong sources, statements that are none, missed ones.

`data/annotations/corrections.csv` holds one row per decision. A correction is about the text, not about the world: it says
that the words are (or are not) attributed to somebody. What was corrected stays visible: in the column `rule` of the
statements, and in the warnings of the article for what was taken out.
"""

from __future__ import annotations

from analysis.corrections.applying import ADDED, CORRECTED, TAKEN_OUT, Applied, apply
from analysis.corrections.places import nearest, places
from analysis.corrections.report import of_partition, report
from analysis.corrections.table import COLUMNS, FILE, WHATS, Correction, counting, read

__all__ = [
    "ADDED", "COLUMNS", "CORRECTED", "FILE", "TAKEN_OUT", "WHATS", "Applied", "Correction", "apply", "counting", "nearest", "of_partition", "places",
    "read", "report",
]  # fmt: skip
