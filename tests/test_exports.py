"""Exports of press databases as text, HTML and XML: whole documents, their metadata, nothing of the page around them."""

import hashlib
import unicodedata

import export_samples as samples
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as an
from analysis import build, lines, load
from analysis.errors import LoadError
from analysis.load import vocabulary

TITLE = "Le pont du Val-Perdu est fermé"


def read(folder, name, text, encoding="utf-8"):
    (folder / name).write_bytes(text.encode(encoding))
    return load.read(folder / name)


def failure(folder, name, data):
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(LoadError) as caught:
        load.read(folder / name)
    return caught.value.problem, caught.value.remedy


# --- Europresse ---------------------------------------------------------------------------------------------------


def test_europresse_new_form_gives_title_then_paragraphs_and_metadata(tmp_path):
    articles, problems = read(tmp_path, "a.html", samples.europresse([samples.europresse_document()]))
    assert problems == []
    (article,) = articles
    assert article.doc_id == "20060314-GV-0q1503_12560"
    assert article.text == "\n".join([TITLE, *samples.PARAGRAPHS])
    assert article.metadata == {
        "outlet": "La Gazette du Val",
        "title": TITLE,
        "author": "Jeanne Ormoy",
        "published": "2006-03-14",
        "section": "Communication",
    }
    assert article.warnings == ()


@pytest.mark.parametrize(
    ("missing", "gone"),
    [({"outlet": None}, "outlet"), ({"title": None, "kicker": None}, "title"), ({"author": None}, "author")],
)
def test_europresse_new_form_bears_missing_parts(tmp_path, missing, gone):
    (article,), problems = read(
        tmp_path, "a.html", samples.europresse([samples.europresse_document(**missing)])
    )
    assert problems == []
    assert gone not in article.metadata
    assert article.text.endswith("\n".join(samples.PARAGRAPHS))


@pytest.mark.parametrize(
    ("header", "published", "section"),
    [
        ("Communication, mardi 14 mars 2006, p. 16", "2006-03-14", "Communication"),
        ("mardi 14 mars 2006", "2006-03-14", "MÉDIAS"),
        ("14 mars 2006 08:15 UTC", "2006-03-14", "MÉDIAS"),
        ("Business, Tuesday, March 14, 2006, p. B1", "2006-03-14", "Business"),
        ("Économie et finances, samedi 1er avril 2006, p. 3, 4", "2006-04-01", "Économie et finances"),
        ("Wirtschaft, Dienstag 14. März 2006, S. 3", "2006-03-14", "Wirtschaft"),
    ],
)
def test_europresse_header_lines_in_several_languages(tmp_path, header, published, section):
    document = samples.europresse_document(header=header)
    (article,), _ = read(tmp_path, "a.html", samples.europresse([document]))
    assert (article.metadata["published"], article.metadata["section"]) == (published, section)
    assert article.warnings == ()


def test_europresse_takes_the_date_of_the_number_where_the_header_has_none(tmp_path):
    document = samples.europresse_document(header=None)
    (article,), _ = read(tmp_path, "a.html", samples.europresse([document]))
    assert (article.metadata["published"], article.metadata["section"]) == ("2006-03-14", "MÉDIAS")
    assert article.warnings == ("the date is that of the document's number",)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<p>{line}</p>" for line in samples.PARAGRAPHS),
        "<br><br>".join(samples.PARAGRAPHS),
        "<div class='DOCTEXT'>" + "".join(f"<p><i>{line}</i></p>" for line in samples.PARAGRAPHS) + "</div>",
        "<div class='docOcurrContainer'><div class='docOcurrContainer'><p>"
        + "</p><p>".join(samples.PARAGRAPHS)
        + "</p></div></div><aside>Note(s) : rien</aside>",
    ],
)
def test_europresse_bodies_in_other_elements(tmp_path, body):
    (article,), _ = read(tmp_path, "a.html", samples.europresse([samples.europresse_document(body=body)]))
    assert article.text == "\n".join([TITLE, *samples.PARAGRAPHS])


def test_europresse_without_an_encoding_in_the_head_and_in_cp1252(tmp_path):
    page = samples.europresse([samples.europresse_document()], head="")
    (article,), _ = read(tmp_path, "a.html", page)
    assert article.encoding == "utf-8"
    (article,), _ = read(tmp_path, "b.html", page, "cp1252")
    assert (article.encoding, article.text.split("\n")[0]) == ("cp1252", TITLE)
    assert article.warnings == ("decoded as cp1252; check the accents",)


