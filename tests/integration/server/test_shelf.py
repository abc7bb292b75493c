"""Goods as tills change them, at the server: who may, what every till is told, and what two say at once."""

from collections.abc import Mapping

import pytest

from loyalty.shelf import as_held, price_on
from loyalty.wire.feed import ProductRow
from loyalty.wire.rehoming import say_again
from loyalty.wire.shelf import PriceSet, PriceWithdrawn, ProductChanged
from server.store.shelf import ShelfChange, history_of, holders_of
from server.usecases.admin.import_products import import_products
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill

FILE = b"sku,name,unit_price,vat_percent,barcodes\nnoodles,Noodles,4500,8,8934563138165\ntea,Tea,9000,8,\n"
CODE = "8934563138165"
DAY = "2026-12-24"


@pytest.fixture(autouse=True)
def goods(house: House) -> None:
    import_products(house.server, tenant=house.code, data=FILE, file="p.csv")


def shelf_of(till: FakeTill) -> Mapping[str, ProductRow]:
    till.cursor = 0
    rows = till.sync(feed_limit=500).feed.rows
    return {row.key: as_held(ProductRow.from_json(row.body)) for row in rows if row.kind == "product"}


def say(till: FakeTill, body: ProductChanged | PriceSet | PriceWithdrawn, *, by: str = "manager") -> None:
    kinds = {ProductChanged: "product_changed", PriceSet: "price_set", PriceWithdrawn: "price_withdrawn"}
    till.record(kinds[type(body)], body, operator=by)


def whys(till: FakeTill) -> list[str]:
    return [outcome.why for outcome in till.sync().outcomes]


def history(house: House, sku: str) -> list[ShelfChange]:
    return house.server.database.read(lambda connection: history_of(connection, house.tenant, sku))


def test_what_one_till_sets_every_till_is_told(house: House) -> None:
    say(house.q1, ProductChanged("noodles", name="Mì Hảo Hảo", category="noodles"))
    say(house.q1, PriceSet("noodles", "p1", DAY, 5000))
    assert whys(house.q1) == ["", ""]
    noodles = shelf_of(house.q2)["noodles"]
    assert (noodles.name, noodles.category, noodles.vat_percent) == ("Mì Hảo Hảo", "noodles", "8")
    assert (price_on(noodles, "2026-12-23"), price_on(noodles, DAY)) == (4500, 5000)
    say(house.q2, PriceWithdrawn("noodles", "p1"))
    house.q2.sync()
    assert price_on(shelf_of(house.q1)["noodles"], DAY) == 4500


def test_it_takes_a_managers_word(house: House) -> None:
    say(house.q1, PriceSet("noodles", "p1", DAY, 1), by="lan")
    say(house.q1, PriceSet("noodles", "p2", DAY, 2, approver="supervisor"), by="lan")
    say(house.q1, PriceSet("noodles", "p3", DAY, 3, approver="manager"), by="lan")
    assert whys(house.q1) == ["managers-word-needed", "managers-word-needed", ""]
    assert price_on(shelf_of(house.q2)["noodles"], DAY) == 3
    assert [(line.kind, line.by, line.approver) for line in history(house, "noodles")][1:] == [
        ("price_set", "lan", "manager")
    ]


def test_goods_that_nobody_knows_are_begun_with_a_name_only(house: House) -> None:
    say(house.q1, ProductChanged("new", category="x"))
    say(house.q1, PriceSet("new", "p1", DAY, 5))
    say(house.q1, PriceWithdrawn("new", "p1"))
    say(house.q1, ProductChanged("new", name="Nước mắm", unit_price=52_000))
    assert whys(house.q1) == ["product-unknown"] * 3 + [""]
    assert price_on(shelf_of(house.q2)["new"], DAY) == 52_000


