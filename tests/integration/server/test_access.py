"""Every address of the server by everybody who might ask: the table says what each gets, no more.

The addresses come from the application itself: one that has no row here fails.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Route

from loyalty.drawing import commitment_of
from loyalty.identity.cards import card_number
from loyalty.wire.canonical import JsonObject, canonical_bytes
from loyalty.wire.drawing import DrawAsk, DrawOpening, DrawsAsk
from loyalty.wire.importing import ImportChunk, ImportRow
from loyalty.wire.member_desk import MemberDeed, MemberFileAsk
from loyalty.wire.messages import PairRequest, Person
from loyalty.wire.program_desk import ProgramAsk, ProgramDeed, ProgramsAsk
from loyalty.wire.refunding import RefundLockRequest
from loyalty.wire.rehoming import RehomeRequest
from loyalty.wire.signing import head_bytes
from loyalty.wire.staffing import StaffDeed
from loyalty.wire.store_desk import StoreDeed, TillOpening
from server.store.catalogue import save_operators
from server.store.tables import metadata
from server.usecases.admin.publish import publish_program
from server.usecases.admin.reclaim import exposures, revoke_till
from server.usecases.admin.setup import add_store, add_till, make_pairing_code
from tests.integration.server.conftest import PROGRAM, SETTINGS, House, make_house, operator
from tests.integration.server.http import Http, Reply
from tests.integration.server.returned_goods import DIGITS
from tests.integration.server.tills import FakeTill, burn_of, pair_till, sale_body

AN = "member-an"
NOTE = MemberDeed(version=1, deed="d1", kind="note", member=AN, operator="lan", text="Gọi lại")
RENAMED = StaffDeed(version=1, deed="d1", kind="change", who="op-hoa", operator="manager", name="Hoa")
FOOTED = StoreDeed(version=1, deed="d1", operator="op-mai", receipt_footer="Hẹn gặp lại")
IMPORTED = ImportChunk(1, "run-1", "manager", write=False, rows=(ImportRow(2, "Chi", "0987654321"),))
SEED = bytes([1]) * 32
OPENED = DrawOpening(1, "manager", "tet", SEED.hex())
PROGRAMMED = ProgramDeed(1, "d1", "op-mai", PROGRAM.replace("worth = 500", "worth = 600"), newest=2)
DRAW = f"""
[[draw]]
id = "tet"
name = "Bốc thăm Tết"
enabled = true
of = 100
commitment = "{commitment_of(SEED)}"
when = {{ from = 2026-01-01, until = 2026-01-31 }}

[[draw.prize]]
id = "first"
name = "Giải nhất"
wins = 1
points = 10000
"""
"""A draw that is over."""
CARD = card_number(7)
PHONE = "+84912349876"
Said = tuple[str, bytes]
"""Target and body of a request."""
Heard = tuple[int, object]
"""Status, and the code of a problem."""


def batch(of: FakeTill) -> Said:
    return "/v1/sync", canonical_bytes(of.request().to_json())


def rehoming(of: FakeTill, *, incarnation: int | None = None) -> Said:
    life, seq = incarnation or of.paired.incarnation, len(of.journal)
    hash_ = of.hash_of(seq)
    statement = head_bytes(till=of.paired.till, incarnation=life, seq=seq, hash_=hash_)
    asked = RehomeRequest(
        version=1,
        till=of.paired.till,
        incarnation=life,
        rehoming=f"r-{life}",
        why="database-behind",
        seq=seq,
        hash=hash_,
        signature=of.key.sign(statement),
    )
    return "/v1/rehome", canonical_bytes(asked.to_json())


class Message(Protocol):
    """What can be said in a request."""

    def to_json(self) -> JsonObject: ...


DONE: Heard = (200, None)
NOT_YOURS: Heard = (403, "not-your-journal")


@dataclass(frozen=True)
class Row:
    """What is asked at an address about till Q1's things, and what everybody who signs gets."""

    ask: Callable[[FakeTill], Said]
    foreign: Heard
    own: Heard = DONE
    other_till: Heard = DONE
    other_store: Heard = DONE
    old_life: Heard = DONE


def saying(target: str, message: Message | None = None) -> Callable[[FakeTill], Said]:
    body = b"" if message is None else canonical_bytes(message.to_json())
    return lambda _: (target, body)


