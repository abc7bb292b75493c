"""The pay screen's model in words. Pure."""

from typing import Final

from loyalty.units import Money
from terminal.gift_sale import TAIL
from terminal.sale import Tender
from terminal.usecases.cash import quick_notes
from ui.presenters.checkout.shown import notice_of
from ui.presenters.checkout.shown_after import way_back, with_left
from ui.presenters.checkout.shown_member import points_rows
from ui.presenters.pay.approving import BIRTHDAY, Asking, birthday_would_do, day_typed
from ui.presenters.pay.model import WALLET, PayModel
from ui.presenters.pay.state import MethodRow, PayState, QrState, QuickNote
from ui.presenters.shown import FigureRow
from ui.presenters.words import Words

_FINISH: Final = {
    "cash": "pay.finish",
    "transfer": "pay.finish-transfer",
    "card": "pay.finish-card",
    "gift": "pay.finish-gift",
    "wallet": "pay.finish-wallet",
}


def state_of(model: PayModel, words: Words) -> PayState:
    """All that the pay screen shows."""
    if model.asking is not None:
        return _asked(model, model.asking, words)
    change = Money(max(0, model.given - model.due)) if model.method == "cash" else Money(0)
    label, figure = _big(model, change)
    amount_label, amount = _amount(model, words)
    return PayState(
        who=_who(model, words),
        methods=tuple(_method(model, words, place) for place in range(len(model.methods))),
        amount_label=amount_label,
        amount=amount,
        notes=_notes(model, words),
        sums=_sums(model, words),
        figure_label=words.text(label),
        figure=words.money(figure),
        figure_good=label != "pay.missing",
        points=_points(model, words),
        parts=tuple(_part(model, part, words) for part in model.parts),
        due=None if change or model.goes_out else _due(model, words),
        facing=_facing(model, words, is_changed=change > 0),
        qr=_qr(model, words),
        hint=_hint(model, words),
        notice=None if model.told is None else notice_of(model.told, words),
        finish=_finish(model, words),
        can_finish=model.can_finish and not model.pricing,
        can_go_back=not (model.taking or model.stuck),
        takes_digits=not (model.stuck or model.goes_out),
    )


def _asked(model: PayModel, asking: Asking, words: Words) -> PayState:
    """The screen while somebody is asked for their word: names for ways to pay, a PIN for the amount."""
    return PayState(
        who=_who(model, words),
        methods=tuple(
            MethodRow(method=each, text=text, key=f"Alt {place}", chosen=each == asking.who)
            for place, (each, text) in enumerate(_choices(asking, words), start=1)
        ),
        amount_label=_what_is_typed(asking, words),
        amount=day_typed(asking.pin) if asking.is_birthday else "•" * len(asking.pin),
        notes=(),
        sums=_sums(model, words),
        figure_label=words.text("pay.still"),
        figure=words.money(model.due),
        figure_good=True,
        points=_points(model, words),
        due=_due(model, words),
        facing=_facing(model, words, is_changed=False),
        hint=_hint(model, words),
        notice=None if model.told is None else notice_of(model.told, words),
        finish=_ask(asking, words),
        can_finish=model.can_finish,
    )


def _choices(asking: Asking, words: Words) -> tuple[tuple[str, str], ...]:
    """What can be chosen, each with its name."""
    people = {each.operator: f"{each.name} · {words.text(f'role.{each.role}')}" for each in asking.people}
    return tuple(
        (each, words.text("pay.birthday") if each == BIRTHDAY else people[each]) for each in asking.choices
    )


def _what_is_typed(asking: Asking, words: Words) -> str:
    if asking.is_birthday:
        return words.text("pay.birthday-told")
    name = next((each.name for each in asking.people if each.operator == asking.who), "")
    return words.text("pay.pin-of", name=name) if name else words.text("pay.nobody-approves")


def _ask(asking: Asking, words: Words) -> str:
    if asking.is_birthday:
        return words.text("pay.checking-birthday" if asking.checking else "pay.tell-birthday")
    return words.text("pay.checking" if asking.checking else "pay.approve")


def _who(model: PayModel, words: Words) -> str:
    member = model.priced.sale.member
    if member is None:
        return words.text("checkout.no-member")
    if model.is_nameless:
        return words.text("pay.erased")
    return f"{member.name} · {member.tier_name}"


