"""The desk of one printer: every slip once, or unknown and asked about; every drawer once at most."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.escpos.mechanism import MechanismTraits
from drivers.fakes import Fault
from drivers.ports import DrawerPin
from terminal.printing.desk import IDLE_S, TROUBLE_S
from terminal.printing.report import PrinterHealth
from tests.guards.logs import ExpectLog
from tests.unit.printing.counter import START, Counter

MID_PICTURE = 1500
MUTE = MechanismTraits(
    answers_real_time=False, answers_in_line=False, answers_process_id=False, answers_auto_status=False
)


def test_slips_come_out_once_and_in_their_order() -> None:
    counter = Counter()
    jobs = [counter.queue.add(text) for text in ("một", "hai", "ba")]
    counter.work()
    assert [counter.queue.state(job) for job in jobs] == ["printed"] * 3
    assert [counter.printed(text) for text in ("một", "hai", "ba")] == [1, 1, 1]
    assert len(counter.fake.pages) == 3
    assert counter.reports[-1].health is PrinterHealth.READY
    assert counter.reports[-1].waiting == 0


def test_a_slip_is_marked_before_its_first_byte_and_after_its_last() -> None:
    counter = Counter()
    job = counter.queue.add("một")
    counter.work()
    assert counter.queue.marks == [(job, "sending", ""), (job, "printed", "")]
    assert counter.queue.rows[job].attempts == 1


def test_without_paper_a_slip_waits_and_comes_out_on_the_new_roll() -> None:
    counter = Counter()
    counter.fake.suffer(Fault.PAPER_OUT)
    job = counter.queue.add("một")
    counter.work()
    assert (counter.queue.state(job), counter.queue.why(job)) == ("queued", "printer-paper-out")
    assert [(report.health, report.waiting) for report in counter.reports] == [(PrinterHealth.PAPER_OUT, 1)]
    counter.fake.mend()
    counter.work()
    assert counter.queue.state(job) == "printed"
    assert counter.printed("một") == 1
    assert counter.reports[-1].health is PrinterHealth.READY


def test_a_printer_in_trouble_costs_no_writes_to_the_disk() -> None:
    counter = Counter()
    counter.queue.add("một")
    counter.work()
    counter.fake.suffer(Fault.COVER_OPEN)
    counter.queue.add("hai")
    counter.work()
    marks = len(counter.queue.marks)
    counter.work(steps=50)
    assert len(counter.queue.marks) == marks
    assert counter.reports[-1].health is PrinterHealth.COVER_OPEN


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER_JAM])
def test_a_slip_stopped_halfway_is_held_and_finished_by_the_printer_itself(fault: Fault) -> None:
    counter = Counter()
    counter.fake.suffer_at(MID_PICTURE, fault)
    job = counter.queue.add("một")
    after = counter.queue.add("hai")
    counter.work()
    assert counter.queue.state(job) == "held"
    assert counter.reports[-1].waiting == 2
    counter.fake.mend()
    counter.work()
    assert [counter.queue.state(one) for one in (job, after)] == ["printed", "printed"]
    assert [counter.printed(text) for text in ("một", "hai")] == [1, 1]


def test_while_a_slip_is_held_for_the_same_reason_nothing_is_written() -> None:
    counter = Counter()
    counter.fake.suffer_at(MID_PICTURE, Fault.PAPER_OUT)
    counter.queue.add("một")
    counter.work()
    marks = len(counter.queue.marks)
    counter.work(steps=50)
    assert len(counter.queue.marks) == marks


@pytest.mark.parametrize("fault", [Fault.UNPLUGGED, Fault.SWITCHED_OFF, Fault.STALL])
def test_a_line_that_breaks_halfway_leaves_a_question_and_lets_the_next_slip_pass(fault: Fault) -> None:
    counter = Counter()
    counter.fake.suffer_at(MID_PICTURE, fault)
    job = counter.queue.add("một")
    after = counter.queue.add("hai")
    counter.work()
    counter.fake.mend()
    counter.work()
    assert counter.queue.state(job) == "unknown"
    assert counter.queue.state(after) == "printed"
    assert counter.printed("một") <= 1
    assert counter.printed("hai") == 1
    assert [asked.job for asked in counter.reports[-1].unknown] == [job]
    assert counter.reports[-1].waiting == 0


def test_an_unplugged_printer_is_back_by_itself_with_every_slip() -> None:
    counter = Counter()
    counter.work()
    counter.fake.suffer(Fault.UNPLUGGED)
    jobs = [counter.queue.add(text) for text in ("một", "hai")]
    counter.work()
    assert counter.reports[-1].health is PrinterHealth.AWAY
    assert counter.reports[-1].waiting == 2
    counter.fake.mend()
    began_s = counter.clock()
    pause_s = 0.0
    while counter.queue.state(jobs[1]) != "printed":
        counter.clock.wait(pause_s)
        pause_s = counter.desk.step()
    assert counter.clock() - began_s < 3
    assert [counter.printed(text) for text in ("một", "hai")] == [1, 1]


def test_after_a_crash_what_was_on_its_way_is_asked_about_and_the_rest_goes_on() -> None:
    counter = Counter()
    sending = counter.queue.add("một", state="sending")
    held = counter.queue.add("hai", state="held")
    queued = counter.queue.add("ba")
    counter.work()
    assert counter.queue.state(sending) == counter.queue.state(held) == "unknown"
    assert counter.queue.why(sending) == "till-restarted"
    assert counter.queue.state(queued) == "printed"
    assert len(counter.fake.pages) == 1


def test_a_crash_while_a_slip_is_held_does_not_print_it_again() -> None:
    counter = Counter()
    counter.fake.suffer_at(MID_PICTURE, Fault.PAPER_OUT)
    job = counter.queue.add("một")
    counter.work()
    counter.open()
    counter.fake.mend()
    counter.work()
    assert counter.queue.state(job) == "unknown"
    assert counter.printed("một") <= 1


def test_a_slip_given_up_becomes_a_question() -> None:
    counter = Counter()
    counter.fake.suffer_at(MID_PICTURE, Fault.PAPER_OUT)
    job = counter.queue.add("một")
    counter.work()
    counter.desk.give_up_held()
    counter.work(steps=1)
    assert (counter.queue.state(job), counter.queue.why(job)) == ("unknown", "given-up")


def test_giving_up_when_nothing_is_held_does_not_strike_the_next_slip() -> None:
    counter = Counter()
    counter.desk.give_up_held()
    counter.work(steps=1)
    counter.fake.suffer_at(MID_PICTURE, Fault.PAPER_OUT)
    job = counter.queue.add("một")
    counter.work()
    assert counter.queue.state(job) == "held"


def test_a_slip_whose_end_could_not_be_written_down_is_not_printed_again(expect_log: ExpectLog) -> None:
    counter = Counter()
    job = counter.queue.add("một")
    after = counter.queue.add("hai")
    counter.queue.failures = {"printed": 3}
    with expect_log("terminal.printing", "queue cannot be used"):
        counter.work(steps=3)
    assert counter.queue.state(job) == "sending"
    assert len(counter.fake.pages) == 1
    counter.work()
    assert [counter.queue.state(one) for one in (job, after)] == ["printed", "printed"]
    assert [counter.printed(text) for text in ("một", "hai")] == [1, 1]


@pytest.mark.parametrize("written", [False, True])
def test_a_slip_whose_beginning_could_not_be_written_down_is_not_sent(
    expect_log: ExpectLog, *, written: bool
) -> None:
    counter = Counter()
    job = counter.queue.add("một")
    counter.queue.failures = {"sending": 1}
    counter.queue.writes_before_failing = written
    with expect_log("terminal.printing", "queue cannot be used"):
        counter.work(steps=1)
    assert not counter.fake.received
    counter.work()
    assert counter.queue.state(job) == "printed"
    assert counter.printed("một") == 1


def test_a_damaged_row_is_set_aside_and_holds_nobody_up(expect_log: ExpectLog) -> None:
    counter = Counter()
    damaged = counter.queue.add("một")
    good = counter.queue.add("hai")
    counter.queue.replace_document(damaged, '{"v":1}')
    with expect_log("terminal.printing", "cannot be printed"):
        counter.work()
    assert (counter.queue.state(damaged), counter.queue.why(damaged)) == ("failed", "document-unreadable")
    assert counter.queue.state(good) == "printed"


def test_a_printer_that_never_answers_prints_unconfirmed_and_is_remembered_as_such() -> None:
    counter = Counter(MUTE)
    job = counter.queue.add("một")
    counter.work()
    assert counter.queue.state(job) == "unconfirmed"
    assert counter.printed("một") == 1
    assert counter.reports[-1].health is PrinterHealth.MUTE
    assert counter.abilities.answers_status is False
    counter.open()
    again = counter.queue.add("hai")
    counter.work()
    assert counter.queue.state(again) == "unconfirmed"


def test_a_mute_printer_that_is_unplugged_keeps_its_slips_and_prints_them_when_back() -> None:
    counter = Counter(MUTE)
    counter.queue.add("một")
    counter.work()
    counter.fake.suffer(Fault.UNPLUGGED)
    job = counter.queue.add("hai")
    counter.work()
    assert counter.queue.state(job) == "queued"
    assert counter.reports[-1].health is PrinterHealth.AWAY
    counter.fake.mend()
    counter.work()
    assert counter.queue.state(job) == "unconfirmed"
    assert counter.printed("hai") == 1


def test_an_idle_printer_is_looked_at_and_every_change_is_told_once() -> None:
    counter = Counter()
    assert counter.desk.step() == IDLE_S
    counter.fake.suffer(Fault.PAPER_LOW)
    counter.work(steps=3)
    counter.fake.suffer(Fault.PAPER_OUT)
    assert counter.desk.step() == TROUBLE_S
    counter.fake.mend()
    counter.work(steps=3)
    assert [report.health for report in counter.reports] == [
        PrinterHealth.READY,
        PrinterHealth.NEAR_END,
        PrinterHealth.PAPER_OUT,
        PrinterHealth.READY,
    ]


def test_paper_near_its_end_stays_told_after_a_slip() -> None:
    counter = Counter()
    counter.fake.suffer(Fault.PAPER_LOW)
    counter.work(steps=1)
    counter.queue.add("một")
    counter.work(steps=1)
    assert counter.printed("một") == 1
    assert counter.reports[-1].health is PrinterHealth.NEAR_END


def test_a_drawer_opens_once_and_before_the_slips() -> None:
    counter = Counter()
    slip = counter.queue.add("một")
    drawer = counter.queue.add("", kind="drawer")
    counter.desk.step()
    assert counter.fake.pulses == [DrawerPin.PIN_2]
    assert counter.queue.marks[:2] == [(drawer, "sending", ""), (drawer, "printed", "")]
    counter.work()
    assert counter.queue.state(slip) == "printed"
    assert len(counter.fake.pulses) == 1


@pytest.mark.parametrize("fault", [Fault.PAPER_OUT, Fault.UNPLUGGED])
def test_a_drawer_that_cannot_open_is_not_tried_again(fault: Fault) -> None:
    counter = Counter()
    counter.fake.suffer(fault)
    drawer = counter.queue.add("", kind="drawer")
    counter.work()
    assert counter.queue.state(drawer) == "failed"
    counter.fake.mend()
    counter.work()
    assert not counter.fake.pulses


def test_a_drawer_is_not_opened_while_a_slip_is_held() -> None:
    counter = Counter()
    counter.fake.suffer_at(MID_PICTURE, Fault.PAPER_OUT)
    counter.queue.add("một")
    counter.work(steps=2)
    drawer = counter.queue.add("", kind="drawer", at=counter.till_clock.now())
    counter.work(steps=1)
    assert (counter.queue.state(drawer), counter.queue.why(drawer)) == ("failed", "printer-busy")
    assert not counter.fake.pulses


def test_a_drawer_nobody_waits_for_any_more_stays_shut() -> None:
    counter = Counter()
    drawer = counter.queue.add("", kind="drawer", at=START - timedelta(seconds=11))
    counter.work()
    assert (counter.queue.state(drawer), counter.queue.why(drawer)) == ("failed", "drawer-too-late")
    assert not counter.fake.pulses


def test_without_a_pin_no_pulse_is_ever_sent_and_slips_are_printed_all_the_same() -> None:
    counter = Counter(pin=None)
    drawer, slip = counter.queue.add("", kind="drawer"), counter.queue.add("một")
    counter.work()
    assert (counter.queue.state(drawer), counter.queue.why(drawer)) == ("failed", "drawer-none")
    assert counter.queue.state(slip) == "printed"
    assert not counter.fake.pulses


def test_a_drawer_that_was_being_opened_at_a_crash_is_left_alone() -> None:
    counter = Counter()
    drawer = counter.queue.add("", kind="drawer", state="sending")
    counter.work()
    assert (counter.queue.state(drawer), counter.queue.why(drawer)) == ("unconfirmed", "till-restarted")
    assert not counter.fake.pulses


FAULTS = st.tuples(st.integers(0, 12_000), st.sampled_from(list(Fault)))


@given(
    faults=st.lists(FAULTS, max_size=4),
    restarts=st.sets(st.integers(0, 11)),
    slips=st.integers(1, 4),
)
def test_whatever_happens_every_slip_is_printed_once_or_asked_about(
    faults: list[tuple[int, Fault]], restarts: set[int], slips: int
) -> None:
    counter = Counter()
    texts = [f"phiếu {number}" for number in range(slips)]
    jobs = [counter.queue.add(text) for text in texts]
    drawer = counter.queue.add("", kind="drawer")
    for at, fault in faults:
        counter.fake.suffer_at(at, fault)
    for step in range(12):
        if step in restarts:
            counter.open()
        counter.work(steps=1)
        if step % 3 == 2:
            counter.fake.mend()
    for _ in range(len(faults) + 1):
        counter.fake.mend()
        counter.work(steps=slips + 2)
    for text, job in zip(texts, jobs, strict=True):
        state = counter.queue.state(job)
        assert state in ("printed", "unknown", "unconfirmed"), (state, counter.queue.why(job))
        assert counter.printed(text) == 1 if state == "printed" else counter.printed(text) <= 1
    assert counter.queue.state(drawer) in ("printed", "failed", "unconfirmed")
    assert len(counter.fake.pulses) <= 1
