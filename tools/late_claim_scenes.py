"""The scenes of the screen of earlier receipts."""

from typing import TYPE_CHECKING

from terminal.session import Session
from tools.sample_late_claims import RICE_DIGITS
from tools.sample_shop import ANH_CARD, LAN, PIN
from ui.late_claims_screen import LateClaimsScreen
from ui.presenters.late_claims.presenter import LateClaimPresenter

if TYPE_CHECKING:
    from tools.theatre import Theatre


def late_claims(theatre: "Theatre", session: Session = LAN) -> LateClaimPresenter:
    """The receipts of the day that are nobody's, over a checkout."""
    theatre.checkout.begin()
    screen = LateClaimsScreen(
        theatre.window,
        theatre.sample_late_claims,
        theatre.runner,
        theatre.words,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
    )
    screen.open(session)
    theatre.late_claims = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter


def whose(theatre: "Theatre") -> None:
    """A receipt was scanned; members whose name fits what was typed."""
    it = late_claims(theatre)
    it.scanned(RICE_DIGITS, "code128")
    it.typed("nguyễn")
    it.entered()


def _shown(theatre: "Theatre") -> LateClaimPresenter:
    it = late_claims(theatre)
    it.scanned(RICE_DIGITS, "code128")
    it.scanned(ANH_CARD, "code128")
    return it


def shown(theatre: "Theatre") -> None:
    """What it earns for who was scanned, and why; a part of it had come back."""
    _shown(theatre)


def approving(theatre: "Theatre") -> None:
    """A supervisor is asked, and a PIN was wrong."""
    it = _shown(theatre)
    it.finish_pressed()
    for digit in "2581":
        it.key_pressed(digit)
    it.finish_pressed()


def done(theatre: "Theatre") -> None:
    """The points are the member's."""
    it = _shown(theatre)
    it.finish_pressed()
    for digit in PIN:
        it.key_pressed(digit)
    it.finish_pressed()
