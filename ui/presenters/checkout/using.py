"""What the member has to use, one under the other below the box, for whoever sells by keys.

Beside the member stands as much of it as there is room for; here stands all of it, whatever the window. The
last of the choices opens the sheet of every offer with its reasons.
"""

from typing import Final

from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.members import MemberKeeper
from ui.presenters.checkout.model import Ask, Choice
from ui.presenters.checkout.shown_things import acts_of

EVERY_OFFER: Final = "every-offer"
NEXT_ONES: Final = "next-ones"
MOST_AT_ONCE: Final = 5
"""So many things stand under the box beside the way to every offer; of more, one fewer at a time."""


class ThingKeeper:
    """Vouchers, benefits, rewards, limited offers and the wallet of the member, as choices under the box."""

    def __init__(self, counter: Counter, members: MemberKeeper) -> None:
        self._counter = counter
        self._members = members

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
            self._members.thing_pressed(key)

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
