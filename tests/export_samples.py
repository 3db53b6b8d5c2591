"""Small exports of invented articles, in the forms of the databases; outlets, people and stories do not exist."""

from __future__ import annotations

PARAGRAPHS = [
    "Le préfet du Val-Perdu a annoncé jeudi que le pont serait fermé jusqu'à la fin du mois, faute de crédits.",
    "« Nous n'avons pas le choix », a-t-il expliqué devant les élus, qui demandaient un délai.",
    "La colère des riverains",
    "Depuis des années, les habitants demandent que l'ouvrage soit refait, sans obtenir de réponse de l'État.",
]


def europresse(
    documents: list[str], *, head: str = '<meta charset="utf-8">', end: str = "</body></html>"
) -> str:
    """Return a page of the new form."""
    return f"<!DOCTYPE html>\n<html lang='fr'><head>{head}<title>Europresse</title></head>\n<body>{''.join(documents)}{end}"


def europresse_document(
    *,
    outlet: str | None = "La Gazette du Val, no. 5968",
    header: str | None = "Communication, mardi 14 mars 2006, p. 16",
    section: str | None = "MÉDIAS",
    kicker: str | None = "L'ÉVÉNEMENT",
    title: str | None = "Le pont du Val-Perdu est <mark>ferm</mark>é",
    author: str | None = "Jeanne Ormoy",
    body: str | None = None,
    aside: str | None = "Illustration(s) : Le pont, vu de la rive",
    number: str | None = "news·20060314·GV·0q1503_12560",
) -> str:
    """Return one document of the new form; what is None is missing."""
    if body is None:
        body = "".join(f"<p>{line.replace('préfet', 'pré<mark>fet</mark>')}</p>\n  " for line in PARAGRAPHS)
        body = f'<div class="DocText clearfix"><div class="docOcurrContainer">{body}</div></div>'
    parts = ["<article>", "<header>"]
    if outlet is not None:
        parts.append(
            f'<div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}&nbsp;</span></div>'
        )
    if header is not None:
        parts.append(f'<div><span class="DocHeader">{header}</span></div>')
    if section is not None:
        parts.append(f"<div><p>{section}</p></div>")
    if title is not None:
        above = f'<p class="sm-margin-bottomNews">{kicker}</p>' if kicker else ""
        parts.append(
            f'<div class="titreArticle">{above}<p class="sm-margin-TopNews titreArticleVisu">{title}</p></div>'
        )
    if author is not None:
        parts.append(f"<div>{author}</div>")
    parts += ["</header>", f"<section>{body}</section>"]
    if aside is not None:
        parts.append(f"<aside>{aside}</aside>")
    parts.append("<footer><small>© 2006 La Gazette du Val. Tous droits réservés.</small>")
    if number is not None:
        parts.append(f'<p>Numéro de document : <span class="PubliC_lblNodoc">{number}</span></p>')
    return "".join([*parts, "</footer></article>\n"])


def europresse_old(documents: list[str]) -> str:
    """Return a page of the old form; its head says nothing of the encoding."""
    return f"<html><head><title>Documents</title></head><body>{''.join(documents)}</body></html>"


def europresse_old_document(
    title: str = "Le pont est fermé",
    *,
    outlet: str = "La Gazette du Val",
    author: str | None = "Jeanne Ormoy",
    number: str = "news·20131005·GV·3266_1",
    lines: list[str] | None = None,
) -> str:
    """Return one document of the old form: nested tables, lines after <br>."""
    named = f"<br>{author}" if author else ""
    body = "".join(f"<br><br>{line}" for line in (PARAGRAPHS if lines is None else lines))
    return (
        "<table width='100%'><tbody><tr><td><table><tr><td>"
        f"<span class='DocPublicationName'><span style='color:red'>{outlet}</span></span><br>\n"
        "<span class='DocHeader'>Politique, </span><span class='DocHeader'>jeudi</span> "
        "<span class='DocHeader'>5 octobre 2013</span><span class='DocHeader'>, p. 03</span><br>\n"
        f"<span class='TitreArticleVisu'>{title}</span>{named}<font color='black'>{body}</font>"
        "<br><br>© 2013 La Gazette du Val. Tous droits réservés."
        f"</td></tr><tr><td align='center'>{number}</td></tr></table></td></tr></tbody></table>"
    )


CODES = {
    "SE": "Région",
    "HD": "Le pont du Val-Perdu est fermé",
    "BY": "Jeanne Ormoy",
    "CR": "",
    "WC": "295 mots",
    "PD": "29 décembre 2011",
    "ET": "08:15",
    "SN": "La Gazette du Val",
    "SC": "GAZVAL",
    "PG": "12",
    "LA": "Français",
    "CY": "Copyright 2011 La Gazette du Val",
    "LP": f"<p>{PARAGRAPHS[0]}</p>",
    "TD": "".join(f"<p class='articleParagraph frarticleParagraph'>{line}</p>" for line in PARAGRAPHS[1:]),
    "CO": "gazval : Gazette",
    "NS": "gpol : Politique",
    "RE": "fra : France",
    "PUB": "Éditions du Val",
    "AN": "Document GAZVAL0020111229e7cu00022",
}


