"""Cash that goes into a drawer or out of it and belongs to no sale: the body of its event.

A reason is one of a few words, and a note what somebody typed beside it: of the money, never of a member.
"""

from dataclasses import dataclass
from typing import Final, Literal

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Id, Key, Words

CashWay = Literal["in", "out"]

PAID_OUT_ALONE: Final = 500_000
"""What a cashier may pay out without a second person, in a store whose settings say nothing else."""


@dataclass(frozen=True, slots=True)
class CashMoved(Message):
    """So much was put into the drawer, or taken out of it; `approver` is whose word allowed it."""

    shift: Id
    way: CashWay
    amount: Amount
    reason: Key
    note: Words = ""
    approver: Id | None = None
