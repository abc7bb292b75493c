"""A member with thousands of lots: what is done for each of them does not grow with how many there are.

Counted are the lines of the server that run, which is the same on any machine at any load.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Final

import server
from loyalty.units import Points
from server.books.model import Cause, HeldLot
from server.books.points import earn
from server.store.books import load_books, save_books
from server.store.database import Connection
from server.usecases.admin.doctor import examine_server
from server.usecases.merging import merge, unmerge
from tests.integration.server.conftest import House

AN, BINH = "member-an", "member-binh"
FEW, MANY = 150, 600
LINEAR: Final = 1.3
"""So many times as much a lot at most, with four times the lots; their square came to three times."""
_OURS: Final = str(Path(str(server.__file__)).parent)


def lines_run(act: Callable[[], object]) -> int:
    """How many lines of the server run until it is done, in this thread."""
    count = 0

    def heard(frame: FrameType, event: str, _arg: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(_OURS):
            return None
        count += event == "line"
        return heard

    before = sys.gettrace()
    sys.settrace(heard)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def enrolled(house: House, *members: str, lots: int) -> None:
    """Enrol them with so many lots each."""
    for member in members:
        house.q1.enrol(member)
    house.q1.sync()
    now = house.clock.now()

    def given(connection: Connection) -> None:
        for member, before in load_books(connection, house.tenant, members).items():
            after = before.copy()
            for number in range(lots):
                lot = HeldLot(
                    lot=f"{member}-{number}",
                    granted=Points(5),
                    remaining=Points(5),
                    earned_at=now,
                    spendable_from=now,
                    dies_at=None,
                    program_version=1,
                )
                earn(after, lot, Cause(operation=f"given-{lot.lot}", at=now, store=None, program_version=1))
            save_books(connection, house.tenant, {member: (before, after)}, now)

    house.server.database.write(given)


def a_lot(house: House, *, lots: int) -> tuple[float, float]:
    """How many lines run for a lot when two members with so many are merged, and when they are parted."""
    an, binh = f"{AN}-{lots}", f"{BINH}-{lots}"
    enrolled(house, an, binh, lots=lots)
    there = lines_run(lambda: merge(house.server, house.tenant, alias=binh, survivor=an, by="manager"))
    back = lines_run(lambda: unmerge(house.server, house.tenant, alias=binh, by="manager"))
    return there / lots, back / lots


def test_to_merge_and_to_part_takes_as_much_for_a_lot_however_many_there_are(house: House) -> None:
    few, many = a_lot(house, lots=FEW), a_lot(house, lots=MANY)
    assert many[0] < LINEAR * few[0]
    assert many[1] < LINEAR * few[1]
    assert examine_server(house.server, tenant=house.code) == ()
