"""Exclusive claims: a till alone may use a thing that can be used once, until it says that it is done.

A thing is a voucher, a rule or a benefit with a limit, what a member gets with the first purchase, or one of
what a store gives away of a reward on a day. The last is the store's, which stands where the member does.

Asked for, granted, refused and listed as leases of points are, beside them. A claim has the life of a lease:
its id is made by the till and stored before it asks, nothing is freed by time, and its end is an event.
"""

from dataclasses import dataclass
from typing import Final, Literal

from loyalty.wire.codec import Message
from loyalty.wire.limits import Id, Key, Moment

MAX_CLAIMS: Final = 256
"""Asked for in one request."""
_VOUCHER: Final = "voucher:"
_RULE: Final = "rule:"
_STOCK: Final = "stock:"
_BENEFIT: Final = "benefit:"
FIRST_PURCHASE: Final = "first-purchase"
"""The thing that every rule with `first_purchase` uses: a member has one first purchase."""


@dataclass(frozen=True, slots=True)
class ClaimAsk(Message):
    """Please keep a thing of a member's, or one of a store's stock, for this till alone.

    `ahead`: nobody stands at the counter yet; it is for a regular of the store, and lives for hours.
    """

    claim: Id
    member: Id
    thing: Key
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class OpenClaim(Message):
    """A claim of this till's as the server holds it; `until` tells the till when to stop using it."""

    claim: Id
    member: Id
    thing: Key
    until: Moment
    state: Literal["open", "frozen"]


@dataclass(frozen=True, slots=True)
class ClaimRefusal(Message):
    """A claim that was not granted, with a stable code for why."""

    claim: Id
    why: Key


@dataclass(frozen=True, slots=True)
class ClaimClosed(Message):
    """The till is done with a claim; `used`: a sale of its, or a use of a benefit, has used the thing."""

    claim: Id
    member: Id
    used: bool


def voucher_thing(code: str) -> str:
    """The name of a voucher as a thing to claim."""
    return f"{_VOUCHER}{code}"


def voucher_of(thing: str) -> str | None:
    """The voucher's number, where the thing is a voucher."""
    return thing.removeprefix(_VOUCHER) if thing.startswith(_VOUCHER) else None


def rule_thing(rule: str) -> str:
    """The name of a promotion or reward with a limit as a thing to claim: the right to give it once more."""
    return f"{_RULE}{rule}"


def rule_of(thing: str) -> str | None:
    """The id of the rule, where the thing is one with a limit."""
    return thing.removeprefix(_RULE) if thing.startswith(_RULE) else None


def stock_thing(reward: str) -> str:
    """The name of a reward with a stock as a thing to claim: one of what the store gives away today."""
    return f"{_STOCK}{reward}"


def stock_of(thing: str) -> str | None:
    """The id of the reward, where the thing is one of a store's stock."""
    return thing.removeprefix(_STOCK) if thing.startswith(_STOCK) else None


def benefit_thing(benefit: str) -> str:
    """The name of a benefit with a limit as a thing to claim: the right to use it once more."""
    return f"{_BENEFIT}{benefit}"


def benefit_of(thing: str) -> str | None:
    """The id of the benefit, where the thing is one with a limit."""
    return thing.removeprefix(_BENEFIT) if thing.startswith(_BENEFIT) else None


def kind_of(thing: str) -> str:
    """What kind of thing it is: `voucher`, `rule`, `first-purchase`, `stock` or `benefit`."""
    return thing.partition(":")[0]
