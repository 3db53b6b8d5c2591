"""Time dates.find beside dateparser's search_dates on the same pages, in one run.

dateparser comes with trafilatura (`pip install "who-says-what[html]"`). Figures are ratios within one run, in processor
time of one core; the other tool gets French as its language, which makes it some fifty times faster than its default.
"""

from __future__ import annotations

import argparse
import datetime
import random

import pages
from loading import rate

from analysis import dates

ANCHOR = "2017-11-14"


def main() -> None:
    """Print one line per tool, and the cost of one article of growing length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--words", type=int, default=400)
    options = parser.parse_args()
    texts = [
        "\n".join(pages.article(random.Random(number), options.words)) for number in range(options.pages)
    ]
    dates.find_rows(texts[0])
    n_found = sum(len(dates.find_rows(text)) for text in texts) / len(texts)
    print(f"{len(texts)} articles of {options.words} words, {n_found:.1f} expressions each")
    ours = rate(lambda text: dates.find_rows(text, anchor=ANCHOR), texts)
    print(f"dates, plain rows        {ours:8.0f} articles/s   1.00")
    framed = rate(lambda text: dates.find(text, anchor=ANCHOR), texts[:100])
    print(f"dates, labelled, tables  {framed:8.0f} articles/s   {framed / ours:.2f}")
    published = rate(dates.publication, texts[:100])
    print(f"dates.publication        {published:8.0f} articles/s   {published / ours:.2f}")
    peer(texts[:20], ours)
    sentence = "Le préfet a déclaré jeudi que le pont serait fermé le 4 octobre, deux jours plus tard. "
    for size in (125_000, 250_000, 500_000, 1_000_000):
        text = sentence * (size // len(sentence))
        one = rate(lambda made: dates.find_rows(made, anchor=ANCHOR), [text], repeats=1)
        print(f"one article of {size:9,} characters: {1 / one:6.2f} s, {1e6 / one / size:.2f} µs a character")


def peer(texts: list[str], ours: float) -> None:
    """Time dateparser with the same anchor."""
    try:
        from dateparser.search import search_dates
    except ImportError:
        print('dateparser: not installed, run: pip install "who-says-what[html]"')
        return
    settings = {"RELATIVE_BASE": datetime.datetime(2017, 11, 14), "PREFER_DATES_FROM": "past"}
    measured = rate(lambda text: search_dates(text, languages=["fr"], settings=settings), texts, repeats=1)
    print(f"dateparser search_dates  {measured:8.0f} articles/s   {measured / ours:.3f}")


if __name__ == "__main__":
    main()
