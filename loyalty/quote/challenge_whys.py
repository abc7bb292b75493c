"""How far somebody is with a challenge, in words: for a basket and for an account alike."""

from typing import Protocol

from loyalty.sentences import Sentence, say


class Progress(Protocol):
    """The progress of one challenge in one period, of which each `goal` counts, up to `times` of them."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def measure(self) -> str:
        """What is counted."""
        ...

    @property
    def have(self) -> int:
        """So much, so far."""
        ...

    @property
    def goal(self) -> int:
        """So much is a prize."""
        ...

    @property
    def times(self) -> int:
        """So many prizes there are."""
        ...


def challenge_why(progress: Progress, *, is_done: bool, currency: str) -> Sentence:
    """How far it is; one that can be done more than once is told round by round.

    `is_done`: whether one that can be done once is to be called done.
    """
    name, goal, times = progress.name, progress.goal, progress.times
    if times == 1:
        code = f"challenge-{progress.measure}-done" if is_done else f"challenge-{progress.measure}"
        return say(code, name=name, have=progress.have, goal=goal, currency=currency)
    done = min(times, progress.have // goal)
    if done == times:
        return say("challenge-rounds-done", name=name, times=times)
    have, code = progress.have - done * goal, f"challenge-{progress.measure}-round"
    return say(code, name=name, done=done, times=times, have=have, goal=goal, currency=currency)
