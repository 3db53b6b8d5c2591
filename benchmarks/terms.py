"""Find planted words in a large corpus of two groups, and time it beside scikit-learn's counting alone.

Ten thousand articles, 50,000 words with Zipf-Mandelbrot frequencies; 100 words are twice as frequent in each group, and 20
clumpy ones stand a hundred times in one article. Run `make bench`. Each case is a process of its own, from raw text to
the table, imports included; processor time depends on the machine, the ratio to counting alone less so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from memory import peak

ARTICLES, WORDS, PLANTED, CLUMPY = 10_000, 50_000, 100, 20


def word(number: int) -> str:
    """Return an invented word of up to four syllables."""
    syllables = ""
    for _ in range(4):
        number, rest = divmod(number, 90)
        syllables += "bcdfghjklmnpqrstvz"[rest // 5] + "aeiou"[rest % 5]
        if number == 0:
            break
    return syllables


def plant(n_tokens: int, folder: Path, seed: int = 20240501) -> None:
    """Write corpus.txt, one article a line after its group and a tab, and truth.json."""
    rng = np.random.Generator(np.random.PCG64(seed))
    shared = 1 / (np.arange(1, WORDS + 1) + 2.7) ** 1.07
    ranks = np.unique(np.geomspace(50, 20_000, 220).astype(int))[: 2 * PLANTED]
    rates = []
    for chosen in (ranks[::2], ranks[1::2]):
        rate = shared.copy()
        rate[chosen] *= 2
        rates.append(np.cumsum(rate / rate.sum()))
    words = [word(number) for number in range(WORDS)]
    clumpy = rng.choice(np.arange(5000, WORDS), CLUMPY, replace=False)
    holders = rng.choice(ARTICLES, CLUMPY, replace=False)
    lengths = np.maximum(rng.poisson(n_tokens / ARTICLES, ARTICLES), 10)
    with (folder / "corpus.txt").open("w", encoding="utf-8") as file:
        for article, length in enumerate(lengths):
            drawn = np.searchsorted(rates[article % 2], rng.random(length))
            numbers = np.minimum(drawn, WORDS - 1).tolist()
            for number in clumpy[holders == article].tolist():
                numbers += [number] * 100
            file.write("AB"[article % 2] + "\t" + " ".join(words[number] for number in numbers) + "\n")
    truth = {"planted": [words[number] for number in ranks], "clumpy": [words[number] for number in clumpy]}
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")


def read(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the articles and their groups."""
    texts, groups = {}, {}
    with (folder / "corpus.txt").open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            groups[f"{number:05d}"], _, texts[f"{number:05d}"] = line.rstrip("\n").partition("\t")
    return texts, groups


def run(case: str, folder: Path) -> dict[str, object]:
    """Run one case in this process and return its measures."""
    texts, groups = read(folder)
    found: dict[str, object] = {}
    if case == "counting alone":
        from sklearn.feature_extraction.text import CountVectorizer

        CountVectorizer().fit_transform(texts.values())
    else:
        from analysis import terms

        table = terms.compare(terms.count(texts), groups, target="A")
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        by_g2 = table.assign(size=table["g2"].abs()).sort_values(["size", "term"], ascending=[False, True])
        for name, order in (("as ranked", table), ("plain G2", by_g2)):
            top = set(order["term"].head(2 * PLANTED))
            found[name] = [len(top & set(truth["planted"])), len(top & set(truth["clumpy"]))]
    return {"seconds": time.process_time(), "megabytes": peak(), "found": found}


def main() -> None:
    """Print one line per case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, nargs="+", default=[2_000_000])
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        print(json.dumps(run(options.case, options.folder)))
        return
    for n_tokens in options.tokens:
        with tempfile.TemporaryDirectory() as folder:
            plant(n_tokens, Path(folder))
            print(f"{n_tokens:,} tokens in {ARTICLES:,} articles")
            floor = None
            for case in ("counting alone", "count and compare"):
                command = [sys.executable, __file__, "--case", case, "--folder", folder]
                done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
                made = json.loads(done.stdout)
                floor = floor or made["seconds"]
                ratio = made["seconds"] / floor
                print(f"{case:20} {made['seconds']:7.1f} s {made['megabytes']:7.0f} MB {ratio:6.1f}")
            for name, (planted, clumpy) in made["found"].items():
                print(
                    f"  {name}: {planted} of {2 * PLANTED} planted, {clumpy} of {CLUMPY} clumpy in the first 200"
                )


if __name__ == "__main__":
    main()
