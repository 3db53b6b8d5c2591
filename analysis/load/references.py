"""Read lists of references whose articles lie beside them as saved pages: Zotero (CSV, RIS) and Media Cloud.

A path in such a list only says how the file is called: it is looked for below the folder of raw files, and nothing
outside that folder is ever opened. What the list says of an article goes before what the page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.errors import LoadError
from analysis.load import pages, plain, saved, vocabulary
from analysis.load.article import Article, Problem, Raw, clean_line, clean_name, doc_id_of
from analysis.load.decoding import decode
from analysis.text import normalise

# how a saved article is read
_SAVED = {".html": pages.read, ".htm": pages.read, ".xhtml": pages.read, ".txt": plain.read_text}
ENDINGS = frozenset({".csv", ".tsv", ".ris"})
_TAG = re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)")
_RIS = {
    "title": ("TI", "T1", "CT"),
    "outlet": ("T2", "JO", "JF", "JA", "BT", "J2"),
    "author": ("AU", "A1"),
    "published": ("DA", "Y1", "PY"),
    "url": ("UR",),
    "language": ("LA",),
    "section": ("SE",),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a list: its place, its identifier, its metadata, and the paths of its saved pages."""

    number: int
    key: str | None
    metadata: dict[str, str]
    paths: tuple[str, ...]


def kind_of(names: set[str]) -> str | None:
    """Tell from the names of its columns, in lower case, which list a table is."""
    if {"key", "item type"} <= names:
        return "Zotero"
    if {"url", "title"} <= names and names & {"media_name", "media_url", "media_id"}:
        return "Media Cloud"
    return None


def attached(path: Path, folder: Path) -> list[Path]:
    """Return the saved pages that a list of references names, as far as they lie below a folder; sorted.

    For every file that is no such list, nothing.
    """
    if path.suffix.lower() not in ENDINGS:
        return []
    try:
        with path.open("rb") as file:
            head = file.read(8192)
        if not _may_list(head, path.suffix.lower()):
            return []
        text, _ = decode(path.read_bytes())
    except (OSError, LoadError):
        return []
    entries = _entries(text, path.suffix.lower())
    places = saved.index(folder)
    found = {
        place
        for entry in entries
        for name in entry.paths
        if (place := saved.locate(name, path, folder, places))
    }
    return sorted(found)


def from_rows(kind: str, rows: Iterable[tuple[int, dict[str, str]]]) -> Iterator[Reference]:
    """Return the references of a table."""
    for number, row in rows:
        cells = {name.lower(): (value or "").strip() for name, value in row.items()}
        if kind == "Zotero":
            names = ("title", "publication title", "author", "date", "url", "language", "section")
            paths = tuple(
                part.strip() for part in cells.get("file attachments", "").split(";") if part.strip()
            )
            key = cells.get("key")
            cells["date"] = cells.get("date") or cells.get("publication year", "")
        else:
            names = ("title", "media_name", "", "publish_date", "url", "language", "")
            key = cells.get("id") or cells.get("stories_id")
            paths = (f"{key}.html", f"{key}.htm") if key else ()
        wanted = ("title", "outlet", "author", "published", "url", "language", "section")
        metadata = dict(zip(wanted, (cells.get(name, "") for name in names), strict=True))
        yield Reference(number, key or None, _tidied(metadata), paths)


def from_ris(text: str) -> tuple[list[Reference], int | None]:
    """Return the references of a RIS file, and the number of one that has no end."""
    done: list[Reference] = []
    fields: dict[str, list[str]] | None = None
    last = None
    for line in normalise(text).split("\n"):
        match = _TAG.match(line)
        tag, value = (match.group(1), match.group(2).strip()) if match else ("", line.strip())
        if tag == "TY":
            if fields is not None:
                done.append(_ris(fields, len(done) + 1))
            fields, last = {}, None
        elif tag == "ER" and fields is not None:
            done.append(_ris(fields, len(done) + 1))
            fields = None
        elif fields is not None and tag:
            fields.setdefault(tag, []).append(value)
            last = tag
        elif fields is not None and last and value:
            fields[last][-1] = f"{fields[last][-1]} {value}".strip()
    return done, len(done) + 1 if fields else None


