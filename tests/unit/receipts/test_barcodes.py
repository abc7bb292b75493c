"""The modules of codes; that scanners read them is tested on the painted paper."""

from barcode.charsets import code128 as published

from terminal.receipts.barcodes import code128_modules, qr_modules


def test_every_value_of_code_128_is_drawn_as_another_library_draws_it() -> None:
    for value in range(100):
        row, columns = code128_modules(f"{value:02d}")
        bits = f"{row:0{columns}b}"
        assert bits[:11] == published.CODES[105]
        assert bits[11:22] == published.CODES[value]
        assert bits[22:33] == published.CODES[(105 + value) % 103]
        assert bits[33:] == published.STOP + "11"


def test_a_receipts_qr_is_small_and_square() -> None:
    rows = qr_modules("9700002000001239 Q2-000123 CUA HANG QUAN 1")
    assert len(rows) == 29
    assert max(row.bit_length() for row in rows) == 29
