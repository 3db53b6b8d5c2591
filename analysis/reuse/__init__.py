"""Passages that articles share, word for word or lightly edited, and what they say about articles.

>>> outlets = an.terms.outlets(corpus.articles)
>>> shared = an.reuse.passages(
...     corpus.texts, lines=corpus.lines, articles=corpus.articles, outlets=outlets, within_outlet=True
... )
>>> an.reuse.originality(shared, corpus.texts, lines=corpus.lines)
>>> reprints = an.reuse.groups(shared, corpus.texts, lines=corpus.lines)
>>> an.reuse.align(shared.iloc[0], corpus.texts)                            # both sides, word by word
>>> an.reuse.between(shared, corpus.texts, outlets, lines=corpus.lines)     # who shares with whom
>>> statements = corpus.statements.merge(reprints, on="doc_id")             # for duplicates="reprint"

Only words are compared. Retellings and translations share none, and what two articles share shows neither which of
them copied nor whether both have it from a third: dates may tell (`earlier`), length never does.
"""

from analysis.reuse.aligned import align
from analysis.reuse.articles import churn, groups, originality
from analysis.reuse.between import between
from analysis.reuse.passages import passages

__all__ = ["align", "between", "churn", "groups", "originality", "passages"]
