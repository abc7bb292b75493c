"""Who agreed that a till is opened from a copy: kept beside the books until there are books again to hold it.

The journal that a manager's word belongs into is the one that comes out of the copy, and that is not open yet
when the PIN is typed. Until then it is a small file in the data folder, which whoever has the computer can
change: what it says is as good as that.
"""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused, Unavailable
from terminal.audit import AuditEntry, AuditQuery
from terminal.durable_file import replace_file

if TYPE_CHECKING:
    from loyalty.wire.canonical import Json
    from terminal.store.books import Reading
    from terminal.till import Till

log = logging.getLogger(__name__)

WHAT: Final = "books-restored"
"""What the word was for, as `override_given` says it."""
_ASKED, _BEGUN = "restore-asked.json", "restore-begun.json"
_MODE: Final = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedRestore:
    """Whose PIN it was, by their id; the name of the copy; when (UTC, as the journal writes moments)."""

    operator: str
    copy: str
    at: str


def keep_word(folder: Path, agreed: AgreedRestore) -> None:
    """Keep a word that was given just now; the last one counts.

    Raises:
        Unavailable: `restore-failed` (place, why): then nothing is to be put back.
    """
    path = folder / _ASKED
    try:
        replace_file(path, json.dumps(asdict(agreed)).encode(), mode=_MODE)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable("restore-failed", retry=True, place=str(path), why=why) from error


def begin_restore(folder: Path, copy: str) -> None:
    """The copy that was agreed to is about to be put there; a word for another one counts no more.

    Raises:
        OSError: the folder cannot be written to; then nothing is to be moved.
    """
    if _read(folder / _ASKED, copy=copy) is not None:
        (folder / _ASKED).replace(folder / _BEGUN)
    else:
        forget_words(folder)


def forget_words(folder: Path) -> None:
    """Nothing was put back."""
    for name in (_ASKED, _BEGUN):
        (folder / name).unlink(missing_ok=True)


def record_restore(till: "Till", folder: Path) -> None:
    """Write the word into the journal of the open till, once, whatever was cut off in between.

    Books from before whoever it was became a manager know nothing of that: then it stands in the log alone.
    """
    agreed = _read(folder / _BEGUN)
    if agreed is not None:
        try:
            _write_down(till, agreed)
        except Refused as refused:
            log.warning("%s is not in the journal: %s", agreed, refused.code)
    forget_words(folder)


def last_restore(reading: "Reading") -> AuditEntry | None:
    """The last time that the till was opened from a copy on somebody's word; None where none is known."""
    found = reading.audit.find(AuditQuery(only=("override_given",), text=WHAT), most=1)
    return found[0] if found else None


def _write_down(till: "Till", agreed: AgreedRestore) -> None:
    with till.store.write() as unit:
        if not unit.audit.find(AuditQuery(only=("override_given",), text=agreed.at), most=1):
            said: dict[str, Json] = {"v": 1, "what": WHAT, "note": agreed.copy, "agreed_at": agreed.at}
            unit.journal.append("override_given", said, agreed.operator)


def _read(path: Path, *, copy: str = "") -> AgreedRestore | None:
    """What the file says; None where there is none, it says nothing that can be read, or of another copy."""
    try:
        agreed = AgreedRestore(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError) as error:
        log.warning("%s cannot be read: %s", path, error)
        return None
    is_whole = all(isinstance(value, str) and value for value in asdict(agreed).values())
    return agreed if is_whole and copy in {"", agreed.copy} else None
