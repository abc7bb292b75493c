"""A counter to play scenes at: the real program as a process, its devices, and the books behind it.

A shop is copied for each scene. Its server runs in the scenes that have a network; the others are sold in
without one. What a till shows is looked for until it is there; what it wrote is read when it is closed.
"""

import json
import shutil
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, Self

from loyalty.wire.chain import Event
from terminal.bootstrap.first_glance import take_first_glance
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.receipts.paper import SlipPaper
from terminal.store.books import Reading
from terminal.store.opening import open_store
from tests.e2e.shop import FLOAT, TEXTS
from tests.postgres import Postgres
from ui.demo.cashier import Cashier
from ui.demo.counter import Counter
from ui.demo.driven import DrivenTill
from ui.demo.processes import Start
from ui.demo.server_process import ServerProcess, free_port
from ui.demo.shop import run_step

SHOP_FILES: Final = Path(__file__).parent / "shop_data"
GOODS: Final[Mapping[str, tuple[str, str]]] = {
    "mì": ("8934563493721", "Mì Hảo Hảo tôm chua cay 75 g"),
    "gạo": ("8936079079437", "Gạo ST25 túi 5 kg"),
    "rau": ("8936090967096", "Rau muống"),
    "bò": ("8936012345674", "Thịt bò bắp"),
}
PEOPLE: Final[Mapping[str, tuple[str, str]]] = {
    "Ánh": ("9812345678901230", "Nguyễn Thị Ánh"),
    "Đức": ("9823456789012341", "Trần Văn Đức"),
    "Khôi": ("9834567890123459", "Lê Minh Khôi"),
}
STILL: Final = 100
"""So many looks at the window, ten milliseconds each at least, is a moment."""
MOST_JOBS: Final = 20
"""No scene prints as much."""
STAFF: Final[Mapping[str, tuple[str, str, str]]] = {
    "Lan": ("lan", "cashier", "2580"),
    "Minh": ("minh", "supervisor", "1470"),
    "Hà": ("ha", "manager", "3690"),
}


def set_up(folder: Path, url: str, start: Start) -> None:
    """A shop in `folder`, by the commands that a shop would use; its till is paired and has its goods."""
    place = ("--data", str(folder / "server"), "--database", url)
    for step in (
        ("tenant", "--code", "than-thiet", "--name", "Thân Thiết"),
        ("store", "--code", "q1", "--name", "Cửa hàng Quận 1", "--address", "12 Lê Lợi, P. Sài Gòn, TP.HCM"),
        ("till", "--store", "q1", "--code", "Q2", "--name", "Quầy 2"),
        *(
            ("operator", "--code", code, "--name", name, "--role", role, "--pin", pin)
            for name, (code, role, pin) in STAFF.items()
        ),
        ("publish-program", str(SHOP_FILES / "program.toml")),
        ("import-products", str(SHOP_FILES / "goods.csv")),
        ("import-members", str(SHOP_FILES / "members.csv")),
        ("gift-rules", "--store", "q1"),
    ):
        run_step("admin", *step[:1], *place, *step[1:], start=start)
    code = run_step("admin", "pairing-code", *place, "--till", "Q2", start=start).strip()
    with ServerProcess(folder / "server", database=url, start=start) as server:
        server.wait()
        till = ("--data", str(folder / "till"), "--keys", "file")
        run_step("pair", "--server", server.address, "--code", code, *till, start=start)


