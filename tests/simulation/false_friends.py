"""Recommendations that a till makes up whose program was tampered with.

Somebody is enrolled all the same, and what they buy is theirs; but nobody is thanked for it.
"""

from collections.abc import Sequence
from dataclasses import replace

from tests.simulation.friends import bought_by, bring_back, bring_friend, enrol_friend
from tests.simulation.line import deliver, sync
from tests.simulation.machine import Machine
from tests.simulation.names_of_others import is_plain
from tests.simulation.sides import TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World

BATCHES = 8
"""So many a till sends at most until a friend's purchase counts; each has a few events of those that wait."""


def false_friend(world: World, step: Step) -> bool:
    """Somebody is recommended by themselves, or by nobody, or buys under the name of a friend's purchase."""
    if step.third % 4 > 1:
        return _under_anothers_name(world, step)
    friend = world.new_id()
    by = friend if step.third % 4 else world.new_id()
    operation, sale, lot, sold = world.poison(), world.new_id(), world.new_id(), world.new_id()

    def act(till: TillSide) -> bool:
        bought = bought_by(till, friend, sale, lot=lot)
        if bought is None or not enrol_friend(till, friend, by, operation=operation):
            return False
        return till.write("sale_settled", bought.to_json(), operation=sold)

    return world.at_counter(step, f"enrol {friend}, whom {by} is said to have recommended", act)


def _under_anothers_name(world: World, step: Step) -> bool:
    """A friend buys; at another till another friend of the same member does, under that sale's name.

    Two in three of these come back, which takes nothing of what the true purchase gave.
    """
    if not _a_friend_has_bought(world, step):
        return False
    counted = [
        (by, each.sale)
        for by, file in sorted(world.server.state.files.items())
        for each in file.keeping.account.friends
    ]
    sales = world.server.state.sales
    sellers = {sale: till for (till, sale), known in sales.items() if is_plain(known.body)}
    others = [(by, sale, _others(world, sellers[sale])) for by, sale in counted if sale in sellers]
    there = [each for each in others if each[2]]
    if not there:
        return False
    by, sale, machines = there[step.second % len(there)]
    friend, lot, names = world.new_id(), world.new_id(), [world.new_id() for _ in range(3)]
    world.false_friends.add(friend)

    def act(till: TillSide) -> bool:
        bought = bought_by(till, friend, sale, lot=lot)
        known = {each.sale for each in till.disk.sales}
        if bought is None or sale in known or not enrol_friend(till, friend, by, operation=names[0]):
            return False
        done = till.write("sale_settled", bought.to_json(), operation=names[1])
        if done and step.first % 3:
            bring_back(till, bought, operation=names[2])
        return done

    machine = machines[step.first % len(machines)]
    return world.at_till(machine, f"let {friend} buy {sale} too", act)


def _a_friend_has_bought(world: World, step: Step) -> bool:
    """One more, where something was sold that can be bought again, and the till says what it has to say."""
    ready = [
        place
        for place, machine in enumerate(world.talking())
        if not world.is_cut_off(machine) and any(is_plain(sale) for sale in machine.till.disk.sales)
    ]
    if not ready:
        return False
    stays = replace(step, first=ready[step.first % len(ready)], third=1)
    if not bring_friend(world, stays):
        return False
    for _ in range(BATCHES):
        if not sync(world, stays):
            return False
        for _ in range(2 * len(world.network.under_way) + 2):
            deliver(world, step)
    return True


def _others(world: World, till: str) -> Sequence[Machine]:
    """The boxes of other tills that have sold something like it."""
    return [
        machine
        for machine in world.talking()
        if machine.name != till and any(is_plain(sale) for sale in machine.till.disk.sales)
    ]
