"""Which role may record which kind of event, the same at the till that writes and the server that checks.

What a till does of itself, whoever stands there, names no operator. What only lets something go (the end of a
lease, somebody leaving) is never denied: nobody is safer for it. A kind that is not here is not known to the
server either. What takes somebody else's word beside is in `loyalty.approvals`.
"""

from collections.abc import Collection, Mapping
from typing import Final, Literal

Role = Literal["cashier", "supervisor", "manager", "auditor"]
Actor = Literal["cashier", "supervisor", "manager", "auditor", "till"]

TILL: Final = ""
"""The operator of an event that the till records of itself."""

_SELLERS: Final = frozenset[Actor]({"cashier", "supervisor", "manager"})
_ANYBODY: Final = frozenset[Actor]({"cashier", "supervisor", "manager", "auditor"})
_ITSELF: Final = frozenset[Actor]({"till"})

MAY: Mapping[str, frozenset[Actor]] = {
    "member_enrolled": _SELLERS,
    "card_linked": _SELLERS,
    "card_blocked": _SELLERS,
    "cards_made": frozenset({"manager"}),
    "sale_settled": _SELLERS,
    "sale_voided": _SELLERS,
    "sale_refunded": _SELLERS,
    "goods_returned": _SELLERS,
    "receipt_claimed": _SELLERS,
    "benefit_used": _SELLERS,
    "benefit_taken_back": _SELLERS,
    "sale_released": _ITSELF,
    "lease_closed": _ANYBODY | _ITSELF,
    "claim_closed": _ANYBODY | _ITSELF,
    "till_rehomed": _ITSELF,
    "event_rehomed": _ANYBODY | _ITSELF,
    "operator_signed_in": _ANYBODY,
    "operator_signed_out": _ANYBODY,
    "sign_in_refused": _ITSELF,
    "shift_opened": _SELLERS,
    "shift_closed": _SELLERS,
    "cash_moved": _SELLERS,
    "drawer_counted": _SELLERS,
    "day_closed": frozenset({"supervisor", "manager"}),
    "receipt_reprinted": _SELLERS,
    "drawer_opened": _SELLERS | _ITSELF,
    "survey_answered": _ITSELF,
    "override_given": frozenset({"supervisor", "manager"}),
    "operator_changed": _ANYBODY,
    "member_changed": _SELLERS,
    "store_changed": frozenset({"manager"}),
    "draw_opened": frozenset({"manager"}),
    "program_published": frozenset({"manager"}),
    "data_imported": frozenset({"manager"}),
    "data_exported": frozenset({"manager"}),
    "note_written": _SELLERS,
    "note_done": _SELLERS,
    "consent_said": _SELLERS,
    "apology_given": _SELLERS,
    "product_changed": _SELLERS,
    "price_set": _SELLERS,
    "price_withdrawn": _SELLERS,
}
"""Who may record an event of each kind. An event that is said again is judged as what it was."""

OF_ITSELF: Final = frozenset(kind for kind, actors in MAY.items() if actors == _ITSELF)
"""Kinds that nobody records but the till itself."""

NEVER_DENIED: Final = frozenset({"lease_closed", "claim_closed", "operator_signed_out", "event_rehomed"})
"""Kinds that a till records for an operator who was blocked or has another role meanwhile."""


MAY_APPROVE: Final = frozenset[Role]({"supervisor", "manager"})
"""Whose word an event may name as its `approver`: never of who does it. Some deeds take a manager's."""


BY_A_MANAGER: Final = frozenset({"card_blocked", "product_changed", "price_set", "price_withdrawn"})
"""Kinds that a manager records, or somebody else with a manager's word: the `approver` of the body."""


BY_A_SUPERVISOR: Final = frozenset({"receipt_claimed", "apology_given"})
"""Kinds that whoever may approve records, or somebody else with such a word."""


WITH_A_WORD: Final = BY_A_MANAGER | BY_A_SUPERVISOR
"""Kinds that not everybody records who sells, or only with the word of somebody else."""


def has_word(kind: str, *, operator: Collection[Role], approver: Collection[Role]) -> bool:
    """Whether somebody who may approve stands behind an event of this kind, where one has to."""
    return kind not in BY_A_SUPERVISOR or not MAY_APPROVE.isdisjoint((*operator, *approver))


def has_managers_word(kind: str, *, operator: Collection[Role], approver: Collection[Role]) -> bool:
    """Whether a manager stands behind an event of this kind, where one has to."""
    return kind not in BY_A_MANAGER or "manager" in operator or "manager" in approver


def may_record(kind: str, *, operator: str, roles: Collection[Role]) -> bool:
    """Whether an operator who has one of these roles may record an event of this kind; `TILL` needs none."""
    allowed = MAY.get(kind, frozenset())
    return "till" in allowed if operator == TILL else not allowed.isdisjoint(roles)
