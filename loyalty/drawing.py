"""Draws a receipt: the same number for everybody who knows the seed, and for nobody who does not.

The seed is committed to before the first sale, by its SHA-256 in the program, and published after the last.
Then anyone can work out every draw again from the receipt alone. No chance is made here.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from hashlib import sha256
from typing import Literal

from loyalty.errors import Refused
from loyalty.identity.cards import NUMBER_LENGTH, RECEIPT_SCHEME
from loyalty.identity.digits import luhn_holds
from loyalty.program.draws import Draw, Prize

SEED_BYTES = 32
"""A shorter seed could be found by trying; a draw has at least so many."""
MOST_SEED_BYTES = 100

Stage = Literal["off", "coming", "running", "over"]
"""Where a draw is by its days; `off` is one that is not enabled."""


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


def read_seed(text: str) -> bytes:
    """A seed as people write it down: hexadecimal digits, small or capital, with any blanks between.

    Raises:
        Refused: `draw-seed-hex`, also where there are more digits than any seed has.
    """
    digits = "".join(text.split())
    try:
        seed = bytes.fromhex(digits)
    except ValueError:
        raise Refused("draw-seed-hex") from None
    if len(seed) > MOST_SEED_BYTES:
        raise Refused("draw-seed-hex")
    return seed


def check_seed(seed: bytes, *, commitment: str) -> None:
    """Whether a seed is long enough, and the one that was committed to.

    Raises:
        Refused: `draw-seed-short`; `draw-seed-other`.
    """
    if len(seed) < SEED_BYTES:
        raise Refused("draw-seed-short", bytes=len(seed), least=SEED_BYTES)
    if commitment_of(seed) != commitment:
        raise Refused("draw-seed-other", commitment=commitment, seed=commitment_of(seed))


def draw_receipt(draw: Draw, *, seed: bytes, receipt: str) -> Drawn:
    """Draws a receipt, by its digits.

    Raises:
        Refused: as `check_seed`; `draw-receipt`, what is not the number of a receipt.
    """
    check_seed(seed, commitment=draw.commitment)
    if not is_receipt(receipt):
        raise Refused("draw-receipt", receipt=receipt)
    number = drawn_number(seed, receipt, draw.of)
    return Drawn(draw, receipt, number, draw.prize_of(number))


def stage_of(draw: Draw, at: datetime, zone: tzinfo) -> Stage:
    """Where it is at a moment."""
    if not draw.is_enabled:
        return "off"
    if is_over(draw, at, zone):
        return "over"
    starts = draw.rule.when.starts
    is_coming = starts is not None and at < _moment(starts, zone, time.min)
    return "coming" if is_coming else "running"


def is_over(draw: Draw, at: datetime, zone: tzinfo) -> bool:
    """Whether no sale from this moment on takes part; its seed may be published then."""
    last = last_moment(draw, zone)
    return last is not None and at > last


def last_moment(draw: Draw, zone: tzinfo) -> datetime | None:
    """The last one at which a sale takes part; None where the draw has no end.

    Sales take part by the clock on the wall: where it says the last hour twice, until the second is over.
    """
    ends = draw.rule.when.ends
    if ends is None:
        return None
    moment = _moment(ends, zone, time.max)
    offsets = (moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return moment.replace(tzinfo=timezone(min(offsets)))


def _moment(day: date, zone: tzinfo, of_day: time) -> datetime:
    """A date-time, or this time of a whole day; what carries no offset is local to the zone."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, of_day)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def is_receipt(digits: str) -> bool:
    """Whether this can be the number under a receipt's bar code, its check digit included."""
    is_whole = len(digits) == NUMBER_LENGTH and digits.isascii() and digits.isdigit()
    return is_whole and digits.startswith(RECEIPT_SCHEME) and luhn_holds(digits)
