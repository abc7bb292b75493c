"""What cashiers do in the simulated shop."""

from datetime import timedelta
from typing import Final

from tests.simulation.line import deliver, sync
from tests.simulation.sides import TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World

CARDS: Final = ("9800000000079197", "9800000000158389", "9800000000237571", "9800000000316763")
BURN_SHARES: Final = (0, 30, 100, 100)
"""Hundredths of what may be spent."""
LOT_LIFE: Final = timedelta(minutes=30)


def attach(world: World, step: Step) -> bool:
    """A member whom the till knows is put to its basket, and the server is asked at once."""
    machine = world.machine_of(step)
    known = sorted(machine.till.known_members()) if machine else []
    if not known:
        return False
    member = known[step.second % len(known)]
    return world.at_counter(step, f"attach {member}", lambda till: till.attach(member)) and sync(world, step)


def sell(world: World, step: Step) -> bool:
    """A sale, with points or without; the server is told at once."""
    dies_at = world.now + LOT_LIFE if step.third % 3 == 0 else None

    def act(till: TillSide) -> bool:
        sale = till.sell(
            price=100 + step.second % 1000,
            burn_share=BURN_SHARES[step.third % len(BURN_SHARES)],
            earn=step.second % 60,
            dies_at=dies_at,
            uses_voucher=step.first % 2 == 0,
            uses_offer=step.first % 3 != 1,
            gives_treat=step.second % 4 != 1,
        )
        if sale.used_codes:
            world.parts["with a voucher used"] += 1
        if sale.discounts:
            world.parts["with the offer for once"] += 1
        if sale.extras is not None and sale.extras.rewards:
            world.parts["with one of the day's treats"] += 1
        if sale.burn is not None:
            world.parts["with points burned"] += 1
        return True

    return world.at_counter(step, "sell", act) and sync(world, step)


def serve(world: World, step: Step) -> bool:
    """A customer as most are: put to the basket, the line does what it can, the sale is paid."""
    if not attach(world, step):
        return False
    for _ in range(2 * len(world.network.under_way) + 2):
        deliver(world, step)
    return sell(world, step)


def use_benefit(world: World, step: Step) -> bool:
    """A member comes for the lounge alone; one in four had not meant it."""
    if not attach(world, step):
        return False
    done = world.at_counter(step, "ask for the lounge", lambda till: till.want_use()) and sync(world, step)
    for _ in range(2 * len(world.network.under_way) + 2):
        deliver(world, step)

    def act(till: TillSide) -> bool:
        used = till.use_benefit()
        world.parts["with the lounge used"] += used
        return used

    done = world.at_counter(step, "use the lounge", act) and done
    if step.third % 4 == 0:
        world.at_counter(step, "take the use back", lambda till: till.take_back_use())
    return sync(world, step) or done


def leave(world: World, step: Step) -> bool:
    """The member is taken off the basket."""
    return world.at_counter(step, "take the member off", lambda till: till.leave())


def void(world: World, step: Step) -> bool:
    """The sale just made is taken back."""
    return world.at_counter(step, "void the last sale", lambda till: till.void_last())


def enrol(world: World, step: Step) -> bool:
    """Somebody is enrolled, with a card or without; the card may be somebody else's by then."""
    member, card = world.new_id(), CARDS[step.second % len(CARDS)] if step.third % 2 else None
    phone = f"+8490{step.second % 10_000_000:07d}"
    operation = world.new_id() if card is None else world.poison()

    def act(till: TillSide) -> bool:
        return till.enrol(member, card=card, phone=phone, operation=operation)

    return world.at_counter(step, f"enrol {member}", act)


def link_card(world: World, step: Step) -> bool:
    """A card is linked, perhaps one that somebody else has: that is put aside, and nothing else."""
    member = f"member-{1 + step.second % world.day.members}"
    body = {"member": member, "card": CARDS[step.third % len(CARDS)]}
    operation = world.poison()

    def act(till: TillSide) -> bool:
        return till.write("card_linked", dict(body), operation=operation)

    return world.at_counter(step, "link a card", act)


def time_passes(world: World, step: Step) -> bool:
    """Some minutes, in which leases run out and points die."""
    world.now += timedelta(minutes=1 + step.first % (20 if step.second % 4 == 0 else 4))
    return True
