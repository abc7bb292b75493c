"""What is known of a job in the cases that the conformance suite cannot reach: time, models, restarts."""

import pytest

from drivers.escpos import commands
from drivers.escpos.interpreter import interpret
from drivers.escpos.mechanism import MechanismTraits
from drivers.escpos.parser import Kind
from drivers.fakes import Fault
from drivers.ports import DrawerPin, Guarantee, JobOutcome, JobState, PrinterAbilities, Sentinel
from tests.unit.drivers.bench_of_one import LIMITS, MUTE_MODEL, Bench
from tests.unit.drivers.pictures import receipt

PAGE = receipt()
NO_ID_MODEL = MechanismTraits(answers_process_id=False)
NO_MARK_MODEL = MechanismTraits(answers_process_id=False, answers_in_line=False)
ONLY_IN_LINE_MODEL = MechanismTraits(answers_real_time=False, answers_process_id=False)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def print_page(bench: Bench) -> JobOutcome:
    return bench.printer.print_job(bench.printer.encode(PAGE, cut=True))


def test_a_printer_that_answers_at_once_is_not_waited_for(bench: Bench) -> None:
    before = bench.clock()
    assert print_page(bench).state is JobState.PRINTED
    assert bench.clock() == before


@pytest.mark.parametrize(
    ("traits", "state", "learnt"),
    [
        (MechanismTraits(), JobState.PRINTED, PrinterAbilities(True, Sentinel.GS_H)),
        (MechanismTraits(greedy_real_time=True), JobState.PRINTED, PrinterAbilities(True, Sentinel.GS_H)),
        (NO_ID_MODEL, JobState.PRINTED, PrinterAbilities(True, Sentinel.GS_R)),
        (NO_MARK_MODEL, JobState.UNCONFIRMED, PrinterAbilities(True, Sentinel.NONE)),
        (ONLY_IN_LINE_MODEL, JobState.PRINTED, PrinterAbilities(False, Sentinel.GS_R)),
        (MUTE_MODEL, JobState.UNCONFIRMED, PrinterAbilities(False, Sentinel.NONE)),
    ],
)
def test_the_first_job_finds_out_what_the_model_can(
    traits: MechanismTraits, state: JobState, learnt: PrinterAbilities
) -> None:
    bench = Bench(traits)
    assert print_page(bench).state is state
    assert bench.printer.abilities == learnt
    assert bench.fake.pages == [PAGE]


@pytest.mark.parametrize("traits", [NO_ID_MODEL, NO_MARK_MODEL, ONLY_IN_LINE_MODEL, MUTE_MODEL])
def test_what_was_learnt_makes_the_next_jobs_quick(traits: MechanismTraits) -> None:
    bench = Bench(traits)
    print_page(bench)
    before = bench.clock()
    print_page(bench)
    assert bench.clock() - before < 1
    assert bench.fake.pages == [PAGE, PAGE]


def test_what_was_learnt_survives_a_restart() -> None:
    bench = Bench(MUTE_MODEL)
    print_page(bench)
    bench.restart(bench.printer.abilities)
    before = bench.clock()
    assert print_page(bench).state is JobState.UNCONFIRMED
    assert bench.clock() - before < 1


def test_a_model_that_is_asked_once_more_is_not_asked_by_id_again() -> None:
    bench = Bench(NO_ID_MODEL)
    print_page(bench)
    asked = len(bench.fake.received)
    print_page(bench)
    again = interpret(bytes(bench.fake.received[asked:]), width_dots=576)
    assert Kind.PROCESS_ID not in {command.kind for command in again.commands}


def test_a_mute_printer_that_begins_to_answer_is_listened_to() -> None:
    bench = Bench(abilities=PrinterAbilities(False, Sentinel.NONE))
    assert print_page(bench).state is JobState.PRINTED
    assert bench.printer.abilities == PrinterAbilities(True, Sentinel.GS_R)


def test_a_printer_exchanged_for_one_that_confirms_otherwise_is_learnt_anew() -> None:
    bench = Bench(NO_ID_MODEL, PrinterAbilities(True, Sentinel.GS_H))
    assert print_page(bench) == JobOutcome(
        JobState.UNKNOWN, "printer-unconfirmed", len(bench.printer.encode(PAGE, cut=True))
    )
    assert print_page(bench).state is JobState.PRINTED
    assert bench.printer.abilities.sentinel is Sentinel.GS_R


def test_silence_is_bad_news_of_a_printer_that_has_ever_answered() -> None:
    bench = Bench(abilities=PrinterAbilities(True, Sentinel.GS_H))
    bench.fake.suffer(Fault.MUTE)
    assert print_page(bench) == JobOutcome(JobState.NOT_SENT, "printer-silent")
    assert bench.fake.pages == []
    bench.fake.mend()
    assert print_page(bench).state is JobState.PRINTED


def test_an_answer_to_the_mark_counts_as_one_too() -> None:
    bench = Bench(ONLY_IN_LINE_MODEL)
    print_page(bench)
    bench.fake.suffer(Fault.MUTE)
    assert print_page(bench).why == "printer-silent"


