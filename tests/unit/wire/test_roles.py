"""Who may record what: a role for every kind there is, and the kinds that nobody is denied."""

from typing import get_args

import pytest

from loyalty.wire.journal import BODIES, QUIET_KINDS
from loyalty.wire.roles import (
    MAY,
    NEVER_DENIED,
    OF_ITSELF,
    TILL,
    Role,
    has_managers_word,
    has_word,
    may_record,
)

KINDS = sorted({*BODIES, *QUIET_KINDS})
SELLS = {
    "member_enrolled",
    "card_linked",
    "sale_settled",
    "sale_voided",
    "sale_refunded",
    "goods_returned",
    "shift_opened",
}


def test_every_kind_there_is_names_who_may_record_it() -> None:
    assert sorted(MAY) == KINDS
    assert all(MAY.values())


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_may_do_more_may_do_what_others_may(kind: str) -> None:
    order: list[Role] = ["cashier", "supervisor", "manager"]
    allowed = [may_record(kind, operator="lan", roles=[role]) for role in order]
    assert allowed == sorted(allowed)


@pytest.mark.parametrize("kind", sorted(SELLS))
def test_an_auditor_looks_and_sells_nothing(kind: str) -> None:
    assert not may_record(kind, operator="kim", roles=["auditor"])
    assert may_record(kind, operator="lan", roles=["auditor", "cashier"])


def test_nobodys_deeds_are_the_tills_own_only() -> None:
    of_itself = {kind for kind in KINDS if may_record(kind, operator=TILL, roles=[])}
    assert of_itself == {
        *(
            "sale_released",
            "lease_closed",
            "claim_closed",
            "till_rehomed",
            "event_rehomed",
            "sign_in_refused",
        ),
        *("drawer_opened", "survey_answered"),
    }
    assert of_itself - OF_ITSELF == {"lease_closed", "claim_closed", "event_rehomed", "drawer_opened"}
    assert not may_record("survey_answered", operator="lan", roles=get_args(Role))


def test_a_kind_that_is_not_known_is_recorded_by_nobody() -> None:
    assert not may_record("from_the_future", operator="lan", roles=get_args(Role))
    assert not may_record("from_the_future", operator=TILL, roles=[])


def test_letting_go_is_denied_to_nobody_who_was_there() -> None:
    assert all(
        may_record(kind, operator="x", roles=[role]) for kind in NEVER_DENIED for role in get_args(Role)
    )


def test_a_price_needs_a_manager_in_person_or_by_word() -> None:
    assert has_managers_word("price_set", operator={"manager"}, approver=())
    assert has_managers_word("price_set", operator={"cashier"}, approver={"manager"})
    assert not has_managers_word("price_set", operator={"cashier"}, approver={"supervisor"})
    assert has_managers_word("sale_settled", operator={"cashier"}, approver=())


def test_a_late_claim_needs_somebody_who_may_approve_in_person_or_by_word() -> None:
    assert has_word("receipt_claimed", operator={"supervisor"}, approver=())
    assert has_word("receipt_claimed", operator={"cashier"}, approver={"manager"})
    assert not has_word("receipt_claimed", operator={"cashier"}, approver={"auditor"})
    assert has_word("sale_settled", operator={"cashier"}, approver=())


def test_an_apology_is_given_as_where_the_server_is_asked_by_or_before_somebody_who_may_approve() -> None:
    assert has_word("apology_given", operator={"supervisor"}, approver=())
    assert has_word("apology_given", operator={"cashier"}, approver={"supervisor"})
    assert not has_word("apology_given", operator={"cashier"}, approver=())
