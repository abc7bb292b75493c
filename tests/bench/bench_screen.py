"""From a scan to the painted line, with fifty lines, fifty promotions and a member.

Everything is real but the scanner and the glass: the till's encrypted file, the rules, the lanes, the
window, which Qt draws into memory. The scan comes as a serial scanner's does, by a call on the UI thread; it
counts as painted when the list was painted with the new line in it. There is no floor to compare with: the
bound is one frame.
"""

import time
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from loyalty.wire.feed import ProductRow
from resources.catalogue import Catalogue
from terminal.garbage import look_less_often
from terminal.in_force import in_force_now
from tests.bench import rules_shop
from tests.bench.harness import Figure, Scale, samples
from tests.bench.promises import bound
from tests.bench.window_at_work import until
from tests.unit.terminal.till_kit import ANH_CARD, LAN, Counter, a_shop, product_row, program_row
from ui.lanes import LaneRunner
from ui.look import Look
from ui.presenters.checkout.presenter import CheckoutPresenter
from ui.presenters.preferences import Preferences
from ui.presenters.shell import Shell
from ui.presenters.till_errands import TillErrands
from ui.presenters.words import Words
from ui.stage import QtStage
from ui.till_window import application
from ui.views.main_window import MainWindow
from ui.views.sign_in_view import SignInView

LINES: Final = 50
PROMOTIONS: Final = 50
FRAME_MS: Final = bound("scan")
THREADS: Final = 2
"""What looks a scan up and prices it works beside the screen: its processor time is no part of the frame."""
SIZE: Final = (1366, 768)


def measure(scale: Scale) -> Iterable[Figure]:
    """Scan a new product, take its line away, scan it again: the list has fifty lines before each scan."""
    look_less_often()
    counter = a_shop(scale.fresh)
    with counter.store.write() as unit:
        unit.products.put(_goods())
        unit.config.put_program(program_row(rules_shop.program_text(PROMOTIONS), version=2))
    screen = _Screen(counter)
    try:
        screen.fill()
        scans = [screen.scan_one_more() for _ in range(scale.rounds)]
        shifted = [screen.scan_one_more(under_notice=True)[0] for _ in range(scale.rounds)]
    finally:
        screen.close()
        counter.close()
    name = f"a scan to the painted line, {LINES} lines, {PROMOTIONS} promotions, a member"
    for what, taken, most_ms, note in (
        ("", samples([wall_s for wall_s, _ in scans]), FRAME_MS, "at most one frame"),
        (
            ", when it ends a notice",
            samples(shifted),
            FRAME_MS,
            "at most one frame, though all under the notice moves up and is painted anew",
        ),
        (
            ", of the processor",
            samples([processor_s for _, processor_s in scans]),
            THREADS * FRAME_MS,
            "a frame for the screen and one for the lanes that work beside it",
        ),
    ):
        for percent in (50, 99):
            yield Figure(
                name=f"{name}{what}",
                statistic=f"p{percent}",
                unit="ms",
                measured=taken.percentile_ms(percent),
                at_most=most_ms,
                promise="" if what or percent == 50 else "scan",
                note=f"{note}; a window of 1366 x 768, drawn into memory",
            )


class _Paints(QObject):
    """Counts the paints of a list, and notes how many there were when a line last came."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.when_it_came = 0

    def eventFilter(self, _watched: QObject, event: QEvent, /) -> bool:
        """See a paint go by."""
        self.count += event.type() == QEvent.Type.Paint
        return False

    def line_came(self) -> None:
        """A line was put into the list, and is not painted yet."""
        self.when_it_came = self.count


class _Screen:
    """The till's window at the checkout, somebody signed in and a shift open."""

    def __init__(self, counter: Counter) -> None:
        look, catalogue = Look(application()), Catalogue.load("vi")
        look.dress()
        look.wear(Preferences(), catalogue)
        self._runner = LaneRunner()
        self._window = MainWindow(catalogue)
        self._window.resize(*SIZE)
        sign_in = self._window.add_screen(SignInView)
        stage = QtStage(self._window, sign_in, on_operator=_ignore, on_menu=_do_nothing)
        force = in_force_now(counter.till)
        words = Words(catalogue=catalogue, currency="VND", zone=force.zone)
        self._shell = Shell(TillErrands(counter.till, _nobody), self._runner, words, stage)
        stage.connect(self._shell)
        self._list = stage.checkout.lines.lines.list
        self._paints = _Paints()
        self._list.viewport().installEventFilter(self._paints)
        self._list.model().rowsInserted.connect(self._paints.line_came)
        self._window.show()
        self._shell.signed_in(LAN)
        until(lambda: self._shell.checkout is not None)

    def fill(self) -> None:
        """Fifty lines and a member."""
        self._shell.scanned(ANH_CARD)
        for number in range(LINES):
            self._shell.scanned(_sku(number))
        self._until_quiet(LINES)

    def scan_one_more(self, *, under_notice: bool = False) -> tuple[float, float]:
        """The seconds from the scan to the painted line, by the wall's clock and of the processor.

        Then the line is taken away again, which is said in a notice; it stays until the next scan ends it
        only where that is `under_notice`.
        """
        if not under_notice:
            self._checkout.counter.say(None)
        QApplication.processEvents()  # what the change before has left to paint is not this scan's
        began, processor = time.perf_counter(), time.process_time()
        self._shell.scanned(_sku(LINES))
        until(
            lambda: self._list.model().rowCount() > LINES and self._paints.count > self._paints.when_it_came
        )
        taken = time.perf_counter() - began, time.process_time() - processor
        self._until_quiet(LINES + 1)
        self._checkout.lines.remove()
        self._until_quiet(LINES)
        return taken

    def close(self) -> None:
        """Let everything be done and go."""
        self._runner.stop()
        self._window.hide()
        self._window.deleteLater()
        QApplication.processEvents()

    @property
    def _checkout(self) -> CheckoutPresenter:
        if self._shell.checkout is None:
            raise RuntimeError("nobody is signed in")
        return self._shell.checkout

    def _until_quiet(self, lines: int) -> None:
        """Until there are so many lines and their price is worked out."""
        model = self._checkout.counter
        until(lambda: len(model.model.sale.lines) == lines and model.model.can_pay)


def _goods() -> list[ProductRow]:
    return [
        product_row(
            each.sku,
            each.name,
            each.unit_price,
            category=each.category,
            brand=each.brand,
            tags=list(each.tags),
        )
        for each in map(rules_shop.line, range(LINES + 1))
    ]


def _sku(number: int) -> str:
    return rules_shop.line(number).sku


def _nobody(*, card: str = "", phone: str = "") -> str | None:
    """There is no server that knows anybody."""
    return None if card or phone else ""


def _ignore(_name: str) -> None:
    """Nobody looks at the top bar here."""


def _do_nothing() -> None:
    """There is no menu here."""
