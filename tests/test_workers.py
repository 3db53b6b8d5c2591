"""The same work in one process, in several, and on a cluster."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ARTICLE

from analysis import build, partitions, workers
from analysis.errors import CorpusError


def double(number):
    return 2 * number


def killed_once(item):
    """Kill the own process the first time that it meets a marked item."""
    number, marker = item
    if number == 2 and not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def killed_always(_):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items(jobs):
    assert list(workers.each(double, [3, 1, 2], jobs=jobs)) == [6, 2, 4]
    assert list(workers.each(double, [], jobs=jobs)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_process_that_dies_is_replaced_and_nothing_is_lost(tmp_path):
    items = [(number, str(tmp_path / "killed")) for number in range(5)]
    assert list(workers.each(killed_once, items, jobs=2)) == [0, 1, 2, 3, 4]
    assert (tmp_path / "killed").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_process_that_always_dies_ends_in_an_error_with_a_remedy():
    with pytest.raises(
        CorpusError, match="A process was killed 3 times, perhaps for want of memory. Run again with"
    ):
        list(workers.each(killed_always, [1, 2], jobs=2))


def test_a_scheduler_that_does_not_answer_is_given_up_within_seconds(project):
    pytest.importorskip("distributed")
    began = time.monotonic()
    with (
        pytest.raises(CorpusError, match="No scheduler answers at 'tcp://127.0.0.1:9' within 5 seconds"),
        workers.scheduler("tcp://127.0.0.1:9", folder=project),
    ):
        pass
    assert time.monotonic() - began < 20


def test_an_address_that_is_none_is_told(project):
    pytest.importorskip("distributed")
    with (
        pytest.raises(CorpusError, match="No scheduler answers at 'nowhere'"),
        workers.scheduler("nowhere", folder=project),
    ):
        pass


def hashes(root):
    folder = root / "data" / "processed"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted([*folder.glob("*.parquet"), *folder.glob("csv/*.csv")])
    }


def corpus(root):
    raw = root / "data" / "raw"
    raw.mkdir(parents=True)
    for number in range(12):
        text = ARTICLE.replace("préfet", f"préfet {number}")
        (raw / f"article_{number:02}.txt").write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process of its own, as on a cluster that already exists."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    begin = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    processes = [
        subprocess.Popen(
            [*start, "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)],
            **begin,
        )
    ]
    join = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file)]
    for _ in range(2):
        processes.append(
            subprocess.Popen([*join, "--nthreads", "1", "--no-dashboard", "--nworkers", "1"], **begin)
        )
    import json

    limit = time.monotonic() + 60
    address = None
    while time.monotonic() < limit:
        if file.exists() and file.stat().st_size:
            from distributed import Client

            address = json.loads(file.read_text(encoding="utf-8"))["address"]
            with Client(address, timeout=30) as client:
                client.wait_for_workers(2, timeout=40)
            break
        time.sleep(0.2)
    yield address
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait(timeout=20)


def test_a_cluster_of_three_processes_makes_the_same_tables_byte_for_byte(tmp_path, cluster, monkeypatch):
    # several partitions, as a large corpus has
    monkeypatch.setattr(partitions, "PARTITION", 3)
    build.build(corpus(tmp_path / "here"))
    build.build(corpus(tmp_path / "there"), scheduler=cluster)
    assert hashes(tmp_path / "here") == hashes(tmp_path / "there")
    assert len(hashes(tmp_path / "here")) > 8


def test_shared_passages_of_a_large_corpus_are_found_in_a_process_of_their_own(tmp_path, monkeypatch):
    build.build(corpus(tmp_path / "here"))
    called = []
    monkeypatch.setattr(build, "_MANY", 3)
    apart = workers.apart
    monkeypatch.setattr(workers, "apart", lambda *call: called.append(call[0].__name__) or apart(*call))
    build.build(corpus(tmp_path / "there"))
    assert called == ["share"]
    assert hashes(tmp_path / "here") == hashes(tmp_path / "there")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_process_of_its_own_that_is_killed_ends_in_an_error_with_a_remedy():
    assert workers.apart(double, 4) == 8
    with pytest.raises(CorpusError, match="A process was killed, perhaps for want of memory"):
        workers.apart(killed_always, 1)
