"""Words are counted with fixed totals, and a difference comes with what the sample can say about it."""

import decimal
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import languages, terms
from analysis.actors import Alias, read_aliases
from analysis.terms import blocks, resampling, statistics, tokens
from analysis.terms.tokens import Reader
from analysis.text import count_tokens, normalise

ORACLES = ROOT / "tests" / "oracles" / "terms"


def oracle(name: str) -> pd.DataFrame:
    return pd.read_csv(ORACLES / name, keep_default_na=False, na_values=[""], encoding="utf-8")


def aliases_of(**entities: list[str]) -> dict[str, Alias]:
    return {
        surface.lower(): Alias(surface, entity, None, "group")
        for entity, surfaces in entities.items()
        for surface in surfaces
    }


def counted(text: str, **options: object) -> dict[str, int]:
    counts = terms.count({"a": text}, **options)
    return dict(zip(counts.terms, counts.matrix.toarray()[0].tolist(), strict=True))


# --- counting


def test_count_splits_elision_and_takes_straight_and_curly_apostrophes_for_one():
    assert counted("L’eau d'hier, l'eau d’aujourd’hui\u202f: « qu’il pleuve\u00a0»") == {
        "aujourd'hui": 1, "d'": 2, "eau": 2, "hier": 1, "il": 1, "l'": 2, "pleuve": 1, "qu'": 1,
    }  # fmt: skip


def test_count_sorts_documents_and_terms_and_gives_the_tokens_of_each():
    counts = terms.count(pd.Series({"b": "Le pont ferme.", "a": "Pont ! Pont !"}))
    assert list(counts.documents) == ["a", "b"]
    assert list(counts.terms) == ["ferme", "le", "pont"]
    assert counts.matrix.toarray().tolist() == [[0, 0, 2], [1, 1, 1]]
    assert counts.totals.tolist() == [2, 3]


def test_an_acronym_is_no_word_in_lower_case_and_a_short_word_in_capitals_is_no_acronym():
    assert counted("Les US et l’ONU. LA O.N.U. a des us. EN 2017") == {
        "2017": 1, "ONU": 2, "US": 1, "a": 1, "des": 1, "en": 1, "et": 1, "l'": 1, "la": 1, "les": 1, "us": 1,
    }  # fmt: skip


def test_a_line_in_capitals_is_read_as_if_in_lower_case():
    assert counted("LE PONT DE LYON FERME\nLe pont") == {
        "de": 1, "ferme": 1, "le": 2, "lyon": 1, "pont": 2,
    }  # fmt: skip


def test_decomposed_accents_are_the_same_word():
    assert counted("e\u0301te\u0301 été") == {"été": 2}


def test_names_are_folded_by_the_longest_match_after_elision():
    table = aliases_of(Ligue=["Ligue", "Ligue des ports libres", "LPL"], Port=["port"])
    text = "La ligue des ports libres et l’LPL, la Ligue des ports, le port."
    assert counted(text, aliases=table) == {
        "Ligue": 3, "Port": 1, "des": 1, "et": 1, "l'": 1, "la": 2, "le": 1, "ports": 1,
    }  # fmt: skip


def test_names_match_without_accents_and_in_any_case_but_acronyms_in_capitals_only():
    table = aliases_of(Écosse=["Écosse", "EC"], États=["États-Unis", "US"])
    assert counted("ECOSSE, Ecosse, écosse, EC, ec ; Etats-Unis, US, us", aliases=table) == {
        "ec": 1,
        "us": 1,
        "Écosse": 4,
        "États": 2,
    }


def test_an_acronym_that_is_a_function_word_in_lower_case_matches_in_capitals_only():
    assert counted("Il a eu peur de l'EU.", aliases=aliases_of(Europe=["EU"]))["Europe"] == 1


def test_an_acronym_of_the_alias_table_is_found_in_a_line_in_capitals():
    assert counted("LA LPL FERME LE PORT", aliases=aliases_of(Ligue=["LPL"]))["Ligue"] == 1


def test_a_name_with_a_mark_is_not_found_without_it():
    table = aliases_of(Chaîne=["Canal+", "exemple.org"])
    assert counted("Canal+ et le canal, exemple.org.", aliases=table) == {
        "Chaîne": 2, "canal": 1, "et": 1, "le": 1,
    }  # fmt: skip


def test_no_name_reaches_across_a_line_or_a_sentence():
    table = aliases_of(Val=["Val Noir"])
    assert "Val" not in counted("Le Val\nNoir. Un val. Noir", aliases=table)
    assert counted("M. Val Noir", aliases=aliases_of(Val=["M. Val"]))["Val"] == 1


def test_of_names_that_overlap_the_one_that_begins_first_wins():
    table = aliases_of(A=["port libre"], B=["libre échange"])
    assert counted("port libre échange", aliases=table) == {"A": 1, "échange": 1}


def test_totals_count_the_tokens_after_names_are_folded():
    assert terms.count({"a": "Le Val Noir ferme."}, aliases=aliases_of(Val=["Val Noir"])).totals.tolist() == [
        3
    ]


def test_sequences_of_tokens_stay_inside_a_sentence_and_a_line():
    assert counted("Le pont ferme. Le pont\nrouvre", ngrams=(2, 3)) == {
        "le pont": 2, "le pont ferme": 1, "pont ferme": 1,
    }  # fmt: skip


def test_sequences_do_not_change_totals():
    text = {"a": "Le pont ferme."}
    assert terms.count(text, ngrams=(1, 2)).totals.tolist() == terms.count(text).totals.tolist() == [3]


def test_lemmas_are_off_by_default_and_names_capitals_and_listed_words_keep_their_form():
    text = "Les frappes visent Frappes et les États-Unis, dit M. Porte. Des avions de l'ONG reprises"
    assert "frappes" in counted(text)
    found = terms.count({"a": text}, lemmas=True, protected=["reprises"])
    assert "frappe" in found.terms
    assert found.forms["frappe"] == ("frappes",)
    assert {"frappes", "états-unis", "m", "avions", "ONG", "reprises"} <= set(found.terms)


def test_two_forms_of_one_lemma_are_one_column():
    counts = terms.count({"a": "une ville, des villes"}, lemmas=True)
    assert counts.column("ville").tolist() == [2]
    assert counts.forms["ville"] == ("ville", "villes")


def test_texts_without_words_and_no_texts_at_all():
    assert terms.count({"a": "", "b": "…\n!"}).totals.tolist() == [0, 0]
    assert terms.count({}, ngrams=(1, 2)).matrix.shape == (0, 0)


