"""The cells of one row by the fields they are for, and all that is wrong with them."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from terminal.sheets.cells import CellFault
from terminal.sheets.columns import Mapped
from terminal.sheets.faults import RowFault
from terminal.sheets.text import SheetLine

Value = TypeVar("Value")


class RowCells:
    """The cells of one row by field, and the faults found in them."""

    def __init__(self, line: SheetLine, header: Sequence[str], mapped: Mapped) -> None:
        self.line = line.line
        self.faults: list[RowFault] = []
        self.mended: list[str] = []
        self._headings = {name: head for name, head in zip(mapped, header, strict=False) if name}
        self._texts = {name: cell for name, cell in zip(mapped, line.cells, strict=False) if name}
        self.order = tuple(name for name in mapped if name)
        if len(line.cells) > len(header):
            self.faults.append(RowFault(line.line, "", "cells", str(len(line.cells)), str(len(header))))

    def text(self, name: str) -> str:
        """The cell of a field; empty where there is none."""
        return self._texts.get(name, "")

    def fault(self, name: str, code: str, value: str = "", right: str = "") -> None:
        """Note something wrong in the column of a field."""
        self.faults.append(RowFault(self.line, self._headings.get(name, name), code, value, right))

    def checked(self, name: str, text: str, read: Callable[[str], Value]) -> Value | None:
        """What a text stands for; None, and a fault, where it stands for nothing."""
        try:
            return read(text)
        except CellFault as fault:
            self.fault(name, fault.code, fault.value, fault.right)
            return None

    def value(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """What a cell stands for; None where it is empty or stands for nothing."""
        text = self.text(name)
        return self.checked(name, text, read) if text else None
