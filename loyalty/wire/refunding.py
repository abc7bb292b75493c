"""A receipt that is to be given back at another till than the one that sold it: asked for, and let go.

Who sold it may give it back without a network, so nobody else may before that till has said in its journal
that it will not. Never at two.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from loyalty.wire.canonical import JsonObject
from loyalty.wire.codec import Message
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.limits import Amount, Count, Id, Key, Moment, Most, Words
from loyalty.wire.sold import MAX_LINES, QuantityText


@dataclass(frozen=True, slots=True)
class Release(Message):
    """Another till, `to`, has the customer and the receipt before it: let it go, unless all has come back."""

    sale: Id
    to: Id


@dataclass(frozen=True, slots=True)
class SaleReleased(Message):
    """The till that sold it gives this sale back no more; another one may. The event of that."""

    sale: Id
    to: Id


@dataclass(frozen=True, slots=True)
class RefundLockRequest(Message):
    """A till has a receipt of another one before it, by the 16 digits under its bar code."""

    version: Literal[1]
    receipt: Key


@dataclass(frozen=True, slots=True)
class ReturnedSoFar(Message):
    """So much of a line, counted from 0, has come back."""

    line: Count
    quantity: QuantityText


@dataclass(frozen=True, slots=True)
class RefundLockAnswer(Message):
    """`asked`: the other till was asked, ask again soon. `given`: only this till may give it back now.

    `body` is that of the sale's event, with all that a refund needs, once it is given; `at` is when it was
    sold. `returned` is what had come back of it before, `paid_back` the money that went out for that.
    `members` are whose it was and whoever stands for them: the till that gives it back may not know them.
    """

    version: Literal[1]
    state: Literal["asked", "given"]
    till_code: Words
    body: JsonObject | None
    nonce: Key
    at: Moment | None = None
    returned: Annotated[tuple[ReturnedSoFar, ...], Most(MAX_LINES)] = ()
    paid_back: Amount = 0
    members: tuple[LookUpAnswer, ...] = ()


def release_operation(sale: str) -> str:
    """The operation under which a sale is let go: once for ever."""
    return f"release:{sale[:56]}"
