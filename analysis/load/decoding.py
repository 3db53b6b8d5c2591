"""Bytes to text; the encoding is recorded."""

from __future__ import annotations

from analysis.errors import LoadError

_CONTROL = bytes([*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F])
# binary formats that people put beside their texts, and what they can do
CONVERT = "Open it in its own program and save the text as .txt (UTF-8)"


def decode(data: bytes) -> tuple[str, str]:
    """Turn bytes into text and say how.

    Order: byte-order mark, strict UTF-8, UTF-16 without a mark, cp1252, charset-normalizer.

    Returns
    -------
    text, encoding
        `utf-8`, `utf-8-sig`, `utf-16`, `cp1252` or the name that charset-normalizer gives.

    Raises
    ------
    LoadError
        When the bytes are not text in any of these.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(data, encoding)
    if b"\x00" in data[:4096]:
        # text in UTF-16 without a mark has a zero in every other byte; nothing else readable has
        for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
            if len(data) % 2 == 0 and data[offset:4096:2].count(0) > 0.4 * len(data[offset:4096:2]):
                return _checked(data, encoding)
        raise LoadError("is not text (it holds zero bytes)", CONVERT)
    for encoding in ("utf-8", "cp1252"):
        try:
            return _checked(data, encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _is_cut(data, error):
                text, encoding = _checked(data[: error.start], encoding)
                return text + "\ufffd", encoding
            if encoding == "utf-8" and _is_damaged(data):
                # the sign of a lost character is a warning of its own
                return _checked(data.decode("utf-8", "replace").encode(), encoding)
            continue
    import charset_normalizer

    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise LoadError("is not text in any encoding that can be recognised", CONVERT)
    return _checked(data, best.encoding)


def _is_cut(data: bytes, error: UnicodeDecodeError) -> bool:
    """Tell whether text in UTF-8 was cut inside its last character; one byte at the end could also be cp1252."""
    return error.reason == "unexpected end of data" and not data[: error.start].isascii()


def _is_damaged(data: bytes) -> bool:
    """Tell whether text is UTF-8 but for some bytes: what is not UTF-8 holds next to no letter that would be valid in it."""
    kept = data.decode("utf-8", "ignore")
    letters = len(kept) - len(kept.encode("ascii", "ignore"))
    wrong = data.decode("utf-8", "replace").count("\ufffd") - kept.count("\ufffd")
    return letters > 10 * wrong


def _checked(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding in {"utf-8", "cp1252"}:
            raise
        raise LoadError(f"is cut or damaged (not valid {encoding})", "Save it again as UTF-8") from None
    # counting in bytes is much faster, and in every one of these encodings a control character is a byte
    sample = (
        data[:100_000]
        if encoding in {"utf-8", "utf-8-sig", "cp1252"}
        else text[:100_000].encode("utf-8", "replace")
    )
    if len(sample) - len(sample.translate(None, _CONTROL)) > 0.01 * len(sample):
        raise LoadError("is not text (it is full of control characters)", CONVERT)
    return text, encoding
