"""The contract of `Scanner`, on a serial port and on the pad of the screen."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.fake_lines import FakeScanner
from drivers.ports import Scanner
from drivers.serial_scanner import SerialScanner
from drivers.virtual import VirtualScanner
from tests.conformance.listening import Listener

CODES = ["8934563138165", "9812345678901234", "Q2-000123"]


@dataclass(frozen=True, slots=True)
class Rig:
    """A scanner as the till sees it, and the way to make it scan."""

    scanner: Scanner
    scan: Callable[[str], None]


@contextmanager
def serial(folder: Path) -> Generator[Rig, None, None]:
    with FakeScanner(folder / "scanner") as fake:
        yield Rig(SerialScanner(str(fake.path)), fake.scan)


@contextmanager
def pad(_: Path) -> Generator[Rig, None, None]:
    scanner = VirtualScanner()
    yield Rig(scanner, scanner.scan)


@pytest.fixture(params=[serial, pad], ids=lambda kind: kind.__name__)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Rig, None, None]:
    with request.param(tmp_path) as rig:
        yield rig
        rig.scanner.stop()


@pytest.fixture
def listener(rig: Rig) -> Listener:
    listener = Listener()
    rig.scanner.start(on_scan=listener.on_scan, on_link=listener.on_link)
    listener.wait_until(lambda: bool(listener.links))
    return listener


def test_it_says_once_that_it_is_there(rig: Rig, listener: Listener) -> None:
    assert listener.connected == [True]
    assert listener.links[0].source == rig.scanner.source


def test_scans_come_whole_and_in_their_order(rig: Rig, listener: Listener) -> None:
    for code in CODES:
        rig.scan(code)
    listener.wait_until(lambda: len(listener.scans) == len(CODES))
    assert listener.texts == CODES
    assert {scan.source for scan in listener.scans} == {rig.scanner.source}
    assert [scan.at for scan in listener.scans] == sorted(scan.at for scan in listener.scans)


def test_nothing_comes_after_it_was_stopped(rig: Rig, listener: Listener) -> None:
    rig.scan(CODES[0])
    listener.wait_until(lambda: len(listener.scans) == 1)
    rig.scanner.stop()
    rig.scan(CODES[1])
    assert listener.texts == CODES[:1]
    assert listener.connected == [True]


@pytest.mark.usefixtures("listener")
def test_it_is_started_once(rig: Rig) -> None:
    again = Listener()
    with pytest.raises(RuntimeError, match="once"):
        rig.scanner.start(on_scan=again.on_scan, on_link=again.on_link)


@pytest.mark.usefixtures("listener")
def test_stopping_twice_is_allowed(rig: Rig) -> None:
    rig.scanner.stop()
    rig.scanner.stop()


def test_one_that_was_never_started_can_be_stopped(rig: Rig) -> None:
    rig.scanner.stop()