@given(st.lists(st.text(alphabet="abLéUS'’.-«» \n\u00a0\u202f3,!", max_size=60), max_size=4))
def test_totals_are_the_tokens_of_the_texts(texts):
    texts = {str(i): normalise(text) for i, text in enumerate(texts)}
    counts = terms.count(texts)
    assert counts.totals.tolist() == [count_tokens(text) for _, text in sorted(texts.items())]
    assert counts.matrix.sum() == counts.totals.sum()


WORDS = st.lists(
    st.sampled_from(
        ["Le", "port", "libre", "Val", "Noir.", "l’EC", "EC", "ec", "écosse\n", "M.", "LE PORT EC\n"]
    ),
    max_size=12,
).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=3), st.booleans())
def test_a_concordance_has_as_many_rows_as_the_term_is_counted(texts, folded):
    texts = {str(i): text for i, text in enumerate(texts)}
    table = aliases_of(Port=["port libre", "le port"], Écosse=["EC", "Écosse"]) if folded else None
    counts = terms.count(texts, aliases=table, ngrams=(1, 2))
    for term, total in zip(counts.terms, counts.matrix.sum(axis=0), strict=True):
        found = terms.concordance(texts, term, aliases=table)
        assert len(found) == total
        assert all(texts[row.doc_id][row.start : row.end] == row.text for row in found.itertuples())


# --- choosing what is shown


def test_select_of_no_terms_selects_none():
    none = terms.select(terms.count({"a": "...", "b": ""}), stop_words=False, numbers=False)
    assert none.matrix.shape == (2, 0)
    figures = terms.select(terms.count({"a": "12 15"}), stop_words=False, numbers=False)
    assert (figures.matrix.shape, figures.totals.tolist()) == ((1, 0), [2])
    again = terms.select(figures, stop_words=False, numbers=False)
    assert len(again.terms) == 0


def test_select_leaves_totals_alone():
    counts = terms.count({"a": "Le pont de 1900, le port.", "b": "Le port ferme."}, ngrams=(1, 2))
    shown = terms.select(counts, stop_words=False, numbers=False)
    assert list(shown.terms) == ["ferme", "pont", "port", "port ferme"]
    assert shown.totals.tolist() == counts.totals.tolist() == [6, 3]
    named = terms.count({"a": "le Val ferme"}, aliases=aliases_of(Val=["Val"]), ngrams=(1, 2))
    assert list(terms.select(named, stop_words=False).terms) == ["Val", "Val ferme", "ferme"]
    assert list(terms.select(counts, min_docs=2).terms) == ["le", "le port", "port"]
    assert list(terms.select(counts, min_count=3).terms) == ["le"]
    assert list(terms.select(counts, ["pont"]).terms) == ["pont"]


def test_the_stop_list_is_small_and_holds_no_word_that_news_use_as_a_noun():
    words = languages.load("fr").phrases("terms", "stop_words")
    assert len(words) == len(set(words)) <= 220
    nouns = {
        "état", "avions", "avion", "contre", "force", "fois", "été", "point", "or", "fait", "bien", "ton", "car",
        "vers", "sous", "entre", "avant", "tout", "parti", "partie", "part", "cas", "jour", "personne", "moyen",
        "mille", "envers", "certain", "devant", "derrière", "malgré", "outre", "pas",
    }  # fmt: skip
    assert not nouns & set(words)


def test_a_table_of_raw_counts():
    counts = terms.count({"a": "pont pont", "b": "port"})
    made = terms.table(counts, ["port", "pont"])
    assert made.to_dict("index") == {"port": {"a": 0, "b": 1}, "pont": {"a": 2, "b": 0}}


# --- formulas against other programs


PAIRS = oracle("two_groups.csv")
A, B, SIZES = PAIRS["a"].to_numpy(), PAIRS["b"].to_numpy(), (1445, 865)


def same(found, expected, relative=0.0, absolute=0.0):
    np.testing.assert_allclose(np.asarray(found, float), np.asarray(expected, float), relative, absolute)


def test_g2_is_that_of_corpora_quanteda_and_keyperm():
    found = statistics.g2(A, B, *SIZES)
    # the others lose digits where G2 is near zero; see the next test
    same(found, PAIRS["corpora_G2"], 1e-12, 1e-12)
    same(found, PAIRS["quanteda_G2_none"], absolute=1e-5)
    same(np.abs(found), PAIRS["keyperm_llr_observed"], absolute=1e-9)


def test_g2_keeps_twelve_digits_where_it_is_near_zero():
    with decimal.localcontext(prec=50):
        for a, b, found in zip(A.tolist(), B.tolist(), statistics.g2(A, B, *SIZES), strict=True):
            n_a, n_b, r = *map(decimal.Decimal, SIZES), decimal.Decimal(a + b)
            n = n_a + n_b
            cells = (
                (a, r * n_a / n),
                (b, r * n_b / n),
                (n_a - a, (n - r) * n_a / n),
                (n_b - b, (n - r) * n_b / n),
            )
            exact = 2 * sum(seen * (seen / expected).ln() for seen, expected in cells if seen)
            assert abs(found) == pytest.approx(float(exact), rel=1e-12)


def test_log_ratio_and_its_limit_near_zero_are_those_of_corpora():
    same(statistics.log_ratio(A, B, *SIZES), PAIRS["corpora_LogRatio"], absolute=1e-12)
    low, high = statistics.exact_interval(A, B, *SIZES)
    same(low, PAIRS["log_ratio_exact_lo95"], absolute=1e-9)
    same(high, PAIRS["log_ratio_exact_hi95"], absolute=1e-9)
    same(statistics.nearest_to_zero(low, high), PAIRS["corpora_LRC_95"], absolute=1e-9)
    strict = statistics.exact_interval(A, B, *SIZES, level=1 - 0.05 / 734)
    same(statistics.nearest_to_zero(*strict), PAIRS["corpora_LRC_95_bonf"], absolute=1e-9)
    one_sided, _ = statistics.exact_interval(A, B, *SIZES, level=0.9)
    same(one_sided, PAIRS["corpora_PositiveLRC_95"].replace("-Inf", -np.inf).astype(float), absolute=1e-9)


