"""Word, Excel and SQLite files: read as data, with limits, and a remedy where they cannot be read."""

import datetime
import io
import re
import sqlite3
import zipfile

import docx
import export_samples as samples
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

import analysis as an
from analysis import build, load
from analysis.errors import LoadError
from analysis.load import word

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def failure(path, data):
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        load.read(path)
    return caught.value.problem, caught.value.remedy


# --- Word ---------------------------------------------------------------------------------------------------------


def write_docx(path, lines):
    """Write paragraphs; a title is a heading, a line that starts with > is a hyperlink."""
    document = docx.Document()
    for line in lines:
        if line.startswith("# "):
            document.add_heading(line[2:], level=1)
        elif line.startswith("> "):
            paragraph, link = document.add_paragraph(), OxmlElement("w:hyperlink")
            run = paragraph.add_run(line[2:])
            link.append(run._r)
            paragraph._p.append(link)
        else:
            document.add_paragraph(line)
    document.save(str(path))
    return path


COVER = [
    "User Name: J. Ormoy",
    "Date and Time: Friday, July 5, 2019 9:12:00 PM CEST",
    "Job Number: 12345",
    "Documents (2)",
    "1. Die Brücke ist zu",
    "Client/Matter: -None-",
    "Search Terms: Brücke",
]
GERMAN = [
    "Die Brücke bleibt bis Monatsende gesperrt, sagte der Präfekt am Donnerstag dem Rat.",
    "Eine Fähre fährt.",
]


def nexis(
    title="Die Brücke ist zu", *, date="5. Juli 2019 Freitag 8:31 PM GMT", keys=None, end="End of Document"
):
    keys = ["Section: Lokales; S. 3", "Length:\xa0312 words", "Byline: Jana Ormoy"] if keys is None else keys
    tail = ["Graphic", " ", "Die Brücke vom Ufer aus", "Load-Date: July 6, 2019"]
    foot = [
        "Classification",
        "Language: GERMAN; DEUTSCH",
        "Publication-Type: Zeitung",
        "Subject: BRIDGES (90%)",
    ]
    return [f"> {title}", "Talblatt", date, "Copyright 2019 Talblatt All Rights Reserved", *keys, "Body", *GERMAN,
            *tail, *foot, *([end] if end else [])]  # fmt: skip


def test_nexis_uni_documents_without_their_cover(tmp_path):
    path = write_docx(
        tmp_path / "a.docx", [*COVER, *nexis(), *nexis("Die Fähre fährt", date="July 6, 2019 Saturday")]
    )
    articles, problems = load.read(path)
    assert problems == []
    assert [article.doc_id for article in articles] == ["a-00001", "a-00002"]
    assert articles[0].text == "\n".join(["Die Brücke ist zu", *GERMAN])
    assert articles[0].metadata == {
        "title": "Die Brücke ist zu",
        "outlet": "Talblatt",
        "author": "Jana Ormoy",
        "published": "2019-07-05",
        "language": "de",
        "section": "Lokales; S. 3",
    }
    assert (articles[1].metadata["title"], articles[1].metadata["published"]) == (
        "Die Fähre fährt",
        "2019-07-06",
    )


@pytest.mark.parametrize(
    "lines",
    [
        nexis(keys=[]),
        [line for line in nexis() if line != "Body"],
        [
            line.replace("Copyright 2019 Talblatt", "Copyright der Ausgabe vom 6. Juli 2019, Talblatt,")
            for line in nexis()
        ],
        [re.sub("^> ", "# ", line) for line in nexis(end="Ende des Dokuments")],
        nexis(end=None),
        [line for line in nexis() if line not in {"Classification", "Graphic"}],
    ],
)
def test_nexis_uni_bears_missing_parts_and_never_asks_for_styles(tmp_path, lines):
    (article,), problems = load.read(write_docx(tmp_path / "a.docx", lines))
    assert problems == []
    assert (article.metadata["title"], article.metadata["outlet"]) == ("Die Brücke ist zu", "Talblatt")
    assert article.text.split("\n")[:3] == ["Die Brücke ist zu", *GERMAN]


