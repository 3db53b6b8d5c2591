"""The evidence pages: every link leads somewhere, every word is in its place, nothing comes from elsewhere."""

import functools
import html
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pandas as pd
import pytest
from conftest import ARTICLE, ROOT
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as reader

import analysis as an
from analysis import report
from analysis.report import Evidence, Limits, Links, cards, names, passages, site
from analysis.report.downloads import size
from analysis.report.evidence import fair
from analysis.report.links import into_tables

HOSTILE = "<script>alert('x')</script>"
CODEBOOK = (
    "claim,label,definition,required\n"
    "bridge,The bridge closes,Le pont est fermé à la circulation.,pont; fermé|fermer\n"
    "money,There is no money,Il n'y a pas de crédits.,crédits\n"
    "moon,The moon is made of cheese,La lune est en fromage.,lune\n"
)


def make(project: Path, *, notebooks: bool = False, limits: Limits | None = None) -> Path:
    """Write the report of a project, without running a notebook; return its folder."""
    folder = project / "notebooks"
    folder.mkdir(exist_ok=True)
    if notebooks:
        for path in (ROOT / "notebooks").glob("*.ipynb"):
            shutil.copy(path, folder)
    else:
        cell = nbformat.v4.new_markdown_cell("# 0 · Un\n\n**Question.** Quoi ?\n\n## Limits")
        (folder / "00_un.ipynb").write_text(
            nbformat.writes(nbformat.v4.new_notebook(cells=[cell])), encoding="utf-8"
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "execute", lambda path: nbformat.read(path, as_version=4))
        report.make(project, limits=limits)
    return project / "reports"


def copy_sample(project: Path) -> Path:
    for name in ("raw", "annotations"):
        shutil.copytree(ROOT / "data" / name, project / "data" / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "CITATION.cff", project)
    return project


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """Return the report of the sample."""
    return make(copy_sample(tmp_path_factory.mktemp("sample")), notebooks=True)


def annotate(project: Path, *, codes: str | None = None) -> None:
    folder = project / "data" / "annotations"
    folder.mkdir(parents=True)
    (folder / "claims.csv").write_text(CODEBOOK, encoding="utf-8")
    if codes:
        (folder / "codes.csv").write_text(codes, encoding="utf-8")


@functools.cache
def parse(path: Path):
    return reader.document_fromstring(path.read_text(encoding="utf-8"))


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def check(folder: Path) -> None:
    """Assert what holds for every page of a report, whatever the corpus is."""
    parse.cache_clear()
    for path in pages(folder):
        name, tree = path.relative_to(folder).as_posix(), parse(path)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), f"{name}: an id stands twice"
        assert not tree.xpath("//script | //iframe | //link | //object | //form | //base"), name
        assert not [key for one in tree.iter() for key in one.attrib if key.startswith("on")], name
        assert all(src.startswith("data:image/png") for src in tree.xpath("//@src")), name
        assert not re.search(r"@import|url\(", path.read_text(encoding="utf-8").split("</style>")[0]), name
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main")) == len(tree.xpath("//main//h1")) == 1, (
            name
        )
        levels = [int(one.tag[1]) for one in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), (
            f"{name}: {levels}"
        )
        assert tree.xpath("//a[@class='skip']/@href") == ["#content"], name
        assert tree.xpath("//main/@id") == ["content"], name
        assert len(tree.xpath("//footer")) == 1, name
        assert tree.get("lang") == "en", name
        assert tree.xpath("//nav[not(@aria-label)]") == [], name
        assert len(set(tree.xpath("//nav/@aria-label"))) == len(tree.xpath("//nav")), name
        assert tree.xpath("//section[@aria-labelledby and not(@aria-labelledby = //h2/@id)]") == [], name
        assert (
            tree.xpath("//table[not(ancestor::*[@role='region' and @tabindex='0' and @aria-label])]") == []
        ), name
        assert tree.xpath("//th[not(@scope)]") == [], name
        if name[:2] != "0" + name[1:2]:
            assert tree.xpath("//table[not(caption)]") == [], name
        for href in tree.xpath("//a/@href"):
            parts = urlsplit(href)
            if parts.scheme in {"http", "https"}:
                continue
            assert not parts.scheme and not parts.netloc, f"{name}: {href}"
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{name}: {href}"
            assert folder.resolve() in target.resolve().parents, f"{name}: {href} leaves the report"
            if parts.fragment:
                assert unquote(parts.fragment) in parse(target).xpath("//@id"), f"{name}: {href}"


