"""Reads a selector: `on` of a rule, or an `exclude`."""

from loyalty.program import values
from loyalty.program.selectors import SELECTOR_FIELDS, Selector
from loyalty.program.table import Table

SELECTOR_KEYS = (*SELECTOR_FIELDS, *(f"except_{field}" for field in SELECTOR_FIELDS))


def read_selector(table: Table, key: str, left_out: Selector) -> Selector:
    """The selector under a key; left out or `{}`, what that means there."""
    inner = table.table(key)
    if inner is None:
        return left_out
    inner.check_keys(SELECTOR_KEYS)
    if not any(each in inner for each in SELECTOR_KEYS):
        return left_out
    return Selector(
        skus=_names(inner, "skus"),
        categories=_names(inner, "categories"),
        brands=_names(inner, "brands"),
        tags=_names(inner, "tags"),
        except_skus=_names(inner, "except_skus") or frozenset(),
        except_categories=_names(inner, "except_categories") or frozenset(),
        except_brands=_names(inner, "except_brands") or frozenset(),
        except_tags=_names(inner, "except_tags") or frozenset(),
    )


def _names(table: Table, key: str) -> frozenset[str] | None:
    names = values.texts(table, key)
    return None if names is None else frozenset(names)
