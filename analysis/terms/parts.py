"""What to compare: running text only, outlets, the words of a source, the words about a claim.

Each function gives texts for `count` and groups for `compare`. A part is what one article has of a group. Where an
article has parts in both groups of a comparison, its parts are a pair, but intervals and tests over articles take them
for two independent articles: then read effect sizes and counts, not p.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

_PARTS = ["part_id", "doc_id", "group", "text"]
LEVELS = ("source", "actor")


def kept(texts: Mapping[str, str] | pd.Series, lines: pd.DataFrame) -> pd.Series:
    """Blank what is not running text: captions, menus, related links, consent notices.

    Parameters
    ----------
    texts
        Text by `doc_id`.
    lines
        The lines table.

    Returns
    -------
    texts
        Texts of the same length with spaces in the place of lines that are not kept, so that positions stay valid.
    """
    spans = lines[lines["keep"].astype(bool)].groupby("doc_id")
    shown = {doc_id: list(zip(part["start"], part["end"], strict=True)) for doc_id, part in spans}
    made = {doc_id: _only(text, shown.get(doc_id, [])) for doc_id, text in sorted(texts.items())}
    return pd.Series(made, dtype=object, name="text").rename_axis("doc_id")


def by_source(
    texts: Mapping[str, str] | pd.Series, statements: pd.DataFrame, *, level: str = "source"
) -> pd.DataFrame:
    """Collect the words inside the statements of each source.

    Parameters
    ----------
    statements
        The statements table; those without a source are left out.
    level
        source (who is meant) or actor (the institution or state behind them).

    Returns
    -------
    parts
        One row per article and group: `part_id` (`<doc_id>|<group>`), `doc_id`, `group`, `text` (the words, a line per
        stretch; no word twice). A statement inside another belongs to both sources. For `count`:
        `parts.set_index("part_id")["text"]`; for `compare`: `parts.set_index("part_id")["group"]`.

    Raises
    ------
    ValueError
        When `level` is another word, or a statement's article has no text.
    """
    if level not in LEVELS:
        msg = f"level must be one of {', '.join(LEVELS)}, not {level!r}"
        raise ValueError(msg)
    return _collect(texts, statements.assign(group=statements[level]))


def by_claim(
    texts: Mapping[str, str] | pd.Series, statements: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """Collect the words of the statements that are coded with each claim.

    Parameters
    ----------
    codes
        The codes table. A statement coded with two claims belongs to both.

    Returns
    -------
    parts
        As `by_source`, the group being the claim.

    Raises
    ------
    ValueError
        When a coded statement is not in `statements`, or its article has no text.
    """
    strange = sorted(set(codes["statement_id"]) - set(statements["statement_id"]))
    if strange:
        msg = (
            f"{len(strange)} coded statements are not in statements: {', '.join(map(str, strange[:5]))}. "
            "Code them again, or take both tables from one build."
        )
        raise ValueError(msg)
    pairs = codes[["statement_id", "claim"]].drop_duplicates()
    joined = pairs.merge(statements, on="statement_id", how="left", validate="many_to_one")
    return _collect(texts, joined.assign(group=joined["claim"]))


def by_voice(
    texts: Mapping[str, str] | pd.Series, lines: pd.DataFrame, statements: pd.DataFrame
) -> pd.DataFrame:
    """Divide the running text of each article into the words of its sources and those of its author.

    Returns
    -------
    parts
        As `by_source`, with the groups *sources* (inside the content of a statement) and *author* (all other words of
        kept lines). A part without words is left out.
    """
    inside = dict(iter(statements.groupby("doc_id")))
    rows = []
    for doc_id, text in kept(texts, lines).items():
        spans = _united(inside[doc_id]["content_spans"]) if doc_id in inside else []
        spoken = _only(text, spans)
        # the quoted words as line ends: no n-gram of the author reaches across them
        own = "".join("\n" if said.strip() else word for word, said in zip(text, spoken, strict=True))
        rows += [(doc_id, "author", own), (doc_id, "sources", spoken)]
    rows = [(f"{doc_id}|{group}", doc_id, group, text) for doc_id, group, text in rows if text.strip()]
    return pd.DataFrame(rows, columns=_PARTS)


def _collect(texts: Mapping[str, str] | pd.Series, statements: pd.DataFrame) -> pd.DataFrame:
    strange = sorted({doc_id for doc_id in statements["doc_id"] if doc_id not in texts})
    if strange:
        msg = f"no text for the statements of {', '.join(map(str, strange[:5]))}. Give the texts of all their articles."
        raise ValueError(msg)
    rows = []
    for (doc_id, group), part in statements.dropna(subset="group").groupby(["doc_id", "group"]):
        text = texts[doc_id]
        words = "\n".join(text[start:end] for start, end in _united(part["content_spans"]))
        rows.append((f"{doc_id}|{group}", doc_id, group, words))
    return pd.DataFrame(rows, columns=_PARTS)


def _united(spans: Iterable[str]) -> list[tuple[int, int]]:
    """Return stretches (`"156-434|512-530"`) in order, those that overlap as one."""
    pairs = sorted(tuple(map(int, span.split("-"))) for cell in spans for span in cell.split("|"))
    united: list[tuple[int, int]] = []
    for start, end in pairs:
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    return united


def _only(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text of the same length with spaces outside of some stretches; line ends stay."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [_blank(text[at:start]), text[max(at, start) : end]]
        at = max(at, end)
    return "".join([*pieces, _blank(text[at:])])


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
