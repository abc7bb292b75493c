"""Cables pulled at a till at work: every printer is back by itself in time, and no slip of any kind is lost.

On real lines with real threads. What a fault does at each byte is in `test_every_boundary`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from drivers.fake_lines import FakePtyPrinter, FakeTcpPrinter
from drivers.fakes import FakePrinter, Fault
from drivers.ports import DrawerPin
from terminal.pricing_memory import PricingMemory
from terminal.printing.decisions import print_again
from terminal.receipts.document import document_from_json
from terminal.receipts.layout import PAPER_80_MM, lay_out
from terminal.receipts.paper import SlipPaper
from terminal.store.print_jobs import JobKind
from terminal.usecases.drawer import open_drawer
from tests.cases.receipts.slips import SLIPS
from tests.conformance.patience import eventually
from tests.integration.devices.at_work import Heard, add_slip, rack_of, state_of
from tests.unit.terminal.till_kit import LAN, Counter, a_shop

BACK_WITHIN_S = 3.0
KINDS: dict[JobKind, str] = {
    "sale": "member",
    "void": "void",
    "refund": "refund",
    "shift": "shift",
    "card": "card",
    "voucher": "voucher",
    "top-up": "top-up",
    "late-claim": "late-claim",
    "test": "trial",
}
"""Each kind of print job but the drawer, by a slip of the kind."""
FEW: tuple[JobKind, ...] = ("refund", "shift", "voucher")
"""Without `soak`: each pull costs the two seconds after which a printer is looked for again."""

Line = Callable[[FakePrinter, Path], tuple[AbstractContextManager[object], Callable[[], str]]]


def tcp(fake: FakePrinter, folder: Path) -> tuple[AbstractContextManager[object], Callable[[], str]]:
    del folder
    line = FakeTcpPrinter(fake)
    return line, lambda: f"tcp://127.0.0.1:{line.port}"


def serial(fake: FakePrinter, folder: Path) -> tuple[AbstractContextManager[object], Callable[[], str]]:
    return FakePtyPrinter(fake, folder / "tty"), lambda: f"serial://{folder / 'tty'}"


def usb_on_linux(fake: FakePrinter, folder: Path) -> tuple[AbstractContextManager[object], Callable[[], str]]:
    return FakePtyPrinter(fake, folder / "lp0"), lambda: f"usblp://{folder / 'lp0'}"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    counter.till = replace(counter.till, memory=PricingMemory())
    yield counter
    counter.close()


@pytest.mark.parametrize("make", [tcp, serial, usb_on_linux], ids=lambda make: make.__name__)
def test_a_printer_is_back_within_three_seconds_with_all_that_waits_and_its_drawer(
    shop: Counter, tmp_path: Path, make: Line
) -> None:
    fake, heard = FakePrinter(), Heard()
    line, setting = make(fake, tmp_path)
    with line:
        (tmp_path / "till.toml").write_text(f'printer = "{setting()}"\n', encoding="utf-8")
        rack = rack_of(shop, tmp_path, heard)
        rack.start()
        try:
            add_slip(shop)
            rack.nudge_printer()
            eventually(lambda: state_of(shop, 1) == "printed")
            fake.suffer(Fault.UNPLUGGED)
            add_slip(shop)
            rack.nudge_printer()
            eventually(lambda: bool(heard.reports) and not heard.reports[-1].health.prints)
            fake.mend()
            put_back_at = time.monotonic()
            eventually(lambda: state_of(shop, 2) == "printed")
            assert time.monotonic() - put_back_at < BACK_WITHIN_S
            open_drawer(shop.till, LAN)
            rack.nudge_printer()
            eventually(lambda: fake.pulses == [DrawerPin.PIN_2])
        finally:
            rack.stop()
    assert len(fake.pages) == 2


def add(shop: Counter, kind: JobKind, document: str) -> None:
    """Queue a slip of a kind."""
    with shop.store.write() as unit:
        unit.print_jobs.add(kind, document, at=shop.clock.now())


def comes_to(shop: Counter, job: int, state: str) -> None:
    """Wait until a job stands so."""
    eventually(lambda: state_of(shop, job) == state)


def test_every_kind_of_print_job_is_pulled_at() -> None:
    assert {*KINDS, "drawer"} == set(get_args(JobKind))


def test_a_printer_pulled_in_the_middle_of_any_kind_of_slip_is_asked_about_and_prints_a_copy_once(
    shop: Counter, tmp_path: Path, soak_rounds: int | None
) -> None:
    fake, heard, paper = FakePrinter(), Heard(), SlipPaper()
    with FakePtyPrinter(fake, tmp_path / "tty"):
        (tmp_path / "till.toml").write_text(f'printer = "serial://{tmp_path / "tty"}"\n', encoding="utf-8")
        rack = rack_of(shop, tmp_path, heard)
        rack.start()
        try:
            for number, kind in enumerate(KINDS if soak_rounds else FEW):
                document, before = SLIPS[KINDS[kind]](paper, "vi"), len(fake.pages)
                rows = lay_out(document_from_json(document), PAPER_80_MM).height_dots
                fake.suffer_at(len(fake.received) + rows * 20, Fault.UNPLUGGED)
                add(shop, kind, document)
                job = 2 * number + 1
                rack.nudge_printer()
                comes_to(shop, job, "unknown")
                fake.mend()
                print_again(shop.till, LAN, job=job)
                rack.nudge_printer()
                comes_to(shop, job + 1, "printed")
                assert state_of(shop, job) == "dropped"
                whole = [page for page in fake.pages[before:] if page.height_dots > rows]
                assert len(whole) == 1, (kind, "the copy, with its two marks more than the first had")
        finally:
            rack.stop()
