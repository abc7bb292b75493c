"""A paid membership that comes back: of its price the shop keeps the days that are gone.

By the account as this till knows it, and by what held when it was sold. The server keeps the same account,
and puts aside what it knows better.
"""

from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.kept import kept_sale
from terminal.in_force import in_force
from terminal.returned import RefundWish, ReturnableSale
from terminal.till import Till
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from loyalty.account import Account
    from loyalty.program.model import Program
    from terminal.store.books import Reading


def held_for_days(till: Till, reading: "Reading", sale: ReturnableSale, wish: RefundWish) -> Money:
    """What is kept of the price; nothing where no membership comes back, or it never began.

    Raises:
        Refused: `membership-alone` (with goods), `membership-whole`, `membership-used` (and too long ago
            begun), `membership-over`; `member-…`, where this till does not know whose it is.
    """
    program = in_force(till, reading).program
    if program is None or sale.body.member is None:
        return Money(0)
    is_sold_now = any(program.sold_as(_sku(sale, each)) for each in wish.returns)
    try:
        account = read_member(till, reading, sale.body.member).kept
    except Refused:
        if is_sold_now:
            raise
        account = None
    if not is_sold_now and not _has_begun(account, sale, wish):
        return Money(0)
    if len(wish.returns) > 1:
        raise Refused("membership-alone")
    return Money(0) if account is None else _held(till, program, account, sale, wish)


def _has_begun(account: "Account | None", sale: ReturnableSale, wish: RefundWish) -> bool:
    """Whether something of it is a membership that the member has, though the program may sell it no more."""
    terms = () if account is None else account.memberships
    return any(term.sale == sale.sale and term.line in wish.returns for term in terms)


def _sku(sale: ReturnableSale, line: int) -> str:
    return sale.body.lines[line].sku if 0 <= line < len(sale.body.lines) else ""


def _held(
    till: Till, program: "Program", account: "Account", sale: ReturnableSale, wish: RefundWish
) -> Money:
    from loyalty.account.asked import Asked
    from loyalty.account.keeping import sold_record
    from loyalty.account.memberships import SECTION
    from loyalty.account.told import told_sale
    from loyalty.refusals import SentenceRefused

    ((line, _),) = wish.returns.items()
    kept = kept_sale(sale.body, sale.returned)
    record = sold_record(program, account, told_sale(sale.body, sale.at), kept)
    try:
        asked = SECTION.on_asked(program, account, Asked(record, wish.returns, till.clock.now()))
    except SentenceRefused as refused:
        raise Refused(refused.code, name=sale.body.lines[line].name or _sku(sale, line)) from refused
    before, now = kept.lines[line], asked.record.kept.lines[line]
    return Money((before.net - before.burned) - (now.net - now.burned))
