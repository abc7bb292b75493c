"""A file of a member's year: read whole, or refused with every fault."""

from dataclasses import replace
from datetime import datetime

import pytest

from loyalty.account.acts import Buy, Done, GiveBack, Ground, Wait
from loyalty.account.model import Account
from loyalty.account.read_year import parse_year
from loyalty.account.year import Mismatch, walk
from loyalty.errors import Refused
from loyalty.program.faults import YearRefused
from tests.unit.loyalty.shop import program

PROGRAM = program(points="burn_min = 2\n")
HEAD = 'name = "A year"\n[member.an]\nbirthday = "03-21"\n[member.binh]\nsegments = ["staff"]\n'
GOODS = '[goods.tea]\nsku = "T"\nunit_price = 100000\n[goods.milk]\nsku = "M"\nunit_price = 9000\n'
STEPS = """
[[step]]
at = 2026-11-24T10:00:00
buy = { sale = "one", lines = ["1 tea", "0.5 milk"] }
expect = { points = 10, tier = "silver" }

[[step]]
at = 2026-11-24T03:00:00Z
member = "binh"
buy = { sale = "two", lines = ["2 milk"], burn_points = 1 }
expect = { refused = "burn-over-max" }

[[step]]
at = 2026-11-25T10:00:00
give_back = { sale = "one", lines = ["0.5 tea"] }
expect = { money = 1 }

[[step]]
at = 2026-11-26T10:00:00
note = "all of it"
give_back = { sale = "one" }

[[step]]
at = 2026-11-26T10:00:00
give_back = { sale = "one", lines = ["1 tea"] }
expect = { refused = "more-than-left" }

[[step]]
at = 2026-11-27T10:00:00
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(YearRefused) as refused:
        parse_year(PROGRAM, text, name="year.toml")
    return [f"{fault.line} {fault.key}: {fault.what}; {fault.right}" for fault in refused.value.faults]


def test_a_year_is_read_with_all_its_steps() -> None:
    year = parse_year(PROGRAM, HEAD + GOODS + STEPS, name="year.toml")
    assert [type(step.act) for step in year.steps] == [Buy, Buy, GiveBack, GiveBack, GiveBack, Wait]
    assert [step.member for step in year.steps] == ["an", "binh", "an", "an", "an", "an"]
    assert year.steps[0].at == year.steps[1].at
    assert (year.steps[3].note, year.steps[0].line) == ("all of it", 13)
    assert year.members["binh"].segments == ("staff",)


def test_a_year_is_walked_and_every_figure_that_differs_is_told() -> None:
    year = parse_year(PROGRAM, HEAD + GOODS + STEPS, name="year.toml")
    steps = list(walk(PROGRAM, year))
    assert [step.mismatches for step in steps] == [
        (Mismatch("tier", "silver", "silver"),)[1:],
        (),
        (Mismatch("money", 1, 50000),),
        (),
        (),
        (),
    ]
    assert steps[1].news[0].text("en") == "1 point cannot be used: this sale can take at most 0 points"
    assert [each.text("vi") for each in steps[4].news] == ["Dòng 1: không thể trả 1, chỉ còn 0"]
    assert [each.text("en") for each in steps[4].news] == ["Line 1: 1 cannot be returned, 0 is left of it"]
    assert steps[3].figures["points"] == 0


def test_a_sale_that_was_refused_or_is_of_somebody_else_cannot_be_brought_back() -> None:
    one, two = STEPS.split("\n\n")[:2]
    back = '\n[[step]]\nat = 2026-11-24T11:00:00\nmember = "binh"\ngive_back = { sale = "NAME" }\n'
    texts = [one, two, back.replace("NAME", "two"), back.replace("NAME", "one")]
    steps = list(walk(PROGRAM, parse_year(PROGRAM, HEAD + GOODS + "\n".join(texts), name="year.toml")))
    assert [step.figures["refused"] for step in steps[2:]] == ["sale-not-made", "sale-of-another"]
    assert steps[3].news[0].text("en") == "The sale one is that of the member an"


def test_a_reward_that_there_is_not_is_told_before_the_year_begins() -> None:
    asked = STEPS.replace("burn_points = 1", 'rewards = [{ id = "tea" }]')
    (fault,) = faults_of(HEAD + GOODS + asked)
    assert fault.startswith("21 step[2].buy: rewards[0].id: the program has no rewards; ")


def test_only_an_apology_is_issued_by_hand() -> None:
    rule = '[[voucher]]\nid = "v"\npromotion = "p0"\nissue = "KIND"\n'
    half = 'kind = "percent_off"\npercent = 50\nwhen = { voucher = true }'
    text = f'{HEAD}[[step]]\nat = 2026-11-24T10:00:00\nissue = {{ voucher = "v" }}\n'
    sorry = program(half, more=rule.replace("KIND", "apology"))
    (step,) = walk(sorry, parse_year(sorry, text, name="year.toml"))
    assert [sentence.code for sentence in step.news] == ["voucher-issued-for-ever"]
    with pytest.raises(YearRefused) as refused:
        parse_year(program(half, more=rule.replace("KIND", "welcome")), text, name="year.toml")
    assert [f"{fault.line}: {fault.what}" for fault in refused.value.faults] == [
        '8: "v" has issue = "welcome"'
    ]


FAULTY = """name = "A year"
more = 1
[member.an]
birthday = "02-30"
[goods.tea]
sku = "T"
unit_price = "dear"
[[step]]
at = 2026-11-24
buy = { sale = "one", lines = ["1 tea", "tea", "0 tea", "1 te", "2 tea"] }
[[step]]
at = 2026-11-24T09:00:00
member = "bin"
buy = { sale = "one", lines = [] }
give_back = { sale = "none" }
[[step]]
at = 2026-11-24T08:00:00
give_back = { sale = "two", lines = ["1 tea"], of = 1 }
[[step]]
buy = 5
expect = { points = 1 }
"""
TOLD = """2 more: there is no such key; the nearest one is "name"
4 member.an.birthday: "02-30" is not a day; write MM-DD or YYYY-MM-DD
9 step[1].at: 2026-11-24 has no time; write a date-time, as 2026-01-05T08:10:00
10 step[1].buy: lines[0].unit_price: "dear" is not a whole number; write what a basket may have
10 step[1].buy.lines[2]: "tea" is not a line; write it as "2 coffee"
10 step[1].buy.lines[3]: "0 tea" is not a line; write it as "2 coffee"
10 step[1].buy.lines[4]: "te" is not known here; the nearest is "tea"
10 step[1].buy.lines[5]: "tea" is named twice; name it once
13 step[2].member: "bin" is not known here; the nearest is "an"; it is one of "an"
14 step[2].buy.sale: "one" was sold already; each sale needs a name of its own
15 step[2].give_back: the step has buy already; write a step for each
17 step[3].at: 2026-11-24 08:00:00+07:00 is before the step above; write the steps in order of time
18 step[3].give_back.lines[1]: "tea" is not known here; there are none to name
18 step[3].give_back.of: there is no such key; the nearest one is "sale"
18 step[3].give_back.sale: "two" is not known here; the nearest is "one"; it is one of "one"
19 step[4].at: it is missing; write "at = …" here
20 step[4].buy: 5 is not a table; write [buy] on a line of its own, or buy = { … }
"""


def test_every_fault_is_told_at_once() -> None:
    assert faults_of(FAULTY) == TOLD.splitlines()


def test_a_year_needs_somebody_and_steps() -> None:
    assert faults_of("") == [
        '1 member: it is missing; write "member = …" here',
        '1 name: it is missing; write "name = …" here',
        '1 step: it is missing; write "step = …" here',
    ]
    assert faults_of('name = ""\nmember = { an = 1 }\nstep = [{ at = 2026-01-01T00:00:00 }]') == [
        "2 member.an: 1 is not a table; write [an] on a line of its own, or an = { … }",
    ]


class Refuses:
    """An act to which the rules say no without a sentence of their own."""

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        raise Refused(
            "not-today", points=ground.program.points.worth, purchases=len(account.id), year=at.year
        )


def test_a_refusal_without_a_sentence_is_told_by_its_code_and_the_year_goes_on() -> None:
    year = parse_year(PROGRAM, HEAD + GOODS + STEPS, name="year.toml")
    first = year.steps[0]
    steps = (replace(first, act=Refuses(), expect={"refused": "not-today", "points": 0}), first)
    after = list(walk(PROGRAM, replace(year, steps=steps)))
    assert [each.figures["refused"] for each in after] == ["not-today", ""]
    assert not after[0].mismatches
    assert after[0].news == ()