def test_nexis_uni_cut_in_the_middle(tmp_path):
    second = nexis("Die Fähre fährt")
    path = write_docx(tmp_path / "a.docx", [*COVER, *nexis(), *second[: second.index("Body") + 2]])
    articles, problems = load.read(path)
    assert [article.metadata["title"] for article in articles] == ["Die Brücke ist zu"]
    assert [(problem.record, problem.remedy) for problem in problems] == [(2, "Export it again")]


def test_a_word_file_with_one_article(tmp_path):
    document = docx.Document()
    document.add_heading("Le pont est fermé", level=1)
    paragraph = document.add_paragraph("Le préfet a ")
    paragraph.add_run("annoncé").bold = True
    paragraph.add_run(" que le pont serait fermé.")
    paragraph.add_run().add_break()
    paragraph.add_run("Les riverains protestent.")
    gone = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "retiré"
    run.append(text)
    gone.append(run)
    paragraph._p.append(gone)
    moved = OxmlElement("w:moveFrom")
    moved.append(document.add_paragraph().add_run("déplacé")._r)
    paragraph._p.append(moved)
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "Une cellule."
    document.sections[0].header.paragraphs[0].text = "Page 1"
    document.save(str(tmp_path / "a.docx"))
    (article,), problems = load.read(tmp_path / "a.docx")
    assert problems == []
    assert article.text.split("\n") == [
        "Le pont est fermé",
        "Le préfet a annoncé que le pont serait fermé.",
        "Les riverains protestent.",
        "Une cellule.",
    ]
    assert (article.doc_id, article.metadata) == ("a", {})


def test_text_in_content_controls_and_fields_is_read(tmp_path):
    write_docx(tmp_path / "a.docx", ["Un paragraphe."])
    document = docx.Document(str(tmp_path / "a.docx"))
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    body = document.element.body
    control.append(content)
    body.insert(0, control)
    content.append(body.findall(qn("w:p"))[0])
    document.save(str(tmp_path / "a.docx"))
    assert load.read(tmp_path / "a.docx")[0][0].text == "Un paragraphe."


