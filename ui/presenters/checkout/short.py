"""Why something cannot be used now, in a few words beside it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loyalty.errors import LoyaltillError
    from ui.presenters.checkout.model import CheckoutModel
    from ui.presenters.words import Words

_ASKED = "-waiting"
"""How codes end that say that the server was asked."""


def short_of(model: "CheckoutModel", trouble: "LoyaltillError", words: "Words") -> str:
    """The words for it; without a network nobody is being asked, and what waits for that says so."""
    if trouble.code.endswith(_ASKED) and not model.is_online:
        return words.text("short.waiting-offline")
    return words.short_refusal(trouble)
