"""From an empty folder to a first paid sale, with fake devices on lines of the system."""

import gc
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from drivers.fake_lines import FakeScanner, FakeTcpPrinter
from drivers.fakes import FakePrinter
from drivers.ports import FoundDevice, Guarantee, WedgeSettings
from drivers.ports.found import DeviceKind
from loyalty.errors import Refused, Unavailable
from resources.catalogue import LANGUAGES, Catalogue, Language
from terminal.bootstrap.first_glance import take_first_glance
from terminal.garbage import NEW_OBJECTS, look_for_none_yet
from tests.qt.first_hand import SIZE, Hand, is_at, lamp_says, run_out, shell_of
from tests.qt.hands import touch_middle, touch_row
from tests.sync_model.own_shop import administer_here, serve_warm
from tests.sync_model.real_server import admin
from tests.warm.client import WarmProgram
from ui import first_start, setup_devices
from ui.devices_screen import DevicesScreen
from ui.first_start import FirstWindow
from ui.presenters.devices.model import KINDS
from ui.presenters.first_start.model import Step
from ui.presenters.refusals import described
from ui.presenters.shell import Screen
from ui.raster.painter import QtPagePainter
from ui.till_window import TillWindow
from ui.views.products_view import ProductsView
from ui.widgets.button import Button
from ui.widgets.notice import Banner

CODE = "8934563138165"
Key = Qt.Key


class Counter:
    """The devices that stand on the counter, and what the search finds of them."""

    def __init__(self, scratch: Path, plugs: ExitStack) -> None:
        self.printer = FakePrinter()
        line = plugs.enter_context(FakeTcpPrinter(self.printer))
        self.scanner = plugs.enter_context(FakeScanner(scratch / "scanner"))
        self.found = (
            FoundDevice(
                kind=DeviceKind.PRINTER,
                way="network",
                setting=f"tcp://127.0.0.1:{line.port}",
                guarantee=Guarantee.CONFIRMED,
            ),
            FoundDevice(kind=DeviceKind.SCANNER, way="serial", setting=f"serial:///{scratch / 'scanner'}"),
        )


