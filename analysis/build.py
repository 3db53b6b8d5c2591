"""Build the tables: one pure function per article, mapped over partitions of files.

Each partition writes its own Parquet parts under a temporary name and renames them,
so that an interrupted build resumes and a table is never half there. The parts are then
joined and sorted; nothing depends on the number of processes or on their order.
"""

from __future__ import annotations

import errno
import functools
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analysis import (
    across,
    actors,
    corpus,
    corrections,
    dates,
    languages,
    lines,
    load,
    manifest,
    partitions,
    project,
    schema,
    statements,
    store,
    workers,
)
from analysis.actors import Alias
from analysis.corpus import Corpus
from analysis.corrections import Correction
from analysis.errors import CorpusError
from analysis.load import Article, Problem
from analysis.partitions import Chunk, Partition
from analysis.project import Project
from analysis.text import count_tokens, normalise

# articles from which memory counts
_MANY = 20_000
# a disk or a quota
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@dataclass(frozen=True)
class Summary:
    """What a build did, to be printed.

    `changed` is False when the tables were already those of the raw files.
    """

    files: int
    articles: int
    lines: int
    kept: int
    statements: int = 0
    coded: int = 0
    passages: int = 0
    frequent: int = 0
    template: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reused: int = 0
    changed: bool = True
    seconds: float = 0.0


def open_corpus(root: str | Path | None = None) -> Corpus:
    """Return the tables of a project, rebuilt first where raw files, language files or code changed.

    Parameters
    ----------
    root
        Folder that holds `data/raw/`; by default the current folder or the nearest one above it.

    Raises
    ------
    CorpusError
        When there is no `data/raw/`, or nothing in it can be read.
    """
    where = project.find(root)
    build(where.root)
    return corpus.stored(where.processed, root=where.root)


def analyse(
    text: str,
    *,
    doc_id: str = "text",
    language: str | None = None,
    published: str | date | None = None,
    aliases: Mapping[str, Alias] | None = None,
) -> Corpus:
    """Analyse one text without any file: the quickest way in.

    Parameters
    ----------
    text
        An article.
    doc_id
        Its identifier in the tables.
    language
        ISO 639-1 code, when it is known.
    published
        Publication date (`2017-11-14` or a date), when it is known.
    aliases
        What `actors.read_aliases` gives: names that mean the same.
    """
    metadata = {"language": language, "published": str(published) if published else None}
    raw = normalise(text)
    article = Article(
        doc_id,
        doc_id,
        manifest.digest(raw),
        "utf-8",
        raw,
        {key: value for key, value in metadata.items() if value},
    )
    rows = analyse_article(article, aliases=aliases)
    tables = {name: schema.frame(name, rows.get(name, ())) for name in schema.TABLES}
    return Corpus(**{**tables, "texts": tables["texts"].set_index("doc_id")["text"]})


