"""Show tables, passages and figures in a notebook, so that the words stay readable and safe.

Everything that comes from an article is escaped. Each output has a plain-text form beside
its HTML: it is what a terminal shows and what the tests compare.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd
from IPython.display import display

from analysis import reuse
from analysis.build import Corpus
from analysis.lines import GROUPS

# inline, because JupyterLab knows nothing of our style sheet; no colour, so that light and dark both work
_KEPT = "border-left:4px solid currentColor;padding:.1em .6em;margin:.35em 0"
_SET_APART = "border-left:4px dashed currentColor;padding:.1em .6em;margin:.35em 0"
_LEFT_OUT = "border-left:4px dotted currentColor;padding:.1em .6em;margin:.35em 0;opacity:.72"
_MARKS = {"kept": _KEPT, "set apart": _SET_APART, "left out": _LEFT_OUT}
_TAG = "font-family:monospace;font-size:.85em"
# two columns where there is room for both, one below the other on a narrow page
_PAIR = "display:flex;flex-wrap:wrap;gap:.2em 1.6em"
_SIDE = "flex:1 1 16em;min-width:0;overflow-wrap:anywhere;white-space:pre-line"
_CHANGED = "background:none;color:inherit;font-weight:bold;text-decoration:underline"


# beyond this a table is for a spreadsheet, not for a page; both are said above the table
MOST_ROWS, MOST_COLUMNS = 200, 30


def table(
    data: pd.DataFrame, *, caption: str | None = None, index: bool = False, most: int = MOST_ROWS
) -> None:
    """Display a table: no cell cut, text on the left, numbers on the right, missing as a dash.

    Parameters
    ----------
    data
        Any DataFrame; rounded and ordered by the caller.
    caption
        One line above the table.
    index
        Show the index as first column.
    most
        Rows shown. Where there are more, or more than thirty columns, the caption says how many.
    """
    shown = data.reset_index() if index else data
    caption = _with_sizes(caption, shown.shape, most)
    shown = shown.iloc[:most, :MOST_COLUMNS]
    head = "".join(
        f'<th scope="col" style="text-align:{_side(dtype)}">{_escape(name)}</th>'
        for name, dtype in shown.dtypes.items()
    )
    body = "".join(
        "<tr>" + "".join(_cell(value, shown.dtypes.iloc[i]) for i, value in enumerate(row)) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    title = f"<caption>{_escape(caption)}</caption>" if caption else ""
    made = f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    rows = [
        shown.columns,
        *shown.astype("object").where(shown.notna(), "–").itertuples(index=False, name=None),
    ]
    plain = "\n".join(" | ".join(str(_day(value)) for value in row) for row in rows)
    _display(made, f"{caption}\n{plain}" if caption else plain)


def lines(corpus: Corpus, doc_id: str) -> None:
    """Display an article line by line, each with its zone.

    A solid bar is running text that was kept, a dashed one what tells about the article (title, date, author,
    credit), a dotted one with paler type what was left out.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives.
    doc_id
        One of its articles.
    """
    rows = corpus.lines.loc[corpus.lines["doc_id"] == doc_id]
    if rows.empty:
        msg = f"doc_id must be one of {', '.join(corpus.texts.index)}, not {doc_id!r}"
        raise ValueError(msg)
    text = corpus.texts[doc_id]
    parts, plain = [], []
    for row in rows.itertuples():
        apart = row.zone in GROUPS["title, date, author, credit"]
        mark = "kept" if row.keep else "set apart" if apart else "left out"
        words = text[row.start : row.end]
        parts.append(
            f'<p style="{_MARKS[mark]}"><span style="{_TAG}">{row.zone}, {mark} '
            f"({_escape(row.reason)})</span><br>{_escape(words)}</p>"
        )
        plain.append(f"{row.start:>5}-{row.end:<5} {row.zone:<10} {mark:<9} {words}")
    language = _languages(corpus)[doc_id]
    _display("".join(_spoken([(language, "".join(parts))])), "\n".join(plain))


def statements(corpus: Corpus, chosen: pd.DataFrame) -> None:
    """Display statements in their paragraph: source underlined, cue in bold, content between half brackets.

    Parameters
    ----------
    corpus
        What `open_corpus` or `analyse` gives.
    chosen
        Rows of its statements table.

    Notes
    -----
    The marks do not need colour: ⸢…⸣ stands around the content, the source is underlined, the cue is bold.
    """
    parts, plain, languages = [], [], _languages(corpus)
    for row in chosen.itertuples():
        text = corpus.texts[row.doc_id]
        marks = [(a, b, "content") for a, b in _spans(row.content_spans)]
        marks += [
            (a, b, name)
            for a, b, name in (
                (row.cue_start, row.cue_end, "cue"),
                (row.source_start, row.source_end, "source"),
            )
            if pd.notna(a)
        ]
        start, end = _place(corpus.lines, row.doc_id, marks)
        who = row.source if isinstance(row.source, str) else "source not named"
        made = (
            f'<p style="{_SET_APART}"><span style="{_TAG}">{_escape(row.statement_id)} · {_escape(who)} · {row.stance} · '
            f"{row.kind}</span><br>{_marked(text, start, end, marks, html_=True)}</p>"
        )
        parts.append((languages[row.doc_id], made))
        words = _marked(text, start, end, marks, html_=False)
        plain.append(f"{row.statement_id} {who} ({row.stance}, {row.kind})\n  {words}")
    _display("".join(_spoken(parts)), "\n".join(plain))


def _place(lines: pd.DataFrame, doc_id: str, marks: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return where the lines begin and end on which the marks stand: a content added by hand may go over several."""
    first, last = min(start for start, _, _ in marks), max(end for _, end, _ in marks)
    own = lines.loc[(lines["doc_id"] == doc_id) & (lines["start"] < last) & (lines["end"] > first)]
    return min([int(first), *own["start"]]), max([int(last), *own["end"]])


