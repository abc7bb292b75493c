"""A receipt whose sale a till does not hold: asked for where it was sold, and given once it is let go there.

What a till sold in an earlier life, on a disk that is gone, it is given at once: nobody is left to ask.
"""

from dataclasses import replace
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
from server.store.sale_locks import SaleLock, find_lock, find_sales, save_locks
from server.store.tills import find_till, list_tills
from server.usecases.authenticate import check_still_active
from server.usecases.look_up import answers_of

State = Literal["asked", "given"]


def ask_refund_lock(server: Server, till: TillAccount, receipt: str, *, nonce: str) -> RefundLockAnswer:
    """Ask for the sale of a receipt, or hear that it was given; asking again changes nothing.

    From when it is told that it was given, the till that sold it gives nothing of it back any more, whatever
    its disk knows.

    Raises:
        Refused: `sale-not-found`, `sale-voided`, `refund-here` (this till sold it and needs nobody, or two
            disks live as it and the other one may give it back), `sale-locked` (a third till has it),
            `sale-two-disks` (two disks live as the till that sold it, and either may give it back),
            `sale-of-two-receipts` (two sales have these digits, and nobody here knows which is meant).
        Unavailable: as `Database.write`.
    """

    def unit(connection: Connection) -> tuple[KnownSale, State, str, tuple[LookUpAnswer, ...]]:
        check_still_active(connection, till)
        tenant = till.tenant
        seller = find_till(connection, _sold(connection, tenant, receipt).till, for_update=True)
        if seller is None:
            raise AssertionError("what was sold was sold by a till")
        # Of two who ask at once one waits for the other here, and so does what comes back where it was sold.
        chain = lock_chain(connection, tenant, seller.till, seller.incarnation)
        known = _sold(connection, tenant, receipt)
        lives_twice = chain is None or chain.state == "forked" or ask_is_cloned(connection, seller)()
        if seller.till == till.till and (known.incarnation == seller.incarnation or lives_twice):
            raise Refused("refund-here", sale=known.body.sale)
        lock = find_lock(connection, tenant, known)
        if lock is not None and lock.holder != till.till:
            codes = {each.till: each.code for each in list_tills(connection, tenant)}
            raise Refused("sale-locked", till=codes[lock.holder])
        if seller.till != till.till:
            if lives_twice and (lock is None or lock.state != "taken"):
                raise Refused("sale-two-disks", till=seller.code)
            lock = _asked_again(connection, server, till, known, lock)
        state: State = "asked" if lock is not None and lock.state == "asked" else "given"
        buyers = [known.body.member] if known.body.member and state == "given" else []
        members = answers_of(connection, server, tenant, buyers) if buyers else ()
        return known, state, seller.code, members

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


def _sold(connection: Connection, tenant: str, receipt: str) -> KnownSale:
    found = find_sales(connection, tenant, receipt)
    if not found:
        raise Refused("sale-not-found")
    if len(found) > 1:
        raise Refused("sale-of-two-receipts")
    known = found[0]
    if known.voided_by is not None:
        raise Refused("sale-voided", sale=known.body.sale)
    return known


def _asked_again(
    connection: Connection, server: Server, till: TillAccount, known: KnownSale, lock: SaleLock | None
) -> SaleLock:
    """The lock once this till has asked: who hears that a sale was let go has it from then on."""
    asked = SaleLock(known.till, known.incarnation, known.body.sale, till.till, "asked")
    stands = asked if lock is None else replace(lock, state="taken") if lock.state == "given" else lock
    if stands != lock:
        save_locks(connection, till.tenant, [stands], server.clock.now())
    if lock is None:
        ring(connection, till.tenant, till=known.till)
    return stands
