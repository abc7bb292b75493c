"""What goods brought back had been paid with, as an event says it."""

from loyalty.wire.exchange import Exchanged


def test_it_says_by_which_means_the_money_had_come_in() -> None:
    of_three = Exchanged(cash=3, card=1, transfer=2)
    assert (of_three.amount, list(of_three.by_means().items())) == (
        6, [("card", 1), ("transfer", 2), ("cash", 3)],
    )  # fmt: skip
    assert Exchanged.from_json({"cash": 5}).by_means() == {"cash": 5}
