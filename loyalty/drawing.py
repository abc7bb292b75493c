"""Draws a receipt: the same number for everybody who knows the seed, and for nobody who does not.

The seed is committed to before the first sale, by its SHA-256 in the program, and published after the last.
Then anyone can work out every draw again from the receipt alone. No chance is made here.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, tzinfo
from hashlib import sha256

from loyalty.errors import Refused
from loyalty.identity.cards import NUMBER_LENGTH, RECEIPT_SCHEME
from loyalty.identity.digits import luhn_holds
from loyalty.program.draws import Draw, Prize

SEED_BYTES = 32
"""A shorter seed could be found by trying; a draw has at least so many."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one receipt drew: a number from 0 to `of` − 1, and the prize it wins, if any."""

    draw: Draw
    receipt: str
    number: int
    prize: Prize | None


def commitment_of(seed: bytes) -> str:
    """What is published beforehand: the SHA-256 of the seed, in hexadecimal digits."""
    return sha256(seed).hexdigest()


def drawn_number(seed: bytes, receipt: str, of: int) -> int:
    """HMAC-SHA256 of the receipt's digits under the seed, as a whole number, highest byte first, modulo `of`.

    `of` is below 2⁴⁰ and the number before it below 2²⁵⁶, so no number is likelier than another by more than
    one part in 2²¹⁶.
    """
    return int.from_bytes(hmac.digest(seed, receipt.encode(), "sha256"), "big") % of


def draw_receipt(draw: Draw, *, seed: bytes, receipt: str) -> Drawn:
    """Draws a receipt, by its digits.

    Raises:
        Refused: `draw-seed-short`; `draw-seed-other`, a seed that is not the one committed to;
            `draw-receipt`, what is not the number of a receipt.
    """
    if len(seed) < SEED_BYTES:
        raise Refused("draw-seed-short", bytes=len(seed), least=SEED_BYTES)
    if commitment_of(seed) != draw.commitment:
        raise Refused("draw-seed-other", commitment=draw.commitment, seed=commitment_of(seed))
    if not is_receipt(receipt):
        raise Refused("draw-receipt", receipt=receipt)
    number = drawn_number(seed, receipt, draw.of)
    return Drawn(draw, receipt, number, draw.prize_of(number))


def is_over(draw: Draw, at: datetime, zone: tzinfo) -> bool:
    """Whether no sale from this moment on takes part; its seed may be published then."""
    ends = draw.rule.when.ends
    if ends is None:
        return False
    if not isinstance(ends, datetime):
        return at.astimezone(zone).date() > ends
    return at > (ends if ends.tzinfo is not None else ends.replace(tzinfo=zone))


def is_receipt(digits: str) -> bool:
    """Whether this can be the number under a receipt's bar code, its check digit included."""
    is_whole = len(digits) == NUMBER_LENGTH and digits.isascii() and digits.isdigit()
    return is_whole and digits.startswith(RECEIPT_SCHEME) and luhn_holds(digits)
