"""A receipt at another till than its own: its sale is asked for there, and given once that till let it go."""

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
from server.store.sale_locks import SaleLock, find_lock, find_sale, save_locks
from server.store.tills import list_tills
from server.usecases.authenticate import check_still_active
from server.usecases.look_up import answers_of


def ask_refund_lock(server: Server, till: TillAccount, receipt: str, *, nonce: str) -> RefundLockAnswer:
    """Ask for the sale of a receipt, or hear that it was given; asking again changes nothing.

    Raises:
        Refused: `sale-not-found`, `sale-voided`, `refund-here` (this till sold it and needs nobody),
            `sale-locked` (a third till has it).
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> tuple[KnownSale, SaleLock, str, tuple[LookUpAnswer, ...]]:
        check_still_active(connection, till)
        known = find_sale(connection, till.tenant, receipt)
        if known is None:
            raise Refused("sale-not-found")
        if known.voided_by is not None:
            raise Refused("sale-voided", sale=known.body.sale)
        if known.till == till.till:
            raise Refused("refund-here", sale=known.body.sale)
        codes = {each.till: each.code for each in list_tills(connection, till.tenant)}
        # Of two who ask at once one waits for the other here: there may be no lock of the sale yet.
        lock_chain(connection, till.tenant, known.till, known.incarnation)
        lock = find_lock(connection, till.tenant, known)
        if lock is not None and lock.holder != till.till:
            raise Refused("sale-locked", till=codes[lock.holder])
        if lock is None:
            lock = SaleLock(known.till, known.incarnation, known.body.sale, till.till, "asked")
            save_locks(connection, till.tenant, [lock], server.clock.now())
            ring(connection, till.tenant, till=known.till)
        buyers = [known.body.member] if known.body.member and lock.state == "given" else []
        members = answers_of(connection, server, till.tenant, buyers) if buyers else ()
        return known, lock, codes[known.till], members

    known, lock, code, members = server.database.write(unit)
    return RefundLockAnswer(
        version=VERSION,
        state=lock.state,
        till_code=code,
        body=known.body.to_json() if lock.state == "given" else None,
        at=moment_text(known.at) if lock.state == "given" else None,
        returned=tuple(ReturnedSoFar(line, quantity_text(each)) for line, each in known.returned.items()),
        paid_back=known.paid_back,
        members=members,
        nonce=nonce,
    )
