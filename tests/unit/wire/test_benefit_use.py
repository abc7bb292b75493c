"""The names of uses of benefits: which visit each is of, and once taken back, once for ever."""

from loyalty.wire.benefit_use import (
    BenefitTakenBack,
    BenefitUsed,
    TermOf,
    is_of_visit,
    taken_back_operation,
    use_in_visit,
)
from loyalty.wire.limits import ID_FORM

VISIT = "019aab3e-1111-7000-8000-000000000001"
TAIL = "019aab3e-2222-7000-8000-00000000000a"


def test_a_use_is_named_after_the_sale_that_was_open() -> None:
    use = use_in_visit(VISIT, TAIL)
    assert is_of_visit(use, VISIT)
    assert not is_of_visit(use, VISIT[:-1])
    assert not is_of_visit(use, TAIL)
    assert use != use_in_visit(VISIT, TAIL[:-1] + "b")


def test_the_longest_names_are_ids_still() -> None:
    for name in (use_in_visit("v" * 64, "t" * 64), taken_back_operation("u" * 64)):
        assert ID_FORM.read(name) == name


def test_a_use_and_its_taking_back_are_read_as_they_were_written() -> None:
    used = BenefitUsed("u1", "m1", "lounge", 3, "c1", (TermOf("s1", 0),), "p1")
    assert BenefitUsed.from_json(used.to_json()) == used
    back = BenefitTakenBack("u1", "m1")
    assert BenefitTakenBack.from_json(back.to_json()) == back
