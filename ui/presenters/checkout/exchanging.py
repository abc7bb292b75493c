"""Goods that come back for the open sale: chosen on the screen *Returns*, paid for here with the new ones."""

from terminal.open_sale import OpenSale
from terminal.returned import RefundWish
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.shown_exchange import exchange_said


class ExchangeKeeper:
    """The exchange of the open sale. Nothing of it is done before the sale is paid."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def begin(self, wish: RefundWish) -> None:
        """Let these goods come back for the open sale."""
        counter = self._counter
        if counter.model.busy:
            return
        counter.change(busy=True, done=None, said=None)
        errands, session, sale = counter.errands, counter.session, counter.model.sale

        def begun(now: OpenSale) -> None:
            said = None if now.exchange is None else exchange_said(now.exchange)
            counter.sale_changed(now, busy=False, done=None, said=said)

        counter.run("store", lambda: errands.exchange(session, sale, wish), begun)

    def end(self) -> None:
        """Let nothing come back: the sale is one like any other, of whoever it was before."""
        counter = self._counter
        session, sale = counter.session, counter.model.sale
        counter.run("store", lambda: counter.errands.end_exchange(session, sale), counter.sale_changed)
