"""The checkout's model in words: every text and figure that its state carries, in one language. Pure."""

from typing import TYPE_CHECKING, Final

from loyalty.units import Money
from terminal.exchange import as_came_in
from terminal.gift_sale import gift_money
from terminal.goods import Product
from terminal.usecases.found import VoucherFound
from terminal.usecases.park import ParkedSale
from ui.presenters.checkout.benefits import BACK, USE
from ui.presenters.checkout.doubted import doubt_of, doubted_rows, price_rows
from ui.presenters.checkout.model import Act, Ask, CheckoutModel, Choice, Hit, Question, Said, Scope
from ui.presenters.checkout.shown_after import after_state, way_back
from ui.presenters.checkout.shown_exchange import exchange_said
from ui.presenters.checkout.shown_member import enrol_state
from ui.presenters.checkout.shown_things import things_of
from ui.presenters.checkout.shown_why import due_row, why_state
from ui.presenters.checkout.state import (
    BoxState,
    CheckoutState,
    ConfirmState,
    HitRow,
    TotalsState,
)  # fmt: skip
from ui.presenters.checkout.writer import CheckoutWriter, gross_of
from ui.presenters.shown import FigureRow, Notice, Tone
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.sale import SettledSale

_ACT_KEYS: Final = {
    Act.ENROL: "banner.enrol",
    Act.ASK_SERVER: "banner.ask-server",
    Act.SEARCH_GOODS: "banner.search-goods",
    Act.SELL_AS_AMOUNT: "banner.sell-as-amount",
    Act.ATTACH: "enrol.use-existing",
    Act.REPRINT: "checkout.reprint",
    Act.UNDO: "banner.undo",
    Act.ADD_PRODUCT: "products.add-unknown",
    Act.LINK_CARD: "cards.link-to",
    Act.TAKE_BACK_USE: "banner.take-back-use",
    Act.END_EXCHANGE: "banner.end-exchange",
}
CHOICE_ICONS: Final = {
    "note-line": "info",
    "note-sale": "info",
    "undo": "rotate-ccw",
    USE: "gift",
    BACK: "rotate-ccw",
}
_PROMPTS: Final = {
    Scope.ALL: "checkout.prompt",
    Scope.GOODS: "checkout.prompt-goods",
    Scope.MEMBERS: "checkout.prompt-member",
}


def state_of(model: CheckoutModel, words: Words, writer: CheckoutWriter) -> CheckoutState:
    """All that the checkout shows; what has not changed since the last time is the same object as then."""
    chosen = next((line for line in model.sale.lines if line.line == model.line), None)
    return CheckoutState(
        box=_box(model, words),
        rows=writer.rows(model),
        count=words.text("checkout.count", count=len(model.sale.lines) + len(model.sale.gifts)),
        line=None if chosen is None else chosen.line,
        line_quantity="" if chosen is None else words.quantity(chosen.quantity, chosen.unit),
        totals=_totals(model, words),
        member=writer.member(model),
        enrol=enrol_state(model, words, notice_of),
        notice=_notice(model, words),
        why=why_state(model, words),
        after=after_state(model, words),
        confirm=_confirm(model, words),
        can_pay=model.can_pay,
        pay_enabled=model.sale.has_something and model.ask is None and model.enrolment is None,
        can_clear=not model.sale.is_empty or model.done is not None,
        can_park=not model.sale.is_empty,
        can_recall=bool(model.parked),
        recall=_recall_key(model, words),
        can_reprint=model.last is not None,
        can_void=model.is_last_whole and not model.sale.has_something,
    )


def notice_of(said: Said, words: Words) -> Notice:
    """A sentence with its action."""
    if said.key.startswith("error."):
        text = words.refusal(said.key.removeprefix("error."), said.params)
    else:
        why: dict[str, str] = {} if said.sentence is None else {"why": words.sentence(said.sentence)}
        amounts = {name: words.money(amount) for name, amount in said.amounts.items()}
        text = words.text(said.key, **said.params, **amounts, **why)
    action = "" if said.act is None else words.text(_ACT_KEYS[said.act], name=said.act_name)
    return Notice(tone=said.tone, text=text, action=action)


