"""The first start of a new shop, from an empty folder on."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from loyalty.wire.feed import StoreSettings
from terminal.bootstrap.first_start import FirstStart, Invitation, Loaded, NewShop

PROGRAM = Path(__file__).parents[3] / "resources" / "programs" / "than-thiet.toml"
SHOP = NewShop(
    settings=StoreSettings(
        store_name="Tạp hóa Lan",
        address="",
        language="vi",
        bank=None,
        cash_rounding=500,
        receipt_footer="",
        currency="VND",
        timezone="Asia/Ho_Chi_Minh",
        phone_region="VN",
    ),
    till_name="Quầy 1",
    manager="Lan",
    pin="2580",
    program=PROGRAM.read_text(encoding="utf-8"),
)


@contextmanager
def begun(folder: Path) -> Generator[FirstStart, None, None]:
    """The program is started on the folder once more."""
    start = FirstStart(folder, key_store="file")
    try:
        yield start
    finally:
        start.close()


def go_on(start: FirstStart, wish: NewShop | Invitation | None = None) -> list[Loaded]:
    told: list[Loaded] = []
    start.go_on(wish, on_step=lambda _: None, on_loaded=told.append)
    return told