def test_specificity_and_its_p_are_those_of_textometry_and_of_fisher():
    score, p = statistics.specificity(A, B, *SIZES)
    same(score, PAIRS["textometry_score_A"], absolute=5.01e-5)
    same(statistics.specificity(B, A, *SIZES[::-1])[0], PAIRS["textometry_score_B"], absolute=5.01e-5)
    same(10 ** -np.abs(score), PAIRS["textometry_prob_A_signed"].abs(), relative=1e-9)
    same(score, PAIRS["specificity_lafon"], absolute=1e-9)
    same(p, PAIRS["corpora_fisher_p_two"], relative=1e-9)
    same(p, PAIRS["fisher_p_doubled"], relative=1e-9)


def test_specificity_of_every_small_table_is_the_tail_of_the_hypergeometric():
    for n_a, n_b in ((9, 4), (3, 12), (6, 6)):
        for a, b in itertools.product(range(n_a + 1), range(n_b + 1)):
            if a + b:
                low, high = (
                    stats.hypergeom.cdf(a, n_a + n_b, n_a, a + b), stats.hypergeom.sf(a - 1, n_a + n_b, n_a, a + b)
                )  # fmt: skip
                score, p = statistics.specificity(np.array([a]), np.array([b]), n_a, n_b)
                up = a * n_b >= b * n_a
                same(score, [-np.log10(high) if up else np.log10(low)], absolute=1e-9)
                same(p, [min(2 * min(low, high), 1)], relative=1e-9)


def test_exact_p_is_that_of_quanteda():
    same(statistics.exact_p(A, B, *SIZES), PAIRS["quanteda_exact_p"], relative=1e-12)
    same(statistics.exact_p(A, B, *SIZES), PAIRS["fisher_p_minlike"], relative=1e-12)


@pytest.mark.parametrize(
    ("column", "prior", "tokens"),
    [
        ("uniform_0.1", 0.1, 73.4), ("uniform_0.01", 0.01, 7.34), ("uniform_1.0", 1.0, 734.0),
        ("informative_pooled_a0_500", None, 500.0), ("informative_pooled_raw", A + B, 2310.0),
    ],
)  # fmt: skip
def test_log_odds_are_those_of_convokit(column, prior, tokens):
    _, z = statistics.log_odds(A, B, *SIZES, prior=prior, prior_tokens=tokens)
    same(z, PAIRS[f"convokit_z_{column}"], absolute=1e-9)


@pytest.mark.parametrize(("name", "prior", "tokens"), [("eb", A + B, 2310), ("unif", 1, 734)])
def test_log_odds_against_the_whole_are_those_of_tidylo(name, prior, tokens):
    # the whole holds the pseudo-counts of both groups
    found = statistics.log_odds(A, A + B + prior, 1445, 2310 + tokens, prior=prior, prior_tokens=tokens)
    same(found[0], PAIRS[f"tidylo_log_odds_{name}"], absolute=1e-9)
    same(found[1], PAIRS[f"tidylo_weighted_{name}"], absolute=1e-9)


def test_hard_tables_are_those_of_corpora_and_of_r():
    for row in oracle("edge.csv").itertuples():
        a, b, n = np.array([row.a]), np.array([row.b]), (row.n_a, row.n_b)
        same(statistics.g2(a, b, *n), [row.G2], 1e-11, 1e-12)
        same(statistics.log_ratio(a, b, *n), [row.LogRatio], absolute=1e-12)
        low, high = statistics.exact_interval(a, b, *n)
        same(statistics.nearest_to_zero(low, high), [row.LRC_95], absolute=1e-9)
        score, p = statistics.specificity(a, b, *n)
        same(p, [row.fisher_p_two], 1e-9, 1e-300)
        assert np.isfinite(score).all()
        if not math.isnan(row.specificity_lafon):
            same(score, [row.specificity_lafon], 1e-9)
        if not math.isnan(row.fisher_p):
            same(statistics.exact_p(a, b, *n), [row.fisher_p], 1e-9, 1e-300)


def test_g2_of_a_printed_example():
    # « faith » in one part of the Brown corpus against the others (Gries, supplement of 2026)
    assert round(float(statistics.g2(43, 68, 34590, 978889)), 4) == 147.0412


def test_keyness_with_folded_names():
    rows = oracle("aliases.csv")
    sizes = rows["n_a"].iloc[0], rows["n_b"].iloc[0]
    same(statistics.g2(rows["a"], rows["b"], *sizes), rows["G2_signed"], 1e-11, 1e-12)
    same(statistics.log_ratio(rows["a"], rows["b"], *sizes), rows["log_ratio_walter"], absolute=1e-12)


def test_corrections():
    every = counts_of_corpus().matrix.toarray()
    keys = pd.DataFrame({"a": every[[0, 3, 4]].sum(axis=0), "b": every[[1, 2]].sum(axis=0)})
    full = keys.merge(PAIRS, on=["a", "b"], how="left", validate="many_to_one")
    for name in ("bonferroni", "holm", "bh"):
        same(statistics.adjust(full["G2_p"], name), full[f"G2_p_{name[:4]}"], 1e-12)
    same(statistics.adjust(full["fisher_p_minlike"], "bh"), full["fisher_p_minlike_bh"], 1e-12)
    same(statistics.adjust(full["G2_p"], "bh"), stats.false_discovery_control(full["G2_p"]), 1e-12)
    same(statistics.adjust(full["G2_p"], "none"), full["G2_p"])


# --- articles against other programs


def counts_of_corpus() -> terms.Counts:
    made = oracle("counts.csv").set_index("term")
    return terms.Counts(made.to_numpy().T, made.index, made.columns, oracle("documents.csv")["tokens"])


GROUPS = {"000": "A", "001": "B", "002": "B", "003": "A", "004": "A"}
ARTICLES = oracle("articles.csv").set_index("term")


def test_intervals_and_tests_over_articles_are_the_enumerated_ones():
    made = terms.compare(counts_of_corpus(), GROUPS, target="A").set_index("term").loc[ARTICLES.index]
    same(made["boot_low"], ARTICLES["boot_lo95"], absolute=1e-9)
    same(made["boot_high"], ARTICLES["boot_hi95"], absolute=1e-9)
    same(made["loo_low"], ARTICLES["loo_min"], absolute=1e-9)
    same(made["loo_high"], ARTICLES["loo_max"], absolute=1e-9)
    same(made["p_perm"], ARTICLES["perm_p_G2"], absolute=1e-12)
    same(made["p_perm"], ARTICLES["keyperm_llr_p"], absolute=0.02)
    same(made["dp_a"], ARTICLES["DP_A3"], absolute=1e-12)
    same(made["dp_b"], ARTICLES["DP_B2"], absolute=1e-12)
    assert made["loo_sign_stable"].tolist() == (ARTICLES["sign_stable_loo"].astype(str) == "True").tolist()
    assert (made["p_perm_floor"] == 0.1).all()


