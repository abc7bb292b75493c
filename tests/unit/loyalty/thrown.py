"""Programs and baskets thrown for the properties that hold for all of them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from loyalty.basket import Basket, BasketLine
from loyalty.program import Program, parse_program
from tests.unit.loyalty.shop import HEAD, TIERS, basket, line, member

SKUS = ("A", "B", "C", "D")
MARKS = ("x", "y", "z")

names = st.lists(st.sampled_from(MARKS), max_size=2, unique=True)
selectors = st.one_of(
    st.just("{}"),
    st.lists(st.sampled_from(SKUS), min_size=1, max_size=3, unique=True).map(
        lambda skus: f"{{ skus = {_list(skus)} }}"
    ),
    names.map(lambda tags: f"{{ tags = {_list(tags)} }}"),
    names.map(lambda tags: f"{{ except_tags = {_list(tags)} }}"),
    st.sampled_from(MARKS).map(
        lambda mark: f'{{ categories = ["{mark}"], brands = ["y"], except_skus = ["A"] }}'
    ),
)
whens = st.sampled_from(
    ["", "min_spend = 30", "min_spend = 3000", 'tiers = ["silver"]', 'code = "X"', "voucher = true"]
)
percents = st.sampled_from(["0", "5", "12.5", "33.3", "100"])
few = st.integers(1, 3)
amounts = st.sampled_from([0, 1, 7, 30, 250, 5000])


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"


@st.composite
def promotions(draw: st.DrawFn, number: int) -> str:
    kinds = {
        "percent_off": f"percent = {draw(percents)}",
        "percent_max": f"percent = {draw(percents)}\nmax_amount = {draw(amounts)}",
        "price": f"price = {draw(st.sampled_from([0, 3, 40, 90]))}",
        "amount_off": f"amount = {draw(amounts)}",
        "buy_get": f"buy = {draw(few)}\nget = {draw(few)}\npercent = {draw(percents)}",
        "gift": f'sku = "{draw(st.sampled_from(SKUS))}"\nquantity = {draw(few)}',
        "multiply_points": f"factor = 1.{draw(st.integers(0, 99)):02d}",
        "bonus_points": f'points = {draw(amounts)}\nper = "{draw(st.sampled_from(["sale", "unit"]))}"',
    }
    kind = draw(st.sampled_from(sorted(kinds)))
    name = kind.replace("percent_max", "percent_off")
    parts = [f'[[promotion]]\nid = "p{number}"\nname = "P{number}"\nkind = "{name}"\n{kinds[kind]}']
    if kind != "gift":
        parts.append(f"on = {draw(selectors)}")
    if not kind.endswith("_points") and draw(st.booleans()):
        parts.append('stage = "voucher"')
    parts.append(f"when = {{ {draw(whens)} }}")
    return "\n".join(parts) + "\n"


@st.composite
def programs(draw: st.DrawFn, *, promotions_most: int = 6) -> Program:
    """A program that holds, with every kind of promotion in it sooner or later."""
    count = draw(st.integers(0, promotions_most))
    exclude = draw(st.sampled_from(["", 'exclude = { skus = ["D"] }', 'exclude = { tags = ["z"] }']))
    text = "\n".join(
        [
            HEAD,
            "[points]\nearn = 3\nper_amount = 10\nworth = 7",
            f"burn_step = {draw(st.sampled_from([1, 5]))}\nburn_max_percent = {draw(percents)}",
            f'burn_as = "{draw(st.sampled_from(["tender", "discount"]))}"\n{exclude}',
            f"[discounts]\nmax_percent = {draw(percents)}",
            f"tier_skips_discounted = {draw(st.sampled_from(['true', 'false']))}",
            draw(st.sampled_from(["", 'exclude = { skus = ["A"] }', 'exclude = { tags = ["y"] }'])),
            TIERS,
            *[draw(promotions(number)) for number in range(count)],
        ]
    )
    return parse_program(text, name="thrown.toml")


lines = st.builds(
    line,
    st.sampled_from(SKUS),
    st.sampled_from(["1", "2", "3", "5", "12", "0.5", "1.333"]),
    st.sampled_from([0, 1, 9, 50, 99, 333]),
    category=st.sampled_from(MARKS),
    brand=st.sampled_from(MARKS),
    tags=names.map(tuple),
    vat=st.sampled_from([None, "8", "10.5"]),
)


@st.composite
def baskets(draw: st.DrawFn, *, lines_most: int = 7) -> Basket:
    """A basket that can be priced: whatever it burns, it burns as much as it can."""
    bought: list[BasketLine] = draw(st.lists(lines, max_size=lines_most))
    tier = draw(st.sampled_from([None, "member", "silver"]))
    by = (
        None
        if tier is None
        else member(tier, draw(st.sampled_from([0, 40, -5, 10**6])), vouchers={"V": "p1"})
    )
    codes = draw(st.sampled_from([(), ("X",), ("V", "X")]))
    return basket(*bought, by=by, codes=codes, burn=draw(st.sampled_from([0, "max"])))
