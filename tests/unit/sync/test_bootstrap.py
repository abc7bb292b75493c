"""Putting a till together: what comes first is light, and what cannot be is said before anything runs."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.ports import Bitmap, DrawerPin, Guarantee, JobState, PrinterAbilities, Sentinel, TextLine
from loyalty.errors import LoyaltillError, Refused, Unavailable
from terminal.bootstrap.devices import PrinterMemory, printers_of, scanners_of
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.pairing import pair
from terminal.bootstrap.printers import paper_settings
from terminal.bootstrap.spend_check import guard_spends, spend_notice
from terminal.clock import SystemClock
from terminal.configuration import Configuration, ConfigurationRefused, parse_configuration
from terminal.data_folder import DataFolder
from terminal.keystore.choice import choose_key_store
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.spend_counter import confirm_mark, raise_mark
from terminal.printer_settings import PaperChoice, read_letters
from tests.sync_model.sql_till import SqlTill

HEAVY = (
    "sqlalchemy",
    "urllib3",
    "cryptography",
    "escpos",
    "serial",
    "keyring",
    "phonenumbers",
    "argon2",
    "PySide6",
)


def configured(text: str) -> Configuration:
    configuration, faults = parse_configuration(text)
    assert faults == ()
    return configuration


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A paired till's folder."""
    keys = choose_key_store(tmp_path, preference="file")
    keys.set("database-key", bytes(32))
    SqlTill(tmp_path / "till.db", SystemClock()).close_file()
    return tmp_path


@pytest.fixture
def till(tmp_path: Path) -> Iterator[SqlTill]:
    till = SqlTill(tmp_path / "till.db", SystemClock())
    yield till
    till.close_file()


def test_the_first_glance_brings_nothing_heavy_with_it() -> None:
    program = f"import sys, terminal.bootstrap.first_glance; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_glance_holds_the_folder_until_it_is_let_go(folder: Path) -> None:
    first = take_first_glance(folder)
    assert first.seen.till_code == "Q2"
    with pytest.raises(Refused, match="data-folder-in-use"):
        take_first_glance(folder)
    first.close()
    take_first_glance(folder).close()


def test_a_folder_that_is_no_till_is_let_go_again(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not-paired"):
        take_first_glance(tmp_path)
    DataFolder(tmp_path).close()


def test_keys_without_a_database_are_no_till(tmp_path: Path) -> None:
    choose_key_store(tmp_path, preference="file").set("database-key", bytes(32))
    with pytest.raises(Refused, match="not-paired"):
        take_first_glance(tmp_path)


def test_a_wrong_key_is_said_and_the_folder_let_go(folder: Path) -> None:
    choose_key_store(folder).set("database-key", bytes(31) + b"x")
    with pytest.raises(Unavailable, match="books-unreadable") as refused:
        take_first_glance(folder)
    assert refused.value.params == {"file": str(folder / "till.db"), "copies": str(folder / "backups")}
    (folder / "till.toml").write_text('backup_folder = "/media/usb"\n', encoding="utf-8")
    with pytest.raises(Unavailable, match="books-unreadable") as refused:
        take_first_glance(folder)
    assert refused.value.params["copies"] == "/media/usb"
    (folder / "till.toml").write_text("=", encoding="utf-8")
    with pytest.raises(Unavailable, match="books-unreadable") as refused:
        take_first_glance(folder)
    assert refused.value.params["copies"] == str(folder / "backups")
    DataFolder(folder).close()


def test_a_faulty_settings_file_stops_the_start(folder: Path) -> None:
    (folder / "till.toml").write_text("width = 70\n")
    first = take_first_glance(folder)
    with pytest.raises(ConfigurationRefused):
        _ = first.configuration
    first.close()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('printer = "tcp://192.168.1.60:9101"', "192.168.1.60:9101"),
        ('printer = "usblp:///dev/usb/lp0"', "/dev/usb/lp0"),
        ('printer = "serial:///dev/ttyUSB0?baud=9600&flow=rts-cts"', "/dev/ttyUSB0"),
        ('printer = "virtual"', "virtual"),
        ('printer = "cups:Office"', "Office"),
        ('printer = "windows:POS-80"', "POS-80"),
        ('printer = "pdf:/srv/slips"', "/srv/slips"),
    ],
)
def test_each_line_of_a_printer_has_its_driver(tmp_path: Path, text: str, name: str) -> None:
    made = printers_of(configured(text), PrinterMemory(tmp_path))
    assert made.printer is not None
    assert made.printer.name == name
    assert made.printer.width_dots == 576
    assert (made.virtual_printer is not None) == (name == "virtual")


