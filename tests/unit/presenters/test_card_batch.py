"""Making a batch of blank cards as a state machine: asked for, sheet by sheet, written, stopped, spoilt."""

from dataclasses import replace

import pytest

from resources.catalogue import Catalogue
from tools.sample_cards import SampleBatches
from tools.sample_products import MANAGER
from tools.sample_shop import ZONE
from ui.presenters.cards.batch import CardBatchPresenter
from ui.presenters.office_state import OfficeState
from ui.presenters.shown import Tone
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words


class Screen:
    """The presenter over sample batches, and all that it showed."""

    def __init__(self, spoilt: int = 0) -> None:
        self.batches = SampleBatches(spoilt)
        self.states: list[OfficeState] = []
        self.left = 0
        self.runner = ImmediateRunner()
        self.words = Words(catalogue=Catalogue.load("en"), currency="VND", zone=ZONE)
        self.it = CardBatchPresenter(
            self.batches, MANAGER, self.runner, self.words, on_state=self.states.append, on_back=self.leave
        )
        self.it.begin()

    def leave(self) -> None:
        self.left += 1

    @property
    def state(self) -> OfficeState:
        return self.states[-1]

    def notice(self) -> tuple[Tone, str] | None:
        notice = self.state.notice
        return None if notice is None else (notice.tone, notice.text)

    def make(self, text: str) -> None:
        self.it.typed(text)
        self.it.finish_pressed()

    def progress(self) -> list[str]:
        shown = (row for state in self.states for row in state.listing.rows if row.detail == "Sheets read")
        return list(dict.fromkeys(row.cells[0] for row in shown))


def test_a_batch_is_made_sheet_after_sheet_and_its_place_is_said() -> None:
    screen = Screen()
    screen.make(" 25 ")
    ((batch, titles),) = screen.batches.written
    assert (len(batch.numbers), batch.form, batch.is_checked, titles[2]) == (25, "a4", True, "Sheet")
    assert screen.progress() == ["0 of 3", "1 of 3", "2 of 3", "3 of 3"]
    tone, text = screen.notice() or (None, "")
    assert tone is Tone.GOOD
    assert "blank-cards-20261207-091500.pdf" in text
    assert (screen.state.text, screen.state.finish.enabled) == ("", True)


def test_the_form_is_chosen_by_a_press() -> None:
    screen = Screen()
    for _ in range(3):
        screen.it.form_pressed()
    screen.make("2")
    assert [batch.form for batch, _ in screen.batches.written] == ["cr80"]
    assert screen.progress()[-1] == "2 of 2"


@pytest.mark.parametrize("text", ["", "0", "501", "ten", "-1", "9" * 5000])
def test_how_many_has_to_be_a_number_that_can_be(text: str) -> None:
    screen = Screen()
    screen.make(text)
    assert "1 to 500 cards" in (screen.notice() or (None, ""))[1]
    assert screen.batches.written == []
    assert (screen.state.text, screen.state.finish.enabled) == (text, True)


def test_a_spoilt_sheet_ends_the_batch_with_a_sentence_and_nothing_is_written() -> None:
    screen = Screen(spoilt=2)
    screen.make("25")
    assert "Sheet 2 is spoilt" in (screen.notice() or (None, ""))[1]
    assert (screen.batches.written, screen.state.finish.enabled) == ([], True)


def test_a_batch_is_stopped_between_two_sheets_and_what_comes_later_is_dropped() -> None:
    screen = Screen()
    screen.runner.hold("look-up")
    screen.make("25")
    screen.it.finish_pressed()
    screen.it.form_pressed()
    assert (screen.state.back, screen.state.finish.enabled) == ("Stop", False)
    screen.it.back_pressed()
    screen.runner.let_go("look-up")
    assert screen.batches.written == []
    assert "No card was made" in (screen.notice() or (None, ""))[1]
    screen.it.back_pressed()
    assert screen.left == 1


def test_a_batch_that_is_being_written_is_not_stopped() -> None:
    screen = Screen()
    screen.runner.hold("store")
    screen.make("10")
    screen.it.back_pressed()
    screen.runner.let_go("store")
    assert (len(screen.batches.written), screen.left) == (1, 0)


def test_a_failure_of_a_stopped_batch_is_nobodys() -> None:
    screen = Screen(spoilt=1)
    screen.make("501")
    screen.runner.hold("look-up")
    screen.make("25")
    screen.it.back_pressed()
    screen.runner.let_go("look-up")
    assert "No card was made" in (screen.notice() or (None, ""))[1]


def test_a_scan_is_for_nobody_here_and_the_language_changes_at_once() -> None:
    screen = Screen()
    screen.it.scanned()
    assert screen.notice() is not None
    screen.it.speak(replace(screen.words, catalogue=Catalogue.load("vi")))
    assert screen.state.title == "Thẻ trắng"
