"""Why something was given, why not, and what is missing."""

from dataclasses import replace

import pytest

from loyalty.basket import Basket, BasketLine, BasketMember, Birthday, WalletMoney
from loyalty.figures import LANGUAGES
from loyalty.quote import Missed, Quote, quote, quote_to_json
from loyalty.quote.explain import explain
from loyalty.quote.missed import not_holding
from loyalty.quote.situation import Situation
from loyalty.sentence_texts import TEXTS
from loyalty.units import Money
from tests.unit.loyalty.shop import basket, line, member, program

OFF = 'kind = "percent_off"\npercent = 10'
EXACT = "max_percent = 100\n"


def why(promotion: str, *lines: BasketLine, discounts: str = EXACT) -> str:
    """Why the first promotion gave what it gave, in English."""
    given = quote(program(promotion, discounts=discounts), basket(*lines, by=member()))
    whys = {each.rule: each.why for each in given.discounts} | {each.rule: each.why for each in given.earned}
    told = whys["p0"]
    assert told.text("vi") != told.text("en")
    return told.text("en")


@pytest.mark.parametrize(
    ("promotion", "lines", "discounts", "told"),
    [
        (OFF, (line("A", "1", 378_000),), EXACT, "P0: 10% of 378,000 = 37,800"),
        (OFF, (line("A", "1", 15), line("B", "1", 15)), EXACT, "P0: 10% of 30, rounded line by line = 4"),
        (OFF, (line("A", "1", 1000),), "max_percent = 5\n", "P0: 10% of 1,000, stopped at the cap = 50"),
        (f"{OFF}\nmax_amount = 40", (line("A", "1", 1000),), EXACT, "P0: 10% of 1,000, at most 40 = 40"),
        (
            f"{OFF}\nmax_amount = 90",
            (line("A", "1", 1000),),
            "max_percent = 5\n",
            "P0: 10% of 1,000, stopped at the cap = 50",
        ),
        ('kind = "price"\nprice = 700', (line("A", "2", 1000),), EXACT, "P0: now 700 each, 600 less"),
        (
            'kind = "price"\nprice = 700',
            (line("A", "2", 1000),),
            "max_percent = 5\n",
            "P0: now 700 each, stopped at the cap, 100 less",
        ),
        ('kind = "amount_off"\namount = 30', (line("A", "1", 100),), EXACT, "P0: 30 off"),
        ('kind = "amount_off"\namount = 300', (line("A", "1", 100),), EXACT, "P0: 100 off"),
        (
            'kind = "amount_off"\namount = 30',
            (line("A", "1", 100),),
            "max_percent = 5\n",
            "P0: 30 off, but only 5 may still be cut",
        ),
        (
            'kind = "buy_get"\nbuy = 2\nget = 1',
            (line("A", "3", 100),),
            EXACT,
            "P0: buy 2, get 1 free, 100 off",
        ),
        (
            'kind = "buy_get"\nbuy = 1\nget = 1\npercent = 50',
            (line("A", "2", 100),),
            EXACT,
            "P0: buy 1, get 1 at 50% off, 50 off",
        ),
        ('kind = "gift"\nsku = "A"', (line("A", "2", 100),), EXACT, "P0: Hàng A as a gift, worth 100"),
        (
            'kind = "gift"\nsku = "A"',
            (BasketLine("A", line().quantity, line().unit_price),),
            EXACT,
            "P0: A as a gift, worth 10,000",
        ),
        (
            'kind = "multiply_points"\nfactor = 2',
            (line("A", "1", 30_000),),
            EXACT,
            "P0: points times 2, 3 points more",
        ),
        ('kind = "bonus_points"\npoints = 3\nper = "unit"', (line("A", "2"),), EXACT, "P0: 2 × 3 = 6 points"),
        ('kind = "bonus_points"\npoints = 3', (line("A", "2"),), EXACT, "P0: 3 points more"),
    ],
)
def test_why_a_promotion_gave_what_it_gave(
    promotion: str, lines: tuple[BasketLine, ...], discounts: str, told: str
) -> None:
    assert why(promotion, *lines, discounts=discounts) == told


def test_a_second_stage_tells_what_the_first_left() -> None:
    rules = program('kind = "price"\nprice = 900', f'{OFF}\nstage = "voucher"', discounts=EXACT)
    given = quote(rules, basket(line("A", "1", 1000), by=member()))
    assert [each.why.text("en") for each in given.discounts] == [
        "P0: now 900 each, 100 less",
        "P1: 10% of 900 = 90",
    ]
    late = program(f"{OFF}", 'kind = "price"\nprice = 800\nstage = "voucher"', discounts=EXACT)
    given = quote(late, basket(line("A", "1", 1000), by=member()))
    assert given.discounts[1].why.text("en") == "P1: now 800 each, 100 less"


def test_why_the_tier_gave_what_it_gave() -> None:
    rules = program(points='exclude = { skus = ["T"] }\nunit = "điểm"\n')
    given = quote(rules, basket(line("A", "1", 378_000), line("T", "1", 100), by=member("silver")))
    assert given.discounts[0].why.text("vi") == "Hạng silver: 3 % của 378.100 = 11.343"
    assert [each.why.text("vi") for each in given.earned] == [
        "Tính điểm trên 366.660 ₫, mỗi 10.000 được 1 điểm = 36 điểm",
        "Hạng silver: điểm nhân 1,25, thêm 9 điểm",
    ]


