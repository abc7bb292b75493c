"""Draws, partners, limits and the survey as a file says them: what they are read into, and their faults."""

import pytest

from loyalty.figures import LANGUAGES
from loyalty.program.caps import NO_LIMITS, Limits, ManagerOver
from loyalty.program.contents import contents
from loyalty.program.draws import Prize
from loyalty.program.partners import Partner
from loyalty.rates import Rate
from loyalty.units import Money, Points
from tests.unit.loyalty.program_faults import fault_of, faults_of
from tests.unit.loyalty.shop import program, program_text

COMMITMENT = "ab" * 32
PRIZE = '[[draw.prize]]\nid = "first"\nname = "Giải nhất"\nwins = 1\npoints = 1000\n'
DRAW = f'[[draw]]\nid = "tet"\nname = "Bốc thăm Tết"\nof = 100\n{PRIZE}'
RUNNING = (
    f'[[draw]]\nid = "tet"\nname = "Bốc thăm Tết"\nof = 100\nenabled = true\ncommitment = "{COMMITMENT}"\n'
    f"when = {{ from = 2027-01-20, until = 2027-02-20, members_only = false }}\n{PRIZE}"
)
PARTNER = '[[partner]]\nid = "cafe"\nname = "Cà phê"\nstores = ["c1", "c2"]\n'
TEA = (
    '[[promotion]]\nid = "tea"\nname = "Trà"\nkind = "amount_off"\namount = 5\nwhen = { voucher = true }\n'
    '[[voucher]]\nid = "tea"\npromotion = "tea"\nissue = "apology"\ndays = 30\n'
)
SURVEY = '[survey]\nkind = "ces"\nquestion = { vi = "Có dễ không?", en = "Was it easy?" }\n'


def test_a_draw_is_read() -> None:
    (draw,) = program(more=RUNNING).draws
    assert (draw.id, draw.name, draw.of, draw.is_enabled) == ("tet", "Bốc thăm Tết", 100, True)
    assert (draw.commitment, draw.rule.when.members_only) == (COMMITMENT, False)
    assert draw.prizes == (Prize(id="first", name="Giải nhất", wins=1, points=Points(1000)),)
    assert program(more=RUNNING).draw("tet") == draw
    assert program(more=RUNNING).draw("xuan") is None


def test_a_draw_is_off_unless_it_is_switched_on() -> None:
    (draw,) = program(more=DRAW).draws
    assert (draw.is_enabled, draw.commitment) == (False, "")


def test_partners_have_the_rates_of_the_points_where_they_say_nothing_else() -> None:
    more = f'{PARTNER}[[partner]]\nid = "books"\nname = "Sách"\nstores = ["b"]\nearn = 2\nper_amount = 5000\n'
    more += "worth = 400\npays_per_point = 450\nreceives_per_point = 380\n"
    cafe, books = program(more=more).partners
    stores = frozenset({"c1", "c2"})
    assert cafe == Partner(
        id="cafe", name="Cà phê", stores=stores, earn=Points(1), per_amount=Money(10_000), worth=Money(500)
    )
    assert (books.earn, books.per_amount, books.worth) == (2, 5_000, 400)
    assert (books.pays_per_point, books.receives_per_point) == (450, 380)


def test_limits_are_read() -> None:
    more = """[limits]
earn_max_per_sale = 500
burn_max_per_day = 0
burn_max_per_sale = 40
sales_per_day = 3
discount_max_per_shift = 200000
manager_over = { price_change_percent = 7.5, points_adjusted = 0, apology_voucher = 50000 }
"""
    assert program(more=more).limits == Limits(
        earn_max_per_sale=Points(500),
        burn_max_per_sale=Points(40),
        burn_max_per_day=Points(0),
        sales_per_day=3,
        discount_max_per_shift=Money(200_000),
        manager_over=ManagerOver(
            price_change_percent=Rate(15, 2), points_adjusted=Points(0), apology_voucher=Money(50_000)
        ),
    )
    assert program().limits is NO_LIMITS


def test_a_survey_is_read() -> None:
    survey = program(more=f'{SURVEY}every_days = 90\nshare_percent = 12.5\nafter = "refund"\n').survey
    assert survey is not None
    assert (survey.kind, survey.after, survey.every_days) == ("ces", "refund", 90)
    assert (survey.share_percent, list(survey.scale)) == (Rate(25, 2), [1, 2, 3, 4, 5, 6, 7])
    assert [survey.question[language] for language in LANGUAGES] == ["Có dễ không?", "Was it easy?"]
    assert program().survey is None
    assert program(more=SURVEY.replace("ces", "nps")).survey is not None


