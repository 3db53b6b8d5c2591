"""Cut a text into units and grade how much each looks like running text.

A unit is one line, or the lines of one paragraph where a file is wrapped at a fixed width.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from analysis import languages
from analysis.text import fold

# a full stop, or what may stand for one, with closing marks behind it
TERMINAL = re.compile(r"(?:[.!?…;:]|\.{3})[\s»\"'”’)\]*]*$|[.!?…] ?[»\"”]$|[»”]$")
# what separates words; replaced one to one by spaces, so that positions stay
_SEPARATORS = "'\".,;:!?()[]{}«»“”/|…-—*•·<>=+&#%€$@→"
# the least share of function words in running text
RUNNING = 0.25
# lines of wrapped text are about this long
_WRAP_MIN, _WRAP_MAX = 45, 110


@dataclass(slots=True)
class Unit:
    """One line, or one wrapped paragraph, with what its form and its words tell.

    Attributes
    ----------
    spans
        Number, start and end of each line.
    raw, low
        The folded text, as written and in lower case.
    words
        Its words in lower case, figures included.
    alone
        Whether a blank line stands before it.
    share
        Function words among its words, 0 to 1.
    terminal
        Whether it ends like a sentence.
    grade
        good (full sentences), near (a sentence or most of one), short, or foreign.
    language, zone, reason
        What `label` reports; the zone is None until it is decided.
    stop
        What the unit ends: the article (`end`), or it begins `related` articles or `comments`.
    """

    spans: list[tuple[int, int, int]]
    raw: str
    low: str
    words: list[str]
    alone: bool
    share: float = 0.0
    terminal: bool = False
    grade: str = "short"
    language: str | None = None
    zone: str | None = None
    reason: str = field(default="", repr=False)
    stop: str | None = None


def cut(text: str, function_words: frozenset[str]) -> list[Unit]:
    """Return the units of a text in order."""
    folded = fold(text)
    low = folded.lower()
    # a few capitals have two lower-case letters; positions matter more than those
    low = low if len(low) == len(text) else folded
    spaced = low
    for mark in _SEPARATORS:
        spaced = spaced.replace(mark, " ")
    units = []
    for spans, alone in _groups(folded):
        start, end = spans[0][1], spans[-1][2]
        words = spaced[start:end].split()
        # every occurrence counts, not every form: running text repeats its function words
        share = sum(map(function_words.__contains__, words)) / len(words) if words else 0.0
        raw = folded[start:end]
        terminal = TERMINAL.search(raw[-12:]) is not None
        units.append(
            Unit(
                spans,
                raw.replace("\n", " "),
                low[start:end].replace("\n", " "),
                words,
                alone,
                share,
                terminal,
            )
        )
    return units


def _groups(folded: str) -> list[tuple[list[tuple[int, int, int]], bool]]:
    spans: list[tuple[int, int, int, bool]] = []
    position, blank = 0, True
    for number, line in enumerate(folded.split("\n"), start=1):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            spans.append((number, start, start + len(stripped), blank))
        blank = not stripped
        position += len(line) + 1
    if not _is_wrapped(folded, spans):
        return [([(number, start, end)], blank) for number, start, end, blank in spans]
    groups: list[tuple[list[tuple[int, int, int]], bool]] = []
    for number, start, end, blank in spans:
        if groups and not blank and _continues(folded, groups[-1][0][-1], start):
            groups[-1][0].append((number, start, end))
        else:
            groups.append(([(number, start, end)], blank))
    return groups


def _is_wrapped(folded: str, spans: list[tuple[int, int, int, bool]]) -> bool:
    """Tell whether paragraphs are broken at a fixed width, as in mails and old agency files."""
    if len(spans) < 4 or any(end - start > _WRAP_MAX for _, start, end, _ in spans):
        return False
    return 4 * sum(folded[start].islower() for _, start, _, _ in spans) >= len(spans)


def _continues(folded: str, last: tuple[int, int, int], start: int) -> bool:
    _, begin, end = last
    if end - begin < _WRAP_MIN:
        return False
    return folded[start].islower() or TERMINAL.search(folded[max(begin, end - 12) : end]) is None


# --- language and grade -----------------------------------------------------------------------------------------


def article_language(units: list[Unit], code: str) -> str | None:
    """Return the language of most of a text: `code` where its function words are found, otherwise what is recognised."""
    known = sum(len(unit.low) for unit in units if unit.share >= RUNNING and len(unit.words) >= 6)
    if 2 * known >= sum(len(unit.low) for unit in units):
        return code
    sizes: dict[str, int] = {}
    for unit in sorted(units, key=lambda unit: -len(unit.low))[:5]:
        if found := language_of(unit, code):
            sizes[found] = sizes.get(found, 0) + len(unit.low)
    # a few words that nothing else claims are read in the language asked for
    return max(sorted(sizes), key=sizes.__getitem__) if sizes else code


def language_of(unit: Unit, code: str) -> str | None:
    """Return the language of a unit, or None where it is too short to tell."""
    if unit.share >= RUNNING and len(unit.words) >= 6:
        return code
    letters = sum(map(len, unit.words))
    # twenty letters of another script are telling, Latin letters need more
    if letters >= (45 if unit.low[:1].isascii() else 20):
        return _recognise(unit.low[:400])
    return None


@functools.lru_cache(maxsize=4096)
def _recognise(sample: str) -> str | None:
    code, probability = _identifier().classify(sample)
    return code if probability > 0.8 else None


@functools.cache
def _identifier():
    # loading the model takes most of a second, and most lines never need it
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def grade(unit: Unit, code: str, article: str | None) -> None:
    """Grade how much a unit looks like running text of the article's language."""
    count = len(unit.words)
    unit.language = language_of(unit, code)
    # without a language file there are no function words to count, only the language itself
    running = unit.share >= RUNNING or (article not in languages.available() and unit.language == article)
    if unit.language is not None and unit.language != article and count >= 4:
        unit.grade = "foreign"
    elif running and (count >= 30 or count >= 12 and unit.terminal):
        unit.grade = "good"
    elif unit.terminal and (running or unit.share >= 0.12 or count <= 5) or running and count >= 14:
        unit.grade = "near"