def test_a_page_that_declares_its_encoding_is_read_in_it(tmp_path):
    page = samples.europresse([samples.europresse_document()], head="<meta charset=iso-8859-15>")
    page = page.replace("©", "€")
    (article,), _ = read(tmp_path, "a.html", page, "iso-8859-15")
    assert (article.encoding, article.metadata["title"]) == ("iso-8859-15", TITLE)


@pytest.mark.parametrize(
    ("beside", "author", "lines"),
    [
        ("<div>Jeanne Ormoy</div>", "Jeanne Ormoy", []),
        ("<div>AFP</div>", "AFP", []),
        ("<div>Propos recueillis par Jeanne Ormoy</div>", "Propos recueillis par Jeanne Ormoy", []),
        (
            "<p>Le bac circule depuis ce matin.</p><div>Jeanne Ormoy</div>",
            "Jeanne Ormoy",
            ["Le bac circule depuis ce matin."],
        ),
        (
            "<div>Les riverains se disent trahis par une préfecture qui avait promis un pont neuf</div>",
            None,
            ["Les riverains se disent trahis par une préfecture qui avait promis un pont neuf"],
        ),
        ("<div class='menu'>Partager</div>", None, []),
    ],
)
def test_europresse_what_stands_between_title_and_text(tmp_path, beside, author, lines):
    for inside in (True, False):
        title = f"<p class='titreArticleVisu'>{TITLE}</p>"
        block = (
            f"<div class='titreArticle'>{title}{beside}</div>"
            if inside
            else f"<div class='titreArticle'>{title}</div>{beside}"
        )
        page = f"<article><header>{block}</header><section><p>Il part.</p></section></article>"
        (article,), _ = read(tmp_path, "a.html", samples.europresse([page]))
        assert article.metadata.get("author") == author
        assert article.text.split("\n") == [TITLE, *lines, "Il part."]


@pytest.mark.parametrize("declared", ["utf-16", "shift_jis", "utf-8", "no-such-encoding"])
def test_an_encoding_that_is_declared_wrongly_does_no_harm(tmp_path, declared):
    page = samples.europresse([samples.europresse_document()], head=f"<meta charset={declared}>")
    (article,), _ = read(tmp_path, "a.html", page)
    assert (article.encoding, article.metadata["title"]) == ("utf-8", TITLE)
    (article,), _ = read(tmp_path, "b.html", page, "cp1252")
    assert (article.encoding, article.metadata["title"]) == ("cp1252", TITLE)


def test_a_cut_inside_a_character_does_not_change_the_encoding_of_the_others(tmp_path):
    documents = [samples.europresse_document(number=f"news·20060314·GV·{n}") for n in range(1, 3)]
    data = samples.europresse(documents).encode()
    (tmp_path / "a.html").write_bytes(data[: data.rindex("é".encode()) + 1])
    articles, problems = load.read(tmp_path / "a.html")
    assert [(article.encoding, article.metadata["title"]) for article in articles] == [("utf-8", TITLE)]
    assert [problem.record for problem in problems] == [2]


def test_europresse_cut_in_the_middle_keeps_every_whole_document(tmp_path):
    documents = [samples.europresse_document(number=f"news·20060314·GV·{n}") for n in range(1, 4)]
    page = samples.europresse(documents)
    articles, problems = read(tmp_path, "a.html", page[: page.rindex("Depuis des années")])
    assert [article.doc_id for article in articles] == ["20060314-GV-1", "20060314-GV-2"]
    assert problems == [
        load.Problem(
            "a.html",
            3,
            "is cut off in the middle of this document, which was left out; those before it are kept",
            "Export it again, or save the page again when it has loaded",
        )
    ]


def test_europresse_same_document_twice_is_kept_once_and_other_texts_of_one_number_are_all_kept(tmp_path):
    first, other = samples.europresse_document(), samples.europresse_document(body="<p>Un autre texte.</p>")
    articles, problems = read(tmp_path, "a.html", samples.europresse([first, first, other]))
    assert [article.doc_id for article in articles] == [
        "20060314-GV-0q1503_12560",
        "20060314-GV-0q1503_12560-3",
    ]
    assert [(problem.record, problem.problem) for problem in problems] == [
        (2, "repeats the article 20060314-GV-0q1503_12560")
    ]


