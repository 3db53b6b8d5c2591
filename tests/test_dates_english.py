"""English dates: the same rules of value as in French, read from a language file of their own.

`gold/en_dates.jsonl`: invented sentences with every temporal expression, its first and last day as seen from `anchor`, in
two parts: `tuned`, which rules were corrected by, and `held_out`, written before the rules and read only afterwards. An
expression has its article (*the following day*), *from* or *between* before two ends and the hour after a day, but no
other preposition. A null bound is open.
"""

import json
import re

import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import dates
from analysis.dates.grammar import grammar

PUBLISHED = "2017-11-14"  # a Tuesday
GOLD = ROOT / "tests" / "gold" / "en_dates.jsonl"


def values(text: str, anchor: str | None = PUBLISHED, **options: str) -> list[tuple[str, str]]:
    return [(row.text, row.edtf) for row in dates.find_rows(text, anchor=anchor, language="en", **options)]


def value(text: str, anchor: str | None = PUBLISHED, **options: str) -> str | None:
    found = values(text, anchor, **options)
    return found[0][1] if len(found) == 1 else None


def publication(text: str, *zones: str) -> dates.Publication:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    lines = [
        (start, start + len(line), zone)
        for start, line, zone in zip(starts, text.split("\n"), zones, strict=True)
    ]
    frame = pd.DataFrame(lines, columns=["start", "end", "zone"])
    return dates.publication(text, lines=frame, language="en")


# --- expressions and their values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on November 14, 2017", "2017-11-14"),
        ("Nov. 14, 2017", "2017-11-14"),
        ("14 November 2017", "2017-11-14"),
        ("on the 14th of November, 2017", "2017-11-14"),
        ("November 14th, 2017", "2017-11-14"),
        ("Tuesday, Nov 14, 2017 8:27 PM GMT", "2017-11-14T20:27:00"),
        ("14 November 2017 at 9 a.m.", "2017-11-14T09:00:00"),
        ("2017-11-14", "2017-11-14"),
        ("2017-11-14T20:27:00Z", "2017-11-14T20:27:00"),
        ("14-Nov-2017", "2017-11-14"),
        ("Tue Nov 14 20:31:00 GMT 2017", "2017-11-14T20:31:00"),
        ("11/14/2017", "2017-11-14"),
        ("14/11/2017", "2017-11-14"),
        ("11/14/17", "2017-11-14"),
        ("04/04/2017", "2017-04-04"),
        ("04.03.2017", "2017-03-04"),
        ("May 2016", "2016-05"),
        ("in May of 2016", "2016-05"),
        ("in 1789", "1789"),
        ("the 1990s", "199X"),
        ("the late 1980s", "1987~/1989"),
        ("the '60s", "196X"),
        ("in the 19th century", "18XX"),
        ("the twentieth century", "19XX"),
        ("mid-2016", "2016-05~/2016-08~"),
        ("in late 2015", "2015-10~/2015-12"),
        ("early March 2016", "2016-03-01/2016-03-10~"),
        ("mid-October 2016", "2016-10-10~/2016-10-19~"),
        ("the end of March 2016", "2016-03-21~/2016-03-31"),
        ("from 3 to 5 May 2016", "2016-05-03/2016-05-05"),
        ("May 3-5, 2016", "2016-05-03/2016-05-05"),
        ("from March 28 to April 3, 2015", "2015-03-28/2015-04-03"),
        ("between 28 December 2016 and 3 January 2017", "2016-12-28/2017-01-03"),
        ("between May and July 2016", "2016-05/2016-07"),
        ("from 1989 to 1991", "1989/1991"),
        ("the 2015-16 season", "2015/2016"),
        ("November 3, 5 and 8, 2016", "{2016-11-03,2016-11-05,2016-11-08}"),
        ("the first Monday of October 2014", "2014-10-06"),
        ("the summer of 2015", "2015-22"),
        ("fall 2016", "2016-23"),
        ("the third quarter of 2016", "2016-35"),
        ("Q3 2016", "2016-35"),
        ("the second half of 2016", "2016-41"),
        ("the first nine months of 2015", "2015-01/2015-09"),
        ("Christmas Day 2004", "2004-12-25"),
        ("Easter 2016", "2016-03-27"),
        ("the week of October 9, 2017", "2017-10-09/2017-10-15"),
    ],
)
def test_a_date_with_its_year_needs_no_anchor(text, expected):
    assert value(text) == value(text, None) == expected


