"""Read sentences of languages that mark who speaks by the order of words: English, so far.

Nothing here is a word of any language: determiners, auxiliaries, verbs with their frames and what opens a clause stand
in the language file, under `[verbs]` and `[statements]`.
"""

from __future__ import annotations

from analysis.statements.analytic.rules import inside, of_sentence

__all__ = ["inside", "of_sentence"]
