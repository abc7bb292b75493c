"""Files come into a shop and go out of it by the commands, against a real server; out and in is the same."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import main
from loyalty.errors import Unavailable
from loyalty.identity.cards import card_number
from resources.catalogue import Catalogue
from terminal.bootstrap.pairing import first_sync, pair
from terminal.cards.sheets import grouped
from terminal.commands.sheets import as_typed
from tests.sync_model.real_server import PIN, RealServer, add_till, admin, furnish
from ui.demo.processes import Start

CARD = card_number(81)
MEMBERS = f"""Mã khách hàng;Tên khách hàng;Điện thoại;Ngày sinh;Email;Thẻ;Điểm hiện tại;Số lần mua
KH1;Nguyễn Thị Ánh;1234567890;21/11/1990;anh@example.vn;{CARD};1.250;12
KH2;=HYPERLINK("x");8.4912345678E+10;5/3;;;0;
KH3;Hỏng;8.4912E+10;;;;7;
KH4;Lan;0834567890;;;;3;
KH5;Chi;0977000111;;;;80;2
"""
GOODS = """Mã hàng,Tên hàng,Giá bán,Mã vạch,Nhóm hàng,Thuế suất
G1,"Gạo ST25, 5kg",182.000,8934563138165,Gạo,5
G2,=1+1,9500,,Gia vị,
"""


@pytest.fixture
def shops(tmp_path: Path, warm: Start) -> Iterator[tuple[Path, Path]]:
    """Two houses with a till each, both empty; Hương is their manager."""
    with ExitStack() as stack:
        tills: list[Path] = []
        for name in ("old", "new"):
            folder = tmp_path / name
            folder.mkdir()
            furnish(folder)
            server = stack.enter_context(RealServer(folder, warm))
            who = ("--code", "huong", "--name", "Hương", "--role", "manager", "--pin", PIN)
            admin(folder, "operator", *who)
            till, code = tmp_path / f"till-{name}", add_till(folder, "Q1")
            url = f"http://127.0.0.1:{server.port}"
            pair(till, server_url=url, code=code, ca_file=None, key_store="file")
            first_sync(till, lambda _: None)
            (till / "till.toml").write_text('printer = "virtual"\n')
            tills.append(till)
        yield tills[0], tills[1]


def run(till: Path, *said: str, by: str = "Hương") -> int:
    return main.main([*said, "--operator", by, "--pin", PIN, "--data", str(till)])


def files_of(till: Path, folder: Path) -> dict[str, str]:
    """All that the shop exports, once the till has heard everything."""
    first_sync(till, lambda _: None)
    found: dict[str, str] = {}
    for what in ("members", "cards", "balances", "products"):
        path = folder / f"{what}.csv"
        assert run(till, "export", what, str(path)) == 0
        found[what] = path.read_text(encoding="utf-8-sig")
    return found


def test_what_a_shop_exports_another_imports_to_the_same(
    shops: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = shops
    (tmp_path / "members.txt").write_bytes(MEMBERS.encode("utf-16"))
    (tmp_path / "goods.csv").write_text(GOODS)
    problems = tmp_path / "mend.csv"
    check = ("import", str(tmp_path / "members.txt"), "--problems", str(problems))
    assert run(old, *check) == 1
    told = capsys.readouterr().out
    assert "Line 4, Điện thoại: “8.4912E+10”: digits were lost" in told
    assert "Line 5, Điện thoại: “0834567890” is in line 2 already" in told
    assert [row.split(",")[0] for row in problems.read_text(encoding="utf-8-sig").splitlines()] == [
        "Mã khách hàng",
        "KH3",
        "KH4",
    ]
    assert files_of(old, tmp_path)["members"].splitlines()[1:] == []
    for _ in range(2):
        assert run(old, *check, "--write") == 1
    assert run(old, "import", str(tmp_path / "goods.csv"), "--write") == 0
    before = files_of(old, tmp_path)
    assert before["members"].splitlines() == [
        "name,phone,birthday,email,card,measure,purchases",
        '"\'=HYPERLINK(""x"")",0912345678,03-05,,,,',
        "Chi,0977000111,,,,,2",
        f"Nguyễn Thị Ánh,0834567890,1990-11-21,anh@example.vn,{grouped(CARD)},,12",
    ]
    assert before["balances"].splitlines()[1:] == ["0834567890,,1250,", "0977000111,,80,"]
    for what in ("members", "cards", "balances", "products"):
        (tmp_path / "in.csv").write_text(before[what], encoding="utf-8-sig")
        assert run(new, "import", str(tmp_path / "in.csv"), "--write") == 0
        first_sync(new, lambda _: None)
    assert files_of(new, tmp_path) == before


def test_only_a_manager_imports_and_exports(
    shops: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, _ = shops
    (tmp_path / "members.csv").write_text(MEMBERS)
    assert run(old, "import", str(tmp_path / "members.csv"), by="Lan") == 2
    assert run(old, "export", "members", str(tmp_path / "out.csv"), by="Lan") == 2
    assert "Only a manager exports." in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_at_the_command_line_nobody_is_told_to_press_anything(
    shops: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "unknown.csv"
    file.write_text("Alpha;Beta\n0912345678;Ánh\n")
    for of, field in (("members", "phone"), ("products", "sku")):
        assert run(shops[0], "import", str(file), "--of", of) == 2
        told = capsys.readouterr().err
        assert f"--column HEADING={field}" in told
        assert "ress" not in told
    assert run(shops[0], "import", str(file), "--column", "Alpha=phone", "--column", "Beta=name") == 0


@pytest.mark.parametrize("code", ["import-unchecked", "import-unanswered"])
def test_a_server_that_is_silent_is_asked_by_the_same_command_again(code: str) -> None:
    told = as_typed(Unavailable(code, retry=True))
    assert isinstance(told, Unavailable)
    assert told.retry
    assert "same command again" in Catalogue.load("en").text(f"error.{told.code}")
