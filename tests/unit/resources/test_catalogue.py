"""The texts: complete in both languages, the same blanks in each, and all that the program asks for."""

import re
import string
import tomllib
from pathlib import Path

import pytest

from resources.catalogue import FIRST_FILE, LANGUAGES, TRANSLATIONS_FOLDER, Catalogue, Language

ROOT = Path(__file__).parents[3]
TABLES = "error checkout pay shift why menu sign-in top key print scan enrol banner void clear help pad"
_KEY = re.compile(rf'"((?:{TABLES.replace(" ", "|")})\.[a-z0-9][a-z0-9-]*)"')
_LITERAL = re.compile(r"""["']([a-z0-9_./-]+)["']""")
_COMPOSED = re.compile(r'f"([a-z-]+\.[^"\s]*\{[^"\s]*)"')
_ENDING = re.compile(r'f"\{\w+\}(-[a-z-]+)"')
FOUND_OTHERWISE = ("machine.", "programs.fault.")
"""What the machine says, and what a program's reader says, are looked up by their own words."""
CODES = re.compile(r'(?:Refused|Unavailable)\(\s*"([a-z0-9-]+)"')


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def forms(keys: frozenset[str]) -> set[str]:
    return {key.removesuffix(".one").removesuffix(".other") for key in keys}


def test_both_languages_have_the_same_keys() -> None:
    vietnamese, english = (forms(Catalogue.load(language).keys()) for language in LANGUAGES)
    assert vietnamese == english


def test_a_text_has_the_same_blanks_in_both_languages() -> None:
    catalogues = [Catalogue.load(language) for language in LANGUAGES]
    for key in forms(catalogues[0].keys()) & forms(catalogues[1].keys()):
        of_each = [
            {frozenset(blanks(catalogue.pattern(form))) for form in written(catalogue, key)}
            for catalogue in catalogues
        ]
        assert of_each[0] == of_each[1], key


def written(catalogue: Catalogue, key: str) -> list[str]:
    keys = catalogue.keys()
    return [form for form in (key, f"{key}.one", f"{key}.other") if form in keys]


def test_every_key_named_in_the_screens_code_is_there() -> None:
    catalogue = Catalogue.load("vi")
    named = {
        key
        for file in (ROOT / "ui").rglob("*.py")
        if "demo" not in file.parts
        for key in _KEY.findall(file.read_text(encoding="utf-8"))
    }
    assert len(named) > 100
    assert sorted(key for key in named if not catalogue.has(key)) == []


def test_every_text_is_asked_for_somewhere() -> None:
    """One that nobody shows is translated for nothing, and the manual may name a button that is not there."""
    folders = ("ui", "terminal", "server", "resources", "tools")
    files = (file for folder in folders for file in (ROOT / folder).rglob("*.py"))
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    literals = set(_LITERAL.findall(code))
    asked = literals | {f"{key}{end}" for key in literals if "." in key for end in set(_ENDING.findall(code))}
    shapes = [re.sub(r"\\{.*?\\}", "[a-z0-9_/-]+", re.escape(each)) for each in set(_COMPOSED.findall(code))]
    composed = re.compile("|".join(shapes))
    keys = {key for key in forms(Catalogue.load("vi").keys()) if not key.startswith(FOUND_OTHERWISE)}
    assert len(keys) > 2_000
    assert sorted(key for key in keys - asked if composed.fullmatch(key) is None) == []


def test_every_refusal_a_till_can_raise_has_its_sentence() -> None:
    catalogue = Catalogue.load("vi")
    folders = ("terminal/usecases", "terminal/store", "loyalty/identity", "terminal/printing")
    codes = {
        code
        for folder in folders
        for file in (ROOT / folder).rglob("*.py")
        for code in CODES.findall(file.read_text(encoding="utf-8"))
    }
    internal = {"card-serial", "receipt-number"}
    assert len(codes) > 40
    assert sorted(code for code in codes - internal if not catalogue.has(f"error.{code}")) == []


