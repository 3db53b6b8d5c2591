"""What counts as found, as missed and as wrong, with exact counts."""

import json

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT

from analysis import evaluate
from analysis.errors import AnalysisError, SchemaError

GOLD = ROOT / "data" / "annotations" / "gold" / "statements.jsonl"
RAW = ROOT / "data" / "raw"

# curly apostrophes and a no-break space, so that a position is a code point and nothing else
TEXT = (
    "Le préfet a annoncé que le pont serait fermé. « Nous n’avons pas le choix\u00a0», a-t-il expliqué. "
    "Selon l’association, les riverains attendent un délai. La mairie rapporte que la digue tient."
)
TEXTS = {"a": TEXT}
BRIDGE = "que le pont serait fermé"
CHOICE = "« Nous n’avons pas le choix\u00a0»"
DELAY = "les riverains attendent un délai"
DIKE = "que la digue tient"
COLUMNS = (
    "doc_id statement_id start end kind stance cue_start cue_end source_start source_end source_text source "
    "content_spans depth parent_id"
)


def span(words, text=TEXT):
    """Return where words stand; the span is missing where there are none."""
    if words is None:
        return None, None
    start = text.index(words)
    return start, start + len(words)


def line(content, *, source, cue, name, doc="a", text=TEXT, **other):
    """Return a gold line: core, indirect, asserts, unless said otherwise."""
    contents = [content] if isinstance(content, str) else list(content)
    places = [
        dict(zip(("text", "start", "end"), (part, *span(part, text)), strict=True)) for part in contents
    ]
    (source_start, source_end), (cue_start, cue_end) = span(source, text), span(cue, text)
    entry = {
        "doc": doc,
        "id": f"{doc}-{contents}",
        "type": "indirect",
        "stance": "asserts",
        "tier": "core",
        "zone": "body",
        "floating": False,
        "source_text": source,
        "source_start": source_start,
        "source_end": source_end,
        "source_canonical": name,
        "source_alt": [],
        "cue_text": cue,
        "cue_start": cue_start,
        "cue_end": cue_end,
        "contents": places,
    }
    return entry | other


def lines(**changes):
    """Return the four statements of TEXT; changes are fields by number of the line, as in `_2={"tier": …}`."""
    made = [
        line(BRIDGE, source="Le préfet", cue="a annoncé", name="préfet"),
        line(CHOICE, source="il", cue="a-t-il expliqué", name="préfet", type="direct"),
        line(DELAY, source="l’association", cue="Selon", name="association"),
        line(DIKE, source="La mairie", cue="rapporte", name="mairie", stance="reports"),
    ]
    # « il » first stands in another word
    start = TEXT.index("a-t-il") + 4
    made[1] |= {"source_start": start, "source_end": start + 2}
    return [entry | changes.get(f"_{number}", {}) for number, entry in enumerate(made)]


def write(path, entries):
    path.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return path


@pytest.fixture
def gold_of(tmp_path):
    return lambda entries: evaluate.read_gold(write(tmp_path / "gold.jsonl", entries))


def predictions(gold, *, ids=None):
    """Return a statements table that says exactly what the gold says."""
    table = gold.rename(columns={"doc": "doc_id"}).assign(depth=0, parent_id=pd.NA)
    table["doc_id"] = table["doc_id"].map(ids or {name: name for name in table["doc_id"]})
    table["statement_id"] = table["doc_id"] + ":" + table["start"].astype("str")
    return table[COLUMNS.split()]


def changed(table, row, **values):
    """Return a copy of a table with other values in one row."""
    table = table.astype("object")
    for column, value in values.items():
        table.loc[row, column] = value
    return table


def counts(predicted, gold, **options):
    table = evaluate.score(predicted, gold, **options)
    return {
        measure: (n, of) for measure, n, of in zip(table["measure"], table["n"], table["of"], strict=True)
    }


PERFECT = {
    "precision": (4, 4),
    "recall": (4, 4),
    "f1": (8, 8),
    "nested_recall": (0, 0),
    "source_exact": (4, 4),
    "source_overlap": (4, 4),
    "source_canonical": (4, 4),
    "source_canonical_pronoun": (1, 1),
    "cue_overlap": (4, 4),
    "kind": (4, 4),
    "stance": (4, 4),
    "stance_merged": (4, 4),
}


