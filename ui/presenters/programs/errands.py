"""What the screen of programs asks of the till, and the till that answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from ui.presenters.found_files import FoundFile, find_files

if TYPE_CHECKING:
    from datetime import datetime

    from loyalty.program.changes import Change
    from loyalty.wire.program_desk import ProgramsAnswer
    from terminal.session import Session
    from terminal.till import Till
    from terminal.usecases.program_trial import Trial
    from terminal.usecases.programs import Draft, ProgramServer, Published, PublishWish

ENDINGS: Final = (".toml",)


class ProgramErrands(Protocol):
    """Each call may raise `Refused` or `Unavailable`; see `terminal.usecases.programs`."""

    def look(self, session: "Session") -> "ProgramsAnswer":
        """The programs that were published. On the net lane."""
        ...

    def text_of(self, session: "Session", number: int) -> str:
        """What one of them says. On the net lane."""
        ...

    def find(self) -> tuple[FoundFile, ...]:
        """Files that may be one, the newest first. On the look-up lane."""
        ...

    def open(self, path: Path) -> "Draft":
        """Read one. On the look-up lane."""
        ...

    def as_draft(self, text: str, name: str) -> "Draft":
        """A text that was published before, to be published again. On any lane."""
        ...

    def changes(self, draft: "Draft", *, against: str) -> "tuple[Change, ...]":
        """What a draft changes. On any lane."""
        ...

    def try_on_sales(self, draft: "Draft", *, against: str) -> "Trial":
        """What it would have made of this till's past sales. On the look-up lane."""
        ...

    def new_id(self) -> str:
        """An id that nothing has. At once, on any thread."""
        ...

    def now(self) -> "datetime":
        """The time by the till's clock. At once, on any thread."""
        ...

    def publish(self, session: "Session", wish: "PublishWish", *, own_pin: str) -> "Published":
        """Have it published. On the net lane."""
        ...

    def save(self, name: str, text: str) -> str:
        """Write a program as a file, and give its path. On the look-up lane."""
        ...


class ProgramsDone:
    """Implements `ProgramErrands` by a real till and its server; files go into a folder beside its data."""

    def __init__(
        self, till: "Till", server: "ProgramServer", *, folder: Path, currency: str, places: Sequence[Path]
    ) -> None:
        """`places` are the folders that are looked through, and those in them."""
        self._till = till
        self._server = server
        self._folder = folder
        self._currency = currency
        self._places = places

    def look(self, session: "Session") -> "ProgramsAnswer":
        """The programs that were published."""
        from terminal.usecases.programs import list_programs

        return list_programs(session, self._server)

    def text_of(self, session: "Session", number: int) -> str:
        """What one of them says."""
        from terminal.usecases.programs import read_text

        return read_text(session, self._server, number)

    def find(self) -> tuple[FoundFile, ...]:
        """Files that may be one, the newest first."""
        return find_files(self._places, ENDINGS)

    def open(self, path: Path) -> "Draft":
        """Read one."""
        from terminal.usecases.programs import open_draft

        return open_draft(path, currency=self._currency)

    def as_draft(self, text: str, name: str) -> "Draft":
        """A text that was published before, to be published again."""
        from terminal.usecases.programs import draft_of

        return draft_of(text, name=name, currency=self._currency)

    def changes(self, draft: "Draft", *, against: str) -> "tuple[Change, ...]":
        """What a draft changes."""
        from terminal.usecases.programs import changes

        return changes(draft, against=against)

    def try_on_sales(self, draft: "Draft", *, against: str) -> "Trial":
        """What it would have made of this till's past sales."""
        from terminal.usecases.program_trial import try_on_sales

        return try_on_sales(self._till, draft.program, against=against)

    def new_id(self) -> str:
        """An id that nothing has."""
        return self._till.new_id()

    def now(self) -> "datetime":
        """The time by the till's clock."""
        return self._till.clock.now()

    def publish(self, session: "Session", wish: "PublishWish", *, own_pin: str) -> "Published":
        """Have it published."""
        from terminal.usecases.programs import publish

        return publish(self._till, session, self._server, wish, own_pin=own_pin)

    def save(self, name: str, text: str) -> str:
        """Write a program as a file, and give its path."""
        from terminal.usecases.programs import save_text

        return str(save_text(self._folder, name=name, text=text))
