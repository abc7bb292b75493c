"""A shop of real processes: PostgreSQL, the server, and tills that sell; each can be killed and comes back.

Set up with the commands a shop would use. What the tills said is kept here, apart from all of them.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from server.context import Server
from server.keys import load_or_make_keys
from server.store.database import open_database
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.show import Holdings, show
from terminal.bootstrap.pairing import first_sync, pair
from tests.evidence.cut_line import CutLine
from tests.evidence.selling_till import MOST_POINTS
from tests.postgres import KillablePostgres
from tests.sync_model.real_server import GOODS, PIN, PROJECT, admin
from ui.demo.processes import Process, Start, start_process
from ui.demo.server_process import ServerProcess

ANSWER_WITHIN_S: Final = 120.0
TILLS: Final = ("Q1", "Q2")
PROGRAM: Final = PROJECT / "resources" / "programs" / "than-thiet.toml"


@dataclass
class TillProcess:
    """One till's process, and everything it has said in all its lives; `line` is its way to the server."""

    folder: Path
    line: CutLine | None = None
    start_program: Start = start_process
    said: list[str] = field(default_factory=list[str])

    def start(self) -> None:
        """Start it, and wait until it can be told to sell."""
        since = len(self.said)
        self._process = self._launch()
        self._news, self._is_over = threading.Condition(), False
        self._listener = threading.Thread(target=self._listen, name="selling till")
        self._listener.start()
        self.wait_for("ready", since=since)

    def _launch(self) -> Process:
        command = [sys.executable, "-m", "tests.evidence.selling_till", str(self.folder)]
        place = {**os.environ, "PYTHONPATH": str(PROJECT)}
        with (self.folder / "log").open("ab") as log:
            pipe = subprocess.PIPE
            return self.start_program(command, stdin=pipe, stdout=pipe, stderr=log, env=place)

    def tell(self, line: str) -> int:
        """Say something to it; how much it had said before."""
        before = len(self.said)
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        return before

    def wait_for(self, word: str, *, since: int, count: int = 1) -> None:
        """Wait until it has said a word so often since then."""

        def is_said() -> bool:
            return sum(line.startswith(word) for line in self.said[since:]) >= count

        with self._news:
            self._news.wait_for(lambda: is_said() or self._is_over, ANSWER_WITHIN_S)
            heard = is_said()
        assert heard, (word, self.said[-3:], (self.folder / "log").read_text()[-2_000:])

    def wait_a_moment(self, seconds: float) -> None:
        """Let it go on for a moment, whatever it says."""
        with self._news:
            self._news.wait_for(lambda: self._is_over, seconds)

    def sync(self) -> None:
        """Wait until all it has is acknowledged."""
        self.wait_for("central", since=self.tell("sync"))

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._end()

    def close(self) -> None:
        """Let it end by itself."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._end()

    @property
    def begun(self) -> set[str]:
        """The sales it has begun to settle."""
        return {line.split()[1] for line in self.said if line.startswith("begun ")}

    @property
    def done(self) -> dict[str, tuple[int, int]]:
        """The sales it said to be settled, with the points they took and gave."""
        lines = (line.split() for line in self.said if line.startswith("done "))
        return {sale: (int(burned), int(earned)) for _, sale, burned, earned in lines}

    def _listen(self) -> None:
        for said in self._process.stdout or ():
            line = said.decode(errors="replace")
            if not line.endswith("\n"):
                break  # killed in the middle of a word
            with self._news:
                self.said.append(line.strip())
                self._news.notify_all()
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def _end(self) -> None:
        self._process.wait(ANSWER_WITHIN_S)
        self._listener.join(ANSWER_WITHIN_S)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class ShopAtWork:
    """One shop with two tills from `with` to its end.

    `members` have `points` each; `is_cuttable`: each till reaches the server over a line that can be cut;
    `start` is how the processes of tills and server are started.
    """

    def __init__(
        self,
        folder: Path,
        postgres: KillablePostgres,
        *,
        program: Path = PROGRAM,
        members: int = 2,
        points: int = 10_000_000,
        is_cuttable: bool = False,
        start: Start = start_process,
    ) -> None:
        self.folder, self.postgres, self._start = folder, postgres, start
        self.phones = tuple(f"09123456{number:02}" for number in range(members))
        self._program, self._points, self._is_cuttable = program, points, is_cuttable
        self._open = ExitStack()
        self.tills: list[TillProcess] = []

    def __enter__(self) -> Self:
        self.url = self.postgres.url(self.postgres.new_database())
        self.data = self.folder / "server"
        self.data.mkdir(parents=True)
        self._furnish()
        self.server = self._start_server(None)
        self._open.callback(self._close_server)
        self.server.wait()
        for code in TILLS:
            self.add_till(code)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def _close_server(self) -> None:
        self.server.close()

    def restart_server(self) -> None:
        """Kill it, and start it at the same address."""
        self.server.kill()
        self.server = self._start_server(self.server.port)
        self.server.wait()

    def _start_server(self, port: int | None) -> ServerProcess:
        return ServerProcess(self.data, database=self.url, port=port, start=self._start)

    def restart_postgres(self) -> None:
        """Kill all of it, and start it over the same files."""
        self.postgres.kill()
        self.postgres.start()

    def faults(self, *, may_lend: bool = False) -> tuple[str, ...]:
        """What the server's doctor finds, and what is not as the tills said. They must be quiet.

        `may_lend`: leases placed beforehand are open.
        """
        with closing(open_database(self.url, self.data)) as database:
            server = Server(database=database, keys=load_or_make_keys(self.data))
            found = examine_server(server, tenant=None)
            holdings = self.holdings = show(server, tenant=None)
            self.sales = database.read(
                lambda connection: [row[0] for row in connection.exec_driver_sql("SELECT sale FROM sales")]
            )
        sales = self.sales
        return (*found, *self._compared(sales, holdings, may_lend=may_lend))

    def _compared(self, sales: Sequence[str], holdings: Holdings, *, may_lend: bool) -> list[str]:
        begun = set[str]().union(*(till.begun for till in self.tills))
        done = {sale: burned for till in self.tills for sale, (burned, _) in till.done.items()}
        found = [f"lost: {sale}" for sale in sorted(set(done) - set(sales))]
        found += [f"never begun: {sale}" for sale in sorted(set(sales) - begun)]
        if len(sales) != len(set(sales)) or len(sales) != holdings.counts["sales"]:
            found.append("a sale is there twice")
        unsure = MOST_POINTS * (len(sales) - len(done))
        if not sum(done.values()) <= holdings.points.burned <= sum(done.values()) + unsure:
            found.append(f"{holdings.points.burned} points burned, the tills said {sum(done.values())}")
        open_leases = () if may_lend else ("open leases",)
        for count in ("quarantined events", "alarms", "frozen leases", *open_leases):
            if holdings.counts[count]:
                found.append(f"{count}: {holdings.counts[count]}")
        return found

    def add_manager(self) -> None:
        """Somebody who may publish, with the PIN that all have here; the tills hear of them."""
        self.admin("operator", "--code", "ha", "--name", "Hà", "--role", "manager", "--pin", PIN)

    def _furnish(self) -> None:
        (self.folder / "goods.csv").write_text(GOODS, encoding="utf-8")
        rows = ["name,phone,points", *(f"Khách,{phone},{self._points}" for phone in self.phones)]
        (self.folder / "members.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        self.admin("tenant", "--code", "than-thiet", "--name", "Thân Thiết")
        self.admin("store", "--code", "q1", "--name", "Bách hóa Xanh Q1", "--address", "12 Lê Lợi")
        self.admin("operator", "--code", "lan", "--name", "Lan", "--role", "cashier", "--pin", PIN)
        self.admin("publish-program", str(self._program))
        self.admin("import-products", str(self.folder / "goods.csv"))
        self.admin("import-members", str(self.folder / "members.csv"))

    def add_till(self, code: str) -> None:
        """Let one more into the store, and start it."""
        self.admin("till", "--store", "q1", "--code", code, "--name", f"Quầy {code}")
        pairing_code = self.admin("pairing-code", "--till", code).strip()
        folder = self.folder / code
        line = self._open.enter_context(CutLine(self.server.port)) if self._is_cuttable else None
        address = self.server.address if line is None else line.address
        pair(folder, server_url=address, code=pairing_code, ca_file=None, key_store="file")
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n', encoding="utf-8")
        till = TillProcess(folder, line, self._start)
        till.start()
        self._open.callback(till.close)
        self.tills.append(till)

    def admin(self, action: str, *words: str) -> str:
        """What `main.py admin` prints of this shop; it must succeed."""
        return admin(self.data, action, "--database", self.url, *words)
