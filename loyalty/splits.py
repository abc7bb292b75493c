"""Splits a whole number over parts, exactly: largest remainder, ties to the earlier part."""

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """The amount, split in proportion to the weights; the parts add up to it.

    Neither is negative, and an amount above 0 needs a weight above 0.
    """
    if not amount:
        return [0] * len(weights)
    total = sum(weights)
    products = [amount * weight for weight in weights]
    parts = [product // total for product in products]
    missing = amount - sum(parts)
    if missing:
        rests = [product % total for product in products]
        # A stable sort, so that of two equal remainders the earlier one comes first.
        for index in sorted(range(len(rests)), key=rests.__getitem__, reverse=True)[:missing]:
            parts[index] += 1
    return parts
