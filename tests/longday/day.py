"""What is done at the till in a day: sales by scanner and keys, and now and then all that is not a sale.

Every sale is three to five goods of some thousand, one in three to a member; after so many somebody takes
goods back, locks the till, goes home, or opens each screen of the menu. At the end the drawer is counted and
the day is closed. What the process held, and how long a sale took, is noted on the way.
"""

import gc
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from drivers.fake_lines import FakeScanner, FakeTcpPrinter
from drivers.fakes import FakePrinter
from terminal.open_sale import OpenSale
from tests.bench.harness import Scale
from tests.bench.paired_till import paired_till
from tests.bench.window_at_work import WindowAtWork, at_work, sku_of, stock, until
from tests.longday.clock import DayClock
from ui.demo.people import sample_member
from ui.presenters.checkout.model import CheckoutModel
from ui.presenters.menu import Choice
from ui.presenters.shell import Screen
from ui.views.day_view import DayView
from ui.views.pay_view import PayView

HOURS: Final = 8
GIVEN: Final = "100000"
"""More than any of these sales comes to."""
SETTINGS: Final = 'printer = "tcp://127.0.0.1:{port}"\nscanner = "serial:///{scanner}"\nlock_minutes = 0\n'
"""Locked by hand alone: between the few sales of a short day it would lock itself."""
EVERY_RETURN: Final = 50
EVERY_LOCK: Final = 100
EVERY_OPENING: Final = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """How large it is."""

    members: int
    products: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the process held after so many sales, once the garbage was gone."""

    sales: int
    resident_mb: float
    python_objects: int
    qt_objects: int
    load: float
    """How many programs wanted the machine's processors."""


@dataclass(slots=True)
class Noted:
    """How long each sale took, of the processor and by the wall's clock, and what was held on the way."""

    processor_s: list[float] = field(default_factory=list[float])
    wall_s: list[float] = field(default_factory=list[float])
    held: list[Held] = field(default_factory=list[Held])

    def median_ms(self, *, first: int | None = None, last: int = 0) -> float:
        """The middle one of the first so many sales, or of the last so many."""
        return median(self.processor_s[-last:] if last else self.processor_s[:first]) * 1_000

    def slower(self, part: int) -> float:
        """How many times a sale of the last part takes one of the first."""
        return self.median_ms(last=part) / self.median_ms(first=part)


