"""The demo without a display: it sells three baskets by itself and sees whether everything adds up.

The till's window is drawn into memory and driven through its own screen; goods and cards come from a scanner
on a pseudo-terminal, receipts go to a printer on TCP. What came of it is left as pictures and figures.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from drivers.png import png_bytes
from loyalty.units import Money
from resources.catalogue import Catalogue
from terminal.bootstrap.first_glance import take_first_glance
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.store.opening import open_store
from ui.demo.books import TillBooks, find_faults, summary, summary_text
from ui.demo.cashier import Cashier
from ui.demo.counter import Counter
from ui.demo.people import SampleMember, sample_members
from ui.demo.say import Say
from ui.demo.shop import MEMBERS, PEOPLE, DemoFolder, run_step, sample_goods

FLOAT: Final = Money(500_000)
GIVEN: Final = Money(500_000)
SILVER_SPENT: Final = Money(5_000_000)
POINTS_TO_BURN: Final = 150
SALES: Final = 3
TILL_LANGUAGE: Final = "vi"


def run_alone(folder: DemoFolder, output: Path, address: str, say: Say) -> int:
    """Sell, print, sync and sum up against the running server; 0 when everything adds up.

    Raises:
        Unavailable: something could not be done at all.
    """
    say("demo.by-itself")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    sold_before = len(read_books(folder.till).sales)
    with Counter(folder.till, folder.root) as counter:
        with counter.start(address) as till:
            day = _Day(Cashier(till, counter.scanner, Catalogue.load(TILL_LANGUAGE)), output, say)
            day.sell(turn=sold_before // SALES)
            till.close()
        receipts = _write_receipts(counter, output)
    books = read_books(folder.till)
    server = json.loads(run_step("admin", "show", "--json", "--data", str(folder.server)))
    faults = find_faults(books, server, receipts=len(receipts), sold_now=SALES)
    figures = summary(books, server, receipts, faults)
    told = summary_text(figures, faults, say.texts)
    as_json = json.dumps(figures, ensure_ascii=False, indent=1)
    (output / "summary.json").write_text(f"{as_json}\n", encoding="utf-8")
    (output / "summary.txt").write_text(f"{told}\n", encoding="utf-8")
    say.tell(told)
    say("demo.pictures", folder=str(output))
    return 1 if faults else 0


def read_books(till: Path) -> TillBooks:
    """The journal of a till that is not running."""
    first = take_first_glance(till)
    clock = SystemClock()
    try:
        store = open_store(first.folder.database, first.database_key, clock=clock, new_id=id_maker(clock))
        try:
            with store.read() as reading:
                chains = reading.journal.chains()
                walks = (reading.journal.walk(till=one, incarnation=life) for one, life in chains)
                return TillBooks(tuple(event for walk in walks for event in walk))
        finally:
            store.close()
    finally:
        first.close()


class _Day:
    """The three baskets, with a picture of each moment worth one."""

    def __init__(self, cashier: Cashier, output: Path, say: Say) -> None:
        self._cashier = cashier
        self._output = output
        self._say = say
        self._goods = {row["name"]: row for row in sample_goods()}
        self._pictures = 0

    def sell(self, *, turn: int) -> None:
        """From signing in to signing out; each turn has other members, so that points are there to burn."""
        cashier, lan = self._cashier, PEOPLE[0]
        if cashier.sign_in(lan.name, lan.pin):
            self._picture("shift")
            cashier.open_shift(FLOAT)
        self._say("demo.sale-card")
        self._sell_by_card(turn)
        self._say("demo.sale-phone")
        self._sell_by_phone(turn)
        self._say("demo.sale-nobody")
        self._sell_to_nobody()
        cashier.sign_out()
        self._say("demo.syncing")
        cashier.wait_for_sync()

    def _sell_by_card(self, turn: int) -> None:
        member = _fitting_member(turn, lambda one: one.spent >= SILVER_SPENT)
        self._cashier.scan(member.card, until=member.name)
        self._scan("Mì Hảo Hảo tôm chua cay 75 g")
        self._scan("Gạo ST25 Ông Cua túi 5 kg")
        self._scan("Sữa tươi tiệt trùng Vinamilk có đường 1 l")
        rau = self._goods["Rau muống"]
        self._cashier.weigh(rau["barcodes"], name=rau["name"], weight_text="0,755")
        self._picture("checkout-card")
        self._cashier.begin_payment()
        self._cashier.take_cash(GIVEN)
        self._picture("pay-cash")
        self._finish("paid-card")

    def _sell_by_phone(self, turn: int) -> None:
        member = _fitting_member(turn, lambda one: one.points >= POINTS_TO_BURN)
        self._scan("Dầu đậu nành Simply chai 1 l")
        self._scan("Cà phê G7 3in1 hộp 18 gói")
        self._scan("Gạo thơm lài sữa túi 5 kg")
        self._cashier.find_member(member.phone_text.replace(" ", ""), until=member.name)
        self._cashier.burn_most()
        self._picture("checkout-points")
        self._cashier.begin_payment()
        self._cashier.take_cash(GIVEN)
        self._finish("paid-points")

    def _sell_to_nobody(self) -> None:
        self._scan("Coca-Cola lon 320 ml")
        self._scan("Bánh Chocopie hộp 12 cái 396 g")
        self._cashier.begin_payment()
        self._cashier.take_transfer()
        self._picture("pay-transfer")
        self._finish("paid-transfer")

    def _scan(self, name: str) -> None:
        self._cashier.scan(self._goods[name]["barcodes"], until=f"{name} · ")

    def _finish(self, picture: str) -> None:
        self._cashier.finish()
        self._picture(picture)

    def _picture(self, name: str) -> None:
        self._pictures += 1
        self._cashier.picture(self._output / f"{self._pictures}-{name}.png")


def _fitting_member(turn: int, fits: Callable[[SampleMember], bool]) -> SampleMember:
    fitting = [member for member in sample_members(MEMBERS) if fits(member)]
    return fitting[turn % len(fitting)]


def _write_receipts(counter: Counter, output: Path) -> list[str]:
    """Everything that came out of the printer, as pictures; their names."""
    names: list[str] = []
    for number, page in enumerate(counter.printer.pages, start=1):
        names.append(f"receipt-{number}.png")
        (output / names[-1]).write_bytes(png_bytes(page))
    return names
