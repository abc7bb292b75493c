"""Lots under names that are not a till's to give, as a till would write them whose program was tampered with.

With the name of another member's lot the sale is its member's like any other, and what the other has stays
theirs; with a name that the server gives itself it is put aside.
"""

from dataclasses import replace

from loyalty.wire.journal import SaleSettled
from server.usecases.post_sale import OF_THE_SERVER
from tests.simulation.invariants import ODD
from tests.simulation.sides import TillSide
from tests.simulation.steps import Step
from tests.simulation.world import World


def into_anothers_lot(world: World, step: Step) -> bool:
    """A sale names a lot of another member's, or one of the server's, as what it earned."""
    is_reserved = step.third % 3 == 0
    operation = world.poison() if is_reserved else f"{ODD}{world.new_id()}"
    sale = world.new_id()

    def act(till: TillSide) -> bool:
        plain = [each for each in till.disk.sales if _is_plain(each)]
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


def _is_plain(sold: SaleSettled) -> bool:
    return sold.lot is not None and not (sold.burn or sold.extras or sold.gifts or sold.wallet_lots)