def test_a_refusal_says_what_happened_what_it_means_and_what_to_do() -> None:
    for language in LANGUAGES:
        texts = tomllib.loads((TRANSLATIONS_FOLDER / language / "errors.toml").read_text(encoding="utf-8"))
        for code, text in texts["error"].items():
            assert text.count(". ") >= 1, code
            assert text.endswith((".", "?")), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_file_is_plain_enough_to_be_read_without_a_parser(language: str) -> None:
    file = TRANSLATIONS_FOLDER / language / FIRST_FILE
    whole = tomllib.loads(file.read_text(encoding="utf-8"))
    quick = Catalogue.load("vi" if language == "vi" else "en")
    for table, texts in whole.items():
        for key, text in texts.items():
            assert quick.pattern(f"{table}.{key}") == text


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 line"), ("1", "1 line"), ("−1", "−1 line"), (2, "2 lines"), ("1,250", "1,250 lines")],
)
def test_what_is_counted_is_said_as_one_or_as_several(count: int | str, said: str) -> None:
    assert Catalogue.load("en").text("checkout.count", count=count) == said
    assert Catalogue.load("vi").text("checkout.count", count=count) == f"{count} dòng"


def test_a_text_may_count_twice_and_hold_other_blanks() -> None:
    said = Catalogue.load("en").text("doctor.leases", count=1, points="20")
    assert said == "1 lease open, 20 points reserved"


def test_one_fault_may_be_told_in_another_sentence() -> None:
    for language in LANGUAGES:
        one, several = (
            Catalogue.load(language).text("error.configuration-refused", path="p", count=count, faults="f")
            for count in (1, 2)
        )
        assert "2" not in one
        assert "2" in several


_PLURAL = re.compile(
    r"\{\w+\} (?:points|cards|vouchers|rows|lines|tries|sales|stamps|days|events|persons|months)\b"
)


def test_english_never_counts_without_saying_one_otherwise() -> None:
    catalogue = Catalogue.load("en")
    of_the_reader = "programs.fault.stamps-full"
    never_one = {"error.card-batch-size", "error.points-short", "demo.fault.receipts", of_the_reader}
    keys = catalogue.keys()
    assert {key for key in keys if _PLURAL.search(catalogue.pattern(key))} <= never_one


def test_a_key_nobody_wrote_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Catalogue.load("vi").text("no.such.key")


def test_a_key_given_twice_is_a_bug(tmp_path: Path) -> None:
    folder = tmp_path / "vi"
    folder.mkdir()
    (folder / "a.toml").write_text('[x]\ny = "1"\n')
    (folder / "b.toml").write_text('[x]\ny = "2"\n')
    with pytest.raises(ValueError, match="twice"):
        Catalogue.load("vi", tmp_path).read_all()


def test_only_texts_are_kept(tmp_path: Path) -> None:
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "a.toml").write_text("[x]\ny = 1\n")
    with pytest.raises(TypeError):
        Catalogue.load("vi", tmp_path).read_all()


STRAIGHT = re.compile(r"(?<=[\w}])'(?=[\w\s.,;:?!)]|$)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_the_apostrophe_of_typewriters(language: Language) -> None:
    catalogue = Catalogue.load(language)
    keys = catalogue.keys()
    ours = {key for key in keys if not key.startswith(FOUND_OTHERWISE)}
    straight = {key for key in ours if STRAIGHT.search(catalogue.pattern(key))}
    assert straight == set()
    pages = (ROOT / "resources" / "manual" / language).glob("*.md")
    assert [page.name for page in pages if STRAIGHT.search(page.read_text(encoding="utf-8"))] == []


def test_every_text_is_in_composed_letters() -> None:
    import unicodedata

    for language in LANGUAGES:
        for file in (TRANSLATIONS_FOLDER / language).glob("*.toml"):
            text = file.read_text(encoding="utf-8")
            assert text == unicodedata.normalize("NFC", text), file


ON_SCREEN_AND_PAPER = ("paid-in", "paid-out", "expected", "counted", "first-counted", "difference")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_of_a_shift_is_called_the_same_on_the_screen_and_on_paper(language: Language) -> None:
    text = Catalogue.load(language).text
    for figure in ON_SCREEN_AND_PAPER:
        name, paper = text(f"shift.row-{figure}"), text(f"slip.shift.{figure}")
        assert name.casefold() == paper.casefold(), figure
