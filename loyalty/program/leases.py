"""How many points tills are lent so that they can be burned without a network: the section `[leases]`.

What is lent by it at one moment is worked out in `loyalty.lending`.
"""

from dataclasses import dataclass

from loyalty.rates import Rate
from loyalty.units import Points

WHOLE_BALANCE = Rate(100, 1)
COUNTER_MINUTES = 15
MOST_HOURS = 24
MOST_MEMBERS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadRules:
    """Leases of hours, placed beforehand for those who come often: `[leases.ahead]`.

    A till holds them for at most `members`, who bought in its store at least `visits` times within `days`.
    Each is of at most `share_percent` of the balance, and of at most `most` points (`None`: no limit).
    """

    hours: int = 4
    members: int = 200
    visits: int = 2
    days: int = 90
    share_percent: Rate = WHOLE_BALANCE
    most: Points | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseRules:
    """The section `[leases]`; `None` is no limit, no `ahead` means that nothing is placed beforehand.

    A member at a counter is leased for `minutes`. All leases of one till together hold at most `till_max`,
    all leases of one member at most `member_max` and at most `share_percent` of the balance.
    """

    minutes: int = COUNTER_MINUTES
    till_max: Points | None = None
    member_max: Points | None = None
    share_percent: Rate = WHOLE_BALANCE
    ahead: AheadRules | None = None


USUAL_LEASES = LeaseRules()
"""What holds where the program says nothing: a quarter of an hour, as much as there is."""
