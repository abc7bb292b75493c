"""The points of a sale that was rung up without a member, given to one afterwards: the body of the event.

Version 1. No personal data. It is laid over the sale's own event (`loyalty.wire.kept_claim`), and the two
together are a sale with a member as far as any return of it goes.
"""

from dataclasses import dataclass
from typing import Annotated

from loyalty.wire.codec import Message
from loyalty.wire.earned import PointsOf, SaleLot, SaleProgram
from loyalty.wire.extras import SaleExtras
from loyalty.wire.limits import Amount, Id, Most, Words
from loyalty.wire.sold import MAX_LINES


@dataclass(frozen=True, slots=True)
class ReceiptClaimed(Message):
    """A sale is this member's from here on, once for ever.

    `by_line` are the points of each line as it was sold, `points` what of them all is left of what came back
    before: those are the `lot`'s. `person` is who of a household stood at the counter.
    """

    sale: Id
    member: Id
    program: SaleProgram
    by_line: Annotated[tuple[Amount, ...], Most(MAX_LINES)]
    earned: Annotated[tuple[PointsOf, ...], Most(4_000)]
    points: Amount
    lot: SaleLot | None
    extras: SaleExtras | None = None
    person: Id | None = None
    receipt_label: Words = ""
    approver: Id | None = None
    shift: Id | None = None


def claim_operation(sale: str) -> str:
    """The operation under which a sale is claimed: once for ever."""
    return f"late-claim:{sale[:50]}"