def analyse_article(
    article: Article,
    *,
    repeated: Iterable[str] = frozenset(),
    aliases: Mapping[str, Alias] | None = None,
    corrected: Sequence[Correction] = (),
) -> dict[str, list[tuple]]:
    """Return the rows of every table for one article: a pure function of the article and the repeated lines.

    Parameters
    ----------
    article
        What `load.read` gives.
    repeated
        Signatures of lines that recur in other files of the corpus.
    aliases
        What `actors.read_aliases` gives.
    corrected
        What `corrections.read` gives.
    """
    given = article.metadata
    rows = lines.label_rows(article.text, language=_code(given.get("language")), repeated=repeated)
    rows = _titled(article.text, rows, given.get("title"))
    language = _code(given.get("language")) or _main_language(rows)
    identity = lines.identify(article.text, rows, language=language)
    kept = [row for row in rows if row.keep]
    tokeniser = language if language in languages.available() else "fr"
    n_words = sum(count_tokens(article.text[row.start : row.end], language=tokeniser) for row in kept)
    warnings = list(article.warnings)
    if given.get("language") and _code(given["language"]) is None:
        warnings.append(f"the language « {given['language']} » of the record is not known; it was detected")
    if not kept:
        warnings.append("no running text was found; every line was left out")
    if language is not None and language not in languages.available():
        warnings.append(
            f"in {language}, for which there is no language file; lines were judged by their form alone"
        )
    zones = [(row.start, row.end, row.zone) for row in rows]
    published, told = _when(article.text, zones, tokeniser, given.get("published"))
    stated = given.get("published")
    if stated and published.basis != "metadata":
        warnings.append(f"the date « {stated} » of the record could not be read")
    elif stated and not re.match(r"\d{4}", stated):
        warnings.append(f"the date « {stated} » of the record was read as {published.edtf}")
    record = (
        article.doc_id,
        article.file,
        article.sha256,
        article.encoding,
        language,
        given.get("title") or identity.title,
        given.get("author"),
        given.get("section"),
        given.get("url"),
        given.get("outlet") or identity.outlet,
        "metadata" if given.get("outlet") else identity.outlet_evidence,
        identity.credit,
        identity.credit_evidence,
        *published,
        published.edtf,
        article.doc_id,
        len(article.text),
        sum(row.end - row.start for row in rows),
        sum(row.end - row.start for row in kept),
        n_words,
        "; ".join(warnings) or None,
    )
    said, named = [], []
    outlet = given.get("outlet") or identity.outlet or identity.credit
    if language in languages.available() or language is None:
        said, named = statements.extract_rows(
            article.text,
            doc_id=article.doc_id,
            language=tokeniser,
            labelled=zones,
            aliases=aliases or {},
            outlet=outlet,
        )
    if corrected:
        said, more, noted = corrections.apply(
            said, article.text, corrected, doc_id=article.doc_id, labelled=zones, language=tokeniser, aliases=aliases,
            outlet=outlet,
        )  # fmt: skip
        named = sorted({*named, *more}, key=lambda mention: mention[:2])
        record = (*record[:-1], "; ".join([*warnings, *noted]) or None)
    return {
        "articles": [record],
        "lines": [(article.doc_id, *row) for row in rows],
        "statements": [(article.doc_id, *row) for row in said],
        "mentions": [(article.doc_id, *row) for row in named],
        "dates": [(article.doc_id, *row) for row in told],
        "texts": [(article.doc_id, article.text)],
    }


def _when(
    text: str, zones: list[tuple[int, int, str]], language: str, given: str | None
) -> tuple[dates.Publication, list[dates.Row]]:
    """Return when an article was published, and its temporal expressions reckoned from there."""
    scanned = dates.scan(text, language)
    found = dates.find_rows(text, language=language, labelled=zones, scanned=scanned)
    published = dates.publication_rows(text, zones, found, language=language, metadata=given, scanned=scanned)
    if published.edtf is None:
        return published, found
    return published, dates.find_rows(
        text, anchor=published.edtf, language=language, labelled=zones, scanned=scanned, told=found
    )


def build(
    root: str | Path | None = None,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    progress: Callable[[Iterable, int], Iterable] | None = None,
) -> Summary:
    """Make the tables of a project, as far as they are not there yet.

    Parameters
    ----------
    root
        Folder that holds `data/raw/`.
    jobs
        Number of processes; the tables are the same for every number.
    scheduler
        `local`, or the address of a Dask scheduler, to use a cluster; every worker has to see the project's folder.
    progress
        Wraps the loop over partitions, given the iterable and its length, to show how far it is.

    Raises
    ------
    CorpusError
        When no file in `data/raw/` can be used (the message lists what is wrong with each), or the scheduler does
        not answer.
    """
    began = time.perf_counter()
    where = project.find(root)
    inputs = manifest.look(where)
    if last := manifest.current(where, inputs):
        return Summary(**{**last.summary, "changed": False, "seconds": time.perf_counter() - began})

    code = manifest.of_code()
    try:
        summary = _make(where, inputs, code, jobs, scheduler, progress)
    except OSError as error:
        if error.errno not in _FULL:
            raise
        shutil.rmtree(_next(where), ignore_errors=True)
        msg = (
            f"The disk is full: {where.processed} needs up to ten times the space of the articles. Free some and run "
            "again; what was finished is kept. The tables are as they were."
        )
        raise CorpusError(msg) from error
    return replace(summary, seconds=time.perf_counter() - began)


