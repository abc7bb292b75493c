"""Which numbers are cards that customers had before, and which rules cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused
from loyalty.identity.card_rules import MOST_RULES, NO_RULES, card_rules, holds
from loyalty.identity.codes import (
    BankCard,
    MemberCard,
    PhoneDigits,
    ProductCode,
    ReceiptDigits,
    Voucher,
    classify,
)

RULES = card_rules(["29:13", "8936012:13", "700:9"])


def test_a_number_is_a_card_by_its_beginning_and_its_length() -> None:
    assert classify("2912345678901", old_cards=RULES) == MemberCard("2912345678901", holds=False)
    assert classify("8936012000016", old_cards=RULES) == MemberCard("8936012000016", holds=True)
    assert classify(" 700123456\r", old_cards=RULES) == MemberCard("700123456", holds=True)
    assert classify("7001234567", old_cards=RULES) == PhoneDigits("7001234567", whole=False)


def test_an_old_card_is_one_though_it_is_printed_like_goods() -> None:
    assert classify("8936012000016", "ean-13", old_cards=RULES) == MemberCard("8936012000016", holds=True)
    assert classify("8936012000016", "ean-13") == ProductCode("8936012000016", "8936012000016")


def test_only_an_ean_has_a_check_digit_that_is_known() -> None:
    assert not holds("8936012000017")
    assert holds("700123457")


def test_what_is_written_is_read_back() -> None:
    assert card_rules(rule.written for rule in RULES.rules) == RULES
    assert not NO_RULES.fit("2912345678901")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("29", "card-rule-form"),
        ("2:13", "card-rule-form"),
        ("29:5", "card-rule-form"),
        ("29:21", "card-rule-form"),
        ("290000:6", "card-rule-form"),
        ("29:13 ", "card-rule-form"),
        ("٢٩:13", "card-rule-form"),
        ("9812:16", "card-rule-ours"),
        ("93:13", "card-rule-ours"),
        ("09:10", "card-rule-phone"),
        ("849:11", "card-rule-phone"),
        ("41:16", "card-rule-bank"),
        ("62:19", "card-rule-bank"),
        ("41:13", "card-rule-bank"),
        ("893:13", "card-rule-goods"),
        ("55:8", "card-rule-goods"),
    ],
)
def test_a_rule_that_would_take_what_is_something_else_is_refused(rule: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        card_rules([rule])
    assert refused.value.code == code


def test_two_rules_for_one_number_and_too_many_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        card_rules(["29:13", "291:13"])
    assert (refused.value.code, refused.value.params["first"]) == ("card-rule-overlap", "29:13")
    assert card_rules(["29:13", "29:12"]).rules
    with pytest.raises(Refused, match="card-rules-too-many"):
        card_rules([f"7{number:03}:9" for number in range(MOST_RULES + 1)])


@given(
    st.sampled_from(["", "98", "93", "0", "84", "4", "51", "62"]),
    st.text("0123456789", min_size=1, max_size=17),
)
def test_no_rule_takes_a_number_that_is_ours_a_phones_or_a_banks(head: str, rest: str) -> None:
    digits = head + rest
    shape = classify(digits)
    if isinstance(shape, MemberCard | Voucher | ReceiptDigits | BankCard) or (
        isinstance(shape, PhoneDigits) and shape.whole
    ):
        for length in range(2, min(len(digits), 13)):
            with pytest.raises(Refused):
                card_rules([f"{digits[:length]}:{len(digits)}"])