# reading


def test_a_line_becomes_a_row_under_the_names_of_the_statements_table(gold_of):
    entry = line(
        [CHOICE, BRIDGE], source=None, cue=None, name="préfet", floating=True, source_alt=["la préfecture"],
        type="mixed", chain=["Le Journal", "préfet"], cue_kind="none", note="",
    )  # fmt: skip
    (row,) = gold_of([entry]).to_dict("records")
    first, second = span(CHOICE), span(BRIDGE)
    assert row["kind"] == "mixed"
    assert row["source"] == "préfet"
    assert row["source_alt"] == ("la préfecture",)
    assert row["chain"] == "Le Journal > préfet"
    assert row["content_spans"] == f"{first[0]}-{first[1]}|{second[0]}-{second[1]}"
    assert (row["start"], row["end"]) == (second[0], first[1])
    assert row["floating"] is True
    missing = [
        "source_text",
        "source_start",
        "source_end",
        "cue_text",
        "cue_start",
        "cue_end",
        "cue_lemma",
        "note",
    ]
    assert all(pd.isna(row[column]) for column in missing)


def test_an_empty_file_and_an_entry_without_content_are_read(tmp_path, gold_of):
    (tmp_path / "none.jsonl").write_text("\n", encoding="utf-8")
    none = evaluate.read_gold(tmp_path / "none.jsonl")
    one = gold_of([line([], source="La mairie", cue="rapporte", name="mairie")])
    assert len(none) == 0
    assert list(none.columns) == list(one.columns)
    assert list(none.dtypes) == list(one.dtypes)
    assert one[["start", "end", "content", "content_spans"]].isna().all(axis=None)


GOOD = json.dumps(lines()[0])


def with_(**fields):
    """Return the second line of the gold with other values in some fields."""
    return json.dumps(lines()[1] | fields)


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ("{'doc': 1}", "not valid JSON (Expecting property name enclosed in double quotes, character 2). "
         "Correct or remove the line."),
        ("[]", "not a JSON object. Write {...}, or remove the line."),
        ('{"doc": "a"}', "no field id, tier, type, stance, zone, floating, source_text, source_start, source_end, "
         "source_alt, source_canonical, cue_text, cue_start, cue_end, contents. "
         "Add what is missing; null stands for no value."),
        (GOOD, "line 1 has the id a-['que le pont serait fermé'] too. Give each line its own id."),
        (with_(tier="main"), "tier is 'main'. Write one of core, nested, optional."),
        (with_(type="quote"), "type is 'quote'. Write one of direct, indirect, mixed."),
        (with_(floating="no"), "floating is 'no'. Write true or false."),
        (with_(contents=None), "contents is None. Write a list of objects, [] for none."),
        (with_(contents=[{"start": 1}]),
         "contents is [{'start': 1}]. Write text, start and end in each."),
        (with_(source_alt=[3]), "source_alt is [3]. Write a list of texts, [] for none."),
        (with_(cue_start=None),
         "the cue is at None-92. Write two whole numbers, the end after the start."),
        (with_(contents=[{"text": "", "start": 5, "end": 5}]),
         "the content is at 5-5. Write two whole numbers, the end after the start."),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_with_its_number_and_the_remedy(tmp_path, bad, problem):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOOD}\n{bad}\n", encoding="utf-8")
    with pytest.raises(AnalysisError) as caught:
        evaluate.read_gold(path)
    assert str(caught.value) == f"{path}, line 2: {problem}"


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path):
    path = tmp_path / "gold.jsonl"
    with pytest.raises(AnalysisError, match=r"gold\.jsonl: cannot be read .*Put the annotations there"):
        evaluate.read_gold(path)
    path.write_bytes(GOOD.encode() + b"\n\xe9\n")
    with pytest.raises(
        AnalysisError, match=r"gold\.jsonl, line 2: not UTF-8\. Save the file again as UTF-8\."
    ):
        evaluate.read_gold(path)


