"""Who may sign in here."""

from terminal.session import OperatorTile
from terminal.till import Till


def list_operators(till: Till) -> tuple[OperatorTile, ...]:
    """The active operators by name."""
    with till.store.read() as reading:
        return reading.operators.tiles()
