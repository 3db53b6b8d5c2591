"""Read the cells of a filled row: claim, polarity, verdict, who and when; say what is wrong with those that cannot be."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.claims import RULE
from analysis.coding.sheet import NONE, VERDICTS, WITHDRAW


class Code(NamedTuple):
    """What a row says of a statement: a claim (empty for none) with polarity 1 or -1, and why."""

    claim: str
    polarity: str
    note: str


class Verdict(NamedTuple):
    """What a row says of the extraction: source, not_a_statement or right; the source that is meant."""

    what: str
    source: str


class Wrong(Exception):
    """A cell that cannot be used."""


def code_of(cells: Mapping[str, str], claims: Sequence[str]) -> Code | str | None:
    claim, polarity = " ".join(cells["claim"].split()), cells["polarity"]
    if not claim:
        if polarity:
            raise Wrong("there is a polarity, but no claim; choose the claim, or empty the polarity")
        return None
    if claim.casefold() == WITHDRAW:
        return WITHDRAW
    if claim.casefold() == NONE:
        if polarity:
            raise Wrong(f"the claim is {NONE}, so there is nothing to assert or deny; empty the polarity")
        return Code("", "", cells["note"])
    if claim not in claims:
        alike = [name for name in claims if name.casefold() == claim.casefold()]
        if len(alike) != 1:
            raise Wrong(_unknown_claim(claim, claims))
        claim = alike[0]
    number = _number(polarity)
    if number not in {1, -1}:
        shown = f"is {polarity!r}" if polarity else "is empty"
        raise Wrong(
            f"the polarity {shown}; write 1 where the source asserts the claim, -1 where it denies it"
        )
    return Code(claim, str(number), cells["note"])


def verdict_of(cells: Mapping[str, str]) -> Verdict | str | None:
    word, source = (
        " ".join(cells["verdict"].casefold().replace("_", " ").split()),
        " ".join(cells["corrected source"].split()),
    )
    if word == WITHDRAW:
        return WITHDRAW
    if not word:
        if source:
            raise Wrong(
                "there is a corrected source, but no verdict; choose « wrong source », or empty the cell"
            )
        return None
    if word not in VERDICTS:
        near = difflib.get_close_matches(word, VERDICTS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise Wrong(f"the verdict is {cells['verdict']!r}; write one of {', '.join(VERDICTS)}{hint}")
    what = VERDICTS[word]
    if what == "source" and not source:
        raise Wrong(
            f"the source is wrong, but there is no corrected source; write who says it, or {NONE} where nobody is named"
        )
    if what != "source" and source:
        raise Wrong(
            f"the verdict is {word!r}, but there is a corrected source; choose « wrong source », or empty the cell"
        )
    return Verdict(what, "" if source.casefold() == NONE else source)


def word(verdict: Verdict) -> str:
    return next(word for word, what in VERDICTS.items() if what == verdict.what)


def exported(cells: Mapping[str, str]) -> tuple[Code | None, Verdict | None, list[str]]:
    """Return what a row held when it was exported; nothing where that column is gone, written over, or another row's."""
    try:
        name, *was = json.loads(cells["as exported"])
        claim, polarity, verdict, source, note = (value for value in was if isinstance(value, str))
    except (ValueError, TypeError):
        return None, None, [""] * 5
    if name != cells["statement_id"]:
        return None, None, [""] * 5
    code = Code("" if claim == NONE else claim, polarity, note) if claim else None
    told = Verdict(VERDICTS[verdict], "" if source == NONE else source) if verdict in VERDICTS else None
    return code, told, was


def coder_of(cells: Mapping[str, str], coder: str | None) -> str:
    named, given = " ".join(cells["coder"].split()), " ".join((coder or "").split())
    if named and given and named != given:
        raise Wrong(f"the sheet says that {named!r} decided, --coder says {given!r}; change one of them")
    who = named or given
    if not who:
        raise Wrong("it does not say who decided; fill the column coder, or pass --coder NAME")
    if who == RULE:
        raise Wrong(f"a hand decision needs the name of a person, not {RULE!r}")
    return who


def day_of(value: str, day: str) -> str:
    if not value:
        return day
    iso = re.match(r"\d{4}-\d{2}-\d{2}", value)
    european = re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", value)
    if iso:
        parts = [value[:4], value[5:7], value[8:10]]
    elif european:
        first, second, year = european.groups()
        if int(first) <= 12 and int(second) <= 12 and first != second:
            raise Wrong(
                f"the day {value!r} can be read in two ways; write it as {year}-{int(second):02}-{int(first):02}"
            )
        parts = [year, second, first] if int(second) <= 12 else [year, first, second]
    else:
        raise Wrong(f"the day {value!r} is not read; write it as 2026-11-21")
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        raise Wrong(f"there is no day {value!r}; write it as 2026-11-21") from None


def article_of(name: str, texts: pd.Series) -> str:
    if name in texts.index:
        return name
    if not name:
        raise Wrong("the doc_id is empty; it is the first part of the article's file name")
    # a spreadsheet makes 0 of 000
    same = [doc for doc in texts.index if doc.isdecimal() and name.isdecimal() and int(doc) == int(name)]
    if len(same) == 1:
        return same[0]
    near = difflib.get_close_matches(name, list(texts.index[:5000]), n=1, cutoff=0.6)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise Wrong(f"there is no article {name!r}{hint}")


def _unknown_claim(claim: str, claims: Sequence[str]) -> str:
    lower = {name.casefold(): name for name in claims}
    near = difflib.get_close_matches(claim.casefold(), lower, n=1, cutoff=0.4)
    hint = f"; did you mean {lower[near[0]]!r}?" if near else "; the sheet « claims » lists all"
    return f"the claim {claim!r} is not in the code book{hint}"


def unknown_statement(name: str, statements: Collection[str]) -> str:
    if re.fullmatch(r"\d{1,4}:\d\d(:\d\d)?", name):
        return f"there is no statement {name!r}; a spreadsheet may have read the identifier as a time of day: take it from the export"
    doc_id = name.rpartition(":")[0]
    near = difflib.get_close_matches(name, [one for one in statements if one.startswith(f"{doc_id}:")], n=1)
    hint = f"; the nearest is {near[0]}" if near else ""
    return f"there is no statement {name!r}{hint}; it may have been extracted differently since the export"


def _number(text: str) -> int | None:
    """Read « 1,0 », 1.0, +1 and −1 as numbers."""
    try:
        number = float("".join(text.split()).replace("−", "-").replace("–", "-").replace(",", "."))
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def integer(text: str) -> int:
    number = _number(text)
    if number is None:
        raise Wrong(f"start is {text!r}; write a number, or leave it empty")
    return number
