"""Say what each line of a file is: article or page furniture.

A saved page is mostly lines that nobody wrote as journalism: menus, captions,
consent banners, teasers. The rules here look at typography, position, language
and repetition, and at the words that sites use about themselves (`[lines]` of the
language file); they know no outlet. Nothing is thrown away: every line keeps its
place, its zone and the reason for it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import languages
from analysis.text import fold

ZONES = (
    "title",
    "dateline",
    "byline",
    "lead",
    "body",
    "heading",
    "caption",
    "credit",
    "related",
    "navigation",
    "consent",
    "other",
)
KEPT = frozenset({"lead", "body", "heading"})


class Line(NamedTuple):
    """One line of a file: `text[start:end]`, without the white space around it."""

    line: int
    start: int
    end: int
    zone: str
    keep: bool
    language: str | None
    reason: str


class Identity(NamedTuple):
    """What a page says of itself, each with the words that say so."""

    title: str | None
    outlet: str | None
    outlet_evidence: str | None
    credit: str | None
    credit_evidence: str | None


@dataclass(slots=True)
class _Unit:
    """A line, or the lines of one hard-wrapped paragraph."""

    spans: list[tuple[int, int, int]]
    low: str
    raw: str
    alone: bool
    words: list[str] = field(default_factory=list)
    share: float = 0.0
    terminal: bool = False
    grade: str = "short"
    language: str | None = None
    zone: str | None = None
    reason: str = ""
    stop: str | None = None


def label(
    text: str, *, language: str | None = None, repeated: frozenset[str] | set[str] = frozenset()
) -> pd.DataFrame:
    """Label every line of an article that is not blank.

    Parameters
    ----------
    text
        The text of one file, or a fragment of a sentence: a text of one line is taken for running text unless
        it says otherwise.
    language
        Language of the article, when it is known; otherwise it is detected.
    repeated
        Lines known to recur in other files of the same corpus (`signature` of each), from `recurring`.

    Returns
    -------
    lines
        Columns `line` (number, from 1), `start`, `end` (code points, end exclusive), `zone` (one of
        `ZONES`), `keep` (True for lead, body and heading), `language` (ISO 639-1, missing where a line is too short to
        tell) and `reason`; sorted by `start`.

    Notes
    -----
    `keep` is False for the title: it is part of the article, but its words repeat the body's.
    """
    rows = label_rows(text, language=language, repeated=repeated)
    columns = list(zip(*rows, strict=True)) or [()] * len(Line._fields)
    types = {"line": "int64", "start": "int64", "end": "int64", "keep": "bool"}
    # one array per column is five times faster than letting pandas guess
    arrays = (
        np.array(column, dtype=types[name]) if name in types else pd.array(column, dtype="str")
        for name, column in zip(Line._fields, columns, strict=True)
    )
    return pd.DataFrame(dict(zip(Line._fields, arrays, strict=True)), copy=False)


def label_rows(text: str, *, language: str | None = None, repeated: Iterable[str] = frozenset()) -> list[Line]:
    """Do the work of `label` and return plain tuples, for loops over many articles."""
    units = _units(text)
    if not units:
        return []
    rules = _rules(language if language in languages.available() else "fr")
    for unit in units:
        _measure(unit, rules)
    article_language = language or _article_language(units, rules)
    native = article_language == rules.code
    for unit in units:
        _grade(unit, rules, native, article_language)
        _sign(unit, rules, native, repeated)
    title = _find_title(units)
    _tails(units)
    _walk(units, title, rules)
    return [
        Line(number, start, end, unit.zone, unit.zone in KEPT, unit.language, unit.reason)
        for unit in units
        for number, start, end in unit.spans
    ]


def signature(line: str) -> str:
    """Return the form under which a line is compared with the lines of other files."""
    return " ".join(fold(line).lower().split())


def identify(text: str, rows: list[Line], *, language: str | None = None) -> Identity:
    """Read title, outlet and credit of a page from its labelled lines.

    Parameters
    ----------
    text
        The text the lines were labelled on.
    rows
        What `label_rows` returned for it.

    Returns
    -------
    identity
        The outlet is what the page calls itself (end of captions or of the title, subscribe and consent
        lines); the credit is the text's own line naming who published it first. Missing is None.
    """
    rules = _rules(language if language in languages.available() else "fr")
    title = next((text[row.start : row.end] for row in rows if row.zone == "title"), None)
    outlet, outlet_evidence = _outlet(text, rows, rules)
    credit = credit_evidence = None
    for row in rows:
        line = text[row.start : row.end]
        if row.zone == "credit" and (match := rules.credit_line.fullmatch(fold(line).strip(" |"))):
            credit, credit_evidence = line[match.start(1) : match.end(1)].strip(" |.:"), line
    return Identity(title, outlet, outlet_evidence, credit, credit_evidence)


# --- lines to units ---------------------------------------------------------------------------------------------


def _units(text: str) -> list[_Unit]:
    folded = fold(text)
    low = folded.lower()
    # a few capitals have two lower-case letters; positions matter more than those
    low = low if len(low) == len(text) else folded
    spans: list[tuple[int, int, int, bool]] = []
    position, blank = 0, True
    for number, line in enumerate(folded.split("\n"), start=1):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            spans.append((number, start, start + len(stripped), blank))
        blank = not stripped
        position += len(line) + 1
    units: list[_Unit] = []
    wrapped = _is_wrapped(folded, spans)
    for number, start, end, alone in spans:
        if wrapped and units and not alone and _continues(units[-1], folded[start:end]):
            units[-1].spans.append((number, start, end))
            units[-1].low += " " + low[start:end]
            units[-1].raw += " " + folded[start:end]
        else:
            units.append(_Unit([(number, start, end)], low[start:end], folded[start:end], alone))
    return units


def _is_wrapped(folded: str, spans: list[tuple[int, int, int, bool]]) -> bool:
    """Tell whether paragraphs are broken at a fixed width, as in mails and old agency files."""
    runs = [(start, end) for _, start, end, _ in spans]
    if len(runs) < 4 or max(end - start for start, end in runs) > 110:
        return False
    lower = sum(folded[start].islower() for start, _ in runs)
    return lower >= 0.25 * len(runs)


def _continues(unit: _Unit, line: str) -> bool:
    _, start, end = unit.spans[-1]
    return end - start >= 45 and (line[0].islower() or not _TERMINAL.search(unit.raw))


# --- rules ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rules:
    code: str
    function: frozenset[str]
    short: tuple[tuple[str, str, re.Pattern[str], str | None], ...]
    caption_end: re.Pattern[str]
    related_start: re.Pattern[str]
    date_anchor: re.Pattern[str]
    date_words: frozenset[str]
    consent: frozenset[str]
    consent_core: frozenset[str]
    address: frozenset[str]
    site_words: frozenset[str]
    biography: re.Pattern[str]
    furniture: re.Pattern[str]
    furniture_words: frozenset[str]
    credit_line: re.Pattern[str]
    outlet: tuple[re.Pattern[str], ...]


@functools.cache
def _rules(code: str) -> _Rules:
    language = languages.load(code)

    def whole(key: str) -> re.Pattern[str]:
        return re.compile("(?:" + "|".join(language.phrases("lines", key)) + r")[ .!:|>»…]*")

    name = r"(?P<outlet>[A-ZÀ-Ý0-9][^.!?:;|«»]{1,38}?)"
    return _Rules(
        code=code,
        function=language.function_words,
        # zone, reason, pattern, what it ends
        short=(
            ("consent", "button of a consent banner", whole("consent_phrase"), None),
            ("navigation", "comments of readers begin or are invited", whole("comments_heading"), "comments"),
            ("related", "heading of a list of other articles", whole("related_heading"), "related"),
            ("navigation", "says that the article is over", whole("end_mark"), "end"),
            ("credit", "begins with a copyright sign", re.compile(r"(?:©|\(c\)).*"), None),
            ("navigation", "menu, button or notice of the site", whole("navigation"), None),
            ("caption", "begins like a photo credit or caption", whole("caption_start"), None),
            ("byline", "names who wrote the text", whole("byline"), None),
            ("credit", "names who published the text first", whole("credit"), None),
        ),
        caption_end=re.compile("(?:" + "|".join(language.phrases("lines", "caption_end")) + ")$"),
        related_start=whole("related"),
        date_anchor=language.pattern("lines", "date_anchor"),
        date_words=frozenset(language.phrases("lines", "date_words")),
        consent=frozenset(language.phrases("lines", "consent")),
        consent_core=frozenset(language.phrases("lines", "consent_core")),
        address=frozenset(language.phrases("lines", "address")),
        site_words=frozenset(language.phrases("lines", "site_words") + language.phrases("lines", "consent")),
        biography=language.pattern("lines", "biography"),
        furniture=language.pattern("lines", "furniture_prose"),
        furniture_words=frozenset(language.phrases("lines", "furniture_words")),
        credit_line=re.compile(language.data["lines"]["credit_line"], re.IGNORECASE),
        outlet=tuple(
            re.compile(phrase.replace("{}", f"(?-i:{name})"), re.IGNORECASE)
            for phrase in language.phrases("lines", "outlet")
        ),
    )


# --- one line by itself -----------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+")
_TERMINAL = re.compile(r"(?:[.!?…;:]|\.{3})[\s»\"'”’)\]*]*$|[.!?…] ?[»\"”]$|[»”]$")
_ITEM = re.compile(r"(?:[-•*–—·▪◦‣●■]|\d{1,2}[.)°]|[a-z]\))\s+\S|[→➜>►▶⇒] ?[a-zà-ÿ]")
_NAME = re.compile(r"(?:[A-ZÀ-Ý][\w'.-]+|[A-ZÀ-Ý]\.|de|du|d'|van|el|al|ben)(?: (?:[A-ZÀ-Ý][\w'.-]+|[A-ZÀ-Ý]\.|de|du|van|el|al|ben)){1,3}")
_QUOTE = re.compile(r"[«“\"]")
# MARC TELLIER/PHOTOPRESS; … au col. Photo Paul Szabo; DSC_0412.jpg
_PICTURE = re.compile(
    r"(?:^|[.,;:|/)–—-] ?|\s)(?:[Pp]hoto|PHOTO|[Cc]rédits?|[Pp]h\.)s? ?:? [A-ZÀ-Ý](?:[^.!?»]|(?<=\b\w)\.){0,50}\.?$"
    r"|(?:^|[\s.])[A-ZÀ-Ý0-9][A-ZÀ-Ý0-9 .'-]{2,}/ ?[A-ZÀ-Ý][A-ZÀ-Ý .'-]{2,}$"
    r"|[.\w] [|-] (?:[A-ZÀ-Ý][A-ZÀ-Ý .'-]{3,}|[A-ZÀ-Ý]\. ?[A-ZÀ-Ý][\w'-]+)$"
    r"|\.(?:jpe?g|png|gif|webp)$"
)


def _measure(unit: _Unit, rules: _Rules) -> None:
    words = unit.words = _WORD.findall(unit.low)
    function = rules.function
    # a repeat count of function words, not of distinct ones: running text repeats them
    unit.share = sum(word in function for word in words) / len(words) if words else 0.0
    unit.terminal = _TERMINAL.search(unit.raw[-12:]) is not None


@functools.cache
def _identifier():
    # loading the model takes most of a second; most lines never need it
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@functools.lru_cache(maxsize=4096)
def _identify_language(sample: str) -> str | None:
    code, probability = _identifier().classify(sample)
    return code if probability > 0.8 else None


def _language(unit: _Unit, rules: _Rules) -> str | None:
    letters = sum(map(len, unit.words))
    if unit.share >= 0.25 and len(unit.words) >= 6:
        return rules.code
    # twenty letters of another script are telling, Latin letters need more
    if letters >= (45 if unit.low[: unit.low.find(" ")].isascii() else 20):
        return _identify_language(unit.low[:400])
    return None


def _article_language(units: list[_Unit], rules: _Rules) -> str | None:
    known = sum(len(unit.low) for unit in units if unit.share >= 0.25 and len(unit.words) >= 6)
    if 2 * known >= sum(len(unit.low) for unit in units):
        return rules.code
    longest = sorted(units, key=lambda unit: -len(unit.low))[:5]
    sizes: dict[str, int] = {}
    for unit in longest:
        if code := _language(unit, rules):
            sizes[code] = sizes.get(code, 0) + len(unit.low)
    # a few words that nothing else claims are read in the language asked for
    return max(sorted(sizes), key=sizes.__getitem__) if sizes else rules.code


def _grade(unit: _Unit, rules: _Rules, native: bool, article_language: str | None) -> None:
    """Grade how much a line looks like running text: good, near or short."""
    count = len(unit.words)
    unit.language = _language(unit, rules)
    foreign = unit.language is not None and unit.language != article_language
    running = unit.share >= 0.25 or (not native and unit.language == article_language)
    if foreign and count >= 4:
        unit.grade = "foreign"
    elif running and count >= 12 and unit.terminal or running and count >= 30:
        unit.grade = "good"
    elif unit.terminal and (running or unit.share >= 0.12 or count <= 5) or running and count >= 14:
        unit.grade = "near"


def _sign(unit: _Unit, rules: _Rules, native: bool, repeated: Iterable[str]) -> None:
    """Give a line its zone where its own words say it is not running text."""
    low, words = unit.low, unit.words
    if not words:
        unit.zone, unit.reason = "navigation", "no word in it"
        return
    distinct = set(words)
    hits = distinct & rules.consent
    if hits and (hits & rules.consent_core and len(hits) >= 2 or len(hits) >= 4) and distinct & rules.address:
        unit.zone, unit.reason = "consent", "consent words: " + ", ".join(sorted(hits))
        return
    if distinct & rules.address and len(hits := distinct & rules.site_words) >= (
        3 if _QUOTE.search(unit.raw) else 2
    ):
        unit.zone, unit.reason = "navigation", "the site speaks to its visitors: " + ", ".join(sorted(hits))
        return
    if distinct & rules.furniture_words and (found := rules.furniture.search(low)):
        unit.zone, unit.reason = "navigation", f"the site speaks of itself: {found.group()}"
        return
    if len(low) <= 160:
        if unit.grade != "good" and rules.date_anchor.search(low) and _is_dateline(unit, rules):
            unit.zone, unit.reason = "dateline", "little but a date"
            return
        for zone, reason, pattern, stop in rules.short:
            if unit.grade == "good" and zone != "caption" and not (stop == "comments" and low[0].isdigit()):
                continue
            if pattern.fullmatch(low):
                unit.zone, unit.reason, unit.stop = zone, reason, stop
                return
        if rules.related_start.fullmatch(low) and not _ITEM.match(unit.raw):
            unit.zone, unit.reason = "related", "points to another article"
            return
    if len(low) <= 400 and _PICTURE.search(unit.raw[-90:]):
        unit.zone, unit.reason = "caption", "ends with the name of a photographer or a picture"
    elif low.startswith("©"):
        unit.zone, unit.reason = "credit", "begins with a copyright sign"
    elif len(low) <= 400 and rules.caption_end.search(low[-110:]):
        unit.zone, unit.reason = "caption", "ends with a photo credit"
    elif unit.grade != "good" and repeated and signature(unit.raw) in repeated:
        unit.zone, unit.reason = "navigation", "the same line stands in other files"


def _is_dateline(unit: _Unit, rules: _Rules) -> bool:
    rest = [word for word in unit.words if word not in rules.date_words]
    return len(rest) <= 2 or len(rest) <= 0.34 * len(unit.words)


# --- lines in their context -------------------------------------------------------------------------------------


def _find_title(units: list[_Unit]) -> int | None:
    """Return the index of the title: the first line, or the line that the page repeats, before the running text."""
    first_good = next((i for i, unit in enumerate(units) if unit.zone is None and unit.grade == "good"), None)
    limit = len(units) if first_good is None else first_good
    candidates = [i for i in range(limit) if units[i].zone is None and _is_titlelike(units[i])]
    if not candidates or len(units) == 1:
        return None
    for i in candidates:
        low = units[i].low.rstrip(" .")
        if len(units[i].words) >= 4 and any(
            other is not units[i] and len(other.low) < 2.5 * len(low) and low in other.low for other in units
        ):
            return i
    if candidates[0] == 0 and len(units[0].words) >= 3:
        return 0
    longest = max(len(units[i].words) for i in candidates)
    return next(i for i in candidates if len(units[i].words) >= min(longest, 6))


def _is_titlelike(unit: _Unit) -> bool:
    return unit.grade != "foreign" and 2 <= len(unit.words) <= 40 and not unit.low.rstrip(" »\"”").endswith(".")


def _tails(units: list[_Unit]) -> None:
    """Mark lines that end in the same « - Name »: the captions of one site."""
    tails: dict[str, list[_Unit]] = {}
    for unit in units:
        if unit.zone is None and not unit.terminal and len(unit.low) <= 260:
            _, dash, tail = unit.raw.rpartition(" - ")
            if dash and 1 <= len(tail.split()) <= 4 and tail[0].isupper():
                tails.setdefault(tail, []).append(unit)
    for tail, owners in tails.items():
        if len(owners) >= 2:
            for unit in owners:
                unit.zone, unit.reason = "caption", f"ends in « - {tail} » like other lines of the page"


def _walk(units: list[_Unit], title: int | None, rules: _Rules) -> None:
    """Decide what the words of a line left open, from what stands before and after it."""
    if title is not None:
        units[title].zone, units[title].reason = "title", "stands before the running text"
    total = sum(len(unit.low) for unit in units if unit.zone is None and unit.grade == "good")
    seen = gap = 0
    state = "before"
    headline = units[title].low.rstrip(" .") if title is not None else None
    for i, unit in enumerate(units):
        if seen >= 0.5 * total and seen and _introduces_author(units, i, rules):
            unit.stop = "end"
            unit.zone, unit.reason = "byline", "a name above a note on the author"
        if unit.stop and seen >= 0.3 * total and (seen or total == 0):
            state = unit.stop
        if unit.zone is not None:
            gap += 1
            continue
        if title is not None and i < title and total:
            unit.zone, unit.reason = "navigation", "stands before the title"
        elif headline and len(unit.words) >= 3 and unit.low.startswith(headline):
            unit.zone, unit.reason = "caption", "repeats the title"
        elif unit.grade == "foreign":
            unit.zone, unit.reason = "other", f"in another language ({unit.language})"
        elif state == "comments":
            unit.zone, unit.reason = "other", "after the readers' comments began"
        elif state == "end":
            unit.zone, unit.reason = "other", "after the end of the article"
        elif state == "related" and not _resumes(units, i):
            unit.zone, unit.reason = "related", "in a list of other articles"
        else:
            _place(units, i, seen, gap, total)
        if unit.zone in KEPT:
            state = "body"
            seen += len(unit.low)
            gap = 0
        else:
            gap += 1


def _place(units: list[_Unit], i: int, seen: int, gap: int, total: int) -> None:
    unit = units[i]
    previous = units[i - 1] if i else None
    after = next((other for other in units[i + 1 :] if other.zone is None or other.zone in KEPT), None)
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


def _is_teaser(unit: _Unit) -> bool:
    # a few words below a picture are the next heading of the article, a whole headline is another article's
    return not unit.alone and not unit.terminal and len(unit.low) > 40


def _is_item(unit: _Unit, previous: _Unit | None) -> bool:
    if _ITEM.match(unit.raw):
        return True
    if previous is None or previous.zone not in KEPT:
        return False
    # figures (« 48 salariés, contre 31 en 2018 »), or what a colon announced
    listed = previous.reason.startswith("an item") and not unit.terminal and len(unit.words) < 15
    return previous.raw.endswith(":") or listed or len(unit.words) >= 4 and any(c.isdigit() for c in unit.raw)


def _is_heading(units: list[_Unit], i: int) -> bool:
    unit = units[i]
    if len(unit.low) > 90 or i + 1 >= len(units):
        return False
    follower = units[i + 1]
    if follower.zone is not None:
        return False
    # a heading may stand above another one, or above a list
    if follower.grade == "short" and len(follower.low) <= 60:
        return _ITEM.match(follower.raw) is not None or i + 2 < len(units) and units[i + 2].grade == "good"
    return follower.grade in {"good", "near"}


def _introduces_author(units: list[_Unit], i: int, rules: _Rules) -> bool:
    unit = units[i]
    if unit.zone is not None or len(unit.raw) > 50 or i + 1 >= len(units) or not _NAME.fullmatch(unit.raw):
        return False
    return units[i + 1].zone is None and rules.biography.search(units[i + 1].low[:100]) is not None


def _is_listed(units: list[_Unit], i: int) -> bool:
    """Tell whether only short lines stand between this one and the next paragraph."""
    for unit in units[i : i + 6]:
        if unit.zone is not None and unit.zone not in KEPT:
            return False
        if unit.grade == "good":
            return True
    return False


def _resumes(units: list[_Unit], i: int) -> bool:
    """Tell whether the article goes on after a list of other articles: two long paragraphs, not headline and summary."""
    if units[i].grade != "good":
        return False
    ahead = [unit for unit in units[i : i + 3] if unit.zone is None]
    return len(ahead) >= 2 and all(unit.grade == "good" for unit in ahead[:2])


# --- identity ---------------------------------------------------------------------------------------------------


_TITLE_TAIL = re.compile(r" [|–—-] ([A-ZÀ-Ý0-9][^|–—]{1,30})$")


def _outlet(text: str, rows: list[Line], rules: _Rules) -> tuple[str | None, str | None]:
    tails: dict[str, list[str]] = {}
    for row in rows:
        line = text[row.start : row.end]
        if row.zone == "caption" and row.reason.startswith("ends in «"):
            tails.setdefault(line.rpartition(" - ")[2], []).append(line)
    if tails:
        name = max(sorted(tails), key=lambda tail: len(tails[tail]))
        return name, f"{len(tails[name])} captions end in « - {name} »"
    rest = [text[row.start : row.end] for row in rows if not row.keep and row.zone != "title"]
    for title in (text[row.start : row.end] for row in rows if row.zone == "title"):
        # « Title | Name »: a name only if the page uses it elsewhere
        if (match := _TITLE_TAIL.search(title)) and any(match.group(1).lower() in line.lower() for line in rest):
            return match.group(1), title
    for row in rows:
        if row.zone in {"navigation", "consent", "related", "other", "credit"}:
            line = text[row.start : row.end]
            for pattern in rules.outlet:
                if match := pattern.search(fold(line)):
                    return line[match.start("outlet") : match.end("outlet")], line
    return None, None
