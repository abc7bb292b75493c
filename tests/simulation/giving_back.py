"""Goods that come back in the simulated shop: in parts, where they were sold or where they were let go to."""

from tests.simulation.sides import TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World


def take_back(world: World, step: Step) -> bool:
    """A part of what this till sold, or was let give back, comes back; all that is left, now and then.

    What was sold to nobody is claimed by a member instead, now and then.
    """

    def act(till: TillSide) -> bool:
        open_ones = [sale for sale in till.disk.returnable() if till.disk.left_of(sale.sale)]
        if not open_ones:
            return False
        members = sorted(till.disk.members)
        nobodys = [sale for sale in open_ones if sale.member is None and not sale.gifts]
        if nobodys and members and step.third % 4 == 0:
            sale, member = nobodys[step.second % len(nobodys)], members[step.first % len(members)]
            done = till.claim_late(sale, member)
            world.parts["points of an earlier receipt were claimed"] += done
            return done
        others = [sale for sale in open_ones if sale.sale in till.disk.foreign]
        sale = (others or open_ones)[step.second % len(others or open_ones)]
        left = till.disk.left_of(sale.sale)
        part = left if step.third % 2 else 1 + step.third % left
        return till.take_back(sale, part=part)

    return world.at_counter(step, "take goods back", act)


def ask_elsewhere(world: World, step: Step) -> bool:
    """A customer brings another till's receipt; the server gives it once it was let go."""
    machine = world.machine_of(step)
    sold = sorted(world.server.state.sales)
    if machine is None or world.is_cut_off(machine) or not sold:
        return False
    disk, locks = machine.till.disk, world.server.state.locks
    waiting = sorted(
        key for key, lock in locks.items() if lock[0] == disk.till and key[1] not in disk.foreign
    )
    choice = waiting if waiting and step.third % 3 else sold
    key = choice[step.second % len(choice)]
    given = world.server.ask_refund_lock(disk.till, key)
    if given is None:
        return True
    seller, journals = key[0], world.server.state.journals
    world.handed.setdefault(
        key, {life: len(events) for (till, life), events in journals.items() if till == seller}
    )

    def act(till: TillSide) -> bool:
        return till.keep_foreign(given)

    return world.at_till(machine, f"take {key[1]} over", act)
