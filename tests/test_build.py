"""The tables: complete, the same everywhere, rebuilt only where needed, and never lost to one bad file."""

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import ARTICLE

import analysis as an
from analysis import build, dates, manifest, partitions, schema, store
from analysis import corpus as corpus_module
from analysis.errors import AnalysisError, CorpusError, SchemaError

SECOND = ARTICLE.replace("préfet", "maire").replace("pont", "marché").replace("riverains", "élus")


def write(raw: Path, **texts: str) -> None:
    for name, text in texts.items():
        (raw / f"{name}.txt").write_text(text, encoding="utf-8")


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.is_file()
    }


def test_articles_table_of_one_article(project, raw):
    write(raw, gazette_1=ARTICLE)
    row = an.open_corpus(project).articles.iloc[0]
    body = [line for line in ARTICLE.split("\n") if "annoncé" in line or "expliqué" in line]
    assert row["doc_id"] == "gazette_1"
    assert row["file"] == "gazette_1.txt"
    assert row["sha256"] == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert (row["encoding"], row["language"], row["title"]) == (
        "utf-8",
        "fr",
        "Le préfet répond aux riverains",
    )
    assert row["n_chars"] == len(ARTICLE)
    assert row["n_body_chars"] == sum(map(len, body))
    # jusqu' | à and n' | avons are two words each, a-t-il is one
    assert row["n_words"] == 19 + 15
    assert (row["published"], row["published_basis"]) == ("2017-03-03T10:15:00", "stated")
    assert row["published_evidence"] == "le 3 mars 2017 à 10h15 [39-61]"
    assert row[["outlet", "credit", "warnings"]].isna().all()


def test_lines_lead_back_to_the_text(project, raw):
    write(raw, a=ARTICLE)
    corpus = an.open_corpus(project)
    kept = corpus.lines[corpus.lines["keep"]]
    assert [corpus.texts["a"][row.start : row.end][:10] for row in kept.itertuples()] == [
        "Le préfet ",
        "« Nous n'a",
    ]


def test_every_table_has_the_columns_and_types_of_the_schema(project, raw):
    write(raw, a=ARTICLE)
    corpus = an.open_corpus(project)
    for name in ("articles", "lines", "problems"):
        table = getattr(corpus, name)
        schema.validate(name, table)
        types = {column.name: column.type for column in schema.TABLES[name].columns}
        for column, kind in types.items():
            assert str(table[column].dtype) in {
                "text": {"str"}, "integer": {"int64", "Int64"}, "boolean": {"bool", "boolean"}, "date": {"datetime64[ms]", "datetime64[s]"},
            }[kind], (name, column)  # fmt: skip


