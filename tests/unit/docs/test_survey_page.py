"""The worked tables of `docs/program/survey.md` hold."""

from datetime import datetime

import pytest

from loyalty.account import Account
from loyalty.account.surveys import ask_survey
from loyalty.program import parse_program
from loyalty.quote import quote
from loyalty.survey_scores import customer_effort, net_promoters
from tests.unit.docs.pages import block, page, table
from tests.unit.loyalty.shop import TUESDAY, basket, line, member

PAGE = page("docs/program/survey.md")
PROGRAM = parse_program(block(PAGE, "toml"), name="docs/program/survey.md")


@pytest.mark.parametrize("row", table(PAGE, "asked"), ids=lambda row: " ".join(row.values()))
def test_asked(row: dict[str, str]) -> None:
    before = row["asked before"]
    last = datetime.fromisoformat(f"{before}T23:59:00+07:00") if before else None
    priced = quote(PROGRAM, basket(line(price=int(row["bought"])), by=member()))
    asked = ask_survey(Account(asked_at=last), priced, after="sale", receipt=row["receipt"], at=TUESDAY)
    assert (asked.survey is not None) == (row["asked"] == "yes")
    assert asked.account.asked_at == (TUESDAY if asked.survey else last)
    if row["asked"] == "no":
        assert [why.code for why in asked.reasons] == row["because"].split()


@pytest.mark.parametrize("row", table(PAGE, "scores"), ids=lambda row: f"{row['kind']} {row['answers']}")
def test_scores(row: dict[str, str]) -> None:
    answers = [int(answer) for answer in row["answers"].split()]
    if row["kind"] == "nps":
        assert str(net_promoters(answers).score) == row["comes to"]
    else:
        found = customer_effort(answers)
        assert f"{found.hundredths}, {found.easy_percent} % easy" == row["comes to"]
