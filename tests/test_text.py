"""Positions must survive folding, and rules must survive bad typography."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import languages
from analysis.text import (
    Memo,
    count_guillemets,
    count_tokens,
    fold,
    normalise,
    paragraphs,
    quotations,
    sentences,
    tokens,
)

FRENCH = st.text(alphabet="abé œL'’M.« »\"“”„‘!?…\n\t\u00a0\u202f-–<>(0128", max_size=200)


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


def test_normalise_gives_one_form_of_newline_and_accent():
    assert normalise("\ufeffe\u0301t\u00e9\r\nfin\r") == "été\nfin\n"


@given(st.text())
def test_fold_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_normalised_text_is_composed(text):
    assert unicodedata.is_normalized("NFC", normalise(text))


def test_fold_maps_typographic_variants_one_to_one():
    assert fold("l’été\u00a0: « non\u202f» “oui” a\u2011b") == 'l\'été : « non » "oui" a-b'


@given(st.one_of(st.text(), FRENCH))
def test_every_span_lies_in_the_text_and_has_no_white_space_around_it(text):
    spans = [*sentences(text), *paragraphs(text), *tokens(text)]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]


@given(FRENCH)
def test_sentences_keep_every_character_that_is_not_white_space(text):
    assert "".join("".join(text[a:b].split()) for a, b in sentences(text)) == "".join(text.split())


@given(FRENCH)
def test_sentences_and_tokens_are_in_order_and_do_not_overlap(text):
    for spans in (sentences(text), tokens(text)):
        assert all(first.end <= second.start for first, second in zip(spans, spans[1:], strict=False))


def test_titles_and_initials_do_not_end_a_sentence():
    text = "M. Dupont a répondu au Lt. Col. Martin. J.-P. Durand se tait. Le gén. Petit aussi."
    assert [text[a:b] for a, b in sentences(text)] == [
        "M. Dupont a répondu au Lt. Col. Martin.",
        "J.-P. Durand se tait.",
        "Le gén. Petit aussi.",
    ]


def test_a_quotation_of_two_sentences_stays_whole():
    text = "« Oui. Non ! » Il hésite."
    assert [text[a:b] for a, b in sentences(text)] == ["« Oui. Non ! »", "Il hésite."]


def test_no_sentence_crosses_a_line():
    text = "Un titre sans point\nUne phrase."
    assert [text[a:b] for a, b in sentences(text)] == ["Un titre sans point", "Une phrase."]


def test_an_initial_beside_a_no_break_space():
    text = "« L\u202f. » (\u00a0L” a dit M.\u00a0Dupont. Fin."
    assert text[slice(*sentences(text)[-1])] == "Fin."


def test_a_paragraph_of_a_hundred_thousand_characters_is_cut_where_sentences_end():
    text = "Le pont est fermé depuis jeudi. " * 4000
    found = sentences(text)
    assert len(found) == 4000
    assert {text[a:b] for a, b in found} == {"Le pont est fermé depuis jeudi."}


def test_elision_is_split_and_inner_hyphens_are_kept():
    text = "l’EI d'Abou aujourd’hui qu’il États-Unis ez-Zor a-t-on c'est-à-dire lorsqu'on"
    assert words(text) == [
        "l’", "EI", "d'", "Abou", "aujourd’hui", "qu’", "il", "États-Unis", "ez-Zor", "a-t-on", "c'est-à-dire",
        "lorsqu'", "on",
    ]  # fmt: skip


def test_figures_and_acronyms_with_points_are_one_token():
    assert words("3,5 millions, l'O.N.U. et U.S.A. (n° 12).") == [
        "3,5",
        "millions",
        "l'",
        "O.N.U.",
        "et",
        "U.S.A.",
        "n",
        "12",
    ]


def quoted(text: str) -> list[tuple[str, int, bool]]:
    return [(text[q.start : q.end], q.depth, q.closed) for q in quotations(text)]


def test_quotations_of_every_kind_of_mark():
    for text in ("« oui »", "«oui»", "“oui”", '"oui"', '" oui "', "„oui“", "‹oui›", "<<oui>>", "‘oui’"):
        assert quoted(f"Il dit {text}, hier.") == [(text, 0, True)]


def test_an_apostrophe_is_no_quotation_mark():
    assert quoted("l’homme d’hier n’a rien dit") == []
    assert quoted("« ‘non’ à l’eau »") == [("« ‘non’ à l’eau »", 0, True), ("‘non’", 1, True)]


def test_nested_quotations():
    assert quoted('« Il a dit "non" », selon elle') == [('« Il a dit "non" »', 0, True), ('"non"', 1, True)]
    assert quoted("« a « b » c »") == [("« a « b » c »", 0, True), ("« b »", 1, True)]


def test_a_missing_closing_mark_ends_with_the_last_one_of_the_paragraph():
    text = "« Ce plan« Ils agiront (FDS) », a souligné le ministère.\nAutre ligne »"
    assert quoted(text) == [("« Ce plan« Ils agiront (FDS) »", 0, False), ("« Ils agiront (FDS) »", 1, True)]
    assert count_guillemets(text) == (2, 2)


def test_a_quotation_never_closed_ends_with_its_paragraph():
    assert quoted("Il dit : « Nous verrons.\nRien d'autre.") == [("« Nous verrons.", 0, False)]


def test_a_closing_mark_alone_opens_nothing():
    assert quoted("fin de citation », a-t-il dit") == []


@given(FRENCH)
def test_quotations_lie_in_one_line_and_begin_with_a_mark(text):
    for start, end, depth, _ in quotations(text):
        assert 0 <= start < end <= len(text)
        assert "\n" not in text[start:end]
        assert text[start] in '«“"„‘<‹‟'
        assert depth >= 0


@pytest.mark.parametrize("times", [1_000, 100_000])
def test_stray_marks_open_at_most_six_quotations_inside_one_another(times):
    # each mark looks through what is open: without a bound, time would grow with the square
    assert [span.depth for span in quotations('"« ' * times)] == [0, 1, 2, 3, 4, 5]


def test_an_unknown_language_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="language must be one of en, fr, not 'xx'"):
        tokens("un", language="xx")


@given(
    st.lists(
        st.sampled_from(
            ["l'EI", "qu’il", "aujourd'hui,", "1,5", "U.S.A.", "a-t-on", "«", "\n", "\t", "", "é"]
        )
        | st.text(max_size=8)
    ).map(" ".join)
)
def test_tokens_are_counted_as_they_are_cut(text):
    # each piece between spaces is counted alone and remembered: the second time must count the same
    for code in languages.available():
        expected = len(tokens(text, language=code))
        assert count_tokens(text, language=code) == expected
        assert count_tokens(text, language=code) == expected


def test_no_word_of_a_language_file_that_is_one_token_holds_a_space():
    # otherwise count_tokens, which cuts at spaces, would count it twice
    kept = {
        word
        for code in languages.available()
        for word in languages.load(code).phrases("words", "lexicalised")
    }
    assert [word for word in kept if " " in word] == []


def test_a_memo_asks_once_for_a_short_string_and_keeps_no_long_one():
    asked = []

    def measure(piece):
        asked.append(piece)
        return len(piece)

    memo = Memo(measure, longest=5, size=2)
    assert [memo[piece] for piece in ("un", "un", "interminable", "interminable")] == [2, 2, 12, 12]
    assert asked == ["un", "interminable", "interminable"]
    assert [memo["deux"], memo["trois"], memo["trois"]] == [4, 5, 5]
    assert sorted(memo) == ["trois"]


def test_single_marks_quote_in_every_paragraph_in_time_that_grows_with_the_text():
    text = "‘We go,’ he said.\n‘We stay,’ she said."
    assert [text[q.start : q.end] for q in quotations(text, single=True)] == ["‘We go,’", "‘We stay,’"]
    # half a minute where every mark looks at every other
    many = "‘It is “not” so,’ he said. " * 20_000
    found = quotations(many, single=True)
    assert len(found) == 40_000
    assert {(many[q.start : q.end], q.depth) for q in found} == {("‘It is “not” so,’", 0), ("“not”", 1)}
