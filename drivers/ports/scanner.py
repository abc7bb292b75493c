"""What a scanner reports, and how it is started and stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Scan:
    """One code as a scanner read it.

    `text` is never empty and comes without prefix, suffix, AIM id and control characters. `symbology` is
    what the scanner said of it (`ean-13`, `code-128`, `qr` …), None if it does not say. `source` names the
    scanner. `at` is the monotonic time of the scan's last byte or key.
    """

    text: str
    symbology: str | None
    source: str
    at: float


@dataclass(frozen=True, slots=True)
class ScannerLink:
    """Whether a scanner is there now, and which device file or port it was found at."""

    connected: bool
    source: str
    device: str


@dataclass(frozen=True, slots=True)
class WedgeSettings:
    """How to tell a scanner from a person.

    With a `prefix`, which the scanner is set to send before every code, it is certain, and no other key is
    ever held back. Without one a burst has at least `min_keys` keys at `max_average_ms` or less a key on
    average, no pause longer than `max_gap_ms` (30 to 200; wireless scanners pause), and Enter or Tab at
    its end.
    """

    prefix: str = ""
    min_keys: int = 6
    max_average_ms: int = 35
    max_gap_ms: int = 100


USUAL_WEDGE = WedgeSettings()


def unheard() -> None:
    """For whoever does not want to hear of bank cards."""


class Scanner(Protocol):
    """A scanner that reports by itself: started once, stopped once."""

    @property
    def source(self) -> str:
        """The name that its scans carry."""
        ...

    def start(
        self,
        *,
        on_scan: Callable[[Scan], None],
        on_link: Callable[[ScannerLink], None],
        on_bank_card: Callable[[], None] = unheard,
    ) -> None:
        """Begin to listen and return at once, whether the scanner is there or not.

        The callbacks come on the scanner's own thread, must not block, and must not raise: what they raise
        is a bug and ends the listening. `on_bank_card` comes instead of a scan for the stripe of a bank card,
        of which nothing is kept. `on_link` comes once for each change and once at the beginning;
        after a replug the scanner is back within 3 seconds without being asked. What was half read when the
        line broke is dropped: a scan arrives whole or not at all.

        Raises:
            RuntimeError: it was started before.
        """
        ...

    def stop(self) -> None:
        """Stop listening; no callback comes after it has returned. Stopping twice is allowed.

        It must not be called from a callback.
        """
        ...
