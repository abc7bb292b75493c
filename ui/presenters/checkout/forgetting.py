"""Whoever is erased elsewhere goes from the checkout once the till has heard of it: name, number, points.

Their open sale goes on as anybody's. One that is being paid goes on as it was told, without a name.
"""

from collections.abc import Callable
from dataclasses import replace

from terminal.membership import MemberRow
from terminal.open_sale import OpenSale, detach
from terminal.usecases.park import ParkedSale
from ui.presenters.checkout.counter import Counter, expected
from ui.presenters.checkout.model import CheckoutModel, Hit, Said
from ui.presenters.shown import Tone


class Forgetter:
    """Looks after a sync whether who is shown is still there."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def look(self, is_paid_on: Callable[[], bool]) -> None:
        """Take whoever was erased off the screen; `is_paid_on` tells a payment under way, where there is one.

        What the till cannot read now it reads after the next sync, and so what has to wait for something
        that is at work.
        """
        counter = self._counter
        people = _shown(counter.model)
        if people:
            counter.run_with(
                "look-up",
                lambda: counter.errands.erased_of(people),
                lambda gone: self._without(gone, is_paid_on),
                _later,
            )
        if any(each.name for each in counter.model.parked):
            counter.run_with("store", counter.errands.parked, self._name_parked, _later)

    def _without(self, gone: frozenset[str], is_paid_on: Callable[[], bool]) -> None:
        counter, model = self._counter, self._counter.model
        done = model.done
        if done is not None and done.sale.member is not None and done.sale.member.who in gone:
            nobody = replace(done.sale.member, name="", phone_tail="")
            counter.change(done=replace(done, sale=replace(done.sale, member=nobody)))
        if any(isinstance(each, MemberRow) and each.member in gone for each in model.hits):
            left = tuple(
                each for each in model.hits if not isinstance(each, MemberRow) or each.member not in gone
            )
            counter.change(hits=left, hit=0)
        member = model.sale.member
        if member is None or member.holder not in gone or model.busy:
            return
        if is_paid_on():
            counter.change(sale=replace(model.sale, member=member.without_person()))
        else:
            self._as_anybodys(model.sale)

    def _as_anybodys(self, sale: OpenSale) -> None:
        """No points, no vouchers and no prices of a member any more; what was lent for them goes back."""
        counter = self._counter
        member = sale.member
        codes = tuple(code for code in sale.codes if member is None or code not in member.vouchers)
        left = replace(detach(sale), codes=codes)
        said = Said(key="checkout.member-erased", tone=Tone.ATTENTION)
        counter.sale_changed(left, ask=None, hits=(), why=None, said=said)
        counter.run("store", lambda: counter.errands.detach(counter.session, sale), lambda _: None)

    def _name_parked(self, now: tuple[ParkedSale, ...]) -> None:
        names = {each.sale: each.name for each in now}

        def named(sale: ParkedSale) -> ParkedSale:
            return replace(sale, name=names.get(sale.sale, sale.name))

        model = self._counter.model
        parked = tuple(named(each) for each in model.parked)
        if parked != model.parked:
            hits: tuple[Hit, ...] = tuple(
                named(each) if isinstance(each, ParkedSale) else each for each in model.hits
            )
            self._counter.change(parked=parked, hits=hits)


def _shown(model: CheckoutModel) -> tuple[str, ...]:
    """Who is named on the screen: of the open sale, of the one just made, among those found."""
    people = [each.member for each in model.hits if isinstance(each, MemberRow)]
    if model.sale.member is not None:
        people.append(model.sale.member.holder)
    if model.done is not None and model.done.sale.member is not None and model.done.sale.member.name:
        people.append(model.done.sale.member.who)
    return tuple(people)


def _later(error: Exception) -> None:
    expected(error)
