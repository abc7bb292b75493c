"""A receipt that is to be given back at another till than the one that sold it: asked for, and let go.

Who sold it may give it back without a network, so nobody else may before that till has said in its journal
that it will not. Never at two.
"""

from dataclasses import dataclass
from typing import Literal

from loyalty.wire.canonical import JsonObject
from loyalty.wire.codec import Message
from loyalty.wire.limits import Id, Key, Words


@dataclass(frozen=True, slots=True)
class Release(Message):
    """Another till, `to`, has the customer and the receipt before it: let the sale go, if it is whole."""

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
class RefundLockAnswer(Message):
    """`asked`: the other till was asked, ask again soon. `given`: only this till may give it back now.

    `body` is that of the sale's event, with all that a refund needs, once it is given.
    """

    version: Literal[1]
    state: Literal["asked", "given"]
    till_code: Words
    body: JsonObject | None
    nonce: Key


def release_operation(sale: str) -> str:
    """The operation under which a sale is let go: once for ever."""
    return f"release:{sale[:56]}"
