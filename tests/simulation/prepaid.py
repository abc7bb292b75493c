"""Money that cards and wallets hold in the simulated shop: customers, tampered tills and managers."""

from datetime import timedelta
from typing import Final

from tests.simulation.line import deliver, sync
from tests.simulation.program import GIFT_CARDS
from tests.simulation.sides import TillSide, Wish
from tests.simulation.steps import Step
from tests.simulation.world import World

PAID_SHARES: Final = (0, 40, 100, 100)
"""Hundredths of what may be paid from a card or a wallet."""
CARD_LIFE: Final = timedelta(minutes=50)


def show_card(world: World, step: Step) -> bool:
    """A gift card is shown at the till, and the server is asked what is on it."""
    card = GIFT_CARDS[step.second % len(GIFT_CARDS)]

    def act(till: TillSide) -> bool:
        return till.show_purse(card, "gift")

    return world.at_counter(step, f"show gift card {card}", act) and sync(world, step)


def open_wallet(world: World, step: Step) -> bool:
    """Somebody known at the till wants to pay from their wallet."""
    machine = world.machine_of(step)
    known = sorted(machine.till.known_members()) if machine else []
    if not known:
        return False
    member = known[step.second % len(known)]

    def act(till: TillSide) -> bool:
        return till.show_purse(member, "wallet")

    return world.at_counter(step, f"open the wallet of {member}", act) and sync(world, step)


def sell(world: World, step: Step) -> bool:
    """A sale that a card or a wallet pays, or that puts money on one, or both."""
    wish = Wish(
        price=20 + step.second % 200,
        share=PAID_SHARES[step.third % len(PAID_SHARES)],
        gift=GIFT_CARDS[step.first % len(GIFT_CARDS)] if step.third % 3 == 0 else None,
        gift_amount=100 + step.second % 300,
        dies_at=world.now + CARD_LIFE if step.second % 3 == 0 else None,
        top_up=100 + step.first % 200 if step.third % 3 == 1 else 0,
    )

    def act(till: TillSide) -> bool:
        sale = till.sell_for_money(wish)
        kinds = {tender.kind for tender in sale.tenders}
        for is_so, what in (
            ("gift" in kinds, "a card paid"),
            ("wallet" in kinds, "a wallet paid"),
            (bool(sale.gifts), "a card was sold or topped up"),
            (sale.top_up is not None, "a wallet was topped up"),
        ):
            world.parts[what] += is_so
        return True

    return world.at_counter(step, "sell for money on a card", act) and sync(world, step)


def serve(world: World, step: Step) -> bool:
    """A customer as most are: shows a card or a wallet, the line does what it can, the sale is paid."""
    return _shown(world, step) and sell(world, step)


def _shown(world: World, step: Step) -> bool:
    """A card or a wallet is shown, and the line does what it can."""
    if not (show_card if step.second % 2 else open_wallet)(world, step):
        return False
    for _ in range(2 * len(world.network.under_way) + 2):
        deliver(world, step)
    return True


def take_out(world: World, step: Step) -> bool:
    """The card or wallet that the last sale filled is shown again, and the money is wanted back."""
    machine = world.machine_of(step)
    sold = [sale for sale in machine.till.disk.sales if sale.gifts or sale.top_up] if machine else []
    if not sold:
        return False
    sale = sold[-1]

    def show(till: TillSide) -> bool:
        if sale.gifts:
            return till.show_purse(sale.gifts[0].card, "gift")
        return till.show_purse(sale.member or "", "wallet")

    if not (world.at_counter(step, "show what the last sale filled", show) and sync(world, step)):
        return False
    for _ in range(2 * len(world.network.under_way) + 2):
        deliver(world, step)

    def act(till: TillSide) -> bool:
        done = till.bring_top_up_back() if step.second % 2 and not sale.gifts else till.void_last()
        world.parts["money was taken out again"] += done
        return True

    return world.at_counter(step, "take the money back", act)


def block_card(world: World, step: Step) -> bool:
    """A manager blocks a gift card, or lets it be used again."""
    card = GIFT_CARDS[step.first % len(GIFT_CARDS)]
    world.tell(f"a manager changes card {card}")
    return world.server.block_gift(card)


def reclaim(world: World, step: Step) -> bool:
    """A manager takes back what a till was lent, whether it comes back or not."""
    machine = world.machines[step.first % len(world.machines)]
    freed = world.server.reclaim(machine.name)
    world.tell(f"a manager reclaims {freed} from {machine.name}")
    world.look_at_server()
    return True


def pay_beyond(world: World, step: Step) -> bool:
    """A card or a wallet is shown at a tampered till, which pays with more money than its lease holds."""
    if not _shown(world, step):
        return False

    def act(till: TillSide) -> bool:
        purse = till.purse()
        if purse is None:
            return False
        operation = world.poison()
        try:
            return till.pay_beyond(purse, operation=operation)
        finally:  # what the power took with it, no server hears of
            if any(event.operation_id == operation for event in till.disk.events):
                world.tainted.add(purse.lease)

    return world.at_counter(step, "pay with more than a card's lease", act)


def generous_bonus(world: World, step: Step) -> bool:
    """A tampered till pays a bonus into a wallet that no program promises."""
    member = f"member-{1 + step.second % world.day.members}"
    operation = world.poison()

    def act(till: TillSide) -> bool:
        return till.top_up_generously(member, operation=operation)

    return world.at_counter(step, "top a wallet up too well", act)
