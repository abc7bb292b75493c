"""The memory of the whole program: the real till with a million members in its database, selling all day.

The window is drawn into memory, goods and cards come over a pseudo-terminal, receipts go to a printer on TCP,
and no server answers: what has to be kept for it is kept. Resident memory as the kernel counts it, of the one
process.
"""

import base64
import json
import secrets
import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loyalty.units import Money
from resources.catalogue import Catalogue
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.keystore.choice import choose_key_store
from terminal.store.opening import open_store
from tests.bench.bench_members import members_file
from tests.bench.harness import Figure, Scale
from tests.unit.terminal.till_kit import GOODS, KEY, NOODLES, PEPPER, PIN, operator_row
from ui.demo.cashier import Cashier
from ui.demo.counter import Counter
from ui.demo.people import sample_member

AT_MOST_MB = 220.0
FLAT_MB = 10.0
"""What the second half of the day may add to the peak of the first: less than 20 kB a sale."""
SALES = 1_000
NOBODY = "http://127.0.0.1:9"
"""The discard port of this machine: no server."""


def measure(scale: Scale) -> Iterable[Figure]:
    """The peak over the day, and what its second half added."""
    till = _till(scale)
    sales = min(SALES, scale.rounds * 2)
    with Counter(till, scale.fresh) as counter, counter.start(NOBODY) as driven:
        cashier = Cashier(driven, counter.scanner, Catalogue.load("vi"))
        if cashier.sign_in("Lan", PIN):
            cashier.open_shift(Money(500_000))
        _sell(cashier, range(sales // 2))
        half = _peak_mb(driven.pid)
        _sell(cashier, range(sales // 2, sales))
        whole = _peak_mb(driven.pid)
        driven.close()
    name = f"the till's memory, {scale.members:,} members, {sales:,} sales"
    yield Figure(name=name, statistic="peak", unit="MB", measured=whole, at_most=AT_MOST_MB)
    yield Figure(
        name="what the second half of those sales added",
        statistic="rise",
        unit="MB",
        measured=whole - half,
        at_most=FLAT_MB,
    )


def _sell(cashier: Cashier, sales: Iterable[int]) -> None:
    """One sale after another, each to another member."""
    for number in sales:
        member = sample_member(number * 7 + 1)
        cashier.scan(member.card, until=member.name)
        cashier.scan(NOODLES.sku, until=NOODLES.name)
        cashier.begin_payment()
        cashier.take_cash(Money(50_000))
        cashier.finish()


def _till(scale: Scale) -> Path:
    """A paired till's folder over a copy of the file with all the members."""
    folder = scale.fresh / "till"
    folder.mkdir()
    keys = choose_key_store(folder, preference="file")
    keys.set("database-key", KEY)
    keys.set("till-key", secrets.token_bytes(32))
    keys.set("pin-pepper", PEPPER)
    path = folder / "till.db"
    shutil.copyfile(members_file(scale), path)
    clock = SystemClock()
    server_key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    server = {"url": NOBODY, "key": base64.b64encode(server_key).decode("ascii"), "ca_pem": None}
    with closing(open_store(path, KEY, clock=clock, new_id=id_maker(clock))) as store, store.write() as unit:
        unit.operators.put([operator_row("op-lan", "Lan")])
        unit.products.put(GOODS)
        unit.connection.exec_driver_sql(
            "INSERT INTO settings (key, body) VALUES ('pairing', ?)", (json.dumps(server),)
        )
    return folder


def _peak_mb(pid: int) -> float:
    """The most memory the process has held at once so far."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024
