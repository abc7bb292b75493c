"""Who did what at this till: an event of the journal as somebody looks for it. Values only.

Nothing is kept for it: the journal is the truth, and here it is read. Names of members are not in it.
"""

from dataclasses import dataclass
from datetime import datetime

from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """What is looked for; what is empty is not asked. `text` stands in a receipt, an amount, a reason.

    Events of a kind in `without` are left out.
    `kinds` and `operators` are those that `text` means in words: an event of one of them is found as well.
    `day` is the local day from its first moment to its last.
    """

    operator: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    text: str = ""
    kinds: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One event. `approver` and `asked_by` are names; `receipt` is the number on paper, `number` counted.

    `detail` is a word of the program's for what it was for, `note` what somebody wrote. `points` were given
    by hand, or taken, for `why`.
    """

    seq: int
    at: datetime
    kind: str
    operator: str
    approver: str = ""
    asked_by: str = ""
    receipt: str = ""
    number: int | None = None
    amount: Money | None = None
    difference: Money | None = None
    detail: str = ""
    note: str = ""
    points: Points | None = None
    why: str = ""
