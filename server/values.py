"""Hot value classes: `msgspec.Struct`s, frozen, which are built and changed by the hundred in a batch.

A frozen dataclass sets each of its fields by the way round its own protection. A struct is as frozen and as
equal, and is made several times as fast; a changed copy of one costs next to nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the names and types of what is changed are checked, which `structs.replace` leaves out
    from dataclasses import replace as altered
else:
    from msgspec.structs import replace as altered

__all__ = ["altered"]
