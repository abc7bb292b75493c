"""Points of a receipt that are claimed afterwards: a sale without a member becomes somebody's, once.

Only the till that sold it claims it, or the one that it was let go to: so no two tills claim it, however long
they are apart, and whoever comes second (a restored disk) is put aside. By no clock: within how many days is
the till's to ask.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from loyalty.account.recommended import Notice
from loyalty.errors import Refused
from loyalty.refund import refund
from loyalty.units import Money, Points, Quantity
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import kept_sale
from loyalty.wire.kept_claim import check_claim, claimed_sale
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.spend import counted_refund, counted_spend, is_purchase_returned
from server.books import points
from server.books.model import Cause
from server.model import KeptPurchase, KnownSale, MemberFile
from server.usecases.incoming import Incoming
from server.usecases.keeping import Returned, keep_returned, keep_sold
from server.usecases.post_sale import check_lot_names, counted, lot_of
from server.usecases.sitting import Sitting
from server.values import altered


def post_claim(sitting: Sitting, file: MemberFile | None, incoming: Incoming) -> str:
    """Give a sale to its member; raises Refused where the claim is to be put aside."""
    body = cast("ReceiptClaimed", incoming.body)
    known = _claimable_here(sitting, body.sale)
    check_claim(body, known.body, known.returned)
    if file is None or file.profile is None:
        raise Refused("member-unknown")
    sold = claimed_sale(known.body, body)
    check_lot_names(sold)
    version = sold.program.version
    cause = sitting.cause(incoming.event.seq, incoming.at, sale=sold.sale, version=version)
    if sold.lot is not None and sold.earned_points:
        points.earn(file.books, lot_of(sold, cause, incoming.behind), cause)
    # By the server's own time: a till's clock that is behind would take no lot for one that can be spent.
    points.pay_owed(file.books, altered(cause, at=sitting.now))
    _count(sitting, file, sold, known.returned, incoming.at)
    sitting.notices += _keep(sitting, file, sold, known.returned, cause)
    known = altered(known, body=sold, claim=body)
    sitting.sales[sold.sale] = sitting.new_sales[sold.sale] = known
    sitting.sale_members[sold.sale] = body.member
    return ""


def _claimable_here(sitting: Sitting, sale: str) -> KnownSale:
    """The sale, where something of it is left and this till may say whose it is."""
    known = sitting.sales.get(sale)
    if known is None:
        raise Refused("sale-unknown", sale=sale)
    if known.voided_by is not None:
        raise Refused("sale-voided", sale=sale)
    if known.till == sitting.till.till and sale in sitting.handed_over:
        raise Refused("sale-released", sale=sale)
    return known


def _count(
    sitting: Sitting, file: MemberFile, sold: SaleSettled, returned: Mapping[int, Quantity], at: datetime
) -> None:
    """It is a purchase of the day on which it was claimed, with what of it had not come back by then."""
    if file.profile is None:
        raise AssertionError("only a member's file comes here")
    program = sitting.programs[sold.program.version]
    kept = kept_sale(sold, {})
    back = refund(kept, returned)
    spend = counted_spend(program, sold)
    is_none = spend is None or is_purchase_returned(program, sold, back.sale)
    file.purchases[sold.sale] = KeptPurchase(
        sale=sold.sale,
        store=sitting.till.store,
        at=at,
        spend=Money((spend or 0) - (counted_refund(program, sold, back) if spend is not None else 0)),
        points=Points(sold.earned_points),
        voided=is_none,
    )
    file.profile = counted(file.profile, 0 if is_none else 1)


def _keep(
    sitting: Sitting, file: MemberFile, sold: SaleSettled, returned: Mapping[int, Quantity], cause: Cause
) -> tuple[Notice, ...]:
    """Its stamps and what it adds to challenges, less what went with what came back before.

    Gives what it has to say to whoever recommended the member.
    """
    program = sitting.programs[sold.program.version]
    notices = keep_sold(file, program, sold, cause)
    if not returned:
        return notices
    back = Returned(returned, kept_sale(sold, {}))
    return (*notices, *keep_returned(file, program, sold, back, cause))
