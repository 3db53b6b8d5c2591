"""Count words, compare outlets by them, and say what a handful of articles can show.

>>> texts = an.terms.kept(corpus.texts, corpus.lines)                    # running text only
>>> aliases = an.actors.read_aliases("data/annotations/aliases.csv")
>>> counts = an.terms.count(texts, aliases=aliases)
>>> an.terms.compare(counts, an.terms.outlets(corpus.articles), target="L'Écho")

Names are a comparison of their own (`naming`): left unfolded, spellings are the strongest "keywords" of all. Rates are
over all tokens of the texts given, whatever is shown (`select`). With fewer than five articles in a group a comparison
describes these articles and nothing else (`describe`). Different wording proves neither copying nor falsehood.
"""

from analysis.articles import outlets
from analysis.terms.context import concordance
from analysis.terms.counts import Counts, count, select, table
from analysis.terms.keyness import compare, compare_each, describe, specificities
from analysis.terms.names import find_names, naming
from analysis.terms.parts import by_claim, by_source, by_voice, kept
from analysis.terms.spread import dispersion

__all__ = [
    "Counts",
    "by_claim",
    "by_source",
    "by_voice",
    "compare",
    "compare_each",
    "concordance",
    "count",
    "describe",
    "dispersion",
    "find_names",
    "kept",
    "naming",
    "outlets",
    "select",
    "specificities",
    "table",
]
