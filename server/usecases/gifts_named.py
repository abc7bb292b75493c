"""Which gift cards an event names, and inside which leases, whatever else is wrong with it. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loyalty.wire.canonical import Json, JsonObject
from server.books.pots import GIFT

_CARD = re.compile(r"95[0-9]{14}")
_LEASE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}")


@dataclass(frozen=True, slots=True)
class GiftNamed:
    """A card, and the lease of its money that is named with it."""

    card: str
    lease: str | None = None


def gifts_named(said: JsonObject) -> tuple[GiftNamed, ...]:
    """Every card in the places where bodies of events have them."""
    if said.get("account") != GIFT.name and not said.get("gifts") and not said.get("tenders"):
        return ()
    found = [_named(each) for each in _places(said)]
    return tuple([each for each in found if each is not None])


def _places(said: JsonObject) -> Iterator[Json]:
    if said.get("account") == GIFT.name:
        yield {"card": said.get("member"), "lease": said.get("lease")}
    yield from _list(said.get("gifts"))
    for tender in _list(said.get("tenders")):
        if isinstance(tender, Mapping):
            yield tender.get("gift")


def _list(value: Json) -> Iterator[Json]:
    if isinstance(value, list | tuple):
        yield from value


def _named(value: Json) -> GiftNamed | None:
    if not isinstance(value, Mapping):
        return None
    card, lease = value.get("card"), value.get("lease")
    if not isinstance(card, str) or not _CARD.fullmatch(card):
        return None
    return GiftNamed(card, lease if isinstance(lease, str) and _LEASE.fullmatch(lease) else None)
