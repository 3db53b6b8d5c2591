"""Passages are found word for word and lightly edited, on both sides in their exact place; menus are not."""

import importlib.util
import itertools
import time

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import build, network, reuse, terms
from analysis.reuse import chains, index, words

PONT = (
    "Le pont de la Barre restera fermé jusqu’à la fin du mois de mars, faute de crédits suffisants pour remplacer "
    "les câbles rongés par le sel, a indiqué jeudi la direction des routes."
)
A = f"Les riverains attendent. {PONT} Ils ont écrit au préfet."
B = f"À Sainte-Lune, rien ne bouge\u202f! {PONT} Une réunion est prévue."
COLUMNS = [
    "doc_a",
    "start_a",
    "end_a",
    "doc_b",
    "start_b",
    "end_b",
    "n_tokens",
    "similarity",
    "kind",
    "earlier",
]


def quoted(table: pd.DataFrame, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return the words of each passage on both sides."""
    return [
        (texts[row.doc_a][row.start_a : row.end_a], texts[row.doc_b][row.start_b : row.end_b])
        for row in table.itertuples()
    ]


def numbered(*numbers: int) -> str:
    return " ".join(f"mot{number}" for number in numbers)


def filler(seed: int, size: int) -> str:
    """Return words that no other text of a test has."""
    return " ".join(f"x{seed}y{number}" for number in range(size))


# --- what is found, and where


def test_a_passage_stands_in_its_exact_place_on_both_sides():
    found = reuse.passages({"b": B, "a": A})
    assert list(found.columns) == COLUMNS
    start_a, start_b, size = A.index("Le pont"), B.index("Le pont"), len(PONT) - 1
    assert found.drop(columns="earlier").values.tolist() == [
        ["a", start_a, start_a + size, "b", start_b, start_b + size, 34, 1.0, "narrative copy"]
    ]
    assert found["earlier"].isna().all()
    assert found.dtypes.astype(str).tolist() == [
        "str", "int64", "int64", "str", "int64", "int64", "int64", "float64", "str", "str",
    ]  # fmt: skip


def test_typing_makes_no_difference_and_positions_are_those_of_each_text():
    other = PONT.upper().replace("’", "'").replace(" de ", "\u00a0de\u202f").replace("É", "E\u0301")
    texts = {
        "a": A,
        "b": "Brève. " + other.replace("CÂBLES", "CÂ\u00adBLES").replace(" SEL", "\u202fSEL") + " Fin.",
    }
    found = reuse.passages(texts)
    assert found["n_tokens"].tolist() == [34]
    assert quoted(found, texts)[0][1].endswith("DIRECTION DES ROUTES")


def test_ligatures_are_the_same_word():
    texts = {
        "a": f"Le cœur des œuvres {numbered(*range(9))}",
        "b": f"Le coeur des oeuvres {numbered(*range(9))}",
    }
    assert reuse.passages(texts)[["n_tokens", "similarity"]].values.tolist() == [[13, 1.0]]


def test_twelve_words_are_a_passage_and_eleven_are_not():
    texts = {"a": f"{filler(1, 5)} {numbered(*range(12))}", "b": f"{numbered(*range(12))} {filler(2, 5)}"}
    assert reuse.passages(texts)["n_tokens"].tolist() == [12]
    assert reuse.passages(texts, min_tokens=13).empty
    assert list(reuse.passages(texts, min_tokens=13).columns) == COLUMNS


def test_words_changed_added_left_out_and_swapped_do_not_cut_a_passage():
    edited = (
        PONT.replace("fermé", "clos")
        .replace("faute de", "faute hélas de")
        .replace("suffisants ", "")
        .replace("a indiqué", "indiqué a")
    )
    found = reuse.passages({"a": A, "b": f"Brève. {edited} Fin."})
    # of 34 words one is changed, one left out and one out of order; the other side has one more
    assert found[["n_tokens", "similarity"]].values.tolist() == [[31, 2 * 31 / (34 + 34)]]


def test_ends_grow_over_one_edited_word_but_not_into_other_words():
    texts = {
        "a": f"{filler(1, 4)} tout début ancien {numbered(*range(14))} fin nouvelle page {filler(2, 4)}",
        "b": f"{filler(3, 4)} tout début {numbered(*range(14))} belle fin nouvelle page {filler(4, 4)}",
    }
    found = reuse.passages(texts)
    assert quoted(found, texts) == [
        (
            f"tout début ancien {numbered(*range(14))} fin nouvelle page",
            f"tout début {numbered(*range(14))} belle fin nouvelle page",
        )
    ]
    assert found["n_tokens"].tolist() == [19]


def test_two_far_passages_of_one_pair_are_two_rows():
    first, second = numbered(*range(20)), numbered(*range(50, 70))
    texts = {
        "a": f"{first} {filler(1, 40)} {second}",
        "b": f"{second} {filler(2, 40)} {first}",
    }
    assert quoted(reuse.passages(texts), texts) == [(first, first), (second, second)]


def test_a_passage_that_stands_second_is_found_beside_one_that_only_begins_alike():
    # the first occurrence of each sequence is not where the passage is
    whole = numbered(*range(16))
    texts = {"a": f"{numbered(*range(5))} {filler(1, 30)} {whole}", "b": f"{filler(2, 9)} {whole}"}
    assert quoted(reuse.passages(texts), texts) == [(whole, whole)]


def test_a_passage_copied_twice_into_one_article_is_two_rows():
    whole = numbered(*range(16))
    texts = {"a": whole, "b": f"{whole} {filler(2, 30)} {whole}"}
    assert quoted(reuse.passages(texts), texts) == [(whole, whole)] * 2


def test_two_halves_of_a_passage_are_joined_whatever_phrases_stand_between():
    one, other = numbered(*range(12)), numbered(*range(20, 32))
    phrases = [numbered(*range(40, 44)), numbered(*range(50, 54))]
    rest = " ".join(f"{phrase} {filler(3 + k, 20)}" for k, phrase in enumerate(phrases * 4))
    texts = {
        "a": f"{one} {phrases[0]} {phrases[1]} {filler(1, 4)} {other}",
        "b": f"{one} {filler(2, 12)} {other} {filler(9, 20)} {rest}",
    }
    found = reuse.passages(texts)
    assert quoted(found, texts) == [(texts["a"], f"{one} {filler(2, 12)} {other}")]
    assert found["n_tokens"].tolist() == [24]


@pytest.mark.parametrize(("size", "gap", "found"), [(8, 5, 1), (8, 6, 0), (8, 12, 0), (12, 12, 1)])
def test_two_names_side_by_side_are_no_passage(size, gap, found):
    # of 16 words with 5 others between, three in four are the same; 24 need not be
    one, other = numbered(*range(size)), numbered(*range(50, 50 + size))
    texts = {doc_id: f"{one} {filler(k, gap)} {other}" for k, doc_id in enumerate("ab")}
    assert len(reuse.passages(texts)) == found


@st.composite
def _corpora(draw: st.DrawFn) -> dict[str, str]:
    """Texts of words drawn at random, with runs copied from one to the other."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sequences = [random.integers(0, 3000, random.integers(0, 90)).tolist() for _ in range(5)]
    for _ in range(draw(st.integers(0, 6))):
        one, other = random.integers(0, 5, 2)
        size, at = random.integers(8, 40, 2)
        place = random.integers(0, len(sequences[other]) + 1)
        copied = sequences[one][at : at + size]
        if one != other:
            sequences[other][place:place] = copied
    marks = [" ", ", ", ".\n", " «\u00a0", "\u202f» ", " – "]
    return {
        f"d{k}": "".join(f"m{number}{marks[random.integers(0, 6)]}" for number in sequence)
        for k, sequence in enumerate(sequences)
    }


def runs(left: list[str], right: list[str], least: int) -> list[tuple[int, int, int]]:
    """Return every longest run of equal words, by comparing each word with each."""
    found = []
    for i, j in itertools.product(range(len(left)), range(len(right))):
        if left[i] == right[j] and not (i and j and left[i - 1] == right[j - 1]):
            size = 0
            while i + size < len(left) and j + size < len(right) and left[i + size] == right[j + size]:
                size += 1
            if size >= least:
                found.append((i, j, size))
    return found


@settings(max_examples=40, deadline=None)
@given(_corpora())
def test_every_run_of_twelve_equal_words_lies_in_a_passage(texts):
    found = reuse.passages(texts)
    where = {doc_id: [match.span() for match in words._WORD.finditer(text)] for doc_id, text in texts.items()}
    for a, b in itertools.combinations(texts, 2):
        forms = [[texts[doc_id][start:end] for start, end in where[doc_id]] for doc_id in (a, b)]
        rows = found[(found["doc_a"] == a) & (found["doc_b"] == b)]
        for i, j, size in runs(*forms, 12):
            (start_a, _), (_, end_a) = where[a][i], where[a][i + size - 1]
            (start_b, _), (_, end_b) = where[b][j], where[b][j + size - 1]
            inside = (rows["start_a"] <= start_a) & (end_a <= rows["end_a"])
            inside &= (rows["start_b"] <= start_b) & (end_b <= rows["end_b"])
            assert inside.any(), (a, b, forms[0][i : i + size])


@settings(max_examples=40, deadline=None)
@given(_corpora())
def test_passages_are_sorted_begin_and_end_with_words_and_have_their_words_on_both_sides(texts):
    found = reuse.passages(texts)
    key = ["doc_a", "doc_b", "start_a", "start_b"]
    assert found[key].equals(found[key].sort_values(key, ignore_index=True))
    assert (found["doc_a"] < found["doc_b"]).all()
    for row, sides in zip(found.itertuples(), quoted(found, texts), strict=True):
        counts = [len(words.forms(side)) for side in sides]
        assert 12 <= row.n_tokens <= min(counts)
        assert row.similarity == 2 * row.n_tokens / sum(counts)
        for side in sides:
            assert side[0].isalnum() and side[-1].isalnum()


@settings(max_examples=25, deadline=None)
@given(_corpora(), st.integers(2, 9))
def test_neither_the_order_of_texts_nor_partitions_change_the_result(texts, partitions):
    found = reuse.passages(texts, partitions=1)
    turned = pd.Series(dict(reversed(texts.items())), dtype=object)
    pd.testing.assert_frame_equal(found, reuse.passages(turned, partitions=partitions))
    assert found.attrs == reuse.passages(turned, partitions=partitions).attrs


def test_sizes_of_batches_and_ranges_do_not_change_the_result(monkeypatch):
    texts = _press(60)
    found = reuse.passages(texts)
    assert len(found) > 20
    for module, name, value in (
        (words, "_BATCH", 7), (words, "_PIECES", 50), (index, "_STRETCH", 500), (index, "_PARTITION", 2000),
        (chains, "_HITS", 100),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    pd.testing.assert_frame_equal(found, reuse.passages(texts))


def test_processes_do_not_change_the_result():
    texts = _press(30)
    pd.testing.assert_frame_equal(reuse.passages(texts), reuse.passages(texts, jobs=2, partitions=3))


def _press(size: int) -> dict[str, str]:
    random = np.random.default_rng(3)
    texts = {}
    for k in range(size):
        own = numbered(*random.integers(0, 20_000, 200).tolist())
        family = 100_000 + 100 * (k // 2)
        texts[f"d{k:03d}"] = f"{own} {numbered(*range(family, family + 25))} {filler(k, 10)}"
    return texts


def test_a_mapping_may_fetch_texts_when_they_are_asked_for():
    class Fetched(dict):
        def items(self):
            raise AssertionError("all texts at once")

        values = items

    assert len(reuse.passages(Fetched(a=A, b=B))) == 1


# --- what does not count


def test_a_sequence_in_too_many_articles_is_dropped_and_counted():
    texts = {f"d{k}": f"{filler(k, 10)} {numbered(*range(15))}" for k in range(5)}
    assert len(reuse.passages(texts, max_df=5)) == 10
    found = reuse.passages(texts, max_df=4)
    assert found.empty
    assert found.attrs["dropped"] == {
        "frequent": 12, "frequent_places": 60, "template": 0, "template_places": 0,
    }  # fmt: skip


def test_what_a_fifth_of_the_articles_of_one_outlet_share_is_its_template():
    menu = numbered(*range(15))
    texts = {f"a{k:02d}": f"{filler(k, 10)} {menu if k < 5 else ''}" for k in range(25)}
    texts["b"] = f"{menu} {filler(99, 10)}"
    outlets = {doc_id: "Le Phare" if doc_id.startswith("a") else "La Balise" for doc_id in texts}
    found = reuse.passages(texts, outlets=outlets)
    assert found.empty
    assert found.attrs["dropped"] == {
        "frequent": 0, "frequent_places": 0, "template": 12, "template_places": 72,
    }  # fmt: skip
    assert len(reuse.passages(texts)) == 15
    one_more = texts | {"a25": filler(25, 10)}
    assert len(reuse.passages(one_more, outlets=outlets | {"a25": "Le Phare"})) == 5


def test_what_an_outlet_prints_four_times_is_no_template():
    # a paragraph of an agency in every article on one matter; with few articles that is most of them
    texts = {f"a{k}": f"{filler(k, 10)} {PONT}" for k in range(4)} | {"b": f"{PONT} {filler(9, 10)}"}
    outlets = dict.fromkeys(texts, "Le Phare") | {"b": "La Balise"}
    found = reuse.passages(texts, outlets=outlets)
    assert found["doc_a"].tolist() == ["a0", "a1", "a2", "a3"]
    assert found.attrs["dropped"]["template"] == 0


def test_a_stock_phrase_or_a_name_written_ten_times_loses_no_unbroken_passage():
    name = "le ministère de la Mer et des Ports"
    phrase = "dans le cadre de la préparation"
    run = f"{name} a fait savoir mardi soir"
    others = {f"x{k}": f"{filler(k, 9)} {phrase} {filler(k + 50, 9)}" for k in range(9)}
    ten = " ".join(f"{name} {filler(20 + k, 7)}" for k in range(10))
    texts = others | {
        "a": f"{ten} {run} {filler(60, 9)}",
        "b": f"{filler(61, 9)} {run} {filler(62, 9)}",
        "c": f"{filler(63, 9)} trois hommes {phrase} du port de Sainte-Lune {filler(64, 9)}",
        "d": f"{filler(65, 9)} trois hommes {phrase} du port de Sainte-Lune {filler(66, 9)}",
    }
    found = reuse.passages(texts, max_df=5)
    assert found.attrs["dropped"]["frequent"] == 3
    assert (run, run) in quoted(found, texts)
    whole = f"trois hommes {phrase} du port de Sainte-Lune"
    assert (whole, whole) in quoted(found, texts)


def test_the_notice_below_two_articles_makes_no_passage_of_their_last_words():
    notice = numbered(*range(40))
    texts = {f"d{k}": f"{filler(k, 30)} {notice}" for k in range(7)}
    for doc_id in ("d2", "d5"):
        texts[doc_id] = texts[doc_id].replace(notice, f"dit le maire {notice}")
    assert reuse.passages(texts, max_df=6).empty


@st.composite
def _repeating(draw: st.DrawFn) -> dict[str, str]:
    """Texts that write the same names and stock phrases again and again, with runs copied from one to the other."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    phrases = [[f"p{k}q{i}" for i in range(random.integers(3, 7))] for k in range(6)]
    new = (f"w{number}" for number in itertools.count())

    def written() -> list[str]:
        parts = [
            [*phrases[random.integers(0, 6)], *itertools.islice(new, int(random.integers(1, 12)))]
            for _ in range(random.integers(1, 15))
        ]
        return [word for part in parts for word in part]

    sequences = [written() for _ in range(7)]
    for _ in range(draw(st.integers(1, 5))):
        one, other = random.choice(7, 2, replace=False)
        at, size = int(random.integers(0, len(sequences[one]))), int(random.integers(12, 40))
        sequences[other] += [*itertools.islice(new, 1), *sequences[one][at : at + size]]
    return {f"d{k}": " ".join(sequence) for k, sequence in enumerate(sequences)}


def counted_shingles(texts: dict[str, list[str]], max_df: int) -> dict[str, set[int]]:
    """Return where the shingles stand that count: not in too many articles, the first four of an article."""
    where: dict[tuple, dict[str, list[int]]] = {}
    for doc_id, forms in texts.items():
        for at in range(len(forms) - 3):
            where.setdefault(tuple(forms[at : at + 4]), {}).setdefault(doc_id, []).append(at)
    counted: dict[str, set[int]] = {doc_id: set() for doc_id in texts}
    for places in where.values():
        if len(places) <= max_df:
            for doc_id, found in places.items():
                counted[doc_id].update(found[:4])
    return counted


@settings(max_examples=60, deadline=None)
@given(_repeating())
def test_every_run_of_twelve_words_of_which_half_are_not_frequent_lies_in_a_passage(texts):
    found = reuse.passages(texts, max_df=3)
    forms = {doc_id: text.split(" ") for doc_id, text in texts.items()}
    starts = {doc_id: np.cumsum([0, *(len(word) + 1 for word in part)]) for doc_id, part in forms.items()}
    counted = counted_shingles(forms, 3)
    for a, b in itertools.combinations(texts, 2):
        rows = found[(found["doc_a"] == a) & (found["doc_b"] == b)]
        for i, j, size in runs(forms[a], forms[b], 12):
            places = [k for k in range(size - 3) if i + k in counted[a] and j + k in counted[b]]
            if len(places) < 4:
                continue
            # of frequent words at the ends, those that one step of growth reaches
            first, last = max(0, places[0] - 8), min(size, places[-1] + 4 + 8)
            sides = (
                starts[a][i + first],
                starts[a][i + last] - 1,
                starts[b][j + first],
                starts[b][j + last] - 1,
            )
            inside = (rows["start_a"] <= sides[0]) & (sides[1] <= rows["end_a"])
            inside &= (rows["start_b"] <= sides[2]) & (sides[3] <= rows["end_b"])
            assert inside.any(), (a, b, forms[a][i : i + size])


def test_two_articles_of_one_outlet_are_compared_only_on_request():
    texts = {"a": A, "b": B, "c": PONT}
    outlets = pd.Series({"a": "Le Phare", "b": "Le Phare", "c": "La Balise"})
    assert reuse.passages(texts, outlets=outlets)["doc_b"].tolist() == ["c", "c"]
    assert len(reuse.passages(texts, outlets=outlets, within_outlet=True)) == 3


@pytest.mark.parametrize("unknown", [None, "", np.nan])
def test_articles_without_an_outlet_are_compared_with_all(unknown):
    assert len(reuse.passages({"a": A, "b": B}, outlets={"a": unknown, "b": unknown})) == 1


def lines_of(texts: dict[str, str], dropped: str) -> pd.DataFrame:
    rows = []
    for doc_id, text in texts.items():
        start = 0
        for line in text.split("\n"):
            rows.append((doc_id, start, start + len(line), dropped not in line))
            start += len(line) + 1
    return pd.DataFrame(rows, columns=["doc_id", "start", "end", "keep"])


def test_only_kept_lines_count_and_positions_remain_those_of_the_whole_text():
    menu = "Menu " + numbered(*range(15))
    texts = {"a": f"{menu}\n{A}", "b": f"{menu}\n{B}\n{menu}"}
    assert len(reuse.passages(texts)) == 2
    found = reuse.passages(texts, lines=lines_of(texts, "Menu"))
    assert quoted(found, texts) == [(PONT[:-1], PONT[:-1])]
    assert reuse.passages(texts, lines=lines_of({"a": texts["a"]}, "Menu")).empty


def test_a_related_link_between_two_lines_does_not_cut_a_passage():
    first, second = numbered(*range(10)), numbered(*range(10, 20))
    texts = {"a": f"{first}\n{second}", "b": f"{first}\nLire aussi : {filler(1, 20)}\n{second}"}
    found = reuse.passages(texts, lines=lines_of(texts, "Lire aussi"))
    assert found["n_tokens"].tolist() == [20]
    assert quoted(found, texts) == [(texts["a"], texts["b"])]


def test_the_five_articles_share_no_passage_once_navigation_is_removed(project):
    (project / "data" / "raw").rmdir()
    (project / "data" / "raw").symlink_to(ROOT / "data" / "raw", target_is_directory=True)
    build.build(project)
    corpus = build.open_corpus(project)
    assert len(reuse.passages(corpus.texts)) == 1
    assert reuse.passages(corpus.texts, lines=corpus.lines).empty


# --- kind and direction


@pytest.mark.parametrize(
    ("passage", "kind"),
    [
        ("« Nous n’avons plus un sou pour les câbles du pont, et personne ne nous aidera »", "quotation"),
        ("“Nous n’avons plus un sou pour les câbles du pont, et personne ne nous aidera”", "quotation"),
        (
            "la Haute Autorité pour la Transparence de la Vie Publique et le Conseil de l’Europe",
            "name or title",
        ),
        ("de la et du pour les dans ce que sur la pour une et de le ou par", "narrative copy"),
        (PONT, "narrative copy"),
    ],
)
def test_kind_of_a_passage(passage, kind):
    texts = {"a": f"Hier encore, dit-on : {passage}, ajoute la maire.", "b": f"Vu {passage} !"}
    assert reuse.passages(texts)["kind"].tolist() == [kind]


def test_a_quotation_that_one_side_tells_without_marks_is_narrative_copy():
    words_ = "nous n’avons plus un sou pour les câbles du pont, et personne ne nous aidera"
    assert reuse.passages({"a": f"« {words_} »", "b": words_})["kind"].tolist() == ["narrative copy"]


@pytest.mark.parametrize(
    ("a", "b", "earlier"),
    [
        (("2017-03-01", "2017-03-02"), ("2017-03-03", "2017-03-09"), "a"),
        (("2017-03-03", "2017-03-09"), ("2017-03-01", "2017-03-02"), "b"),
        (("2017-03-01", "2017-03-02"), ("2017-03-02", "2017-03-02"), None),
        ((None, "2017-03-01"), ("2017-03-02", None), "a"),
        (("2017-03-01", None), ("2017-03-02", "2017-03-02"), None),
        ((None, None), (None, None), None),
    ],
)
def test_direction_comes_from_dates_that_cannot_be_otherwise(a, b, earlier):
    articles = pd.DataFrame(
        [["a", *a], ["b", *b]], columns=["doc_id", "published_earliest", "published_latest"]
    )
    found = reuse.passages({"a": A, "b": B}, articles=articles)["earlier"]
    assert found.astype(object).where(found.notna(), None).tolist() == [earlier]


def test_an_article_that_the_table_lacks_has_no_direction():
    articles = pd.DataFrame(
        {"doc_id": ["a"], "published_earliest": ["2017-03-01"], "published_latest": ["2017-03-01"]}
    )
    assert reuse.passages({"a": A, "b": B}, articles=articles)["earlier"].isna().all()


# --- articles


def shared(*rows: tuple, earlier: str | None = None) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS[:6])
    return table.assign(earlier=pd.Series([earlier] * len(rows), dtype="str"))


SIZES = pd.DataFrame({"doc_id": ["a", "b", "c"], "n_body_chars": [100, 50, 0]})


def test_originality_counts_no_character_twice():
    found = reuse.originality(shared(("a", 0, 20, "b", 10, 30), ("a", 10, 40, "b", 0, 30)), SIZES)
    expected = pd.DataFrame(
        {
            "doc_id": pd.Series(["a", "b", "c"], dtype="str"),
            "n_chars": [100, 50, 0],
            "n_copied": [40, 30, 0],
            "originality": [0.6, 0.4, np.nan],
        }
    )
    pd.testing.assert_frame_equal(found, expected)


def test_who_was_certainly_first_has_copied_nothing():
    found = reuse.originality(shared(("a", 0, 20, "b", 10, 30), earlier="a"), SIZES)
    assert found["n_copied"].tolist() == [0, 20, 0]


def test_originality_of_a_text_and_of_its_kept_lines():
    menu = "Menu " + filler(1, 9)
    texts = {"a": f"{PONT}\n{menu}\nCette phrase-là est bien à nous.", "b": PONT}
    lines = lines_of(texts, "Menu")
    found = reuse.passages(texts, lines=lines)
    kept = reuse.originality(found, texts, lines=lines)
    whole = len(PONT) + len("Cette phrase-là est bien à nous.")
    assert kept["n_chars"].tolist() == [whole, len(PONT)]
    assert kept["n_copied"].tolist() == [len(PONT) - 1] * 2
    assert reuse.originality(found, texts)["n_chars"].tolist() == [len(texts["a"]), len(PONT)]


def test_characters_of_a_line_inside_a_passage_that_is_not_kept_do_not_count():
    texts = {"a": "abc\nMenu\ndef", "b": "abcdef"}
    lines = lines_of(texts, "Menu")
    passages = shared(("a", 0, 12, "b", 0, 6))
    assert reuse.originality(passages, texts, lines=lines)["n_copied"].tolist() == [6, 6]


def test_churn_of_a_pair():
    rows = [("a", 0, 20, "b", 10, 30), ("a", 10, 40, "b", 0, 30), ("a", 0, 50, "c", 0, 50)]
    sizes = pd.Series({"a": "x" * 100, "b": "x" * 50, "c": "x" * 50})
    expected = pd.DataFrame(
        {
            "doc_a": pd.Series(["a", "a"], dtype="str"),
            "doc_b": pd.Series(["b", "c"], dtype="str"),
            "n_passages": [2, 1],
            "n_matched": [30, 50],
            "n_chars_a": [100, 100],
            "n_chars_b": [50, 50],
            "churn": [30 / 120, 0.5],
        }
    )
    pd.testing.assert_frame_equal(reuse.churn(shared(*rows), sizes), expected)


def test_reprints_are_a_group_and_a_digest_does_not_join_what_it_holds():
    sizes = pd.DataFrame({"doc_id": list("abcdef"), "n_chars": [100, 100, 100, 200, 100, 100]})
    rows = [
        ("a", 0, 90, "b", 0, 90), ("a", 0, 80, "c", 0, 80), ("b", 0, 80, "c", 0, 80),
        # the digest holds half of a group, and all of another article
        ("c", 0, 70, "d", 0, 70), ("d", 100, 200, "e", 0, 100),
        ("e", 0, 49, "f", 0, 49),
    ]  # fmt: skip
    found = reuse.groups(shared(*rows), sizes)
    assert found.values.tolist() == [["a", "a"], ["b", "a"], ["c", "a"], ["d", "d"], ["e", "d"], ["f", "f"]]
    assert reuse.groups(shared(*rows), sizes, overlap=0.85)["reprint"].tolist() == list("aacddf")
    assert reuse.groups(shared(*rows[::-1]), sizes).equals(found)


def test_networks_count_a_reprint_once():
    texts = {"a": A, "b": A, "c": "Rien de tout cela n’est vrai."}
    statements = pd.DataFrame(
        {"doc_id": ["a", "b", "c"], "source": "Mairie", "claim": "pont fermé", "polarity": [1, 1, 1]}
    )
    merged = statements.merge(reuse.groups(reuse.passages(texts), texts), on="doc_id")
    counted = network.affiliation(merged, duplicates="reprint", aggregation="ignore")
    assert counted.loc["Mairie", "pont fermé"] == 2


def test_articles_of_a_corpus_without_passages_are_original_and_alone():
    texts = {"a": "Le pont.", "b": ""}
    none = reuse.passages(texts)
    assert reuse.originality(none, texts)["originality"].fillna(-1).tolist() == [1.0, -1.0]
    assert reuse.churn(none, texts).empty
    assert reuse.groups(none, texts).values.tolist() == [["a", "a"], ["b", "b"]]


# --- both sides, and outlets


def test_both_sides_of_a_passage_word_by_word():
    texts = {"a": "Hier, le pont restera fermé en mars.", "b": "Le  PONT reste fermé (dit-on) en mars !"}
    row = pd.Series({"doc_a": "a", "start_a": 6, "end_a": 35, "doc_b": "b", "start_b": 0, "end_b": 37})
    found = reuse.align(row, texts)
    assert list(found.columns) == ["same", "start_a", "end_a", "start_b", "end_b"]
    sides = [
        (texts["a"][r.start_a : r.end_a], texts["b"][r.start_b : r.end_b], r.same) for r in found.itertuples()
    ]
    assert sides == [
        ("le pont", "Le  PONT", True),
        ("restera", "reste", False),
        ("fermé", "fermé", True),
        ("", "dit-on", False),
        ("en mars", "en mars", True),
    ]
    # what one side lacks has its place there, after the word before it
    assert found.loc[3, "start_a"] == found.loc[3, "end_a"] == found.loc[2, "end_a"]
    assert found.dtypes.astype(str).tolist() == ["bool", "int64", "int64", "int64", "int64"]


@settings(max_examples=25, deadline=None)
@given(_corpora())
def test_the_stretches_of_a_passage_are_its_words_in_order(texts):
    for row in reuse.passages(texts).itertuples():
        found = reuse.align(row, texts)
        for side in ("a", "b"):
            text, start, end = (getattr(row, f"{name}_{side}") for name in ("doc", "start", "end"))
            places = found[[f"start_{side}", f"end_{side}"]].to_numpy().ravel()
            assert (np.diff(places) >= 0).all()
            assert (places[0], places[-1]) == (start, end)
            parts = [texts[text][i:j] for i, j in places.reshape(-1, 2).tolist()]
            assert words.forms(" ".join(parts)) == words.forms(texts[text][start:end])
        same = found[found["same"]]
        equal = [words.forms(texts[row.doc_a][r.start_a : r.end_a]) for r in same.itertuples()]
        assert equal == [words.forms(texts[row.doc_b][r.start_b : r.end_b]) for r in same.itertuples()]
        assert len(sum(equal, [])) >= row.n_tokens * 0.8


def test_a_passage_of_other_texts_is_refused():
    row = pd.Series({"doc_a": "a", "start_a": 0, "end_a": 9, "doc_b": "b", "start_b": 0, "end_b": 3})
    with pytest.raises(
        ValueError, match="^the passage 0-9 reaches beyond the 3 characters of a. Give its own"
    ):
        reuse.align(row, {"a": "mot", "b": "mot"})


def test_passages_between_outlets_are_added_up_with_the_order_that_dates_tell():
    rows = shared(
        ("a", 0, 20, "b", 10, 30), ("a", 30, 40, "b", 40, 50), ("b", 0, 5, "c", 0, 5), ("a", 0, 7, "d", 0, 7)
    )
    rows["earlier"] = pd.Series(["a", None, "c", "d"], dtype="str")
    sizes = pd.DataFrame({"doc_id": list("abcd"), "n_chars": [100, 100, 100, 100]})
    outlets = {"a": "Phare", "b": "Balise", "c": "Phare", "d": "Phare"}
    expected = pd.DataFrame(
        {
            "outlet_a": pd.Series(["Balise", "Phare"], dtype="str"),
            "outlet_b": pd.Series(["Phare", "Phare"], dtype="str"),
            "n_pairs": [2, 1],
            "n_passages": [3, 1],
            "n_matched": [35, 7],
            "a_first": [0, 0],
            # two articles of the lighthouse have an order, the outlet has none with itself
            "b_first": [2, 0],
            "undated": [1, 0],
        }
    )
    pd.testing.assert_frame_equal(reuse.between(rows, sizes, outlets), expected)
    assert reuse.between(rows.iloc[:0], sizes, outlets).columns.tolist() == expected.columns.tolist()


@pytest.mark.parametrize("unknown", [None, "", np.nan])
def test_articles_without_an_outlet_are_together_not_known(unknown):
    found = reuse.between(shared(("a", 0, 20, "b", 10, 30)), SIZES, {"a": unknown})
    assert found[["outlet_a", "outlet_b"]].values.tolist() == [["outlet not known"] * 2]
    assert found["undated"].tolist() == [1]


# --- bad input


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"a": ""},
        {"a": "", "b": ""},
        {"a": "mot", "b": "mot"},
        {"a": "un deux trois", "b": "un deux trois quatre"},
        {"a": "\n\t\u00a0… « »", "b": "\x00\ud83d\u200b\ufeff"},
    ],
)
def test_texts_that_cannot_share_anything(texts):
    for lines in (None, lines_of(texts, "Menu")):
        found = reuse.passages(texts, lines=lines, outlets={}, partitions=2)
        assert found.empty and list(found.columns) == COLUMNS


def test_half_a_character_belongs_to_no_word():
    texts = {"a": f"\ud83d{PONT}", "b": f"{PONT[:-1]}\ude00"}
    assert quoted(reuse.passages(texts), texts) == [(PONT[:-1], PONT[:-1])]


def test_identical_articles_are_one_passage_from_the_first_word_to_the_last():
    texts = {"a": A, "b": A, "c": A}
    assert quoted(reuse.passages(texts), texts) == [(A[:-1], A[:-1])] * 3


def test_one_word_a_million_times_takes_no_quadratic_time():
    started = time.process_time()
    texts = {
        "a": "oui " * 1_000_000,
        "b": "oui " * 1_000_000,
        "c": "oui non " * 500_000,
        "d": "oui non " * 500_000,
    }
    texts |= {"e": A, "f": f"{'oui ' * 1000}{A}"}
    found = reuse.passages(texts)
    assert quoted(found.tail(1), texts) == [(A[:-1], A[:-1])]
    assert time.process_time() - started < 20


def test_of_a_word_that_follows_itself_each_article_keeps_four_sequences():
    read = words.read(words.Articles({"a": "oui " * 50, "b": "oui " * 50, "c": "oui " * 6}))
    _, place = index._shingles(read, 0, 3, 4)
    assert place.tolist() == [0, 1, 2, 3, 50, 51, 52, 53, 100, 101, 102]


def test_an_article_of_ten_megabytes_and_its_copy():
    random = np.random.default_rng(0)
    long = " ".join(f"mot{number}" for number in random.integers(0, 100_000, 1_100_000).tolist())
    texts = {"a": long, "b": f"{filler(1, 5)} {long}", "c": long[1000:2000]}
    started = time.process_time()
    found = reuse.passages(texts)
    assert found["n_tokens"].iloc[0] == 1_100_000
    assert found["doc_b"].tolist() == ["b", "c", "c"]
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "noise",
    ["a" * 2_000_000, "a-" * 1_000_000, "« " * 200_000, '" ' * 200_000, "\n" * 2_000_000, "un deux trois " * 150_000],
    ids=["no blank", "one word and hyphens", "opening marks", "straight marks", "blank lines", "three words"],
)  # fmt: skip
def test_megabytes_of_noise_hide_no_passage_and_take_linear_time(noise):
    texts = {"a": f"{noise} {filler(1, 9)} {PONT}", "b": f"{noise} {filler(2, 9)} {PONT}"}
    started = time.process_time()
    found = reuse.passages(texts)
    assert (PONT[:-1], PONT[:-1]) in quoted(found, texts)
    assert time.process_time() - started < 15


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="^article given more than once: a. Give each article one id.$"):
        reuse.passages(pd.Series([A, B, B], index=["a", "a", "b"]))
    with pytest.raises(ValueError, match="^text 'b' is float, not a string. Leave it out or give its text.$"):
        reuse.passages({"a": A, "b": float("nan")})
    with pytest.raises(ValueError, match="^doc_id 7 is int, not a string. Write ids as text.$"):
        reuse.passages({7: A})
    with pytest.raises(ValueError, match="^n must be 3 to 8 words, not 2.$"):
        reuse.passages({}, n=2)
    with pytest.raises(ValueError, match=r"^min_tokens must be at least n \(4\), not 3.$"):
        reuse.passages({}, min_tokens=3)
    with pytest.raises(ValueError, match="^max_df must be at least 2 articles, not 1.$"):
        reuse.passages({}, max_df=1)
    with pytest.raises(ValueError, match="^partitions must be at least 1, or None"):
        reuse.passages({}, partitions=0)
    with pytest.raises(ValueError, match="^jobs must be a number of processes, or -1 for all, not 0.$"):
        reuse.passages({}, jobs=0)
    with pytest.raises(ValueError, match="^language must be one of "):
        reuse.passages({}, language="tlh")
    with pytest.raises(
        ValueError, match="^outlet of an article given more than once: a. Give each article one"
    ):
        reuse.passages({"a": A}, outlets=pd.Series(["x", "y"], index=["a", "a"]))
    with pytest.raises(ValueError, match="^articles has no column published_latest. Give the articles table"):
        reuse.passages({"a": A}, articles=pd.DataFrame(columns=["doc_id", "published_earliest"]))


def test_wrong_tables_are_refused():
    with pytest.raises(ValueError, match="^overlap must be above 0 and at most 1, not 0.$"):
        reuse.groups(shared(), SIZES, overlap=0)
    with pytest.raises(
        ValueError, match="^passages are from articles that are not given: d. Give all articles"
    ):
        reuse.originality(shared(("a", 0, 20, "d", 10, 30)), SIZES)
    with pytest.raises(ValueError, match="^passages has no column end_b. Give the table"):
        reuse.churn(shared().drop(columns="end_b"), SIZES)
    with pytest.raises(ValueError, match="^The articles table needs the columns doc_id and n_body_chars"):
        reuse.churn(shared(), SIZES[["doc_id"]])
    with pytest.raises(ValueError, match="^article given more than once: a. Give each article one id.$"):
        reuse.churn(shared(), pd.concat([SIZES, SIZES.head(1)]))


def test_inputs_are_not_changed():
    texts, lines = {"b": B, "a": A}, lines_of({"b": B, "a": A}, "Menu")
    before = lines.copy()
    found = reuse.passages(texts, lines=lines, outlets={"b": "x", "a": "y"})
    copy = found.copy()
    reuse.originality(found, texts, lines=lines)
    reuse.groups(found, texts, lines=lines)
    assert list(texts) == ["b", "a"]
    pd.testing.assert_frame_equal(lines, before)
    pd.testing.assert_frame_equal(found, copy)


def test_outlets_of_the_articles_table_can_be_given():
    articles = pd.DataFrame(
        {"doc_id": ["a", "b"], "outlet": ["Le Phare", None], "credit": [None, "La Balise"]}
    )
    assert len(reuse.passages({"a": A, "b": B}, outlets=terms.outlets(articles))) == 1


# --- planted passages


def test_planted_passages_are_found(monkeypatch):
    # a benchmark is a script: what it imports lies beside it
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    spec = importlib.util.spec_from_file_location("planted", ROOT / "benchmarks" / "reuse.py")
    planted = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(planted)
    corpus = planted.plant(600, seed=1)
    found = reuse.passages(corpus.texts, outlets=corpus.outlets)
    score = planted.score(found, corpus)
    assert score["pairs"] > 200
    assert score["pair_f1"] >= 0.99
    assert score["character_f1"] >= 0.98
    assert score["recall_medium"] >= 0.95
