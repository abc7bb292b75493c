"""Arithmetic and selectors of the program page, by exact fractions; nothing here knows a sale."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
"""What JSON and TOML give for a table."""


def half_up(value: Fraction) -> int:
    """Round to the nearest whole unit, halves up; only for values from 0."""
    return math.floor(value + Fraction(1, 2))


def exact(value: Any) -> Fraction:
    """Any number of a program as an exact fraction."""
    return Fraction(str(value))


def split(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Split by largest remainder; ties go to the earlier part."""
    whole = sum(weights, Fraction(0))
    if total == 0 or whole == 0:
        return [0] * len(weights)
    shares = [Fraction(total) * weight / whole for weight in weights]
    parts = [math.floor(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda index: (parts[index] - shares[index], index))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def names(selector: Json, line: Json, prefix: str) -> bool:
    """Whether any list with this prefix names the line."""
    if line["sku"] in selector.get(prefix + "skus", ()):
        return True
    if line.get("category") in selector.get(prefix + "categories", ()):
        return True
    if line.get("brand") in selector.get(prefix + "brands", ()):
        return True
    return any(tag in selector.get(prefix + "tags", ()) for tag in line.get("tags") or ())


def matches(selector: Json, line: Json) -> bool:
    """Whether a selector, taken as an `on`, selects the line."""
    if names(selector, line, "except_"):
        return False
    if not any(key in selector for key in ("skus", "categories", "brands", "tags")):
        return True
    return names(selector, line, "")


def excluded(selector: Json | None, line: Json) -> bool:
    """Whether an `exclude` selects the line; left out or empty selects none."""
    return bool(selector) and matches(selector or {}, line)
