"""Whether what somebody asked to be printed has a printer to come out of.

Only what is nothing but paper asks: a sale, a return or a shift that is closed goes on without.
"""

from loyalty.errors import Refused
from terminal.till import Till


def need_printer(till: Till) -> None:
    """Go on, if this till has a printer, whether or not it prints at the moment.

    Raises:
        Refused: `no-printer`.
    """
    if not till.has_printer():
        raise Refused("no-printer")
