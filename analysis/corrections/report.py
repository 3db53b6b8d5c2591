"""Tell after a build what the corrections did, and which of them have lost what they are about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from analysis.corrections.applying import ADDED, CORRECTED, TAKEN_OUT
from analysis.corrections.table import FILE, Correction, counting


def of_partition(known: Iterable[Correction], ids: Collection[str]) -> tuple[Correction, ...]:
    """Return the corrections that can change the tables of some articles, without what changes nothing in them.

    Parameters
    ----------
    known
        What `read` gives.
    ids
        Identifiers of the articles; an article whose identifier is taken is named `<doc_id>@<file>`.
    """
    return tuple(
        one._replace(coder="", date="", note="", before="")
        for one in counting(known)
        if one.what != "right" and (one.doc_id in ids or one.doc_id.partition("@")[0] in ids)
    )


def report(known: Iterable[Correction], articles: pa.Table, said: pa.Table) -> list[str]:
    """Return what a build says of the corrections: how many did what, and which are about nothing that is there.

    Parameters
    ----------
    known
        What `read` gives.
    articles, said
        The tables of articles and statements. A correction that finds no statement in its article stands in the
        warnings of the article; here are those whose article is gone, and verdicts « right » on what is gone.
    """
    known = counting(known)
    if not known:
        return []
    counts = {
        "taken out": sum(
            int(match.group(1))
            for warning in articles["warnings"].to_pylist()
            if warning
            for match in re.finditer(TAKEN_OUT, warning)
        ),
        "added": pc.sum(pc.equal(said["rule"], ADDED)).as_py() or 0,
        "given another source": pc.sum(pc.ends_with(said["rule"], CORRECTED)).as_py() or 0,
    }
    lines = [
        f"{n} {'statement was' if n == 1 else 'statements were'} {what} by hand ({FILE})"
        for what, n in counts.items()
        if n
    ]
    there = set(articles["doc_id"].to_pylist())
    lines += [
        f"{FILE}: {one.statement_id or repr(one.quote)} ({one.what}) is about the article {one.doc_id}, which is not there; "
        "the row is kept"
        for one in known
        if one.doc_id not in there
    ]
    right = [one for one in known if one.what == "right" and one.doc_id in there]
    if right:
        wanted = pa.array([one.statement_id for one in right], pa.string())
        found = pc.is_in(wanted, value_set=said["statement_id"]).to_pylist()
        lines += [
            f"{FILE}: {one.statement_id} (right) finds no statement; the row is kept"
            for one, is_there in zip(right, found, strict=True)
            if not is_there
        ]
    return lines
