"""What an account holds, as tests compare it."""

from loyalty.account import Account


def lots(account: Account) -> dict[str, int]:
    """The points left, by lot; none left is left out."""
    found: dict[str, int] = {}
    for lot in account.lots:
        found[lot.id] = found.get(lot.id, 0) + lot.points
    return {lot: points for lot, points in found.items() if points}
