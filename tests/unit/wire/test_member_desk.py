"""Who may do what with a member's file, and whose word it takes; what is said of it survives the way."""

import pytest

from loyalty.wire.member_desk import MAY_DO, DeedKind, MemberDeed, may_approve, needs_approver
from loyalty.wire.roles import Role


@pytest.mark.parametrize(
    ("kind", "role", "needs"),
    [
        ("note", "cashier", False),
        ("edit", "cashier", False),
        ("merge", "cashier", True),
        ("merge", "supervisor", False),
        ("export", "cashier", True),
        ("erase", "supervisor", True),
        ("erase", "manager", True),
        ("note", "auditor", True),
    ],
)
def test_whoever_may_not_do_it_alone_needs_somebodys_word(kind: DeedKind, role: Role, *, needs: bool) -> None:
    assert needs_approver(kind, [role]) is needs


@pytest.mark.parametrize(
    ("kind", "role", "may"),
    [
        ("merge", "supervisor", True),
        ("merge", "cashier", False),
        ("erase", "supervisor", False),
        ("erase", "manager", True),
        ("note", "cashier", False),
    ],
)
def test_only_those_who_may_do_it_themselves_give_their_word(
    kind: DeedKind, role: Role, *, may: bool
) -> None:
    assert may_approve(kind, [role]) is may


@pytest.mark.parametrize("kind", MAY_DO)
def test_for_every_deed_there_is_somebody_who_can_approve_it(kind: DeedKind) -> None:
    assert may_approve(kind, ["manager"])


def test_a_deed_says_what_it_changes_and_leaves_the_rest_unsaid() -> None:
    deed = MemberDeed(version=1, deed="d1", kind="edit", member="an", operator="lan", name="An")
    assert MemberDeed.from_json(deed.to_json()) == deed
    assert deed.phone is None