class LongDay:
    """The day at one window."""

    def __init__(self, at: WindowAtWork, scanner: FakeScanner, printer: FakePrinter, clock: DayClock) -> None:
        self._at = at
        self._scanner = scanner
        self._printer = printer
        self._clock = clock
        self.noted = Noted()

    def live(self, sales: int, *, shop: Shop, note_every: int) -> Noted:
        """All of it, with so many sales; what is held is noted every so many."""
        between_s = HOURS * 3_600 / sales
        for number in range(1, sales + 1):
            self._clock.pass_by(between_s)
            self._sell(number, shop)
            self._besides(number, of=sales)
            if number % note_every == 0:
                self.noted.held.append(self._held(number))
        self._close_the_day()
        return self.noted

    def _sell(self, number: int, shop: Shop) -> None:
        began, wall = process_time(), perf_counter()
        if number % 3 == 0:
            self._scan(sample_member(number * 7 % shop.members + 1).card)
            until(lambda: self._sale().member is not None)
        for which in range(3 + number % 3):
            self._scan(sku_of((number * 31 + which * 7) % shop.products))
            until(partial(self._has_lines, which + 1))
        until(lambda: self._counter().can_pay)
        self._key(Qt.Key.Key_F9)
        until(lambda: self._at.till.shell.screen is Screen.PAY)
        self._pay(GIVEN)
        until(self._is_paid)
        self._at.quiet()
        self.noted.processor_s.append(process_time() - began)
        self.noted.wall_s.append(perf_counter() - wall)

    def _besides(self, number: int, *, of: int) -> None:
        """What is not a sale, after so many of them; at least once in a short day."""
        if number % min(EVERY_RETURN, of // 2) == 0:
            self._take_back()
        if number % min(EVERY_LOCK, of // 2) == 0:
            self._lock()
        if number % EVERY_OPENING == 0 or number == of // 2:
            self._sign_out()
            for _ in self._at.opened_in_turn():
                self._throw_away()
        self._throw_away()

    def _take_back(self) -> None:
        """The last sale, all of it."""
        shell = self._at.till.shell
        self._key(Qt.Key.Key_F8)
        until(lambda: not self._at.is_at_checkout())
        self._at.quiet()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_F6, Qt.Key.Key_F9, Qt.Key.Key_Escape, Qt.Key.Key_Escape):
            self._key(key)
            self._at.quiet()
        until(lambda: shell.screen is Screen.CHECKOUT and self._at.is_at_checkout())

    def _lock(self) -> None:
        QTest.keyClick(self._window(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        until(lambda: self._at.till.shell.screen is Screen.SIGN_IN)
        self._clock.pass_by(60)
        self._at.sign_in()

    def _sign_out(self) -> None:
        """The cashier goes, and a manager comes; the one screen asks the other's name."""
        for operator in ("op-lan", "op-minh"):
            self._at.till.shell.sign_out()
            until(lambda: self._at.till.shell.screen is Screen.SIGN_IN)
            self._at.quiet()
            self._at.sign_in(operator)

    def _close_the_day(self) -> None:
        """Count the drawer, say why it differs, and close the day on its screen."""
        shell = self._at.till.shell
        shell.close_shift()
        until(lambda: shell.screen is Screen.SHIFT)
        self._at.quiet()
        for key in (Qt.Key.Key_5, Qt.Key.Key_0, Qt.Key.Key_0, *(Qt.Key.Key_Return,) * 3):
            self._key(key)
            self._at.quiet()
        until(lambda: shell.screen is Screen.SIGN_IN)
        self._at.sign_in(to=Screen.SHIFT)
        self._at.till.open_beside(Choice.DAY)
        self._at.quiet()
        until(lambda: any(each.isVisible() for each in self._at.window.findChildren(DayView)))
        for _ in ("asked", "sure"):
            self._key(Qt.Key.Key_F8)
            self._at.quiet()

    def _held(self, sales: int) -> Held:
        self._at.quiet()
        gc.collect()
        tops = QApplication.topLevelWidgets()
        return Held(
            sales=sales,
            resident_mb=_resident_mb(),
            python_objects=len(gc.get_objects()),
            qt_objects=sum(1 + len(top.findChildren(QObject)) for top in tops),
            load=os.getloadavg()[0],
        )

    def _throw_away(self) -> None:
        """What was printed is torn off: paper is no part of the till."""
        self._printer.pages.clear()
        self._printer.pulses.clear()
        self._printer.received.clear()

    def _has_lines(self, count: int) -> bool:
        return len(self._sale().lines) == count

    def _is_paid(self) -> bool:
        return self._at.till.shell.screen is Screen.CHECKOUT and not self._sale().lines

    def _counter(self) -> CheckoutModel:
        checkout = self._at.till.shell.checkout
        if checkout is None:
            raise RuntimeError("nobody is signed in")
        return checkout.counter.model

    def _sale(self) -> OpenSale:
        return self._counter().sale

    def _scan(self, code: str) -> None:
        self._scanner.scan(code)

    def _pay(self, given: str) -> None:
        """Touched on the pad: keys as quick as these would be a scanner's."""
        pay = self._at.till.shell.pay
        if pay is None:
            raise RuntimeError("nothing is to be paid")
        for digit in given:
            pay.key_pressed(digit)
        (view,) = self._at.window.findChildren(PayView)
        until(view.finish.isEnabled)
        self._key(Qt.Key.Key_F9)

    def _key(self, key: Qt.Key) -> None:
        QTest.keyClick(self._window(), key)

    def _window(self) -> QWindow:
        return self._at.window.windowHandle()


@contextmanager
def a_day_at(folder: Path, scratch: Path) -> Generator[LongDay]:
    """A manager at the till in that folder, with a scanner, a printer and a day before them."""
    clock = DayClock()
    printer, scanner = FakePrinter(), FakeScanner(scratch / "scanner")
    with FakeTcpPrinter(printer) as line, scanner:
        settings = SETTINGS.format(port=line.port, scanner=scanner.path)
        (folder / "till.toml").write_text(settings, encoding="utf-8")
        with at_work(folder, clock=clock) as at:
            yield LongDay(at, scanner, printer, clock)


def lived(sales: int, *, shop: Shop, note_every: int, scratch: Path, kept: Path) -> tuple[Noted, Path]:
    """A day at a new till in such a shop; what was noted, and the till's folder."""
    folder = paired_till(Scale(members=shop.members, rounds=1, fresh=scratch, kept=kept))
    stock(folder, sales=1, products=shop.products)
    with a_day_at(folder, scratch) as day:
        return day.live(sales, shop=shop, note_every=note_every), folder


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(kilobytes) / 1024
