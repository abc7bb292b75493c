"""The member desk of a till: asked for a file, and made to do something with it."""

from typing import Any

import pytest

from loyalty.identity.cards import card_number
from loyalty.wire.feed import MemberState
from loyalty.wire.member_desk import DeedKind, MemberDeed, MemberDeedDone, MemberFileAnswer, MemberFileAsk
from loyalty.wire.messages import Person
from server.usecases.member_deeds import do_deed
from server.usecases.member_file import member_file
from tests.integration.server.conftest import House
from tests.integration.server.tills import FakeTill

AN, BINH = "member-an", "member-binh"
PHONE, OTHER = "+84912345678", "+84987654321"
CARD = card_number(1)


@pytest.fixture
def house(house: House) -> House:
    """An bought twice, Bình once; both have a person."""
    house.q1.enrol(AN, card=CARD)
    house.q1.sell("s1", AN, earned=100)
    house.q1.sell("s2", AN, earned=20)
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", PHONE, consents=({"what": "sms"},))])
    house.clock.move(hours=1)
    house.q2.now = house.clock.now()
    house.q2.enrol(BINH)
    house.q2.sell("s3", BINH, earned=7)
    house.q2.sync(persons=[Person(BINH, "Trần Bình", OTHER)])
    return house


def ask(house: House, *, member: str = AN, operator: str = "lan", skip: int = 0) -> MemberFileAnswer:
    asked = MemberFileAsk(version=1, member=member, operator=operator, skip=skip)
    return member_file(house.server, house.q1.account, asked, nonce="n")


def do(
    house: House, kind: DeedKind, *, deed: str = "d1", operator: str = "lan", **said: Any
) -> MemberDeedDone:
    asked = MemberDeed(
        version=1, deed=deed, kind=kind, operator=operator, member=said.pop("member", AN), **said
    )
    return do_deed(house.server, house.q1.account, asked, nonce="n")


def told(till: FakeTill, member: str = AN) -> MemberState:
    till.cursor = 0
    rows = till.sync(feed_limit=500).feed.rows
    return next(
        MemberState.from_json(row.body) for row in reversed(rows) if (row.kind, row.key) == ("member", member)
    )
