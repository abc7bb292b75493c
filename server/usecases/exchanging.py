"""The two halves of an exchange: what came back says what it pays, and the sale takes just that.

The return is in the journal before its sale, in the same batch or an earlier one. A sale whose return is not
there, or was put aside, is put aside too: its money would be nobody's.
"""

from collections.abc import Iterable, Sequence

from loyalty.errors import Refused
from loyalty.wire.exchange import EXCHANGE
from loyalty.wire.journal import SaleSettled
from loyalty.wire.returning import SaleRefunded
from loyalty.wire.sold import SaleTender
from server.model import Chain
from server.store.database import Connection
from server.store.journal import returns_held
from server.usecases.incoming import Incoming
from server.usecases.sitting import Sitting


def load_exchanges(
    connection: Connection, sitting: Sitting, chain: Chain, incoming: Sequence[Incoming]
) -> None:
    """Load the returns that sales of this batch are bound to, as far as earlier batches brought them."""
    bodies = [each.body for each in incoming]
    here = {_operation(each) for each in incoming}
    named = {body.exchange for body in bodies if isinstance(body, SaleSettled) and body.exchange is not None}
    named -= here
    for operation, body in returns_held(connection, chain, named).items():
        if body.exchange is not None:
            sitting.exchanges[body.exchange] = (operation, body.credit)


def check_credit_tenders(body: SaleRefunded) -> None:
    """Check that a return which pays names its sale.

    Raises:
        Refused: `exchange-differs`.
    """
    _check_tenders(body.tenders)
    if body.exchange is None and body.credit:
        raise Refused("exchange-differs", figure="bound")


def keep_credit(sitting: Sitting, body: SaleRefunded, incoming: Incoming) -> None:
    """Keep what a return that was posted pays of the sale that it names."""
    if body.exchange is not None:
        sitting.exchanges[body.exchange] = (_operation(incoming), body.credit)


def check_credit(sitting: Sitting, body: SaleSettled) -> None:
    """Check that a sale takes what its return pays, and that all of it is paid.

    Raises:
        Refused: `exchange-unknown`, `exchange-differs`.
    """
    _check_tenders(body.tenders)
    if body.exchange is None:
        if body.credit:
            raise Refused("exchange-differs", figure="bound")
        return
    kept = sitting.exchanges.get(body.sale)
    if kept is None:
        raise Refused("exchange-unknown", sale=body.sale)
    operation, credit = kept
    if operation != body.exchange:
        raise Refused("exchange-differs", figure="bound")
    if credit != body.credit:
        raise Refused("exchange-differs", figure="credit")
    if sum(tender.amount for tender in body.tenders) != body.to_pay:
        raise Refused("exchange-differs", figure="tenders")


def _operation(incoming: Incoming) -> str:
    """What an event did, under the name it had when it was done."""
    origin = incoming.origin
    return incoming.event.operation_id if origin is None else origin.operation_id


def _check_tenders(tenders: Iterable[SaleTender]) -> None:
    for tender in tenders:
        is_credit = tender.kind == EXCHANGE
        if is_credit != (tender.exchange is not None):
            raise Refused("exchange-differs", figure="means")
        if tender.exchange is not None and tender.exchange.amount != tender.amount:
            raise Refused("exchange-differs", figure="means")
