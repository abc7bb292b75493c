"""What a program says of a store by its code holds at the tills of that store, paired with a real server."""

from pathlib import Path

from terminal.bootstrap.pairing import first_sync, pair
from terminal.usecases.pricing import price
from tests.sync_model.real_server import RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345699"
PROGRAM = """
format = 1
name = "Phố Vui"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 10000
worth = 500

[[tier]]
id = "member"
at = 0

[[partner]]
id = "cafe"
name = "Cà phê Góc Phố"
stores = ["q1"]
earn = 3
per_amount = 10000

[[promotion]]
id = "here"
name = "Ở đây giảm 10%"
kind = "percent_off"
percent = 10
when = { stores = ["q1"], members_only = false }

[[promotion]]
id = "there"
name = "Ở kia giảm 20%"
kind = "percent_off"
percent = 20
when = { stores = ["q3"], members_only = false }
"""


def test_a_partners_rates_and_a_condition_hold_at_the_store_that_they_name(
    tmp_path: Path, warm: WarmProgram
) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    furnish(folder)
    (folder / "program.toml").write_text(PROGRAM, encoding="utf-8")
    admin(folder, "publish-program", str(folder / "program.toml"))
    add_member(folder, "Nguyễn Thị Ánh", PHONE, 0)
    with RealServer(folder, warm) as server:
        till = tmp_path / "Q1"
        url = f"http://127.0.0.1:{server.port}"
        pair(till, server_url=url, code=add_till(folder, "Q1"), ca_file=None, key_store="file")
        first_sync(till, lambda _: None)
        (till / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(till, PHONE)
        shop.open_first_day()
        sale = shop.with_member()
        quote = price(shop.running.till, sale)
        assert [(each.rule, each.amount) for each in quote.discounts] == [("here", quote.subtotal // 10)]
        assert quote.earned_points == 189_000 * 9 // 10 * 3 // 10_000
        shop.running.stop()
        assert shop.findings == []