@pytest.mark.parametrize(("name", "rows"), [("all5", [0, 1, 2, 3, 4]), ("A3", [0, 3, 4]), ("B2", [1, 2])])
def test_dispersion_is_that_of_its_formulas(name, rows):
    counts = counts_of_corpus()
    part = terms.Counts(counts.matrix[rows], counts.terms, counts.documents[rows], counts.totals[rows])
    made = terms.dispersion(part).set_index("term").reindex(ARTICLES.index)
    columns = {
        "count": "freq", "docs": "range", "dp": "DP", "dp_norm": "DP_norm", "juilland_d": "juilland_D",
        "rosengren_s": "rosengren_S", "kl_divergence": "carroll_like_KL",
    }  # fmt: skip
    for ours, theirs in columns.items():
        same(made[ours], ARTICLES[f"{theirs}_{name}"], absolute=1e-12)


def test_dispersion_of_the_printed_example():
    # five parts of Gries (2008), printed with three decimals by Gries (2019)
    parts = ["bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat"]
    made = terms.dispersion(terms.count({str(i): " ".join(part) for i, part in enumerate(parts)}))
    made = made.set_index("term").round(3)
    assert made.loc["b", ["dp", "dp_norm", "juilland_d", "rosengren_s", "kl_divergence"]].tolist() == [
        0.02, 0.024, 0.968, 0.999, 0.003,
    ]  # fmt: skip
    assert made.loc["i", ["dp", "dp_norm", "juilland_d", "rosengren_s", "kl_divergence"]].tolist() == [
        0.82, 1.0, 0.0, 0.18, 2.474,
    ]  # fmt: skip
    assert made.loc[["a", "q", "x"], "dp"].tolist() == [0.18, 0.8, 0.78]


def test_specificities_of_any_number_of_parts_are_those_of_textometry():
    made = terms.specificities(counts_of_corpus(), {doc_id: doc_id for doc_id in GROUPS})
    wide = made.pivot(index="term", columns="group", values="specificity").loc[ARTICLES.index]
    same(wide, ARTICLES[list(GROUPS)], absolute=5.01e-5)
    assert list(made.columns) == [
        "group", "term", "count", "frequency", "per_1000", "specificity", "p_exact",
    ]  # fmt: skip


def test_rank_sum_is_that_of_scipy():
    counts = counts_of_corpus()
    made = terms.compare(counts, GROUPS, target="A").set_index("term").loc[counts.terms]
    rates = counts.matrix.toarray() / counts.totals[:, None]
    found = stats.mannwhitneyu(
        rates[[0, 3, 4]], rates[[1, 2]], method="asymptotic", use_continuity=False, axis=0
    )
    same(2 * stats.norm.sf(made["rank_sum_z"].abs()), found.pvalue, absolute=1e-12)
    assert (np.sign(made["rank_sum_z"]) == np.sign(found.statistic - 3)).all()


def test_folded_names_of_the_sample_have_the_counts_of_the_other_reader():
    table = aliases_of(
        EI=["EI", "Daech", "Daesh", "Etat islamique"], ABOU=["Abou Kamal", "Abu Kamal", "Albu Kamal"],
        DEIR=["Deir ez-Zor", "Deir Ezzor"], US=["États-Unis", "US"],
    )  # fmt: skip
    files = sorted((ROOT / "data" / "raw").glob("*.txt"))
    texts = {path.name[:3]: path.read_text(encoding="utf-8") for path in files}
    found = terms.table(terms.count(texts, aliases=table), ["ABOU", "DEIR", "EI", "US"])
    assert found.to_numpy().tolist() == oracle("alias_counts.csv").set_index("term").to_numpy().tolist()


# --- comparing


COLUMNS = [
    "term", "count_a", "count_b", "docs_a", "docs_b", "per_1000_a", "per_1000_b", "log_ratio", "ci_low", "ci_high",
    "lrc", "boot_low", "boot_high", "g2", "g2_drop_heaviest", "g2_docs", "specificity", "p_exact", "p_adj", "n_tests",
    "p_perm", "p_perm_floor", "log_odds", "log_odds_z", "dp_a", "dp_b", "rank_sum_z", "loo_low", "loo_high",
    "loo_sign_stable", "flags",
]  # fmt: skip

TEXTS = {
    "a": "le pont le port le pont", "b": "le pont et le quai", "c": "un quai un port quai", "d": "un quai et le quai",
}  # fmt: skip
SIDES = {"a": "nord", "b": "nord", "c": "sud", "d": "sud"}


def test_compare_gives_one_row_per_term_best_first():
    made = terms.compare(terms.count(TEXTS), SIDES, target="nord", reference="sud")
    assert list(made.columns) == COLUMNS
    shown = made[["term", "count_a", "count_b", "docs_a", "docs_b", "flags"]].fillna("")
    assert shown.to_numpy().tolist() == [
        ["un", 0, 3, 0, 2, "absent from target"],
        ["pont", 3, 0, 2, 0, "absent from reference"],
        ["quai", 1, 4, 1, 2, ""],
        ["le", 5, 1, 2, 1, ""],
        # without the heavier article these turn: nothing is left of the difference
        ["et", 1, 1, 1, 1, ""],
        ["port", 1, 1, 1, 1, ""],
    ]
    assert made["per_1000_a"].round(1).tolist() == [0.0, 272.7, 90.9, 454.5, 90.9, 90.9]
    assert set(made["n_tests"]) == {6}


def test_g2_without_the_heaviest_article_is_that_of_the_other_articles():
    texts = {"a": "pont " * 9 + "quai", "b": "pont quai quai", "c": "quai " * 6, "d": "port quai"}
    made = terms.compare(terms.count(texts), SIDES, target="nord").set_index("term")
    same(made.loc["pont", "g2_drop_heaviest"], statistics.g2(1, 0, 3, 8))
    same(made.loc["quai", "g2_drop_heaviest"], statistics.g2(3, 1, 13, 2))
    same(made.loc["port", "g2_drop_heaviest"], statistics.g2(0, 0, 13, 6))


def test_of_articles_that_are_equally_heavy_the_one_counts_whose_absence_leaves_least():
    texts = {"a": "pont " + "x " * 9, "b": "pont", "c": "quai y y", "d": "quai y"}
    made = terms.compare(terms.count(texts), SIDES, target="nord").set_index("term")
    without = [statistics.g2(1, 0, 1, 5), statistics.g2(1, 0, 10, 5)]
    same(made.loc["pont", "g2_drop_heaviest"], min(without))


