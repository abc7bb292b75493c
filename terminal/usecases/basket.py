"""The open sale where it touches the store: its beginning, its member, and the lease that lets points be spent."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loyalty.units import Points
from terminal.membership import AttachedMember
from terminal.open_sale import OpenSale
from terminal.session import Session
from terminal.till import Till

if TYPE_CHECKING:
    from loyalty.quote.model import Quote
    from loyalty.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Burnable:
    """The most points this sale can burn now; `why` is None where the program alone sets the figure."""

    points: Points
    why: "Sentence | None"


def new_sale(till: Till) -> OpenSale:
    """An empty sale with its id."""
    raise NotImplementedError


def attach_member(till: Till, session: Session, open_sale: OpenSale, member: AttachedMember) -> OpenSale:
    """The sale with the member, and a lease wanted; the sync lane is nudged. Another member is taken off first."""
    raise NotImplementedError


def detach_member(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """The sale without its member; the lease is closed with what was spent: nothing."""
    raise NotImplementedError


def refresh_member(till: Till, open_sale: OpenSale) -> OpenSale:
    """The sale with member and lease as the store has them now; for after a sync."""
    raise NotImplementedError


def burnable(till: Till, open_sale: OpenSale, quote: "Quote") -> Burnable:
    """How many points can be burned, and what stands against more."""
    raise NotImplementedError


def abandon_sale(till: Till, session: Session, open_sale: OpenSale) -> OpenSale:
    """Give the sale up: the lease is closed, the draft forgotten; a new empty sale comes back."""
    raise NotImplementedError


def close_stray_leases(till: Till) -> int:
    """At start: close every lease that no open sale holds; how many there were."""
    raise NotImplementedError
