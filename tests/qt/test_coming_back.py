"""A till is locked while a file is written or cards are made: who sees how far that is, and who does not."""

from dataclasses import replace

import pytest

from tests.qt.conftest import Play
from tools.people_scenes import ANH
from tools.sample_cards import SampleBatches
from tools.theatre import Theatre, settle
from ui.card_batch_screen import CardBatchScreen
from ui.demo.seen import texts_seen
from ui.files_screen import FilesScreen
from ui.presenters.files.presenter import FilesPresenter
from ui.presenters.preferences import Preferences

OTHER = replace(ANH, operator="minh", name="Minh")


def at_files(play_scene: Play) -> tuple[Theatre, FilesScreen, FilesPresenter]:
    theatre = play_scene("files", Preferences("vi", "light", 100))
    assert theatre.files is not None
    assert theatre.files.presenter is not None
    return theatre, theatre.files, theatre.files.presenter


def lock(theatre: Theatre) -> None:
    theatre.window.show_screen(theatre.sign_in_view)
    settle()


def step(screen: FilesScreen) -> str:
    assert screen.presenter is not None
    return screen.presenter.model.step


def sees(text: str) -> bool:
    return any(text in each for each in texts_seen())


def test_what_one_began_is_not_painted_over_what_another_does(play_scene: Play) -> None:
    theatre, screen, first = at_files(play_scene)
    first.action_pressed(0)
    theatre.runner.hold("store")
    first.finish_pressed()
    lock(theatre)
    screen.open(OTHER)
    assert screen.presenter is not None
    assert screen.presenter is not first
    screen.presenter.finish_pressed()
    assert step(screen) == "columns"
    before = texts_seen()
    theatre.runner.let_go("store")
    assert theatre.sample_files.written == ["members"]
    assert texts_seen() == before


@pytest.mark.parametrize("operator", ["the same", "another"])
def test_an_import_is_seen_and_stopped_by_whoever_began_it(play_scene: Play, operator: str) -> None:
    theatre, screen, first = at_files(play_scene)
    first.finish_pressed()
    first.finish_pressed()
    theatre.runner.hold("net")
    first.finish_pressed()
    assert step(screen) == "writing"
    lock(theatre)
    screen.open(ANH if operator == "the same" else OTHER)
    assert screen.presenter is not None
    if operator == "another":
        assert step(screen) == "choose"
        before = texts_seen()
        theatre.runner.let_go("net")
        assert texts_seen() == before
        return
    assert step(screen) == "writing"
    screen.presenter.back_pressed()
    theatre.runner.let_go("net")
    assert step(screen) == "report"
    lock(theatre)
    screen.open(ANH)
    assert step(screen) == "report"
    screen.presenter.back_pressed()
    screen.open(ANH)
    assert step(screen) == "choose"


@pytest.mark.parametrize("operator", ["the same", "another"])
def test_a_batch_of_cards_is_seen_to_its_end_by_whoever_began_it(play_scene: Play, operator: str) -> None:
    theatre = play_scene("checkout")
    screen = CardBatchScreen(theatre.window, SampleBatches(), theatre.runner, on_back=lambda: None)
    screen.open(ANH, theatre.words)
    began = screen.presenter
    assert began is not None
    began.typed("3")
    theatre.runner.hold("store")
    began.finish_pressed()
    lock(theatre)
    screen.presenter = None
    screen.open(ANH if operator == "the same" else OTHER, theatre.words)
    before = texts_seen()
    theatre.runner.let_go("store")
    assert (screen.presenter is began) is (operator == "the same")
    assert sees("blank-cards-20261207-091500.pdf") is (operator == "the same")
    assert (texts_seen() == before) is (operator == "another")
