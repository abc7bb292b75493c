"""What happens on a simulated day, as data: a seed gives the steps, and any part of them can be run alone.

A step means something in every state of the world, if only nothing, so a failing day can be made shorter by
leaving steps out.
"""

import random
from dataclasses import dataclass
from typing import Final

WORK: Final = {
    "serve": 14,
    "attach": 10,
    "sell": 10,
    "leave": 2,
    "void": 3,
    "return": 4,
    "receipt elsewhere": 3,
    "enrol": 1.5,
    "link card": 0.7,
    "sync": 12,
    "deliver": 40,
    "serve for money": 14,
    "gift card shown": 2,
    "wallet opened": 2,
    "sell for money": 4,
    "money taken out": 2,
    "gift card blocked": 0.5,
    "leases reclaimed": 0.5,
    "time passes": 4,
    "work without a network": 1,
}
"""What tills do all day, and how often."""

FAULTS: Final = {
    "message lost": 4,
    "message doubled": 4,
    "message late": 3,
    "message spoiled": 2,
    "old message again": 4,
    "partition": 2,
    "till loses power": 3,
    "till loses power before a commit": 3,
    "till loses power after a commit": 2,
    "server dies before its commit": 2,
    "server dies after its commit": 2,
    "clock jumps": 2,
    "event nobody can read": 1,
    "sale that does not add up": 1,
    "sale beyond its lease": 1,
    "sale in another till's lease": 1,
    "sale in a lease that is over": 1,
    "operation told twice": 0.7,
    "sale told twice": 0.7,
    "event with a wrong hash": 0.7,
    "sale taken back twice": 0.7,
    "money beyond its lease": 1,
    "bonus nobody promised": 0.7,
    "request nobody signed": 0.7,
    "server nobody knows": 0.7,
    "disk restored": 0.6,
    "disk cloned": 0.3,
    "till never comes back": 0.3,
}
"""What goes wrong, and how often."""

MORE_FAULTS: Final = (
    *("sale into another's lot", "lease of another's name", "false friend"),
    *("clock drifts", "till is off for long"),
    *(("handed sale given back",) * 3),
    *(("program changes",) * 3),
    "sale by a program of its own",
    *(("paper out",) * 4),
    *(("till loses power while it prints",) * 3),
)
"""Each goes wrong on every other day, by dice of its own: all else of a day stays as it was."""

MORE_WORK: Final = ("friend brought", *(("benefit used",) * 6))
"""The same of what tills do."""

WHERE_NOBODY_IS_MERGED: Final = frozenset({*MORE_WORK, "false friend"})
"""Those of both that are not played on days on which managers merge and forget people."""

PUT_BACK: Final = "server put back"
"""Goes wrong on every other day with real databases; on half of these it may go back to the morning."""

FRIENDS_WHO_ARE_MERGED: Final = (*(("friend brought",) * 20), *(("friends taken for one",) * 3))
"""What is played on those beside: enough friends that some of them are merged, parted and forgotten."""

PEOPLE: Final = {
    "members merged": 3,
    "merge undone": 2,
    "household joined": 2,
    "household left": 2,
    "card blocked or let be": 2,
    "card replaced": 2,
    "member forgotten": 0.7,
}
"""What managers do with members and cards, and how often: on days with real databases."""
DEEDS_A_DAY: Final = 12
OF_MANAGERS: Final = frozenset({*PEOPLE, "friends taken for one", "leases reclaimed", "gift card blocked"})
"""What managers do at the server, which no till says: a server is put back to no moment before it."""
OF_LEASES: Final = frozenset(
    {
        *("sale beyond its lease", "money beyond its lease", "sale in another till's lease"),
        *("sale in a lease that is over", "lease of another's name"),
    }
)
"""What a tampered till says of leases: a server that was put back takes its word for what it has lost."""
OF_DISKS: Final = frozenset({"disk restored", "disk cloned", "till never comes back"})
"""What leaves a till that cannot say its journal again as one till."""

FULL_OPERATIONS: Final = 100
FULL_FAULTS: Final = 20
"""What is really done and broken on a day that counts as evidence; not every planned step can happen."""
SPARE: Final = 40
"""So many steps of either are there for a day on which less happened than that."""

NUMBER_MAX: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; the numbers say to whom and how much, each taken modulo what there is."""

    kind: str
    first: int
    second: int
    third: int

    def __str__(self) -> str:
        return f"{self.kind} ({self.first}, {self.second}, {self.third})"


@dataclass(frozen=True, slots=True)
class Day:
    """One simulated day of a shop: how many tills and members it has, and all that happens."""

    seed: int
    tills: int
    members: int
    steps: tuple[Step, ...]
    spare: tuple[Step, ...] = ()
    """Done one after the other only as long as the day is not full."""


def real_day_of(seed: int) -> Day:
    """The same with what managers do with members and cards, which only a real server can."""
    return day_of(seed, deeds=DEEDS_A_DAY)


def day_of(seed: int, *, operations: int = 160, faults: int = 32, deeds: int = 0) -> Day:
    """The day that a seed stands for: so many operations, faults and deeds of managers, mixed."""
    dice = random.Random(seed)
    kinds = dice.choices(list(WORK), weights=list(WORK.values()), k=operations)
    kinds += dice.choices(list(FAULTS), weights=list(FAULTS.values()), k=faults)
    kinds += dice.choices(list(PEOPLE), weights=list(PEOPLE.values()), k=deeds) if deeds else []
    dice.shuffle(kinds)
    numbers = iter([dice.randrange(NUMBER_MAX) for _ in range(3 * len(kinds))])
    steps = [Step(kind, next(numbers), next(numbers), next(numbers)) for kind in kinds]
    tills, members = dice.randint(2, 4), dice.randint(2, 5)
    more = [*MORE_WORK, *(MORE_FAULTS if faults else ())]
    if deeds:
        more = [kind for kind in more if kind not in WHERE_NOBODY_IS_MERGED] + [
            *FRIENDS_WHO_ARE_MERGED,
            PUT_BACK,
        ]
    for place, kind in enumerate(more):
        again = more[:place].count(kind)
        _put_in(steps, kind, random.Random(f"{seed} {kind} {again}" if again else f"{seed} {kind}"))
    spare = _spare_steps(random.Random(f"{seed} spare")) if operations >= FULL_OPERATIONS else ()
    if any(step.kind == PUT_BACK for step in steps):
        is_far = random.Random(f"{seed} far").randrange(2)
        unplayed = OF_LEASES | OF_MANAGERS | OF_DISKS if is_far else OF_LEASES
        steps = [step for step in steps if step.kind not in unplayed]
        spare = tuple(step for step in spare if step.kind not in unplayed)
    return Day(seed, tills=tills, members=members, steps=tuple(steps), spare=spare)


def _spare_steps(dice: random.Random) -> tuple[Step, ...]:
    kinds = dice.choices(list(WORK), weights=list(WORK.values()), k=SPARE)
    kinds += dice.choices(list(FAULTS), weights=list(FAULTS.values()), k=SPARE)
    dice.shuffle(kinds)
    return tuple(Step(kind, *[dice.randrange(NUMBER_MAX) for _ in range(3)]) for kind in kinds)


def _put_in(steps: list[Step], kind: str, dice: random.Random) -> None:
    if dice.randrange(2):
        numbers = [dice.randrange(NUMBER_MAX) for _ in range(3)]
        steps.insert(dice.randrange(len(steps) + 1), Step(kind, *numbers))
