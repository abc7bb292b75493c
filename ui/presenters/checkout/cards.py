"""A card that nobody has, scanned while a member is in the sale: it can become theirs.

The server is asked first whose it is, since it knows more cards than a till; without a network the card is
linked here, and the server has the last word. Whose it becomes is who was in the sale when it was scanned.
"""

from loyalty.errors import LoyaltillError, Unavailable
from terminal.membership import AttachedMember
from ui.presenters.checkout.counter import Counter, expected, said_of
from ui.presenters.checkout.model import Act, Said
from ui.presenters.shown import Tone


class CardKeeper:
    """Blank cards at the counter."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def offer(self, number: str, member: AttachedMember) -> None:
        """Say that nobody has the card, and that it can be the member's."""
        said = Said(
            key="error.card-unknown",
            params={"text": number},
            act=Act.LINK_CARD,
            value=f"{member.holder} {number}",
            act_name=member.name,
        )
        self._counter.say(said)

    def link(self, value: str) -> None:
        """Make it theirs, unless it turns out to be somebody's."""
        counter = self._counter
        member, _, number = value.partition(" ")
        counter.change(busy=True, said=None)

        def answered(holder: str | None) -> None:
            if holder is None or holder == member:
                self._link(member, number)
            else:
                counter.change(busy=False, said=Said(key="cards.anothers", tone=Tone.REFUSED))

        def failed(error: Exception) -> None:
            known = expected(error)
            if isinstance(known, Unavailable):
                self._link(member, number)
            else:
                self._failed(known)

        counter.run_with("net", lambda: counter.errands.ask_server(number), answered, failed)

    def _link(self, member: str, number: str) -> None:
        counter = self._counter
        theirs = counter.model.sale.member
        name = "" if theirs is None or theirs.member != member else theirs.name
        key = "cards.linked" if name else "cards.linked-before"
        params = {"tail": number[-4:]} | ({"name": name} if name else {})
        said = Said(key=key, params=params, tone=Tone.GOOD)
        counter.run_with(
            "store",
            lambda: counter.errands.link_card(counter.session, member, number),
            lambda _: counter.change(busy=False, said=said),
            lambda error: self._failed(expected(error)),
        )

    def _failed(self, error: LoyaltillError) -> None:
        self._counter.change(busy=False, said=said_of(error))
