"""Time the whole per-article pipeline and each of its stages beside scikit-learn's CountVectorizer as a floor.

Run `make bench`. Figures are ratios within one run, in processor time of one core.
"""

from __future__ import annotations

import argparse

import pages
from loading import rate
from sklearn.feature_extraction.text import CountVectorizer

from analysis import build, dates, lines, statements
from analysis.load import Article


def main() -> None:
    """Print one line per stage, then the cost of one article of growing length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--words", type=int, default=400)
    options = parser.parse_args()
    texts = [pages.as_text(pages.page(number, options.words)) for number in range(options.pages)]
    articles = [Article(str(number), "x", "0" * 64, "utf-8", text) for number, text in enumerate(texts)]
    labelled = {text: [(row.start, row.end, row.zone) for row in lines.label_rows(text)] for text in texts}

    def said(text: str) -> object:
        return statements.extract_rows(text, doc_id="x", labelled=labelled[text], aliases={})

    def dated(text: str) -> object:
        # once without the day of publication, once from it
        scanned = dates.scan(text, "fr")
        found = dates.find_rows(text, labelled=labelled[text], scanned=scanned)
        return dates.find_rows(
            text, anchor="2017-11-14", labelled=labelled[text], scanned=scanned, told=found
        )

    said(texts[0])
    n_statements = sum(len(said(text)[0]) for text in texts[:50]) / 50
    floor = rate(lambda some: CountVectorizer().fit_transform(some), [texts], repeats=3) * len(texts)
    print(f"{options.pages} pages of {options.words} words, {n_statements:.1f} statements each")
    print(f"CountVectorizer (floor)  {floor:8.0f} articles/s   1.00")
    stages = (
        ("whole pipeline", build.analyse_article, articles),
        ("lines", lines.label_rows, texts),
        ("statements", said, texts),
        ("dates", dated, texts),
    )
    for name, function, inputs in stages:
        measured = rate(function, inputs)
        print(f"{name:24} {measured:8.0f} articles/s   {measured / floor:.2f} of the floor")
    sentence = "Le préfet a déclaré jeudi que le pont serait fermé, selon lui. "
    for size in (125_000, 250_000, 500_000, 1_000_000):
        text = sentence * (size // len(sentence))
        spans = [(0, len(text), "body")]
        one = rate(
            lambda made, s=spans: statements.extract_rows(made, doc_id="x", labelled=s, aliases={}),
            [text],
            repeats=1,
        )
        print(f"one article of {size:9,} characters: {1 / one:6.2f} s, {1e6 / one / size:.2f} µs a character")


if __name__ == "__main__":
    main()
