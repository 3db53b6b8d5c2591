"""How long a newcomer waits: `new`, import of generated articles, and `report` with every notebook.

    python benchmarks/own_corpus.py            # 200 articles, one file each
    python benchmarks/own_corpus.py 1000 --rich

`--rich` writes one JSON Lines file with forty outlets, two years of dates and four hundred named sources, and a code
book, so that every table and figure of the notebooks has more rows than it can show.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pages

FIRST = [
    "Jeanne", "Paul", "Amina", "Luc", "Nadia", "Hugo", "Inès", "Marc", "Sofia", "Yann", "Clara", "Omar", "Julie", "Rémi",
    "Aïcha", "Denis", "Laure", "Karim", "Elsa", "Noé",
]  # fmt: skip
LAST = [
    "Martin", "Durand", "Bernard", "Petit", "Moreau", "Garcia", "Roux", "Fournier", "Girard", "Lambert", "Dupuis", "Faure",
    "Mercier", "Blanc", "Guérin", "Boyer", "Garnier", "Chevalier", "François", "Legrand",
]  # fmt: skip
CODEBOOK = """claim,definition,required
closed-road,La route reste fermée à la circulation.,route
budget-too-small,Le budget voté ne suffit pas à couvrir les dépenses.,budget
production-fell,La production a baissé.,production
"""


def rich(number: int) -> dict[str, str]:
    """Return one record with an outlet, a date and, in every other sentence, a person as source."""
    draw = random.Random(number)
    lines = pages.page(number)
    for subject in pages.SUBJECTS[::2]:
        person = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
        lines = [line.replace(subject, person) for line in lines]
    return {
        "id": f"{number:06d}",
        "outlet": f"Journal {draw.randint(1, 40)}",
        "date": f"{draw.choice([2016, 2017])}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        "text": pages.as_text(lines),
    }


def fill(root: Path, n: int, *, many: bool) -> None:
    """Put articles into a project."""
    raw = root / "data" / "raw"
    if many:
        records = (json.dumps(rich(i), ensure_ascii=False) + "\n" for i in range(n))
        (raw / "articles.jsonl").write_text("".join(records), encoding="utf-8")
        (root / "data" / "annotations" / "claims.csv").write_text(CODEBOOK, encoding="utf-8")
    else:
        for i in range(n):
            (raw / f"{i:06d}.txt").write_text(pages.as_text(pages.page(i)), encoding="utf-8")


def run(*arguments: str, cwd: Path) -> float:
    """Run one command of the package and return its seconds."""
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "analysis", *arguments], cwd=cwd, check=False)
    if done.returncode:
        sys.exit(f"python -m analysis {' '.join(arguments)} ended with {done.returncode}")
    return time.perf_counter() - began


def main() -> None:
    """Print the seconds of each command."""
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    n = int(numbers[0]) if numbers else 200
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "corpus"
        seconds = {"new": run("new", str(root), cwd=Path(folder))}
        fill(root, n, many="--rich" in sys.argv)
        seconds["build"] = run("build", cwd=root)
        seconds["report"] = run("report", cwd=root)
        for path in sorted((root / "reports").glob("*.html")):
            print(f"  {path.name:34} {path.stat().st_size / 1e6:6.2f} MB")
    print(
        f"{n} articles: "
        + ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
        + f"; together {sum(seconds.values()):.1f} s"
    )


if __name__ == "__main__":
    main()
