"""Find planted passages in a corpus of invented news, and measure time and memory.

Passages of 20 to 80 words are copied from one article into one to eight later ones of other outlets, half of them word
for word, the others with about 4 % (light) or 12 % (medium) of their words changed, added, left out or swapped; one
article in a hundred is another one reprinted. Notices of an outlet or of several, a line of an agency, stock phrases
of three to eight words and topics with words of their own must not be found. Run `make bench`, or with `--articles
100000` for a large corpus. Each size is a process of its own; the texts are in memory and count.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from memory import peak

WORDS, FUNCTION_WORDS, OUTLETS, TOPICS, STOCK = 60_000, 100, 30, 60, 2000
EDITS = {"verbatim": 0.0, "light": 0.04, "medium": 0.12}


class Member(NamedTuple):
    """One place of a planted passage."""

    family: int
    edit: str
    doc_id: str
    start: int
    end: int


class Corpus(NamedTuple):
    """Texts and outlets by `doc_id`, and what was planted."""

    texts: dict[str, str]
    outlets: dict[str, str]
    members: list[Member]


class Words:
    """Words drawn by the law of Zipf and Mandelbrot."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.forms = [word(number) for number in range(WORDS)]
        self.base, self.topic = cumulated(WORDS, 1.05, 2.7), cumulated(300, 1.0, 3)
        self.topics = [
            rng.choice(np.arange(FUNCTION_WORDS, WORDS), 300, replace=False) for _ in range(TOPICS)
        ]
        self.stock = [self.draw(int(rng.integers(3, 9))).tolist() for _ in range(STOCK)]
        self.stock_law = cumulated(STOCK, 1.0, 5)

    def draw(self, size: int) -> np.ndarray:
        """Return numbers of words."""
        return drawn(self.rng, self.base, size)

    def about(self, topic: int, size: int) -> list[int]:
        """Return numbers of words, three content words of ten from a topic."""
        numbers = self.draw(size)
        special = (self.rng.random(size) < 0.3) & (numbers >= FUNCTION_WORDS)
        numbers[special] = self.topics[topic][drawn(self.rng, self.topic, int(special.sum()))]
        return numbers.tolist()

    def body(self, topic: int, size: int) -> list[int]:
        """Return the words of an article, stock phrases among them."""
        numbers = self.about(topic, size)
        for _ in range(int(self.rng.poisson(size / 60))):
            at = int(self.rng.integers(0, len(numbers)))
            numbers[at:at] = self.stock[int(drawn(self.rng, self.stock_law, 1)[0])]
        return numbers

    def edit(self, numbers: list[int], rate: float) -> list[int]:
        """Change, add, leave out or swap words."""
        edited, at = [], 0
        chance, kind = self.rng.random(len(numbers)), self.rng.integers(0, 4, len(numbers))
        new = self.draw(len(numbers)).tolist()
        while at < len(numbers):
            number, swapped = numbers[at], 0
            if chance[at] >= rate:
                edited.append(number)
            elif kind[at] == 0:
                edited.append(new[at])
            elif kind[at] == 1:
                edited += [number, new[at]]
            elif kind[at] == 2 and at + 1 < len(numbers):
                edited += [numbers[at + 1], number]
                swapped = 1
            at += 1 + swapped
        return edited

    def sentences(self, numbers: list[int]) -> list[list[int]]:
        """Cut words into sentences of 8 to 30."""
        cut = []
        while numbers:
            size = int(self.rng.integers(8, 31))
            cut.append(numbers[:size])
            numbers = numbers[size:]
        return cut