def test_what_two_tills_change_at_once_comes_to_the_same_whichever_is_heard_first(house: House) -> None:
    """Q2 renames later and sets the later price of the day; it is heard first."""
    say(house.q1, ProductChanged("noodles", name="First", category="noodles"))
    say(house.q1, PriceSet("noodles", "p1", DAY, 5000))
    house.clock.move(minutes=5)
    house.q2.now = house.clock.now()
    say(house.q2, ProductChanged("noodles", name="Second"))
    say(house.q2, PriceSet("noodles", "p0", DAY, 4800))
    house.q2.sync()
    house.q1.sync()
    noodles = shelf_of(house.q1)["noodles"]
    assert (noodles.name, noodles.category, price_on(noodles, DAY)) == ("Second", "noodles", 4800)
    assert shelf_of(house.q2)["noodles"] == noodles


def test_a_bar_code_is_of_the_product_that_was_given_it_later(house: House) -> None:
    say(house.q1, ProductChanged("tea", barcodes=(CODE,)))
    house.q1.sync()
    shelf = shelf_of(house.q2)
    assert (shelf["tea"].barcodes, shelf["noodles"].barcodes) == ((CODE,), ())
    before = house.clock.now()
    house.clock.move(hours=1)
    house.q2.now = house.clock.now()
    say(house.q2, ProductChanged("noodles", barcodes=(CODE,)))
    house.q2.sync()
    house.q1.now = before
    say(house.q1, ProductChanged("tea", barcodes=(CODE, "4006381333931")))  # said earlier, heard later
    house.q1.sync()
    shelf = shelf_of(house.q2)
    assert (shelf["tea"].barcodes, shelf["noodles"].barcodes) == (("4006381333931",), (CODE,))
    held = house.server.database.read(
        lambda connection: holders_of(connection, house.tenant, (CODE, "4006381333931", "none"))
    )
    assert held == {CODE: "noodles", "4006381333931": "tea"}


def test_a_clock_that_is_ahead_wins_nothing_for_ever(house: House) -> None:
    house.q1.now = house.clock.now().replace(year=2030)
    say(house.q1, ProductChanged("noodles", name="Ahead"))
    house.q1.sync()
    house.clock.move(minutes=1)
    house.q2.now = house.clock.now()
    say(house.q2, ProductChanged("noodles", name="Right"))
    house.q2.sync()
    assert shelf_of(house.q1)["noodles"].name == "Right"


def test_a_file_says_what_it_says_now_and_leaves_what_is_planned(house: House) -> None:
    say(house.q1, PriceSet("noodles", "p1", DAY, 5000))
    house.q1.sync()
    house.clock.move(minutes=1)
    come = FILE.replace(b"4500", b"4700").replace(b"Noodles", b"M\xc3\xac")
    assert import_products(house.server, tenant=house.code, data=come, file="p.csv") == 1
    assert import_products(house.server, tenant=house.code, data=come, file="p.csv") == 0
    noodles = shelf_of(house.q2)["noodles"]
    today = noodles.prices[0].day
    assert (noodles.name, price_on(noodles, today), price_on(noodles, DAY)) == ("Mì", 4700, 5000)
    assert [(line.kind, line.by) for line in history(house, "noodles")] == [
        ("product_imported", ""), ("price_set", "manager"), ("product_imported", ""),
    ]  # fmt: skip


def test_what_a_lost_disk_had_said_keeps_its_name_and_its_moment(house: House) -> None:
    say(house.q1, PriceSet("noodles", "p1", DAY, 5000))
    said = house.q1.journal.pop()
    house.clock.move(hours=1)
    house.q1.now = house.clock.now()
    house.q1.record("event_rehomed", say_again(said, bytes(32)))
    assert whys(house.q1) == [""]
    assert [line.change for line in history(house, "noodles")][1:] == [said.operation_id]
    assert [each.at for each in shelf_of(house.q2)["noodles"].prices] == [said.at]


def test_the_same_batch_again_changes_nothing(house: House) -> None:
    say(house.q1, PriceSet("noodles", "p1", DAY, 5000))
    request = house.q1.request()
    for _ in range(2):
        house.q1.send(request)
    assert len(shelf_of(house.q2)["noodles"].prices) == 1
    assert len(history(house, "noodles")) == 2