def test_a_summary_counts_what_there_is() -> None:
    assert list(contents(program(more=DRAW + PARTNER)))[2:] == [("draws", 1), ("partners", 1)]
    assert list(contents(program(more=DRAW)))[2:] == [("draws", 1)]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            DRAW.replace("of = 100", "of = 100\nenabled = true\nwhen = { from = 2027-01-01 }"),
            [
                "draw[1].commitment: it is missing; ",
                "draw[1].when: a draw that is enabled has a first and a last day; write when = { from",
            ],
        ),
        (RUNNING.replace('"ab', '"AB'), ["is not a SHA-256; write the SHA-256 of the seed as 64 digits"]),
        (
            RUNNING + RUNNING.replace('"tet"', '"xuan"'),
            ['draw[2].commitment: it is that of "tet" too; each draw needs a seed of its own'],
        ),
        (DRAW + DRAW, ['draw[2].id: "tet" is used already; each draw needs an id of its own']),
        (
            DRAW.replace("wins = 1", "wins = 101"),
            ["draw[1].of: the prizes win 101 of 100 numbers; all prizes together win at most 100 of them"],
        ),
        (DRAW.replace(PRIZE, ""), ["draw[1].prize: it is missing; "]),
        (
            DRAW.replace(PRIZE, "prize = []\n"),
            ["prize: there are 0 of them; a draw has 1 to 100 prizes"],
        ),
        (
            DRAW + PRIZE + PRIZE.replace('"first"', '""'),
            [
                'draw[1].prize[2].id: "first" is used already; each prize of a draw needs an id of its own',
                'draw[1].prize[3].id: "" is empty',
            ],
        ),
        (
            DRAW.replace("points = 1000\n", ""),
            ["draw[1].prize[1].points: it is nothing; write points = …, or voucher = the id of a"],
        ),
        (
            DRAW.replace("points = 1000", 'voucher = "tea"') + TEA,
            ['prize[1].voucher: "tea" is issued as "apology"; name a [[voucher]] with issue = "draw"'],
        ),
        (
            DRAW.replace("of = 100", "of = 100\nwhen = { voucher = true }"),
            ["draw[1].when.voucher: no voucher opens this, only promotions are opened by one; "],
        ),
        (
            TEA + DRAW.replace('id = "tet"', 'id = "tea"'),
            ['draw[1].id: "tea" is a promotion\'s; each rule needs'],
        ),
        (
            f'{SURVEY}when = {{ limit = {{ times = 1, per = "day" }} }}\n',
            ["survey.when.limit: every_days says how often the question is put; "],
        ),
        (
            DRAW.replace("points = 1000", 'points = 1000\nvoucher = "v"'),
            ["prize[1].points: it is points and a voucher; ", 'there is no voucher "v"; '],
        ),
        (DRAW.replace("points = 1000", "points = 0"), ["draw[1].prize[1].points: 0 is out of range; "]),
        (PARTNER.replace('["c1", "c2"]', "[]"), ["partner[1].stores: there is none; name the stores"]),
        (
            PARTNER + PARTNER.replace('"cafe"', '"books"'),
            [
                'partner[2].stores[1]: "c1" is a store of "cafe" already; a store belongs to one partner',
                'partner[2].stores[2]: "c2" is a store of "cafe" already',
            ],
        ),
        ('[[partner]]\nid = "cafe"\nwort = 5\n', ["partner[1].name: ", "partner[1].stores: ", '"worth"']),
        (PARTNER + "worth = 0\n", ["partner[1].worth: 0 is out of range; it runs from 1"]),
        ("[limits]\nsales_per_day = 0\n", ["limits.sales_per_day: 0 is out of range; it runs from 1"]),
        (
            "[limits]\nearn_max_per_sal = 1\n",
            ['limits.earn_max_per_sal: there is no such key; the nearest one is "e'],
        ),
        (
            "[limits.manager_over]\nprice_change_percent = 101\nrefund_without_receipt = -1\n",
            [
                "limits.manager_over.price_change_percent: 101 is out of range; it runs from 0 to 100",
                "limits.manager_over.refund_without_receipt: -1 is out of range; it runs from 0",
            ],
        ),
        (
            "[survey]\n",
            ["survey.kind: it is missing; ", "survey.question: it is missing; "],
        ),
        (
            '[survey]\nkind = "npss"\nquestion = { vi = "", english = "Q" }\n',
            [
                'survey.kind: "npss" is not known here; the nearest is "nps"',
                "survey.question.en: it is missing",
                'survey.question.english: there is no such key; the nearest one is "en"',
                "survey.question.vi: it is empty; write the question as it is asked",
            ],
        ),
    ],
)
def test_faults_of_sections(more: str, told: list[str]) -> None:
    text = program_text(tiers='[[tier]]\nid = "member"\nat = 0\n', more=more)
    written = "\n".join(str(fault).split(": ", 1)[1] for fault in faults_of(text))
    assert all(fault in written for fault in told)
    assert len(written.splitlines()) == len(told)


@pytest.mark.parametrize(("section", "most"), [(DRAW, 50), (PARTNER, 200)])
def test_there_are_so_many_of_a_section(section: str, most: int) -> None:
    name = section[2 : section.index("]")]
    many = "".join(
        section.replace('"tet"', f'"{number}"')
        .replace('"cafe"', f'"{number}"')
        .replace('["c1", "c2"]', f'["{number}"]')
        for number in range(most + 1)
    )
    what = f"{name}: there are {most + 1} of them; at most {most} are allowed"
    assert str(faults_of(program_text(more=many))[0]).endswith(what)


def test_a_broken_line_is_not_told_twice() -> None:
    text = program_text(more=RUNNING.replace("when = {", "when = ={"))
    assert [fault.key for fault in faults_of(text)] == [""]


def test_a_fault_stands_on_its_line() -> None:
    assert fault_of(program_text(more=PARTNER + "earn = -1\n")).startswith("partner[1].earn: -1 is out of")