def test_paper_and_drawer_follow_the_settings(tmp_path: Path) -> None:
    made = printers_of(configured('printer = "virtual"\nwidth = 58\ndrawer_pin = 5'), PrinterMemory(tmp_path))
    assert made.printer is not None
    assert made.printer.width_dots == 384
    assert made.drawer_pin is DrawerPin.PIN_5


def test_letters_cut_and_blank_rows_follow_the_settings(tmp_path: Path) -> None:
    said = configured('printer = "virtual"\nletters = "tcvn-3:39,40"\ncut = "full"\nskip_blank_rows = true')
    made = printers_of(said, PrinterMemory(tmp_path))
    assert made.printer is not None
    assert made.printer.text_columns == 48
    assert made.printer.encode_text((TextLine(text="ố"),), cut=True).endswith(b"\x1bt\x27\xe8\n\x1dVA\x00")


def test_every_choice_of_letters_is_one_that_the_driver_knows() -> None:
    for letters in ("ascii", "tcvn-3", "tcvn-3:39,40", "cp1258", "cp1258:27"):
        assert paper_settings(80, PaperChoice(letters=read_letters(letters))).text_columns == 48


def test_files_are_kept_in_the_data_folder_unless_the_path_is_whole(tmp_path: Path) -> None:
    made = printers_of(configured('printer = "png:slips"'), PrinterMemory(tmp_path))
    assert made.printer is not None
    assert made.printer.guarantee is Guarantee.KEPT
    assert (
        made.printer.print_job(made.printer.encode(Bitmap(8, 1, b"\xff"), cut=True)).state is JobState.PRINTED
    )
    assert (tmp_path / "slips" / "slip-000001.png").is_file()


def test_a_second_printer_has_paper_of_its_own(tmp_path: Path) -> None:
    said = configured(
        'printer = "virtual"\n[second_printer]\nat = "cups:Office"\nslips = ["shift"]\nwidth = 58'
    )
    made = printers_of(said, PrinterMemory(tmp_path))
    assert made.second_printer is not None
    assert (made.second_printer.name, made.second_printer.width_dots) == ("Office", 384)
    assert made.second_printer.guarantee is Guarantee.UNCONFIRMED


def test_scanners_follow_the_settings() -> None:
    assert scanners_of(Configuration()) == ()
    made = scanners_of(configured('scanner = ["wedge", "virtual", "serial:///dev/ttyACM0", "hid"]'))
    assert [scanner.source for scanner in made] == ["virtual-1", "serial-2", "hid-3"]
    for scanner in made:
        scanner.stop()


def test_what_was_learnt_of_a_printer_is_known_at_the_next_start(tmp_path: Path) -> None:
    learnt = PrinterAbilities(answers_status=True, sentinel=Sentinel.GS_H)
    PrinterMemory(tmp_path).keep("kitchen:9100", learnt)
    PrinterMemory(tmp_path).keep("bar:9100", PrinterAbilities(answers_status=False))
    memory = PrinterMemory(tmp_path)
    assert memory.recall("kitchen:9100") == learnt
    assert memory.recall("bar:9100") == PrinterAbilities(answers_status=False)
    assert memory.recall("another:9100") == PrinterAbilities()


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": 1}', '{"a": {"answers_status": true, "sentinel": "?"}}']
)
def test_a_damaged_memory_of_printers_is_begun_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / "printers.json").write_text(content)
    memory = PrinterMemory(tmp_path)
    assert memory.recall("a") == PrinterAbilities()
    memory.keep("a", PrinterAbilities(answers_status=True))
    assert PrinterMemory(tmp_path).recall("a").answers_status is True