class Scene:
    """One scene at the counter; the till runs from `open` until `close` or a power cut."""

    def __init__(self, original: Path, folder: Path, postgres: Postgres, database: str, start: Start) -> None:
        for part in ("server", "till"):
            shutil.copytree(original / part, folder / part)
        self._folder, self._start = folder, start
        self._postgres, self._template = postgres, database
        self._url = ""
        self._port = free_port()
        self._server: ServerProcess | None = None
        self._plugs = ExitStack()
        self._till = ExitStack()
        self._cashier: Cashier | None = None
        self.counter = Counter(folder / "till", folder, start=start)

    @property
    def till(self) -> Cashier:
        """Who stands at the running till."""
        if self._cashier is None:
            raise AssertionError("the till is not running")
        return self._cashier

    def connect(self) -> None:
        """Start the server."""
        self._url = self._url or self._postgres.url(self._postgres.new_database(template=self._template))
        self._server = ServerProcess(
            self._folder / "server", database=self._url, port=self._port, start=self._start
        )
        self._server.wait()

    def disconnect(self) -> None:
        """Pull the server's plug."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def open(self, *, name: str = "Lan") -> None:
        """Switch the till on, sign somebody in, and open the shift if none is open."""
        driven = self.counter.start(self._address)
        self._till.enter_context(driven)
        self._cashier = Cashier(driven, self.counter.scanner, TEXTS)
        if self._cashier.sign_in(name, STAFF[name][2]):
            self._cashier.open_shift(FLOAT)

    def cut_the_power(self) -> None:
        """Kill the till a moment after the last gesture: once its file has stopped growing."""
        size, still = -1, 0
        while still < STILL:
            self.till.till.do("seen")
            now = sum(one.stat().st_size for one in self.counter.till.glob("*.db*"))
            size, still = now, still + 1 if now == size else 0
        self.till.till.kill()
        self._till.close()
        self._cashier = None

    def close(self) -> None:
        """Close the till's window, if it is open, and see that it ends well."""
        if self._cashier is not None:
            assert self._cashier.till.close() == 0
            self._till.close()
            self._cashier = None

    def events(self, kind: str) -> list[Mapping[str, Any]]:
        """The bodies of the events of a kind in the till's journal, once it is closed."""
        self.close()
        return [event.body for event in self._journal() if event.kind == kind]

    def admin(self, action: str, *words: str) -> str:
        """One of the server's commands, as somebody at the office would run it; what it said."""
        place = ("--data", str(self._folder / "server"), "--database", self._url)
        return run_step("admin", action, *place, *words, start=self._start)

    def file(self, name: str, text: str) -> Path:
        """A file that somebody has written beforehand."""
        path = self._folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def second_program(self) -> DrivenTill:
        """Somebody starts the till's program again, on the same counter."""
        return self.counter.start(self._address)

    def printed(self) -> list[str]:
        """The documents of the receipts that were printed, in their order, once the till is closed.

        Made once more from the sales: the till keeps no text of what is printed.
        """
        self.close()
        paper = SlipPaper()
        with self._books() as book:
            settings = book.config.settings()
            assert settings is not None
            queue = (book.print_jobs.by_id(number) for number in range(1, MOST_JOBS))
            printed = [job for job in queue if job and job.kind == "sale" and job.state == "printed"]
            assert not any(job.document for job in printed)
            sales = [book.sales.by_id(job.sale or "") for job in printed]
            pairs = zip(printed, sales, strict=True)
            return [paper.sale(sale, settings, copy=job.copy) for job, sale in pairs if sale is not None]

    def holdings(self) -> Mapping[str, Any]:
        """What the server holds, its own checks among it."""
        held: Mapping[str, Any] = json.loads(self.admin("show", "--json"))
        return held

    def __enter__(self) -> Self:
        self._plugs.enter_context(self.counter)
        return self

    def __exit__(self, *_: object) -> None:
        self._till.close()
        self.disconnect()
        self._plugs.close()

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def _journal(self) -> tuple[Event, ...]:
        with self._books() as books:
            book = books.journal
            walks = (book.walk(till=till, incarnation=life) for till, life in book.chains())
            return tuple(event for walk in walks for event in walk)

    @contextmanager
    def _books(self) -> Generator[Reading, None, None]:
        clock = SystemClock()
        with ExitStack() as stack:
            first = take_first_glance(self._folder / "till")
            stack.callback(first.close)
            store = open_store(first.folder.database, first.database_key, clock=clock, new_id=id_maker(clock))
            stack.callback(store.close)
            yield stack.enter_context(store.read())
