"""Whatever a program file holds, it is read or refused with faults."""

import tomllib
from decimal import Decimal
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from loyalty.program import Fault, ProgramRefused, parse_program
from tests.unit.loyalty.program_faults import OFF
from tests.unit.loyalty.shop import program_text

snippets = st.sampled_from(
    [
        *[
            "[points]\n",
            "[[promotion]]\n",
            "[promotion.when]\n",
            "[[tier]]\n",
            "[discounts]\n",
            "[",
            "]]",
            "=",
            "\n",
            "#",
        ],
        *[
            'id = "a"\n',
            "kind = ",
            '"gift"',
            '"percent_off"',
            "percent = 1e9\n",
            "at = -1\n",
            "when = {",
            "}",
            '"""',
            "'''",
        ],
        *[
            "limit = {times = 1}",
            "hours = [[]]\n",
            "2026-02-30",
            "nan",
            "\\",
            "\x00",
            "é",
            "1_0",
            "stages = ['tier', 'tier']\n",
        ],
    ]
)


def faults_if_any(text: str) -> tuple[Fault, ...]:
    try:
        parse_program(text, name="f")
    except ProgramRefused as refused:
        return refused.faults
    return ()


@given(st.lists(snippets, max_size=25).map("".join), st.integers(0, 600))
def test_any_text_is_a_program_or_is_refused_with_faults(rubbish: str, place: int) -> None:
    text = program_text(OFF)
    for attempt in (rubbish, text[:place] + rubbish + text[place:], text + rubbish):
        for fault in faults_if_any(attempt):
            assert fault.line >= 1
            assert fault.what
            assert fault.right
            assert str(fault).startswith(f"f:{fault.line}: ")


json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**13) | st.decimals(allow_nan=True) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def toml(value: object) -> str:
    """A value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            text = str(value).lower().replace("infinity", "inf").replace("snan", "nan")
            return "0" if text.strip("-+.e0123456789naif") else text
        case str():
            whole = (letter for letter in value if not 0xD800 <= ord(letter) < 0xE000)
            return '"' + "".join(f"\\U{ord(letter):08x}" for letter in whole) + '"'
        case list():
            return "[" + ", ".join(map(toml, cast("list[object]", value))) + "]"
        case dict():
            pairs = cast("dict[str, object]", value).items()
            return "{" + ", ".join(f"{toml(key)} = {toml(inner)}" for key, inner in pairs) + "}"
        case _:
            return "{}"


@given(st.sampled_from(["percent", "when", "on", "stage", "max_amount", "id", "name", "kind"]), json_like)
def test_any_value_under_any_key_is_read_or_refused(key: str, value: object) -> None:
    text = f'id = "x"\nname = "X"\n{OFF}\n'.replace(f"{key} = ", f"_{key} = ") + f"{key} = {toml(value)}\n"
    text = program_text() + "[[promotion]]\n" + text.replace("_percent = 10\n", "").replace("_", "u")
    try:
        tomllib.loads(text)
    except (ValueError, ArithmeticError):
        return
    assert all(fault.right for fault in faults_if_any(text))