def words(path: Path, query: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in parse(path).xpath(query)]


# --- all kinds of corpora ---------------------------------------------------------------------------------------


def test_every_link_of_the_sample_leads_to_its_place(sample):
    check(sample)
    assert {path.name for path in pages(sample)} >= {
        "index.html",
        "methods.html",
        "downloads.html",
        "corrections.html",
    }


def test_one_article_without_code_book(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    folder = make(project)
    check(folder)
    assert "There is no code book" in words(folder / "evidence/claims.html", "//main")[0]
    assert words(folder / "corrections.html", "//table") == []
    assert len(words(folder / "evidence/article-a.html", "//li[@class='statement']")) == 3


def test_no_statement_no_outlet_no_date(project, raw):
    (raw / "a.txt").write_text(
        "Il pleut sur la ville. Les rues sont vides depuis une heure déjà, et rien ne bouge.",
        encoding="utf-8",
    )
    folder = make(project)
    check(folder)
    assert (
        "No attributed statement was found in this article."
        in words(folder / "evidence/article-a.html", "//main")[0]
    )
    assert (
        "No statement with a named source was found in these articles."
        in words(folder / "evidence/sources.html", "//main")[0]
    )
    assert words(folder / "evidence/article-a.html", "//dl[@class='about']/div[dt='published']/dd") == [
        "date not known; nothing in the article tells"
    ]
    assert words(folder / "evidence/article-a.html", "//h1") == ["no title found"]
    assert not (folder / "evidence/without-claim.html").exists()


def test_whatever_comes_from_files_is_escaped(project, raw):
    (raw / "x.csv").write_text(
        "id,title,outlet,language,text\n"
        f'"{HOSTILE} 1/é","{HOSTILE} titre","{HOSTILE} outlet","fr","Le maire <b>de Sète</b> a dit que le pont {HOSTILE} est fermé."\n',
        encoding="utf-8",
    )
    (raw / "<b>.txt").write_text("", encoding="utf-8")
    folder = project / "data" / "annotations"
    folder.mkdir()
    book = f'claim,label,definition,required\n"{HOSTILE}/..","{HOSTILE} label","{HOSTILE} pont fermé","pont; fermé"\n'
    (folder / "claims.csv").write_text(book, encoding="utf-8")
    log = f'date,coder,table,statement_id,before,after\n2026-11-21,"{HOSTILE}",codes,x:1,"{HOSTILE}",y\n'
    (folder / "codes_log.csv").write_text(log, encoding="utf-8")
    made = make(project)
    check(made)
    for path in pages(made):
        assert "<script" not in path.read_text(encoding="utf-8"), path.name
    claim = next((made / "evidence").glob("claim-*.html"))
    assert words(claim, "//h1") == [f"“{HOSTILE} label”"]
    assert words(claim, "//li//mark") == [f"que le pont {HOSTILE} est fermé"]
    assert words(made / "corrections.html", "//td") == [HOSTILE, "changed", "x:1", HOSTILE, "y", "–", "no"]


def test_the_same_project_gives_the_same_bytes_and_pages_of_before_are_removed(project, raw):
    annotate(project)
    for name, town in (("a", "Sète"), ("b", "Lyon")):
        (raw / f"{name}.txt").write_text(ARTICLE.replace("riverains", town), encoding="utf-8")
    folder = make(project)
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shutil.rmtree(folder)
    make(project)
    assert {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    } == first
    own = folder / "evidence" / "my-notes.html"
    own.write_text("<p>mine", encoding="utf-8")
    (raw / "b.txt").unlink()
    (project / "data/annotations/claims.csv").write_text(CODEBOOK.replace("moon", "sun"), encoding="utf-8")
    make(project)
    there = {path.name for path in (folder / "evidence").iterdir()}
    assert there >= {"article-a.html", "claim-sun.html", "my-notes.html"}
    assert not there & {"article-b.html", "claim-moon.html"}
    own.unlink()
    check(folder)


def test_a_run_that_was_cut_off_leaves_nothing_that_the_next_does_not_know(tmp_path):
    site.write(tmp_path / "evidence/a.html", "a")
    site.note(tmp_path, ["evidence/a.html", "evidence/never-made.html"])
    site.tidy(tmp_path, ["evidence/b.html"])
    assert not (tmp_path / "evidence/a.html").exists()
    assert (tmp_path / site.MADE).read_text(encoding="utf-8") == "evidence/b.html\n"


def test_a_list_of_files_that_was_tampered_with_removes_nothing_outside_the_report(tmp_path):
    outside = tmp_path / "precious.txt"
    outside.write_text("x", encoding="utf-8")
    folder = tmp_path / "reports"
    site.note(folder, ["../precious.txt"])
    site.tidy(folder, [])
    assert outside.exists()


def test_notebooks_that_are_not_run_are_rendered_again_so_that_their_links_hold(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    folder = make(project)
    table = "<table><thead><tr><th>doc_id</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>"
    cell = nbformat.v4.new_code_cell("1", execution_count=1)
    cell.outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": table.format("a"), "text/plain": ""})
    ]
    path = project / "notebooks" / "01_deux.ipynb"
    path.write_text(
        nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 1 · Deux"), cell])),
        encoding="utf-8",
    )
    make(project)
    assert 'href="evidence/article-a.html"' in (folder / "01_deux.html").read_text(encoding="utf-8")
    (raw / "a.txt").rename(raw / "b.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "execute", lambda path: nbformat.read(path, as_version=4))
        report.make(project, only="00")
    assert "article-a.html" not in (folder / "01_deux.html").read_text(encoding="utf-8")


# --- what stands on a page --------------------------------------------------------------------------------------


def test_a_statement_stands_between_its_neighbours_with_everything_that_is_known_of_it(project, raw):
    annotate(
        project,
        codes="statement_id,claim,polarity,coder,date,note\na:103,bridge,-1,J. Martin,2026-11-20,as a test\n",
    )
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    corpus = an.open_corpus(project)
    first = corpus.statements.iloc[0]
    codes = f"statement_id,claim,polarity,coder,date,note\n{first.statement_id},bridge,-1,J. Martin,2026-11-20,as a test\n"
    (project / "data/annotations/codes.csv").write_text(codes, encoding="utf-8")
    folder = make(project)
    check(folder)
    path = folder / "evidence/claim-bridge.html"
    card = f"//li[@id='{first.statement_id}']"
    assert words(path, "//h2")[-1] == "Denied: 1 statement"
    assert words(path, f"{card}//mark") == [first.content]
    assert words(path, f"{card}//b[@class='cue']") == [first.cue]
    assert words(path, f"{card}//u[@class='source']") == [first.source_text]
    assert parse(path).xpath(f"{card}//blockquote/@lang") == ["fr"]
    assert words(path, f"{card}//p[@class='around']") == [
        "Le préfet répond aux riverains",
        "« Nous n'avons pas le choix », a-t-il expliqué devant les élus, qui demandaient un délai.",
    ]
    known = dict(zip(words(path, f"{card}//dt"), words(path, f"{card}//dd"), strict=True))
    assert known["Claim"] == "◆ denies The bridge closes (decided by J. Martin: as a test)"
    assert known["Published"] == "2017-03-03 (the article states it; EDTF 2017-03-03T10:15:00)"
    assert known["Position"] == f"a {first.start}–{first.end}"
    assert corpus.texts["a"][first.start : first.end] == first.content
    assert words(folder / "corrections.html", "//tbody/tr/*")[:4] == [
        "2026-11-20",
        "J. Martin",
        "coded",
        first.statement_id,
    ]
    before, after = words(folder / "corrections.html", "//tbody/tr/*")[4:6]
    assert before.startswith("rule: ")
    assert after == "denies « The bridge closes »"


def test_every_statement_has_a_place_on_the_page_of_its_article(sample):
    statements = pd.read_csv(sample / "downloads/statements.csv", dtype=str)
    for doc_id, some in statements.groupby("doc_id"):
        tree = parse(sample / "evidence" / names.page("article", doc_id))
        shown = tree.xpath("//li[@class='statement']/@id")
        assert shown == some["statement_id"].tolist()
        marked = ["".join(one.itertext()) for one in tree.xpath("//li[@class='statement']//mark")]
        assert marked == [part for content in some["content"] for part in content.split(" … ")]


def test_counts_of_a_claim_are_those_of_the_codes(sample):
    codes = pd.read_csv(sample / "downloads/codes.csv", dtype={"doc_id": str})
    for claim, some in codes.groupby("claim"):
        path = sample / "evidence" / names.page("claim", claim)
        assert words(path, "//ul[@class='facts']/li/b")[:2] == [
            str((some["polarity"] == sign).sum()) for sign in (1, -1)
        ]
        assert sorted(parse(path).xpath("//li[@class='statement']/@id")) == sorted(some["statement_id"])


def test_an_article_says_of_every_line_why_it_was_kept_and_prints_none_that_was_left_out(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    path = make(project) / "evidence/article-a.html"
    rows = [words(path, f"//tr[@id='line-{n}']/*") for n in (1, 3, 4, 5, 6, 7)]
    assert [row[2:4] for row in rows] == [
        ["set apart", "title"], ["set apart", "dateline"], ["kept", "lead"], ["kept", "body"], ["left out", "caption"],
        ["left out", "navigation"],
    ]  # fmt: skip
    assert all(row[4] for row in rows)
    assert "Jeanne Martin" not in path.read_text(encoding="utf-8")
    assert "Facebook" not in path.read_text(encoding="utf-8")


def test_methods_tell_settings_versions_checksums_and_how_to_cite(sample):
    text = words(sample / "methods.html", "//main")[0]
    for expected in (
        an.__version__, "LEVEL = \"source\"", "claims.THRESHOLD", "5 files used", "51 statements", "1 not coded",
        "The who-says-what developers (2026). who-says-what: attributed statements in news articles",
        *(line.split()[0] for line in (ROOT / "data/SHA256SUMS").read_text(encoding="utf-8").splitlines()),
    ):  # fmt: skip
        assert expected in text
    zones = parse(sample / "methods.html").xpath("//table[caption='Lines by zone']/tbody/tr")
    counted = pd.read_csv(sample / "downloads/lines.csv")
    assert sum(int(row[3].text_content()) for row in zones) == len(counted)


def test_downloads_are_there_with_their_size_and_rows(sample):
    for row in parse(sample / "downloads.html").xpath("//tbody/tr"):
        name, _, rows, shown = (one.text_content() for one in row)
        path = sample / "downloads" / name
        assert shown == size(path.stat().st_size)
        if name.endswith(".csv"):
            separator = ";" if name.startswith("dna") else ","
            assert len(pd.read_csv(path, sep=separator)) == int(rows.replace(",", "")), name


@pytest.mark.parametrize(
    ("n", "shown"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (20862, "21 kB"), (3_400_000, "3.4 MB")]
)
def test_sizes_are_for_people(n, shown):
    assert size(n) == shown


def test_a_log_that_cannot_be_read_says_so_and_stops_nothing(project, raw):
    annotate(project)
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (project / "data/annotations/codes_log.csv").write_bytes(b"\xff\xfe\x00")
    folder = make(project)
    check(folder)
    assert (
        "cannot be listed here: codes_log.csv cannot be read"
        in words(folder / "corrections.html", "//main")[0]
    )


def test_decisions_and_corrections_stand_in_one_list_with_what_stood_there_before(project, raw):
    annotate(project)
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    first, second = an.open_corpus(project).statements["statement_id"].head(2)
    folder = project / "data/annotations"
    (folder / "codes.csv").write_text(
        "statement_id,claim,polarity,coder,date,note\n"
        f"{first},,,A,2026-11-01,\n{first},moon,1,B,2026-11-02,\na:9999,moon,1,A,2026-11-03,gone\n",
        encoding="utf-8",
    )
    (folder / "corrections.csv").write_text(
        "statement_id,doc_id,start,end,quote,what,source,source_text,cue,before,coder,date,note\n"
        f"{second},a,,,,source,la mairie,,,le préfet,A,2026-11-04,as it stands\n",
        encoding="utf-8",
    )
    made = make(project)
    check(made)
    rows = [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in parse(made / "corrections.html").xpath("//tbody/tr")
    ]
    bridge = rows[0][4]
    assert bridge.startswith("rule: asserts « The bridge closes »")
    assert rows == [
        ["2026-11-01", "A", "coded", first, bridge, "no claim", "–", "yes"],
        ["2026-11-02", "B", "coded", first, bridge, "asserts « The moon is made of cheese »", "–", "no"],
        ["2026-11-03", "A", "coded; the statement is no longer there", "a:9999", "–",
         "asserts « The moon is made of cheese »", "gone", "no"],
        ["2026-11-04", "A", "source", second, "le préfet", "wrong source, it is la mairie", "as it stands", "yes"],
    ]  # fmt: skip
    card = f"//li[@id='{second}']/p[@class='who']"
    assert words(made / "evidence/article-a.html", card)[0].startswith("la mairie")
    assert "source corrected by a person" in words(made / "evidence/article-a.html", card)[0]


def test_a_correction_that_found_nothing_is_not_said_to_hold(project, raw):
    annotate(project)
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    first, second = an.open_corpus(project).statements["statement_id"].head(2)
    (project / "data/annotations/corrections.csv").write_text(
        "statement_id,doc_id,quote,what,source,coder,date\n"
        f"{first},a,,not_a_statement,,A,2026-11-01\n"
        f"{second},a,words that were there once,source,la mairie,A,2026-11-02\n"
        "a:9998,a,,not_a_statement,,A,2026-11-03\n"
        "a:9999,a,,right,,A,2026-11-04\n"
        "a:5h,a,no such words,missed,,A,2026-11-05\n"
        "gone:5,gone,,source,la mairie,A,2026-11-06\n",
        encoding="utf-8",
    )
    rows = parse(make(project) / "corrections.html").xpath("//tbody/tr")
    told = [
        (row[2].text_content().strip(), row[3].text_content().strip(), row[7].text_content().strip())
        for row in rows
    ]
    lost = "; it finds no such statement"
    assert told == [
        ("not a statement", first, "yes"),
        (f"source{lost}", second, "no"),
        (f"not a statement{lost}", "a:9998", "no"),
        (f"right{lost}", "a:9999", "no"),
        (f"missed{lost}", "a:5h", "no"),
        (f"source{lost}", "gone:5", "no"),
    ]


# --- large corpora ----------------------------------------------------------------------------------------------


def test_what_a_limit_leaves_out_is_counted_and_found_elsewhere(project, raw):
    annotate(project)
    people = ["Anne Roy", "Luc Petit", "Zoé Blanc", "Marc Noir"]
    for number in range(6):
        said = [
            f"{name} a déclaré que le pont serait fermé en {2010 + number}."
            for name in people[: 1 + number % 4]
        ]
        (raw / f"{number}.txt").write_text("Un titre du jour\n\n" + " ".join(said * 2), encoding="utf-8")
    folder = make(project, limits=Limits(articles=2, sources=1, statements=3, rows=2, codes=5))
    check(folder)
    evidence = folder / "evidence"
    assert "not written for more than 5 codes" in words(folder / "downloads.html", "//main")[0]
    assert not (folder / "downloads/evidence.csv").exists()
    total = len(pd.read_csv(folder / "downloads/statements.csv"))
    shown = len(parse(evidence / "claim-bridge.html").xpath("//li[@class='statement']"))
    assert shown == 3
    left = [
        int(n)
        for n in re.findall(
            r"(\d+) statements? more: see statements\.csv", words(evidence / "claim-bridge.html", "//main")[0]
        )
    ]
    assert shown + sum(left) == total
    assert len(list(evidence.glob("article-*.html"))) == 2
    assert len(list(evidence.glob("source-*.html"))) == 1
    assert words(evidence / "articles.html", "//main/p[@class='faint']") == [
        "4 articles more: see articles.csv."
    ]
    assert len(words(evidence / "other-sources.html", "//tbody/tr")) == 2
    assert words(evidence / "other-sources.html", "//main/p[@class='faint']") == [
        "1 source more: see statements.csv."
    ]


@given(st.lists(st.integers(1, 50), max_size=20), st.integers(0, 200))
def test_small_groups_are_whole_before_large_ones_grow(sizes, most):
    shown = fair(sizes, most)
    assert sum(shown) == min(sum(sizes), most)
    assert all(0 <= n <= size for n, size in zip(shown, sizes, strict=True))
    cut = [n for n, size in zip(shown, sizes, strict=True) if n < size]
    assert not cut or max(shown) - min(cut) <= 1


# --- names and links --------------------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_names_of_pages_are_safe_on_every_system(name):
    made = names.page("source", name)
    assert re.fullmatch(r"source-[a-z0-9_-]{1,73}\.html", made)
    assert names.page("source", name) == made


@given(st.lists(st.text(alphabet="aAàÀ/-_ é😀", max_size=8), unique=True, max_size=30))
def test_two_names_never_share_a_page_whatever_the_case(some):
    assert len({names.slug(name).casefold() for name in some}) == len(some)


def test_a_plain_name_is_its_own_slug_and_any_other_is_told_apart():
    assert names.slug("refused-strikes") == "refused-strikes"
    assert names.slug("Préfet") == "prefet_" + names.slug("Préfet")[-12:]
    assert (
        len(
            {
                names.slug(name)
                for name in ("prefet", "Préfet", "préfet", "PREFET", "prefet ", "../prefet", "")
            }
        )
        == 7
    )


@given(st.text(min_size=1, max_size=20), st.integers(0, 10**6))
def test_the_place_of_a_statement_can_stand_in_an_address(doc_id, start):
    made = names.anchor(f"{doc_id}:{start}")
    assert re.fullmatch(r"[A-Za-z0-9._-]+:\d+", made)
    assert names.anchor("000:396") == "000:396"


def of(html_: str, corpus, codebook=None) -> str:
    return into_tables(html_, Links(Evidence(corpus, codebook)))


def table(column: str, *values: str, side: str = "left") -> str:
    cells = "".join(f'<tr><td style="text-align:{side}">{value}</td></tr>' for value in values)
    return f'<table><thead><tr><th scope="col">{column}</th></tr></thead><tbody>{cells}</tbody></table>'


def test_cells_of_notebooks_link_to_what_they_name_and_to_nothing_else():
    corpus = an.analyse(
        "Le maire a dit que le pont est fermé. Le Temps & Cie a nié que le pont soit fermé.", doc_id="1"
    )
    first, second = corpus.statements.itertuples()
    linked = of(table("statement_id", first.statement_id), corpus)
    assert f'<a href="evidence/article-1.html#{first.statement_id}">{first.statement_id}</a>' in linked
    several = of(table("statement_ids", f"{first.statement_id}|{second.statement_id}"), corpus)
    assert several.count("<a href=") == 2
    assert "</a>|<a" in several
    assert 'href="evidence/article-1.html"' in of(table("doc_id", "1"), corpus)
    assert 'href="evidence/article-1.html#line-1"' in of(table("place", "1:5"), corpus)
    source = html.escape(second.source)
    assert f'<a href="evidence/{names.page("source", second.source)}">{source}</a>' in of(
        table("source", source), corpus
    )
    # a number, an unknown name, a word column, and a place behind the end of nothing
    for unchanged in (
        table("doc_id", "1", side="right"), table("doc_id", "2"), table("n", "1"), table("statement_id", "9:9"),
        table("place", "x:5"), table("text", source), table("source", "Personne"), table("place", "1:" + "9" * 30),
    ):  # fmt: skip
        assert of(unchanged, corpus) == unchanged


def test_a_page_leads_to_no_notebook_that_has_no_page_and_to_no_file_outside(project, raw):
    (raw / "a.txt").write_text(ARTICLE, encoding="utf-8")
    folder = project / "notebooks"
    folder.mkdir()
    for number in range(3):
        text = (
            f"# {number} · Un\n\n[next](0{number + 1}_n.ipynb), [above](#Un), [the README](../README.md), "
            "[data/README.md](../data/README.md), [outside](https://example.org/)\n\n| a |\n|---|\n| b |"
        )
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text + "\n\n## Un")])
        (folder / f"0{number}_n.ipynb").write_text(nbformat.writes(made), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "execute", lambda path: nbformat.read(path, as_version=4))
        report.make(project, only="00")
        check(project / "reports")
        assert words(project / "reports/00_n.html", "//main/section/p")[0] == (
            "next (01_n.ipynb), above, the README (README.md), data/README.md, outside"
        )
        report.make(project)
    check(project / "reports")
    assert 'href="01_n.html">next</a>' in (project / "reports/00_n.html").read_text(encoding="utf-8")