def test_positions_are_checked_against_the_text_where_it_is_given(tmp_path):
    path = write(tmp_path / "gold.jsonl", lines())
    assert len(evaluate.read_gold(path, texts=TEXTS)) == 4
    assert len(evaluate.read_gold(path, texts=pd.Series(TEXTS))) == 4
    assert len(evaluate.read_gold(path, texts={"b": ""})) == 4
    remedy = "Correct the position, or pass the text that was annotated."
    for text, problem in (
        (TEXT[:60], f"line 2: the source ends at 83, but the text of a has 60 characters. {remedy}"),
        (TEXT.upper(), f"line 1: the source is 'Le préfet', but the text has 'LE PRÉFET' there. {remedy}"),
    ):
        with pytest.raises(AnalysisError) as caught:
            evaluate.read_gold(path, texts={"a": text})
        assert str(caught.value) == f"{path}, {problem}"


# documents


@pytest.mark.parametrize(
    ("doc", "ids", "found"),
    [
        ("000_cfa5.txt", {"000_cfa5.txt", "000_cfa5", "000"}, "000_cfa5.txt"),
        ("000_cfa5.txt", {"000_cfa5", "000"}, "000_cfa5"),
        ("000_cfa5.txt", {"000"}, "000"),
        ("000_cfa5", {"000"}, "000"),
        ("000_cfa5.txt", {"001"}, None),
        ("000", {"000_cfa5"}, None),
    ],
)
def test_a_document_is_found_by_id_then_stem_then_first_part(doc, ids, found):
    assert evaluate.doc_id(doc, ids) == found


def test_statements_are_compared_within_one_document_whatever_the_gold_calls_it(gold_of):
    gold = gold_of(
        [
            line(BRIDGE, source="Le préfet", cue="a annoncé", name="préfet", doc="000_cfa5.txt"),
            line(BRIDGE, source="Le préfet", cue="a annoncé", name="préfet", doc="001_a3ad.txt"),
        ]
    )
    predicted = predictions(gold, ids={"000_cfa5.txt": "000", "001_a3ad.txt": "001"})
    assert counts(predicted, gold)["recall"] == (2, 2)
    only = counts(predicted[:1], gold)
    assert (only["precision"], only["recall"]) == ((1, 1), (1, 2))
    table = evaluate.errors(predicted[:1], gold, {"000": TEXT, "001": TEXT})
    assert table[["what", "doc_id"]].to_numpy().tolist() == [["missed", "001"]]


def test_two_documents_with_one_id_are_refused(gold_of):
    gold = gold_of(
        [
            line(BRIDGE, source="Le préfet", cue="a annoncé", name="préfet", doc="000_a"),
            line(BRIDGE, source="Le préfet", cue="a annoncé", name="préfet", doc="000_b"),
        ]
    )
    predicted = predictions(gold, ids={"000_a": "000", "000_b": "000"})
    with pytest.raises(AnalysisError, match=r"000_a and 000_b both fit doc_id 000\."):
        evaluate.match(predicted, gold)


# matching


def test_pairs_carry_the_labels_of_both_indexes(gold_of):
    gold = gold_of(lines())
    predicted = predictions(gold)[::-1].set_axis(["d", "c", "b", "a"])
    pairs = evaluate.match(predicted, gold.set_axis([10, 11, 12, 13]))
    assert pairs.to_dict("list") == {
        "predicted": ["a", "b", "c", "d"],
        "gold": [10, 11, 12, 13],
        "jaccard": [1.0] * 4,
        "cue_overlap": [True] * 4,
    }


