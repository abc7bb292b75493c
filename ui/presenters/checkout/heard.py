"""Whether something was taken in that is seen at once: goods, a member, a whole sale. Pure."""

from ui.presenters.checkout.state import CheckoutState


def is_accepted(before: CheckoutState, now: CheckoutState) -> bool:
    """More goods or another quantity, a member where there was none, or a sale that is done."""
    member = before.member is None and now.member is not None
    return _has_goods(before, now) or member or (before.after is None and now.after is not None)


def _has_goods(before: CheckoutState, now: CheckoutState) -> bool:
    if now.rows is before.rows:
        return False
    quantities = {row.line: row.quantity for row in before.rows}
    return any(quantities.get(row.line) != row.quantity for row in now.rows)
