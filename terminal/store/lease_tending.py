"""What an answer of the server asks of the leases that nobody here is using: give back, let go, take more.

In the transaction that applies the answer. A lease in a basket is the cashier's; of those only one whose time
is over is given back when another till waits for it.
"""

from loyalty.wire.canonical import JsonObject
from terminal.membership import AHEAD, HeldLease
from terminal.store.books import Unit
from terminal.sync.core import Intake

_NOBODY = ""
"""The operator of what the till does by itself."""


def tend_leases(unit: Unit, intake: Intake) -> None:
    """Give back what is called back, let go what is over, and want leases for the regulars."""
    now, called = unit.now(), set(intake.called_back)
    live = unit.leases.live()
    for held, sale in live:
        is_idle = sale == AHEAD
        is_over = held.until is not None and now >= held.until
        is_wanted_elsewhere = held.lease in called and (is_idle or is_over)
        if is_wanted_elsewhere or (is_idle and (is_over or held.state == "refused")):
            end_idle(unit, held)
    have = {held.member for held, _ in live if held.account == "points"}
    for member in intake.regulars:
        if member not in have:
            unit.leases.want(lease=unit.new_id(), member=member, sale=AHEAD)


def end_idle(unit: Unit, held: HeldLease) -> None:
    """Write that a lease is over, with nothing spent of it that was not written before."""
    body: JsonObject = {"v": 1, "lease": held.lease, "member": held.member, "spent": held.spent}
    of: JsonObject = {} if held.account == "points" else {"account": held.account}
    unit.journal.append("lease_closed", {**body, **of}, _NOBODY)
    unit.leases.close(held.lease, spent=held.spent)
