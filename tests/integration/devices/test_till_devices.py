"""The errands of the screen *Devices* on a real till: the settings file, the devices at work, the journal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.escpos.mechanism import MechanismTraits
from drivers.fake_lines import FakePtyPrinter, FakeScanner, FakeTcpPrinter
from drivers.fakes import FakePrinter, Fault
from drivers.pole.fake import FakePoleDisplay
from loyalty.errors import Refused
from terminal.bootstrap.device_rack import DeviceRack
from terminal.bootstrap.trials import TRIAL_ROWS
from terminal.configuration import read_configuration
from terminal.receipts.document import document_from_json
from terminal.session import Session
from tests.conformance.patience import PATIENCE_S, eventually
from tests.integration.devices.at_work import Heard, add_slip, rack_of, state_of
from tests.unit.terminal.till_kit import IDENTITY, LAN, Counter, a_shop, store_settings
from ui.till_devices import TillDevices

MUTE = MechanismTraits(
    answers_real_time=False, answers_in_line=False, answers_process_id=False, answers_auto_status=False
)
WRITTEN = '# By hand.\nscanner = ["wedge", "virtual"]  # two\n'


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


@dataclass
class Site:
    """A shop, its devices, and the screen's errands on them."""

    shop: Counter
    folder: Path
    heard: Heard
    rack: DeviceRack
    session: Session | None = LAN

    @property
    def errands(self) -> TillDevices:
        file = self.folder / "till.toml"
        return TillDevices(self.shop.till, IDENTITY, self.rack, file=file, session=lambda: self.session)


@pytest.fixture
def site(shop: Counter, tmp_path: Path) -> Iterator[Site]:
    """A till whose settings file is only begun, with its devices at work."""
    (tmp_path / "till.toml").write_text(WRITTEN, encoding="utf-8")
    heard = Heard()
    rack = rack_of(shop, tmp_path, heard)
    rack.start()
    yield Site(shop, tmp_path, heard, rack)
    rack.stop()


def test_choices_are_written_into_the_file_and_nothing_else_is(site: Site) -> None:
    file, devices = site.folder / "till.toml", site.errands
    assert devices.setup().chosen == {("scanner", "wedge"), ("scanner", "virtual")}
    devices.choose("printer", "png:slips", instead_of="")
    devices.choose("scanner", "wedge?prefix=~", instead_of="wedge")
    devices.choose("scanner", "", instead_of="virtual")
    devices.choose("display", "serial:///dev/ttyNONE?dialect=cd5220", instead_of="")
    devices.choose("window", "on", instead_of="")
    assert devices.setup().chosen == {
        ("printer", "png:slips"),
        ("scanner", "wedge?prefix=~"),
        ("display", "serial:///dev/ttyNONE?dialect=cd5220"),
        ("window", "on"),
    }
    assert file.read_text(encoding="utf-8").startswith("# By hand.\n")
    devices.choose("printer", "", instead_of="png:slips")
    devices.choose("window", "", instead_of="on")
    configuration = read_configuration(file)
    assert (configuration.printer, configuration.customer_window) == (None, False)


def test_what_is_no_device_is_refused_and_the_file_stays(site: Site) -> None:
    with pytest.raises(Refused, match="configuration-refused"):
        site.errands.choose("display", "tcp://1.2.3.4", instead_of="")
    assert (site.folder / "till.toml").read_text(encoding="utf-8") == WRITTEN
    assert site.rack.configuration.pole_display is None


def test_the_test_page_takes_the_way_receipts_take(site: Site) -> None:
    with pytest.raises(Refused, match="printer-not-running"):
        site.errands.print_test_page()
    site.errands.choose("printer", "tcp://127.0.0.1:9", instead_of="")
    site.errands.print_test_page()
    with site.shop.store.read() as reading:
        (job,) = reading.print_jobs.waiting("receipt")
    assert job.kind == "test"
    page = str(document_from_json(job.document))
    assert "tcp://127.0.0.1:9" in page
    assert "ẳ" in page
    assert site.shop.rung[-1] == "printer"


