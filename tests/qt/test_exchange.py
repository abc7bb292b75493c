"""Devices that are exchanged while the till sells: what of the screen follows them; it never waits."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from drivers.fake_lines import FakePtyPrinter, FakeTcpPrinter
from drivers.fakes import FakePrinter, Fault
from terminal.bootstrap.device_rack import DeviceRack
from terminal.configuration import read_configuration
from terminal.settings_file import EntryValue, write_entry
from tests.conformance.patience import eventually
from tests.integration.devices.at_work import Heard, add_slip, rack_of, state_of
from tests.qt.conftest import Play
from tests.qt.hands import press_key, type_sign
from tests.qt.test_free_ui_thread import MOST_S, TRIES, Heart
from tests.unit.terminal.till_kit import Counter, a_shop
from tools.theatre import Theatre, settle
from ui.lanes import LaneRunner
from ui.screen_devices import ScreenDevices
from ui.views.customer_view import CustomerView

WATCHED_MS = 600


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


@pytest.fixture
def rack(shop: Counter, tmp_path: Path) -> Iterator[DeviceRack]:
    (tmp_path / "till.toml").touch()
    made = rack_of(shop, tmp_path, Heard())
    made.start()
    yield made
    made.stop()


class OnScreen:
    """A till's window, and what of it hangs on the devices."""

    def __init__(self, theatre: Theatre, shop: Counter, rack: DeviceRack, folder: Path) -> None:
        self.theatre, self.rack, self.file = theatre, rack, folder / "till.toml"
        self.runner = LaneRunner()
        self.scans: list[str] = []
        self.it = ScreenDevices(
            shop.till,
            rack,
            self.runner,
            theatre.window,
            theatre.stage,
            theatre.words,
            store="Bách hóa Q1",
            language="vi",
            folder=folder,
            on_scan=lambda scan: self.scans.append(scan.text),
            on_trouble=self.scans.append,
        )

    def set(self, key: str, value: EntryValue | None) -> None:
        """Change an entry of the settings file and work by it."""
        write_entry(self.file, key, value)
        self.rack.exchange(read_configuration(self.file))
        self.it.follow()
        settle()

    def scan(self, text: str) -> None:
        """As quick as a keyboard scanner."""
        for sign in text:
            type_sign(self.theatre.window, sign)
        press_key(self.theatre.window, Qt.Key.Key_Return)
        settle()

    def close(self) -> None:
        self.it.close()
        self.runner.stop()
        settle()


@pytest.fixture
def screen(play_scene: Play, shop: Counter, rack: DeviceRack, tmp_path: Path) -> Iterator[OnScreen]:
    made = OnScreen(play_scene("checkout"), shop, rack, tmp_path)
    yield made
    made.close()


def windows(kind: type[QWidget]) -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


def said(window: QWidget) -> str:
    """All the words that can be seen on it."""
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_the_customers_window_comes_and_goes_with_its_setting(
    screen: OnScreen,
) -> None:
    assert windows(CustomerView) == []
    assert not screen.it.try_window()
    screen.set("customer_window", True)
    (window,) = windows(CustomerView)
    assert isinstance(window, CustomerView)
    assert "Gạo" in said(window), "it shows the sale that is open"
    assert screen.it.try_window()
    assert "đang hoạt động" in said(window)
    screen.theatre.checkout.scanned("8934563138165")
    assert "đang hoạt động" not in said(window)
    screen.set("customer_window", False)
    assert windows(CustomerView) == []


def test_a_keyboard_scanner_is_heard_by_the_settings_that_were_just_made(screen: OnScreen) -> None:
    screen.scan("8934563138165")
    assert screen.scans == ["8934563138165"]
    screen.set("scanner", "wedge?prefix=~")
    screen.scan("~8934563138165")
    assert screen.scans == ["8934563138165"] * 2
    screen.set("scanner", "virtual")
    screen.scan("~8934563138165")
    assert screen.scans == ["8934563138165"] * 2, "no key is a scan where no keyboard scanner is chosen"
    screen.set("scanner", "wedge")
    screen.scan("8934563138165")
    assert screen.scans == ["8934563138165"] * 3


def test_virtual_devices_have_their_windows_while_they_are_chosen(screen: OnScreen) -> None:
    screen.set("printer", "virtual")
    screen.set("scanner", ["wedge", "virtual"])
    names = {type(each).__name__ for each in QApplication.topLevelWidgets() if each.isVisible()}
    assert {"VirtualPrinterView", "ScannerPad"} <= names
    screen.set("printer", None)
    screen.set("scanner", "wedge")
    names = {type(each).__name__ for each in QApplication.topLevelWidgets() if each.isVisible()}
    assert not {"VirtualPrinterView", "ScannerPad"} & names


def longest_gap_s(shop: Counter, folder: Path, trouble: Fault) -> float:
    """Exchange a printer in the middle of a slip for another, and say how long the screen was held up."""
    fake, file = FakePrinter(), folder / "till.toml"
    fake.suffer_at(20_000, trouble)
    with FakePtyPrinter(fake, folder / "tty"), FakeTcpPrinter(FakePrinter()) as other:
        file.write_text(f'printer = "serial://{folder / "tty"}"\n', encoding="utf-8")
        rack, runner = rack_of(shop, folder, Heard()), LaneRunner()
        add_slip(shop)
        rack.start()
        eventually(lambda: state_of(shop, 1) != "queued")
        done: list[float] = []
        errors: list[Exception] = []

        def choose() -> None:
            write_entry(file, "printer", f"tcp://127.0.0.1:{other.port}")
            rack.exchange(read_configuration(file))

        loop, heart = QEventLoop(), Heart()
        runner.run(
            "devices",
            choose,
            on_done=lambda _: done.append(time.monotonic()),
            on_failed=errors.append,
        )
        QTimer.singleShot(WATCHED_MS, loop.quit)
        loop.exec()
        heart.stop()
        fake.mend()
        runner.stop()
        rack.stop()
    assert errors == []
    return heart.longest_gap_s


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("trouble", [Fault.MUTE, Fault.STALL, Fault.UNPLUGGED])
def test_a_printer_that_is_exchanged_in_the_middle_of_a_slip_does_not_hold_up_the_screen(
    tmp_path: Path, trouble: Fault
) -> None:
    gaps: list[float] = []
    while len(gaps) < TRIES and min(gaps, default=1.0) >= MOST_S:
        folder = tmp_path / str(len(gaps))
        folder.mkdir()
        shop = a_shop(folder)
        try:
            gaps.append(longest_gap_s(shop, folder, trouble))
        finally:
            shop.close()
    assert min(gaps) < MOST_S, gaps
