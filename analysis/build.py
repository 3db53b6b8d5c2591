"""Build the tables: one pure function per article, mapped over partitions of files.

Each partition writes its own Parquet parts under a temporary name and renames them,
so that an interrupted build resumes and a table is never half there. The parts are then
joined and sorted; nothing depends on the number of processes or on their order.
"""

from __future__ import annotations

import functools
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analysis import (
    across,
    actors,
    corrections,
    dates,
    languages,
    lines,
    load,
    manifest,
    project,
    schema,
    statements,
    store,
    workers,
)
from analysis.actors import Alias
from analysis.corrections import Correction
from analysis.errors import CorpusError, LoadError
from analysis.load import Article, Problem
from analysis.project import Project
from analysis.text import count_tokens, normalise

# files per partition: large enough to keep a process busy, small enough to lose little
PARTITION = 1000


@dataclass(frozen=True)
class Corpus:
    """The tables of a corpus.

    Attributes
    ----------
    articles, lines, statements, mentions, dates, codes, problems
        DataFrames with the columns of `schema`.
    texts
        Series of the articles' texts, indexed by `doc_id`; every position in a table counts in one of them.
    root
        The project folder; None for a text analysed without files.
    """

    articles: pd.DataFrame
    lines: pd.DataFrame
    statements: pd.DataFrame
    mentions: pd.DataFrame
    dates: pd.DataFrame
    codes: pd.DataFrame
    problems: pd.DataFrame
    texts: pd.Series
    root: Path | None = None


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
    tables = {
        name: schema.from_arrow(pq.read_table(where.processed / f"{name}.parquet"), name)
        for name in schema.TABLES
    }
    for name, table in tables.items():
        schema.validate(name, table)
    texts = tables.pop("texts").set_index("doc_id")["text"]
    return Corpus(**tables, texts=texts, root=where.root)


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
    identity = lines.identify(article.text, rows)
    language = _code(given.get("language")) or _main_language(rows)
    kept = [row for row in rows if row.keep]
    tokeniser = language if language in languages.available() else "fr"
    n_words = sum(count_tokens(article.text[row.start : row.end], language=tokeniser) for row in kept)
    warnings = list(article.warnings)
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
        given.get("outlet") or identity.outlet,
        "metadata" if given.get("outlet") else identity.outlet_evidence,
        identity.credit,
        identity.credit_evidence,
        *published,
        published.edtf,
        len(article.text),
        sum(row.end - row.start for row in rows),
        sum(row.end - row.start for row in kept),
        n_words,
        "; ".join(warnings) or None,
    )
    said, named = [], []
    if language in languages.available() or language is None:
        said, named = statements.extract_rows(
            article.text,
            doc_id=article.doc_id,
            language=tokeniser,
            labelled=zones,
            aliases=aliases or {},
            outlet=record[6] or record[8],
        )
    if corrected:
        said, more, noted = corrections.apply(
            said, article.text, corrected, doc_id=article.doc_id, labelled=zones, language=tokeniser, aliases=aliases,
            outlet=record[6] or record[8],
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
    published = dates.publication_rows(text, zones, found, language=language, metadata=given)
    if published.edtf is None:
        return published, found
    return published, dates.find_rows(
        text, anchor=published.edtf, language=language, labelled=zones, scanned=scanned
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
    partitions = _partition(inputs, code)
    parts = where.processed / ".build" / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    aliases = actors.read_aliases(where.annotations / "aliases.csv")
    corrected = corrections.read(where.annotations / corrections.FILE)
    with workers.scheduler(scheduler, folder=where.root) as spread:
        mapped = functools.partial(workers.each, jobs=jobs, spread=spread)
        work, n_new = _analyse(where, partitions, parts, aliases, corrected, mapped, progress)
    tables = store.join([item.target for item in work], inputs.passed_over)
    if not tables["articles"].num_rows:
        shutil.rmtree(parts.parent, ignore_errors=True)
        raise CorpusError(_nothing(where, tables["problems"]))
    tables["codes"], lost = across.code(where, tables["statements"], aliases)
    tables |= across.date(tables)
    summary = _summary(tables, len(inputs.files) + len(inputs.passed_over), len(work) - n_new)
    noted = corrections.report(corrected, tables["articles"], tables["statements"])
    summary = replace(summary, warnings=[*noted, *summary.warnings, *lost])
    sizes = store.put(where, tables)
    manifest.write(where, manifest.Manifest(code, inputs.checksums, sizes, {**asdict(summary), "reused": 0}))
    _tidy(parts, {item.target.name for item in work} | {f"{part.key}.npz" for part in partitions})
    return replace(summary, seconds=time.perf_counter() - began)


def _analyse(
    where: Project,
    partitions: list[_Partition],
    parts: Path,
    aliases: dict[str, Alias],
    corrected: tuple[Correction, ...],
    mapped: Callable[[Callable, list], Iterator],
    progress: Callable[[Iterable, int], Iterable] | None,
) -> tuple[list[_Work], int]:
    """Store the parts of every partition that are not there yet; return all partitions and how many were made."""
    scans = list(mapped(_scan, [(where.raw, part, parts) for part in partitions]))
    recurring, twice = _recurring(scans), _twice(scans)
    work = [
        _Work(
            where.raw,
            aliases,
            part,
            parts,
            _shared(scan, recurring),
            twice & set(scan["ids"].tolist()),
            corrections.of_partition(corrected, set(scan["ids"].tolist())),
        )
        for part, scan in zip(partitions, scans, strict=True)
    ]
    todo = [item for item in work if not (item.target / "done").is_file()]
    finished = mapped(_work, todo)
    for _ in progress(finished, len(todo)) if progress else finished:
        pass
    return work, len(todo)


# --- partitions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Partition:
    """Some files of the corpus; `key` changes when their content or the code does."""

    files: tuple[str, ...]
    key: str


def _partition(inputs: manifest.Inputs, code: str) -> list[_Partition]:
    """Distribute files by a hash of their names, so that a new file changes one partition only."""
    count = 1
    while count * PARTITION < len(inputs.files):
        count *= 2
    groups: dict[int, list[str]] = {}
    for name in sorted(inputs.files):
        groups.setdefault(int(manifest.digest(name)[:8], 16) % count, []).append(name)
    return [
        _Partition(
            tuple(group), manifest.digest(code, *(f"{name}\n{inputs.checksums[name]}" for name in group))
        )
        for _, group in sorted(groups.items())
    ]


@dataclass(frozen=True)
class _Work:
    """One partition with what the rest of the corpus tells about it."""

    folder: Path
    aliases: dict[str, Alias]
    part: _Partition
    parts: Path
    repeated: frozenset[int]
    twice: frozenset[str]
    corrected: tuple[Correction, ...] = ()

    @property
    def target(self) -> Path:
        """The folder of the parts; its name changes when anything that goes into them does."""
        known = (*map(str, sorted(self.repeated)), *sorted(self.twice), repr(sorted(self.aliases.items())))
        known += tuple(map(repr, self.corrected))
        return self.parts / manifest.digest(self.part.key, *known)[:32]


def _articles(folder: Path, names: Iterable[str]) -> Iterator[tuple[list[Article], list[Problem]]]:
    for name in names:
        try:
            yield load.read(_path(folder, name), folder=folder)
        except LoadError as error:
            yield [], [Problem(name, None, error.problem, error.remedy)]


def _path(folder: Path, name: str) -> Path:
    path = folder / name
    if path.exists() or "\\" not in name:
        return path
    # the name was made printable; find the file that it stands for
    return next((p for p in folder.rglob("*") if load.relative(p, folder) == name), path)


def _scan(item: tuple[Path, _Partition, Path]) -> dict[str, np.ndarray]:
    """Return the identifiers of a partition and its (line, article) pairs as hashes.

    An article stands for its longest line, so that reprints of one text count once.
    """
    folder, part, parts = item
    stored = parts / f"{part.key}.npz"
    if not stored.is_file():
        pairs: list[tuple[int, int]] = []
        ids: list[str] = []
        for articles, _ in _articles(folder, part.files):
            for article in articles:
                longest = _hash(max(article.text.split("\n"), key=len))
                pairs += [(_hash(signature), longest) for signature in sorted(_signatures(article))]
                ids.append(article.doc_id)
        temporary = stored.with_suffix(".tmp.npz")
        np.savez(temporary, pairs=np.array(pairs, np.uint64).reshape(-1, 2), ids=np.array(ids, np.str_))
        temporary.replace(stored)
    with np.load(stored) as arrays:
        return dict(arrays)


def _signatures(article: Article) -> set[str]:
    return {lines.signature(line) for line in article.text.split("\n") if 0 < len(line) <= 200} - {""}


def _recurring(scans: list[dict[str, np.ndarray]]) -> np.ndarray:
    """Return the hashes of lines that stand in at least two articles, and in one of a thousand."""
    pairs = np.unique(
        np.concatenate([scan["pairs"] for scan in scans] or [np.empty((0, 2), np.uint64)]), axis=0
    )
    values, counts = np.unique(pairs[:, 0], return_counts=True)
    return values[counts >= max(2, sum(len(scan["ids"]) for scan in scans) // 1000)]


def _twice(scans: list[dict[str, np.ndarray]]) -> frozenset[str]:
    """Return the identifiers that more than one article has."""
    ids = np.concatenate([scan["ids"] for scan in scans] or [np.empty(0, np.str_)])
    values, counts = np.unique(ids, return_counts=True)
    return frozenset(values[counts > 1].tolist())


def _shared(scan: dict[str, np.ndarray], recurring: np.ndarray) -> frozenset[int]:
    return frozenset(np.intersect1d(scan["pairs"][:, 0], recurring).tolist())


def _hash(line: str) -> int:
    return int(manifest.digest(line)[:16], 16)


def _work(item: _Work) -> str:
    """Analyse the articles of one partition and store its parts; the last file written says that they are whole."""
    temporary = item.target.with_suffix(".tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    rows: dict[str, list[tuple]] = {name: [] for name in store.PER_ARTICLE}
    for articles, problems in _articles(item.folder, item.part.files):
        rows["problems"] += problems
        for article in articles:
            if article.doc_id in item.twice:
                note = f"shares the identifier {article.doc_id} with another article"
                unique = f"{article.doc_id}@{article.file}"
                article = replace(article, doc_id=unique, warnings=(*article.warnings, note))
            repeated = {signature for signature in _signatures(article) if _hash(signature) in item.repeated}
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
        pq.write_table(schema.table(name, some), temporary / f"{name}.parquet")
    (temporary / "done").touch()
    shutil.rmtree(item.target, ignore_errors=True)
    temporary.replace(item.target)
    return item.target.name


def _tidy(parts: Path, used: set[str]) -> None:
    for path in parts.iterdir():
        if path.name not in used:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _summary(tables: dict[str, pa.Table], n_files: int, reused: int) -> Summary:
    articles, all_lines = tables["articles"], tables["lines"]
    warned = [
        f"{doc_id}: {warning}"
        for doc_id, warning in zip(
            articles["doc_id"].to_pylist(), articles["warnings"].to_pylist(), strict=True
        )
        if warning
    ]
    return Summary(
        files=n_files,
        articles=articles.num_rows,
        lines=all_lines.num_rows,
        kept=pc.sum(all_lines["keep"]).as_py() or 0,
        statements=tables["statements"].num_rows,
        coded=pc.count_distinct(tables["codes"]["statement_id"]).as_py(),
        problems=tables["problems"].to_pylist(),
        warnings=warned,
        reused=reused,
    )


def _nothing(where: Project, problems: pa.Table) -> str:
    listed = "".join(f"\n  {p['file']}: {p['problem']}. {p['remedy']}." for p in problems.to_pylist()[:20])
    endings = ", ".join(sorted(load.READERS))
    return f"No article in {where.raw} can be used. Put texts there ({endings}).{listed}"


# --- one article ------------------------------------------------------------------------------------------------


def _code(language: str | None) -> str | None:
    return language.strip().lower()[:2] if language and language.strip()[:2].isalpha() else None


def _main_language(rows: list[lines.Line]) -> str | None:
    sizes: dict[str, int] = {}
    for row in rows:
        if row.language and row.keep:
            sizes[row.language] = sizes.get(row.language, 0) + row.end - row.start
    return max(sorted(sizes), key=sizes.__getitem__) if sizes else None
