"""What is done at the till on a day that is cut short: all kinds of sales, what goes back, the drawer.

A step is a function of the day; what it needs from the server it asks for in between, as a till does while
the customer looks for money. Where the server lends nothing, it sells without.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from loyalty.errors import Refused
from loyalty.units import Money, Points, Quantity
from terminal.backup import back_up
from terminal.by_hand import Wish, set_price
from terminal.claiming import usable_vouchers
from terminal.exchange import credit_tender
from terminal.membership import AttachedMember
from terminal.open_sale import OpenSale, set_burn
from terminal.printing.decisions import print_again
from terminal.returned import RefundWish
from terminal.sale import SettledSale, Tender
from terminal.usecases.basket import abandon_sale, attach_member, new_sale, present_code, refresh_member
from terminal.usecases.benefits import name_use, use_benefit
from terminal.usecases.drafts import save_draft
from terminal.usecases.enrol import enrol_member
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.gifts import cards_to_pay, look_at_gift, present_gift, refresh_gifts, sell_gift
from terminal.usecases.leases import lease_trouble
from terminal.usecases.paid import move_cash
from terminal.usecases.pricing import price
from terminal.usecases.returns.exchanging import begin_exchange
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.shifts import close_shift, open_shift, shift_so_far
from terminal.usecases.void import void_last_sale
from terminal.usecases.wallets import top_up, wallet_to_pay
from tests.evidence.one_shop import ANH, BINH, CARDS, furnished
from tests.evidence.till_day import TillDay
from tests.unit.terminal.settled_sales import with_goods

Step = Callable[[TillDay], None]

BURN: Final = Points(50)
GIFT: Final = Money(200_000)
TOP_UP: Final = Money(500_000)
CASH_STEP: Final = 500
ONE: Final = Quantity(1_000)
WAITS: Final = frozenset({"gift-void-waits", "top-up-waits"})
"""The server was asked for money that a sale had put on a card or into a wallet."""


def sell(day: TillDay) -> None:
    """Rice for nobody in particular."""
    day.pay(with_goods(day.counter, "RICE-ST25"))


def by_hand(day: TillDay) -> None:
    """A bag that is torn, for less."""
    sale = with_goods(day.counter, "RICE-ST25")
    wish = Wish(Money(180_000), is_discount=True)
    day.pay(set_price(sale, sale.lines[0].line, wish, reason="damaged", asked_by=day.cashier.operator))


def burn(day: TillDay) -> None:
    """Noodles and rice for Ánh, partly for points; her stamp card is full by it."""
    sale = _served(day, ANH, "RICE-ST25", "RICE-ST25", "8934563138165")
    if lease_trouble(day.counter.till, sale.lease) is None:
        sale = set_burn(sale, BURN)
    save_draft(day.counter.till, sale)
    day.pay(sale)


def use_voucher(day: TillDay) -> None:
    """A cake for Ánh, with the voucher of a full card where she has one."""
    sale = _served(day, ANH, "CAKE")
    assert sale.member is not None
    usable = usable_vouchers(sale.member, sale.claims, day.counter.clock.now())
    for code in list(usable)[:1]:
        sale = present_code(day.counter.till, sale, code)
    day.pay(sale)


def use_lounge(day: TillDay) -> None:
    """Bình uses a benefit that is counted, and buys nothing."""
    sale = _served(day, BINH)
    use = name_use(day.counter.till, sale)
    day.tried(
        lambda: day.do(
            lambda: use_benefit(day.counter.till, day.cashier, sale, "lounge", use=use), f"use {use}"
        )
    )
    abandon_sale(day.counter.till, day.cashier, refresh_member(day.counter.till, sale))


def sell_gift_card(day: TillDay) -> None:
    """Money on a card: on a new one, or on one that has some already."""
    card = day.draw.choice(CARDS)
    day.pay(sell_gift(day.counter.till, new_sale(day.counter.till), card, GIFT))


def pay_by_gift_card(day: TillDay) -> None:
    """A bag of rice, as far as a card has money."""
    till = day.counter.till
    day.sync()
    known = [each for each in CARDS if look_at_gift(till, each).state is not None]
    card = day.draw.choice(known or CARDS)
    sale = present_gift(till, day.cashier, with_goods(day.counter, "RICE-ST25"), card)
    day.sync()
    sale = refresh_gifts(till, sale)
    due = price(till, sale, paid_with=("gift", "card")).total
    pays = min(due, *(each.amount for each in cards_to_pay(till, sale)))
    day.pay(sale, *((Tender(kind="gift", amount=Money(pays), card=card),) if pays else ()))


def pay_into_wallet(day: TillDay) -> None:
    """Bình pays in."""
    till = day.counter.till
    sale = attach_member(till, day.cashier, new_sale(till), _member(day, BINH))
    day.pay(top_up(till, sale, TOP_UP))


def pay_by_wallet(day: TillDay) -> None:
    """A cake for Bình, as far as the wallet has money."""
    sale = _served(day, BINH, "CAKE")
    held = wallet_to_pay(day.counter.till, sale)
    due = price(day.counter.till, sale, paid_with=("wallet", "card")).total
    pays = 0 if held is None else min(due, held.amount)
    day.pay(sale, *((Tender(kind="wallet", amount=Money(pays)),) if pays else ()))


def void(day: TillDay) -> None:
    """Take back the sale just made, where there is one; what is on a card by the server's word."""
    sale = day.take_last()
    if sale is None:
        return

    def take_back() -> None:
        day.do(
            lambda: void_last_sale(day.counter.till, day.cashier, sale.sale),
            f"void of {sale.sale}",
        )

    try:
        take_back()
    except Refused as refusal:
        if refusal.code not in WAITS:
            raise
        day.sync()
        day.tried(take_back)


