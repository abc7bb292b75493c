"""All that the sign-in screen shows. Plain named tuples: this is read before the first picture is painted."""

from typing import NamedTuple

from ui.presenters.shown import Notice


class Tile(NamedTuple):
    """One operator to choose."""

    operator: str
    name: str
    role: str
    chosen: bool


class SignInState(NamedTuple):
    """The sign-in screen.

    `typed` is how many digits were typed; `progress` is said while the till still starts.
    """

    title: str
    tiles: tuple[Tile, ...]
    prompt: str
    typed: int
    can_enter: bool
    notice: Notice | None = None
    progress: str = ""
