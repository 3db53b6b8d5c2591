"""The way of a coding sheet: out, through a spreadsheet and a person's hands, and back, with nothing lost or run."""

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from test_cli import run

import analysis as an
from analysis import claims, coding, store
from analysis.coding import files, reading
from analysis.errors import AnnotationError

TEXT = (
    "Le pont de Vaulx ferme\n"
    "\n"
    "Publié le 3 mars 2017\n"
    "Le préfet a annoncé jeudi que le pont serait fermé jusqu’à la fin du mois, faute de crédits. Le soir tombait.\n"
    "« Nous n’avons pas le choix », a-t-il expliqué devant les élus, qui demandaient un délai.\n"
    "Même colère chez Jeanne Martin : les riverains n’en peuvent plus.\n"
    "=1+1, a dit le maire. Selon le maire, les riverains attendent.\n"
)
BOOK = "claim,label,definition\nclosed,The bridge closes,Le pont est fermé.\nNo-choice,No choice,Il n'y a pas le choix.\n"


@pytest.fixture
def corpus(project, raw):
    (raw / "000.txt").write_text(TEXT, encoding="utf-8")
    (raw / "gazette.txt").write_text(TEXT.replace("Vaulx", "Cluny"), encoding="utf-8")
    (project / "data/annotations").mkdir()
    (project / "data/annotations/claims.csv").write_text(BOOK, encoding="utf-8")
    return an.open_corpus(project)


def annotations(corpus) -> Path:
    return corpus.root / "data" / "annotations"


def stored(corpus, name="codes.csv") -> list[dict[str, str]]:
    path = annotations(corpus) / name
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))) if path.is_file() else []


def ids(corpus) -> list[str]:
    return sorted(corpus.statements["statement_id"], key=files.place)


def sheet(corpus, *rows: dict[str, object], name="filled.csv", delimiter=";", encoding="utf-8") -> Path:
    """Write a sheet as a colleague might, with only the columns that are needed."""
    path = corpus.root / name
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def code(statement: str, claim: str = "", polarity: object = "", **more) -> dict[str, object]:
    return {"statement_id": statement, "claim": claim, "polarity": polarity, **more}


def put(corpus, *rows, coder="Anne", date="2026-11-21", **options):
    return coding.import_sheet(corpus, sheet(corpus, *rows), coder=coder, date=date, **options)


def problems(done) -> list[str]:
    return [f"{one.row.place}: {one.problem}" for one in done.refused]


# --- the whole way, by the commands ------------------------------------------------------------------------------


def test_a_sheet_filled_in_excel_comes_back_through_the_commands(project, raw, corpus):
    out = run("code", "export", "s.xlsx", "--coder", "Anne", cwd=project)
    assert (out.returncode, out.stderr) == (0, "")
    assert out.stdout.splitlines() == [
        f"Wrote {len(corpus.statements)} rows: s.xlsx",
        "Fill it, then run: python -m analysis code import s.xlsx",
    ]
    book = load_workbook(project / "s.xlsx")
    assert book.sheetnames == ["statements", "missed", "claims", "how to fill"]
    rows = book["statements"]
    at = {cell.value: cell.column for cell in rows[1]}
    first, second, third = (rows.cell(row, at["statement_id"]).value for row in (2, 3, 4))
    rows.cell(2, at["claim"]).value, rows.cell(2, at["polarity"]).value = " Closed ", 1
    rows.cell(2, at["note"]).value = "=the title says so"
    rows.cell(2, at["note"]).data_type = "s"
    rows.cell(3, at["claim"]).value = "none"
    rows.cell(3, at["verdict"]).value, rows.cell(3, at["corrected source"]).value = "wrong source", "mairie"
    rows.cell(4, at["verdict"]).value = "Not a statement"
    missed = book["missed"]
    place = {cell.value: cell.column for cell in missed[1]}
    for name, value in {"doc_id": 0, "content": "les riverains n'en peuvent plus", "source words": "Jeanne Martin",
                        "claim": "no-choice", "polarity": -1.0}.items():  # fmt: skip
        missed.cell(2, place[name]).value = value
    # as a person works: delete rows, move a column, add one of one's own
    rows.delete_rows(5, rows.max_row)
    rows.insert_cols(1)
    rows["A1"], rows["A2"] = "my own", "seen"
    rows.move_range(f"A3:{rows.cell(1, rows.max_column).column_letter}3", rows=20)
    book.save(project / "s.xlsx")

    back = run("code", "import", "s.xlsx", "--date", "2026-11-21", cwd=project)
    assert (back.returncode, back.stderr) == (0, ""), back.stdout
    assert back.stdout.splitlines()[0].startswith(
        "Read 4 rows: 6 decisions added, 0 changed, 0 rows as before"
    )
    hand = f"000:{TEXT.index('les riverains n’en')}h"
    assert stored(corpus) == [
        {"statement_id": first, "claim": "closed", "polarity": "1", "coder": "Anne", "date": "2026-11-21", "note": "'=the title says so"},
        {"statement_id": second, "claim": "", "polarity": "", "coder": "Anne", "date": "2026-11-21", "note": ""},
        {"statement_id": hand, "claim": "No-choice", "polarity": "-1", "coder": "Anne", "date": "2026-11-21", "note": ""},
    ]  # fmt: skip
    told = [
        (row["statement_id"], row["what"], row["source"], row["quote"])
        for row in stored(corpus, "corrections.csv")
    ]
    contents = corpus.statements.set_index("statement_id")["content"]
    assert told == [
        (second, "source", "mairie", contents[second]),
        (third, "not_a_statement", "", contents[third]),
        (hand, "missed", "", "les riverains n’en peuvent plus"),
    ]
    again = run("code", "import", "s.xlsx", "--date", "2027-01-01", cwd=project)
    assert "Nothing changed: the tables hold these decisions already." in again.stdout
    assert "0 decisions added, 0 changed" in again.stdout

    after = an.open_corpus(project)
    known = after.statements.set_index("statement_id")
    assert third not in known.index
    assert known.loc[second, "source"] == "mairie"
    assert (known.loc[hand, "content"], known.loc[hand, "rule"]) == (
        "les riverains n’en peuvent plus",
        "hand",
    )
    codes = after.codes.set_index("statement_id")
    assert (codes.loc[first, "claim"], codes.loc[first, "note"]) == ("closed", "=the title says so")
    assert (codes.loc[hand, "claim"], codes.loc[hand, "polarity"]) == ("No-choice", -1)