def test_a_document_without_a_text_is_a_problem_and_the_others_are_kept(tmp_path):
    documents = [samples.europresse_document(body="", aside=None), samples.europresse_document(number=None)]
    articles, problems = read(tmp_path, "a.html", samples.europresse(documents))
    assert [article.doc_id for article in articles] == ["a-00002"]
    assert [(problem.record, problem.problem) for problem in problems] == [(1, f"has no text (« {TITLE} »)")]


def test_outlets_in_three_spellings_are_kept_and_warned_of(tmp_path):
    names = ["La Gazette", "LA GAZETTE", "La  gazette", "Le Courrier"]
    documents = [
        samples.europresse_document(outlet=name, number=f"news·20060314·GV·{i}")
        for i, name in enumerate(names)
    ]
    articles, _ = read(tmp_path, "a.html", samples.europresse(documents))
    assert [article.metadata["outlet"] for article in articles] == [
        "La Gazette",
        "LA GAZETTE",
        "La gazette",
        "Le Courrier",
    ]
    note = (
        "the outlet is spelled in several ways in this file: « LA GAZETTE », « La Gazette », « La gazette »"
    )
    assert [article.warnings for article in articles] == [(note,), (note,), (note,), ()]


def test_europresse_old_form_of_nested_tables(tmp_path):
    documents = [
        samples.europresse_old_document(),
        samples.europresse_old_document("La digue tient", author=None, number="news·20131006·GV·3267_2"),
    ]
    articles, problems = read(tmp_path, "a.htm", samples.europresse_old(documents), "cp1252")
    assert problems == []
    assert [article.doc_id for article in articles] == ["20131005-GV-3266_1", "20131006-GV-3267_2"]
    assert articles[0].text == "\n".join(["Le pont est fermé", *samples.PARAGRAPHS])
    assert articles[0].metadata == {
        "outlet": "La Gazette du Val",
        "title": "Le pont est fermé",
        "author": "Jeanne Ormoy",
        "published": "2013-10-05",
        "section": "Politique",
    }
    assert articles[0].warnings == (
        "the weekday « jeudi » does not fall on 2013-10-05; the date was kept",
        "decoded as cp1252; check the accents",
    )
    assert "author" not in articles[1].metadata
    assert articles[1].text == "\n".join(["La digue tient", *samples.PARAGRAPHS])


def test_europresse_old_form_in_deeper_tables_and_with_bare_text(tmp_path):
    first = (
        "<table><tbody><tr><td align=left><table><tbody><tr><td><span class=DocPublicationName>Le Courrier, no. 12</span>"
        "</td></tr><tr><td><span class=DocHeader>vendredi 4 octobre 2013</span></td></tr><tr><td><br>"
        "<span class=TitreArticleVisu>Le pont ferme</span><br><p><font size=2>Le préfet a <b>annon</b>cé que le "
        "<span style='background:yellow'>pont</span>\nserait fermé. Le document : une note.</font></p><p>Il part.</p>"
        "<br>Copyright © 2013 Le Courrier<br></td></tr><tr><td align=center><br>news·20131004·CV·12<br></td></tr>"
        "</tbody></table></td></tr></tbody></table><hr>"
    )
    second = (
        "<table><tr><td>2.</td></tr><tr><td><span class=DocPublicationName>Le Courrier</span><span class=DocHeader>Une, "
        "</span><span class=DocHeader>samedi </span><span class=DocHeader>5 octobre 2013</span>"
        "<span class=TitreArticleVisu>La digue</span>Texte direct.</td></tr></table>"
    )
    articles, problems = read(tmp_path, "a.html", samples.europresse_old([first, second]))
    assert problems == []
    assert [(article.doc_id, article.text.split("\n")) for article in articles] == [
        (
            "20131004-CV-12",
            [
                "Le pont ferme",
                "Le préfet a annoncé que le pont serait fermé. Le document : une note.",
                "Il part.",
            ],
        ),
        ("a-00002", ["La digue", "Texte direct."]),
    ]
    assert [article.metadata for article in articles] == [
        {"outlet": "Le Courrier", "title": "Le pont ferme", "published": "2013-10-04"},
        {"outlet": "Le Courrier", "title": "La digue", "published": "2013-10-05", "section": "Une"},
    ]


