"""Read what a unit says of itself: consent, menu, caption, credit, date line.

Everything here looks at one unit alone. The phrases stand in `[lines]` of the language file.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from analysis import languages
from analysis.lines.units import Unit
from analysis.text import Memo, fold

_LETTER = re.compile(r"[^\W\d_]")
_QUOTE = re.compile(r"[«“\"]")
# « - item », « 3. item », « → item » in lower case, which goes on with a sentence
ITEM = re.compile(r"(?:[-•*–—·▪◦‣●■]|\d{1,2}[.)°]|[a-z]\))\s+\S|[→➜>►▶⇒] ?[a-zà-ÿ]")
# what every end of a caption has, whatever else it has
_PICTURE_HINT = re.compile(
    r"[©ⓒ(/|:]|[-–—] |&copy|[Pp]hoto|PHOTO|[Cc]rédit|[Pp]h\.|[Dd]\.[Rr]\.|ourni|apture|\.\w{3,4}$"
)
# MARC TELLIER/PHOTOPRESS; … au col. Photo Paul Szabo; … octobre. - B. Chauvel; DSC_0412.jpg
_PICTURE = re.compile(
    r"(?:^|[.,;:|/)–—-] ?|\s)(?:[Pp]hoto|PHOTO|[Cc]rédits?|[Pp]h\.)s? ?:? [A-ZÀ-Ý](?:[^.!?»]|(?<=\b\w)\.){0,50}\.?$"
    r"|(?:^|[\s.])[A-ZÀ-Ý0-9][A-ZÀ-Ý0-9 .'-]{2,}/ ?[A-ZÀ-Ý][A-ZÀ-Ý .'-]{2,}$"
    r"|[.\w] [|-] (?:[A-ZÀ-Ý][A-ZÀ-Ý .'-]{3,}|[A-ZÀ-Ý]\. ?[A-ZÀ-Ý][\w'-]+)$"
    r"|\.(?:jpe?g|png|gif|webp)$"
)
# a paragraph that begins with somebody's words, on folded text
_SPEECH = re.compile(r'(?:[-–—] ?)?["«]')
# beyond these lengths a line says more than such a line ever does
_SHORT, _CAPTION = 160, 400
# an article may speak of cookies, and to its readers: a banner does little else
_DENSE = 30


_FIRST = "names who published the text first"


@dataclass(frozen=True)
class Sign:
    """What a whole line can be, recognised by its words."""

    zone: str
    reason: str
    pattern: re.Pattern[str]
    stop: str | None = None


@dataclass(frozen=True)
class Rules:
    """The phrases of one language, compiled."""

    code: str
    function: frozenset[str]
    forms: Memo
    caption_end: re.Pattern[str]
    date_words: frozenset[str]
    consent: frozenset[str]
    consent_core: frozenset[str]
    address: frozenset[str]
    site_words: frozenset[str]
    furniture: re.Pattern[str]
    furniture_words: frozenset[str]
    own_words: frozenset[str]
    biography: re.Pattern[str]
    credit: re.Pattern[str]
    outlets: Memo


class Form(NamedTuple):
    """What the words of a short line may make of it: a date line, one of the signs, a pointer to another article."""

    dated: bool
    signs: tuple[Sign, ...]
    related: bool


@functools.cache
def rules(code: str) -> Rules:
    """Compile the phrases of a language file."""
    language = languages.load(code)

    def words(*keys: str) -> frozenset[str]:
        return frozenset().union(*(language.phrases("lines", key) for key in keys))

    def whole(*keys: str) -> str:
        return (
            "(?:"
            + "|".join(phrase for key in keys for phrase in language.phrases("lines", key))
            + r")[ .!:|>»…]*"
        )

    signs = (
        Sign("consent", "button of a consent banner", re.compile(whole("consent_phrase"))),
        Sign(
            "navigation",
            "comments of readers begin or are invited",
            re.compile(whole("comments_heading")),
            "comments",
        ),
        Sign(
            "related", "heading of a list of other articles", re.compile(whole("related_heading")), "related"
        ),
        Sign("navigation", "says that the article is over", re.compile(whole("end_mark")), "end"),
        Sign("credit", "begins with a copyright sign", re.compile(r"(?:©|\(c\)).*")),
        Sign("navigation", "menu, button or notice of the site", re.compile(whole("navigation"))),
        Sign("caption", "begins like a photo credit or caption", re.compile(whole("caption_start"))),
        Sign("byline", "names who wrote the text", re.compile(whole("byline"))),
        Sign("credit", _FIRST, re.compile(whole("credit"))),
    )
    any_of_them = re.compile("|".join(f"(?:{sign.pattern.pattern})" for sign in signs))
    related, date_anchor = re.compile(whole("related")), language.pattern("lines", "date_anchor")

    def form(low: str) -> Form:
        found = signs if any_of_them.fullmatch(low) else ()
        return Form(
            date_anchor.search(low) is not None,
            tuple(sign for sign in found if sign.pattern.fullmatch(low)),
            related.fullmatch(low) is not None,
        )

    name = r"(?-i:(?P<outlet>[A-ZÀ-Ý0-9][^.!?:;|«»]{1,38}?))"
    outlet = [
        re.compile(phrase.replace("{}", name), re.IGNORECASE)
        for phrase in language.phrases("lines", "outlet")
    ]

    def outlet_in(line: str) -> tuple[int, int] | None:
        folded = fold(line)
        found = (pattern.search(folded) for pattern in outlet)
        return next((match.span("outlet") for match in found if match), None)

    return Rules(
        code=code,
        function=language.function_words,
        # the pages of a site repeat its lines
        forms=Memo(form, longest=_SHORT, size=20_000),
        caption_end=re.compile("(?:" + "|".join(language.phrases("lines", "caption_end")) + ")$"),
        date_words=words("date_words"),
        consent=words("consent"),
        consent_core=words("consent_core"),
        address=words("address"),
        site_words=words("site_words", "consent"),
        furniture=language.pattern("lines", "furniture_prose"),
        furniture_words=words("furniture_words"),
        own_words=words("consent", "address", "site_words", "furniture_words"),
        biography=language.pattern("lines", "biography"),
        credit=re.compile(language.data["lines"]["credit_line"], re.IGNORECASE),
        outlets=Memo(outlet_in, longest=_SHORT, size=20_000),
    )


def signature(line: str) -> str:
    """Return the form under which a line is compared with the lines of other files."""
    return " ".join(fold(line).lower().split())


def sign(unit: Unit, known: Rules, repeated: Iterable[str]) -> None:
    """Give a unit its zone where its own words say that it is not running text."""
    low = unit.low
    if not _LETTER.search(low):
        _set(unit, "navigation", "no word in it")
    elif _speaks_for_the_site(unit, known) or len(low) <= _SHORT and _is_wholly(unit, known):
        return
    elif len(low) <= _CAPTION and low.startswith("©"):
        _set(unit, "credit", "begins with a copyright sign")
    elif len(low) <= _CAPTION and _PICTURE_HINT.search(unit.raw[-110:]):
        if _PICTURE.search(unit.raw[-110:]):
            _set(unit, "caption", "ends with the name of a photographer or a picture")
        elif known.caption_end.search(low[-110:]):
            _set(unit, "caption", "ends with a photo credit")
    if unit.zone is None and unit.grade != "good" and repeated and signature(unit.raw) in repeated:
        if _SPEECH.match(unit.raw) and unit.terminal and len(unit.words) >= 6:
            # « Nous n'y pouvons rien », a dit le maire: two articles quote it, no site says it
            return
        _set(unit, "navigation", "the same line stands in other files")


def _speaks_for_the_site(unit: Unit, known: Rules) -> bool:
    # most lines of an article have none of these words
    own = known.own_words.intersection(unit.words)
    if not own:
        return False
    count = len(unit.words)
    consent = own & known.consent
    core = bool(consent & known.consent_core)
    if own & known.address:
        if (core and len(consent) >= 2 or len(consent) >= 4) and count <= _DENSE * len(consent):
            return _set(unit, "consent", "consent words: " + ", ".join(sorted(consent)))
        site = own & known.site_words
        # a quotation may address somebody too
        needed = 3 if _QUOTE.search(unit.raw) else 2
        if len(site) >= needed and count <= _DENSE * len(site):
            return _set(unit, "navigation", "the site speaks to its visitors: " + ", ".join(sorted(site)))
    if own & known.furniture_words and count <= 4 * _DENSE and (found := known.furniture.search(unit.low)):
        return _set(unit, "consent" if core else "navigation", f"the site speaks of itself: {found.group()}")
    return False


def _is_wholly(unit: Unit, known: Rules) -> bool:
    """Recognise a line that is a date, a menu entry, a byline or the like and nothing else."""
    low, good = unit.low, unit.grade == "good"
    form = known.forms[low]
    if not good and form.dated and _is_dateline(unit, known):
        return _set(unit, "dateline", "little but a date")
    for each in form.signs:
        # a full sentence is none of these, unless it is a caption or counts comments
        possible = not good or each.zone == "caption" or each.stop == "comments" and low[0].isdigit()
        # « Selon X, le port fermera. » is a sentence, « Selon Agence+ » is a credit
        possible = possible and not (each.reason == _FIRST and (unit.terminal or len(unit.words) > 8))
        if possible:
            unit.stop = each.stop
            return _set(unit, each.zone, each.reason)
    if form.related and not ITEM.match(unit.raw):
        return _set(unit, "related", "points to another article")
    return False


def _is_dateline(unit: Unit, known: Rules) -> bool:
    rest = [word for word in unit.words if word not in known.date_words and not word.isdigit()]
    return len(rest) <= 2 or len(rest) <= 0.34 * len(unit.words)


def _set(unit: Unit, zone: str, reason: str) -> bool:
    unit.zone, unit.reason = zone, reason
    return True
