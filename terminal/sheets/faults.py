"""What is wrong in a row of a file: where it is, what stands there, and what would be right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """In this line, in the column with this heading; the sentence is `import.fault-<code>`."""

    line: int
    column: str
    code: str
    value: str = ""
    right: str = ""