def _notice(model: CheckoutModel, words: Words) -> Notice | None:
    if model.said is not None:
        return notice_of(model.said, words)
    if model.ask is not None and model.waiting:
        text = words.text("checkout.waiting", count=model.waiting)
        return Notice(tone=Tone.PLAIN, text=text)
    if model.slip is not None:
        text = words.text("print.question-notice", time=words.time(model.slip.created_at))
        return Notice(tone=Tone.ATTENTION, text=text, action=words.text("banner.look-at-paper"))
    if model.stranded:
        text = words.text("print.stranded", count=model.stranded)
        return Notice(tone=Tone.ATTENTION, text=text, action=words.text("banner.print-elsewhere"))
    exchange = model.sale.exchange
    return None if exchange is None else notice_of(exchange_said(exchange), words)


def _box(model: CheckoutModel, words: Words) -> BoxState:
    prompt = words.text(_PROMPTS[model.scope]) if model.ask is None else _asked(model, model.ask, words)
    return BoxState(
        text=model.typed,
        prompt=prompt,
        asking=model.ask is not None,
        choosing=model.ask is not None and model.ask.is_choice,
        secret=model.ask is not None and model.ask.kind == "hand-pin",
        text_missed=model.is_missed,
        hits=_hits(model, words),
        chosen=model.hit,
    )


def _asked(model: CheckoutModel, ask: Ask, words: Words) -> str:
    if ask.kind == "burn":
        most = 0 if model.burnable is None else model.burnable.points
        return words.text("checkout.ask-burn", points=words.whole(most))
    if ask.doubted is not None:
        return doubt_of(model, ask, ask.doubted, words)
    if ask.kind == "hand-doubt" and ask.wish is not None:
        price = words.money(ask.wish.unit_price)
        return words.text("checkout.ask-hand-doubt", name=ask.name, price=price)
    if ask.kind == "edit" and not ask.name:
        return words.text("checkout.ask-edit-sale")
    return words.text(f"checkout.ask-{ask.kind}", name=ask.name)


def _hits(model: CheckoutModel, words: Words) -> tuple[HitRow, ...]:
    if model.ask is not None and model.ask.kind == "doubt":
        return doubted_rows(model, model.ask, words)
    if model.ask is not None and model.ask.kind == "hand-doubt":
        return price_rows(model, model.ask, words)
    hits = enumerate(model.hits, start=1)
    if model.ask is None or model.ask.kind != "thing":
        return tuple(_hit(hit, words, place) for place, hit in hits)
    things = {row.act: row for row in things_of(model, words)}
    return tuple(
        HitRow(title=row.text, detail=row.value, figure=str(place), icon="gift")
        if isinstance(hit, Choice) and (row := things.get(hit.key))
        else _hit(hit, words, place)
        for place, hit in hits
    )


def _hit(hit: Hit, words: Words, place: int) -> HitRow:
    if isinstance(hit, Choice) and hit.amount:
        bonus, amount = words.money(Money(hit.bonus)), words.money(Money(hit.amount))
        key = "checkout.top-up-bonus" if hit.bonus else "checkout.top-up-amount"
        return HitRow(title=words.text(key, amount=amount, bonus=bonus), detail="", figure="", icon="wallet")
    if isinstance(hit, Choice):
        title = hit.title or words.text(f"choice.{hit.key}")
        icon = "lock" if hit.title else CHOICE_ICONS.get(hit.key, "tag")
        return HitRow(title=title, detail="", figure=str(place), icon=icon)
    if isinstance(hit, ParkedSale):
        return _parked(hit, words)
    if isinstance(hit, VoucherFound):
        return HitRow(title=words.text("checkout.hit-voucher"), detail=hit.code, figure="", icon="gift")
    if isinstance(hit, Product):
        price = "" if hit.price_is_typed else words.amount(hit.unit_price)
        return HitRow(title=hit.name, detail=hit.sku, figure=price, icon="tag")
    return HitRow(
        title=hit.name,
        detail=f"{hit.phone_masked} · {hit.tier_name}",
        figure=words.text("checkout.points-of", points=words.points(hit.points)),
        icon="gem",
    )


def _recall_key(model: CheckoutModel, words: Words) -> str:
    count = len(model.parked)
    return words.text("key.recall-some", count=count) if count else words.text("key.recall")


