"""Merge what a sheet says into the hand-made tables: three ways, so that an old sheet cannot undo a newer decision.

A row is compared with what it held when it was exported and with what stands in the table now. What a person did not
change in the sheet changes nothing. Where the same coder has decided otherwise since, the row waits for `replace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from analysis.coding.cells import Code, Verdict
from analysis.coding.checking import Given, Refused
from analysis.coding.files import place, sign
from analysis.coding.sheet import NONE, WITHDRAW, short

Table = list[dict[str, Any]]


class Merged(NamedTuple):
    """The tables after a merge, what was changed (rows of the log), rows that wait, and counts.

    `added` and `changed` count decisions, `same` rows that change nothing; `beside` lists statements that another coder
    has decided differently, with who counts.
    """

    codes: Table
    corrected: Table
    log: Table
    refused: list[Refused]
    added: int
    changed: int
    same: int
    beside: list[str]


def merge(
    given: Sequence[Given],
    codes: Sequence[Mapping[str, Any]],
    corrected: Sequence[Mapping[str, Any]],
    said: Mapping[str, Mapping[str, Any]],
    *,
    replace: bool = False,
    first: bool = False,
) -> Merged:
    """Return the hand-made tables with the decisions of a sheet.

    Parameters
    ----------
    given
        What `checking.check` found usable.
    codes, corrected
        Rows of codes.csv and corrections.csv.
    said
        Statements by identifier (doc_id, start, end, quote: their words, before: their source), kept beside a correction.
    replace
        Take the sheet where the same coder has decided otherwise since; the old decision goes to the log.
    first
        Where another coder has decided too, let these decisions count.
    """
    groups: dict[tuple[str, str], list[Given]] = {}
    for one in given:
        groups.setdefault((one.statement_id, one.coder), []).append(one)
    tables = {"codes": _by_statement(codes), "corrections": _by_statement(corrected)}
    log: Table = []
    refused: list[Refused] = []
    counts = {"added": 0, "changed": 0, "same": 0}
    for (name, coder), group in sorted(groups.items(), key=lambda item: (place(item[0][0]), item[0][1])):
        before = (len(log), len(refused), counts["added"])
        for table, merged, of in (
            ("codes", _codes, [one for one in group if one.code is not None]),
            ("corrections", _verdicts, [one for one in group if one.verdict is not None or one.missed]),
        ):
            rows = tables[table].setdefault(name, [])
            own = [row for row in rows if row["coder"] == coder]
            if not of:
                continue
            try:
                new, gone = merged(of, own, _origin(rows, said.get(name, {})), replace)
            except _Waits as waits:
                refused += [Refused(one.row, str(waits)) for one in of]
                continue
            if new or gone:
                _put(rows, own, new, gone)
                counts["changed" if gone else "added"] += max(len(new), len(gone))
            if gone:
                log.append(_logged(of[0], table, gone, new))
        if before == (len(log), len(refused), counts["added"]):
            counts["same"] += len(group)
    if first:
        turned = [one for name, table in tables.items() for one in _count_first(name, table, groups)]
        counts["changed"] += len(turned)
        log += turned
    unique = list({id(one.row): one for one in refused}.values())
    made = (_flat(tables["codes"]), _flat(tables["corrections"]))
    return Merged(*made, log, unique, *counts.values(), _beside(tables, groups))


def _by_statement(rows: Iterable[Mapping[str, Any]]) -> dict[str, Table]:
    made: dict[str, Table] = {}
    for row in rows:
        made.setdefault(row["statement_id"], []).append(dict(row))
    return made


def _flat(table: Mapping[str, Table]) -> Table:
    """Return the rows by statement; rows of one statement keep their order, which says who counts."""
    return [row for name in sorted(table, key=place) for row in table[name]]


def _origin(rows: Table, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words and the source as they were extracted, also where somebody has corrected them by now."""
    earlier = next((row for row in rows if row.get("quote")), None)
    if earlier is None:
        return {name: said.get(name, "") for name in ("doc_id", "start", "end", "quote", "before")}
    return {name: earlier[name] for name in ("doc_id", "start", "end", "quote", "before")}