def test_wrong_calls_end_with_2_and_refused_rows_with_1(corpus):
    root = str(corpus.root)
    assert run("code", "export", "x.xlsx", "--root", root, "--only", "some").returncode == 2
    assert run("code", "agreement", "--root", root).returncode == 2
    lost = run("code", "import", "nowhere.csv", "--root", root)
    assert (lost.returncode, lost.stderr) == (
        1,
        "Error: No file nowhere.csv. Give the path of the sheet that you filled.\n",
    )
    path = sheet(corpus, code("000:1", "closed", 1))
    refused = run("code", "import", str(path), "--root", root, "--coder", "Anne")
    assert refused.returncode == 1
    assert "Rows not used: 1, kept in " in refused.stdout


# --- the sheet ---------------------------------------------------------------------------------------------------


def test_a_sheet_shows_the_sentence_with_its_neighbours_and_holds_no_formula(corpus):
    coding.export_sheet(corpus, corpus.root / "s.xlsx")
    book = load_workbook(corpus.root / "s.xlsx")
    rows = list(book["statements"].iter_rows(values_only=True))
    named = [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0]]
    assert [row["statement_id"] for row in named] == ids(corpus)
    assert named[0]["before"] == "Le pont de Vaulx ferme"
    assert named[0]["sentence"] == TEXT.split("\n")[3].removesuffix(" Le soir tombait.")
    assert named[0]["after"] == "Le soir tombait."
    assert "'=1+1, a dit le maire." in {row["before"] for row in named}
    for one in book.worksheets:
        assert all(cell.data_type != "f" for line in one.iter_rows() for cell in line)
        assert one.freeze_panes == "B2"
    choices = {rule.formula1 for rule in book["statements"].data_validations.dataValidation}
    assert choices == {"claims!$A$2:$A$5", '"1,-1"', '"right,wrong source,not a statement,withdraw"'}
    assert [cell.value for cell in book["claims"]["A"]] == [
        "claim",
        "closed",
        "No-choice",
        "none",
        "withdraw",
    ]
    assert book["statements"]["A2"].number_format == "@"


def test_the_same_tables_give_the_same_sheet_and_a_sheet_is_not_written_over(corpus):
    for name in ("a.xlsx", "b.xlsx", "a.csv", "b.csv"):
        coding.export_sheet(corpus, corpus.root / name, only="all", sample=3, seed=1)
    assert (corpus.root / "a.xlsx").read_bytes() == (corpus.root / "b.xlsx").read_bytes()
    assert (corpus.root / "a.csv").read_bytes() == (corpus.root / "b.csv").read_bytes()
    with pytest.raises(AnnotationError, match=r"a\.xlsx is there already and may hold decisions"):
        coding.export_sheet(corpus, corpus.root / "a.xlsx")
    coding.export_sheet(corpus, corpus.root / "a.xlsx", overwrite=True)


