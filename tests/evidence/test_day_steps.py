"""What is broken on purpose is worth what was going on: every kind of sale and of going back is in a day."""

from collections import Counter
from contextlib import closing
from random import Random
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from loyalty.wire.canonical import parse_json
from tests.evidence.disk_faults import WORK
from tests.evidence.disk_log import DiskLog
from tests.evidence.one_shop import FILE
from tests.evidence.till_day import TillMaker


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """What the server was told on a day on which nothing breaks, by kind."""
    folder = tmp_path_factory.mktemp("day")
    maker = TillMaker(folder, DiskLog(), Random(1))
    day = maker.open()
    for step in WORK:
        if step is None:
            day.close()
            day = maker.open()
        else:
            step(day)
    while day.session.exchange().again:
        pass
    day.close()
    said: dict[str, list[Any]] = {}
    with closing(sqlcipher.connect(str(folder / FILE))) as server:
        assert server.execute("SELECT count(*) FROM quarantine").fetchone() == (0,)
        for kind, body in server.execute("SELECT kind, body FROM journal"):
            said.setdefault(kind, []).append(parse_json(body.encode()))
    return said


def test_every_way_to_pay_is_used(bodies: dict[str, list[Any]]) -> None:
    kinds = Counter(tender["kind"] for sale in bodies["sale_settled"] for tender in sale["tenders"])
    assert {"card", "gift", "wallet", "exchange"} <= set(kinds)
    assert any(sale["burn"] for sale in bodies["sale_settled"])
    assert any(sale["used_codes"] for sale in bodies["sale_settled"])


def test_money_goes_on_cards_and_into_wallets_and_comes_back_from_there(bodies: dict[str, list[Any]]) -> None:
    assert any(sale.get("gifts") for sale in bodies["sale_settled"])
    assert any(sale.get("top_up") for sale in bodies["sale_settled"])
    back = [tender["kind"] for refund in bodies["sale_refunded"] for tender in refund["tenders"]]
    assert {"gift", "wallet"} <= set(back)
    assert any(void.get("gifts") for void in bodies["sale_voided"])
    assert any(void.get("top_up") for void in bodies["sale_voided"])


def test_the_drawer_and_what_is_kept_for_members_have_their_events(bodies: dict[str, list[Any]]) -> None:
    others = {"benefit_used", "cash_moved", "claim_closed", "lease_closed", "member_enrolled", "shift_closed"}
    assert others <= set(bodies)
