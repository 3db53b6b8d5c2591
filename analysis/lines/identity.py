"""Read from a page what it says of itself: title, outlet, credit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from analysis import languages
from analysis.lines.context import SAME_END
from analysis.lines.signs import Rules, rules
from analysis.text import fold

if TYPE_CHECKING:
    from analysis.lines import Line

_TITLE_TAIL = re.compile(r" [|–—-] ([A-ZÀ-Ý0-9][^|–—]{1,30})$")
_SITE_ZONES = frozenset({"navigation", "consent", "related", "other", "credit"})


class Identity(NamedTuple):
    """What a page says of itself, each with the words that say so; missing is None."""

    title: str | None
    outlet: str | None
    outlet_evidence: str | None
    credit: str | None
    credit_evidence: str | None


def identify(text: str, rows: Sequence[Line], *, language: str | None = None) -> Identity:
    """Read title, outlet and credit of a page from its labelled lines.

    Parameters
    ----------
    text
        The text the lines were labelled on.
    rows
        What `label_rows` returned for it.
    language
        Language of the article, when it is known.

    Returns
    -------
    identity
        The outlet is what the page calls itself (end of captions or of the title, subscribe and consent
        lines); the credit is the text's own line naming who published it first.
    """
    known = rules(language if language in languages.available() else languages.DEFAULT)
    title = next((text[row.start : row.end] for row in rows if row.zone == "title"), None)
    outlet, outlet_evidence = _outlet(text, rows, title, known)
    credit = credit_evidence = None
    for row in rows:
        line = text[row.start : row.end]
        if row.zone == "credit" and (match := known.credit.fullmatch(fold(line).strip(" |"))):
            credit, credit_evidence = line[match.start(1) : match.end(1)].strip(" |.:"), line
    return Identity(title, outlet, outlet_evidence, credit, credit_evidence)


def _outlet(
    text: str, rows: Sequence[Line], title: str | None, known: Rules
) -> tuple[str | None, str | None]:
    endings: dict[str, int] = {}
    for row in rows:
        if row.zone == "caption" and row.reason.startswith(SAME_END):
            ending = text[row.start : row.end].rpartition(" - ")[2]
            endings[ending] = endings.get(ending, 0) + 1
    if endings:
        name = max(sorted(endings), key=endings.__getitem__)
        return name, f"{endings[name]} captions end in « - {name} »"
    if title and (match := _TITLE_TAIL.search(title)):
        # « Title | Name »: a name only if the page uses it elsewhere
        name = match.group(1)
        if any(name in text[row.start : row.end] for row in rows if not row.keep and row.zone != "title"):
            return name, title
    for row in rows:
        if row.zone in _SITE_ZONES:
            line = text[row.start : row.end]
            if found := known.outlets[line]:
                return line[slice(*found)], line
    return None, None