def test_no_identifier_in_a_csv_file_can_be_read_as_a_time_of_day(corpus):
    coding.export_sheet(corpus, corpus.root / "s.csv")
    first = (corpus.root / "s.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert first.startswith("'000:56;")
    assert reading.read(corpus.root / "s.csv")[0].cells["statement_id"] == "000:56"
    book = Workbook()
    for row in (["statement_id", "claim"], ["000:56", "closd"]):
        book.active.append(row)
    book.save(corpus.root / "b.xlsx")
    kept = coding.import_sheet(corpus, corpus.root / "b.xlsx", coder="Anne").rejected[0]
    assert kept.read_text(encoding="utf-8-sig").splitlines()[1].startswith("'000:56;closd;")


def test_a_sheet_of_english_articles_is_suggested_and_corrected_in_english(project, raw):
    text = (
        "The bridge will close\n\nPublished on 3 March 2017\n"
        "The mayor said on Thursday that the old bridge would be closed until the end of the month. It was late.\n"
        "Anger is rising with Jane Martin, who lives near the river: the neighbours cannot sleep any more.\n"
    )
    (raw / "gazette.txt").write_text(text, encoding="utf-8")
    (project / "data/annotations").mkdir()
    book = "claim,definition\nclosed,The bridge would be closed until the end of the month.\n"
    (project / "data/annotations/claims.csv").write_text(book, encoding="utf-8")
    corpus = an.open_corpus(project)
    assert corpus.articles["language"].tolist() == ["en"]
    coding.export_sheet(corpus, project / "s.csv")
    cells = reading.read(project / "s.csv")[0].cells
    assert cells["suggestion"].startswith("closed +1 (")
    assert cells["sentence"].endswith("until the end of the month.")
    missed = {
        "doc_id": "gazette",
        "content": "the neighbours cannot sleep any more",
        "source words": "Jane Martin",
    }
    assert problems(put(corpus, missed | {"cue words": "rising"})) == []
    row = an.open_corpus(project).statements.set_index("rule").loc["hand"]
    assert (row["source"], row["content"]) == ("Jane Martin", "the neighbours cannot sleep any more")


def test_only_and_blind_choose_rows_and_hide_what_others_say(corpus):
    first, second = ids(corpus)[:2]
    put(corpus, code(first, "closed", 1))
    put(corpus, code(second, "No-choice", 1), coder="Berthe")
    corpus = an.open_corpus(corpus.root)

    def exported(**options):
        coding.export_sheet(corpus, corpus.root / "s.csv", overwrite=True, **options)
        return {row.cells["statement_id"]: row.cells for row in reading.read(corpus.root / "s.csv")}

    assert set(exported()) == set(ids(corpus)) - {first, second}
    assert set(exported(coder="Anne")) == set(ids(corpus)) - {first}
    assert set(exported(only="claim=No-choice")) >= {second}
    whole = exported(only="all", coder="Anne")
    assert (whole[first]["claim"], whole[first]["polarity"]) == ("closed", "1")
    assert whole[second]["claim"] == ""
    assert whole[second]["decided by others"] == "Berthe: No-choice +1"
    assert any(cells["suggestion"].startswith("closed +1 (") for cells in whole.values())
    hidden = exported(only="all", coder="Anne", blind=True)
    assert not any(cells["suggestion"] or cells["decided by others"] for cells in hidden.values())
    drawn = exported(only="all", sample=4, seed=3)
    assert len(drawn) == 4 and list(drawn) == list(exported(only="all", sample=4, seed=3))
    with pytest.raises(ValueError, match="needs a claim of the code book"):
        exported(only="claim=open")


# --- what people and their spreadsheets do -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-8"), ("\t", "utf-16"), (";", "utf-8")],
)
def test_every_csv_that_excel_writes_is_read(corpus, delimiter, encoding):
    first, second = ids(corpus)[:2]
    rows = (
        {"Note": "déjà vu; « sûr », n’est-ce pas", "POLARITY": "-1,0", "Claim ": "\u00a0NO-choice ", "Statement ID": f"'{first}", "mine": "é"},
        {"Note": "", "POLARITY": "", "Claim ": "", "Statement ID": "", "mine": ""},
        {"Note": "", "POLARITY": "1.0", "Claim ": "closed", "Statement ID": second, "mine": ""},
    )  # fmt: skip
    path = sheet(corpus, *rows, delimiter=delimiter, encoding=encoding)
    done = coding.import_sheet(corpus, path, coder="Anne", date="2026-11-21")
    assert problems(done) == []
    told = [(row["statement_id"], row["claim"], row["polarity"], row["note"]) for row in stored(corpus)]
    assert told == [
        (first, "No-choice", "-1", "déjà vu; « sûr », n’est-ce pas"),
        (second, "closed", "1", ""),
    ]


def test_a_workbook_saved_as_semicolon_csv_in_the_code_page_of_windows_comes_back(corpus):
    coding.export_sheet(corpus, corpus.root / "s.xlsx", coder="Anne")
    book = load_workbook(corpus.root / "s.xlsx")["statements"]
    lines = [
        ["" if value is None else value for value in line]
        for line in book.iter_rows(max_row=6, values_only=True)
    ]
    at = lines[0].index("claim")
    lines[1][at : at + 2], lines[4][at] = ["closed", 1], "none"
    lines = [lines[0], lines[4], lines[1]]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    path = corpus.root / "s.csv"
    path.write_bytes(("sep=;\r\n" + text.getvalue()).encode("cp1252", "replace"))
    done = coding.import_sheet(corpus, path, date="2026-11-21")
    assert (done.added, problems(done)) == (2, [])
    assert {row["coder"] for row in stored(corpus)} == {"Anne"}


