"""Rewards, vouchers and stamp cards that do not hold: each fault with its key and what would be right."""

import pytest

from loyalty.program import ProgramRefused, parse_program
from loyalty.program.contents import contents
from tests.unit.loyalty.shop import program, program_text

OPENED = (
    '[[promotion]]\nid = "opened"\nname = "P"\nkind = "amount_off"\namount = 5\nwhen = { voucher = true }\n'
)
PLAIN = '[[promotion]]\nid = "plain"\nname = "P"\nkind = "amount_off"\namount = 5\n'
VOUCHERS = (
    f'{OPENED}{PLAIN}[[voucher]]\nid = "later"\npromotion = "opened"\nissue = "reward"\n'
    '[[voucher]]\nid = "full"\npromotion = "opened"\nissue = "stamp-card"\n'
)


def faults_of(section: str) -> list[str]:
    with pytest.raises(ProgramRefused) as refused:
        parse_program(program_text(more=VOUCHERS + section), name="file.toml")
    return [f"{fault.key}: {fault.what}; {fault.right}" for fault in refused.value.faults]


def reward(keys: str) -> str:
    return f'[[reward]]\nid = "r"\nname = "R"\n{keys}\n'


def test_what_a_reward_must_have_is_missed() -> None:
    assert [fault.split(":")[0] for fault in faults_of("[[reward]]\n")] == [
        "reward[1].id",
        "reward[1].kind",
        "reward[1].name",
    ]
    kinds = {
        "amount_off": ["amount", "points"],
        "percent_off": ["percent", "points"],
        "gift": ["points", "sku"],
        "donation": ["cause", "points"],
        "voucher": ["points", "voucher"],
    }
    for kind, keys in kinds.items():
        missing = [fault.split(":")[0] for fault in faults_of(reward(f'kind = "{kind}"'))]
        assert missing == [f"reward[1].{key}" for key in keys]


AMOUNT = 'kind = "amount_off"\n'
GIFT = 'kind = "gift"\nsku = "A"\npoints = 5\n'


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('kind = "cash"', 'reward[1].kind: "cash" is not a kind of reward; the nearest is'),
        ("kind = 5", "reward[1].kind: 5 is not a text; it is one of amount_off, percent_off, gift"),
        (f"{GIFT}percent = 5", 'reward[1].percent: "gift" has no such key, it belongs to percent_off'),
        (f"{GIFT}points_min = 5", 'reward[1].points_min: "gift" has no such key, it belongs to amount_off'),
        (f"{GIFT}pionts = 5", 'reward[1].pionts: there is no such key; the nearest one is "points"'),
        (f"{AMOUNT}points = 0\namount = 5", "reward[1].points: 0 is out of range; it runs from 1"),
        (f"{AMOUNT}points = 5\npoints_min = 5", "reward[1].points: its size is chosen by the customer"),
        (f"{AMOUNT}amount = 5\npoints_min = 5", "reward[1].amount: it is what the chosen points are worth"),
        (
            f"{AMOUNT}points_step = 10\npoints_min = 11\npoints_max = 19",
            "reward[1].points_max: nobody can choose up to 19; the fewest that may be given are 20",
        ),
        (f"{GIFT}stage = 'tier'", 'reward[1].stage: "tier" is the stage of the member\'s tier alone'),
        (f"{GIFT}stock_per_day = -1", "reward[1].stock_per_day: -1 is out of range"),
        (f"{GIFT}stock_ahead = 2", "reward[1].stock_ahead: it is a part of a stock; say stock_per_day"),
        (f"{GIFT}stock_per_day = 9\nstock_ahead = 21", "reward[1].stock_ahead: 21 is out of range"),
        (
            f"{GIFT}when = {{ voucher = true }}",
            "reward[1].when.voucher: no voucher opens this, only promotions are opened by one",
        ),
        (f"{GIFT}when = {{ members_only = false }}", "reward[1].when.members_only: this is for members only"),
        (f'{GIFT}when = {{ tiers = ["gold"] }}', 'reward[1].when.tiers[1]: "gold" is not known here'),
        (
            'kind = "voucher"\npoints = 5\nvoucher = "full"',
            'reward[1].voucher: "full" is issued as "stamp-card"; name a [[voucher]] with issue = "reward"',
        ),
        (
            'kind = "voucher"\npoints = 5\nvoucher = "latter"',
            'reward[1].voucher: there is no voucher "latter"; the nearest is "later"',
        ),
    ],
)
def test_a_fault_of_a_reward(keys: str, told: str) -> None:
    (fault,) = faults_of(reward(keys))
    assert fault.startswith(told)


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("", "reward[1].id: it is empty"),
        ("plain", 'reward[1].id: "plain" is a promotion\'s; each rule needs an id of its own'),
        ("base", 'reward[1].id: "base" is what the program itself calls a rule'),
        ("tier:x", 'reward[1].id: "tier:x" is what the program itself calls a rule'),
    ],
)
def test_a_reward_needs_an_id_of_its_own(id_: str, told: str) -> None:
    (fault,) = faults_of(reward(GIFT).replace('"r"', f'"{id_}"'))
    assert fault.startswith(told)
    assert faults_of(reward(GIFT) * 2) == [
        'reward[2].id: "r" is used already; each reward needs an id of its own'
    ]


