"""Keys as a scanner or a person types them."""

from drivers.wedge import (
    KeyKind,
    Keystroke,
)


def keys(text: str, *, every_s: float, start: float = 10.0, end: bool = True) -> list[Keystroke]:
    """The keys of a text, a key each `every_s`, and Enter; `<` stands for Backspace."""
    typed = [
        Keystroke(
            KeyKind.BACKSPACE if letter == "<" else KeyKind.TEXT, start + number * every_s, letter.strip("<")
        )
        for number, letter in enumerate(text)
    ]
    return [*typed, Keystroke(KeyKind.END, start + len(text) * every_s)] if end else typed
