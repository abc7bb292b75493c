"""Help: a page for every screen, in both languages, found by words without marks, by keys and by touch."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from resources.catalogue import LANGUAGES, Catalogue, Language
from resources.manual import pages
from terminal.key_map import NO_CHANGES, TILL_KEYS, KeyMap
from terminal.practice import PRACTICE_PIN
from tests.qt.conftest import Play
from tests.qt.hands import press_key, touch_middle, type_sign
from tests.qt.scanner import Scanner
from tests.unit.presenters.desk import words
from tools.sample_shop import NOODLES
from tools.theatre import Theatre, settle
from ui.help_sheet import PAGES, HelpScreen, HelpSheet
from ui.presenters.help import HelpPresenter, HelpState, found_pages
from ui.presenters.preferences import TEXT_SIZES, Preferences, TextSize

ROOT = Path(__file__).parents[2]


def sheet_of(theatre: Theatre) -> HelpSheet:
    assert theatre.help is not None
    return theatre.help.sheet


def test_both_languages_have_the_same_pages_with_the_same_keys_in_them() -> None:
    vi, en = pages("vi"), pages("en")
    assert [page.name for page in vi] == [page.name for page in en]
    for one, other in zip(vi, en, strict=True):
        keys = [sorted(re.findall(r"\{([^}]*)\}", page.text)) for page in (one, other)]
        assert keys[0] == keys[1], one.name
        assert set(keys[0]) <= set(TILL_KEYS), one.name
        assert one.title != other.title
        assert one.text.count("\n- ") == other.text.count("\n- "), one.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_its_page(language: Language) -> None:
    assert set(PAGES.values()) <= {page.name for page in pages(language)}
    files = (file.read_text(encoding="utf-8") for file in (ROOT / "ui" / "views").glob("*_view.py"))
    views = {
        name
        for text in files
        for name in re.findall(r"^class (\w+View)\((?:Office|Desk|Touch)?View\)", text, re.MULTILINE)
    }
    assert set(PAGES) == views - {"CustomerView", "StoppedView", "TouchView", "DeskView", "OfficeView"}, (
        "each screen of a till at work has its page"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_the_sections_are_all_of_one_size(
    play_scene: Play, language: Language, text_size: TextSize, size: tuple[int, int]
) -> None:
    found = sheet_of(play_scene("help", Preferences(language, "light", text_size), size=size)).found
    columns = found.columns
    written = {columns.lines(columns.upper(row)).font.pixelSize() for row in found.listing.rows}
    assert len(found.listing.rows) == len(pages(language))
    assert len(written) == 1


@pytest.mark.parametrize(
    ("scene", "page"),
    [
        ("audit", "audit"),
        ("day", "day"),
        ("cards-batch", "cards"),
        ("people", "people"),
        ("draws", "draws"),
        ("programs", "programs"),
        ("late-claims", "late-claims"),
        ("training", "checkout"),
    ],
)
def test_f1_opens_at_the_page_of_the_screen_in_front(play_scene: Play, scene: str, page: str) -> None:
    theatre = play_scene(scene)
    screen = HelpScreen(theatre.window, words=lambda: theatre.words)
    screen.open()
    (title,) = (each.title for each in pages("vi") if each.name == page)
    assert screen.sheet.reader.toPlainText().startswith(title)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_training_and_audit_names_the_buttons_as_they_are(language: Language) -> None:
    catalogue = Catalogue.load(language)
    by_name = {each.name: each.text for each in pages(language)}
    named = {
        "training": ("menu.training", "menu.leave-training", "menu.settings", "menu.devices", "menu.cards"),
        "audit": ("menu.audit", "audit.group-overrides"),
    }
    for name, keys in named.items():
        for key in keys:
            assert f"*{catalogue.pattern(key)}*" in by_name[name], key
    assert PRACTICE_PIN in by_name["training"]
    assert catalogue.pattern("training.word") in by_name["training"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("tra hang", "returns"),
        ("Trả HÀNG", "returns"),
        ("sao luu", "settings"),
        ("ngan keo", "shift"),
        ("tap", "training"),
        ("ai da lam gi", "audit"),
    ],
)
def test_words_are_found_without_marks_those_in_a_title_first(query: str, first: str) -> None:
    assert found_pages(pages("vi"), query)[0].name == first


def test_every_word_has_to_be_there_and_nothing_is_said_to_be_nothing() -> None:
    assert found_pages(pages("en"), "wallet zebra") == ()
    assert found_pages(pages("en"), "") == pages("en")
    states: list[HelpState] = []
    presenter = HelpPresenter(words(), NO_CHANGES, on_state=states.append)
    presenter.begin("pay")
    presenter.typed("xyzzy")
    presenter.moved(1)
    assert (states[-1].text, states[-1].found.rows, states[-1].found.empty != "") == ("", (), True)


def test_a_page_says_what_is_pressed_here() -> None:
    states: list[HelpState] = []
    HelpPresenter(words(), KeyMap.of({"F9": "Ins"}), on_state=states.append).begin("pay")
    assert "**Ins**" in states[-1].text
    assert "{" not in states[-1].text


def test_the_page_of_the_screen_is_shown_searched_turned_and_left_by_keys(play_scene: Play) -> None:
    theatre = play_scene("help")
    sheet = sheet_of(theatre)
    assert sheet.reader.toPlainText().startswith("Bán hàng")
    for sign in "may in":
        type_sign(theatre.window, sign)
    settle()
    assert 0 < len(sheet.found.listing.rows) < len(pages("vi"))
    before = sheet.reader.toPlainText()
    press_key(theatre.window, Qt.Key.Key_Down)
    settle()
    assert sheet.reader.toPlainText() != before
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_F9):
        press_key(theatre.window, key)
    settle()
    assert sheet.isVisible()
    press_key(theatre.window, Qt.Key.Key_Escape)
    settle()
    assert not sheet.isVisible()
    assert theatre.stage.checkout.box.edit.text() == ""


def test_a_page_is_read_and_the_sheet_closed_by_touch(play_scene: Play) -> None:
    theatre = play_scene("help")
    sheet = sheet_of(theatre)
    sheet.found.pressed.emit(3)
    settle()
    assert sheet.reader.toPlainText().startswith("Thanh toán")
    touch_middle(sheet.close_button)
    settle()
    assert not sheet.isVisible()


def test_a_scan_over_help_searches_nothing(play_scene: Play) -> None:
    theatre = play_scene("help")
    sheet = sheet_of(theatre)
    scanner = Scanner(theatre)
    scanner.scan(NOODLES.sku, gap_s=0.005)
    assert (scanner.scans, sheet.field.text(), sheet.isVisible()) == ([NOODLES.sku], "", True)


def test_a_part_that_gets_another_size_does_not_lay_the_card_out_in_the_middle_of_its_own_layout(
    play_scene: Play,
) -> None:
    theatre = play_scene("help")
    sheet = sheet_of(theatre)
    smaller = sheet.card.geometry().adjusted(0, 0, -100, 0)
    sheet.card.setGeometry(smaller)
    sheet.field.resize(sheet.field.width() - 10, sheet.field.height())
    assert sheet.card.geometry() == smaller
    theatre.window.resize(1500, 900)
    settle()
    assert sheet.rect() == theatre.window.rect()
