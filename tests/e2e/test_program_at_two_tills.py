"""Two tills, the server and PostgreSQL as processes: what one publishes the other soon prices by."""

import time
from pathlib import Path

from tests.e2e.shop import SHOP_FILES
from tests.evidence.shop_at_work import ShopAtWork, TillProcess
from tests.postgres import killable_postgres

SECONDS = 10
"""On a machine with nothing else to do it takes less than one."""
HALF_PRICE = """
[[promotion]]
id = "half-price"
name = "Giảm một nửa"
kind = "percent_off"
percent = 50
when = { members_only = false }
"""


def said_by(till: TillProcess, errand: str) -> list[str]:
    """What a till answers to an errand, without the word of it."""
    word = errand.split(maxsplit=1)[0]
    since = till.tell(errand)
    till.wait_for({"publish": "published"}.get(word, word), since=since)
    return till.said[-1].split()[1:]


def test_what_a_manager_publishes_at_one_till_the_other_prices_by_within_seconds(tmp_path: Path) -> None:
    text = (SHOP_FILES / "program.toml").read_text(encoding="utf-8")
    first, following = tmp_path / "program.toml", tmp_path / "next.toml"
    first.write_text(text, encoding="utf-8")
    following.write_text(text + HALF_PRICE, encoding="utf-8")
    with (
        killable_postgres() as postgres,
        ShopAtWork(tmp_path, postgres, program=first, members=1, points=0) as shop,
    ):
        here, there = shop.tills
        shop.add_manager()
        (phone,) = shop.phones
        _, before = said_by(there, f"price 1 {phone}")
        assert said_by(here, f"publish {following}") == ["2"]
        since = time.monotonic()
        _, after = said_by(there, f"price 2 {phone}")
        took = time.monotonic() - since
        assert int(after) * 2 <= int(before) + 1
        assert said_by(here, f"price 2 {phone}") == ["2", after]
        assert took < SECONDS
        assert shop.faults() == ()
