"""A whole till against the real server: leases asked for, spent and closed; cuts, doubles and restarts."""

import queue
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from drivers.ports import Bitmap, Scan, ScannerLink
from loyalty.errors import Refused, Unavailable
from loyalty.units import Money, Points
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.pairing import first_sync, pair
from terminal.bootstrap.running import Listeners, RunningTill, start_till
from terminal.in_force import in_force_now
from terminal.keystore.spend_counter import SpendMark, read_mark
from terminal.open_sale import OpenSale, add_product, set_burn
from terminal.printing.report import PrintReport
from terminal.receipts.page import Page
from terminal.sale import SettledSale, Tender
from terminal.session import Session
from terminal.store.checks import Finding
from terminal.store.outbox import SqlOutbox
from terminal.sync.status import SyncStatus
from terminal.usecases.basket import attach_member, burnable, detach_member, new_sale, refresh_member
from terminal.usecases.cash import round_cash
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from terminal.usecases.sign_in import sign_in
from tests.sync_model.bad_network import BadNetwork, NetworkFault
from tests.sync_model.http_server import HttpServer
from tests.sync_model.real_server import E164, PHONE, PIN, RealServer, admin, copy_of, furnish

PATIENCE_S = 20
RICE = "8936079120016"


class BlankPainter:
    """Paper is not what this is about."""

    def paint(self, page: Page) -> Bitmap:
        stride = (page.width_dots + 7) // 8
        return Bitmap(page.width_dots, page.height_dots, bytes(stride * page.height_dots))


@dataclass
class Shop:
    """A till at work and all that it was told."""

    folder: Path
    running: RunningTill = field(init=False)
    session: Session = field(init=False)
    statuses: queue.Queue[SyncStatus] = field(default_factory=queue.Queue[SyncStatus])
    findings: list[Finding] = field(default_factory=list[Finding])

    def open(self) -> None:
        """Start the till; a shift is opened on the first day."""
        first = take_first_glance(self.folder)
        assert [tile.name for tile in first.seen.operators] == ["Lan"]
        listeners = Listeners(
            on_sync=self.statuses.put,
            on_printer=_ignore_report,
            on_scan=_ignore_scan,
            on_scanner=_ignore_link,
            on_findings=self.findings.extend,
        )
        self.running = start_till(first, painter=BlankPainter(), listeners=listeners)
        (operator,) = (tile.operator for tile in first.seen.operators)
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
        product, member = find(till, RICE), find(till, PHONE)
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


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("server") / "furnished"
    folder.mkdir()
    furnish(folder)
    return folder


@pytest.fixture
def server(template: Path, tmp_path: Path) -> Iterator[RealServer]:
    with copy_of(template, tmp_path / "server") as server:
        yield server


@pytest.fixture
def network(server: RealServer) -> BadNetwork:
    return BadNetwork(server.port)


@pytest.fixture
def shop(server: RealServer, network: BadNetwork, tmp_path: Path) -> Iterator[Shop]:
    """A paired till whose line to the server runs over the network."""
    folder = tmp_path / "till"
    code = admin(server.folder, "pairing-code", "--till", "Q1").strip()
    with HttpServer(network) as line:
        url = f"http://127.0.0.1:{line.port}"
        pair(folder, server_url=url, code=code, ca_file=None, key_store="file")
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n')
        shop = Shop(folder)
        shop.open_first_day()
        yield shop
        shop.running.stop()
    assert shop.findings == []


def test_points_are_leased_spent_and_accounted_for(shop: Shop, server: RealServer) -> None:
    sale = shop.with_lease()
    quote = price(shop.running.till, sale, paid_with=("cash",))
    most = burnable(shop.running.till, sale, quote)
    assert most.points == 180  # half of 189.000 ₫ is 94.500 ₫, 189 points, in tens
    settled = shop.pay(set_burn(sale, Points(100)))
    assert settled.burn is not None
    assert read_mark(shop.running.till.keys) == SpendMark(count=1, operation_id=settled.sale)
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 100, 0)
    assert figures["quarantined events"] == 0
    refreshed = find(shop.running.till, PHONE)
    assert isinstance(refreshed, MemberFound)
    assert refreshed.member.points == 1250 - 100 + settled.earned_points


def test_a_member_taken_off_frees_what_was_reserved(shop: Shop, server: RealServer) -> None:
    sale = shop.with_lease()
    assert server.figures()["open leases"] == 1
    detach_member(shop.running.till, shop.session, sale)
    shop.all_central()
    assert server.figures()["open leases"] == 0


