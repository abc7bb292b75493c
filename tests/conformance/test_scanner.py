"""The contract of `Scanner`: on a serial port, on a HID bus, on the pad of the screen."""

import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from drivers.fake_hid import BY_THE_TABLES, HONEYWELL, NEWLAND, FakeHidBus, FakeHidScanner
from drivers.fake_lines import FakeScanner
from drivers.hid_scanner import HidPosScanner
from drivers.ports import Scanner
from drivers.serial_scanner import SerialScanner
from drivers.virtual import VirtualScanner
from tests.conformance.listening import Listener

BACK_WITHIN_S = 3.0

CODES = ["8934563138165", "9812345678901234", "Q2-000123"]


class Plug(Protocol):
    """What can be pulled and put back."""

    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Rig:
    """A scanner as the till sees it, the way to make it scan, and its plug if it has one."""

    scanner: Scanner
    scan: Callable[[str], None]
    plug: Plug | None = None


@contextmanager
def serial(folder: Path) -> Generator[Rig, None, None]:
    with FakeScanner(folder / "scanner") as fake:
        yield Rig(SerialScanner(str(fake.path)), fake.scan, fake)


@contextmanager
def _hid(descriptor: bytes) -> Generator[Rig, None, None]:
    fake = FakeHidScanner(descriptor)
    yield Rig(HidPosScanner(bus=FakeHidBus(fake)), fake.scan, fake)


def hid_honeywell(_: Path) -> AbstractContextManager[Rig]:
    return _hid(HONEYWELL)


def hid_newland(_: Path) -> AbstractContextManager[Rig]:
    return _hid(NEWLAND)


def hid_by_the_tables(_: Path) -> AbstractContextManager[Rig]:
    return _hid(BY_THE_TABLES)


@contextmanager
def pad(_: Path) -> Generator[Rig, None, None]:
    scanner = VirtualScanner()
    yield Rig(scanner, scanner.scan)


KINDS = [serial, hid_honeywell, hid_newland, hid_by_the_tables, pad]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Rig, None, None]:
    with request.param(tmp_path) as rig:
        yield rig
        rig.scanner.stop()


@pytest.fixture
def listener(rig: Rig) -> Listener:
    listener = Listener()
    rig.scanner.start(on_scan=listener.on_scan, on_link=listener.on_link, on_bank_card=listener.on_bank_card)
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


def test_of_a_bank_card_nothing_comes_but_that_it_was_one(rig: Rig, listener: Listener) -> None:
    rig.scan("%B4111111111111111^NGUYEN/AN^3012101?;4111111111111111=3012101?")
    listener.wait_until(lambda: listener.bank_cards == 1)
    rig.scan(CODES[0])
    listener.wait_until(lambda: len(listener.scans) == 1)
    assert (listener.texts, listener.bank_cards) == (CODES[:1], 1)


def test_nothing_comes_after_it_was_stopped(rig: Rig, listener: Listener) -> None:
    rig.scan(CODES[0])
    listener.wait_until(lambda: len(listener.scans) == 1)
    rig.scanner.stop()
    rig.scan(CODES[1])
    rig.scan(";4111111111111111=3012101?")
    assert (listener.texts, listener.bank_cards) == (CODES[:1], 0)
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


def test_pulled_and_put_back_it_is_there_again_within_three_seconds(rig: Rig, listener: Listener) -> None:
    if rig.plug is None:
        assert listener.connected == [True], "what is on the screen cannot be pulled"
        return
    for time_pulled in (1, 2):
        rig.plug.unplug()
        listener.wait_until(partial(has_links, listener, 2 * time_pulled))
        rig.plug.plug_in()
        put_back_at = time.monotonic()
        listener.wait_until(partial(has_links, listener, 2 * time_pulled + 1))
        assert time.monotonic() - put_back_at < BACK_WITHIN_S
        rig.scan(CODES[0])
        listener.wait_until(partial(has_scans, listener, time_pulled))
    assert listener.connected == [True, False, True, False, True]
    assert listener.texts == [CODES[0], CODES[0]]


def has_links(listener: Listener, count: int) -> bool:
    return len(listener.links) == count


def has_scans(listener: Listener, count: int) -> bool:
    return len(listener.scans) == count
