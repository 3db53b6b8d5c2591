"""Graphs as GEXF and GraphML: typed attributes, no date, the same bytes for the same graph.

Both formats are written here rather than by networkx, which stamps the day and its own version, numbers edges in the
order of insertion, and stops at a character that XML does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import networkx as nx

from analysis.export.files import scalar

# XML 1.0, production 2: everything but these is no character
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# both formats call them so
_TYPES = {str: "string", float: "double", int: "long", bool: "boolean"}


@dataclass
class _Plain:
    """A graph in the order in which it is written, every text free of what XML does not allow."""

    directed: bool
    facts: dict[str, Any] = field(default_factory=dict)
    nodes: list[tuple[str, str, dict]] = field(default_factory=list)
    edges: list[tuple[str, str, dict]] = field(default_factory=list)
    removed: dict[str, int] = field(default_factory=dict)

    def clean(self, text: str) -> str:
        legal, count = _ILLEGAL.subn("", text)
        if count:
            self.removed[text] = count
        return legal


def removed(graph: nx.Graph) -> int:
    """Return how many characters in the names and attributes of a graph XML does not allow; each text counts once."""
    return sum(_plain(graph).removed.values())


def gexf(graph: nx.Graph) -> Iterator[str]:
    """Yield a graph as GEXF 1.2, which Gephi reads; weights are doubles, every edge has an identifier.

    Raises
    ------
    ValueError
        For an attribute that is neither number nor text.
    """
    made = _plain(graph)
    facts = "; ".join(f"{name}: {value}" for name, value in made.facts.items())
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield f"  <meta>\n    <creator>who-says-what</creator>\n    <description>{_text(facts)}</description>\n  </meta>\n"
    yield f'  <graph mode="static" defaultedgetype="{_direction(made)}">\n'
    of_nodes = _types((data for *_, data in made.nodes), leave_out={"label"})
    of_edges = _types((data for *_, data in made.edges), leave_out={"weight"})
    yield from _gexf_attributes("node", of_nodes)
    yield from _gexf_attributes("edge", of_edges)
    yield "    <nodes>\n"
    for name, label, data in made.nodes:
        yield f"      <node id={_quoted(name)} label={_quoted(label)}>\n"
        yield from _gexf_values(data, of_nodes)
        yield "      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for number, (a, b, data) in enumerate(made.edges):
        weight = float(data.get("weight", 1))
        yield f'      <edge id="{number}" source={_quoted(a)} target={_quoted(b)} weight="{weight!r}">\n'
        yield from _gexf_values(data, of_edges)
        yield "      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def graphml(graph: nx.Graph) -> Iterator[str]:
    """Yield a graph as GraphML; weights are doubles, every edge has an identifier.

    Raises
    ------
    ValueError
        For an attribute that is neither number nor text.
    """
    made = _plain(graph)
    of = {
        "graph": _types([made.facts]),
        "node": _types(data for *_, data in made.nodes),
        "edge": _types(data for *_, data in made.edges) | ({"weight": float} if made.edges else {}),
    }
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for where, types in of.items():
        for number, (name, kind) in enumerate(types.items()):
            yield (
                f'  <key id="{where[0]}{number}" for="{where}" attr.name={_quoted(name)} '
                f'attr.type="{_TYPES[kind]}"/>\n'
            )
    yield f'  <graph id="G" edgedefault="{_direction(made)}">\n'
    yield from _graphml_values("g", made.facts, of["graph"], "    ")
    for name, _, data in made.nodes:
        yield f"    <node id={_quoted(name)}>\n"
        yield from _graphml_values("n", data, of["node"], "      ")
        yield "    </node>\n"
    for number, (a, b, data) in enumerate(made.edges):
        yield f'    <edge id="{number}" source={_quoted(a)} target={_quoted(b)}>\n'
        yield from _graphml_values("e", {"weight": 1.0} | data, of["edge"], "      ")
        yield "    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _plain(graph: nx.Graph) -> _Plain:
    made = _Plain(graph.is_directed())
    ids: dict[Any, str] = {}
    taken: set[str] = set()
    for node in sorted(graph, key=str):
        ids[node] = _unique(made.clean(str(node)) or "node", taken)
        taken.add(ids[node])
        data = _scalars(made, f"node {node!r}", graph.nodes[node])
        data["label"] = str(data.get("label", "")) or ids[node]
        made.nodes.append((ids[node], data["label"], data))
    for a, b, data in graph.edges(data=True):
        # an undirected edge is told from the source to the claim
        if not made.directed and graph.nodes[a].get("kind") == "claim":
            a, b = b, a
        made.edges.append((ids[a], ids[b], _scalars(made, f"edge {a!r}, {b!r}", data)))
    made.edges.sort(key=lambda edge: edge[:2])
    made.facts = _scalars(made, "graph", dict(sorted(graph.graph.items())))
    if made.removed:
        made.facts["characters_removed"] = sum(made.removed.values())
    return made


def _unique(name: str, taken: set[str]) -> str:
    # two names may differ only in what XML does not allow; they are two nodes all the same
    number, made = 2, name
    while made in taken:
        made, number = f"{name} ({number})", number + 1
    return made


def _scalars(made: _Plain, where: str, data: dict) -> dict[str, Any]:
    plain = {}
    for name, value in data.items():
        if not isinstance(value, str) and hasattr(value, "__len__"):
            msg = f"The attribute {name!r} of {where} is a {type(value).__name__}. Only numbers and texts can be written."
            raise ValueError(msg)
        value = scalar(value)
        if value is not None:
            plain[made.clean(str(name))] = made.clean(value) if isinstance(value, str) else value
    return plain


def _types(rows: Iterable[dict], *, leave_out: Iterable[str] = ()) -> dict[str, type]:
    """Return the type of every attribute: the widest of its values."""
    order = (bool, int, float, str)
    found: dict[str, type] = {}
    for row in rows:
        for name, value in row.items():
            kind = type(value) if type(value) in order else str
            found[name] = max(kind, found.get(name, bool), key=order.index)
    return {name: kind for name, kind in found.items() if name not in leave_out}


def _value(value: Any, kind: type) -> str:
    if kind is bool:
        return "true" if value else "false"
    return str(value) if kind is str else repr(kind(value))


def _gexf_attributes(kind: str, types: dict[str, type]) -> Iterator[str]:
    yield f'    <attributes class="{kind}" mode="static">\n'
    for number, (name, type_) in enumerate(types.items()):
        yield f'      <attribute id="{number}" title={_quoted(name)} type="{_TYPES[type_]}"/>\n'
    yield "    </attributes>\n"


def _gexf_values(data: dict, types: dict[str, type]) -> Iterator[str]:
    yield "        <attvalues>\n"
    for number, (name, kind) in enumerate(types.items()):
        if name in data:
            yield f'          <attvalue for="{number}" value={_quoted(_value(data[name], kind))}/>\n'
    yield "        </attvalues>\n"


def _graphml_values(prefix: str, data: dict, types: dict[str, type], indent: str) -> Iterator[str]:
    for number, (name, kind) in enumerate(types.items()):
        if name in data:
            yield f'{indent}<data key="{prefix}{number}">{_text(_value(data[name], kind))}</data>\n'


def _direction(made: _Plain) -> str:
    return "directed" if made.directed else "undirected"


def _quoted(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}) + '"'


def _text(text: str) -> str:
    return escape(text, {"\r": "&#13;"})