def test_every_row_that_cannot_be_used_is_named_and_kept_and_the_others_are_merged(corpus):
    first, second, third, fourth, fifth = ids(corpus)[:5]
    done = put(
        corpus,
        code(first, "closed", 1),
        code(second, "clsed", 1),
        code("000:99999", "closed", 1),
        code("00:56:00", "closed", 1),
        code(third, "closed", 2),
        code(third, "closed"),
        code(third, "", 1),
        code(third, "none", 1),
        code(fourth, "closed", 1),
        code(fourth, "closed", -1),
        code(fifth, "", "", note="to do"),
        code(fifth, "none", "", verdict="rong source"),
        code(fifth, "none", "", verdict="wrong source"),
        code(fifth, "closed", 1, verdict="not a statement"),
    )
    assert problems(done) == [
        "row 3: the claim 'clsed' is not in the code book; did you mean 'closed'?",
        "row 4: there is no statement '000:99999'; it may have been extracted differently since the export",
        "row 5: there is no statement '00:56:00'; a spreadsheet may have read the identifier as a time of day: take it from the export",
        "row 6: the polarity is '2'; write 1 where the source asserts the claim, -1 where it denies it",
        "row 7: the polarity is empty; write 1 where the source asserts the claim, -1 where it denies it",
        "row 8: there is a polarity, but no claim; choose the claim, or empty the polarity",
        "row 9: the claim is none, so there is nothing to assert or deny; empty the polarity",
        f"row 10: row 10, row 11 contradict each other on {fourth}: closed is both asserted and denied",
        f"row 11: row 10, row 11 contradict each other on {fourth}: closed is both asserted and denied",
        "row 12: there is a note, but no claim and no verdict; write none where it carries no claim, or a verdict",
        "row 13: the verdict is 'rong source'; write one of right, wrong source, not a statement; did you mean 'wrong source'?",
        "row 14: the source is wrong, but there is no corrected source; write who says it, or none where nobody is named",
        "row 15: it is « not a statement » and carries the claim 'closed'; decide for one",
    ]  # fmt: skip
    assert [row["statement_id"] for row in stored(corpus)] == [first]
    kept = reading.read(done.rejected[0])
    assert done.rejected[0].name == "filled.rejected.csv"
    assert len(kept) == 13
    assert [row.cells["note"] for row in kept if row.cells["note"]] == ["to do"]
    assert kept[0].raw["problem"].startswith("the claim 'clsed'")
    # the file of rejected rows is a sheet itself
    text = done.rejected[0].read_text(encoding="utf-8-sig").replace("clsed", "closed")
    done.rejected[0].write_text(text, encoding="utf-8-sig")
    mended = coding.import_sheet(corpus, done.rejected[0], coder="Anne", date="2026-11-21")
    assert (mended.added, len(mended.refused)) == (1, 12)
    # and is not written over once it was worked on
    other = put(corpus, code(second, "clsed", 1))
    assert other.rejected[0].name == "filled.rejected-2.csv"


def test_a_formula_is_refused_with_its_address_and_never_run(corpus):
    first, second = ids(corpus)[:2]
    book = Workbook()
    book.active.title = "S"
    for row in (
        ["statement_id", "claim", "polarity", "note", "mine"],
        [first, "closed", "=1", "", ""],
        [second, "closed", 1, "", "=SUM(1,1)"],
        [second, "", "", '=HYPERLINK("http://x.example","x")', ""],
    ):
        book.active.append(row)
    book.save(corpus.root / "f.xlsx")
    done = coding.import_sheet(corpus, corpus.root / "f.xlsx", coder="Anne", date="2026-11-21")
    assert problems(done) == [
        "row 2: S!C2 holds a formula; write the value itself",
        "row 4: S!D4 holds a formula; write the value itself",
    ]
    # a formula in a column of their own is their own business
    assert [row["statement_id"] for row in stored(corpus)] == [second]
    assert "'=HYPERLINK" in done.rejected[0].read_text(encoding="utf-8-sig")


def test_merged_cells_are_refused_with_their_address(corpus):
    book = Workbook()
    book.active.title = "S"
    for row in (
        ["statement_id", "claim", "polarity"],
        [ids(corpus)[0], "closed", 1],
        [ids(corpus)[1], None, 1],
    ):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(corpus.root / "m.xlsx")
    done = coding.import_sheet(corpus, corpus.root / "m.xlsx", coder="Anne")
    assert problems(done)[0].startswith("row 2: S!B2 belongs to the merged cells B2:B3; unmerge them")
    assert len(done.refused) == 2 and stored(corpus) == []


def test_a_text_that_looks_like_a_formula_comes_back_as_it_was(corpus):
    for i, note in enumerate(["=1+1", "- see there", "+33", "@home", "'quoted'"]):
        name = ids(corpus)[i]
        put(corpus, code(name, "none", "", note=store.cell(note)))
        assert stored(corpus)[i]["note"][0] == "'"
        coding.export_sheet(corpus, corpus.root / "s.csv", coder="Anne", only="all", overwrite=True)
        again = coding.import_sheet(corpus, corpus.root / "s.csv", date="2026-11-22")
        assert (again.added, again.changed, problems(again)) == (0, 0, [])
    codes = claims.read_codes(annotations(corpus) / "codes.csv")
    assert codes["note"].tolist() == ["=1+1", "- see there", "+33", "@home", "'quoted'"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"no workbook", "a.xlsx cannot be read as an Excel workbook"),
        ("a.xlsx", b"PK\x05\x06" + bytes(18), "a.xlsx cannot be read as an Excel workbook"),
        ("a.ods", b"", "a.ods cannot be read. Save it as .xlsx or as CSV and import that."),
        ("a.csv", b"id;claim\n1;x\n", "a.csv has no column statement_id"),
        ("a.csv", b"statement_id;claim;Claim\n1;x;y\n", "a.csv has the column 'claim' twice"),
        ("a.csv", b"", "a.csv has no column statement_id"),
    ],
)
def test_a_file_that_is_no_sheet_says_what_to_do(corpus, name, content, message):
    (corpus.root / name).write_bytes(content)
    with pytest.raises(AnnotationError) as error:
        coding.import_sheet(corpus, corpus.root / name, coder="Anne")
    assert str(error.value).startswith(message)


def test_who_and_when_are_asked_for(corpus):
    first, second, third = ids(corpus)[:3]
    path = sheet(
        corpus,
        code(first, "none", coder="Berthe", decided="21/11/2026"),
        code(second, "none", coder="Berthe", decided="03/04/2026"),
    )
    done = coding.import_sheet(corpus, path, date="2026-01-01")
    assert problems(done) == ["row 3: the day '03/04/2026' can be read in two ways; write it as 2026-04-03"]
    assert [(row["coder"], row["date"]) for row in stored(corpus)] == [("Berthe", "2026-11-21")]
    path = sheet(
        corpus, code(first, "none", coder="Berthe"), code(second, "none"), code(third, "none", coder="rule")
    )
    assert problems(coding.import_sheet(corpus, path)) == [
        "row 3: it does not say who decided; fill the column coder, or pass --coder NAME",
        "row 4: a hand decision needs the name of a person, not 'rule'",
    ]
    with pytest.raises(AnnotationError, match="Write the day as 2026-11-21"):
        coding.import_sheet(corpus, path, date="soon")


