"""A quote explained whole, to people in two languages and to programs."""

from dataclasses import replace

from loyalty.basket import BasketLine, WalletMoney
from loyalty.figures import LANGUAGES
from loyalty.quote import Quote, quote, quote_to_json
from loyalty.quote.explain import explain
from loyalty.sentence_texts import TEXTS
from loyalty.units import Money
from tests.unit.loyalty.shop import basket, line, member, program
from tests.unit.loyalty.told_why import OFF


def everything() -> Quote:
    rules = program(
        f'{OFF}\non = {{ skus = ["A"] }}',
        'kind = "bonus_points"\npoints = 3',
        f'{OFF}\nwhen = {{ code = "X" }}',
        points='unit = "điểm"\n',
    )
    lines = (line("A", "1.5", 20_000), line("B", "1", 30_000))
    return quote(rules, basket(*lines, by=member("silver", 100), burn=10))


def test_a_quote_is_explained_to_people() -> None:
    assert list(explain(everything(), "vi")) == [
        "Hàng A (A): 1,5 × 20.000 = 30.000",
        "    P0: -3.000",
        "    Hạng silver: -810",
        "    Trả bằng 5 điểm: -2.368",
        "    Còn 23.822",
        "    Được cộng 4 điểm",
        "Hàng B (B): 1 × 30.000 = 30.000",
        "    Hạng silver: -900",
        "    Trả bằng 5 điểm: -2.632",
        "    Còn 26.468",
        "    Được cộng 5 điểm",
        "",
        "Tạm tính: 60.000 ₫",
        "Được giảm: -4.710 ₫",
        "Trả bằng điểm: -5.000 ₫",
        "Còn phải trả: 50.290 ₫",
        "",
        "Vì sao được giảm:",
        "  P0: 10 % của 30.000 = 3.000",
        "  Hạng silver: 3 % của 57.000 = 1.710",
        "",
        "Được cộng 9 điểm:",
        "  Tính điểm trên 50.290 ₫, mỗi 10.000 được 1 điểm = 5 điểm",
        "  Hạng silver: điểm nhân 1,25, thêm 1 điểm",
        "  P1: thêm 3 điểm",
        "",
        "Đơn này dùng được nhiều nhất 100 điểm để trả",
        "",
        "Chưa được hưởng:",
        "  P2: Khách chưa đưa mã của chương trình này",
    ]


MORE = """
[[reward]]
id = "tea"
name = "Đổi trà"
kind = "gift"
points = 60
sku = "T"

[[reward]]
id = "ten"
name = "Đổi 10.000"
kind = "amount_off"
points = 20
amount = 10000

[[voucher]]
id = "card"
promotion = "p0"
issue = "stamp-card"
days = 30

[[stamp_card]]
id = "rice"
name = "Thẻ gạo"
per = "unit"
goal = 10
voucher = "card"

[[draw]]
id = "open"
name = "Bốc thăm"
enabled = true
of = 100
commitment = "1111111111111111111111111111111111111111111111111111111111111111"
when = { from = 2026-11-01, until = 2026-11-30 }
prize = [{ id = "a", name = "A", wins = 3, points = 1 }]

[[draw]]
id = "closed"
name = "Bốc thăm Tết"
of = 100
prize = [{ id = "a", name = "A", wins = 3, points = 1 }]

[limits]
earn_max_per_sale = 5
"""


def all_sections() -> Quote:
    rules = program(
        'kind = "amount_off"\namount = 5\nwhen = { voucher = true }',
        'kind = "amount_off"\namount = 5000\nwhen = { min_spend = 150000 }',
        'kind = "buy_get"\nbuy = 2\nget = 1\nwhen = { weekdays = ["sat"], hours = ["08:00-12:00"] }',
        more=MORE,
    )
    by = member("member", 50, vouchers={"93": "p0"})
    asked = ("tea", "ten")
    return quote(rules, basket(line("A", "1", 99_000, vat="10"), by=by, rewards=asked))


