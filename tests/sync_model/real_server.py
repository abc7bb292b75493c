"""The real server as a process of its own on its embedded database, with one store and one till to pair."""

import contextlib
import io
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from main import main

PROJECT = Path(__file__).parents[2]
PIN = "2580"
PHONE = "0912345678"
E164 = "+84912345678"
GOODS = "sku,name,unit_price,barcodes\nRICE,Gạo ST25 túi 5 kg,189000,8936079120016\n"
MEMBERS = f"name,phone,points\nNguyễn Thị Ánh,{PHONE},1250\n"


def furnish(folder: Path) -> None:
    """Make the server's folder: a tenant, a store, till Q1, Lan, a program, a bag of rice, a member."""
    (folder / "goods.csv").write_text(GOODS, encoding="utf-8")
    (folder / "members.csv").write_text(MEMBERS, encoding="utf-8")
    admin(folder, "tenant", "--code", "than-thiet", "--name", "Thân Thiết")
    admin(folder, "store", "--code", "q1", "--name", "Bách hóa Xanh Q1", "--address", "12 Lê Lợi")
    admin(folder, "till", "--store", "q1", "--code", "Q1", "--name", "Quầy 1")
    admin(folder, "operator", "--code", "lan", "--name", "Lan", "--role", "cashier", "--pin", PIN)
    admin(folder, "publish-program", str(PROJECT / "resources" / "programs" / "than-thiet.toml"))
    admin(folder, "import-products", str(folder / "goods.csv"))
    admin(folder, "import-members", str(folder / "members.csv"))


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
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it takes requests."""
        self._process = subprocess.Popen(
            [sys.executable, "main.py", "server", "--data", str(self.folder), "--port", str(self.port)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert "is ready on " in said, said + self._process.stdout.read()
        self.port = int(said.split("is ready on ")[1].split()[0].rpartition(":")[2])

    def kill(self) -> None:
        """End it as a power cut does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def figures(self) -> dict[str, int]:
        """What it holds, counted and summed; its own checks must find nothing."""
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


def copy_of(template: Path, folder: Path) -> RealServer:
    """A server on a copy of a furnished folder."""
    shutil.copytree(template, folder)
    return RealServer(folder)
