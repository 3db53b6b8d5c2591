"""Bytes to text: the encoding is recorded, the problem is named, the remedy is given."""

import json
import unicodedata

import pytest

from analysis import load
from analysis.errors import CorpusError, LoadError

FRENCH = "L’été dernier, le préfet a déclaré : « Ça suffit ! » – à Besançon, près d'un lac gelé."


def one(path, data):
    path.write_bytes(data)
    articles, problems = load.read(path)
    assert problems == []
    return articles


def failure(path, data):
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        load.read(path)
    return caught.value.problem, caught.value.remedy


@pytest.mark.parametrize(
    ("encoding", "recorded"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252"), ("utf-32", "utf-32")],
)  # fmt: skip
def test_encodings_are_read_and_recorded(tmp_path, encoding, recorded):
    (article,) = one(tmp_path / "a.txt", FRENCH.encode(encoding))
    assert article.text == FRENCH
    assert article.encoding == recorded
    warned = ("decoded as " + recorded + "; check the accents",) if not recorded.startswith("utf-8") else ()
    assert article.warnings == warned


def test_bytes_that_are_neither_utf8_nor_cp1252_are_left_to_the_detector(tmp_path):
    # 0x81 has no meaning in cp1252
    data = ("Ну вот, и это тоже новость дня. " * 20).encode("cp1251") + b"\x81"
    (article,) = one(tmp_path / "a.txt", data)
    assert article.encoding not in {"utf-8", "cp1252"}


def test_a_text_that_was_cut_inside_a_character_keeps_its_encoding(tmp_path):
    (article,) = one(tmp_path / "a.txt", "L’été à Besançon : déjà".encode()[:-1])
    assert (article.text, article.encoding) == ("L’été à Besançon : déj\ufffd", "utf-8")
    assert article.warnings == ("1 characters were lost before this file was made (U+FFFD)",)
    # nothing else in the file is UTF-8: one byte at its end is cp1252
    (article,) = one(tmp_path / "b.txt", "un café".encode("cp1252"))
    assert (article.text, article.encoding) == ("un café", "cp1252")


def test_newlines_and_decomposed_accents_become_one_form(tmp_path):
    (article,) = one(tmp_path / "a.txt", unicodedata.normalize("NFD", "été\r\nfin\rbas").encode())
    assert article.text == "été\nfin\nbas"


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        (b"", "is empty", "Paste the article into it, or remove it"),
        (b" \n\t\r\n", "holds nothing but white space", "Paste the article into it, or remove it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is not text (it holds zero bytes)", load._CONVERT),
        (b"\x01\x02\x03\x04 abc" * 50, "is not text (it is full of control characters)", load._CONVERT),
        (b"\xff\xfea\x00\x00\xd8", "is cut or damaged (not valid utf-16)", "Save it again as UTF-8"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_remedy(tmp_path, data, problem, remedy):
    assert failure(tmp_path / "a.txt", data) == (problem, remedy)


def test_a_file_that_cannot_be_opened(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "missing")
    with pytest.raises(LoadError, match=r"cannot be opened \(no such file or directory\)"):
        load.read(tmp_path / "a.txt")


def test_a_file_one_may_not_read(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("texte", encoding="utf-8")
    monkeypatch.setattr(
        "pathlib.Path.read_bytes",
        lambda self: (_ for _ in ()).throw(PermissionError(13, "Permission denied")),
    )
    with pytest.raises(
        LoadError, match=r"cannot be opened \(permission denied\)\. Check that the file exists"
    ):
        load.read(tmp_path / "a.txt")


def test_find_sorts_and_reports_what_it_passes_over(tmp_path):
    for name in ("b.txt", "a.txt", "c.pdf", ".hidden.txt", "sub/d.TXT"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("texte", encoding="utf-8")
    (tmp_path / "x.txt").mkdir()
    files, problems = load.find(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in files] == ["a.txt", "b.txt", "sub/d.TXT"]
    assert [(problem.file, problem.problem) for problem in problems] == [
        ("c.pdf", "has an ending that is not read (.pdf)"),
        ("x.txt", "is a folder with the ending of a file (.txt)"),
    ]
    with pytest.raises(CorpusError, match="No folder"):
        load.find(tmp_path / "nowhere")


def test_what_a_browser_saves_beside_a_page_is_named_once_and_owner_files_not_at_all(tmp_path):
    listed = (
        "page.html",
        "page_files/ad.html",
        "page_files/a/b.js",
        "page_2/d.txt",
        "other_files/c.txt",
        "~$table.xlsx",
    )
    for name in listed:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("texte", encoding="utf-8")
    files, problems = load.find(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in files] == [
        "other_files/c.txt",
        "page.html",
        "page_2/d.txt",
    ]
    assert problems == [
        load.Problem(
            "page_files",
            None,
            "holds 2 files that belong to the page saved beside it",
            "Nothing to do: the page is read without them",
        )
    ]


def test_identifiers_are_the_number_before_a_checksum_or_the_whole_name(tmp_path):
    names = {
        "000_cfa563b15047df66.txt": "000",
        "le monde: 1.txt": "le_monde_1",
        "2017_11_14.txt": "2017_11_14",
    }
    for name, doc_id in names.items():
        (article,) = one(tmp_path / name, b"texte")
        assert article.doc_id == doc_id


def test_a_file_name_with_a_newline_or_undecodable_bytes_stays_writable(tmp_path):
    for name in (b"a\n<script>'\".txt", b"caf\xe9.txt"):
        path = tmp_path / name.decode("utf-8", "surrogateescape")
        (article,) = one(path, b"texte")
        article.file.encode("utf-8")
        assert not any(char.isspace() for char in article.doc_id)


def test_json_lines_with_metadata_and_broken_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    records = [
        json.dumps(
            {"id": "un", "text": "Le texte.", "title": "Titre", "source": "La Gazette", "date": "2017-11-14"}
        ),
        '{"text": "coupé',
        '["une liste"]',
        json.dumps({"title": "sans texte"}),
        json.dumps({"id": "un", "text": "Encore."}),
        "",
        json.dumps({"texte": "Deuxième."}, ensure_ascii=False),
    ]
    path.write_text("\n".join(records), encoding="utf-8")
    articles, problems = load.read(path)
    assert [(article.doc_id, article.text) for article in articles] == [
        ("un", "Le texte."),
        ("a-00007", "Deuxième."),
    ]
    assert articles[0].metadata == {"title": "Titre", "outlet": "La Gazette", "published": "2017-11-14"}
    assert sorted((problem.record, problem.problem.split(" (")[0]) for problem in problems) == [
        (2, "is not valid JSON"),
        (3, "is not a JSON object"),
        (4, "has no text"),
        (5, "repeats the id un"),
    ]


def test_csv_with_semicolons_and_an_article_in_a_cell(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(
        'Titre;Texte;Journal\r\n"Un; deux";"Ligne 1\r\nLigne 2";La Gazette\r\n;;\r\n'.encode("utf-8-sig")
    )
    articles, problems = load.read(path)
    assert problems == []
    assert [(article.doc_id, article.text, article.metadata) for article in articles] == [
        ("a-00002", "Ligne 1\nLigne 2", {"title": "Un; deux", "outlet": "La Gazette"})
    ]


def test_csv_without_a_text_column(tmp_path):
    problem, remedy = failure(tmp_path / "a.csv", b"titre,resume\nUn,Deux\n")
    assert problem == "has no text column (columns: titre, resume)"
    assert remedy.startswith("Name one column text; read are text, texte, body")


def test_html_is_read_with_its_metadata(tmp_path):
    page = (
        "<html lang='fr'><head><title>Le pont fermé</title><meta property='og:site_name' content='La Gazette'>"
        "<meta property='article:published_time' content='2017-11-14T08:00:00Z'></head><body><nav>Accueil Sports</nav>"
        "<article><h1>Le pont fermé</h1><p>"
        + "Le préfet a annoncé jeudi que le pont serait fermé. "
        * 8
        + "</p><p>"
        "Les riverains demandent depuis des années que l'ouvrage soit refait, en vain.</p></article></body></html>"
    )
    (article,) = one(tmp_path / "a.html", page.encode())
    assert "Le préfet a annoncé" in article.text
    assert "Accueil" not in article.text
    assert article.metadata["outlet"] == "La Gazette"
    assert article.metadata["published"] == "2017-11-14"


def test_html_without_the_extra_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    problem, remedy = failure(tmp_path / "a.html", b"<p>texte</p>")
    assert problem == "is an HTML page, which needs an extra"
    assert remedy == 'Run: pip install "who-says-what[html]"'


def test_html_without_an_article(tmp_path):
    problem, _ = failure(tmp_path / "a.html", b"<html><body></body></html>")
    assert problem == "is a page in which no article was found"


def test_guillemets_that_do_not_pair_are_a_warning(tmp_path):
    (article,) = one(tmp_path / "a.txt", "« Un « deux », dit-il.".encode())
    assert article.warnings == ("guillemets do not pair: 2 opening, 1 closing",)


def test_a_lone_surrogate_in_json_is_replaced_and_warned_of(tmp_path):
    (article,) = one(tmp_path / "a.jsonl", b'{"id": "a", "text": "avant \\ud800 apr\\u00e8s"}')
    assert article.text == "avant ? après"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_json_lines_read_in_batches_are_those_read_at_once(tmp_path, mark):
    records = [
        json.dumps({"id": f"r{number}", "text": f"« Texte » {number}\u2028suite"}) for number in range(7)
    ]
    records[3] = json.dumps({"id": "r1", "text": "une seconde fois"})
    records.insert(2, "{broken")
    (tmp_path / "all.jsonl").write_bytes((mark + "\r\n".join(records)).encode("utf-8"))
    articles, problems = load.read(tmp_path / "all.jsonl")
    batches = list(load.batches(tmp_path / "all.jsonl", folder=tmp_path, size=2))
    assert [len(found) for found, _ in batches] == [2, 2, 2, 0]
    assert [article for found, _ in batches for article in found] == articles
    assert [problem for _, wrong in batches for problem in wrong] == problems
    assert [problem.record for problem in problems] == [3, 5]


@pytest.mark.parametrize("data", ['{"text": "é"}\n'.encode("cp1252"), b'{"text": "a"}\r{"text": "b"}'])
def test_json_lines_that_cannot_be_read_in_batches_are_read_at_once(tmp_path, data):
    (tmp_path / "all.jsonl").write_bytes(data)
    batches = list(load.batches(tmp_path / "all.jsonl", folder=tmp_path, size=2))
    assert batches == [load.read(tmp_path / "all.jsonl")]


def test_utf8_with_a_broken_byte_is_still_utf8_and_the_reader_is_told(tmp_path):
    data = ("L’été à Besançon, déjà : « ça suffit ». " * 4).encode() + b"\xe9" + " Voilà.".encode()
    (article,) = one(tmp_path / "a.txt", data)
    assert article.text == "L’été à Besançon, déjà : « ça suffit ». " * 4 + "\ufffd Voilà."
    assert article.warnings == ("1 characters were lost before this file was made (U+FFFD)",)


def test_a_number_of_thousands_of_figures_is_a_bad_line_and_stops_nothing(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": %s, "text": "Un."}\n{"id": "b", "text": "Deux."}\n' % ("1" * 5000))
    (article,), (problem,) = load.read(path)
    assert (article.doc_id, article.text) == ("b", "Deux.")
    assert (problem.record, problem.problem) == (1, "is not valid JSON (a number is too long)")


def test_a_list_of_paragraphs_or_authors_is_joined(tmp_path):
    record = {"text": ["Un.", "Deux."], "authors": ["A. Un", "B. Deux"]}
    (article,) = one(tmp_path / "a.jsonl", json.dumps(record).encode())
    assert (article.text, article.metadata) == ("Un.\nDeux.", {"author": "A. Un; B. Deux"})


def test_a_row_with_more_cells_than_columns_is_told(tmp_path):
    (tmp_path / "a.csv").write_text('id,text\n1,"Un, deux."\n2,Le maire, lundi, a parlé.\n3,Fin.,\n', "utf-8")
    articles, problems = load.read(tmp_path / "a.csv")
    assert [article.text for article in articles] == ["Un, deux.", "Le maire", "Fin."]
    said = "has 4 cells for 2 columns, so that its text may be cut; it is kept as it is"
    assert [(problem.record, problem.problem) for problem in problems] == [(3, said)]


def test_of_two_columns_of_one_name_the_first_that_is_filled_counts(tmp_path):
    articles = one(tmp_path / "a.csv", b"id,text,text\n1,Un.,\n2,Deux.,x\n3,,Trois.\n")
    assert [article.text for article in articles] == ["Un.", "Deux.", "Trois."]
