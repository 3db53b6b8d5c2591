"""Write pages like those that people save: an article of given length between a site's own lines.

The sentences are invented and recombined with a fixed seed; the same call gives the same pages.
"""

from __future__ import annotations

import html
import random

SUBJECTS = [
    "Le ministère de l'Agriculture", "La présidente du conseil régional", "Un porte-parole de la préfecture", "L'association des riverains",
    "Le maire de la commune", "La direction de l'usine", "Une source proche du dossier", "Le syndicat des transporteurs",
    "La chambre de commerce", "Le directeur de l'hôpital", "Une habitante du quartier", "Le comité d'organisation",
]  # fmt: skip
VERBS = [
    "a annoncé que",
    "a indiqué que",
    "estime que",
    "a reconnu que",
    "affirme que",
    "a fait savoir que",
    "redoute que",
    "rappelle que",
]
CLAUSES = [
    "les travaux du pont reprendraient avant la fin du mois", "le projet avait été examiné « avec la plus grande attention »",
    "aucune décision ne serait prise sans l'accord des communes", "la production a baissé de près d'un tiers depuis l'été dernier",
    "les familles concernées seraient reçues une par une", "le budget voté en décembre ne suffirait pas à couvrir les dépenses",
    "plusieurs dizaines de salariés pourraient être transférés vers d'autres sites", "la route resterait fermée à la circulation jusqu'à nouvel ordre",
    "les analyses menées par le laboratoire n'ont rien révélé d'anormal", "cette mesure répond à une demande ancienne des habitants",
]  # fmt: skip
ENDS = [
    "à l'issue d'une réunion qui a duré plus de trois heures", "lors d'un déplacement dans le sud du département", "dans un entretien accordé à la radio locale",
    "malgré les réserves exprimées par l'opposition", "sans préciser le calendrier ni le coût de l'opération", "en présence de nombreux élus et de représentants de l'État",
]  # fmt: skip
BEFORE = ["Accueil", "Politique", "Économie", "Sports", "S'abonner", "Se connecter"]
AFTER = [
    "Lire aussi : Le pont de la discorde", "Partager sur Facebook", "Partager sur Twitter", "Commentaires (12)", "Identifiez-vous pour commenter",
    "Les plus lus", "Un nouveau marché couvert ouvre ses portes", "Les pompiers sauvent un chien tombé dans un puits", "Mentions légales",
    "Nous utilisons des cookies pour mesurer l'audience de notre site ; vous pouvez accepter ou refuser ces traceurs à tout moment.",
]  # fmt: skip


def sentence(draw: random.Random) -> str:
    """Return one invented sentence of about 25 words."""
    return f"{draw.choice(SUBJECTS)} {draw.choice(VERBS)} {draw.choice(CLAUSES)}, {draw.choice(ENDS)}."


def article(draw: random.Random, words: int = 400) -> list[str]:
    """Return paragraphs of two to four sentences with at least so many words in all."""
    paragraphs: list[str] = []
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        paragraphs.append(" ".join(sentence(draw) for _ in range(draw.randint(2, 4))))
    return paragraphs


def page(number: int, words: int = 400) -> list[str]:
    """Return the lines of one page; the number is the seed."""
    draw = random.Random(number)
    title = f"{draw.choice(SUBJECTS)} répond aux inquiétudes ({number})"
    dateline = f"Publié le {draw.randint(1, 28)} mars 2017 à {draw.randint(6, 22)}h{draw.randint(10, 59)}"
    return [
        *BEFORE,
        title,
        dateline,
        "Par Jeanne Martin",
        *article(draw, words),
        "Photo : Paul Durand / archives",
        *AFTER,
    ]


def as_text(lines: list[str]) -> str:
    """Return a page as plain text, one block per line."""
    return "\n".join(lines)


def as_html(lines: list[str]) -> str:
    """Return a page as HTML, for tools that read nothing else."""
    blocks = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return f"<!DOCTYPE html><html lang='fr'><head><meta charset='utf-8'><title>page</title></head><body>{blocks}</body></html>"
