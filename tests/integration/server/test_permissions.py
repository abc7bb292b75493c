"""Every kind of event by every role, by nobody and by a stranger: what the server puts aside."""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from loyalty.identity.cards import card_number
from loyalty.units import Money, Points
from loyalty.wire.benefit_use import BenefitTakenBack, BenefitUsed
from loyalty.wire.canonical import JsonObject
from loyalty.wire.cash import CashMoved
from loyalty.wire.claims import ClaimClosed
from loyalty.wire.codec import Message
from loyalty.wire.journal import (
    BODIES,
    QUIET_KINDS,
    CardBlocked,
    CardLinked,
    LeaseClosed,
    MemberEnrolled,
    Refunded,
    SaleVoided,
)
from loyalty.wire.refunding import SaleReleased
from loyalty.wire.rehoming import EventRehomed, TillRehomed, say_again
from loyalty.wire.returning import GoodsReturned, SaleRefunded
from loyalty.wire.roles import MAY, TILL, Actor, Role
from loyalty.wire.shelf import PriceSet, PriceWithdrawn, ProductChanged
from server.context import Server
from server.model import Operator
from server.store.catalogue import save_operators
from server.store.tables.journal import quarantine
from server.store.tables.tenancy import operator_history
from tests.integration.server.conftest import PROGRAM, FakeClock, House, make_house, operator
from tests.integration.server.tills import burn_of, claim_of, sale_body

AN = "member-an"
ROLES: tuple[Role, ...] = get_args(Role)
WHO: Mapping[str, Actor] = {
    TILL: "till",
    **{"lan" if role == "cashier" else role: role for role in ROLES},
}
NOT_ALLOWED = {"role-may-not", "operator-unknown"}


def samples(house: House, tag: str) -> Mapping[str, Message | JsonObject]:
    """A readable body of each kind, whatever else there is to say against it."""
    sale = sale_body(f"s-{tag}", None, fingerprint=house.q1.fingerprint)
    word = "supervisor" if tag == "manager" else "manager"
    said = house.q2.record("drawer_opened", {"reason": "manual"})
    bodies: dict[str, Message | JsonObject] = {
        "member_enrolled": MemberEnrolled(f"m-{tag}"),
        "card_linked": CardLinked(AN, card_number(5)),
        "card_blocked": CardBlocked(AN, card_number(5)),
        "lease_closed": LeaseClosed("l-none", AN, 0),
        "claim_closed": ClaimClosed("c-none", AN, used=False),
        "sale_settled": sale,
        "sale_voided": SaleVoided("s-none", Refunded(Money(0), Points(0), Points(0))),
        "sale_released": SaleReleased("s-none", house.q2.paired.till),
        "sale_refunded": SaleRefunded("s-none", (), 0, 0, 0, 0),
        "receipt_claimed": claim_of(sale, AN, earned=0, approver=word),
        "benefit_used": BenefitUsed(f"u-{tag}", AN, "lounge", 1),
        "benefit_taken_back": BenefitTakenBack("u-none", AN),
        "goods_returned": GoodsReturned((), 0, 0, word),
        "cash_moved": CashMoved("shift-1", "out", 1_000, "bank"),
        "till_rehomed": TillRehomed("r1", 1, "database-behind", 0, bytes(32)),
        "product_changed": ProductChanged("noodles", name="Mì"),
        "price_set": PriceSet("noodles", f"p-{tag}", "2026-12-07", 5000),
        "price_withdrawn": PriceWithdrawn("noodles", "p-none"),
        "event_rehomed": say_again(said, bytes(32)),
    }
    return bodies | {kind: {"v": 1} for kind in QUIET_KINDS}


def whys(house: House) -> dict[int, str]:
    return {row["seq"]: row["why"] for row in house.rows(quarantine) if row["till"] == house.q1.paired.till}


def put_operator(house: House, row: Operator) -> None:
    house.server.database.write(
        lambda connection: save_operators(connection, house.tenant, [row], house.clock.now())
    )


