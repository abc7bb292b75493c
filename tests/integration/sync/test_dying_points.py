"""What a slip says dies next is what the member's page says once the server has spoken."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from loyalty.units import Points, Quantity
from terminal.bootstrap.pairing import first_sync, pair
from terminal.exchange import credit_tender
from terminal.in_force import in_force_now
from terminal.open_sale import set_burn
from terminal.returned import RefundWish
from terminal.sale import Tender
from terminal.usecases.cash import round_cash
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.returns.exchanging import begin_exchange
from terminal.usecases.settle import settle_sale
from tests.sync_model.real_server import RealServer, add_member, add_till, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345678"
BROUGHT = Points(100)


@pytest.fixture
def shop(tmp_path: Path, warm: WarmProgram) -> Iterator[WholeTill]:
    """Ánh with as many points as one sale may burn."""
    server_folder, folder = tmp_path / "server", tmp_path / "till"
    server_folder.mkdir()
    furnish(server_folder)
    add_member(server_folder, "Nguyễn Thị Ánh", PHONE, BROUGHT)
    with RealServer(server_folder, warm) as server:
        url, code = f"http://127.0.0.1:{server.port}", add_till(server_folder, "Q1")
        pair(folder, server_url=url, code=code, ca_file=None, key_store="file")
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(folder, PHONE)
        shop.open_first_day()
        yield shop
        shop.running.stop()


def dying(shop: WholeTill, member: str) -> tuple[int, datetime | None]:
    """What dies first by the member's page."""
    lots = [lot for lot in member_by_id(shop.running.till, member).lots if lot.dies_at is not None]
    first = min((lot.dies_at for lot in lots if lot.dies_at is not None), default=None)
    return sum(lot.points for lot in lots if lot.dies_at == first), first


def test_points_that_come_back_into_a_lot_that_was_used_up_stand_on_the_slip_as_on_the_page(
    shop: WholeTill,
) -> None:
    till = shop.running.till
    first = shop.pay(set_burn(shop.with_lease(), BROUGHT))
    assert first.member is not None
    assert first.burn is not None
    (used,) = first.burn.slices
    shop.all_central()
    shop.all_central()
    member = first.member.member
    assert used.lot not in {lot.lot for lot in member_by_id(till, member).lots}
    wish = RefundWish(refund=till.new_id(), sale=first.sale, returns={0: Quantity(1_000)}, reason="mind")
    sale = begin_exchange(till, shop.with_member(), wish)
    assert sale.exchange is not None
    assert sale.exchange.points_returned == BROUGHT
    step = in_force_now(till).settings.cash_rounding
    total = price(till, sale, paid_with=("exchange", "cash")).total
    credit = credit_tender(sale.exchange.against(total, cash_step=step))
    assert credit is not None
    cash = round_cash(type(total)(total - credit.amount), in_force_now(till).settings).due
    done = settle_sale(till, shop.session, sale, (credit, Tender(kind="cash", amount=cash)))
    assert done.member is not None
    slip = done.member.expiring_points, done.member.expiring_at
    assert used.dies_at is not None
    assert slip[0] >= BROUGHT
    assert dying(shop, member) == slip
    shop.all_central()
    shop.all_central()
    assert used.lot in {lot.lot for lot in member_by_id(till, member).lots}
    assert dying(shop, member) == slip
