"""The till's own keys, and which key of the keyboard is pressed for each. Pure.

The screens know the keys F1 to F12 and a few letters with Ctrl, by the word that stands beside each. A map
says which key a person presses for one of them; the screens' own names stay. Keys that type, walk, enter and
leave are not exchanged: without them no field could be filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from loyalty.errors import Refused

TILL_KEYS: Final = (*(f"F{number}" for number in range(1, 13)), "Ctrl+E", "Ctrl+F4", "Ctrl+L", "Ctrl+Z")
"""The keys of the till, as the screens know them."""

_CONTROL: Final = "BDEFGHIJKLMNOPQRSTUW"
"""With Ctrl; the others copy, paste, choose all and take back what was typed, and are not lent."""

POSSIBLE_KEYS: Final = (
    *(f"F{number}" for number in range(1, 25)),
    "Ins",
    "PgUp",
    "PgDown",
    "Pause",
    *(f"Ctrl+{letter}" for letter in _CONTROL),
)
"""What can be pressed instead."""


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The keys that are pressed instead of others; a key that is not named is pressed itself."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, instead: Mapping[str, str]) -> "KeyMap":
        """The map that presses these; what is pressed for itself needs no word."""
        return cls(tuple(sorted((key, pressed) for key, pressed in instead.items() if key != pressed)))

    @property
    def instead(self) -> Mapping[str, str]:
        """What is pressed instead of which key."""
        return dict(self.pairs)

    def pressed_for(self, key: str) -> str:
        """What a person presses for a key of the till."""
        return self.instead.get(key, key)

    def meant_by(self, pressed: str) -> str | None:
        """The key of the till that is meant; None where the pressed one is none (any more)."""
        for key in TILL_KEYS:
            if self.pressed_for(key) == pressed:
                return key
        return None

    def with_key(self, key: str, pressed: str) -> "KeyMap":
        """The map with another key for `key`.

        Raises:
            Refused: `key-unusable` (pressed); `key-taken` (pressed, key): it is another's.
        """
        if key not in TILL_KEYS or pressed not in (*POSSIBLE_KEYS, key):
            raise Refused("key-unusable", pressed=pressed)
        owner = self.meant_by(pressed)
        if owner not in (None, key):
            raise Refused("key-taken", pressed=pressed, key=str(owner))
        return KeyMap.of({**self.instead, key: pressed})


NO_CHANGES: Final = KeyMap()


def read_keys(value: object) -> KeyMap:
    """The table `[keys]` of the settings file: `F9 = "F2"`.

    Raises:
        TypeError, ValueError: it is no table, names no key of the till, or two of them are one key.
    """
    if not isinstance(value, dict):
        raise TypeError
    table = cast("dict[object, object]", value)
    instead = {str(key): str(pressed) for key, pressed in table.items()}
    if not set(instead) <= set(TILL_KEYS) or not set(instead.values()) <= set(POSSIBLE_KEYS):
        raise ValueError
    keys = KeyMap.of(instead)
    if len({keys.pressed_for(key) for key in TILL_KEYS}) < len(TILL_KEYS):
        raise ValueError
    return keys
