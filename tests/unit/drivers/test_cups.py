"""A CUPS queue as its two programs tell of it, in their own words; the conformance suite has a real one."""

from collections.abc import Sequence

import pytest

from drivers.ports import JobOutcome, JobState
from drivers.spool.cups import CupsSpooler, NotThere, Told, TookTooLong, cups_queues, run_program

IDLE = """printer till is idle.  enabled since Sat Nov 28 17:33:57 2026
till accepting requests since Sat Nov 28 17:33:57 2026
"""
DISABLED = """printer till disabled since Sat Nov 28 17:33:58 2026 -
\tPaused
till accepting requests since Sat Nov 28 17:33:58 2026
"""
CLOSED = """printer till is idle.  enabled since Sat Nov 28 17:33:57 2026
till not accepting requests since Sat Nov 28 17:33:57 2026 -
\tRejecting Jobs
"""
TAKEN = Told(0, "request id is till-1 (0 file(s))")
UNKNOWN = 'lpstat: Invalid destination name in list "till".\n'


class Programs:
    """`lpstat` and `lp` as they answered; remembers how they were called."""

    def __init__(self, lpstat: Told | Exception, lp: Told | Exception = TAKEN) -> None:
        self.calls: list[tuple[Sequence[str], bytes]] = []
        self._answers = {"lpstat": lpstat, "lp": lp}

    def __call__(self, command: Sequence[str], given: bytes, timeout_s: float) -> Told:
        assert timeout_s > 0
        self.calls.append((command, given))
        answer = self._answers[command[0]]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("lpstat", "trouble"),
    [
        (Told(0, IDLE), None),
        (Told(0, DISABLED), "queue-stopped"),
        (Told(0, CLOSED), "queue-closed"),
        (Told(1, UNKNOWN), "queue-missing"),
        (Told(1, "lpstat: Scheduler is not running."), "spooler-silent"),
        (NotThere(), "spooler-missing"),
        (TookTooLong(), "spooler-silent"),
    ],
)
def test_what_keeps_a_queue_from_printing(lpstat: Told | Exception, trouble: str | None) -> None:
    assert CupsSpooler("till", run=Programs(lpstat)).trouble() == trouble


@pytest.mark.parametrize(
    ("lp", "outcome"),
    [
        (Told(0, "request id is till-7 (0 file(s))"), JobOutcome(JobState.UNCONFIRMED, None, 5)),
        (Told(1, "lp: Error"), JobOutcome(JobState.NOT_SENT, "queue-refused")),
        (NotThere(), JobOutcome(JobState.NOT_SENT, "spooler-missing")),
        (TookTooLong(), JobOutcome(JobState.UNKNOWN, "spooler-silent", 5)),
    ],
)
def test_what_becomes_of_a_job(lp: Told | Exception, outcome: JobOutcome) -> None:
    assert CupsSpooler("till", run=Programs(Told(0, IDLE), lp)).submit(b"bytes", title="receipt") == outcome


def test_the_bytes_go_raw_to_the_queue_on_the_server_named() -> None:
    programs = Programs(Told(0, IDLE))
    spooler = CupsSpooler("till", server="10.0.0.9:631", run=programs)
    spooler.submit(b"\x1b@", title="receipt")
    command, given = programs.calls[-1]
    assert given == b"\x1b@"
    assert list(command) == ["lp", "-h", "10.0.0.9:631", "-d", "till", "-t", "receipt", "-o", "raw", "-"]
    assert spooler.name == "till"


def test_the_queues_that_there_are() -> None:
    assert cups_queues(run=Programs(Told(0, "till\nA4_printer\n\n"))) == ("A4_printer", "till")
    assert cups_queues(run=Programs(Told(1, "lpstat: error"))) == ()
    assert cups_queues(run=Programs(NotThere())) == ()


def test_programs_are_run_in_plain_english_and_not_for_ever() -> None:
    told = run_program(("sh", "-c", "cat; echo $LC_ALL >&2; exit 3"), b"given ", 10.0)
    assert (told.code, told.text) == (3, "given C\n")
    with pytest.raises(NotThere):
        run_program(("no-such-program-here",), b"", 10.0)
    with pytest.raises(TookTooLong):
        run_program(("sh", "-c", "read nothing; sleep 60"), b"x\n", 0.05)
