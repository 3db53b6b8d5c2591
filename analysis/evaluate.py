"""Score extracted statements against statements annotated by hand.

Two statements are the same where their contents share enough characters; source,
cue, kind and stance are compared on such pairs only, so a statement that was not
found costs recall and nothing else. What a careful reader might leave out is
annotated as optional and counts neither for nor against. Every other statement
without an annotation counts as wrong: score annotated documents only.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError, SchemaError

__all__ = ["KINDS", "MEASURES", "PRONOUNS", "TIERS", "doc_id", "errors", "match", "read_gold", "score"]

TIERS = ("core", "nested", "optional")
KINDS = ("direct", "indirect", "mixed")
MEASURES = (
    "precision",
    "recall",
    "f1",
    "nested_recall",
    "source_exact",
    "source_overlap",
    "source_canonical",
    "source_canonical_pronoun",
    "cue_overlap",
    "kind",
    "stance",
    "stance_merged",
)
# sources that name nobody: finding who is meant is a task of its own, so it is measured apart
PRONOUNS = frozenset(
    ["je", "j'", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "moi", "toi", "lui", "eux"]
    + ["celui-ci", "celle-ci", "ceux-ci", "celles-ci", "celui-là", "celle-là", "ceux-là", "celles-là"]
    + ["ce dernier", "cette dernière", "ces derniers", "ces dernières"]
    + ["qui", "lequel", "laquelle", "lesquels", "lesquelles"]
    + [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "who",
        "which",
    ]
)

# the least stable pair of stances between annotators
_MERGED = {"reports": "asserts"}

# fields that may be null in a line of annotations, but not absent
_REQUIRED = [
    *("doc", "id", "tier", "type", "stance", "zone", "floating"),
    *("source_text", "source_start", "source_end", "source_alt", "source_canonical"),
    *("cue_text", "cue_start", "cue_end", "contents"),
]
# what matching and comparing look at, in both tables
_COMPARED = [
    *("kind", "stance", "source_start", "source_end", "source_text", "source"),
    *("cue_start", "cue_end", "content_spans"),
]

_GOLD = {
    "doc": "str",
    "id": "str",
    "tier": "str",
    "kind": "str",
    "stance": "str",
    "zone": "str",
    "floating": "bool",
    "source_text": "str",
    "source_start": "Int64",
    "source_end": "Int64",
    "source_alt": "object",
    "source": "str",
    "affiliation": "str",
    "cue_text": "str",
    "cue_start": "Int64",
    "cue_end": "Int64",
    "cue_head": "str",
    "cue_lemma": "str",
    "cue_kind": "str",
    "start": "Int64",
    "end": "Int64",
    "content": "str",
    "content_spans": "str",
    "chain": "str",
    "note": "str",
}
_PAIRS = {"predicted": "int64", "gold": "int64", "jaccard": "float64", "cue_overlap": "bool"}
_AGREEMENT = {
    "predicted": "int64",
    "gold": "int64",
    "source_exact": "bool",
    "source_overlap": "bool",
    "source_canonical": "bool",
    "cue_overlap": "bool",
    "kind": "bool",
    "stance": "bool",
    "stance_merged": "bool",
    "pronoun": "bool",
}
_SCORES = {"measure": "str", "n": "int64", "of": "int64", "value": "float64"}
_ERRORS = {
    "what": "str",
    "doc_id": "str",
    "start": "Int64",
    "end": "Int64",
    "text": "str",
    "expected": "str",
    "found": "str",
}

_Span = tuple[int, int]


def read_gold(path: str | Path, *, texts: Mapping[str, str] | pd.Series[str] | None = None) -> pd.DataFrame:
    """Read statements annotated by hand, one JSON object per line.

    Parameters
    ----------
    path
        A JSON Lines file as described in `data/annotations/gold/README.md`.
    texts
        The texts by document. A document that is among them is checked: every position must lie in its text
        and hold the words that the line gives.

    Returns
    -------
    gold
        One row per line, in the order of the file, with columns `doc`, `id`, `tier`, `kind` (field `type`),
        `stance`, `zone`, `floating`, `source_text`, `source_start`, `source_end`, `source_alt` (a tuple of
        texts), `source` (field `source_canonical`), `affiliation`, `cue_text`, `cue_start`, `cue_end`,
        `cue_head`, `cue_lemma`, `cue_kind`, `start` and `end` (from the first to the last position of the
        content), `content`, `content_spans`, `chain`, `note`.

    Raises
    ------
    AnalysisError
        Naming the file, the line and what to do about it.
    """
    path = Path(path)
    known = {} if texts is None else dict(texts)
    rows: list[dict[str, Any]] = []
    line_of: dict[str, int] = {}
    # not splitlines(): a text in JSON may hold other line separators
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        entry = _entry(line, where)
        first = line_of.setdefault(entry["id"], number)
        if first != number:
            msg = f"{where}: line {first} has the id {entry['id']} too. Give each line its own id."
            raise AnalysisError(msg)
        name = doc_id(entry["doc"], known)
        _check_spans(entry, where, text=None if name is None else known[name])
        rows.append(_gold_row(entry))
    return _frame(rows, _GOLD)


def doc_id(doc: str, ids: Collection[str]) -> str | None:
    """Find an annotated document among the ids of a corpus.

    Parameters
    ----------
    doc
        The document as an annotation names it: an id, a file name, or a file name without its ending.
    ids
        The ids that exist.

    Returns
    -------
    found
        The first of these that is an id: `doc`; `doc` without its ending; the part of that before the first
        underscore. None where none is.

    Examples
    --------
    >>> doc_id("000_cfa563b15047df66.txt", {"000", "001"})
    '000'
    """
    stem = PurePath(doc).stem
    return next((name for name in (doc, stem, stem.split("_", maxsplit=1)[0]) if name in ids), None)


def match(predicted: pd.DataFrame, gold: pd.DataFrame, *, threshold: float = 0.3) -> pd.DataFrame:
    """Pair extracted statements with annotated ones, each at most once.

    Parameters
    ----------
    predicted
        The statements table.
    gold
        What `read_gold` returns. Its documents are found in `predicted` by `doc_id`.
    threshold
        Pair only contents whose Jaccard index, shared characters over all characters of the two, is at least
        this. 0.3 accepts a content that lacks two thirds; 0.8 accepts hardly any difference.

    Returns
    -------
    pairs
        Columns `predicted` and `gold` (labels of the two indexes), `jaccard`, `cue_overlap`, in the order of
        `gold`.

    Notes
    -----
    The best pair is taken first, where best is the Jaccard index, plus 1 if the cues overlap; equal pairs are
    taken in the order of the text. A pair that was taken is never given up for a better whole, so there may
    be fewer pairs than possible. An entry without content has no pair.
    """
    pairs = _pairs(predicted, gold, threshold)
    return pairs.assign(
        predicted=predicted.index.take(pairs["predicted"]), gold=gold.index.take(pairs["gold"])
    )


def score(predicted: pd.DataFrame, gold: pd.DataFrame, *, threshold: float = 0.3) -> pd.DataFrame:
    """Measure how well extracted statements agree with annotated ones.

    Parameters
    ----------
    predicted
        The statements table.
    gold
        What `read_gold` returns.
    threshold
        As for `match`.

    Returns
    -------
    scores
        One row per measure, in the order of `MEASURES`, with columns `measure`, `n`, `of`, `value` (`n / of`,
        missing where `of` is 0).

    Notes
    -----
    `precision`: matched core entries, of these and the predictions that match no entry of any tier.
    `recall`: matched core entries, of all core entries. `f1`: twice the matched core entries, of the two
    denominators together. `nested_recall`: matched nested entries, of all nested entries.

    The other measures count matched core pairs that agree, of all matched core pairs. `source_exact`: the
    annotated words in their place, or an alternative from `source_alt`. `source_overlap`: at least one
    character shared, or exact. `source_canonical`: the same name in `source`, in upper or lower case.
    `source_canonical_pronoun`: that, of the pairs where the annotated source is one of `PRONOUNS`.
    `cue_overlap`, `kind`, `stance`, and `stance_merged`, which takes *asserts* and *reports* for one.
    A source or a cue that is missing on both sides agrees.
    """
    pairs = _pairs(predicted, gold, threshold)
    tier = gold["tier"].to_numpy()
    matched = tier[pairs["gold"]]
    core = _compare(predicted, gold, pairs[matched == "core"])
    n_matched, n_core = len(core), int((tier == "core").sum())
    n_claimed = n_matched + len(predicted) - len(pairs)
    counts = {
        "precision": (n_matched, n_claimed),
        "recall": (n_matched, n_core),
        "f1": (2 * n_matched, n_claimed + n_core),
        "nested_recall": ((matched == "nested").sum(), (tier == "nested").sum()),
        "source_canonical_pronoun": (
            (core["source_canonical"] & core["pronoun"]).sum(),
            core["pronoun"].sum(),
        ),
    }
    rows = []
    for measure in MEASURES:
        n, of = counts[measure] if measure in counts else (core[measure].sum(), n_matched)
        rows.append((measure, n, of, n / of if of else None))
    return _frame(rows, _SCORES)


def errors(
    predicted: pd.DataFrame,
    gold: pd.DataFrame,
    texts: Mapping[str, str] | pd.Series[str],
    *,
    threshold: float = 0.3,
) -> pd.DataFrame:
    """List what `score` counts as wrong, with the words.

    Parameters
    ----------
    predicted
        The statements table.
    gold
        What `read_gold` returns.
    texts
        The texts by `doc_id`.
    threshold
        As for `match`.

    Returns
    -------
    table
        Columns `what`, `doc_id`, `start`, `end`, `text`, `expected`, `found`, sorted by position. `what` is
        *missed* (a core entry without a pair; `expected` gives its source and cue), *not in gold* (a
        prediction without a pair; `found` gives its source and cue), or, for a matched core pair,
        *wrong source*, *wrong canonical source*, *wrong kind*, *wrong stance*. `text` is the content, from its
        first to its last position, or the cue where there is no content.
    """
    pairs = _pairs(predicted, gold, threshold)
    texts = dict(texts)
    made = _with_text_id(predicted, "doc_id", texts)
    wanted = _with_text_id(gold, "doc", texts)
    is_core = (gold["tier"] == "core").to_numpy()
    rows = []

    def add(what: str, row: Mapping[str, Any], expected: str | None, found: str | None) -> None:
        content = _spans(row["content_spans"])
        start, end = (content[0][0], content[-1][1]) if content else _span(row, "cue") or (None, None)
        words = None if start is None else texts[row["text_id"]][start:end]
        rows.append((what, row["text_id"], start, end, words, expected, found))

    for g in set(range(len(gold))) - set(pairs["gold"]):
        if is_core[g]:
            add("missed", wanted[g], _source_and_cue(wanted[g], texts), None)
    for p in set(range(len(predicted))) - set(pairs["predicted"]):
        add("not in gold", made[p], None, _source_and_cue(made[p], texts))
    for pair in _compare(predicted, gold, pairs[is_core[pairs["gold"]]]).itertuples():
        g, p = wanted[pair.gold], made[pair.predicted]
        if not pair.source_exact:
            add("wrong source", g, _placed_source(g, texts), _placed_source(p, texts))
        if not pair.source_canonical:
            add("wrong canonical source", g, _given(g["source"]), _given(p["source"]))
        if not pair.kind:
            add("wrong kind", g, _given(g["kind"]), _given(p["kind"]))
        if not pair.stance:
            add("wrong stance", g, _given(g["stance"]), _given(p["stance"]))
    order = ["doc_id", "start", "end", "what", "found"]
    return _frame(rows, _ERRORS).sort_values(order, kind="stable", ignore_index=True)


# matching


def _pairs(predicted: pd.DataFrame, gold: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Return the pairs of `match` by row number, so that an index may have any labels."""
    if not 0 < threshold <= 1:
        msg = f"threshold is {threshold}. Choose a number above 0 and up to 1."
        raise ValueError(msg)
    _check_columns(predicted, ["doc_id", *_COMPARED], "predicted", "Pass the statements table.")
    _check_columns(gold, ["doc", "tier", "source_alt", *_COMPARED], "gold", "Pass what read_gold returns.")
    in_document = defaultdict(list)
    for p, row in enumerate(predicted.to_dict("records")):
        in_document[str(row["doc_id"])].append((p, _spans(row["content_spans"]), _span(row, "cue")))

    id_of = _ids(gold["doc"], in_document)
    candidates = []
    for g, row in enumerate(gold.to_dict("records")):
        content, cue = _spans(row["content_spans"]), _span(row, "cue")
        for p, other, other_cue in in_document.get(id_of[row["doc"]], []):
            jaccard = _jaccard(content, other)
            if jaccard >= threshold:
                cues = _overlap(cue, other_cue)
                # positions before row numbers: the order of the rows does not decide
                candidates.append((-(jaccard + cues), row["doc"], content, other, g, p, jaccard, cues))

    pairs, taken_gold, taken_predicted = [], set(), set()
    for *_, g, p, jaccard, cues in sorted(candidates):
        if g not in taken_gold and p not in taken_predicted:
            taken_gold.add(g)
            taken_predicted.add(p)
            pairs.append((p, g, jaccard, cues))
    return _frame(pairs, _PAIRS).sort_values("gold", ignore_index=True)


