"""What the screen of draws asks of the till, and the till that answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from loyalty.wire.drawing import DrawAnswer, DrawTold, Winner

if TYPE_CHECKING:
    from terminal.session import Session
    from terminal.till import Till
    from terminal.usecases.draws import DrawServer


class DrawErrands(Protocol):
    """Each call may raise `Refused` or `Unavailable`; see `terminal.usecases.draws`."""

    def look(self, session: "Session") -> tuple[DrawTold, ...]:
        """The draws there are. On the net lane."""
        ...

    def read(self, session: "Session", draw: str, *, skip: int) -> DrawAnswer:
        """One draw, with a page of its winners. On the net lane."""
        ...

    def winners(self, session: "Session", draw: str, *, skip: int) -> tuple[Winner, ...]:
        """All winners after the first so many. On the net lane."""
        ...

    def check(self, session: "Session", draw: DrawTold, *, seed_text: str, own_pin: str) -> str:
        """The seed as it is published, if it and the PIN are right. On the store lane."""
        ...

    def open(self, session: "Session", draw: DrawTold, *, seed: str) -> DrawAnswer:
        """Publish a seed, or draw more of the receipts. On the net lane."""
        ...

    def new_seed(self) -> str:
        """A fresh seed. At once, on any thread."""
        ...

    def check_copy(self, seed: str, text: str) -> None:
        """Whether that is the seed as somebody wrote it down. At once, on any thread."""
        ...

    def save_commitment(self, name: str, text: str) -> str:
        """Write it, and give its path. On the look-up lane."""
        ...

    def save_table(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Write a table, and give its path. On the look-up lane."""
        ...


class DrawsDone:
    """Implements `DrawErrands` by a real till and its server; files go into a folder beside its data."""

    def __init__(self, till: "Till", server: "DrawServer", *, folder: Path) -> None:
        self._till = till
        self._server = server
        self._folder = folder

    def look(self, session: "Session") -> tuple[DrawTold, ...]:
        """The draws there are."""
        from terminal.usecases.draws import list_draws

        return list_draws(session, self._server)

    def read(self, session: "Session", draw: str, *, skip: int) -> DrawAnswer:
        """One draw, with a page of its winners."""
        from terminal.usecases.draws import read_draw, without_this_till

        return without_this_till(self._till, read_draw(session, self._server, draw, skip=skip))

    def winners(self, session: "Session", draw: str, *, skip: int) -> tuple[Winner, ...]:
        """All winners after the first so many."""
        from terminal.usecases.draws import read_winners

        return read_winners(session, self._server, draw, skip=skip)

    def check(self, session: "Session", draw: DrawTold, *, seed_text: str, own_pin: str) -> str:
        """The seed as it is published, if it and the PIN are right."""
        from terminal.usecases.draws import check_opening

        return check_opening(self._till, session, draw, seed_text=seed_text, own_pin=own_pin)

    def open(self, session: "Session", draw: DrawTold, *, seed: str) -> DrawAnswer:
        """Publish a seed, or draw more of the receipts."""
        from terminal.usecases.draws import open_draw

        return open_draw(self._till, session, self._server, draw, seed=seed)

    def new_seed(self) -> str:
        """A fresh seed."""
        from terminal.usecases.draws import new_seed

        return new_seed()

    def check_copy(self, seed: str, text: str) -> None:
        """Whether that is the seed as somebody wrote it down."""
        from terminal.usecases.draws import check_copy

        check_copy(seed, text)

    def save_commitment(self, name: str, text: str) -> str:
        """Write it, and give its path."""
        from terminal.usecases.draws import save_commitment

        return str(save_commitment(self._folder, name=name, text=text))

    def save_table(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Write a table, and give its path."""
        from terminal.usecases.audit import write_table

        return str(write_table(self._folder, name=name, titles=titles, rows=rows))
