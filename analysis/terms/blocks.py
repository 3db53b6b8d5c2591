"""The counts of a comparison, term by term and article by article, in blocks small enough to stay in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

# terms, and entries, of a block
_TERMS, _ENTRIES = 2048, 500_000


class Sample(NamedTuple):
    """The articles of a comparison.

    The first `k` are the target's, the others the reference's; within each, longer articles come first. `sizes` are
    their tokens.
    """

    sizes: np.ndarray
    k: int

    @property
    def n_a(self) -> float:
        return float(self.sizes[: self.k].sum())

    @property
    def n_b(self) -> float:
        return float(self.sizes[self.k :].sum())


class Block:
    """Some terms of a comparison, one entry for each article that has the term."""

    def __init__(self, columns: sparse.csc_array, sample: Sample) -> None:
        self.sample, self.width = sample, columns.shape[1]
        self.values = columns.data.astype(float)
        self.rows = columns.indices
        self.bounds = columns.indptr
        self.cols = np.repeat(np.arange(self.width), np.diff(columns.indptr))
        self.in_a = self.rows < sample.k
        self.a, self.b = self.add(self.values, self.in_a), self.add(self.values, ~self.in_a)
        self.docs_a, self.docs_b = self.tally(self.in_a), self.tally(~self.in_a)

    def add(self, values: np.ndarray, where: np.ndarray) -> np.ndarray:
        """Add up values by term."""
        return np.bincount(self.cols[where], weights=values[where], minlength=self.width)

    def tally(self, where: np.ndarray) -> np.ndarray:
        """Count entries by term."""
        return np.bincount(self.cols[where], minlength=self.width)

    def part(self, in_a: bool) -> sparse.csr_array:
        """Return terms by articles of one group."""
        where = self.in_a == in_a
        # half the memory, and exact up to 2 ** 24
        kind = np.float32 if (self.a + self.b).max(initial=0) < 2**22 else float
        first, last = (0, self.sample.k) if in_a else (self.sample.k, len(self.sample.sizes))
        bounds = np.concatenate(([0], np.cumsum(self.tally(where))))
        cells = self.values[where].astype(kind), self.rows[where] - first, bounds
        return sparse.csr_array(cells, shape=(self.width, last - first))


def blocks(columns: sparse.csc_array, sample: Sample) -> Iterator[Block]:
    """Cut a matrix of articles by terms into blocks of terms."""
    first, width = 0, columns.shape[1]
    while first < width:
        full = int(np.searchsorted(columns.indptr, columns.indptr[first] + _ENTRIES, side="right")) - 1
        last = min(max(full, first + 1), first + _TERMS, width)
        start, end = columns.indptr[first], columns.indptr[last]
        cells = columns.data[start:end], columns.indices[start:end], columns.indptr[first : last + 1] - start
        yield Block(sparse.csc_array(cells, shape=(columns.shape[0], last - first)), sample)
        first = last
