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


def wrap_evenly(text: str, width: int) -> list[str]:
    """Like `wrap`, in as few lines, with the lines as alike as they can be: for centred text."""
    lines = wrap(text, width)
    if len(lines) == 1:
        return lines
    narrowest = -(-len(text) // len(lines))
    tried = (wrap(text, narrower) for narrower in range(narrowest, width))
    return next((even for even in tried if len(even) == len(lines)), lines)


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in _words(text):
        for at in range(0, len(word), width):
            yield word[at : at + width]


def _words(text: str) -> list[str]:
    """The words; a lone sign (₫, %, –) stays with the word before it."""
    words: list[str] = []
    for word in text.split():
        if words and len(word) == 1 and not word.isalnum():
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words
