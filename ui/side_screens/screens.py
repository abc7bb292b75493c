"""The screens beside the sale of one open till, as far as they were asked for."""

from drivers.ports import Scan
from ui.presenters.beside import NOTHING_LOOKED_FOR, Beside
from ui.presenters.menu import Choice
from ui.presenters.words import Words
from ui.side_screens.site import HearsSync, LooksUp, SideScreen, Site
from ui.side_screens.table import TABLE


class SideScreens:
    """Built one by one; at most one of them is in front."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._built: dict[Choice, SideScreen] = {}

    def open(self, choice: Choice) -> None:
        """Bring that screen to the front if it may be opened now; what is no screen is left alone."""
        row, shell = TABLE.get(choice), self._site.shell
        if row is None or shell.session is None or not row.may_open(shell):
            return
        screen = self.built(choice)
        if row.begins_again or not screen.is_in_front:
            screen.open(shell.session)

    def leave(self) -> None:
        """Bring what the sale has to the front again, where one of these is."""
        if self.is_in_front:
            self._site.back()

    def built(self, choice: Choice) -> SideScreen:
        """That screen, built now if it was not."""
        if choice not in self._built:
            self._built[choice] = TABLE[choice].build(self._site)
        return self._built[choice]

    def build_next(self) -> bool:
        """Build one that nobody has asked for yet; whether there are more of them."""
        missing = [choice for choice in TABLE if choice not in self._built]
        if missing:
            self.built(missing[0])
        return len(missing) > 1

    @property
    def is_in_front(self) -> bool:
        """Whether one of them is in front."""
        return self._in_front() is not None

    @property
    def at(self) -> Beside | None:
        """How far the one in front is; None where none of these is."""
        screen: object = self._in_front()
        if isinstance(screen, LooksUp):
            return screen.beside
        return None if screen is None else NOTHING_LOOKED_FOR

    def scanned(self, scan: Scan) -> bool:
        """Give a scan to the screen in front; False where none of these is."""
        screen = self._in_front()
        if screen is not None:
            screen.scanned(scan)
        return screen is not None

    def scan_was_useless(self, code: str) -> bool:
        """Tell the screen in front of a scan that cannot be used; False where none of these is."""
        screen = self._in_front()
        if screen is not None:
            screen.scan_was_useless(code)
        return screen is not None

    def synced(self) -> None:
        """An exchange with the server has ended well."""
        hearer: object = self._in_front()
        if isinstance(hearer, HearsSync):
            hearer.synced()

    def speak(self, words: Words) -> None:
        """Say everything in another language."""
        for screen in self._built.values():
            screen.speak(words)

    def _in_front(self) -> SideScreen | None:
        return next((screen for screen in self._built.values() if screen.is_in_front), None)