def test_jaccard_counts_characters_of_all_parts_once(gold_of):
    gold = gold_of([line(["Le préfet", "le pont"], source=None, cue=None, name="x")])
    (a, b), (c, d) = span("Le préfet"), span("le pont")
    assert (b - a, d - c) == (9, 7)
    one = predictions(gold)
    assert evaluate.match(one, gold)["jaccard"].tolist() == [1.0]
    hull = changed(one, 0, content_spans=f"{a}-{d}")
    assert evaluate.match(hull, gold)["jaccard"].tolist() == [16 / (d - a)]
    part = changed(one, 0, content_spans=f"{c}-{d}|{c}-{d}")
    assert evaluate.match(part, gold)["jaccard"].tolist() == [7 / 16]
    assert len(evaluate.match(changed(one, 0, content_spans=pd.NA), gold)) == 0


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_of_two_predictions_for_one_entry_the_one_with_the_cue_wins(gold_of, order):
    gold = gold_of(lines()[:1])
    start, end = span(BRIDGE)
    whole, cut = predictions(gold), predictions(gold)
    whole = changed(whole, 0, cue_start=100, cue_end=105)
    cut = changed(cut, 0, content_spans=f"{start + 4}-{end}")
    predicted = pd.concat([whole, cut]).iloc[order].set_axis([("whole", "cut")[i] for i in order])
    pairs = evaluate.match(predicted, gold)
    assert pairs.to_dict("records") == [
        {"predicted": "cut", "gold": 0, "jaccard": 20 / 24, "cue_overlap": True}
    ]
    assert counts(predicted, gold)["precision"] == (1, 2)


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_without_a_cue_the_longer_shared_content_wins_and_equal_pairs_go_by_position(gold_of, order):
    gold = gold_of(lines()[:1])
    start, end = span(BRIDGE)
    none = {"cue_start": np.nan, "cue_end": None}
    one = predictions(gold)
    two = [
        changed(one, 0, content_spans=f"{start}-{end - 4}", **none),
        changed(one, 0, content_spans=f"{start + 4}-{end}", **none),
    ]
    predicted = pd.concat(two).iloc[order].set_axis([("early", "late")[i] for i in order])
    assert evaluate.match(predicted, gold)["predicted"].tolist() == ["early"]
    longer = changed(predicted, "late", content_spans=f"{start + 3}-{end}")
    assert evaluate.match(longer, gold)["predicted"].tolist() == ["late"]


def test_a_content_that_is_cut_short_counts_at_03_and_not_at_08(gold_of):
    gold = gold_of(lines())
    start, end = span(BRIDGE)
    assert end - start == 24
    predicted = changed(predictions(gold), 0, content_spans=f"{start}-{start + 12}")
    assert counts(predicted, gold, threshold=0.3)["recall"] == (4, 4)
    strict = counts(predicted, gold, threshold=0.8)
    assert (strict["precision"], strict["recall"], strict["f1"]) == ((3, 4), (3, 4), (6, 8))


def test_a_threshold_is_reached_by_equality(gold_of):
    gold = gold_of([line("serait ferm", source=None, cue=None, name="x") | {"id": "x"}])
    start = span("serait ferm")[0]
    gold = changed(gold, 0, content_spans=f"{start}-{start + 10}")
    for shared, threshold in ((3, 0.3), (8, 0.8)):
        predicted = changed(predictions(gold), 0, content_spans=f"{start}-{start + shared}")
        assert len(evaluate.match(predicted, gold, threshold=threshold)) == 1
        predicted = changed(predicted, 0, content_spans=f"{start}-{start + shared - 1}")
        assert len(evaluate.match(predicted, gold, threshold=threshold)) == 0


@pytest.mark.parametrize("threshold", [0, -0.1, 1.1])
def test_a_threshold_outside_its_range_is_refused(gold_of, threshold):
    gold = gold_of(lines())
    with pytest.raises(ValueError, match=r"Choose a number above 0 and up to 1\."):
        evaluate.match(predictions(gold), gold, threshold=threshold)


def test_a_table_of_another_shape_is_refused(gold_of):
    gold = gold_of(lines())
    predicted = predictions(gold)
    with pytest.raises(
        SchemaError, match=r"The table predicted has no column stance, source\. Pass the statements"
    ):
        evaluate.match(predicted.drop(columns=["stance", "source"]), gold)
    with pytest.raises(
        SchemaError, match=r"The table gold has no column tier\. Pass what read_gold returns\."
    ):
        evaluate.match(predicted, gold.drop(columns="tier"))
    with pytest.raises(SchemaError, match=r"content_spans holds '12:15'\. Write spans as 156-434\|512-530"):
        evaluate.match(changed(predicted, 0, content_spans="12:15"), gold)


# scoring


def test_a_perfect_table_scores_one_everywhere(gold_of):
    gold = gold_of(lines())
    table = evaluate.score(predictions(gold), gold)
    assert list(table.columns) == ["measure", "n", "of", "value"]
    assert tuple(table["measure"]) == evaluate.MEASURES
    assert counts(predictions(gold), gold) == PERFECT
    assert table["value"].dropna().tolist() == [1.0] * 11
    assert table.loc[table["value"].isna(), "measure"].tolist() == ["nested_recall"]