def _parked(sale: ParkedSale, words: Words) -> HitRow:
    goods = ", ".join(sale.goods) + ("…" if sale.lines > len(sale.goods) else "")
    return HitRow(
        title=sale.name or words.text("checkout.parked-nobody"),
        detail=goods,
        figure=words.text("checkout.parked-at", time=words.time(sale.parked_at), count=sale.lines),
        icon="receipt",
    )


def _totals(model: CheckoutModel, words: Words) -> TotalsState:
    quote, on_cards = model.quote, gift_money(model.sale.gifts)
    if quote is None or not model.sale.lines:
        subtotal = Money(sum(gross_of(line) for line in model.sale.lines))
        return TotalsState(
            exchange=_exchanged(model, words),
            subtotal=FigureRow(
                label=words.text("checkout.subtotal"), figure=words.amount(Money(subtotal + on_cards))
            ),
            discount=None,
            points=None,
            due=due_row(model, Money(subtotal + on_cards), words),
        )
    off = Money(-sum(discount.amount for discount in quote.discounts))
    burn = quote.burn
    points = FigureRow(
        label=words.text("checkout.points", points=words.points(burn.points)),
        figure=words.amount(Money(-burn.amount)),
    )
    return TotalsState(
        subtotal=FigureRow(
            label=words.text("checkout.subtotal"), figure=words.amount(Money(quote.subtotal + on_cards))
        ),
        discount=FigureRow(label=words.text("checkout.discount"), figure=words.amount(off)) if off else None,
        points=points if burn.points else None,
        exchange=_exchanged(model, words),
        due=due_row(model, Money(quote.total + on_cards), words),
    )


def _exchanged(model: CheckoutModel, words: Words) -> FigureRow | None:
    """What goods brought back pay; nothing is said where all of it goes back to a card or the wallet."""
    exchange = model.sale.exchange
    if exchange is None or not exchange.credit:
        return None
    label = words.text("checkout.exchange")
    return FigureRow(label=label, figure=words.amount(Money(-exchange.credit)))


def _as_paid(sale: "SettledSale", words: Words) -> str:
    """What was paid, and the ways it goes back by, each once, with its part where there are several."""
    by_way: dict[str, int] = {}
    for each in (part for tender in sale.tenders for part in as_came_in(tender)):
        way = way_back(each, words)
        by_way[way] = by_way.get(way, 0) + each.amount
    ways = [
        f"{way} {words.money(Money(amount))}" if len(by_way) > 1 else way for way, amount in by_way.items()
    ]
    return words.money(sale.to_pay) + (f" ({', '.join(ways)})" if ways else "")


def _undone(sale: "SettledSale", words: Words) -> str:
    """What goes back with a sale that is voided; of an exchange, what does not."""
    key = "void.text" if sale.member is not None else "void.text-nobody"
    said = words.text(key, amount=_as_paid(sale, words))
    return f"{said} {words.text('void.text-exchange')}" if sale.exchange else said


def _lost(model: CheckoutModel, words: Words) -> str:
    """What goes with the open sale."""
    lines, member = len(model.sale.lines) + len(model.sale.gifts), model.sale.member
    if member is None:
        return words.text("clear.text-nobody", count=lines)
    return words.text("clear.text", count=lines) if lines else words.text("clear.text-no-goods")


def _confirm(model: CheckoutModel, words: Words) -> ConfirmState | None:
    if model.question is Question.VOID and model.last is not None:
        return ConfirmState(
            title=words.text("void.title", receipt=model.last.receipt.label),
            text=_undone(model.last, words),
            accept=words.text("void.accept"),
            refuse=words.text("void.refuse"),
        )
    if model.question is Question.PAPER and model.slip is not None:
        return ConfirmState(
            title=words.text("print.question-title", time=words.time(model.slip.created_at)),
            text=words.text("print.question-text"),
            accept=words.text("print.question-yes"),
            other=words.text("print.question-no"),
            refuse=words.text("print.question-later"),
            is_grave=False,
        )
    if model.question is Question.ABANDON:
        return ConfirmState(
            title=words.text("clear.title"),
            text=_lost(model, words),
            accept=words.text("clear.accept"),
            refuse=words.text("clear.refuse"),
        )
    return None