def test_an_event_is_put_aside_exactly_where_its_operators_role_may_not(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sync()
    assert set(samples(house, "all")) == {*BODIES, *QUIET_KINDS}
    expected: dict[int, bool] = {}
    for name, role in WHO.items():
        for kind, body in samples(house, name or "till").items():
            event = house.q1.record(kind, body, operator=name)
            if kind != "event_rehomed":  # judged as what it was, below
                expected[event.seq] = role in MAY[kind]
    house.q1.sync()
    put_aside = whys(house)
    found = {seq: put_aside.get(seq) not in NOT_ALLOWED for seq in expected}
    assert found == expected
    assert set(expected.values()) == {True, False}
    house.check()


def test_a_sale_beyond_a_limit_names_somebody_who_may_allow_it(house: House) -> None:
    sale = sale_body("s1", None, fingerprint=house.q1.fingerprint)
    approved = replace(sale, approved=("limits.manager_over.burn_without_card",))
    words = {
        "manager": "",
        "supervisor": "",
        "auditor": "approver-unknown",
        "lan": "approver-same",
        "who": "approver-unknown",
    }
    for number, approver in enumerate(words):
        said = replace(approved, sale=f"s-{number}", approver=approver)
        house.q1.record("sale_settled", said, operator="lan")
    outcomes = house.q1.sync().outcomes
    assert [outcome.why for outcome in outcomes] == list(words.values())
    house.check()


def test_points_beyond_the_programs_limit_without_a_card_take_a_word_whatever_the_till_says(
    server: Server, clock: FakeClock
) -> None:
    house = make_house(server, clock, PROGRAM + "\n[limits.manager_over]\nburn_without_card = 10\n")
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    lease = house.q1.lease("l1", AN)
    asked = ("limits.manager_over.burn_without_card",)
    cases: tuple[tuple[int, bool, tuple[str, ...], str | None, str], ...] = (
        (10, False, (), None, ""),
        (11, True, (), None, ""),
        (11, False, asked, "supervisor", ""),
        (11, False, asked, None, "burn-needs-word"),
        (11, False, (), "supervisor", "burn-needs-word"),
    )
    for number, (points, card_shown, approved, approver, _) in enumerate(cases):
        burn = replace(burn_of(lease, points), card_shown=card_shown)
        said = sale_body(f"s-{number}", AN, fingerprint=house.q1.fingerprint, earned=0, burn=burn)
        house.q1.record("sale_settled", replace(said, approved=approved, approver=approver), operator="lan")
    assert [outcome.why for outcome in house.q1.sync().outcomes] == [why for *_, why in cases]


def test_a_birthday_does_for_the_card(server: Server, clock: FakeClock) -> None:
    house = make_house(server, clock, PROGRAM + "\n[limits.manager_over]\nburn_without_card = 10\n")
    house.q1.enrol(AN)
    house.q1.sell("opening", AN, earned=100)
    burn = replace(burn_of(house.q1.lease("l1", AN), 11), shown="birthday")
    said = sale_body("s-1", AN, fingerprint=house.q1.fingerprint, earned=0, burn=burn)
    house.q1.record("sale_settled", said, operator="lan")
    assert [outcome.why for outcome in house.q1.sync().outcomes] == [""]
    house.check()


def test_cash_beyond_the_stores_limit_names_somebody_who_allows_it(house: House) -> None:
    for amount, approver in ((500_000, None), (500_001, None), (500_001, "manager"), (500_001, "lan")):
        house.q1.record(
            "cash_moved", CashMoved("shift-1", "out", amount, "bank", "", approver), operator="lan"
        )
    house.q1.record("cash_moved", CashMoved("shift-1", "in", 9_000_000, "owner"), operator="lan")
    house.q1.record("cash_moved", CashMoved("shift-1", "out", 9_000_000, "bank"), operator="supervisor")
    whys = [outcome.why for outcome in house.q1.sync().outcomes]
    assert whys == ["", "paid-out-needs-word", "", "approver-same", "", ""]
    house.check()


def test_nobody_and_strangers_record_nothing_at_all(house: House) -> None:
    stranger = make_house(house.server, house.clock)
    put_operator(stranger, operator("op-foreign", "manager"))
    for name in ("op-foreign", "nobody", "' OR 1=1"):
        house.q1.record("drawer_opened", {"v": 1}, operator=name)
    answer = house.q1.sync()
    assert {outcome.why for outcome in answer.outcomes} == {"operator-unknown"}


def test_what_was_recorded_under_an_earlier_role_is_not_lost(house: House) -> None:
    """The till was away while its cashier became an auditor, and then left."""
    left = replace(operator("minh", "auditor"), state="blocked")
    for row in (operator("minh", "cashier"), operator("minh", "auditor"), left):
        put_operator(house, row)
    house.q1.record("sale_settled", sale_body("s1", None, fingerprint=house.q1.fingerprint), operator="minh")
    (outcome,) = house.q1.sync().outcomes
    assert (outcome.outcome, outcome.why) == ("applied", "")
    assert [
        (row["role"], row["state"]) for row in house.rows(operator_history) if row["operator"] == "minh"
    ] == [
        ("cashier", "active"),
        ("auditor", "active"),
        ("auditor", "blocked"),
    ]


def test_a_name_that_was_blocked_from_the_beginning_records_nothing(house: House) -> None:
    put_operator(house, replace(operator("minh", "manager"), state="blocked"))
    house.q1.record("drawer_opened", {"v": 1}, operator="minh")
    (outcome,) = house.q1.sync().outcomes
    assert outcome.why == "role-may-not"


def test_storing_somebody_unchanged_writes_no_history(house: House) -> None:
    before = house.rows(operator_history)
    put_operator(house, operator("manager", "manager"))
    assert house.rows(operator_history) == before


def test_an_event_said_again_is_judged_as_what_it_was(house: House) -> None:
    sold = house.q2.record(
        "sale_settled", sale_body("s1", None, fingerprint=house.q2.fingerprint), operator="auditor"
    )
    again = say_again(sold, bytes(32))
    house.q2.journal.clear()
    house.q2.record("event_rehomed", EventRehomed.from_json(again.to_json()), operator="lan")
    (outcome,) = house.q2.sync().outcomes
    assert outcome.why == "role-may-not"


def test_what_may_not_be_is_in_the_journal_and_moves_nothing(house: House) -> None:
    house.q1.enrol(AN)
    house.q1.sync()
    before = house.holdings().points
    house.q1.record("sale_settled", sale_body("s1", AN, fingerprint=house.q1.fingerprint), operator="auditor")
    house.q1.sync()
    assert house.holdings().points == before
    assert house.holdings().counts["events"] == 2
    house.check()
