"""What partners owe each other: to the unit, in any order, and never more than there is."""

import json
from argparse import ArgumentParser
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.refusals import BasketRefused
from loyalty.settlement import POOL, Burned, Debt, Earned, price_of_burn, settle, together
from loyalty.settlement_json import movement_from_json
from loyalty.units import Money, Points
from terminal.commands import partners as command
from tests.unit.loyalty.shop import program, program_text

RATES = {"cafe": (450, 380), "books": (500, 500), "gym": (0, 120)}
MORE = "".join(
    f'[[partner]]\nid = "{name}"\nname = "{name.title()}"\nstores = ["{name}-1", "{name}-2"]\n'
    f"pays_per_point = {pays}\nreceives_per_point = {receives}\n"
    for name, (pays, receives) in RATES.items()
)
STORES = ["q1", "cafe-1", "cafe-2", "books-1", "gym-1"]
points = st.integers(-1000, 1000).map(Points)
movements = st.lists(
    st.builds(Earned, st.sampled_from(STORES), points)
    | st.builds(Burned, st.sampled_from(STORES), st.sampled_from(STORES), points),
    max_size=30,
)


def test_what_was_earned_with_one_and_burned_with_another_is_owed_by_the_first_to_the_second() -> None:
    found = settle(
        program(more=MORE), [Earned("cafe-1", Points(100)), Burned("books-1", "cafe-2", Points(40))]
    )
    assert found.owes == {("cafe", POOL): 100 * 450 - 40 * 500, ("cafe", "books"): 40 * 500}
    assert found.debts() == (Debt("cafe", POOL, Money(25_000)), Debt("cafe", "books", Money(20_000)))
    assert (found.points["cafe"].outstanding, found.points["books"].burned) == (60, 40)


def test_debts_between_two_are_set_off() -> None:
    there = Burned("books-1", "cafe-1", Points(10))
    back = Burned("cafe-1", "books-1", Points(10))
    assert settle(program(more=MORE), [there, back]).debts() == (
        Debt(POOL, "cafe", Money(5_000)),
        Debt(POOL, "books", Money(3_800)),
        Debt("cafe", "books", Money(1_200)),
    )
    assert settle(program(more=MORE), [there, Burned("books-1", "cafe-1", Points(-10))]).debts() == ()


@given(movements, st.integers(0, 30))
def test_two_parts_of_what_moved_come_to_the_whole(moved: list[Earned | Burned], cut: int) -> None:
    rules = program(more=MORE)
    parts = together([settle(rules, moved[:cut]), settle(rules, moved[cut:])])
    assert parts == settle(rules, moved)


def test_parties_of_two_programs_settle_together() -> None:
    """A partner that one of them does not have owes what it owes by the other."""
    alone = '[[partner]]\nid = "zoo"\nname = "Zoo"\nstores = ["zoo-1"]\npays_per_point = 100\n'
    first = settle(program(more=MORE), [Earned("cafe-1", Points(10))])
    found = together([first, settle(program(more=alone), [Earned("zoo-1", Points(3))])])
    assert found.parties == (POOL, "cafe", "books", "gym", "zoo")
    assert found.debts() == (Debt("cafe", POOL, Money(4_500)), Debt("zoo", POOL, Money(300)))
    assert together([]).parties == (POOL,)


@pytest.mark.parametrize(
    ("earned_at", "burned_at", "price"),
    [
        ("q1", "q2", 500),
        ("q1", "books-1", 500),
        ("cafe-1", "cafe-2", 500),
        ("cafe-1", "gym-1", 120),
        ("cafe-1", "q1", 0),
        ("", "q1", 500),
        ("", "cafe-1", 380),
    ],
)
def test_a_store_owes_for_a_point_what_it_pays_there_or_what_the_partner_receives(
    earned_at: str, burned_at: str, price: int
) -> None:
    assert price_of_burn(program(more=MORE), earned_at=earned_at, burned_at=burned_at) == price