@pytest.mark.parametrize(
    ("text", "expected", "alone"),
    [
        ("on Monday", "2017-11-13", "XXXX-XX-XX"),
        ("on Tuesday", "2017-11-14", "XXXX-XX-XX"),
        ("last Tuesday", "2017-11-07", "XXXX-XX-XX"),
        ("next Tuesday", "2017-11-21", "XXXX-XX-XX"),
        ("Monday morning", "2017-11-13", "XXXX-XX-XX"),
        ("Tuesday of last week", "2017-11-07", "XXXX-XX-XX"),
        ("yesterday", "2017-11-13", "XXXX-XX-XX"),
        ("the day before yesterday", "2017-11-12", "XXXX-XX-XX"),
        ("tomorrow at noon", "2017-11-15", "XXXX-XX-XX"),
        ("this morning", "2017-11-14", "XXXX-XX-XX"),
        ("last night", "2017-11-13/2017-11-14", "XXXX-XX-XX"),
        ("two days ago", "2017-11-12", "XXXX-XX-XX"),
        ("more than two weeks ago", "2017-10-31~", "XXXX-XX-XX"),
        ("a couple of weeks ago", "2017-10-31~", "XXXX-XX-XX"),
        ("two and a half years ago", "2015-05~", "XXXX-XX"),
        ("a year ago", "2016-11~", "XXXX-XX"),
        ("several months ago", "../2017-11-14", "../.."),
        ("in three weeks' time", "2017-12-05~", "XXXX-XX-XX"),
        ("last week", "2017-11-06/2017-11-12", "XXXX-XX-XX"),
        ("late last week", "2017-11-09~/2017-11-12", "XXXX-XX-XX"),
        ("earlier this week", "2017-11-13/2017-11-14", "XXXX-XX-XX"),
        ("later this month", "2017-11-14/2017-11-30", "XXXX-XX-XX"),
        ("over the weekend", "2017-11-11/2017-11-12", "XXXX-XX-XX"),
        ("last month", "2017-10", "XXXX-XX"),
        ("early next month", "2017-12-01/2017-12-10~", "XXXX-XX"),
        ("in the past three months", "2017-08-14~/2017-11-14", "XXXX-XX-XX"),
        ("in the past 48 hours", "2017-11-12~/2017-11-14", "XXXX-XX-XX"),
        ("over the next two weeks", "2017-11-14/2017-11-28~", "XXXX-XX-XX"),
        ("in the last year", "2016-11-14~/2017-11-14", "XXXX-XX-XX"),
        ("the 9 November raid", "2017-11-09", "XXXX-11-09"),
        ("in recent weeks", "../2017-11-14", "../.."),
        ("in the coming days", "2017-11-14/..", "../.."),
        ("by the end of the year", "2017-11~/2017-12", "XXXX"),
        ("in October", "2017-10", "XXXX-10"),
        ("in December", "2016-12", "XXXX-12"),
        ("last October", "2017-10", "XXXX-10"),
        ("in October last year", "2016-10", "XXXX-10"),
        ("in late October", "2017-10-21~/2017-10-31", "XXXX-10-21/XXXX-10-31"),
        ("on Nov. 9", "2017-11-09", "XXXX-11-09"),
        ("on the 9th of November", "2017-11-09", "XXXX-11-09"),
        ("on November 20", "2016-11-20", "XXXX-11-20"),
        ("last spring", "2017-21", "XXXX-03-21/XXXX-06-20"),
        ("in the third quarter", "2017-35", "XXXX-07/XXXX-09"),
        ("recently", "../2017-11-14", "../.."),
        ("last Christmas", "2016-12-25", "XXXX-12-25"),
    ],
)
def test_a_relative_date_is_reckoned_from_the_anchor_and_stays_open_without_one(text, expected, alone):
    assert (value(text), value(text, None)) == (expected, alone)


