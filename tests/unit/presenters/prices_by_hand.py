"""Prices by hand at a desk."""

from tests.unit.presenters.desk import Desk


def pick(desk: Desk, key: str) -> None:
    """Take one of the choices under the box, as a touch does."""
    keys = [getattr(hit, "key", "") for hit in desk.it.counter.model.hits]
    desk.it.box.choose(keys.index(key))


def new_price(desk: Desk, text: str) -> None:
    desk.it.function_pressed("edit")
    pick(desk, "hand-price")
    desk.type_in(text)
