"""Cards as the server tells them, with what this till has blocked since and the server has not heard yet."""

from collections.abc import Collection

from loyalty.wire.feed import CardRow
from terminal.store.books import Unit


def take_cards(unit: Unit, rows: Collection[CardRow], *, acked_seq: int) -> None:
    """Take cards the server sent; none comes back to life because the server spoke before it heard."""
    if not rows:
        return
    unit.members.put_cards(rows)
    identity = unit.state.identity()
    if identity is None:
        return
    told = {row.number: row for row in rows}
    chain = unit.journal.walk(till=identity.till, incarnation=identity.incarnation, seq=acked_seq)
    blocked = {
        str(event.body.get("card")): str(event.body.get("why") or "")
        for event in chain
        if event.kind == "card_blocked"
    }
    unit.members.put_cards(
        [
            CardRow(number, told[number].member, "blocked", why)
            for number, why in blocked.items()
            if number in told
        ]
    )
