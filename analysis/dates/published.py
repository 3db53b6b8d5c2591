"""When an article was published, from its text alone: a stated date, or an interval with its evidence.

A date line states it. Without one, every expression limits it: a year that is past is a lower bound, a day without a
year lies within the twelve months before, « la semaine dernière » beside a day puts the article in the week after. The
limits are intersected; what they do not settle stays open. A year after © never counts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from analysis.dates import edtf
from analysis.dates.constraints import infer
from analysis.dates.finding import Found, Row, rows
from analysis.dates.grammar import context_of
from analysis.dates.roles import Lines
from analysis.dates.values import make
from analysis.text import fold

HEADER = frozenset({"dateline", "byline"})
# what stands in these is of other pages, of photographs or of the site
_ELSEWHERE = frozenset({"related", "caption", "consent", "navigation"})
_DATED = frozenset({"day", "minute"})
# a date line of an agency stands at the beginning of the text
_OPENING = 80
# a date line is no longer than this before its date
_LINE = 200
_YEARLESS = re.compile(r"XXXX-\d\d-\d\d")
# the rank of a date that opens the text
_OPENS = 2


class Publication(NamedTuple):
    """When an article was published.

    Attributes
    ----------
    edtf
        As exactly as it is known; None where nothing is.
    earliest, latest
        First and last day it may have been published; None where that end is open.
    basis
        stated (a date line), metadata, inferred (limits in the text), corpus (another article) or unknown.
    evidence
        The words and their positions: `Publié le 3 mars 2017 [31-52]`, several joined with ` | `.
    """

    edtf: str | None
    earliest: date | None
    latest: date | None
    basis: str
    evidence: str | None


UNKNOWN = Publication(None, None, None, "unknown", None)


def publication_of(
    text: str,
    labelled: Sequence[tuple[int, int, str]],
    found: Sequence[Row],
    *,
    language: str = "fr",
    metadata: str | date | None = None,
    scanned: Sequence[Found] | None = None,
) -> Publication:
    """Do the work of `publication` on plain rows: expressions found without an anchor, lines as start, end, zone.

    `scanned` is what `scan` gives for the text, where it is known.
    """
    if metadata is not None and (given := _from_metadata(metadata, language)):
        return given
    stated, updated = _stated(text, labelled, found, language)
    if stated:
        return stated
    limits = infer(text, labelled, found, language, scanned=scanned)
    evidence = [quote(row, text) for row in limits.rows]
    first, last, value = limits.earliest, limits.latest, limits.edtf
    if updated and (last is None or updated.latest < last) and (first is None or first <= updated.latest):
        last, value = updated.latest, None
        evidence.append(quote(updated, text))
    if line := _agency_day(text, labelled, found, language):
        return _of_year(line, first, last, [*evidence, quote(line, text)])
    if first is None and last is None:
        return Publication(value, None, None, "inferred", " | ".join(evidence)) if value else UNKNOWN
    value = value or edtf.one_of(edtf.day(first) if first else None, edtf.day(last) if last else None)
    return Publication(value, first, last, "inferred", " | ".join(evidence))


def quote(row: Row, text: str) -> str:
    """Return the words of an expression with their position."""
    return f"{' '.join(text[row.start : row.end].split())} [{row.start}-{row.end}]"


@functools.lru_cache(maxsize=4096)
def _from_metadata(metadata: str | date, language: str) -> Publication | None:
    if not isinstance(metadata, str):
        first, last = edtf.as_interval(metadata)
        value = edtf.day(first) if first else None
    else:
        exact = next(
            (row for row in rows(metadata, language=language) if row.anchor == "none" and row.earliest), None
        )
        first, last, value = (exact.earliest, exact.latest, exact.edtf) if exact else (None, None, None)
    return Publication(value, first, last, "metadata", f"metadata: {metadata}") if value else None


def _stated(
    text: str, labelled: Sequence[tuple[int, int, str]], found: Sequence[Row], language: str
) -> tuple[Publication | None, Row | None]:
    """Return the date that the page states, and the latest day on which it says that it was changed."""
    context, lines = context_of(language), Lines(labelled)
    ranked: list[tuple[int, Row]] = []
    updates: list[Row] = []
    body = min((start for start, _, zone in labelled if zone in {"lead", "body"}), default=len(text))
    for row in found:
        if row.precision not in _DATED or row.anchor == "event" or row.role == "credit":
            continue
        line = lines.at(row.start) or (0, len(text), "body")
        alone = line[0] < body and text[line[0] : line[1]].strip() == row.text
        if (line[2] in _ELSEWHERE and not alone) or (row.edtf or "").startswith("XXXX-XX"):
            continue
        said = _said_of(text, line[0], row, context)
        if said == "updated":
            updates += [row] if row.latest else []
        elif (rank := _rank(text, line, row, said, body, context)) is not None:
            ranked.append((rank, row))
    update = max(updates, key=lambda row: (row.latest, -row.start), default=None)
    if not ranked:
        return None, update
    best = [row for rank, row in ranked if rank == min(rank for rank, _ in ranked)]
    if len(best) > 1 and min(rank for rank, _ in ranked) == _OPENS:
        # several paragraphs that begin with a date are a chronology
        return None, update
    return _agree(best, text), update


def _said_of(text: str, start: int, row: Row, context: dict) -> str | None:
    """Return what the line says about a date: published, updated or nothing; the nearest word before it decides."""
    before = fold(text[max(start, row.start - _LINE) : row.start]).lower()
    last = {
        name: max((_last(before, phrase) for phrase in context[name] if phrase in before), default=-1)
        for name in ("published", "updated")
    }
    if max(last.values()) < 0:
        return None
    return "updated" if last["updated"] >= last["published"] else "published"


def _last(before: str, phrase: str) -> int:
    found = list(re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", before))
    return found[-1].end() if found else -1


def _rank(
    text: str, line: tuple[int, int, str], row: Row, said: str | None, body: int, context: dict
) -> int | None:
    """Return how good a statement of the date is, 0 best; None for a date in running text."""
    start, _, zone = line
    below = 4 if start > body else 0
    if zone in HEADER:
        return below + (0 if said else 1)
    lead = text[start : row.start].strip(" :-–—\t") if row.start - start <= _LINE else ""
    if said and 0 < len(lead) <= 40 and fold(lead).lower().startswith(tuple(context["published"])):
        return below + 1
    if row.role == "publication" or (start < body and text[start : line[1]].strip() == row.text):
        return below + 1
    if (
        row.earliest
        and zone in {"lead", "body"}
        and (start <= body or row.start == start)
        and _agency_line(text, start, row, context)
    ):
        return _OPENS
    return below + 3 if zone == "credit" else None


def _agency_line(text: str, start: int, row: Row, context: dict) -> bool:
    """Tell whether a text opens like an agency's: PARIS, 14 nov 2017 (AFP) -."""
    if row.start - start > _LINE:
        return False
    before, after = text[start : row.start].strip(), text[row.end : row.end + 25].strip()
    if not before:
        return after.lstrip(" .")[:1] in ("-", "–", "—")
    if len(before) > _OPENING or not before[:1].isupper() or len(before.split()) > 6:
        return False
    named = {word.strip("()[],.-–—").lower() for word in (*before.split(), *after.split()[:2])} & context[
        "agencies"
    ]
    return bool(named) or (after[:1] in ("-", "–", "—") and "," in before)


