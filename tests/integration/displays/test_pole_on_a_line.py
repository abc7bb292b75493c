"""A pole display on a pseudo-terminal with its worker: shown, pulled, put back, cleared at the end."""

import threading
import time
from pathlib import Path

from drivers.pole.display import SerialPoleDisplay
from drivers.pole.fake import FakePoleDisplay
from drivers.ports import DISPLAY_COLUMNS
from drivers.transports.serial_port import SerialTransport
from terminal.displays.worker import DisplayWorker
from tests.conformance.patience import PATIENCE_S, eventually

BACK_WITHIN_S = 3.0


def rows(upper: str, lower: str) -> tuple[str, str]:
    return upper.ljust(DISPLAY_COLUMNS), lower.ljust(DISPLAY_COLUMNS)


def test_it_shows_is_pulled_put_back_and_shows_again(tmp_path: Path) -> None:
    troubles: list[str | None] = []
    with FakePoleDisplay(tmp_path / "ttyPOLE") as there:
        worker = DisplayWorker(
            SerialPoleDisplay(SerialTransport(str(there.path))), on_trouble=troubles.append
        )
        worker.start()
        worker.show(("Gạo ST25", "378.000 ₫"))
        eventually(lambda: there.rows == rows("Gao ST25", "378.000 d"))
        there.unplug()
        worker.show(("PHẢI TRẢ", "364.581 ₫"))
        eventually(lambda: bool(troubles))
        there.plug_in()
        put_back_at = time.monotonic()
        eventually(lambda: there.rows == rows("PHAI TRA", "364.581 d"))
        assert time.monotonic() - put_back_at < BACK_WITHIN_S
        eventually(lambda: troubles[-1] is None)
        assert worker.stop()
        assert there.rows == rows("", "")
    assert troubles[0] in {"device-lost", "device-missing"}


def test_one_that_was_never_there_is_no_hindrance(tmp_path: Path) -> None:
    troubles: list[str | None] = []
    line = SerialTransport(str(tmp_path / "ttyNONE"))
    worker = DisplayWorker(SerialPoleDisplay(line), on_trouble=troubles.append)
    worker.start()
    worker.show(("A", "B"))
    eventually(lambda: bool(troubles))
    assert worker.stop()
    assert troubles == ["device-missing"]


class Hanging:
    """A display that never comes back from a call until it is let go; `on` is the thread that called."""

    name = "hanging"

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.let_go = threading.Event()
        self.on: set[int] = set()

    def show(self, upper: str, lower: str) -> str | None:
        assert len(upper + lower) < 40
        self.on.add(threading.get_ident())
        self.entered.set()
        self.let_go.wait()
        return None

    def close(self) -> None:
        self.on.add(threading.get_ident())


def test_a_display_that_hangs_holds_nobody_up() -> None:
    display = Hanging()
    worker = DisplayWorker(display, on_trouble=lambda _: None)
    worker.start()
    assert display.entered.wait(PATIENCE_S)
    for number in range(1000):
        worker.show((f"row {number}", "x"))
    assert not worker.stop(timeout_s=0.01)
    display.let_go.set()
    assert worker.stop()
    assert threading.get_ident() not in display.on
