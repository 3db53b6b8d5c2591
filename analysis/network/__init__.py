"""Source-versus-claim networks in which every edge leads back to its statements.

`affiliation` and `project` give matrices, `source_claim` and `relay` give graphs, `windows` gives networks over time.
`explain` takes any of them and two ends, and returns the statements behind that edge with the arithmetic of its
weight. The formulas are those of Discourse Network Analyzer; where it is wrong (weeks and months without their year,
windows, the triangular kernel, a single qualifier level), this package differs on purpose.
"""

from __future__ import annotations

from analysis.network.evidence import explain
from analysis.network.graphs import edges, relay, source_claim
from analysis.network.matrices import affiliation, left_out, project
from analysis.network.measures import disparity, rank, similarity
from analysis.network.robustness import bootstrap, sensitivity
from analysis.network.windows import Window, distances, undated, windows

__all__ = [
    "Window", "affiliation", "bootstrap", "disparity", "distances", "edges", "explain", "left_out", "project", "rank",
    "relay", "sensitivity", "similarity", "source_claim", "undated", "windows",
]  # fmt: skip
