"""How a PIN is prepared before Argon2id, the same at the server that hashes it and the till that checks it.

Argon2id itself is `argon2-cffi` at both ends, over the text that `peppered_pin` gives. The pepper is one per
tenant and is kept outside every database, so a copied file of four-digit PINs cannot be tried out.
"""

import hashlib
import hmac
import re
from typing import Final

from loyalty.errors import Refused

_PIN: Final = re.compile(r"\d{4,8}", re.ASCII)
_RUN: Final = "0123456789"
_HASH: Final = re.compile(
    r"\$argon2id\$v=19\$m=([0-9]{1,7}),t=([0-9]{1,2}),p=([0-9]{1,2})\$[A-Za-z0-9+/]{16,64}\$[A-Za-z0-9+/]{32,88}"
)
_MEMORY: Final = range(19_456, 262_145)
"""KiB: weaker than the least that is advised is guessed, heavier would stop a till."""
_ROUNDS: Final = range(2, 11)
_LANES: Final = range(1, 9)


def check_pin_form(pin: str) -> None:
    """Whether somebody may have this PIN.

    Raises:
        Refused: `pin-form` (4 to 8 digits), `pin-easy` (all the same, or a run).
    """
    if _PIN.fullmatch(pin) is None:
        raise Refused("pin-form")
    if len(set(pin)) == 1 or pin in _RUN or pin in _RUN[::-1]:
        raise Refused("pin-easy")


def is_pin_hash(text: str) -> bool:
    """Whether a text is an Argon2id string as strong as a PIN needs, and no heavier than a till can bear."""
    found = _HASH.fullmatch(text)
    if found is None:
        return False
    memory, rounds, lanes = map(int, found.groups())
    return memory in _MEMORY and rounds in _ROUNDS and lanes in _LANES


def peppered_pin(pin: str, *, operator: str, pepper: bytes) -> str:
    """What to hash for an operator's PIN: 64 hex digits that cannot be made without the pepper.

    Bound to the operator's id, so one person's hash copied to another's row opens nothing.
    """
    said = b"\x00".join((b"loyaltill/1/pin", operator.encode(), pin.encode()))
    return hmac.new(pepper, said, hashlib.sha256).hexdigest()