# --- nothing is lost ---------------------------------------------------------------------------------------------


def test_a_changed_decision_waits_for_replace_and_the_old_one_goes_to_the_log(corpus):
    name = ids(corpus)[0]
    put(corpus, code(name, "closed", 1, note="clear"), date="2026-11-01")
    waiting = put(corpus, code(name, "closed", -1))
    assert problems(waiting) == [
        "row 2: Anne has decided otherwise in codes.csv: closed +1 on 2026-11-01. "
        "Import with --replace to take this sheet instead; the old decision is kept in codes_log.csv"
    ]
    assert stored(corpus)[0]["polarity"] == "1"
    assert not (annotations(corpus) / "codes_log.csv").exists()
    done = put(corpus, code(name, "closed", -1), replace=True)
    assert (done.changed, done.refused) == (1, [])
    assert [(row["polarity"], row["date"]) for row in stored(corpus)] == [("-1", "2026-11-21")]
    assert stored(corpus, "codes_log.csv") == [
        {"date": "2026-11-21", "coder": "Anne", "table": "codes", "statement_id": name,
         "before": "closed +1 (2026-11-01): clear", "after": "closed -1 (2026-11-21)"}
    ]  # fmt: skip
    # the log only grows
    put(corpus, code(name, "withdraw"), date="2026-11-22")
    assert [row["after"] for row in stored(corpus, "codes_log.csv")] == [
        "closed -1 (2026-11-21)",
        "taken back",
    ]
    assert stored(corpus) == []


def test_an_exported_sheet_changes_what_was_changed_in_it_and_nothing_else(corpus):
    first, second, third = ids(corpus)[:3]
    put(
        corpus,
        code(first, "closed", 1),
        code(first, "No-choice", 1),
        code(second, "none"),
        code(third, "closed", 1),
    )
    coding.export_sheet(corpus, corpus.root / "old.csv", coder="Anne", only="all")
    rows = reading.read(corpus.root / "old.csv")
    cells = [dict(row.cells) for row in rows]
    # meanwhile the third was changed elsewhere, and the second stays as it is
    put(corpus, code(third, "closed", -1), replace=True)
    before = stored(corpus)
    assert coding.import_sheet(corpus, corpus.root / "old.csv").changed == 0
    assert stored(corpus) == before
    by = {(row["statement_id"], row["claim"]): row for row in cells}
    by[first, "closed"]["polarity"] = "-1"
    by[first, "No-choice"]["claim"] = ""
    by[third, "closed"]["claim"] = "No-choice"
    path = sheet(corpus, *cells, name="edited.csv")
    done = coding.import_sheet(corpus, path, date="2026-11-22")
    assert [problem.split(";")[0].split(": ", 1)[1] for problem in problems(done)] == [
        "the claim was 'No-choice' and is empty now",
        "Anne has decided otherwise in codes.csv: closed -1 on 2026-11-21. Import with --replace to take this sheet instead",
    ]
    told = [(row["statement_id"], row["claim"], row["polarity"]) for row in stored(corpus)]
    assert sorted(told) == sorted(
        [(first, "No-choice", "1"), (first, "closed", "-1"), (second, "", ""), (third, "closed", "-1")]
    )


def test_a_row_that_is_copied_adds_a_claim_and_takes_none_away(corpus):
    name = ids(corpus)[0]
    put(corpus, code(name, "closed", 1))
    coding.export_sheet(corpus, corpus.root / "s.csv", coder="Anne", only="all")
    row = dict(reading.read(corpus.root / "s.csv")[0].cells)
    done = put(corpus, row, row | {"claim": "No-choice", "polarity": -1})
    assert (done.added, done.changed, done.same, problems(done)) == (1, 0, 0, [])
    assert [(row["claim"], row["polarity"]) for row in stored(corpus)] == [
        ("closed", "1"),
        ("No-choice", "-1"),
    ]
    both = put(corpus, row, row | {"claim": "none", "polarity": ""})
    assert [problem.split(": ")[-1] for problem in problems(both)] == ["none and closed"] * 2


def test_columns_that_were_sorted_apart_lose_no_decision(corpus):
    first, second = ids(corpus)[:2]
    put(corpus, code(first, "closed", 1))
    coding.export_sheet(corpus, corpus.root / "s.csv", coder="Anne", only="all")
    rows = [dict(row.cells) for row in reading.read(corpus.root / "s.csv")[:2]]
    state = rows[0]["as exported"]
    done = put(corpus, rows[1] | {"claim": "closed", "polarity": "1", "as exported": state})
    assert (done.added, problems(done)) == (1, [])
    assert [row["statement_id"] for row in stored(corpus)] == [first, second]