def test_a_miss_costs_recall_only(gold_of):
    gold = gold_of(lines())
    expected = dict.fromkeys(PERFECT, (3, 3)) | {
        "recall": (3, 4),
        "f1": (6, 7),
        "nested_recall": (0, 0),
        "source_canonical_pronoun": (1, 1),
    }
    assert counts(predictions(gold)[1:], gold) == expected


def test_a_false_positive_costs_precision_only(gold_of):
    gold = gold_of(lines()[:3])
    predicted = predictions(gold_of(lines()))
    expected = dict.fromkeys(PERFECT, (3, 3)) | {
        "precision": (3, 4),
        "f1": (6, 7),
        "nested_recall": (0, 0),
        "source_canonical_pronoun": (1, 1),
    }
    assert counts(predicted, gold) == expected


def test_a_second_prediction_for_an_entry_is_a_false_positive(gold_of):
    gold = gold_of(lines())
    predicted = pd.concat([predictions(gold), predictions(gold)[:1]])
    scores = counts(predicted, gold)
    assert (scores["precision"], scores["recall"]) == ((4, 5), (4, 4))


def test_an_optional_entry_counts_neither_found_nor_missed(gold_of):
    gold = gold_of(lines(_3={"tier": "optional"}))
    expected = dict.fromkeys(PERFECT, (3, 3)) | {
        "f1": (6, 6),
        "nested_recall": (0, 0),
        "source_canonical_pronoun": (1, 1),
    }
    assert counts(predictions(gold), gold) == expected
    assert counts(predictions(gold)[:3], gold) == expected


def test_a_nested_entry_is_reported_apart(gold_of):
    gold = gold_of(lines(_2={"tier": "nested"}, _3={"tier": "nested"}))
    expected = dict.fromkeys(PERFECT, (2, 2)) | {"f1": (4, 4), "source_canonical_pronoun": (1, 1)}
    assert counts(predictions(gold), gold) == expected
    assert counts(predictions(gold)[:3], gold) == expected | {"nested_recall": (1, 2)}


def test_a_pronoun_is_a_measure_of_its_own(gold_of):
    gold = gold_of(lines())
    scores = counts(changed(predictions(gold), 1, source="maire"), gold)
    assert (scores["source_canonical"], scores["source_canonical_pronoun"]) == ((3, 4), (0, 1))
    scores = counts(changed(predictions(gold), 0, source="maire"), gold)
    assert (scores["source_canonical"], scores["source_canonical_pronoun"]) == ((3, 4), (1, 1))


@pytest.mark.parametrize("words", ["Elle", "on", "Celui-ci", "Ce dernier", "ces derniers", "j’", "qui"])
def test_these_sources_are_pronouns(gold_of, words):
    gold = changed(gold_of(lines()[:1]), 0, source_text=words)
    assert counts(predictions(gold), gold)["source_canonical_pronoun"] == (1, 1)


@pytest.mark.parametrize("words", ["Le préfet", "la ville d’Elle", "ce dernier témoin", None])
def test_these_sources_are_not(gold_of, words):
    gold = changed(gold_of(lines()[:1]), 0, source_text=words)
    assert counts(predictions(gold), gold)["source_canonical_pronoun"] == (0, 0)


def test_the_name_of_a_source_is_compared_without_case(gold_of):
    gold = gold_of(lines())
    assert counts(changed(predictions(gold), 0, source="PRÉFET"), gold)["source_canonical"] == (4, 4)
    assert counts(changed(predictions(gold), 0, source=pd.NA), gold)["source_canonical"] == (3, 4)


def test_a_source_is_exact_or_overlaps_or_neither(gold_of):
    gold = gold_of(lines())
    part = dict(zip(("source_start", "source_end"), span("préfet"), strict=True))
    scores = counts(changed(predictions(gold), 0, **part, source_text="préfet"), gold)
    assert (scores["source_exact"], scores["source_overlap"]) == ((3, 4), (4, 4))
    other = dict(zip(("source_start", "source_end"), span("les riverains"), strict=True))
    scores = counts(changed(predictions(gold), 0, **other, source_text="les riverains"), gold)
    assert (scores["source_exact"], scores["source_overlap"]) == ((3, 4), (3, 4))
    none = {"source_start": pd.NA, "source_end": np.nan, "source_text": None}
    scores = counts(changed(predictions(gold), 0, **none), gold)
    assert (scores["source_exact"], scores["source_overlap"]) == ((3, 4), (3, 4))


