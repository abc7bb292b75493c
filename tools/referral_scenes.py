"""Scenes of a recommendation: the form of a new member asks for it, and the friend sees what is to be had."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from tools.sample_shop import ANH_CARD, PROGRAM_FILE, program_of

if TYPE_CHECKING:
    from tools.theatre import Theatre
    from ui.presenters.checkout.presenter import CheckoutPresenter

REFERRAL: Final = """
[referral]
points_referrer = 100
points_friend = 50
min_spend = 200000
"""


def enrolling_friend(theatre: "Theatre") -> "CheckoutPresenter":
    """The form of a new member, with the card of whoever recommended the program."""
    program = PROGRAM_FILE.read_text(encoding="utf-8") + REFERRAL
    theatre.till.program = program_of(program)
    checkout = theatre.checkout
    checkout.enrol.open("0905111222")
    checkout.scanned(ANH_CARD)
    return checkout


SCENES: Final[Mapping[str, Callable[["Theatre"], object]]] = MappingProxyType(
    {"enrolling-friend": enrolling_friend}
)