def test_a_kick_is_recorded_with_who_asked_and_needs_somebody(site: Site) -> None:
    site.errands.open_drawer()
    with site.shop.store.read() as reading:
        *_, event = reading.journal.walk(till="till-2", incarnation=1, seq=1)
    assert (event.kind, event.operator) == ("drawer_opened", LAN.operator)
    site.session = None
    with pytest.raises(Refused, match="sign-in-first"):
        site.errands.open_drawer()


def test_rows_are_shown_on_the_display_that_was_just_chosen(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="display-not-running"):
        site.errands.show_on_display()
    with FakePoleDisplay(tmp_path / "tty") as display:
        site.errands.choose("display", f"serial://{tmp_path / 'tty'}", instead_of="")
        site.errands.show_on_display()
        eventually(lambda: display.rows[0].rstrip() == TRIAL_ROWS[0])
        site.errands.choose("display", "", instead_of=f"serial://{tmp_path / 'tty'}")
        eventually(lambda: display.rows[0].strip() == "")
        assert not site.rack.has_pole


def test_a_slip_that_waits_comes_out_of_the_printer_that_is_chosen_while_the_till_sells(site: Site) -> None:
    add_slip(site.shop)
    site.rack.nudge_printer()
    fake = FakePrinter()
    with FakeTcpPrinter(fake) as line:
        site.errands.choose("printer", f"tcp://127.0.0.1:{line.port}", instead_of="")
        eventually(lambda: len(fake.pages) == 1)
        eventually(lambda: state_of(site.shop, 1) == "printed")
        site.errands.choose("printer", "png:slips", instead_of=f"tcp://127.0.0.1:{line.port}")
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: state_of(site.shop, 2) == "printed")
    assert len(fake.pages) == 1
    assert len(list((site.folder / "slips").iterdir())) == 1


def test_the_first_printer_of_a_till_does_not_print_what_was_sold_before_there_was_one(site: Site) -> None:
    add_slip(site.shop)
    with site.shop.store.write() as unit:
        unit.print_jobs.add("drawer", "", at=site.shop.clock.now())
    site.shop.clock.move(hours=2)
    add_slip(site.shop)
    with site.shop.store.write() as unit:
        unit.print_jobs.add("drawer", "", at=site.shop.clock.now())
    fake = FakePrinter()
    with FakeTcpPrinter(fake) as line:
        site.errands.choose("printer", f"tcp://127.0.0.1:{line.port}", instead_of="")
        eventually(lambda: state_of(site.shop, 3) == "printed")
        states = [state_of(site.shop, job) for job in (1, 2, 4)]
    assert (states, len(fake.pages)) == (["dropped"] * 3, 1)


def test_a_slip_that_the_old_printer_holds_is_asked_about_and_not_printed_again(site: Site) -> None:
    fake = FakePrinter()
    with FakeTcpPrinter(fake) as line:
        at = f"tcp://127.0.0.1:{line.port}"
        site.errands.choose("printer", at, instead_of="")
        fake.suffer_at(2_000, Fault.PAPER_OUT)
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: state_of(site.shop, 1) == "held")
        site.errands.choose("printer", "png:slips", instead_of=at)
        eventually(lambda: state_of(site.shop, 1) == "unknown")
    assert not (site.folder / "slips").exists()


def test_the_same_port_is_let_go_and_taken_again_by_other_settings(site: Site, tmp_path: Path) -> None:
    fake = FakePrinter()
    with FakePtyPrinter(fake, tmp_path / "tty"):
        at = f"serial://{tmp_path / 'tty'}"
        site.errands.choose("printer", at, instead_of="")
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: state_of(site.shop, 1) == "printed")
        site.errands.choose("printer", f"{at}?baud=9600", instead_of=at)
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: state_of(site.shop, 2) == "printed")
    assert len(fake.pages) == 2


