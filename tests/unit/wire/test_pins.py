"""Which PIN somebody may have, and which hash of one is taken."""

import pytest

from loyalty.errors import Refused
from loyalty.wire.pins import check_pin_form, is_pin_hash
from loyalty.wire.staffing import may_do

TAIL = "$c29tZXNhbHRzb21lc2FsdA$KFlmTk9Pc2FkZjEyMzQ1Njc4OTBhYmNkZWZnaGlqa2w"


@pytest.mark.parametrize("pin", ["2580", "19840712", "1235"])
def test_a_pin_that_is_no_pattern_is_taken(pin: str) -> None:
    check_pin_form(pin)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("", "pin-form"),
        ("258", "pin-form"),
        ("123456789", "pin-form"),
        ("12a4", "pin-form"),
        ("١٢٣٥", "pin-form"),
        ("1111", "pin-easy"),
        ("3456", "pin-easy"),
        ("6543", "pin-easy"),
    ],
)
def test_a_pin_that_is_none_or_the_first_to_be_tried_is_refused(pin: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_pin_form(pin)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (f"$argon2id$v=19$m=65536,t=3,p=4{TAIL}", True),
        (f"$argon2id$v=19$m=8,t=3,p=4{TAIL}", False),
        (f"$argon2id$v=19$m=9999999,t=3,p=4{TAIL}", False),
        (f"$argon2id$v=19$m=65536,t=1,p=4{TAIL}", False),
        (f"$argon2id$v=19$m=65536,t=3,p=9{TAIL}", False),
        (f"$argon2i$v=19$m=65536,t=3,p=4{TAIL}", False),
        ("2580", False),
    ],
)
def test_only_a_strong_hash_that_a_till_can_bear_is_one(text: str, *, is_one: bool) -> None:
    assert is_pin_hash(text) is is_one


def test_managers_do_all_of_it_and_everybody_their_own_pin() -> None:
    assert may_do("add", "manager", to_oneself=False)
    assert may_do("pin", "auditor", to_oneself=True)
    assert not may_do("pin", "supervisor", to_oneself=False)
    assert not may_do("change", "cashier", to_oneself=True)
