"""What a till asks about programs: which were published, what one says, and that another one is published.

`deed` is made before the first try, so that the same one again publishes nothing twice.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from loyalty.wire.codec import Message
from loyalty.wire.feed import ProgramRow
from loyalty.wire.limits import Count, Id, Key, Moment, Most, Pattern, Words
from loyalty.wire.roles import Role

LOOKS: Final = frozenset[Role]({"manager", "auditor"})
PUBLISHES: Final = frozenset[Role]({"manager"})
MOST_TEXT: Final = 200_000
"""Characters of a program: thirty times the longest that is shipped."""
MOST_TOLD: Final = 50
AHEAD_DAYS: Final = 366
"""So far ahead a program may be published: what is meant for later is nearly always a slip of the year."""


@dataclass(frozen=True, slots=True)
class ProgramsAsk(Message):
    """Please the programs that were published."""

    version: Literal[1]
    operator: Id


@dataclass(frozen=True, slots=True)
class ProgramTold(Message):
    """A version of the program, without its text.

    `by` and `till` are the name of who published it from a till and that till's code, empty where it was done
    at the server; `at` is when.
    """

    number: Count
    name: Words
    fingerprint: Key
    valid_from: Moment
    at: Moment
    by: Words = ""
    till: Words = ""


@dataclass(frozen=True, slots=True)
class ProgramsAnswer(Message):
    """Those that were published last, the newest first; `in_force` is the number of the one by now, or 0."""

    version: Literal[1]
    in_force: Count
    programs: Annotated[tuple[ProgramTold, ...], Most(MOST_TOLD)]
    nonce: Key


@dataclass(frozen=True, slots=True)
class ProgramAsk(Message):
    """Please the text of one of them."""

    version: Literal[1]
    operator: Id
    number: Count


@dataclass(frozen=True, slots=True)
class ProgramDeed(Message):
    """Please publish this text, as `operator` says.

    `newest` is the number that was published last when it was looked at: another one since is not passed
    over. `begins` of None, or one that has passed, is now.
    """

    version: Literal[1]
    deed: Id
    operator: Id
    text: Annotated[str, Pattern(rf"[^\x00]{{1,{MOST_TEXT}}}", f"a file of 1 to {MOST_TEXT} characters")]
    newest: Count
    begins: Moment | None = None


@dataclass(frozen=True, slots=True)
class ProgramAnswer(Message):
    """One version; of a deed the one that it published, now or before."""

    version: Literal[1]
    program: ProgramRow
    nonce: Key
