"""Match statements with the claims of a code book.

A claim is matched where the statement has a term of each of its required groups and is similar enough to its
definition or to one of its examples: the cosine of term vectors, each term weighted by how few claims use it. Nothing
but the code book is counted, so that the same statement gets the same code in every corpus.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from analysis import languages
from analysis.claims.wording import Names, Wording, read
from analysis.errors import AnnotationError
from analysis.text import fold

# what a statement does with its content, told by its cue; the source then belongs to what is claimed
_ACTS = frozenset({"refuses", "demands", "commits", "denies"})
# how far into a content a judgement of falsehood is looked for
_JUDGED = 6
# « cette information »: so few terms that they only point back
_POINTER = 5


class Match(NamedTuple):
    """One claim of one statement."""

    claim: str
    polarity: int
    score: float
    note: str | None


@dataclass(frozen=True)
class Claim:
    """One claim of the code book as terms."""

    name: str
    wordings: tuple[Mapping[str, float], ...]
    required: tuple[tuple[frozenset[str], ...], ...]
    excluded: tuple[frozenset[str], ...]
    terms: frozenset[str]
    negated: frozenset[str]


@dataclass(frozen=True)
class Matcher:
    """A code book ready for matching."""

    claims: tuple[Claim, ...]
    weights: Mapping[str, float]
    names: Names
    language: str
    threshold: float
    sayings: frozenset[str]
    deniable: frozenset[str]
    falsehood: frozenset[str]
    demonstratives: frozenset[str]
    noncommittal: frozenset[str]
    first_person: frozenset[str]
    infinitives: frozenset[str]
    false_that: re.Pattern[str]
    before_infinitive: frozenset[str]
    # sources and cues recur: each is read once
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def short(self, text: str) -> tuple[str, ...]:
        """Return the terms of a source or of a cue."""
        if text not in self.known:
            self.known[text] = read(text, self.names, language=self.language).terms
        return self.known[text]


def matcher(
    codebook: pd.DataFrame, names: Names, *, language: str, threshold: float, also: Iterable[str] = ()
) -> Matcher:
    """Return a code book ready for matching.

    `also` are other languages of the code book: what has no terms in this language may have some in one of them.
    """
    read_all = [
        [
            read(text, names, language=language)
            for text in (row.definition, *_split(row.examples, " | "))
            if text.strip()
        ]
        for row in codebook.itertuples(index=False)
    ]
    spread = Counter(term for wordings in read_all for term in {t for w in wordings for t in w.terms})
    # a term of every claim (« grève » in a book about a strike) tells little, but something
    weights = {term: math.log((1 + len(read_all)) / (1 + n)) + 1 for term, n in spread.items()}
    data = languages.load(language).data["claims"]
    stems = {
        name: frozenset(read(word, names, language=language).terms[0] for word in data[name])
        for name in ("sayings", "deniable", "falsehood")
    }
    claims = tuple(
        _claim(row, wordings, weights, names, (language, *also))
        for row, wordings in zip(codebook.itertuples(index=False), read_all, strict=True)
    )
    return Matcher(
        claims, weights, names, language, threshold, stems["sayings"], stems["deniable"],
        stems["falsehood"], frozenset(data["demonstratives"]), frozenset(data["noncommittal"]),
        frozenset(data["first_person"]), frozenset(data["infinitives"]), languages.load(language).pattern("claims", "false_that", prefix="(?:", suffix=")"), frozenset(data["before_infinitive"]),
    )  # fmt: skip


def match(found: Matcher, statements: Iterable[Mapping[str, Any]]) -> list[list[Match]]:
    """Return the claims of the statements of one article, in the order of the text."""
    made: list[list[Match]] = []
    before: list[Match] = []
    for statement in statements:
        content = read(_text(statement, "content"), found.names, language=found.language)
        wording = _wording(found, statement, content)
        matches = _matches(found, statement, wording)
        if not matches and _points_back(found, statement, wording):
            # « a démenti cette information »: what was said before is what is meant
            matches = [item._replace(note="points back to the statement before") for item in before]
        best: dict[str, Match] = {}
        for item in matches:
            turned = item._replace(polarity=item.polarity * _sign(found, statement, content, item))
            if item.claim not in best or item.score > best[item.claim].score:
                best[item.claim] = turned
        kept = [] if _says_nothing(found, statement) else sorted(best.values())
        made.append(kept)
        before = kept
    return made


def _claim(
    row: Any, wordings: list[Wording], weights: Mapping[str, float], names: Names, codes: tuple[str, ...]
) -> Claim:
    def terms(text: str, code: str = codes[0]) -> frozenset[str]:
        return frozenset(read(text, names, language=code).terms)

    def comparable(words: str, column: str) -> tuple[frozenset[str], ...]:
        found = [(word, terms(word)) for word in _split(words, "|")]
        made = [_comparable(word, own, row.claim, column) for word, own in found if own or not foreign(word)]
        # only words of other languages: nothing in this one is meant
        return tuple(made) or tuple(frozenset({word}) for word, _ in found[:1])

    def foreign(word: str) -> bool:
        return any(terms(word, code) for code in codes[1:])

    required = tuple(comparable(group, "required") for group in _split(row.required, ";"))
    used = {term for wording in wordings for term in wording.terms}
    used |= {term for group in required for words in group for term in words}
    return Claim(
        row.claim,
        tuple(_vector(wording.terms, weights) for wording in wordings),
        tuple(group for group in required if group),
        comparable(row.excluded, "excluded"),
        frozenset(used),
        frozenset(term for wording in wordings for term in wording.negated),
    )


def _comparable(word: str, found: frozenset[str], claim: str, column: str) -> frozenset[str]:
    """Return the terms of one required or excluded alternative, or raise where there is nothing to compare."""
    if not found or (column == "excluded" and ";" in word):
        msg = (
            f"The claim {claim!r} has {word!r} among its {column} terms, which cannot be compared. Use nouns, verbs or names, "
            "with | between alternatives."
        )
        raise AnnotationError(msg)
    return found


def _wording(found: Matcher, statement: Mapping[str, Any], content: Wording) -> Wording:
    """Return the terms of what is said, with those of its cue (« des photos montrant ») and of a source that speaks of itself."""
    cue = found.short(_text(statement, "cue"))
    source = found.short(_text(statement, "source")) if _of_itself(found, statement) else ()
    return Wording((*source, *cue, *content.terms), content.negated)


def _of_itself(found: Matcher, statement: Mapping[str, Any]) -> bool:
    """Tell whether the source is part of what is claimed: it acts, says « nous », or is the subject of an infinitive."""
    if statement.get("stance") in _ACTS:
        return True
    words = fold(_text(statement, "content")).lower().replace("'", " ").split()
    if not found.first_person.isdisjoint(words):
        return True
    led = [word for word in words[:5] if word not in found.before_infinitive]
    return bool(led) and led[0] in found.infinitives


def _matches(found: Matcher, statement: Mapping[str, Any], wording: Wording) -> list[Match]:
    present = frozenset(wording.terms)
    vector = _vector(wording.terms, found.weights)
    made = []
    for claim in found.claims:
        if any(words <= present for words in claim.excluded):
            continue
        if not all(any(words <= present for words in group) for group in claim.required):
            continue
        score = max((_cosine(vector, other) for other in claim.wordings), default=0.0)
        # required terms have already told much of what similarity has to tell elsewhere
        if score >= (found.threshold / 2 if claim.required else found.threshold):
            made.append(Match(claim.name, _content_sign(claim, wording), round(score, 4), None))
    return made


def _content_sign(claim: Claim, wording: Wording) -> int:
    """Return -1 where the content negates a verb that the claim asserts, or asserts the one that it negates."""
    turned = wording.negated & claim.terms
    if turned:
        return 1 if turned & claim.negated else -1
    needed = {term for group in claim.required for words in group for term in words}
    asserted = (set(wording.terms) - wording.negated) & claim.negated & needed
    return -1 if asserted and not wording.negated else 1


def _sign(found: Matcher, statement: Mapping[str, Any], content: Wording, item: Match) -> int:
    """Return -1 where the cue denies: *démentir*, *rejeter les accusations*, a negated verb of saying."""
    stance = statement.get("stance")
    sign = -1 if statement.get("negated") is True else 1
    if stance == "denies":
        return -sign
    begins = set(content.terms[:_JUDGED])
    if begins & found.falsehood and begins & found.deniable:
        return -sign
    if found.false_that.search(fold(_text(statement, "content")).lower()):
        return -sign
    if stance != "refuses":
        return sign
    claim = next(claim for claim in found.claims if claim.name == item.claim)
    cue = frozenset(found.short(_text(statement, "cue")))
    if begins & found.deniable:
        return -sign
    # a refusal may be what the claim says; otherwise who refuses turns the claim down
    return sign if cue & claim.terms or claim.negated else -sign


def _says_nothing(found: Matcher, statement: Mapping[str, Any]) -> bool:
    return statement.get("negated") is True and statement.get("cue_lemma") in found.noncommittal


def _points_back(found: Matcher, statement: Mapping[str, Any], wording: Wording) -> bool:
    content = _text(statement, "content").lower().split()
    short = len(wording.terms) <= _POINTER and bool(found.sayings & set(wording.terms))
    return short and any(word in found.demonstratives for word in content[:2])


def _vector(terms: Iterable[str], weights: Mapping[str, float]) -> dict[str, float]:
    counts = Counter(term for term in terms if term in weights)
    vector = {term: (1 + math.log(n)) * weights[term] for term, n in counts.items()}
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {term: value / length for term, value in vector.items()}


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    # added in a fixed order: the last digit must not depend on a hash seed
    return math.fsum(value * b[term] for term, value in a.items() if term in b)


def _text(statement: Mapping[str, Any], name: str) -> str:
    value = statement.get(name)
    return value if isinstance(value, str) else ""


def _split(text: str, mark: str) -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]