def test_a_reward_needs_its_stage() -> None:
    text = program_text(discounts='stages = ["promotion", "tier"]\n', more=reward(GIFT))
    with pytest.raises(ProgramRefused, match=r"which \[discounts\] stages does not name"):
        parse_program(text, name="file.toml")


def voucher(keys: str) -> str:
    return f'[[voucher]]\nid = "v"\n{keys}\n'


WELCOME = 'promotion = "opened"\nissue = "welcome"\n'


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (
            'promotion = "plain"\nissue = "welcome"',
            'voucher[3].promotion: "plain" is not opened by a voucher',
        ),
        ('promotion = "oppened"\nissue = "welcome"', 'voucher[3].promotion: there is no promotion "oppened"'),
        ('promotion = "opened"\nissue = "christmas"', 'voucher[3].issue: "christmas" is not known here'),
        (f"{WELCOME}days = 3\nuntil = 2026-12-31", "voucher[3].until: days says already how long"),
        (f"{WELCOME}until = 5", "voucher[3].until: 5 is not a date"),
        (
            f"{WELCOME}lead_days = 3",
            'voucher[3].lead_days: a voucher with issue = "welcome" has no such key, it belongs to',
        ),
        (f"{WELCOME}dayz = 3", 'voucher[3].dayz: there is no such key; the nearest one is "days"'),
        ('promotion = "opened"\nissue = "win-back"', "voucher[3].away_days: it is missing"),
        ('promotion = "opened"\nissue = "tier"', "voucher[3].tiers: it is missing"),
        (
            'promotion = "opened"\nissue = "tier"\ntiers = ["sliver"]',
            'voucher[3].tiers[1]: "sliver" is not known here; the nearest is "silver"',
        ),
        (f'{WELCOME}limit = {{ times = 1, per = "hour" }}', 'voucher[3].limit.per: "hour" is not known here'),
    ],
)
def test_a_fault_of_a_voucher(keys: str, told: str) -> None:
    (fault,) = faults_of(voucher(keys))
    assert fault.startswith(told)


def test_what_a_voucher_must_have_is_missed() -> None:
    assert [fault.split(":")[0] for fault in faults_of("[[voucher]]\naway_days = 3\n")] == [
        "voucher[3].id",
        "voucher[3].issue",
        "voucher[3].promotion",
    ]


def card(keys: str) -> str:
    return f'[[stamp_card]]\nid = "c"\nname = "C"\nvoucher = "full"\n{keys}\n'


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('per = "day"\ngoal = 5', 'stamp_card[1].per: "day" is not known here'),
        ('per = "amount"\ngoal = 5', "stamp_card[1].amount: it is missing"),
        ('per = "unit"\namount = 9\ngoal = 5', 'stamp_card[1].amount: a stamp is for each "unit"'),
        ('per = "unit"\ngoal = 0', "stamp_card[1].goal: 0 is out of range; it runs from 1"),
        ('per = "unit"\ngoal = 1001', "stamp_card[1].goal: 1001 is out of range; it runs from 1 to 1000"),
        ('per = "unit"\ngoal = 5\nstart = 5', "stamp_card[1].start: 5 stamps are a full card"),
        (
            'per = "unit"\ngoals = 5\ngoal = 5',
            "stamp_card[1].goals: there is no such key; the nearest one is",
        ),
        ('per = "unit"\ngoal = 5\nwhen = { voucher = true }', "stamp_card[1].when.voucher: no voucher opens"),
    ],
)
def test_a_fault_of_a_stamp_card(keys: str, told: str) -> None:
    (fault,) = faults_of(card(keys))
    assert fault.startswith(told)


def test_a_stamp_card_names_a_voucher_that_it_may_give() -> None:
    (fault,) = faults_of(card('per = "unit"\ngoal = 5').replace('"full"', '"later"'))
    assert fault.startswith('stamp_card[1].voucher: "later" is issued as "reward"')
    assert [each.split(":")[0] for each in faults_of("[[stamp_card]]\n")] == [
        f"stamp_card[1].{key}" for key in ("goal", "id", "name", "per", "voucher")
    ]


@pytest.mark.parametrize(
    ("section", "count", "most"), [("reward", 201, 200), ("voucher", 199, 200), ("stamp_card", 51, 50)]
)
def test_there_are_not_too_many(section: str, count: int, most: int) -> None:
    whole = count + 2 if section == "voucher" else count
    assert f"{section}: there are {whole} of them; at most {most} are allowed" in faults_of(
        f"[[{section}]]\n" * count
    )


def test_a_program_with_them_says_how_many() -> None:
    read = program(more=VOUCHERS + reward(GIFT) + card('per = "unit"\ngoal = 5'))
    assert dict(contents(read)) == {
        "tiers": 2,
        "promotions": 2,
        "rewards": 1,
        "vouchers": 2,
        "stamp cards": 1,
    }
    kept = read.voucher("later")
    assert kept is not None
    assert kept.promotion == "opened"
    assert read.voucher("latter") is None
    assert read.reward("s") is None
