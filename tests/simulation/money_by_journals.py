"""What cards and wallets must hold, by nothing but the bodies of the events that were applied.

Nothing of the server's own accounts is used for it: what comes back of a sale is worked out anew.
"""

from collections import Counter

from loyalty.refund import refund
from loyalty.units import Money, Quantity
from loyalty.wire.journal import SaleSettled, SaleVoided
from loyalty.wire.kept import asked_back, gifts_back, kept_sale, money_back
from loyalty.wire.kept_wallet import wallet_back, went_to_wallet
from loyalty.wire.returning import SaleRefunded
from tests.simulation.broken import Broken
from tests.simulation.program import bonus_of, program_of
from tests.simulation.server_state import ServerState
from tests.simulation.spoken import Journals

Holding = tuple[str, str]
"""A pot's name and who holds it."""


def money_is_its_journals(state: ServerState, journals: Journals) -> None:
    """Every card and every wallet has what the journals say, less what died and with what the house bore."""
    for sale in journals.sales:
        _goes_by_its_program(sale)
    expected, held = Counter[Holding](), Counter[Holding]()
    for (pot_name, holder), amount in _by_journals(state, journals).items():
        expected[pot_name, state.root(holder)] += amount
    for holder, books in state.all_books():
        pot, sums = books.pot, state.sums[holder]
        if pot.name != "points":
            held[pot.name, state.root(holder)] += books.posted + sums[pot.expired] + sums[pot.house_loss]
    for which in held:
        if held[which] != expected[which]:
            what = f"{which[1]} has {held[which]}, the journals say {expected[which]}"
            raise Broken("money is not its rebuild", what)


def _goes_by_its_program(sale: SaleSettled) -> None:
    """It names a version that there is, and a payment into a wallet has the bonus of it."""
    version = sale.program.version
    if sale.program.fingerprint != program_of(version).fingerprint:
        raise Broken("a sale goes by no program", f"{sale.sale} by {version}")
    paid_in = sale.top_up
    if paid_in is not None and paid_in.bonus != bonus_of(version, paid_in.amount):
        raise Broken("a bonus is not its program's", f"{paid_in.bonus} in {sale.sale} by {version}")


def _by_journals(state: ServerState, journals: Journals) -> Counter[Holding]:
    money: Counter[Holding] = Counter(state.opening_money)
    came_back: Counter[str] = Counter()
    sales = {sale.sale: sale for sale in journals.sales}
    for sale in journals.sales:
        money.update(_of_sale(sale))
    for said in journals.said_once("sale_voided", "sale_refunded"):
        sale = sales[str(said.body["sale"])]
        if said.kind == "sale_voided":
            _take_off(money, sale, SaleVoided.from_json(said.body))
        else:
            _give_back(money, sale, SaleRefunded.from_json(said.body), came_back)
    return money


def _of_sale(sale: SaleSettled) -> Counter[Holding]:
    """What a sale put on cards and into a wallet, less what it took from them."""
    moved: Counter[Holding] = Counter()
    for sold in sale.gifts:
        moved["gift", sold.card] += sold.amount
    for used in sale.gift_tenders:
        moved["gift", used.card] -= used.amount
    wallet = "wallet", sale.member or ""
    if sale.top_up is not None:
        moved[wallet] += sale.top_up.amount + sale.top_up.bonus
    if sale.from_wallet is not None:
        moved[wallet] -= sale.from_wallet.amount
    return moved


def _take_off(money: Counter[Holding], sale: SaleSettled, void: SaleVoided) -> None:
    del void
    money.subtract(_of_sale(sale))


def _give_back(
    money: Counter[Holding], sale: SaleSettled, body: SaleRefunded, came_back: Counter[str]
) -> None:
    wallet = "wallet", sale.member or ""
    if body.top_up is not None:
        money[wallet] -= body.top_up.paid + body.top_up.bonus
        return
    before = came_back[sale.sale]
    kept = kept_sale(sale, {0: Quantity(before)} if before else {})
    asked = asked_back(body.lines)
    back = refund(kept, asked)
    came_back[sale.sale] += asked.get(0, 0)
    money[wallet] += sum(part.amount for part in wallet_back(sale, kept, back).now)
    out = Money(money_back(kept) - went_to_wallet(kept))
    for each in gifts_back(sale, before=out, paid=Money(back.money - back.to_wallet)):
        money["gift", each.card] += sum(part.amount for part in each.slices)
