"""What is loaded packed comes to the same as values, whatever is asked of it and in whatever order."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.units import Points
from server.books.lots import Lots
from server.books.model import HeldLot
from server.clock import moment_text
from server.packed import SEPARATOR, ByName, Packed

START = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
HOURS = st.integers(-60, 60).map(lambda hours: START + timedelta(minutes=30 * hours))
LOTS = st.builds(
    HeldLot,
    lot=st.sampled_from("abcdef"),
    granted=st.just(Points(100)),
    remaining=st.integers(50, 100).map(Points),
    reserved=st.integers(0, 50).map(Points),
    earned_at=HOURS,
    spendable_from=HOURS,
    dies_at=st.none() | HOURS,
    program_version=st.just(1),
)


def packed(values: Mapping[str, Any], key: str, columns: Mapping[str, Callable[[Any], str]]) -> Packed[Any]:
    """Some values as the database gives them."""
    texts = {name: SEPARATOR.join(map(say, values.values())) for name, say in columns.items()}
    return Packed(texts, key=key, make=lambda rows: [values[name] for name in rows[key]])


def lots_of(held: Mapping[str, HeldLot], *, beside: Mapping[str, HeldLot]) -> Lots:
    """Some lots packed, others beside."""
    columns: dict[str, Callable[[HeldLot], str]] = {
        "lot": lambda lot: lot.lot,
        "remaining": lambda lot: str(lot.remaining),
        "reserved": lambda lot: str(lot.reserved),
        "spendable_from": lambda lot: moment_text(lot.spendable_from),
        "dies_at": lambda lot: moment_text(lot.dies_at) if lot.dies_at else "",
    }
    return Lots(beside, packed=packed(held, "lot", columns) if held else None)


@given(st.lists(LOTS), st.lists(LOTS), HOURS)
def test_lots_come_to_the_same_packed_or_not(some: list[HeldLot], more: list[HeldLot], at: datetime) -> None:
    held, beside = {lot.lot: lot for lot in some}, {lot.lot: lot for lot in more}
    beside = {name: lot for name, lot in beside.items() if name not in held}
    each, plain = lots_of(held, beside=beside), held | beside
    alive = [lot for lot in plain.values() if lot.is_alive(at)]
    able = [lot for lot in plain.values() if lot.is_spendable(at)]
    assert each.remaining == sum(lot.remaining for lot in plain.values())
    assert each.reserved == sum(lot.reserved for lot in plain.values())
    assert each.spendable(at) == sum(lot.remaining for lot in able)
    assert each.free(at) == sum(lot.free for lot in able)
    told, held_of_them, free = each.told(at)
    assert [name for name, *_ in told] == [lot.lot for lot in alive]
    assert [ends for _, _, ends, _ in told] == [
        moment_text(lot.dies_at) if lot.dies_at else None for lot in alive
    ]
    assert (held_of_them, free) == (each.spendable(at), each.free(at))
    assert len(each) == len(plain)
    assert {lot.lot for lot in each.dead(at)} == plain.keys() - {lot.lot for lot in alive}
    assert each == plain


def numbers(text: str) -> ByName[int]:
    """Numbers by name, packed."""
    rows = Packed({"name": SEPARATOR.join(text)}, key="name", make=lambda rows: list(map(ord, rows["name"])))
    return ByName(packed=rows)


def test_what_is_added_or_changed_is_found_and_nothing_else() -> None:
    before = numbers("ab")
    now = before.copy()
    assert now.changed_since(before) == []
    now["c"] = 1
    assert (now.changed_since(before), "c" in before) == ([1], False)
    now["a"] = 2
    assert sorted(now.changed_since(before)) == [1, 2]
    assert dict(before) == {"a": 97, "b": 98}
    assert dict(now) == {"a": 2, "b": 98, "c": 1}
    now["a"] = 97
    del now["c"]
    assert now.changed_since(before) == []


def test_who_is_not_there_is_looked_for_without_making_values() -> None:
    held = numbers("ab")
    assert (held.get("x"), "a" in held, len(held)) == (None, True, 2)
    with pytest.raises(KeyError):
        held["x"]
    assert held.packed
    assert (held["b"], held.pop("a"), list(held)) == (98, 97, ["b"])


def test_a_column_of_more_rows_than_there_are_names_is_refused() -> None:
    packed: Packed[HeldLot] = Packed(
        {"lot": "a", "remaining": "1\x1f2", "sale": "s\x1f"}, key="lot", make=lambda _: []
    )
    with pytest.raises(ValueError, match="2 of remaining for 1 rows"):
        packed.numbers("remaining")
    with pytest.raises(ValueError, match="2 of sale for 1 rows"):
        packed.texts("sale")