SHARED: Mapping[str, tuple[Message, Heard]] = {
    "/v1/members/file": (MemberFileAsk(1, AN, "lan"), (404, "member-unknown")),
    "/v1/members/deeds": (NOTE, (404, "member-unknown")),
    "/v1/members/import": (IMPORTED, DONE),
    "/v1/operators/deeds": (RENAMED, (404, "operator-unknown")),
    "/v1/store/deeds": (FOOTED, (403, "operator-may-not")),
    "/v1/store/tills": (TillOpening(1, "d1", "op-mai", "Quầy 9"), (403, "operator-may-not")),
    "/v1/draws/list": (DrawsAsk(1, "manager"), DONE),
    "/v1/draws/file": (DrawAsk(1, "manager", "tet"), (404, "no-such-draw")),
    "/v1/draws/openings": (OPENED, (404, "no-such-draw")),
    "/v1/programs/list": (ProgramsAsk(1, "manager"), DONE),
    "/v1/programs/file": (ProgramAsk(1, "manager", 2), (404, "program-unknown")),
    "/v1/programs/deeds": (PROGRAMMED, (403, "operator-may-not")),
}
"""What every till of a tenant may ask, and what a till of another tenant hears."""
SIGNED: Mapping[tuple[str, str], Row] = {
    ("POST", "/v1/sync"): Row(
        batch,
        foreign=NOT_YOURS,
        other_till=NOT_YOURS,
        other_store=NOT_YOURS,
        old_life=(409, "incarnation-retired"),
    ),
    ("POST", "/v1/rehome"): Row(rehoming, foreign=NOT_YOURS, other_till=NOT_YOURS, other_store=NOT_YOURS),
    ("POST", "/v1/refund-locks"): Row(
        saying("/v1/refund-locks", RefundLockRequest(1, DIGITS)),
        foreign=(404, "sale-not-found"),
        own=(409, "refund-here"),
    ),
    ("GET", "/v1/members/look-up"): Row(
        saying(f"/v1/members/look-up?card={CARD}"), foreign=(404, "member-not-found")
    ),
    ("GET", "/v1/news"): Row(saying("/v1/news?known=-1&seconds=0"), foreign=DONE),
    **{("POST", path): Row(saying(path, said), foreign) for path, (said, foreign) in SHARED.items()},
}
"""Who may ask what. An old life of a till has the same key: it may ask, and only its journal is over."""

OPEN = {
    ("POST", "/v1/pair"): "a one-time code stands for the signature",
    ("GET", "/healthz"): "says one word",
    ("GET", "/metrics"): "figures of the server; nobody's name, no amount",
    ("GET", "/docs"): "the same for everybody",
    ("GET", "/openapi.json"): "the same for everybody",
}


@dataclass
class Shop:
    """A house with a sale, a member and a lease, and everybody who might ask."""

    house: House
    http: Http
    other_store: FakeTill
    foreign: House

    def heard(self, reply: Reply) -> Heard:
        return reply.status, None if reply.status == 200 else reply.body["code"]


@pytest.fixture
def shop(house: House) -> Shop:
    publish_program(house.server, tenant=house.code, text=PROGRAM + DRAW, name="program.toml")
    house.q1.enrol(AN, card=CARD)
    sale = sale_body("s1", AN, fingerprint=house.q1.fingerprint)
    receipt: JsonObject = {"number": 1, "label": "Q1-000001", "digits": DIGITS}
    house.q1.record("sale_settled", {**sale.to_json(), "receipt": receipt})
    house.q1.sync(persons=[Person(AN, "An", PHONE)])
    house.q1.lease("l1", AN, 10)
    own = [
        replace(operator("hoa", "cashier"), operator="op-hoa"),
        replace(operator("mai", "manager"), operator="op-mai"),
    ]
    house.server.database.write(lambda at: save_operators(at, house.tenant, own, house.clock.now()))
    add_store(house.server, tenant=house.code, code="q3", settings=SETTINGS)
    add_till(house.server, tenant=house.code, store="q3", code="Q3", name="Quầy 3")
    code = make_pairing_code(house.server, tenant=house.code, till="Q3")
    far = pair_till(house.server, code, now=house.clock.now())
    return Shop(house, Http(house.server), far, make_house(house.server, house.clock))


def everything(house: House) -> dict[str, list[dict[str, object]]]:
    """Every row of a tenant, but how far a till has read and how often it has looked somebody up."""
    left_out = {"till_feeds", "tallies"}
    tables = [each for each in metadata.sorted_tables if "tenant" in each.c and each.name not in left_out]
    return {table.name: sorted((dict(row) for row in house.rows(table)), key=str) for table in tables}


