"""What is particular to a language, read from `<code>.toml` beside this file.

Words, abbreviations and phrases are data: a new verb, month or menu word needs no code.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

# judges the lines of a text whose language has no file, or that is too short to tell
DEFAULT = "fr"


@dataclass(frozen=True)
class Language:
    """One language file with its patterns compiled.

    Attributes
    ----------
    code
        ISO 639-1 code, the name of the file.
    data
        The file as nested dictionaries, for whatever a module needs beyond the fields below.
    function_words
        Articles, prepositions, pronouns, conjunctions, auxiliaries: the words of running text.
    abbreviation
        Matches a text that ends in an abbreviation or an initial, after which a sentence goes on.
    token
        Matches one word token in folded text.
    """

    code: str
    data: dict[str, Any]
    function_words: frozenset[str]
    abbreviation: re.Pattern[str]
    token: re.Pattern[str]

    def phrases(self, *keys: str) -> list[str]:
        """Return one list of the file by its path, for example ``phrases("lines", "related")``."""
        node: Any = self.data
        for key in keys:
            node = node[key]
        return node

    def pattern(self, *keys: str, prefix: str = r"(?<!\w)(?:", suffix: str = r")(?!\w)") -> re.Pattern[str]:
        """Compile a list of phrases; each phrase is a regular expression over folded lower-case text."""
        # longer phrases first, so that the longest alternative wins
        return re.compile(prefix + "|".join(sorted(self.phrases(*keys), key=len, reverse=True)) + suffix)


@functools.cache
def available() -> tuple[str, ...]:
    """Return the codes of the languages that have a file here."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def chosen(language: str | Mapping[str, str], doc_id: str) -> str:
    """Return the language of an article, French where it has none that has a file here.

    Parameters
    ----------
    language
        One code for all articles, or a mapping or Series from doc_id to code.
    doc_id
        The article.
    """
    if isinstance(language, str):
        return language
    code = language.get(doc_id)
    return code if isinstance(code, str) and code in available() else "fr"


@functools.cache
def load(code: str) -> Language:
    """Read and compile one language file.

    Raises
    ------
    ValueError
        When no file of that name exists; the message lists those that do.
    """
    if code not in available():
        msg = f"language must be one of {', '.join(available())}, not {code!r}"
        raise ValueError(msg)
    data = tomllib.loads(resources.files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8"))
    words = data["words"]
    # an empty list matches nothing
    clitics = "|".join(sorted(words["elided"], key=len, reverse=True)) or "(?!)"
    kept = "|".join(sorted(map(re.escape, words["lexicalised"]), key=len, reverse=True)) or "(?!)"
    # « the council's »: what is written behind an apostrophe and is a token of its own
    enclitics = "|".join(words.get("enclitics", ()))
    joint = rf"(?!'(?:{enclitics})(?!\w))['-]" if enclitics else "['-]"
    return Language(
        code=code,
        data=data,
        function_words=frozenset(words["function"]) | {word.rstrip("'") for word in words["elided"]},
        abbreviation=re.compile(
            r"(?:(?<!\w)(?:"
            + "|".join(map(re.escape, words["abbreviations"]))
            + r")\.|(?<!\w)(?:[A-ZÀ-Ý]\.[ -]?)+)$"
        ),
        token=re.compile(
            rf"(?:{kept})(?!\w)"
            rf"|(?<!\w)(?:{clitics})'(?=\w)"
            r"|\d+(?:[.,]\d+)+"
            r"|(?:[A-ZÀ-Ý]\.){2,}"
            + (rf"|(?<=\w)'(?:{enclitics})(?!\w)" if enclitics else "")
            + rf"|\w+(?:{joint}\w+)*",
            re.IGNORECASE,
        ),
    )
