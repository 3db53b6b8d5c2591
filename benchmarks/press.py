"""Write a large corpus like one that an institute collects: invented articles of many outlets, some of them copied.

Sentences are recombined from frames and an invented vocabulary with the frequencies of real words, so that articles have
their own wording; two sentences of five attribute something. Of a hundred articles one is a reprint of another outlet's, and
ten take a paragraph over, word for word or with some words changed. The same number gives the same article.
"""

from __future__ import annotations

import argparse
import functools
import random
from pathlib import Path

OUTLETS = 200
_REPRINT, _COPY = 100, 10
_ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "j",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "br",
    "cr",
    "dr",
    "fr",
    "gr",
    "pr",
    "tr",
    "pl",
    "cl",
]
_VOWELS = ["a", "e", "i", "o", "u", "é", "è", "ai", "eau", "ou", "oi", "an", "en", "in", "on", "eu"]
_ENDS = ["", "", "", "r", "s", "t", "l", "n", "que", "nt", "ment", "tion", "ble", "ge", "ste"]
_FIRST = [
    "Anne",
    "Paul",
    "Jeanne",
    "Marc",
    "Lucie",
    "Hugo",
    "Nadia",
    "Karim",
    "Claire",
    "Denis",
    "Sonia",
    "Louis",
    "Inès",
    "Yves",
]
_FUNCTIONS = [
    "Le maire de {place}", "La préfète de {place}", "Le porte-parole du gouvernement", "Le ministre de l'Intérieur",
    "La présidente de la région", "Le syndicat des transporteurs", "Le directeur de l'hôpital de {place}", "{person}",
    "Selon {person},", "L'avocat de la famille {name}", "La direction de l'usine de {place}", "Une source proche du dossier",
]  # fmt: skip
_SAYS = [
    "a annoncé que", "a indiqué que", "estime que", "a reconnu que", "affirme que", "a démenti que", "a précisé que",
    "a fait savoir {when} que", "redoute que", "a accusé {person} de vouloir croire que",
]  # fmt: skip
_CLAUSES = [
    "le {noun} de {place} serait fermé {when}", "{number} {noun}s avaient été {verb}s par les {noun}s", "la {noun} {adjective} reprendrait {when}",
    "aucun {noun} n'avait été trouvé près de {place}", "les {noun}s {adjective}s ne pourraient pas quitter {place}",
    "le {noun} {adjective} coûterait {number} euros à la {noun} de {place}", "la décision sur le {noun} serait prise {when}",
]  # fmt: skip
_NARRATIVE = [
    "{When}, le {noun} de {place} a été {verb} par un {noun} {adjective} venu de {place}.",
    "Dans le quartier de {place}, {number} {noun}s et plusieurs {noun}s {adjective}s attendent encore un {noun}.",
    "La {noun} {adjective}, longue de {number} mètres, relie {place} à {place} depuis {year}.",
    "Les {noun}s de {place} ont {verb} le {noun} {adjective}, puis la {noun}, avant de rejoindre le {noun} de {place}.",
    "Un {noun} {adjective} a été {verb} près de la {noun} de {place}, au bord du {noun}.",
    "Depuis {year}, la {noun} des {noun}s {adjective}s {verb} le {noun} de {place} et ses {number} {noun}s.",
]  # fmt: skip
_WHEN = [
    "lundi", "mardi soir", "mercredi matin", "jeudi dernier", "vendredi", "le 14 mars", "la semaine prochaine", "il y a trois jours", "en début de semaine",
    "à la fin du mois", "hier", "dans la nuit de samedi à dimanche", "le 3 février 2016", "en avril",
]  # fmt: skip
_BEFORE = ["Accueil", "Politique", "Économie", "S'abonner", "Se connecter"]
_AFTER = [
    "Partager sur Facebook", "Commentaires (12)", "Identifiez-vous pour commenter", "Les plus lus", "Mentions légales",
    "Nous utilisons des cookies pour mesurer l'audience de notre site ; vous pouvez les accepter ou les refuser.",
]  # fmt: skip


@functools.cache
def _words(size: int = 30_000) -> list[str]:
    draw, made = random.Random(0), {}
    while len(made) < size:
        word = "".join(
            draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(draw.randint(1, 3))
        ) + draw.choice(_ENDS)
        if len(word) > 3:
            made[word] = None
    return list(made)