def test_an_alternative_source_is_as_good(gold_of):
    gold = gold_of(lines(_0={"source_alt": ["la mairie", "les riverains"]}))
    other = dict(zip(("source_start", "source_end"), span("les riverains"), strict=True))
    for words, n in (("les riverains", 4), ("Les riverains", 4), ("riverains", 3)):
        scores = counts(changed(predictions(gold), 0, **other, source_text=words), gold)
        assert (scores["source_exact"], scores["source_overlap"]) == ((n, 4), (n, 4))


def test_source_and_cue_that_are_missing_on_both_sides_agree(gold_of):
    gold = gold_of([line(CHOICE, source=None, cue=None, name="préfet", type="direct", floating=True)])
    scores = counts(predictions(gold), gold)
    assert {scores[m] for m in ("source_exact", "source_overlap", "source_canonical", "cue_overlap")} == {
        (1, 1)
    }
    scores = counts(changed(predictions(gold), 0, cue_start=0, cue_end=4, source_start=0, source_end=4), gold)
    assert {scores[m] for m in ("source_exact", "source_overlap", "cue_overlap")} == {(0, 1)}
    assert evaluate.match(predictions(gold), gold)["cue_overlap"].tolist() == [False]


def test_asserts_and_reports_are_one_stance_when_merged(gold_of):
    gold = gold_of(lines())
    scores = counts(changed(predictions(gold), 3, stance="asserts"), gold)
    assert (scores["stance"], scores["stance_merged"]) == ((3, 4), (4, 4))
    scores = counts(changed(predictions(gold), 3, stance="denies"), gold)
    assert (scores["stance"], scores["stance_merged"]) == ((3, 4), (3, 4))
    scores = counts(changed(predictions(gold), 3, stance=pd.NA), gold)
    assert (scores["stance"], scores["stance_merged"]) == ((3, 4), (3, 4))


def test_kind_and_cue_are_counted(gold_of):
    gold = gold_of(lines())
    scores = counts(changed(predictions(gold), 1, kind="mixed", cue_start=0, cue_end=2), gold)
    assert (scores["kind"], scores["cue_overlap"]) == ((3, 4), (3, 4))


@pytest.mark.parametrize("typed", [True, False])
def test_nothing_predicted(gold_of, typed):
    gold = gold_of(lines())
    none = predictions(gold)[:0] if typed else pd.DataFrame(columns=COLUMNS.split())
    expected = dict.fromkeys(PERFECT, (0, 0)) | {"recall": (0, 4), "f1": (0, 4)}
    assert counts(none, gold) == expected
    assert evaluate.score(none, gold)["value"].isna().sum() == len(PERFECT) - 2
    assert evaluate.errors(none, gold, TEXTS)["what"].tolist() == ["missed"] * 4


def test_nothing_annotated(gold_of):
    gold = gold_of(lines())
    predicted = predictions(gold)
    assert counts(predicted, gold[:0]) == dict.fromkeys(PERFECT, (0, 0)) | {"precision": (0, 4), "f1": (0, 4)}
    assert evaluate.errors(predicted, gold[:0], TEXTS)["what"].tolist() == ["not in gold"] * 4
    assert counts(predicted[:0], gold[:0]) == dict.fromkeys(PERFECT, (0, 0))
    assert len(evaluate.match(predicted[:0], gold[:0])) == 0
    empty = evaluate.errors(predicted[:0], gold[:0], TEXTS)
    assert list(empty.columns) == ["what", "doc_id", "start", "end", "text", "expected", "found"]
    assert len(empty) == 0


# errors


