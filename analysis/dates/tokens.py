"""Cut a text into words and figures, and give each the letter of its classes.

Rules of dates are regular expressions over those letters: a month is a month, however it is written. One letter stands
for one word, so that a position in the string of letters is the number of a word.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from itertools import accumulate, repeat
from typing import NamedTuple

from analysis import languages
from analysis.text import Memo, fold

# words end with the white space after them, so that the pieces tile the text; letters of French come first, because
# a plain range is tested twice as fast as "any letter"
_TOKEN = re.compile(
    r"[a-zß-öø-ÿ]++(?:-(?!(?:l[àa]|ci)(?!\w))[^\W\d_]+)*+'?+ *+"
    r"|\n"
    r"|\d+(?:[./:-]\d+)*(?:t\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:z|[+-]\d\d:?\d\d)?)? *"
    r"|[^\W\d_]+ *|[^\w\n] *|_+ *|."
)
# the same where no word is written before an apostrophe: *Monday's* is a weekday, a mark and a letter
_TOKEN_BARE = re.compile(_TOKEN.pattern.replace("'?+", "", 1))
_FIGURES = (
    ("ISO", re.compile(r"[12]\d{3}([-/])\d{1,2}\1\d{1,2}(?:t.*)?")),
    ("DMY", re.compile(r"\d{1,2}([./-])\d{1,2}\1[12]\d{3}|\d{1,2}([./])\d\d?\2\d\d")),
    ("DM", re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])")),
    ("MY", re.compile(r"(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")),
    ("DAYPAIR", re.compile(r"(?:0?[1-9]|[12]\d|3[01])-(?:0?[1-9]|[12]\d|3[01])")),
    ("CLOCK", re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")),
)
_YEAR_AND_FIGURE = re.compile(r"((?:1[5-9]|20)\d\d)[-/]((?:1[5-9]|20)?\d\d)")
# marks that stand for an apostrophe on some pages and for a letter elsewhere, so that folding keeps them
_APOSTROPHES = "\u02bb\u055a\ua78c\u2035"
_MARKED = re.compile(r"[0-9][./:-][0-9]")
_MARKS = {",": "COMMA", ".": "DOT", "-": "DASH", "\u2014": "DASH", "(": "OPEN", ")": "CLOSE"}
_PLAIN_MARKS = ";:!?\"'«»“”…•|/[]{}*#&@<>%€$£°=+~^\\©®™·§"
# one of each kind of figure: their classes are the classes that figures can have
_SAMPLES = ["0", "5", "05", "00", "15", "25", "45", "99", "150", "999", "1000", "1500", "2500", "9999"]
_SAMPLES += [
    "2017-11-14",
    "14/11/2017",
    "14/11",
    "12/2017",
    "13-15",
    "20:27",
    "2015-2016",
    "2017-11",
    "2010-11",
]

# what a pattern of the language file is made of: classes in capitals, words, marks of regular expressions
NAME = re.compile(
    r"\(\?P<\w+>|\(\?<?[:=!]|\{[\d,]+\}|\\\w"
    r"|(?P<class>[A-Z][A-Z_]*)|(?P<word>[^\W\d_A-Z](?:[^\W\d_A-Z]|['-])*)"
)

WORD, PUNCTUATION, BREAK = "x", "p", "/"


class Classes(NamedTuple):
    """The classes of one language.

    `letters` gives the letter of a word, `figures` that of the classes of a figure, `classes` the letters of a class;
    `token` matches one word of the language with the white space after it.
    """

    letters: dict[str, str]
    figures: dict[frozenset[str], str]
    classes: dict[str, str]
    kinds: dict[str, frozenset[str]]
    token: re.Pattern[str]

    def names(self, word: str) -> frozenset[str]:
        """Return the classes of a word or figure."""
        return self.kinds.get(word) or figure(word)


class Words(NamedTuple):
    """A text cut up: the text itself, the words in lower case, the letters of their classes, and where each begins."""

    text: str
    words: list[str]
    letters: str
    starts: list[int]
    known: Classes

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the positions in the text of the words from `first` to `last`, exclusive."""
        return self.starts[first], self.starts[last - 1] + len(self.words[last - 1])


@functools.lru_cache(maxsize=20_000)
def figure(text: str) -> frozenset[str]:
    """Return the classes of a figure: what it may be part of.

    DAY 1-31, MM 1-12, YEAR 1000-2199, YY two figures, COUNT up to four figures; ISO, DMY, DM, MY, YM, DAYPAIR,
    YEARPAIR and CLOCK for figures with marks inside.
    """
    if text.isdigit():
        value, size = int(text[:9]), len(text)
        kinds = {"DIGITS"}
        kinds |= {"DAY"} if size <= 2 and 1 <= value <= 31 else set()
        kinds |= {"MM"} if size <= 2 and 1 <= value <= 12 else set()
        kinds |= {"YY"} if size == 2 else set()
        kinds |= {"YEAR"} if size == 4 and 1000 <= value <= 2199 else set()
        return frozenset(kinds | ({"COUNT"} if size <= 4 else set()))
    found = {name for name, pattern in _FIGURES if pattern.fullmatch(text)}
    if pair := _YEAR_AND_FIGURE.fullmatch(text):
        first, second = pair.groups()
        follows = int(second) == (int(first) + 1) % 100 if len(second) == 2 else int(second) > int(first)
        if len(second) == 2 and not follows and 1 <= int(second) <= 12:
            found.add("YM")
        elif len(second) == 4 and follows or len(second) == 2 and int(second) > int(first) % 100:
            found.add("YEARPAIR")
    return frozenset(found | {"DIGITS"})


