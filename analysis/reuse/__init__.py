"""Passages that articles share, word for word or lightly edited.
"""

from analysis.reuse.passages import passages

__all__ = ["passages"]
