"""Time loading and labelling beside trafilatura and jusText on the same pages, and a second build beside the first.

Run `make bench`. Figures are ratios within one run; absolute times depend on the machine and its load.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pages

from analysis import build, lines, load


def rate(function: Callable[[object], object], inputs: list, repeats: int = 3) -> float:
    """Return calls per second of processor time on one core, the median of several passes over all inputs."""
    passes = []
    for _ in range(repeats):
        began = time.process_time()
        for item in inputs:
            function(item)
        passes.append(len(inputs) / (time.process_time() - began))
    return statistics.median(passes)


def main() -> None:
    """Print one line per measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--words", type=int, default=400)
    options = parser.parse_args()
    made = [pages.page(number, options.words) for number in range(options.pages)]
    texts, htmls = [pages.as_text(page) for page in made], [pages.as_html(page) for page in made]
    n_chars = sum(map(len, texts)) // len(texts)
    print(
        f"{options.pages} pages of {options.words} words in the article, {n_chars} characters with the site's own lines"
    )

    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "data" / "raw"
        raw.mkdir(parents=True)
        for number, text in enumerate(texts):
            (raw / f"page{number:06d}.txt").write_text(text, encoding="utf-8")
        files = sorted(raw.iterdir())

        def load_and_label(path: Path) -> object:
            articles, _ = load.read(path)
            return [lines.label_rows(article.text) for article in articles]

        load_and_label(files[0])
        ours = rate(load_and_label, files)
        print(f"load and label          {ours:8.0f} articles/s   1.0")
        labelled = rate(lines.label_rows, texts)
        print(f"label alone             {labelled:8.0f} articles/s   {labelled / ours:.1f}")
        framed = rate(lines.label, texts)
        print(f"label to a DataFrame    {framed:8.0f} articles/s   {framed / ours:.1f}")
        peers(htmls[:200], ours)

        began = time.perf_counter()
        build.build(folder)
        first = time.perf_counter() - began
        began = time.perf_counter()
        build.build(folder)
        second = time.perf_counter() - began
        print(f"first build             {first:8.2f} s")
        print(f"second build            {second:8.2f} s            {second / first:.3f} of the first")


def peers(htmls: list[str], ours: float) -> None:
    """Time the two cleaners of web pages that most people use, on the same pages as HTML."""
    try:
        import justext
        import trafilatura
    except ImportError:
        print('trafilatura and jusText: not installed, run: pip install "who-says-what[html]"')
        return
    stop_words = justext.get_stoplist("French")
    tools = {
        "trafilatura (HTML)": lambda page: trafilatura.extract(page, favor_precision=True),
        "jusText (HTML)": lambda page: justext.justext(page, stop_words),
    }
    for name, function in tools.items():
        measured = rate(function, htmls)
        print(f"{name:23} {measured:8.0f} articles/s   {measured / ours:.3f}")


if __name__ == "__main__":
    main()
