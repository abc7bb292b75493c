"""On which line each key of a TOML text stands."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from loyalty.program.toml_lines import locate

TRICKY = '''# a comment with "quotes" and [brackets]
a = 1 # and = here
"b.c" = "a \\" # not a comment"
'd' = '# neither'
e.f."g h" = [ 1, # one
  "]", # "two"
  [ 3,
    4 ],
]
long = """
x = 1
\\"""" # closed
lines = \'\'\'
[not.a.table]
\'\'\'
when = 2026-11-24 08:00:00 # a space inside
inline = { x = [1, { y = "}" }], z.w = {} }
[table]
k = +1_000
[[list]]
one = 1
[list.under]
two = 2
[[list]]
one = 1
[[list.deep]]
k = 1
[[list.deep]]
k = 2
[x.y.z]
last = true'''


def test_every_key_is_found_where_it_stands() -> None:
    assert locate(TRICKY) == {
        ("a",): 2,
        ("b.c",): 3,
        ("d",): 4,
        ("e",): 5,
        ("e", "f"): 5,
        ("e", "f", "g h"): 5,
        ("e", "f", "g h", 0): 5,
        ("e", "f", "g h", 1): 6,
        ("e", "f", "g h", 2): 7,
        ("e", "f", "g h", 2, 0): 7,
        ("e", "f", "g h", 2, 1): 8,
        ("long",): 10,
        ("lines",): 13,
        ("when",): 16,
        ("inline",): 17,
        ("inline", "x"): 17,
        ("inline", "x", 0): 17,
        ("inline", "x", 1): 17,
        ("inline", "x", 1, "y"): 17,
        ("inline", "z"): 17,
        ("inline", "z", "w"): 17,
        ("table",): 18,
        ("table", "k"): 19,
        ("list",): 20,
        ("list", 0): 20,
        ("list", 0, "one"): 21,
        ("list", 0, "under"): 22,
        ("list", 0, "under", "two"): 23,
        ("list", 1): 24,
        ("list", 1, "one"): 25,
        ("list", 1, "deep"): 26,
        ("list", 1, "deep", 0): 26,
        ("list", 1, "deep", 0, "k"): 27,
        ("list", 1, "deep", 1): 28,
        ("list", 1, "deep", 1, "k"): 29,
        ("x",): 30,
        ("x", "y"): 30,
        ("x", "y", "z"): 30,
        ("x", "y", "z", "last"): 31,
    }


def test_line_ends_of_windows_count_once() -> None:
    assert locate("a = 1\r\n\r\nb = 2\r\n") == {("a",): 1, ("b",): 3}
    assert locate("") == {}


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to everything in a value that was read."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from paths(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(cast("list[object]", value)):
            yield from paths(inner, (*path, index))


def test_the_example_has_a_line_for_all_that_is_in_it() -> None:
    text = (Path(__file__).parents[2] / "cases" / "program" / "program.toml").read_text(encoding="utf-8")
    lines = text.split("\n")
    found = locate(text)
    assert set(found) == set(paths(tomllib.loads(text)))
    assert all(str(path[-1]) in lines[line - 1] for path, line in found.items() if isinstance(path[-1], str))


keys = st.sampled_from(["a", "b-1", '"q \\u0041"', "'l'", '"x.y"'])
scalars = st.sampled_from(["1", "-2.5e3", "true", '"s"', "'#'", '"""m\n"""', "2026-11-24", "08:00:00", "inf"])


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.sampled_from(["scalar", "list", "table"] if depth else ["scalar"]))
    if kind == "scalar":
        return draw(scalars)
    if kind == "list":
        items = [draw(values(depth - 1)) for _ in range(draw(st.integers(0, 3)))]
        return "[" + ",\n # c ]\n".join(items) + draw(st.sampled_from(["]", "\n]", " # x\n]"]))
    inline = draw(values(0)).replace('"""m\n"""', "1")
    return draw(st.sampled_from(["{}", f"{{ a = {inline} }}", f"{{a={inline},b.c={inline}}}"]))


@given(
    st.dictionaries(keys, values(), max_size=4),
    st.lists(st.dictionaries(keys, values(), max_size=2), max_size=3),
)
def test_any_text_has_a_line_for_all_that_is_in_it(top: dict[str, str], tables: list[dict[str, str]]) -> None:
    parts = [f"{key} = {value}\n" for key, value in top.items()]
    for table in tables:
        parts += ["\n[[ t . u ]] # x\n", *[f"{key} = {value}\n" for key, value in table.items()]]
    text = "".join(parts)
    assert set(locate(text)) == set(paths(tomllib.loads(text)))