def test_a_scanner_is_heard_from_the_moment_it_is_chosen_and_no_more_once_it_is_not(
    site: Site, tmp_path: Path
) -> None:
    with FakeScanner(tmp_path / "ttyACM0") as scanner:
        at = f"serial://{tmp_path / 'ttyACM0'}"
        site.errands.choose("scanner", at, instead_of="virtual")
        heard = [site.heard.links.get(timeout=PATIENCE_S) for _ in range(2)]
        assert [(link.source, link.connected) for link in heard] == [("virtual-1", True), ("serial-1", True)]
        scanner.scan("8934563138165")
        assert site.heard.scans.get(timeout=PATIENCE_S).text == "8934563138165"
        assert site.rack.sources == {"serial-1"}
        site.errands.choose("scanner", "", instead_of=at)
        assert site.rack.sources == frozenset()
        scanner.scan("8934563138165")
    assert site.heard.scans.empty()


def test_what_a_choice_is_not_about_goes_on_as_it_was(site: Site) -> None:
    scanner = site.rack.virtual_scanner
    site.errands.choose("printer", "png:slips", instead_of="")
    printer = site.rack.printer
    site.errands.choose("window", "on", instead_of="")
    assert site.rack.virtual_scanner is scanner
    assert site.rack.printer is printer


def test_devices_that_are_stopped_are_not_begun_again(site: Site) -> None:
    site.rack.stop()
    site.errands.choose("printer", "png:slips", instead_of="")
    assert site.rack.printer is None
    assert site.rack.sources == frozenset()
    assert site.rack.configuration == read_configuration(site.folder / "till.toml")


def test_what_hangs_on_this_computer_can_be_listed(site: Site) -> None:
    assert "wedge" in {device.setting for device in site.errands.plugged_in()}
    with pytest.raises(Refused, match="addresses-refused"):
        site.errands.on_the_network("1.2")


def test_a_second_printer_is_chosen_set_tried_and_let_go(site: Site) -> None:
    errands = site.errands
    errands.choose("printer", "png:slips", instead_of="")
    with pytest.raises(Refused, match="printer-not-running"):
        errands.print_test_page(second=True)
    errands.choose("second", "png:others", instead_of="")
    assert ("second", "png:others") in errands.setup().chosen
    errands.print_test_page(second=True)
    site.rack.nudge_printer()
    eventually(lambda: state_of(site.shop, 1) == "printed")
    assert len(list((site.folder / "others").iterdir())) == 1
    slips = next(each for each in errands.setup().options if each.name == "slip-sale")
    errands.set_option(slips, "true")
    add_slip(site.shop)
    site.rack.nudge_printer()
    eventually(lambda: state_of(site.shop, 2) == "printed")
    assert len(list((site.folder / "others").iterdir())) == 2
    assert not (site.folder / "slips").exists()
    errands.choose("second", "", instead_of="png:others")
    assert "second_printer" not in (site.folder / "till.toml").read_text(encoding="utf-8")


def test_labels_of_the_scale_are_read_from_the_moment_they_are_set(site: Site) -> None:
    errands, label = site.errands, "21.....{NNDDD} = weight"
    errands.choose("weighed", label, instead_of="")
    assert ("weighed", label) in errands.setup().chosen
    assert site.rack.configuration.weighed.read("2112345012506") is not None
    with pytest.raises(Refused, match="weighed-overlap"):
        errands.choose("weighed", "21.....{NNNNN} = price", instead_of="")
    with pytest.raises(Refused, match="label-unreadable"):
        errands.choose("weighed", "21", instead_of="")
    with site.shop.store.write() as unit:
        unit.config.put_settings(store_settings(card_rules=["29:13"]))
    assert errands.setup().old_cards.fit("2912345678906")
    with pytest.raises(Refused, match="weighed-card-overlap"):
        errands.choose("weighed", "291....{NNNNN} = price", instead_of="")
    errands.choose("weighed", "", instead_of=label)
    assert site.rack.configuration.weighed.patterns == ()


