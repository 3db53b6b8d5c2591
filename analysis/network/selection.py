"""Choose the statements that a network counts, and remember why each of the others was left out.

The rules are those of Discourse Network Analyzer (Leifeld 2013), except where its calendar is wrong: a week or a
month here has a year. A statement table is any table with one column for the rows, one for the columns and, if
wanted, one for the qualifier of a network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

AGGREGATIONS = {
    "affiliation": ("ignore", "subtract", "combine"),
    "project": ("ignore", "congruence", "conflict", "subtract"),
}
NORMALIZATIONS = {
    "affiliation": (None, "activity", "prominence"),
    "project": (None, "average", "jaccard", "cosine", "vector_cosine"),
}
DUPLICATES = ("include", "document", "week", "month", "year", "acrossrange", "reprint")
SCALES = ("auto", "boolean", "integer", "text")
# a time zone behind a time of day
_ZONE = r"(?<=:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$"
# a statement counts as the first of its duplicates in this order
_ORDER = ("date", "doc_id", "document_id", "start", "end", "stop", "statement_id")


@dataclass(frozen=True)
class Selection:
    """The statements of a network as numbers.

    Attributes
    ----------
    statements
        The table they come from, untouched.
    names
        The columns that give rows, columns and qualifier (None where there is none).
    row, column, level
        Codes of every statement, -1 where it has no value.
    weight
        What every statement counts: 0 where it was left out.
    reason
        Why it was left out; empty where it counts.
    rows, columns, levels
        The labels of the codes, in code-point order; levels in ascending order.
    scale
        boolean, integer or text.
    """

    statements: pd.DataFrame
    names: tuple[str, str, str | None]
    row: np.ndarray
    column: np.ndarray
    level: np.ndarray
    weight: np.ndarray
    reason: np.ndarray
    rows: np.ndarray
    columns: np.ndarray
    levels: np.ndarray
    scale: str
    options: dict = field(default_factory=dict)

    @property
    def kept(self) -> np.ndarray:
        """True for the statements that count."""
        return self.reason == ""

    @property
    def depth(self) -> int:
        """Number of levels, with one for statements that have none."""
        return max(len(self.levels) + bool((self.level[self.kept] < 0).any()), 1)

    @property
    def place(self) -> np.ndarray:
        """The level of every statement; those without one share a level of their own."""
        return np.where(self.level < 0, self.depth - 1, self.level)


def select(
    statements: pd.DataFrame,
    *,
    rows: str = "source",
    columns: str = "claim",
    qualifier: str | None = "polarity",
    aggregation: str = "ignore",
    duplicates: str = "include",
    scale: str = "auto",
    exclude: Mapping[str, Iterable] | None = None,
    invert: bool = False,
    start: object = None,
    stop: object = None,
    min_statements: int = 1,
    isolates: bool = False,
    date: str = "date",
    document: str = "doc_id",
) -> Selection:
    """Choose the statements of a network; see `affiliation` and `project` for the options."""
    _check_options(statements, rows, columns, qualifier, aggregation, duplicates, scale, min_statements)
    document = "document_id" if document not in statements and "document_id" in statements else document
    size = len(statements)
    reason = np.full(size, "", dtype=object)
    row, row_labels = _codes(statements[rows])
    column, column_labels = _codes(statements[columns])
    scale, level, levels = _levels(statements, qualifier, scale)

    _leave_out(reason, row < 0, f"no {rows}")
    _leave_out(reason, column < 0, f"no {columns}")
    if aggregation != "ignore":
        _leave_out(reason, level < 0, f"no {qualifier}")
    if start is not None or stop is not None:
        days = _dates(statements, date)
        _leave_out(reason, days.isna().to_numpy(), f"no {date}")
        _leave_out(reason, ~between(days, start, stop), f"outside the range of {date}")
    # a document left out is not there at all; a value left out leaves isolates
    values = {name: listed for name, listed in (exclude or {}).items() if name in (rows, columns, qualifier)}
    documents = {name: listed for name, listed in (exclude or {}).items() if name not in values}
    _exclude(statements, reason, documents, invert)
    in_range = reason == ""
    _exclude(statements, reason, values, invert)
    if duplicates != "include":
        by = [row, column] if aggregation == "ignore" else [row, column, level]
        again = _repeated(statements, reason == "", by, duplicates, date, document)
        _leave_out(reason, again, f"duplicate ({duplicates})")
    if min_statements > 1:
        few = [_few(codes, reason == "", min_statements) for codes in (row, column)]
        _leave_out(reason, few[0] | few[1], f"fewer than {min_statements} statements")

    shown = in_range if isolates else reason == ""
    row, row_labels = _used(row, row_labels, shown)
    column, column_labels = _used(column, column_labels, shown)
    kept = reason == ""
    level, levels = _used_levels(level, levels, kept, scale)
    return Selection(
        statements, (rows, columns, qualifier), row, column, level, kept.astype(float), reason,
        row_labels, column_labels, levels, scale,
    )  # fmt: skip


def reasons(selection: Selection) -> pd.DataFrame:
    """Return how many statements count and how many were left out, by reason."""
    names, counts = np.unique(selection.reason.astype(str), return_counts=True)
    table = pd.DataFrame({"reason": names, "n_statements": counts})
    table["reason"] = table["reason"].where(table["reason"] != "", "counted")
    return table.sort_values("reason", key=lambda names: names != "counted", kind="stable", ignore_index=True)


def weighted(selection: Selection, weight: np.ndarray) -> Selection:
    """Return the same selection with other weights, as a kernel gives them; what was left out stays out."""
    return replace(selection, weight=np.where(selection.kept, weight, 0.0))


def _check_options(
    statements: pd.DataFrame,
    rows: str,
    columns: str,
    qualifier: str | None,
    aggregation: str,
    duplicates: str,
    scale: str,
    min_statements: int,
) -> None:
    one_of("duplicates", duplicates, DUPLICATES)
    one_of("scale", scale, SCALES)
    for name in (rows, columns, *([qualifier] if qualifier else ())):
        if name not in statements:
            msg = f"The statements have no column {name!r}; they have {', '.join(map(str, statements.columns))}."
            raise ValueError(msg)
    if rows == columns:
        msg = f"rows and columns are both {rows!r}. A network needs two different columns."
        raise ValueError(msg)
    if qualifier is None and aggregation != "ignore":
        msg = f"aggregation {aggregation!r} needs a qualifier. Name its column, or use aggregation='ignore'."
        raise ValueError(msg)
    if min_statements < 1:
        msg = f"min_statements must be 1 or more, not {min_statements}"
        raise ValueError(msg)


def one_of(name: str, value: object, allowed: Iterable) -> None:
    """Raise where an option is not in its list, and name the list."""
    if value not in tuple(allowed):
        msg = f"{name} must be one of {', '.join(map(repr, allowed))}, not {value!r}"
        raise ValueError(msg)


def _codes(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Return codes and labels in code-point order; missing and empty values are -1."""
    if not isinstance(values.dtype, pd.StringDtype):
        # 1 and "1" are one label, and categories nobody uses are none
        values = values.astype(object).map(str, na_action="ignore")
    codes, labels = pd.factorize(values)
    texts = np.array([label if isinstance(label, str) else str(label) for label in labels], dtype=object)
    order = np.array(sorted(range(len(texts)), key=texts.__getitem__), dtype=np.int64)
    place = np.empty(len(texts) + 1, dtype=np.int64)
    place[order] = np.arange(len(texts))
    place[-1] = -1
    if len(texts) and texts[order[0]] == "":
        # an empty name is no name
        place[:-1] -= 1
        order = order[1:]
    return place[codes], texts[order]


