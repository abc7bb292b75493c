"""The keyboard-wedge scanner in a real window: bursts become scans, a person's keys go on."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from drivers.wedge import WedgeRecogniser
from loyalty.identity.commands import Command, command_code
from tests.qt.conftest import Play
from tests.qt.hands import press_key, type_sign
from tests.qt.scanner import Scanner
from tests.qt.test_slip_command import sold
from tests.unit.terminal.till_kit import LAN, Counter, a_shop, printing
from tools.sample_shop import ANH_CARD, NOODLES, RICE
from tools.theatre import settle
from ui.kept_receipts import KeptReceipts
from ui.presenters.devices.model import KINDS
from ui.presenters.shell import Screen
from ui.receipt_sheet import ReceiptsScreen
from ui.views.hear import hear_number, hear_text
from ui.wedge_filter import WedgeFilter


@pytest.fixture
def scanner(play_scene: Play) -> Scanner:
    """A scanner at an empty checkout."""
    return Scanner(play_scene("empty"))


def test_a_burst_is_one_scan_and_types_nothing(scanner: Scanner) -> None:
    scanner.scan(NOODLES.sku)
    assert scanner.scans == [NOODLES.sku]
    assert scanner.theatre.stage.checkout.box.edit.text() == ""
    assert [line.sku for line in scanner.theatre.checkout.counter.model.sale.lines] == [NOODLES.sku]


def test_a_scan_works_wherever_the_focus_is_and_presses_nothing(scanner: Scanner) -> None:
    view = scanner.theatre.stage.checkout
    scanner.scan(NOODLES.sku)
    view.keys.pay.setFocus()
    scanner.scan(RICE.sku, end=Qt.Key.Key_Tab)
    assert scanner.theatre.shell.screen is Screen.CHECKOUT
    assert view.keys.pay.hasFocus()
    assert len(scanner.theatre.checkout.counter.model.sale.lines) == 2


def test_a_persons_keys_go_on_in_their_order_each_once(scanner: Scanner) -> None:
    scanner.type_in("cafe")
    assert scanner.theatre.stage.checkout.box.edit.text() == "cafe"
    assert scanner.scans == []


def test_a_scan_in_the_middle_of_typing_leaves_what_was_typed(scanner: Scanner) -> None:
    scanner.type_in("ca")
    scanner.now += 1
    scanner.scan(NOODLES.sku)
    assert scanner.theatre.stage.checkout.box.edit.text() == "ca"
    assert scanner.scans == [NOODLES.sku]


def test_a_scan_while_a_dialog_is_open_confirms_nothing(scanner: Scanner) -> None:
    scanner.scan(NOODLES.sku)
    scanner.theatre.checkout.after.ask_abandon()
    settle()
    scanner.scan(RICE.sku)
    assert scanner.theatre.stage.checkout.confirm.isVisible()
    assert [line.sku for line in scanner.theatre.checkout.counter.model.sale.lines] == [NOODLES.sku]


def test_a_burst_through_an_input_method_is_told_and_never_looked_up(scanner: Scanner) -> None:
    for sign in "98\u00e2234567":
        scanner.now += 0.004
        type_sign(scanner.theatre.window, sign)
    press_key(scanner.theatre.window, Qt.Key.Key_Return)
    settle()
    assert scanner.troubles == ["input-method-on"]
    assert scanner.scans == []


def test_shortcuts_work_beside_a_scanner(scanner: Scanner) -> None:
    scanner.scan(NOODLES.sku)
    press_key(scanner.theatre.window, Qt.Key.Key_F9)
    settle()
    assert scanner.theatre.shell.screen is Screen.PAY


def test_a_whole_sale_with_the_scanner_alone(scanner: Scanner) -> None:
    for code in (NOODLES.sku, RICE.sku, ANH_CARD, command_code(Command.BURN_MOST)):
        scanner.scan(code)
    for _ in range(2):
        scanner.scan(command_code(Command.PAY_CASH))
    sale = scanner.theatre.till.sales[0]
    assert sale.burn is not None
    assert sale.member is not None
    assert scanner.theatre.shell.screen is Screen.CHECKOUT


def test_ten_scans_without_a_pause_all_arrive(scanner: Scanner) -> None:
    for _ in range(10):
        scanner.scan(NOODLES.sku, gap_s=0.001)
    assert scanner.theatre.checkout.counter.model.sale.lines[0].quantity == 10_000


def spin_box() -> QSpinBox:
    box = QSpinBox()
    box.setMaximum(2_000_000_000)
    return box


WIDGETS: list[Callable[[], QWidget]] = [
    QLineEdit, spin_box, QPushButton, QCheckBox, QPlainTextEdit, QComboBox, QListWidget, QSlider, QTabBar,
]  # fmt: skip


class Form:
    """A window with one widget of the kind in focus, and a scanner that types 13 digits at 5 ms a key."""

    def __init__(self, kind: Callable[[], QWidget]) -> None:
        self.window = QWidget()
        lines = QVBoxLayout(self.window)
        self.widget, self.button = kind(), QPushButton("ok")
        for widget in (self.widget, self.button):
            lines.addWidget(widget)
        if isinstance(self.widget, QComboBox | QListWidget):
            self.widget.addItems(["8 one", "9 two", "3 three"])
        if isinstance(self.widget, QTabBar):
            self.widget.addTab("8")
        self.touched: list[str] = []
        self._watch()
        self.window.show()
        self.widget.setFocus()
        settle()
        self.touched.clear()
        self.now = 100.0
        self.scans: list[str] = []
        WedgeFilter(
            self.window.windowHandle(),
            WedgeRecogniser(),
            on_scan=lambda scan: self.scans.append(scan.text),
            on_trouble=self.scans.append,
            clock=lambda: self.now,
        )

    def scan(self, code: str) -> None:
        for sign in code:
            self.now += 0.005
            type_sign(self.window, sign)
        self.now += 0.005
        press_key(self.window, Qt.Key.Key_Return)
        settle()

    def _watch(self) -> None:
        widget, said = self.widget, self.touched
        self.button.clicked.connect(lambda: said.append("ok"))
        if isinstance(widget, QLineEdit):
            hear_text(widget.textChanged, said.append)
        elif isinstance(widget, QSpinBox):
            hear_number(widget.valueChanged, lambda value: said.append(str(value)))
        elif isinstance(widget, QPushButton | QCheckBox):
            widget.clicked.connect(lambda: said.append("clicked"))
        elif isinstance(widget, QPlainTextEdit):
            widget.textChanged.connect(lambda: said.append(widget.toPlainText()))
        elif isinstance(widget, QComboBox):
            hear_number(widget.currentIndexChanged, lambda row: said.append(str(row)))
        elif isinstance(widget, QListWidget):
            hear_number(widget.currentRowChanged, lambda row: said.append(str(row)))
            widget.itemActivated.connect(lambda: said.append("activated"))


@pytest.mark.usefixtures("look")
@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__name__)
def test_thirteen_digits_are_one_scan_and_touch_no_widget_of_any_kind(kind: Callable[[], QWidget]) -> None:
    form = Form(kind)
    form.scan("8934563138165")
    form.scan("8936079120016")
    assert form.scans == ["8934563138165", "8936079120016"]
    assert form.touched == []
    assert form.widget.hasFocus() or isinstance(form.widget, QTabBar)
    form.window.close()
    form.window.deleteLater()
    settle()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["screen", "field", "choose", "back"])
def test_a_scan_on_the_screen_of_devices_chooses_nothing_and_types_nothing(
    play_scene: Play, kind: str, where: str
) -> None:
    theatre = play_scene("devices")
    devices = theatre.devices
    assert devices is not None
    devices.presenter.kind_chosen(kind)
    view = devices.view
    focused: dict[str, QWidget] = {
        "screen": view,
        "field": view.choices.addresses,
        "choose": view.choose,
        "back": view.back,
    }
    focused[where].setFocus()
    scanner = Scanner(theatre)
    scanner.scan(NOODLES.sku)
    assert scanner.scans == [NOODLES.sku]
    assert theatre.sample_devices.calls == []
    assert view.choices.addresses.text() == ""
    assert devices.presenter.model.kind == kind
    assert theatre.window.screen_shown is view


def test_a_scan_while_the_menu_lies_over_all_chooses_no_item(play_scene: Play) -> None:
    theatre = play_scene("menu")
    chosen: list[str] = []
    theatre.menu.item_chosen.connect(chosen.append)
    scanner = Scanner(theatre)
    scanner.scan(NOODLES.sku)
    assert (scanner.scans, chosen, theatre.menu.isVisible()) == ([NOODLES.sku], [], True)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


@pytest.mark.parametrize("where", ["sheet", "older", "newer", "print_button", "pdf", "mail", "close_button"])
def test_a_scan_over_a_kept_receipt_turns_prints_writes_and_closes_nothing(
    play_scene: Play, shop: Counter, tmp_path: Path, where: str
) -> None:
    for _ in range(2):
        sold(shop)
    theatre = play_scene("empty")
    kept = KeptReceipts(printing(shop.till), tmp_path, width_dots=lambda: 576)
    receipts = ReceiptsScreen(theatre.window, kept, theatre.runner, width_dots=lambda: 576)
    receipts.open(LAN, theatre.words)
    sheet = receipts.sheet
    (sheet if where == "sheet" else getattr(sheet, where)).setFocus()
    settle()
    paper, jobs = sheet.paper, waiting(shop)
    scanner = Scanner(theatre)
    scanner.scan("8934563138165", gap_s=0.005)
    assert scanner.scans == ["8934563138165"]
    assert (sheet.isVisible(), sheet.paper is paper, waiting(shop)) == (True, True, jobs)
    assert not (tmp_path / "receipts").exists()


def waiting(shop: Counter) -> int:
    with shop.store.read() as reading:
        return len(reading.print_jobs.waiting("receipt"))
