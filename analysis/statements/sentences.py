"""Cut an article into sentences of tokens in which every quotation is one token.

What stands between quotation marks belongs to whoever is quoted: masked like this, its verbs cannot be taken for the
writer's, and a sentence cannot end inside it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from analysis.statements.lexicon import Lexicon
from analysis.text import Memo, Quotation, quotations

QUOTE = "«»"
# nobody writes longer sentences; a text without full stops must not cost the square of its length
_LONGEST = 400
_FINAL = frozenset({".", "!", "?", "…", "...", ";", ":", ","})
_ROUND = frozenset({"«", "»"})
_ENDS = frozenset({".", "!", "?", "…", "..."})
_BREAKS = _ENDS | {";"}


@dataclass(slots=True)
class Sentence:
    """Parallel lists, one entry a token; `start` and `end` count in the article's text.

    Attributes
    ----------
    text
        The folded text of the article.
    start, end, low
        Position and lower-case form of each token; a quotation is `QUOTE`.
    quotes
        The quotations, by token.
    line
        Number of the paragraph.
    """

    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    quotes: dict[int, Quotation]
    line: int
    # tokens of the verb groups that attribute, once they are known: no noun phrase crosses them
    verbs: frozenset[int] = frozenset()
    # what the quotations attribute in their turn, by token, once they are read
    inner: dict[int, list] = field(default_factory=dict)
    # in how many quotations it stands
    deep: int = 0

    def __len__(self) -> int:
        return len(self.low)

    def body_end(self) -> int:
        """Return the token after the last word: closing marks of the sentence left out."""
        n = len(self.low)
        while n and self.low[n - 1] in _FINAL:
            n -= 1
        return n

    def capital(self, i: int) -> bool:
        """Tell whether a token begins with a capital."""
        return self.text[self.start[i]].isupper()

    def of(self, first: int, last: int) -> str:
        """Return the words from token `first` up to, not including, token `last`."""
        return self.text[self.start[first] : self.end[last - 1]]


def split(
    text: str, start: int, end: int, line: int, known: Lexicon, *, masked: bool = True
) -> list[Sentence]:
    """Return the sentences of one paragraph of the folded text."""
    marks = [
        Quotation(start + q.start, start + q.end, q.depth, q.closed)
        for q in quotations(text[start:end], single=known.single_marks)
        if q.depth == 0
    ]
    marks = [mark for mark in marks if masked and not _is_single_cue(text, mark, known)]
    sentences: list[Sentence] = []
    pieces = _pieces(known.token)
    current = Sentence(text, [], [], [], {}, line)
    position, boundary = start, False
    for mark in [*marks, None]:
        starts, ends, lows = current.start, current.end, current.low
        # no token holds a space, and most of what stands between two was cut before
        for piece in text[position : mark.start if mark else end].split(" "):
            for first, last, low, begins in pieces[piece]:
                if boundary and (begins or lows[-1:] == [";"]) or len(lows) >= _LONGEST:
                    if lows:
                        sentences.append(current)
                    current = Sentence(text, [], [], [], {}, line)
                    starts, ends, lows = current.start, current.end, current.low
                starts.append(position + first)
                ends.append(position + last)
                lows.append(low)
                boundary = low in _BREAKS and not (low == "." and _abbreviates(current, known))
            position += len(piece) + 1
        if mark:
            if boundary and lows:
                sentences.append(current)
                current = Sentence(text, [], [], [], {}, line)
            current.quotes[len(current.low)] = mark
            current.start.append(mark.start)
            current.end.append(mark.end)
            current.low.append(QUOTE)
            boundary = text[mark.start : mark.end].rstrip(" »”\"'›>").endswith(tuple(_ENDS))
            boundary = boundary and not (known.attached and known.attached.match(text, mark.end, end))
            position = mark.end
    if current.low:
        sentences.append(current)
    return sentences


@functools.cache
def _pieces(token: re.Pattern[str]) -> Memo:
    """Cut pieces of text into tokens: start, end, lower-case form, and whether a sentence may begin with them."""
    return Memo(
        lambda text: tuple(
            (match.start(), match.end(), low, _begins(match.group(), low))
            for match in token.finditer(text)
            # marks around a single cue are no words
            if (low := match.group().lower()) not in _ROUND
        )
    )


def _begins(token: str, low: str) -> bool:
    # after « … ! » the writer may go on in lower case: s'exclame-t-il
    return not token[0].islower() and low not in {",", ".", ")", ":", ";", "»", "…"}


def _abbreviates(sentence: Sentence, known: Lexicon) -> bool:
    if len(sentence.low) < 2 or sentence.end[-2] != sentence.start[-1]:
        return False
    word = sentence.text[sentence.start[-2] : sentence.end[-2]]
    return word in known.abbreviations or len(word) == 1 and word.isupper()


def _is_single_cue(text: str, mark: Quotation, known: Lexicon) -> bool:
    """Tell whether a writer put nothing but a verb of saying between the marks (« accusant »)."""
    words = text[mark.start : mark.end].strip(" «»“”\"'").lower()
    return " " not in words and any(form.kind == "gerund" for form in known.forms.get(words, ()))