def test_figures_whose_day_and_month_may_change_places_are_one_of_two_days():
    (row,) = dates.find_rows("on 03/04/2017", language="en")
    assert row.edtf == "[2017-03-04,2017-04-03]"
    assert (str(row.earliest), str(row.latest)) == ("2017-03-04", "2017-04-03")


@pytest.mark.parametrize(
    "text",
    [
        "He may march and the sun sat low.",
        "in march, in may",
        "Mr May left, and Theresa May stayed with the May government.",
        "the second bomb, 30 seconds before the third",
        "for three days, every Monday, on Mondays and 24 hours a day",
        "on a Tuesday",
        "from Monday to Wednesday",
        "at 4 p.m. local time",
        "at 2030 GMT",
        "at 4 o'clock",
        "2000 people, 1900 workers, page 2015, Flight 1972",
        "the Sunday Times and the Mail on Sunday",
        "9/11 and 24/7",
        "the Good Friday Agreement",
        "The trial is due to last six weeks.",
        "don't",
    ],
)
def test_numbers_durations_hours_verbs_and_names_are_no_dates(text):
    assert values(text) == []


def test_a_possessive_is_no_part_of_an_expression():
    assert values("Monday’s vote and last week's strike") == [
        ("Monday", "2017-11-13"),
        ("last week", "2017-11-06/2017-11-12"),
    ]


def test_the_following_day_is_reckoned_from_the_date_before_it():
    assert values("It began on 6 October. The following day it ended; the previous week it had rained.") == [
        ("6 October", "2017-10-06"),
        ("The following day", "2017-10-07"),
        ("the previous week", "2017-09-25/2017-10-01"),
    ]
    assert values("On 9 November it began. Two days later it ended.")[1] == ("Two days later", "2017-11-11")


def test_a_clause_in_the_future_looks_ahead():
    assert value("The vote will take place on Thursday.") == "2017-11-16"
    assert value("It is due on Friday.") == "2017-11-17"
    assert value("It was expected to open on June 2.") == "2018-06-02"


def test_what_was_said_about_the_future_leaves_the_day_of_saying_in_the_past():
    assert value("The minister said on Thursday it will not pay.") == "2017-11-09"
    assert value("The fee will rise, the mayor said on Thursday.") == "2017-11-09"


def test_prefer_future_looks_ahead_everywhere():
    assert value("on Thursday", prefer="future") == "2017-11-16"


def test_a_date_beside_a_verb_of_saying_is_that_of_a_statement():
    roles = [
        row.role
        for row in dates.find_rows("The mill burned down on 3 May, the mayor said on Monday.", language="en")
    ]
    assert roles == ["event", "statement"]
    (row,) = dates.find_rows("On Monday, the mayor said that the mill had burned down.", language="en")
    assert row.role == "statement"
    (row,) = dates.find_rows("In a statement on Monday the mayor blamed the wind.", language="en")
    assert row.role == "statement"
    (row,) = dates.find_rows("A vote will be held on Thursday.", language="en")
    assert row.role == "event"


# words that rules are made of, and words that stand around them
WORDS = [
    "on", "in", "the", "of", "last", "next", "this", "Monday", "May", "may", "14", "14th", "2017", "1990s", ",", ".", "Nov.", "ago",
    "two", "weeks", "past", "days", "early", "late", "mid-2016", "from", "to", "between", "and", "year", "quarter", "first", "8:31",
    "p.m.", "GMT", "'s", "Christmas", "03/04/2017", "-", "said", "will", "\n", "summer", "earlier", "weekend", "before", "’",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    st.sampled_from([None, PUBLISHED, "0001-01-01"]),
)
@settings(deadline=None)
def test_any_text_gives_rows_in_order_that_lie_in_it(text, anchor):
    end = 0
    for row in dates.find_rows(text, anchor=anchor, language="en"):
        assert end <= row.start < row.end and row.text == text[row.start : row.end]
        assert not (row.earliest and row.latest) or row.earliest <= row.latest
        end = row.end


