"""Kept receipts on a sheet over the screen: looked at, turned over, printed again, written as files."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from loyalty.errors import Unavailable
from terminal.usecases.void import void_last_sale
from tests.qt.conftest import Play
from tests.qt.hands import press_key, touch_middle
from tests.qt.test_slip_command import sold
from tests.unit.presenters.desk import words
from tests.unit.terminal.till_kit import LAN, Counter, a_shop, printing
from tools.theatre import Theatre, settle
from ui.kept_receipts import KeptReceipts
from ui.presenters.receipts import ReceiptsPresenter, ReceiptsState
from ui.presenters.shown import Tone
from ui.presenters.tasks import ImmediateRunner
from ui.receipt_sheet import ReceiptsScreen


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


class Open:
    """The sheet over a till's window."""

    def __init__(self, theatre: Theatre, shop: Counter, folder: Path) -> None:
        self.window, self.shop = theatre.window, shop
        self.kept = KeptReceipts(printing(shop.till), folder, width_dots=lambda: 576)
        self.screen = ReceiptsScreen(theatre.window, self.kept, theatre.runner, width_dots=lambda: 576)
        self.screen.open(LAN, theatre.words)
        settle()

    def press(self, key: Qt.Key) -> None:
        press_key(self.window, key)
        settle()

    def jobs(self) -> list[tuple[str, bool]]:
        with self.shop.store.read() as reading:
            return [(job.kind, job.copy) for job in reading.print_jobs.waiting("receipt")]


def test_the_last_receipt_is_shown_turned_over_and_printed_again_by_keys(
    play_scene: Play, shop: Counter, tmp_path: Path
) -> None:
    first, second = sold(shop), sold(shop)
    it = Open(play_scene("empty"), shop, tmp_path)
    sheet = it.screen.sheet
    assert sheet.isVisible()
    assert sheet.paper is not None
    newest = sheet.paper
    it.press(Qt.Key.Key_Left)
    assert sheet.paper is not newest
    assert (sheet.older.isEnabled(), sheet.newer.isEnabled()) == (first.receipt.number > 1, True)
    it.press(Qt.Key.Key_Down)
    before = it.jobs()
    it.press(Qt.Key.Key_F10)
    assert it.jobs() == [*before, ("sale", True)]
    it.press(Qt.Key.Key_Right)
    assert not sheet.newer.isEnabled()
    it.press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert second.receipt.number == first.receipt.number + 1


def test_files_are_written_by_touch_into_the_data_folder(
    play_scene: Play, shop: Counter, tmp_path: Path
) -> None:
    label = sold(shop).receipt.label
    it = Open(play_scene("empty"), shop, tmp_path)
    touch_middle(it.screen.sheet.pdf)
    touch_middle(it.screen.sheet.mail)
    settle()
    with pypdfium2.PdfDocument(tmp_path / "receipts" / f"{label}.pdf") as pdf:
        assert len(pdf) == 1
    assert "BẢN SAO" in (tmp_path / "receipts" / f"{label}.html").read_text(encoding="utf-8")
    touch_middle(it.screen.sheet.close_button)
    settle()
    assert not it.screen.sheet.isVisible()


def shown(kept: KeptReceipts, *moves: int) -> tuple[ReceiptsPresenter, list[ReceiptsState]]:
    states: list[ReceiptsState] = []
    presenter = ReceiptsPresenter(kept, LAN, ImmediateRunner(), words(), on_state=states.append)
    presenter.begin()
    for by in moves:
        presenter.moved(by)
    return presenter, states


@pytest.mark.usefixtures("qapp")
def test_numbers_of_voids_are_passed_over(shop: Counter, tmp_path: Path) -> None:
    first = sold(shop)
    void_last_sale(shop.till, LAN, first.sale)
    last = sold(shop)
    assert last.receipt.number == first.receipt.number + 2
    kept = KeptReceipts(printing(shop.till), tmp_path, width_dots=lambda: 576)
    presenter, states = shown(kept, -1)
    assert states[-1].title == first.receipt.label
    presenter.moved(1)
    assert states[-1].title == last.receipt.label
    presenter.moved(1)
    assert states[-1].title == last.receipt.label


@pytest.mark.usefixtures("qapp")
def test_without_a_sale_there_is_nothing_to_look_at_and_nothing_is_done(
    shop: Counter, tmp_path: Path
) -> None:
    kept = KeptReceipts(printing(shop.till), tmp_path, width_dots=lambda: 576)
    presenter, states = shown(kept)
    presenter.moved(-1)
    presenter.print_pressed()
    presenter.save_pressed("pdf")
    assert states[-1].document is None
    assert states[-1].notice is not None
    assert states[-1].notice.tone is Tone.ATTENTION
    assert not (tmp_path / "receipts").exists()


@pytest.mark.usefixtures("qapp")
def test_a_folder_that_takes_no_file_is_said_to_be(shop: Counter, tmp_path: Path) -> None:
    sold(shop)
    (tmp_path / "receipts").write_text("in the way")
    kept = KeptReceipts(printing(shop.till), tmp_path, width_dots=lambda: 576)
    presenter, states = shown(kept)
    presenter.save_pressed("html")
    assert states[-1].notice is not None
    assert states[-1].notice.tone is Tone.REFUSED
    receipt = kept.receipt(None)
    assert receipt is not None
    with pytest.raises(Unavailable, match="slip-unwritable"):
        kept.save(receipt, "html")
