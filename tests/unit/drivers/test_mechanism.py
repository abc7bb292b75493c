"""The printer at the other end of the line, where the suites on the driver do not look."""

import pytest

from drivers.escpos import commands
from drivers.escpos.condition import Condition
from drivers.escpos.mechanism import MechanismTraits, PrinterMechanism
from drivers.fakes import FakePrinter, FakeTransport, Fault, VirtualClock
from drivers.ports import Bitmap, DeviceUnavailable, DrawerPin, Paper
from tests.unit.drivers.bench_of_one import MUTE_MODEL

DRAWER_IN_A_PICTURE = b"\x10\x14\x01\x01\x01\x00"


class Seen:
    """A mechanism, and what it did."""

    def __init__(self, traits: MechanismTraits) -> None:
        self.pages: list[Bitmap] = []
        self.pulses: list[DrawerPin] = []
        self.it = PrinterMechanism(traits, on_page=self.pages.append, on_drawer=self.pulses.append)


@pytest.fixture
def usual() -> Seen:
    return Seen(MechanismTraits(width_dots=48))


@pytest.fixture
def greedy() -> Seen:
    return Seen(MechanismTraits(width_dots=48, greedy_real_time=True))


def test_a_greedy_model_opens_the_drawer_for_a_picture(usual: Seen, greedy: Seen) -> None:
    picture = commands.raster(width_bytes=6, rows=DRAWER_IN_A_PICTURE)
    for seen in (usual, greedy):
        seen.it.receive(picture)
        assert seen.it.tear_off() == Bitmap(48, 1, DRAWER_IN_A_PICTURE)
    assert (usual.pulses, greedy.pulses) == ([], [DrawerPin.PIN_5])


def test_a_greedy_model_sees_commands_across_pieces_once(greedy: Seen) -> None:
    for byte in commands.ask_status(1) * 2 + DRAWER_IN_A_PICTURE[:5]:
        greedy.it.receive(bytes((byte,)))
    assert greedy.it.take_answers() == b"\x12\x12"
    assert greedy.pulses == [DrawerPin.PIN_5]


def test_both_ways_to_the_drawer_lead_there(usual: Seen) -> None:
    usual.it.receive(DRAWER_IN_A_PICTURE[:5] + commands.drawer_pulse(DrawerPin.PIN_2))
    assert usual.pulses == [DrawerPin.PIN_5, DrawerPin.PIN_2]


def test_a_pulse_of_no_length_opens_nothing(usual: Seen) -> None:
    usual.it.receive(b"\x1bp\x00\x00\x00")
    usual.it.receive(b"\x10\x14\x02\x01\x01")
    assert usual.pulses == []


def test_it_answers_while_it_cannot_print(usual: Seen) -> None:
    usual.it.set_condition(Condition(cover_open=True))
    usual.it.receive(commands.ASK_IN_LINE + commands.ask_status(2))
    assert usual.it.take_answers() == b"\x16"
    usual.it.set_condition(Condition())
    assert usual.it.take_answers() == b"\x00"


def test_it_says_changes_by_itself_once_it_was_told_to(usual: Seen) -> None:
    usual.it.receive(commands.AUTO_STATUS_ON)
    assert usual.it.take_answers() == b"\x10\x00\x00\x00"
    usual.it.set_condition(Condition(paper=Paper.NEAR_END))
    usual.it.set_condition(Condition(paper=Paper.NEAR_END))
    assert usual.it.take_answers() == b"\x10\x00\x03\x00"
    usual.it.receive(commands.INIT)
    usual.it.set_condition(Condition())
    assert usual.it.take_answers() == b""


def test_an_error_is_cleared_with_all_that_waits(usual: Seen) -> None:
    usual.it.set_condition(Condition(cutter_jammed=True))
    usual.it.receive(commands.drawer_pulse(DrawerPin.PIN_2) + b"\x10\x05\x01" + commands.CLEAR_AFTER_ERROR)
    assert (usual.it.condition, usual.pulses) == (Condition(), [])


def test_without_an_error_nothing_is_cleared(usual: Seen) -> None:
    usual.it.set_condition(Condition(cover_open=True))
    usual.it.receive(commands.drawer_pulse(DrawerPin.PIN_2) + commands.CLEAR_AFTER_ERROR)
    usual.it.set_condition(Condition())
    assert usual.pulses == [DrawerPin.PIN_2]


def test_switched_off_it_forgets_what_was_not_printed(usual: Seen) -> None:
    usual.it.set_condition(Condition(paper=Paper.OUT))
    usual.it.receive(commands.FEED_OUT + b"\x1dv0")
    usual.it.power_cycle()
    usual.it.set_condition(Condition())
    usual.it.receive(commands.FEED_AND_CUT)
    assert usual.pages == []
    assert usual.it.room() == usual.it.traits.buffer_bytes


def test_what_it_is_asked_for_in_vain_is_not_answered(usual: Seen) -> None:
    usual.it.receive(b"\x1dIA")
    assert usual.it.take_answers() == b""


def test_a_mute_model_answers_nothing() -> None:
    mute = Seen(MUTE_MODEL)
    mute.it.receive(
        commands.ask_status(1)
        + commands.ASK_IN_LINE
        + commands.ask_process_id(b"ABCD")
        + commands.AUTO_STATUS_ON
        + commands.ASK_MAKER
    )
    assert mute.it.take_answers() == b""


def test_a_fault_that_is_due_already_happens_at_once() -> None:
    fake = FakePrinter()
    fake.suffer_at(0, Fault.UNPLUGGED)
    assert not fake.plugged_in


def test_a_cut_line_stays_cut_though_the_printer_is_back() -> None:
    fake, clock = FakePrinter(), VirtualClock()
    line = FakeTransport(fake, clock)
    line.open(timeout_s=1)
    fake.suffer(Fault.UNPLUGGED)
    fake.mend()
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        line.write(b"A", timeout_s=1)
    line.open(timeout_s=1)
    assert line.write(b"A", timeout_s=1) == 1