def _ids(docs: Iterable[str], ids: Collection[str]) -> dict[str, str]:
    """Return the id of each annotated document; its own name where no statement was extracted from it."""
    id_of: dict[str, str] = {}
    doc_of: dict[str, str] = {}
    for doc in dict.fromkeys(docs):
        found = doc_id(doc, ids) or doc
        if found in doc_of:
            msg = f"{doc_of[found]} and {doc} both fit doc_id {found}. Name them by their doc_id in the gold."
            raise AnalysisError(msg)
        doc_of[found], id_of[doc] = doc, found
    return id_of


def _jaccard(a: list[_Span], b: list[_Span]) -> float:
    """Return shared characters over all characters of two lists of spans; 0 where they share none."""
    shared = sum(max(0, min(one[1], other[1]) - max(one[0], other[0])) for one in a for other in b)
    return shared / (sum(end - start for start, end in a + b) - shared) if shared else 0.0


def _overlap(a: _Span | None, b: _Span | None) -> bool:
    return a is not None and b is not None and max(a[0], b[0]) < min(a[1], b[1])


def _span(row: Mapping[str, Any] | pd.Series[Any], name: str) -> _Span | None:
    """Return the span `<name>_start`, `<name>_end` of a row; None where it is missing."""
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if pd.isna(start) or pd.isna(end) else (int(start), int(end))


