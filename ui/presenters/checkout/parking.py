"""Putting the open sale aside for a moment, and taking one up again."""

from typing import Final

from terminal.open_sale import OpenSale
from terminal.usecases.park import ParkedSale
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.model import Said, Scope
from ui.presenters.shown import Tone

_PARKED: Final = "checkout.parked"
_RECALLED: Final = "checkout.recalled"
_RECALLED_PARKED: Final = "checkout.recalled-parked"


class ParkKeeper:
    """The parked sales. They are listed under the box, as what is found is."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def begin(self) -> None:
        """Find out what is parked; a parked sale outlives the night."""
        counter = self._counter
        counter.run("store", counter.errands.parked, lambda parked: counter.change(parked=parked))

    def park(self) -> None:
        """Put the open sale aside; the till is free for the next customer."""
        counter = self._counter
        asked = counter.model.sale
        if counter.model.busy:
            return
        if asked.is_empty:
            self._say_of_nothing("checkout.nothing-to-park", done=(_PARKED,))
            return
        said = Said(key=_PARKED, params={"count": len(asked.lines)}, tone=Tone.GOOD)

        def parked(answer: tuple[OpenSale, tuple[ParkedSale, ...]]) -> None:
            self._go_on_with(*answer, said=said)

        errands, session = counter.errands, counter.session
        counter.leave(lambda: (errands.park(session, asked), errands.parked()), parked)

    def look(self) -> None:
        """Take the parked sale up if there is one only and nothing is in its way; else list them."""
        model = self._counter.model
        if model.busy:
            return
        if not model.parked:
            self._say_of_nothing("checkout.nothing-parked", done=(_RECALLED, _RECALLED_PARKED))
        elif len(model.parked) == 1 and model.sale.is_empty:
            self.recall(model.parked[0])
        else:
            self._counter.change(hits=model.parked, hit=0, typed="", scope=Scope.ALL, ask=None, said=None)

    def recall(self, chosen: ParkedSale) -> None:
        """Take that one up; what is open is put aside for it."""
        counter = self._counter
        asked = counter.model.sale
        counter.say(None)
        key = _RECALLED if asked.is_empty else _RECALLED_PARKED
        said = Said(key=key, tone=Tone.PLAIN)

        def recalled(answer: tuple[OpenSale, tuple[ParkedSale, ...]]) -> None:
            self._go_on_with(*answer, said=said)

        errands, session = counter.errands, counter.session
        counter.leave(lambda: (errands.recall(session, asked, chosen.sale), errands.parked()), recalled)

    def _say_of_nothing(self, key: str, *, done: tuple[str, ...]) -> None:
        """Say that there is nothing to do, unless the same press came twice: what was `done` stays said."""
        said = self._counter.model.said
        if said is None or said.key not in done:
            self._counter.say(Said(key=key))

    def _go_on_with(self, sale: OpenSale, parked: tuple[ParkedSale, ...], *, said: Said) -> None:
        self._counter.sale_changed(
            sale,
            parked=parked,
            busy=False,
            leaving=False,
            done=None,
            line=sale.line_ids[-1] if sale.has_something else None,
            typed="",
            hits=(),
            ask=None,
            enrolment=None,
            said=said,
        )
