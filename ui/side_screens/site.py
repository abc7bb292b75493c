"""What a screen beside the sale is to the window, and what it is built on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from drivers.ports import Scan
from terminal.session import Session
from ui.presenters.beside import Beside
from ui.presenters.menu import Choice
from ui.presenters.preferences import Preferences
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.bootstrap.running import RunningTill
    from ui.key_ring import KeyRing
    from ui.lanes import LaneRunner
    from ui.presenters.settings.errands import Facts
    from ui.presenters.shell import Shell
    from ui.screen_devices import ScreenDevices
    from ui.stage import QtStage
    from ui.views.main_window import MainWindow


class SideScreen(Protocol):
    """A screen beside the sale; in front or not, and while it is, scans are its own."""

    @property
    def is_in_front(self) -> bool:
        """Whether it is what is seen; not while the till is locked over it."""
        ...

    def open(self, session: Session, /) -> None:
        """Bring it to the front for whoever is signed in."""
        ...

    def scanned(self, scan: Scan, /) -> None:
        """A scan, while it is in front."""
        ...

    def scan_was_useless(self, code: str, /) -> None:
        """A scan that cannot be used, while it is in front."""
        ...

    def speak(self, words: Words, /) -> None:
        """Say everything in another language."""
        ...


@runtime_checkable
class LooksUp(Protocol):
    """A screen beside the sale on which somebody or something is looked for; keys wait for who is found."""

    @property
    def beside(self) -> Beside:
        """How far it is."""
        ...


@runtime_checkable
class HearsSync(Protocol):
    """A screen beside the sale that shows what the server has by now."""

    def synced(self) -> None:
        """An exchange has ended well."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the screens of one open till are built on.

    `words` and `preferences` say how things are said and look now. `open` brings another of these screens to
    the front, `open_receipt` a kept receipt over this one. `go_back` closes the window, to open the till from
    the copy of that name.
    """

    window: "MainWindow"
    running: "RunningTill"
    runner: "LaneRunner"
    folder: Path
    shell: "Shell"
    stage: "QtStage"
    ring: "KeyRing"
    faces: "ScreenDevices"
    words: Callable[[], Words]
    preferences: Callable[[], Preferences]
    prefer: Callable[[Preferences], None]
    open: Callable[[Choice], None]
    open_receipt: Callable[[int], None]
    on_facts: "Callable[[Facts], None]"
    on_exchanged: Callable[[], None]
    go_back: Callable[[str], None]

    def back(self) -> None:
        """To where the sale is."""
        self.stage.show_screen(self.shell.screen)

    @property
    def exports(self) -> Path:
        """Where files go that somebody takes along."""
        return self.folder / "exports"
