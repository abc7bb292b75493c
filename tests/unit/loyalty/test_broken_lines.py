"""Lines of a program file that are no TOML: where, and that they hide no fault of the others."""

import pytest

from tests.unit.loyalty.program_faults import OFF, faults_of
from tests.unit.loyalty.shop import program_text


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("x = [1,\ny = 2\n", 2, "write this line as TOML"),
        ("x = '", 1, "at the end of the text"),
        (f"x = {'[' * 5000}", 1, "the text is nested too deeply"),
        (f"x = {'9' * 5000}", 1, "the text is not TOML"),
        ("x = 1e99999999999999999999", 1, "the text is not TOML"),
        ("\x00", 1, "the text is not TOML here"),
        ("a = 1\na = 2", 2, "the text is not TOML here: Cannot overwrite a value"),
    ],
)
def test_a_text_that_is_no_toml(text: str, line: int, told: str) -> None:
    fault = faults_of(text)[0]
    assert fault.line == line
    assert told in str(fault)


def test_a_broken_line_does_not_hide_the_faults_of_others() -> None:
    text = program_text(OFF, f'{OFF}\nwhen = {{ tiers = ["gold"], hour = [] }}\nstage = "none"').replace(
        "worth = 500", "worth = 5OO"
    )
    told = [fault.what for fault in faults_of(text)]
    assert told[0].startswith("the text is not TOML here")
    assert told[1:] == ["there is no such key", '"gold" is not known here', '"none" is not one of the stages']


@pytest.mark.parametrize(
    ("whole", "broken", "keys"),
    [
        ("worth = 500", "worth = 5OO", [""]),
        ("worth = 500", "wor th = 500", [""]),
        ("worth = 500", '"worth" = 5OO', [""]),
        ("worth = 500", "earn 1", [""]),
        ("worth = 500", 'unit = "đ', ["points.worth", ""]),
        ("worth = 500", "worth = 500\nworth = 600", [""]),
        ('currency = "VND"', "currency = VND", [""]),
        ('currency = "VND"', "VND", [""]),
        ('currency = "VND"', "format = VND", ["currency", ""]),
        ('id = "silver"', 'id = silver"', [""]),
        ("percent = 10", "percent = 10 %", [""]),
        ("percent = 10", 'name = "P', ["promotion[1].percent", ""]),
        ("[points]", "[points", [""]),
        ("[points]", "[poi nts]", ["poi", "points", ""]),
        ("[points]", "[]", [""]),
        ("[points]", "points]", ["earn", "per_amount", "worth", ""]),
    ],
)
def test_only_what_a_broken_line_may_have_given_is_not_missed(
    whole: str, broken: str, keys: list[str]
) -> None:
    text = program_text(f'{OFF}\nwhen = {{ tiers = ["silver"] }}')
    assert whole in text
    assert sorted(fault.key for fault in faults_of(text.replace(whole, broken, 1))) == sorted(keys)


def test_a_broken_header_is_mended_or_set_aside_with_all_under_it() -> None:
    text = program_text(OFF, OFF)
    mended = faults_of(text.replace('[[promotion]]\nid = "p1"', '[[promotion]\nid = "p1"'))
    assert [fault.what[:21] for fault in mended] == ["the text is not TOML "]
    aside = faults_of(
        text.replace('[[promotion]]\nid = "p1"', '[[prom otion]]\nid = "p1"') + "\n[later]\nx = 1"
    )
    assert [fault.key for fault in aside] == ["", "prom", "later"]
    lost = faults_of(text.replace('[[promotion]]\nid = "p0"', '[[]]\nid = "p0"'))
    assert [fault.what[:21] for fault in lost] == ["the text is not TOML "]


def test_a_text_with_nothing_but_broken_lines_is_given_up() -> None:
    assert len(faults_of("\n".join(f"line {number} of rubbish" for number in range(50)))) == 20
