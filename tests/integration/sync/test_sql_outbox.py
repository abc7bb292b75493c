"""The outbox over a real, encrypted database file: what is read, what is applied, and days full of faults."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, verify
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import MAX_ASKS, Person, SyncRequest
from terminal.clock import SystemClock
from terminal.ids import id_maker
from terminal.store.opening import open_store
from terminal.store.outbox import BATCH_BYTES, BATCH_EVENTS, SqlOutbox
from terminal.sync.core import Intake, compose
from terminal.sync.keys import TillKey, new_till_key
from terminal.sync.ports import Waiting
from tests.sync_model.memory_outbox import TILL
from tests.sync_model.model_server import Account, ModelServer
from tests.sync_model.shop import STEPS, Fault, Shop, Step
from tests.sync_model.sql_till import SqlTill

SETTINGS: JsonObject = {
    "store_name": "Bách hóa Xanh Q1",
    "address": "12 Lê Lợi",
    "language": "vi",
    "bank": None,
    "cash_rounding": 500,
    "receipt_footer": "",
    "currency": "VND",
    "timezone": "Asia/Ho_Chi_Minh",
    "phone_region": "VN",
}
OPERATOR: JsonObject = {
    "operator": "lan",
    "name": "Lan",
    "role": "cashier",
    "pin_hash": "$argon2id$",
    "state": "active",
}
PRODUCT: JsonObject = {
    "sku": "MI",
    "name": "Mì Hảo Hảo",
    "category": "mì",
    "brand": "Acecook",
    "tags": [],
    "unit_price": 4500,
    "unit": "piece",
    "vat_percent": "8",
    "barcodes": ["8934563138165"],
    "state": "active",
}
LONG_AGO = "2024-01-01T00:00:00.000Z"
PROGRAM: JsonObject = {"version": 3, "text": "…", "fingerprint": "0" * 64, "valid_from": LONG_AGO}
CARD: JsonObject = {"number": "9800000000000002", "member": "anh", "state": "active"}


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    till = SqlTill(tmp_path / "till.db", SystemClock())
    yield till
    till.close_file()


@pytest.fixture
def shop(till: SqlTill) -> Shop:
    return Shop(till)


def empty_intake(till: SqlTill) -> Intake:
    """An answer that brings nothing."""
    position = till.outbox.read_outgoing().position
    return Intake(
        acked_seq=position.acked_seq,
        acked_hash=position.acked_hash,
        feed_epoch=position.feed_epoch,
        feed_cursor=position.feed_cursor,
    )


def test_an_unpaired_till_has_nothing_to_send_and_says_so(tmp_path: Path) -> None:
    clock = SystemClock()
    store = open_store(tmp_path / "till.db", bytes(32), clock=clock, new_id=id_maker(clock))
    outbox = SqlOutbox(store)
    assert outbox.waiting() == Waiting(events=0, quarantined=0)
    with pytest.raises(Refused, match="not-paired"):
        outbox.read_outgoing()
    store.close()


def test_the_events_that_wait_follow_what_was_acknowledged(till: SqlTill, shop: Shop) -> None:
    for number in range(3):
        till.journal("drawer_opened", {"reason": "manual", "number": number})
    shop.exchange("none")
    till.journal("drawer_opened", {"reason": "manual", "sale": None})
    outgoing = till.outbox.read_outgoing()
    assert [event.seq for event in outgoing.events] == [4]
    assert verify(outgoing.position.acked_hash, outgoing.events) == outgoing.head[1]
    assert till.outbox.waiting().events == 1


def test_a_batch_ends_at_its_number_of_events(till: SqlTill) -> None:
    with till.store.write() as unit:
        for number in range(BATCH_EVENTS + 2):
            unit.journal.append("drawer_opened", {"reason": "manual", "number": number}, "lan")
    outgoing = till.outbox.read_outgoing()
    assert (len(outgoing.events), outgoing.events_left) == (BATCH_EVENTS, 2)


def test_a_batch_ends_at_its_size_but_a_large_event_still_goes(till: SqlTill) -> None:
    large = {"words": ["x" * 500] * (BATCH_BYTES // 500)}
    for _ in range(2):
        till.journal("sale_settled", large)
    outgoing = till.outbox.read_outgoing()
    assert (len(outgoing.events), outgoing.events_left) == (1, 1)


def test_a_lease_is_known_to_be_asked_for_before_the_ask_leaves(till: SqlTill) -> None:
    till.attach("lease-1", "anh")
    assert till.leases()["lease-1"][0] == "wanted"
    assert [ask.lease for ask in till.outbox.read_outgoing().asks] == ["lease-1"]
    assert till.leases()["lease-1"][0] == "asked"


def test_more_asks_than_fit_bring_another_exchange(till: SqlTill, shop: Shop) -> None:
    shop.server.accounts["anh"] = Account(posted=MAX_ASKS + 1)
    for number in range(MAX_ASKS + 1):
        till.attach(f"lease-{number:03}", "anh")
    assert shop.session.exchange().again
    assert not shop.session.exchange().again


def test_persons_travel_until_the_answer_is_applied(till: SqlTill, shop: Shop) -> None:
    with till.store.write() as unit:
        unit.persons.add(member="lan-anh", name="Lan Anh", phone="+84912345678", phone_text="0912 345 678")
    person = Person(member="lan-anh", name="Lan Anh", phone="+84912345678", phone_text="0912 345 678")
    assert till.outbox.read_outgoing().persons == (person,)
    shop.exchange("answer lost")
    assert till.outbox.read_outgoing().persons == (person,)
    shop.exchange("none")
    assert till.outbox.read_outgoing().persons == ()
    assert shop.server.persons["lan-anh"] == person


def test_every_kind_of_the_feed_finds_its_book(till: SqlTill, shop: Shop) -> None:
    shop.server.publish("settings", "store", SETTINGS)
    shop.server.publish("operator", "lan", OPERATOR)
    shop.server.publish("product", "MI", PRODUCT)
    shop.server.publish("program", "program", PROGRAM)
    shop.server.publish("member", "anh", shop.server.member_state("anh").to_json())
    shop.server.publish("card", "9800000000000002", CARD)
    shop.server.publish("till", TILL, {"code": "Q3", "name": "Quầy 3", "number": 3, "state": "active"})
    shop.server.publish("till", "till-9", {"code": "Q9", "name": "Quầy 9", "number": 9, "state": "active"})
    shop.exchange("none")
    with till.store.read() as reading:
        kept = reading.config.settings()
        assert kept is not None
        assert kept.store_name == "Bách hóa Xanh Q1"
        assert [tile.name for tile in reading.operators.tiles()] == ["Lan"]
        product = reading.products.by_code("8934563138165")
        assert product is not None
        assert product.sku == "MI"
        assert [
            program.version for program in reading.config.programs_by(datetime(2026, 1, 1, tzinfo=UTC))
        ] == [3]
        by_card = reading.members.by_card("9800000000000002")
        assert by_card is not None
        assert by_card[0].member == "anh"
        identity = reading.state.identity()
        assert identity is not None
        assert (identity.code, identity.number) == ("Q3", 3)


def test_a_member_older_than_the_one_held_is_passed_over(till: SqlTill) -> None:
    server = ModelServer(accounts={"anh": Account(posted=70, revision=7)})
    newer = server.member_state("anh")
    older = replace(newer, revision=6, points=Points(60))
    till.outbox.apply(replace(empty_intake(till), members=(newer,)))
    till.outbox.apply(replace(empty_intake(till), members=(older,)))
    with till.store.read() as reading:
        held = reading.members.by_id("anh")
    assert held is not None
    assert (held.revision, held.standing["points"]) == (7, 70)


def test_a_feed_that_starts_over_is_believed_though_its_revisions_are_lower(
    till: SqlTill, shop: Shop
) -> None:
    shop.server.accounts["anh"] = Account(posted=70, revision=7)
    shop.server.publish("member", "anh", shop.server.member_state("anh").to_json())
    shop.exchange("none")
    shop.server.epoch = "epoch-2"
    shop.server.accounts["anh"] = Account(posted=50, revision=5)
    shop.server.feed.clear()
    shop.server.publish("member", "anh", shop.server.member_state("anh").to_json())
    shop.exchange("none")
    with till.store.read() as reading:
        held = reading.members.by_id("anh")
    assert held is not None
    assert held.standing["points"] == 50


def test_an_erased_member_is_nobody_and_stays_so(till: SqlTill, shop: Shop) -> None:
    shop.server.publish("member", "anh", shop.server.member_state("anh").to_json())
    shop.server.publish("card", "9800000000000002", CARD)
    shop.exchange("none")
    shop.server.publish("erasure", "anh", {"member": "anh"})
    shop.exchange("none")
    with till.store.read() as reading:
        assert reading.members.by_card("9800000000000002") is None
        held = reading.members.by_id("anh")
    assert held is not None
    assert held.state == "erased"


def test_what_the_server_set_aside_is_known_even_where_the_first_answer_was_lost(
    till: SqlTill, shop: Shop
) -> None:
    sale: JsonObject = {"member": "anh", "earned_points": 1}
    shop.server.poison = {till.journal("sale_settled", sale)}
    till.journal("sale_settled", sale)
    shop.exchange("answer lost")
    assert till.outbox.waiting() == Waiting(events=2, quarantined=0)
    shop.exchange("none")
    assert till.outbox.waiting() == Waiting(events=0, quarantined=1)


def test_a_looked_up_member_is_kept_with_the_cards(till: SqlTill) -> None:
    member = ModelServer(accounts={"anh": Account(posted=5)}).member_state("anh")
    found = LookUpAnswer.from_json({"member": member.to_json(), "cards": [CARD]})
    till.outbox.keep(found)
    till.outbox.keep(found)
    with till.store.read() as reading:
        by_card = reading.members.by_card("9800000000000002")
    assert by_card is not None
    assert by_card[0].standing["points"] == 5


def test_a_lease_of_another_life_is_named_and_not_taken_up(till: SqlTill, shop: Shop) -> None:
    till.attach("lease-1", "anh")
    shop.exchange("answer lost")
    (stranger,) = shop.server.sync(_request(till)).leases
    renamed = replace(stranger, lease="lease-from-a-lost-disk")
    assert till.outbox.apply(replace(empty_intake(till), leases=(stranger, renamed))) == (
        "lease-from-a-lost-disk",
    )
    assert set(till.leases()) == {"lease-1"}


def _request(till: SqlTill) -> SyncRequest:
    return compose(till.outbox.read_outgoing(), feed_limit=10, sign=TillKey(new_till_key()).sign)


@settings(max_examples=15)
@given(STEPS)
def test_a_day_of_faults_over_a_real_database_loses_nothing(day: list[tuple[Step, Fault, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        till = SqlTill(Path(folder) / "till.db", SystemClock())
        shop = Shop(till)
        shop.live(day)
        shop.check_nothing_lost()
        before = till.leases()
        shop.session.exchange()
        assert till.leases() == before == {}
        with till.store.read() as reading:
            verify(GENESIS, reading.journal.walk(till=TILL, incarnation=1))
        till.close_file()