def test_every_section_of_a_program_is_explained() -> None:
    told = list(explain(all_sections(), "vi"))
    assert told[told.index("") :] == [
        "",
        "Tạm tính: 99.000 ₫",
        "Được giảm: -10.000 ₫",
        "Còn phải trả: 89.000 ₫",
        "Đã gồm thuế GTGT: 8.091 ₫",
        "",
        "Vì sao được giảm:",
        "  Đổi 10.000: bớt 10.000",
        "",
        "Đổi điểm:",
        "  Đổi trà: Cần 60 điểm để đổi, còn thiếu 10 điểm",
        "  Đổi 10.000: đổi 20 điểm, bớt 10.000",
        "",
        "Được cộng 5 điểm:",
        "  Tính điểm trên 89.000 ₫, mỗi 10.000 được 1 điểm = 8 điểm",
        "  Mỗi đơn được cộng nhiều nhất 5 điểm, bớt 3 điểm",
        "",
        "Đơn này dùng được nhiều nhất 30 điểm để trả",
        "",
        "Đóng dấu:",
        "  Thẻ gạo: thêm 1 dấu, đang có 1/10",
        "",
        "Bốc thăm:",
        "  Bốc thăm: hóa đơn này được dự bốc thăm, 3 trong 100 số trúng giải",
        "",
        "Còn có thể được hưởng:",
        "  Mua thêm 51.000 ₫ để được giảm 5.000 ₫: P1",
        "",
        "Chưa được hưởng:",
        "  P0: Khách có phiếu 93 nhưng chưa đưa ra",
        "  P2: Chỉ áp dụng vào thứ Bảy; Chỉ áp dụng trong khung giờ 08:00-12:00",
        "  Bốc thăm Tết: Chưa mở: bốc thăm phải đăng ký với cơ quan nhà nước trước khi chạy",
    ]


def test_what_a_wallet_pays_is_explained() -> None:
    rules = program(more='[wallet]\nsku = "TOP"\n')
    by = replace(member("member"), wallet=WalletMoney(paid=Money(30_000)))
    given = replace(basket(line("A", "2"), by=by), wallet_amount=Money(5_000))
    told = list(explain(quote(rules, given), "vi"))
    assert told[:4] == [
        "Hàng A (A): 2 × 10.000 = 20.000",
        "    Trả từ ví: -5.000",
        "    Còn 15.000",
        "    Được cộng 2 điểm",
    ]
    assert told[-1] == "Ví trả được nhiều nhất 20.000 ₫ cho đơn này"


def test_english_says_as_much() -> None:
    vietnamese, english = (list(explain(all_sections(), language)) for language in LANGUAGES)
    assert len(vietnamese) == len(english)
    assert [not line for line in vietnamese] == [not line for line in english]
    assert "  P0: The customer holds the voucher 93 and did not give it" in english


def test_a_line_of_which_everything_went_to_its_price_is_short() -> None:
    plain = program()
    goods = BasketLine("A", line().quantity, line().unit_price)
    assert next(iter(explain(quote(plain, basket(goods)), "en"))) == "A: 1 × 10,000 = 10,000"


def test_an_empty_quote_is_explained_too() -> None:
    assert list(explain(quote(program(), basket()), "en")) == ["", "Subtotal: ₫0", "Left to pay: ₫0"]


def test_a_choice_that_was_searched_for_is_told() -> None:
    overlapping = [f'kind = "amount_off"\namount = {n}\non = {{ skus = ["A", "B{n}"] }}' for n in range(40)]
    lines = (line("A"), *[line(f"B{n}") for n in range(40)])
    told = list(explain(quote(program(*overlapping), basket(*lines, by=member())), "en"))
    assert told[-1] == TEXTS["explain-not-proven"]["en"]


def test_json_has_reasons_in_one_language_or_in_both() -> None:
    given = everything()
    both = quote_to_json(given)
    assert both["discounts"] == [
        {
            "rule": "p0",
            "amount": 3000,
            "why": "P0: 10 % của 30.000 = 3.000",
            "why_en": "P0: 10% of 30,000 = 3,000",
        },
        {
            "rule": "tier:silver",
            "amount": 1710,
            "why": "Hạng silver: 3 % của 57.000 = 1.710",
            "why_en": "silver tier: 3% of 57,000 = 1,710",
        },
    ]
    assert quote_to_json(given, "en")["discounts"] == [
        {"rule": "p0", "amount": 3000, "why": "P0: 10% of 30,000 = 3,000"},
        {"rule": "tier:silver", "amount": 1710, "why": "silver tier: 3% of 57,000 = 1,710"},
    ]
