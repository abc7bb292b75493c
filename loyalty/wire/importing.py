"""Members from a file, a chunk of rows at a time: checked by the server, then written, each row once.

`run` stands for the content of the file and what its columns were said to be, so that the same file again is
the same run: a row that it wrote once is not written again, however often and by whichever till it is sent.
What a row says nothing of stays as it is. Points and money are an opening balance: given once to a member
who has had none of them yet.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Count, Id, Key, Length, Most, Words

MOST_ROWS = 200
"""Of one chunk."""
Outcome = Literal["new", "changed", "unchanged", "before", "refused"]
"""`before`: written by this very file, at an earlier try."""
Short = Annotated[str, Length(0, 200)]


@dataclass(frozen=True, slots=True)
class ImportCard(Message):
    """A card that the member has."""

    number: Key
    state: Literal["active", "blocked"] = "active"


@dataclass(frozen=True, slots=True)
class ImportRow(Message):
    """One row of the file, by the line it begins in. It is about the member with this phone or these cards.

    `tier` by its name or id; it, `measure` and `purchases` count for new members only.
    """

    line: Count
    name: Short = ""
    phone: Short = ""
    birthday: Short = ""
    email: Words = ""
    cards: Annotated[tuple[ImportCard, ...], Most(20)] = ()
    points: Amount | None = None
    wallet: Amount | None = None
    tier: Short = ""
    measure: Amount = 0
    purchases: Count = 0


@dataclass(frozen=True, slots=True)
class ImportChunk(Message):
    """Please check these rows, or `write` them: what can be written of them is, in one transaction."""

    version: Literal[1]
    run: Id
    operator: Id
    write: bool
    rows: Annotated[tuple[ImportRow, ...], Most(MOST_ROWS)]


@dataclass(frozen=True, slots=True)
class RowDone(Message):
    """What became of a row, or would: of one that is refused, the column it is for, why, and what is so."""

    line: Count
    outcome: Outcome
    column: Words = ""
    code: Words = ""
    value: Words = ""
    points: Amount = 0
    wallet: Amount = 0


@dataclass(frozen=True, slots=True)
class ImportDone(Message):
    """What became of the rows, in their order."""

    version: Literal[1]
    rows: Annotated[tuple[RowDone, ...], Most(MOST_ROWS)]
    nonce: Key