def _spans(value: Any) -> list[_Span]:
    """Return the spans of a string like ``156-434|512-530``, sorted, those that touch or overlap as one."""
    if pd.isna(value):
        return []
    found = re.findall(r"(\d+)-(\d+)", str(value))
    if "|".join("-".join(pair) for pair in found) != value:
        msg = f"content_spans holds {value!r}. Write spans as 156-434|512-530; leave the cell empty for none."
        raise SchemaError(msg)
    merged: list[_Span] = []
    for start, end in sorted((int(start), int(end)) for start, end in found):
        # a character that two spans hold is still one character
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


# comparing


def _compare(predicted: pd.DataFrame, gold: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return, for each pair of row numbers, in what it agrees, and whether a pronoun is the source."""
    rows = []
    for p, g in zip(pairs["predicted"], pairs["gold"], strict=True):
        found, wanted = predicted.iloc[p], gold.iloc[g]
        source, wanted_source = _span(found, "source"), _span(wanted, "source")
        cue, wanted_cue = _span(found, "cue"), _span(wanted, "cue")
        # an alternative is annotated by its words, without a position
        exact = source == wanted_source or (
            source is not None and any(_same(found["source_text"], other) for other in wanted["source_alt"])
        )
        row = {
            "predicted": p,
            "gold": g,
            "source_exact": exact,
            "source_overlap": exact or _overlap(source, wanted_source),
            "source_canonical": _same(found["source"], wanted["source"]),
            "cue_overlap": cue == wanted_cue or _overlap(cue, wanted_cue),
            "kind": _same(found["kind"], wanted["kind"]),
            "stance": _same(found["stance"], wanted["stance"]),
            "stance_merged": _same(_merged(found["stance"]), _merged(wanted["stance"])),
            "pronoun": _is_pronoun(wanted["source_text"]),
        }
        rows.append(row)
    return _frame(rows, _AGREEMENT)


def _plain(value: object) -> str:
    return str(value).replace("’", "'").casefold()


def _same(a: Any, b: Any) -> bool:
    """Compare two texts, upper and lower case alike; two missing ones are the same."""
    if pd.isna(a) or pd.isna(b):
        return bool(pd.isna(a) and pd.isna(b))
    # the same name with a typographic and a straight apostrophe is the same name
    return _plain(a) == _plain(b)


def _merged(stance: Any) -> Any:
    return stance if pd.isna(stance) else _MERGED.get(stance, stance)


def _is_pronoun(words: Any) -> bool:
    return not pd.isna(words) and _plain(words) in PRONOUNS


# showing errors


def _with_text_id(table: pd.DataFrame, column: str, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows of a table, each with the id of its text as `text_id`."""
    rows = table.to_dict("records")
    for row in rows:
        row["text_id"] = doc_id(str(row[column]), texts)
        if row["text_id"] is None:
            msg = f"No text for document {row[column]}. Pass the texts of all documents in the two tables."
            raise AnalysisError(msg)
    return rows


def _given(value: Any) -> Any:
    return None if pd.isna(value) else value


def _words(row: Mapping[str, Any], name: str, texts: Mapping[str, str]) -> str | None:
    span = _span(row, name)
    return None if span is None else texts[row["text_id"]][span[0] : span[1]]


def _source_and_cue(row: Mapping[str, Any], texts: Mapping[str, str]) -> str | None:
    """Return the words of source and cue; the source's name where the text has no words for it."""
    parts = [_words(row, "source", texts) or _given(row["source"]), _words(row, "cue", texts)]
    return " · ".join(part for part in parts if part) or None


def _placed_source(row: Mapping[str, Any], texts: Mapping[str, str]) -> str | None:
    """Return the words of the source with their position: right words in a wrong place are an error too."""
    span = _span(row, "source")
    return None if span is None else f"{_words(row, 'source', texts)} [{span[0]}-{span[1]}]"


# reading and checking


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}). Put the annotations there, or pass another path."
        raise AnalysisError(msg) from error
    except UnicodeDecodeError as error:
        number = error.object.count(b"\n", 0, error.start) + 1
        msg = f"{path}, line {number}: not UTF-8. Save the file again as UTF-8."
        raise AnalysisError(msg) from error