def test_without_a_lease_nothing_is_burned_and_the_sale_still_earns(shop: Shop, server: RealServer) -> None:
    server.kill()
    sale = shop.with_member()
    quote = price(shop.running.till, sale, paid_with=("cash",))
    most = burnable(shop.running.till, sale, quote)
    assert most.points == 0
    assert most.why is not None
    assert most.why.code == "lease-waiting"
    with pytest.raises(Refused):
        shop.pay(set_burn(sale, Points(100)))
    settled = shop.pay(sale)
    assert settled.earned_points > 0
    shop.wait(lambda status: status.waiting > 0 and not status.is_online)
    server.start()
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 0, 0)


def test_a_lease_that_was_granted_can_be_spent_without_a_server(shop: Shop, server: RealServer) -> None:
    sale = shop.with_lease()
    server.kill()
    settled = shop.pay(set_burn(sale, Points(100)))
    assert settled.burn is not None
    server.start()
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 100, 0)


@pytest.mark.parametrize(
    "fault", ["request lost", "answer lost", "answer halved", "doubled", "nonsense", "busy"]
)
def test_a_fault_on_the_line_neither_loses_nor_doubles(
    shop: Shop, server: RealServer, network: BadNetwork, fault: NetworkFault
) -> None:
    sale = shop.with_lease()
    network.fault = fault
    shop.pay(set_burn(sale, Points(100)))
    if fault != "doubled":
        shop.wait(lambda status: status.trouble is not None)
    network.fault = "none"
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 100, 0)
    assert (figures["quarantined events"], figures["alarms"]) == (0, 0)


def test_an_ask_whose_answer_was_lost_is_granted_once(
    shop: Shop, server: RealServer, network: BadNetwork
) -> None:
    shop.all_central()
    network.fault = "answer lost"
    sale = shop.with_member()
    shop.wait(lambda status: status.trouble is not None)
    assert server.figures()["open leases"] == 1
    network.fault = "none"
    shop.all_central()
    sale = refresh_member(shop.running.till, sale)
    assert sale.lease is not None
    assert sale.lease.state == "open"
    assert server.figures()["open leases"] == 1


def test_replaying_everything_that_was_ever_sent_changes_nothing(
    shop: Shop, server: RealServer, network: BadNetwork
) -> None:
    shop.pay(set_burn(shop.with_lease(), Points(100)))
    shop.all_central()
    before = server.figures()
    for asked in list(network.passed):
        network.forward(asked)
    assert server.figures() == before


def test_a_till_stopped_in_the_middle_of_a_basket_lets_go_of_the_points(
    shop: Shop, server: RealServer
) -> None:
    shop.with_lease()
    shop.running.stop()
    assert server.figures()["open leases"] == 1
    shop.open()
    shop.all_central()
    assert server.figures()["open leases"] == 0


def test_what_was_sold_offline_is_sent_after_a_restart(shop: Shop, server: RealServer) -> None:
    server.kill()
    for _ in range(3):
        shop.pay(shop.with_member())
    shop.running.stop()
    server.start()
    shop.open()
    shop.all_central()
    assert server.figures()["sales"] == 3


def test_a_revoked_till_keeps_selling_and_says_so(shop: Shop, server: RealServer) -> None:
    admin(server.folder, "revoke-till", "--till", "Q1")
    shop.pay(shop.with_member())
    status = shop.wait(lambda status: status.state == "attention" and status.waiting > 0)
    assert status.trouble is not None
    assert status.trouble.code == "till-revoked"


def test_somebody_enrolled_elsewhere_is_one_look_up_away(
    shop: Shop, server: RealServer, tmp_path: Path
) -> None:
    newcomer = tmp_path / "newcomer.csv"
    newcomer.write_text("name,phone,points\nTrần Văn Bình,0987654321,70\n", encoding="utf-8")
    admin(server.folder, "import-members", str(newcomer))
    assert shop.running.look_up_member(phone="+84987654321") is not None
    found = find(shop.running.till, "0987654321")
    assert isinstance(found, MemberFound)
    assert found.member.points == 70
    assert shop.running.look_up_member(phone="+84900000001") is None
    assert shop.running.look_up_member(phone=E164) is not None


def test_a_look_up_without_a_server_is_unavailable(shop: Shop, server: RealServer) -> None:
    server.kill()
    with pytest.raises(Unavailable):
        shop.running.look_up_member(phone=E164)


def test_a_second_till_on_the_same_folder_is_refused(shop: Shop) -> None:
    with pytest.raises(Refused, match="data-folder-in-use"):
        take_first_glance(shop.folder)
