"""Events that were put aside in words: for the list of them, and for what a person has to look at."""

from collections.abc import Mapping
from typing import Final

from server.usecases.admin.settle_aside import AsideRow

WHY: Final[Mapping[str, str]] = {
    "member-unknown": "it names a member whom the server does not know yet",
    "member-erased": "its member was erased",
    "member-exists": "the member was enrolled before",
    "sale-unknown": "it takes back a sale that the server does not know yet",
    "sale-exists": "the sale is there already",
    "program-unknown": "it was priced by a program that is not published here",
    "gift-unknown": "it names a gift card that was never sold here",
    "card-of-another-member": "the card is another member's; the rest of the event counts",
    "lease-unknown": "it burns inside a lease that the server never gave",
    "lease-frozen": "its lease is frozen, since another event was put aside",
    "lease-closed": "its lease was closed before",
    "lease-overspent": "it burns more than its lease has",
    "lease-spent-differs": "the till says another sum was burned than the server has",
    "claim-unknown": "it uses a voucher or an offer that was not kept for this till",
    "claim-missing": "it uses a voucher without having kept it",
    "operator-unknown": "nobody of the staff has that name here",
    "role-may-not": "who recorded it may not do so",
    "chain-broken": "it was changed after it was written",
    "operation-repeated": "the journal says it a second time",
    "operation-differs": "it was said again otherwise than it was",
    "sums-differ": "its figures do not add up",
    "kind-unknown": "this version of the server does not know what it is",
    "body-unreadable": "it cannot be read",
}
"""Why an event is put aside, for people; any other reason is told by its code."""


def described(row: AsideRow) -> str:
    """Till, place, kind, moment, why in words, and how it was settled if it was."""
    aside = row.aside
    code, _, more = aside.why.partition(":")
    why = WHY.get(code, aside.why) + (f" ({more.strip()})" if more else "")
    line = (
        f"till {row.till}: event {aside.seq} of life {aside.incarnation}, {aside.event.kind} of "
        f"{aside.event.at[:16].replace('T', ' ')} UTC, is put aside: {why}"
    )
    if aside.is_open:
        return line
    people = f" by {row.by}, approved by {row.approved_by}" if row.by else " once all tills were heard"
    return f"{line}; {'left' if aside.note is not None else 'posted'}{people}" + (
        f": {aside.note}" if aside.note else ""
    )
