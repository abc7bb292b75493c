"""A laid-out slip: where each run of text, dash and module goes, in dots. What paints it is behind a port.

One dot is an eighth of a millimetre on nearly every receipt printer (203 dpi). x grows to the right, y grows
downwards, both from the page's upper left corner.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from drivers.ports import Bitmap


@dataclass(frozen=True, slots=True)
class GlyphRun:
    """Text in equal cells, the first at `x`, standing on the line `baseline_y`.

    `text` is printable (see `letters.printable`), without blanks at its ends; a cell is 3/5 of `px` wide.
    """

    x: int
    baseline_y: int
    text: str
    px: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Dash:
    """A dashed line over the whole width: `height` dots high, `on` dots black, `off` dots white."""

    y: int
    height: int
    on: int
    off: int


@dataclass(frozen=True, slots=True)
class Modules:
    """The black and white modules of a code: `rows` from the top, each an integer of `columns` bits.

    The most significant bit is the leftmost module, 1 is black. Each module is `module_width` by
    `module_height` dots. The quiet zone around it is the layout's affair.
    """

    x: int
    y: int
    module_width: int
    module_height: int
    columns: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its upper left corner at x, y, dot for dot."""

    x: int
    y: int
    dots: Bitmap


Op: TypeAlias = GlyphRun | Dash | Modules | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """Everything to paint, on white paper of this size."""

    width_dots: int
    height_dots: int
    ops: tuple[Op, ...]


class PagePainter(Protocol):
    """Turns a page into the picture that is printed."""

    def paint(self, page: Page) -> Bitmap:
        """Paint a page; the same page gives the same dots, on any machine.

        Pure black and white, never dithered. Any thread may call it, several at once.
        """
        ...