def _entry(line: str, where: str) -> dict[str, Any]:
    """Return the object of a line, with every field that scoring needs."""
    try:
        entry = json.loads(line)
    except json.JSONDecodeError as error:
        msg = f"{where}: not valid JSON ({error.msg}, character {error.pos + 1}). Correct or remove the line."
        raise AnalysisError(msg) from error
    if not isinstance(entry, dict):
        msg = f"{where}: not a JSON object. Write {{...}}, or remove the line."
        raise AnalysisError(msg)
    missing = [field for field in _REQUIRED if field not in entry]
    if missing:
        msg = f"{where}: no field {', '.join(missing)}. Add what is missing; null stands for no value."
        raise AnalysisError(msg)

    def needs(field: str, ok: bool, remedy: str) -> None:
        if not ok:
            msg = f"{where}: {field} is {entry[field]!r}. Write {remedy}."
            raise AnalysisError(msg)

    for field in ("doc", "id", "stance"):
        needs(field, isinstance(entry[field], str) and entry[field] != "", "a text")
    # a tier or kind that nobody knows would drop out of the counts unseen
    needs("tier", entry["tier"] in TIERS, f"one of {', '.join(TIERS)}")
    needs("type", entry["type"] in KINDS, f"one of {', '.join(KINDS)}")
    needs("floating", isinstance(entry["floating"], bool), "true or false")
    needs("source_alt", _is_list_of(entry["source_alt"], str), "a list of texts, [] for none")
    needs("contents", _is_list_of(entry["contents"], dict), "a list of objects, [] for none")
    parts = {"text", "start", "end"}
    needs("contents", all(parts <= set(part) for part in entry["contents"]), "text, start and end in each")
    return entry


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(part, kind) for part in value)


