"""The version of the program, for whoever says it."""

from typing import Final

VERSION: Final = "0.1.0"