def _method(model: PayModel, words: Words, place: int) -> MethodRow:
    method = model.methods[place]
    by = model.goes_out[0].kind if model.goes_out else model.method
    return MethodRow(
        method=method,
        text=words.text(f"pay.{method}"),
        key=f"Alt {place + 1}",
        chosen=method == by,
        enabled=method == by or not (model.stuck or model.goes_out),
        holds=_in_wallet(model, words) if method == WALLET else "",
    )


def _in_wallet(model: PayModel, words: Words) -> str:
    """What the wallet has left after what it paid of this sale."""
    held = model.priced.wallet
    return "" if held is None else words.money(Money(max(0, held.balance - model.by_wallet)))


def _amount(model: PayModel, words: Words) -> tuple[str, str]:
    """Over the pad: what was handed over or is to be taken, or what goes out; a gift card's PIN as dots."""
    if model.goes_out:
        out = Money(sum(tender.amount for tender in model.goes_out))
        return words.text("pay.give-back"), words.amount(out)
    if model.is_pin:
        return words.text("pay.gift-pin"), "•" * len(model.typed) or "–"
    return words.text("pay.given" if model.method == "cash" else "pay.to-take"), words.amount(model.given)


def _big(model: PayModel, change: Money) -> tuple[str, Money]:
    if change:
        return "pay.change", change
    if model.goes_out:
        return "pay.give-back", Money(sum(tender.amount for tender in model.goes_out))
    if model.given < model.due:
        return "pay.missing", Money(model.due - model.given)
    return ("pay.change" if model.method == "cash" else "pay.still"), (
        Money(0) if model.method == "cash" else model.due
    )


def _notes(model: PayModel, words: Words) -> tuple[QuickNote, ...]:
    if model.method != "cash" or model.due <= 0:
        return ()
    return tuple(
        QuickNote(amount=note, text=words.amount(note), chosen=note == model.given)
        for note in quick_notes(model.due)
    )


def _sums(model: PayModel, words: Words) -> tuple[FigureRow, ...]:
    rows = [
        FigureRow(label=words.text("pay.due"), figure=words.amount(model.total)),
        *_brought_back(model, words),
    ]
    if model.parts:
        paid = Money(sum(part.amount for part in model.parts))
        rows.append(FigureRow(label=words.text("pay.paid"), figure=words.amount(Money(-paid))))
    if model.method == "cash" and model.cash.rounding:
        rows.append(FigureRow(label=words.text("pay.rounding"), figure=words.amount(model.cash.rounding)))
    if len(rows) > 1 and not model.goes_out:
        rows.append(FigureRow(label=words.text("pay.still"), figure=words.amount(model.due)))
    return tuple(rows)


def _due(model: PayModel, words: Words) -> FigureRow:
    """What is to be paid now, by the way that is chosen."""
    label = words.text("pay.still" if model.parts else "pay.due")
    return FigureRow(label=label, figure=words.money(model.due))


def _facing(model: PayModel, words: Words, *, is_changed: bool) -> tuple[FigureRow, ...]:
    """What the customer reads between the goods and the figure: what is paid, and what change comes of."""
    rows = [_part(model, part, words) for part in model.parts]
    if model.method == "cash" and model.cash.rounding:
        rows.append(FigureRow(label=words.text("pay.rounding"), figure=words.amount(model.cash.rounding)))
    if model.split is not None and model.split.rounding:
        rows.append(FigureRow(label=words.text("pay.rounding"), figure=words.amount(model.split.rounding)))
    if is_changed:
        rows.append(_due(model, words))
        rows.append(FigureRow(label=words.text("pay.given"), figure=words.money(model.given)))
    return tuple(rows)


def _brought_back(model: PayModel, words: Words) -> tuple[FigureRow, ...]:
    """What an exchange pays; where more comes back than is taken, all of it, and how the rest goes out."""
    if model.split is None or not (model.split.amount or model.goes_out):
        return ()
    out = [
        FigureRow(label=way_back(part, words), figure=words.amount(part.amount)) for part in model.goes_out
    ]
    all_of_it = Money(-model.split.amount - sum(part.amount for part in model.goes_out))
    rows = [FigureRow(label=words.text("pay.exchange-of"), figure=words.amount(all_of_it))]
    if model.split.rounding:
        rows.append(FigureRow(label=words.text("pay.rounding"), figure=words.amount(model.split.rounding)))
    return (*rows, *out)


