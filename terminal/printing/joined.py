"""Two printers, one lamp: what the top bar is told where a till has more than one."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from terminal.printing.drawer_watch import DrawerState
from terminal.printing.report import PrinterHealth, PrintReport

_WORST_FIRST: Final = (
    PrinterHealth.FAULT,
    PrinterHealth.PAPER_OUT,
    PrinterHealth.COVER_OPEN,
    PrinterHealth.AWAY,
    PrinterHealth.NEAR_END,
    PrinterHealth.UNSEEN,
    PrinterHealth.MUTE,
    PrinterHealth.READY,
)


class JoinedReports:
    """The newest report of each printer as one: the worst of them, with all that waits and is unknown.

    Any thread may report; the listener is called on that thread, one call at a time.
    """

    def __init__(self, on_report: Callable[[PrintReport], None]) -> None:
        self._on_report = on_report
        self._newest: dict[str, PrintReport] = {}
        self._lock = threading.Lock()

    def take(self, place: str, report: PrintReport) -> None:
        """The report of the printer at a place of the till: two queues may bear one name."""
        with self._lock:
            self._newest[place] = report
            self._on_report(joined(tuple(self._newest.values())))


def joined(reports: tuple[PrintReport, ...]) -> PrintReport:
    """One report of one printer or more."""
    worst = min(reports, key=lambda report: _WORST_FIRST.index(report.health))
    unknown = sorted((job for report in reports for job in report.unknown), key=lambda job: job.job)
    known = (report.drawer for report in reports if report.drawer is not DrawerState.UNKNOWN)
    return replace(
        worst,
        waiting=sum(report.waiting for report in reports),
        unknown=tuple(unknown),
        drawer=next(known, DrawerState.UNKNOWN),
    )
