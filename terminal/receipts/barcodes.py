"""The modules of a Code 128, as a row of bits.

How large they are printed, and the white around them, is the layout's affair.
"""

from collections.abc import Iterator
from typing import Final

_START_C: Final = 105
_WEIGHT_MODULUS: Final = 103
_STOP: Final = "2331112"
_WIDTHS: Final = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
    "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
    "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
    "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
    "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
    "211232"
)
"""ISO/IEC 15417, table 1: six widths (bar, space, bar, …) for each of the values 0 to 105."""


def code128_modules(digits: str) -> tuple[int, int]:
    """One row of bits of a Code 128 in set C of an even number of digits, and its columns; no quiet zone."""
    values = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    check = (_START_C + sum(place * value for place, value in enumerate(values, 1))) % _WEIGHT_MODULUS
    widths = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in (_START_C, *values, check)) + _STOP
    bits = "".join(_bars(widths))
    return int(bits, 2), len(bits)


def _bars(widths: str) -> Iterator[str]:
    for at, width in enumerate(widths):
        yield ("0" if at % 2 else "1") * int(width)
