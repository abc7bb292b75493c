"""Lists as one value: what PostgreSQL and SQLite read is what was put in."""

import json

import pytest

from server.store.arrays import Lines, array_text, column_text, json_text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], "{}"),
        (["an", "b,c", ""], '{"an","b,c",""}'),
        (["{Lan}", 'says "no"', "back\\slash"], '{"{Lan}","says \\"no\\"","back\\\\slash"}'),
        (["NULL", None], '{"NULL",NULL}'),
        ([None, None], "{NULL,NULL}"),
        ([1, -20], "{1,-20}"),
        ([1, None], "{1,NULL}"),
        ([None, "a", 1], '{NULL,"a",1}'),
        ([b"a", None], '{"\\\\x61",NULL}'),
        (["a", None], '{"a",NULL}'),
        ([b"\x00\xff"], '{"\\\\x00ff"}'),
        ([b"\x00\xff", b""], '{"\\\\x00ff","\\\\x"}'),
    ],
)
def test_an_array_is_written_so_that_nothing_in_it_is_read_as_its_marks(
    values: list[object], text: str
) -> None:
    assert array_text(values) == text


def test_a_value_of_no_known_kind_is_no_part_of_an_array() -> None:
    for values in ([1.5], [1.5, 1.5], [1, 1.5], ["a", 1.5], [None, 1.5]):
        with pytest.raises(KeyError):
            array_text(values)


def test_sqlite_gets_the_same_names_as_json() -> None:
    assert json.loads(json_text(("Thân Thiết", 'a"b'))) == ["Thân Thiết", 'a"b']


def test_a_column_of_lines_is_one_text() -> None:
    assert column_text(Lines(['{"a":"\\n"}', "", '{"b":1}'])) == '{"a":"\\n"}\n\n{"b":1}'
    assert column_text(["a", "b"]) == '{"a","b"}'


def test_what_breaks_a_line_is_none() -> None:
    with pytest.raises(ValueError, match="several lines"):
        column_text(Lines(["a", "b\nc"]))
