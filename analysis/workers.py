"""Do one thing to many partitions: in this process, in several, or on a cluster that already exists.

The unit of work is the name of a partition, never an article and never a text: workers read and write files
themselves. The same line of joblib serves all three, so that the tables cannot depend on where they were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import joblib
from joblib.externals.loky import ProcessPoolExecutor
from joblib.externals.loky.process_executor import TerminatedWorkerError

from analysis import manifest
from analysis.errors import CorpusError

# seconds until a scheduler that does not answer is given up
_PATIENCE = 5
# a process that is killed for want of memory will be killed again
_TRIES = 3


def each(function: Callable, items: Sequence, *, jobs: int = 1, spread: bool = False) -> Iterator[Any]:
    """Yield what a function returns for each item, in order.

    Parameters
    ----------
    function
        A function of a module; it may run in another process.
    items
        Its arguments.
    jobs
        Number of processes here; -1 for as many as there are cores.
    spread
        True inside `scheduler`: the cluster decides how many.

    Raises
    ------
    CorpusError
        When processes were killed three times. What they had stored stays.
    """
    if not spread and (jobs == 1 or len(items) <= 1):
        yield from map(function, items)
        return
    done, tries = 0, _TRIES
    while done < len(items):
        calls = (joblib.delayed(function)(item) for item in items[done:])
        try:
            for result in joblib.Parallel(n_jobs=-1 if spread else jobs, return_as="generator")(calls):
                done += 1
                yield result
        except TerminatedWorkerError as error:
            tries -= 1
            if not tries:
                msg = (
                    f"A process was killed {_TRIES} times, perhaps for want of memory. Run again with fewer --jobs; "
                    "what was finished is kept."
                )
                raise CorpusError(msg) from error


def apart(function: Callable, *arguments: Any) -> Any:
    """Return what a function of a module returns in a process of its own, which gives its memory back when it ends.

    Raises
    ------
    CorpusError
        When the process was killed.
    """
    with ProcessPoolExecutor(max_workers=1) as pool:
        try:
            return pool.submit(function, *arguments).result()
        except TerminatedWorkerError as error:
            msg = "A process was killed, perhaps for want of memory. Close other programs and run again; what was finished is kept."
            raise CorpusError(msg) from error


@contextmanager
def scheduler(address: str | None, *, folder: Path) -> Iterator[bool]:
    """Run what `each` does on a Dask cluster; tell whether there is one.

    Parameters
    ----------
    address
        `local` for a cluster on this machine, the address of a scheduler (`tcp://host:8786`), or None for no cluster.
    folder
        The project, which every worker has to see under the same path.

    Raises
    ------
    CorpusError
        When the extra `scale` is not installed, the scheduler does not answer, or a worker cannot do the work.
    """
    if address is None:
        yield False
        return
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        msg = "--scheduler needs the extra 'scale'. Run: pip install 'who-says-what[scale]'"
        raise CorpusError(msg) from error
    cluster = None
    try:
        if address == "local":
            cluster = LocalCluster(threads_per_worker=1, dashboard_address=None)
        client = Client(cluster or address, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        msg = (
            f"No scheduler answers at {address!r} within {_PATIENCE} seconds. Start one with `dask scheduler`, check the "
            "address (tcp://host:8786), or use --scheduler local."
        )
        raise CorpusError(msg) from error
    try:
        _check(client, folder)
        with joblib.parallel_config("dask"):
            yield True
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _check(client: Any, folder: Path) -> None:
    """Raise where a worker has another code, or does not see the files."""
    found = client.run(_look, folder.as_posix())
    if not found:
        msg = "The scheduler has no workers. Start one with `dask worker <address>`."
        raise CorpusError(msg)
    code = manifest.of_code()
    for worker, (theirs, there) in sorted(found.items()):
        if not there:
            msg = f"The worker {worker} does not see {folder}. Put the project on a disk that all machines share."
            raise CorpusError(msg)
        if theirs != code:
            msg = f"The worker {worker} has another version of this package or of its libraries. Install the same."
            raise CorpusError(msg)


def _look(folder: str) -> tuple[str, bool]:
    return manifest.of_code(), (Path(folder) / "data" / "raw").is_dir()
