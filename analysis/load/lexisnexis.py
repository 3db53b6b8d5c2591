"""Read exports of LexisNexis as text: documents separated by « 2 of 10 DOCUMENTS », after a cover page.

Lines that were wrapped at a fixed width are joined to paragraphs again. Outlet, date and title stand above the first
key; keys (BYLINE, LENGTH …) become metadata; what stands below the text is left out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.load import vocabulary
from analysis.load.article import Article, Document, Problem, Raw, gather
from analysis.load.decoding import decode
from analysis.load.plain import one_article
from analysis.text import normalise

# lines of wrapped text are shorter than this
_WRAPPED = 110
_KEY = re.compile(r"\s*([A-ZÀ-Þ][A-ZÀ-Þ -]{2,24}):(?:\s+(.*)|$)")
# a title, an edition and a sub-title stand above the keys; more is text
_HEAD = 4


class _Block(NamedTuple):
    """Lines between blank lines; `key` is what we call the key before them."""

    lines: list[str]
    key: str | None
    value: str


def read(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a text file: an export of LexisNexis, or one article."""
    whole, encoding = decode(raw.data)
    if not any(word in whole for word in ("DOCUMENT", "Document", "Dokument")):
        # most texts are no export, and should cost no more than reading them
        return one_article(raw, whole, encoding)
    text = normalise(whole).replace("\f", "\n")
    marks = list(_separator().finditer(text))
    if not marks or not _is_export(text[marks[0].end() :]):
        return one_article(raw, whole, encoding)
    ends = [*(match.start() for match in marks[1:]), len(text)]
    parts = [text[match.end() : end] for match, end in zip(marks, ends, strict=True)]
    blocks = [list(_blocks(part)) for part in parts]
    problems: list[Problem] = []
    count, total = map(int, re.findall(r"\d+", marks[-1].group()))
    closed = [any(block.key in {"language", "loaded", "kind"} for block in some) for some in blocks]
    if len(blocks) > 1 and not closed[-1] and sum(closed) > len(closed) / 2:
        problem = "is cut off in the middle of this document, which was left out; those before it are kept"
        problems.append(Problem(raw.file, count, problem, "Export it again"))
        blocks.pop()
    elif count < total:
        problem = f"ends with document {count} of {total}"
        remedy = "If the others are in no other file, export them too"
        problems.append(Problem(raw.file, None, problem, remedy))
    documents = (
        _document(some, int(re.findall(r"\d+", match.group())[0]))
        for match, some in zip(marks, blocks, strict=False)
    )
    articles, more = gather(raw, documents, encoding=encoding)
    return articles, more + problems


@functools.cache
def _separator() -> re.Pattern[str]:
    patterns = "|".join(vocabulary.words()["markers"]["separators"])
    # a second search within the first puts « FOCUS - » before it
    return re.compile(rf"^[ \t]*(?:[A-Z]{{2,12}} - )?(?:{patterns})[ \t]*$", re.MULTILINE)


def _is_export(text: str) -> bool:
    """Tell whether what follows the first separator looks like a document: a date near the top, or a key."""
    top = [line for line in text.split("\n") if line.strip()][:15]
    return any(vocabulary.find_day(line) for line in top) or any(_key(line) for line in top)


def _key(line: str) -> tuple[str, str] | None:
    match = _KEY.match(line)
    if match is None:
        return None
    said = match.group(1).strip().lower()
    name = vocabulary.lookup("fields").get(said) or vocabulary.lookup("after").get(said)
    return (name, (match.group(2) or "").strip()) if name else None


def _blocks(text: str) -> Iterator[_Block]:
    for chunk in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n")):
        held: list[str] = []
        name, value = None, ""
        for line in chunk.split("\n"):
            if not line.strip():
                continue
            # keys may follow each other without a blank line
            if found := _key(line):
                if held:
                    yield _Block(held, name, value)
                held, (name, value) = [line], found
                if name == "body":
                    yield _Block([], name, "")
                    held, name, value = [found[1]] if found[1] else [], None, ""
            else:
                held.append(line)
                value = f"{value} {line.strip()}".strip() if name else ""
        if held:
            yield _Block(held, name, value)


