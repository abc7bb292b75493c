"""Taking back the sale just made, whole."""

from terminal.sale import VoidedSale
from terminal.session import Session
from terminal.till import Till


def void_last_sale(till: Till, session: Session, sale: str) -> VoidedSale:
    """Raises Refused: `sale-unknown`, `sale-voided`, `not-the-last-sale`, `no-shift`, `other-shift`."""
    raise NotImplementedError
