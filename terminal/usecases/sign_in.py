"""Signing in with a PIN, and out."""

from terminal.session import Session
from terminal.till import Till


def sign_in(till: Till, *, operator: str, pin: str) -> Session:
    """Raises Refused: `wrong-pin` (tries_left), `operator-locked` (until), `unknown-operator`."""
    raise NotImplementedError


def sign_out(till: Till, session: Session) -> None:
    """Record that the operator left."""
    raise NotImplementedError