def test_europresse_new_form_with_a_subtitle_an_address_and_no_line_of_its_own_for_the_date(tmp_path):
    page = samples.europresse(
        [
            '<article class="x"><header><div class="rdp__DocPublicationName">Le Courrier (site web)</div>'
            "<div>Société, jeudi 3 octobre 2013 - 08:15 UTC +0200 429 mots</div>"
            '<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">Le pont\n ferme le 5 mars 2020</p>'
            '<p class="sm-margin-TopNews rdp__subtitle">Un bac circule</p></div>'
            '<p class="sm-margin-bottomNews">Jeanne Ormoy; Paul Valdor</p></header><section><p>Il part.</p><p>'
            '<a href="https://courrier.example/pont">Cet article est paru dans Le Courrier</a></p></section></article>'
        ]
    )
    (article,), _ = read(tmp_path, "a.html", page)
    assert article.metadata == {
        "outlet": "Le Courrier (site web)",
        "title": "Le pont ferme le 5 mars 2020",
        "author": "Jeanne Ormoy; Paul Valdor",
        "published": "2013-10-03",
        "section": "Société",
        "url": "https://courrier.example/pont",
    }
    assert article.text.split("\n")[:3] == ["Le pont ferme le 5 mars 2020", "Un bac circule", "Il part."]


def test_europresse_old_form_cut_in_the_middle(tmp_path):
    page = samples.europresse_old(
        [samples.europresse_old_document(), samples.europresse_old_document("La digue")]
    )
    articles, problems = read(tmp_path, "a.html", page[: page.rindex("Depuis des années")])
    assert [article.metadata["title"] for article in articles] == ["Le pont est fermé"]
    assert [problem.record for problem in problems] == [2]


def test_a_page_of_the_web_with_article_elements_is_still_a_page(tmp_path):
    text = "".join(f"<p>{line} {line}</p>" for line in samples.PARAGRAPHS)
    page = f"<html><head><title>{TITLE}</title></head><body><nav>Accueil</nav><article><h1>{TITLE}</h1>{text}</article></body></html>"
    (article,), problems = read(tmp_path, "a.html", page)
    assert problems == []
    assert article.doc_id == "a"
    assert samples.PARAGRAPHS[0] in article.text


# --- Factiva ------------------------------------------------------------------------------------------------------


def test_factiva_html_with_codes(tmp_path):
    (article,), problems = read(tmp_path, "a.html", samples.factiva([samples.factiva_document()]))
    assert problems == []
    assert article.doc_id == "GAZVAL0020111229e7cu00022"
    assert article.text == "\n".join([TITLE, *samples.PARAGRAPHS])
    assert article.metadata == {
        "title": TITLE,
        "outlet": "La Gazette du Val",
        "author": "Jeanne Ormoy",
        "published": "2011-12-29",
        "language": "fr",
        "section": "Région",
    }


def test_factiva_html_with_codes_missing_or_empty(tmp_path):
    documents = [
        samples.factiva_document(BY=None, SE="", AN=None, LA=None),
        samples.factiva_document(HD=None, AN="GAZVAL0020111229e7cu00023"),
        samples.factiva_document(LP=None, AN="Document GAZVAL0020111229e7cu00024"),
        samples.factiva_document(LP="", TD="", AN="Document GAZVAL0020111229e7cu00025"),
    ]
    articles, problems = read(tmp_path, "a.html", samples.factiva(documents))
    assert [(article.doc_id, article.text.split("\n")[0]) for article in articles] == [
        ("a-00001", TITLE),
        ("GAZVAL0020111229e7cu00023", samples.PARAGRAPHS[0]),
        ("GAZVAL0020111229e7cu00024", TITLE),
    ]
    assert sorted(articles[0].metadata) == ["outlet", "published", "title"]
    assert [problem.problem for problem in problems] == [f"has no text (« {TITLE} »)"]


def test_factiva_html_without_codes_goes_by_order_and_class_names(tmp_path):
    (article,), problems = read(tmp_path, "a.html", samples.factiva([samples.FACTIVA_UNCODED]))
    assert problems == []
    assert article.doc_id == "GAZVAL0020111229e7cu00022"
    assert article.text == "\n".join([TITLE, *samples.PARAGRAPHS])
    assert article.metadata == {
        "title": TITLE,
        "outlet": "La Gazette du Val",
        "author": "Jeanne Ormoy",
        "published": "2011-12-29",
        "language": "fr",
        "section": "Région",
    }


