"""Decide what the words of a line leave open, from what stands before and after it."""

from __future__ import annotations

import re

from analysis.lines.signs import ITEM, Rules
from analysis.lines.units import Unit

KEPT = frozenset({"lead", "body", "heading"})
SAME_END = "ends like other captions of the page"
# a person's name and nothing else
_NAME = re.compile(
    r"(?:[A-ZÀ-Ý][\w'.-]+|[A-ZÀ-Ý]\.|de|du|d'|van|el|al|ben)(?: (?:[A-ZÀ-Ý][\w'.-]+|[A-ZÀ-Ý]\.|de|du|van|el|al|ben)){1,3}"
)
# how far ahead a decision looks; every line is seen a bounded number of times
_AHEAD = 10
# titles stand near the top, even below a long menu
_TOP = 200


def find_title(units: list[Unit]) -> int | None:
    """Return the index of the title: the first line, or a line that the page repeats, above the running text."""
    if len(units) == 1:
        return None
    top = units[:_TOP]
    first_good = next(
        (i for i, unit in enumerate(top) if unit.zone is None and unit.grade == "good"), len(top)
    )
    candidates = [i for i in range(first_good) if top[i].zone is None and _is_titlelike(top[i])]
    if not candidates:
        return None
    for i in candidates:
        low = top[i].low.rstrip(" .")
        if len(top[i].words) >= 4 and any(
            other is not top[i] and len(other.low) < 2.5 * len(low) and low in other.low for other in top
        ):
            return i
    if candidates[0] == 0 and len(units[0].words) >= 3:
        return 0
    longest = max(len(top[i].words) for i in candidates)
    return next(i for i in candidates if len(top[i].words) >= min(longest, 6))


def _is_titlelike(unit: Unit) -> bool:
    return (
        unit.grade != "foreign" and 2 <= len(unit.words) <= 40 and not unit.low.rstrip(' »"”').endswith(".")
    )


def mark_captions(units: list[Unit]) -> None:
    """Mark lines that end in the same « - Name »: the captions of one site."""
    tails: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.zone is None and not unit.terminal and len(unit.low) <= 260:
            _, dash, tail = unit.raw.rpartition(" - ")
            if dash and 1 <= len(tail.split()) <= 4 and tail[0].isupper():
                tails.setdefault(tail, []).append(unit)
    for tail, owners in tails.items():
        if len(owners) >= 2:
            for unit in owners:
                unit.zone, unit.reason = "caption", f"{SAME_END}: « - {tail} »"


def walk(units: list[Unit], title: int | None, known: Rules) -> None:
    """Go through a page once and give every unit that has none its zone."""
    if title is not None:
        units[title].zone, units[title].reason = "title", "stands before the running text"
    headline = units[title].low.rstrip(" .") if title is not None else None
    total = sum(len(unit.low) for unit in units if unit.zone is None and unit.grade == "good")
    # seen: characters kept so far; gap: lines since the last one kept; part: where in the page we are
    seen = gap = 0
    part = "article"
    for i, unit in enumerate(units):
        if seen >= max(1, 0.5 * total) and _introduces_author(units, i, known):
            unit.zone, unit.reason, unit.stop = "byline", "a name above a note on the author", "end"
        if unit.stop and (seen or not total) and seen >= 0.3 * total:
            part = unit.stop
        if unit.zone is None:
            if title is not None and i < title and total:
                unit.zone, unit.reason = "navigation", "stands before the title"
            elif headline and len(unit.words) >= 3 and unit.low.startswith(headline):
                unit.zone, unit.reason = "caption", "repeats the title"
            elif unit.grade == "foreign":
                unit.zone, unit.reason = "other", f"in another language ({unit.language})"
            elif part == "comments":
                unit.zone, unit.reason = "other", "after the readers' comments began"
            elif part == "end":
                unit.zone, unit.reason = "other", "after the end of the article"
            elif part == "related" and not _resumes(units, i):
                unit.zone, unit.reason = "related", "in a list of other articles"
            else:
                _place(units, i, seen, gap, total)
        if unit.zone in KEPT:
            seen, gap, part = seen + len(unit.low), 0, "article"
        else:
            gap += 1


def _place(units: list[Unit], i: int, seen: int, gap: int, total: int) -> None:
    """Tell a paragraph, a heading and an item of a list from a few words that belong to nothing."""
    unit = units[i]
    previous = units[i - 1] if i else None
    after = next((other for other in units[i + 1 : i + 1 + _AHEAD] if other.zone is None), None)
    body = "body" if seen else "lead"
    if unit.grade == "good":
        unit.zone, unit.reason = body, "full sentences of running text"
    elif len(units) == 1 or total == 0 and (unit.terminal or len(unit.words) >= 4):
        unit.zone, unit.reason = body, "a short text without furniture"
    elif previous is not None and previous.zone == "caption" and _is_teaser(unit):
        unit.zone, unit.reason = "related", "a headline right below a picture"
    elif unit.grade == "near" and (gap <= 2 and seen or after is not None and after.grade == "good"):
        unit.zone, unit.reason = body, "a sentence beside running text"
    elif seen and gap <= 1 and _is_item(unit, previous):
        unit.zone, unit.reason = body, "an item of a list in the article"
    elif seen and gap <= 1 and _is_heading(units, i):
        unit.zone, unit.reason = "heading", "a short line above a paragraph"
    elif seen and gap == 0 and _is_listed(units, i):
        unit.zone, unit.reason = body, "one of several short lines between paragraphs"
    else:
        unit.zone, unit.reason = "navigation", "a few words outside the running text"


def _is_teaser(unit: Unit) -> bool:
    # a few words below a picture are the next heading of the article, a whole headline is another article's
    return not unit.alone and not unit.terminal and len(unit.low) > 40


def _is_item(unit: Unit, previous: Unit | None) -> bool:
    if ITEM.match(unit.raw):
        return True
    if previous is None or previous.zone not in KEPT:
        return False
    # figures (« 48 salariés, contre 31 en 2018 »), or what a colon announced
    listed = previous.reason.startswith("an item") and not unit.terminal and len(unit.words) < 15
    return previous.raw.endswith(":") or listed or len(unit.words) >= 4 and any(c.isdigit() for c in unit.raw)


def _is_heading(units: list[Unit], i: int) -> bool:
    unit = units[i]
    if len(unit.low) > 90 or i + 1 >= len(units):
        return False
    follower = units[i + 1]
    if follower.zone is not None:
        return False
    # a heading may stand above another one, or above a list
    if follower.grade == "short" and len(follower.low) <= 60:
        return ITEM.match(follower.raw) is not None or i + 2 < len(units) and units[i + 2].grade == "good"
    return follower.grade in {"good", "near"}


def _is_listed(units: list[Unit], i: int) -> bool:
    """Tell whether only a few short lines stand between this one and the next paragraph."""
    for unit in units[i : i + 6]:
        if unit.zone is not None and unit.zone not in KEPT:
            return False
        if unit.grade == "good":
            return True
    return False


def _introduces_author(units: list[Unit], i: int, known: Rules) -> bool:
    unit = units[i]
    if unit.zone is not None or len(unit.raw) > 50 or i + 1 >= len(units) or not _NAME.fullmatch(unit.raw):
        return False
    return units[i + 1].zone is None and known.biography.search(units[i + 1].low[:100]) is not None


def _resumes(units: list[Unit], i: int) -> bool:
    """Tell whether the article goes on after a list of others: two long paragraphs, not headline and summary."""
    ahead = [unit.grade for unit in units[i : i + 3] if unit.zone is None]
    return ahead[:2] == ["good", "good"]