def _document(blocks: list[_Block], number: int) -> Document:
    header, body, footer = _divide(blocks)
    rights = re.compile("|".join(vocabulary.words()["markers"]["rights"]), re.IGNORECASE)
    above = [
        _Block(kept, None, "")
        for block in header
        if block.key is None and (kept := [line for line in block.lines if not rights.match(line.strip())])
    ]
    at = next((i for i, block in enumerate(above[:_HEAD]) if _day_of(block)), None)
    outlet, published, warnings = None, None, ()
    if at is not None:
        dated = next(line for line in above[at].lines if _is_dated(line))
        published, warnings = vocabulary.dated(dated)
        named = above[0].lines[0].strip()
        outlet = named if named != dated.strip() else None
        above = above[at + 1 :]
    elif above:
        outlet, above = above[0].lines[0].strip(), above[1:]
    beside = [block for block in body if block.key in {"url", "picture", "standfirst"}]
    keys = {block.key: block.value for block in reversed([*header, *beside, *footer]) if block.key}
    titles = [" ".join(line.strip() for line in block.lines) for block in above]
    # an edition may stand between the date and the title
    titles = [
        line for line in titles if not re.fullmatch(r"(?:[\w.]+ ){0,4}edition\W*", line, re.I)
    ] or titles
    metadata = {
        "title": keys.get("title") or " ".join(titles),
        "outlet": vocabulary.outlet(outlet),
        "author": keys.get("author"),
        "published": published,
        "language": vocabulary.language(keys.get("language")),
        "section": keys.get("section"),
        "url": keys.get("url"),
    }
    text = [keys["standfirst"]] if keys.get("standfirst") else []
    for block in body:
        if block.lines and block not in beside and not rights.match(block.lines[0].strip()):
            text += _paragraphs(block.lines)
    return Document(number, text, None, metadata, warnings)


def _day_of(block: _Block) -> bool:
    return any(_is_dated(line) and len(line.strip()) <= 80 for line in block.lines[:2])


def _is_dated(line: str) -> bool:
    # magazines give no day: « January 2010 »
    return (
        vocabulary.find_day(line) is not None
        or re.fullmatch(r"\d{4}-\d{2}", vocabulary.iso(line) or "") is not None
    )


def _divide(blocks: list[_Block]) -> tuple[list[_Block], list[_Block], list[_Block]]:
    """Cut a document where its keys end and where those below the text begin."""
    head = vocabulary.words()["fields"].keys()
    body = next((i for i, block in enumerate(blocks) if block.key == "body"), None)
    top = body if body is not None else next((i for i, b in enumerate(blocks) if b.key == "length"), None)
    if top is None:
        # without a length: the last key near the top, or outlet, date and title
        keyed = [i for i, block in enumerate(blocks[:12]) if block.key in head]
        dated = next((i for i, block in enumerate(blocks[:_HEAD]) if _day_of(block)), 0)
        top = keyed[-1] if keyed else min(dated + 1, len(blocks) - 1)
    # keys of the header may follow the length
    while body is None and top + 1 < len(blocks) and blocks[top + 1].key in head:
        top += 1
    below = next(
        (
            i
            for i in range(top + 1, len(blocks))
            if blocks[i].key in {"language", "loaded", "kind"}
            or (blocks[i].key == "subject" and all(block.key for block in blocks[i : i + 3]))
        ),
        len(blocks),
    )
    return blocks[: top + 1], blocks[top + 1 : below], blocks[below:]


def _paragraphs(lines: list[str]) -> list[str]:
    """Join wrapped lines; lines longer than a wrapped one are paragraphs of their own."""
    if max(map(len, lines)) > _WRAPPED:
        return [line.strip() for line in lines]
    joined = lines[0].strip()
    for line in (line.strip() for line in lines[1:]):
        # a compound word that was wrapped at its hyphen
        glued = re.search(r"\w-$", joined) and line[:1].isalpha()
        joined += line if glued else f" {line}"
    return [joined]
