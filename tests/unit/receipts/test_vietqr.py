"""VietQR: the published vector, an independent reading of the fields, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.units import Money
from terminal.vietqr import vietqr_text

VECTOR = (
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704540618000"
    "05802VN62340107NPS68690819thanh toan don hang63042E2E"
)


def crc_by_hand(data: bytes) -> int:
    """CRC-16/CCITT-FALSE, bit by bit, so that it shares nothing with the library's."""
    register = 0xFFFF
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ (0x1021 if register & 0x8000 else 0)
        register &= 0xFFFF
    return register


def fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        tag, length = text[:2], int(text[2:4])
        assert tag not in found
        found[tag] = text[4 : 4 + length]
        assert len(found[tag]) == length
        text = text[4 + length :]
    return found


def test_the_published_vector_comes_out_character_for_character() -> None:
    text = vietqr_text(
        bank_bin="970403",
        account="0011012345678",
        amount=Money(180_000),
        bill="NPS6869",
        purpose="thanh toán đơn hàng",
    )
    assert text == VECTOR


def test_the_check_value_of_the_crc_holds() -> None:
    assert f"{crc_by_hand(b'123456789'):04X}" == "29B1"


def test_without_an_amount_the_code_can_be_used_again_and_says_so() -> None:
    found = fields(vietqr_text(bank_bin="970436", account="1"))
    assert found["01"] == "11"
    assert "54" not in found
    assert "62" not in found


@given(
    account=st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True),
    amount=st.none() | st.integers(1, 10**13 - 1).map(Money),
    bill=st.text(max_size=60),
    purpose=st.text(max_size=60),
)
def test_any_payload_reads_back_and_its_checksum_is_right(
    account: str, amount: Money | None, bill: str, purpose: str
) -> None:
    text = vietqr_text(bank_bin="970436", account=account, amount=amount, bill=bill, purpose=purpose)
    assert text.isascii()
    found = fields(text)
    assert found["63"] == f"{crc_by_hand(text[:-4].encode()):04X}"
    account_field = fields(found["38"])
    assert fields(account_field["01"]) == {"00": "970436", "01": account}
    assert found.get("54") == (None if amount is None else str(amount))
    said = fields(found.get("62", ""))
    assert all(0 < len(value) <= 25 for value in said.values())


@pytest.mark.parametrize(
    ("code", "bank_bin", "account", "amount"),
    [
        ("vietqr-bank", "97040", "1", None),
        ("vietqr-bank", "97040３", "1", None),
        ("vietqr-account", "970403", "", None),
        ("vietqr-account", "970403", "1" * 20, None),
        ("vietqr-account", "970403", "12 34", None),
        ("vietqr-amount", "970403", "1", 0),
        ("vietqr-amount", "970403", "1", 10**13),
    ],
)
def test_what_no_bank_would_take_is_refused(
    code: str, bank_bin: str, account: str, amount: int | None
) -> None:
    with pytest.raises(Refused) as caught:
        vietqr_text(bank_bin=bank_bin, account=account, amount=None if amount is None else Money(amount))
    assert caught.value.code == code
