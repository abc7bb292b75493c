"""Gift cards as the server last told of them: that is only shown, what may be spent is in a lease."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.prepaid import GiftState
from terminal.store.tables.lending import gift_cards

_BY_CARD = select(gift_cards.c.body).where(gift_cards.c.card == bindparam("number"))
_PUT = insert(gift_cards)
_NEWER = _PUT.on_conflict_do_update(
    index_elements=[gift_cards.c.card],
    set_={"revision": _PUT.excluded.revision, "body": _PUT.excluded.body},
    where=gift_cards.c.revision <= _PUT.excluded.revision,
)


class Gifts:
    """The gift cards that this till has heard of."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_card(self, card: str) -> GiftState | None:
        """A card as it was told of last; None where nobody told of it."""
        text = self._connection.execute(_BY_CARD, {"number": card}).scalar_one_or_none()
        return None if text is None else GiftState.from_json(json.loads(text))

    def put(self, states: Iterable[GiftState]) -> None:
        """Keep what is told of cards, where it is not older than what is held."""
        rows = [
            {
                "card": state.card,
                "revision": state.revision,
                "body": canonical_bytes(state.to_json()).decode(),
            }
            for state in states
        ]
        if rows:
            self._connection.execute(_NEWER, rows)
