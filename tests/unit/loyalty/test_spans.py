"""A span of time that ends before it begins is a fault, in whichever section it stands."""

import pytest

from loyalty.program import ProgramRefused
from tests.unit.loyalty.program_faults import OFF, fault_of, faults_of
from tests.unit.loyalty.shop import program, program_text

SECTIONS = {
    "promotion[1].when": (f"{OFF}\nwhen = {{ SPAN }}", ""),
    "draw[1].when": ("", '[[draw]]\nid = "d"\nname = "D"\nof = 9\nwhen = { SPAN }\nprize = [PRIZE]\n'),
    "challenge[1].when": (
        "",
        '[[challenge]]\nid = "c"\nname = "C"\nmeasure = "visits"\ngoal = 2\npoints = 5\nwhen = { SPAN }\n',
    ),
    "reward[1].when": (
        "",
        '[[reward]]\nid = "r"\nname = "R"\nkind = "donation"\ncause = "K"\npoints = 5\nwhen = { SPAN }\n',
    ),
    "survey.when": (
        "",
        '[survey]\nkind = "nps"\nquestion = { vi = "Có?", en = "Yes?" }\nwhen = { SPAN }\n',
    ),
}
PRIZE = '{ id = "p", name = "P", wins = 1, points = 1 }'


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_tells_a_span_that_ends_before_it_begins(section: str) -> None:
    promotion, more = SECTIONS[section]
    span = "from = 2026-12-01, until = 2026-11-01"
    parts = [part.replace("SPAN", span).replace("PRIZE", PRIZE) for part in (promotion, more)]
    text = program_text(*filter(None, parts[:1]), more=parts[1])
    right = "it ends on 2026-11-01, before it begins; write 2026-12-01 or later, or change from"
    assert fault_of(text) == f"{section}.until: {right}"


@pytest.mark.parametrize(
    ("span", "is_wrong"),
    [
        ("from = 2026-12-01, until = 2026-12-01", False),
        ("from = 2026-12-01T23:59:59, until = 2026-12-01", False),
        ("from = 2026-12-01, until = 2026-12-01T00:00:00", False),
        ("from = 2026-12-01, until = 2026-11-30T23:59:59", True),
        ("from = 2026-12-01T18:30:00, until = 2026-12-01T11:30:00Z", False),
        ("from = 2026-12-01T18:30:00, until = 2026-12-01T11:29:59Z", True),
        ("from = 2026-12-01, until = 2026-11-30T17:00:00Z", False),
        ("from = 2026-12-01, until = 2026-11-30T16:59:59Z", True),
        ("from = 9999-12-31, until = 0001-01-01", True),
        ('from = 2026-12-01, until = "2026-11-01"', True),
        ("until = 2026-11-01", False),
    ],
)
def test_days_and_moments_are_held_against_each_other_in_the_programs_zone(
    span: str, *, is_wrong: bool
) -> None:
    text = f"{OFF}\nwhen = {{ {span} }}"
    if is_wrong:
        assert [fault.key for fault in faults_of(program_text(text))] == ["promotion[1].when.until"]
    else:
        assert program(text).promotions[0].when.ends is not None


def test_a_span_may_be_written_as_a_table_of_its_own() -> None:
    with pytest.raises(ProgramRefused):
        program(f"{OFF}\n[promotion.when]\nfrom = 2026-12-01\nuntil = 2026-11-30\n")
