"""Sets the demo's shop up: a server with its data, and a till paired to it, in one folder.

Everything goes through the commands that a real shop would use, each in a process of its own. A folder that
is only half set up is begun anew.
"""

import csv
import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from loyalty.errors import Unavailable
from ui.demo.people import sample_members
from ui.demo.processes import Start, start_process
from ui.demo.say import Say

ROOT = Path(__file__).parents[2]
PROGRAM_FILE = ROOT / "resources" / "programs" / "than-thiet.toml"
GOODS_FILE = ROOT / "resources" / "samples" / "goods.csv"
MEMBERS = 5_000
TILL_CODE = "Q2"
MEMBER_COLUMNS = ("name", "phone", "birthday", "card", "points", "measure", "purchases")
TILL_SETTINGS = """# Written by the demo at each start.
server = "{address}"
printer = "virtual"
scanner = ["wedge", "virtual"]
"""
PAD_GOODS = (
    "Mì Hảo Hảo tôm chua cay 75 g",
    "Gạo ST25 Ông Cua túi 5 kg",
    "Sữa tươi tiệt trùng Vinamilk có đường 1 l",
    "Coca-Cola lon 320 ml",
    "Cà phê G7 3in1 hộp 18 gói",
    "Dầu đậu nành Simply chai 1 l",
    "Rau muống",
    "Thuốc lá Vinataba bao 20 điếu",
)
"""What the virtual scanner's pad has buttons for."""
PAD_MEMBERS = 4


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can sign in to the demo's till."""

    code: str
    name: str
    role: str
    pin: str


PEOPLE = (
    Person("lan", "Lan", "cashier", "2580"),
    Person("minh", "Minh", "supervisor", "1470"),
    Person("ha", "Hà", "manager", "3690"),
)


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where the demo keeps its shop."""

    root: Path

    @property
    def server(self) -> Path:
        """The server's data."""
        return self.root / "server"

    @property
    def till(self) -> Path:
        """The till's data."""
        return self.root / "till"

    @property
    def is_ready(self) -> bool:
        """Whether it was set up to the end."""
        return self._mark.exists()

    def mark_ready(self) -> None:
        """The shop is set up: the next start finds it."""
        self._mark.touch()

    @property
    def _mark(self) -> Path:
        return self.root / "ready"


def program_command(*arguments: str) -> list[str]:
    """The command line that runs this very program."""
    return [sys.executable, str(ROOT / "main.py"), *arguments]


def set_up_server(folder: DemoFolder, say: Say) -> None:
    """Fill a new server: company, store, till, people, program, goods and members.

    Raises:
        Unavailable: `demo-step-failed`.
    """
    shutil.rmtree(folder.root, ignore_errors=True)
    folder.server.mkdir(parents=True)
    say("demo.first-start", folder=str(folder.root))
    say("demo.tenant")
    _admin(folder, "tenant", "--code", "than-thiet", "--name", "Thân Thiết")
    _admin(folder, *_store())
    _admin(folder, "till", "--store", "q1", "--code", TILL_CODE, "--name", "Quầy 2")
    say("demo.operators")
    for one in PEOPLE:
        words = ("--code", one.code, "--name", one.name, "--role", one.role, "--pin", one.pin)
        _admin(folder, "operator", *words)
    say("demo.program")
    _admin(folder, "publish-program", str(PROGRAM_FILE))
    say("demo.goods")
    _admin(folder, "import-products", str(GOODS_FILE))
    say("demo.members")
    sheet = folder.root / "members.csv"
    _write_members(sheet)
    _admin(folder, "import-members", str(sheet))


def pair_till(folder: DemoFolder, address: str, say: Say) -> None:
    """Pair the till with the running server and let it read the store's data; then the shop is set up.

    Raises:
        Unavailable: `demo-step-failed`.
    """
    say("demo.pairing")
    code = _admin(folder, "pairing-code", "--till", TILL_CODE).strip()
    till = ("--data", str(folder.till), "--keys", "file")
    run_step("pair", "--server", address, "--code", code, *till)
    folder.mark_ready()


def write_till_settings(folder: DemoFolder, address: str) -> None:
    """The till's own settings: where the server is today, devices that are windows, codes to scan."""
    (folder.till / "till.toml").write_text(TILL_SETTINGS.format(address=address), encoding="utf-8")
    codes = {row["name"]: row["barcodes"] for row in sample_goods()}
    goods = [(name, codes[name]) for name in PAD_GOODS]
    cards = [(one.name, one.card) for one in sample_members(PAD_MEMBERS)]
    groups = (("goods", goods), ("cards", cards))
    lines = (line for title, rows in groups for line in (f"[{title}]", *_toml_rows(rows)))
    (folder.till / "scanner-pad.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def sample_goods() -> list[dict[str, str]]:
    """The sample goods, as rows by the names of their columns."""
    with GOODS_FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run_step(*arguments: str, start: Start = start_process) -> str:
    """Run a command of this program to its end; what it printed.

    Raises:
        Unavailable: `demo-step-failed`, with what it complained of.
    """
    with TemporaryFile() as output, TemporaryFile() as complaints:
        code = start(program_command(*arguments), stdout=output, stderr=complaints).wait()
        said, complained = (_read_whole(file) for file in (output, complaints))
    if code != 0:
        told = (complained or said).strip()[-2000:]
        raise Unavailable("demo-step-failed", retry=False, step=" ".join(arguments[:2]), said=told)
    return said


def _read_whole(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _admin(folder: DemoFolder, action: str, *words: str) -> str:
    return run_step("admin", action, "--data", str(folder.server), *words)


def _store() -> Iterable[str]:
    return (
        *("store", "--code", "q1", "--name", "Cửa hàng Quận 1", "--address", "12 Lê Lợi, P. Sài Gòn, TP.HCM"),
        *("--footer", "Cảm ơn quý khách!", "--bank-bin", "970436", "--bank-account", "0071000123456"),
        *("--bank-name", "CONG TY THAN THIET"),
    )


def _toml_rows(rows: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(code)}" for name, code in rows)


def _write_members(sheet: Path) -> None:
    with sheet.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(MEMBER_COLUMNS)
        for one in sample_members(MEMBERS):
            told = (one.name, one.phone_text, one.birthday or "", one.card)
            rows.writerow((*told, one.points, one.spent, one.purchases))