def _word(draw: random.Random) -> str:
    # ranks with a density that falls like those of real words
    words = _words()
    return words[int(len(words) ** draw.random()) - 1]


def _filled(draw: random.Random, frame: str) -> str:
    parts = frame.split("{")
    made = [parts[0]]
    for part in parts[1:]:
        slot, _, rest = part.partition("}")
        made.append(_slot(draw, slot) + rest)
    return "".join(made)


def _slot(draw: random.Random, slot: str) -> str:
    match slot:
        case "place" | "name":
            return _word(draw).capitalize()
        case "person":
            return f"{draw.choice(_FIRST)} {_word(draw).capitalize()}"
        case "when":
            return draw.choice(_WHEN)
        case "When":
            found = draw.choice(_WHEN)
            return found[0].upper() + found[1:]
        case "number":
            return str(draw.randint(2, 9000))
        case "year":
            return str(draw.randint(1950, 2016))
        case "verb":
            return _word(draw) + "té"
        case "adjective":
            return _word(draw) + "al"
        case _:
            return _word(draw)


def sentence(draw: random.Random) -> str:
    """Return one invented sentence."""
    share = draw.random()
    if share < 0.3:
        who = _filled(draw, draw.choice(_FUNCTIONS))
        clause = _filled(draw, draw.choice(_CLAUSES))
        if who.startswith("Selon"):
            return f"{who} {clause}."
        return f"{who} {_filled(draw, draw.choice(_SAYS))} {clause}."
    if share < 0.4:
        said = _filled(draw, draw.choice(_CLAUSES))
        return f"« {said[0].upper()}{said[1:]} », a déclaré {_filled(draw, '{person}')}."
    return _filled(draw, draw.choice(_NARRATIVE))


def paragraphs(number: int, words: int = 400) -> list[str]:
    """Return the paragraphs of one article."""
    draw = random.Random(number)
    if number and number % _REPRINT == 1:
        return paragraphs(_other(number), words)
    made, count = [], 0
    if number and number % _COPY == 2:
        taken = paragraphs(_other(number), words)
        made.append(_edited(draw, draw.choice(taken)))
        count = len(made[0].split())
    while count < words:
        made.append(" ".join(sentence(draw) for _ in range(draw.randint(2, 4))))
        count += len(made[-1].split())
    return made


def _other(number: int) -> int:
    # an article before this one that copies nothing itself
    return (number * 7919 + 104_729) % 1_000_003 % number // _COPY * _COPY + 5 if number > _REPRINT else 5


def _edited(draw: random.Random, text: str) -> str:
    rate = draw.choice([0, 0, 0.04])
    return " ".join(_word(draw) if draw.random() < rate else word for word in text.split(" "))


def article(number: int, words: int = 400) -> str:
    """Return one article as a saved page: its own text between the lines of its site."""
    draw = random.Random(-1 - number)
    outlet = f"Le Journal de {_words()[number % OUTLETS + 400].capitalize()}"
    title = _filled(draw, "Le {noun} de {place} {verb} la {noun}")
    dateline = f"Publié le {draw.randint(1, 28)} mars 2017 à {draw.randint(6, 22)}h{draw.randint(10, 59)}"
    author = f"Par {_filled(draw, '{person}')}"
    return "\n".join([*_BEFORE, title, dateline, author, *paragraphs(number, words), f"© {outlet}", *_AFTER])


CLAIMS = """claim,label,definition,required
closed,closed,Le pont serait fermé.,fermé|fermer
cost,cost,Le projet coûterait des euros à la commune.,euros
found,nothing found,Aucun objet n'avait été trouvé.,trouvé|trouver
leave,cannot leave,Les habitants ne pourraient pas quitter la ville.,quitter
decision,decision,La décision serait prise.,décision
"""


def write(folder: Path, size: int, *, words: int = 400) -> None:
    """Write a project with so many articles, one file each."""
    (folder / "data" / "annotations").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "annotations" / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    for number in range(size):
        shelf = folder / "data" / "raw" / f"{number // 1000:04}"
        shelf.mkdir(parents=True, exist_ok=True)
        (shelf / f"article{number:07}.txt").write_text(article(number, words), encoding="utf-8")


def main() -> None:
    """Write a project folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    write(options.folder, options.articles)


if __name__ == "__main__":
    main()