def test_metadata_of_a_table_wins_over_the_page(project, raw):
    record = {
        "id": "x",
        "text": ARTICLE,
        "title": "Autre titre",
        "outlet": "La Gazette",
        "date": "2017-03-03T08:00:00",
    }
    (raw / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    row = an.open_corpus(project).articles.iloc[0]
    assert (row["title"], row["outlet"], row["outlet_evidence"]) == ("Autre titre", "La Gazette", "metadata")
    assert (row["published"], row["published_basis"]) == ("2017-03-03T08:00:00", "metadata")
    assert row["published_earliest"] == row["published_latest"] == pd.Timestamp("2017-03-03")


def test_a_date_of_a_record_that_is_not_iso_is_read_day_first_and_the_reader_is_told(project, raw):
    (raw / "a.jsonl").write_text(json.dumps({"text": ARTICLE, "date": "3/4/17"}), encoding="utf-8")
    row = an.open_corpus(project).articles.iloc[0]
    assert row["published"] == "2017-04-03"
    assert row["warnings"] == "the date « 3/4/17 » of the record was read as 2017-04-03"


def test_a_date_of_a_record_that_cannot_be_read_leaves_the_date_line(project, raw):
    (raw / "a.jsonl").write_text(json.dumps({"text": ARTICLE, "date": "bientôt"}), encoding="utf-8")
    row = an.open_corpus(project).articles.iloc[0]
    assert (row["published"], row["published_basis"]) == ("2017-03-03T10:15:00", "stated")
    assert row["warnings"] == "the date « bientôt » of the record could not be read"


AGENCY = """Une agence raconte

Publié le 14 novembre 2017 à 10h15
L'armée a annoncé mardi avoir proposé une trêve dans la vallée, selon son porte-parole Jean Martin.
Le porte-parole Jean Martin a affirmé mardi que le camp adverse avait refusé la trêve proposée dans la vallée.
"""
RETOLD = """Un journal reprend

Le porte-parole Jean Martin a affirmé mardi que le camp adverse avait refusé la trêve proposée dans la vallée.
Le porte-parole Jean Martin a ajouté que l'armée avait proposé une trêve dans la vallée, sans succès.
"""
BOOK = """claim,definition,required
refus,Le camp adverse a refusé la trêve.,refuser
offre,L'armée a proposé une trêve.,armée;proposer
"""


def test_articles_that_report_one_statement_narrow_each_others_dates(project, raw):
    write(raw, agence=AGENCY, journal=RETOLD)
    (project / "data" / "annotations").mkdir()
    (project / "data" / "annotations" / "claims.csv").write_text(BOOK, encoding="utf-8")
    corpus = an.open_corpus(project)
    assert dates.pairs(corpus.codes, corpus.statements).to_numpy().tolist() == [["agence", "journal"]]
    told = corpus.articles.set_index("doc_id").loc["journal"]
    assert (told["published"], told["published_basis"]) == ("[2017-11-14..2017-11-20]", "corpus")
    assert pd.isna(told["published_alone"])
    # its own expressions are reckoned again from what is known now
    weekday = corpus.dates.query("doc_id == 'journal' and text == 'mardi'").iloc[0]
    assert weekday["edtf"] == "2017-11-14"
    undone = dates.alone(corpus.articles).set_index("doc_id").loc["journal"]
    assert (undone["published_basis"], pd.isna(undone["published"])) == ("unknown", True)


def test_analyse_one_text_without_files():
    corpus = an.analyse(ARTICLE, doc_id="x", published="2017-03-03")
    assert list(corpus.articles["doc_id"]) == ["x"]
    assert corpus.lines["keep"].sum() == 2
    assert corpus.articles["published"][0] == "2017-03-03"
    assert corpus.problems.empty


def test_bad_files_are_listed_with_a_remedy_and_lose_nothing(project, raw):
    write(raw, good=ARTICLE, empty="", blank=" \n ")
    (raw / "binary.txt").write_bytes(b"\x89PNG\x00\x00")
    (raw / "utf16.txt").write_bytes(SECOND.encode("utf-16"))
    (raw / "notes.docx").write_bytes(b"PK")
    (raw / "x.txt").mkdir()
    (raw / "broken.jsonl").write_text('{"text": "' + "Un texte. " * 3 + '"}\n{"text": \n', encoding="utf-8")
    (raw / "table.csv").write_text("titre,resume\nUn,Deux\n", encoding="utf-8")
    (raw / "gone.txt").symlink_to(raw / "missing")
    summary = build.build(project)
    assert summary.articles == 3
    assert [
        (problem["file"], problem["record"], problem["problem"].split(" (")[0])
        for problem in summary.problems
    ] == [
        ("binary.txt", None, "is not text"),
        ("blank.txt", None, "holds nothing but white space"),
        ("broken.jsonl", 2, "is not valid JSON"),
        ("empty.txt", None, "is empty"),
        ("gone.txt", None, "cannot be opened"),
        ("notes.docx", None, "is no Word file, or is damaged or cut off"),
        ("table.csv", None, "has no text column"),
        ("x.txt", None, "is a folder with the ending of a file"),
    ]
    assert all(problem["remedy"] for problem in summary.problems)
    corpus = an.open_corpus(project)
    assert list(corpus.articles["doc_id"]) == ["broken-00001", "good", "utf16"]
    assert len(corpus.problems) == 8


def test_an_article_that_breaks_the_analysis_stops_no_other(project, raw, monkeypatch):
    write(raw, a=ARTICLE, b=SECOND)
    labelled = build.lines.label_rows

    def fails(text, **options):
        if "maire" in text:
            raise ZeroDivisionError("division by zero")
        return labelled(text, **options)

    monkeypatch.setattr(build.lines, "label_rows", fails)
    summary = build.build(project)
    assert summary.articles == 1
    assert summary.problems == [
        {
            "file": "b.txt",
            "record": None,
            "problem": "could not be analysed (ZeroDivisionError: division by zero)",
            "remedy": "Report this with the file; the other articles are not affected",
        }
    ]


def test_a_file_that_breaks_its_reader_stops_no_other(project, raw, monkeypatch):
    write(raw, a=ARTICLE, b=SECOND)
    read = build.load.read

    def fails(path, **options):
        if path.name == "b.txt":
            raise RecursionError("maximum recursion depth exceeded")
        return read(path, **options)

    monkeypatch.setattr(build.load, "read", fails)
    summary = build.build(project)
    assert summary.articles == 1
    assert [(problem["file"], problem["problem"]) for problem in summary.problems] == [
        ("b.txt", "could not be read (RecursionError: maximum recursion depth exceeded)")
    ]


def test_a_language_of_a_record_that_is_none_is_detected(project, raw):
    (raw / "a.jsonl").write_text(json.dumps({"text": ARTICLE, "language": "und"}), "utf-8")
    summary = build.build(project)
    articles = an.open_corpus(project).articles
    assert articles["language"].to_list() == ["fr"]
    assert summary.kept > 0
    assert "the language « und » of the record is not known; it was detected" in articles["warnings"][0]


def test_a_build_that_is_killed_while_tables_change_places_is_never_taken_for_whole(
    project, raw, monkeypatch
):
    write(raw, a=ARTICLE)
    build.build(project)
    write(raw, b=SECOND)
    with monkeypatch.context() as patch:
        patch.setattr(store, "put", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build.build(project)
    (raw / "b.txt").unlink()
    assert build.build(project).changed


def test_nothing_usable_is_an_error_that_lists_every_file(project, raw):
    with pytest.raises(CorpusError, match="No article in .* can be used. Put texts there"):
        build.build(project)
    write(raw, empty="")
    with pytest.raises(
        CorpusError, match=r"empty\.txt: is empty\. Paste the article into it, or remove it\."
    ):
        build.build(project)


def test_a_folder_without_raw_files_says_what_to_do(tmp_path):
    with pytest.raises(CorpusError, match="Create it, put the articles there, and run again"):
        build.build(tmp_path)


def test_identical_files_are_kept_and_named(project, raw):
    write(raw, a=ARTICLE, b=ARTICLE)
    articles = an.open_corpus(project).articles
    assert articles["warnings"].tolist()[1] == "the same bytes as a"
    # a reprint is no template: its short lines are not furniture because they occur twice
    assert articles["n_body_chars"].nunique() == 1


def test_two_articles_of_one_identifier_get_their_file_names(project, raw):
    (raw / "000_aaaaaaaaaaaaaaaa.txt").write_text(ARTICLE, encoding="utf-8")
    (raw / "000_bbbbbbbbbbbbbbbb.txt").write_text(SECOND, encoding="utf-8")
    articles = an.open_corpus(project).articles
    assert list(articles["doc_id"]) == ["000@000_aaaaaaaaaaaaaaaa.txt", "000@000_bbbbbbbbbbbbbbbb.txt"]
    assert articles["warnings"].tolist() == ["shares the identifier 000 with another article"] * 2


def test_a_line_that_recurs_in_other_articles_is_furniture(project, raw):
    write(
        raw,
        a=ARTICLE.replace("« Nous", "Le fil des régions\n« Nous"),
        b=SECOND.replace("« Nous", "Le fil des régions\n« Nous"),
    )
    lines = an.open_corpus(project).lines
    reasons = lines.loc[lines["zone"].eq("navigation"), "reason"].tolist()
    assert reasons.count("the same line stands in other files") == 2


def test_a_second_build_changes_nothing_and_a_change_changes_something(project, raw):
    write(raw, a=ARTICLE)
    assert build.build(project).changed
    before = hashes(project / "data" / "processed")
    again = build.build(project)
    assert (again.changed, again.articles) == (False, 1)
    write(raw, b=SECOND)
    assert build.build(project).articles == 2
    (raw / "b.txt").unlink()
    assert build.build(project).articles == 1
    assert hashes(project / "data" / "processed") == before


def test_a_table_that_was_removed_is_made_again(project, raw):
    write(raw, a=ARTICLE)
    build.build(project)
    (project / "data" / "processed" / "lines.parquet").unlink()
    assert build.build(project).changed
    assert len(an.open_corpus(project).lines) == 6


def test_changed_code_rebuilds(project, raw, monkeypatch):
    write(raw, a=ARTICLE)
    build.build(project)
    monkeypatch.setattr(manifest, "of_code", lambda: "other")
    assert build.build(project).changed


def test_an_interrupted_build_leaves_the_old_tables_and_resumes(project, raw, monkeypatch):
    write(raw, a=ARTICLE)
    build.build(project)
    before = hashes(project / "data" / "processed")
    write(raw, b=SECOND)
    with monkeypatch.context() as patch:
        patch.setattr(store, "put", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(CorpusError, match="The disk is full.*The tables are as they were"):
            build.build(project)
    assert hashes(project / "data" / "processed") == before
    summary = build.build(project)
    assert (summary.articles, summary.reused) == (2, 1)


def test_two_folders_two_orders_and_two_processes_give_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(partitions, "PARTITION", 2)
    texts = {f"a{number}": f"{ARTICLE}\nNuméro {number} de la série." for number in range(7)}
    results = []
    for folder, order, jobs in (("one", 1, 1), ("two/deep", -1, 2)):
        raw = tmp_path / folder / "data" / "raw"
        raw.mkdir(parents=True)
        for name in list(texts)[::order]:
            write(raw, **{name: texts[name]})
        build.build(tmp_path / folder, jobs=jobs)
        processed = tmp_path / folder / "data" / "processed"
        results.append(hashes(processed) | hashes(processed / "csv"))
    assert results[0] == results[1]
    assert "articles.csv" in results[0]


def test_a_new_file_touches_one_partition_only(project, raw, monkeypatch):
    monkeypatch.setattr(partitions, "PARTITION", 2)
    for number in range(7):
        write(
            raw,
            **{
                f"a{number}": f"Le préfet de la zone {number} a dit {number * 111} fois que le pont {number} serait fermé."
            },
        )
    build.build(project)
    n_partitions = len(list((project / "data/processed/.build/parts").glob("*.npz")))
    write(raw, b=SECOND)
    assert build.build(project).reused == n_partitions - 1


def test_csv_for_people_holds_no_formula_and_no_false_missing(project, raw):
    (raw / "a.jsonl").write_text(
        json.dumps({"text": ARTICLE, "title": '=HYPERLINK("x")', "id": "@a"}), encoding="utf-8"
    )
    build.build(project)
    header, row = (project / "data/processed/csv/articles.csv").read_text(encoding="utf-8").split("\n")[:2]
    assert header.startswith("doc_id,file,sha256")
    assert row.startswith("'@a,a.jsonl,")
    assert "\"'=HYPERLINK(" in row
    assert ",,," in row
    assert "nan" not in row.lower()


def test_a_hostile_file_name_and_title_pass_through_as_data(project, raw):
    name = "a\n<script>alert(1)</script>'\"".replace("/", "_") + ".txt"
    (raw / name).write_text("<script>alert('x')</script>\n\n" + ARTICLE, encoding="utf-8")
    corpus = an.open_corpus(project)
    assert corpus.articles["file"][0] == name
    assert corpus.articles["title"][0] == "<script>alert('x')</script>"


def test_a_line_of_ten_million_characters(project, raw):
    text = "Le pont est fermé depuis jeudi, et la ville attend la suite sans un mot. " * 140_000
    write(raw, a=text, b=ARTICLE)
    articles = an.open_corpus(project).articles.set_index("doc_id")
    assert articles.loc["a", "n_chars"] == len(text) >= 10_000_000
    assert articles.loc["a", "n_body_chars"] == len(text.strip())


def test_readme_of_the_tables_is_generated(project, raw):
    write(raw, a=ARTICLE)
    build.build(project)
    text = (project / "data" / "processed" / "README.md").read_text(encoding="utf-8")
    assert text == schema.readme()
    for table in schema.TABLES.values():
        assert all(f"| `{column.name}` | {column.type} |" in text for column in table.columns)


def test_validate_names_table_and_column():
    lines = schema.frame("lines", [("a", 1, 0, 4, "body", True, None, "x")])
    schema.validate("lines", lines)
    with pytest.raises(SchemaError, match=r"Table lines: missing columns \['zone'\], unknown columns \[\]"):
        schema.validate("lines", lines.drop(columns="zone"))
    with pytest.raises(SchemaError, match="Table lines: a span ends before it starts"):
        schema.validate("lines", lines.assign(end=0))
    with pytest.raises(SchemaError, match="Table lines: column reason has missing values"):
        schema.validate("lines", lines.assign(reason=None))


def test_manifest_that_is_damaged_means_a_new_build(project, raw):
    write(raw, a=ARTICLE)
    build.build(project)
    manifest.path_of(an.project.find(project)).write_text("{", encoding="utf-8")
    assert build.build(project).changed


def test_project_is_found_from_a_folder_inside_it(project, raw, monkeypatch):
    inside = project / "notebooks"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert an.project.find().root == project


def test_stale_parts_are_removed(project, raw):
    write(raw, a=ARTICLE)
    build.build(project)
    parts = project / "data" / "processed" / ".build" / "parts"
    before = sorted(path.name for path in parts.iterdir())
    write(raw, a=SECOND)
    build.build(project)
    after = sorted(path.name for path in parts.iterdir())
    assert len(after) == len(before) == 2
    assert not set(after) & set(before)
    shutil.rmtree(parts)
    assert not build.build(project).changed


def test_statements_stand_in_the_tables_with_their_words(project, raw):
    write(raw, a=ARTICLE)
    corpus = an.open_corpus(project)
    found = corpus.statements
    assert found[["doc_id", "cue", "source", "kind", "stance"]].values.tolist() == [
        ["a", "a annoncé", "préfet", "indirect", "asserts"],
        ["a", "a-t-il expliqué", "préfet", "direct", "asserts"],
        ["a", "demandaient", "élus", "indirect", "demands"],
    ]
    text = corpus.texts["a"]
    for row in found.itertuples():
        assert text[row.cue_start : row.cue_end] == row.cue
        assert text[row.source_start : row.source_end] == row.source_text
        assert text[row.start : row.end] == row.content
    assert corpus.mentions[["text", "entity", "how"]].values.tolist() == [
        ["Le préfet", "préfet", "description"],
        ["il", "préfet", "pronoun"],
        ["les élus", "élus", "description"],
    ]


def test_a_change_of_the_alias_table_changes_the_sources(project, raw):
    write(raw, a=ARTICLE)
    assert set(an.open_corpus(project).statements["source"]) == {"préfet", "élus"}
    folder = project / "data" / "annotations"
    folder.mkdir()
    (folder / "aliases.csv").write_text(
        "surface,entity,actor,type\npréfet,Jeanne Roy,préfecture,person\n", encoding="utf-8"
    )
    statements = an.open_corpus(project).statements
    assert set(statements["source"]) == {"Jeanne Roy", "élus"}
    assert set(statements["actor"].dropna()) == {"préfecture"}
    (folder / "aliases.csv").unlink()
    assert set(an.open_corpus(project).statements["source"]) == {"préfet", "élus"}


def test_an_alias_table_that_is_wrong_is_an_error_with_its_line(project, raw):
    write(raw, a=ARTICLE)
    folder = project / "data" / "annotations"
    folder.mkdir()
    (folder / "aliases.csv").write_text("surface,entity,actor,type\npréfet,,,\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"aliases\.csv, line 2: surface or entity is empty"):
        build.build(project)


def test_no_statement_is_read_from_an_article_in_a_language_without_a_file(project, raw):
    write(
        raw,
        a="Der Bürgermeister sagte am Donnerstag, dass die Brücke bis zum Ende des Monats gesperrt werden müsse.\n"
        * 3,
    )
    corpus = an.open_corpus(project)
    assert corpus.statements.empty
    assert "for which there is no language file" in corpus.articles["warnings"][0]


def test_passages_and_reprints_stand_in_the_tables(project, raw):
    told = (
        "La préfète a expliqué hier devant les élus de la commune que le vieux pont de pierre serait fermé jusqu'à la "
        "fin du mois de mars."
    )
    write(
        raw,
        a=f"Le pont ferme\n\nPublié le 3 mars 2017\n\n{told}",
        b=f"Un autre titre\n\nPublié le 5 mars 2017\n\n{told}",
        c="Sans rapport\n\nLa récolte a été bonne cette année dans toute la vallée, selon la chambre.",
    )
    summary = build.build(project)
    corpus = an.open_corpus(project)
    assert summary.passages == len(corpus.passages) == 1
    row = corpus.passages.iloc[0]
    assert corpus.texts["a"][row.start_a : row.end_a] == told.rstrip(".")
    assert corpus.texts["b"][row.start_b : row.end_b] == told.rstrip(".")
    assert (row.doc_a, row.doc_b, row.kind, row.similarity, row.earlier) == (
        "a",
        "b",
        "narrative copy",
        1.0,
        "a",
    )
    assert corpus.articles["reprint"].tolist() == ["a", "a", "c"]
    long = an.claims.table(corpus.statements, corpus.codes, corpus.articles)
    assert "reprint" in long


def test_a_table_is_made_from_parts_whatever_their_number_and_order(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "ROWS", 4)
    monkeypatch.setattr(store, "_PIECES", 50)
    rows = [
        (f"{number:02}", 1 + at, 10 * at, 10 * at + 5, "body", True, "fr", "a paragraph")
        for number in range(40)
        for at in range(1 + number % 7)
    ]
    written = []
    for count in (1, 3, 11):
        parts = [tmp_path / f"{count}-{number}" for number in range(count)]
        for number, part in enumerate(parts):
            part.mkdir()
            mine = [row for row in rows if int(row[0]) % count == number]
            store.write_part("lines", mine[::-1], part)
        target = tmp_path / f"{count}.parquet"
        assert store.join("lines", parts[::-1], target, cuts=["03", "17", "30"]) == len(rows)
        written.append(target.read_bytes())
    assert written[0] == written[1] == written[2]
    assert [tuple(row.values()) for row in store.read(target).to_pylist()] == rows
    # an article is never cut in two
    ids = [
        set(store.read(target, ["doc_id"], group=group)["doc_id"].to_pylist())
        for group in store.groups(target)
    ]
    assert len(ids) > 10
    assert sum(map(len, ids)) == 40


def test_an_article_longer_than_a_row_group_stays_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "ROWS", 3)
    (tmp_path / "part").mkdir()
    rows = [("a", at, at, at + 1, "body", True, "fr", "x") for at in range(1000)]
    store.write_part("lines", rows, tmp_path / "part")
    assert store.join("lines", [tmp_path / "part"], tmp_path / "t.parquet") == 1000
    assert len(store.groups(tmp_path / "t.parquet")) == 1


def test_a_corpus_reads_the_columns_that_are_asked_for(project, raw, monkeypatch):
    monkeypatch.setattr(corpus_module, "_SMALL", 0)
    write(raw, a=ARTICLE, b=SECOND)
    corpus = an.open_corpus(project)
    some = corpus.columns("statements", "source", "doc_id")
    assert list(some) == ["source", "doc_id"]
    assert "statements" not in corpus.__dict__
    pd.testing.assert_frame_equal(some, corpus.statements[["source", "doc_id"]])
    assert dict(corpus.stored_texts) == corpus.texts.to_dict()
    assert repr(corpus) == "<Corpus of 2 articles>"
    with pytest.raises(ValueError, match="table statements has no column sauce; it has doc_id, statement_id"):
        corpus.columns("statements", "sauce")
    with pytest.raises(ValueError, match="table must be one of articles, lines"):
        corpus.columns("statement")
    with pytest.raises(AttributeError, match="a corpus has no 'sources'; it has articles"):
        corpus.sources  # noqa: B018
    (raw / "b.txt").unlink()
    build.build(project)
    assert len(corpus.statements) == len(some)
    with pytest.raises(CorpusError, match="were made anew. Open the corpus again"):
        corpus.dates  # noqa: B018


def test_a_large_file_of_records_is_unpacked_and_gives_the_same_tables(tmp_path, monkeypatch):
    records = [{"id": f"r{number}", "text": f"{ARTICLE}\nNuméro {number}."} for number in range(5)]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    lines.insert(2, "{broken")
    results = []
    for folder in ("small", "large"):
        raw = tmp_path / folder / "data" / "raw"
        raw.mkdir(parents=True)
        (raw / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
        summary = build.build(tmp_path / folder)
        processed = tmp_path / folder / "data" / "processed"
        results.append(hashes(processed) | hashes(processed / "csv"))
        assert (summary.articles, len(summary.problems)) == (5, 1)
        monkeypatch.setattr(partitions, "LARGE", 10)
        monkeypatch.setattr(partitions, "PARTITION", 2)
    assert results[0] == results[1]
    chunks = (tmp_path / "large" / "data" / "processed" / ".build" / "parts").glob("*.chunk")
    assert len(list(chunks)) == 3
    # a change makes new chunks, and leaves none of the old
    (tmp_path / "large" / "data" / "raw" / "all.jsonl").write_text("\n".join(lines[:2]), encoding="utf-8")
    assert build.build(tmp_path / "large").articles == 2
    chunks = (tmp_path / "large" / "data" / "processed" / ".build" / "parts").glob("*.chunk")
    assert len(list(chunks)) == 1


def test_the_metadata_of_a_record_are_kept_and_its_title_is_no_running_text(project, raw):
    record = {
        "id": "r1", "title": "Le pont fermera demain, dit la préfète.", "author": "Anne Roy", "section": "Région",
        "url": "https://example.org/pont", "outlet": "Le Fil", "date": "2017-03-03",
        "text": "Le pont fermera demain, dit la préfète.\nLes travaux dureront un mois, a indiqué la mairie.",
    }  # fmt: skip
    (raw / "all.jsonl").write_text(json.dumps(record), encoding="utf-8")
    corpus = an.open_corpus(project)
    row = corpus.articles.iloc[0]
    assert (row.author, row.section, row.url) == ("Anne Roy", "Région", "https://example.org/pont")
    assert (row.outlet_evidence, row.published_basis) == ("metadata", "metadata")
    first = corpus.lines.iloc[0]
    assert (first.zone, bool(first.keep), first.reason) == ("title", False, "the title that the record gives")
    assert corpus.lines["keep"].tolist() == [False, True]
