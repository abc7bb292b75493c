"""`kill -9` of a till, the server and PostgreSQL while tills sell: nothing is lost, nothing is doubled.

After each kill the dead comes back at once. After every three, each till sends what it has, and the server's
doctor works all figures out anew: what was lost or doubled by any of them would still be so. All files are in
memory where there is a place for that: a kill leaves what was written to a file, whatever that lies on.
"""

import tempfile
from collections import Counter as Counts
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.evidence.shop_at_work import ShopAtWork
from tests.postgres import killable_postgres
from tests.warm.client import WarmProgram
from tools.quick_place import quick_place

VICTIMS: Final = ("till", "server", "postgres")
SALES_PER_KILL: Final = 4
KILLS_PER_SHOP: Final = 90
LONGEST_MOMENT_S: Final = 0.06


@dataclass
class Kills:
    """What was killed, what was sold around it, and what was wrong afterwards."""

    killed: Counts[str] = field(default_factory=Counts[str])
    sales: Counts[str] = field(default_factory=Counts[str])
    wrong: list[str] = field(default_factory=list[str])

    @property
    def tried(self) -> int:
        """Kills."""
        return sum(self.killed.values())

    def tables(self) -> dict[str, dict[str, int]]:
        """See `Figures`."""
        return {"killed": dict(self.killed), "sales": dict(self.sales)}

    def violations(self) -> list[str]:
        """See `Figures`."""
        return self.wrong


def kill_in_a_shop(seed: int, *, count: int = KILLS_PER_SHOP) -> Kills:
    """Set up one shop, and kill its processes so many times, all three of them between two looks at it."""
    draw, found = Random(seed), Kills()
    with (
        tempfile.TemporaryDirectory(dir=quick_place()) as folder,
        killable_postgres(quick_place()) as postgres,
        WarmProgram() as warm,
        ShopAtWork(Path(folder), postgres, start=warm) as shop,
    ):
        while found.tried < count:
            victims = draw.sample(VICTIMS, k=min(len(VICTIMS), count - found.tried))
            kill_in_turn(shop, victims, draw)
            found.killed.update(victims)
            where = f"seed {seed}, kills to {found.tried}, {', '.join(victims)}"
            found.wrong += (f"{where}: {fault}" for fault in shop.faults())
        found.sales["done"] = sum(len(till.done) for till in shop.tills)
        found.sales["of these with points burned"] = sum(
            burned > 0 for till in shop.tills for burned, _ in till.done.values()
        )
        found.sales["cut off while they were paid"] = sum(
            len(till.begun) - len(till.done) for till in shop.tills
        )
    return found


def kill_in_turn(shop: ShopAtWork, victims: Sequence[str], draw: Random) -> None:
    """Let everybody sell, kill each in the middle and bring it back, and let all be quiet at last."""
    owed: dict[int, tuple[int, int]] = {}
    for victim in victims:
        told = [till.tell(f"sell {SALES_PER_KILL} {shop.phones[n]}") for n, till in enumerate(shop.tills)]
        for number, since in enumerate(told):
            first, sales = owed.get(number, (since, 0))
            owed[number] = (first, sales + SALES_PER_KILL)
        number = draw.randrange(len(shop.tills))
        hit = shop.tills[number]
        hit.wait_for("begun", since=told[number], count=draw.randrange(1, SALES_PER_KILL))
        hit.wait_a_moment(draw.random() * LONGEST_MOMENT_S)
        if victim == "till":
            hit.kill()
            hit.start()
            del owed[number]
        elif victim == "server":
            shop.restart_server()
        else:
            shop.restart_postgres()
    for number, (since, sales) in owed.items():
        shop.tills[number].wait_for("done", since=since, count=sales)
    for till in shop.tills:
        till.sync()
