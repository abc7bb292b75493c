"""The worked table of `docs/program/leases.md` holds, and the page names every key with its limits."""

import pytest

from loyalty.lending import Standing, lease_life, lendable
from loyalty.program import ProgramRefused, parse_program
from loyalty.program.leases import AheadRules, LeaseRules
from loyalty.program.read_leases import AHEAD_KEYS, LEASE_KEYS
from loyalty.rates import Rate
from loyalty.units import Points
from tests.unit.docs.pages import block, page, table

TEXT = page("docs/program/leases.md")
HEAD = """
format = 1
name = "p"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 1000
worth = 1

[[tier]]
id = "member"
at = 0

"""


@pytest.fixture(scope="module")
def rules() -> LeaseRules:
    return parse_program(HEAD + block(TEXT, "toml"), name="docs").leases


@pytest.mark.parametrize("row", table(TEXT, "lent"), ids=lambda row: "/".join(row.values()))
def test_what_is_lent(rules: LeaseRules, row: dict[str, str]) -> None:
    balance, elsewhere = int(row["balance"]), int(row["other tills hold"])
    standing = Standing(
        balance=Points(balance),
        free=Points(balance - elsewhere),
        member_lent=Points(elsewhere),
        till_lent=Points(int(row["this till holds of everybody"])),
    )
    found = lendable(rules, standing, asked=Points(0), ahead=row["beforehand"] == "yes")
    assert (found.points, found.cap) == (int(row["lent"]), row["because"])


def test_the_page_names_every_key(rules: LeaseRules) -> None:
    assert all(f"{key} = " in TEXT or f"[leases.{key}]" in TEXT for key in (*LEASE_KEYS, *AHEAD_KEYS))
    assert rules.ahead == AheadRules(
        hours=4, members=200, visits=2, days=90, share_percent=Rate(50, 1), most=Points(1_000)
    )


def test_what_is_asked_for_is_the_most_that_is_lent() -> None:
    free = Standing(balance=Points(100), free=Points(100))
    assert lendable(LeaseRules(), free, asked=Points(30)).points == 30
    assert lendable(LeaseRules(), free, asked=Points(130)).points == 100
    assert lendable(LeaseRules(), free, asked=Points(0), ahead=True).points == 100
    only_ahead = LeaseRules(ahead=AheadRules(most=Points(40)))
    assert lendable(only_ahead, free, asked=Points(0), ahead=True).points == 40
    assert lendable(only_ahead, free, asked=Points(0)).points == 100
    both = LeaseRules(member_max=Points(60), ahead=AheadRules())
    assert lendable(both, free, asked=Points(0), ahead=True).points == 60


def test_leases_live_for_minutes_and_those_placed_beforehand_for_hours(rules: LeaseRules) -> None:
    lives = [
        lease_life(each, ahead=ahead).seconds for each in (rules, LeaseRules()) for ahead in (False, True)
    ]
    assert lives == [900, 4 * 3_600, 900, 900]


def test_leases_left_out_are_the_usual_ones() -> None:
    assert parse_program(HEAD, name="p").leases == LeaseRules()


@pytest.mark.parametrize(
    ("section", "what"),
    [
        ("[leases]\nminutes = 0", "0 is out of range; it runs from 1 to 1440"),
        ("[leases.ahead]\nhours = 25", "25 is out of range; it runs from 1 to 24"),
        ("[leases.ahead]\nmembers = 1001", "1001 is out of range; it runs from 1 to 1000"),
        ("[leases.ahead]\nhour = 4", 'there is no such key; the nearest one is "hours"'),
        ("[leases]\nshare_percent = 101", "101 is out of range; it runs from 0 to 100"),
        ('[leases]\ntill_max = "many"', "is not a whole number"),
    ],
)
def test_a_fault_says_what_would_be_right(section: str, what: str) -> None:
    with pytest.raises(ProgramRefused) as refusal:
        parse_program(HEAD + section, name="p")
    (fault,) = refusal.value.faults
    assert what in str(fault)
