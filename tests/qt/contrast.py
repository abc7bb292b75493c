"""How well an ink can be read on a ground: the contrast of WCAG 2, and what it asks of text."""

from typing import Final

from PySide6.QtGui import QColor

LEAST_CONTRAST: Final = 4.5


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    seen = QColor(colour)
    channels = [
        channel / 12.92 if channel <= 0.03928 else float(((channel + 0.055) / 1.055) ** 2.4)
        for channel in (seen.redF(), seen.greenF(), seen.blueF())
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21, whichever of the two is the darker."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