def test_factiva_html_whose_divs_have_other_classes(tmp_path):
    page = samples.factiva(
        [
            samples.factiva_document(AN=f"Document GAZVAL0020111229e7cu0002{n}").replace(
                "article frArticle", "doc"
            )
            for n in (1, 2)
        ]
    )
    articles, _ = read(tmp_path, "a.html", page)
    assert [article.doc_id for article in articles] == [
        "GAZVAL0020111229e7cu00021",
        "GAZVAL0020111229e7cu00022",
    ]
    assert {article.text for article in articles} == {"\n".join([TITLE, *samples.PARAGRAPHS])}


def test_a_page_of_the_web_with_class_names_like_those_of_factiva_is_still_a_page(tmp_path):
    text = "".join(f"<p class='articleParagraph'>{line} {line}</p>" for line in samples.PARAGRAPHS)
    page = f"<html><head><title>Factiva</title></head><body><div class='article'><h1>{TITLE}</h1>{text}</div></body></html>"
    (article,), _ = read(tmp_path, "a.html", page)
    assert (article.doc_id, article.metadata.get("outlet")) == ("a", None)
    assert samples.PARAGRAPHS[0] in article.text


def test_factiva_html_cut_in_the_middle(tmp_path):
    documents = [samples.factiva_document(AN=f"Document GAZVAL0020111229e7cu0002{n}") for n in (1, 2)]
    page = samples.factiva(documents)
    articles, problems = read(tmp_path, "a.html", page[: page.rindex("Depuis des années")])
    assert [article.doc_id for article in articles] == ["GAZVAL0020111229e7cu00021"]
    assert [(problem.record, problem.problem.split(",")[0]) for problem in problems] == [
        (2, "is cut off in the middle of this document")
    ]


def test_factiva_xml_joins_words_that_highlights_break(tmp_path):
    (article,), problems = read(tmp_path, "a.xml", samples.factiva_xml([samples.factiva_article()]))
    assert problems == []
    assert article.doc_id == "GAZVAL0020111229e7cu00021"
    assert article.text == "\n".join([TITLE, *samples.PARAGRAPHS])
    assert article.metadata == {
        "title": TITLE,
        "outlet": "La Gazette du Val",
        "author": "Jeanne Ormoy",
        "published": "2011-12-29",
        "language": "fr",
        "section": "Région",
    }


def test_factiva_xml_cut_in_the_middle_keeps_what_is_whole(tmp_path):
    page = samples.factiva_xml([samples.factiva_article(1), samples.factiva_article(2)])
    articles, problems = read(tmp_path, "a.xml", page[: page.rindex("Depuis des années")])
    assert [article.doc_id for article in articles] == ["GAZVAL0020111229e7cu00021"]
    ((file, record, problem, remedy),) = problems
    assert (file, record, remedy) == ("a.xml", 2, "Export it again: it may have been cut")
    assert problem.startswith("is not valid XML from line ")


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY % far SYSTEM "http://192.0.2.1/x.dtd"> %far;]>',
    ],
)
def test_xml_that_declares_entities_is_refused_unread(tmp_path, declared):
    page = samples.factiva_xml([samples.factiva_article().replace("fermé", "&secret;&b;")])
    problem, remedy = failure(tmp_path, "a.xml", page.replace("?>\n", f"?>\n{declared}", 1))
    assert problem == "declares XML entities, which are never expanded"
    assert "DOCTYPE" in remedy


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.xml", "<rss><channel/></rss>", "is XML, but no export of Factiva"),
        ("a.xml", samples.factiva_xml([]), "holds no article"),
        ("a.xml", "<ppsarticle><article>", "is not valid XML from line 1 on"),
        ("a.html", samples.europresse([]), "is a page in which no article was found"),
        ("a.html", samples.factiva([]), "is a page in which no article was found"),
    ],
)
def test_empty_exports_say_so(tmp_path, name, data, problem):
    found, remedy = failure(tmp_path, name, data)
    assert found.startswith(problem)
    assert remedy


# --- LexisNexis ---------------------------------------------------------------------------------------------------