def word(number: int) -> str:
    """Return an invented word; those that are frequent are short."""
    syllables = ""
    while True:
        number, rest = divmod(number, 126)
        syllables += "bcdfghjklmnpqrstvz"[rest // 7] + ("a", "é", "i", "o", "u", "ou", "an")[rest % 7]
        if number == 0:
            return syllables


def cumulated(size: int, exponent: float, shift: float) -> np.ndarray:
    """Return the cumulated shares of the ranks."""
    shares = 1 / (np.arange(1, size + 1) + shift) ** exponent
    return np.cumsum(shares / shares.sum())


def drawn(rng: np.random.Generator, law: np.ndarray, size: int) -> np.ndarray:
    """Return ranks."""
    return np.minimum(np.searchsorted(law, rng.random(size)), len(law) - 1)


def plant(articles: int, *, seed: int = 7) -> Corpus:
    """Return a corpus with planted passages; the same for the same size and seed."""
    rng = np.random.Generator(np.random.PCG64(seed))
    words = Words(rng)
    outlet, topic = rng.integers(0, OUTLETS, articles), rng.integers(0, TOPICS, articles)
    sizes = np.clip(rng.lognormal(np.log(400) - 0.08, 0.4, articles).astype(int), 80, 1500)
    # an article is a list of (family and edit, or None) and sentences
    bodies = [
        [(None, [sentence]) for sentence in words.sentences(words.body(t, s))]
        for t, s in zip(topic.tolist(), sizes.tolist(), strict=True)
    ]
    taken = _reprint(bodies, outlet, words)
    _copy(bodies, outlet, topic, words, taken)
    return _written(bodies, outlet, words)


def _others(rng: np.random.Generator, outlet: np.ndarray, size: int, taken: set[int]) -> list[int]:
    """Return articles of different outlets, none of them taken, in order of publication."""
    while True:
        chosen = sorted(set(rng.integers(0, len(outlet), size).tolist()))
        if len({int(outlet[k]) for k in chosen}) == size and not taken & set(chosen):
            return chosen


def _reprint(bodies: list, outlet: np.ndarray, words: Words) -> set[int]:
    """Let one article in a hundred be another one; families have numbers below zero."""
    taken: set[int] = set()
    for family in range(round(len(bodies) / 100)):
        first, second = _others(words.rng, outlet, 2, taken)
        taken |= {first, second}
        rate = float(words.rng.choice([0.0, 0.02, 0.05]))
        whole = [sentence for _, part in bodies[first] for sentence in part]
        bodies[first] = [((-1 - family, "source"), whole)]
        bodies[second] = [((-1 - family, "reprint"), [words.edit(sentence, rate) for sentence in whole])]
    return taken


def _copy(bodies: list, outlet: np.ndarray, topic: np.ndarray, words: Words, taken: set[int]) -> None:
    """Plant one passage for ten articles."""
    rng = words.rng
    for family in range(round(len(bodies) / 10)):
        chosen = _others(rng, outlet, 1 + int(min(8, rng.geometric(0.45))), taken)
        passage = words.sentences(words.about(int(topic[chosen[0]]), int(rng.integers(20, 81))))
        for place, k in enumerate(chosen):
            edit = "source" if place == 0 else str(rng.choice(list(EDITS), p=[0.5, 0.35, 0.15]))
            part = [words.edit(sentence, EDITS.get(edit, 0.0)) for sentence in passage]
            bodies[k].insert(int(rng.integers(0, len(bodies[k]) + 1)), ((family, edit), part))


def _written(bodies: list, outlet: np.ndarray, words: Words) -> Corpus:
    """Write the articles, notices around them."""
    rng = words.rng

    def notice(low: int, high: int) -> tuple[None, list[list[int]]]:
        return None, words.sentences(words.draw(int(rng.integers(low, high))).tolist())

    own = [[notice(60, 151), notice(8, 21)] for _ in range(OUTLETS)]
    common, agency = [notice(50, 121) for _ in range(3)], notice(12, 19)
    platform = rng.integers(0, 4, OUTLETS)
    corpus = Corpus({}, {}, [])
    for k, parts in enumerate(bodies):
        doc_id, of = f"d{k:06d}", int(outlet[k])
        if rng.random() < 0.5:
            parts = [agency, *parts]
        if rng.random() < 0.7:
            parts = [*parts, *own[of], *([common[platform[of]]] if platform[of] < 3 else [])]
        corpus.outlets[doc_id] = f"outlet{of:02d}"
        corpus.texts[doc_id] = _text(parts, words.forms, doc_id, corpus.members)
    return corpus


def _text(parts: list, forms: list[str], doc_id: str, members: list[Member]) -> str:
    written, at, count = [], 0, 0
    for mark, sentences in parts:
        start = at
        for sentence in filter(None, sentences):
            count += 1
            text = " ".join([forms[number] for number in sentence]).capitalize() + "."
            written.append(text + ("\n\n" if count % 4 == 0 else " "))
            at += len(written[-1])
        if mark:
            members.append(Member(*mark, doc_id, start, start + len("".join(written)[start:].rstrip())))
    return "".join(written).rstrip()


def score(passages: pd.DataFrame, corpus: Corpus) -> dict[str, float]:
    """Compare passages with what was planted: pairs of articles, characters of both sides, pairs of medium edits."""
    planted: dict[tuple[str, str], list[list[tuple[int, int]]]] = {}
    medium = set()
    families = pd.DataFrame(corpus.members).groupby("family", sort=True)
    for _, family in families:
        for a, b in combinations(family.sort_values("doc_id").itertuples(), 2):
            spans = planted.setdefault((a.doc_id, b.doc_id), [[], []])
            spans[0].append((a.start, a.end))
            spans[1].append((b.start, b.end))
            if "medium" in (a.edit, b.edit):
                medium.add((a.doc_id, b.doc_id))
    found: dict[tuple[str, str], list[list[tuple[int, int]]]] = {}
    for row in passages.itertuples():
        spans = found.setdefault((row.doc_a, row.doc_b), [[], []])
        spans[0].append((row.start_a, row.end_a))
        spans[1].append((row.start_b, row.end_b))
    right = planted.keys() & found.keys()
    hit = sum(len(_places(planted[pair][k]) & _places(found[pair][k])) for pair in right for k in (0, 1))
    total = [
        sum(len(_places(spans)) for pair in pairs.values() for spans in pair) for pairs in (planted, found)
    ]
    return {
        "pairs": len(planted),
        "pair_precision": len(right) / max(1, len(found)),
        "pair_recall": len(right) / len(planted),
        "pair_f1": 2 * len(right) / (len(planted) + len(found)),
        "character_f1": 2 * hit / sum(total),
        "recall_medium": len(medium & found.keys()) / max(1, len(medium)),
    }


def _places(spans: list[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def run(articles: int, options: dict) -> dict[str, float]:
    """Plant, search and score in this process."""
    from analysis import reuse

    corpus = plant(articles)
    before = peak()
    wall, processor = time.perf_counter(), time.process_time()
    found = reuse.passages(corpus.texts, outlets=corpus.outlets, **options)
    measures = {
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "peak": peak(),
        "before": before,
        "passages": len(found),
    }
    return measures | score(found, corpus)


def main() -> None:
    """Print a line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--partitions", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--case", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    given = {"partitions": options.partitions, "jobs": options.jobs}
    if options.case:
        print(json.dumps(run(options.case, given)))
        return
    print("articles  wall s  CPU s  peak MB  (texts)  passages  pair F1  characters F1  medium recall")
    for articles in options.articles:
        command = [sys.executable, __file__, "--case", str(articles), "--jobs", str(options.jobs)]
        command += ["--partitions", str(options.partitions)] if options.partitions else []
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        made = json.loads(done.stdout)
        print(
            f"{articles:8} {made['wall']:7.1f} {made['processor']:6.1f} {made['peak']:8.0f} {made['before']:8.0f} "
            f"{made['passages']:9} {made['pair_f1']:8.4f} {made['character_f1']:14.4f} {made['recall_medium']:14.4f}"
        )


if __name__ == "__main__":
    main()
