"""Lists of references with saved pages beside them: each page is one article, read once, and nothing outside is opened."""

import csv
import io

import export_samples as samples
import pytest

import analysis as an
from analysis import build, load, manifest, project
from analysis.errors import LoadError

ZOTERO = ["Key", "Item Type", "Publication Year", "Author", "Title", "Publication Title", "Url", "Abstract Note", "Date",
          "Date Added", "Language", "File Attachments"]  # fmt: skip
MEDIA_CLOUD = ["id", "url", "title", "language", "publish_date", "indexed_date", "media_name", "media_url"]


def page(title="Un autre titre", site="Un site", paragraphs=samples.PARAGRAPHS):
    text = "".join(f"<p>{line} {line}</p>" for line in paragraphs)
    return (
        f"<html lang='fr'><head><title>{title}</title><meta property='og:site_name' content='{site}'></head>"
        f"<body><nav>Accueil</nav><article><h1>{title}</h1>{text}</article></body></html>"
    )


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def table(names, *rows):
    made = io.StringIO()
    writer = csv.DictWriter(made, names, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + made.getvalue()


def entry(key="ABCD2345", attachments="", **changed):
    return {
        "Key": key,
        "Item Type": "newspaperArticle",
        "Publication Year": "2013",
        "Author": "Ormoy, Jeanne; Valdor, Paul",
        "Title": "Le pont est fermé",
        "Publication Title": "La Gazette du Val",
        "Url": "https://gazette.example/pont",
        "Abstract Note": "Un résumé qui n'est pas l'article.",
        "Date": "2013-10-05",
        "Language": "fr-FR",
        "File Attachments": attachments,
        **changed,
    }


def names(folder):
    return [load.relative(path, folder) for path in load.find(folder)[0]]


# --- Zotero -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("files/7/pont.html", "files/7/pont.html"),
        ("./pont.html", "pont.html"),
        ("/home/jo/Zotero/storage/WXYZ6789/pont.html", "storage/WXYZ6789/pont.html"),
        ("C:\\Users\\Jo\\Zotero\\storage\\WXYZ6789\\pont.html", "storage/WXYZ6789/pont.html"),
        ("file:///home/jo/Le%20pont%20ferm%C3%A9.html", "saved/Le pont fermé.html"),
        ("storage/WXYZ6789/LE PONT FERME\u0301.HTML", "storage/WXYZ6789/Le pont fermé.html"),
        ("/home/jo/a.pdf; /home/jo/Zotero/storage/WXYZ6789/pont.html", "WXYZ6789/pont.html"),
        ("../../../../../../pont.html", "pont.html"),
    ],
)
def test_a_saved_page_is_found_below_the_folder_and_read_once(tmp_path, said, place):
    put(tmp_path, place, page())
    put(tmp_path, "other/unrelated.html", page("Une autre page"))
    put(tmp_path, "zotero.csv", table(ZOTERO, entry(attachments=said)))
    assert names(tmp_path) == ["other/unrelated.html", "zotero.csv"]
    (article,), problems = load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert problems == []
    assert (article.doc_id, article.file) == ("ABCD2345", place)
    assert samples.PARAGRAPHS[0] in article.text
    assert article.metadata == {
        "title": "Le pont est fermé",
        "outlet": "La Gazette du Val",
        "author": "Ormoy, Jeanne; Valdor, Paul",
        "published": "2013-10-05",
        "url": "https://gazette.example/pont",
        "language": "fr",
    }


def test_what_the_list_does_not_say_comes_from_the_page(tmp_path):
    put(tmp_path, "pont.html", page(site="Un site"))
    row = entry(attachments="pont.html", **{"Publication Title": "", "Date": ""})
    put(tmp_path, "zotero.csv", table(ZOTERO, row))
    (article,), _ = load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert (article.metadata["outlet"], article.metadata["published"]) == ("Un site", "2013")


