"""Somebody else allows a thing at this till, with their own PIN; the cashier stays signed in.

Wrong PINs are counted as at the sign-in, and lock that name in the same way.
"""

from loyalty.errors import Refused
from loyalty.wire.roles import MAY_APPROVE
from terminal.returned import Approval
from terminal.till import Till
from terminal.usecases.sign_in import check_pin


def approve(till: Till, *, operator: str, pin: str, what: str, asked_by: str = "") -> Approval:
    """The word of somebody who may give it; `what` is the deed, for the journal, `asked_by` who wants it.

    Raises:
        Refused: `may-not-approve`; as `sign_in`: `wrong-pin`, `operator-locked`, `unknown-operator`.
    """
    known = check_pin(till, operator=operator, pin=pin)
    if known.role not in MAY_APPROVE:
        raise Refused("may-not-approve", name=known.name)
    asked = {"asked_by": asked_by} if asked_by else {}
    with till.store.write() as unit:
        if known.failures:
            unit.operators.set_failures(operator, failures=0, locked_until=None)
        unit.journal.append("override_given", {**asked, "v": 1, "what": what}, operator)
    till.nudge_sync()
    return Approval(operator=operator, name=known.name)
