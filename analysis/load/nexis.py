"""Read exports of Nexis Uni in Word: title, outlet, date, keys, « Body », paragraphs, « End of Document ».

Style names differ between interfaces and are not looked at. The cover with its list of titles is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.load import vocabulary
from analysis.load.article import Article, Document, Problem, Raw, gather

_KEY = re.compile(r"([^\W\d_][\w -]{1,24}?)\s*:\s*(.*)", re.DOTALL)
# a date line is short and holds little besides the date
_DATE_LINE = 90


def recognises(lines: list[str]) -> bool:
    """Tell whether the paragraphs of a Word file are those of an export."""
    named = {_marker(line) for line in lines}
    keys = {found[0] for line in lines if (found := _key(line))}
    return (
        "end" in named and bool({"body", "after"} & named or keys) or {"body"} <= named and "length" in keys
    )


def read(raw: Raw, lines: list[str]) -> tuple[list[Article], list[Problem]]:
    """Read the paragraphs of an export."""
    parts: list[list[str]] = [[]]
    for line in filter(None, lines):
        if _marker(line) == "end":
            parts.append([])
        else:
            parts[-1].append(line)
    rest = parts.pop()
    problems: list[Problem] = []
    if not parts:
        parts = [rest]
    elif _begins(rest) is not None:
        problem = "is cut off in the middle of this document, which was left out; those before it are kept"
        problems.append(Problem(raw.file, len(parts) + 1, problem, "Export it again"))
    documents = (_document(part, number) for number, part in enumerate(parts, start=1))
    articles, more = gather(raw, documents)
    return articles, more + problems


def _marker(line: str) -> str | None:
    """Return which marker a line is that stands alone: body, after or end."""
    low = line.strip().lower()
    return next(
        (name for name in ("body", "after", "end") if low in vocabulary.words()["markers"][name]), None
    )


def _key(line: str) -> tuple[str, str] | None:
    match = _KEY.fullmatch(line.strip())
    if match is None:
        return None
    said = match.group(1).strip().lower()
    name = vocabulary.lookup("fields").get(said) or vocabulary.lookup("after").get(said)
    return (name, match.group(2).strip()) if name else None


def _begins(part: list[str]) -> int | None:
    """Return where the header of a document ends: its « Body », or else its last key above the text."""
    body = next((i for i, line in enumerate(part) if _marker(line) == "body"), None)
    if body is not None:
        return body
    head = vocabulary.words()["fields"].keys()
    length = next((i for i, line in enumerate(part) if (found := _key(line)) and found[0] == "length"), None)
    if length is None:
        return None
    while length + 1 < len(part) and (found := _key(part[length + 1])) and found[0] in head:
        length += 1
    return length


def _document(part: list[str], number: int) -> Document:
    begins = _begins(part)
    # without a body and a length there is a date line at least
    above = part[: begins if begins is not None else 8]
    at = next((i for i in range(len(above) - 1, -1, -1) if _is_date(above[i])), None)
    title, outlet, published, warnings = _head(above, at)
    below = part[(begins if begins is not None else -1 if at is None else at) + 1 :]
    body = list(_text(below))
    footer = below[len(body) :]
    keys = {found[0]: found[1] for line in reversed([*above, *footer]) if (found := _key(line))}
    metadata = {
        "title": keys.get("title") or title,
        "outlet": vocabulary.outlet(outlet),
        "author": keys.get("author"),
        "published": published,
        "language": vocabulary.language(keys.get("language")),
        "section": keys.get("section"),
    }
    if keys.get("standfirst"):
        body.insert(0, keys["standfirst"])
    return Document(number, body, None, metadata, warnings)


def _head(above: list[str], at: int | None) -> tuple[str | None, str | None, str | None, tuple[str, ...]]:
    """Return title, outlet and date: they stand in this order right above each other."""
    if at is None:
        free = [line for line in above if not _key(line)]
        return (free[0] if free else None), (free[1] if len(free) > 1 else None), None, ()
    published, warnings = vocabulary.dated(above[at])
    outlet = above[at - 1] if at >= 1 else None
    title = above[at - 2] if at >= 2 else None
    return title, outlet, published, warnings


def _is_date(line: str) -> bool:
    if re.fullmatch(r"\d{4}-\d{2}", vocabulary.iso(line) or ""):
        # a magazine gives no day: « Juli 2019 »
        return True
    day = vocabulary.find_day(line)
    # « Date and Time: Friday, July 5, 2019 » of the cover, and a title that names a day, are no date lines
    return (
        day is not None
        and len(line) <= _DATE_LINE
        and day.start <= 16
        and _KEY.match(line[: day.start]) is None
    )


def _text(below: list[str]) -> Iterator[str]:
    for line in below:
        found = _key(line)
        if _marker(line) == "after" or (found and found[0] in {"loaded", "language", "kind"}):
            return
        yield line
