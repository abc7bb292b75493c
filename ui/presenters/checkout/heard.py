"""Whether something was taken in that is seen at once: goods, a member, a whole sale. Pure."""

from ui.presenters.checkout.state import CheckoutState


def is_accepted(before: CheckoutState, now: CheckoutState) -> bool:
    """More goods or another quantity, a member where there was none, or a sale that is done."""
    quantities = {row.line: row.quantity for row in before.rows}
    goods = any(quantities.get(row.line) != row.quantity for row in now.rows)
    member = before.member is None and now.member is not None
    return goods or member or (before.after is None and now.after is not None)
