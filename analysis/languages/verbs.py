"""Generate the forms of verbs, so that a language file lists infinitives only.

French has its rules in code here. Any other language states its own as endings: see `inflect`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

# subject endings that occur in news: je, il, nous, ils; tu and vous do not attribute
_IMPERFECT = ("ait", "aient", "ais", "ions")
_FUTURE = ("a", "ont", "ai", "ait", "aient")


@functools.cache
def _model(
    infinitive: str, irregular: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[str, tuple[str, ...]] | None:
    fitting = [(ending, parts) for ending, parts in irregular if infinitive.endswith(ending)]
    return max(fitting, key=lambda pair: len(pair[0])) if fitting else None


def inflect(infinitive: str, table: Mapping[str, Mapping]) -> dict[str, set[str]]:
    """Return the forms of a verb by kind, from endings that stand in the language file.

    Parameters
    ----------
    infinitive
        One word.
    table
        `regular`: for each kind a list of rows, one row a form, each row a list of pairs (regular expression for the
        end of the infinitive, what it becomes) of which the first that fits counts. `irregular`: by infinitive,
        the forms of each kind that differ.

    Returns
    -------
    forms
        The keys of `conjugate`.
    """
    forms: dict[str, set[str]] = {"finite": set(), "conditional": set(), "participle": set(), "gerund": set()}
    for kind, rows in table["regular"].items():
        for row in rows:
            for ending, becomes in row:
                form, fits = re.subn(ending, becomes, infinitive, count=1)
                if fits:
                    forms[kind].add(form)
                    break
    for kind, words in table["irregular"].get(infinitive, {}).items():
        forms[kind] = set(words)
    return forms | {"infinitive": {infinitive}}


def conjugate(infinitive: str, irregular: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """Return the forms of a verb by kind.

    Parameters
    ----------
    infinitive
        One word, without a reflexive pronoun.
    irregular
        The `[conjugation]` table of the language file: principal parts by infinitive or ending.

    Returns
    -------
    forms
        Keys `finite`, `conditional` (also among the finite forms), `participle` (past, all four forms), `gerund` (present participle) and `infinitive`.
    """
    model = _model(infinitive, tuple((key, tuple(parts)) for key, parts in irregular.items()))
    if model:
        ending, parts = model
        base = infinitive[: len(infinitive) - len(ending)]
        he, they, imperfect, future, past_he, past_they, participle = (base + part for part in parts)
        finite = {
            he,
            they,
            past_he,
            past_they,
            he[:-1] + "s" if he.endswith("t") and not he.endswith("et") else he + "s",
        }
        # « reconnait » is the spelling of 1990
        finite |= {form.replace("î", "i") for form in finite}
    elif infinitive.endswith("er"):
        return _first_group(infinitive[:-2])
    else:
        base = infinitive[:-2]
        imperfect, future, participle = base + "iss", infinitive, base + "i"
        finite = {base + "it", base + "issent", base + "is", base + "irent", base + "issons"}
    conditional = {future + end for end in _FUTURE[3:]}
    finite |= (
        {imperfect + end for end in _IMPERFECT} | {future + end for end in _FUTURE} | {imperfect + "ons"}
    )
    return {
        "finite": finite,
        "conditional": conditional,
        "participle": _agree(participle.replace("û", "u") if infinitive != "devoir" else participle),
        "gerund": {imperfect + "ant"},
        "infinitive": {infinitive},
    }


def _first_group(stem: str) -> dict[str, set[str]]:
    """Conjugate a verb in -er with the changes of spelling: ç, ge, è, doubled consonant, i for y."""
    soft = stem
    if stem.endswith("c"):
        soft = stem[:-1] + "ç"
    elif stem.endswith("g"):
        soft = stem + "e"
    stressed = {stem}
    if match := re.search(r"[eé]([^aeiouyéèêâîôû]+)$", stem):
        # a mute e before two consonants does not change (conteste), an é does (célèbre)
        if stem[match.start()] == "é" or len(match.group(1)) == 1:
            stressed = {stem[: match.start()] + "è" + match.group(1)}
        if stem[match.start()] == "e" and stem[-1] in "lt" and len(match.group(1)) == 1:
            stressed.add(stem + stem[-1])
    if stem.endswith(("oy", "uy", "ay")):
        stressed = {stem[:-1] + "i", stem}
    finite = {form + end for form in stressed for end in ("e", "ent", "es")}
    finite |= {soft + end for end in ("ons", "ait", "aient", "ais", "a", "ai")} | {
        stem + "ions",
        stem + "èrent",
    }
    future = {form + "er" for form in stressed | {stem}}
    conditional = {form + end for form in future for end in _FUTURE[3:]}
    finite |= {form + end for form in future for end in _FUTURE}
    return {
        "finite": finite,
        "conditional": conditional,
        "participle": _agree(stem + "é"),
        "gerund": {soft + "ant"},
        "infinitive": {stem + "er"},
    }


def _agree(participle: str) -> set[str]:
    plural = participle if participle.endswith("s") else participle + "s"
    return {participle, participle + "e", plural, participle + "es"}
