"""`kill -9` of a till, the server and PostgreSQL while tills sell: nothing is lost, nothing is doubled.

After each kill the dead comes back, every till sends what it has, and the server's doctor works all figures
out anew.
"""

import tempfile
from collections import Counter as Counts
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.evidence.shop_at_work import ShopAtWork
from tests.postgres import killable_postgres

VICTIMS: Final = ("till", "server", "postgres")
SALES_PER_ROUND: Final = 6
KILLS_PER_SHOP: Final = 30
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
    """Set up one shop, and kill its processes so many times."""
    draw, found = Random(seed), Kills()
    with (
        tempfile.TemporaryDirectory() as folder,
        killable_postgres() as postgres,
        ShopAtWork(Path(folder), postgres) as shop,
    ):
        for number in range(count):
            victim = VICTIMS[(seed + number) % len(VICTIMS)]
            kill_one(shop, victim, draw)
            found.killed[victim] += 1
            found.wrong += (f"seed {seed}, kill {number}, {victim}: {fault}" for fault in shop.faults())
        found.sales["done"] = sum(len(till.done) for till in shop.tills)
        found.sales["of these with points burned"] = sum(
            burned > 0 for till in shop.tills for burned, _ in till.done.values()
        )
        found.sales["cut off while they were paid"] = sum(
            len(till.begun) - len(till.done) for till in shop.tills
        )
    return found


def kill_one(shop: ShopAtWork, victim: str, draw: Random) -> None:
    """Let everybody sell, kill one in the middle, bring it back, and let all be quiet."""
    pairs = zip(shop.tills, shop.phones, strict=False)
    told = [till.tell(f"sell {SALES_PER_ROUND} {phone}") for till, phone in pairs]
    watched = draw.randrange(len(shop.tills))
    hit = shop.tills[watched]
    hit.wait_for("begun", since=told[watched], count=draw.randrange(1, SALES_PER_ROUND))
    hit.wait_a_moment(draw.random() * LONGEST_MOMENT_S)
    if victim == "till":
        hit.kill()
        hit.start()
    elif victim == "server":
        shop.restart_server()
    else:
        shop.restart_postgres()
    for till, since in zip(shop.tills, told, strict=True):
        if victim != "till" or till is not hit:
            till.wait_for("done", since=since, count=SALES_PER_ROUND)
        till.sync()
