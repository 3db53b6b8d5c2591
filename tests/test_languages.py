"""A third language is a file: a small Spanish one, made here, is read without a line of code for it."""

import json
import shutil
import tomllib
from importlib import resources
from types import SimpleNamespace

import pytest

from analysis import languages
from analysis.names import words_of
from analysis.statements import extract, lexicon

# what differs from English, as far as these sentences need it
SPANISH = """
[words]
function = ["el", "la", "los", "las", "un", "una", "de", "del", "a", "al", "en", "y", "o", "que", "se", "su", "sus", "por", "con", "para", "no", "es", "fue", "ha", "han", "había"]
abbreviations = ["Sr", "Sra", "Dr", "Gral", "EE.UU"]
enclitics = []

[verbs]
"decir" = "asserts that q"
"afirmar" = "asserts that q"
"añadir" = "asserts that q"
"negar" = "denies that np"
"acusar" = "accuses acc"
"pedir" = "demands that np"
"advertir" = "warns that q"
"prometer" = "commits that np"

[conjugation.regular]
finite = [[["ar$", "a"], ["[ei]r$", "e"]], [["ar$", "an"], ["[ei]r$", "en"]], [["ar$", "ó"], ["[ei]r$", "ió"]], [["ar$", "aron"], ["[ei]r$", "ieron"]]]
participle = [[["ar$", "ado"], ["[ei]r$", "ido"]]]
gerund = [[["ar$", "ando"], ["[ei]r$", "iendo"]]]

[conjugation.irregular]
decir = { finite = ["dice", "dicen", "dijo", "dijeron"], participle = ["dicho"], gerund = ["diciendo"] }
advertir = { finite = ["advierte", "advierten", "advirtió", "advirtieron"], participle = ["advertido"], gerund = ["advirtiendo"] }
pedir = { finite = ["pide", "piden", "pidió", "pidieron"], participle = ["pedido"], gerund = ["pidiendo"] }

[statements]
token = '\\d+(?:[.,:]\\d+)*|\\w+(?:-\\w+)*|\\.\\.\\.|[^\\w\\s]'
complementiser = '^\\s*que\\b'
single_marks = false
adverb_endings = ["mente"]

[statements.prepositions]
"según" = "asserts"

[statements.words]
determiners = ["el", "la", "los", "las", "un", "una", "su", "sus", "al", "este", "esta", "varios", "del"]
subject_pronouns = ["él", "ella", "ellos", "ellas"]
complementisers = ["que"]
relatives = ["que", "quien", "cuyo"]
relatives_who = ["quien"]
walls = ["que", "si", "cuando", "mientras", "porque", "aunque"]
conjunctions = ["y", "o", "pero"]
passive = ["es", "está", "fue", "son", "fueron", "sido", "era"]
perfect = ["ha", "han", "había", "habían"]
modals = ["puede", "podría", "debe", "va"]
negation = ["no", "nunca"]
negators = ["no"]
prepositions = ["de", "del", "a", "en", "por", "con", "para", "sobre", "ante", "tras", "desde"]
genitive = ["de", "del"]
origin = ["de", "del"]
accusing_marks = ["de"]
agent_marks = ["por"]
time_words = ["lunes", "martes", "miércoles", "jueves", "viernes", "ayer", "hoy"]
functions = ["ministro", "alcaldesa", "portavoz"]
adjunct_openers = ["en", "el", "a", "ante"]

[actors]
institutions = ["(?P<function>\\\\w+) (?:del |de la |de )(?P<institution>.+)$"]

[actors.patterns]
head = "(\\\\w+)"
article = "(?i)(?:el|la|los|las|un|una|su|sus|al) "

[actors.pronouns]
"él" = "m/singular"
"ella" = "f/singular"
"""


def over(base: dict, other: dict) -> dict:
    """Return a dictionary with another one laid over it, table by table."""
    merged = dict(base)
    for name, value in other.items():
        merged[name] = over(base.get(name, {}), value) if isinstance(value, dict) else value
    return merged


def written(value: object) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def spanish(tmp_path, monkeypatch):
    """Put a Spanish file beside the others."""
    folder = resources.files(languages)
    for code in languages.available():
        shutil.copy(folder / f"{code}.toml", tmp_path)
    data = tomllib.loads((folder / "en.toml").read_text(encoding="utf-8"))
    small = tomllib.loads(SPANISH)
    # its verbs are its own; everything else it says nothing about stays as it is
    data = over({**data, "verbs": {}, "conjugation": {}}, small)
    data["statements"]["prepositions"] = small["statements"]["prepositions"]
    lines = (f"{name} = {written(value)}\n" for name, value in data.items())
    (tmp_path / "es.toml").write_text("".join(lines), encoding="utf-8")
    monkeypatch.setattr(languages, "resources", SimpleNamespace(files=lambda _: tmp_path))
    caches = (languages.available, languages.load, lexicon.load, words_of)
    for cache in caches:
        cache.cache_clear()
    yield
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El ministro dijo que el puente era seguro.", ("El ministro", "dijo", "que el puente era seguro", "asserts")),
        ("El ministro ha dicho el martes que es seguro.", ("El ministro", "ha dicho", "que es seguro", "asserts")),
        ("«El puente es seguro», afirmó la alcaldesa, Ana Ruiz.", ("la alcaldesa, Ana Ruiz", "afirmó", "«El puente es seguro»", "asserts")),
        ("Según el sindicato, la obra está parada.", ("el sindicato", "Según", "la obra está parada", "asserts")),
        ("Ana Ruiz acusó al gobierno de mentir.", ("Ana Ruiz", "acusó", "al gobierno de mentir", "accuses")),
        ("El gobierno negó los hechos.", ("El gobierno", "negó", "los hechos", "denies")),
    ],
)  # fmt: skip
def test_a_small_language_file_is_enough_for_statements(spanish, text, expected):
    assert languages.available() == ("en", "es", "fr")
    table = extract(text, language="es")
    assert [tuple(row) for row in table[["source_text", "cue", "content", "stance"]].to_numpy()] == [expected]


def test_names_follow_the_patterns_of_the_file(spanish):
    table = extract("La portavoz del sindicato, Ana Ruiz, advirtió que el puente caería.", language="es")
    assert table[["source", "actor"]].to_numpy().tolist() == [["Ana Ruiz", "sindicato"]]


def test_every_language_file_has_the_sections_of_the_others():
    files = {code: languages.load(code).data for code in languages.available()}
    sections = {code: set(data) for code, data in files.items()}
    assert sections["en"] == sections["fr"]
    for name in ("lines", "actors"):
        assert set(files["en"][name]) == set(files["fr"][name]), name
    assert set(files["en"]["actors"]["patterns"]) == set(files["fr"]["actors"]["patterns"])
