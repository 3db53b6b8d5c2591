"""Figures, each made from a table that the notebook shows beside it.

Titles say what the texts show, never what happened. Colours are the colour-blind
palette of seaborn, always with a second cue (hatch, marker, label).
"""

from __future__ import annotations

from analysis.plot.channels import relay
from analysis.plot.corpus import sources, zones
from analysis.plot.networks import claim_matrix, projection, source_claim
from analysis.plot.reuse import aligned, reprints, shared
from analysis.plot.terms import dispersion, log_ratios, naming, term_articles
from analysis.plot.timeline import claims, lags, publications

__all__ = [
    "aligned", "claim_matrix", "claims", "dispersion", "lags", "log_ratios", "naming", "projection", "publications",
    "relay", "reprints", "shared", "source_claim", "sources", "term_articles", "zones",
]  # fmt: skip
