"""What a manager has the server change in their store, from a till of it: settings, and another till.

`deed` is made before the first try, so that the same one again changes nothing: not what somebody else has
changed since either.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from loyalty.wire.codec import Message
from loyalty.wire.feed import Bank, StoreSettings
from loyalty.wire.limits import Between, Count, Id, Key, Length, Words
from loyalty.wire.roles import Role

SETS: Final = frozenset[Role]({"manager"})
LONGEST_TILL_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class StoreDeed(Message):
    """Please change these, as `operator` says; what is None stays as it is.

    `no_bank`: the store takes no transfers by QR any more. `cash_rounding` of 0 rounds nothing.
    """

    version: Literal[1]
    deed: Id
    operator: Id
    store_name: Words | None = None
    address: Words | None = None
    receipt_footer: Words | None = None
    cash_rounding: Annotated[int, Between(0, 1_000_000)] | None = None
    bank: Bank | None = None
    no_bank: bool = False


@dataclass(frozen=True, slots=True)
class StoreDeedDone(Message):
    """It is done, now or before: the settings as they are since."""

    version: Literal[1]
    settings: StoreSettings
    nonce: Key


@dataclass(frozen=True, slots=True)
class TillOpening(Message):
    """Please let a till of this name into the store, as `operator` says, and make a code that pairs it.

    One of that name that was never paired is meant by it again: then only the code is another one. The same
    deed again is answered with the same code, for as long as that is good.
    """

    version: Literal[1]
    deed: Id
    operator: Id
    name: Annotated[str, Length(1, LONGEST_TILL_NAME)]


@dataclass(frozen=True, slots=True)
class TillOpened(Message):
    """The till is known: by which code receipts name it, and what pairs it, once, within so many seconds."""

    version: Literal[1]
    till_code: Key
    till_name: Words
    pairing_code: Key
    seconds: Count
    nonce: Key