def test_of_pages_with_one_name_the_one_in_the_folder_of_the_entry_is_read(tmp_path):
    put(
        tmp_path,
        "storage/AAAA2345/index.html",
        page(paragraphs=["Le pont est fermé depuis jeudi, dit le préfet."] * 3),
    )
    put(
        tmp_path,
        "storage/BBBB2345/index.html",
        page(paragraphs=["La digue tient depuis mardi, dit le maire."] * 3),
    )
    rows = [
        entry("K1", "/x/storage/AAAA2345/index.html"),
        entry("K2", "/x/storage/BBBB2345/index.html"),
        entry("K3", "/x/storage/CCCC2345/index.html"),
        entry("K4", "/x/saved/index.html"),
    ]
    put(tmp_path, "zotero.csv", table(ZOTERO, *rows))
    articles, problems = load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert [(article.doc_id, article.file) for article in articles] == [
        ("K1", "storage/AAAA2345/index.html"),
        ("K2", "storage/BBBB2345/index.html"),
    ]
    said = (
        "attaches index.html, which is not in the folder, or is there several times (« Le pont est fermé »)"
    )
    assert [(problem.record, problem.problem) for problem in problems] == [(4, said), (5, said)]


def test_a_page_in_the_folder_of_another_entry_is_not_taken(tmp_path):
    put(tmp_path, "pont.html", page())
    put(tmp_path, "storage/BBBB2345/index.html", page("Une autre page"))
    rows = [entry("K1", "pont.html"), entry("K2", "/x/storage/CCCC2345/index.html")]
    put(tmp_path, "zotero.csv", table(ZOTERO, *rows))
    assert names(tmp_path) == ["storage/BBBB2345/index.html", "zotero.csv"]
    articles, problems = load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert [article.doc_id for article in articles] == ["K1"]
    assert [problem.record for problem in problems] == [3]


def test_entries_that_have_nothing_to_read_are_named_and_the_others_kept(tmp_path):
    put(tmp_path, "pont.html", page())
    put(tmp_path, "vide.html", "<html><body></body></html>")
    rows = [
        entry("K1", "pont.html"),
        entry("K2", "/home/jo/pont.pdf"),
        entry("K3", ""),
        entry("K4", "vide.html"),
        entry("K5", "pont.html"),
    ]
    put(tmp_path, "zotero.csv", table(ZOTERO, *rows))
    articles, problems = load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert [article.doc_id for article in articles] == ["K1"]
    assert [(problem.file, problem.record, problem.problem) for problem in problems] == [
        ("zotero.csv", 3, "attaches pont.pdf, which is not read (« Le pont est fermé »)"),
        ("zotero.csv", 4, "has no saved page (« Le pont est fermé »)"),
        ("vide.html", None, "is a page in which no article was found"),
        ("zotero.csv", 6, "attaches the page of K1"),
    ]


def test_several_pages_of_one_entry_are_one_article_with_a_warning(tmp_path):
    put(tmp_path, "a.html", page())
    put(tmp_path, "b.html", page("B"))
    put(tmp_path, "zotero.csv", table(ZOTERO, entry(attachments="a.html; b.html")))
    (article,), problems = load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert problems == []
    assert article.warnings == ("2 files are attached; a.html is read",)
    assert names(tmp_path) == ["zotero.csv"]


def test_a_list_without_any_page_says_what_to_do(tmp_path):
    put(tmp_path, "zotero.csv", table(ZOTERO, entry("K1", "/x/pont.html"), entry("K2", "/x/digue.html")))
    with pytest.raises(LoadError) as caught:
        load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert caught.value.problem == (
        "lists 2 references (Zotero), and none of their saved pages (.html, .txt) lies in the folder"
    )
    assert "below data/raw/" in caught.value.remedy


def test_nothing_outside_the_folder_is_opened(tmp_path, monkeypatch):
    raw = tmp_path / "raw"
    secret = put(tmp_path, "secret.html", page("Un secret"))
    put(raw, "pont.html", page())
    (raw / "lien.html").symlink_to(secret)
    rows = [
        entry("K1", "pont.html"),
        entry("K2", str(secret)),
        entry("K3", "../secret.html"),
        entry("K4", secret.as_uri()),
        entry("K5", "lien.html"),
        entry("K6", "https://example.org/secret.html"),
    ]
    put(raw, "zotero.csv", table(ZOTERO, *rows))
    opened = []
    read_bytes = type(secret).read_bytes
    monkeypatch.setattr(
        type(secret), "read_bytes", lambda self: opened.append(self.resolve()) or read_bytes(self)
    )
    articles, problems = load.read(raw / "zotero.csv", folder=raw)
    assert [article.doc_id for article in articles] == ["K1"]
    assert [problem.record for problem in problems] == [3, 4, 5, 6, 7]
    assert opened and all(path.is_relative_to(raw) for path in opened)