def addresses(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Methods and paths, those of included routers too."""
    for route in routes:
        if isinstance(route, Route):
            yield from ((method, route.path) for method in (route.methods or set[str]()) - {"HEAD"})
        else:
            yield from addresses(cast("Any", route).original_router.routes)


def test_every_address_of_the_application_has_a_row(house: House) -> None:
    assert set(addresses(Http(house.server).app.routes)) == {*SIGNED, *OPEN}


@pytest.mark.parametrize("address", SIGNED, ids=" ".join)
def test_whoever_does_not_sign_as_a_till_gets_nothing(shop: Shop, address: tuple[str, str]) -> None:
    method, row, http, q1 = address[0], SIGNED[address], shop.http, shop.house.q1
    target, data = row.ask(q1)
    forger = replace(q1, key=Ed25519PrivateKey.generate())
    as_another = replace(shop.house.q2, paired=replace(q1.paired, nonce=shop.house.q2.paired.nonce))
    before = everything(shop.house)
    assert shop.heard(http.send(method, target, data=data)) == (401, "signature-missing")
    assert shop.heard(http.signed(forger, method, target, data=data)) == (401, "signature-wrong")
    assert shop.heard(http.signed(as_another, method, target, data=data)) == (401, "signature-wrong")
    stranger = replace(q1, paired=replace(q1.paired, till="till-of-nobody"))
    assert shop.heard(http.signed(stranger, method, target, data=data)) == (401, "signature-wrong")
    http.nonces[q1.paired.till] = shop.house.q2.paired.nonce
    headers = http.headers(q1, method, target, data)
    assert shop.heard(http.send(method, target, data=data, headers=headers)) == (401, "nonce-stale")
    assert everything(shop.house) == before


@pytest.mark.parametrize("address", SIGNED, ids=" ".join)
def test_whoever_signs_gets_what_the_table_says(shop: Shop, address: tuple[str, str]) -> None:
    method, row, house = address[0], SIGNED[address], shop.house
    target, data = row.ask(house.q1)
    foreign_before = everything(shop.foreign)
    heard = {
        name: shop.heard(shop.http.signed(till, method, target, data=data))
        for name, till in (
            ("foreign", shop.foreign.q1),
            ("other_till", house.q2),
            ("other_store", shop.other_store),
            ("own", house.q1),
        )
    }
    expected = {name: getattr(row, name) for name in heard}
    if address == ("POST", "/v1/refund-locks"):
        expected["other_store"] = (409, "sale-locked")  # the till before it has the receipt
    assert heard == expected
    assert everything(shop.foreign) == foreign_before
    house.check()


@pytest.mark.parametrize("address", SIGNED, ids=" ".join)
def test_an_old_life_of_a_till_and_a_revoked_one_get_what_the_table_says(
    shop: Shop, address: tuple[str, str]
) -> None:
    method, row, house = address[0], SIGNED[address], shop.house
    q1 = house.q1
    assert shop.http.signed(q1, "POST", rehoming(q1)[0], data=rehoming(q1)[1]).status == 200
    target, data = row.ask(q1)
    assert shop.heard(shop.http.signed(q1, method, target, data=data)) == row.old_life
    revoke_till(house.server, tenant=house.code, till="Q1")
    before = everything(house)
    assert shop.heard(shop.http.signed(q1, method, target, data=data)) == (403, "till-revoked")
    assert everything(house) == before


@pytest.mark.parametrize("address", SIGNED, ids=" ".join)
def test_a_request_that_is_sent_again_as_it_was_changes_nothing(shop: Shop, address: tuple[str, str]) -> None:
    method, row, q1 = address[0], SIGNED[address], shop.house.q1
    q1.sell("s2", AN)
    target, data = row.ask(q1)
    headers = shop.http.headers(q1, method, target, data)
    first = shop.http.send(method, target, data=data, headers=headers)
    after_first = everything(shop.house)
    again = shop.http.send(method, target, data=data, headers=headers)
    assert (first.status, shop.heard(first)) == (again.status, shop.heard(again))
    assert everything(shop.house) == after_first
    shop.house.clock.move(minutes=11)
    late = shop.http.send(method, target, data=data, headers=headers)
    assert shop.heard(late) == (401, "nonce-stale")


@pytest.mark.parametrize("address", OPEN, ids=" ".join)
def test_what_is_open_to_everybody_tells_nothing_of_anybody(shop: Shop, address: tuple[str, str]) -> None:
    method, target = address
    data = canonical_bytes(PairRequest("AAAA-AAAA", bytes(32)).to_json()) if method == "POST" else b""
    reply = shop.http.send(method, target, data=data)
    assert reply.status == (404 if method == "POST" else 200)
    told = reply.data.decode()
    secrets = (AN, CARD, PHONE, DIGITS, shop.house.tenant, shop.house.code, shop.house.q1.paired.till)
    assert not any(secret in told for secret in secrets)


def test_a_till_names_only_what_is_its_own(shop: Shop) -> None:
    """Members, cards, leases, sales and persons of another tenant, and leases and sales of another till."""
    house, other = shop.house, shop.foreign
    other.q1.enrol("member-far", card=card_number(9))
    other.q1.sell("s-far", "member-far")
    other.q1.sync()
    far = other.q1.lease("l-far", "member-far", 10)
    near = next(each for each in house.q1.sync().leases if each.lease == "l1")
    before, foreign_before = everything(house), everything(other)
    theirs = sale_body("s-far", "member-far", fingerprint=house.q1.fingerprint)
    ours = sale_body("s1", AN, fingerprint=house.q1.fingerprint)
    q2 = house.q2
    q2.void(theirs)
    q2.void(ours)
    q2.close("l-far", "member-far")
    q2.close("l1", AN)
    q2.sell("s3", "member-far")
    q2.sell("s4", AN, earned=0, burn=burn_of(near, 5))
    q2.sell("s5", AN, earned=0, burn=burn_of(far, 5))
    q2.record("card_linked", {"member": "member-far", "card": card_number(11)})
    q2.record("card_linked", {"member": "member-far", "card": CARD})
    answer = q2.sync(persons=[Person("member-far", "Somebody", "+84987654321")])
    assert {outcome.outcome for outcome in answer.outcomes} == {"quarantined"}
    assert answer.members[0].member == AN
    assert len(answer.members) == 1
    assert everything(other) == foreign_before
    changed = {name for name, rows in everything(house).items() if rows != before[name]}
    assert changed <= {
        *("journal", "heads", "chains", "quarantine", "members", "feed", "feed_shards"),
        *("persons", "handles"),  # of a member of that name here, should one ever be enrolled
    }
    house.check()
    other.check()


@pytest.mark.parametrize("house_of", ["own", "foreign"])
def test_whoever_waits_for_news_is_told_at_once_that_it_is_revoked(shop: Shop, house_of: str) -> None:
    """On the request that waits already; a till of somebody else's waits on."""
    house = shop.house
    asking = house.q1 if house_of == "own" else shop.foreign.q1
    known = int(str(shop.http.signed(asking, "GET", "/v1/news?known=-1&seconds=0").body["count"]))
    target = f"/v1/news?known={known}&seconds={20 if house_of == 'own' else 1}"
    headers = shop.http.headers(asking, "GET", target, b"")

    async def wait_and_revoke() -> httpx.Response:
        transport = httpx.ASGITransport(app=shop.http.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://server") as client:
            waiting = asyncio.create_task(client.get(target, headers=headers))
            await asyncio.wait([waiting], timeout=0.3)
            assert not waiting.done()
            await run_in_threadpool(lambda: revoke_till(house.server, tenant=house.code, till="Q1"))
            return await asyncio.wait_for(waiting, 10)

    answer = asyncio.run(wait_and_revoke())
    assert answer.status_code == (403 if house_of == "own" else 200)
    assert (answer.json().get("code") == "till-revoked") == (house_of == "own")


def test_revoking_lists_what_was_lent_and_the_morning_asks_for_it(shop: Shop) -> None:
    house = shop.house
    held = revoke_till(house.server, tenant=house.code, till="Q1")
    assert [(each.lease, each.member, each.points) for each in held] == [("l1", AN, 10)]
    assert held == exposures(house.server, tenant=house.code, till="Q1")
    assert any("Q1: is revoked; what it was lent" in alarm for alarm in house.holdings().alarms)


def test_a_revoked_till_comes_back_by_a_new_code_and_a_new_key_only(shop: Shop) -> None:
    house = shop.house
    old = replace(house.q1)
    revoke_till(house.server, tenant=house.code, till="Q1")
    code = make_pairing_code(house.server, tenant=house.code, till="Q1")
    assert shop.heard(shop.http.sync(old, old.request().to_json())) == (403, "till-revoked")
    new = pair_till(house.server, code, now=house.clock.now())
    assert new.paired.incarnation == old.paired.incarnation + 1
    assert shop.heard(shop.http.sync(new, new.request().to_json())) == DONE
    shop.http.nonces.clear()
    assert shop.heard(shop.http.sync(old, old.request().to_json())) == (401, "signature-wrong")