def lexis(*numbers, total=None, **changed):
    total = total or len(numbers)
    return samples.LEXIS_COVER + "".join(samples.lexis_document(n, total, **changed) for n in numbers)


def test_lexisnexis_documents_are_separated_and_their_lines_joined(tmp_path):
    articles, problems = read(tmp_path, "a.txt", lexis(1, 2), "utf-8-sig")
    assert problems == []
    assert [article.doc_id for article in articles] == ["a-00001", "a-00002"]
    title = "The bridge of Val-Perdu is closed until the end of the month, says the prefect"
    assert {article.text for article in articles} == {"\n".join([title, *samples.ENGLISH])}
    assert articles[1].metadata == {
        "title": title,
        "outlet": "The Valley Gazette (Lostvale)",
        "author": "Jane Ormoy, Correspondent",
        "published": "2010-01-11",
        "language": "en",
        "section": "NEWS; Pg. 4",
    }


def test_lexisnexis_of_a_search_within_a_search(tmp_path):
    articles, _ = read(tmp_path, "a.txt", lexis(1, 2, mark="FOCUS - "))
    assert [article.doc_id for article in articles] == ["a-00001", "a-00002"]


def test_lexisnexis_keys_in_another_order(tmp_path):
    keys = "LENGTH: 355 words\n\nBYLINE: Jane Ormoy\n\nDATELINE: LOSTVALE\n\nHIGHLIGHT: A ferry runs instead.\n\n"
    (article,), _ = read(tmp_path, "a.txt", lexis(1, keys=keys))
    assert article.metadata["author"] == "Jane Ormoy"
    assert article.text.split("\n")[1:] == ["A ferry runs instead.", *samples.ENGLISH]


def test_lexisnexis_without_keys(tmp_path):
    (article,), _ = read(tmp_path, "a.txt", lexis(1, keys=""))
    assert article.metadata["outlet"] == "The Valley Gazette (Lostvale)"
    assert article.text.split("\n")[-2:] == samples.ENGLISH


def test_lexisnexis_with_the_keys_of_the_nineties(tmp_path):
    page = """
                               1 of 1 DOCUMENTS

                 Copyright 2003 The Valley Times Company
                            The Valley Times

                March 20, 2003, Thursday, Late Edition - Final

SECTION: Section A; Pg. 1

LENGTH: 812 words

HEADLINE: A BRIDGE IS CLOSED;
Riders wait

BYLINE:  By JANE ORMOY

DATELINE: LOSTVALE, March 19

BODY:
   The bridge of Lostvale was closed on Wednesday, the prefect said, and nobody
knew for how long.

   "We wait," said a rider.

URL: http://times.example/bridge

GRAPHIC: Photo: The bridge.

LOAD-DATE: March 20, 2003
"""
    (article,), problems = read(tmp_path, "a.txt", page)
    assert problems == []
    assert article.text.split("\n") == [
        "A BRIDGE IS CLOSED; Riders wait",
        "The bridge of Lostvale was closed on Wednesday, the prefect said, and nobody knew for how long.",
        '"We wait," said a rider.',
    ]
    assert article.metadata == {
        "title": "A BRIDGE IS CLOSED; Riders wait",
        "outlet": "The Valley Times",
        "author": "By JANE ORMOY",
        "published": "2003-03-20",
        "section": "Section A; Pg. 1",
        "url": "http://times.example/bridge",
    }


def test_lexisnexis_compound_words_wrapped_at_their_hyphen_are_whole_again(tmp_path):
    body = "The ferry runs twenty-\nfour hours a day -\nsays the prefect, and the semi-\n3 as well."
    page = lexis(1).replace("LENGTH: 355  words\n\n", f"LENGTH: 355 words\n\n{body}\n\n")
    (article,), _ = read(tmp_path, "a.txt", page)
    assert article.text.split("\n")[1] == (
        "The ferry runs twenty-four hours a day - says the prefect, and the semi- 3 as well."
    )


def test_lexisnexis_lines_that_were_never_wrapped_are_paragraphs(tmp_path):
    long = " ".join(["The bridge of Val-Perdu stays closed, said the prefect."] * 3)
    page = lexis(1).replace("LENGTH: 355  words\n\n", f"LENGTH: 355 words\n\n{long}\nShort.\n\n")
    (article,), _ = read(tmp_path, "a.txt", page)
    assert article.text.split("\n")[1:3] == [long, "Short."]


