"""How far a screen beside the sale is, for keys that are pressed ahead of it."""

from collections.abc import Hashable
from typing import NamedTuple


class Beside(NamedTuple):
    """How far it is.

    `place` is another one once what was looked for has come; `asks` is a question or a trouble to be read.
    """

    place: Hashable = ""
    is_looking: bool = False
    asks: bool = False


NOTHING_LOOKED_FOR = Beside()