def repacked(path, change):
    """Return a Word or Excel file with its parts changed by a function of name and bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return made.getvalue()


def test_a_word_file_whose_main_part_has_another_name(tmp_path):
    path = write_docx(tmp_path / "a.docx", ["Le pont est fermé."])
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            data = old.read(info).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(info.filename.replace("word/document.xml", "word/document2.xml"), data)
    path.write_bytes(made.getvalue())
    assert load.read(path)[0][0].text == "Le pont est fermé."


def test_word_files_that_are_none(tmp_path):
    whole = write_docx(tmp_path / "a.docx", ["Le pont est fermé."]).read_bytes()
    again = "Open it in its own program and save it again as .docx"
    none = "is no Word file, or is damaged or cut off"
    assert failure(tmp_path / "b.docx", b"un texte simple") == (none, again)
    assert failure(tmp_path / "c.docx", whole[: len(whole) // 2]) == (none, again)
    assert failure(tmp_path / "d.docx", OLD_OFFICE) == (
        "is protected by a password, or has an old format below the name of a Word file",
        "Open it in its own program, take the password off and save it as .docx",
    )
    write_docx(tmp_path / "e.docx", [""])
    assert (
        failure(tmp_path / "e.docx", (tmp_path / "e.docx").read_bytes())[0] == "is a Word file without text"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("a.txt", "x")
    assert failure(tmp_path / "f.docx", made.getvalue()) == ("is no Word file", again)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_entities_in_office_files_are_refused(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write_docx(path, ["Le pont."]) if ending == "docx" else write_xlsx(path, [["text"], ["Le pont."]])
    lol = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    def change(name, data):
        main = name in {"word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"}
        return (
            re.sub(rb"(<\?xml[^>]*\?>)?", lambda found: found.group() + lol, data, count=1) if main else data
        )

    problem, _ = failure(path, repacked(path, change))
    assert problem == "declares XML entities, which no Office program writes; it was not opened"


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_office_files_that_would_unpack_to_too_much_are_refused(tmp_path, ending, monkeypatch):
    monkeypatch.setattr(word, "LIMIT", 3_000_000)
    path = tmp_path / f"a.{ending}"
    write_docx(path, ["Le pont."]) if ending == "docx" else write_xlsx(path, [["text"], ["Le pont."]])
    bomb = repacked(
        path, lambda name, data: data + b" " * 3_000_000 if name == "[Content_Types].xml" else data
    )
    assert len(bomb) < 100_000
    problem, remedy = failure(path, bomb)
    assert problem == "would unpack to 3 MB, more than the 3 MB that are read"
    assert remedy == "Split it into several files"


# --- Excel --------------------------------------------------------------------------------------------------------


def write_xlsx(path, rows, *, merged=(), before=()):
    book = openpyxl.Workbook()
    for title in before:
        book.active.title = title
        book.create_sheet("Articles")
        book.active = 1
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(str(path))
    return path


def test_the_first_sheet_with_a_text_column_is_read(tmp_path):
    rows = [
        ["Texte", "Titre", "Journal", "Date", "ID"],
        ["Le pont est fermé.", "Le pont", "La Gazette", datetime.date(2013, 10, 5), 7.0],
        [None, None, None, None, None],
        ["La digue tient.", None, "Le Courrier", datetime.datetime(2013, 10, 6, 8, 15), None],
        [None, "Sans texte", None, None, None],
    ]
    articles, problems = load.read(write_xlsx(tmp_path / "a.xlsx", rows, before=["Notes"]))
    assert [(article.doc_id, article.text) for article in articles] == [
        ("7", "Le pont est fermé."),
        ("a-00004", "La digue tient."),
    ]
    assert articles[0].metadata == {"title": "Le pont", "outlet": "La Gazette", "published": "2013-10-05"}
    assert articles[1].metadata == {"outlet": "Le Courrier", "published": "2013-10-06"}
    assert [(problem.record, problem.problem) for problem in problems] == [(5, "has no text")]


def test_merged_cells_count_for_every_row_they_cover_and_a_banner_may_stand_above(tmp_path):
    rows = [
        ["Articles de 2013", None, None],
        ["texte", "journal", "date"],
        ["Le pont est fermé.", "La Gazette", "2013-10-05"],
        ["La digue tient.", None, "2013-10-06"],
        ["Un long texte.", "Le Courrier", "2013-10-07"],
        [None, None, "2013-10-08"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", rows, merged=["A1:C1", "B3:B4", "A5:A6"])
    articles, problems = load.read(path)
    assert problems == []
    assert [(article.text, article.metadata["outlet"]) for article in articles] == [
        ("Le pont est fermé.", "La Gazette"),
        ("La digue tient.", "La Gazette"),
        ("Un long texte.", "Le Courrier"),
    ]


def test_too_many_merged_cells_are_refused_before_they_are_unfolded(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [["text"], ["Le pont est fermé."]], merged=["B1:C2"])

    def change(name, data):
        return data.replace(b'"B1:C2"', b'"B1:XFD1048576"') if name.startswith("xl/worksheets/") else data

    problem, remedy = failure(path, repacked(path, change))
    assert problem == "has 17178820608 merged cells, more than the 500000 that are resolved"
    assert remedy == "Unmerge the cells and save it again"


def test_formulas_are_never_computed(tmp_path):
    rows = [["text", "title"], ['=CONCATENATE("a","b")', "Un titre"], ["Le pont est fermé.", "=1+1"]]
    articles, problems = load.read(write_xlsx(tmp_path / "a.xlsx", rows))
    assert [(article.text, article.metadata) for article in articles] == [("Le pont est fermé.", {})]
    assert [(problem.record, problem.problem) for problem in problems] == [(2, "has no text")]


def test_workbooks_that_cannot_be_read(tmp_path):
    whole = write_xlsx(tmp_path / "a.xlsx", [["text"], ["Le pont."]]).read_bytes()
    again = "Open it in its own program and save it again as .xlsx"
    assert failure(tmp_path / "b.xlsx", whole[:-300]) == (
        "is no Excel workbook, or is damaged or cut off",
        again,
    )
    assert failure(tmp_path / "c.xlsx", OLD_OFFICE)[0].startswith("is protected by a password")
    problem, remedy = failure(
        tmp_path / "d.xlsx",
        write_xlsx(tmp_path / "d.xlsx", [["titre", "resume"], ["Un", "Deux"]]).read_bytes(),
    )
    assert problem == "has no sheet with a text column (Sheet: titre, resume)"
    assert remedy.startswith("Name one column text; read are text, texte, body")
    empty = write_xlsx(tmp_path / "e.xlsx", []).read_bytes()
    assert failure(tmp_path / "e.xlsx", empty)[0] == "has no sheet with a text column (Sheet: empty)"
    bare = write_xlsx(tmp_path / "f.xlsx", [["text", "title"]]).read_bytes()
    assert failure(tmp_path / "f.xlsx", bare)[0] == "has no record"
    docs = write_docx(tmp_path / "g.docx", ["x"]).read_bytes()
    assert failure(tmp_path / "g.xlsx", docs)[0].startswith("is no Excel workbook, or is damaged (")


# --- Discourse Network Analyzer -----------------------------------------------------------------------------------


def write_dna(path, rows, columns="Title, Text, Author, Source, Section, Type, Date"):
    with sqlite3.connect(path) as database:
        fields = ", ".join(
            f"{name} {'INTEGER' if name == 'Date' else 'TEXT'}" for name in columns.split(", ")
        )
        database.execute(f"CREATE TABLE DOCUMENTS (ID INTEGER PRIMARY KEY, {fields})")
        marks = ", ".join("?" * len(columns.split(", ")))
        database.executemany(f"INSERT INTO DOCUMENTS ({columns}) VALUES ({marks})", rows)
        database.execute(
            "CREATE TABLE STATEMENTS (ID INTEGER PRIMARY KEY, DocumentId INTEGER, Start INTEGER, Stop INTEGER)"
        )
    database.close()
    return path


def test_documents_of_a_database_keep_their_exact_text(tmp_path):
    text = "  Le pont est fermé.\nLes riverains protestent."
    rows = [
        ("Le pont", text, "Jeanne Ormoy", "La Gazette", "Région", "article", 1380931200),
        ("", "La digue tient.", "", "", "", "", 1380931200000),
        ("Sans texte", "", "", "", "", "", None),
    ]
    path = write_dna(tmp_path / "base.dna", rows)
    before = path.read_bytes()
    articles, problems = load.read(path)
    assert [(article.doc_id, article.text) for article in articles] == [
        ("base-1", text),
        ("base-2", "La digue tient."),
    ]
    assert articles[0].metadata == {
        "title": "Le pont",
        "outlet": "La Gazette",
        "author": "Jeanne Ormoy",
        "section": "Région",
        "published": "2013-10-05",
    }
    assert articles[1].metadata == {"published": "2013-10-05"}
    assert [(problem.record, problem.problem) for problem in problems] == [
        (3, "has no text (« Sans texte »)")
    ]
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["base.dna"]


def test_a_database_copied_while_it_was_open_is_read_without_touching_it(tmp_path):
    path = write_dna(tmp_path / "open.dna", [("Le pont est fermé.",)], "Text")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("INSERT INTO DOCUMENTS (Text) VALUES ('La digue tient.')")
        database.commit()
        raw = tmp_path / "raw"
        raw.mkdir()
        for name in ("open.dna", "open.dna-wal"):
            (raw / name).write_bytes((tmp_path / name).read_bytes())
    database.close()
    before = {file.name: file.read_bytes() for file in raw.iterdir()}
    (article,), _ = load.read(raw / "open.dna")
    assert article.text == "Le pont est fermé."
    assert {file.name: file.read_bytes() for file in raw.iterdir()} == before
    _, (problem,) = load.find(raw)
    assert problem.file == "open.dna-wal"
    assert problem.remedy.startswith("Close Discourse Network Analyzer and copy the .dna file again")


def test_a_database_with_fewer_columns_and_a_name_full_of_signs(tmp_path):
    path = write_dna(tmp_path / "été ?#%.dna", [("Le pont est fermé.",)], "Text")
    (article,), problems = load.read(path)
    assert (article.text, article.metadata, problems) == ("Le pont est fermé.", {}, [])


def test_a_damaged_database_keeps_what_comes_before(tmp_path):
    rows = [(f"Titre {n}", "Le pont est fermé. " * 400, "", "", "", "", 1380931200) for n in range(60)]
    path = write_dna(tmp_path / "a.dna", rows)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    path.write_bytes(data)
    articles, problems = load.read(path)
    assert 0 < len(articles) < 60
    ((file, record, problem, _),) = problems
    assert (file, record) == ("a.dna", len(articles) + 1)
    assert problem.startswith("is damaged from here on (")


def test_databases_that_hold_no_documents(tmp_path):
    assert failure(tmp_path / "a.dna", b"ID;Text\n1;x\n")[0].startswith(
        "is no database of Discourse Network Analyzer"
    )
    assert failure(tmp_path / "b.dna", b"SQLite format 3\x00" + b"x" * 2000)[0].startswith(
        "is a damaged database ("
    )
    assert (
        failure(tmp_path / "c.dna", write_dna(tmp_path / "c.dna", []).read_bytes())[0] == "holds no document"
    )
    with sqlite3.connect(tmp_path / "d.dna") as database:
        database.execute("CREATE VIEW DOCUMENTS AS SELECT 'x' AS Text")
    database.close()
    found = failure(tmp_path / "d.dna", (tmp_path / "d.dna").read_bytes())
    assert found[0] == "is a database without the table DOCUMENTS"


@pytest.mark.parametrize(
    "header",
    [
        "statement_id;time;start_position;stop_position;text;coder;document_id;document_title",
        "ID;Time;DocumentId;DocumentTitle;Start;Stop;text",
    ],
)
def test_an_event_list_is_no_table_of_articles(tmp_path, header):
    problem, remedy = failure(tmp_path / "a.csv", f"{header}\n1;2;3;4;5;6;7;8\n".encode())
    assert problem.startswith("is an event list of Discourse Network Analyzer")
    assert remedy == "Put the .dna database itself here, which holds the documents"
    rows = [header.split(";"), list("12345678")[: header.count(";") + 1]]
    problem, _ = failure(tmp_path / "a.xlsx", write_xlsx(tmp_path / "a.xlsx", rows).read_bytes())
    assert problem.startswith("is an event list of Discourse Network Analyzer")


def test_a_build_reads_them_all(project, raw):
    write_docx(raw / "nexis.docx", nexis())
    write_xlsx(raw / "table.xlsx", [["text", "journal"], [samples.PARAGRAPHS[0], "La Gazette"]])
    write_dna(raw / "base.dna", [("Le pont", samples.PARAGRAPHS[0], "", "La Gazette", "", "", 1380931200)])
    (raw / "locked.xlsx").write_bytes(OLD_OFFICE)
    summary = build.build(project)
    assert summary.articles == 3
    assert [problem["file"] for problem in summary.problems] == ["locked.xlsx"]
    articles = an.open_corpus(project).articles.set_index("doc_id")
    assert list(articles.index) == ["base-1", "nexis-00001", "table-00002"]
    assert list(articles["outlet"]) == ["La Gazette", "Talblatt", "La Gazette"]
    assert articles.loc["nexis-00001", "published"] == "2019-07-05"


def test_sheets_that_hold_texts_and_are_not_read_are_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "2016"
    book.active.append(["id", "text"])
    book.active.append(["a", "Un."])
    for name, column in (("Notes", "remarque"), ("2017", "texte")):
        sheet = book.create_sheet(name)
        sheet.append(["id", column])
        sheet.append(["b", "Deux."])
    book.save(tmp_path / "a.xlsx")
    (article,), (problem,) = load.read(tmp_path / "a.xlsx")
    assert (article.doc_id, article.text) == ("a", "Un.")
    assert problem.problem == "has texts in several sheets; « 2016 » is read, not « 2017 »"
