"""What a list of rows shows, already in words: its columns and rows, which is marked, what none is called."""

from dataclasses import dataclass

from ui.presenters.shown import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row. The first cell is its title, with a smaller `detail` under it; the rest stand in columns.

    An `icon` of its own stands in place of the one that its tone has; it is red for what was refused, which
    nothing else would say then. An `is_heading` one is the title of the facts under it.
    """

    cells: tuple[str, ...]
    detail: str = ""
    tone: Tone = Tone.PLAIN
    icon: str = ""
    is_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column beside the titles. Figures end at its right edge; `title` may be empty."""

    title: str = ""
    is_figure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list. `columns` are those beside the first; where any has a title, a line of titles is shown."""

    rows: tuple[Row, ...] = ()
    marked: int | None = None
    empty: str = ""
    title: str = ""
    columns: tuple[Column, ...] = (Column(),)


NO_ROWS = Listing()