def test_pictures_beside_the_settings_can_be_the_logo(site: Site) -> None:
    (site.folder / "shop.PNG").write_bytes(b"")
    (site.folder / "notes.txt").touch()
    site.errands.choose("printer", "png:slips", instead_of="")
    logo = next(each for each in site.errands.setup().options if each.name == "logo")
    assert logo.values == ("", "shop.PNG")


def two_printers(site: Site, first: str) -> None:
    site.errands.choose("printer", first, instead_of="")
    site.errands.choose("second", "png:others", instead_of="")


def kept(site: Site) -> int:
    folder = site.folder / "others"
    return len(list(folder.iterdir())) if folder.exists() else 0


def stands(site: Site) -> str:
    return site.heard.reports[-1].stand_in if site.heard.reports else ""


def test_while_the_receipt_printer_is_gone_the_second_one_prints_once_somebody_says_so(site: Site) -> None:
    fake = FakePrinter()
    fake.suffer(Fault.UNPLUGGED)
    with FakePtyPrinter(fake, site.folder / "tty"):
        two_printers(site, f"serial://{site.folder / 'tty'}")
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: stands(site) == "offered")
        assert (kept(site), state_of(site.shop, 1)) == (0, "queued"), "nobody has said so yet"
        site.rack.print_elsewhere()
        eventually(lambda: state_of(site.shop, 1) == "printed")
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: state_of(site.shop, 2) == "printed")
        eventually(lambda: stands(site) == "on")  # told after the slip is out
        assert kept(site) == 2
        fake.mend()
        eventually(lambda: stands(site) == "")
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: state_of(site.shop, 3) == "printed")
    assert (kept(site), len(fake.pages)) == (2, 1)


def test_a_printer_that_never_answers_takes_its_work_back_as_soon_as_its_line_is_there(site: Site) -> None:
    tty = site.folder / "tty"
    learnt = {str(tty): {"answers_status": False, "sentinel": "none"}}
    (site.folder / "printers.json").write_text(json.dumps(learnt), encoding="utf-8")
    two_printers(site, f"serial://{tty}")
    add_slip(site.shop)
    site.rack.nudge_printer()
    eventually(lambda: stands(site) == "offered")
    site.rack.print_elsewhere()
    eventually(lambda: state_of(site.shop, 1) == "printed")
    eventually(lambda: stands(site) == "on")  # told after the slip is out
    assert kept(site) == 1
    fake = FakePrinter(MUTE)
    with FakePtyPrinter(fake, tty):
        eventually(lambda: stands(site) == "")
        add_slip(site.shop)
        site.rack.nudge_printer()
        eventually(lambda: state_of(site.shop, 2) == "unconfirmed")
        eventually(lambda: len(fake.pages) == 1)
    assert kept(site) == 1


def test_without_a_second_printer_nothing_can_stand_in(site: Site) -> None:
    with pytest.raises(Refused, match="second-none"):
        site.rack.print_elsewhere()
    site.errands.choose("printer", "png:slips", instead_of="")
    with pytest.raises(Refused, match="second-none"):
        site.rack.print_elsewhere()


def test_slips_that_a_second_printer_had_go_back_once_it_is_let_go(site: Site) -> None:
    two_printers(site, "tcp://127.0.0.1:9")
    site.errands.choose("second", "tcp://127.0.0.1:19", instead_of="png:others")
    add_slip(site.shop)
    site.rack.print_elsewhere()
    site.errands.choose("second", "", instead_of="tcp://127.0.0.1:19")
    site.errands.choose("printer", "png:slips", instead_of="tcp://127.0.0.1:9")
    eventually(lambda: state_of(site.shop, 1) == "printed")
