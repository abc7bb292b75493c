"""A whole till at work, without a screen: everything `start_till` starts, and the errands of one cashier."""

import queue
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from drivers.ports import Bitmap, Scan, ScannerLink, unheard
from loyalty.units import Money
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.running import Listeners, RunningTill, start_till
from terminal.clock import Clock
from terminal.in_force import in_force_now
from terminal.open_sale import OpenSale, add_product
from terminal.printing.report import PrintReport
from terminal.receipts.page import Page
from terminal.sale import SettledSale, Tender
from terminal.session import Session
from terminal.store.checks import Finding
from terminal.store.outbox import SqlOutbox
from terminal.sync.status import SyncStatus
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.cash import round_cash
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from terminal.usecases.sign_in import sign_in
from tests.sync_model.real_server import PIN

PATIENCE_S = 20
RICE = "8936079120016"


class BlankPainter:
    """Paper is not what this is about."""

    def paint(self, page: Page) -> Bitmap:
        stride = (page.width_dots + 7) // 8
        return Bitmap(page.width_dots, page.height_dots, bytes(stride * page.height_dots))


@dataclass
class WholeTill:
    """A till at work and all that it was told. `phone` is Ánh's, who is its only customer."""

    folder: Path
    phone: str
    clock: Clock | None = None
    running: RunningTill = field(init=False)
    session: Session = field(init=False)
    statuses: queue.Queue[SyncStatus] = field(default_factory=queue.Queue[SyncStatus])
    findings: list[Finding] = field(default_factory=list[Finding])

    def open(self) -> None:
        """Start the till; a shift is opened on the first day."""
        first = take_first_glance(self.folder)
        listeners = Listeners(
            on_sync=self.statuses.put,
            on_printer=_ignore_report,
            on_scan=_ignore_scan,
            on_scanner=_ignore_link,
            on_bank_card=unheard,
            on_pole=_ignore_pole,
            on_findings=self.findings.extend,
        )
        self.running = start_till(first, painter=BlankPainter(), listeners=listeners, clock=self.clock)
        (operator,) = (tile.operator for tile in first.seen.operators if tile.name == "Lan")
        self.session = sign_in(self.running.till, operator=operator, pin=PIN)

    def open_first_day(self) -> None:
        """The same, with a drawer counted."""
        self.open()
        open_shift(self.running.till, self.session, opening_float=Money(500_000))

    def wait(self, good: Callable[[SyncStatus], bool]) -> SyncStatus:
        """The first status from now on that is good; the one that stands counts."""
        status = self.running.sync.status
        while not good(status):
            status = self.statuses.get(timeout=PATIENCE_S)
        return status

    def all_central(self) -> None:
        """Wait until an exchange has come through after which nothing waits."""
        outbox = SqlOutbox(self.running.till.store)
        began = self.running.till.clock.now()
        self.running.sync.nudge()

        def is_over(status: SyncStatus) -> bool:
            fresh = status.is_online and status.centrally_at is not None and status.centrally_at > began
            return fresh and outbox.waiting().events == 0

        self.wait(is_over)

    def with_member(self) -> OpenSale:
        """A bag of rice for Ánh."""
        till = self.running.till
        product, member = find(till, RICE), find(till, self.phone)
        assert isinstance(product, ProductFound)
        assert isinstance(member, MemberFound)
        sale = add_product(new_sale(till), product.product)
        return attach_member(till, self.session, sale, member.member)

    def with_lease(self) -> OpenSale:
        """The same, once the server has answered."""
        sale = self.with_member()
        while sale.lease is None or sale.lease.state != "open":
            self.statuses.get(timeout=PATIENCE_S)
            sale = refresh_member(self.running.till, sale)
        return sale

    def pay(self, sale: OpenSale) -> SettledSale:
        """Pay all of it in cash."""
        till = self.running.till
        due = price(till, sale, paid_with=("cash",)).total
        cash = round_cash(due, in_force_now(till).settings).due
        return settle_sale(till, self.session, sale, (Tender(kind="cash", amount=cash),))


def _ignore_report(_: PrintReport) -> None:
    """Nobody looks at the printer."""


def _ignore_scan(_: Scan) -> None:
    """Nobody scans."""


def _ignore_link(_: ScannerLink) -> None:
    """Nobody plugs anything in."""


def _ignore_pole(_: str | None) -> None:
    """Nobody looks at the pole."""
