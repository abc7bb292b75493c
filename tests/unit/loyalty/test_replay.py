"""The replay: past sales under a draft, to the unit, and what is told of them."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.columns import laid_out
from loyalty.figures import Language
from loyalty.program import Program
from loyalty.quote import basket_from_json, quote, quote_to_json
from loyalty.refusals import BasketRefused
from loyalty.replay import Difference, Summary, compare, past_sale_from_json
from loyalty.replay.replay_json import difference_to_json, summary_to_json
from loyalty.replay.report import report
from loyalty.replay.summary import NAMED_MAX
from loyalty.replay.teller import Teller
from tests.unit.loyalty.past_sales import Json, past_sale
from tests.unit.loyalty.shop import program

TEN = 'kind = "percent_off"\npercent = 10'
FIFTEEN = 'kind = "percent_off"\npercent = 15'
UNIT = 'unit = "điểm"\n'


def faults(value: object) -> list[str]:
    with pytest.raises(BasketRefused) as refused:
        past_sale_from_json(value, currency="VND", needs_quote=True)
    return list(refused.value.faults)


def replayed(
    sales: Sequence[Json], draft: Program, against: Program | None = None
) -> tuple[Summary, list[Difference]]:
    summary = Summary()
    found = [
        compare(
            past_sale_from_json(sale, currency="VND", needs_quote=against is None),
            draft=draft,
            against=against,
        )
        for sale in sales
    ]
    for each in found:
        summary.add(each)
    return summary, found


def told(summary: Summary, draft: Program, language: Language = "vi", against: Program | None = None) -> str:
    return "\n".join(report(summary, Teller(draft, against, language), left_out=0))


def test_a_sale_is_compared_with_what_it_was_kept_at() -> None:
    found = compare(
        past_sale_from_json(past_sale(program(TEN)), currency="VND", needs_quote=True), draft=program(FIFTEEN)
    )
    assert (found.before.total, found.after.total, found.money, found.points) == (90_000, 85_000, -5_000, -1)
    assert (found.rules, found.is_change, found.is_astray) == (("p0", "base"), True, False)


def test_a_sale_under_the_program_that_priced_it_does_not_differ() -> None:
    summary, (found,) = replayed([past_sale(program(TEN))], program(TEN))
    assert not found.is_change
    assert told(summary, program(TEN)).endswith("\n\nKhông đơn nào khác đi")


def test_a_burn_that_the_draft_would_not_take_is_burned_as_far_as_it_goes() -> None:
    sold = past_sale(program(), points=200, burn=130)
    half = program(points="burn_max_percent = 50\nburn_step = 40\n")
    (found,) = replayed([sold], half)[1]
    assert (found.after.burned_points, found.burn_short) == (80, 50)
    assert found.money == 25_000
    least = program(points="burn_max_percent = 50\nburn_min = 101\n")
    (found,) = replayed([sold], least)[1]
    assert (found.after.burned_points, found.burn_short, found.points) == (0, 130, 130 + 7)


def test_the_figures_of_the_very_program_that_priced_a_sale_must_come_out_again() -> None:
    sold = past_sale(program(TEN))
    sold["quote"] |= {"discounts": [{"rule": "p0", "amount": 9_000}], "total": 91_000}
    summary, (found,) = replayed([sold], program(TEN))
    assert found.is_astray
    assert "1 đơn đã bán theo đúng chương trình này mà nay tính ra số khác, hóa đơn 0100000000017" in told(
        summary, program(TEN)
    )
    assert replayed([sold], program(), program(TEN))[1][0].is_astray
    assert not replayed([sold], program(), program(FIFTEEN))[1][0].is_astray


def test_only_so_many_receipts_are_named() -> None:
    sales = [past_sale(program(TEN), str(number)) for number in range(NAMED_MAX + 1)]
    for sale in sales:
        sale["quote"] |= {"discounts": [], "total": 100_000}
    summary = replayed(sales, program(TEN))[0]
    assert (summary.astray_sales, len(summary.astray_receipts)) == (NAMED_MAX + 1, NAMED_MAX)
    assert told(summary, program(TEN), "en").endswith("18, 19, …")


def test_two_programs_are_compared_without_what_was_kept() -> None:
    sold = past_sale(program())
    del sold["quote"]
    (found,) = replayed([sold], program(FIFTEEN), program(TEN))[1]
    assert (found.before.total, found.after.total) == (90_000, 85_000)
    sale = past_sale_from_json(sold, currency="VND", needs_quote=False)
    with pytest.raises(BasketRefused, match="quote: it is missing"):
        compare(sale, draft=program())


REWARD = '[[reward]]\nid = "ten"\nname = "Ten"\nkind = "amount_off"\npoints = 20\namount = 10000\n'
WALLET = '[wallet]\nsku = "TOP"\n'


def test_points_of_rewards_and_wallet_money_are_counted() -> None:
    sold = program(TEN, more=REWARD + WALLET)
    sale = past_sale(sold, points=50, burn=10)
    sale["basket"] |= {"rewards": [{"id": "ten"}], "wallet_amount": 30_000}
    sale["basket"]["member"]["wallet"] = {"paid": 40_000, "bonus": 0}
    sale["quote"] = quote_to_json(quote(sold, basket_from_json(sale["basket"])))
    (same,) = replayed([sale], sold)[1]
    assert not same.is_change
    assert (same.after.total, same.after.burned_points, same.after.discount) == (75_000, 30, 20_000)
    (without,) = replayed([sale], program(TEN))[1]
    assert (without.after.total, without.after.burned_points) == (85_000, 10)
    assert without.money == 10_000
    half = program('kind = "percent_off"\npercent = 80', more=WALLET)
    assert replayed([sale], half)[1][0].after.total == 15_000


def test_what_the_draft_forbids_is_told() -> None:
    sold = past_sale(program())
    sold["basket"]["member"] = None
    sold["member"] = None
    draft = program(more='[wallet]\nsku = "A"\n')
    sale = past_sale_from_json(sold, currency="VND", needs_quote=False)
    with pytest.raises(BasketRefused, match="Only a member's wallet can be topped up"):
        compare(sale, draft=draft, against=draft)


def test_a_tier_that_the_draft_lacks_is_told() -> None:
    draft = program(tiers='[[tier]]\nid = "member"\nat = 0\n')
    sale = past_sale_from_json(past_sale(program(), tier="silver"), currency="VND", needs_quote=True)
    with pytest.raises(BasketRefused) as refused:
        compare(sale, draft=draft)
    (fault,) = refused.value.faults
    assert fault.startswith(
        'basket: the draft cannot price it: member.tier: the program has no tier "silver"'
    )


def test_a_line_that_is_no_sale_tells_every_fault() -> None:
    assert faults([]) == ["the text: a list is not an object"]
    assert faults({}) == [
        "receipt: it is missing",
        "basket: it is missing",
        "quote: it is missing",
    ]
    sold = past_sale(program())
    no_lines: list[Json] = []
    first, *rest = faults(sold | {"basket": {"at": 1, "lines": no_lines}, "quote": {}})
    assert first.startswith("basket.at: 1 is not")
    assert rest == ["quote.total: it is missing"]
    broken = sold["quote"] | {"currency": "USD", "discounts": [{"rule": "a", "amount": 1}] * 2, "earned": [5]}
    assert faults(sold | {"quote": broken}) == [
        'quote.discounts[1].rule: "a" is named twice',
        "quote.earned[0]: 5 is not an object",
        'quote.currency: it is "USD", and the program is in VND',
    ]


def test_the_figures_are_checked_where_the_basket_cannot_be_read_too() -> None:
    sold = past_sale(program(TEN))
    quote = sold["quote"] | {"total": 1, "earned_points": 7}
    nothing: list[Json] = []
    assert faults(sold | {"basket": {"lines": nothing}, "quote": quote}) == [
        "basket.at: it is missing",
        "quote.earned_points: it is 7, and the rules gave 9",
    ]


def test_figures_that_do_not_agree_are_told() -> None:
    sold = past_sale(program(TEN))
    assert faults(sold | {"quote": sold["quote"] | {"total": 90_001, "earned_points": 7}}) == [
        "quote.total: with what a wallet paid it is 90001, and the basket less what was taken off is 90000",
        "quote.earned_points: it is 7, and the rules gave 9",
    ]
    huge = [{"rule": rule, "points": 999_999_999_999} for rule in "ab"]
    quote = {"total": 90_000, "discounts": sold["quote"]["discounts"], "earned": huge}
    assert faults(sold | {"quote": quote}) == ["quote.earned: they come to more than 999999999999"]


def test_a_member_is_named_where_the_basket_has_one_and_only_there() -> None:
    assert faults(past_sale(program()) | {"member": None}) == [
        "member: it is missing, and the basket has a member; write the member's id"
    ]
    assert faults(past_sale(program(), member="") | {"member": "m-1"}) == [
        'member: the basket has no member, and "m-1" is named'
    ]


def some_sales() -> list[Json]:
    sold = program(TEN, 'kind = "bonus_points"\npoints = 3', points=UNIT)
    return [
        past_sale(sold, "1", member="an", price=100_000),
        past_sale(sold, "2", member="an", price=50_000, version=4, at="2026-11-25T09:00:00+07:00"),
        past_sale(sold, "3", member="binh", tier="silver", points=100, burn=50),
        past_sale(sold, "4", member="", price=70_000, version=0),
        past_sale(sold, "5", member="chi", price=1000),
    ]


DRAFT = ('kind = "percent_off"\npercent = 12', 'kind = "bonus_points"\npoints = 3')


BETTER = "3 người lợi hơn, 0 người thiệt hơn, 0 người khác đi nhưng không lợi không thiệt, 0 người không đổi"


def test_a_manager_reads_how_much_which_rule_and_who() -> None:
    draft = program(*DRAFT, points=f"{UNIT}burn_max_percent = 20\nburn_step = 10\n")
    assert told(replayed(some_sales(), draft)[0], draft).splitlines() == [
        "Tính lại 5 đơn từ 24/11/2026 đến 25/11/2026 theo bản nháp “Thân Thiết”",
        "So với giá đã ghi khi bán",
        "Phiên bản khi bán: không rõ (1 đơn), số 3 (3 đơn), số 4 (1 đơn)",
        "Chỉ là tính thử: mỗi đơn vẫn giữ phiên bản của mình; hạng và điểm của khách lấy như khi bán",
        "",
        "4 trong 5 đơn sẽ khác đi:",
        "                      trước   bản nháp  chênh lệch",
        "  Khách phải trả  268.200 ₫  273.240 ₫    +5.040 ₫",
        "  Được giảm        27.800 ₫   32.760 ₫    +4.960 ₫",
        "  Trả bằng điểm    25.000 ₫   15.000 ₫   -10.000 ₫",
        "  Điểm đã dùng      50 điểm    30 điểm    -20 điểm",
        "  Điểm được cộng    32 điểm    32 điểm      0 điểm",
        "Tính mỗi điểm là 500 ₫, khách được lợi thêm 4.960 ₫",
        "",
        "Theo từng quy tắc:",
        "  quy tắc        đơn            tiền giảm   điểm",
        "  P0 (p0)      4 → 4  25.100 ₫ → 30.120 ₫",
        "  Hạng silver  1 → 1    2.700 ₫ → 2.640 ₫  1 → 1",
        "  Không đổi: Điểm cơ bản, P1 (p1)",
        "",
        "Ai lợi, ai thiệt:",
        f"  3 thành viên: {BETTER}",
        "  Khách không thẻ: 1 đơn, trả như cũ",
        "  Lợi nhiều nhất:",
        "    an: trả ít hơn 3.000 ₫, bớt đi 1 điểm (2/2 đơn khác đi)",
        "    binh: phải trả thêm 8.060 ₫, được thêm 21 điểm (1/1 đơn khác đi)",
        "    chi: trả ít hơn 20 ₫, điểm như cũ (1/1 đơn khác đi)",
        "",
        "1 đơn sẽ không dùng được hết số điểm muốn dùng, thiếu tổng cộng 20 điểm",
    ]


def test_the_same_in_english_beside_another_program() -> None:
    draft, against = program(*DRAFT, points=UNIT), program(TEN, points=UNIT, tiers=OTHER_TIERS)
    english = told(replayed(some_sales(), draft, against)[0], draft, "en", against).splitlines()
    assert english[:4] == [
        "Sales from 24 Nov 2026 to 25 Nov 2026, priced again under the draft “Thân Thiết”: 5",
        "Compared with the program “Thân Thiết”",
        "Versions when sold: unknown (1 sold), 3 (3 sold), 4 (1 sold)",
        "Only a trial: each sale keeps its version; tiers and points are those of the time it was made",
    ]
    assert "  Without a card: 1 sold, the same to pay" in english
    assert "    an: ₫3,000 less to pay, 5 điểm more (2 of 2 sales changed)" in english


OTHER_TIERS = (
    '[[tier]]\nid = "member"\nat = 0\n[[tier]]\nid = "silver"\nname = "Bạc"\nat = 1\npercent_off = 9\n'
)


def test_rules_are_called_by_the_names_they_have_now_or_by_their_ids() -> None:
    teller = Teller(program(TEN), program(tiers=OTHER_TIERS.replace("silver", "bronze")), "en")
    names = [teller.rule_name(rule) for rule in ("p0", "tier:silver", "tier:bronze", "tier:gone", "gone")]
    assert names == ["P0 (p0)", "silver tier", "Bạc tier", "tier:gone", "gone"]


def test_whoever_is_worse_off_is_named_worst_first() -> None:
    sales = [past_sale(program(TEN), str(n), member=f"m-{n}", price=n * 10_000) for n in range(1, 13)]
    draft = program()
    lines = told(replayed(sales, draft)[0], draft).splitlines()
    assert "Tính mỗi điểm là 500 ₫, khách bị thiệt 71.000 ₫" in lines
    start = lines.index("  Thiệt nhiều nhất:")
    assert [line.split(":")[0].strip() for line in lines[start + 1 :]] == [f"m-{n}" for n in range(12, 2, -1)]


def test_what_is_won_in_points_and_lost_in_money_may_be_level() -> None:
    sold = past_sale(program('kind = "amount_off"\namount = 500', 'kind = "bonus_points"\npoints = 2'))
    draft = program('kind = "bonus_points"\npoints = 2')
    summary = replayed([sold], draft)[0]
    assert (summary.everyone.money, summary.everyone.points) == (500, 1)
    assert "khách không lợi hơn cũng không thiệt hơn" in told(summary, draft)
    assert "1 người khác đi nhưng không lợi không thiệt" in told(summary, draft)


def test_no_rule_need_do_anything_else_for_a_sale_to_differ() -> None:
    sold = past_sale(program(), tier="silver", points=300, burn=155, price=80_000)
    draft = program(points="burn_max_percent = 92\n")
    lines = told(replayed([sold], draft)[0], draft).splitlines()
    start = lines.index("Theo từng quy tắc:")
    assert lines[start + 1 : start + 4] == ["  Không quy tắc nào khác đi", "  Không đổi: Hạng silver", ""]


def test_no_sales_are_told_too() -> None:
    assert told(Summary(), program()) == "Không có đơn nào để tính lại theo bản nháp “Thân Thiết”"
    assert summary_to_json(Summary(), worth=program().points.worth, left_out=2)["left_out"] == 2


def test_letters_with_marks_of_their_own_take_one_place() -> None:
    rows = [["Điểm", "1"], ["Die\u0302\u0309m", "22"]]
    assert list(laid_out(rows, indent=" ")) == [" Điểm   1", " Die\u0302\u0309m  22"]


@st.composite
def sale_lists(draw: st.DrawFn) -> list[Json]:
    sold = program(TEN, points="burn_max_percent = 50\n")
    sales: list[Json] = []
    for number in range(draw(st.integers(0, 6))):
        member = draw(st.sampled_from(["", "an", "binh"]))
        sales.append(
            past_sale(
                sold,
                str(number),
                member=member,
                tier=draw(st.sampled_from(["member", "silver"])),
                points=draw(st.integers(0, 500)),
                burn="max" if member and draw(st.booleans()) else 0,
                price=draw(st.integers(0, 300_000)),
            )
        )
    return sales


@given(sale_lists(), st.integers(0, 30), st.integers(1, 40), st.integers(0, 100))
def test_the_sums_by_rule_and_by_member_are_the_whole(
    sales: list[Json], percent: int, step: int, most: int
) -> None:
    draft = program(
        f'kind = "percent_off"\npercent = {percent}',
        points=f"burn_step = {step}\nburn_max_percent = {most}\n",
    )
    summary, found = replayed(sales, draft)
    everyone = [summary.nobody, *summary.members.values()]
    for figure in ("sales", "changed", "money", "points"):
        assert sum(getattr(each, figure) for each in everyone) == getattr(summary.everyone, figure)
    rules = summary.rules()
    assert sum(row.after.amount for row in rules) == summary.after.discount
    assert sum(row.after.points for row in rules) == summary.after.earned_points
    assert sum(row.before.amount for row in rules) == summary.before.discount
    assert summary.after.total - summary.before.total == summary.everyone.money
    assert sum(each.is_change for each in found) == summary.everyone.changed
    assert all(difference_to_json(each)["changed"] or not difference_to_json(each)["rules"] for each in found)


@given(sale_lists())
def test_what_was_sold_by_a_program_comes_out_of_it_again(sales: list[Json]) -> None:
    summary, _ = replayed(sales, program(TEN, points="burn_max_percent = 50\n"))
    assert (summary.everyone.changed, summary.burn_short_sales, summary.astray_sales) == (0, 0, 0)
