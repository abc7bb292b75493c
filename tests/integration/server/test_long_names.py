"""Names as long as a message lets them be, in a database that counts letters: all done with them fits."""

from dataclasses import replace
from datetime import timedelta

from loyalty.identity.cards import card_number
from loyalty.units import Points
from loyalty.wire.codec import Message
from loyalty.wire.member_desk import DeedKind, MemberDeed
from loyalty.wire.messages import LeaseAsk, Person
from server.context import Server
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, erase_member
from server.usecases.admin.reclaim import reclaim
from server.usecases.jobs import run_jobs
from server.usecases.member_deeds import do_deed
from tests.integration.server import gifts, wallets
from tests.integration.server.conftest import KEEPING, PROGRAM, FakeClock, House, make_house
from tests.integration.server.tills import burn_of, claim_of, sale_body


def long(name: str) -> str:
    """A name of 64 letters."""
    return f"{name}-".ljust(64, "x")


AN, BINH = long("an"), long("binh")


def do(house: House, kind: DeedKind, member: str, other: str | None = None, *, points: int = 0) -> None:
    asked = MemberDeed(
        version=1,
        deed=long(kind),
        kind=kind,
        operator="manager",
        member=member,
        other=other,
        points=Points(points),
    )
    do_deed(house.server, house.q1.account, asked, nonce="n")


def test_all_that_can_be_done_with_long_names_fits(server: Server, clock: FakeClock) -> None:
    house = make_house(server, clock, PROGRAM + KEEPING + wallets.RULES)
    till = house.q1

    def record(kind: str, body: Message) -> None:
        till.record(kind, body, operation=long(f"op{len(till.journal)}"))

    for number, member in enumerate((AN, BINH)):
        till.enrol(member, card=card_number(number + 1))
        dies_at = clock.now() + timedelta(days=400)
        body = sale_body(long(f"s{number}"), member, fingerprint=till.fingerprint, dies_at=dies_at)
        assert body.lot is not None
        record("sale_settled", replace(body, lot=replace(body.lot, lot=long(f"lot{number}"))))
        clock.move(minutes=1)
    found = sale_body(long("found"), None, fingerprint=till.fingerprint)
    record("sale_settled", found)
    claim = claim_of(found, AN, earned=10)
    assert claim.lot is not None
    record("receipt_claimed", replace(claim, lot=replace(claim.lot, lot=long("lot-found"))))
    top_up = wallets.topped_up(till, long("t"))
    assert top_up.top_up is not None
    paid_in = replace(top_up.top_up, lot=long("paid"), bonus_lot=long("bonus"))
    record("sale_settled", replace(top_up, member=AN, top_up=paid_in))
    card = gifts.sold(till, long("g"))
    record("sale_settled", replace(card, gifts=(replace(card.gifts[0], lot=long("gift")),)))
    persons = [Person(AN, "An", "+84912345678"), Person(BINH, "Bình", "+84987654321")]
    assert {each.why for each in till.sync(persons=persons).outcomes} == {""}
    asks = [
        LeaseAsk(long("l1"), AN),
        LeaseAsk(long("w1"), AN, account="wallet"),
        LeaseAsk(long("g1"), gifts.CARD, account="gift"),
    ]
    leases = {each.lease: each for each in till.sync(asks=asks).leases}
    assert len(leases) == 3
    burn = burn_of(leases[long("l1")], 50)
    burnt = sale_body(long("burnt"), AN, fingerprint=till.fingerprint, earned=0, burn=burn)
    record("sale_settled", burnt)
    till.sync()
    do(house, "merge", AN, BINH)
    do(house, "unmerge", BINH)
    till.void(burnt)
    assert {each.why for each in till.sync().outcomes} == {""}
    do(house, "household-join", AN, BINH)
    do(house, "household-leave", BINH, BINH, points=5)
    till.sync(asks=[LeaseAsk(long("l2"), BINH), LeaseAsk(long("l3"), AN)])
    erase_member(house.server, tenant=house.code, who=Who(member=BINH))
    clock.move(days=900)
    erase_member(house.server, tenant=house.code, who=Who(member=AN), forfeit_wallet=True)
    reclaim(house.server, tenant=house.code, till="Q1")
    run_jobs(server, house.tenant)
    assert examine_server(house.server, tenant=house.code) == ()