def test_two_coders_stand_side_by_side_and_one_counts(corpus):
    name = ids(corpus)[0]
    put(corpus, code(name, "closed", 1))
    done = put(corpus, code(name, "none"), coder="Berthe")
    assert (done.added, done.changed) == (1, 0)
    assert done.beside == [
        f"{name}: Anne, Berthe decided differently; Anne comes first in codes.csv and counts"
    ]
    assert [row["coder"] for row in stored(corpus)] == ["Anne", "Berthe"]
    after = an.open_corpus(corpus.root).codes.set_index("statement_id")
    assert after.loc[name, "claim"] == "closed"
    # changing one's mind does not change who counts
    put(corpus, code(name, "closed", -1), replace=True)
    assert [row["coder"] for row in stored(corpus)] == ["Anne", "Berthe"]
    put(corpus, code(name, "none"), coder="Berthe", first=True)
    assert [row["coder"] for row in stored(corpus)] == ["Berthe", "Anne"]
    assert stored(corpus, "codes_log.csv")[-1]["after"] == "Berthe counts"
    assert pd.isna(an.open_corpus(corpus.root).codes.set_index("statement_id").loc[name, "claim"])


def test_of_two_verdicts_one_counts_and_first_turns_them(corpus):
    name = ids(corpus)[0]
    put(corpus, {"statement_id": name, "verdict": "right"})
    gone = {"statement_id": name, "verdict": "not a statement"}
    done = put(corpus, gone, coder="Berthe")
    assert done.beside == [
        f"{name}: Anne, Berthe decided differently; Anne comes first in corrections.csv and counts"
    ]
    assert name in ids(an.open_corpus(corpus.root))
    put(corpus, gone, coder="Berthe", first=True)
    assert name not in ids(an.open_corpus(corpus.root))
    assert stored(corpus, "codes_log.csv")[0]["table"] == "corrections"


def test_a_note_that_is_written_or_changed_beside_a_verdict_is_kept(corpus):
    name = ids(corpus)[0]

    def notes():
        return [(row["what"], row["note"]) for row in stored(corpus, "corrections.csv")]

    put(corpus, {"statement_id": name, "verdict": "right"}, date="2026-11-01")
    # the same sheet again, filled further
    done = put(corpus, {"statement_id": name, "verdict": "right", "note": "read twice"})
    assert (done.changed, done.same, notes()) == (1, 0, [("right", "read twice")])
    waiting = put(corpus, {"statement_id": name, "verdict": "right", "note": "read once"})
    assert problems(waiting)[0].startswith(
        "row 2: Anne has decided otherwise in corrections.csv: right (read twice) on 2026-11-21."
    )
    assert put(corpus, {"statement_id": name, "verdict": "right"}).same == 1
    # an exported sheet in which nothing but the note is another
    path = corpus.root / "sheet.xlsx"
    coding.export_sheet(an.open_corpus(corpus.root), path, coder="Anne", only="all")
    book = load_workbook(path)
    at = [cell.value for cell in book["statements"][1]].index("note") + 1
    assert book["statements"].cell(2, at).value == "read twice"
    book["statements"].cell(2, at).value = "read with Ben"
    book.save(path)
    assert coding.import_sheet(corpus, path, date="2026-11-22").changed == 1
    assert notes() == [("right", "read with Ben")]
    assert [(row["before"], row["after"]) for row in stored(corpus, "codes_log.csv")] == [
        ("right (2026-11-01)", "right (2026-11-21): read twice"),
        ("right (2026-11-21): read twice", "right (2026-11-22): read with Ben"),
    ]
    again = put(corpus, *({"statement_id": name, "verdict": "right", "note": note} for note in "ab"))
    assert "one verdict with two notes; write both into one row" in problems(again)[0]


def test_a_verdict_on_what_was_added_by_hand_does_not_lose_it(corpus):
    start = corpus.texts["gazette"].index("les riverains n’en")
    put(corpus, {"doc_id": "gazette", "content": "les riverains n’en peuvent plus"})
    after, name = an.open_corpus(corpus.root), f"gazette:{start}h"
    right, none = ({"statement_id": name, "verdict": verdict} for verdict in ("right", "not a statement"))
    assert problems(put(after, right, replace=True)) == [
        "row 2: Anne added this statement by hand; write withdraw as verdict to take it back"
    ]
    assert problems(put(after, none, coder="Berthe")) == [
        f"row 2: {name} was added by hand by Anne; write withdraw as verdict to take it back"
    ]
    assert put(after, right, coder="Berthe", first=True).added == 1
    assert name in ids(an.open_corpus(corpus.root))
    put(after, {"statement_id": name, "verdict": "withdraw"})
    assert name not in ids(an.open_corpus(corpus.root))
    assert stored(corpus, "codes_log.csv")[-1]["before"].startswith("missed (2026-11-21)")


def test_a_decision_whose_statement_is_gone_stays_in_the_file(corpus):
    path = annotations(corpus) / "codes.csv"
    path.write_text(
        "statement_id,claim,polarity,coder,date,note,mine\n000:9999,closed,1,Anne,2026-01-01,n,own\n",
        encoding="utf-8",
    )
    put(corpus, code(ids(corpus)[0], "none"))
    assert stored(corpus)[1] == {
        "statement_id": "000:9999", "claim": "closed", "polarity": "1", "coder": "Anne", "date": "2026-01-01", "note": "n", "mine": "own",
    }  # fmt: skip


def test_tables_that_a_french_spreadsheet_saved_with_semicolons_are_read_and_kept(corpus):
    first, second = ids(corpus)[:2]
    put(corpus, code(first, "closed", 1, note="a; b"), {"statement_id": second, "verdict": "right"})
    before = stored(corpus), stored(corpus, "corrections.csv")
    for name, rows in zip(("codes.csv", "corrections.csv"), before, strict=True):
        text = files.table(list(rows[0]), rows, delimiter=";")
        (annotations(corpus) / name).write_text(text, encoding="utf-8-sig")
    put(an.open_corpus(corpus.root), code(ids(corpus)[2], "none"))
    assert stored(corpus)[:1] == before[0]
    assert coding.log(corpus)["what"].tolist() == ["coded", "right", "coded"]