def test_every_error_is_listed_with_the_words(gold_of):
    gold = gold_of(lines(_1={"tier": "optional"}, _2={"tier": "core"}))
    predicted = predictions(gold)
    part = dict(zip(("source_start", "source_end"), span("préfet"), strict=True))
    predicted = changed(predicted, 0, **part, source_text="préfet", source="maire", kind="mixed")
    predicted = changed(predicted, 3, stance="asserts")
    start, end = span("La mairie rapporte")
    extra = changed(predicted[3:], 3, content_spans=f"{start}-{end}", cue_start=pd.NA)
    table = evaluate.errors(pd.concat([predicted.drop([1, 2]), extra]), gold, pd.Series(TEXTS))
    bridge, delay, dike = span(BRIDGE), span(DELAY), span(DIKE)
    expected = [
        ["wrong canonical source", "a", *bridge, BRIDGE, "préfet", "maire"],
        ["wrong kind", "a", *bridge, BRIDGE, "indirect", "mixed"],
        ["wrong source", "a", *bridge, BRIDGE, "Le préfet [0-9]", "préfet [3-9]"],
        ["missed", "a", *delay, DELAY, "l’association · Selon", None],
        ["not in gold", "a", start, end, "La mairie rapporte", None, "La mairie"],
        ["wrong stance", "a", *dike, DIKE, "reports", "asserts"],
    ]
    found = table.astype("object").where(table.notna(), None)
    assert found.to_numpy().tolist() == expected
    assert all(TEXT[row.start : row.end] == row.text for row in table.itertuples())


def test_a_perfect_table_has_no_errors_and_optional_misses_are_none(gold_of):
    gold = gold_of(lines(_2={"tier": "nested"}, _3={"tier": "optional"}))
    assert len(evaluate.errors(predictions(gold), gold, TEXTS)) == 0
    assert len(evaluate.errors(predictions(gold)[:2], gold, TEXTS)) == 0


def test_a_missed_entry_without_content_or_source_is_shown_by_what_it_has(gold_of):
    entries = [
        line([], source="La mairie", cue="rapporte", name="mairie"),
        line(CHOICE, source=None, cue=None, name="préfet", floating=True),
    ]
    gold = gold_of(entries)
    table = evaluate.errors(predictions(gold)[:0], gold, TEXTS)
    assert table[["text", "expected"]].to_numpy().tolist() == [
        [CHOICE, "préfet"],
        ["rapporte", "La mairie · rapporte"],
    ]


def test_errors_need_the_text_of_every_document(gold_of):
    gold = gold_of(lines())
    with pytest.raises(AnalysisError, match=r"No text for document a\. Pass the texts of all documents"):
        evaluate.errors(predictions(gold), gold, {"b": TEXT})


def test_no_input_is_changed(gold_of):
    gold = gold_of(lines())
    predicted = predictions(gold)
    before = gold.copy(deep=True), predicted.copy(deep=True)
    evaluate.match(predicted, gold)
    evaluate.score(predicted, gold)
    evaluate.errors(predicted, gold, TEXTS)
    pd.testing.assert_frame_equal(gold, before[0])
    pd.testing.assert_frame_equal(predicted, before[1])


# the gold of the sample


def test_the_words_of_the_shipped_gold_stand_where_it_says():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(RAW.glob("*.txt"))}
    gold = evaluate.read_gold(GOLD, texts=texts)
    assert set(gold["doc"]) == set(texts)
    assert gold["tier"].value_counts().to_dict() == {"core": 39, "optional": 17, "nested": 9}
    entries = [json.loads(entry) for entry in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(entries) == len(gold)
    for entry in entries:
        text = texts[entry["doc"]]
        pieces = [text[part["start"] : part["end"]] for part in entry["contents"]]
        assert pieces == [part["text"] for part in entry["contents"]], entry["id"]
        assert (" […] ".join(pieces) or None) == entry["content_text"], entry["id"]
        assert text[entry["cue_head_start"] : entry["cue_head_end"]] == entry["cue_head"], entry["id"]
        assert all(other in text for other in entry["source_alt"]), entry["id"]


def test_the_shipped_gold_scores_one_against_itself():
    gold = evaluate.read_gold(GOLD)
    predicted = predictions(gold, ids={name: name[:3] for name in gold["doc"]})
    scores = counts(predicted[predicted["content_spans"].notna()], gold)
    assert scores == dict.fromkeys(PERFECT, (39, 39)) | {
        "f1": (78, 78),
        # one nested entry has no content
        "nested_recall": (8, 9),
        "source_canonical_pronoun": scores["source_canonical_pronoun"],
    }
    assert scores["source_canonical_pronoun"][0] == scores["source_canonical_pronoun"][1] > 0