def test_a_term_whose_sign_turns_without_one_article_ranks_below_one_that_keeps_it():
    texts = {
        "a": "pont " * 30 + "quai x", "b": "x x x quai x x y y y y y y y y",
        "c": "pont pont x x x x x y y y", "d": "pont pont y x x x y y",
    }  # fmt: skip
    made = terms.compare(terms.count(texts), SIDES, target="nord").set_index("term")
    assert made.loc["pont", "g2_drop_heaviest"] < -4 < 4 < made.loc["pont", "g2"]
    assert 0 < made.loc["quai", "g2_drop_heaviest"] < made.loc["quai", "g2"] < 4
    assert list(made.index).index("quai") < list(made.index).index("pont")


def test_a_single_article_is_flagged_and_leaves_nothing_to_leave_out():
    counts = terms.count({"a": "le pont", "b": "le quai", "c": "le quai"})
    made = terms.compare(counts, {"a": "x", "b": "y", "c": "y"}, target="x").set_index("term")
    assert made["loo_sign_stable"].isna().all()
    assert made.loc["pont", "flags"] == "one article; absent from reference"
    assert np.isnan(made.loc["pont", "g2_drop_heaviest"])
    assert made.loc["quai", "flags"] == "absent from target"


def test_compare_each_takes_every_group_against_all_others():
    counts = terms.count(TEXTS)
    groups = {"a": "est", "b": "nord", "c": "sud", "d": "sud"}
    made = terms.compare_each(counts, groups, correction="holm")
    assert list(made.columns) == ["group", *COLUMNS]
    assert made["group"].unique().tolist() == ["est", "nord", "sud"]
    alone = terms.compare(counts, groups, target="sud", correction="holm")
    pd.testing.assert_frame_equal(
        made[made["group"] == "sud"].drop(columns="group").reset_index(drop=True), alone
    )
    assert made.groupby("group")["count_a"].sum().to_dict() == {"est": 6, "nord": 5, "sud": 10}


def test_describe_says_what_few_articles_can_show():
    made = terms.describe(terms.count(TEXTS), SIDES)
    assert made.to_numpy().tolist() == [["nord", 2, 11, 1 / 6, True], ["sud", 2, 10, 1 / 6, True]]


def random_counts(draw_counts, n_docs=5):
    matrix = np.array(draw_counts).reshape(n_docs, -1)
    ids = [f"d{i}" for i in range(n_docs)]
    return terms.Counts(
        matrix, [f"t{i}" for i in range(matrix.shape[1])], ids, matrix.sum(axis=1) + [7, 3, 5, 4, 6]
    )


MATRICES = st.lists(st.integers(0, 6), min_size=20, max_size=20).map(random_counts)
FIVE = {"d0": "A", "d1": "B", "d2": "A", "d3": "B", "d4": "A"}
SIGNED = ["log_ratio", "lrc", "g2", "g2_drop_heaviest", "g2_docs", "log_odds", "log_odds_z", "rank_sum_z"]


@settings(max_examples=40, deadline=None)
@given(MATRICES)
def test_swapping_the_groups_turns_the_signs(counts):
    one = terms.compare(counts, FIVE, target="A").set_index("term").sort_index()
    other = terms.compare(counts, FIVE, target="B").set_index("term").sort_index()
    for column in SIGNED:
        same(one[column], -other[column], 1e-9, 1e-9)
    for low, high in (("ci_low", "ci_high"), ("boot_low", "boot_high"), ("loo_low", "loo_high")):
        same(one[low], -other[high], 1e-9, 1e-9)
    for column in ("p_exact", "p_perm", "p_adj"):
        same(one[column], other[column], 1e-9)
    assert (one["loo_sign_stable"] == other["loo_sign_stable"]).all()


@settings(max_examples=40, deadline=None)
@given(MATRICES, st.permutations(range(5)), st.permutations(range(4)))
def test_neither_the_order_of_articles_nor_that_of_terms_nor_an_empty_article_matters(counts, rows, columns):
    shuffled = terms.Counts(
        np.vstack([counts.matrix.toarray()[rows][:, columns], np.zeros((1, 4), int)]),
        counts.terms[columns], [*counts.documents[rows], "empty"], [*counts.totals[rows], 0],
    )  # fmt: skip
    for seed in (0, 1):
        pd.testing.assert_frame_equal(
            terms.compare(counts, FIVE, target="A", seed=seed),
            terms.compare(shuffled, FIVE | {"empty": "B"}, target="A", seed=seed),
        )


def test_draws_at_random_depend_on_the_seed_only():
    rng = np.random.default_rng(5)
    ids = [f"d{i:02d}" for i in range(24)]
    counts = terms.Counts(rng.poisson(1.5, (24, 30)), [f"t{i}" for i in range(30)], ids, [90] * 24)
    groups = {doc_id: "AB"[i % 2] for i, doc_id in enumerate(ids)}
    rows = rng.permutation(24)
    shuffled = terms.Counts(counts.matrix[rows], counts.terms, counts.documents[rows], counts.totals[rows])
    made = terms.compare(counts, groups, target="A", seed=3)
    pd.testing.assert_frame_equal(made, terms.compare(shuffled, groups, target="A", seed=3))
    assert not made.equals(terms.compare(counts, groups, target="A", seed=4))
    assert made["p_perm"].min() >= made["p_perm_floor"].iloc[0] == 1 / 200


@settings(max_examples=30, deadline=None)
@given(MATRICES, st.integers(1, 12), st.integers(1, 5))
def test_a_filter_leaves_every_other_row_unchanged(counts, min_count, min_docs):
    every = terms.compare(counts, FIVE, target="A").drop(columns=["p_adj", "n_tests"])
    some = terms.compare(counts, FIVE, target="A", min_count=min_count, min_docs=min_docs)
    kept = every[
        (every["count_a"] + every["count_b"] >= min_count) & (every["docs_a"] + every["docs_b"] >= min_docs)
    ]
    assert set(some["n_tests"]) <= {len(some)}
    pd.testing.assert_frame_equal(
        some.drop(columns=["p_adj", "n_tests"]), kept.reset_index(drop=True), check_dtype=bool(len(some))
    )