def _languages(corpus: Corpus) -> dict[str, str]:
    """Return the language of each article as the attribute `lang` needs it: a voice that reads aloud goes by it."""
    known = corpus.articles.set_index("doc_id")["language"]
    return {doc_id: value if isinstance(value, str) else "und" for doc_id, value in known.items()}


def _spoken(parts: list[tuple[str, str]]) -> list[str]:
    """Return passages in order, those of one language in one block."""
    return [
        f'<div lang="{_escape(language)}">{"".join(made for _, made in some)}</div>'
        for language, some in groupby(parts, key=itemgetter(0))
    ]


def _spans(value: str) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in (span.split("-") for span in value.split("|"))]


_OPEN = {"content": ("⸢", "⸢"), "cue": ("<b>", "*"), "source": ("<u>", "_")}
_CLOSE = {"content": ("⸣", "⸣"), "cue": ("</b>", "*"), "source": ("</u>", "_")}


def _marked(text: str, start: int, end: int, marks: list[tuple[int, int, str]], *, html_: bool) -> str:
    """Return a passage with its spans marked; a source inside a content keeps its own mark."""
    form = 0 if html_ else 1
    events: dict[int, list[str]] = {}
    for first, last, name in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        events.setdefault(int(first), []).append(_OPEN[name][form])
        events.setdefault(int(last), []).insert(0, _CLOSE[name][form])
    pieces, at = [], start
    for position in sorted(events):
        words = text[at:position]
        pieces.append(_escape(words) if html_ else words)
        pieces += events[position]
        at = position
    words = text[at:end]
    return "".join(pieces) + (_escape(words) if html_ else words)


