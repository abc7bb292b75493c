"""What the screen of who did what asks of the till, and the till that answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from terminal.audit import AuditEntry, AuditQuery
from terminal.session import OperatorTile, Session
from terminal.till import Till
from terminal.usecases import audit, operators


class AuditErrands(Protocol):
    """All on the look-up lane."""

    def people(self) -> tuple[OperatorTile, ...]:
        """Who there is."""
        ...

    def look(self, session: Session, query: AuditQuery, *, all_of_it: bool) -> tuple[AuditEntry, ...]:
        """What fits, the last first: some to be shown, or all of it to be written."""
        ...

    def write(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Write a table, and give its path."""
        ...


class AuditDone:
    """Implements `AuditErrands`; files go into a folder beside the till's data."""

    def __init__(self, till: Till, folder: Path) -> None:
        self._till = till
        self._folder = folder

    def people(self) -> tuple[OperatorTile, ...]:
        """Who there is."""
        return operators.list_operators(self._till)

    def look(self, session: Session, query: AuditQuery, *, all_of_it: bool) -> tuple[AuditEntry, ...]:
        """What fits, the last first."""
        most = audit.MOST_WRITTEN if all_of_it else audit.MOST_SHOWN
        return audit.look_through(self._till, session, query, most=most)

    def write(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Write a table, and give its path."""
        return str(audit.write_table(self._folder, name=name, titles=titles, rows=rows))
