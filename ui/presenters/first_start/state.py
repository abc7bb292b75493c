"""All that the first start shows, in words: a screen of the back office, and a bar of how far it is."""

from dataclasses import dataclass

from ui.presenters.office_state import OfficeState


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstState:
    """`thousandths` of the first reading are done; None where nothing is read."""

    office: OfficeState
    thousandths: int | None = None