def test_passages_of_notebooks_link_to_their_statement(sample):
    page = (sample / "02_who_says_what.html").read_text(encoding="utf-8")
    assert re.search(r'<span style="[^"]*"><a href="evidence/article-000\.html#000:7">000:7</a> · ', page)
    network = (sample / "03_source_claim_network.html").read_text(encoding="utf-8")
    assert '<a href="evidence/claim-refused-strikes.html">refused-strikes</a>' in network


def test_stored_notebooks_hold_no_link_that_only_a_report_has():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert "evidence/" not in path.read_text(encoding="utf-8")


# --- passages ---------------------------------------------------------------------------------------------------


@given(st.text(alphabet="ab<&\"' é", max_size=40), st.data())
def test_marks_nest_and_lose_no_character(text, data):
    spans = st.lists(
        st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: tuple(sorted(pair))),
        max_size=3,
    )
    layers = [(name, data.draw(spans)) for name in ("content", "cue", "source")]
    made = passages.marked(text, 0, len(text), layers)
    assert html.unescape(re.sub(r"</?(?:mark|b|u)(?: class=\"\w+\")?>", "", made)) == text
    open_: list[str] = []
    for closing, tag in re.findall(r"<(/?)(mark|b|u)\b", made):
        if closing:
            assert open_.pop() == tag
        else:
            open_.append(tag)
    assert open_ == []