def test_a_dry_run_writes_nothing_and_a_failed_write_leaves_all_as_it_was(corpus, monkeypatch):
    before = sorted(path.name for path in annotations(corpus).iterdir())
    done = put(corpus, code(ids(corpus)[0], "closed", 1), code("x", "closed", 1), dry_run=True)
    assert (done.added, len(done.refused), done.rejected) == (1, 1, [])
    assert sorted(path.name for path in annotations(corpus).iterdir()) == before
    assert not (corpus.root / "filled.rejected.csv").exists()
    put(corpus, code(ids(corpus)[0], "closed", 1))
    content = (annotations(corpus) / "codes.csv").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(AnnotationError, match="cannot be written"):
        put(corpus, code(ids(corpus)[1], "closed", 1))
    assert (annotations(corpus) / "codes.csv").read_bytes() == content
    assert not list(annotations(corpus).glob(".*"))


def test_what_is_taken_out_can_be_brought_back(corpus):
    name = ids(corpus)[0]
    put(corpus, {"statement_id": name, "verdict": "not a statement"})
    after = an.open_corpus(corpus.root)
    assert name not in set(after.statements["statement_id"])
    put(after, {"statement_id": name, "verdict": "withdraw"})
    assert stored(corpus, "corrections.csv") == []
    assert stored(corpus, "codes_log.csv")[0]["before"] == "not a statement (2026-11-21)"
    assert ids(an.open_corpus(corpus.root)) == ids(corpus)


def test_missed_statements_are_found_once_or_not_at_all(corpus):
    def row(content, **more):
        return {"doc_id": "gazette", "content": content, **more}

    rows = (
        row("les riverains"), row("le tramway"), row("les riverains n’en peuvent plus", **{"source words": "Paul"}),
        row("que le pont serait fermé jusqu'à la fin du mois, faute de crédits"), {"doc_id": "gazete", "content": "x"},
    )  # fmt: skip
    done = put(corpus, *rows)
    text = corpus.texts["gazette"]
    places = [i for i in range(len(text)) if text.startswith("les riverains", i)]
    first = corpus.statements.query("doc_id == 'gazette'")["statement_id"].iloc[0]
    assert problems(done) == [
        f"row 2: the words stand 2 times in gazette, at {places[0]}, {places[1]}; write one of these numbers in start",
        "row 3: the words 'le tramway' do not stand in gazette; copy them exactly, without « … »",
        "row 4: the source words 'Paul' do not stand in gazette; copy them exactly, or leave them empty",
        f"row 5: these words are the statement {first} already; code it in the sheet of statements",
        "row 6: there is no article 'gazete'; did you mean 'gazette'?",
    ]
    assert done.rejected[0].name == "filled.missed.rejected.csv"
    done = put(corpus, row("les riverains", start=places[0], claim="closed", polarity=1))
    assert (done.added, problems(done)) == (2, [])
    again = put(corpus, row("les riverains", start=places[0], claim="closed", polarity=1))
    assert (again.added, again.changed) == (0, 0)
    assert ids(an.open_corpus(corpus.root)).count(f"gazette:{places[0]}h") == 1


# --- agreement and the log ----------------------------------------------------------------------------------------


def test_missed_statements_beside_a_csv_sheet_come_in_with_it(corpus):
    path = corpus.root / "sheet.csv"
    coding.export_sheet(corpus, path, coder="Anne", only="all")
    missed = [
        {"doc_id": "000", "content": "les riverains n’en peuvent plus", "claim": "closed", "polarity": 1},
        {"doc_id": "000", "content": "no such words", "claim": "", "polarity": ""},
    ]
    sheet(corpus, *missed, name="sheet.missed.csv")
    done = coding.import_sheet(corpus, path, coder="Anne", date="2026-11-21")
    assert (done.added, [row["quote"] for row in stored(corpus, "corrections.csv")]) == (
        2,
        ["les riverains n’en peuvent plus"],
    )
    assert problems(done) == [
        "sheet.missed.csv, row 3: the words 'no such words' do not stand in 000; copy them exactly, without « … »"
    ]
    assert [kept.name for kept in done.rejected] == ["sheet.missed.rejected.csv"]


