"""`pair` and `doctor` as a person types them, against a server on loopback."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Protocol

import pytest

from terminal.data_folder import DataFolder
from tests.sync_model.authority import Authority
from tests.sync_model.http_server import Asked, HttpServer, reply
from tests.sync_model.model_http import CODE, ModelHttp
from tests.sync_model.model_server import Account, ModelServer
from tests.warm.client import WarmProgram
from ui.demo.shop import program_command

PROJECT = Path(__file__).parents[3]
SETTINGS = {
    "store_name": "Bách hóa Xanh Q1",
    "address": "12 Lê Lợi",
    "language": "vi",
    "bank": None,
    "cash_rounding": 500,
    "receipt_footer": "",
    "currency": "VND",
    "timezone": "Asia/Ho_Chi_Minh",
    "phone_region": "VN",
}


@pytest.fixture
def model() -> ModelServer:
    model = ModelServer(accounts={"anh": Account(posted=100)})
    model.publish("settings", "store", SETTINGS)
    model.publish("member", "anh", model.member_state("anh").to_json())
    return model


@pytest.fixture
def server(model: ModelServer) -> Iterator[HttpServer]:
    with HttpServer(ModelHttp(model)) as server:
        yield server


@pytest.fixture
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


class TypeIn(Protocol):
    """Types a command."""

    def __call__(self, *words: str, language: str = "C.UTF-8") -> tuple[int, str, str]: ...


class Pair(Protocol):
    """Types the command that pairs."""

    def __call__(self, folder: Path, url: str, code: str = CODE, *more: str) -> tuple[int, str, str]: ...


@pytest.fixture
def type_in(warm: WarmProgram) -> TypeIn:
    """Exit code, standard output and standard error of `main.py` with these words."""

    def typed(*words: str, language: str = "C.UTF-8") -> tuple[int, str, str]:
        with TemporaryFile() as output, TemporaryFile() as complaints:
            environment = {"LANG": language, "PYTHONUTF8": "1"}
            process = warm(program_command(*words), stdout=output, stderr=complaints, env=environment)
            code = process.wait()
            for file in (output, complaints):
                file.seek(0)
            return code, output.read().decode(), complaints.read().decode()

    return typed


@pytest.fixture
def pair(type_in: TypeIn) -> Pair:
    """The same of `main.py pair`."""

    def paired(folder: Path, url: str, code: str = CODE, *more: str) -> tuple[int, str, str]:
        place = ("--data", str(folder), "--keys", "file")
        return type_in("pair", "--server", url, "--code", code, *place, *more)

    return paired


def test_a_till_is_paired_filled_and_found_well(
    tmp_path: Path, server: HttpServer, type_in: TypeIn, pair: Pair
) -> None:
    url = f"http://127.0.0.1:{server.port}"
    code, said, complaints = pair(tmp_path, url)
    assert (code, complaints) == (0, "")
    assert "This is now till Q2, Quầy 2." in said
    assert "Ready: 2 rows." in said
    code, said, complaints = type_in("doctor", "--data", str(tmp_path))
    assert (code, complaints) == (0, "")
    assert "till Q2, Quầy 2, incarnation 1" in said
    assert f"{url} answers and knows this till" in said


def test_a_wrong_code_is_a_sentence_and_may_be_typed_again(
    tmp_path: Path, server: HttpServer, pair: Pair
) -> None:
    url = f"http://127.0.0.1:{server.port}"
    code, _, complaint = pair(tmp_path, url, "AAAA-AAAA")
    assert code == 2
    assert complaint.startswith("This pairing code is not right.")
    assert pair(tmp_path, url)[0] == 0


def test_a_paired_folder_is_not_paired_again(tmp_path: Path, server: HttpServer, pair: Pair) -> None:
    url = f"http://127.0.0.1:{server.port}"
    pair(tmp_path, url)
    code, _, complaint = pair(tmp_path, url)
    assert code == 2
    assert complaint.startswith("This data folder is till Q2 already.")


def test_an_absent_server_is_a_sentence(tmp_path: Path, server: HttpServer, pair: Pair) -> None:
    del server
    code, _, complaint = pair(tmp_path, "http://127.0.0.1:9")
    assert code == 2
    assert complaint.startswith(
        "Nobody answers at http://127.0.0.1:9 (Connection refused). This till is not pair"
    )
    assert "ales" not in complaint


def test_nonsense_is_a_sentence(tmp_path: Path, pair: Pair) -> None:
    def web_shop(_: Asked) -> bytes:
        return reply(b"<h1>Welcome to our shop</h1>", content_type="text/html")

    with HttpServer(web_shop) as server:
        code, _, complaint = pair(tmp_path, f"http://127.0.0.1:{server.port}")
    assert code == 2
    assert complaint.startswith("What answers is not a Loyaltill server")


def test_a_stranger_s_bytes_are_not_shown(tmp_path: Path, pair: Pair) -> None:
    with HttpServer(lambda _: b"\x16\x03\x01\x1b[2J\xff\r\n\r\n") as server:
        code, _, complaint = pair(tmp_path, f"http://127.0.0.1:{server.port}")
    assert code == 2
    assert "says what cannot be: the answer is not HTTP." in complaint
    assert complaint.strip().isprintable()


def test_a_server_that_goes_after_pairing_leaves_a_till(
    tmp_path: Path, model: ModelServer, pair: Pair
) -> None:
    whole = ModelHttp(model)

    def pairs_only(asked: Asked) -> bytes | None:
        return whole(asked) if asked.target == "/v1/pair" else reply(b"", status=503)

    with HttpServer(pairs_only) as server:
        code, said, complaint = pair(tmp_path, f"http://127.0.0.1:{server.port}")
    assert code == 2
    assert "This is now till Q2, Quầy 2." in said
    assert complaint.startswith("This till is paired, but reading the store’s data broke off: 503.")


def test_the_sentences_are_vietnamese_where_the_console_is(tmp_path: Path, type_in: TypeIn) -> None:
    words = ("pair", "--server", "http://10.0.0.1", "--code", CODE, "--data", str(tmp_path))
    code, _, complaint = type_in(*words, language="vi_VN.UTF-8")
    assert code == 2
    assert complaint.startswith("http://10.0.0.1 sẽ gửi mọi thứ không mã hóa sang máy khác.")


def test_a_doctor_finds_what_is_wrong(
    tmp_path: Path, server: HttpServer, type_in: TypeIn, pair: Pair
) -> None:
    pair(tmp_path, f"http://127.0.0.1:{server.port}")
    (tmp_path / "till.toml").write_text(
        'printer = "tcp://127.0.0.1:9"\nscanner = ["serial:///dev/none", "hid://dead:beef"]\n'
        'pole_display = "serial:///dev/nobody"\ncustomer_window = true\n'
    )
    code, said, _ = type_in("doctor", "--data", str(tmp_path))
    assert code == 1
    wrong = [line for line in said.splitlines() if line.startswith("✗")]
    assert [line.split()[1] for line in wrong] == ["printer", "scanners", "scanners", "display"]


def test_a_doctor_lists_every_fault_of_the_settings_file(tmp_path: Path, type_in: TypeIn) -> None:
    (tmp_path / "till.toml").write_text('pritner = "virtual"\ntheme = "pink"\n')
    code, said, _ = type_in("doctor", "--data", str(tmp_path))
    assert code == 1
    assert "There is no setting “pritner”. Did you mean: printer?" in said
    assert "theme = 'pink' cannot be. It may be: light, dark, high-contrast." in said


def test_a_doctor_leaves_a_running_till_alone(
    tmp_path: Path, server: HttpServer, type_in: TypeIn, pair: Pair
) -> None:
    pair(tmp_path, f"http://127.0.0.1:{server.port}")
    (tmp_path / "till.toml").write_text('printer = "tcp://127.0.0.1:9"\n')
    with DataFolder(tmp_path):
        code, said, _ = type_in("doctor", "--data", str(tmp_path))
    assert code == 0
    assert "A till is at work on this folder" in said
    assert "127.0.0.1:9 is in the hands of the running till" in said


def test_a_doctor_sees_keys_that_others_may_read(
    tmp_path: Path, server: HttpServer, type_in: TypeIn, pair: Pair
) -> None:
    pair(tmp_path, f"http://127.0.0.1:{server.port}")
    (tmp_path / "keys.json").chmod(0o644)
    code, said, _ = type_in("doctor", "--data", str(tmp_path))
    assert code == 1
    assert "Others on this computer may read the keys" in said


def test_a_doctor_finds_a_damaged_database(
    tmp_path: Path, server: HttpServer, type_in: TypeIn, pair: Pair
) -> None:
    pair(tmp_path, f"http://127.0.0.1:{server.port}")
    database = tmp_path / "till.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    code, said, _ = type_in("doctor", "--data", str(tmp_path))
    assert code == 1
    assert "✗ database" in said


@pytest.mark.parametrize("lost", [("keys.json",), ("keys.json", "key-store.json")])
def test_a_doctor_does_not_advise_pairing_a_till_whose_keys_are_lost(
    tmp_path: Path, server: HttpServer, lost: tuple[str, ...], type_in: TypeIn, pair: Pair
) -> None:
    pair(tmp_path, f"http://127.0.0.1:{server.port}")
    for name in lost:
        (tmp_path / name).unlink()
    code, said, _ = type_in("doctor", "--data", str(tmp_path))
    assert code == 1
    assert "till.db are there, but the key that opens them is not" in said
    assert "Put" in said
    assert "main.py pair" not in said


def test_a_doctor_tells_lost_books_from_none(
    tmp_path: Path, server: HttpServer, type_in: TypeIn, pair: Pair
) -> None:
    url = f"http://127.0.0.1:{server.port}"
    pair(tmp_path, url)
    for file in tmp_path.glob("till.db*"):
        file.unlink()
    code, said, _ = type_in("doctor", "--data", str(tmp_path))
    assert code == 1
    assert "The keys of a till are here, but its books" in said
    assert "main.py pair" not in said
    (tmp_path / "new").mkdir()
    code, said, _ = type_in("doctor", "--data", str(tmp_path / "new"))
    assert code == 1
    assert "This is no till yet." in said


def test_a_doctor_makes_no_folder(tmp_path: Path, type_in: TypeIn) -> None:
    code, said, _ = type_in("doctor", "--data", str(tmp_path / "none"))
    assert code == 1
    assert "There is no folder" in said
    assert not (tmp_path / "none").exists()


def test_a_server_whose_authority_is_unknown_is_not_trusted(
    tmp_path: Path, authority: Authority, pair: Pair
) -> None:
    with HttpServer(ModelHttp(), tls=authority.server_context()) as server:
        code, _, complaint = pair(tmp_path, f"https://localhost:{server.port}")
        assert code == 2
        assert "is not a server that this computer trusts" in complaint
        assert server.asked == []


def test_a_server_is_trusted_by_its_own_authority_alone(
    tmp_path: Path, authority: Authority, type_in: TypeIn, pair: Pair
) -> None:
    with HttpServer(ModelHttp(), tls=authority.server_context()) as server:
        url = f"https://localhost:{server.port}"
        code, said, complaint = pair(tmp_path, url, CODE, "--ca", str(authority.ca_file))
        assert (code, complaint) == (0, "")
        assert "Ready: 0 rows." in said
        assert type_in("doctor", "--data", str(tmp_path))[0] == 0


def test_a_missing_authority_file_is_a_sentence(tmp_path: Path, pair: Pair) -> None:
    code, _, complaint = pair(tmp_path, "https://localhost:9", CODE, "--ca", str(tmp_path / "ca.pem"))
    assert code == 2
    assert "ca.pem cannot be read" in complaint


def test_a_till_believes_two_authorities_while_one_replaces_the_other(
    tmp_path: Path, model: ModelServer, authority: Authority, type_in: TypeIn, pair: Pair
) -> None:
    (tmp_path / "new").mkdir()
    other = Authority(tmp_path / "new").ca_file
    both = tmp_path / "both.pem"
    both.write_bytes(other.read_bytes() + authority.ca_file.read_bytes())
    till = tmp_path / "till"
    with HttpServer(ModelHttp(model), tls=authority.server_context()) as server:
        url = f"https://localhost:{server.port}"
        assert pair(till, url, CODE, "--ca", str(authority.ca_file))[0] == 0
        code, _, complaint = type_in("trust", "--data", str(till), "--ca", str(other))
        assert (code != 0, "is not the server this till trusts" in complaint) == (True, True)
        code, said, complaint = type_in("trust", "--data", str(till), "--ca", str(both))
        assert (code, complaint) == (0, "")
        assert f"{url} answers under the authorities in the file" in said
        assert type_in("doctor", "--data", str(till))[0] == 0
