"""Who may sign in here."""

from terminal.session import OperatorTile
from terminal.till import Till


def list_operators(till: Till) -> tuple[OperatorTile, ...]:
    """The active operators by name."""
    raise NotImplementedError
