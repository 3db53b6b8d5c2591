"""Read texts as streams of tokens, with the names of one entity folded into one token.

No token holds white space. A text is therefore cut at white space first, and every distinct piece is read only once:
that makes counting about as fast as splitting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from analysis import languages
from analysis.actors import Alias
from analysis.text import fold

# characters read at a time
_BATCH = 4_000_000
# what no text holds: it stands between two lines, and no name or n-gram reaches across it
_BREAK = "\x00"
_PIECE = re.compile(r"\S+|\n")
_SENTENCE_END = re.compile(r"[.!?…;:][»\"”’')\]]*$")
_POINTED = re.compile(r"(?:[^\W\d_]\.){2,}")
_CAPITALS = re.compile(r"[^\W\d_a-zà-ÿ][^\W_a-zà-ÿ]+")


class Token(NamedTuple):
    """One token of a piece: its form (case kept, apostrophes straight) and where it stands. An empty form is a break."""

    form: str
    start: int
    end: int


class Stream(NamedTuple):
    """The tokens of several texts, one text after the other.

    `numbers` are those of the reader, 0 being a break; `lengths` say how many each text has, breaks included. `starts`
    and `ends` are positions in the text a token is from, where they were asked for.
    """

    numbers: np.ndarray
    lengths: np.ndarray
    starts: np.ndarray | None = None
    ends: np.ndarray | None = None


def without_accents(text: str) -> str:
    """Return a text without its accents, for looking up a name; never for showing one."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def batches(texts: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Give ids and texts in batches: enough to keep numpy busy, little enough to stay small."""
    batch, size = [], 0
    for doc_id, text in texts:
        batch.append((doc_id, text))
        size += len(text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class Pieces(dict):
    """Number of each piece of text between white space; a piece seen for the first time is read then."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, piece: str) -> int:
        self[piece] = number = len(self)
        self.reader.learn(piece)
        return number


class Reader:
    """Turn texts into arrays of token numbers, and token numbers into terms.

    Parameters
    ----------
    language
        Code of the language file.
    aliases
        Alias table as `actors.read_aliases` gives it; each of its surfaces becomes one token, its entity.
    breaks
        Whether the streams hold a 0 where a line or a sentence ends; names need them, single words do not.
    positions
        Whether the streams say where each token stands.
    """

    def __init__(
        self,
        language: str = "fr",
        aliases: Mapping[str, Alias] | None = None,
        *,
        breaks: bool = True,
        positions: bool = False,
    ) -> None:
        words = languages.load(language)
        self.breaks, self.positions = breaks, positions
        self.function_words = words.function_words
        self.acronym = re.compile(words.phrases("terms", "acronym"))
        self.acronyms = frozenset(words.phrases("terms", "acronyms"))
        self.abbreviation = words.abbreviation
        self.token = _token_pattern(words.token, aliases)
        # forms by number; 0 is a break, an entity has a number of its own behind its name
        self.forms: list[str] = [""]
        self.entities: dict[int, Alias] = {}
        self._numbers: dict[str, int] = {"": 0}
        self._pieces = Pieces(self)
        self._learnt: list[int] = []
        self._bounds: list[int] = [0]
        self._spans: list[list[int]] = []
        self._arrays: Table | None = None
        self.names = Names(self, aliases) if aliases else None

    def read(self, texts: Iterable[str]) -> Stream:
        """Return the tokens of several texts, each name as one token."""
        pieces, counts, begins = [np.empty(0, np.int32)], [], [np.empty(0, np.int64)]
        for text in texts:
            found = self._cut(self._quieten(fold(text)), begins)
            pieces.append(np.fromiter(map(self._pieces.__getitem__, found), np.int32, len(found)))
            counts.append(len(found))
        read = np.concatenate(pieces)
        table = self._table()
        sizes = np.diff(table.bounds)[read]
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        lengths = np.diff(bounds[np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))])
        where = np.repeat(table.bounds[read] - bounds[:-1], sizes) + np.arange(bounds[-1])
        if not self.positions:
            return self._fold_names(Stream(table.numbers[where], lengths))
        begin = np.repeat(np.concatenate(begins), sizes)
        starts, ends = begin + table.starts[where], begin + table.ends[where]
        return self._fold_names(Stream(table.numbers[where], lengths, starts, ends))

    def _cut(self, text: str, begins: list[np.ndarray]) -> list[str]:
        """Return the pieces of a text; where they begin is added to `begins`, if anybody asks."""
        if not self.positions:
            return (text.replace("\n", f" {_BREAK} ") + f" {_BREAK}" if self.breaks else text).split()
        found = _PIECE.findall(text) + [_BREAK]
        at = [match.start() for match in _PIECE.finditer(text)] + [len(text)]
        begins.append(np.array(at, dtype=np.int64))
        return found

    def _fold_names(self, stream: Stream) -> Stream:
        """Put one token in the place of each name."""
        if self.names is None:
            return stream
        at, sizes, entities = self.names.find(stream.numbers)
        numbers = stream.numbers.copy()
        numbers[at] = entities
        keep = np.ones(len(numbers), dtype=bool)
        steps = np.arange((sizes - 1).sum()) - np.repeat(np.cumsum(sizes - 1) - (sizes - 1), sizes - 1)
        keep[np.repeat(at + 1, sizes - 1) + steps] = False
        bounds = np.concatenate(([0], np.cumsum(keep)))[np.concatenate(([0], np.cumsum(stream.lengths)))]
        if stream.starts is None:
            return Stream(numbers[keep], np.diff(bounds))
        ends = stream.ends.copy()
        ends[at] = ends[at + sizes - 1]
        return Stream(numbers[keep], np.diff(bounds), stream.starts[keep], ends[keep])

    def number(self, form: str) -> int:
        """Return the number of a form, a new one where it is new."""
        number = self._numbers.get(form)
        if number is None:
            self._numbers[form] = number = len(self.forms)
            self.forms.append(form)
        return number

    def number_of_entity(self, alias: Alias) -> int:
        """Return the number that stands for an entity in a stream."""
        number = self.number(f"\x00{alias.entity}")
        self.entities[number] = alias
        return number

    def term(self, number: int) -> str:
        """Return a token as it is counted: an entity and an acronym as they are, a word in lower case."""
        form = self.forms[number]
        if number in self.entities:
            return self.entities[number].entity
        return form if self.is_acronym(form) else form.lower()

    def is_acronym(self, form: str) -> bool:
        """Tell whether a form in capitals is an acronym and not a short word in capitals (*LA*, *EN*)."""
        if self.acronym.fullmatch(form) is None:
            return False
        return form in self.acronyms or form.lower() not in self.function_words

    def learn(self, piece: str) -> None:
        """Read a piece that no text has had so far."""
        tokens = [(piece, 0, len(piece))] if piece.isalpha() else self._tokens(piece)
        self._learnt += [self.number(form) for form, _, _ in tokens]
        if self.positions:
            self._spans += [span for _, *span in tokens]
        self._bounds.append(len(self._learnt))
        self._arrays = None

    def _table(self) -> Table:
        if self._arrays is None:
            spans = np.array(self._spans, dtype=np.int64).reshape(-1, 2).T
            self._arrays = Table(
                np.array(self._learnt, dtype=np.int32), np.array(self._bounds, dtype=np.int64), *spans
            )
        return self._arrays

    def _tokens(self, piece: str) -> list[Token]:
        if piece in {_BREAK, "\n"}:
            return [Token("", 0, len(piece))]
        found = []
        for match in self.token.finditer(piece):
            form = match.group()
            if form.isupper() and _POINTED.fullmatch(form):
                form = form.replace(".", "")
            found.append(Token(form, *match.span()))
        if self.breaks and _SENTENCE_END.search(piece) and not self.abbreviation.search(piece):
            found.append(Token("", len(piece), len(piece)))
        return found

    def _quieten(self, text: str) -> str:
        """Write lines in capitals in lower case, except for the acronyms of the alias table."""
        if not any(map(str.isupper, text.split("\n"))):
            return text
        known = self.names.capitals if self.names else frozenset()
        lines = text.split("\n")
        for i, line in enumerate(lines):
            if line.isupper() and " " in line.strip():
                lines[i] = self.token.sub(
                    lambda match: match.group() if match.group() in known else _lower(match.group()), line
                )
        return "\n".join(lines)


class Table(NamedTuple):
    """The tokens of all pieces, one piece after the other: piece i has those from `bounds[i]` to `bounds[i + 1]`."""

    numbers: np.ndarray
    bounds: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class Names:
    """The alias table as a tree of tokens: the longest name that begins at a token wins.

    A surface in capitals (*EI*, *US*) is found in capitals only; any other in every case, with or without accents.
    """

    def __init__(self, reader: Reader, aliases: Mapping[str, Alias]) -> None:
        self._reader = reader
        self._symbols: dict[str, int] = {}
        self._steps: dict[tuple[int, int], int] = {}
        self._final: list[int] = [0]
        for _, alias in sorted(aliases.items()):
            self._add(alias)
        self.capitals = frozenset(filter(_CAPITALS.fullmatch, self._symbols))
        self._width = len(self._symbols) + 1
        steps = sorted((state * self._width + symbol, to) for (state, symbol), to in self._steps.items())
        self._keys = np.array([step[0] for step in steps], dtype=np.int64)
        self._next = np.array([step[1] for step in steps], dtype=np.int64)
        self._ends = np.array(self._final, dtype=np.int64)
        self._symbol_of = np.zeros(0, dtype=np.int64)

    def _add(self, alias: Alias) -> None:
        tokens = [match.group() for match in self._reader.token.finditer(fold(alias.surface))]
        state = 0
        for token in tokens:
            key = token if _CAPITALS.fullmatch(token) else without_accents(token.lower())
            symbol = self._symbols.setdefault(key, len(self._symbols) + 1)
            if (state, symbol) not in self._steps:
                self._steps[state, symbol] = len(self._final)
                self._final.append(0)
            state = self._steps[state, symbol]
        if tokens:
            self._final[state] = self._reader.number_of_entity(alias)

    def find(self, stream: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return where names begin in a stream, how many tokens they have, and the numbers of their entities."""
        symbols = self._translate(stream)
        at = np.flatnonzero(symbols)
        index, states = np.arange(len(at)), np.zeros(len(at), dtype=np.int64)
        sizes, entities = np.zeros(len(at), dtype=np.int64), np.zeros(len(at), dtype=np.int64)
        depth = 0
        while len(index):
            keys = states * self._width + symbols[at[index] + depth]
            found = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            known = self._keys[found] == keys
            index, states = index[known], self._next[found[known]]
            depth += 1
            ends = self._ends[states] > 0
            sizes[index[ends]], entities[index[ends]] = depth, self._ends[states[ends]]
            inside = at[index] + depth < len(symbols)
            index, states = index[inside], states[inside]
        named = sizes > 0
        return _first_of_overlapping(at[named], sizes[named], entities[named])

    def _translate(self, stream: np.ndarray) -> np.ndarray:
        forms = self._reader.forms
        if len(self._symbol_of) < len(forms):
            new = [self._symbol(forms[i]) for i in range(len(self._symbol_of), len(forms))]
            self._symbol_of = np.concatenate([self._symbol_of, np.array(new, dtype=np.int64)])
        return self._symbol_of[stream]

    def _symbol(self, form: str) -> int:
        return self._symbols.get(form) or self._symbols.get(without_accents(form.lower()), 0)


def _first_of_overlapping(
    starts: np.ndarray, sizes: np.ndarray, entities: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keep, of names that overlap, the one that begins first."""
    ends = starts + sizes
    if np.all(starts[1:] >= ends[:-1]):
        return starts, sizes, entities
    keep, limit = [], 0
    for i, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        if start >= limit:
            keep.append(i)
            limit = end
    return starts[keep], sizes[keep], entities[keep]


def _token_pattern(token: re.Pattern[str], aliases: Mapping[str, Alias] | None) -> re.Pattern[str]:
    """Add names whose marks a token would lose (*Canal+*, *exemple.org*) to the pattern of tokens."""
    odd = set()
    for alias in (aliases or {}).values():
        surface = fold(alias.surface)
        if " " not in surface and "".join(token.findall(surface)) != surface:
            odd.add(re.escape(surface))
    if not odd:
        return token
    longest = "|".join(sorted(odd, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{longest})(?!\w)|{token.pattern}", token.flags)


def _lower(form: str) -> str:
    # a few letters have a longer small form: positions must survive
    lowered = form.lower()
    return lowered if len(lowered) == len(form) else form
