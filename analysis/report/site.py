"""A folder of pages: templates filled in, files written whole, pages of an earlier report removed."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
import pandas as pd
from jinja2.filters import Markup

import analysis

TEMPLATES = Path(__file__).parent.parent / "templates"
# a date, or first and last position
_UNBROKEN = re.compile(r"\d{4}-\d{2}-\d{2}|\d+–\d+")
# which files a report made, so that the next one can remove what it does not make again, and nothing else
MADE = ".made"


@dataclass(frozen=True)
class Cell:
    """One cell of a table: what it shows, where it leads, in which language it is."""

    value: Any
    href: str | None = None
    lang: str | None = None
    id: str | None = None

    @property
    def shown(self) -> str:
        """Return the text of the cell; missing is a dash."""
        if self.value is None or (not isinstance(self.value, str) and pd.isna(self.value)):
            return "–"
        return f"{self.value:,}" if self.is_number and not isinstance(self.value, float) else str(self.value)

    @property
    def width(self) -> str:
        """Return `unbroken` for a date or a position, `long` for a passage, which keeps a readable width."""
        if _UNBROKEN.fullmatch(self.shown):
            return "unbroken"
        return "long" if len(self.shown) > 60 else ""

    @property
    def is_number(self) -> bool:
        """Whether the value is a number, to be set on the right."""
        return isinstance(self.value, (int, float, np.number)) and not isinstance(self.value, bool)


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of a row is its heading.

    `rest` says what is not in it, and where it is. In a narrow window a `stacked` table becomes one block for each row.
    """

    caption: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    numbers: tuple[str, ...] = ()
    rest: Markup | str = ""
    stacked: bool = False


def row(*values: Any) -> tuple[Cell, ...]:
    """Return values as cells; a cell stays as it is."""
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in values)


@functools.cache
def environment() -> jinja2.Environment:
    """Return the templates; whatever is put into them is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals |= {"version": analysis.__version__}
    return made


@functools.cache
def style(*sheets: str) -> Markup:
    """Return style sheets as one text, to be put into a page."""
    return Markup(
        "\n".join((TEMPLATES / f"{name}.css").read_text(encoding="utf-8").rstrip() for name in sheets)
    )


def fill(template: str, *, root: str = "", **values: Any) -> str:
    """Return a page.

    Parameters
    ----------
    template
        File name below `templates/`, without its ending.
    root
        The way from the page to the folder of the report: empty, or `../`.
    values
        What the template asks for.
    """
    sheets = style("style", "evidence")
    return environment().get_template(f"{template}.html.j2").render(root=root, style=sheets, **values)


def write(path: Path, text: str) -> None:
    """Write a page whole or not at all; half of a pair of surrogates, which is no character, is written out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    temporary.replace(path)


def note(folder: Path, names: Iterable[str]) -> None:
    """Note that a report is about to make some files, so that they are known should it be interrupted."""
    write(folder / MADE, "".join(f"{name}\n" for name in sorted(_noted(folder) | set(names))))


def tidy(folder: Path, names: Iterable[str]) -> None:
    """Remove the files that an earlier report made and this one did not, and note those of this one.

    Parameters
    ----------
    folder
        The folder of the report.
    names
        Paths below it, with `/`. Files that no report made are never touched.
    """
    wanted, inside = set(names), folder.resolve()
    for name in sorted(_noted(folder) - wanted):
        path = (folder / name).resolve()
        if inside in path.parents:
            path.unlink(missing_ok=True)
    write(folder / MADE, "".join(f"{name}\n" for name in sorted(wanted)))


def _noted(folder: Path) -> set[str]:
    noted = folder / MADE
    return set(noted.read_text(encoding="utf-8").splitlines()) if noted.is_file() else set()
