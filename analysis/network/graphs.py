"""Networks as graphs: sources and claims, and the way of a statement from outlet over relay to source.

Every attribute is a number or a text, so that a graph can be written to any format; every edge carries the
identifiers of its statements, and the graph remembers the table they stand in.
"""

from __future__ import annotations

import networkx as nx
import pandas as pd

from analysis.articles import UNKNOWN, outlets
from analysis.network.selection import one_of

LEVELS = ("source", "actor", "outlet")
# the numbers of an edge
_COUNTED = ("weight", "asserts", "denies", "net", "relayed", "n_articles")
_RELAYED = ("weight", "n_articles")


def source_claim(
    statements: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    level: str = "source",
    articles: pd.DataFrame | None = None,
    min_statements: int = 1,
    relayed: bool = True,
) -> nx.Graph:
    """Return the two-mode graph of who stands behind which claim.

    Parameters
    ----------
    statements
        The statements table.
    codes
        The codes table: statement_id, claim, polarity.
    level
        `source`, the `actor` behind it (the source itself where no actor is known), or the `outlet` that printed it.
    articles
        Needed for the level `outlet`, unless the statements have a column of that name.
    min_statements
        Leave out edges with fewer statements; the graph's attribute `edges_left_out` counts them.
    relayed
        False leaves out what one source says that another said (depth above 0); `relayed_left_out` counts it.

    Returns
    -------
    graph
        Nodes: kind (the level, or claim), label, n_statements, n_articles; a claim also claim, its code. Edges: weight
        (statements), asserts, denies, net (asserts less denies), relayed (of them only reported by another source),
        n_articles, statement_ids (`|` between two). Statements without a claim or without a source stand on no edge; the
        attributes `uncoded` and `unattributed` count them.

    Raises
    ------
    ValueError
        For a level outside its list, or where outlets are asked for and not given.
    """
    one_of("level", level, LEVELS)
    if statements["statement_id"].duplicated().any():
        again = statements.loc[statements["statement_id"].duplicated(), "statement_id"].iloc[0]
        msg = f"Two statements share the identifier {again!r}. Pass the statements table, one row per statement."
        raise ValueError(msg)
    known = codes.dropna(subset=["claim"])
    if "coder" in known:
        # of several coders the first in the alphabet counts, in whatever order the rows come
        known = known.sort_values("coder", kind="stable").drop_duplicates(["statement_id", "claim"])
    coded = known.loc[:, ["statement_id", "claim", "polarity"]]
    told = _with_level(statements, level, articles)
    inner = told["depth"].fillna(0) > 0 if "depth" in told else pd.Series(False, index=told.index)
    told = told.assign(_relayed=inner) if relayed else told.loc[~inner].assign(_relayed=False)
    told = told.drop(columns=[name for name in ("claim", "polarity") if name in told])
    table = told.merge(coded, on="statement_id", how="inner", validate="one_to_many")
    edges = table.loc[table["node"].notna()].sort_values(["node", "claim", "doc_id", "start"], kind="stable")
    edges = edges.drop_duplicates(["node", "claim", "statement_id"])
    sign = edges["polarity"].fillna(0)
    summed = _summed(edges, ["node", "claim"], asserts=sign > 0, denies=sign < 0)
    drawn = summed.loc[summed["weight"] >= min_statements]
    graph = nx.Graph(
        uncoded=int((~statements["statement_id"].isin(coded["statement_id"])).sum()),
        unattributed=int(table["node"].isna().sum()),
        edges_left_out=len(summed) - len(drawn),
        relayed_left_out=0 if relayed else int(inner.sum()),
    )
    names = _claim_nodes(sorted(edges["claim"].unique()), set(edges["node"]))
    for kind, column in ((level, "node"), ("claim", "claim")):
        sizes = edges.groupby(column).agg(
            n_statements=("statement_id", "nunique"), n_articles=("doc_id", "nunique")
        )
        for label, *counts in sizes.loc[sorted(drawn[column].unique())].itertuples(name=None):
            node = names[label] if kind == "claim" else label
            graph.add_node(node, kind=kind, label=label, n_statements=counts[0], n_articles=counts[1])
            if kind == "claim":
                graph.nodes[node]["claim"] = label
    for row in drawn.itertuples(index=False):
        graph.add_edge(
            row.node, names[row.claim], weight=row.weight, asserts=row.asserts, denies=row.denies,
            net=row.asserts - row.denies, relayed=row.relayed, n_articles=row.n_articles,
            statement_ids=row.statement_ids,
        )  # fmt: skip
    graph.statements = edges.drop(columns=["node", "_relayed"])
    return graph