def cut(text: str, known: Classes) -> Words:
    """Cut a text into words and figures with the letters of their classes."""
    low = lower(fold(text))
    for mark in _APOSTROPHES:
        if mark in low:
            low = low.replace(mark, "'")
    pieces = known.token.findall(low)
    words = list(map(_WORDS.__getitem__, pieces))
    letters = "".join(map(known.letters.get, words, repeat(WORD)))
    starts = [0, *accumulate(map(len, pieces))]
    # plain numbers have letters; those with marks inside are rare
    if marked := [found.start() for found in _MARKED.finditer(low)]:
        patched = list(letters)
        for position in marked:
            at = bisect_right(starts, position) - 1
            if patched[at] == WORD and len(words[at]) < 40:
                patched[at] = known.figures.get(figure(words[at]), WORD)
        letters = "".join(patched)
    return Words(text, words, letters, starts, known)


# a word that was seen before knows its hash, so that its letter is found sooner
_WORDS = Memo(str.rstrip)


def lower(text: str) -> str:
    """Return the text in lower case, of the same length."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(made if len(made := character.lower()) == 1 else character for character in text)


@functools.cache
def classes(code: str) -> Classes:
    """Return the classes of the words and figures of a language, each set of classes with a letter of its own."""
    kinds: dict[str, set[str]] = {mark: {name} for mark, name in _MARKS.items()}
    for size in (1, 2, 3, 4):
        kinds |= {f"{n:0{size}d}": set(figure(f"{n:0{size}d}")) for n in range(min(10**size, 2200))}

    def put(name: str, words: object) -> None:
        for word in words:
            kinds.setdefault(word, set()).add(name)

    data = languages.load(code).data["dates"]
    for name in ("months", "months_short", "months_english", "weekdays", "weekdays_short", "units", "hours"):
        put(name.upper(), data[name])
    for name in ("seasons", "numbers", "ordinals", "deictics", "narratives", "shifts", "shifts_narrative"):
        put(name.upper(), data[name])
    for name in ("shifts_of", "dozens", "parts", "dayparts", "holidays", "vague"):
        put(name.upper(), data[name])
    for name, words in data["classes"].items():
        put(name, words)
    numbers = data["numbers"]
    put("COUNT", numbers)
    no_day = data["context"]["no_day"]
    put("DAY", [word for word, value in numbers.items() if value <= 31 and word not in no_day])
    put("DAY", [word for word, value in data["ordinals"].items() if value == 1])
    put("MIDMONTHS", [f"{part}-{month}" for part in _middle(data) for month in data["months"]])
    put("MONTHPAIR", [f"{a}-{b}" for a in data["months"] for b in data["months"]])
    put("ROMAN", [roman(n) + suffix for n in range(1, 22) for suffix in ("", *data["classes"]["ORD"])])
    token = _TOKEN if languages.load(code).phrases("words", "elided") else _TOKEN_BARE
    single = literals(data, token)
    put("LITERAL", single)
    for word in single:
        kinds.setdefault(word, set()).add(f"={word}")
    return _lettered(kinds, token)


def _middle(data: dict) -> list[str]:
    return [word for word, part in data["parts"].items() if part == "middle"]


def literals(data: dict, token: re.Pattern[str]) -> list[str]:
    """Return the single words that patterns and phrases of several words are made of."""
    texts = [*data["phrases"].values(), *(rule["pattern"] for rule in data["rules"])]
    found = {name["word"] for text in texts for name in NAME.finditer(text) if name["word"]}
    for name in ("holidays_long", "vague_long"):
        found |= {word for phrase in data[name] for word in pieces(phrase, token)}
    return sorted(found)


def pieces(phrase: str, token: re.Pattern[str]) -> list[str]:
    """Cut a phrase of the language file into words as a text is cut."""
    return [piece.rstrip() for piece in token.findall(phrase)]


def roman(number: int) -> str:
    """Return a number up to 39 in Roman figures, in lower case."""
    tens, ones = divmod(number, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]


def _lettered(kinds: dict[str, set[str]], token: re.Pattern[str]) -> Classes:
    sets = {frozenset(names) for names in kinds.values()} | {figure(sample) for sample in _SAMPLES}
    # private letters: no rule can mistake one for a mark of regular expressions
    letter = {names: chr(0x100 + i) for i, names in enumerate(sorted(sets, key=sorted))}
    classes: dict[str, str] = {"PUNCT": PUNCTUATION, "BREAK": BREAK, "WORD": WORD}
    for names, mark in letter.items():
        for name in names:
            classes[name] = classes.get(name, "") + mark
    classes["END"] = classes["COMMA"] + classes["DOT"] + classes["CLOSE"] + PUNCTUATION + BREAK
    plain = dict.fromkeys(_PLAIN_MARKS, PUNCTUATION) | {"": BREAK}
    return Classes(
        letters=plain | {word: letter[frozenset(names)] for word, names in kinds.items()},
        figures={names: mark for names, mark in letter.items() if "DIGITS" in names},
        classes=classes,
        kinds={word: frozenset(names) for word, names in kinds.items()},
        token=token,
    )
