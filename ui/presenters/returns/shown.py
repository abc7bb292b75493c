"""The model of the screen *Returns* in words. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from loyalty.units import Money, Points, Quantity
from terminal.goods import Unit
from terminal.returned import REASONS, RefundedSale, ReturnableSale
from terminal.sale import Tender
from terminal.usecases.returns.working_out import RefundShown
from ui.presenters.checkout.shown import notice_of
from ui.presenters.checkout.shown_after import way_back
from ui.presenters.returns.model import ReturnsModel, Step
from ui.presenters.returns.rows import buyer_told, rows_of
from ui.presenters.returns.state import ReturnsState
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import Words


def state_of(model: ReturnsModel, words: Words, *, exchanges: bool = False) -> ReturnsState:
    """All that the screen shows; `exchanges` is whether one may go on to buy from here."""
    state = _STEPS[model.step](model, words)
    notice = None if model.said is None else notice_of(model.said, words)
    return replace(
        state,
        rows=rows_of(model, words),
        notice=notice,
        can_finish=model.can_finish,
        exchange=words.text("returns.exchange") if exchanges and model.step == "lines" else "",
        can_exchange=model.can_exchange,
    )


def _find(model: ReturnsModel, words: Words) -> ReturnsState:
    when = words.text("returns.today") if model.day is None else words.day(model.day)
    finish = "returns.find" if model.typed else "returns.open"
    if model.elsewhere and not model.typed:
        finish = "returns.ask-again"
    return ReturnsState(
        title=words.text("returns.of-buyer", name=model.whose) if model.whose else when,
        takes_text=True,
        text=model.typed,
        text_missed=model.is_missed,
        prompt=words.text("returns.prompt"),
        empty=words.text("returns.no-sales"),
        pad=True,
        back=words.text("returns.back" if model.lists_the_day else "returns.back-to-day"),
        goods=words.text("returns.without-receipt"),
        earlier=words.text("returns.earlier"),
        later=words.text("returns.later") if model.day is not None else "",
        finish=words.text("returns.busy" if model.busy else finish),
    )


def _lines(model: ReturnsModel, words: Words) -> ReturnsState:
    sale, shown = model.sale, model.shown
    if sale is None:
        raise AssertionError("lines are chosen of a sale")
    money = Money(0) if shown is None else shown.worked_out.paid_out
    marked = sale.lines[model.mark] if 0 <= model.mark < len(sale.lines) else None
    wanted = Quantity(0) if marked is None else model.wanted.get(marked.line, Quantity(0))
    cash = "returns.as-paid" if model.in_cash else "returns.in-cash"
    unit: Unit = "piece" if marked is None else marked.unit
    return ReturnsState(
        title=f"{words.text('returns.receipt', label=sale.label)} · {_buyer(sale, words)}",
        empty="" if sale.lines else words.text("returns.nothing-but-gifts"),
        quantity=model.digits or words.quantity(wanted, unit),
        about_title=words.text("returns.sold-at", date=words.date(sale.at), time=words.time(sale.at)),
        big_label=words.text("returns.money-back"),
        big=words.money(money),
        about=()
        if shown is None
        else _money_rows(
            shown.worked_out.tenders, shown.worked_out.rounding, words, held=shown.worked_out.held
        ),
        points=() if shown is None else _points_rows(shown, words),
        hints=_hints(model, words),
        back=words.text("returns.other-sale"),
        all=words.text("returns.all"),
        cash=words.text(cash) if model.is_cash_choice else "",
        reason=_reason(model, words),
        finish=_finish(model, words, money),
    )


def _buyer(sale: ReturnableSale, words: Words) -> str:
    return buyer_told(sale.member_name, words, has_member=sale.body.member is not None)


def _goods(model: ReturnsModel, words: Words) -> ReturnsState:
    marked = model.goods[model.mark] if 0 <= model.mark < len(model.goods) else None
    return ReturnsState(
        title=words.text("returns.without-receipt"),
        takes_text=True,
        text=model.typed,
        prompt=words.text("returns.prompt-goods"),
        empty=words.text("returns.no-goods"),
        quantity="" if marked is None else words.quantity(marked.quantity, marked.unit),
        about_title=words.text("returns.no-receipt-how"),
        big_label=words.text("returns.money-back"),
        big=words.money(model.money),
        back=words.text("returns.other-sale"),
        reason=_reason(model, words),
        finish=words.text("returns.busy" if model.busy else "returns.to-approve"),
    )


def _approve(model: ReturnsModel, words: Words) -> ReturnsState:
    return ReturnsState(
        title=words.text("returns.approve-title"),
        empty=words.text("returns.nobody-approves"),
        pad=True,
        dots="•" * len(model.pin) or "–",
        about_title=_whose_word(model, words),
        back=words.text("returns.cancel"),
        finish=words.text("returns.busy" if model.busy else "returns.approve"),
    )


def _whose_word(model: ReturnsModel, words: Words) -> str:
    """Who types a PIN, and what for; nothing where there is nobody."""
    if not 0 <= model.mark < len(model.approvers):
        return ""
    name, amount = model.approvers[model.mark].name, words.money(model.money)
    return words.text(f"returns.approve-{model.after_approval}", name=name, amount=amount)


def _done(model: ReturnsModel, words: Words) -> ReturnsState:
    done = model.done
    if done is None:
        raise AssertionError("a return is done")
    label, handed, all_of_it = _handed_over(done, words)
    money = _money_rows(done.tenders, done.rounding, words, held=done.held)
    return ReturnsState(
        title=words.text("returns.done-title"),
        about_title=words.text("returns.done-receipt", label=done.receipt_label),
        big_label=label,
        big=words.money(handed),
        about=(*all_of_it, *money),
        points=_done_points(done, words),
        hints=(words.text("returns.sign"),),
        back=words.text("returns.back"),
        finish=words.text("returns.next"),
    )


def _handed_over(done: RefundedSale, words: Words) -> tuple[str, Money, tuple[FigureRow, ...]]:
    """What leaves the drawer, what to call it, and the whole where that is more.

    Where no cash is among it, nothing is handed over: the money went where it had come from.
    """
    cash = Money(sum(each.amount for each in done.tenders if each.kind == "cash"))
    label = words.text("returns.money-back")
    if cash == done.paid_out:
        return words.text("returns.give-back"), cash, ()
    if not cash:
        return label, done.paid_out, ()
    return words.text("returns.give-cash"), cash, (FigureRow(label, words.amount(done.paid_out)),)


def _money_rows(
    tenders: tuple[Tender, ...], rounding: Money, words: Words, *, held: Money
) -> tuple[FigureRow, ...]:
    """By which means the money goes back, what of it is rounding, and what is kept for days gone."""
    rows = [
        FigureRow(label=way_back(each, words), figure=words.amount(each.amount), strong=True)
        for each in tenders
    ]
    if rounding:
        rows.append(FigureRow(label=words.text("pay.rounding"), figure=words.amount(rounding)))
    if held:
        rows.append(FigureRow(label=words.text("returns.held"), figure=words.amount(held)))
    return tuple(rows)


def _points_rows(shown: RefundShown, words: Words) -> tuple[FigureRow, ...]:
    found = shown.worked_out
    rows = _moved(found.back.points_taken, found.points_back, words)
    if found.gone:
        label = words.text("returns.points-gone")
        rows.append(FigureRow(label=label, figure=words.points(found.gone), tone=Tone.ATTENTION))
    if shown.before is not None and shown.after is not None:
        rows.append(
            FigureRow(label=words.text("returns.points-before"), figure=words.points(shown.before.points))
        )
        tone = Tone.ATTENTION if shown.owed else Tone.PLAIN
        after = FigureRow(words.text("returns.points-after"), words.points(shown.after.points), tone)
        rows.append(after)
    return tuple(rows)


def _done_points(done: RefundedSale, words: Words) -> tuple[FigureRow, ...]:
    rows = _moved(done.points_taken, done.points_returned, words)
    if done.points_after is not None:
        rows.append(FigureRow(label=words.text("returns.points-now"), figure=words.points(done.points_after)))
    return tuple(rows)


def _moved(taken: Points, returned: Points, words: Words) -> list[FigureRow]:
    rows: list[FigureRow] = []
    if taken:
        figure = words.points(Points(-taken))
        rows.append(FigureRow(label=words.text("returns.points-taken"), figure=figure, tone=Tone.ATTENTION))
    if returned:
        figure = f"+{words.points(returned)}"
        rows.append(FigureRow(label=words.text("returns.points-returned"), figure=figure, tone=Tone.GOOD))
    return rows


def _hints(model: ReturnsModel, words: Words) -> tuple[str, ...]:
    shown, sale = model.shown, model.sale
    hints: list[str] = []
    if sale is not None and sale.till_code:
        hints.append(words.text("returns.of-till", till=sale.till_code))
    if sale is not None and sale.body.gifts and shown is None:
        hints.append(words.text("returns.gifts-stay", count=len(sale.body.gifts)))
    if shown is not None and shown.owed:
        hints.append(words.text("returns.owed", points=words.points(shown.owed)))
    if shown is not None and shown.tier_lost:
        hints.append(words.text("returns.tier-lost", tier=shown.tier_lost))
    if model.approval is not None:
        hints.append(words.text("returns.allowed-by", name=model.approval.name))
    if shown is None and sale is not None and sale.lines:
        hints.append(words.text("returns.choose-how"))
    return tuple(hints)


def _reason(model: ReturnsModel, words: Words) -> str:
    return words.text("returns.reason", why=words.text(f"returns.reason-{REASONS[model.reason]}"))


def _finish(model: ReturnsModel, words: Words, money: Money) -> str:
    if model.busy:
        return words.text("returns.busy")
    if model.stuck:
        return words.text("pay.find-out")
    if model.waits:
        return words.text("returns.ask-again")
    return words.text("returns.confirm", amount=words.money(money))


_STEPS: Final[Mapping[Step, Callable[[ReturnsModel, Words], ReturnsState]]] = {
    "find": _find,
    "lines": _lines,
    "goods": _goods,
    "approve": _approve,
    "done": _done,
}