@settings(max_examples=30, deadline=None)
@given(MATRICES)
def test_leaving_one_article_out_is_done_for_every_article(counts):
    made = terms.compare(counts, FIVE, target="A").set_index("term")
    matrix, in_a = counts.matrix.toarray(), np.array([True, False, True, False, True])
    for i, term in enumerate(counts.terms):
        if term in made.index:
            ratios = []
            for gone in range(5):
                a, b = (side & (np.arange(5) != gone) for side in (in_a, ~in_a))
                x, n = matrix[:, i], counts.totals
                ratios.append(statistics.log_ratio(x[a].sum(), x[b].sum(), n[a].sum(), n[b].sum()))
            same(
                [made.loc[term, "loo_low"], made.loc[term, "loo_high"]],
                [min(ratios), max(ratios)],
                1e-9,
                1e-9,
            )


def test_enumerated_percentiles_are_those_of_the_full_list():
    counts = random_counts([3, 0, 5, 1, 2, 2, 0, 4, 1, 1])
    made = terms.compare(counts, FIVE, target="A", ci=0.8).set_index("term")
    matrix, n = counts.matrix.toarray(), counts.totals
    for i, term in enumerate(counts.terms):
        ratios = [
            statistics.log_ratio(
                matrix[list(a), i].sum(), matrix[list(b), i].sum(), n[list(a)].sum(), n[list(b)].sum()
            )
            for a in itertools.product([0, 2, 4], repeat=3)
            for b in itertools.product([1, 3], repeat=2)
        ]
        same(made.loc[term, ["boot_low", "boot_high"]].astype(float), np.quantile(ratios, [0.1, 0.9]), 1e-9)


def test_draws_at_random_come_near_the_enumerated_ones(monkeypatch):
    exact = terms.compare(counts_of_corpus(), GROUPS, target="A")
    monkeypatch.setattr(resampling, "_ENUMERATE_SPLITS", 0)
    monkeypatch.setattr(resampling, "_ENUMERATE_RESAMPLES", 0)
    drawn = terms.compare(counts_of_corpus(), GROUPS, target="A", resamples=2000)
    both = exact.merge(drawn, on="term", suffixes=("", "_drawn"))
    same(both["p_perm_drawn"], both["p_perm"], absolute=0.04)
    # with 3 + 2 articles percentiles jump, but the most frequent words have many values
    frequent = both.nlargest(5, "count_a")
    for column in ("boot_low", "boot_high"):
        same(frequent[f"{column}_drawn"], frequent[column], absolute=0.2)


def test_looking_rare_terms_up_changes_nothing(monkeypatch):
    looked_up = terms.compare(counts_of_corpus(), GROUPS, target="A")
    monkeypatch.setattr(resampling, "_RARE", 1)
    pd.testing.assert_frame_equal(terms.compare(counts_of_corpus(), GROUPS, target="A"), looked_up)


def test_small_blocks_and_batches_change_nothing(monkeypatch):
    whole = terms.compare(counts_of_corpus(), GROUPS, target="A")
    texts = {f"d{i}": "L’EC ferme. Le Val\nNoir\u00a0: Val Noir, le port" for i in range(9)}
    table = aliases_of(Val=["Val Noir"], Écosse=["EC"])
    once = terms.count(texts, aliases=table, ngrams=(1, 2)), terms.find_names(texts, table)
    monkeypatch.setattr(blocks, "_TERMS", 50)
    monkeypatch.setattr(blocks, "_ENTRIES", 30)
    monkeypatch.setattr(tokens, "_BATCH", 60)
    pd.testing.assert_frame_equal(terms.compare(counts_of_corpus(), GROUPS, target="A"), whole)
    again = terms.count(texts, aliases=table, ngrams=(1, 2)), terms.find_names(texts, table)
    assert (again[0].matrix != once[0].matrix).nnz == 0
    assert list(again[0].terms) == list(once[0].terms)
    pd.testing.assert_frame_equal(again[1], once[1])
    assert len(again[1]) == 18


def test_counts_in_millions_stay_exact():
    counts = terms.Counts(
        [[20_000_001, 1], [20_000_003, 1], [20_000_001, 0]], ["x", "y"], ["a", "b", "c"], [10**9] * 3
    )
    made = terms.compare(counts, {"a": 1, "b": 2, "c": 2}, target=1).set_index("term")
    same(made.loc["x", ["boot_low", "boot_high"]].astype(float), [
        statistics.log_ratio(20_000_001, 40_000_006, 10**9, 2 * 10**9),
        statistics.log_ratio(20_000_001, 40_000_002, 10**9, 2 * 10**9),
    ], absolute=2e-8)  # fmt: skip


# --- planted differences


def test_words_of_one_article_do_not_lead_and_planted_words_do():
    rng = np.random.default_rng(20240501)
    n_docs, n_terms = 400, 3000
    p = 1 / (np.arange(1, n_terms + 1) + 2.7) ** 1.07
    more = np.arange(50, 450, 10)
    rates = [p.copy(), p.copy()]
    rates[0][more[::2]] *= 2
    rates[1][more[1::2]] *= 2
    matrix = np.stack([rng.multinomial(500, rates[i % 2] / rates[i % 2].sum()) for i in range(n_docs)])
    clumpy = np.arange(1000, 1010)
    matrix[np.arange(10) * 7, clumpy] += 100
    ids = [f"{i:03d}" for i in range(n_docs)]
    names = [f"t{i:04d}" for i in range(n_terms)]
    counts = terms.Counts(matrix, names, ids, matrix.sum(axis=1))
    made = terms.compare(counts, {doc_id: i % 2 for i, doc_id in enumerate(ids)}, target=0, resamples=20)
    top = set(made["term"].head(40))
    assert len(top & {names[i] for i in more}) >= 33
    assert not top & {names[i] for i in clumpy}
    by_g2 = set(made.assign(size=made["g2"].abs()).nlargest(40, "size")["term"])
    assert len(by_g2 & {names[i] for i in clumpy}) == 10


# --- naming


ARTICLE_TABLE = pd.DataFrame(
    {"doc_id": ["a", "b", "c"], "outlet": ["Écho", None, None], "credit": [None, "Agence", None]}
)


def test_naming_counts_the_names_of_an_entity_by_outlet():
    table = aliases_of(Ligue=["Ligue des ports", "LPL"], Val=["Val Noir"])
    texts = {
        "a": "La Ligue des ports et la LPL. « La LPL », dit-on.",
        "b": "ligue des ports",
        "c": "La LPL à Val Noir",
    }
    made = terms.naming(terms.find_names(texts, table), ARTICLE_TABLE)
    assert list(made.columns) == ["entity", "outlet", "name", "count", "articles", "total", "share"]
    assert made.fillna("?").to_numpy().tolist() == [
        ["Ligue", "Agence", "Ligue des ports", 1, 1, 1, 1.0],
        ["Ligue", "Écho", "LPL", 2, 1, 3, 2 / 3],
        ["Ligue", "Écho", "Ligue des ports", 1, 1, 3, 1 / 3],
        ["Ligue", "?", "LPL", 1, 1, 1, 1.0],
        ["Val", "?", "Val Noir", 1, 1, 1, 1.0],
    ]


