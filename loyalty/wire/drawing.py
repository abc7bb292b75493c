"""What a till asks about draws: which there are, what one came to, and that one is opened with its seed.

A seed travels only when it is to be published. Whoever opens a draw that was opened before hears how it
stands; nothing changes, but that receipts which are left are drawn.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from loyalty.units import Points
from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Count, Id, Key, Length, Moment, Most, Pattern, Words
from loyalty.wire.roles import Role

LOOKS: Final = frozenset[Role]({"manager", "auditor"})
OPENS: Final = frozenset[Role]({"manager"})
WINNERS_ON_A_PAGE: Final = 100
_MOST_DRAWS, _MOST_PRIZES, _MOST_TILLS = 1_000, 1_000, 10_000

DrawStage = Literal["off", "coming", "running", "over", "opened"]
"""`over`: it waits for its seed."""
Day = Annotated[str, Pattern(r"(\d{4}-\d\d-\d\d)?", "a day like 2026-11-30, or nothing")]


@dataclass(frozen=True, slots=True)
class DrawsAsk(Message):
    """Please the draws of the program in force, and those that were opened before."""

    version: Literal[1]
    operator: Id


@dataclass(frozen=True, slots=True)
class DrawAsk(Message):
    """Please what one draw came to, with the winners after the first `skip`."""

    version: Literal[1]
    operator: Id
    draw: Key
    skip: Count = 0


@dataclass(frozen=True, slots=True)
class DrawOpening(Message):
    """Please publish the seed, once for ever, and draw what took part: some of it with each request."""

    version: Literal[1]
    operator: Id
    draw: Key
    seed: Annotated[str, Length(1, 200)]


@dataclass(frozen=True, slots=True)
class PrizeTold(Message):
    """A prize: how many of the numbers win it, how many receipts drew it, how many of them gave it.

    `points` are all that it gave so far; each time it is `each_points`, or the voucher that the program calls
    `each_voucher`, both empty from a server that did not say.
    """

    prize: Key
    name: Words
    wins: Count
    drawn: Count = 0
    given: Count = 0
    points: Points = Points(0)
    each_points: Points = Points(0)
    each_voucher: Words = ""


@dataclass(frozen=True, slots=True)
class DrawTold(Message):
    """One draw as it stands. Days are the program's; the last three are empty until it is opened.

    `opened_by` is the name of who did it from a till, empty where it was done at the server.
    """

    draw: Key
    name: Words
    stage: DrawStage
    begins: Day
    ends: Day
    of: Amount
    commitment: Words
    prizes: Annotated[tuple[PrizeTold, ...], Most(_MOST_PRIZES)]
    drawn: Count = 0
    seed: Words = ""
    opened_at: Moment | None = None
    opened_by: Words = ""


@dataclass(frozen=True, slots=True)
class DrawsAnswer(Message):
    """Those of the program in its order, then those that only an earlier program had."""

    version: Literal[1]
    draws: Annotated[tuple[DrawTold, ...], Most(_MOST_DRAWS)]
    nonce: Key


@dataclass(frozen=True, slots=True)
class Winner(Message):
    """A receipt that drew a prize.

    `name` and `phone` (E.164) are the member's whose it is, empty where nobody is known. What was not
    `given` waits for a person with that receipt in hand.
    """

    receipt: Key
    number: Amount
    prize: Key
    given: bool
    name: Words = ""
    phone: Words = ""


@dataclass(frozen=True, slots=True)
class DrawAnswer(Message):
    """One draw, and who won.

    Once it is over and not opened, `waiting` receipts would take part now, and nothing has come since its end
    from the tills with the codes `quiet`. Opened, `late` ones came when the seed was known, and `drawing`
    says that some are left to be drawn.
    """

    version: Literal[1]
    draw: DrawTold
    waiting: Count
    quiet: Annotated[tuple[Key, ...], Most(_MOST_TILLS)]
    late: Count
    drawing: bool
    winners: Annotated[tuple[Winner, ...], Most(WINNERS_ON_A_PAGE)]
    more: bool
    nonce: Key