def _levels(
    statements: pd.DataFrame, qualifier: str | None, scale: str
) -> tuple[str, np.ndarray, np.ndarray]:
    if qualifier is None:
        return "boolean", np.zeros(len(statements), dtype=np.int64), np.array([True])
    values = statements[qualifier]
    if scale == "auto":
        scale = _scale(values)
    if scale == "text":
        return scale, *_codes(values)
    numbers = pd.to_numeric(values.astype(object), errors="raise").astype("Float64")
    if not np.isfinite(numbers.dropna().to_numpy(dtype=float)).all():
        msg = f"{qualifier} has infinite values. Replace them, or leave those statements out."
        raise ValueError(msg)
    if scale == "boolean":
        found = set(numbers.dropna().unique().tolist())
        if not (found <= {0.0, 1.0} or found <= {-1.0, 1.0}):
            msg = f"{qualifier} has the values {sorted(found)[:6]}; a boolean one has 0 and 1, or -1 and 1. Use scale='integer'."
            raise ValueError(msg)
        level = np.where(numbers.isna(), -1, (numbers.fillna(0) > 0).astype(int))
        return scale, level.astype(np.int64), np.array([0, 1])
    codes, labels = pd.factorize(numbers.to_numpy(dtype=float, na_value=np.nan), sort=True)
    return scale, codes.astype(np.int64), np.asarray(labels)


