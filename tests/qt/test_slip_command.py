"""`slip`: the receipt of a kept sale as a file, beside a till at work."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from loyalty.units import Money
from main import main
from terminal.keystore.choice import choose_key_store
from terminal.open_sale import add_product
from terminal.sale import SettledSale, Tender
from terminal.usecases.basket import new_sale
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import with_goods
from tests.unit.terminal.test_exchange import NOODLES, bringing_back, paid
from tests.unit.terminal.till_kit import KEY, LAN, Counter, a_shop, printing
from ui.kept_receipts import KeptReceipts

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    choose_key_store(tmp_path, preference="file").set("database-key", KEY)
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


@pytest.fixture
def rice(shop: Counter) -> SettledSale:
    return sold(shop)


def sold(shop: Counter) -> SettledSale:
    """A bag of rice, paid in cash."""
    found = find_products(shop.till, "RICE-ST25")
    assert isinstance(found, ProductFound)
    sale = add_product(new_sale(shop.till), found.product)
    return settle_sale(shop.till, LAN, sale, (Tender(kind="cash", amount=Money(189_000)),))


def slip(folder: Path, *arguments: str) -> int:
    return main(["slip", *arguments, "--data", str(folder)])


def test_the_mail_of_a_receipt_is_a_copy_of_it_and_the_till_goes_on(
    tmp_path: Path, shop: Counter, rice: SettledSale, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mail.html"
    assert slip(tmp_path, "--receipt", rice.receipt.label.lower(), "--to", str(file)) == 0
    page = file.read_text(encoding="utf-8")
    assert f"<title>Bách hóa Q1 {rice.receipt.label}</title>" in page
    assert "Gạo ST25 túi 5 kg" in page
    assert "BẢN SAO" in page
    assert str(file) in capsys.readouterr().out
    assert sold(shop).receipt.number == rice.receipt.number + 1


@pytest.mark.parametrize("named", ["label", "number", "digits", "last"])
def test_a_receipt_is_named_in_every_way_it_is_read(tmp_path: Path, rice: SettledSale, named: str) -> None:
    receipt = {
        "label": rice.receipt.label,
        "number": str(rice.receipt.number),
        "digits": rice.receipt.digits,
        "last": "",
    }[named]
    file = tmp_path / "slip.html"
    assert slip(tmp_path, "--receipt", receipt, "--to", str(file)) == 0
    assert rice.receipt.label in file.read_text(encoding="utf-8")


def test_a_pdf_can_be_searched_and_a_picture_is_as_wide_as_the_paper(
    tmp_path: Path, rice: SettledSale
) -> None:
    (tmp_path / "till.toml").write_text("width = 58\n", encoding="utf-8")
    assert slip(tmp_path, "--to", str(tmp_path / "slip.pdf")) == 0
    with pypdfium2.PdfDocument(tmp_path / "slip.pdf") as pdf:
        sheet = pdf[0]
        text = sheet.get_textpage()
        assert rice.receipt.label in text.get_text_range()
        text.close()
        sheet.close()
    assert slip(tmp_path, "--to", str(tmp_path / "slip.PNG")) == 0
    picture = (tmp_path / "slip.PNG").read_bytes()
    assert int.from_bytes(picture[16:20], "big") == 384


@pytest.mark.usefixtures("rice")
@pytest.mark.parametrize("receipt", ["Q9-000001", "99", "9999999999999999", "nonsense", "\x00"])
def test_a_receipt_that_is_none_here_is_refused_and_no_file_is_made(
    tmp_path: Path, receipt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert slip(tmp_path, "--receipt", receipt, "--to", str(tmp_path / "slip.pdf")) == 2
    assert "no receipt" in capsys.readouterr().err
    assert not (tmp_path / "slip.pdf").exists()


def test_what_cannot_be_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert slip(tmp_path, "--to", str(tmp_path / "slip.docx")) == 2
    assert ".pdf, .png" in capsys.readouterr().err
    assert slip(tmp_path, "--to", str(tmp_path / "slip.pdf")) == 2
    assert "till of any store" in capsys.readouterr().err


@pytest.mark.usefixtures("rice")
@pytest.mark.parametrize(("language", "said"), [("en", "There is no folder"), ("vi_VN", "Không có thư mục")])
def test_a_folder_that_is_missing_is_named_in_the_language_asked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    said: str,
) -> None:
    monkeypatch.setenv("LANG", language)
    assert slip(tmp_path, "--to", str(tmp_path / "missing" / "slip.html")) == 2
    told = capsys.readouterr().err
    assert said in told
    assert str(tmp_path / "missing") in told


@pytest.mark.usefixtures("rice")
def test_a_place_that_takes_no_file_is_said_without_the_name_of_a_draft(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "slip.html").mkdir()
    assert slip(tmp_path, "--to", str(tmp_path / "slip.html")) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{tmp_path / 'slip.html'} cannot be written (")
    assert sorted(path.name for path in tmp_path.glob("*slip*")) == ["slip.html"]


@pytest.mark.usefixtures("shop")
def test_before_the_first_sale_there_is_no_last_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert slip(tmp_path, "--to", str(tmp_path / "slip.pdf")) == 2
    assert "sale" in capsys.readouterr().err


def test_the_file_and_the_sheet_of_an_exchange_say_what_came_back(
    tmp_path: Path, shop: Counter, rice: SettledSale
) -> None:
    begun, _ = bringing_back(shop, with_goods(shop, NOODLES), rice, {0: 1_000})
    exchanged = paid(shop, begun)
    file = tmp_path / "exchange.html"
    assert slip(tmp_path, "--receipt", exchanged.receipt.label, "--to", str(file)) == 0
    shown = KeptReceipts(printing(shop.till), tmp_path, width_dots=lambda: 576).receipt(None)
    assert shown is not None
    for said in (file.read_text(encoding="utf-8"), str(shown.document)):
        assert "Trả hàng của phiếu" in said
        assert rice.receipt.label in said
        assert exchanged.receipt.label in said