def test_agreement_of_two_sheets_and_of_two_coders_is_the_same(corpus):
    first, second, third, fourth = ids(corpus)[:4]
    a = sheet(corpus, code(first, "closed", 1), code(second, "none"), code(third, "closed", 1), name="A.csv")
    b = sheet(
        corpus, code(first, "closed", 1), code(second, "No-choice", -1), code(third, "closed", -1), code(fourth, "none"), name="B.csv"
    )  # fmt: skip
    made, apart, refused = coding.agreement(corpus, sheets=(a, b))
    assert refused == []
    told = made.query("unit == 'statement'").set_index("claim")
    assert told.loc["closed", ["n_units", "n_a", "n_b", "n_both"]].tolist() == [3, 2, 2, 1]
    assert told.loc["closed", "agreement"] == pytest.approx(2 / 3)
    # Cohen 1960: (2/3 - 2/9) / (1 - 2/9), by hand, for judgements +1 0 +1 and +1 0 -1
    assert told.loc["closed", "kappa"] == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))
    assert [(row.statement_id, row.code_a, row.code_b) for row in apart.itertuples()] == [
        (second, "none", "No-choice -1"),
        (third, "closed +1", "closed -1"),
    ]
    assert apart["sentence"][0].startswith("« Nous n’avons pas le choix »")
    for path, coder in ((a, "Anne"), (b, "Berthe")):
        coding.import_sheet(corpus, path, coder=coder)
    again, differ, _ = coding.agreement(corpus, ("Anne", "Berthe"))
    pd.testing.assert_frame_equal(again, made)
    pd.testing.assert_frame_equal(differ, apart)
    out = run("code", "agreement", "--coders", "Anne", "Berthe", "--to", "agreed", cwd=corpus.root)
    assert out.returncode == 0, out.stderr
    assert "Statements on which they differ: 2" in out.stdout
    written = (corpus.root / "agreed/disagreements.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(written) == 3
    with pytest.raises(AnnotationError, match="'Carla' has no codes"):
        coding.agreement(corpus, ("Anne", "Carla"))
    put(corpus, code(ids(corpus)[5], "none"), coder="Dora")
    with pytest.raises(AnnotationError, match="Anne and Dora have decided no statement in common"):
        coding.agreement(corpus, ("Anne", "Dora"))
    rule, _, _ = coding.agreement(corpus, ("Anne", "rule"))
    assert rule.query("unit == 'statement'")["n_units"].max() == 6


def test_the_log_tells_readers_who_decided_what_and_when(corpus):
    first, second = ids(corpus)[:2]
    put(
        corpus,
        code(first, "closed", 1, note="clear"),
        {"statement_id": second, "verdict": "wrong source", "corrected source": "mairie"},
        date="2026-11-01",
    )
    put(corpus, code(first, "none"), coder="Berthe", date="2026-11-02")
    put(corpus, code(first, "closed", -1), replace=True, date="2026-11-03")
    made = coding.log(corpus)
    assert list(made) == [
        "date",
        "coder",
        "table",
        "statement_id",
        "doc_id",
        "what",
        "before",
        "after",
        "note",
        "counts",
    ]
    told = [
        tuple(row)
        for row in made.drop(columns=["doc_id", "table"])
        .astype(object)
        .where(made.notna(), None)
        .itertuples(index=False)
    ]
    source = corpus.statements.set_index("statement_id")["source"][second]
    assert told == [
        ("2026-11-01", "Anne", second, "source", source, "wrong source, it is mairie", None, True),
        ("2026-11-02", "Berthe", first, "coded", None, "none", None, False),
        (
            "2026-11-03",
            "Anne",
            first,
            "changed",
            "closed +1 (2026-11-01): clear",
            "closed -1 (2026-11-03)",
            None,
            False,
        ),
        ("2026-11-03", "Anne", first, "coded", None, "closed -1", None, True),
    ]
    pd.testing.assert_frame_equal(coding.log(corpus.root), made)


NOTES = st.text(alphabet="aé=+-@'\";,|«» \n→", max_size=12).map(str.strip)
DECISIONS = st.dictionaries(
    st.integers(0, 4),
    st.one_of(
        st.tuples(st.just(""), st.just(0), NOTES).map(lambda one: [one]),
        st.lists(
            st.tuples(st.sampled_from(["closed", "No-choice"]), st.sampled_from([1, -1]), NOTES),
            min_size=1, max_size=2, unique_by=lambda one: one[0],
        ),
    ),
    min_size=1,
)  # fmt: skip


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    root = tmp_path_factory.mktemp("still")
    (root / "data/raw").mkdir(parents=True)
    (root / "data/raw/000.txt").write_text(TEXT, encoding="utf-8")
    (root / "data/annotations").mkdir()
    (root / "data/annotations/claims.csv").write_text(BOOK, encoding="utf-8")
    return an.open_corpus(root)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DECISIONS, st.sampled_from([".csv", ".xlsx"]))
def test_any_decisions_come_back_from_a_sheet_as_they_were(still, decisions, ending):
    names = ids(still)
    folder = annotations(still)
    for path in [*folder.glob("codes*.csv"), *folder.glob("corrections.csv")]:
        path.unlink()
    rows = [
        code(names[i], claim or "none", polarity or "", note=store.cell(note))
        for i, told in decisions.items()
        for claim, polarity, note in told
    ]
    with tempfile.TemporaryDirectory() as temporary:
        first = sheet(still, *rows, name="first.csv", encoding="utf-8-sig")
        done = coding.import_sheet(still, first, coder="Anne", date="2026-11-21")
        assert problems(done) == []
        before = (folder / "codes.csv").read_bytes()
        # out, back into an empty table, and the same codes
        path = Path(temporary) / f"s{ending}"
        coding.export_sheet(still, path, coder="Anne", only="all")
        again = coding.import_sheet(still, path, date="2027-01-01")
        assert (again.added, again.changed, problems(again)) == (0, 0, [])
        assert (folder / "codes.csv").read_bytes() == before
        (folder / "codes.csv").unlink()
        rows = [row._replace(cells={**row.cells, "as exported": ""}) for row in reading.read(path)]
        table = sheet(
            still,
            *({name: store.cell(value) for name, value in row.cells.items()} for row in rows),
            encoding="utf-8-sig",
        )
        assert problems(coding.import_sheet(still, table, date="2026-11-21")) == []
        assert (folder / "codes.csv").read_bytes() == before
