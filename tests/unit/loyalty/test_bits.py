"""Sets as whole numbers, and tables of bits turned on their side."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty.quote.bits import (
    Columns,
    MemberMemory,
    SumsOver,
    are_dense,
    flags_of,
    lowest,
    members,
    rows_by_member,
    sum_over,
    sums_by_row,
)

sets = st.frozensets(st.integers(0, 90))
tables = st.lists(
    st.frozensets(st.integers(0, 40)) | st.frozensets(st.integers(0, 40), min_size=30), max_size=9
)


def bits_of(numbers: frozenset[int]) -> int:
    return sum(1 << number for number in numbers)


@given(sets)
def test_members_of_a_set(numbers: frozenset[int]) -> None:
    assert members(bits_of(numbers)) == sorted(numbers)


@given(sets)
def test_flags_of_a_set(numbers: frozenset[int]) -> None:
    assert list(flags_of(bits_of(numbers), 100)) == [number in numbers for number in range(100)]


@given(sets)
def test_a_sum_over_a_set(numbers: frozenset[int]) -> None:
    assert sum_over(bits_of(numbers), [number * number for number in range(91)]) == sum(
        n * n for n in numbers
    )


def test_sums_are_remembered_and_forgotten_before_they_pile_up() -> None:
    sums = SumsOver([1, 2, 4] * 5)
    for bits in range(1 << 13):
        assert sums.over(bits) == sums.over(bits) == sum_over(bits, sums.values)


@given(sets.filter(bool))
def test_the_lowest_of_a_set(numbers: frozenset[int]) -> None:
    assert lowest(bits_of(numbers)) == min(numbers)


@given(tables)
def test_rows_by_what_they_have(table: list[frozenset[int]]) -> None:
    rows = [bits_of(row) for row in table]
    assert rows_by_member(rows) == {
        number: sum(1 << place for place, row in enumerate(table) if number in row)
        for number in sorted(frozenset[int]().union(*table))
    }


@given(tables)
def test_sums_by_what_rows_have(table: list[frozenset[int]]) -> None:
    values = [3 + 7 * place for place in range(len(table))]
    by_row = sums_by_row([bits_of(row) for row in table], values)
    assert by_row == {
        bits_of(each): sum(value for row, value in zip(table, values, strict=True) if row == each)
        for each in table
    }
    memory = MemberMemory()
    for _ in range(2):
        assert memory.sums(by_row) == {
            number: sum(value for row, value in zip(table, values, strict=True) if number in row)
            for number in frozenset[int]().union(*table)
        }


def test_members_are_remembered_and_forgotten_before_they_pile_up() -> None:
    memory = MemberMemory()
    for bits in range(1 << 13):
        assert memory.sums({bits: 7}) == memory.sums({bits: 7}) == dict.fromkeys(members(bits), 7)


def test_wide_rows_are_summed_as_narrow_ones() -> None:
    wide, even = (1 << 60) - 1, sum(1 << number for number in range(0, 60, 2))
    assert MemberMemory().sums({wide: 1, even: 10}) == {
        number: 1 if number % 2 else 11 for number in range(60)
    }


def test_columns_keep_only_what_is_wanted() -> None:
    columns = Columns([0b1010, 0b0110, 0b1000], 0b1100)
    assert columns.numbers() == [2, 3]
    assert [list(columns.column(number)) for number in (2, 3)] == [[0, 1, 0], [1, 0, 1]]
    assert columns.bits(3) == 0b101


def test_rows_are_dense_by_their_bits() -> None:
    assert are_dense([(1 << 40) - 1] * 2)
    assert not are_dense([1, 2, 3])
    assert not are_dense([])
