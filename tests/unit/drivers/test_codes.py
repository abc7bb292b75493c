"""What a scanner sends, made into what was scanned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.codes import is_bank_card, read_code


@pytest.mark.parametrize(
    ("raw_text", "text", "symbology"),
    [
        ("8934563138165", "8934563138165", None),
        ("]E08934563138165", "8934563138165", "ean-13"),
        ("]E496385074", "96385074", "ean-8"),
        ("]C09812345678901234", "9812345678901234", "code-128"),
        ("]C1010893456313816510A", "010893456313816510A", "gs1-128"),
        ("]Q100020101021138", "00020101021138", "qr"),
        ("]d2x", "x", "gs1-data-matrix"),
        ("]X0x", "x", "other"),
        ("]", "]", None),
        ("\x02893\x1d456\t", "893456", None),
    ],
)
def test_aim_ids_and_control_characters_are_taken_off(
    raw_text: str, text: str, symbology: str | None
) -> None:
    assert read_code(raw_text) == (text, symbology)


@given(st.text())
def test_no_control_character_gets_through(raw_text: str) -> None:
    text, _ = read_code(raw_text)
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text)


@pytest.mark.parametrize(
    "raw_text",
    [
        "%B4111111111111111^NGUYEN VAN A/^2512101?",
        ";4111111111111111=25121010000000000000?",
        "\x02;9704366614626076016=2512?",
    ],
)
def test_the_stripe_of_a_bank_card_is_recognised(raw_text: str) -> None:
    assert is_bank_card(raw_text)


@pytest.mark.parametrize(
    "raw_text", ["9812345678901234", "4111111111111111", ";9812345678901234?", "%50 off", ";12=3"]
)
def test_what_only_resembles_one_is_not(raw_text: str) -> None:
    assert not is_bank_card(raw_text)
