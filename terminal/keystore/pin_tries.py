"""How often a PIN was wrong in a row, counted outside the database: a restored one does not reset it.

A try is counted before the PIN is looked at, so that switching the till off in the middle gains nothing; the
right PIN forgives those before it. They belong to one PIN of one operator or gift card: a new PIN from the
server begins at nothing, an old one that comes back with an old file does not. No clock is asked.

How long somebody waits after so many is not here.
"""

import hashlib
import json
from typing import Final

from loyalty.errors import Unavailable
from terminal.keystore.ports import KeyStore

MOST_KEPT: Final = 256
"""PINs of which somebody typed wrong ones; beyond it those that nobody has tried for longest go."""

_Counts = dict[str, tuple[int, int]]
"""How often a PIN was tried, and how many of these were forgiven."""


def wrong_in_a_row(keys: KeyStore, *, operator: str, pin_hash: str) -> int:
    """How often this PIN was tried since it was last right.

    Raises:
        Unavailable: the key store does not answer, or what it holds are no counts.
    """
    tried, forgiven = _read(keys).get(_name(operator, pin_hash), (0, 0))
    return tried - forgiven


def count_try(keys: KeyStore, *, operator: str, pin_hash: str) -> None:
    """Count a try, durably, before the PIN is looked at.

    Raises:
        Unavailable: as `wrong_in_a_row`; the PIN must not be looked at.
    """
    counts, name = _read(keys), _name(operator, pin_hash)
    tried, forgiven = counts.pop(name, (0, 0))
    _write(keys, counts | {name: (tried + 1, forgiven)})


def forgive_tries(keys: KeyStore, *, operator: str, pin_hash: str) -> None:
    """The PIN was right: what was counted until now weighs nothing more.

    Raises:
        Unavailable: as `wrong_in_a_row`.
    """
    counts, name = _read(keys), _name(operator, pin_hash)
    tried, _ = counts.pop(name, (0, 0))
    _write(keys, counts | {name: (tried, tried)})


def forgive_last_try(keys: KeyStore, *, operator: str, pin_hash: str) -> None:
    """The last try was meant for somebody else's PIN; those before it count on.

    Raises:
        Unavailable: as `wrong_in_a_row`.
    """
    counts, name = _read(keys), _name(operator, pin_hash)
    tried, forgiven = counts.pop(name, (0, 0))
    _write(keys, counts | {name: (tried, min(forgiven + 1, tried))})


def _name(operator: str, pin_hash: str) -> str:
    return hashlib.sha256(f"{operator}\n{pin_hash}".encode()).hexdigest()[:24]


def _read(keys: KeyStore) -> _Counts:
    kept = keys.get("pin-tries")
    if kept is None:
        return {}
    try:
        return {
            str(name): (int(tried), int(forgiven)) for name, (tried, forgiven) in json.loads(kept).items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise Unavailable("pin-tries-damaged", retry=False, place=keys.place) from error


def _write(keys: KeyStore, counts: _Counts) -> None:
    wrong = [(name, each) for name, each in counts.items() if each[0] > each[1]]
    newest = dict(wrong[-MOST_KEPT:])
    keys.set("pin-tries", json.dumps(newest).encode("ascii"))
