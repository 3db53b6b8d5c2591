"""Speed and memory of networks on a synthetic table, beside networkx on a size that both can do.

Run: python benchmarks/networks.py
"""

from __future__ import annotations

import time
import warnings

import networkx as nx
import numpy as np
import pandas as pd
from memory import peak

from analysis import network


def coded(n: int, *, sources: int = 2000, claims: int = 500, seed: int = 0) -> pd.DataFrame:
    """Return so many coded statements: source, claim, polarity, doc_id, date; popular ones are more frequent."""
    draw = np.random.default_rng(seed)
    source = np.floor(sources * draw.random(n) ** 2).astype(int)
    claim = np.floor(claims * draw.random(n) ** 2).astype(int)
    names = np.array([f"source {i:04}" for i in range(sources)])
    labels = np.array([f"claim-{i:03}" for i in range(claims)])
    return pd.DataFrame(
        {
            "doc_id": draw.integers(max(n // 17, 1), size=n),
            "source": pd.array(names[source], dtype="str"),
            "claim": pd.array(labels[claim], dtype="str"),
            "polarity": np.where(draw.random(n) < 0.2, -1, 1),
        }
    )


def timed(function, *arguments, **options):
    """Return a result and the seconds it took."""
    start = time.perf_counter()
    result = function(*arguments, **options)
    return result, time.perf_counter() - start


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    before = peak()
    table = coded(1_000_000)
    print(f"table of 1,000,000 statements: {peak() - before:,.0f} MB; process {peak():,.0f} MB")
    for aggregation in ("ignore", "congruence", "subtract"):
        _, seconds = timed(network.project, table, aggregation=aggregation)
        print(f"project, {aggregation}, 2,000 sources x 500 claims: {seconds:.2f} s, peak {peak():,.0f} MB")
    _, seconds = timed(network.project, table, aggregation="congruence", duplicates="document")
    print(f"project, congruence, duplicates by document: {seconds:.2f} s, peak {peak():,.0f} MB")

    small = coded(20_000, sources=400, claims=200)
    ours, mine = timed(network.project, small)
    graph = nx.Graph()
    counts = small.groupby(["source", "claim"], observed=True).size()
    graph.add_weighted_edges_from((a, ("claim", b), n) for (a, b), n in counts.items())
    sources = [node for node in graph if isinstance(node, str)]
    _, theirs = timed(
        nx.bipartite.generic_weighted_projected_graph,
        graph,
        sources,
        lambda g, u, v: sum(g[u][x]["weight"] * g[v][x]["weight"] for x in set(g[u]) & set(g[v])),
    )
    plain, unweighted = timed(nx.bipartite.weighted_projected_graph, graph, sources)
    print(f"20,000 statements, 400 sources: ours {mine:.3f} s; networkx weighted_projected_graph {unweighted:.2f} s "
          f"({unweighted / mine:.0f} times), with counts {theirs:.2f} s ({theirs / mine:.0f} times)")  # fmt: skip
    assert int((ours.to_numpy() > 0).sum()) == 2 * plain.number_of_edges()

    large = coded(10_000_000)
    _, seconds = timed(network.affiliation, large)
    print(f"affiliation of 10,000,000 statements: {seconds:.2f} s, peak {peak():,.0f} MB")


if __name__ == "__main__":
    main()