def side_by_side(passage: Any, texts: Mapping[str, str] | pd.Series, *, most: int = 2000) -> None:
    """Display both sides of a shared passage, with the words that differ marked.

    Parameters
    ----------
    passage
        One row of the passages table.
    texts
        Text by `doc_id`.
    most
        Characters shown of each side; how many follow is said.

    Notes
    -----
    The marks do not need colour: ⸢…⸣, bold and underlined, stands around words that the other side does not have in this
    place, ⸢⸣ alone where words of the other side are missing.
    """
    spans = [(getattr(passage, f"doc_{x}"), int(getattr(passage, f"start_{x}"))) for x in "ab"]
    ends = [int(getattr(passage, f"end_{x}")) for x in "ab"]
    reached = [min(end, start + most) for end, (_, start) in zip(ends, spans, strict=True)]
    shown = {"doc_a": spans[0][0], "doc_b": spans[1][0], "start_a": spans[0][1], "start_b": spans[1][1]}
    stretches = reuse.align(pd.Series(shown | {"end_a": reached[0], "end_b": reached[1]}), texts)
    if reached != ends and len(stretches) > 1 and not stretches["same"].iloc[-1]:
        # what is cut off on one side only is no difference
        stretches = stretches.iloc[:-1]
        reached = [int(stretches["end_a"].iloc[-1]), int(stretches["end_b"].iloc[-1])]
    columns, plain = [], []
    for x, (doc_id, start), end, last in zip("ab", spans, reached, ends, strict=True):
        text = texts[doc_id]
        marks = stretches.loc[~stretches["same"], [f"start_{x}", f"end_{x}"]].to_numpy().tolist()
        more = f" … {last - end} more characters" if end < last else ""
        head = f"{doc_id}, characters {start}-{last}"
        columns.append(
            f'<div style="{_SET_APART};{_SIDE}"><span style="{_TAG}">{_escape(head)}</span>\n'
            f"{_differing(text, start, end, marks, html_=True)}{more}</div>"
        )
        plain.append(f"{head}\n  {_differing(text, start, end, marks, html_=False)}{more}")
    _display(f'<div style="{_PAIR}">{"".join(columns)}</div>', "\n".join(plain))


def _differing(text: str, start: int, end: int, marks: list[list[int]], *, html_: bool) -> str:
    """Return a side of a passage with the words marked that only it has."""
    pieces, at = [], start
    for first, last in marks:
        words = [text[at:first], text[first:last]]
        before, inside = map(_escape, words) if html_ else words
        opened = f'<mark style="{_CHANGED}">⸢' if html_ else "⸢"
        # a blank keeps the empty mark from the word before it
        pieces += [
            before,
            " " if first == last and first > start else "",
            opened,
            inside,
            "⸣",
            "</mark>" if html_ else "",
        ]
        at = last
    return "".join(pieces) + (_escape(text[at:end]) if html_ else text[at:end])


def figure(made: Any, *, alt: str, dpi: int = 110) -> None:
    """Display a figure once, with its text alternative.

    Parameters
    ----------
    made
        A matplotlib figure, as the functions of `plot` return it.
    alt
        What a reader who cannot see it should know: kind of chart, axes, range, main reading. It is also what
        the tests compare, so make it from the data.
    dpi
        Dots per inch.
    """
    buffer = io.BytesIO()
    # no version of matplotlib inside the file: the same figure gives the same bytes
    made.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    data = {"image/png": base64.b64encode(buffer.getvalue()).decode("ascii"), "text/plain": alt}
    display(data, raw=True, metadata={"image/png": {"alt": alt}})


def _with_sizes(caption: str | None, shape: tuple[int, int], most: int) -> str | None:
    """Return a caption that says what of a large table is not shown."""
    sizes = [
        f"first {limit} of {size} {name}"
        for size, limit, name in ((shape[0], most, "rows"), (shape[1], MOST_COLUMNS, "columns"))
        if size > limit
    ]
    return "; ".join([*([caption] if caption else []), *sizes]) or None


def _cell(value: Any, dtype: Any) -> str:
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return f'<td style="text-align:{_side(dtype)}">–</td>'
    if isinstance(value, bool):
        return f'<td style="text-align:left">{"yes" if value else "no"}</td>'
    if isinstance(value, pd.Timestamp):
        value = _day(value)
    # a passage keeps a readable width where the page is narrow; the table then scrolls
    width = ";min-width:16em" if len(str(value)) > 60 else ""
    return f'<td style="text-align:{_side(dtype)};white-space:pre-line{width}">{_escape(value)}</td>'


def _day(value: Any) -> Any:
    """Return a day without a time of day as a date: nobody said midnight."""
    return value.date() if isinstance(value, pd.Timestamp) and value == value.normalize() else value


def _side(dtype: Any) -> str:
    return "right" if pd.api.types.is_numeric_dtype(dtype) and dtype != "bool" else "left"


def _escape(value: Any) -> str:
    # a dollar sign would start a formula in JupyterLab
    return html.escape(str(value), quote=True).replace("$", "&#36;")


def _display(made: str, plain: str) -> None:
    display({"text/html": made, "text/plain": plain}, raw=True)
