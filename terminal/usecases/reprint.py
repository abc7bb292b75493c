"""A receipt once more, marked as a copy."""

from terminal.sale import SettledSale
from terminal.session import Session
from terminal.till import Till


def reprint(till: Till, session: Session, sale: str) -> SettledSale:
    """Queue the copy. Raises Refused: `sale-unknown`."""
    raise NotImplementedError


def last_sale(till: Till) -> SettledSale | None:
    """The sale this till made last, voided or not."""
    raise NotImplementedError
