"""A till without a store, for looking at screens and for testing what drives them.

It does all the errands of `ui.presenters.errands` in memory, by the real rules, in the small shop of
`tools.sample_shop`. Every errand can be told to fail once, and every call is written down.
"""

from dataclasses import dataclass

from terminal.session import Session
from tools.sample_enrolment import SampleEnrolment
from tools.sample_search import SampleSearch
from tools.sample_settling import SampleSettling
from tools.sample_shifts import SampleShifts
from tools.sample_staff import SampleStaff


@dataclass
class SampleTill(SampleSettling, SampleSearch, SampleEnrolment, SampleShifts, SampleStaff):
    """The till: what the modules of its bases do, and slips that wait for somebody's word."""

    def print_again(self, session: Session, job: int) -> None:
        """Queue the slip once more."""
        del session
        self.called(f"print_again {job}")

    def print_elsewhere(self) -> None:
        """Note that slips go to the other printer."""
        self.called("print_elsewhere")

    def leave_slip(self, job: int) -> None:
        """Ask no more."""
        self.called(f"leave_slip {job}")