def test_a_text_without_full_stops_is_cut_around_the_words():
    long = "mot " * 1000
    corpus = an.analyse(f"Selon le maire, le pont est fermé {long}")
    row = next(corpus.statements.itertuples())
    row = row._replace(start=16, end=33, content_spans="16-33")
    made = passages.Reader(corpus).passage(row)
    assert made.words.startswith(
        '<b class="cue">Selon</b> <u class="source">le maire</u>, <mark>le pont est fermé</mark> mot'
    )
    assert made.words.endswith(passages.CUT)
    assert len(made.words) < passages.REACH + 200


def test_lines_between_that_were_left_out_are_not_printed():
    corpus = an.analyse(
        "Le maire a dit que le pont sera fermé pendant tout le mois de mai.\n\nPartager sur Facebook\n\n"
        "Les élus demandaient un délai avant la fin de l'année, sans rien obtenir."
    )
    row = next(corpus.statements.itertuples())
    start = corpus.texts["text"].index("Les élus")
    row = row._replace(end=start + 8, content_spans=f"{row.start}-{row.end}|{start}-{start + 8}")
    made = passages.Reader(corpus).passage(row)
    assert "Facebook" not in made.words
    assert f"</mark>. {passages.CUT} <mark>Les élus</mark> demandaient" in made.words


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        ("2017-03-03", "2017-03-03", "2017-03-03"), ("2017-03-03", "2017-03-05", "between 2017-03-03 and 2017-03-05"),
        ("2017-03-03", None, "2017-03-03 or later"), (None, "2017-03-03", "2017-03-03 or earlier"), (None, None, "date not known"),
    ],
)  # fmt: skip
def test_dates_are_said_in_words(earliest, latest, shown):
    row = pd.DataFrame(
        {"published_earliest": pd.to_datetime([earliest]), "published_latest": pd.to_datetime([latest])}
    )
    assert cards.published(next(row.itertuples())) == shown