def missed(promotion: str, given: Basket) -> Missed:
    (only,) = quote(program(promotion), given).missed
    assert all(why.text("vi") and why.text("en") for why in only.whys)
    return only


@pytest.mark.parametrize(
    ("when", "by", "codes"),
    [
        ("from = 2027-01-01", member(), "missed-from"),
        ("until = 2026-01-01T00:00:00", member(), "missed-until"),
        ('weekdays = ["sat", "sun"]', member(), "missed-weekday"),
        ('hours = ["08:00-10:00"]', member(), "missed-hours"),
        ('stores = ["q2"]', member(), "missed-store"),
        ('paid_with = ["wallet"]', member(), "missed-tender"),
        ("", None, "missed-member"),
        ('members_only = false, weekdays = ["sat"]', None, "missed-weekday"),
        ("voucher = true, members_only = false", None, "missed-member"),
        ('tiers = ["silver"]', member(), "missed-tier"),
        ('birthday = "week"', member(birthday=Birthday(1, 1)), "missed-birthday-week"),
        ('birthday = "week"', member(), "missed-birthday-unknown"),
        ("first_purchase = true", member(purchases=1), "missed-first-purchase"),
        ('memberships = ["vip"]', member(), "missed-membership"),
        ('segments = ["staff"]', member(), "missed-segment"),
        ('limit = { times = 1, per = "day" }', member(used={"p0": 1}), "missed-limit-day"),
        ('code = "X"', member(), "missed-code"),
        ("voucher = true", member(), "missed-voucher"),
        ("voucher = true", member(vouchers={"93": "p0"}), "missed-voucher-held"),
        ("min_spend = 10001", member(), "missed-min-spend"),
        (
            'weekdays = ["sat"], code = "X", min_spend = 99999',
            member(),
            "missed-weekday missed-code missed-min-spend",
        ),
    ],
)
def test_what_does_not_hold_is_told(when: str, by: BasketMember | None, codes: str) -> None:
    only = missed(f"{OFF}\nwhen = {{ {when} }}", basket(line(), by=by))
    assert [why.code for why in only.whys] == codes.split()
    assert (only.rule, only.name) == ("p0", "P0")


def test_a_code_that_was_not_given_is_not_told_to_who_does_not_have_it() -> None:
    only = missed(f'{OFF}\nwhen = {{ code = "TET27" }}', basket(line(), by=member()))
    assert all("TET27" not in only.whys[0].text(language) for language in LANGUAGES)


def test_what_is_missing_for_one_spend_is_told_of_each_that_asks_for_it() -> None:
    at_least = [
        f'kind = "amount_off"\namount = 500\nwhen = {{ min_spend = {least} }}' for least in (900, 700)
    ]
    given = quote(program(*at_least), basket(line("A", "1", 300), by=member()))
    assert [each.missing for each in given.missed] == [600, 400]


def test_what_is_missing_is_told_to_the_unit() -> None:
    only = missed(f"{OFF}\nwhen = {{ min_spend = 29700 }}", basket(line(), by=member()))
    assert only.missing == 19_700
    assert only.whys[0].text("vi") == "Còn thiếu 19.700 ₫ để đạt 29.700 ₫"


@pytest.mark.parametrize(
    ("promotion", "lines", "code"),
    [
        (f'{OFF}\non = {{ skus = ["B"] }}', (line("A"),), "missed-no-line"),
        ('kind = "gift"\nsku = "A"', (line("A", "0.5"),), "missed-no-line"),
        ('kind = "buy_get"\nbuy = 2\nget = 1', (line("A", "2"),), "missed-group"),
        ('kind = "buy_get"\nbuy = 1\nget = 1', (line("A", "2", 0),), "missed-nothing-left"),
        ('kind = "percent_off"\npercent = 0', (line("A"),), "missed-nothing-left"),
        ('kind = "multiply_points"\nfactor = 1.1', (line("A"),), "missed-no-points"),
    ],
)
def test_what_holds_and_gave_nothing_is_told_too(
    promotion: str, lines: tuple[BasketLine, ...], code: str
) -> None:
    assert [why.code for why in missed(promotion, basket(*lines, by=member())).whys] == [code]


def test_a_better_offer_is_told() -> None:
    given = quote(
        program(OFF, 'kind = "percent_off"\npercent = 20'), basket(line("A", "1", 100), by=member())
    )
    (outdone,) = given.missed
    assert [why.text("vi") for why in outdone.whys] == ["Đã chọn ưu đãi có lợi hơn cho khách: P1"]
    assert outdone.rule == "p0"


def test_what_another_stage_took_is_no_better_offer() -> None:
    half = 'kind = "percent_off"\npercent = 50'
    rules = program(half, f'{OFF}\nstage = "voucher"', discounts="max_percent = 50\n")
    (left,) = quote(rules, basket(line("A", "1", 100), by=member())).missed
    assert [why.code for why in left.whys] == ["missed-nothing-left"]


def test_excluded_lines_do_not_count_as_what_is_there() -> None:
    rules = program(OFF, discounts='exclude = { skus = ["A"] }\n')
    (only,) = quote(rules, basket(line("A"), by=member())).missed
    assert only.whys[0].code == "missed-no-line"


def test_no_reason_is_told_for_what_holds() -> None:
    rules = program(f'{OFF}\nwhen = {{ weekdays = ["tue"], hours = ["00:00-24:00"], tiers = ["silver"] }}')
    given = basket(line(), by=member("silver"))
    situation = Situation.of(given, rules.zone)
    assert list(not_holding(rules.promotions[0], situation, rules)) == []


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