# --- publication


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Published 14 November 2017", "2017-11-14"),
        ("First published on Tue 14 Nov 2017 at 8.31 pm", "2017-11-14"),
        ("Posted: November 14, 2017 8:31 PM", "2017-11-14T20:31:00"),
        ("Published 13 November 2017, updated 14 November 2017", "2017-11-13"),
    ],
)
def test_a_date_line_states_the_date_of_publication(line, expected):
    found = publication(f"A mill burns down\n{line}\nThe mill burned down.", "title", "dateline", "body")
    assert (found.basis, found.edtf) == ("stated", expected)


def test_a_date_line_in_figures_of_either_order_is_an_interval():
    found = publication("A mill burns down\nPublished 03/04/2017\nIt burned.", "title", "dateline", "body")
    assert (found.basis, found.edtf) == ("stated", "[2017-03-04,2017-04-03]")
    assert (str(found.earliest), str(found.latest)) == ("2017-03-04", "2017-04-03")


def test_an_update_alone_is_an_upper_bound():
    found = publication(
        "A mill burns down\nLast updated: 14 November 2017\nIt burned in 2016.", "title", "dateline", "body"
    )
    assert (found.basis, str(found.latest)) == ("inferred", "2017-11-14")


def test_the_line_of_an_agency_states_the_date():
    found = dates.publication("LONDON, Nov 14, 2017 (Reuters) - The mill burned down.", language="en")
    assert (found.basis, found.edtf) == ("stated", "2017-11-14")


def test_the_line_of_an_agency_without_a_year_takes_it_from_the_limits_of_the_text():
    line = "LONDON, Nov 14 (Reuters) - "
    alone = dates.publication(f"{line}The mill burned down.", language="en")
    assert alone == ("XXXX-11-14", None, None, "stated", "Nov 14 [8-14]")
    found = dates.publication(f"{line}The mill, sold in August 2017, burned down on Tuesday.", language="en")
    assert (found.basis, found.edtf) == ("stated", "2017-11-14")
    assert found.evidence.endswith(" | Nov 14 [8-14]")
    older = dates.publication(f"{line}The mill, sold in 2012, burned down.", language="en")
    assert (older.basis, older.edtf) == ("inferred", "[2012-11-14..]")


def test_a_past_year_and_a_day_without_one_limit_the_publication():
    found = dates.publication("The mill, sold in August 2017, burned down on October 4.", language="en")
    assert (found.basis, found.edtf) == ("inferred", "[2017-10-04..2018-10-03]")


def test_a_copyright_year_dates_no_article():
    assert publication("The mill burned down.\n© Reuters 2024", "body", "credit").basis == "unknown"


# --- the hand annotation and the language file


def _agreement(part: str) -> float:
    """F1 of expressions whose span and bounds are those of the hand annotation."""
    both = wanted = found = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["part"] != part:
            continue
        gold = {(e["start"], e["end"], e["earliest"], e["latest"]) for e in entry["expressions"]}
        made = {
            (row.start, row.end, *(str(day) if day else None for day in (row.earliest, row.latest)))
            for row in dates.find_rows(entry["text"], anchor=entry["anchor"], language="en")
        }
        both, wanted, found = both + len(gold & made), wanted + len(gold), found + len(made)
    assert wanted >= 60
    return 2 * both / (wanted + found)


def test_spans_and_values_agree_with_the_hand_annotation():
    assert _agreement("tuned") >= 0.97


def test_spans_and_values_agree_with_the_part_that_no_rule_was_written_for():
    assert _agreement("held_out") >= 0.88


def test_every_rule_of_the_language_file_names_a_reading_and_can_match():
    rules = grammar("en")
    reached = {numbers for _, numbers in rules.by_letter.values()}
    assert {number for numbers in reached for number in numbers} == set(range(len(rules.rules)))


def test_every_list_around_dates_is_read_by_a_rule():
    data = grammar("en").data
    code = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "analysis" / "dates").glob("*.py"))
    )
    patterns = " ".join([*data["phrases"].values(), *(rule["pattern"] for rule in data["rules"])])
    assert [name for name in data["context"] if f'"{name}"' not in code] == []
    assert set(data) == set(grammar("fr").data) and set(data["context"]) == set(grammar("fr").data["context"])
    assert [
        name for name in data["classes"] if not re.search(rf"(?<![A-Z_]){name}(?![A-Z_])", patterns)
    ] == []