def test_a_zotero_list_that_was_cut_keeps_its_whole_rows(tmp_path):
    put(tmp_path, "pont.html", page())
    put(tmp_path, "digue.html", page("Digue"))
    whole = table(ZOTERO, entry("K1", "pont.html"), entry("K2", "digue.html"))
    put(tmp_path, "zotero.csv", whole[: whole.rindex("Un résumé") + 5])
    articles, problems = load.read(tmp_path / "zotero.csv", folder=tmp_path)
    assert [article.doc_id for article in articles] == ["K1"]
    assert [(problem.record, problem.problem.split(";")[0]) for problem in problems] == [
        (3, "is cut off inside a quoted cell")
    ]


@pytest.mark.parametrize(
    ("text", "kept", "cut"),
    [
        ('text,title\n"Un texte.","Un"\n"Un autre, coupé', ["Un texte."], True),
        ('text,title\nUn texte.,Un\nUn tuyau de 5" long,Deux\n', ["Un texte.", 'Un tuyau de 5" long'], False),
        ('text,title\n"Un ""texte"".","Un"\n"Un autre.","De', ['Un "texte".'], True),
        ('text,title\n"Ligne 1\n\nLigne 3","Un"\n\n\n"x","y', ["Ligne 1\n\nLigne 3"], True),
    ],
)
def test_a_table_that_was_cut_is_told_from_a_stray_quotation_mark(tmp_path, text, kept, cut):
    put(tmp_path, "a.csv", text)
    articles, problems = load.read(tmp_path / "a.csv")
    assert [article.text for article in articles] == kept
    assert len(problems) == cut


# --- RIS ----------------------------------------------------------------------------------------------------------

RIS = """\
TY  - NEWS
TI  - Le pont est
  fermé
AU  - Ormoy, Jeanne
AU  - Valdor, Paul
T2  - La Gazette du Val
DA  - 2013/10/05/
PY  - 2013
UR  - https://gazette.example/pont
LA  - fr
SE  - Région
AB  - Un résumé.
L2  - files/7/pont.html
ID  - pont2013
ER  - 

TY  - NEWS
T1  - La digue tient
L1  - internal-pdf://digue.pdf
L2  - https://gazette.example/digue
ER  - 
"""


def test_ris_with_its_files(tmp_path):
    put(tmp_path, "export/files/7/pont.html", page())
    put(tmp_path, "export/export.ris", RIS.replace("\n", "\r\n"))
    assert names(tmp_path) == ["export/export.ris"]
    (article,), problems = load.read(tmp_path / "export/export.ris", folder=tmp_path)
    assert (article.doc_id, article.file) == ("pont2013", "export/files/7/pont.html")
    assert article.metadata == {
        "title": "Le pont est fermé",
        "outlet": "La Gazette du Val",
        "author": "Ormoy, Jeanne; Valdor, Paul",
        "published": "2013-10-05",
        "url": "https://gazette.example/pont",
        "language": "fr",
        "section": "Région",
    }
    assert [(problem.record, problem.problem) for problem in problems] == [
        (2, "attaches digue.pdf, which is not read (« La digue tient »)")
    ]


def test_ris_that_was_cut_and_ris_that_is_empty(tmp_path):
    put(tmp_path, "files/7/pont.html", page())
    put(tmp_path, "a.ris", RIS[: RIS.rindex("ER")])
    articles, problems = load.read(tmp_path / "a.ris", folder=tmp_path)
    assert len(articles) == 1
    assert [(problem.record, problem.remedy) for problem in problems] == [(2, "Export it again")]
    put(tmp_path, "b.ris", "Provider: Zotero\n")
    with pytest.raises(LoadError, match="has no entry"):
        load.read(tmp_path / "b.ris", folder=tmp_path)


