"""Whether a PIN is somebody's: counted before it is looked at, and compared on purpose slowly."""

from loyalty.errors import Refused
from loyalty.wire.pins import peppered_pin
from terminal.keystore.pin_tries import count_try
from terminal.keystore.ports import KeyStore


def pin_is_right(keys: KeyStore, *, operator: str, pin_hash: str, pin: str) -> bool:
    """Whether it is that operator's PIN. The try is counted, and stays so until somebody forgives it.

    Raises:
        Refused: `not-paired`: there is no pepper.
        Unavailable: the key store does not answer; nothing was looked at.
    """
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    pepper = keys.get("pin-pepper")
    if pepper is None:
        raise Refused("not-paired")
    count_try(keys, operator=operator, pin_hash=pin_hash)
    try:
        return PasswordHasher().verify(pin_hash, peppered_pin(pin, operator=operator, pepper=pepper))
    except (VerificationError, InvalidHashError):
        return False
