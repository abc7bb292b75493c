"""The messages of version 1: said, understood, and refused where they pass a limit."""

from dataclasses import replace

import pytest

from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject, WireRefused, canonical_bytes, parse_json
from loyalty.wire.codec import Message
from loyalty.wire.earned import SaleLot, SaleProgram
from loyalty.wire.feed import (
    KINDS,
    Bank,
    CardRow,
    LotState,
    MemberState,
    PersonState,
    StoreSettings,
)
from loyalty.wire.journal import (
    BODIES,
    QUIET_KINDS,
    AmountOf,
    Refunded,
    SaleBurn,
    SaleLine,
    SaleReceipt,
    SaleSettled,
    SaleVoided,
)
from loyalty.wire.messages import (
    MAX_EVENTS,
    MAX_PERSONS,
    FeedAsk,
    FeedPage,
    FeedRow,
    Head,
    LeaseAsk,
    LeaseRefusal,
    OpenLease,
    Outcome,
    PairAnswer,
    Person,
    Slice,
    SyncAnswer,
    SyncRequest,
)
from loyalty.wire.sold import BurnSlice, SaleTender
from tests.unit.wire.test_chain import chain_of

AT = "2026-11-25T03:00:00.000Z"
MEMBER = MemberState(
    member="m1",
    state="active",
    alias_of=None,
    person=PersonState("Nguyễn Văn An", "+84912345678", "0912 345 678", "11-21"),
    tier="silver",
    points=Points(1250),
    owed=Points(0),
    available=Points(1200),
    lots=(LotState("lot", Points(1250), None, AT),),
    measure=6_000_000,
    purchases=12,
    memberships=(),
    segments=("khách quen",),
    vouchers={"9300000000017": "welcome"},
    used={"welcome": 1},
    revision=7,
    at=AT,
)
SALE = SaleSettled(
    sale="s1",
    member="m1",
    program=SaleProgram(1, "f" * 64),
    lines=(
        SaleLine(
            sku="rice",
            quantity="1.5",
            unit_price=20_000,
            gross=30_000,
            net=27_000,
            burned=2_000,
            earned_points=2,
            burned_points=4,
            vat_percent="8",
            discounts=(AmountOf("wed", 3_000),),
        ),
    ),
    discounts=(AmountOf("wed", 3_000),),
    earned_points=2,
    lot=SaleLot("lot-s1", 2, None, AT),
    burn=SaleBurn(4, 2_000, "l1", (BurnSlice("lot", 4),)),
    subtotal=30_000,
    total=25_000,
    rounding=-500,
    to_pay=24_500,
    tenders=(SaleTender("cash", 24_500, 25_000, 500),),
    receipt=SaleReceipt(123, "Q2-000123", "9700002000001230"),
)
REQUEST = SyncRequest(
    version=1,
    till="q1",
    incarnation=1,
    first_seq=1,
    prev_hash=bytes(32),
    events=tuple(chain_of(2)),
    persons=(Person("m1", "An", "+84912345678", "0912345678", "1990-11-21", ({"purpose": "points"},)),),
    head=Head(2, chain_of(2)[1].hash, bytes(64)),
    asks=(LeaseAsk("l1", "m1"),),
    feed=FeedAsk("", 0, 100),
)
ANSWER = SyncAnswer(
    version=1,
    ack_seq=2,
    ack_hash=bytes(32),
    signature=bytes(64),
    outcomes=(Outcome(1, "applied"), Outcome(2, "quarantined", "sums-differ")),
    leases=(
        OpenLease("l1", "m1", "points", Points(10), Points(0), (Slice("lot", Points(10), None),), AT, "open"),
    ),
    refused=(LeaseRefusal("l2", "nothing-available"),),
    members=(MEMBER,),
    feed=FeedPage("e1", (FeedRow(1, "card", "98", CardRow("98", "m1", "active").to_json()),), 1, more=False),
    server_time=AT,
    nonce="abc",
    policy_version=1,
)
PAIRED = PairAnswer("t", "s", "q1", 1, "Q1", "Quầy 1", 1, "e1", b"p" * 32, b"k" * 32, None, "n", AT)
SETTINGS = StoreSettings(
    "Q1", "12 Lê Lợi", "vi", Bank("970436", "0123456789"), 500, "", "VND", "Asia/Ho_Chi_Minh", "VN"
)
VOID = SaleVoided("s1", Refunded(Money(24_500), Points(2), Points(4)), "Q2-000124")

