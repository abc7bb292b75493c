"""The manual is what its chapters, the pages of F1 and the screens say, and all that it shows is there."""

import re
from itertools import product
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QApplication

import main
from resources.catalogue import LANGUAGES, Language
from resources.manual import MANUAL_FOLDER, pages
from server.commands.actions import ACTIONS
from tests.unit.docs.pages import ROOT, page
from tools import manual
from tools.drawing import SIZE
from tools.manual import BOOKS, MANUAL, SOURCE, book, scenes
from tools.take_pictures import PICTURES
from ui.look import Look
from ui.theme import FAMILY

EVERY = list(product(BOOKS, LANGUAGES))
PICTURE_BYTES = 64_000
POINTS_PER_CM = 72 / 2.54
DIRECTIVE = re.compile(r"\{\{?([^}]+)\}")


WITHOUT_BOOKS = {"make-ca", "renew-certificate", "verify-close"}
"""Actions of `admin` that open no database."""


def source(name: str, language: Language) -> str:
    return (SOURCE / language / f"{name}.md").read_text(encoding="utf-8")


def parts(name: str, language: Language) -> list[str]:
    """What a chapter takes from elsewhere, in order, without the words under pictures."""
    return [found.partition(":")[0] for found in DIRECTIVE.findall(source(name, language))]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_book_is_what_the_chapters_and_the_screens_say_today(name: str, language: Language) -> None:
    checked_in = (MANUAL / language / f"{name}.md").read_text(encoding="utf-8")
    assert checked_in == book(name, language), "python -m tools.manual writes it anew"


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_link_and_picture_of_a_book_is_there(name: str, language: Language) -> None:
    targets = re.findall(r"(?:\]\(|src=\")([^)#\"]+)[)\"]", book(name, language))
    assert len(targets) >= 3
    for target in targets:
        assert (MANUAL / language / target).is_file(), target


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cashiers_page_is_one_sheet_of_paper(language: Language, qapp: QApplication) -> None:
    """A4 with margins of 1.5 cm, in letters of 10 points, its picture included."""
    Look(qapp)  # brings the till's own letters
    sheet, font = QTextDocument(), QFont(FAMILY)
    font.setPixelSize(10)  # one pixel of this layout is a point of paper
    sheet.setDefaultFont(font)
    text = (MANUAL / language / "cashier.md").read_text(encoding="utf-8")
    (percent,) = re.findall(r'<img [^>]*width="(\d+)%"', text)
    sheet.setMarkdown(re.sub(r"<img [^>]*>\n", "", text))
    sheet.setTextWidth(18 * POINTS_PER_CM)
    across, down = SIZE
    picture = sheet.textWidth() * int(percent) / 100 * down / across
    assert sheet.size().height() + picture + 10 <= 26.7 * POINTS_PER_CM


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_command_of_a_book_is_there(name: str, language: Language) -> None:
    text = book(name, language)
    known = {command.name for group in main.GROUPS.values() for command in group}
    assert set(re.findall(r"main\.py ([a-z][a-z-]*)", text)) <= known
    assert set(re.findall(r"admin ([a-z]+(?:-[a-z]+)*)", text)) <= {*ACTIONS, *WITHOUT_BOOKS}
    programs = ROOT / "resources" / "programs"
    for file in set(re.findall(r"`([a-z-]+\.toml)`", text)):
        assert (programs / file).is_file(), file


@pytest.mark.parametrize("name", BOOKS)
def test_both_languages_name_the_same_buttons_keys_pages_and_pictures(name: str) -> None:
    assert sorted(parts(name, "vi")) == sorted(parts(name, "en"))
    assert source(name, "vi").count("\n## ") == source(name, "en").count("\n## ")


def test_every_page_of_help_stands_in_one_of_the_books() -> None:
    taken = {part.removeprefix("page ") for name in BOOKS for part in parts(name, "en")}
    assert {each.name for each in pages("en")} <= taken


def test_every_picture_is_of_a_scene_that_is_taken_small_and_none_is_left_over() -> None:
    assert 10 <= len(scenes()) <= 19
    for language in LANGUAGES:
        files = list((PICTURES / language).glob("*.png"))
        assert {file.stem for file in files} == set(scenes())
        for file in files:
            assert file.stat().st_size < PICTURE_BYTES, file
            with Image.open(file) as picture:
                assert picture.size == SIZE


def test_the_readme_leads_to_every_book() -> None:
    text = page("README.md")
    for name, language in EVERY:
        assert f"(docs/manual/{language}/{name}.md)" in text


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{{page kitchen}}", "there is no page kitchen; there are sign-in"),
        ("{menu.kitchen}", "no screen says menu.kitchen"),
        ("{checkout.worth}", "checkout.worth has places to fill"),
        ("{F13}", "F13 is no key of the till"),
        ("{{picture checkout}}", "{{picture checkout}} is neither a page nor a picture"),
    ],
)
def test_what_a_chapter_gets_wrong_is_told_by_name(
    text: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "cashier.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(manual, "SOURCE", tmp_path)
    with pytest.raises(ValueError, match=re.escape(wrong)):
        book("cashier", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_numbered_one_by_one(language: Language) -> None:
    numbers = [int(file.name.partition("-")[0]) for file in sorted((MANUAL_FOLDER / language).glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