def test_a_name_is_shown_as_it_is_mostly_written():
    texts = {"a": "Ligue des ports. La ligue des ports, une ligue des ports"}
    made = terms.naming(terms.find_names(texts, aliases_of(Ligue=["Ligue des ports"])), ARTICLE_TABLE)
    assert made[["name", "count"]].to_numpy().tolist() == [["ligue des ports", 3]]


def test_naming_leaves_the_article_off_and_pronouns_out():
    mentions = pd.DataFrame(
        [
            ("a", 0, 8, "La Ligue", "Ligue", None, "group", "alias"),
            ("a", 20, 27, "l’Ligue", "Ligue", None, "group", "name"),
            ("a", 30, 34, "elle", "Ligue", None, None, "pronoun"),
            ("a", 40, 45, "celle", None, None, None, "name"),
        ],
        columns=["doc_id", "start", "end", "text", "entity", "actor", "type", "how"],
    )
    made = terms.naming(mentions, ARTICLE_TABLE)
    assert made[["name", "count", "share"]].to_numpy().tolist() == [["Ligue", 2, 1.0]]
    both = terms.naming(mentions, ARTICLE_TABLE, how=["name", "pronoun"])
    assert both["name"].tolist() == ["Ligue", "elle"]


def test_a_title_or_an_initial_is_part_of_the_name():
    written = ["M. Morel", "L. Morel", "J.-C. Morel", "l’EC"]
    mentions = pd.DataFrame(
        [("a", 9 * i, 9 * i + 8, text, "Morel", None, "person", "name") for i, text in enumerate(written)],
        columns=["doc_id", "start", "end", "text", "entity", "actor", "type", "how"],
    )
    made = terms.naming(mentions, ARTICLE_TABLE)
    assert made["name"].tolist() == ["EC", "J.-C. Morel", "L. Morel", "M. Morel"]


def test_find_names_gives_positions_of_the_words_themselves():
    texts = {"b": "Le\u00a0Val Noir\u202f: l’EC.", "a": "rien"}
    found = terms.find_names(texts, aliases_of(Val=["Val Noir"], Écosse=["EC"]))
    assert list(found.columns) == ["doc_id", "start", "end", "text", "entity", "actor", "type", "how"]
    assert found[["doc_id", "start", "end", "text", "entity"]].to_numpy().tolist() == [
        ["b", 3, 11, "Val Noir", "Val"],
        ["b", 16, 18, "EC", "Écosse"],
    ]


def test_the_alias_table_of_the_sample_can_be_read_and_found():
    table = read_aliases(ROOT / "data" / "annotations" / "aliases.csv")
    reader = Reader("fr", table)
    assert {alias.entity for alias in reader.entities.values()} == {alias.entity for alias in table.values()}


# --- concordance


def test_concordance_shows_the_words_around_a_term():
    texts = {"b": "Hier, le pont\nde fer ferme.\nLE PONT ROUVRE", "a": "Un Pont."}
    made = terms.concordance(texts, "pont", width=6)
    assert list(made.columns) == ["doc_id", "start", "end", "left", "text", "right"]
    assert made.to_numpy().tolist() == [
        ["a", 3, 7, "Un ", "Pont", "."],
        ["b", 9, 13, "r, le ", "pont", " de fe"],
        ["b", 31, 35, "e. LE ", "PONT", " ROUVR"],
    ]


def test_concordance_of_an_entity_and_of_several_words():
    texts = {"a": "L’EC et l’Écosse du nord, dit l'EC du nord"}
    table = aliases_of(Écosse=["EC", "Écosse"])
    assert terms.concordance(texts, "Écosse", aliases=table)["text"].tolist() == ["EC", "Écosse", "EC"]
    assert terms.concordance(texts, "Écosse du nord", aliases=table)["text"].tolist() == [
        "Écosse du nord",
        "EC du nord",
    ]
    assert terms.concordance(texts, "l' EC")["text"].tolist() == ["L’EC", "l'EC"]


# --- parts of a corpus


PAGES = {"a": "Partager\nLe préfet a dit « le pont ferme ».", "b": "Le pont tient."}
LINES = pd.DataFrame(
    [("a", 0, 8, False), ("a", 9, len(PAGES["a"]), True), ("b", 0, len(PAGES["b"]), True)],
    columns=["doc_id", "start", "end", "keep"],
)
# le pont ferme: 27-40
STATEMENTS = pd.DataFrame(
    {
        "statement_id": ["a:1", "a:2", "a:3"],
        "doc_id": ["a", "a", "a"],
        "source": ["préfet", "préfet", None],
        "actor": ["État", None, None],
        "content_spans": ["27-34|35-40", "30-40", "27-29"],
    }
)


def test_kept_blanks_what_is_no_running_text_and_keeps_positions():
    made = terms.kept(PAGES, LINES)
    assert list(made.index) == ["a", "b"]
    assert made["a"][:9] == " " * 8 + "\n"
    assert [len(made[i]) for i in "ab"] == [len(PAGES[i]) for i in "ab"]
    found = terms.concordance(made, "pont")
    assert all(PAGES[row.doc_id][row.start : row.end] == row.text for row in found.itertuples())


def test_by_source_takes_each_word_of_a_source_once():
    made = terms.by_source(PAGES, STATEMENTS)
    assert list(made.columns) == ["part_id", "doc_id", "group", "text"]
    assert made.to_numpy().tolist() == [["a|préfet", "a", "préfet", "le pont ferme"]]
    assert terms.by_source(PAGES, STATEMENTS, level="actor")["group"].tolist() == ["État"]


def test_by_claim_joins_codes_to_statements():
    codes = pd.DataFrame({"statement_id": ["a:1", "a:1", "a:2"], "claim": ["fermé", "danger", "fermé"]})
    made = terms.by_claim(PAGES, STATEMENTS, codes)
    assert made[["part_id", "group"]].to_numpy().tolist() == [["a|danger", "danger"], ["a|fermé", "fermé"]]


