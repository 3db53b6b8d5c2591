"""Read Word files (.docx): an export of Nexis Uni, or one article.

The paragraphs are read from the XML inside the file, not with python-docx: it would load pictures and every other part
too, and it passes over text in fields and content controls.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import TYPE_CHECKING

from analysis.errors import LoadError
from analysis.load import markup, nexis
from analysis.load.article import Article, Problem, Raw, doc_id_of, make

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# bytes that a file may have when it is unpacked
LIMIT = 250_000_000
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# text that was deleted, codes of fields, and second copies of what stands before them
_PASSED = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr"})


def read(raw: Raw) -> tuple[list[Article], list[Problem]]:
    """Read a Word file.

    Raises
    ------
    LoadError
        When it is none, is protected by a password, declares entities or is too large when unpacked.
    """
    with archive(raw.data, "Word file", ".docx") as packed:
        lines = _lines(packed)
    if not any(lines):
        raise LoadError("is a Word file without text", "Paste the article into it, or remove it")
    if nexis.recognises(lines):
        return nexis.read(raw, lines)
    text = "\n".join(line for line in lines if line)
    return [make(doc_id_of(raw.file), raw.file, raw.data, "utf-8", text, {})], []


def archive(data: bytes, what: str, ending: str) -> zipfile.ZipFile:
    """Open an Office file after looking at its sizes and its XML.

    Raises
    ------
    LoadError
        With what is wrong with it.
    """
    again = f"Open it in its own program and save it again as {ending}"
    if data.startswith(_COMPOUND):
        raise LoadError(
            f"is protected by a password, or has an old format below the name of a {what}",
            f"Open it in its own program, take the password off and save it as {ending}",
        )
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        infos = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise LoadError(f"is no {what}, or is damaged or cut off", again) from None
    unpacked = sum(info.file_size for info in infos)
    if unpacked > LIMIT:
        raise LoadError(
            f"would unpack to {unpacked // 1_000_000} MB, more than the {LIMIT // 1_000_000} MB that are read",
            "Split it into several files",
        )
    for info in infos:
        if info.filename.lower().endswith((".xml", ".rels")) and _declares(packed, info, again, what):
            raise LoadError("declares XML entities, which no Office program writes; it was not opened", again)
    return packed


def _declares(packed: zipfile.ZipFile, info: zipfile.ZipInfo, again: str, what: str) -> bool:
    """Tell whether a part has a document type, which is where entities are declared."""
    try:
        with packed.open(info) as part:
            head = part.read(1 << 16)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        # RuntimeError: encrypted
        raise LoadError(f"is no {what}, or is damaged or protected", again) from None
    except Exception as error:
        # a broken stream raises the error of its compression
        raise LoadError(f"is damaged ({error})", again) from None
    return b"<!DOCTYPE" in head.replace(b"\x00", b"").upper()


def _lines(packed: zipfile.ZipFile) -> list[str]:
    """Return the paragraphs of the document; line breaks inside one separate lines, empty ones are kept."""
    name = _main_part(packed)
    again = "Open it in its own program and save it again as .docx"
    try:
        data = packed.read(name)
    except Exception as error:
        raise LoadError(f"is no Word file, or is damaged ({error})", again) from None
    from lxml import etree

    try:
        bodies = list(markup.elements(data.decode("utf-8-sig"), "body", clear=False))
    except (etree.XMLSyntaxError, UnicodeDecodeError) as error:
        raise LoadError(f"is a damaged Word file ({error})", again) from None
    lines: list[str] = []
    for body in bodies:
        for text in _paragraphs(body):
            lines += [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return lines


def _main_part(packed: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the text: some programs call it word/document2.xml."""
    names = set(packed.namelist())
    if "_rels/.rels" in names:
        found = re.search(rb'<[^>]*officeDocument"[^>]*>', packed.read("_rels/.rels"))
        target = re.search(rb'Target="([^"]+)"', found.group()) if found else None
        if target:
            name = posixpath.normpath(target.group(1).decode("utf-8", "replace").lstrip("/"))
            if name in names:
                return name
    if "word/document.xml" in names:
        return "word/document.xml"
    raise LoadError("is no Word file", "Open it in its own program and save it again as .docx")


def _paragraphs(body: Element) -> list[str]:
    from lxml import etree

    done: list[str] = []
    # a text box stands inside a paragraph
    open_: list[list[str]] = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        name = markup.local(element)
        if event == "start":
            if name in _PASSED:
                walk.skip_subtree()
            elif name == "p":
                open_.append([])
            elif not open_:
                continue
            elif name == "t":
                open_[-1].append(element.text or "")
            elif name in {"br", "cr"}:
                open_[-1].append("\n")
            elif name in {"tab", "ptab"}:
                open_[-1].append(" ")
            elif name == "noBreakHyphen":
                open_[-1].append("\u2011")
        elif name == "p" and open_:
            done.append("".join(open_.pop()))
    return done
