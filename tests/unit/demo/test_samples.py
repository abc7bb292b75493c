"""The sample members and goods are what they are said to be: real-looking, valid, no two alike."""

import csv
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from loyalty.identity.digits import ean_digit, luhn_holds
from loyalty.identity.phones import parse
from ui.demo.people import NAMES_FILE, SampleMember, sample_member, sample_members

GOODS = Path("resources/samples/goods.csv")
PROGRAM = Path("resources/programs/than-thiet.toml")
MEMBERS = 5_000


@pytest.fixture(scope="module")
def members() -> list[SampleMember]:
    return list(sample_members(MEMBERS))


@pytest.fixture(scope="module")
def goods() -> list[dict[str, str]]:
    with GOODS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def program() -> dict[str, Any]:
    return tomllib.loads(PROGRAM.read_text(encoding="utf-8"))


def test_no_two_members_share_a_phone_or_a_card(members: list[SampleMember]) -> None:
    assert len({parse(member.phone_text).e164 for member in members}) == MEMBERS
    assert len({member.card for member in members}) == MEMBERS


def test_every_phone_is_a_valid_vietnamese_number(members: list[SampleMember]) -> None:
    assert [member for member in members if parse(member.phone_text).warning] == []


def test_every_card_is_of_the_scheme_and_holds_its_check_digit(members: list[SampleMember]) -> None:
    assert all(len(one.card) == 16 and one.card.startswith("98") and luhn_holds(one.card) for one in members)


def test_a_middle_name_goes_with_its_given_name(members: list[SampleMember]) -> None:
    parts = tomllib.loads(NAMES_FILE.read_text(encoding="utf-8"))
    for member in members:
        words = member.name.split(" ")
        middle, given = " ".join(words[1:-1]), words[-1]
        kinds = [parts[kind] for kind in ("women", "men")]
        assert any(middle in kind["middle"] and given in kind["given"] for kind in kinds), member.name
        assert words[-2] != given, member.name


def test_names_are_written_in_one_way(members: list[SampleMember]) -> None:
    assert all(unicodedata.is_normalized("NFC", member.name) for member in members)


def test_a_member_is_the_same_every_time() -> None:
    assert sample_member(4_711) == sample_member(4_711)


def test_points_are_whole_tens_that_the_spending_can_have_earned(members: list[SampleMember]) -> None:
    assert all(member.points % 10 == 0 and 0 <= member.points <= member.spent // 10_000 for member in members)


def test_every_tier_has_members(members: list[SampleMember], program: dict[str, Any]) -> None:
    bounds = [tier["at"] for tier in program["tier"]]
    for low, high in zip(bounds, [*bounds[1:], 10**12], strict=True):
        assert any(low <= member.spent < high for member in members)


def test_there_are_300_goods_each_with_its_own_sku_name_and_code(goods: list[dict[str, str]]) -> None:
    assert len(goods) == 300
    for column in ("sku", "name"):
        assert len({row[column] for row in goods}) == 300
    codes = [code for row in goods for code in row["barcodes"].split()]
    assert len(set(codes)) == len(codes) >= 299


def test_every_code_is_a_vietnamese_ean_13_that_holds(goods: list[dict[str, str]]) -> None:
    for row in goods:
        for code in row["barcodes"].split():
            assert code.startswith("893")
            assert len(code) == 13
            assert ean_digit(code[:-1]) == code[-1]


def test_prices_units_and_taxes_are_plausible(goods: list[dict[str, str]]) -> None:
    for row in goods:
        assert row["unit"] in {"piece", "kg"}
        assert row["vat_percent"] in {"5", "8", "10", ""}
        typed = row["tags"] == "open-price"
        assert typed == (row["unit_price"] == "0")
        assert int(row["unit_price"]) % 100 == 0
    assert sum(row["unit"] == "kg" for row in goods) >= 40


def test_the_program_names_only_categories_that_are_sold(
    goods: list[dict[str, str]], program: dict[str, Any]
) -> None:
    sold = {row["category"] for row in goods}
    named = set(program["points"]["exclude"]["categories"]) | set(
        program["discounts"]["exclude"]["categories"]
    )
    for promotion in program["promotion"]:
        named |= set(promotion.get("on", {}).get("categories", ()))
    assert named <= sold