def _agency_day(
    text: str, labelled: Sequence[tuple[int, int, str]], found: Sequence[Row], language: str
) -> Row | None:
    """Return the day without a year on the line of an agency: LONDON, Nov 14 (Reuters) -."""
    context, lines = context_of(language), Lines(labelled)
    body = min((start for start, _, zone in labelled if zone in {"lead", "body"}), default=0)
    for row in found:
        start = (lines.at(row.start) or (0, 0, ""))[0]
        named = {
            word.strip("() ").lower() for word in re.findall(r"\([^()]{2,20}\)", text[row.end : row.end + 25])
        }
        if (
            start <= body
            and _YEARLESS.fullmatch(row.edtf or "")
            and not named.isdisjoint(context["agencies"])
            and _agency_line(text, start, row, context)
        ):
            return row
    return None


def _of_year(line: Row, first: date | None, last: date | None, evidence: list[str]) -> Publication:
    """Return the day of a date line in the year that other limits give, or without one."""
    month, day = (int(part) for part in line.edtf.split("-")[1:])
    years = range(first.year, (last.year if last else first.year + 1) + 1) if first else ()
    days = [value for year in years if (value := make(year, month, day)) and value >= first]
    days = [value for value in days if last is None or value <= last]
    if not days:
        return Publication(line.edtf, None, None, "stated", evidence[-1])
    if last is None or len(days) > 1:
        value = edtf.one_of(edtf.day(days[0]), edtf.day(last) if last else None)
        return Publication(value, days[0], last, "inferred", " | ".join(evidence))
    return Publication(edtf.day(days[0]), days[0], days[0], "stated", " | ".join(evidence))


def _agree(best: list[Row], text: str) -> Publication:
    """Join date lines of one rank: one day is exact, several are alternatives, a day without a year stays one."""
    exact = [row for row in best if row.earliest]
    if not exact:
        row = best[0]
        return Publication(row.edtf, None, None, "stated", quote(row, text))
    days = sorted({day for row in exact for day in (row.earliest, row.latest)})
    if len({(row.earliest, row.latest) for row in exact}) == 1:
        row = next((row for row in exact if row.precision == "minute"), exact[0])
        return Publication(row.edtf, row.earliest, row.latest, "stated", quote(row, text))
    evidence = " | ".join(quote(row, text) for row in exact)
    return Publication(edtf.either([edtf.day(day) for day in days]), days[0], days[-1], "stated", evidence)
