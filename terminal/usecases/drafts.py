"""The open sale on disk, so that a power cut in the middle of a basket loses nothing."""

from terminal.open_sale import OpenSale
from terminal.till import Till


def save_draft(till: Till, open_sale: OpenSale) -> None:
    """Keep it; an empty sale forgets the draft."""
    raise NotImplementedError


def load_draft(till: Till) -> OpenSale | None:
    """The sale that was open when the till last stopped; None where there was none, or it was settled since."""
    raise NotImplementedError
