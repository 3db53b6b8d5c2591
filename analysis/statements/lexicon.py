"""The verbs and words of attribution of one language, compiled from its file."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from analysis import languages
from analysis.languages.verbs import conjugate, inflect


class Form(NamedTuple):
    """What one word may be: a form of a verb of attribution.

    `kind` is finite, conditional, participle, gerund or infinitive; `extra` the words that must follow the verb
    (*savoir* after *faire*); `reflexive` says that a pronoun must stand before it.
    """

    lemma: str
    kind: str
    stance: str
    frames: frozenset[str]
    extra: tuple[str, ...]
    reflexive: bool


@dataclass(frozen=True)
class Lexicon:
    """Everything that the rules ask about a word."""

    forms: dict[str, tuple[Form, ...]]
    carriers: dict[str, str]
    prepositions: dict[str, str]
    preposition_pairs: frozenset[tuple[str, str]]
    preposition_phrases: tuple[tuple[tuple[str, ...], str], ...]
    abbreviations: frozenset[str]
    adverbials: tuple[tuple[str, ...], ...]
    adverbial_words: dict[str, tuple[tuple[tuple[str, ...], int], ...]]
    words: dict[str, frozenset[str]]
    hedge: re.Pattern[str]
    grammar: str
    token: re.Pattern[str]
    complementiser: re.Pattern[str]
    single_marks: bool
    adverb_endings: tuple[str, ...]
    # words behind a quotation that ends in « ? » or « ! » and still belong to its sentence
    attached: re.Pattern[str] | None
    # words with which a cue or a relay begins: most words of a text are none of them
    opening: frozenset[str]
    relaying: frozenset[str]

    def in_adverbial(self, words: list[str], k: int) -> bool:
        """Tell whether a word belongs to a phrase that stands where an adverb does (*de son côté*)."""
        places = self.adverbial_words.get(words[k])
        return places is not None and any(
            k >= offset and tuple(words[k - offset : k - offset + len(phrase)]) == phrase
            for phrase, offset in places
        )

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word may stand between an auxiliary and its participle."""
        return word in self.words["adverbs"] or (
            len(word) > 5
            and word.endswith(self.adverb_endings)
            and word not in self.words["nouns_like_adverbs"]
        )


def any_of(words: list[str], *lists: frozenset[str]) -> bool:
    """Tell whether one of some words stands in one of some lists of the language file."""
    # asked some hundred times an article: a generator takes twice as long
    for some in lists:  # noqa: SIM110
        if not some.isdisjoint(words):
            return True
    return False


@functools.cache
def load(code: str) -> Lexicon:
    """Compile the lexicon of a language; forms are generated from infinitives."""
    language = languages.load(code)
    data = language.data
    table = data["conjugation"]
    # endings stated in the file, or the rules of French
    forms_of = inflect if "regular" in table else conjugate
    forms: dict[str, list[Form]] = {}
    for entry, value in data["verbs"].items():
        stance, *frames = value.split()
        reflexive = entry.startswith(("se ", "s'"))
        head, *extra = entry.removeprefix("se ").removeprefix("s'").split()
        for kind, words in forms_of(head, table).items():
            for word in words:
                form = Form(entry, kind, stance, frozenset(frames), tuple(extra), reflexive)
                forms.setdefault(word, []).append(form)
    carriers: dict[str, str] = {}
    for entry in data["statements"]["words"]["carriers"]:
        head = entry.removeprefix("se ").removeprefix("s'")
        for kind, words in forms_of(head, table).items():
            for word in words:
                carriers.setdefault(word, kind)
                if word.endswith("eut"):
                    # je peux, je veux
                    carriers.setdefault(word[:-1] + "x", kind)
    order = {"participle": 0, "finite": 1, "gerund": 2, "infinitive": 3, "conditional": 4}
    adverbials = tuple(
        sorted(
            (tuple(_pieces(phrase)) for phrase in data["statements"]["words"]["adverbials"]),
            key=len,
            reverse=True,
        )
    )
    where: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for phrase in adverbials:
        for offset, word in enumerate(phrase):
            where.setdefault(word, []).append((phrase, offset))
    prepositions = data["statements"]["prepositions"]
    pairs = frozenset(tuple(_pieces(phrase)[:2]) for phrase in prepositions if " " in phrase)
    return Lexicon(
        forms={
            # a multi-word verb before a simple one, a participle, which needs an auxiliary, before a finite form
            word: tuple(
                sorted(found, key=lambda form: (-len(form.extra), not form.reflexive, order[form.kind]))
            )
            for word, found in forms.items()
        },
        carriers=carriers,
        prepositions=prepositions,
        preposition_pairs=pairs,
        preposition_phrases=tuple(
            (tuple(_pieces(phrase)), phrase) for phrase in prepositions if " " in phrase
        ),
        abbreviations=frozenset(data["words"]["abbreviations"]),
        adverbials=adverbials,
        adverbial_words={word: tuple(places) for word, places in where.items()},
        words={
            name: frozenset(words)
            for name, words in data["statements"]["words"].items()
            if name not in {"carriers", "adverbials"}
        },
        hedge=re.compile(data["statements"]["hedge"], re.IGNORECASE | re.DOTALL),
        grammar=data["statements"]["grammar"],
        token=re.compile(data["statements"]["token"], re.IGNORECASE),
        complementiser=re.compile(data["statements"]["complementiser"], re.IGNORECASE),
        single_marks=data["statements"]["single_marks"],
        adverb_endings=tuple(data["statements"]["adverb_endings"]),
        attached=re.compile(attached) if (attached := data["statements"].get("attached")) else None,
        opening=frozenset(forms) | frozenset(prepositions) | {first for first, *_ in pairs},
        relaying=frozenset(data["statements"]["words"].get("relayed", ())) | {"citant", "cite"},
    )


def _pieces(phrase: str) -> list[str]:
    return phrase.replace("'", "' ").replace("d' abord", "d'abord").replace("d' après", "d'après").split()
