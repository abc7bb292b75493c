"""Breaking text into lines of equal cells, at words where it can. A character of it is a cell."""

from collections.abc import Iterator


def wrap(text: str, width: int) -> list[str]:
    """The lines of `text`, each at most `width` characters; at least one line, maybe empty.

    A word longer than a line is cut, since nothing may be lost. A blank at a break is not printed.
    """
    if len(text) <= width:
        return [text.strip()]
    lines: list[str] = []
    line = ""
    for word in _pieces(text, width):
        if line and len(line) + 1 + len(word) <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        line = word
    return [*lines, line]


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split():
        for at in range(0, len(word), width):
            yield word[at : at + width]
