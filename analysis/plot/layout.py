"""Places in a drawing: both sides of a two-mode graph, the columns of a directed one.

Few crossings, not the fewest: the barycentre heuristic of Sugiyama, Tagawa & Toda (1981). A position means nothing
beyond its side or column.
"""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np

# rounds of ordering; few change anything after the fourth
_SWEEPS = 12


def order(lines: list[tuple[str, str, dict]]) -> tuple[list[str], list[str]]:
    """Return both sides of a two-mode graph, ordered by the mean place of their neighbours until it settles.

    The barycentre heuristic (Sugiyama, Tagawa & Toda 1981): few crossings, not the fewest.
    """
    weight: dict[str, int] = {}
    for a, b, data in lines:
        weight[a] = weight.get(a, 0) + data["weight"]
        weight[b] = weight.get(b, 0) + data["weight"]
    left = sorted({a for a, _, _ in lines}, key=lambda name: (-weight[name], name))
    right = sorted({b for _, b, _ in lines}, key=lambda name: (-weight[name], name))
    best = (_crossings(lines, left, right), left, right)
    for _ in range(_SWEEPS):
        right = _by_neighbours(right, left, [(b, a) for a, b, _ in lines])
        left = _by_neighbours(left, right, [(a, b) for a, b, _ in lines])
        best = min(best, (_crossings(lines, left, right), left, right))
    return best[1], best[2]


def layered(graph: nx.DiGraph) -> tuple[list[list[str]], dict[tuple[str, str], list[str]]]:
    """Return the columns of a relay graph, and the way of every edge through them.

    Outlets come first, everybody after whoever reports them (longest path); an edge that passes a column has a place
    of its own in it, so that no arrow runs through a box (Sugiyama, Tagawa & Toda 1981).
    """
    depth = _depths(graph)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in sorted(depth, key=lambda name: (-graph.degree(name, weight="weight"), name)):
        columns[depth[name]].append(name)
    ways: dict[tuple[str, str], list[str]] = {}
    for a, b in sorted(graph.edges):
        passed = [f"{a}\0{b}\0{x}" for x in range(depth[a] + 1, depth[b])]
        ways[a, b] = [a, *passed, b]
        for x, name in enumerate(passed, start=depth[a] + 1):
            columns[x].append(name)
    steps = [step for way in ways.values() for step in pairwise(way)]
    for _ in range(_SWEEPS):
        for x in range(1, len(columns)):
            here = [(b, a) for a, b in steps if b in columns[x] and a in columns[x - 1]]
            columns[x] = _by_neighbours(columns[x], columns[x - 1], here)
        for x in range(len(columns) - 2, -1, -1):
            here = [(a, b) for a, b in steps if a in columns[x] and b in columns[x + 1]]
            columns[x] = _by_neighbours(columns[x], columns[x + 1], here, keep=True)
    return columns, ways


def _depths(graph: nx.DiGraph) -> dict[str, int]:
    # sources that report each other in a circle have no order; the lighter edge then does not count
    acyclic = nx.DiGraph()
    acyclic.add_nodes_from(sorted(graph))
    for a, b, _ in sorted(graph.edges(data="weight"), key=lambda edge: (-edge[2], edge[0], edge[1])):
        if not nx.has_path(acyclic, b, a):
            acyclic.add_edge(a, b)
    depth: dict[str, int] = {}
    for name in nx.lexicographical_topological_sort(acyclic):
        depth[name] = max((depth[before] + 1 for before in acyclic.predecessors(name)), default=0)
    return depth


def _by_neighbours(
    side: list[str], other: list[str], edges: list[tuple[str, str]], *, keep: bool = False
) -> list[str]:
    """Order one side by the mean place of its neighbours; who has none goes first, or with `keep` stays."""
    place = {name: (i + 0.5) / len(other) for i, name in enumerate(other)}
    near: dict[str, list[float]] = {name: [] for name in side}
    for mine, theirs in edges:
        near[mine].append(place[theirs])
    mean = {
        name: float(np.mean(found)) if found else (i + 0.5) / len(side) if keep else 0.0
        for i, (name, found) in enumerate(near.items())
    }
    return sorted(side, key=lambda name: (round(mean[name], 9), name))


def _crossings(lines: list[tuple[str, str, dict]], left: list[str], right: list[str]) -> int:
    places = sorted((left.index(a), right.index(b)) for a, b, _ in lines)
    return sum(p[0] < q[0] and p[1] > q[1] for i, p in enumerate(places) for q in places[i + 1 :])
