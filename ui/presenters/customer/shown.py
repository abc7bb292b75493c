"""The cashier's states as the customer may see them: in the window, and in two rows of twenty letters."""

from typing import Final

from drivers.ports import DISPLAY_COLUMNS
from ui.presenters.checkout.state import AfterSaleState, CheckoutState, LineRow
from ui.presenters.customer.state import CustomerState, PoleRows
from ui.presenters.pay.state import PayState
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import Words

MOST_ROWS: Final = 10
"""Rows of goods that the window shows; of a longer sale the newest ones."""


def idle_state(store: str, words: Words) -> CustomerState:
    """Nobody is being served."""
    return CustomerState(store=store, greeting=words.text("customer.welcome"))


def closed_state(store: str, words: Words) -> CustomerState:
    """A shift is being opened or closed: nobody is served here, and no card is asked for."""
    return CustomerState(store=store, greeting=words.text("customer.closed"), is_closed=True)


def sale_state(store: str, state: CheckoutState, words: Words) -> CustomerState:
    """A sale under way."""
    member, totals = state.member, state.totals
    sums = [totals.subtotal, totals.discount, totals.points, totals.exchange]
    return CustomerState(
        store=store,
        rows=_rows(state.rows, words),
        sums=tuple(row for row in sums if row is not None),
        big=totals.due,
        member="" if member is None else member.name,
        phone="" if member is None else member.phone,
        points=() if member is None else member.points_rows,
    )


def pay_state(store: str, sale: CheckoutState, state: PayState, words: Words) -> CustomerState:
    """The sale being paid: what is due, or what was given and the change; the code, the points."""
    shown = sale_state(store, sale, words)
    return CustomerState(
        store=store,
        rows=shown.rows,
        sums=(*shown.sums, *state.facing),
        big=state.due or FigureRow(label=state.figure_label, figure=state.figure),
        member=shown.member,
        phone=shown.phone,
        points=state.points,
        qr=state.qr,
    )


def after_state(store: str, after: AfterSaleState, words: Words) -> CustomerState:
    """The sale is done: change, points, thanks."""
    return CustomerState(
        store=store,
        sums=after.facing_rows,
        big=after.facing,
        member=after.who,
        thanks=words.text("customer.thanks"),
        won=after.won,
    )


def pole_rows(state: CustomerState, words: Words) -> PoleRows:
    """The same on a pole: the newest article over the figure that counts."""
    if state.big is None:
        said = "customer.closed-short" if state.is_closed else "customer.welcome-short"
        return state.store[:DISPLAY_COLUMNS], words.text(said)
    figure = _spread(state.big.label, state.big.figure)
    if state.thanks:
        return figure, words.text("customer.thanks-short")
    if not state.rows:
        return state.store[:DISPLAY_COLUMNS], figure
    newest = next((row for row in reversed(state.rows) if row.strong), state.rows[-1])
    return _spread(newest.label, newest.figure), figure


def _rows(rows: tuple[LineRow, ...], words: Words) -> tuple[FigureRow, ...]:
    shown: list[FigureRow] = []
    for row in rows:
        label = row.name if row.quantity == "1" else f"{row.name} × {row.quantity}"
        shown.append(FigureRow(label=label, figure=row.amount, strong=True))
        shown.extend(
            FigureRow(label=f"   {offer.text}", figure=offer.amount, tone=Tone.GOOD) for offer in row.offers
        )
    if len(shown) > MOST_ROWS:
        hidden = len(rows) - sum(row.strong for row in shown[1 - MOST_ROWS :])
        return (FigureRow(words.text("customer.earlier", count=hidden), ""), *shown[1 - MOST_ROWS :])
    return tuple(shown)


def _spread(label: str, figure: str) -> str:
    """A label on the left and its figure on the right; the label gives way."""
    room = max(0, DISPLAY_COLUMNS - len(figure) - 1)
    return f"{label[:room]:<{room}} {figure}"[:DISPLAY_COLUMNS]