@pytest.fixture
def counter(tmp_path: Path, warm: WarmProgram, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    serve_warm(warm, monkeypatch)
    with ExitStack() as plugs:
        there = Counter(tmp_path, plugs)
        monkeypatch.setattr(setup_devices, "local_devices", lambda: there.found)
        # A test types as fast as a scanner: here a scan by the keyboard begins with a sign of its own.
        monkeypatch.setattr(first_start, "USUAL_WEDGE", WedgeSettings(prefix="~"))
        yield there


def test_by_keyboard_alone_from_an_empty_folder_to_a_first_paid_sale(
    qtbot: QtBot, qapp: QApplication, counter: Counter, tmp_path: Path
) -> None:
    hand, folder = Hand(qtbot), tmp_path / "till"
    first = hand.first(qapp, folder)
    try:
        _set_up_by_keyboard(hand, first, counter)
    finally:
        first.close()
        first.window.deleteLater()
    run_out(qapp)
    till = TillWindow(qapp, take_first_glance(folder), size=SIZE)
    hand.at = till.window
    try:
        _sell_by_keyboard(hand, till, counter)
    finally:
        till.close()
        till.window.deleteLater()
    assert counter.printer.pages


def test_while_a_shops_members_come_garbage_is_looked_for_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """None is before a till's first picture, and this window comes instead of it."""
    usual = gc.get_threshold()
    look_for_none_yet()
    try:
        first = Hand(qtbot).first(qapp, tmp_path / "till")
        assert gc.get_threshold()[0] == NEW_OBJECTS
        first.close()
        first.window.deleteLater()
    finally:
        gc.set_threshold(*usual)


def _set_up_by_keyboard(hand: Hand, first: FirstWindow, counter: Counter) -> None:
    hand.press(Key.Key_Right)
    assert first.screen.view.finish.accessibleName().startswith("Next")
    hand.press(Key.Key_Left, Key.Key_Return, Key.Key_Return)
    assert is_at(first, Step.SHOP)()
    hand.press("Tap hoa Lan", Key.Key_Return, Key.Key_Return)
    hand.press("Lan", Key.Key_Return, "2580", Key.Key_Return, "258", Key.Key_Return)
    assert is_at(first, Step.MANAGER)()  # the two PINs differ
    hand.press("0", Key.Key_Return)
    assert is_at(first, Step.PROGRAM)()
    hand.press(Key.Key_Down, Key.Key_Up, Key.Key_Escape, Key.Key_F9, Key.Key_Return)
    assert is_at(first, Step.DEVICES)()
    _try_devices_by_keyboard(hand, first, counter)
    hand.press(Key.Key_F9)
    hand.wait(lambda: first.is_ready)


def _try_devices_by_keyboard(hand: Hand, first: FirstWindow, counter: Counter) -> None:
    hand.press(Key.Key_F6)
    devices = first.devices
    assert devices is not None
    hand.wait(lambda: devices.presenter.model.found is not None)
    setting = counter.found[0].setting
    _mark(hand, devices, setting)
    hand.press(Key.Key_Return)
    hand.wait(lambda: ("printer", setting) in devices.presenter.model.setup.chosen)
    hand.press(Key.Key_F8)
    hand.wait(lambda: len(counter.printer.pages) == 1)
    hand.press(Key.Key_Right, Key.Key_Right, Key.Key_Right)
    setting = counter.found[1].setting
    _mark(hand, devices, setting)
    hand.press(Key.Key_Return)
    hand.wait(lambda: ("scanner", setting) in devices.presenter.model.setup.chosen)
    hand.press(Key.Key_F8)
    counter.scanner.scan(CODE)
    hand.wait(lambda: bool(devices.presenter.model.heard))
    hand.press(Key.Key_Escape)
    hand.wait(lambda: bool(first.screen.presenter.model.plugged.printer))


def _mark(hand: Hand, devices: DevicesScreen, setting: str) -> None:
    """Walk down to that device."""
    settings = [each.setting for each in devices.presenter.model.choices]
    for _ in range((settings.index(setting) - devices.presenter.model.mark) % len(settings)):
        hand.press(Key.Key_Down)


def _sell_by_keyboard(hand: Hand, till: TillWindow, counter: Counter) -> None:
    till.window.show()
    hand.wait(lambda: hasattr(till.opened, "shell"))
    shell = shell_of(till)
    hand.press("2580", Key.Key_Return)
    hand.wait(lambda: shell.screen is Screen.SHIFT)
    hand.press("5000", Key.Key_Return)
    hand.wait(lambda: shell.screen is Screen.CHECKOUT and shell.checkout is not None)
    checkout = shell.checkout
    assert checkout is not None
    counter.scanner.scan(CODE)
    hand.wait(lambda: checkout.counter.model.said is not None)  # nobody knows it yet
    while not _action_has_focus():
        hand.press(Key.Key_Tab)
    hand.press(Key.Key_Space)
    hand.wait(lambda: _form_of(till) is not None)
    hand.press("Mi", Key.Key_Return, "500", *(Key.Key_Return,) * 7)
    hand.wait(lambda: checkout.counter.model.can_pay)
    hand.press(Key.Key_F9)
    hand.wait(lambda: shell.screen is Screen.PAY)
    hand.press("500", Key.Key_F9)
    hand.wait(lambda: shell.screen is Screen.CHECKOUT)
    hand.wait(lambda: lamp_says(till, "top.sync-idle"))
    hand.wait(lambda: len(counter.printer.pages) > 1)


def _action_has_focus() -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and isinstance(focus.parent(), Banner)


def _form_of(till: TillWindow) -> ProductsView | None:
    shown = till.window.screen_shown
    return shown if isinstance(shown, ProductsView) and shown.side.form.isVisible() else None


def _tap(widget: QWidget) -> None:
    """Touch its middle, once it is where it belongs."""
    QApplication.processEvents()
    touch_middle(widget)
    QApplication.processEvents()


def _touch(window: QWidget, name: str) -> None:
    """Touch the button of that name, or else one whose name begins like that."""
    there = [each for each in window.findChildren(Button) if each.isVisible() and each.isEnabled()]
    exact = [each for each in there if each.accessibleName() == name]
    near = [each for each in there if each.accessibleName().startswith(name)]
    assert exact or near, f"there is no button {name!r} to touch"
    touch_middle((exact or near)[-1])
    QApplication.processEvents()


def _touch_all(window: QWidget, *names: str) -> None:
    for name in names:
        _touch(window, name)


def test_by_touch_alone_with_goods_from_a_file(
    qtbot: QtBot, qapp: QApplication, counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    administer_here(monkeypatch)
    hand, folder = Hand(qtbot), tmp_path / "till"
    first = hand.first(qapp, folder)
    try:
        _set_up_by_touch(hand, first, counter)
    finally:
        first.close()
        first.window.deleteLater()
    run_out(qapp)
    goods = tmp_path / "goods.csv"
    goods.write_text(f"sku,name,unit_price,barcodes\nMI,Mì Hảo Hảo,4500,{CODE}\n", encoding="utf-8")
    admin(folder / "server", "import-products", str(goods))
    till = TillWindow(qapp, take_first_glance(folder), size=SIZE)
    try:
        _sell_by_touch(hand, till, counter)
    finally:
        till.close()
        till.window.deleteLater()


def _set_up_by_touch(hand: Hand, first: FirstWindow, counter: Counter) -> None:
    window, view = first.window, first.screen.view
    _touch_all(window, "Tiếp", "Ghép vào máy chủ", "Cửa hàng mới", "Tiếp", "Bàn phím chạm")
    _touch_all(window, *"quan", "Nhập", "Nhập", *"lan", "Nhập", *"2580", "Nhập", *"2580", "Nhập")
    assert is_at(first, Step.PROGRAM)()
    touch_row(view.rows, 1)
    QApplication.processEvents()
    _touch_all(window, "Tiếp", "Tìm và thử")
    devices = first.devices
    assert devices is not None
    for found in counter.found:
        _choose_by_touch(hand, devices, found)
    hand.wait(lambda: len(counter.printer.pages) == 1)
    counter.scanner.scan(CODE)
    hand.wait(lambda: bool(devices.presenter.model.heard))
    _tap(devices.view.back)
    _touch(window, "Mở cửa hàng")
    hand.wait(lambda: first.is_ready)


def _choose_by_touch(hand: Hand, devices: DevicesScreen, found: FoundDevice) -> None:
    hand.wait(lambda: devices.presenter.model.found is not None)
    touch_row(devices.view.kinds.rows, KINDS.index(found.kind.value))
    settings = [each.setting for each in devices.presenter.model.choices]
    touch_row(devices.view.choices.rows, settings.index(found.setting))
    _tap(devices.view.choose)
    hand.wait(lambda: (found.kind.value, found.setting) in devices.presenter.model.setup.chosen)
    _tap(devices.view.test)


def _sell_by_touch(hand: Hand, till: TillWindow, counter: Counter) -> None:
    window = till.window
    window.show()
    hand.wait(lambda: hasattr(till.opened, "shell"))
    shell = shell_of(till)
    hand.wait(lambda: lamp_says(till, "top.sync-idle"))
    _touch_all(window, *"2580", "Vào ca")
    hand.wait(lambda: shell.screen is Screen.SHIFT)
    _touch_all(window, "5", "000", "Mở ca")
    hand.wait(lambda: shell.screen is Screen.CHECKOUT and shell.checkout is not None)
    checkout = shell.checkout
    assert checkout is not None
    counter.scanner.scan(CODE)
    hand.wait(lambda: checkout.counter.model.can_pay)
    _touch(window, "Thanh toán")
    hand.wait(lambda: shell.screen is Screen.PAY)
    _touch_all(window, "5", "000", "Xong")
    hand.wait(lambda: shell.screen is Screen.CHECKOUT)
    hand.wait(lambda: len(counter.printer.pages) > 1)
    hand.wait(lambda: lamp_says(till, "top.sync-idle"))


@pytest.mark.parametrize("what", ["print_test_page", "open_drawer", "show_on_display"])
@pytest.mark.usefixtures("qapp")
def test_a_trial_while_nothing_is_chosen_is_answered_in_the_words_of_the_screen(
    tmp_path: Path, what: str
) -> None:
    devices = setup_devices.SetupDevices(
        tmp_path,
        QtPagePainter(),
        texts=lambda: Catalogue.load("vi"),
        on_scan=lambda _: None,
        on_bank_card=lambda: None,
    )
    with pytest.raises(Refused) as refused:
        getattr(devices, what)()
    said = described(refused.value, Catalogue.load("vi"))
    assert said.startswith("Chưa chọn")
    assert "till.toml" not in said
    assert "--" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["print_test_page", "open_drawer"])
@pytest.mark.usefixtures("qapp")
def test_a_trial_of_a_printer_that_is_off_speaks_of_no_sale(
    tmp_path: Path, what: str, language: Language
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "till.toml").write_text(f'printer = "tcp://127.0.0.1:{port}"\n', encoding="utf-8")
    catalogue = Catalogue.load(language)
    devices = setup_devices.SetupDevices(
        tmp_path,
        QtPagePainter(),
        texts=lambda: catalogue,
        on_scan=lambda _: None,
        on_bank_card=lambda: None,
    )
    with pytest.raises(Unavailable) as failed:
        getattr(devices, what)()
    said = described(failed.value, catalogue)
    assert str(port) in said
    assert {"vi": "Chưa thử được.", "en": "The test did not work."}[language] in said
    assert not any(word in said for word in ("Đơn hàng", "sale"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_trial_speaks_of_a_sale(language: Language) -> None:
    catalogue = Catalogue.load(language)
    keys = sorted(catalogue.keys())
    told = [catalogue.pattern(key) for key in keys if key.startswith("error.trial-")]
    assert told
    assert not any(word in text for text in told for word in ("Đơn hàng", "sale"))
