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
        if missing == 1:
            parts[rests.index(max(rests))] += 1
        else:
            _raise_largest(parts, rests, missing)
    return parts


def _raise_largest(parts: list[int], rests: Sequence[int], count: int) -> None:
    """Adds 1 to the parts with the largest remainders, so many of them."""
    ordered = sorted(rests, reverse=True)
    least = ordered[count - 1]
    parts[:] = [part + 1 if rest > least else part for part, rest in zip(parts, rests, strict=True)]
    place = -1
    for _ in range(count - ordered.index(least)):
        place = rests.index(least, place + 1)
        parts[place] += 1
