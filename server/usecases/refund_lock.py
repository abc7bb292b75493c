"""A receipt whose sale a till does not hold: asked for where it was sold, and given once it is let go there.

What a till sold in an earlier life, on a disk that is gone, it is given at once: nobody is left to ask.
"""

from typing import Literal

from loyalty.errors import Refused
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import VERSION
from loyalty.wire.refunding import RefundLockAnswer, ReturnedSoFar
from loyalty.wire.sold import quantity_text
from server.clock import moment_text
from server.context import Server
from server.model import KnownSale, TillAccount
from server.store.chains import lock_chain
from server.store.database import Connection
from server.store.feed import ring
from server.store.rehomings import ask_is_cloned
from server.store.sale_locks import SaleLock, find_lock, find_sale, save_locks
from server.store.tills import list_tills
from server.usecases.authenticate import check_still_active
from server.usecases.look_up import answers_of

State = Literal["asked", "given"]


def ask_refund_lock(server: Server, till: TillAccount, receipt: str, *, nonce: str) -> RefundLockAnswer:
    """Ask for the sale of a receipt, or hear that it was given; asking again changes nothing.

    Raises:
        Refused: `sale-not-found`, `sale-voided`, `refund-here` (this till sold it and needs nobody, or two
            disks live as it and the other one may give it back), `sale-locked` (a third till has it).
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> tuple[KnownSale, State, str, tuple[LookUpAnswer, ...]]:
        check_still_active(connection, till)
        known = find_sale(connection, till.tenant, receipt)
        if known is None:
            raise Refused("sale-not-found")
        if known.voided_by is not None:
            raise Refused("sale-voided", sale=known.body.sale)
        if known.till == till.till and not _is_of_a_lost_disk(connection, till, known):
            raise Refused("refund-here", sale=known.body.sale)
        codes = {each.till: each.code for each in list_tills(connection, till.tenant)}
        # Of two who ask at once one waits for the other here: there may be no lock of the sale yet.
        lock_chain(connection, till.tenant, known.till, known.incarnation)
        lock = find_lock(connection, till.tenant, known)
        if lock is not None and lock.holder != till.till:
            raise Refused("sale-locked", till=codes[lock.holder])
        state: State = "given" if known.till == till.till else "asked" if lock is None else lock.state
        if lock is None and state == "asked":
            lock = SaleLock(known.till, known.incarnation, known.body.sale, till.till, state)
            save_locks(connection, till.tenant, [lock], server.clock.now())
            ring(connection, till.tenant, till=known.till)
        buyers = [known.body.member] if known.body.member and state == "given" else []
        members = answers_of(connection, server, till.tenant, buyers) if buyers else ()
        return known, state, codes[known.till], members

    known, state, code, members = server.database.write(unit)
    return RefundLockAnswer(
        version=VERSION,
        state=state,
        till_code=code,
        body=known.body.to_json() if state == "given" else None,
        at=moment_text(known.at) if state == "given" else None,
        returned=tuple(ReturnedSoFar(line, quantity_text(each)) for line, each in known.returned.items()),
        paid_back=known.paid_back,
        members=members,
        nonce=nonce,
    )


def _is_of_a_lost_disk(connection: Connection, till: TillAccount, known: KnownSale) -> bool:
    """Whether a sale of this till's was made by an earlier life of it, of which nothing else can be heard."""
    return known.incarnation < till.incarnation and not ask_is_cloned(connection, till)()
