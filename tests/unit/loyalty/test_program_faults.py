"""A file that does not hold is refused whole: every fault with its line, its key and what would be right."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.program import Fault, ProgramRefused, parse_program
from loyalty.program.faults import nearest
from tests.unit.loyalty.shop import HEAD, POINTS, TIERS, program_text

CASES = Path(__file__).parents[2] / "cases" / "program"
OFF = 'kind = "percent_off"\npercent = 10'


def faults_of(text: str) -> tuple[Fault, ...]:
    with pytest.raises(ProgramRefused) as refused:
        parse_program(text, name="file.toml")
    assert refused.value.params["count"] == len(refused.value.faults)
    return refused.value.faults


def fault_of(text: str) -> str:
    """The one fault of a text, without the file and the line."""
    (fault,) = faults_of(text)
    line = text.split("\n")[fault.line - 1]
    assert fault.key.rsplit(".", 1)[-1].split("[")[0] in line or "missing" in fault.what or "[" in line
    return str(fault).split(": ", 1)[1]


def test_a_file_with_many_faults_reports_them_all() -> None:
    told = (CASES / "faults.txt").read_text(encoding="utf-8").splitlines()
    text = (CASES / "faults.toml").read_text(encoding="utf-8")
    with pytest.raises(ProgramRefused) as refused:
        parse_program(text, name="faults.toml")
    assert [str(fault) for fault in refused.value.faults] == told
    assert len(told) > 20


def test_what_must_be_given_is_missed() -> None:
    tiers = '[[tier]]\n[[promotion]]\n[[tier]]\nid = "x"\n'
    promotion = '[[promotion]]\nid = "p"\nname = ""\nkind = "buy_get"\nwhen = { limit = {} }'
    told = [f"{fault.line} {fault.key}" for fault in faults_of(tiers + promotion)]
    assert told == [
        "1 currency",
        "1 format",
        "1 name",
        "1 points",
        "1 tier[1].id",
        "1 timezone",
        "2 promotion[1].id",
        "2 promotion[1].kind",
        "2 promotion[1].name",
        "3 tier[2].at",
        "5 promotion[2].buy",
        "5 promotion[2].get",
        "9 promotion[2].when.limit.per",
        "9 promotion[2].when.limit.times",
    ]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("percent_off", ["percent"]),
        ("price", ["price"]),
        ("amount_off", ["amount"]),
        ("buy_get", ["buy", "get"]),
        ("gift", ["sku"]),
        ("multiply_points", ["factor"]),
        ("bonus_points", ["points"]),
    ],
)
def test_each_kind_needs_its_own_amounts(kind: str, keys: list[str]) -> None:
    assert [fault.key for fault in faults_of(program_text(f'kind = "{kind}"'))] == [
        f"promotion[1].{key}" for key in keys
    ]


@pytest.mark.parametrize(
    ("promotion", "told"),
    [
        (f'{OFF}\nstage = "tier"', 'promotion[1].stage: "tier" is the stage of the member\'s tier alone; '),
        (
            f'{OFF}\nstage = "vouchers"',
            'promotion[1].stage: "vouchers" is not one of the stages; the nearest is "voucher"',
        ),
        (
            f'{OFF}\nwhen = {{ tiers = ["sliver"] }}',
            'promotion[1].when.tiers[1]: "sliver" is not known here; the nearest is "silver"',
        ),
        (
            f'{OFF}\nwhen = {{ paid_with = ["bitcoin"] }}',
            'promotion[1].when.paid_with[1]: "bitcoin" is not known here',
        ),
        (f'{OFF}\nwhen = {{ birthday = "year" }}', 'promotion[1].when.birthday: "year" is not known here'),
        (
            f"{OFF}\nwhen = {{ birthday = 5 }}",
            'promotion[1].when.birthday: 5 is not known here; it is one of "day", "week", "month"',
        ),
        (
            f'{OFF}\nwhen = {{ hours = ["24:00-08:00"] }}',
            'promotion[1].when.hours[1]: "24:00-08:00" is not a span of hours',
        ),
        (
            f'{OFF}\nwhen = {{ hours = "08:00-10:00" }}',
            'promotion[1].when.hours: "08:00-10:00" is not a list',
        ),
        (f"{OFF}\nwhen = {{ from = 08:00:00 }}", "promotion[1].when.from: 08:00:00 is not a date"),
        (f"{OFF}\nwhen = 5", "promotion[1].when: 5 is not a table"),
        (
            f'{OFF}\nwhen = {{ limit = {{ times = 1, per = "hour" }} }}',
            'promotion[1].when.limit.per: "hour" is not known here',
        ),
        (f"{OFF}\nwhen = {{ min_spend = 1.0 }}", "promotion[1].when.min_spend: 1.0 is not a whole number"),
        (f'{OFF}\nwhen = {{ voucher = "yes" }}', 'promotion[1].when.voucher: "yes" is not true or false'),
        (f"{OFF}\nwhen = {{ code = true }}", "promotion[1].when.code: true is not a text"),
        (f"{OFF}\nmax_amount = -1", "promotion[1].max_amount: -1 is out of range"),
        (
            f'{OFF}\non = {{ sku = ["A"] }}',
            'promotion[1].on.sku: there is no such key; the nearest one is "skus"',
        ),
        (f'{OFF}\non = {{ skus = ["A", 5, ["B"]] }}', "promotion[1].on.skus[2]: 5 is not a text"),
        ('kind = "percent_off"\npercent = true', "promotion[1].percent: true is not a number"),
        ('kind = "percent_off"\npercent = nan', "promotion[1].percent: NaN is out of range"),
        ('kind = "percent_off"\npercent = inf', "promotion[1].percent: Infinity is out of range"),
        ('kind = "percent_off"\npercent = 1e99', "promotion[1].percent: 1E+99 is out of range"),
        (
            f'kind = "percent_off"\npercent = 0.{"1" * 31}',
            "promotion[1].percent: 0.1111111111111111111111111111111 has too many digits",
        ),
        (
            'kind = "price"\nprice = 1000000000000',
            "promotion[1].price: 1000000000000 is out of range; it runs from 0 to 999999999999",
        ),
        (
            f'kind = "price"\nprice = {"9" * 60}',
            "promotion[1].price: a number of so many digits is out of range",
        ),
        ('kind = "price"\nprice = [5]', "promotion[1].price: a list is not a whole number"),
        ('kind = "price"\nprice = { a = 1 }', "promotion[1].price: a table is not a whole number"),
        (f'kind = "price"\nprice = "{"x" * 60}"', f'promotion[1].price: "{"x" * 39}… is not a whole number'),
        ('kind = "buy_get"\nbuy = 0\nget = 1', "promotion[1].buy: 0 is out of range; it runs from 1"),
        (
            'kind = "gift"\nsku = "A"\nquantity = 0',
            "promotion[1].quantity: 0 is out of range; it runs from 1",
        ),
        ('kind = "bonus_points"\npoints = 1\nper = "line"', 'promotion[1].per: "line" is not known here'),
        (
            'kind = "price"\nprice = 5\nmax_amount = 5',
            'promotion[1].max_amount: "price" has no such key, it belongs to percent_off; ',
        ),
        ("kind = 5", "promotion[1].kind: 5 is not a text; it is one of percent_off, "),
        (
            'kind = "price"\nprice = 5\nprise = 5',
            'promotion[1].prise: there is no such key; the nearest one is "price"',
        ),
    ],
)
def test_a_fault_of_a_promotion(promotion: str, told: str) -> None:
    faults = [str(fault).split(": ", 1)[1] for fault in faults_of(program_text(promotion))]
    assert told in faults[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            program_text(more="[[challenges]]\n"),
            'challenges: there is no such key; the nearest one is "challe',
        ),
        (program_text(more="[wallets]\n"), "wallets: there is no such key"),
        (
            program_text(more="[tiers]\nmeasures = 1\n"),
            'tiers.measures: there is no such key; the nearest one is "measure"',
        ),
        (program_text(discounts="stages = 5\n"), "discounts.stages: 5 is not a list"),
        (
            program_text(discounts='stages = ["a","b","c","d","e","f","g","h","i"]\n'),
            "discounts.stages: there are 9 of them; at most 8 are allowed",
        ),
        (
            program_text(points="exclude = []\n"),
            "points.exclude: a list is not a table; write [exclude] on a line of its own",
        ),
        (program_text(points="unit = 5\n"), "points.unit: 5 is not a text"),
        (program_text(tiers=""), "tier: it is missing; write at least one [[tier]], with an id and at = 0"),
        (
            f"tier = 5\n{HEAD}[points]\n{POINTS}",
            "tier: 5 is not a list of tables; write [[tier]] above each one",
        ),
        (f"tier = [5]\n{HEAD}[points]\n{POINTS}", "tier[1]: 5 is not a table; write [[tier]] above each one"),
        (
            f"tier = []\n{HEAD}[points]\n{POINTS}",
            "tier: there is none; write at least one [[tier]], with an id and at = 0",
        ),
        (f"points = 5\n{HEAD}{TIERS}", "points: 5 is not a table; write [points] on a line of its own"),
        (f"discounts = 5\n{HEAD}[points]\n{POINTS}{TIERS}", "discounts: 5 is not a table"),
        (f"tiers = 5\n{HEAD}[points]\n{POINTS}{TIERS}", "tiers: 5 is not a table"),
        (f"promotion = 5\n{HEAD}[points]\n{POINTS}{TIERS}", "promotion: 5 is not a list of tables"),
        (program_text().replace("format = 1", 'format = "1"'), 'format: "1" is not a whole number'),
        (program_text().replace('"VND"', '""'), 'currency: "" is not a currency'),
        (program_text().replace("Asia/Ho_Chi_Minh", ""), 'timezone: "" is not a time zone'),
        (program_text().replace("Asia/Ho_Chi_Minh", "Asia"), 'timezone: "Asia" is not a time zone'),
        (program_text().replace("Asia/Ho_Chi_Minh", "../etc"), 'timezone: "../etc" is not a time zone'),
        (
            program_text(tiers='[[tier]]\nid = ""\n'),
            'tier[1].id: "" is empty; each tier needs an id of its own',
        ),
    ],
)
def test_a_fault_of_a_section(text: str, told: str) -> None:
    assert told in "\n".join(map(str, faults_of(text)))


@pytest.mark.parametrize(
    ("promotion_id", "told"),
    [
        ("", "promotion[1].id: it is empty"),
        ("base", 'promotion[1].id: "base" is what the program itself calls a rule'),
        ("tier:gold", 'promotion[1].id: "tier:gold" is what the program itself calls a rule'),
    ],
)
def test_an_id_must_name_its_promotion_alone(promotion_id: str, told: str) -> None:
    assert told in fault_of(program_text(OFF).replace('"p0"', f'"{promotion_id}"'))


def test_a_promotion_left_without_a_stage_says_which_it_would_be_in() -> None:
    stages = 'stages = ["voucher"]\n'
    assert 'it is left out, so it is "promotion", which [discounts] stages does not name' in fault_of(
        program_text(OFF, discounts=stages)
    )
    assert "[discounts] stages has no stage for promotions" in fault_of(
        program_text(OFF, discounts='stages = ["tier"]\n')
    )
    assert 'so it is "voucher"' in fault_of(
        program_text(f'{OFF}\nwhen = {{ code = "X" }}', discounts='stages = ["promotion"]\n')
    )


def test_too_many_promotions() -> None:
    text = program_text(*[OFF] * 2001)
    (fault,) = faults_of(text)
    assert str(fault).endswith("promotion: there are 2001 of them; at most 2000 are allowed")
    assert len(parse_program(program_text(*[OFF] * 2000), name="").promotions) == 2000


def test_tiers_named_where_there_are_none() -> None:
    told = [
        str(fault)
        for fault in faults_of(
            f'tier = []\n{HEAD}[points]\n{POINTS}[[promotion]]\nid="p"\nname="P"\n{OFF}\nwhen={{tiers=["x"]}}'
        )
    ]
    assert any('when.tiers[1]: "x" is not known here; nothing can be named here' in fault for fault in told)


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


@pytest.mark.parametrize(
    ("word", "known", "like"),
    [
        ("Weekday", ("from", "weekdays", "hours"), "weekdays"),
        ("burn-step", ("burn_step", "burn_min"), "burn_step"),
        ("x" * 10**6, ("a", "b"), "a"),
    ],
)
def test_the_nearest_word(word: str, known: tuple[str, ...], like: str) -> None:
    assert nearest(word, known) == like


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