class _Waits(Exception):
    """The same coder has decided otherwise since the sheet was exported."""


def _codes(group: list[Given], own: Table, _: Mapping[str, Any], replace: bool) -> tuple[Table, Table]:
    """Return the rows to add and those to remove."""
    now = {row["claim"]: row for row in own}
    mentioned = {code.claim for one in group for code in (one.code, one.was_code) if isinstance(code, Code)}
    wanted: dict[str, Given] = {}
    gone: set[str] = set()
    waits = False
    for one in group:
        was, code = one.was_code, one.code
        if code == was:
            continue
        is_current = was is not None and was.claim in now and _same(now[was.claim], was)
        if code == WITHDRAW:
            if was is None:
                gone |= set(now)
            elif was.claim in now:
                waits |= not is_current
                gone.add(was.claim)
            continue
        if code.claim in now and _same(now[code.claim], code, or_no_note=was is None):
            continue
        wanted[code.claim] = one
        if was is not None:
            gone.add(was.claim)
            waits |= not is_current
        elif now:
            waits |= code.claim in now or not set(now) <= mentioned
    # a row that was copied to add a claim still holds the first one in the sheet
    gone -= {one.code.claim for one in group if isinstance(one.code, Code)}
    gone |= set(wanted) & set(now)
    left = (set(now) - gone) | set(wanted)
    if "" in left and len(left) > 1:
        waits = True
    if waits and not replace:
        told = (
            ", ".join(f"{short(row)} on {row['date'] or 'an unknown day'}" for row in own)
            or "nothing any more"
        )
        msg = (
            f"{group[0].coder} has decided otherwise in codes.csv: {told}. "
            "Import with --replace to take this sheet instead; the old decision is kept in codes_log.csv"
        )
        raise _Waits(msg)
    if waits:
        sheet = {one.code.claim: one for one in group if isinstance(one.code, Code)}
        wanted = {
            claim: one for claim, one in sheet.items() if claim not in now or not _same(now[claim], one.code)
        }
        gone = {claim for claim in now if claim in wanted or claim not in sheet}
    added = [
        {"statement_id": one.statement_id, "claim": claim, "polarity": one.code.polarity, "coder": one.coder,
         "date": one.date, "note": one.code.note}
        for claim, one in sorted(wanted.items())
    ]  # fmt: skip
    return added, [row for row in own if row["claim"] in gone]


def _same(row: Mapping[str, Any], code: Code, *, or_no_note: bool = False) -> bool:
    alike = (row["claim"], sign(row["polarity"])) == (code.claim, code.polarity)
    return alike and (row["note"] == code.note or or_no_note and not code.note)


def _verdicts(
    group: list[Given], own: Table, origin: Mapping[str, Any], replace: bool
) -> tuple[Table, Table]:
    one = group[0]
    now = own[0] if own else None
    if one.missed:
        new = one.missed._asdict()
        told = ("what", "source", "source_text", "cue")
        if (
            now
            and all(now[name] == new[name] for name in told)
            and (now["note"] == new["note"] or not new["note"])
        ):
            return [], []
        if now and not replace:
            raise _Waits(_waiting(one, now))
        return [new], own
    # beside a claim the note says why the claim was chosen
    noted = one.code is None and one.note != one.was_note
    if one.verdict == one.was_verdict and not noted:
        return [], []
    if now and now["what"] == "missed" and one.verdict != WITHDRAW:
        msg = f"{one.coder} added this statement by hand; write {WITHDRAW} as verdict to take it back"
        raise _Waits(msg)
    if one.verdict == WITHDRAW:
        if now and one.was_verdict and _verdict_of(now) != one.was_verdict and not replace:
            raise _Waits(_waiting(one, now))
        return [], own
    if now and _verdict_of(now) == one.verdict:
        if not noted or one.note == now["note"]:
            return [], []
        if now["note"] not in {"", one.was_note} and not replace:
            raise _Waits(_waiting(one, now))
        return [{**now, "date": one.date, "note": one.note}], own
    if now and _verdict_of(now) != one.was_verdict and not replace:
        raise _Waits(_waiting(one, now))
    if not now and one.was_verdict and not replace:
        raise _Waits(_waiting(one, None))
    new = {
        **origin, "statement_id": one.statement_id, "what": one.verdict.what, "source": one.verdict.source,
        "coder": one.coder, "date": one.date, "note": one.note,
    }  # fmt: skip
    return [new], own


