"""Whether the operator whom an event names may have recorded it, and who allowed it may have. Pure.

Judged by every role that the operator has or had: a till that was away went on under the roles it knew, and
what was sold then is not lost. A till that knows better refuses by itself, in the transaction that would have
recorded it; one whose program was changed could as well name somebody else.
"""

from loyalty.approvals import LIMITS, BurnedWithoutCard
from loyalty.errors import Refused
from loyalty.program import Program
from loyalty.units import Points
from loyalty.wire.journal import SaleSettled
from loyalty.wire.roles import MAY_APPROVE, TILL, WITH_A_WORD, has_managers_word, has_word, may_record
from server.usecases.incoming import Incoming
from server.usecases.sitting import Sitting


def check_role(sitting: Sitting, incoming: Incoming) -> None:
    """Check who recorded an event.

    Raises:
        Refused: `operator-unknown`: nobody of this tenant; `role-may-not`.
    """
    operator = incoming.operator
    if operator != TILL and operator not in sitting.operators:
        raise Refused("operator-unknown", operator=operator)
    roles = sitting.operators.get(operator, frozenset())
    if not may_record(incoming.kind, operator=operator, roles=roles):
        raise Refused("role-may-not", operator=operator, kind=incoming.kind)


def check_burn(sitting: Sitting, program: Program, body: SaleSettled, incoming: Incoming) -> None:
    """Check that points beyond what the program lets go without a card were allowed by somebody who may.

    By the program that the sale was made under, whatever the till says that it asked.

    Raises:
        Refused: `burn-needs-word`.
    """
    burn = body.burn
    if burn is None or burn.card_shown:
        return
    spent = BurnedWithoutCard(Points(burn.points + burn.reward_points))
    if spent.over(program.limits.manager_over) is None:
        return
    words = sitting.operators.get(incoming.operator, frozenset())
    words |= sitting.operators.get(incoming.approver or "", frozenset())
    if words.isdisjoint(MAY_APPROVE) or LIMITS["approve-burn"] not in body.approved:
        raise Refused("burn-needs-word", sale=body.sale)


def check_approver(sitting: Sitting, incoming: Incoming) -> None:
    """Check who allowed an event, where it says that somebody did: four eyes are two people's.

    Raises:
        Refused: `approver-same`: nobody approves what they do themselves; `approver-unknown`: nobody of this
            tenant, or somebody who never could; `managers-word-needed`, `claim-needs-word`,
            `second-person-needed`: such a deed takes somebody's who may give it.
    """
    approver = incoming.approver
    if approver is None and incoming.kind not in WITH_A_WORD:
        return
    roles = sitting.operators.get(incoming.operator, frozenset())
    word = sitting.operators.get(approver or "", frozenset())
    if not has_managers_word(incoming.kind, operator=roles, approver=word):
        raise Refused("managers-word-needed", operator=incoming.operator)
    if not has_word(incoming.kind, operator=roles, approver=word):
        is_claim = incoming.kind == "receipt_claimed"
        raise Refused("claim-needs-word" if is_claim else "second-person-needed", operator=incoming.operator)
    if approver is None:
        return
    if approver == incoming.operator:
        raise Refused("approver-same", operator=approver)
    if sitting.operators.get(approver, frozenset()).isdisjoint(MAY_APPROVE):
        raise Refused("approver-unknown", operator=approver)
