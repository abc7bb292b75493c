"""What is printed: a picture of black and white dots, and nothing about what is on it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture of 1 bit a dot.

    `rows` holds `height_dots` rows from the top, each `stride` bytes long; in a byte the most significant
    bit is the leftmost dot and 1 is black. Dots beyond `width_dots` in the last byte of a row are white.
    """

    width_dots: int
    height_dots: int
    rows: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a picture whose bytes are not its size.

        Raises:
            ValueError: `rows` is not `stride * height_dots` bytes long, or a side is not positive.
        """
        if self.width_dots <= 0 or self.height_dots < 0:
            raise ValueError(f"a bitmap of {self.width_dots} × {self.height_dots} dots cannot be")
        if len(self.rows) != self.stride * self.height_dots:
            raise ValueError(f"{len(self.rows)} bytes are not {self.height_dots} rows of {self.stride}")

    @property
    def stride(self) -> int:
        """Bytes of one row."""
        return (self.width_dots + 7) // 8

    def row(self, y: int) -> bytes:
        """The bytes of row `y`, counted from 0 at the top."""
        return self.rows[y * self.stride : (y + 1) * self.stride]
