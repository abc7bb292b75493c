"""A whole till as a program, without a screen: sells when it is told to, and says what is begun and done.

`python -m tests.evidence.selling_till FOLDER` reads errands from standard input, one a line. It answers
`begun SALE`, `done SALE BURNED EARNED`, `enrolled MEMBER`, `central` once everything is acknowledged, `lent`
once so many leases were placed beforehand, `balance POINTS`, `published NUMBER`, `price NUMBER TOTAL`,
`trouble CODE`. It is killed, and started again.
"""

import queue
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from loyalty.units import Points
from terminal.clock import SystemClock
from terminal.in_force import in_force_now
from terminal.membership import AHEAD, HeldLease
from terminal.open_sale import OpenSale, set_burn
from terminal.session import OperatorTile
from terminal.till import Till
from terminal.usecases.basket import burnable, close_stray_leases, refresh_member
from terminal.usecases.enrol import enrol_member
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.operators import list_operators
from terminal.usecases.pricing import price
from terminal.usecases.programs import PublishWish, list_programs, open_draft, publish
from terminal.usecases.sign_in import sign_in
from tests.sync_model.real_server import PIN
from tests.sync_model.whole_till import PATIENCE_S, WholeTill

LEASE_WITHIN_S: Final = 0.5
"""No answer for so long: the customer does not wait, and pays without points."""
MOST_POINTS: Final = Points(50)


class MovedOnClock(SystemClock):
    """The system's clock, with hours that have passed in a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta()

    def now(self) -> datetime:
        """See `Clock`."""
        return super().now() + self.passed

    def monotonic(self) -> float:
        """See `Clock`."""
        return super().monotonic() + self.passed.total_seconds()


class SellingTill:
    """The till and its errands."""

    def __init__(self, folder: Path) -> None:
        self._clock = MovedOnClock()
        self._till = WholeTill(folder, "", clock=self._clock)
        self._errands: dict[str, Callable[[list[str]], None]] = {
            "sell": self._sell_some,
            "enrol": self._enrol,
            "sync": self._sync,
            "hours": self._pass_hours,
            "lent": self._wait_for_leases,
            "balance": self._tell_balance,
            "publish": self._publish,
            "price": self._tell_price,
            "trouble": self._tell_trouble,
        }
        is_open = folder / "opened"
        if is_open.exists():
            self._till.open()
        else:
            self._till.open_first_day()
            is_open.touch()
        close_stray_leases(self._till.running.till, open_sale=None)
        say("ready")

    def run(self) -> None:
        """Do as is said until there is nothing more to read."""
        for line in sys.stdin:
            word, *more = line.split()
            self._errands[word](more)
        self._till.running.stop()

    def _sell_some(self, words: list[str]) -> None:
        """`sell N PHONE`: so many bags of rice, with points where some are lent in time."""
        count, self._till.phone = int(words[0]), words[1]
        for _ in range(count):
            self._sell()

    def _sell(self) -> None:
        till = self._till.running.till
        sale = self._lent_in_time(self._till.with_member())
        quote = price(till, sale, paid_with=("cash",))
        sale = set_burn(sale, min(burnable(till, sale, quote).points, MOST_POINTS))
        say("begun", sale.sale)
        settled = self._till.pay(sale)
        burned = 0 if settled.burn is None else settled.burn.points
        say("done", f"{settled.sale} {burned} {settled.earned_points}")

    def _lent_in_time(self, sale: OpenSale) -> OpenSale:
        """The sale as it is once its lease is open, or once nobody waits for it any longer."""
        running = self._till.running
        while _is_waiting(sale.lease) and running.sync.status.is_online:
            try:
                self._till.statuses.get(timeout=LEASE_WITHIN_S)
            except queue.Empty:
                return sale
            sale = refresh_member(running.till, sale)
        return sale

    def _enrol(self, words: list[str]) -> None:
        """`enrol PHONE`: somebody new."""
        till, session = self._till.running.till, self._till.session
        say("enrolled", enrol_member(till, session, phone_text=words[0], name="Hoa").member)

    def _sync(self, _words: list[str]) -> None:
        """`sync`: wait until everything is acknowledged."""
        self._till.all_central()
        say("central")

    def _pass_hours(self, words: list[str]) -> None:
        """`hours N`: so much later."""
        self._clock.passed += timedelta(hours=int(words[0]))
        self._till.running.sync.nudge()
        say("later")

    def _wait_for_leases(self, words: list[str]) -> None:
        """`lent N`: wait until so many leases were placed beforehand."""
        while self._count_leases() < int(words[0]):
            self._till.statuses.get(timeout=PATIENCE_S)
        say("lent")

    def _tell_balance(self, words: list[str]) -> None:
        """`balance PHONE`: the points of a member as this till knows them."""
        found = find(self._till.running.till, words[0])
        assert isinstance(found, MemberFound)
        say("balance", str(found.member.points))

    def _publish(self, words: list[str]) -> None:
        """`publish FILE`: a manager has the program of a file published."""
        running = self._till.running
        self._till.wait(lambda _: bool(_managers(running.till)))
        (manager,) = _managers(running.till)
        session = sign_in(running.till, operator=manager.operator, pin=PIN)
        newest = list_programs(session, running).programs[0].number
        draft = open_draft(Path(words[0]), currency="VND")
        wish = PublishWish(deed=running.till.new_id(), draft=draft, newest=newest)
        say("published", str(publish(running.till, session, running, wish, own_pin=PIN).number))

    def _tell_price(self, words: list[str]) -> None:
        """`price NUMBER PHONE`: what a bag of rice costs, once this till sells by that program."""
        till, self._till.phone = self._till.running.till, words[1]
        self._till.wait(lambda _: in_force_now(till).program_version == int(words[0]))
        say("price", f"{words[0]} {price(till, self._till.with_member(), paid_with=('cash',)).total}")

    def _tell_trouble(self, _words: list[str]) -> None:
        """`trouble`: what keeps this till from being of one mind with its server."""
        self._till.running.sync.nudge()
        self._till.wait(lambda status: status.trouble is not None and status.needs_person)
        trouble = self._till.running.sync.status.trouble
        say("trouble", "" if trouble is None else trouble.code)

    def _count_leases(self) -> int:
        with self._till.running.till.store.read() as reading:
            live = reading.leases.live()
        return sum(lease.state == "open" and sale == AHEAD for lease, sale in live)


def _managers(till: Till) -> list[OperatorTile]:
    return [each for each in list_operators(till) if each.role == "manager"]


def _is_waiting(lease: HeldLease | None) -> bool:
    return lease is not None and lease.state in {"wanted", "asked"}


def say(word: str, what: str = "") -> None:
    """One line to whoever started this."""
    sys.stdout.write(f"{word} {what}".strip() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    SellingTill(Path(sys.argv[1])).run()