def relay(statements: pd.DataFrame, articles: pd.DataFrame) -> nx.DiGraph:
    """Return the directed graph of channels: outlet → relay → source.

    Parameters
    ----------
    statements
        The statements table; `chain` reads « outlet > relay > source », outermost first.
    articles
        The articles table, for statements whose chain does not name an outlet.

    Returns
    -------
    graph
        Every statement counts once, on the edge that leads to its source, so that the weights add up to the
        statements with a source. Nodes: kind (outlet, relay, source; a relay passes on at least one statement of
        somebody else), n_statements (as a source). Edges: weight, n_articles, statement_ids.
        The attribute `unattributed` counts the statements without a source.
    """
    chains = statements["chain"].fillna("").str.split(" > ")
    outlet = statements["doc_id"].map(outlets(articles)).fillna(UNKNOWN)
    steps = [
        (chain if chain[0] == first else [first, *chain]) for chain, first in zip(chains, outlet, strict=True)
    ]
    table = statements.assign(
        _from=[step[-2] if len(step) > 1 else None for step in steps],
        _to=[step[-1] if len(step) > 1 else None for step in steps],
    )
    edges = table.loc[table["source"].notna() & table["_to"].notna() & (table["_to"] != "")]
    edges = edges.sort_values(["_from", "_to", "doc_id", "start"], kind="stable")
    graph = nx.DiGraph(unattributed=len(statements) - len(edges))
    said = edges.groupby("_to").size()
    for node in sorted({*edges["_from"], *edges["_to"]}):
        graph.add_node(node, kind="source", n_statements=int(said.get(node, 0)))
    for row in _summed(edges, ["_from", "_to"]).itertuples(index=False, name=None):
        first, last, weight, _, n_articles, ids = row
        graph.add_edge(first, last, weight=weight, n_articles=n_articles, statement_ids=ids)
    printed = set(outlet)
    for node in graph:
        if node in printed:
            graph.nodes[node]["kind"] = "outlet"
        elif graph.out_degree(node):
            graph.nodes[node]["kind"] = "relay"
    graph.statements = edges.drop(columns=["_from", "_to"])
    return graph


def edges(graph: nx.Graph) -> pd.DataFrame:
    """Return the edges of a graph as a table: source, target, and every attribute; heaviest first."""
    rows = [{"source": a, "target": b, **data} for a, b, data in _ends(graph)]
    if not rows:
        names = ["source", "target", *(_RELAYED if graph.is_directed() else _COUNTED), "statement_ids"]
        texts = {"source", "target", "statement_ids"}
        return pd.DataFrame({name: pd.Series(dtype="str" if name in texts else "int64") for name in names})
    table = pd.DataFrame(rows)
    return table.sort_values(
        ["weight", "source", "target"], ascending=[False, True, True], kind="stable", ignore_index=True
    )


def _ends(graph: nx.Graph):
    for a, b, data in graph.edges(data=True):
        # an undirected edge is told from the source to the claim
        swap = not graph.is_directed() and graph.nodes[a].get("kind") == "claim"
        yield (b, a, data) if swap else (a, b, data)


def _with_level(statements: pd.DataFrame, level: str, articles: pd.DataFrame | None) -> pd.DataFrame:
    if level == "actor":
        return statements.assign(
            node=statements["actor"].astype("str").fillna(statements["source"].astype("str"))
        )
    if level == "outlet" and "outlet" not in statements:
        if articles is None:
            msg = "The level 'outlet' needs the articles. Pass articles=corpus.articles."
            raise ValueError(msg)
        return statements.assign(node=statements["doc_id"].map(outlets(articles)).fillna(UNKNOWN))
    return statements.assign(node=statements[level].astype("str"))


def _summed(edges: pd.DataFrame, by: list[str], **counted: pd.Series) -> pd.DataFrame:
    """Return one row per edge: its ends, weight, relayed, n_articles, statement_ids, and how often each of `counted` holds."""
    columns = {name: values.astype(int) for name, values in counted.items()}
    inner = edges["_relayed"].astype(int) if "_relayed" in edges else 0
    groups = edges.assign(_inner=inner, **columns).groupby(by, sort=True)
    made = groups.agg(
        weight=("statement_id", "size"),
        relayed=("_inner", "sum"),
        n_articles=("doc_id", "nunique"),
        statement_ids=("statement_id", "|".join),
        **{name: (name, "sum") for name in columns},
    )
    numbers = made.select_dtypes("number").columns
    # plain numbers, as every format of graphs can hold
    made[numbers] = made[numbers].astype(object)
    return made.reset_index()


def _claim_nodes(claims: list[str], sources: set[str]) -> dict[str, str]:
    """Return a node for each claim; a source may be called like a claim, they are two nodes all the same."""
    nodes: dict[str, str] = {}
    taken = sources | set(claims)
    for claim in claims:
        node = claim
        while node in sources or (node != claim and node in taken):
            node = f"{node} (claim)"
        nodes[claim] = node
        taken.add(node)
    return nodes
