"""The scenes of the customer's window, from the greeting to the points that were won."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tools import till_scenes, training_scenes

if TYPE_CHECKING:
    from tools.theatre import Theatre

TRAINING: Final = "customer-training"
"""This one is played in a window in training."""
_BEST: Final = 7
"""The last answer of the sample's question."""


def _facing(scene: "Callable[[Theatre], object]") -> "Callable[[Theatre], None]":
    """A scene of the till, seen from the other side of the counter."""

    def played(theatre: "Theatre") -> None:
        scene(theatre)
        theatre.face_customer()

    return played


def _answered(theatre: "Theatre") -> None:
    till_scenes.sold(theatre)
    theatre.customer.presenter.answered(_BEST)


SCENES: Final[Mapping[str, "Callable[[Theatre], None]"]] = MappingProxyType(
    {
        "customer-greeted": _facing(lambda theatre: theatre.checkout),
        "customer-sale": _facing(lambda theatre: theatre.basket()),
        "customer-paying": _facing(till_scenes.pay),
        "customer-transfer": _facing(till_scenes.transfer),
        "customer-asked": _facing(till_scenes.sold),
        "customer-paid": _facing(_answered),
        TRAINING: _facing(training_scenes.checkout),
    }
)
