"""Where things are: one folder with `data/raw/`, and everything else beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import CorpusError


@dataclass(frozen=True)
class Project:
    """The folders of one project.

    Parameters
    ----------
    root
        The folder that holds `data/raw/`.
    """

    root: Path

    @property
    def raw(self) -> Path:
        """The articles as they came; never written to."""
        return self.root / "data" / "raw"

    @property
    def processed(self) -> Path:
        """The tables that `build` makes."""
        return self.root / "data" / "processed"

    @property
    def annotations(self) -> Path:
        """Hand-made tables."""
        return self.root / "data" / "annotations"

    @property
    def notebooks(self) -> Path:
        """The numbered notebooks."""
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        """The rendered pages."""
        return self.root / "reports"

    @property
    def checksums(self) -> Path:
        """SHA-256 of each raw file, where somebody keeps them."""
        return self.root / "data" / "SHA256SUMS"


def find(root: str | Path | None = None) -> Project:
    """Return the project of a folder, or of the first folder above the current one that has `data/raw/`.

    Raises
    ------
    CorpusError
        When there is none; the message names the folders searched.
    """
    if root is not None:
        folder = Path(root).resolve()
        if not (folder / "data" / "raw").is_dir():
            msg = f"No folder {folder / 'data' / 'raw'}. Create it, put the articles there, and run again."
            raise CorpusError(msg)
        return Project(folder)
    here = Path.cwd()
    beside_package = Path(__file__).resolve().parent.parent
    for folder in (here, *here.parents, beside_package):
        if (folder / "data" / "raw").is_dir():
            return Project(folder)
    msg = f"No folder data/raw in {here} or above it. Start in the project folder, or pass root=..."
    raise CorpusError(msg)