def test_lexisnexis_in_german(tmp_path):
    page = (
        "                         Dokument 1 von 1\n\n\n                     Talblatt\n\n"
        "                  Freitag 5. Juli 2019\n\nDie Brücke ist zu\n\nAUTOR: Jana Ormoy\n\nRUBRIK: Lokales; S. 3\n\n"
        "LÄNGE: 120 Wörter\n\nDie Brücke bleibt bis Monatsende gesperrt, sagte der Präfekt am\nDonnerstag dem Rat.\n\n"
        "UPDATE: 6. Juli 2019\n\nSPRACHE: GERMAN; DEUTSCH\n\nPUBLICATION-TYPE: Zeitung\n"
    )
    (article,), problems = read(tmp_path, "a.txt", page)
    assert problems == []
    assert article.metadata == {
        "title": "Die Brücke ist zu",
        "outlet": "Talblatt",
        "author": "Jana Ormoy",
        "published": "2019-07-05",
        "language": "de",
        "section": "Lokales; S. 3",
    }
    assert article.text == (
        "Die Brücke ist zu\nDie Brücke bleibt bis Monatsende gesperrt, sagte der Präfekt am Donnerstag dem Rat."
    )


def test_lexisnexis_cut_in_the_middle(tmp_path):
    page = lexis(1, 2, total=3) + samples.lexis_document(3, 3, closed=False)[:-30]
    articles, problems = read(tmp_path, "a.txt", page)
    assert [article.doc_id for article in articles] == ["a-00001", "a-00002"]
    assert [(problem.record, problem.remedy) for problem in problems] == [(3, "Export it again")]


def test_lexisnexis_that_ends_between_two_documents_says_so(tmp_path):
    articles, problems = read(tmp_path, "a.txt", lexis(1, 2, total=9))
    assert len(articles) == 2
    assert [(problem.record, problem.problem) for problem in problems] == [
        (None, "ends with document 2 of 9")
    ]


def test_an_article_that_speaks_of_documents_is_one_article(tmp_path):
    text = "Les archives\n\nLe maire a remis hier 2 of 10 DOCUMENTS au juge.\nDocument 1 de 2\nC'est tout ce qu'il a dit."
    (article,), problems = read(tmp_path, "a.txt", text)
    assert (article.doc_id, article.text, problems) == ("a", text, [])


# --- all of them --------------------------------------------------------------------------------------------------


def exports(folder):
    (folder / "europresse.html").write_text(
        samples.europresse([samples.europresse_document()]), encoding="utf-8"
    )
    (folder / "factiva.html").write_text(samples.factiva([samples.factiva_document()]), encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "sub" / "factiva.xml").write_text(
        samples.factiva_xml([samples.factiva_article(3)]), encoding="utf-8"
    )
    (folder / "lexis.txt").write_text(lexis(1), encoding="utf-8-sig")


def test_a_build_marks_what_the_export_says_as_metadata(project, raw):
    exports(raw)
    summary = build.build(project)
    assert (summary.articles, summary.problems) == (4, [])
    articles = an.open_corpus(project).articles.set_index("doc_id")
    assert list(articles["outlet_evidence"]) == ["metadata"] * 4
    assert list(articles["published_basis"]) == ["metadata"] * 4
    row = articles.loc["20060314-GV-0q1503_12560"]
    assert (row["outlet"], row["published"], row["title"]) == ("La Gazette du Val", "2006-03-14", TITLE)
    assert row["file"] == "europresse.html"


def test_the_title_of_an_export_is_labelled_as_one_and_every_paragraph_is_kept(tmp_path):
    (article,), _ = read(tmp_path, "a.html", samples.europresse([samples.europresse_document()]))
    assert list(lines.label(article.text)["zone"]) == ["title", "lead", "body", "heading", "body"]


def test_reading_twice_gives_the_same(tmp_path):
    exports(tmp_path)
    files, _ = load.find(tmp_path)
    assert [load.read(path, folder=tmp_path) for path in files] == [
        load.read(path, folder=tmp_path) for path in files
    ]
    (article,), _ = load.read(tmp_path / "sub" / "factiva.xml", folder=tmp_path)
    assert article.file == "sub/factiva.xml"
    assert len(article.sha256) == len(hashlib.sha256().hexdigest())


