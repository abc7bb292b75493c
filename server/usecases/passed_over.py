"""Whoever recommended a friend who turns out to have been recommended before is told that it does not count.

So it is where two recommended friends are made one: one person is a friend once. It is taken back when they
are parted and the recommendation counts again. Of a household nobody is told: who leaves it has theirs again.
"""

from collections.abc import Iterable

from loyalty.account import Account
from loyalty.account.recommended import PassedOver
from server.model import MemberFile
from server.store.database import Connection
from server.store.keepings import load_keepings
from server.store.merges import aliases_of
from server.usecases.desk import Desk
from server.usecases.keeping import hear_passed_over


def with_referrers(connection: Connection, tenant: str, members: Iterable[str]) -> set[str]:
    """These members, and whoever recommended them: as they were named, and who stands for those."""
    members = set(members)
    accounts = (each.account for each in load_keepings(connection, tenant, members).values())
    named = {each.by for account in accounts for each in account.recommendations}
    return {*members, *named, *aliases_of(connection, tenant, named).values()}


def tell_passed_over(
    desk: Desk, survivor: MemberFile, before: Iterable[tuple[str, Account]], *, operation: str
) -> None:
    """Tell whose recommendation rests from now on; `before` are those who are one now, each as they were."""
    both = survivor.keeping.account
    counts = None if both.recommendation is None else _holder(desk, both.recommendation.by)
    for friend, account in before:
        theirs = account.recommendation
        if theirs is None or theirs.sale or theirs not in both.resting:
            continue
        told = desk.files.get(_holder(desk, theirs.by))
        if told is not None and _can_hear(told) and told.member not in {counts, survivor.member}:
            cause = desk.cause(operation)
            hear_passed_over(told, PassedOver(friend=friend, at=cause.at), cause)


def take_back_passed_over(desk: Desk, parted: Iterable[MemberFile], *, operation: str) -> None:
    """Tell no more that the recommendation of one of these does not count, where it does again."""
    parted = tuple(parted)
    friends = {each.member for each in parted}
    for file in parted:
        theirs = file.keeping.account.recommendation
        told = None if theirs is None else desk.files.get(_holder(desk, theirs.by))
        if told is not None:
            for each in [each for each in told.keeping.account.passed_over if each.friend in friends]:
                hear_passed_over(told, each, desk.cause(operation), counts_again=True)


def _holder(desk: Desk, member: str) -> str:
    file = desk.files.get(member)
    return member if file is None or file.profile is None else file.profile.alias_of or member


def _can_hear(file: MemberFile) -> bool:
    return file.profile is not None and file.profile.state in {"active", "blocked"}