def test_a_held_job_outlives_any_number_of_looks(bench: Bench) -> None:
    print_page(bench)
    bench.fake.suffer_at(len(bench.fake.received) + 1000, Fault.PAPER_OUT)
    assert print_page(bench).state is JobState.HELD
    for _ in range(50):
        assert bench.printer.resume_job().why == "printer-paper-out"
    bench.fake.mend()
    assert bench.printer.resume_job().state is JobState.PRINTED
    assert bench.fake.pages == [PAGE, PAGE]


def test_a_printer_that_is_slow_is_waited_for_as_long_as_bytes_go_out() -> None:
    bench = Bench(bytes_per_s=960)
    before = bench.clock()
    assert print_page(bench).state is JobState.PRINTED
    assert bench.clock() - before > LIMITS.progress_s


def test_a_printer_that_stops_is_given_up_after_its_time(bench: Bench) -> None:
    print_page(bench)
    bench.fake.suffer_at(len(bench.fake.received) + 100, Fault.STALL)
    before = bench.clock()
    assert print_page(bench).why == "printer-stalled"
    assert bench.clock() - before <= LIMITS.progress_s + LIMITS.poll_s


def test_a_printer_that_takes_no_byte_of_a_job_did_not_get_it(bench: Bench) -> None:
    print_page(bench)
    page = bench.printer.encode(PAGE, cut=True)
    bench.fake.suffer(Fault.STALL)
    assert bench.printer.print_job(page) == JobOutcome(JobState.NOT_SENT, "printer-silent")


def test_half_a_job_of_a_killed_program_is_cleared_before_the_first_one(bench: Bench) -> None:
    left = bench.printer.encode(PAGE, cut=True)[:5000]
    bench.fake.take(left)
    assert print_page(bench).state is JobState.PRINTED
    assert bench.fake.pages[-1].rows.endswith(PAGE.rows)


def test_a_printer_that_is_well_is_not_fed_with_nuls() -> None:
    bench = Bench()
    print_page(bench)
    assert bytes(bench.fake.received).count(0) < 2 * len(PAGE.rows)
    kinds = [command.kind for command in interpret(bytes(bench.fake.received), width_dots=576).commands]
    assert kinds.count(Kind.INIT) == 1


def test_a_job_says_how_many_of_its_own_bytes_went_out(bench: Bench) -> None:
    print_page(bench)
    payload = bench.printer.encode(PAGE, cut=True)
    bench.fake.suffer_at(len(bench.fake.received) + 2000, Fault.UNPLUGGED)
    assert 0 < bench.printer.print_job(payload).sent_bytes < 2000


def test_automatic_status_is_switched_off_after_a_job(bench: Bench) -> None:
    print_page(bench)
    assert bench.fake.received.endswith(commands.AUTO_STATUS_OFF)


def test_a_line_with_no_way_back_is_never_asked() -> None:
    bench = Bench(two_way=False)
    assert print_page(bench).state is JobState.UNCONFIRMED
    asked = {Kind.REAL_TIME_STATUS, Kind.IN_LINE_STATUS, Kind.PROCESS_ID}
    sent = interpret(bytes(bench.fake.received), width_dots=576).commands
    assert not asked & {command.kind for command in sent}
    assert bench.printer.abilities == PrinterAbilities()


def test_a_drawer_that_cannot_open_now_does_not_open_later(bench: Bench) -> None:
    bench.fake.suffer(Fault.PAPER_OUT)
    assert bench.printer.kick_drawer(DrawerPin.PIN_2) == JobOutcome(JobState.NOT_SENT, "printer-paper-out")
    bench.fake.mend()
    print_page(bench)
    assert bench.fake.pulses == []


def test_a_pulse_that_may_have_come_through_is_unknown_and_not_held(bench: Bench) -> None:
    print_page(bench)
    bench.fake.suffer_at(len(bench.fake.received) + 10, Fault.COVER_OPEN)
    outcome = bench.printer.kick_drawer(DrawerPin.PIN_2)
    assert outcome.state is JobState.UNKNOWN
    assert bench.printer.status().trouble == "printer-cover-open"


def test_it_is_called_what_its_line_is_called(bench: Bench) -> None:
    assert bench.printer.name == "fake"


def test_a_page_wider_than_the_paper_is_refused(bench: Bench) -> None:
    with pytest.raises(ValueError, match="640 dots on a printer of 576"):
        bench.printer.encode(receipt(width_dots=640), cut=True)


def test_a_page_that_is_not_cut_is_fed_out(bench: Bench) -> None:
    assert bench.printer.encode(PAGE, cut=False).endswith(commands.FEED_OUT)


def test_what_a_printer_guarantees_follows_what_it_was_found_to_do() -> None:
    confirming, mute = Bench(), Bench(MUTE_MODEL)
    assert {confirming.printer.guarantee, mute.printer.guarantee} == {Guarantee.FOUND_OUT}
    for bench in (confirming, mute):
        bench.printer.print_job(bench.printer.encode(PAGE, cut=True))
    assert confirming.printer.guarantee is Guarantee.CONFIRMED
    assert mute.printer.guarantee is Guarantee.UNCONFIRMED
    assert Bench(two_way=False).printer.guarantee is Guarantee.UNCONFIRMED
