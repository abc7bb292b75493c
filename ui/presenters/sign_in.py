"""Signing in as a state machine.

It imports as little as its screen does: it is there before the till behind it is.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from loyalty.errors import LoyaltillError
from resources.catalogue import Catalogue
from ui.presenters.shown import Notice, Tone
from ui.presenters.sign_in_state import SignInState, Tile

if TYPE_CHECKING:
    from terminal.session import Session
    from ui.presenters.errands import SignInErrands
    from ui.presenters.tasks import TaskRunner

BACKSPACE: Final = "backspace"
LEAST_DIGITS: Final = 4
MOST_DIGITS: Final = 12


class TileSource(NamedTuple):
    """An operator as the glance at the database gives one."""

    operator: str
    name: str
    role: str


class SignInPresenter:
    """Who stands at the till. `describe` turns a refusal into its sentence."""

    def __init__(
        self,
        errands: "SignInErrands",
        runner: "TaskRunner",
        catalogue: Catalogue,
        *,
        describe: Callable[[LoyaltillError, Catalogue], str],
        on_state: Callable[[SignInState], None],
        on_signed_in: "Callable[[Session], None]",
    ) -> None:
        self._errands = errands
        self._runner = runner
        self._catalogue = catalogue
        self._describe = describe
        self._on_state = on_state
        self._on_signed_in = on_signed_in
        self._tiles: tuple[TileSource, ...] = ()
        self._chosen = ""
        self._pin = ""
        self._checking = False
        self._starting = False
        self._stopped = False
        self._refused: LoyaltillError | None = None
        self._said = ""

    def tiles_known(self, tiles: tuple[TileSource, ...], *, starting: bool) -> None:
        """The operators of this till; `starting` while the till behind the screen is still being opened.

        Who is chosen and what was typed stay as they are, for whoever is still there.
        """
        if (tiles, starting) == (self._tiles, self._starting):
            return
        self._tiles = tiles
        self._starting = starting
        if self._chosen not in {tile.operator for tile in tiles}:
            self._chosen, self._pin = tiles[0].operator if tiles else "", ""
        self._show()

    def started(self) -> None:
        """The till behind the screen is open."""
        self._starting = False
        self._show()

    def start_failed(self, error: LoyaltillError) -> None:
        """The till behind the screen cannot be opened: say so; nobody can sign in."""
        self._starting, self._checking, self._refused, self._tiles = False, False, error, ()
        self._chosen, self._stopped = "", True
        self._show()

    def speak(self, catalogue: Catalogue) -> None:
        """Show the same in another language."""
        self._catalogue = catalogue
        self._show()

    def operator_chosen(self, operator: str) -> None:
        """That is me."""
        if not self._checking:
            self._chosen, self._pin, self._refused, self._said = operator, "", None, ""
            self._show()

    def key_pressed(self, key: str) -> None:
        """A digit or the backspace."""
        if self._checking:
            return
        pin = self._pin[:-1] if key == BACKSPACE else self._pin + key
        self._pin, self._refused, self._said = pin[:MOST_DIGITS], None, ""
        self._show()

    def enter_pressed(self) -> None:
        """Check the PIN; once, however often it is pressed."""
        if not self._can_enter:
            return
        operator, pin = self._chosen, self._pin
        self._pin, self._checking = "", True
        self._show()
        self._runner.run(
            "store",
            lambda: self._errands.sign_in(operator=operator, pin=pin),
            on_done=self._signed_in,
            on_failed=self._failed,
        )

    def scanned(self, _text: str) -> None:
        """Nothing is sold before somebody signed in."""
        self._said = "scan.sign-in-first"
        self._show()

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner: the code of its sentence."""
        self._said = f"error.{code}"
        self._show()

    @property
    def is_checking(self) -> bool:
        """Whether a PIN is being checked."""
        return self._checking

    @property
    def _can_enter(self) -> bool:
        return bool(self._chosen) and len(self._pin) >= LEAST_DIGITS and not self._checking

    @property
    def _title(self) -> str:
        if self._stopped:
            return "stopped.title"
        return "sign-in.title" if self._tiles or self._starting else "sign-in.nobody"

    def _signed_in(self, session: "Session") -> None:
        self._checking, self._refused = False, None
        self._show()
        self._on_signed_in(session)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LoyaltillError):
            raise error
        self._checking, self._refused = False, error
        self._show()

    def _show(self) -> None:
        text = self._catalogue.text
        name = next((tile.name for tile in self._tiles if tile.operator == self._chosen), "")
        self._on_state(
            SignInState(
                title=text(self._title),
                tiles=tuple(
                    Tile(tile.operator, tile.name, text(f"role.{tile.role}"), tile.operator == self._chosen)
                    for tile in self._tiles
                ),
                prompt=text("sign-in.pin-of", name=name) if name else text("sign-in.choose"),
                typed=len(self._pin),
                can_enter=self._can_enter,
                notice=self._notice(),
                progress=self._progress(),
            )
        )

    def _notice(self) -> Notice | None:
        if self._refused is not None:
            return Notice(tone=Tone.REFUSED, text=self._describe(self._refused, self._catalogue))
        return Notice(tone=Tone.ATTENTION, text=self._catalogue.text(self._said)) if self._said else None

    def _progress(self) -> str:
        if self._checking:
            return self._catalogue.text("sign-in.checking")
        return self._catalogue.text("sign-in.starting") if self._starting else ""
