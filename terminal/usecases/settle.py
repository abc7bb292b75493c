"""Paying: the one transaction that makes an open sale a settled one."""

from terminal.open_sale import OpenSale
from terminal.sale import SettledSale, Tender
from terminal.session import Session
from terminal.till import Till


def settle_sale(
    till: Till, session: Session, open_sale: OpenSale, tenders: tuple[Tender, ...]
) -> SettledSale:
    """The settled sale; the same one again where this open sale was settled before.

    Raises:
        Refused: `no-shift`, `sale-empty`, `tenders-short` (missing), `tenders-over` (over),
            `change-without-cash`, `lease-…`; nothing was written.
        Unavailable: `store-…`; the outcome is unknown, and the same call finds out.
    """
    raise NotImplementedError