def _points(model: PayModel, words: Words) -> tuple[FigureRow, ...]:
    member, exchange = model.priced.sale.member, model.priced.sale.exchange
    if member is None:
        return ()
    return points_rows(member, model.quote, words, exchange=exchange)


def _qr(model: PayModel, words: Words) -> QrState | None:
    """The code of what is to be transferred; blank while it is drawn, never that of another amount.

    None where nothing more can be taken.
    """
    code = None if model.has_lost_its_member else model.code
    if code is None or model.method != "transfer" or not 0 < model.given <= model.due:
        return None
    side = len(code.rows)
    modules = tuple(tuple(bool(row >> (side - 1 - x) & 1) for x in range(side)) for row in code.rows)
    asked = code.asked
    is_drawn = asked.amount == model.given
    purpose = words.text("pay.transfer-purpose", purpose=asked.purpose)
    lines = (words.money(model.given), f"{asked.account} · {asked.name}", purpose)
    return QrState(modules=modules if is_drawn else (), lines=lines)


def _part(model: PayModel, part: Tender, words: Words) -> FigureRow:
    """A part that was taken; of a gift card or the wallet also what it has left."""
    held = _held(model, part)
    left = None if held is None else Money(max(0, held - part.amount))
    return FigureRow(label=with_left(part, left, words), figure=words.amount(part.amount))


def _held(model: PayModel, part: Tender) -> Money | None:
    """What was there before this sale; None for what holds no money."""
    if part.kind == WALLET:
        return None if model.priced.wallet is None else model.priced.wallet.balance
    return next((each.amount for each in model.cards if part.card and each.card == part.card), None)


def _of_card(model: PayModel, words: Words) -> str:
    """What to do with gift cards, or what the one that was scanned can pay."""
    card = model.card
    if card is None:
        return words.text("pay.gift-hint")
    if card.trouble is not None:
        return words.error(card.trouble)
    tail, paid = card.card[-TAIL:], model.by_card(card.card)
    if not paid:
        return words.text("pay.gift-held", tail=tail, amount=words.money(card.amount))
    left = Money(card.amount - paid)
    key = "pay.gift-more" if left else "pay.gift-used-up"
    return words.text(key, tail=tail, paid=words.money(paid), left=words.money(left))


def _of_wallet(model: PayModel, words: Words) -> str:
    """What the member's wallet can pay of this sale, or why it cannot."""
    held, payment = model.priced.wallet, model.quote.wallet
    if held is None or payment is None:
        return ""
    if held.trouble is not None:
        return words.error(held.trouble)
    if model.by_wallet:
        key = _wallet_again(model, payment.max_amount, held.amount)
        paid, most = words.money(model.by_wallet), words.money(Money(payment.max_amount - model.by_wallet))
        return words.text(key, paid=paid, most=most)
    key = "pay.wallet-held" if held.amount <= payment.max_amount else "pay.wallet-part"
    return words.text(key, amount=words.money(held.amount), most=words.money(payment.max_amount))


def _wallet_again(model: PayModel, most: Money, held: Money) -> str:
    """What is said where the wallet paid a part already: more, no more for this sale, or all of it."""
    if model.by_wallet < most:
        return "pay.wallet-more"
    return "pay.wallet-used-most" if model.by_wallet < held else "pay.wallet-used-up"


def _hint(model: PayModel, words: Words) -> str:
    if model.method == WALLET and not model.goes_out:
        return _of_wallet(model, words)
    if model.method == "gift" and not model.goes_out:
        return _of_card(model, words)
    if birthday_would_do(model):
        return words.text("pay.birthday-hint")
    if model.quote.approvals or model.goes_out:
        return " · ".join(words.sentence(each.why) for each in model.quote.approvals)
    if model.method == "card":
        return words.text("pay.card-hint")
    if model.method == "transfer":
        return words.text("pay.transfer-none" if model.settings.bank is None else "pay.transfer-hint")
    return ""


def _finish(model: PayModel, words: Words) -> str:
    if model.taking:
        return words.text("pay.taking")
    if model.stuck:
        return words.text("pay.find-out")
    if model.goes_out:
        out = Money(sum(tender.amount for tender in model.goes_out))
        return words.text("pay.finish-exchange", amount=words.money(out))
    if model.is_part:
        left = Money(model.due - model.given)
        return words.text("pay.take-part", amount=words.amount(model.given), left=words.amount(left))
    return words.text("pay.finish-nothing" if model.due == 0 else _FINISH[model.method])