# --- contrast and a browser -------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_colour_has_the_contrast_of_level_aa(dark):
    colours: dict[str, str] = {}
    for sheet in ("style.css", "evidence.css"):
        text = (site.TEMPLATES / sheet).read_text(encoding="utf-8")
        blocks = re.findall(r"(@media \(prefers-color-scheme: dark\) \{\s*)?:root \{([^}]*)\}", text)
        for night, block in blocks:
            if dark or not night:
                colours |= dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))
    for front, backs in {
        "ink": ("paper", "mark", "chip", "soft"),
        "faint": ("paper",),
        "link": ("paper", "mark"),
    }.items():
        for back in backs:
            low, high = sorted((luminance(colours[front]), luminance(colours[back])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{front} on {back}"
    low, high = sorted((luminance(colours["bar"]), luminance(colours["paper"])))
    assert (high + 0.05) / (low + 0.05) >= 3


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr",
)  # fmt: skip
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is not installed; it is needed by this test only"
)


def browse(page: Path, profile: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "--virtual-time-budget=20000", *flags, "--dump-dom", page.as_uri()],
        capture_output=True, text=True, encoding="utf-8", timeout=180, check=False,
    )  # fmt: skip


def one_of_each_kind(folder: Path) -> list[Path]:
    kinds = {re.sub(r"-.*|^\d+_.*", "", path.stem) or "notebook": path for path in pages(folder)}
    return sorted({*kinds.values(), folder / "03_source_claim_network.html"})


