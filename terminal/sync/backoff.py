"""How long to wait before the next exchange; pure, with chance handed in."""

IDLE_S = 15.0
"""Between two exchanges when all is well: how old another till's news may be at most."""
OTHERS_S = 2.0
"""While another till is asked to give back what a customer here wants to spend."""
WHO_COMES_S = 600.0
"""So often the server is asked who is likely to come, so that their points can be held beforehand."""
_FIRST_S = 2.0
_LONGEST_S = 60.0
_SPREAD = 0.5
"""Up to half is taken off by chance, so that tills cut off together do not come back together."""


def wait_before_next(*, failures: int, chance: float) -> float:
    """Seconds to wait after so many failures in a row; `chance` is from 0 up to 1."""
    longest = IDLE_S if failures == 0 else min(_LONGEST_S, _FIRST_S * 2 ** min(failures - 1, 10))
    return longest * (1 - _SPREAD * chance)
