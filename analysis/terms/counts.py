"""Count terms per article: a sparse matrix, with totals over all tokens.

What is left out of a list later (stop words, rare terms) stays in the totals, so no rate depends on a filter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import languages
from analysis.actors import Alias
from analysis.terms.tokens import Reader, Stream, batches

_LONGEST = 5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Counts:
    """How often each term occurs in each article.

    Attributes
    ----------
    matrix
        Articles by terms, sparse, non-negative integers.
    terms
        The columns, in the order of their code points.
    documents
        The rows: `doc_id`, sorted.
    totals
        Tokens of each article, whatever terms are shown: the denominator of every rate.
    forms
        The written forms behind each lemma, where lemmas were asked for.
    """

    matrix: sparse.csr_array
    terms: pd.Index
    documents: pd.Index
    totals: np.ndarray
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "matrix", sparse.csr_array(self.matrix))
        set_(self, "terms", pd.Index(self.terms, name="term"))
        set_(self, "documents", pd.Index(self.documents, name="doc_id"))
        set_(self, "totals", np.asarray(self.totals, dtype=np.int64))
        if self.matrix.shape != (len(self.documents), len(self.terms)) or len(self.totals) != len(
            self.documents
        ):
            msg = (
                f"matrix is {self.matrix.shape[0]} x {self.matrix.shape[1]}, for {len(self.documents)} documents, "
                f"{len(self.terms)} terms and {len(self.totals)} totals. Give one row and one total per document, "
                "one column per term."
            )
            raise ValueError(msg)
        _refuse_repeats("article", self.documents)
        _refuse_repeats("term", self.terms)
        if (self.matrix.nnz and self.matrix.data.min() < 0) or (self.totals < 0).any():
            msg = "counts must not be negative."
            raise ValueError(msg)

    def column(self, term: str) -> np.ndarray:
        """Return how often one term occurs in each document."""
        _require(self, [term])
        return self.matrix[:, [self.terms.get_loc(term)]].toarray().ravel()


def count(
    texts: Mapping[str, str] | pd.Series,
    *,
    language: str | Mapping[str, str] = "fr",
    aliases: Mapping[str, Alias] | None = None,
    ngrams: tuple[int, int] = (1, 1),
    lemmas: bool = False,
    protected: Collection[str] = (),
) -> Counts:
    """Count the terms of each text.

    Parameters
    ----------
    texts
        Text by `doc_id`. Give running text only: `terms.kept(texts, lines)` blanks what is not.
    language
        Code of the language file, or a mapping or Series from `doc_id` to code where a corpus has several: each
        article is then read by the rules of its own. A word that two languages write alike (*police*) is one term.
    aliases
        Alias table as `actors.read_aliases` gives it. The longest surface that begins at a token becomes one token,
        its entity. Surfaces in capitals match capitals only; accents and other case make no difference.
    ngrams
        Shortest and longest sequence of tokens to count, at most 5. None reaches across a line or the end of a
        sentence.
    lemmas
        Whether to count dictionary forms (simplemma) in place of written forms. Off by default: in news about one
        third of the changed forms are doubtful, so look at `forms`.
    protected
        Words that keep their form, beside those of the language file, the entities of `aliases`, acronyms, words with
        a capital inside a sentence, with a hyphen or an apostrophe, and words of one or two letters.

    Returns
    -------
    counts
        Elided words are tokens of their own (*l' | EI*); words are in lower case, acronyms of two to five capitals as
        they are, and lines in capitals are read as if in lower case. Totals are the tokens of each text after names
        are folded.

    Raises
    ------
    ValueError
        When an id occurs twice, a text is no string, or `ngrams` is no range between 1 and 5.
    """
    low, high = _check_ngrams(ngrams)
    items = _items(texts)
    if not isinstance(language, str):
        parts: dict[str, dict[str, str]] = {}
        for doc_id, text in items:
            parts.setdefault(languages.chosen(language, doc_id), {})[doc_id] = text
        options = {"aliases": aliases, "ngrams": ngrams, "lemmas": lemmas, "protected": protected}
        return _joined([count(parts[code], language=code, **options) for code in sorted(parts)])
    wanted = bool(aliases) or high > 1 or lemmas
    reader = Reader(language, aliases, breaks=wanted)
    blocks, streams, inside = [], [], set()
    for batch in batches(items):
        stream = reader.read(text for _, text in batch)
        if lemmas:
            before, number = stream.numbers[:-1], stream.numbers[1:]
            inside.update(np.unique(number[(before != 0) & (number != 0)]).tolist())
        if high > 1:
            streams.append(stream)
        blocks.append(_tally(stream))
    names, forms = _name(reader, lemmas, protected, inside, language)
    totals = [total for block in blocks for total in block.sum(axis=1).tolist()]
    matrix, terms = _join(blocks, names)
    if high > 1:
        found = _sequences(streams, names, low, high)
        matrices, lists = zip(*([(matrix, terms)] if low == 1 else []), *found, strict=True)
        matrix, terms = _join([sparse.hstack(matrices, format="csr")], np.concatenate(lists))
    return Counts(matrix, terms, [doc_id for doc_id, _ in items], totals, forms)


def select(
    counts: Counts,
    terms: Iterable[str] | None = None,
    *,
    stop_words: bool = True,
    numbers: bool = True,
    min_count: int = 1,
    min_docs: int = 1,
    language: str | Mapping[str, str] = "fr",
) -> Counts:
    """Leave terms out of sight; the totals stay those of all tokens.

    Parameters
    ----------
    terms
        Keep these only.
    stop_words, numbers
        False leaves out the stop words of the language file (and what has several words and begins or ends with one), or figures.
    min_count, min_docs
        Leave out terms with fewer occurrences, or in fewer documents.
    language
        As in `count`; of several languages, a stop word of any is one.

    Raises
    ------
    ValueError
        When a term of `terms` occurs nowhere.
    """
    if terms is not None:
        terms = list(terms)
        _require(counts, terms)
    keep = np.ones(len(counts.terms), dtype=bool) if terms is None else counts.terms.isin(terms)
    keep &= np.asarray(counts.matrix.sum(axis=0)).ravel() >= min_count
    keep &= np.bincount(counts.matrix.indices[counts.matrix.data > 0], minlength=len(keep)) >= min_docs
    if not stop_words:
        codes = {languages.chosen(language, doc_id) for doc_id in counts.documents}
        left_out = frozenset(
            word for code in codes for word in languages.load(code).phrases("terms", "stop_words")
        )
        keep &= np.array([not _begins_or_ends_in(term, left_out) for term in counts.terms], dtype=bool)
    if not numbers:
        keep &= np.array([not any(map(_NUMBER.fullmatch, term.split())) for term in counts.terms], dtype=bool)
    forms = {term: counts.forms[term] for term in counts.terms[keep] if term in counts.forms}
    return Counts(
        counts.matrix[:, np.flatnonzero(keep)], counts.terms[keep], counts.documents, counts.totals, forms
    )


def table(counts: Counts, terms: Iterable[str]) -> pd.DataFrame:
    """Return the raw counts of some terms: one row per term in the order given, one column per document.

    Raises
    ------
    ValueError
        When a term occurs nowhere.
    """
    terms = list(terms)
    _require(counts, terms)
    columns = counts.terms.get_indexer(terms)
    values = counts.matrix[:, columns].toarray().T
    return pd.DataFrame(values, index=pd.Index(terms, name="term"), columns=counts.documents)


def _begins_or_ends_in(term: str, words: frozenset[str]) -> bool:
    first, *_, last = (term.split() or [term]) * 2
    return term in words or (" " in term and (first in words or last in words))


def _require(counts: Counts, terms: list[str]) -> None:
    known = counts.terms.get_indexer(terms)
    absent = [term for term, at in zip(terms, known, strict=True) if at < 0]
    if not absent:
        sums = np.asarray(counts.matrix[:, known].sum(axis=0)).ravel()
        absent = [term for term, total in zip(terms, sums, strict=True) if not total]
    if absent:
        msg = (
            f"{', '.join(map(repr, absent))} occurs in none of the {len(counts.documents)} documents. Words are counted in "
            "lower case, acronyms in capitals, names under their entity in the alias table."
        )
        raise ValueError(msg)


def _refuse_repeats(what: str, labels: pd.Index) -> None:
    if labels.has_duplicates:
        repeated = sorted(map(str, labels[labels.duplicated()].unique()))
        msg = f"{what} given more than once: {', '.join(repeated[:5])}. Give each {what} one {'id' if what == 'article' else 'column'}."
        raise ValueError(msg)


def _check_ngrams(ngrams: tuple[int, int]) -> tuple[int, int]:
    low, high = ngrams
    if not 1 <= low <= high <= _LONGEST:
        msg = f"ngrams must be (shortest, longest) between 1 and {_LONGEST}, not {ngrams}."
        raise ValueError(msg)
    return low, high


def _items(texts: Mapping[str, str] | pd.Series) -> list[tuple[str, str]]:
    """Return the texts sorted by id, composed (NFC)."""
    if isinstance(texts, pd.Series):
        _refuse_repeats("article", texts.index)
    items = sorted(texts.items())
    for doc_id, text in items:
        if not isinstance(text, str):
            msg = f"text {doc_id!r} is {type(text).__name__}, not a string. Leave it out or give its text."
            raise ValueError(msg)
    nfc = unicodedata.normalize
    return [(i, text if unicodedata.is_normalized("NFC", text) else nfc("NFC", text)) for i, text in items]


def _joined(parts: list[Counts]) -> Counts:
    """Put counts of different articles into one table, whose terms are those of all."""
    terms = sorted({term for part in parts for term in part.terms})
    number = {term: i for i, term in enumerate(terms)}
    blocks = []
    for part in parts:
        cells = part.matrix.tocoo()
        columns = np.array([number[term] for term in part.terms], dtype=np.int64)[cells.col]
        shape = (len(part.documents), len(terms))
        blocks.append(sparse.csr_array((cells.data, (cells.row, columns)), shape=shape))
    documents = [doc_id for part in parts for doc_id in part.documents]
    order = sorted(range(len(documents)), key=documents.__getitem__)
    matrix = (
        sparse.vstack(blocks, format="csr")[order] if blocks else sparse.csr_array((0, 0), dtype=np.int32)
    )
    totals = [total for part in parts for total in part.totals.tolist()]
    forms: dict[str, set[str]] = {}
    for part in parts:
        for term, found in part.forms.items():
            forms.setdefault(term, set()).update(found)
    return Counts(
        matrix,
        terms,
        [documents[i] for i in order],
        [totals[i] for i in order],
        {term: tuple(sorted(found)) for term, found in forms.items()},
    )


def _tally(stream: Stream) -> sparse.csr_array:
    """Count the tokens of a stream, a row per text; breaks are no tokens."""
    words = stream.numbers != 0
    bounds = np.concatenate(([0], np.cumsum(words)))[np.concatenate(([0], np.cumsum(stream.lengths)))]
    numbers = stream.numbers[words]
    # numbers of 32 bits halve what a large corpus needs, and a batch never has more
    return _summed(
        np.ones(len(numbers), np.int32), numbers, bounds.astype(np.int32), int(numbers.max(initial=0)) + 1
    )


def _summed(values: np.ndarray, columns: np.ndarray, bounds: np.ndarray, width: int) -> sparse.csr_array:
    rows = sparse.csr_array((values, columns, bounds), shape=(len(bounds) - 1, width))
    # turning rows into columns and back sorts them, in time that grows with their number only
    turned = rows.tocsc()
    turned.sum_duplicates()
    return turned.tocsr()


def _join(blocks: list[sparse.csr_array], names: np.ndarray) -> tuple[sparse.csr_array, np.ndarray]:
    """Stack blocks of rows, with one column per name, sorted, none of them empty; `blocks` is emptied."""
    used = np.zeros(len(names), dtype=bool)
    for block in blocks:
        used[block.indices] = True
    terms = np.array(sorted(set(names[used].tolist())), dtype=object)
    number = {name: i for i, name in enumerate(terms.tolist())}
    column = np.array([number.get(name, 0) for name in names.tolist()], dtype=np.int32)
    for i, block in enumerate(blocks):
        blocks[i] = _summed(block.data, column[block.indices], block.indptr, len(terms))
    if not blocks:
        return sparse.csr_array((0, 0), dtype=np.int32), terms
    return sparse.vstack(blocks, format="csr"), terms


def _name(
    reader: Reader, lemmas: bool, protected: Collection[str], inside: set[int], language: str
) -> tuple[np.ndarray, dict[str, tuple[str, ...]]]:
    """Return the term of each token number, and the forms behind each lemma."""
    names = [reader.term(number) for number in range(len(reader.forms))]
    if not lemmas:
        return np.array(names, dtype=object), {}
    # only those who ask for lemmas wait for the dictionary
    import simplemma

    kept = {*languages.load(language).phrases("terms", "not_lemmatised"), *protected}
    forms: dict[str, set[str]] = {}
    for number, name in enumerate(names):
        form = reader.forms[number]
        proper = number in inside and form[:1].isupper()
        if number and number not in reader.entities and not proper and _has_lemma(name) and name not in kept:
            names[number] = simplemma.lemmatize(name, lang=language).lower()
        if number:
            forms.setdefault(names[number], set()).add(name)
    return np.array(names, dtype=object), {lemma: tuple(sorted(found)) for lemma, found in forms.items()}


def _has_lemma(name: str) -> bool:
    return len(name) > 2 and name.isalpha() and name.islower()


def _sequences(
    streams: list[Stream], names: np.ndarray, low: int, high: int
) -> list[tuple[sparse.csr_array, np.ndarray]]:
    """Count sequences of tokens: one matrix and its column names for each length of two or more."""
    lengths = np.concatenate([np.empty(0, np.int64), *(stream.lengths for stream in streams)])
    stream = np.concatenate([np.empty(0, np.int32), *(stream.numbers for stream in streams)])
    rows = np.repeat(np.arange(len(lengths)), lengths)
    distinct, number = np.unique(names, return_inverse=True)
    single = np.where(stream == 0, -1, number[stream]).astype(np.int64)
    codes, labels, found = single, distinct, []
    for size in range(2, high + 1):
        following = single[size - 1 :]
        valid = (codes[: len(following)] >= 0) & (following >= 0)
        pairs = codes[: len(following)][valid] * len(distinct) + following[valid]
        seen, inverse = np.unique(pairs, return_inverse=True)
        codes = np.full(len(following), -1, dtype=np.int64)
        codes[valid] = inverse
        labels = labels[seen // len(distinct)] + " " + distinct[seen % len(distinct)]
        if size >= low:
            cells = np.ones(len(inverse), np.int32), (rows[: len(following)][valid], inverse)
            counted = sparse.coo_array(cells, shape=(len(lengths), len(labels)))
            found.append((counted.tocsr(), labels))
    return found
