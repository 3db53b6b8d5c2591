"""Names of pages and of places on them: safe everywhere, unique, the same whatever else is in the corpus."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# file systems allow 255 bytes, archives and old Windows less
_LONGEST = 60
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]+:\d+")


def slug(name: str) -> str:
    """Return a name as a part of a file name or of an address.

    Parameters
    ----------
    name
        Any text: slashes, emoji, other scripts, nothing at all.

    Returns
    -------
    slug
        Lower-case letters a to z, digits and hyphens, at most 73 characters. A name that is such a slug already stays
        as it is; any other gets `_` and twelve digits of its SHA-256, so that two names never share a slug, not even
        where letters of both cases are one.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    if made and made == name:
        return made
    return f"{made}_{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def page(kind: str, name: str) -> str:
    """Return the file name of the page of a claim, a source or an article."""
    return f"{kind}-{slug(name)}.html"


def anchor(statement_id: str) -> str:
    """Return the `id` of a statement on any page: the identifier itself, where an address can hold it."""
    if _SAFE_ID.fullmatch(statement_id):
        return statement_id
    doc_id, _, position = statement_id.rpartition(":")
    return f"{slug(doc_id)}:{position}" if position.isdecimal() and position.isascii() else slug(statement_id)
