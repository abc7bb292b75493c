"""Exchanges one after the other: the first sync with its progress, broken off and begun again; look-ups."""

import pytest

from loyalty.errors import Unavailable
from loyalty.wire.messages import Person
from terminal.sync.session import FIRST_FEED_ROWS, look_up_member
from tests.sync_model.memory_outbox import MemoryOutbox
from tests.sync_model.model_server import Account
from tests.sync_model.shop import FaultyWire, Shop


@pytest.fixture
def shop() -> Shop:
    """A server with two and a half pages of cards."""
    shop = Shop(MemoryOutbox())
    for number in range(FIRST_FEED_ROWS * 5 // 2):
        shop.server.publish("card", str(number), {"number": str(number), "member": "anh", "state": "active"})
    return shop


def test_the_first_sync_tells_how_far_it_is(shop: Shop) -> None:
    told: list[int] = []
    assert shop.session.catch_up(told.append) == FIRST_FEED_ROWS * 5 // 2
    assert told == [FIRST_FEED_ROWS, 2 * FIRST_FEED_ROWS, FIRST_FEED_ROWS * 5 // 2]


def test_a_first_sync_that_was_broken_off_goes_on_where_it_was(shop: Shop) -> None:
    def pull_the_plug(_: int) -> None:
        shop.wire.fault = "request lost"

    with pytest.raises(Unavailable):
        shop.session.catch_up(pull_the_plug)
    shop.wire.fault = "none"
    told: list[int] = []
    shop.session.catch_up(told.append)
    assert told == [FIRST_FEED_ROWS, FIRST_FEED_ROWS * 3 // 2]


def test_an_exchange_says_what_it_did(shop: Shop) -> None:
    shop.till.journal("drawer_opened", {"reason": "manual", "sale": None})
    done = shop.session.exchange(feed_rows=10)
    assert (done.events_sent, done.rows_taken, done.again) == (1, 10, True)


def test_a_member_found_by_look_up_is_kept(shop: Shop) -> None:
    till = MemoryOutbox()
    shop.server.accounts["bình"] = Account(posted=7)
    shop.server.persons["bình"] = Person(member="bình", name="Bình", phone="+84987654321")
    wire = FaultyWire(shop.server)
    assert look_up_member(till, wire, phone="+84987654321") == "bình"
    assert till.members["bình"].points == 7
    assert look_up_member(till, wire, phone="+84900000000") is None
