"""Every term that the notebooks rely on is explained, with what it does not mean."""

import re

import pytest
from conftest import ROOT

ENTRIES = dict(
    re.findall(
        r"^\*\*(.+?)\.\*\* (.+?)(?=\n\n|\Z)",
        (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
TERMS = [
    "statement", "source", "cue", "claim", "stance", "polarity", "code", "code book", "relay", "chain", "outlet", "actor",
    "two-mode network", "projection", "congruence", "conflict", "degree", "keyness", "log-likelihood", "log ratio",
    "dispersion", "concordance", "EDTF interval", "publication basis", "shared passage", "originality", "churn", "reprint",
    "kappa", "alpha", "fact-check",
]  # fmt: skip


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_an_entry(term):
    assert [name for name in ENTRIES if re.match(rf"{re.escape(term)}\b", name, re.IGNORECASE)]


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_says_what_the_term_does_not_mean(name):
    meaning, _, other = ENTRIES[name].partition("\n*Not:* ")
    assert len(meaning) > 20
    assert len(other) > 20


def test_the_themes_at_the_top_are_the_headings():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    linked = re.findall(r"\[([^\]]+)\]\(#([^)]+)\)", text)
    assert [name for name, _ in linked] == re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert all(name.lower().replace(" ", "-") == anchor for name, anchor in linked)
