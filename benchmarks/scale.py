"""Build corpora of growing size, in one process, in two, and on a Dask cluster of this machine, stage by stage.

    python benchmarks/scale.py --articles 1000 10000 100000 --write benchmarks/results

writes `scale.csv` (one row per run and stage; what is there of other runs stays) and `scale.png`. Wall and processor time are of all processes, memory is the
largest of one process (resident, sampled ten times a second), so that what a laptop needs can be read off.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import press
import psutil

MODES = {"1 process": {"jobs": 1}, "2 processes": {"jobs": 2}, "Dask, local": {"scheduler": "local"}}
COLUMNS = ["articles", "mode", "stage", "wall_s", "cpu_s", "peak_mb", "machine", "date"]


class Watch:
    """Processor time and largest memory of this process and of all that it has started."""

    def __init__(self) -> None:
        self._me, self._seen = psutil.Process(), {}
        self._lock = threading.Lock()
        self.peak = 0.0
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            self.look()
            time.sleep(0.1)

    def look(self) -> float:
        """Return the processor time so far, in seconds."""
        with self._lock:
            for process in [self._me, *self._me.children(recursive=True)]:
                try:
                    times = process.cpu_times()
                    self._seen[process.pid, process.create_time()] = times.user + times.system
                    self.peak = max(self.peak, process.memory_info().rss / 2**20)
                except psutil.Error:
                    continue
            return sum(self._seen.values())

    def largest(self) -> float:
        """Return the largest memory of one process since this was last asked, in megabytes."""
        with self._lock:
            found, self.peak = self.peak, 0.0
        return found


def run(folder: Path, options: dict) -> list[dict]:
    """Build in this process and return one row per stage."""
    from analysis import across, build, manifest, store, workers

    watch, rows = Watch(), []

    def timed(name: str, function):
        def wrapped(*args, **kwargs):
            watch.largest()
            wall, processor = time.perf_counter(), watch.look()
            made = function(*args, **kwargs)
            spent = time.perf_counter() - wall
            rows.append(
                {
                    "stage": name,
                    "wall_s": spent,
                    "cpu_s": watch.look() - processor,
                    "peak_mb": watch.largest(),
                }
            )
            return made

        return wrapped

    manifest.look = timed("checksums", manifest.look)
    build._analyse = timed("articles", build._analyse)
    across.code, across.date, across.share = (
        timed("claims", across.code), timed("dates across articles", across.date), timed("shared passages", across.share),
    )  # fmt: skip
    each = workers.each
    named = {"_write": "join", "_copy": "copies as CSV"}

    def watched(function, items, **kwargs):
        if function.__name__ in named:
            return timed(named[function.__name__], lambda: iter(list(each(function, items, **kwargs))))()
        return each(function, items, **kwargs)

    workers.each = watched
    store.put = timed("put in place", store.put)
    began, highest = time.perf_counter(), 0.0
    build.build(folder, **options)
    highest = max(row["peak_mb"] for row in rows)
    total = {"stage": "all", "wall_s": time.perf_counter() - began, "cpu_s": watch.look(), "peak_mb": highest}
    return [*rows, total]


def draw(rows: list[dict], path: Path) -> None:
    """Draw wall time and memory against the size of the corpus."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4), layout="constrained")
    time_, memory = figure.subplots(1, 2)
    for (mode, marker), colour in zip(
        zip(MODES, ("o", "D", "s"), strict=True), ("#0173B2", "#D55E00", "#029E73"), strict=True
    ):
        mine = [row for row in rows if row["mode"] == mode and row["stage"] == "all"]
        sizes = [int(row["articles"]) for row in mine]
        for axes, name in ((time_, "wall_s"), (memory, "peak_mb")):
            axes.plot(sizes, [float(row[name]) for row in mine], marker=marker, color=colour, label=mode)
    for axes, label in ((time_, "seconds"), (memory, "megabytes, largest process")):
        axes.set(xscale="log", xlabel="articles of 400 words", ylabel=label)
        axes.grid(which="major", alpha=0.3)
    time_.set_yscale("log")
    memory.set_ylim(0)
    time_.set_title("Time of a build grows with the corpus", loc="left", fontsize=10)
    memory.set_title("Memory of the largest process", loc="left", fontsize=10)
    time_.legend(frameon=False)
    figure.savefig(path, dpi=130)


def main() -> None:
    """Print a table, and write it where wanted."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[1000])
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES))
    parser.add_argument("--write", type=Path, help="folder for scale.csv and scale.png")
    parser.add_argument(
        "--corpora", type=Path, help="folder that keeps the corpora; by default they are thrown away"
    )
    parser.add_argument("--date", default="", help="written beside the figures")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        print(json.dumps(run(options.corpora, json.loads(options.case))))
        return
    rows: list[dict] = []
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.articles:
            folder = (options.corpora or Path(temporary)) / f"press-{size}"
            if not folder.is_dir():
                press.write(folder, size)
            for mode in options.modes:
                for stale in ("data/processed/.build", "data/processed/csv"):
                    subprocess.run(["rm", "-rf", str(folder / stale)], check=True)
                command = [
                    sys.executable,
                    __file__,
                    "--corpora",
                    str(folder),
                    "--case",
                    json.dumps(MODES[mode]),
                ]
                done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
                for row in json.loads(done.stdout.splitlines()[-1]):
                    rows.append(
                        {"articles": size, "mode": mode, **row, "machine": machine, "date": options.date}
                    )
                    print(
                        f"{size:7}  {mode:12} {row['stage']:22} {row['wall_s']:8.1f} s  {row['cpu_s']:8.1f} s CPU  "
                        f"{row['peak_mb']:6.0f} MB",
                        flush=True,
                    )
    if options.write:
        write(rows, options.write)


def write(rows: list[dict], folder: Path) -> None:
    """Write the figures, beside those of other sizes and modes that are there already, and draw all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "scale.csv"
    rounded = ("wall_s", "cpu_s", "peak_mb")
    made = [
        {name: str(round(row[name], 1) if name in rounded else row[name]) for name in COLUMNS} for row in rows
    ]
    new = {(row["articles"], row["mode"]) for row in made}
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            made += [row for row in csv.DictReader(file) if (row["articles"], row["mode"]) not in new]
    # stages keep their order
    made.sort(key=lambda row: (int(row["articles"]), list(MODES).index(row["mode"])))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    draw(made, folder / "scale.png")


if __name__ == "__main__":
    main()