@given(movements)
def test_positions_add_up_to_nothing_and_each_is_what_it_received_less_what_it_pays(
    moved: list[Earned | Burned],
) -> None:
    found = settle(program(more=MORE), moved)
    assert sum(found.position(party) for party in found.parties) == 0
    for name, (pays, receives) in RATES.items():
        at = {f"{name}-1", f"{name}-2"}
        earned = sum(each.points for each in moved if isinstance(each, Earned) and each.store in at)
        burned = sum(each.points for each in moved if isinstance(each, Burned) and each.store in at)
        assert found.position(name) == receives * burned - pays * earned


@given(movements, st.randoms(use_true_random=False))
def test_the_order_of_what_happened_does_not_matter(moved: list[Earned | Burned], random: Random) -> None:
    before = settle(program(more=MORE), moved)
    shuffled = [*moved]
    random.shuffle(shuffled)
    after = settle(program(more=MORE), shuffled)
    assert (after.owes, after.points, after.flows) == (before.owes, before.points, before.flows)


@given(movements)
def test_paying_the_debts_brings_everybody_to_nothing(moved: list[Earned | Burned]) -> None:
    found = settle(program(more=MORE), moved)
    left = {party: int(found.position(party)) for party in found.parties}
    for payer, payee, amount in found.debts():
        assert amount > 0
        left[payer] += amount
        left[payee] -= amount
    assert set(left.values()) == {0}


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ({}, ["store: it is missing", "earned: write either earned or burned, with the points"]),
        ({"store": "a", "earned": 1, "burned": 1, "earned_at": "b"}, ["earned: write either earned or"]),
        ({"store": "a", "burned": 1}, ["earned_at: it is missing"]),
        ({"store": "a", "earned": "1"}, ['earned: "1" is not a whole number']),
    ],
)
def test_what_is_no_movement_tells_its_faults(value: object, faults: list[str]) -> None:
    with pytest.raises(BasketRefused) as refused:
        movement_from_json(value)
    assert len(refused.value.faults) == len(faults)
    assert all(told.startswith(fault) for told, fault in zip(refused.value.faults, faults, strict=True))


def run(*typed: str) -> int:
    parser = ArgumentParser()
    command.settle_partners_arguments(parser)
    return command.run_settle_partners(parser.parse_args(typed))


def typed(tmp_path: Path, *lines: str) -> tuple[str, ...]:
    (tmp_path / "program.toml").write_text(program_text(more=MORE), encoding="utf-8")
    (tmp_path / "moved.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return "--program", str(tmp_path / "program.toml"), "--movements", str(tmp_path / "moved.jsonl")


EARNED = '{"store": "cafe-1", "earned": 100}'
BURNED = '{"store": "books-1", "burned": 40, "earned_at": "cafe-1"}'


def test_a_settlement_is_told_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*typed(tmp_path, EARNED, BURNED), "--language", "vi") == 0
    assert capsys.readouterr().out.splitlines() == [
        "đối tác              đã cộng  đã dùng  chưa dùng  được nhận",
        "Quỹ điểm Thân Thiết        0        0          0   25.000 ₫",
        "Cafe                     100        0         60  -45.000 ₫",
        "Books                      0       40          0   20.000 ₫",
        "Gym                        0        0          0        0 ₫",
        "",
        "Cần thanh toán:",
        "  Cafe trả Quỹ điểm Thân Thiết: 25.000 ₫",
        "  Cafe trả Books: 20.000 ₫",
    ]
    assert run(*typed(tmp_path), "--language", "en") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nobody owes anything"


def test_a_settlement_is_written_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*typed(tmp_path, EARNED, BURNED), "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["debts"][0] == {"payer": "cafe", "payee": "", "amount": 25_000}
    assert printed["flows"] == [{"earned_at": "cafe", "burned_at": "books", "points": 40}]
    assert [each["position"] for each in printed["parties"]] == [25_000, -45_000, 20_000, 0]
    assert {"payer": "cafe", "payee": "books", "amount": 20_000} in printed["owes"]


def test_nothing_is_settled_where_a_line_does_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*typed(tmp_path, EARNED, "{", '{"store": "a"}')) == 2
    out, err = capsys.readouterr()
    assert (out, [line[:8] for line in err.splitlines()]) == ("", ["line 2: ", "line 3: "])
    (tmp_path / "moved.jsonl").write_bytes(b"\xff\n")
    assert run("--program", "gone.toml", "--movements", str(tmp_path / "moved.jsonl")) == 2
