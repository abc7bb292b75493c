"""A new till joins a server that only its own authority vouches for, by keyboard, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from drivers.ports import WedgeSettings
from server.authority import make_authority
from terminal.bootstrap.first_glance import take_first_glance
from tests.qt.first_hand import SIZE, Hand, is_at, lamp_says, run_out, shell_of
from tests.sync_model.real_server import PIN, RealServer, add_till, furnish
from tests.warm.client import WarmProgram
from ui import first_start
from ui.first_start import FirstWindow
from ui.presenters.first_start.model import Step
from ui.presenters.shell import Screen
from ui.till_window import TillWindow

HOST = "127.0.0.1"
Key = Qt.Key


class SecureShop:
    """A shop's server under an authority of its own, and the file of somebody else's."""

    def __init__(self, folder: Path, warm: WarmProgram) -> None:
        at = folder / "server"
        at.mkdir()
        furnish(at)
        self.code = add_till(at, "Q1")
        make_authority(folder / "tls", [HOST])
        make_authority(folder / "other", [HOST])
        self.ca, self.others = folder / "tls" / "ca.pem", folder / "other" / "ca.pem"
        self.key = folder / "tls" / "server.key"
        tls = ("--tls-cert", str(folder / "tls" / "server.pem"), "--tls-key", str(self.key))
        self.server = RealServer(at, warm, options=tls)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"https://{HOST}:{self.server.port}"


@pytest.fixture
def shop(tmp_path: Path, warm: WarmProgram, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecureShop]:
    # A test types as fast as a scanner: here a scan by the keyboard begins with a sign of its own.
    monkeypatch.setattr(first_start, "USUAL_WEDGE", WedgeSettings(prefix="~"))
    there = SecureShop(tmp_path, warm)
    with there.server:
        yield there


def _go_on(hand: Hand, first: FirstWindow, **values: str) -> None:
    """Fill in these fields, of which the first has the focus, and go on to the work."""
    assert is_at(first, Step.JOIN)()
    for name, value in values.items():
        hand.press(*(Key.Key_Backspace,) * len(first.screen.presenter.model.values.get(name, "")))
        hand.press(value, Key.Key_Return)
    hand.press(*(Key.Key_F9,) * (not is_at(first, Step.DEVICES)()))
    assert is_at(first, Step.DEVICES)()
    hand.press(Key.Key_F9)


def _refused(hand: Hand, first: FirstWindow) -> str:
    """What stands at a field once the machine has come back to the step with it."""
    hand.wait(lambda: is_at(first, Step.JOIN)() and bool(first.screen.presenter.model.faults))
    texts = [each.text() for each in first.window.findChildren(QLabel) if each.isVisible()]
    said = [text for text in texts if "Chưa gửi gì" in text]
    assert len(said) == 1, texts
    return said[0]


def test_a_till_joins_under_the_servers_own_authority_and_under_no_other(
    qtbot: QtBot, qapp: QApplication, shop: SecureShop, tmp_path: Path
) -> None:
    hand, folder = Hand(qtbot), tmp_path / "till"
    first = hand.first(qapp, folder)
    try:
        hand.press(Key.Key_Return, Key.Key_Right, Key.Key_Return)
        _go_on(hand, first, server=shop.url, code=shop.code, ca="")
        assert "ca.pem" in _refused(hand, first)
        _go_on(hand, first, ca=str(shop.others))
        assert shop.url in _refused(hand, first)
        _go_on(hand, first, ca=str(shop.key))
        assert "ca.pem" in _refused(hand, first)
        _go_on(hand, first, ca=str(tmp_path / "none.pem"))
        assert "none.pem" in _refused(hand, first)
        hand.press(Key.Key_Backtab, Key.Key_Backtab)
        _go_on(hand, first, server=shop.url.replace(HOST, "localhost"), code=shop.code, ca=str(shop.ca))
        assert "localhost" in _refused(hand, first)
        hand.press(Key.Key_Backtab, Key.Key_Backtab)
        _go_on(hand, first, server=shop.url)
        hand.wait(lambda: first.is_ready)
    finally:
        first.close()
        first.window.deleteLater()
    run_out(qapp)
    till = TillWindow(qapp, take_first_glance(folder), size=SIZE)
    hand.at = till.window
    try:
        till.window.show()
        hand.wait(lambda: hasattr(till.opened, "shell"))
        hand.press(PIN, Key.Key_Return)
        hand.wait(lambda: shell_of(till).screen is Screen.SHIFT)
        hand.wait(lambda: lamp_says(till, "top.sync-idle"))
    finally:
        till.close()
        till.window.deleteLater()