@needs_browser
@pytest.mark.parametrize("width", [400, 1200])
def test_no_page_is_wider_than_the_window(sample, tmp_path, width):
    chosen = one_of_each_kind(sample)
    frames = []
    for number, path in enumerate(chosen):
        # a copy tells its width; the page itself lets no script run
        text = re.sub(r"<meta [^>]*http-equiv[^>]*>", "", path.read_text(encoding="utf-8"))
        told = (
            f"parent.postMessage('{number} ' + document.scrollingElement.scrollWidth + ' ' + innerWidth, '*')"
        )
        (tmp_path / f"{number}.html").write_text(f"{text}<script>{told}</script>", encoding="utf-8")
        frames.append(f'<iframe src="{number}.html" style="width:{width}px;height:800px;border:0"></iframe>')
    listen = "<script>onmessage = e => { document.body.append(`<<${e.data}>>`) }</script>"
    page = tmp_path / "all.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{listen}{''.join(frames)}", encoding="utf-8")
    done = browse(page, tmp_path / "profile", f"--window-size={max(width, 600)},900")
    told = {
        int(n): (int(wide), int(inner))
        for n, wide, inner in re.findall(r"&lt;&lt;(\d+) (\d+) (\d+)&gt;&gt;", done.stdout)
    }
    assert set(told) == set(range(len(chosen))), done.stderr[-2000:]
    too_wide = {
        chosen[n].name: sizes for n, sizes in told.items() if sizes[0] > sizes[1] or sizes[1] != width
    }
    assert too_wide == {}


@needs_browser
def test_a_browser_finds_nothing_to_complain_about(sample, tmp_path):
    frames = "".join(f'<iframe src="{path.as_uri()}"></iframe>' for path in one_of_each_kind(sample))
    page = tmp_path / "all.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{frames}", encoding="utf-8")
    done = browse(page, tmp_path / "profile")
    assert done.stdout.count("<iframe") == len(one_of_each_kind(sample)), done.stderr[-2000:]
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
