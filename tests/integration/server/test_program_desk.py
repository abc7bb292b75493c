"""A program is published from a till: once, by a manager, told to every till, and nobody's is passed over."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loyalty.errors import Refused
from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.feed import ProgramRow
from loyalty.wire.program_desk import ProgramAsk, ProgramDeed, ProgramsAnswer, ProgramsAsk
from server.clock import moment_text
from server.store.tables.tenancy import program_deeds, programs
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import make_pairing_code
from server.usecases.program_desk import list_programs, publish_from_till, read_program_text
from server.usecases.throttle import PUBLICATIONS
from tests.integration.server.conftest import PROGRAM, House, one_more_till
from tests.integration.server.http import Http
from tests.integration.server.tills import FakeTill, pair_till, sale_body

DEARER = PROGRAM.replace("worth = 500", "worth = 600")
DEAREST = PROGRAM.replace("worth = 500", "worth = 700")


def publish(
    house: House, text: str = DEARER, *, deed: str = "d1", by: str = "manager", newest: int = 1, **said: Any
) -> ProgramRow:
    asked = ProgramDeed(version=1, deed=deed, operator=by, text=text, newest=newest, **said)
    return publish_from_till(house.server, house.q1.account, asked, nonce="n").program


def told(house: House, by: str = "manager") -> ProgramsAnswer:
    return list_programs(house.server, house.q2.account, ProgramsAsk(1, by), nonce="n")


def heard(till: FakeTill) -> list[ProgramRow]:
    """The programs that a till has heard of since it asked last."""
    rows = till.sync(feed_limit=500).feed.rows
    return [ProgramRow.from_json(each.body) for each in rows if each.kind == "program"]


def versions(house: House) -> list[int]:
    return sorted(row["version"] for row in house.rows(programs) if row["tenant"] == house.tenant)


def in_days(house: House, days: int) -> str:
    return moment_text(house.clock.now() + timedelta(days=days))


def test_what_is_published_is_in_force_at_once_and_every_till_hears_it(house: House) -> None:
    far = one_more_till(house, "Q3", store="q3")
    for till in (house.q2, far):
        heard(till)
    row = publish(house)
    assert (row.version, row.text, row.valid_from) == (2, DEARER, moment_text(house.clock.now()))
    assert heard(house.q2) == heard(far) == [row]
    assert told(house).in_force == 2


def test_who_did_it_and_where_stays_beside_what_a_command_published(house: House) -> None:
    publish(house)
    (record,) = (row for row in house.rows(program_deeds) if row["tenant"] == house.tenant)
    assert (record["by"], record["till"], record["program_version"]) == ("manager", house.q1.paired.till, 2)
    newest, first = told(house, "auditor").programs
    assert (newest.number, newest.by, newest.till) == (2, "manager", "Q1")
    assert (first.number, first.by, first.till) == (1, "", "")
    asked = ProgramAsk(1, "auditor", 1)
    assert read_program_text(house.server, house.q1.account, asked, nonce="n").program.text == PROGRAM


def test_the_same_deed_again_publishes_nothing_not_even_after_somebody_elses(house: House) -> None:
    first = publish(house)
    publish(house, DEAREST, deed="d2", newest=2)
    heard(house.q2)
    assert publish(house) == first
    assert versions(house) == [1, 2, 3]
    assert heard(house.q2) == []
    assert told(house).in_force == 3


def test_what_was_published_meanwhile_is_never_passed_over(house: House) -> None:
    publish_program(house.server, tenant=house.code, text=DEAREST, name="p.toml")
    with pytest.raises(Refused, match="program-meanwhile") as refusal:
        publish(house)
    assert refusal.value.params["number"] == 2
    assert versions(house) == [1, 2]
    assert publish(house, deed="d2", newest=2).version == 3


def test_the_one_before_is_published_again_as_a_version_of_its_own(house: House) -> None:
    publish(house)
    assert publish(house, PROGRAM, deed="d2", newest=2).version == 3
    assert told(house).in_force == 3


def test_one_for_a_later_day_is_at_every_till_before_and_in_force_when_it_comes(house: House) -> None:
    heard(house.q2)
    row = publish(house, begins=in_days(house, 3))
    assert row.valid_from == in_days(house, 3)
    assert heard(house.q2) == [row]
    assert told(house).in_force == 1
    code = make_pairing_code(house.server, tenant=house.code, till="Q2")
    late = pair_till(house.server, code, now=house.clock.now())
    assert {each.version for each in heard(late)} == {1, 2}  # a till that comes in between sells by the first
    house.clock.move(hours=72)
    assert told(house).in_force == 2


def test_a_sale_by_the_one_that_begins_is_posted_by_it_whatever_was_published_later(house: House) -> None:
    row = publish(house, begins=in_days(house, 1))
    publish(house, DEAREST, deed="d2", newest=2)
    house.clock.move(hours=25)
    assert told(house).in_force == 2
    house.q1.enrol("member-an")
    sale = sale_body("s1", "member-an", fingerprint=row.fingerprint)
    by_it = replace(sale, program=replace(sale.program, version=2))
    house.q1.record("sale_settled", by_it.to_json())
    assert {each.outcome for each in house.q1.sync().outcomes} == {"applied"}
    house.check()


def test_a_day_that_has_passed_is_now(house: House) -> None:
    assert publish(house, begins=in_days(house, -2)).valid_from == moment_text(house.clock.now())


@pytest.mark.parametrize("role", ["lan", "supervisor", "auditor", "nobody"])
def test_nobody_but_a_manager_publishes(house: House, role: str) -> None:
    with pytest.raises(Refused, match="operator-may-not"):
        publish(house, by=role)
    assert versions(house) == [1]


@pytest.mark.parametrize("role", ["lan", "supervisor", "nobody"])
def test_nobody_but_managers_and_auditors_looks(house: House, role: str) -> None:
    with pytest.raises(Refused, match="operator-may-not"):
        told(house, role)
    with pytest.raises(Refused, match="operator-may-not"):
        read_program_text(house.server, house.q1.account, ProgramAsk(1, role, 1), nonce="n")


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        (PROGRAM.replace("worth = 500", "wort = 600\nearn = -1"), {}, "program-refused"),
        ("]" * 500, {}, "program-refused"),
        (DEARER.replace('"VND"', '"USD"'), {}, "program-currency"),
        (PROGRAM, {}, "program-same"),
        (DEARER, {"begins": "2062-11-30T00:00:00.000Z"}, "program-begins-late"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_published(
    house: House, text: str, said: dict[str, Any], code: str
) -> None:
    heard(house.q2)
    with pytest.raises(Refused, match=code):
        publish(house, text, **said)
    assert (versions(house), heard(house.q2), house.rows(program_deeds)) == ([1], [], [])


def test_every_fault_is_told_with_its_place(house: House) -> None:
    broken = PROGRAM.replace("worth = 500", "worth = -1").replace("percent = 5", 'percent = "five"')
    deed = ProgramDeed(version=1, deed="d1", operator="manager", text=broken, newest=1)
    data = canonical_bytes(deed.to_json())
    reply = Http(house.server).signed(house.q1, "POST", "/v1/programs/deeds", data=data)
    assert (reply.status, reply.body["code"], reply.body["count"]) == (400, "program-refused", 2)
    first, second = str(reply.body["faults"]).splitlines()
    assert first.startswith("program:10: points.worth: -1 is out of range")
    assert second.startswith("program:25: promotion[1].percent:")


def test_a_file_that_is_no_program_at_all_is_refused_before_it_is_read(house: House) -> None:
    deed = ProgramDeed(version=1, deed="d1", operator="manager", text="x", newest=1).to_json()
    for text in ("", "a\x00b", "x" * 200_001):
        data = json.dumps({**deed, "text": text}).encode()
        reply = Http(house.server).signed(house.q1, "POST", "/v1/programs/deeds", data=data)
        assert (reply.status, reply.body["code"]) == (400, "wire-refused")


def test_so_many_may_be_sent_and_no_more_until_a_while_has_passed(house: House) -> None:
    for number in range(PUBLICATIONS.burst):
        with pytest.raises(Refused, match="program-refused"):
            publish(house, "x", deed=f"d{number}")
    with pytest.raises(Refused, match="too-many-programs"):
        publish(house)
    house.clock.move(seconds=30)
    assert publish(house).version == 2


def test_of_managers_who_publish_at_once_one_does_and_the_others_are_told(house: House) -> None:
    def attempt(worth: int) -> str:
        text = PROGRAM.replace("worth = 500", f"worth = {worth}")
        try:
            return str(publish(house, text, deed=f"d{worth}").version)
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(attempt, (600, 700, 800, 900)))
    assert sorted(said) == ["2", *["program-meanwhile"] * 3]
    assert versions(house) == [1, 2]


def test_a_program_that_is_not_there_is_said(house: House) -> None:
    with pytest.raises(Refused, match="program-unknown"):
        read_program_text(house.server, house.q1.account, ProgramAsk(1, "manager", 9), nonce="n")
