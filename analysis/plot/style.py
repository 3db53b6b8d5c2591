"""What all figures share: colours with contrast on white, and a second cue beside each."""

from __future__ import annotations

import textwrap

import seaborn as sns

_PALETTE = sns.color_palette("colorblind")
# first colours of the palette that keep contrast on white
BLUE, ORANGE, GREEN = _PALETTE[0], _PALETTE[3], _PALETTE[2]
GREY = "0.45"


def wrap(text: object, width: int) -> str:
    """Return a label on several lines; a dollar sign would start a formula."""
    return "\n".join(textwrap.wrap(str(text), width)).replace("$", r"\$")
