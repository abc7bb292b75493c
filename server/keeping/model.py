"""An account with the notes that explain it: one for every event that changed it, in the order it did."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from loyalty.account import Account
from loyalty.account.keeping import NOTHING_KEPT
from loyalty.wire.canonical import Json, JsonObject

NoteKind = Literal["sale", "back", "change", "whole"]
"""A till's sale · goods of one came back · what the server gave or took by itself · said anew, whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What changed the account. `said` is what of it the journals do not have under `operation`."""

    operation: str
    kind: NoteKind
    at: datetime
    program_version: int
    said: JsonObject = field(default_factory=dict[str, Json])


@dataclass(slots=True)
class Keeping:
    """The account of a sitting, how many notes it had before, and the new ones.

    `account.seen_at` and `account.tier` are how far the calendar has been worked in; no note says them.
    """

    account: Account = NOTHING_KEPT
    number: int = 0
    notes: list[Note] = field(default_factory=list[Note])

    def copy(self) -> "Keeping":
        """The same to try something on."""
        return Keeping(self.account, self.number, self.notes.copy())

    def forget_notes(self) -> None:
        """The notes are stored."""
        self.number, self.notes = self.number + len(self.notes), []

    def put(self, account: Account, note: Note) -> None:
        """Change the account, and note why."""
        self.account = account
        self.notes.append(note)
