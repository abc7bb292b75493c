"""A partner's stores earn and burn at its own rates, whoever prices: once, or scan by scan."""

from loyalty.basket import Basket
from loyalty.quote import quote
from loyalty.quote.explain import explain
from loyalty.quote.pricing import Pricer
from tests.unit.loyalty.shop import basket, line, member, program

RULES = program(
    points="burn_step = 10\n",
    more='[[partner]]\nid = "cafe"\nname = "Cafe"\nstores = ["c1"]\n'
    "earn = 3\nper_amount = 20000\nworth = 400\n",
)


def at(store: str, *, burn: int = 0) -> Basket:
    return basket(line(price=100_000), by=member(points=300), store=store, burn=burn)


def test_points_are_earned_and_burned_at_the_rates_of_the_store() -> None:
    assert [quote(RULES, at(store)).earned_points for store in ("q1", "c1")] == [10, 15]
    assert [quote(RULES, at(store, burn=50)).total for store in ("q1", "c1")] == [75_000, 80_000]
    assert [quote(RULES, at(store)).burn.max_points for store in ("q1", "c1")] == [200, 250]


def test_the_reason_has_the_rates_of_the_store() -> None:
    told = quote(RULES, at("c1")).earned[0].why.text("vi")
    assert told == "Tính điểm trên 100.000 ₫, mỗi 20.000 được 3 điểm = 15 điểm"


def test_an_explanation_says_whose_rates_they_are() -> None:
    told = "  Tại Cafe: mỗi 20.000 ₫ được 3 điểm, mỗi điểm trả được 400 ₫"
    assert told in explain(quote(RULES, at("c1")), "vi")
    assert told not in explain(quote(RULES, at("q1")), "vi")


def test_a_pricer_goes_from_store_to_store() -> None:
    pricer = Pricer(RULES)
    for store in ("q1", "c1", "q1"):
        assert pricer.quote(at(store)) == quote(RULES, at(store))
        assert pricer.quote(at(store, burn=50)) == quote(RULES, at(store, burn=50))


def test_a_program_without_partners_has_one_set_of_rates() -> None:
    alone = program()
    assert alone.points_at("c1") is alone.points
    assert RULES.points_at("q1") is RULES.points
