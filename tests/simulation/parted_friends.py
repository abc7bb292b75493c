"""Two friends of two members who are taken for one person, buy as one, and turn out to be two.

Only what is bought in between tells a right parting from a wrong one: it counts for the older one's
recommendation, and was bought under the name of either. Managers who part whomever chance names hardly ever
find two of whom that is so; here the whole of it happens, as far as the line lets it. Some of it comes back.
"""

from dataclasses import replace
from typing import Final

from server.model import MemberFile
from tests.simulation.friends import a_member, bought_by, bring_back, enrol_friend
from tests.simulation.line import deliver, sync
from tests.simulation.machine import Machine
from tests.simulation.names_of_others import is_plain
from tests.simulation.sides import Managed, TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World

ROUNDS: Final = 12


def take_for_one(world: World, step: Step) -> bool:
    """Enrolled, made one, parted again: three times in four the younger has bought, half of it comes back."""
    machine = _ready(world, step)
    if machine is None:
        return False
    friends, sale = (world.new_id(), world.new_id()), world.new_id()
    if not _enrolled(world, step, machine, friends):
        return False
    if not _managed(world, "members merged", *friends):
        return True
    alias = next(each for each in friends if _is_alias(world.server.state.files[each]))
    survivor = next(each for each in friends if each != alias)
    buyer = alias if step.second % 4 else survivor
    lot, operations = world.new_id(), [world.new_id() for _ in range(2)]

    def buy(till: TillSide) -> bool:
        bought = bought_by(till, buyer, sale, lot=lot)
        return bought is not None and till.write("sale_settled", bought.to_json(), operation=operations[0])

    def give_back(till: TillSide) -> bool:
        sold = [each for each in till.disk.sales if each.sale == sale]
        if sold:
            bring_back(till, sold[0], operation=operations[1])
        return bool(sold)

    world.at_till(machine, f"let {buyer} buy {sale}", buy)
    _exchange(world, step, machine)
    _managed(world, "merge undone", alias)
    if step.third % 2:
        world.at_till(machine, f"take {sale} back", give_back)
    return True


def _ready(world: World, step: Step) -> Machine | None:
    """A box with a line where something was sold that can be bought again, and which knows two members."""
    there = [
        machine
        for machine in world.talking()
        if not world.is_cut_off(machine)
        and any(is_plain(sale) for sale in machine.till.disk.sales)
        and a_member(machine.till, 0) != a_member(machine.till, 1)
    ]
    return there[step.first % len(there)] if there else None


def _enrolled(world: World, step: Step, machine: Machine, friends: tuple[str, str]) -> bool:
    """Each is recommended by somebody else; whether the server has heard of both."""
    operations = [world.new_id() for _ in friends]

    def enrol(till: TillSide) -> bool:
        by = (a_member(till, step.second), a_member(till, step.second + 1))
        done = [
            each is not None and enrol_friend(till, friend, each, operation=operation)
            for friend, each, operation in zip(friends, by, operations, strict=True)
        ]
        return all(done)

    if not world.at_till(machine, f"enrol {' and '.join(friends)}, each recommended by another", enrol):
        return False
    _exchange(world, step, machine)
    return all(_is_active(world.server.state.files.get(each)) for each in friends)


def _exchange(world: World, step: Step, machine: Machine) -> None:
    """The till says what it has, a few events at a time, and the line does what it can."""
    place = world.talking().index(machine)
    for _ in range(ROUNDS):
        sync(world, replace(step, first=place))
        for _ in range(2 * len(world.network.under_way) + 2):
            deliver(world, step)
        disk = machine.till.disk
        if disk.acked_seq == len(disk.events):
            return


def _managed(world: World, deed: Managed, *about: str) -> bool:
    """What a manager does with just these, told from all whom the deed may be about."""
    among = sorted(
        member
        for member, file in world.server.state.files.items()
        if (_is_alias(file) if deed == "merge undone" else _is_active(file))
    )
    numbers: list[int] = []
    for member in about:
        if member not in among:
            return False
        numbers.append(among.index(member))
        among.remove(member)
    first, second = (*numbers, 0)[:2]
    done = world.server.manage(deed, Step(deed, first, second, 0))
    if done:
        world.tell(f"a manager: {deed}, {done}")
        world.look_at_server()
    return bool(done)


def _is_active(file: MemberFile | None) -> bool:
    return file is not None and file.profile is not None and file.profile.state == "active"


def _is_alias(file: MemberFile | None) -> bool:
    profile = None if file is None else file.profile
    return profile is not None and profile.state == "alias" and not profile.is_person
