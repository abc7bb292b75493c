"""Values made by columns are those that their class makes one by one, and what would be none is refused."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from loyalty.units import Points
from loyalty.wire.feed import LotState
from server.books.model import HeldLot
from server.columns import values_of
from server.model import KeptPurchase

NOW = datetime(2026, 11, 29, 21, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Noted:
    name: str
    notes: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class _Checked:
    name: str

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("no name")


ROWS: tuple[tuple[type[object], list[dict[str, object]]], ...] = (
    (
        HeldLot,
        [
            {
                "lot": f"lot-{number}",
                "granted": Points(9),
                "remaining": Points(number),
                "earned_at": NOW,
                "spendable_from": NOW,
                "dies_at": None,
                "program_version": 3,
                "is_bonus": number == 2,
            }
            for number in range(4)
        ],
    ),
    (
        KeptPurchase,
        [{"sale": "s-1", "store": "q1", "at": NOW, "spend": 5, "points": 1, "rules": ("gold",)}],
    ),
    (LotState, [{"lot": "a", "points": 2, "dies_at": None, "spendable_from": "2026-11-29T21:00:00.000Z"}]),
)


@pytest.mark.parametrize(("kind", "rows"), ROWS)
def test_the_values_are_those_that_the_class_itself_makes(
    kind: type[object], rows: list[dict[str, object]]
) -> None:
    made: list[object] = values_of(kind, {name: [row[name] for row in rows] for name in rows[0]})

    one_by_one = [kind(**row) for row in rows]
    assert made == one_by_one
    assert [hash(each) for each in made] == [hash(each) for each in one_by_one]
    assert [repr(each) for each in made] == [repr(each) for each in one_by_one]
    for name in rows[0]:
        with pytest.raises(AttributeError):
            setattr(made[0], name, None)


def test_no_rows_are_no_values() -> None:
    assert values_of(KeptPurchase, {name: [] for name in ("sale", "store", "at", "spend", "points")}) == []


def test_a_field_without_a_value_is_refused() -> None:
    with pytest.raises(TypeError, match="KeptPurchase needs store"):
        values_of(KeptPurchase, {"sale": ["s-1"], "at": [NOW], "spend": [5], "points": [1]})
    with pytest.raises(TypeError, match="_Noted needs notes"):
        values_of(_Noted, {"name": ["a", "b"]})


def test_a_column_that_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="_Noted has no colour"):
        values_of(_Noted, {"name": ["a"], "notes": [[]], "colour": ["red"]})


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\[1, 2\]"):
        values_of(_Noted, {"name": ["a", "b"], "notes": [[]]})


def test_a_class_that_looks_at_its_fields_is_made_by_itself_alone() -> None:
    with pytest.raises(TypeError, match="_Checked does more"):
        values_of(_Checked, {"name": [""]})
