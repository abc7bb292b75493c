"""What stays true until somebody has dealt with it, and is told at the counter as soon as nothing else is.

A disk that was found to be an older copy, a clock that is not the server's, a shift of a day before; and
whether there is a network.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ui.presenters.checkout.model import Said
from ui.presenters.clock_off import of_clock, tell_of_clock
from ui.presenters.shift_shown import of_copy, of_earlier
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.session import Session
    from terminal.shift import Shift
    from ui.presenters.checkout.counter import Counter


@dataclass(slots=True)
class Standing:
    """It, and whether it still has to be told. `clock_off_s` is the till's clock less the server's."""

    is_online: bool = True
    clock_off_s: int = 0
    copy_found_at: datetime | None = None
    is_untold: bool = False

    def of_till(self, words: Words) -> Said | None:
        """What holds for the till, shift or none; the gravest first."""
        return of_copy(self.copy_found_at, words) or of_clock(self.clock_off_s, words)

    def tell(
        self, counter: "Counter", shift: "Shift | None", session: "Session | None", words: Words
    ) -> None:
        """Say what stands where the counter has nothing else to say; else it stays to be told."""
        earlier = None if session is None else of_earlier(shift, session.at, words)
        self.is_untold = not counter.say_where_free(self.of_till(words) or earlier)

    def tell_network(self, counter: "Counter") -> None:
        """Say whether there is one, where that is news."""
        if counter.model.is_online != self.is_online:
            counter.change(is_online=self.is_online)

    def synced(self, *, online: bool, clock_off_s: int) -> int:
        """The server answered, or did not. How far off the clock was before is answered."""
        self.is_online, before, self.clock_off_s = online, self.clock_off_s, clock_off_s
        return before

    def tell_of_clock(self, counter: "Counter", before_s: int, words: Words) -> None:
        """Say it as it becomes known."""
        tell_of_clock(counter, before_s, self.clock_off_s, words)
