"""The commands `server` and `admin` as they are typed, and the server as a process of its own."""

import ast
import json
import os
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from loyalty.errors import LoyaltillError, Refused
from main import EXIT_INTERRUPTED, main
from resources.catalogue import LANGUAGES, Catalogue
from server.commands import admin, serve
from server.settings import open_server
from tests.integration.server.conftest import PROGRAM

ROOT = Path(__file__).parents[3]


def run_admin(*arguments: str | Path) -> int:
    """What `main.py admin …` does, in this process."""
    parser = ArgumentParser()
    admin.add_arguments(parser)
    return admin.run(parser.parse_args([str(argument) for argument in arguments]))


def run_server(*arguments: str | Path) -> int:
    """What `main.py server …` does, in this process, where it does not come to serving."""
    parser = ArgumentParser()
    serve.add_arguments(parser)
    return serve.run(parser.parse_args([str(argument) for argument in arguments]))


@contextmanager
def serving(*arguments: str | Path) -> Generator[tuple[subprocess.Popen[str], str]]:
    """A server process that is ready, and its address."""
    command = [sys.executable, str(ROOT / "main.py"), "server", "--port", "0", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield process, line.partition("is ready on ")[2].split()[0]
        finally:
            process.terminate()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The data folder of a server that is set up."""
    data = tmp_path / "data"
    (tmp_path / "program.toml").write_text(PROGRAM)
    assert run_admin("tenant", "--data", data, "--code", "tt", "--name", "Thân Thiết") == 0
    assert run_admin("store", "--data", data, "--code", "q1", "--name", "Quận 1") == 0
    assert run_admin("till", "--data", data, "--store", "q1", "--code", "Q1", "--name", "Quầy 1") == 0
    assert run_admin("publish-program", "--data", data, tmp_path / "program.toml") == 0
    return data


def test_a_server_is_set_up_by_commands(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_admin(
        "operator", "--data", shop, "--code", "lan", "--name", "Lan", "--role", "cashier", "--pin", "2580"
    )
    capsys.readouterr()
    assert run_admin("show", "--data", shop, "--json") == 0
    held = json.loads(capsys.readouterr().out)
    assert (held["counts"]["tills"], held["counts"]["operators"], held["faults"]) == (1, 1, [])
    assert run_admin("show", "--data", shop) == 0
    assert "Postings, balances, leases and journals agree." in capsys.readouterr().out


def test_the_doctor_of_a_server_is_the_same_by_either_name(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for typed in (("admin", "doctor"), ("doctor", "--server"), ("doctor",)):
        code = main([*typed, "--data", str(shop)])
        assert (code, "Every figure follows from postings" in capsys.readouterr().out) == (
            (1, False) if typed == ("doctor",) else (0, True)
        )


@pytest.mark.parametrize("made", [False, True], ids=["no folder", "an empty one"])
def test_what_looks_into_a_wrong_folder_makes_no_server_there(tmp_path: Path, *, made: bool) -> None:
    wrong = tmp_path / "wrong"
    if made:
        wrong.mkdir()
    for action in (["show"], ["run-jobs"], ["store", "--code", "q1", "--name", "Quận 1"]):
        with pytest.raises(Refused, match="no-server-there"):
            run_admin(*action, "--data", wrong)
    assert wrong.exists() == made
    assert not made or not list(wrong.iterdir())


def test_a_database_that_was_left_out_is_not_made_beside_the_key(shop: Path) -> None:
    (shop / "server.db").rename(shop / "elsewhere.db")
    with pytest.raises(Refused, match="no-server-there") as refused:
        run_admin("show", "--data", shop)
    assert refused.value.params == {"path": str(shop / "server.db")}
    assert not (shop / "server.db").exists()
    assert run_admin("show", "--data", shop, "--database", f"sqlite:///{shop / 'elsewhere.db'}") == 0


def test_jobs_are_told_of_by_the_name_of_the_tenant_and_no_erasure_is_said_too(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run_admin("run-jobs", "--data", shop) == 0
    (told,) = capsys.readouterr().out.splitlines()
    assert told.startswith("tt: points died for 0 members,")
    assert "0 vouchers fell due" in told
    assert run_admin("erasures", "--data", shop) == 0
    assert capsys.readouterr().out == "Nobody was erased.\n"


def test_a_pairing_code_stands_alone_so_that_a_program_can_read_it(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    run_admin("pairing-code", "--data", shop, "--till", "Q1")
    assert len(capsys.readouterr().out.strip()) == len("K7QM-4TPX")
    assert run_admin("revoke-till", "--data", shop, "--till", "Q1") == 0


def test_a_pin_can_come_by_standard_input(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: "2580\n", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert run_admin("operator", "--data", shop, "--code", "lan", "--name", "Lan", "--role", "manager") == 0
    assert "Operator lan is there." in capsys.readouterr().out


def test_files_are_refused_with_every_fault_in_its_line(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, program, latin = tmp_path / "m.csv", tmp_path / "p.toml", tmp_path / "l.toml"
    sheet.write_text("name,phone\nAn,1\nBình,2\n")
    program.write_text(PROGRAM.replace("worth = 500", "worht = 500"))
    latin.write_bytes(b"\xff")
    assert run_admin("import-members", "--data", shop, sheet) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.partition(": ")[0] for line in told[:2]] == [str(sheet), str(sheet)]
    assert told[2] == f"{sheet} has 2 faults. Nothing was changed. Mend it and run this again."
    assert run_admin("publish-program", "--data", shop, program) == 2
    assert f"{program}:" in capsys.readouterr().err
    with pytest.raises(Refused, match="file-not-utf8"):
        run_admin("publish-program", "--data", shop, latin)
    sheet.write_text("name,phone\nAn,0912345678\nBình,0601234567\n")
    assert run_admin("import-members", "--data", shop, sheet) == 0
    assert "2 members are enrolled." in capsys.readouterr().out
    goods = tmp_path / "g.csv"
    goods.write_text("sku,name,unit_price\nrice,Gạo,5\n")
    assert run_admin("import-products", "--data", shop, goods) == 0


def test_a_program_is_published_for_a_later_day(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = tmp_path / "later.toml"
    later.write_text(PROGRAM.replace("worth = 500", "worth = 600"))
    day = datetime.now(UTC).date() + timedelta(days=7)
    capsys.readouterr()
    for _ in range(2):
        assert run_admin("publish-program", "--data", shop, later, "--from", str(day)) == 0
        assert f"will be in force from {day} as version 2." in capsys.readouterr().out
    assert run_admin("publish-program", "--data", shop, tmp_path / "program.toml") == 0
    assert "is in force as version 1." in capsys.readouterr().out
    with pytest.raises(Refused, match="program-day-over"):
        run_admin("publish-program", "--data", shop, later, "--from", "2020-01-31")
    with pytest.raises(Refused, match="program-begins-late"):
        run_admin("publish-program", "--data", shop, later, "--from", str(day + timedelta(days=400)))
    with pytest.raises(SystemExit):
        run_admin("publish-program", "--data", shop, later, "--from", "24.12.")


def test_what_does_not_add_up_is_shown_and_is_exit_1(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlcipher3.dbapi2

    (shop / "m.csv").write_text("name,phone,points\nAn,0912345678,100\n")
    run_admin("import-members", "--data", shop, shop / "m.csv")
    connection = sqlcipher3.dbapi2.connect(str(shop / "server.db"))
    connection.execute("UPDATE accounts SET posted = 90 WHERE account = 'points'")
    connection.commit()
    connection.close()
    capsys.readouterr()
    assert run_admin("show", "--data", shop) == 1
    assert "WRONG: member" in capsys.readouterr().out


def test_a_server_serves_and_what_it_took_outlives_it(shop: Path) -> None:
    with serving("--data", shop) as (process, address):
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        process.send_signal(signal.SIGKILL)
        process.wait()
    with serving("--data", shop) as (process, address):
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == EXIT_INTERRUPTED


def test_a_server_speaks_tls_by_an_authority_of_its_own(shop: Path, tmp_path: Path) -> None:
    made = tmp_path / "tls"
    assert run_admin("make-ca", made, "--host", "localhost", "127.0.0.1") == 0
    with pytest.raises(Refused, match="authority-exists"):
        run_admin("make-ca", made, "--host", "localhost")
    files = ("--tls-cert", made / "server.pem", "--tls-key", made / "server.key", "--ca", made / "ca.pem")
    with serving("--data", shop, *files) as (_, address):
        assert address.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(made / "ca.pem"))
        assert httpx.get(f"{address}/healthz", verify=trusting).json() == {"status": "ok"}
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(f"{address}/healthz")


def test_what_cannot_be_served_is_a_sentence(shop: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        attempts: dict[str, tuple[str | Path, ...]] = {
            "port-in-use": ("--port", port),
            "address-unusable": ("--port", "70000"),
            "plain-http": ("--host", "192.0.2.1"),
            "tls-incomplete": ("--tls-cert", empty),
            "tls-unreadable": ("--port", "0", "--tls-cert", empty, "--tls-key", empty),
            "ca-file-unreadable": ("--ca", tmp_path / "none.pem"),
            "database-url": ("--database", "mysql://x"),
        }
        for code, arguments in attempts.items():
            with pytest.raises(LoyaltillError) as refusal:
                run_server("--data", shop, *arguments)
            assert refusal.value.code == code


def test_an_address_that_resolves_to_this_computer_only_may_be_in_the_clear(shop: Path) -> None:
    with serving("--data", shop, "--host", "::1") as (_, address):
        assert address.startswith("http://[::1]:")


def test_every_refusal_of_the_commands_has_a_sentence() -> None:
    """Worked out from the sources: what `admin` and `server` can raise, but what only HTTP can."""
    places = [
        ROOT / "server" / name for name in ("keys.py", "settings.py", "authority.py", "store/database.py")
    ]
    places += [*(ROOT / "server/commands").glob("*.py"), *(ROOT / "server/usecases/admin").glob("*.py")]
    places.append(ROOT / "server/store/migrations/__init__.py")
    codes = {code for place in places for code in _codes_in(place)}
    codes |= {"no-such-tenant", "no-such-store", "no-such-till"}
    for language in LANGUAGES:
        catalogue = Catalogue.load(language)
        assert {code for code in codes if not catalogue.has(f"error.{code}")} == set()


def _codes_in(place: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(place.read_text())) if isinstance(node, ast.Call))
    return {
        str(argument.value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"Refused", "Unavailable"}
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    }


def test_several_workers_share_one_address_and_one_that_dies_is_replaced(shop: Path) -> None:
    with serving("--data", shop, "--workers", "2") as (process, address):
        assert process.stdout is not None
        process.stdout.readline()
        with httpx.Client(trust_env=False) as client:
            assert client.get(f"{address}/healthz").status_code == 200
        first, _ = children(process.pid)
        os.kill(first, signal.SIGKILL)
        assert "is ready on" in process.stdout.readline()
        with httpx.Client(trust_env=False) as client:
            assert client.get(f"{address}/healthz").status_code == 200
        process.terminate()
        assert process.wait(20) == 0


def test_a_worker_that_dies_after_the_owner_upgraded_the_database_is_replaced_until_its_turn(
    shop: Path,
) -> None:
    """Whoever starts anew is refused; who is at work goes on."""
    with serving("--data", shop, "--workers", "2") as (process, address):
        assert process.stdout is not None
        process.stdout.readline()
        with closing(sqlite3.connect(shop / "server.db")) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        for worker in children(process.pid):
            os.kill(worker, signal.SIGKILL)
            assert "is ready on" in process.stdout.readline()
        with httpx.Client(trust_env=False) as client:
            assert client.get(f"{address}/healthz").status_code == 200
        with pytest.raises(Refused, match="database-too-new"):
            open_server(Namespace(data=shop, database=None))
        process.terminate()
        assert process.wait(20) == 0


def test_several_workers_end_with_the_input_of_all_of_them(shop: Path) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "server", "--port", "0", "--data", str(shop)]
    command += ["--workers", "2", "--until-input-ends"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            assert "is ready on" in process.stdout.readline()
        process.stdin.close()
        assert process.wait(20) == 0
        assert process.stdout.read() == "", "nobody has begun anew"


def test_several_workers_tell_one_and_the_same_of_what_they_did(shop: Path) -> None:
    with serving("--data", shop, "--workers", "2") as (process, address):
        assert process.stdout is not None
        process.stdout.readline()
        workers = children(process.pid)
        for _ in range(40):
            with httpx.Client(trust_env=False) as client:
                assert client.get(f"{address}/healthz").status_code == 200
        told = [health_checks(address) for _ in range(10)]
        assert told == [40.0] * 10
        os.kill(workers[0], signal.SIGKILL)
        assert "is ready on" in process.stdout.readline()
        assert [health_checks(address) for _ in range(10)] == [40.0] * 10, "what a dead one did stays"
        process.terminate()
        assert process.wait(20) == 0


def health_checks(address: str) -> float:
    """How many the server says it has answered, whichever worker is asked."""
    with httpx.Client(trust_env=False) as client:
        lines = client.get(f"{address}/metrics").text.splitlines()
    name = 'loyaltill_requests_total{path="/healthz",status="200"}'
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))


def children(pid: int) -> list[int]:
    """The processes that a process has made."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]
