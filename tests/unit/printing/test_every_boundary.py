"""Every fault at every command boundary of a slip and a byte either side, from the row to the paper.

The desk with its rows, in virtual time: in the end each slip is on paper once, or its row is *unknown* and
the screen was told to ask; never silently twice, never lost. Every byte in the long form.
"""

import pytest

from drivers.escpos.interpreter import interpret
from drivers.fakes import Fault
from tests.unit.printing.counter import Counter

WARM, SLIP, NEXT = "trước", "phiếu này", "phiếu sau"
SETTLED_STEPS = 40


def sent_for_a_slip() -> bytes:
    """All bytes of one slip at a printer that is well and known."""
    counter = counter_that_has_printed()
    before = len(counter.fake.received)
    counter.queue.add(SLIP)
    counter.work()
    return bytes(counter.fake.received[before:])


def counter_that_has_printed() -> Counter:
    counter = Counter()
    counter.queue.add(WARM)
    counter.work()
    assert counter.printed(WARM) == 1
    return counter


def boundaries() -> list[int]:
    sent = sent_for_a_slip()
    ends = [0, *(command.end for command in interpret(sent, width_dots=576).commands)]
    return sorted({end + step for end in ends for step in (-1, 0, 1)} & set(range(len(sent) + 1)))


def assert_once_or_asked(fault: Fault, at: int, *, restart: bool) -> None:
    """Let it happen, let somebody mend it (and the till be started anew), and look at rows and paper."""
    counter = counter_that_has_printed()
    counter.fake.suffer_at(len(counter.fake.received) + at, fault)
    slip, after = counter.queue.add(SLIP), counter.queue.add(NEXT)
    counter.work(steps=4)
    if restart:
        counter.open()
    counter.fake.mend()
    counter.work(steps=SETTLED_STEPS)

    for job, text in ((slip, SLIP), (after, NEXT)):
        state, copies = counter.queue.state(job), counter.printed(text)
        assert state in {"printed", "unknown"}, (fault, at, text, state)
        assert copies == 1 if state == "printed" else copies <= 1, (fault, at, text, state, copies)
    asked = {job.job for job in counter.reports[-1].unknown}
    assert asked == {job for job in (slip, after) if counter.queue.state(job) == "unknown"}


@pytest.mark.parametrize("meanwhile", ["the till goes on", "the till restarts"])
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_a_fault_at_a_boundary(fault: Fault, meanwhile: str) -> None:
    for at in boundaries():
        assert_once_or_asked(fault, at, restart=meanwhile == "the till restarts")


@pytest.mark.soak
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
def test_a_fault_at_any_byte(fault: Fault) -> None:
    for at in range(len(sent_for_a_slip()) + 1):
        assert_once_or_asked(fault, at, restart=False)
