"""Members of the tests of exchanges, and what came of a batch."""

from loyalty.wire.feed import MemberState
from loyalty.wire.messages import SyncAnswer

AN = "member-an"


def whys(answer: SyncAnswer) -> list[str]:
    return [each.why for each in answer.outcomes]


def state_of(answer: SyncAnswer, member: str = AN) -> MemberState:
    return next(state for state in answer.members if state.member == member)
