"""How a PIN is prepared before Argon2id, the same at the server that hashes it and the till that checks it.

Argon2id itself is `argon2-cffi` at both ends, over the text that `peppered_pin` gives. The pepper is one per
tenant and is kept outside every database, so a copied file of four-digit PINs cannot be tried out.
"""

import hashlib
import hmac


def peppered_pin(pin: str, *, operator: str, pepper: bytes) -> str:
    """What to hash for an operator's PIN: 64 hex digits that cannot be made without the pepper.

    Bound to the operator's id, so one person's hash copied to another's row opens nothing.
    """
    said = b"\x00".join((b"loyaltill/1/pin", operator.encode(), pin.encode()))
    return hmac.new(pepper, said, hashlib.sha256).hexdigest()