PAST_LIMITS: list[tuple[str, object]] = [
    ("version", 2),
    ("till", "a b"),
    ("incarnation", 0),
    ("first_seq", 0),
    ("prev_hash", "00"),
    ("events", [{}] * (MAX_EVENTS + 1)),
    ("asks", [{"lease": "l", "member": "m", "points": -1}]),
    ("persons", [{}] * (MAX_PERSONS + 1)),
    ("feed", {"epoch": "", "cursor": -1, "limit": 0}),
    ("head", {"seq": 1, "hash": "0" * 64, "signature": "AA=="}),
]


MESSAGES = (REQUEST, ANSWER, PAIRED, SETTINGS, MEMBER, SALE, VOID)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: type(each).__name__)
def test_a_message_survives_the_way(message: Message) -> None:
    data = canonical_bytes(message.to_json())
    assert type(message).from_json(parse_json(data)) == message


@pytest.mark.parametrize("kind", [*KINDS.values(), *BODIES.values()], ids=lambda each: each.__name__)
def test_no_message_is_understood_from_nothing(kind: type[Message]) -> None:
    with pytest.raises(WireRefused, match="is missing"):
        kind.from_json({})


@pytest.mark.parametrize(("path", "value"), PAST_LIMITS)
def test_a_request_past_a_limit_is_refused_where_it_is(path: str, value: object) -> None:
    with pytest.raises(WireRefused) as refusal:
        SyncRequest.from_json({**REQUEST.to_json(), path: value})
    assert refusal.value.path.startswith(path)


PERSON: dict[str, object] = {"member": "m1", "name": "An", "phone": "+84912345678", "birthday": "11-21"}
NOTHING: JsonObject = {}
ODD_PERSONS: list[tuple[object, Person]] = [
    ({**PERSON, "phone": "0912"}, Person("m1", "An", None, "0912", "11-21")),
    ({**PERSON, "phone": "0912", "phone_text": "0912 3"}, Person("m1", "An", None, "0912 3", "11-21")),
    ({**PERSON, "phone": 912}, Person("m1", "An", None, "", "11-21")),
    ({**PERSON, "name": "A" * 300}, Person("m1", "A" * 200, "+84912345678", "", "11-21")),
    ({**PERSON, "name": "A\x00n\n"}, Person("m1", "A n", "+84912345678", "", "11-21")),
    ({**PERSON, "name": None}, Person("m1", "+84912345678", "+84912345678", "", "11-21")),
    ({**PERSON, "birthday": "21/11"}, Person("m1", "An", "+84912345678")),
    ({**PERSON, "consents": [1, {"a": 1}]}, Person("m1", "An", "+84912345678", "", "11-21", ({"a": 1},))),
    ({**PERSON, "consents": {"a": 1}}, Person("m1", "An", "+84912345678", "", "11-21")),
    ({**PERSON, "consents": [{}] * 30}, Person("m1", "An", "+84912345678", "", "11-21", (NOTHING,) * 20)),
    ({**PERSON, "member": "no id"}, Person("", "An", "+84912345678", "", "11-21")),
    ({}, Person("", "?", None)),
    ("nobody", Person("", "?", None)),
]


@pytest.mark.parametrize(("said", "read"), ODD_PERSONS)
def test_an_odd_person_is_read_as_far_as_it_can_be(said: object, read: Person) -> None:
    request = SyncRequest.from_json({**REQUEST.to_json(), "persons": [said, PERSON]})
    assert request.persons == (read, Person("m1", "An", "+84912345678", "", "11-21"))
    if read.member:
        assert Person.from_json(read.to_json()) == read
        PersonState(read.name, read.phone, read.phone_text, read.birthday).to_json()


def test_an_odd_event_does_not_make_the_batch_unreadable() -> None:
    odd = replace(chain_of(1)[0], kind="from the future", at="yesterday", body={"?": []})
    request = replace(REQUEST, events=(odd,))
    assert SyncRequest.from_json(request.to_json()).events == (odd,)


def test_a_kind_is_either_acted_on_or_quiet() -> None:
    assert not QUIET_KINDS & set(BODIES)