def scale_of(statements: pd.DataFrame, options: Mapping) -> str:
    """Return the scale of a whole table, so that its parts are not read on another one."""
    qualifier = options.get("qualifier", "polarity")
    chosen = options.get("scale", "auto")
    if chosen != "auto" or qualifier is None or qualifier not in statements:
        return chosen
    return _scale(statements[qualifier])


def _scale(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "boolean"
    # numbers may come as text or as objects, from a spreadsheet or from two tables put together
    numbers = pd.to_numeric(values.astype(object), errors="coerce")
    if numbers.notna().sum() == values.notna().sum() and values.notna().any():
        found = set(numbers.dropna().unique().tolist())
        return "boolean" if found <= {0, 1} or found <= {-1, 1} else "integer"
    return "text"


def _used_levels(
    level: np.ndarray, levels: np.ndarray, kept: np.ndarray, scale: str
) -> tuple[np.ndarray, np.ndarray]:
    # a boolean has both its levels even where nobody denies anything
    return (level, levels) if scale == "boolean" else _used(level, levels, kept)


def _used(codes: np.ndarray, labels: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop the labels that no statement uses; codes of statements without one become -1."""
    present = np.zeros(len(labels) + 1, dtype=bool)
    present[codes[kept]] = True
    present[-1] = False
    place = np.cumsum(present) - 1
    place[~present] = -1
    return place[codes], labels[present[:-1]]


def _leave_out(reason: np.ndarray, where: np.ndarray, why: str) -> None:
    reason[where & (reason == "")] = why


def _dates(statements: pd.DataFrame, date: str) -> pd.Series:
    if date not in statements:
        msg = f"The statements have no column {date!r}. Name the column of dates with date=, or leave out what needs it."
        raise ValueError(msg)
    return moments(statements[date])


def moments(values: pd.Series) -> pd.Series:
    """Return points in time as the clock showed them, without their zone; missing as NaT."""
    if isinstance(values.dtype, pd.DatetimeTZDtype):
        return values.dt.tz_localize(None)
    if not pd.api.types.is_datetime64_any_dtype(values):
        texts = values.astype(object).map(str, na_action="ignore")
        values = texts.str.replace(_ZONE, "", regex=True)
    return pd.to_datetime(values, format="ISO8601")


def moment(value: object) -> pd.Timestamp:
    """Return one point in time without a zone."""
    return pd.Timestamp(value).tz_localize(None)


def end_of(value: object) -> pd.Timestamp:
    """Return the last moment of a day, month or year; a point with a time of day is its own end."""
    if isinstance(value, str) and ":" not in value:
        return pd.Period(value).end_time
    last = moment(value)
    return (
        pd.Period(last, freq="D").end_time
        if last == last.normalize() and not isinstance(value, str)
        else last
    )


def between(days: pd.Series, start: object, stop: object) -> np.ndarray:
    inside = pd.Series(True, index=days.index)
    if start is not None:
        inside &= days >= moment(start)
    if stop is not None:
        inside &= days <= end_of(stop)
    return inside.to_numpy()


def _exclude(
    statements: pd.DataFrame, reason: np.ndarray, exclude: Mapping[str, Iterable], invert: bool
) -> None:
    for name, values in exclude.items():
        if name not in statements:
            msg = f"exclude names the column {name!r}; the statements have {', '.join(map(str, statements.columns))}."
            raise ValueError(msg)
        if isinstance(values, str):
            msg = f"exclude[{name!r}] must be a list of values, not the text {values!r}"
            raise ValueError(msg)
        listed = statements[name].isin(list(values)).to_numpy()
        _leave_out(reason, ~listed if invert else listed, f"excluded by {name}")


def _repeated(
    statements: pd.DataFrame, kept: np.ndarray, by: list[np.ndarray], rule: str, date: str, document: str
) -> np.ndarray:
    """Return which statements repeat an earlier one inside the same document, period, reprint group or range."""
    keys = pd.DataFrame(dict(enumerate(by)))
    if rule == "document":
        keys["document"] = _known(_column(statements, document, rule))
    elif rule == "reprint":
        keys["reprint"] = _known(_column(statements, "reprint", rule))
    elif rule != "acrossrange":
        days = _dates(statements, date)
        keys["period"] = _period(days, rule)
        # what has no date is compared within its article: that was published once
        if days.isna().any():
            articles = _known(_column(statements, document, rule))
            keys["period"] = np.where(days.isna(), -1 - articles - len(articles), keys["period"])
    order = [name for name in _ORDER if name in statements and name != date]
    sorting = statements[order].reset_index(drop=True)
    if date in statements:
        sorting.insert(0, "when", moments(statements[date]).to_numpy())
    first = keys.loc[np.flatnonzero(kept)]
    if len(sorting.columns):
        first = first.loc[sorting.loc[first.index].sort_values(list(sorting.columns), kind="stable").index]
    again = np.zeros(len(statements), dtype=bool)
    again[first.index[first.duplicated().to_numpy()]] = True
    return again


def _column(statements: pd.DataFrame, name: str, rule: str) -> np.ndarray:
    if name not in statements:
        remedy = (
            "Add the groups that `reuse.groups` gives"
            if name == "reprint"
            else "Name it with document=, or use duplicates='include'"
        )
        msg = f"duplicates={rule!r} needs the column {name!r}. {remedy}."
        raise ValueError(msg)
    return statements[name].to_numpy()


def _known(values: np.ndarray) -> np.ndarray:
    """Return a number for each value; what is not known is like nothing else."""
    codes = pd.factorize(pd.Series(values))[0]
    return np.where(codes < 0, -1 - np.arange(len(codes)), codes)


def _period(days: pd.Series, rule: str) -> np.ndarray:
    """Return the number of the year, of the month with its year, or of the ISO week (Monday first) since 1970."""
    if rule == "year":
        return days.dt.year.fillna(0).astype(np.int64).to_numpy()
    if rule == "month":
        return (days.dt.year * 12 + days.dt.month).fillna(0).astype(np.int64).to_numpy()
    monday = pd.Timestamp("1969-12-29")
    return ((days - monday).dt.days // 7).fillna(0).astype(np.int64).to_numpy()


def _few(codes: np.ndarray, kept: np.ndarray, least: int) -> np.ndarray:
    counts = np.bincount(codes[kept], minlength=codes.max(initial=0) + 1)
    return counts[codes] < least
