"""What an event that is put aside holds back, and what of it goes on once it is posted after all. Pure."""

from collections.abc import Collection
from dataclasses import replace

from server.books import leasing
from server.books.leasing import Holder
from server.books.model import Books, Lease
from server.keeping import claims
from server.keeping.claims import Claims
from server.model import MemberFile
from server.usecases.incoming import Incoming
from server.usecases.sitting import Sitting
from server.usecases.stocking import stock_file
from server.values import altered


def names_held(incoming: Incoming) -> frozenset[str]:
    """Every lease and claim that an event names, of whomever."""
    return frozenset((*incoming.held, *(each.lease for each in incoming.gifts if each.lease is not None)))


def freeze(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> None:
    """Hold what the event names of its member's, the store's and the gift cards that are here."""
    if file is not None and incoming.lease is not None:
        leasing.freeze(file.books, incoming.lease, sitting.holder)
    for lease in incoming.wallet_leases:
        leasing.freeze(Books() if file is None else file.wallet, lease, sitting.holder)
    for held in (file, stock_file(sitting)):
        if held is not None:
            for claim in incoming.claims:
                claims.freeze(held.claims, claim, sitting.holder)
    for named in incoming.gifts:
        if named.lease is not None and named.card in sitting.gifts:
            leasing.freeze(sitting.gift(named.card).books, named.lease, sitting.holder)


def thaw(sitting: Sitting, file: MemberFile | None, incoming: Incoming, *, but: Collection[str] = ()) -> None:
    """Open again what was frozen only since this event of the till's life of today was put aside.

    `but` is what others that are aside hold back too.
    """
    if sitting.chain.incarnation != sitting.till.incarnation or sitting.chain.state == "forked":
        return
    named = names_held(incoming) - set(but)
    cards = [sitting.gift(each.card).books for each in incoming.gifts if each.card in sitting.gifts]
    members = [] if file is None else [file.books, file.wallet]
    for books in (*members, *cards):
        for lease in named & books.leases.keys():
            held = books.leases[lease]
            if _is_frozen_here(sitting, held):
                books.leases[lease] = altered(held, state="open")
    for each in (file, stock_file(sitting)):
        if each is not None:
            for claim in named & each.claims.keys():
                _thaw_claim(each.claims, claim, sitting.holder)


def _thaw_claim(held: Claims, name: str, holder: Holder) -> None:
    claim = held[name]
    if claim.is_of(holder) and claim.state == "frozen":
        held[name] = replace(claim, state="open")


def _is_frozen_here(sitting: Sitting, held: Lease) -> bool:
    return held.state == "frozen" and Holder(held.till, held.incarnation) == sitting.holder
