"""The modules of a Code 128; that scanners read it is tested on the painted paper."""

from barcode.charsets import code128 as published

from terminal.receipts.barcodes import code128_modules


def test_every_value_of_code_128_is_drawn_as_another_library_draws_it() -> None:
    for value in range(100):
        row, columns = code128_modules(f"{value:02d}")
        bits = f"{row:0{columns}b}"
        assert bits[:11] == published.CODES[105]
        assert bits[11:22] == published.CODES[value]
        assert bits[22:33] == published.CODES[(105 + value) % 103]
        assert bits[33:] == published.STOP + "11"
