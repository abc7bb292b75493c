"""Every fault at every command boundary and one byte either side; every byte in the long form.

Whatever happens: a receipt is on paper once, or it is *unknown* and a person is asked; never silently
twice, never silently lost; and the receipt after it comes out whole. Virtual time, so that it costs none.
"""

from dataclasses import replace

import pytest

from drivers.escpos.interpreter import interpret
from drivers.escpos.mechanism import MechanismTraits
from drivers.fakes import Fault
from drivers.ports import JobOutcome, JobState
from tests.unit.drivers.bench_of_one import Bench
from tests.unit.drivers.pictures import receipt

PAGE = receipt(lines=4, width_dots=160)
NEXT_PAGE = receipt(lines=2, width_dots=160, seed=2)
USUAL = MechanismTraits(width_dots=160)
MODELS = {
    "usual": USUAL,
    "greedy": replace(USUAL, greedy_real_time=True),
    "answers by GS r": replace(USUAL, answers_process_id=False),
    "says nothing by itself": replace(USUAL, answers_auto_status=False),
    "small buffer": replace(USUAL, buffer_bytes=64),
}


def sent_by_a_job(model: MechanismTraits) -> bytes:
    """All bytes of a job to a printer that is well: the questions before it, and the mark behind it."""
    bench = Bench(model)
    bench.printer.print_job(bench.printer.encode(NEXT_PAGE, cut=True))
    before = len(bench.fake.received)
    bench.printer.print_job(bench.printer.encode(PAGE, cut=True))
    return bytes(bench.fake.received[before:])


def boundaries(model: MechanismTraits) -> list[int]:
    """Where commands end, one byte before and one after, within the job."""
    sent = sent_by_a_job(model)
    ends = [0, *(command.end for command in interpret(sent, width_dots=160).commands)]
    return sorted({end + step for end in ends for step in (-1, 0, 1)} & set(range(len(sent))))


def follow(bench: Bench, outcome: JobOutcome) -> JobOutcome:
    """What worker and people do: mend the printer, follow a held job, send again what was not sent."""
    bench.fake.mend()
    if outcome.state is JobState.HELD:
        outcome = bench.printer.resume_job()
    if outcome.state is JobState.NOT_SENT:
        outcome = bench.printer.print_job(bench.printer.encode(PAGE, cut=True))
    return outcome


def assert_never_twice_never_lost(model: MechanismTraits, fault: Fault, at: int) -> None:
    bench = Bench(model)
    assert bench.printer.print_job(bench.printer.encode(NEXT_PAGE, cut=True)).state is JobState.PRINTED
    bench.fake.pages.clear()
    bench.fake.suffer_at(len(bench.fake.received) + at, fault)

    outcome = follow(bench, bench.printer.print_job(bench.printer.encode(PAGE, cut=True)))

    copies = bench.fake.pages.count(PAGE)
    assert outcome.state in {JobState.PRINTED, JobState.UNKNOWN}
    assert copies == 1 if outcome.state is JobState.PRINTED else copies <= 1
    bench.fake.pages.clear()
    bench.fake.tear_off()
    assert bench.printer.print_job(bench.printer.encode(NEXT_PAGE, cut=True)).state is JobState.PRINTED
    assert bench.fake.pages[-1].rows.endswith(NEXT_PAGE.rows)
    assert PAGE not in bench.fake.pages


@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
def test_a_fault_at_a_boundary(model: MechanismTraits, fault: Fault) -> None:
    for at in boundaries(model):
        assert_never_twice_never_lost(model, fault, at)


@pytest.mark.soak
@pytest.mark.parametrize("fault", list(Fault), ids=lambda fault: fault.name)
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
def test_a_fault_at_any_byte(model: MechanismTraits, fault: Fault) -> None:
    for at in range(len(sent_by_a_job(model))):
        assert_never_twice_never_lost(model, fault, at)