def _check_spans(entry: Mapping[str, Any], where: str, *, text: str | None) -> None:
    """Check the positions of source, cue and content, against the text where there is one."""
    spans = [
        (f"the {name}", entry[f"{name}_text"], entry[f"{name}_start"], entry[f"{name}_end"])
        for name in ("source", "cue")
        if entry[f"{name}_start"] is not None or entry[f"{name}_end"] is not None
    ]
    spans += [("the content", part["text"], part["start"], part["end"]) for part in entry["contents"]]
    for what, words, start, end in spans:
        # type() and not isinstance(): true is an integer to Python, and no position
        if not (type(start) is int and type(end) is int and 0 <= start < end):
            msg = f"{where}: {what} is at {start}-{end}. Write two whole numbers, the end after the start."
            raise AnalysisError(msg)
        remedy = "Correct the position, or pass the text that was annotated."
        if text is not None and end > len(text):
            msg = (
                f"{where}: {what} ends at {end}, but the text of {entry['doc']} has {len(text)} characters. "
                f"{remedy}"
            )
            raise AnalysisError(msg)
        if text is not None and text[start:end] != words:
            msg = f"{where}: {what} is {words!r}, but the text has {text[start:end]!r} there. {remedy}"
            raise AnalysisError(msg)


def _gold_row(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a line under the column names of the statements table."""
    spans = [(part["start"], part["end"]) for part in entry["contents"]]
    return {column: entry.get(column) for column in _GOLD} | {
        "kind": entry["type"],
        "source": entry["source_canonical"],
        "source_alt": tuple(entry["source_alt"]),
        "start": min((start for start, _ in spans), default=None),
        "end": max((end for _, end in spans), default=None),
        "content": " […] ".join(part["text"] for part in entry["contents"]) or None,
        "content_spans": "|".join(f"{start}-{end}" for start, end in spans) or None,
        "chain": " > ".join(entry.get("chain") or []) or None,
        "note": entry.get("note") or None,
    }


def _check_columns(table: pd.DataFrame, needed: Iterable[str], name: str, remedy: str) -> None:
    missing = [column for column in needed if column not in table.columns]
    if missing:
        msg = f"The table {name} has no column {', '.join(missing)}. {remedy}"
        raise SchemaError(msg)


def _frame(rows: list[Any], types: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a table with these columns and types, also where there are no rows."""
    return pd.DataFrame(rows, columns=list(types)).astype(dict(types))
