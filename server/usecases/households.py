"""Several persons on one pool: who comes, who goes, whom it is named by.

A household is a member with nobody's name, phone or card; each of its persons is an alias that keeps those.
Whoever joins passes in all they have, as a merge passes it. Whoever leaves takes name, phone and cards along,
of the points so many as a manager says, and nothing else: the history stays with the pool.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.feed import MOST_PERSONS, Household
from server.books.moving import pass_points
from server.context import Server
from server.ids import new_id
from server.model import MemberFile, Merge, Profile
from server.store.database import Connection
from server.store.members import load_profiles, save_profiles
from server.store.merges import mark_undone, merges_of, point_alias
from server.store.persons import sharing_handles
from server.usecases.desk import Desk, clear_desk, open_desk
from server.usecases.merging import pass_over
from server.usecases.standing import stand
from server.usecases.states import named_by, open_persons
from server.values import altered

_FIRST: Final = 1
"""The revision a household begins with: it has been seen from the moment its first person was."""


def join_household(
    connection: Connection, server: Server, tenant: str, *, member: str, other: str, by: str
) -> Sequence[str]:
    """Take `other` into the household of `member`, which is made of the two where there is none yet.

    Gives the household and who came.

    Raises:
        Refused: `same-member`, `member-in-household` (who joins is in one), `household-full` (limit),
            `member-unknown`, `member-alias`, `member-erased`.
    """
    if member == other:
        raise Refused("same-member")
    profiles = load_profiles(connection, tenant, [member, other])
    held, comes = _free(profiles.get(member), member), _free(profiles.get(other), other)
    if comes.is_person or comes.household is not None:
        raise Refused("member-in-household", member=other)
    pool = (held.alias_of or member) if held.is_person else member
    if not held.is_person and held.household is None:
        pool = _found(connection, server, tenant, held, by=by)
    _take_in(connection, server, tenant, pool=pool, person=other, by=by)
    return (pool, member, other)


def name_head(
    connection: Connection, server: Server, tenant: str, *, member: str, person: str
) -> Sequence[str]:
    """Let a household be named by another of its persons.

    Raises:
        Refused: `household-person` (is in no household, or not in this one).
    """
    pool = _pool_of(connection, tenant, member, person)
    desk = open_desk(connection, server, tenant, [pool])
    file = desk.files[pool]
    profile, shared = _shared(file)
    file.profile = altered(profile, household=replace(shared, head=person))
    clear_desk(connection, desk, is_urgent=True)
    return (pool, person)


def leave_household(
    connection: Connection, server: Server, tenant: str, *, member: str, person: str, points: Points
) -> Sequence[str]:
    """Make a person a member of their own again, with so many points; whom tills merged into them go along.

    Raises:
        Refused: `household-person`, `household-last` (nobody else is in it), `household-points` (available:
            that many are not there, or lent), `points-lent` (what they brought is lent to a till still).
    """
    pool = _pool_of(connection, tenant, member, person)
    joining = _joining(connection, tenant, person)
    doubles = doubles_of(connection, tenant, person)
    desk = open_desk(connection, server, tenant, [pool, person], whole=True)
    source, target = desk.files[pool], desk.files[person]
    profile, shared = _shared(source)
    rest = tuple(each for each in shared.persons if each != person)
    if not rest:
        raise Refused("household-last", member=person)
    _check_lent(source, joining)
    operation = f"leave:{joining.merge}"
    pass_points(
        source.books,
        target.books,
        points,
        out=desk.cause(f"{operation}:out"),
        into=desk.cause(f"{operation}:in"),
        name=joining.merge,
    )
    head = rest[0] if shared.head == person else shared.head
    source.profile = altered(profile, household=Household(head, rest))
    target.profile = _on_their_own(desk, target, state_of=profile)
    _name(desk, pool, head, server, connection)
    mark_undone(connection, tenant, joining, desk.now)
    for each in doubles:
        point_alias(connection, tenant, each, person)
        desk.things.append(("member", each))
    clear_desk(connection, desk, is_urgent=True)
    return (pool, person)


def drop_person(desk: Desk, connection: Connection, server: Server, pool: str, person: str) -> None:
    """Somebody of a household was forgotten: the others go on, named by the next where it was the head."""
    file = desk.files[pool]
    profile, shared = _shared(file)
    rest = tuple(each for each in shared.persons if each != person)
    head = rest[0] if shared.head == person else shared.head
    file.profile = altered(profile, household=Household(head, rest))
    _name(desk, pool, head, server, connection)


def _free(profile: Profile | None, member: str) -> Profile:
    """One who may share: active, on their own or in a household."""
    if profile is None:
        raise Refused("member-unknown", member=member)
    if profile.state != "active" and not profile.is_person:
        raise Refused(f"member-{profile.state}", member=member)
    return profile


def _found(connection: Connection, server: Server, tenant: str, first: Profile, *, by: str) -> str:
    """A household with one person on it."""
    pool = new_id(server.clock.now())
    fresh = Profile(
        member=pool,
        enrolled_at=first.enrolled_at,
        store=first.store,
        tier=first.tier,
        measure=first.measure,
        household=Household(first.member, ()),
        revision=_FIRST,
    )
    save_profiles(connection, tenant, [fresh])
    _take_in(connection, server, tenant, pool=pool, person=first.member, by=by)
    return pool


def _take_in(connection: Connection, server: Server, tenant: str, *, pool: str, person: str, by: str) -> None:
    desk = open_desk(connection, server, tenant, [pool, person], whole=True)
    target, source = desk.files[pool], desk.files[person]
    _, shared = _shared(target)
    if len(shared.persons) >= MOST_PERSONS:
        raise Refused("household-full", limit=MOST_PERSONS)
    seen, theirs = target.keeping.account, source.keeping.account
    if not shared.persons:
        target.keeping.account = replace(seen, id=pool, tier=theirs.tier, seen_at=theirs.seen_at or desk.now)
    pass_over(
        connection,
        desk,
        alias=person,
        survivor=pool,
        by=by,
        merge_id=new_id(desk.now),
        as_person=True,
    )
    profile, _ = _shared(target)
    target.profile = altered(profile, household=replace(shared, persons=(*shared.persons, person)))
    clear_desk(connection, desk, is_urgent=True)


def _pool_of(connection: Connection, tenant: str, member: str, person: str) -> str:
    profiles = load_profiles(connection, tenant, [member, person])
    held, who = profiles.get(member), profiles.get(person)
    if held is None or who is None or not who.is_person or who.alias_of not in {member, held.alias_of}:
        raise Refused("household-person", member=person)
    return str(who.alias_of)


def _shared(file: MemberFile) -> tuple[Profile, Household]:
    if file.profile is None or file.profile.household is None:
        raise AssertionError(f"member {file.member} is no household")
    return file.profile, file.profile.household


def doubles_of(connection: Connection, tenant: str, person: str) -> list[str]:
    """Who stands for the same person of a household: merged before they joined, or by their number since."""
    before = set(cast("list[str]", _joining(connection, tenant, person).moved.get("aliases", [])))
    same = before | set(sharing_handles(connection, tenant, person))
    pool = load_profiles(connection, tenant, [person])[person].alias_of
    known = load_profiles(connection, tenant, same - {person})
    return sorted(each for each, who in known.items() if who.alias_of == pool and not who.is_person)


def _joining(connection: Connection, tenant: str, person: str) -> Merge:
    """How a person came into the household they are in."""
    return [each for each in merges_of(connection, tenant, [person]) if each.undone_at is None][-1]


def _check_lent(pool: MemberFile, joining: Merge) -> None:
    """Tills that hold what the person brought speak of it in the person's name: let them be done first."""
    for books, names in ((pool.books, "leases"), (pool.wallet, "wallet_leases")):
        for lease in cast("list[str]", joining.moved.get(names, [])):
            if lease in books.leases and books.leases[lease].state != "closed":
                raise Refused("points-lent", lease=lease)


def _on_their_own(desk: Desk, file: MemberFile, *, state_of: Profile) -> Profile:
    """Nothing was bought yet by who begins anew; and no welcome comes twice."""
    if file.profile is None:
        raise AssertionError(f"member {file.member} is not enrolled")
    file.keeping.account = replace(file.keeping.account, tier="", seen_at=desk.now)
    alone = altered(
        file.profile,
        state=state_of.state,
        alias_of=None,
        is_person=False,
        purchases=0,
        tier="",
        measure=0,
        memberships=(),
        vouchers=(),
    )
    if desk.program is None:
        return alone
    return stand(alone, (), desk.program, desk.now)


def _name(desk: Desk, pool: str, head: str, server: Server, connection: Connection) -> None:
    """The household's name is another where its head is another; every till is told."""
    opened = open_persons(connection, server, desk.tenant, [head]).get(head)
    desk.files[pool].person = None if opened is None else named_by(opened)