def _verdict_of(row: Mapping[str, Any]) -> Verdict:
    return Verdict(row["what"], row["source"])


def _waiting(one: Given, now: Mapping[str, Any] | None) -> str:
    note = f" ({now['note']})" if now and now["note"] else ""
    told = (
        f"{shown_correction(now)}{note} on {now['date'] or 'an unknown day'}" if now else "nothing any more"
    )
    return (
        f"{one.coder} has decided otherwise in corrections.csv: {told}. "
        "Import with --replace to take this sheet instead; the old decision is kept in codes_log.csv"
    )


def shown_correction(row: Mapping[str, Any]) -> str:
    """Return a correction in a few words."""
    if row["what"] == "source":
        return f"wrong source, it is {row['source'] or NONE}"
    if row["what"] == "missed":
        told = ", ".join(filter(None, (row["source"] or row["source_text"], row["cue"])))
        return f"missed ({told})" if told else "missed"
    return row["what"].replace("_", " ")


def _shown(row: Mapping[str, Any], table: str) -> str:
    told = short(row) if table == "codes" else shown_correction(row)
    return told + (f" ({row['date']})" if row["date"] else "") + (f": {row['note']}" if row["note"] else "")


def _put(rows: Table, own: Table, new: Table, gone: Table) -> None:
    """Change the rows of one coder in place, so that who comes first stays first."""
    at = next((i for i, row in enumerate(rows) if row in own), len(rows))
    kept = [row for row in own if row not in gone]
    rest = [row for row in rows if row not in own]
    rows[:] = [*rest[:at], *kept, *new, *rest[at:]]


def _logged(one: Given, table: str, gone: Table, new: Table) -> dict[str, Any]:
    return {
        "date": one.date, "coder": one.coder, "table": table, "statement_id": one.statement_id,
        "before": " | ".join(_shown(row, table) for row in gone),
        "after": " | ".join(_shown(row, table) for row in new) or "taken back",
    }  # fmt: skip


def _count_first(
    name: str, table: Mapping[str, Table], groups: Mapping[tuple[str, str], list[Given]]
) -> Table:
    """Move the rows of a sheet's coder before those of others; return what to log where that changed who counts."""
    log = []
    for (statement, coder), group in groups.items():
        rows = table.get(statement, [])
        own = [row for row in rows if row["coder"] == coder]
        if not own or rows[0]["coder"] == coder:
            continue
        log.append(
            {
                "date": group[0].date, "coder": coder, "table": name, "statement_id": statement,
                "before": f"{rows[0]['coder']} counts", "after": f"{coder} counts",
            }
        )  # fmt: skip
        rows[:] = [*own, *(row for row in rows if row["coder"] != coder)]
    return log


def _beside(tables: Mapping[str, Mapping[str, Table]], names: Iterable[tuple[str, str]]) -> list[str]:
    """Tell on which statements of a sheet coders differ, and who counts."""
    told = []
    for statement in sorted({statement for statement, _ in names}, key=place):
        for name, table in tables.items():
            by: dict[str, set[tuple[str, ...]]] = {}
            for row in table.get(statement, ()):
                by.setdefault(row["coder"], set()).add(_decision(row, name))
            if len({frozenset(decisions) for decisions in by.values()}) > 1:
                who = next(iter(by))
                told.append(
                    f"{statement}: {', '.join(by)} decided differently; {who} comes first in {name}.csv and counts"
                )
    return told


def _decision(row: Mapping[str, Any], table: str) -> tuple[str, ...]:
    return (row["claim"], sign(row["polarity"])) if table == "codes" else (row["what"], row["source"])
