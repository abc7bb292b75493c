"""Taking back the sale just made, whole: what was paid, what was earned, what was burned.

It works on what the sale kept. Only the last sale of the open shift can be voided; anything older is a
return, which has a screen of its own.
"""

from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.refund import KeptLine, KeptSale, everything_left, refund
from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject as Body
from loyalty.wire.wallet import WalletTakenBack
from terminal.clock import from_timestamp
from terminal.exchange import as_came_in
from terminal.in_force import in_force_now
from terminal.sale import SettledSale, Tender, VoidedSale
from terminal.sale_body import tenders_to_body
from terminal.session import Session
from terminal.store.releasing import is_released
from terminal.till import Till
from terminal.usecases.decided import write_decided
from terminal.usecases.gifts import end_taken_back, off_cards, want_for_void
from terminal.usecases.receipt_numbers import take_receipt_number
from terminal.usecases.wallets import end_taken_top_up, top_up_to_take, want_top_up

if TYPE_CHECKING:
    from terminal.pricing_memory import InForce
    from terminal.store.books import Unit


def void_last_sale(till: Till, session: Session, sale: str) -> VoidedSale:
    """The void of the sale just made.

    Raises:
        Refused: `sale-unknown`, `sale-voided`, `sale-released` (another till gives it back), `sale-returned`
            (a part of it came back), `sale-claimed`, `not-the-last-sale`, `no-shift`, `other-shift`,
            `gift-void-waits`, `top-up-waits`: the server was asked for the money that it had put on a card,
            or into the wallet; void it again in a moment; `top-up-used`, `top-up-gone`: something of it is
            spent.
        Unavailable: `void-not-saved` (looked up: it was not done), `store-…` (not known).
    """
    force = in_force_now(till)
    operation = till.new_id()
    _ask_for_cards(till, session, sale)
    done = write_decided(
        till,
        operation,
        lambda unit: _write(till, unit, force, session, sale=sale, operation=operation),
        not_saved="void-not-saved",
    )
    till.nudge_printer()
    till.nudge_sync()
    return done


def _write(
    till: Till, unit: "Unit", force: "InForce", session: Session, *, sale: str, operation: str
) -> VoidedSale:
    settled = _voidable(unit, sale)
    taken_back = refund(_kept(settled), everything_left(_kept(settled)))
    receipt = take_receipt_number(unit, force.identity)
    top_up = _top_up_back(till, unit, settled)
    paid_in = 0 if settled.top_up is None else settled.top_up.amount
    money = Money(taken_back.money + settled.rounding + settled.gift_money + paid_in)
    came_in = (each for tender in settled.tenders for each in as_came_in(tender))
    back = tuple(Tender(kind=each.kind, amount=each.amount, card=each.card) for each in came_in)
    gifts = off_cards(till, unit, settled)
    body: Body = {
        "v": 1,
        "sale": settled.sale,
        "shift": settled.shift,
        "receipt_label": receipt.label,
        "refund": {
            "money": money,
            "points_taken": taken_back.points_taken,
            "points_returned": taken_back.points_returned,
        },
        "tenders": tenders_to_body(back),
        **({"gifts": [each.to_json() for each in gifts]} if gifts else {}),
        **({} if top_up is None else {"top_up": top_up.to_json()}),
    }
    event = unit.journal.append("sale_voided", body, session.operator, operation)
    end_taken_back(unit, session.operator, gifts)
    end_taken_top_up(unit, session.operator, top_up)
    now = from_timestamp(event.at)
    void = VoidedSale(
        void=operation,
        seq=event.seq,
        receipt_label=receipt.label,
        at=now.astimezone(force.zone),
        shift=settled.shift,
        operator=session.operator,
        operator_name=session.name,
        till_name=force.identity.name,
        sale=settled,
        money=money,
        points_taken=taken_back.points_taken,
        points_returned=taken_back.points_returned,
        tenders=back,
    )
    unit.sales.add_void(void, incarnation=event.incarnation)
    unit.print_jobs.add("void", till.paper.void(void, force.settings), at=now, sale=settled.sale)
    if any(tender.kind == "cash" for tender in back):
        unit.print_jobs.add("drawer", "", at=now, sale=settled.sale)
    return void


def _ask_for_cards(till: Till, session: Session, sale: str) -> None:
    """Money that the sale put on cards is taken off them inside leases: they are asked for here."""
    with till.store.read() as reading:
        settled = reading.sales.by_id(sale)
    if settled is not None and settled.gifts and not settled.voided:
        want_for_void(till, session, settled)
    if settled is not None and settled.top_up and settled.member and not settled.voided:
        want_top_up(till, session.operator, settled.member.member, sale, settled.top_up)


def _top_up_back(till: Till, unit: "Unit", settled: SettledSale) -> WalletTakenBack | None:
    """What the sale had paid into the wallet, whole: of a part that is left, a return pays out the rest."""
    made, member = settled.top_up, settled.member
    if made is None or member is None:
        return None
    taken = top_up_to_take(till, unit, member.member, settled.sale, made)
    if (taken.paid, taken.bonus) != (made.amount, made.bonus):
        raise Refused("top-up-used")
    return taken


def _voidable(unit: "Unit", sale: str) -> SettledSale:
    shift = unit.shifts.current()
    if shift is None:
        raise Refused("no-shift")
    settled = unit.sales.by_id(sale)
    if settled is None:
        raise Refused("sale-unknown")
    if is_released(unit, sale):
        raise Refused("sale-released", label=settled.receipt.label)
    if settled.voided:
        raise Refused("sale-voided", label=settled.receipt.label)
    if unit.late_claims.of_sale(sale) is not None:
        raise Refused("sale-claimed", label=settled.receipt.label)
    if unit.returns.returned_of(sale):
        raise Refused("sale-returned", label=settled.receipt.label)
    last = unit.sales.last()
    if last is None or last.sale != sale:
        raise Refused("not-the-last-sale", label=settled.receipt.label)
    if settled.shift != shift.shift:
        raise Refused("other-shift", label=settled.receipt.label)
    return settled


def _kept(sale: SettledSale) -> KeptSale:
    paid_in = -1 if sale.top_up is None else sale.top_up.line
    rewards = () if sale.extras is None else sale.extras.rewards
    for_lines = [each.by_line for each in rewards if each.by_line]
    lines = tuple(
        KeptLine(
            quantity=line.quantity,
            net=Money(0 if place == paid_in else line.net),
            burned=Money(0 if place == paid_in else line.burned),
            earned_points=line.earned_points,
            burned_points=Points(line.burned_points + sum(each[place] for each in for_lines)),
        )
        for place, line in enumerate(sale.lines)
    )
    unbound = sum(each.points for each in rewards if not each.by_line)
    return KeptSale(lines, unbound_points=Points(unbound))
