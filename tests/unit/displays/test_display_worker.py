"""The worker of a pole display, a step at a time: the newest rows, trouble told once, back by itself."""

from drivers.pole.mechanism import FakeDisplay
from terminal.displays.worker import SHOW_AGAIN_S, DisplayWorker

BACK_WITHIN_S = 3.0


class Stage:
    """A worker that is stepped by hand, and what it said."""

    def __init__(self) -> None:
        self.display = FakeDisplay()
        self.troubles: list[str | None] = []
        self.worker = DisplayWorker(self.display, on_trouble=self.troubles.append)

    @property
    def shown(self) -> tuple[str, str]:
        upper, lower = self.display.rows
        return upper.rstrip(), lower.rstrip()


def test_only_the_newest_rows_are_shown() -> None:
    stage = Stage()
    for number in range(5):
        stage.worker.show((f"row {number}", "x"))
    stage.worker.step()
    assert stage.shown == ("row 4", "x")
    assert stage.display.shown == 1
    assert stage.troubles == []


def test_trouble_is_told_once_and_its_end_once() -> None:
    stage = Stage()
    stage.worker.show(("A", "B"))
    stage.display.unplug()
    for _ in range(3):
        stage.worker.step()
    stage.display.plug_in()
    for _ in range(3):
        stage.worker.step()
    assert stage.troubles == ["device-missing", None]
    assert stage.shown == ("A", "B")


def test_one_that_was_dark_for_a_moment_shows_the_rows_again_without_news() -> None:
    stage = Stage()
    stage.worker.show(("A", "B"))
    stage.worker.step()
    stage.display.unplug()
    stage.display.plug_in()
    assert stage.shown == ("", "")
    stage.worker.step()
    assert stage.shown == ("A", "B")
    assert SHOW_AGAIN_S < BACK_WITHIN_S
