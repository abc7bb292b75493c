"""The modules of a QR code, as rows of bits.

Where a code word goes on the square is the work of the package qrcode. The code words themselves it makes bit
by bit, which would take half as long as painting the receipt; here they are made of whole numbers.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from re import compile as pattern
from typing import Final

from qrcode.base import gexp, glog, rs_blocks
from qrcode.constants import ERROR_CORRECT_M
from qrcode.LUT import rsPoly_LUT
from qrcode.main import QRCode
from qrcode.util import BIT_LIMIT_TABLE, length_in_bits

_MASK: Final = 0
"""Any of the eight masks is valid; choosing the prettiest would cost six times all the rest."""

_CAPITALS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_ONLY_CAPITALS: Final = pattern(r"[0-9A-Z $%*+./:-]*")


@dataclass(frozen=True, slots=True)
class Part:
    """Characters in one mode: the mode's number, how many they are, and their bits."""

    mode: int
    count: int
    bits: str


def qr_modules(data: str) -> tuple[int, ...]:
    """The rows of a QR code of `data`, error correction M, as small as it goes; no quiet zone.

    It is square: as many columns as rows. The leftmost module is a row's most significant bit. Digits at the
    beginning, and capitals after them, take little room; anything else is UTF-8.

    Raises:
        ValueError: `data` is too long for any QR code.
    """
    parts = qr_parts(data)
    version = _version(parts)
    code = QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0)
    code.data_cache = code_words(parts, version)
    code.makeImpl(test=False, mask_pattern=_MASK)
    return tuple(int("".join(["1" if module else "0" for module in row]), 2) for row in code.modules)


def qr_parts(data: str) -> list[Part]:
    """Digits at the beginning as a part of their own, then the rest."""
    rest = data.lstrip("0123456789")
    digits = data[: len(data) - len(rest)]
    parts = [Part(1, len(digits), "".join(map(_three, _chunks(digits, 3))))] if digits else []
    if not rest:
        return parts
    if _ONLY_CAPITALS.fullmatch(rest):
        return [*parts, Part(2, len(rest), "".join(map(_two, _chunks(rest, 2))))]
    encoded = rest.encode()
    return [*parts, Part(4, len(encoded), "".join([f"{byte:08b}" for byte in encoded]))]


def code_words(parts: list[Part], version: int) -> list[int]:
    """The bytes of a code of that version: data, padding, and the words that correct errors, interleaved."""
    blocks = rs_blocks(version, ERROR_CORRECT_M)
    data = _padded(_bits(parts, version), sum(block.data_count for block in blocks))
    sets: list[bytes] = []
    corrections: list[bytes] = []
    for block in blocks:
        words, data = data[: block.data_count], data[block.data_count :]
        sets.append(words)
        corrections.append(_correction(words, block.total_count - block.data_count))
    return [*_interleaved(sets), *_interleaved(corrections)]


def _chunks(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _three(digits: str) -> str:
    return f"{int(digits):0{(0, 4, 7, 10)[len(digits)]}b}"


def _two(capitals: str) -> str:
    first = _CAPITALS.index(capitals[0])
    if len(capitals) == 1:
        return f"{first:06b}"
    return f"{first * 45 + _CAPITALS.index(capitals[1]):011b}"


def _bits(parts: list[Part], version: int) -> str:
    return "".join(
        f"{part.mode:04b}{part.count:0{length_in_bits(part.mode, version)}b}{part.bits}" for part in parts
    )


def _version(parts: list[Part]) -> int:
    for version, most in enumerate(BIT_LIMIT_TABLE[ERROR_CORRECT_M]):
        if version and len(_bits(parts, version)) <= most:
            return version
    raise ValueError(f"no QR code holds {sum(part.count for part in parts)} characters")


def _padded(bits: str, count: int) -> bytes:
    """The end mark, zeros to a whole byte, then the two padding bytes in turn."""
    ended = bits + "0000"[: count * 8 - len(bits)]
    whole = ended + "0" * (-len(ended) % 8)
    data = int(whole, 2).to_bytes(len(whole) // 8, "big")
    return data + (b"\xec\x11" * count)[: count - len(data)]


def _correction(data: bytes, count: int) -> bytes:
    """The remainder of a Reed-Solomon division, all its `count` bytes in one number."""
    multiples = _multiples(count)
    remainder, top, most = 0, 8 * (count - 1), (1 << 8 * count) - 1
    for word in data:
        remainder = (remainder << 8 & most) ^ multiples[word ^ remainder >> top]
    return remainder.to_bytes(count, "big")


@lru_cache(maxsize=32)
def _multiples(count: int) -> list[int]:
    """The generator polynomial of `count` words, without its first 1, times every byte."""
    powers = [glog(factor) for factor in rsPoly_LUT[count][1:]]
    products = [bytes(gexp(glog(byte) + power) for power in powers) for byte in range(1, 256)]
    return [0, *(int.from_bytes(product, "big") for product in products)]


def _interleaved(blocks: list[bytes]) -> list[int]:
    return [word for words in zip_longest(*blocks) for word in words if word is not None]
