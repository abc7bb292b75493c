"""The stage that the shell plays on: which screens there are, and what shows them. Without Qt."""

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ui.presenters.checkout.state import CheckoutState
    from ui.presenters.pay.state import PayState
    from ui.presenters.shift_state import ShiftState


class Screen(Enum):
    """What can be in front."""

    SIGN_IN = "sign-in"
    SHIFT = "shift"
    CHECKOUT = "checkout"
    PAY = "pay"


class Stage(Protocol):
    """What shows the screens. Every call is on the UI thread and returns at once."""

    def show_screen(self, screen: Screen) -> None:
        """Bring a screen to the front."""
        ...

    def show_shift(self, state: "ShiftState") -> None:
        """Show the shift screen's state."""
        ...

    def show_checkout(self, state: "CheckoutState") -> None:
        """Show the checkout's state."""
        ...

    def show_pay(self, state: "PayState") -> None:
        """Show the pay screen's state."""
        ...

    def show_operator(self, name: str) -> None:
        """Say in the top bar who stands here; nobody, where it is empty."""
        ...

    def open_menu(self) -> None:
        """Open the menu."""
        ...
