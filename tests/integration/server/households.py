"""Three people who may share a household, and what is done with it."""

from typing import Any

from loyalty.identity.cards import card_number
from loyalty.wire.feed import MemberState
from loyalty.wire.member_desk import DeedKind, MemberDeed, MemberDeedDone
from loyalty.wire.messages import Person
from server.usecases.member_deeds import do_deed
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill

AN, BINH, CHI = "member-an", "member-binh", "member-chi"
PHONES = {AN: "+84912345678", BINH: "+84987654321", CHI: "+84903111222"}
NAMES = {AN: "Nguyễn Văn An", BINH: "Trần Thị Bình", CHI: "Nguyễn Chi"}
CARDS = {AN: card_number(1), BINH: card_number(2), CHI: card_number(3)}
EARNED = {AN: 100, BINH: 40, CHI: 7}


def with_three(house: House) -> House:
    """A house in which An, Bình and Chi have bought something, each with a card."""
    for member in (AN, BINH, CHI):
        house.q1.enrol(member, card=CARDS[member])
        house.q1.sell(f"s-{member}", member, earned=EARNED[member])
        house.q1.sync(persons=[Person(member, NAMES[member], PHONES[member])])
        house.clock.move(hours=1)
        house.q1.now = house.q2.now = house.clock.now()
    return house


def do(house: House, kind: DeedKind, member: str, other: str | None, **said: Any) -> MemberDeedDone:
    deed = said.pop("deed", f"{kind}-{other}")
    asked = MemberDeed(
        version=1, deed=deed, kind=kind, operator="manager", member=member, other=other, **said
    )
    return do_deed(house.server, house.q1.account, asked, nonce="n")


def join(house: House, *others: str, member: str = AN) -> str:
    """Take these into An's household; its id."""
    done = [do(house, "household-join", member, other) for other in others or (BINH,)]
    return done[-1].members[0].member.member


def told(till: FakeTill) -> dict[str, MemberState]:
    till.cursor = 0
    rows = till.sync(feed_limit=500).feed.rows
    return {row.key: MemberState.from_json(row.body) for row in rows if row.kind == "member"}


def total(house: House) -> int:
    """All points there are, by the word of the feed."""
    return sum(each.points - each.owed for each in told(house.q2).values())
