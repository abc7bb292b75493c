"""The errands of the screen *Devices* on a real till: the settings file, the print queue, the journal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.pole.mechanism import FakeDisplay
from loyalty.errors import Refused
from terminal.bootstrap.trials import TRIAL_ROWS
from terminal.configuration import Configuration, read_configuration
from terminal.displays.worker import DisplayWorker
from terminal.printer_settings import PrinterSetting
from terminal.receipts.document import document_from_json
from terminal.session import Session
from tests.unit.terminal.till_kit import IDENTITY, LAN, Counter, a_shop
from ui.till_devices import TillDevices

WRITTEN = '# By hand.\nscanner = ["wedge", "hid://0c2e:0b61"]  # two\n'


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


def devices_of(
    shop: Counter,
    folder: Path,
    *,
    configuration: Configuration | None = None,
    pole: DisplayWorker | None = None,
    session: Session | None = LAN,
) -> TillDevices:
    file = folder / "till.toml"
    return TillDevices(
        shop.till,
        IDENTITY,
        configuration or Configuration(),
        pole=pole,
        file=file,
        session=lambda: session,
    )


def test_choices_are_written_into_the_file_and_nothing_else_is(shop: Counter, tmp_path: Path) -> None:
    file = tmp_path / "till.toml"
    file.write_text(WRITTEN, encoding="utf-8")
    devices = devices_of(shop, tmp_path)
    assert devices.chosen() == {("scanner", "wedge"), ("scanner", "hid://0c2e:0b61")}
    devices.choose("printer", "tcp://192.168.1.60", instead_of="")
    devices.choose("scanner", "wedge?prefix=~", instead_of="wedge")
    devices.choose("scanner", "", instead_of="hid://0c2e:0b61")
    devices.choose("display", "serial:///dev/ttyS0?dialect=cd5220", instead_of="")
    devices.choose("window", "on", instead_of="")
    assert devices.chosen() == {
        ("printer", "tcp://192.168.1.60"),
        ("scanner", "wedge?prefix=~"),
        ("display", "serial:///dev/ttyS0?dialect=cd5220"),
        ("window", "on"),
    }
    assert file.read_text(encoding="utf-8").startswith("# By hand.\n")
    devices.choose("printer", "", instead_of="tcp://192.168.1.60")
    devices.choose("window", "", instead_of="on")
    configuration = read_configuration(file)
    assert (configuration.printer, configuration.customer_window) == (None, False)


def test_what_is_no_device_is_refused_and_the_file_stays(shop: Counter, tmp_path: Path) -> None:
    (tmp_path / "till.toml").write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(Refused, match="configuration-refused"):
        devices_of(shop, tmp_path).choose("display", "tcp://1.2.3.4", instead_of="")
    assert (tmp_path / "till.toml").read_text(encoding="utf-8") == WRITTEN


def test_the_test_page_takes_the_way_receipts_take(shop: Counter, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="printer-not-running"):
        devices_of(shop, tmp_path).print_test_page()
    printing = Configuration(printer=PrinterSetting(line="tcp", host="192.168.1.60"))
    devices_of(shop, tmp_path, configuration=printing).print_test_page()
    with shop.store.read() as reading:
        (job,) = reading.print_jobs.waiting("receipt")
    assert job.kind == "test"
    page = str(document_from_json(job.document))
    assert "tcp://192.168.1.60" in page
    assert "ẳ" in page
    assert shop.rung[-1] == "printer"


def test_a_kick_is_recorded_with_who_asked_and_needs_somebody(shop: Counter, tmp_path: Path) -> None:
    devices_of(shop, tmp_path).open_drawer()
    with shop.store.read() as reading:
        *_, event = reading.journal.walk(till="till-2", incarnation=1, seq=1)
    assert (event.kind, event.operator) == ("drawer_opened", LAN.operator)
    with pytest.raises(Refused, match="sign-in-first"):
        devices_of(shop, tmp_path, session=None).open_drawer()


def test_rows_are_shown_on_the_display_at_work(shop: Counter, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="display-not-running"):
        devices_of(shop, tmp_path).show_on_display()
    display, troubles = FakeDisplay(), list[str | None]()
    worker = DisplayWorker(display, on_trouble=troubles.append)
    devices_of(shop, tmp_path, pole=worker).show_on_display()
    worker.step()
    assert display.rows[0].rstrip() == TRIAL_ROWS[0]


def test_what_hangs_on_this_computer_can_be_listed(shop: Counter, tmp_path: Path) -> None:
    devices = devices_of(shop, tmp_path)
    assert "wedge" in {device.setting for device in devices.plugged_in()}
    with pytest.raises(Refused, match="addresses-refused"):
        devices.on_the_network("1.2")
