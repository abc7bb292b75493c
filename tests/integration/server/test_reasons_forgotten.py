"""Why points were changed by hand: in the export of whom it is about, gone with them, else as written."""

from functools import partial
from typing import Any, cast

import pytest
from sqlalchemy import Connection, Update, update
from sqlalchemy.exc import DBAPIError

from loyalty.units import Points
from loyalty.wire.member_desk import MemberDeed
from server.store.tables.members import adjustments, persons
from server.usecases.admin.people import Who, erase_member
from server.usecases.member_deeds import do_deed
from tests.integration.server.conftest import House
from tests.integration.server.households import AN, BINH, do, join, with_three

WHY = "Bù điểm cho chị Bình, số 0987654321"


@pytest.fixture
def house(house: House) -> House:
    """Bình was given points by hand."""
    with_three(house)
    give(house, BINH)
    return house


def give(house: House, member: str) -> None:
    deed = MemberDeed(
        version=1,
        deed=f"give-{member}",
        kind="adjust",
        operator="supervisor",
        approver="manager",
        member=member,
        points=Points(10),
        text=WHY,
    )
    do_deed(house.server, house.q1.account, deed, nonce="n")


def reasons(house: House) -> dict[str, str]:
    return {row["member"]: row["reason"] for row in house.rows(adjustments)}


def exported(house: House, person: str) -> list[str]:
    document = do(house, "export", person, None, deed=f"export-{person}").document
    movements = cast("Any", document)["movements"]
    return [each["reason"] for each in movements if each.get("reason")]


def test_it_is_gone_with_the_person_and_the_rest_of_the_row_stays(house: House) -> None:
    give(house, AN)
    erase_member(house.server, tenant=house.code, who=Who(member=BINH))
    assert reasons(house) == {BINH: "", AN: WHY}
    (row,) = (each for each in house.rows(adjustments) if each["member"] == BINH)
    assert (row["points"], row["by"], row["approved_by"]) == (10, "supervisor", "manager")
    house.check()


def test_who_leaves_a_household_for_good_is_named_by_none_of_its_reasons(house: House) -> None:
    pool = join(house)
    give(house, pool)
    erase_member(house.server, tenant=house.code, who=Who(member=BINH))
    assert reasons(house) == {BINH: "", pool: ""}


def test_their_own_export_has_it_alone_and_in_a_household(house: House) -> None:
    assert exported(house, BINH) == [WHY]
    join(house)
    assert exported(house, BINH) == [WHY]
    assert exported(house, AN) == []


@pytest.mark.parametrize(
    "values", [{"reason": ""}, {"reason": "x"}, {"points": 11}, {"reason": "", "by": "x"}]
)
def test_while_the_person_is_there_nothing_of_it_is_written_over(
    house: House, values: dict[str, Any]
) -> None:
    _is_refused(house, values)


@pytest.mark.parametrize("values", [{"reason": "x"}, {"points": 11}, {"reason": "", "by": "x"}])
def test_afterwards_it_is_blanked_and_nothing_else(house: House, values: dict[str, Any]) -> None:
    erase_member(house.server, tenant=house.code, who=Who(member=BINH))
    assert BINH not in {row["member"] for row in house.rows(persons)}
    _is_refused(house, values)


def _is_refused(house: House, values: dict[str, Any]) -> None:
    before = house.rows(adjustments)
    change = update(adjustments).where(adjustments.c.tenant == house.tenant).values(values)
    with pytest.raises(DBAPIError, match="append-only"):
        house.server.database.write(partial(_execute, change))
    assert house.rows(adjustments) == before


def _execute(change: Update, connection: Connection) -> None:
    connection.execute(change).close()
