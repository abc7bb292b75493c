"""How long to wait before the next exchange; pure, with chance handed in."""

IDLE_S = 15.0
"""Between two exchanges when all is well: how old another till's news may be at most."""
_FIRST_S = 2.0
_LONGEST_S = 60.0
_SPREAD = 0.5
"""Up to half is taken off by chance, so that tills cut off together do not come back together."""


def wait_before_next(*, failures: int, chance: float) -> float:
    """Seconds to wait after so many failures in a row; `chance` is from 0 up to 1."""
    longest = IDLE_S if failures == 0 else min(_LONGEST_S, _FIRST_S * 2 ** min(failures - 1, 10))
    return longest * (1 - _SPREAD * chance)