def test_a_memory_that_cannot_be_written_is_nobodys_trouble(tmp_path: Path) -> None:
    no_folder = tmp_path / "no-folder"
    no_folder.write_text("a file stands where the folder should")
    memory = PrinterMemory(no_folder)
    memory.keep("a", PrinterAbilities(answers_status=True))
    assert memory.recall("a").answers_status is True
    assert no_folder.read_text() == "a file stands where the folder should"


def notice_of(till: SqlTill, keys: FakeKeyStore) -> str | None:
    notice: LoyaltillError | None = spend_notice(till.store, keys)
    return None if notice is None else notice.code


def test_a_database_that_agrees_with_its_counter_is_no_news(till: SqlTill) -> None:
    keys = FakeKeyStore()
    assert notice_of(till, keys) is None
    operation = till.journal("sale_settled", {"member": "anh"})
    with till.store.write() as unit:
        raise_mark(keys, incarnation=1, count=unit.state.count_spend(), operation_id=operation)
    assert notice_of(till, keys) is None


def test_a_spend_that_was_cut_off_before_its_commit_is_no_news(till: SqlTill) -> None:
    keys = FakeKeyStore()
    raise_mark(keys, incarnation=1, count=1, operation_id="never committed")
    assert notice_of(till, keys) is None


def test_a_restored_database_is_found_out_at_start(till: SqlTill) -> None:
    keys = FakeKeyStore()
    raise_mark(keys, incarnation=1, count=1, operation_id="lost with the disk")
    confirm_mark(keys, operation_id="lost with the disk")
    till.attach("lease-1", "anh")
    assert notice_of(till, keys) == "spend-counter-mismatch"
    assert till.leases()["lease-1"][0] == "wanted"  # looking freezes nothing


def test_a_restored_database_is_frozen_at_start_and_stays_so(till: SqlTill) -> None:
    keys = FakeKeyStore()
    raise_mark(keys, incarnation=1, count=1, operation_id="lost with the disk")
    confirm_mark(keys, operation_id="lost with the disk")
    till.attach("lease-1", "anh")
    notice = guard_spends(till.store, keys)
    assert notice is not None
    assert notice.code == "spend-counter-mismatch"
    till.attach("lease-2", "anh")
    assert {name: held[0] for name, held in till.leases().items()} == {
        "lease-1": "frozen",
        "lease-2": "frozen",
    }
    found = till.outbox.read_outgoing()
    assert found.rehoming is not None
    assert (found.rehoming.why, found.asks) == ("database-behind", ())
    keys = FakeKeyStore()  # the counter is lost too, and agrees with anything
    assert notice_of(till, keys) == "spend-counter-mismatch"
    guard_spends(till.store, keys)
    assert till.outbox.read_outgoing().rehoming == found.rehoming


def test_a_counter_that_cannot_be_read_freezes_nothing(till: SqlTill) -> None:
    keys = FakeKeyStore()
    keys.set("spend-counter", b"?")
    till.attach("lease-1", "anh")
    notice = guard_spends(till.store, keys)
    assert notice is not None
    assert notice.code == "spend-counter-damaged"
    assert till.leases()["lease-1"][0] == "wanted"


def test_a_damaged_counter_is_found_out_at_start(till: SqlTill) -> None:
    keys = FakeKeyStore()
    keys.set("spend-counter", b"?")
    assert notice_of(till, keys) == "spend-counter-damaged"


def test_books_whose_key_is_lost_are_not_called_no_till(folder: Path) -> None:
    (folder / "keys.json").unlink()
    with pytest.raises(Unavailable, match="key-file-damaged"):
        take_first_glance(folder)
    with pytest.raises(Unavailable, match="key-file-damaged"):
        pair(folder, server_url="http://127.0.0.1:9", code="AAAA-BBBB", ca_file=None, key_store="file")
    assert not (folder / "keys.json").exists()


@pytest.mark.parametrize("is_emptied", [True, False])
def test_a_till_whose_books_are_lost_is_not_called_no_till(folder: Path, *, is_emptied: bool) -> None:
    choose_key_store(folder).set("pin-pepper", b"p" * 32)
    for file in folder.glob("till.db*"):
        file.unlink()
    if is_emptied:
        (folder / "till.db").touch()
    with pytest.raises(Unavailable, match="books-gone"):
        take_first_glance(folder)
