"""A refusal in a sentence where no store is known yet: before the till behind the sign-in screen is open."""

from datetime import UTC

from loyalty.errors import LoyaltillError
from resources.catalogue import Catalogue
from ui.presenters.words import Words


def described(error: LoyaltillError, catalogue: Catalogue) -> str:
    """What happened, what it means, and what to do."""
    return Words(catalogue=catalogue, currency="", zone=UTC).error(error)
