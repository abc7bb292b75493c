"""What the member has to use, one under the other below the box, for whoever sells by keys.

Beside the member stands as much of it as there is room for; here stands all of it, whatever the window. The
last of the choices opens the sheet of every offer with its reasons.
"""

from typing import TYPE_CHECKING, Final

from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.members import MemberKeeper
from ui.presenters.checkout.model import Ask, CheckoutModel, Choice, Said
from ui.presenters.checkout.shown_things import REWARD, acts_of, nothing_lent
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from loyalty.quote.model import RuleReward

EVERY_OFFER: Final = "every-offer"
NEXT_ONES: Final = "next-ones"
MOST_AT_ONCE: Final = 5
"""So many things stand under the box beside the way to every offer; of more, one fewer at a time."""


class ThingKeeper:
    """Vouchers, benefits, rewards, limited offers and the wallet of the member, as choices under the box."""

    def __init__(self, counter: Counter, members: MemberKeeper) -> None:
        self._counter = counter
        self._members = members
        self._watched = ""

    def open(self) -> None:
        """List them; every offer with its reasons where there are none, or where they are listed already."""
        model = self._counter.model
        if model.ask is not None or model.enrolment is not None or not acts_of(model):
            self._explain()
        else:
            self._list(0)

    def chosen(self, ask: Ask, key: str) -> None:
        """One of the choices was taken."""
        if key == NEXT_ONES:
            self._list(ask.first + MOST_AT_ONCE - 1)
        elif key == EVERY_OFFER:
            self._explain()
        else:
            self.close()
            self._watched = key.removeprefix(REWARD) if key.startswith(REWARD) else ""
            self._members.thing_pressed(key)

    def look(self, model: CheckoutModel) -> None:
        """Say whether the reward that was chosen is given, once that is known: its row may have no room."""
        quote = model.quote
        if not self._watched or model.busy or not model.is_priced or quote is None:
            return
        reward, self._watched = self._watched, ""
        given = next((each for each in quote.rewards if each.rule == reward), None)
        if given is not None:
            rules = quote.grounds.program.rewards
            name = next((each.name for each in rules if each.id == given.rule), given.rule)
            self._counter.say(_said_of(model, given, name))

    def close(self) -> None:
        """Leave everything as it is."""
        ask = self._counter.model.ask
        if ask is not None and ask.kind == "thing":
            self._counter.change(ask=None, hits=(), typed="")

    def _list(self, first: int) -> None:
        acts = acts_of(self._counter.model)
        first = first if first < len(acts) else 0
        fits = len(acts) <= MOST_AT_ONCE
        shown = acts if fits else acts[first : first + MOST_AT_ONCE - 1]
        keys = (*shown, *(() if fits else (NEXT_ONES,)), EVERY_OFFER)
        choices = tuple(Choice(key=key) for key in keys)
        ask = Ask(kind="thing", first=first)
        self._counter.change(ask=ask, hits=choices, hit=0, typed="", said=None, why=None)

    def _explain(self) -> None:
        self.close()
        self._counter.explain_offers()


def _said_of(model: CheckoutModel, given: "RuleReward", name: str) -> Said:
    params = {"name": name}
    if given.points:
        return Said(key="checkout.thing-given", params=params, tone=Tone.GOOD)
    trouble = nothing_lent(model)
    if trouble is not None:
        return Said(key=f"error.{trouble.code}", params=trouble.params)
    return Said(key="checkout.thing-not-given", params=params, sentence=given.whys[0])