@pytest.mark.parametrize(
    ("ending", "remedy"),
    [
        (".pdf", "Get the articles from the database in another form"),
        (".doc", "Open it in a word processor and save it as .docx"),
        (".rtf", "Open it in a word processor and save it as .docx"),
        (".xls", "Open it in a spreadsheet program and save it as .xlsx"),
        (".zip", "Unpack it here"),
    ],
)
def test_endings_that_are_not_read_have_a_remedy_of_their_own(tmp_path, ending, remedy):
    (tmp_path / f"a{ending}").write_bytes(b"x")
    _, (problem,) = load.find(tmp_path)
    assert problem.problem == f"has an ending that is not read ({ending})"
    assert problem.remedy.startswith(remedy)
    assert failure(tmp_path, f"b{ending}", b"x")[1] == problem.remedy


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("jeudi 5 octobre 2013", "2013-10-05"),
        ("29 décembre 2011", "2011-12-29"),
        ("1er août 2020", "2020-08-01"),
        ("January 11, 2010 Monday", "2010-01-11"),
        ("5. Juli 2019 Freitag 8:31 PM GMT", "2019-07-05"),
        ("05.07.2019", "2019-07-05"),
        ("2011-12-29T23:15:00Z", "2011-12-29"),
        ("2019/07/05/", "2019-07-05"),
        ("2019/07//", "2019-07"),
        ("2019///", "2019"),
        ("mars 2006", "2006-03"),
        ("03/04/2006", "03/04/2006"),
        ("31 février 2013", "31 février 2013"),
        ("printemps 2006", "printemps 2006"),
        ("", None),
    ],
)
def test_dates_become_iso_where_they_can_be_read_for_certain(said, iso):
    assert vocabulary.iso(said) == iso


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Magazine 1, no. 5968", "Magazine 1"),
        ("Le Courrier, n° 12", "Le Courrier"),
        ("Le Courrier (site web)", "Le Courrier (site web)"),
        ("20 Rues", "20 Rues"),
        ("Novembre, Nouvelles", "Novembre, Nouvelles"),
        ("  ", None),
    ],
)
def test_issue_numbers_are_no_part_of_an_outlet(said, name):
    assert vocabulary.outlet(said) == name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Français", "fr"),
        ("ENGLISH; ANGLAIS", "en"),
        ("GERMAN; DEUTSCH", "de"),
        ("FR", "fr"),
        ("pt-BR", "pt"),
        ("", None),
    ],
)
def test_languages_become_codes(said, code):
    assert vocabulary.language(said) == code


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=60),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_paragraphs_hold_is_in_the_text_as_it_was(tmp_path_factory, paragraphs):
    from html import escape

    body = "".join(f"<p>{escape(line)}</p>" for line in paragraphs)
    folder = tmp_path_factory.mktemp("h")
    page = samples.europresse([samples.europresse_document(body=body, kicker=None)])
    (folder / "a.html").write_text(page, encoding="utf-8")
    articles, problems = load.read(folder / "a.html")
    kept = [unicodedata.normalize("NFC", " ".join(line.split(" "))).strip() for line in paragraphs]
    kept = [line for line in kept if line]
    if not kept:
        assert articles == [] and [problem.problem for problem in problems] == [f"has no text (« {TITLE} »)"]
    else:
        wanted = unicodedata.normalize("NFC", "".join("".join(line.split()) for line in [TITLE, *kept]))
        assert "".join(articles[0].text.split()) == wanted


def test_lexisnexis_of_a_magazine_that_gives_a_month(tmp_path):
    page = lexis(1)
    (line,) = (line for line in page.split("\n") if line.strip().startswith("January 11, 2010"))
    (article,), _ = read(tmp_path, "a.txt", page.replace(line, " " * 30 + "January 2010"))
    assert article.metadata["published"] == "2010-01"
    assert article.metadata["title"].startswith("The bridge of Val-Perdu")


def test_factiva_with_a_headline_and_a_text_alone_is_a_document(tmp_path):
    page = "".join(
        f"<tr><td>{code}</td><td>{said}</td></tr>" for code, said in (("HD", "Un titre"), ("TD", "Le texte."))
    )
    (article,), problems = read(
        tmp_path, "a.html", f"<body><div class='article frArticle'><table>{page}</table></div></body>"
    )
    assert (article.text, article.metadata, problems) == ("Un titre\nLe texte.", {"title": "Un titre"}, [])
