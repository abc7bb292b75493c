"""Which draws a sale takes part in, and why not in the others."""

from loyalty.basket import Basket
from loyalty.quote import Quote, quote, quote_to_json
from tests.unit.loyalty.shop import basket, line, member, program
from tests.unit.loyalty.test_section_faults import COMMITMENT, PRIZE


def drawing(more: str, given: Basket, *, enabled: bool = True) -> Quote:
    text = f'[[draw]]\nid = "tet"\nname = "Bốc thăm Tết"\nof = 100\nenabled = {str(enabled).lower()}\n'
    return quote(program(more=f'{text}commitment = "{COMMITMENT}"\n{more}{PRIZE}'), given)


WHEN = "when = { from = 2026-11-01, until = 2026-12-31, min_spend = 20000 }\n"


def test_a_sale_takes_part_where_everything_holds() -> None:
    priced = drawing(WHEN, basket(line("A", "2"), by=member()))
    (entry,) = priced.draws
    assert (entry.draw, entry.name, entry.is_in) == ("tet", "Bốc thăm Tết", True)
    assert quote_to_json(priced)["draws"] == [
        {
            "draw": "tet",
            "why": "Bốc thăm Tết: hóa đơn này được dự bốc thăm, 1 trong 100 số trúng giải",
            "why_en": "Bốc thăm Tết: this receipt takes part in the draw, 1 of 100 numbers win",
        }
    ]


def test_why_a_sale_does_not_take_part_is_told() -> None:
    on = 'on = { skus = ["B"] }\n' + WHEN
    priced = drawing(on, basket(line("A", "1")))
    assert [why.code for why in priced.draws[0].whys] == [
        "missed-member",
        "missed-min-spend",
        "missed-no-line",
    ]
    assert "draws" not in quote_to_json(priced)
    (off,) = drawing("", basket(line("A")), enabled=False).draws
    assert [why.text("vi") for why in off.whys] == [
        "Chưa mở: bốc thăm phải đăng ký với cơ quan nhà nước trước khi chạy"
    ]
    assert quote(program(), basket(line())).draws == ()
