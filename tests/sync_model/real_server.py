"""The real server as a process of its own on its embedded database, with one store."""

import contextlib
import io
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from main import main
from ui.demo.processes import Process, Start
from ui.demo.shop import program_command

PROJECT = Path(__file__).parents[2]
PIN = "2580"
GOODS = "sku,name,unit_price,barcodes\nRICE,Gạo ST25 túi 5 kg,189000,8936079120016\n"


def furnish(folder: Path) -> None:
    """Make the server's folder: a tenant, a store, Lan, a program, a bag of rice."""
    (folder / "goods.csv").write_text(GOODS, encoding="utf-8")
    admin(folder, "tenant", "--code", "than-thiet", "--name", "Thân Thiết")
    admin(folder, "store", "--code", "q1", "--name", "Bách hóa Xanh Q1", "--address", "12 Lê Lợi")
    admin(folder, "operator", "--code", "lan", "--name", "Lan", "--role", "cashier", "--pin", PIN)
    admin(folder, "publish-program", str(PROJECT / "resources" / "programs" / "than-thiet.toml"))
    admin(folder, "import-products", str(folder / "goods.csv"))


def add_till(folder: Path, code: str) -> str:
    """Make a till of the store; a pairing code for it."""
    admin(folder, "till", "--store", "q1", "--code", code, "--name", f"Quầy {code}")
    return admin(folder, "pairing-code", "--till", code).strip()


def add_member(folder: Path, name: str, phone: str, points: int) -> None:
    """Make somebody a member."""
    file = folder / "members.csv"
    file.write_text(f"name,phone,points\n{name},{phone},{points}\n", encoding="utf-8")
    admin(folder, "import-members", str(file))


def admin(folder: Path, action: str, *words: str) -> str:
    """What `main.py admin` prints; it must succeed."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["admin", action, "--data", str(folder), *words]) == 0
    return said.getvalue()


@dataclass
class RealServer:
    """Runs while it is entered; can be killed and started again on the same port."""

    folder: Path
    start_program: Start
    """How its process is started."""
    port: int = 0
    options: tuple[str, ...] = ()
    """What else its command is given."""
    _process: Process | None = field(default=None, init=False)
    _before: dict[str, int] = field(default_factory=dict[str, int], init=False)

    def start(self) -> None:
        """Start it, unless it runs, and wait until it takes requests."""
        if self._process is not None:
            return
        with (self.folder / "log").open("ab") as log:
            command = program_command(
                "server", "--data", str(self.folder), "--port", str(self.port), *self.options
            )
            self._process = self.start_program(command, stdout=subprocess.PIPE, stderr=log)
        assert self._process.stdout is not None
        with self._process.stdout as output:
            said = output.readline().decode()
        assert "is ready on " in said, (self.folder / "log").read_text(encoding="utf-8")
        self.port = int(said.split("is ready on ")[1].split()[0].rpartition(":")[2])

    def kill(self) -> None:
        """End it as a power cut does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def count_from_here(self) -> None:
        """Let `figures` say what is new from now on."""
        self._before = self._all_figures()

    def figures(self) -> dict[str, int]:
        """What it holds that is new, counted and summed; its own checks must find nothing."""
        return {name: count - self._before.get(name, 0) for name, count in self._all_figures().items()}

    def _all_figures(self) -> dict[str, int]:
        shown = json.loads(admin(self.folder, "show", "--json"))
        assert shown["faults"] == []
        return {**shown["counts"], **{f"points {name}": count for name, count in shown["points"].items()}}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