def give_back(day: TillDay) -> None:
    """One of the sale just made comes back, where there is one."""
    sale = day.take_last()
    if sale is None or not _has_goods(sale):
        return
    wish = _wish(day, sale)
    day.do(lambda: refund_sale(day.counter.till, day.cashier, wish), f"refund {wish.refund}")


def exchange(day: TillDay) -> None:
    """One of the sale just made comes back for a cake, where there is one."""
    sale = day.take_last()
    if sale is None or not _has_goods(sale):
        return
    wish = _wish(day, sale)
    taken = begin_exchange(day.counter.till, with_goods(day.counter, "CAKE"), wish)
    assert taken.exchange is not None
    due = price(day.counter.till, taken, paid_with=("exchange", "card")).total
    credit = credit_tender(taken.exchange.against(due, cash_step=CASH_STEP))
    day.pay(taken, *(() if credit is None else (credit,)), also=(f"refund {wish.refund}",))


def enrol(day: TillDay) -> None:
    """Somebody new."""
    phone = f"+849{day.draw.randrange(10**8):08}"

    def somebody() -> None:
        enrol_member(day.counter.till, day.cashier, phone_text=phone, name="Khách mới", accept_warning=True)

    day.do(somebody, f"member {phone}")


def cash(day: TillDay) -> None:
    """Some cash into the drawer, or out of it; the note tells one from another."""
    way = day.draw.choice(("in", "out"))
    note = f"{day.draw.randrange(10**9)}"

    def move() -> None:
        move_cash(
            day.counter.till,
            day.cashier,
            way="in" if way == "in" else "out",
            amount=Money(1_000),
            reason="other",
            note=note,
        )

    day.do(move, f"cash {note}")


def change_shift(day: TillDay) -> None:
    """The drawer is counted, the shift closed, and the next one opened."""
    till = day.counter.till
    day.last = None
    report = shift_so_far(till, replace(day.cashier, role="manager"))
    number = report.shift.number
    day.do(lambda: close_shift(till, day.cashier, counted=report.expected), f"close of {number}")
    day.do(lambda: open_shift(till, day.cashier, opening_float=report.expected), f"shift {number + 1}")


def copy(day: TillDay) -> None:
    """A backup of both files, into the same folder, where a cut finds it."""
    folder = day.counter.path.parent
    till = day.counter
    till.clock.move(seconds=1)
    at, code = till.clock.now(), furnished().identity.code
    with till.store.read() as reading:
        count = reading.journal.head().seq
    made = back_up(till.store, folder, code=code, at=at, server_file=folder / "server.db")
    day.teller.mark("copied", f"{made.path.name} {count}")
    day.teller.mark("copied", f"{made.path.name.replace('till-', 'server-', 1)} {day.acked()}")


def mirror(day: TillDay) -> None:
    """The journal once more, beside the file."""
    day.mirror.step()
    done = day.mirror.status
    if not done.why and done.path is not None:
        day.teller.mark("mirrored", f"{done.path.name} {done.seq}")


def print_slips(day: TillDay) -> None:
    """What waits for the printer, as long as there is paper; of what nobody knows, once more."""
    if day.paper is not None:
        for job in day.paper.print_some(day.draw):
            day.tried(partial(print_again, day.counter.till, day.cashier, job=job))


def sync(day: TillDay) -> None:
    """One exchange."""
    day.sync()


def _served(day: TillDay, phone: str, *codes: str) -> OpenSale:
    """A sale with goods and a member, and whatever the server lends and keeps for it."""
    till = day.counter.till
    sale = attach_member(till, day.cashier, with_goods(day.counter, *codes), _member(day, phone))
    day.sync()
    return refresh_member(till, sale)


def _member(day: TillDay, phone: str) -> AttachedMember:
    found = find(day.counter.till, phone)
    assert isinstance(found, MemberFound)
    return found.member


def _has_goods(sale: SettledSale) -> bool:
    return bool(sale.lines) and sale.top_up is None


def _wish(day: TillDay, sale: SettledSale) -> RefundWish:
    return RefundWish(refund=day.counter.till.new_id(), sale=sale.sale, returns={0: ONE})


STEPS: Final[tuple[Step, ...]] = (
    *(sell, by_hand, burn, use_voucher, use_lounge),
    *(sell_gift_card, pay_by_gift_card, pay_into_wallet, pay_by_wallet),
    *(burn, use_voucher, sell_gift_card, pay_by_gift_card),
    *(void, give_back, exchange, void, give_back, exchange),
    *(enrol, cash, change_shift, copy, mirror, sync),
    *(print_slips, print_slips),
)
"""What may be done next on a day; what takes back what was done before comes as often as it is possible."""
