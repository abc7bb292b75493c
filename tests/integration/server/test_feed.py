"""The feed: everything that changed, in order, once, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Event

from loyalty.wire.feed import KINDS
from loyalty.wire.messages import FeedRow
from server.store.feed import changes_after, tills_behind, touch
from server.usecases.admin.import_products import import_products
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import revoke_till
from server.usecases.admin.setup import set_operator
from tests.integration.server.conftest import PROGRAM, House
from tests.integration.server.tills import FakeTill

PRODUCTS = "sku,name,unit_price\nrice,Gạo,18000".encode()


def read_all(till: FakeTill, *, limit: int) -> list[FeedRow]:
    """Every row from the till's cursor on, page by page."""
    rows: list[FeedRow] = []
    more = True
    while more:
        page = till.sync(feed_limit=limit).feed
        rows += page.rows
        more = page.more
    return rows


def test_a_new_till_gets_all_there_is_and_then_only_what_changes(house: House) -> None:
    set_operator(house.server, tenant=house.code, code="lan", name="Lan", role="cashier", pin="2580")
    import_products(house.server, tenant=house.code, data=PRODUCTS, file="p.csv")
    house.q1.enrol("member-an", card="9800000000000011")
    house.q1.sync()
    rows = read_all(house.q2, limit=3)
    assert [row.seq for row in rows] == sorted({row.seq for row in rows})
    kinds = [row.kind for row in rows]
    assert sorted(kinds) == ["card", "member", "operator", "product", "program", "settings", "till", "till"]
    assert all(KINDS[row.kind].from_json(row.body) for row in rows)
    assert read_all(house.q2, limit=3) == []
    revoke_till(house.server, tenant=house.code, till="Q1")
    (row,) = read_all(house.q2, limit=3)
    assert (row.kind, row.key, row.body["state"]) == ("till", house.q1.paired.till, "revoked")


def test_the_settings_are_those_of_the_tills_own_store(house: House) -> None:
    rows = read_all(house.q1, limit=100)
    assert [(row.key, row.body["store_name"]) for row in rows if row.kind == "settings"] == [
        ("store", "Cửa hàng Quận 1")
    ]


def test_a_thing_that_changed_twice_is_told_once_in_its_newest_state(house: House) -> None:
    publish_program(house.server, tenant=house.code, text=PROGRAM.replace("500", "600"), name="p.toml")
    programs = [row for row in read_all(house.q1, limit=100) if row.kind == "program"]
    assert [row.body["version"] for row in programs] == [2]


def test_a_lease_is_between_one_till_and_the_server(house: House) -> None:
    house.q1.enrol("member-an")
    house.q1.sell("s1", "member-an")
    house.q1.sync()
    read_all(house.q2, limit=100)
    house.q1.lease("l1", "member-an")
    house.q1.close("l1", "member-an")
    house.q1.sync()
    assert read_all(house.q2, limit=100) == []


def test_an_unknown_epoch_starts_from_the_beginning(house: House) -> None:
    read_all(house.q1, limit=100)
    house.q1.paired = replace(house.q1.paired, feed_epoch="old")
    assert house.q1.sync(feed_limit=100).feed.rows


def test_a_till_that_has_read_further_than_the_feed_goes_starts_over(house: House) -> None:
    """A server that was put back to an earlier moment has written other things into the places it read."""
    house.q1.enrol("member-an", card="9800000000000011")
    house.q1.sync()
    read_all(house.q2, limit=100)
    held = house.q2.paired.feed_epoch
    for end in (".again", ""):
        house.q2.cursor += 5
        house.q1.enrol(f"member-binh{end}")
        house.q1.sync()
        page = house.q2.sync(feed_limit=3).feed
        assert page.epoch == held + end
        assert page.rows[0].seq < house.q2.cursor
        house.q2.paired = replace(house.q2.paired, feed_epoch=page.epoch)
        rest = read_all(house.q2, limit=3)
        told = [(row.kind, row.key) for row in (*page.rows, *rest)]
        assert len(told) == len(set(told))
        assert {("card", "9800000000000011"), ("member", f"member-binh{end}")} <= set(told)
        assert read_all(house.q2, limit=3) == []


def test_what_a_till_has_not_read_again_yet_it_has_not_confirmed(house: House) -> None:
    house.q1.enrol("member-an", card="9800000000000011")
    house.q1.sync()
    read_all(house.q2, limit=100)
    house.q2.sync()
    read = partial(tills_behind, tenant=house.tenant, kind="member", keys=["member-an"])
    assert house.server.database.read(read) == {"member-an": {house.q1.paired.till}}
    house.q2.cursor += 5
    page = house.q2.sync(feed_limit=100).feed
    house.q2.paired = replace(house.q2.paired, feed_epoch=page.epoch)
    house.q2.sync()
    assert house.server.database.read(read) == {"member-an": {house.q1.paired.till}}


def test_a_reader_beside_eight_writers_misses_nothing(house: House) -> None:
    """A cursor over a sequence would: rows commit out of order. The counter row is taken last and held."""
    database = house.server.database
    writers, each = 8, 25
    done = Event()

    def write(writer: int) -> None:
        for number in range(each):
            things = [("product", f"{writer}-{number}-{part}") for part in range(3)]
            database.write(partial(touch, tenant=house.tenant, things=things))

    def read() -> list[str]:
        seen: list[str] = []
        cursor, finished, more = 0, False, True
        while more or not finished:
            finished = done.is_set()
            ask = partial(changes_after, tenant=house.tenant, epoch=house.q1.paired.feed_epoch)
            page = database.read(partial(ask, cursor=cursor, limit=50))
            seen += [row.key for row in page.rows if row.kind == "product"]
            cursor, more = page.cursor, page.more
        return seen

    with ThreadPoolExecutor(writers + 1) as pool:
        reader = pool.submit(read)
        list(pool.map(write, range(writers)))
        done.set()
        seen = reader.result()
    assert len(seen) == len(set(seen)) == writers * each * 3


def test_a_till_that_is_ahead_of_a_restored_feed_has_confirmed_nothing_of_it(house: House) -> None:
    """What stands now at the places that it has read is something else."""
    house.q1.enrol("member-an")
    house.q1.sync()
    read_all(house.q2, limit=100)
    house.q2.cursor += 5
    house.q2.sync()
    house.q1.enrol("member-binh")
    house.q1.sync()
    read = partial(tills_behind, tenant=house.tenant, kind="member", keys=["member-binh"])
    both = {house.q1.paired.till, house.q2.paired.till}
    assert house.server.database.read(read) == {"member-binh": both}