def test_by_voice_divides_running_text_and_loses_no_word():
    made = terms.by_voice(PAGES, LINES, STATEMENTS)
    assert made["part_id"].tolist() == ["a|author", "a|sources", "b|author"]
    whole = terms.count(terms.kept(PAGES, LINES))
    parts = terms.count(made.set_index("part_id")["text"])
    assert whole.totals.tolist() == [7, 3]
    assert parts.totals.tolist() == [4, 3, 3]
    assert parts.column("préfet").tolist() == [1, 0, 0]


def test_outlets_are_the_pages_own_or_those_they_credit():
    made = terms.outlets(ARTICLE_TABLE)
    assert made.dropna().to_dict() == {"a": "Écho", "b": "Agence"}
    assert list(made.index) == ["a", "b", "c"]


# --- wrong calls


def refuse(message, function, *arguments, **options):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        function(*arguments, **options)
    assert str(caught.value) == message


def test_wrong_groups_are_named_with_the_remedy():
    counts = terms.count({**TEXTS, "e": "…"})
    groups = {**SIDES, "e": "vide"}
    refuse("target must be one of nord, sud, vide, not 'est'", terms.compare, counts, groups, target="est")
    refuse(
        "reference must be one of nord, sud, vide, not 'est'",
        terms.compare, counts, groups, target="sud", reference="est",
    )  # fmt: skip
    refuse(
        "target and reference are both 'sud'. Name two groups, or leave the reference out to compare with the rest.",
        terms.compare, counts, groups, target="sud", reference="sud",
    )  # fmt: skip
    refuse(
        "the articles of vide have no tokens. Check that their texts have running text, or leave the group out.",
        terms.compare, counts, groups, target="vide",
    )  # fmt: skip
    refuse(
        "no article of counts is in group est. Remove it from groups, or count its articles too.",
        terms.compare, counts, {**groups, "z": "est"}, target="sud",
    )  # fmt: skip
    refuse(
        "1 of 5 articles have no group: e. Name one for each in groups, or count the texts without them.",
        terms.specificities, counts, SIDES,
    )  # fmt: skip
    refuse(
        "groups gives an article more than once: a. Give each article one group.",
        terms.compare, counts, pd.Series(["nord", "sud"], index=["a", "a"]), target="sud",
    )  # fmt: skip
    refuse(
        "all articles are in group 'nord'. Name at least two groups.",
        terms.compare, terms.count({"a": "pont"}), {"a": "nord"}, target="nord",
    )  # fmt: skip


def test_wrong_options_are_refused():
    counts = terms.count(TEXTS)
    refuse(
        "correction must be one of bh, holm, bonferroni, none, not 'fdr'",
        terms.compare, counts, SIDES, target="sud", correction="fdr",
    )  # fmt: skip
    refuse("ci must lie between 0 and 1, not 95", terms.compare, counts, SIDES, target="sud", ci=95)
    refuse("min_docs must be 1 or more, not 0", terms.compare, counts, SIDES, target="sud", min_docs=0)
    refuse(
        "ngrams must be (shortest, longest) between 1 and 5, not (2, 1).", terms.count, TEXTS, ngrams=(2, 1)
    )
    refuse("width must be 0 or more characters, not -1", terms.concordance, TEXTS, "pont", width=-1)
    refuse(
        "level must be one of source, actor, not 'outlet'", terms.by_source, PAGES, STATEMENTS, level="outlet"
    )


def test_wrong_counts_and_texts_are_refused():
    refuse(
        "article given more than once: a. Give each article one id.",
        terms.count, pd.Series(["x", "y"], index=["a", "a"]),
    )  # fmt: skip
    refuse(
        "text 'a' is float, not a string. Leave it out or give its text.", terms.count, {"a": float("nan")}
    )
    refuse("counts must not be negative.", terms.Counts, [[-1]], ["x"], ["a"], [3])
    refuse(
        "article given more than once: a. Give each article one id.",
        terms.Counts, [[1], [1]], ["x"], ["a", "a"], [3, 3],
    )  # fmt: skip
    refuse(
        "term given more than once: x. Give each term one column.",
        terms.Counts, [[1, 1]], ["x", "x"], ["a"], [3],
    )  # fmt: skip
    refuse(
        "matrix is 1 x 1, for 1 documents, 2 terms and 1 totals. Give one row and one total per document, one column per "
        "term.",
        terms.Counts, [[1]], ["x", "y"], ["a"], [3],
    )  # fmt: skip


def test_a_term_that_occurs_nowhere_is_refused_where_it_is_named_and_absent_where_it_is_not():
    counts = terms.Counts([[1, 0], [2, 0]], ["x", "y"], ["a", "b"], [3, 3])
    message = (
        "'y' occurs in none of the 2 documents. Words are counted in lower case, acronyms in capitals, names under their "
        "entity in the alias table."
    )
    refuse(message, terms.table, counts, ["x", "y"])
    refuse(message, terms.select, counts, ["y"])
    refuse(message, counts.column, "y")
    refuse(
        "'Pont' occurs in none of the 4 texts. Write words in lower case, acronyms in capitals, and give aliases to find an "
        "entity under all its names.",
        terms.concordance, TEXTS, "Pont",
    )  # fmt: skip
    assert terms.compare(counts, {"a": 1, "b": 2}, target=1)["term"].tolist() == ["x"]
    assert terms.dispersion(counts)["term"].tolist() == ["x"]


def test_nothing_to_show_is_an_empty_table_with_all_columns():
    made = terms.compare(terms.count(TEXTS), SIDES, target="sud", min_count=99)
    assert list(made.columns) == COLUMNS
    assert made.empty


def test_tables_that_do_not_fit_together_are_refused():
    codes = pd.DataFrame({"statement_id": ["a:9"], "claim": ["x"]})
    refuse(
        "1 coded statements are not in statements: a:9. Code them again, or take both tables from one build.",
        terms.by_claim, PAGES, STATEMENTS, codes,
    )  # fmt: skip
    refuse(
        "no text for the statements of a. Give the texts of all their articles.",
        terms.by_source, {"b": "x"}, STATEMENTS,
    )  # fmt: skip
    mentions = terms.find_names({"z": "EC"}, aliases_of(Écosse=["EC"]))
    refuse(
        "mentions has articles that articles lacks: z. Take both from one corpus.",
        terms.naming, mentions, ARTICLE_TABLE,
    )  # fmt: skip
    refuse(
        "how must be among alias, name, acronym, description, pronoun, not guess",
        terms.naming, mentions, ARTICLE_TABLE, how=["guess"],
    )  # fmt: skip
    refuse(
        "no article has tokens. Check that the texts have running text: terms.kept(texts, lines).",
        terms.dispersion, terms.count({"a": ""}),
    )  # fmt: skip
