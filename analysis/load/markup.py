"""Parse HTML and XML as data: nothing is expanded, fetched or executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from analysis.errors import LoadError
from analysis.load.decoding import decode

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NAMES = """address article aside blockquote body br caption center dd div dl dt figcaption figure footer form h1 h2 h3
h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul"""
# a line ends before and after these
BLOCKS = frozenset(_NAMES.split())
UNSEEN = frozenset({"head", "noscript", "script", "style", "template", "title"})
# white space that a browser collapses; no-break and thin spaces belong to the text
_COLLAPSED = re.compile(r"[ \t\r\n\f\v]+")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!ENTITY", re.IGNORECASE)


def text_of(data: bytes) -> tuple[str, str]:
    """Decode a page: as any text, but what the page says of itself goes before a guess."""
    text, encoding = decode(data)
    declared = _DECLARED.search(data[:4096])
    if encoding in {"utf-8", "utf-8-sig"} or encoding.startswith("utf-") or declared is None:
        return text, encoding
    name = declared.group(1).decode("ascii").lower()
    # browsers read « iso-8859-1 » as cp1252
    if name in {"iso-8859-1", "latin1", "utf-8"}:
        return text, encoding
    try:
        said = data.decode(name)
    except (LookupError, UnicodeDecodeError):
        return text, encoding
    # databases are known to declare an encoding that they do not use: the marks of the page have to survive it
    return (said, name) if said.count("<") == data.count(b"<") > 0 else (text, encoding)


def html(text: str) -> Element | None:
    """Return the tree of a page, or None where there is none."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    # control characters end a page for the parser
    bytes_ = re.sub(r"[\x00-\x08\x0e-\x1f]", "", text).encode("utf-8", "replace")
    try:
        tree = etree.fromstring(bytes_, parser)
    except etree.XMLSyntaxError:
        return None
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise LoadError(
            "is nested too deeply to be read", "Export it again, or save its text as .txt (UTF-8)"
        )
    return tree


def elements(text: str, name: str, *, clear: bool = True) -> Iterator[Element]:
    """Yield the elements of an XML text that have a name in any namespace, as soon as each is complete.

    Raises
    ------
    LoadError
        When the text declares entities: they are never expanded.
    lxml.etree.XMLSyntaxError
        Where the text stops being XML; what was yielded before is whole.
    """
    from lxml import etree

    if _DOCTYPE.search(text, 0, 100_000):
        raise LoadError(
            "declares XML entities, which are never expanded",
            "Export it again from the database, or remove the <!DOCTYPE …> part if you trust the file",
        )
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    # the text is decoded already
    bytes_ = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode("utf-8")
    # piece by piece, so that what comes before a fault is kept
    for start in range(0, len(bytes_), 1 << 16):
        parser.feed(bytes_[start : start + (1 << 16)])
        for _, element in parser.read_events():
            if local(element) == name:
                yield element
                if clear:
                    # keeps memory flat in the length of the file
                    element.clear(keep_tail=False)
    parser.close()


def local(element: Element) -> str:
    """Return the name of an element without its namespace; nothing for what is not an element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def classes(element: Element) -> list[str]:
    """Return the classes of an element in lower case."""
    return (element.get("class") or "").lower().split()


def having(root: Element, *names: str) -> list[Element]:
    """Return the elements below a root that have one of several classes, whatever their case."""
    wanted = set(names)
    return [element for element in root.iter("*") if wanted.intersection(classes(element))]


def like(root: Element, part: str) -> list[Element]:
    """Return the elements below a root with a class that holds a word: class names differ between versions of a site."""
    return [element for element in root.iter("*") if any(part in name for name in classes(element))]


def line(element: Element) -> str:
    """Return the text of an element on one line; elements inside a word do not break it."""
    return collapse(" ".join(lines(element)))


def lines(root: Element, *, without: Callable[[Element], bool] = lambda element: False) -> list[str]:
    """Return the text of an element as a reader sees it: one line per paragraph, marks inside words taken away.

    Parameters
    ----------
    without
        Tells for an element whether to pass over it.
    """
    return [found for found in (collapse(piece) for piece in _pieces(root, without)) if found]


def collapse(text: str) -> str:
    """Collapse white space as a browser does."""
    return _COLLAPSED.sub(" ", text).strip()


def _pieces(root: Element, without: Callable[[Element], bool]) -> list[str]:
    from lxml import etree

    pieces: list[str] = []
    held: list[str] = []

    def cut() -> None:
        pieces.append("".join(held))
        held.clear()

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = local(element).lower()
        if name in BLOCKS:
            cut()
        if event == "end":
            held.append((element.tail or "") if element is not root else "")
        elif name in UNSEEN or (element is not root and without(element)):
            walk.skip_subtree()
        else:
            held.append(element.text or "")
    cut()
    return pieces