def _make(
    where: Project,
    inputs: manifest.Inputs,
    code: str,
    jobs: int,
    scheduler: str | None,
    progress: Callable[[Iterable, int], Iterable] | None,
) -> Summary:
    """Analyse, join, and put the new tables in the place of the old ones."""
    portions = partitions.split(inputs, code)
    parts = where.processed / ".build" / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    aliases = actors.read_aliases(where.annotations / "aliases.csv")
    corrected = corrections.read(where.annotations / corrections.FILE)
    book = across.book(where, aliases)
    with workers.scheduler(scheduler, folder=where.root) as spread:
        mapped = functools.partial(workers.each, jobs=jobs, spread=spread)
        work, n_new = _analyse(where, portions, parts, aliases, corrected, mapped, progress)
        made = [item.target for item in work]
        summary = _join(
            where, made, inputs.passed_over, book, aliases, mapped, progress, -1 if spread else jobs
        )
    said = store.read(_next(where) / "statements.parquet", ["statement_id", "rule"])
    named = store.read(_next(where) / "articles.parquet", ["doc_id", "warnings"])
    noted = corrections.report(corrected, named, said)
    n_files = len(inputs.files) + len(inputs.passed_over)
    summary = replace(summary, warnings=[*noted, *summary.warnings], files=n_files, reused=len(work) - n_new)
    # a build that is killed while the tables change places must not leave them looking finished
    manifest.path_of(where).unlink(missing_ok=True)
    sizes = store.put(where, _next(where))
    manifest.write(where, manifest.Manifest(code, inputs.checksums, sizes, {**asdict(summary), "reused": 0}))
    shutil.rmtree(_next(where), ignore_errors=True)
    _tidy(parts, {item.target.name for item in work} | {part.key for part in portions})
    return summary


def _analyse(
    where: Project,
    portions: list[Partition],
    parts: Path,
    aliases: dict[str, Alias],
    corrected: tuple[Correction, ...],
    mapped: Callable[[Callable, list], Iterator],
    progress: Callable[[Iterable, int], Iterable] | None,
) -> tuple[list[_Work], int]:
    """Store the parts of every partition that are not there yet; return all partitions and how many were made."""
    scanned = mapped(partitions.scan, [(where.raw, part, parts) for part in portions])
    scans = list(_shown(progress, scanned, len(portions)))
    recurring, twice = partitions.recurring(scans), partitions.twice(scans)
    work = [
        _Work(
            where.raw,
            aliases,
            chunk,
            parts,
            partitions.shared(scan, recurring),
            twice & set(scan["ids"].tolist()),
            corrections.of_partition(corrected, set(scan["ids"].tolist())),
        )
        for part, scan in zip(portions, scans, strict=True)
        for chunk in partitions.chunks(part, scan)
    ]
    todo = [item for item in work if not (item.target / "done").is_file()]
    for _ in _shown(progress, mapped(_work, todo), len(todo)):
        pass
    return work, len(todo)


def _join(
    where: Project,
    parts: list[Path],
    passed_over: list[Problem],
    book: across.Book | None,
    aliases: dict[str, Alias],
    mapped: Callable[[Callable, list], Iterator],
    progress: Callable[[Iterable, int], Iterable] | None,
    jobs: int,
) -> Summary:
    """Make all tables from their parts, beside the old ones; raise where there is no article."""
    folder = _next(where)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "csv").mkdir(parents=True)
    cuts = store.cuts(parts)
    joined = [
        _Join(
            name,
            parts,
            folder,
            cuts if name != "problems" else [],
            passed_over if name == "problems" else None,
        )
        for name in store.PER_ARTICLE
    ]
    counts = dict(zip(store.PER_ARTICLE, _shown(progress, mapped(_write, joined), len(joined)), strict=True))
    if not counts["articles"]:
        problems = store.read(folder / "problems.parquet")
        shutil.rmtree(where.processed / ".build", ignore_errors=True)
        raise CorpusError(_nothing(where, problems))
    across.mark(folder)
    lost = across.code(folder, book, aliases, mapped)
    across.date(folder)
    alone = jobs == 1 and counts["articles"] > _MANY
    # this process still holds what it needed for the articles
    counted = workers.apart(across.share, folder) if alone else across.share(folder, jobs=jobs)
    copies = [(folder / f"{name}.parquet", folder / "csv" / f"{name}.csv") for name in schema.PUBLIC]
    for _ in _shown(progress, mapped(_copy, copies), len(copies)):
        pass
    return _summary(folder, counts, counted, lost)


def _shown(progress: Callable[[Iterable, int], Iterable] | None, items: Iterable, total: int) -> Iterable:
    return progress(items, total) if progress else items


def _next(where: Project) -> Path:
    """Return the folder in which tables are made before they take the place of the old ones."""
    return where.processed / ".build" / "next"


# --- partitions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Join:
    """One table to be made from its parts."""

    name: str
    parts: list[Path]
    folder: Path
    cuts: list[str]
    passed_over: list[Problem] | None


def _write(item: _Join) -> int:
    also = None if item.passed_over is None else schema.table(item.name, item.passed_over)
    target = item.folder / f"{item.name}.parquet"
    return store.join(item.name, item.parts, target, cuts=item.cuts, also=also)


