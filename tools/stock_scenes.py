"""Scenes of what a store gives away by the day: the last one is gone before the customer asked."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tools.sample_shop import PROGRAM_FILE, program_of

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter

_REWARDS: Final = """
[[reward]]
id = "noodle-gift"
name = "Một gói mì Hảo Hảo"
kind = "amount_off"
points = 8
amount = 4500
stock_per_day = 100

[[reward]]
id = "tea"
name = "Giảm 20.000 cho trà"
kind = "amount_off"
points = 30
amount = 20000
"""


def none_left(theatre: "Theatre") -> "CheckoutPresenter":
    """Of two rewards one is gone for today, and says so beside the member."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + _REWARDS
    theatre.till.program = program_of(program)
    theatre.till.has_stock = False
    return theatre.basket()


SCENES: Final[Mapping[str, Callable[["Theatre"], object]]] = MappingProxyType({"none-left": none_left})
