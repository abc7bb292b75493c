"""Benefits that are not money: `[[benefit]]`. How often a member used one is the account's matter."""

from dataclasses import dataclass

from loyalty.program.conditions import Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """A lounge, priority, free delivery: whose it is, and how often it can be used in a period.

    A member has it by one of the tiers or by one of the memberships; with neither list every member has it.
    """

    id: str
    name: str
    tiers: frozenset[str] = frozenset()
    memberships: frozenset[str] = frozenset()
    limit: Limit | None = None

    @property
    def is_everyones(self) -> bool:
        """Whether every member has it."""
        return not self.tiers and not self.memberships
