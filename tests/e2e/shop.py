"""One shop of the end-to-end tests: its server, its till's devices, and what both hold afterwards."""

import json
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import psycopg
from psycopg.rows import namedtuple_row

from loyalty.units import Money
from loyalty.wire.chain import Event
from resources.catalogue import Catalogue
from terminal.bootstrap.first_glance import take_first_glance
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.store.books import Reading
from terminal.store.opening import open_store
from ui.demo.cashier import Cashier
from ui.demo.counter import Counter
from ui.demo.driven import DrivenTill
from ui.demo.processes import Start, start_process
from ui.demo.server_process import ServerProcess
from ui.demo.shop import run_step

SHOP_FILES: Final = Path(__file__).parent / "shop_data"
TEXTS: Final = Catalogue.load("vi")

ANH: Final = "9812345678901230"
"""The card of Nguyễn Thị Ánh: silver, 1,250 points."""
ANH_NAME: Final = "Nguyễn Thị Ánh"
KHOI: Final = "9834567890123459"
"""The card of Lê Minh Khôi: 20,000 points, enough for many sales."""
KHOI_NAME: Final = "Lê Minh Khôi"
NOODLES: Final = ("8934563493721", "Mì Hảo Hảo tôm chua cay 75 g")
RICE: Final = ("8936079079437", "Gạo ST25 túi 5 kg")
SPINACH: Final = ("8936090967096", "Rau muống")
FLOAT: Final = Money(500_000)


class ServerJournal(NamedTuple):
    """One event as the server keeps it."""

    seq: int
    operation_id: str
    kind: str
    hash: bytes


class Shop:
    """A running server and a counter; tills are started at it, and killed."""

    def __init__(self, folder: Path, database_url: str, start: Start = start_process) -> None:
        self.folder, self._start = folder, start
        self._url = database_url
        self.counter = Counter(folder / "till", folder, start=start)
        self.server = ServerProcess(folder / "server", database=database_url, start=start)
        self._open = ExitStack()

    @contextmanager
    def till(self) -> Generator[Cashier]:
        """A cashier at a till just started, nobody signed in; killed at the end if it still runs."""
        with self.counter.start(self.server.address) as driven:
            yield Cashier(driven, self.counter.scanner, TEXTS)

    def signed_in(self, till: Cashier) -> None:
        """Sign Lan in, and open the shift if none is open."""
        if till.sign_in("Lan", "2580"):
            till.open_shift(FLOAT)

    def stop_server(self) -> None:
        """Pull its plug."""
        self.server.kill()

    def start_server(self) -> None:
        """Start it again, at the same address."""
        self.server = ServerProcess(
            self.folder / "server", database=self._url, port=self.server.port, start=self._start
        )
        self.server.wait()

    def journal(self) -> tuple[Event, ...]:
        """Everything in the till's journal; the till must not be running."""
        with self.till_file() as reading:
            book = reading.journal
            walks = (book.walk(till=till, incarnation=life) for till, life in book.chains())
            return tuple(event for walk in walks for event in walk)

    @contextmanager
    def till_file(self) -> Generator[Reading]:
        """The till's database, read as the till reads it."""
        clock = SystemClock()
        with ExitStack() as stack:
            first = take_first_glance(self.folder / "till")
            stack.callback(first.close)
            file, key = first.folder.database, first.database_key
            store = open_store(file, key, clock=clock, new_id=id_maker(clock))
            stack.callback(store.close)
            yield stack.enter_context(store.read())

    def server_journal(self) -> list[ServerJournal]:
        """The till's journal as the server's PostgreSQL has it."""
        with psycopg.connect(self._url, row_factory=namedtuple_row) as connection:
            query = "SELECT seq, operation_id, kind, hash FROM journal ORDER BY till, incarnation, seq"
            return [ServerJournal(*row) for row in connection.execute(query)]

    def holdings(self) -> Mapping[str, Any]:
        """What the server holds, all its own checks among it."""
        place = ("--data", str(self.folder / "server"), "--database", self._url)
        held: Mapping[str, Any] = json.loads(run_step("admin", "show", "--json", *place, start=self._start))
        return held

    def __enter__(self) -> Self:
        self._open.enter_context(self.counter)
        self._open.callback(self._close_server)
        self.server.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _close_server(self) -> None:
        self.server.close()


def assert_all_is_on_the_server(shop: Shop) -> tuple[Event, ...]:
    """The till's events; each is at the server once, byte for byte, and nothing there is wrong."""
    events = shop.journal()
    held = shop.server_journal()
    assert [ServerJournal(one.seq, one.operation_id, one.kind, one.hash) for one in events] == held
    holdings = shop.holdings()
    assert holdings["faults"] == []
    assert holdings["counts"]["quarantined events"] == 0
    assert holdings["counts"]["alarms"] == 0
    return events


def sales_in(events: tuple[Event, ...]) -> list[Mapping[str, Any]]:
    """The bodies of the sales in a journal."""
    return [event.body for event in events if event.kind == "sale_settled"]


def wait_for_pages(shop: Shop, till: DrivenTill, count: int) -> None:
    """Wait until so many slips have come out of the printer; each question gives the till some time."""
    for _ in range(2_000):
        if len(shop.counter.printer.pages) >= count:
            return
        till.do("seen")
    raise AssertionError(f"{len(shop.counter.printer.pages)} slips came out, not {count}")
