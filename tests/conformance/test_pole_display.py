"""The contract of `PoleDisplay`: on a pseudo-terminal in each dialect, and on the fake within the process."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from drivers.pole.commands import DisplayDialect
from drivers.pole.display import SerialPoleDisplay
from drivers.pole.fake import FakePoleDisplay
from drivers.pole.mechanism import FakeDisplay
from drivers.ports import DISPLAY_COLUMNS, PoleDisplay
from drivers.transports.serial_port import SerialTransport


class Shown(Protocol):
    """What stands at the other end."""

    @property
    def rows(self) -> tuple[str, str]: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Rig:
    """A display as the till sees it, and the one that is really there."""

    display: PoleDisplay
    there: Shown


@contextmanager
def _serial(folder: Path, dialect: DisplayDialect) -> Generator[Rig, None, None]:
    with FakePoleDisplay(folder / "ttyPOLE") as there:
        line = SerialTransport(str(there.path), baud=9600)
        yield Rig(SerialPoleDisplay(line, dialect=dialect), there)


@contextmanager
def epson(folder: Path) -> Generator[Rig, None, None]:
    with _serial(folder, DisplayDialect.EPSON) as rig:
        yield rig


@contextmanager
def cd5220(folder: Path) -> Generator[Rig, None, None]:
    with _serial(folder, DisplayDialect.CD5220) as rig:
        yield rig


@contextmanager
def in_process(_: Path) -> Generator[Rig, None, None]:
    fake = FakeDisplay()
    yield Rig(fake, fake)


@pytest.fixture(params=[epson, cd5220, in_process], ids=lambda kind: kind.__name__)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Rig, None, None]:
    with request.param(tmp_path) as rig:
        yield rig
        rig.display.close()


def row(text: str) -> str:
    return text.ljust(DISPLAY_COLUMNS)


def test_two_rows_are_shown_in_letters_it_has(rig: Rig) -> None:
    assert rig.display.show("Mì Hảo Hảo", "13.500 ₫") is None
    assert rig.there.rows == (row("Mi Hao Hao"), row("13.500 d"))


def test_a_picture_leaves_nothing_of_the_one_before(rig: Rig) -> None:
    assert rig.display.show("x" * 50, "y" * 50) is None
    assert rig.there.rows == ("x" * 20, "y" * 20)
    assert rig.display.show("", "A") is None
    assert rig.there.rows == (row(""), row("A"))


def test_one_that_is_not_there_is_said_to_be_missing(rig: Rig) -> None:
    rig.there.unplug()
    assert rig.display.show("A", "B") == "device-missing"


def test_pulled_and_put_back_it_shows_again(rig: Rig) -> None:
    assert rig.display.show("A", "B") is None
    rig.there.unplug()
    trouble = rig.display.show("C", "D")
    assert trouble in {"device-lost", "device-missing"}
    rig.there.plug_in()
    assert rig.display.show("E", "F") is None
    assert rig.there.rows == (row("E"), row("F"))


def test_closing_twice_is_allowed_and_it_shows_again_after_it(rig: Rig) -> None:
    rig.display.close()
    assert rig.display.show("A", "B") is None
    rig.display.close()
    rig.display.close()
    assert rig.display.show("C", "D") is None
    assert rig.there.rows == (row("C"), row("D"))
    assert rig.display.name