# --- Media Cloud --------------------------------------------------------------------------------------------------


def story(number):
    return {
        "id": number,
        "url": f"https://gazette.example/{number}",
        "title": "Le pont est fermé",
        "language": "fr",
        "publish_date": "2013-10-05",
        "indexed_date": "2024-01-01 00:00:00.000000",
        "media_name": "gazette.example",
        "media_url": "gazette.example",
    }


def test_media_cloud_holds_addresses_and_says_so(tmp_path):
    put(tmp_path, "mc.csv", table(MEDIA_CLOUD, story("a1"), story("a2"), story("a3")))
    with pytest.raises(LoadError) as caught:
        load.read(tmp_path / "mc.csv", folder=tmp_path)
    assert caught.value.problem == "holds the addresses of 3 articles (Media Cloud), not their texts"
    assert caught.value.remedy.startswith("Save the page as <id>.html in the same folder")


def test_media_cloud_with_a_page_saved_under_the_id(tmp_path):
    put(tmp_path, "mc.csv", table(MEDIA_CLOUD, story("a1"), story("a2"), story("a3")))
    put(tmp_path, "pages/a2.html", page())
    assert names(tmp_path) == ["mc.csv"]
    (article,), problems = load.read(tmp_path / "mc.csv", folder=tmp_path)
    assert (article.doc_id, article.metadata["outlet"]) == ("a2", "gazette.example")
    assert [(problem.record, problem.problem) for problem in problems] == [
        (None, "has 2 of 3 entries without a saved page")
    ]


def test_a_table_with_texts_is_no_list_of_addresses(tmp_path):
    rows = [{**story("a1"), "text": "Le pont est fermé."}]
    put(tmp_path, "mc.csv", table([*MEDIA_CLOUD, "text"], *rows))
    put(tmp_path, "a1.html", page())
    assert names(tmp_path) == ["a1.html", "mc.csv"]
    (article,), _ = load.read(tmp_path / "mc.csv", folder=tmp_path)
    assert article.text == "Le pont est fermé."


# --- the build ----------------------------------------------------------------------------------------------------


def test_a_build_notices_when_an_attached_page_comes_changes_or_goes(project, raw):
    put(raw, "zotero.csv", table(ZOTERO, entry("K1", "a.html"), entry("K2", "b.html")))
    put(raw, "a.html", page(paragraphs=samples.PARAGRAPHS))
    summary = build.build(project)
    assert (summary.files, summary.articles, summary.changed) == (1, 1, True)
    assert build.build(project).changed is False

    put(raw, "b.html", page("B", paragraphs=samples.PARAGRAPHS[::-1]))
    summary = build.build(project)
    assert (summary.articles, summary.changed, summary.problems) == (2, True, [])

    put(
        raw,
        "a.html",
        page(paragraphs=["Le pont a été rouvert lundi, a dit le préfet aux élus du canton."] * 4),
    )
    assert build.build(project).changed is True
    corpus = an.open_corpus(project)
    assert "rouvert" in corpus.texts["K1"]
    assert list(corpus.articles["file"]) == ["a.html", "b.html"]
    assert list(corpus.articles["published_basis"]) == ["metadata"] * 2

    (raw / "b.html").unlink()
    summary = build.build(project)
    assert (summary.articles, [problem["record"] for problem in summary.problems]) == (1, [3])


def test_the_checksum_of_a_list_covers_its_pages_and_of_other_files_only_themselves(project, raw):
    put(raw, "zotero.csv", table(ZOTERO, entry("K1", "a.html")))
    put(raw, "b.txt", "Un texte.")
    put(raw, "a.html", page())
    where = project_of(project)
    before = manifest.look(where).checksums
    put(raw, "a.html", page("Changé"))
    after = manifest.look(where).checksums
    assert set(before) == {"zotero.csv", "b.txt"}
    assert before["b.txt"] == after["b.txt"] == manifest.of_file(raw / "b.txt")
    assert before["zotero.csv"] != after["zotero.csv"]


def project_of(root):
    return project.find(root)
