"""Corrections by hand: applied to every build, visible where they were applied, never dropped, never on other words."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as an
from analysis import actors, build, corrections, partitions
from analysis.corrections import Correction, nearest, places
from analysis.errors import AnnotationError

TEXT = (
    "Le pont de Vaulx ferme\n"
    "\n"
    "Publié le 3 mars 2017\n"
    "Le préfet a annoncé jeudi que le pont serait fermé jusqu’à la fin du mois, faute de crédits.\n"
    "« Nous n’avons pas le choix », a-t-il expliqué devant les élus, qui demandaient un délai.\n"
    "Même colère chez Jeanne Martin, qui dit compter les jours : les riverains n’en peuvent plus de ce chantier sans fin.\n"
)
QUOTE = "les riverains n’en peuvent plus de ce chantier sans fin"


def one(what: str, statement_id: str = "", **told) -> Correction:
    given = dict.fromkeys(corrections.COLUMNS, "") | {
        "start": None,
        "end": None,
        "doc_id": "a",
        "coder": "Anne",
    }
    return Correction(**given | {"what": what, "statement_id": statement_id} | told)


def write(project, *rows: Correction) -> None:
    folder = project / "data" / "annotations"
    folder.mkdir(exist_ok=True)
    made = pd.DataFrame(rows, columns=list(corrections.COLUMNS))
    made.to_csv(folder / "corrections.csv", index=False, lineterminator="\n", encoding="utf-8")


@pytest.fixture
def corpus(project, raw):
    (raw / "a.txt").write_text(TEXT, encoding="utf-8")
    (raw / "b.txt").write_text(TEXT.replace("préfet", "maire").replace("Vaulx", "Cluny"), encoding="utf-8")
    return an.open_corpus(project)


def ids(corpus) -> list[str]:
    return corpus.statements.loc[corpus.statements["doc_id"] == "a", "statement_id"].tolist()


def test_a_corrected_source_survives_every_build_and_is_marked(project, corpus):
    announced = corpus.statements.iloc[0]
    write(
        project,
        one("source", announced["statement_id"], source="mairie de Vaulx", quote=announced["content"]),
    )
    for _ in range(2):
        summary = build.build(project)
        after = an.open_corpus(project).statements.iloc[0]
        assert (after["source"], after["rule"]) == (
            "mairie de Vaulx",
            f"{announced['rule']} + source corrected by hand",
        )
        assert after["chain"].endswith("mairie de Vaulx")
        assert after["content"] == announced["content"]
        assert summary.warnings == ["1 statement was given another source by hand (corrections.csv)"]


def test_an_alias_gives_a_corrected_source_its_name_and_its_actor(project, corpus):
    (project / "data" / "annotations").mkdir(exist_ok=True)
    (project / "data" / "annotations" / "aliases.csv").write_text(
        "surface,entity,actor,type\nla mairie,mairie de Vaulx,Vaulx,organisation\n", encoding="utf-8"
    )
    write(project, one("source", ids(corpus)[0], source="la mairie"), one("source", ids(corpus)[1]))
    after = an.open_corpus(project).statements
    assert (after["source"][0], after["actor"][0]) == ("mairie de Vaulx", "Vaulx")
    # an empty source says that nobody is named
    assert after["source"].isna()[1]


def test_what_is_no_statement_is_taken_out_counted_and_listed(project, corpus):
    gone = ids(corpus)[1]
    write(project, one("not_a_statement", gone, quote=corpus.statements["content"][1]))
    summary = build.build(project)
    after = an.open_corpus(project)
    assert ids(after) == [name for name in ids(corpus) if name != gone]
    note = f"1 statement was taken out by hand (corrections.csv): {gone}"
    assert after.articles["warnings"].tolist()[0] == note
    assert summary.warnings == ["1 statement was taken out by hand (corrections.csv)", f"a: {note}"]
    others = [name for name in corpus.statements["statement_id"] if name.startswith("b:")]
    assert others == [name for name in after.statements["statement_id"] if name.startswith("b:")]


def test_a_code_of_what_was_taken_out_is_named_as_such(project, corpus):
    gone = ids(corpus)[0]
    write(project, one("not_a_statement", gone))
    folder = project / "data" / "annotations"
    (folder / "claims.csv").write_text("claim,definition\nclosed,Le pont est fermé.\n", encoding="utf-8")
    codes = f"statement_id,claim,polarity,coder\n{gone},closed,1,Anne\na:9999,closed,1,Anne\nb:9999,,,Anne\n"
    (folder / "codes.csv").write_text(codes, encoding="utf-8")
    assert [line for line in build.build(project).warnings if line.startswith("codes.csv")] == [
        f"codes.csv: {gone} (closed) names a statement that was taken out by hand (corrections.csv); it counts nowhere",
        "codes.csv: a:9999 (closed) names a statement that is no longer there; "
        "find its new identifier in the statements table",
        "codes.csv: b:9999 (no claim) names a statement that is no longer there; "
        "find its new identifier in the statements table",
    ]
    assert (folder / "codes.csv").read_text(encoding="utf-8") == codes


def test_a_missed_statement_is_added_with_exact_words(project, corpus):
    write(project, one("missed", quote=QUOTE, source_text="Jeanne Martin", cue="dit"))
    summary = build.build(project)
    after = an.open_corpus(project)
    row = after.statements.set_index("rule").loc["hand"]
    text = after.texts["a"]
    assert row["statement_id"] == f"a:{text.index(QUOTE)}h"
    assert text[row["start"] : row["end"]] == row["content"] == QUOTE
    assert text[row["source_start"] : row["source_end"]] == row["source_text"] == "Jeanne Martin"
    assert text[row["cue_start"] : row["cue_end"]] == row["cue"] == "dit"
    assert (row["cue_lemma"], row["cue_kind"], row["stance"]) == ("dire", "verb", "asserts")
    assert (row["source"], row["zone"], row["kind"], row["depth"]) == ("Jeanne Martin", "body", "indirect", 0)
    assert summary.warnings == ["1 statement was added by hand (corrections.csv)"]
    assert summary.statements == len(corpus.statements) + 1
    mention = after.mentions.query("doc_id == 'a' and text == 'Jeanne Martin'")
    assert mention["entity"].tolist() == ["Jeanne Martin"]
    rest = after.statements.loc[after.statements["rule"] != "hand"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, corpus.statements)


def test_a_missed_statement_whose_text_has_moved_is_found_again_and_one_that_is_gone_is_listed(
    project, raw, corpus
):
    start = TEXT.index(QUOTE)
    write(project, one("missed", f"a:{start}h", start=start, end=start + len(QUOTE), quote=QUOTE))
    (raw / "a.txt").write_text("Un chapeau neuf pour cet article.\n" + TEXT, encoding="utf-8")
    row = an.open_corpus(project).statements.set_index("rule").loc["hand"]
    assert (row["start"], row["content"]) == (start + 34, QUOTE)
    (raw / "a.txt").write_text(TEXT.replace("chantier", "tunnel"), encoding="utf-8")
    warnings = build.build(project).warnings
    assert warnings == [
        f"a: the words of the missed statement 'a:{start}h' do not stand in the article (corrections.csv)"
    ]
    (raw / "a.txt").write_text(TEXT + TEXT.replace("pont", "gué"), encoding="utf-8")
    assert (
        "stand 2 times in the article" in " ".join(build.build(project).warnings)
        or (an.open_corpus(project).statements["rule"] == "hand").any()
    )


def test_a_correction_that_lost_its_statement_is_named_by_every_build_and_stays_in_the_file(project, corpus):
    content = corpus.statements["content"][0]
    write(
        project,
        one("not_a_statement", "a:9999", quote=content),
        one("right", "a:8888"),
        one("source", "z:12", doc_id="z", source="X"),
    )
    before = (project / "data/annotations/corrections.csv").read_bytes()
    expected = [
        "corrections.csv: z:12 (source) is about the article z, which is not there; the row is kept",
        "corrections.csv: a:8888 (right) finds no statement; the row is kept",
        f"a: the correction of a:9999 (not_a_statement) finds no statement; its words stand at {ids(corpus)[0]} (corrections.csv)",
    ]
    assert build.build(project).warnings == expected
    again = build.build(project)
    assert (again.changed, again.warnings) == (False, expected)
    assert (project / "data/annotations/corrections.csv").read_bytes() == before
    assert ids(an.open_corpus(project)) == ids(corpus)


def test_a_correction_is_never_applied_to_other_words_at_the_same_identifier(project, corpus):
    write(project, one("not_a_statement", ids(corpus)[0], quote="que la gare serait rouverte"))
    warnings = build.build(project).warnings
    assert warnings == [
        f"a: the correction of {ids(corpus)[0]} (not_a_statement) was made for other words than the statement has now "
        "(corrections.csv)"
    ]
    assert ids(an.open_corpus(project)) == ids(corpus)


def test_of_two_coders_the_first_in_the_file_counts(project, corpus):
    name = ids(corpus)[0]
    write(project, one("source", name, source="X"), one("not_a_statement", name, coder="Berthe"))
    after = an.open_corpus(project)
    assert after.statements.set_index("statement_id")["source"][name] == "X"


def test_children_of_what_is_taken_out_hang_on_what_is_left():
    text = "Le maire a déclaré : « Le préfet affirme que le pont de la ville sera fermé pour toujours. »"
    before = an.analyse(text).statements.set_index("statement_id")
    child = before.loc[before["depth"] == 1].iloc[0]
    parent = before.loc[child["parent_id"]]
    rows = [
        an.statements.Statement(*(None if pd.isna(value) else value for value in row))
        for row in an.statements.extract(text, doc_id="text").drop(columns="doc_id").itertuples(index=False)
    ]
    gone = one("not_a_statement", parent.name, doc_id="text")
    made = corrections.apply(rows, text, [gone], doc_id="text", labelled=[(0, len(text), "body")])
    left = {row.statement_id: row for row in made.statements}
    assert parent.name not in left
    assert (left[child.name].parent_id, left[child.name].depth) == (None, 0)
    assert left[child.name].chain == child["source"]


def test_a_rule_that_finds_a_missed_statement_later_does_not_double_it(corpus):
    text = corpus.texts["a"]
    first = corpus.statements.iloc[0]
    rows = [
        an.statements.Statement(*(None if pd.isna(value) else value for value in row))
        for row in an.statements.extract(text, doc_id="a").drop(columns="doc_id").itertuples(index=False)
    ]
    known = one(
        "missed", f"a:{first['start']}h", quote=first["content"], cue=first["cue"], source_text="Le préfet"
    )
    made = corrections.apply(rows, text, [known], doc_id="a", labelled=[(0, len(text), "body")])
    assert [row.statement_id for row in made.statements] == [f"a:{first['start']}h", *ids(corpus)[1:]]
    assert made.statements[0].stance == first["stance"]
    assert made.statements[0].cue_lemma == first["cue_lemma"]
    assert made.warnings == [
        f"{first['statement_id']} is now found by a rule, and was added by hand as a:{first['start']}h; "
        "the row made by hand stands (corrections.csv)"
    ]


def test_only_the_partition_of_a_corrected_article_is_analysed_again(project, raw, monkeypatch):
    monkeypatch.setattr(partitions, "PARTITION", 1)
    for name in "abcdefgh":
        (raw / f"{name}.txt").write_text(TEXT.replace("Vaulx", f"Vaulx-{name}"), encoding="utf-8")
    build.build(project)
    parts = project / "data" / "processed" / ".build" / "parts"
    before = {path.name for path in parts.iterdir() if path.is_dir()}
    assert len(before) > 2
    name = an.open_corpus(project).statements["statement_id"][0]
    write(project, one("not_a_statement", name))
    build.build(project)
    after = {path.name for path in parts.iterdir() if path.is_dir()}
    assert (len(before - after), len(after - before)) == (1, 1)
    # a verdict that changes nothing analyses nothing again
    write(
        project,
        one("not_a_statement", name, note="seen twice"),
        one("right", name.replace("a:", "b:"), doc_id="b"),
    )
    build.build(project)
    assert {path.name for path in parts.iterdir() if path.is_dir()} == after


def test_the_tables_are_the_same_for_every_number_of_processes(project, raw, tmp_path):
    (raw / "a.txt").write_text(TEXT, encoding="utf-8")
    write(project, one("missed", quote=QUOTE, source_text="Jeanne Martin"))
    build.build(project)
    first = (project / "data/processed/csv/statements.csv").read_bytes()
    build.shutil.rmtree(project / "data" / "processed")
    build.build(project, jobs=2)
    assert (project / "data/processed/csv/statements.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a:1,wrong,Anne", "corrections.csv, line 2: what is 'wrong'. Write one of source, not_a_statement, missed, right."),
        (",right,Anne", "corrections.csv, line 2: the statement_id is empty. Copy it from the statements table."),
        (",missed,Anne", "corrections.csv, line 2: a missed statement needs doc_id and quote, its words as they stand in the article."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named(tmp_path, row, message):
    path = tmp_path / "corrections.csv"
    path.write_text(f"statement_id,what,coder\n{row}\n", encoding="utf-8")
    with pytest.raises(AnnotationError) as error:
        corrections.read(path)
    assert str(error.value) == message


def test_a_statement_with_other_borders_is_not_replaced_and_the_reader_is_told(project, corpus):
    first = corpus.statements.iloc[0]
    part = "que le pont serait fermé jusqu’à la fin du mois"
    write(project, one("missed", quote=part, cue=first["cue"], source_text="Le préfet"))
    start = TEXT.index(part)
    assert build.build(project).warnings[1:] == [
        f"a: {first['statement_id']} and a:{start}h, which was added by hand, stand both; if they are one, "
        f"take {first['statement_id']} out (corrections.csv)"
    ]
    assert f"a:{start}h" in ids(an.open_corpus(project))
    write(project, one("missed", quote=part, cue=first["cue"]), one("not_a_statement", first["statement_id"]))
    assert first["statement_id"] not in ids(an.open_corpus(project))


def test_words_are_found_whatever_the_kind_of_their_spaces_and_apostrophes():
    text = "Il dit: «\u00a0L’eau monte\u202f», et l'eau\u00a0monte encore.\nL'eau\nmonte."
    assert [text[a:b] for a, b in places(text, "l'eau  monte")] == ["l'eau\u00a0monte"]
    assert [text[a:b] for a, b in places(text, "L'eau monte")] == ["L’eau monte", "L'eau\nmonte"]
    assert places("le crédit", "dit") == places("le crédit", " ") == []
    assert nearest([(0, 2), (8, 9), (20, 21)], (10, 15)) == (8, 9)
    assert nearest([], (1, 2)) is None


@given(st.text(alphabet="ab ’'«»\u00a0\n.é", max_size=40), st.integers(0, 40), st.integers(1, 20))
def test_every_place_holds_the_words_that_were_looked_for(text, start, size):
    words = text[start : start + size]
    found = places(text, words)
    plain = " ".join(actors.fold(words).split())
    assert all(" ".join(actors.fold(text[a:b]).split()) == plain for a, b in found)
    whole = words.strip() == words and words.strip()
    borders = (text[start - 1 : start] if start else "") + text[start + size : start + size + 1]
    if whole and not any(char.isalnum() for char in borders):
        assert (start, start + len(words)) in found
