"""The scenes of the screen of who did what."""

from typing import TYPE_CHECKING

from terminal.session import Session
from tools.sample_shop import NOW, ZONE
from ui.audit_screen import AuditScreen
from ui.presenters.audit.presenter import AuditPresenter

if TYPE_CHECKING:
    from tools.theatre import Theatre

ANH = Session(operator="anh", name="Quốc Anh", role="manager", at=NOW)


def audit(theatre: "Theatre") -> AuditPresenter:
    """A morning's journal, over a checkout."""
    theatre.checkout.begin()
    screen = AuditScreen(
        theatre.window,
        theatre.sample_audit,
        theatre.runner,
        theatre.words,
        zone=ZONE,
        now=lambda: NOW,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
        on_receipt=lambda _: None,
    )
    screen.open(ANH)
    theatre.audit = screen
    if screen.presenter is None:
        raise RuntimeError("the screen is not open")
    return screen.presenter


def override(theatre: "Theatre") -> None:
    """The overrides alone, saved to a file."""
    it = audit(theatre)
    it.action_pressed(1)
    it.finish_pressed()