def factiva(documents: list[str], *, end: str = "</body></html>") -> str:
    """Return a page of Factiva."""
    return f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=utf-8'></head><body>{''.join(documents)}{end}"


def factiva_document(**changed: str | None) -> str:
    """Return one document with its table of codes; a code that is None is missing."""
    codes = {code: value for code, value in (CODES | changed).items() if value is not None}
    rows = "".join(
        f"<tr><td class='index'><b>{code}</b>&nbsp;</td><td>{value}</td></tr>"
        for code, value in codes.items()
    )
    return f"<div id='article-1' class='article frArticle'><p></p><table>{rows}</table></div>\n"


FACTIVA_UNCODED = (
    "<div class='article frArticle'><div>Région</div>"
    "<div id='hd'><span class='frHeadline'>Le pont du Val-Perdu est fermé</span></div>"
    "<div class='author'>Jeanne Ormoy</div><div>1 295 mots</div><div>29 décembre 2011</div><div>08:15</div>"
    "<div>La Gazette du Val</div><div>GAZVAL</div><div>12</div><div>Français</div>"
    "<div>Copyright 2011 La Gazette du Val</div>"
    + "".join(f"<p class='articleParagraph frarticleParagraph'>{line}</p>" for line in PARAGRAPHS)
    + "<p>Document GAZVAL0020111229e7cu00022</p></div>"
)


def factiva_xml(articles: list[str], *, end: str = "</ppsarticle></ppsArticleResponse>") -> str:
    """Return an XML export."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n<ppsArticleResponse xmlns="urn:x"><ppsarticle>{"".join(articles)}{end}'


def factiva_article(number: int = 1, *, body: bool = True) -> str:
    """Return one article of an XML export, words broken by highlights."""
    text = (
        f"<leadParagraph><paragraph display='Proportional'>{PARAGRAPHS[0].replace('préfet', 'pré<hlt>fet</hlt>')}"
        "</paragraph></leadParagraph><tailParagraphs>"
        + "".join(f"<paragraph>{line}</paragraph>" for line in PARAGRAPHS[1:])
        + "</tailParagraphs>"
    )
    return (
        f"<article><accessionNo>GAZVAL0020111229e7cu0002{number}</accessionNo><baseLanguage>FR</baseLanguage>"
        "<byline>Jeanne Ormoy</byline><copyright>(c) 2011</copyright>"
        "<headline><paragraph>Le pont du <hlt>Val</hlt>-Perdu\n   est fermé</paragraph></headline>"
        f"{text if body else ''}"
        "<publicationDate><dateTime>2011-12-29T23:15:00Z</dateTime></publicationDate>"
        "<publisherName>Éditions du Val</publisherName><sectionName>Région</sectionName>"
        "<sourceCode>GAZVAL</sourceCode><sourceName>La Gazette du Val</sourceName><wordCount>295</wordCount></article>"
    )


ENGLISH = [
    "The prefect of Val-Perdu said on Thursday that the bridge would be closed until the end of the month, for "
    "want of money, and that the well-known ferry would run instead.",
    '"We have no choice," he told the council.',
]
LEXIS_COVER = """\
                     Results for the query, documents 1 to 2

User Name: =
Date and Time: Mon, Jan 18, 2010
Search Terms: bridge AND Val-Perdu


"""


def lexis_document(number: int, total: int, *, closed: bool = True, **changed: str) -> str:
    """Return one document of an old LexisNexis export, wrapped at 78 characters."""
    import textwrap

    values = {
        "outlet": "The Valley Gazette (Lostvale)",
        "date": "January 11, 2010 Monday",
        "edition": "Final Edition",
        "title": "The bridge of Val-Perdu is closed until the end of the month, says the prefect",
        "keys": "BYLINE: Jane Ormoy,\n   Correspondent\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 355  words\n\n",
        **changed,
    }
    text = "\n\n".join(textwrap.fill(line, 78) for line in ENGLISH)
    tail = (
        "\n\nLOAD-DATE: January 12, 2010\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: The bridge, seen\nfrom the bank\n\n"
        "PUBLICATION-TYPE: Newspaper\n\n\n                  Copyright 2010 The Valley Gazette\n"
        "                         All Rights Reserved\n\n\n"
    )
    return (
        f"{changed.get('mark', '')}{number} of {total} DOCUMENTS".center(78).rstrip()
        + f"\n\n\n{values['outlet'].center(78).rstrip()}\n\n{values['date'].center(78).rstrip()}\n"
        + f"{values['edition'].center(78).rstrip()}\n\n{textwrap.fill(values['title'], 60)}\n\n{values['keys']}\n{text}"
        + (tail if closed else "")
    )
