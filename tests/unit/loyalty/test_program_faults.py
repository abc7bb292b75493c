"""A file that does not hold is refused whole: every fault with its line, its key and what would be right."""

from pathlib import Path

import pytest

from loyalty.program import ProgramRefused, parse_program
from loyalty.program.faults import nearest
from tests.unit.loyalty.program_faults import OFF, fault_of, faults_of
from tests.unit.loyalty.shop import HEAD, POINTS, TIERS, program_text

CASES = Path(__file__).parents[2] / "cases" / "program"


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
    ("word", "known", "like"),
    [
        ("Weekday", ("from", "weekdays", "hours"), "weekdays"),
        ("burn-step", ("burn_step", "burn_min"), "burn_step"),
        ("x" * 10**6, ("a", "b"), "a"),
    ],
)
def test_the_nearest_word(word: str, known: tuple[str, ...], like: str) -> None:
    assert nearest(word, known) == like
