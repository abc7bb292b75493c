"""Patterns of the scale's labels as the screen *Devices* shows them: `21.....{NNDDD} = weight`. Pure."""

from collections.abc import Iterable
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.weighed import WeighedTable, weighed_table

USUAL_LABELS: Final = (
    "21.....{NNDDD} = weight",
    "22.....{NNNNN} = price",
    "23....{NNNNNN00} = price",
    "25......{NNNN} = pieces",
)
"""What scales in shops are most often set to."""


def label_parts(text: str) -> tuple[str, str]:
    """Pattern and meaning.

    Raises:
        Refused: `label-unreadable` (text): it is not two words, with a = between them or without.
    """
    parts = text.replace("=", " ").split()
    if len(parts) != 2:
        raise Refused("label-unreadable", text=text[:40])
    return parts[0], parts[1]


def table_of(labels: Iterable[str]) -> WeighedTable:
    """The table of these.

    Raises:
        Refused: `label-unreadable`, and what `weighed_table` refuses.
    """
    return weighed_table(dict(map(label_parts, labels)))


def fits_beside(label: str, others: Iterable[str]) -> bool:
    """Whether no number would fit both it and one of the others."""
    try:
        table_of((label, *others))
    except Refused:
        return False
    return True


def sample_of(label: str) -> str:
    """A number that such a label could carry, with the right check digit."""
    pattern, meaning = label_parts(label)
    filled = "6" if meaning == "pieces" else "1250"
    head, _, value = pattern.partition("{")
    article = iter("1234567890")
    digits = "".join(next(article) if sign == "." else sign for sign in head)
    room = sum(sign in "ND" for sign in value)
    number = f"{digits}{filled.rjust(room, '0')[-room:]}0"
    read = table_of((label,)).read(number)
    return number if read is None else read.right
