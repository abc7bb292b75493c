"""Lots and leases under names that are not a till's to give, as one would whose program was tampered with.

With the name of another member's lot the sale is its member's like any other, and what the other has stays
theirs; with a name that the server gives itself it is put aside. What is lent by one member is not lent by
another under the same name.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from loyalty.errors import Refused
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import LeaseAsk, SyncRequest
from server.books.model import Books
from server.books.pots import POINTS
from server.usecases.post_sale import OF_THE_SERVER
from tests.simulation.broken import Broken
from tests.simulation.invariants import ODD
from tests.simulation.network import read_request, written
from tests.simulation.server_state import Forked, ServerDied
from tests.simulation.sides import TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World


def into_anothers_lot(world: World, step: Step) -> bool:
    """A sale names a lot of another member's, or one of the server's, as what it earned."""
    is_reserved = step.third % 3 == 0
    operation = world.poison() if is_reserved else f"{ODD}{world.new_id()}"
    sale = world.new_id()

    def act(till: TillSide) -> bool:
        plain = [each for each in till.disk.sales if is_plain(each)]
        active = sorted(each.member for each in till.disk.members.values() if each.state == "active")
        lots = [
            (lot.lot, member)
            for member in active
            for lot in till.disk.members[member].lots
            if len(active) > 1 and not lot.lot.startswith(OF_THE_SERVER)
        ]
        if not plain or not lots:
            return False
        name, owner = lots[step.second % len(lots)]
        others = [member for member in active if member != owner]
        sold = plain[-1]
        assert sold.lot is not None
        lot = replace(sold.lot, lot="prize-of-the-house" if is_reserved else name)
        body = replace(sold, sale=sale, member=others[step.third % len(others)], lot=lot)
        return till.write("sale_settled", body.to_json(), operation=operation)

    return world.at_counter(step, "sell into another's lot", act)


def lease_of_another(world: World, step: Step) -> bool:
    """A lease that the till holds is asked for once more, of another member; nobody hears the answers."""
    machine = world.machine_of(step)
    if machine is None:
        return False

    def act(till: TillSide) -> bool:
        active = sorted(each.member for each in till.disk.members.values() if each.state == "active")
        if len(active) < 2:
            return False
        if till.basket_lease() is None:
            till.attach(active[step.second % len(active)])
        request = read_request(written(till.request()))
        machine.exchange += 1  # no answer to what it sent before is awaited any more
        return isinstance(request, SyncRequest) and _ask_again(world, step, request, active)

    return world.at_till(machine, "ask another member for what it holds", act)


def _ask_again(world: World, step: Step, request: SyncRequest, active: Sequence[str]) -> bool:
    """What the till is lent is asked for under its names once more; whether it is lent anything."""
    with contextlib.suppress(ServerDied, Refused, Forked):
        held = [each for each in world.server.sync(request).leases if each.account == POINTS.name]
        for lease in held:
            others = [member for member in active if member != lease.member]
            ask = LeaseAsk(lease.lease, others[step.third % len(others)])
            world.server.sync(replace(request, asks=(ask,)))
            lenders = [who for who, books in world.server.state.all_books() if _has_lent(books, ask.lease)]
            if len(lenders) != 1:
                raise Broken("a lease is not one member's", f"{ask.lease} is lent by {lenders}")
        world.look_at_server()
        return bool(held)
    world.look_at_server()
    return True


def _has_lent(books: Books, lease: str) -> bool:
    return lease in books.leases and books.leases[lease].state != "closed"


def is_plain(sold: SaleSettled) -> bool:
    """A sale that earned something and has nothing else to it, nor was paid with anything that was lent."""
    return sold.lot is not None and not (sold.burn or sold.extras or sold.gift_cards or sold.wallet_lots)