def _copy(item: tuple[Path, Path]) -> bool:
    return store.copy_csv(*item)


@dataclass(frozen=True)
class _Work:
    """One chunk with what the rest of the corpus tells about it."""

    folder: Path
    aliases: dict[str, Alias]
    chunk: Chunk
    parts: Path
    repeated: frozenset[int]
    twice: frozenset[str]
    corrected: tuple[Correction, ...] = ()

    @property
    def target(self) -> Path:
        """The folder of the parts; its name changes when anything that goes into them does."""
        known = (*map(str, sorted(self.repeated)), *sorted(self.twice), repr(sorted(self.aliases.items())))
        known += tuple(map(repr, self.corrected))
        return self.parts / manifest.digest(self.chunk.key, *known)[:32]


def _work(item: _Work) -> str:
    """Analyse the articles of one partition and store its parts; the last file written says that they are whole."""
    temporary = item.target.with_suffix(".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    rows: dict[str, list[tuple]] = {name: [] for name in store.PER_ARTICLE}
    for articles, problems in partitions.articles(item.folder, item.chunk, item.parts):
        rows["problems"] += problems
        for article in articles:
            if article.doc_id in item.twice:
                note = f"shares the identifier {article.doc_id} with another article"
                unique = f"{article.doc_id}@{article.file}"
                article = replace(article, doc_id=unique, warnings=(*article.warnings, note))
            repeated = {
                signature
                for signature in partitions.signatures(article)
                if partitions.hashed(signature) in item.repeated
            }
            try:
                made = analyse_article(
                    article, repeated=repeated, aliases=item.aliases, corrected=item.corrected
                )
            except Exception as error:  # one article must never stop the others
                problem = f"could not be analysed ({type(error).__name__}: {error})"
                remedy = "Report this with the file; the other articles are not affected"
                rows["problems"].append(Problem(article.file, None, problem, remedy))
                continue
            for name, some in made.items():
                rows[name] += some
    for name, some in rows.items():
        store.write_part(name, some, temporary)
    (temporary / "done").touch()
    shutil.rmtree(item.target, ignore_errors=True)
    temporary.replace(item.target)
    return item.target.name


def _tidy(parts: Path, used: set[str]) -> None:
    for path in parts.iterdir():
        # what is kept of a partition begins with its key
        if path.name not in used and re.split(r"[-.]", path.name)[0] not in used:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _summary(folder: Path, counts: dict[str, int], counted: dict[str, int], lost: list[str]) -> Summary:
    warned = store.read(folder / "articles.parquet", ["doc_id", "warnings"])
    warned = warned.filter(pc.is_valid(warned["warnings"])).to_pylist()
    kept = store.read(folder / "lines.parquet", ["keep"])["keep"]
    coded = store.read(folder / "codes.parquet", ["statement_id"])["statement_id"]
    return Summary(
        files=0,
        articles=counts["articles"],
        lines=counts["lines"],
        kept=pc.sum(kept).as_py() or 0,
        statements=counts["statements"],
        coded=pc.count_distinct(coded).as_py(),
        problems=store.read(folder / "problems.parquet").to_pylist(),
        warnings=[*(f"{row['doc_id']}: {row['warnings']}" for row in warned), *lost],
        **counted,
    )


def _nothing(where: Project, problems: pa.Table) -> str:
    listed = "".join(f"\n  {p['file']}: {p['problem']}. {p['remedy']}." for p in problems.to_pylist()[:20])
    endings = ", ".join(sorted(load.READERS))
    return f"No article in {where.raw} can be used. Put texts there ({endings}).{listed}"


# --- one article ------------------------------------------------------------------------------------------------


def _titled(text: str, rows: list[lines.Line], title: str | None) -> list[lines.Line]:
    """Return the lines with the first one labelled as title where the record says that it is."""
    if title and rows and rows[0].keep and text[rows[0].start : rows[0].end] == title.strip():
        rows = [
            rows[0]._replace(zone="title", keep=False, reason="the title that the record gives"),
            *rows[1:],
        ]
    return rows


def _code(language: str | None) -> str | None:
    # « und », « unknown » and « other » name no language: it is detected then
    return load.language(language)


def _main_language(rows: list[lines.Line]) -> str | None:
    sizes: dict[str, int] = {}
    for row in rows:
        if row.language and row.keep:
            sizes[row.language] = sizes.get(row.language, 0) + row.end - row.start
    return max(sorted(sizes), key=sizes.__getitem__) if sizes else None
