"""What the member has that is not money, used at the counter: a lounge, priority, a parcel brought home.

A press on one asks what is to be done with it, under the box, so that a second press uses nothing; what was
used by mistake is taken back while the customer stands here.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from terminal.benefits import BenefitHere, benefits_here
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.model import Act, Ask, Choice, Said
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.open_sale import OpenSale

USE: Final = "benefit-use"
BACK: Final = "benefit-back"


class BenefitKeeper:
    """The benefits of the member of the open sale."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def pressed(self, benefit: str) -> None:
        """Ask what is to be done with one; or say why nothing can be, and ask the server again."""
        it = next((each for each in self._found() if each.benefit.id == benefit), None)
        if it is None:
            return
        keys = (*(() if it.trouble else (USE,)), *((BACK,) if it.here else ()))
        if keys:
            ask = Ask(kind="benefit", name=it.benefit.name, benefit=benefit)
            self._ask(ask, *(Choice(key=key) for key in keys))
        elif it.trouble is not None:
            self._counter.change(ask=None, hits=(), typed="")
            self._counter.say(Said(key=f"error.{it.trouble.code}", params=it.trouble.params))
            self._ask_again(benefit)

    def chosen(self, ask: Ask, key: str) -> None:
        """One of the choices was taken."""
        if key == USE:
            self._use(ask)
        else:
            it = next((each for each in self._found() if each.benefit.id == ask.benefit), None)
            if it is not None and it.here:
                self.take_back(it.here[-1])

    def take_back(self, use: str) -> None:
        """A use of this visit was none."""
        counter, asked = self._counter, self._counter.model.sale
        said = Said(key="checkout.benefit-back", tone=Tone.PLAIN)
        self._do(lambda: counter.errands.take_back_use(counter.session, asked, use), lambda _: said)

    def _use(self, ask: Ask) -> None:
        counter, asked = self._counter, self._counter.model.sale
        use = counter.errands.name_use(asked)

        def said(got: "OpenSale") -> Said:
            it = next((each for each in self._found(got) if each.benefit.id == ask.benefit), None)
            left = None if it is None else it.left
            params = {"name": ask.name} | ({} if left is None else {"left": left})
            key = "checkout.benefit-used" if left is None else "checkout.benefit-used-left"
            return Said(key=key, params=params, tone=Tone.GOOD, act=Act.TAKE_BACK_USE, value=use)

        self._do(lambda: counter.errands.use_benefit(counter.session, asked, ask.benefit, use=use), said)

    def _ask_again(self, benefit: str) -> None:
        counter, asked = self._counter, self._counter.model.sale
        said = counter.model.said
        self._do(lambda: counter.errands.ask_use_again(counter.session, asked, benefit), lambda _: said)

    def _do(self, work: "Callable[[], OpenSale]", say: "Callable[[OpenSale], Said | None]") -> None:
        """Do it once, and go on with the member and the claims as they are by then."""
        counter, asked = self._counter, self._counter.model.sale

        def done(got: "OpenSale") -> None:
            now = counter.model.sale
            if now.sale != asked.sale or now.member is None or got.member is None:
                counter.change(busy=False)
                return
            sale = replace(now, member=got.member, claims=got.claims)
            counter.sale_changed(sale, busy=False, said=say(got))

        counter.change(ask=None, hits=(), typed="", busy=True)
        counter.run("store", work, done)

    def _found(self, sale: "OpenSale | None" = None) -> tuple[BenefitHere, ...]:
        """What the member of the sale has, of the one that is open where no other is given."""
        quote = self._counter.model.quote
        if quote is None:
            return ()
        at = quote.grounds.basket.at
        return benefits_here(quote.grounds.program, sale or self._counter.model.sale, at)

    def _ask(self, ask: Ask, *choices: Choice) -> None:
        self._counter.change(ask=ask, hits=choices, hit=0, typed="", said=None, why=None)
