"""What the screen's top bar knows about sync: saved here, saved centrally, needs attention."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from loyalty.errors import LoyaltillError


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """How things stand. `trouble` is why the last exchange failed, None where it did not.

    `waiting` counts journal rows that are saved here only, `quarantined` those that the server set aside for
    a person, `deeds_aside` notes and consents that it will not take; `centrally_at` is the till's time of the
    last exchange that was applied; `clock_off_s` is the till's clock less the server's, in whole seconds.
    `loaded` of `to_load` entries that the server has for this till are here, while more than a moment's worth
    is still to come; both are 0 otherwise.
    """

    waiting: int = 0
    quarantined: int = 0
    deeds_aside: int = 0
    centrally_at: datetime | None = None
    trouble: LoyaltillError | None = None
    needs_person: bool = False
    clock_off_s: int = 0
    loaded: int = 0
    to_load: int = 0

    @property
    def state(self) -> Literal["here", "centrally", "attention"]:
        """The one word for it; being offline alone is no reason for attention."""
        if self.needs_person or self.quarantined or self.deeds_aside:
            return "attention"
        return "here" if self.waiting or self.centrally_at is None else "centrally"

    @property
    def is_loading(self) -> bool:
        """Whether a directory is being loaded."""
        return self.to_load > 0

    @property
    def is_online(self) -> bool:
        """Whether the last exchange came through."""
        return self.centrally_at is not None and self.trouble is None
