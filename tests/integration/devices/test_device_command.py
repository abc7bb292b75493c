"""`device list`, `test` and `watch`: in words and as JSON, over pseudo-terminals and TCP."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.fake_lines import FakePtyPrinter, FakeScanner, FakeTcpPrinter
from drivers.fakes import FakePrinter, Fault
from drivers.pole.fake import FakePoleDisplay
from drivers.ports import DrawerPin
from main import main
from terminal.bootstrap.trials import TRIAL_ROWS

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en")


def device(folder: Path, *arguments: str) -> int:
    return main(["device", *arguments, "--data", str(folder)])


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The JSON objects, one a line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_list_names_what_can_be_chosen_and_what_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "till.toml").write_text(
        'printer = "tcp://192.0.2.1"\nscanner = ["wedge", "hid://0c2e:0901"]\n', encoding="utf-8"
    )
    assert device(tmp_path, "list", "--json") == 0
    rows = said(capsys)
    wedge = next(row for row in rows if row["setting"] == "wedge")
    assert (wedge["kind"], wedge["chosen"], wedge["hindrance"]) == ("scanner", True, None)
    unseen = {row["setting"] for row in rows if row.get("found") is False}
    assert unseen == {"tcp://192.0.2.1", "hid://0c2e:0901"}
    assert device(tmp_path, "list") == 0
    assert "✓ scanner    wedge" in capsys.readouterr().out


def test_what_is_chosen_is_known_again_whatever_is_set_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "till.toml").write_text('scanner = "wedge?prefix=~"\n', encoding="utf-8")
    assert device(tmp_path, "list", "--json") == 0
    rows = said(capsys)
    assert [row["setting"] for row in rows if row["chosen"]] == ["wedge"]
    assert not [row for row in rows if row.get("found") is False]


def test_a_place_that_no_system_has_is_a_device_that_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for at in (f"serial:///dev/{'a' * 300}", f"usblp:///dev/{'a' * 300}"):
        assert device(tmp_path, "test", "drawer", "--at", at, "--json") == 1
    assert [row["why"] for row in said(capsys)] == ["device-missing", "device-broken"]


def test_addresses_that_are_none_are_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert device(tmp_path, "list", "--address", "1.2") == 2
    assert "“1.2”" in capsys.readouterr().err


def test_a_kick_is_one_pulse_and_a_silent_printer_is_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = FakePrinter()
    with FakeTcpPrinter(fake) as line:
        at = f"tcp://127.0.0.1:{line.port}"
        assert device(tmp_path, "test", "drawer", "--at", at, "--json") == 0
        assert fake.pulses == [DrawerPin.PIN_2]
        fake.suffer(Fault.COVER_OPEN)
        assert device(tmp_path, "test", "drawer", "--at", at, "--json") == 1
    well, ill = said(capsys)
    assert (well["verdict"], ill["verdict"], ill["why"]) == ("well", "ill", "printer-cover-open")
    assert fake.pulses == [DrawerPin.PIN_2]


def test_a_trial_elsewhere_keeps_the_pin_that_the_file_names(tmp_path: Path) -> None:
    (tmp_path / "till.toml").write_text('printer = "virtual"\ndrawer_pin = 5\n', encoding="utf-8")
    fake = FakePrinter()
    with FakeTcpPrinter(fake) as line:
        assert device(tmp_path, "test", "drawer", "--at", f"tcp://127.0.0.1:{line.port}", "--json") == 0
    assert fake.pulses == [DrawerPin.PIN_5]


def test_a_display_shows_all_its_columns_and_one_that_is_gone_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakePoleDisplay(tmp_path / "ttyPOLE") as there:
        (tmp_path / "till.toml").write_text(f'pole_display = "serial://{there.path}"', encoding="utf-8")
        assert device(tmp_path, "test", "display") == 0
        assert there.rows == (TRIAL_ROWS[0].ljust(20)[:20], TRIAL_ROWS[1].ljust(20)[:20])
    assert device(tmp_path, "test", "display", "--json") == 1
    words, missing = capsys.readouterr().out.splitlines()
    assert words.startswith("?")
    assert json.loads(missing)["why"] == "device-missing"


@pytest.mark.parametrize("what", ["display", "printer", "drawer"])
def test_what_is_not_chosen_cannot_be_tried(
    tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert device(tmp_path, "test", what) == 2
    assert "till.toml" in capsys.readouterr().err


def test_a_name_of_no_device_is_refused_with_the_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert device(tmp_path, "test", "scanner", "--at", 'no"\\where') == 2
    assert "serial:///dev/" in capsys.readouterr().err


@contextmanager
def scanning(fake: FakeScanner, code: str) -> Generator[None, None, None]:
    """Scan again and again until somebody has heard it."""
    heard = threading.Event()

    def scan() -> None:
        while not heard.wait(0.05):
            fake.scan(code)

    thread = threading.Thread(target=scan, name="scanning", daemon=True)
    thread.start()
    try:
        yield
    finally:
        heard.set()
        thread.join()


def test_a_scanner_is_tried_by_one_scan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FakeScanner(tmp_path / "scanner") as fake, scanning(fake, "]E08934563138165"):
        assert device(tmp_path, "test", "scanner", "--at", f"serial://{fake.path}", "--json") == 0
    assert '"verdict": "well"' in capsys.readouterr().out
    assert (
        device(tmp_path, "test", "scanner", "--at", "serial:///dev/none", "--seconds", "0.1", "--json") == 1
    )
    assert said(capsys)[-1]["why"] == "nothing-scanned"
    assert device(tmp_path, "test", "scanner", "--json") == 1
    assert said(capsys)[-1]["why"] == "by-keyboard"


def test_watching_says_who_comes_and_what_is_scanned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeScanner(tmp_path / "scanner") as fake:
        (tmp_path / "till.toml").write_text(f'scanner = "serial://{fake.path}"', encoding="utf-8")
        with scanning(fake, "]C09812345678901234"):
            assert device(tmp_path, "watch", "--seconds", "0.6", "--json") == 0
    rows = said(capsys)
    assert {"scanner": str(fake.path), "connected": True}.items() <= next(
        row for row in rows if "scanner" in row
    ).items()
    assert next(row for row in rows if "scan" in row)["scan"] == {
        "code": "9812345678901234",
        "symbology": "code-128",
        "source": "serial-1",
    }


def test_of_a_bank_card_only_that_it_was_one_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeScanner(tmp_path / "scanner") as fake:
        (tmp_path / "till.toml").write_text(f'scanner = "serial://{fake.path}"', encoding="utf-8")
        with scanning(fake, ";4111111111111111=3012101?"):
            assert device(tmp_path, "watch", "--seconds", "0.6", "--json") == 0
    out = capsys.readouterr().out
    assert '"dropped": "bank-card-swiped"' in out
    assert "4111111111111111" not in out


def test_a_setting_that_is_no_text_of_one_line_is_told_its_forms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert device(tmp_path, "test", "printer", "--at", 'tcp://"a\nb\\') == 2
    assert "usblp:///dev/usb/lp0" in capsys.readouterr().err


def run(folder: Path, *arguments: str) -> Sequence[str]:
    """The command as a program of its own, since it starts Qt without a screen."""
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "main.py", "device", *arguments, "--data", str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return (str(done.returncode), done.stdout)


def test_a_test_page_comes_out_of_a_printer_on_a_line_and_no_window_is_needed(tmp_path: Path) -> None:
    fake = FakePrinter()
    with FakePtyPrinter(fake, tmp_path / "ttyPRINTER"):
        code, output = run(tmp_path, "test", "printer", "--at", f"serial://{tmp_path}/ttyPRINTER", "--json")
    assert (code, json.loads(output)["verdict"]) == ("0", "well")
    (page,) = fake.pages
    assert page.height_dots > 500
    assert any(page.rows)


@pytest.mark.parametrize("text", ["nan", "-1", "0", "inf", "1e9", "soon"])
def test_a_time_to_wait_that_is_none_is_refused_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    for action in (("test", "scanner"), ("watch",)):
        with pytest.raises(SystemExit) as refused:
            device(tmp_path, *action, f"--seconds={text}")
        assert refused.value.code == 2
        assert f"--seconds: invalid seconds value: '{text}'" in capsys.readouterr().err