def read_ris(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a RIS file."""
    text, _ = decode(raw.data)
    entries, cut = from_ris(text)
    problems = []
    if cut:
        problem = "has no end (ER): the file was cut; this entry was left out, those before it are kept"
        problems.append(Problem(raw.file, cut, problem, "Export it again"))
    if not entries and not cut:
        raise LoadError("has no entry", "Export the references again as RIS, with their files")
    if not entries:
        return [], problems
    articles, more = read(raw, entries, "RIS")
    return articles, more + problems


def read(raw: Raw, entries: Iterable[Reference], kind: str) -> tuple[list[Article], list[Problem]]:
    """Read the saved pages of a list of references.

    Raises
    ------
    LoadError
        When there is no saved page for any of them.
    """
    known = saved.index(raw.folder)
    articles: list[Article] = []
    problems: list[Problem] = []
    owners: dict[Path, str] = {}
    n = missing = 0
    for entry in entries:
        n += 1
        places = [place for name in entry.paths if (place := saved.locate(name, raw.path, raw.folder, known))]
        places = list(dict.fromkeys(places))
        if not places:
            missing += 1
            problems.append(_without(raw, entry, kind))
            continue
        key = clean_name(entry.key) if entry.key else f"{doc_id_of(raw.file)}-{entry.number:05d}"
        if places[0] in owners:
            remedy = "Give every entry its own page; the page is kept once"
            problem = f"attaches the page of {owners[places[0]]}"
            problems.append(Problem(raw.file, entry.number, problem, remedy))
            continue
        owners |= dict.fromkeys(places, key)
        found, more = _page(raw, entry, places, key)
        articles += found
        problems += more
    if n == 0:
        raise LoadError("has no entry", "Export the list again, or remove it")
    if missing == n:
        raise LoadError(*_nothing(kind, n))
    if kind == "Media Cloud" and missing:
        # nearly all entries of such a list have no page: one line says so
        problems = [problem for problem in problems if problem.problem != _ADDRESS]
        problems.append(Problem(raw.file, None, f"has {missing} of {n} entries without a saved page", _SAVE))
    return articles, problems


_ADDRESS = "is an address without a saved page"
_SAVE = "Save the page as <id>.html in the same folder, or take the text from a press database"


def _nothing(kind: str, n: int) -> tuple[str, str]:
    if kind == "Media Cloud":
        return f"holds the addresses of {n} articles (Media Cloud), not their texts", _SAVE
    return (
        f"lists {n} references ({kind}), and none of their saved pages (.html, .txt) lies in the folder",
        "Copy the saved pages (in Zotero: the folder « storage », or export with files) below data/raw/ too",
    )


def _without(raw: Raw, entry: Reference, kind: str) -> Problem:
    if kind == "Media Cloud":
        return Problem(raw.file, entry.number, _ADDRESS, _SAVE)
    names = [saved.name_of(path) for path in entry.paths if not re.match(r"https?://", path)]
    unread = [name for name in names if Path(name).suffix.lower() not in _SAVED]
    titled = f" (« {entry.metadata['title']} »)" if entry.metadata.get("title") else ""
    if names and len(unread) < len(names):
        name = next(name for name in names if name not in unread)
        problem = f"attaches {name}, which is not in the folder, or is there several times{titled}"
        return Problem(
            raw.file, entry.number, problem, "Copy it below data/raw/, in a folder named as in the list"
        )
    if names:
        problem = f"attaches {unread[0]}, which is not read{titled}"
        return Problem(raw.file, entry.number, problem, "Attach the saved page (.html) or the text (.txt)")
    remedy = "Attach the saved page (.html) or the text (.txt) and export again"
    return Problem(raw.file, entry.number, f"has no saved page{titled}", remedy)


def _page(raw: Raw, entry: Reference, places: list[Path], key: str) -> tuple[list[Article], list[Problem]]:
    failed: list[Problem] = []
    for place in places:
        name = place.relative_to(raw.folder).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")
        try:
            data = place.read_bytes()
            found, more = _SAVED[place.suffix.lower()](Raw(data, name, place, raw.folder))
        except OSError as error:
            remedy = "Check that the file exists and that you may read it"
            failed.append(Problem(name, None, f"cannot be opened ({error.strerror})", remedy))
            continue
        except LoadError as error:
            failed.append(Problem(name, None, error.problem, error.remedy))
            continue
        if len(found) != 1:
            # an export of several articles: the metadata of one entry are of none of them in particular
            return found, more
        notes = (f"{len(places)} files are attached; {name} is read",) if len(places) > 1 else ()
        (article,) = found
        metadata = {**article.metadata, **entry.metadata}
        warnings = (*article.warnings, *notes)
        return [replace(article, doc_id=key, metadata=metadata, warnings=warnings)], more
    return [], failed


def _may_list(head: bytes, ending: str) -> bool:
    if ending == ".ris":
        return True
    try:
        first = decode(head)[0].lstrip().split("\n", 1)[0]
    except LoadError:
        return False
    names = {name.strip(' "\r').lower() for name in re.split(r"[,;\t|]", first)}
    return kind_of(names) is not None


def _entries(text: str, ending: str) -> Iterable[Reference]:
    from analysis.load.tables import pick, rows_of

    if ending == ".ris":
        return from_ris(text)[0]
    names, rows = rows_of(text, "", [])
    kind = kind_of({name.lower() for name in names})
    # a list that brings its texts needs no pages
    return from_rows(kind, rows) if kind and pick(dict.fromkeys(names, "x"), "text") is None else ()


def _ris(fields: dict[str, list[str]], number: int) -> Reference:
    metadata = {
        key: next((fields[tag][0] for tag in tags if fields.get(tag) and fields[tag][0]), "")
        for key, tags in _RIS.items()
    }
    authors = [name for tag in _RIS["author"] for name in fields.get(tag, [])]
    metadata["author"] = "; ".join(authors)
    paths = [value for tag in ("L1", "L2", "L3", "L4", "LK") for value in fields.get(tag, [])]
    paths = [part.strip() for path in paths for part in path.split(";") if part.strip()]
    key = next((fields[tag][0] for tag in ("ID", "AN") if fields.get(tag) and fields[tag][0]), None)
    return Reference(number, key, _tidied(metadata), tuple(paths))


def _tidied(metadata: dict[str, str]) -> dict[str, str]:
    told = {key: clean_line(value) for key, value in metadata.items() if value and value.strip()}
    if "published" in told:
        told["published"] = vocabulary.iso(told["published"]) or told["published"]
    if code := vocabulary.language(told.get("language")):
        told["language"] = code
    return told
