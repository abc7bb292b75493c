"""Notes about two who become one by mistake: seen while they are one, and gone with whose they are."""

from datetime import timedelta

from loyalty.wire.canonical import canonical_bytes
from loyalty.wire.messages import Person
from server.usecases.admin.people import Who, erase_member, unmerge_member
from tests.integration.server.conftest import House
from tests.integration.server.member_desk import AN, BINH, OTHER, ask, do, house

__all__ = ["house"]


def notes(house: House, member: str) -> list[tuple[str, str]]:
    """What stands on a file: the text, and who dealt with it."""
    person = ask(house, member=member).member.person
    return [(each.text, each.done_by) for each in (person.notes if person else ())]


def test_parted_again_nothing_that_was_written_about_the_one_stays_with_the_other(house: House) -> None:
    do(house, "note", deed="a", text="Gọi lại")
    do(house, "note", deed="b", member=BINH, text="Bình chờ hàng")
    do(house, "merge", deed="m", other=BINH, operator="supervisor")
    assert notes(house, AN) == [("Gọi lại", ""), ("Bình chờ hàng", "")]
    do(house, "unmerge", deed="u", member=BINH, operator="manager")
    assert notes(house, AN) == [("Gọi lại", "")]
    assert notes(house, BINH) == [("Bình chờ hàng", "")]
    erase_member(house.server, tenant=house.code, who=Who(member=BINH))
    assert "Bình" not in canonical_bytes(ask(house).to_json()).decode()


def test_what_was_done_while_they_were_one_is_done(house: House) -> None:
    do(house, "note", deed="b", member=BINH, text="Bình chờ hàng")
    do(house, "merge", deed="m", other=BINH, operator="supervisor")
    do(house, "note-done", deed="d", note="b", operator="manager")
    unmerge_member(house.server, tenant=house.code, who=Who(member=BINH))
    assert (notes(house, AN), notes(house, BINH)) == ([], [("Bình chờ hàng", "manager")])


def test_who_was_enrolled_twice_keeps_the_note_of_the_second_time(house: House) -> None:
    do(house, "note", deed="b", member=BINH, text="Bình chờ hàng")
    house.q1.now -= timedelta(hours=1)
    house.q1.enrol("older")
    house.q1.sync(persons=[Person("older", "Trần Bình", OTHER)])
    assert ask(house, member=BINH).member.member == "older"
    assert notes(house, "older") == [("Bình chờ hàng", "")]


def test_a_note_is_no_reason_not_to_merge_with_somebody_of_whom_nothing_is_known(house: House) -> None:
    house.q1.now -= timedelta(hours=1)
    house.q1.enrol("nobody")
    house.q1.sync()
    do(house, "note", deed="n", text="Gọi lại")
    done = do(house, "merge", deed="m", member="nobody", other=AN, operator="supervisor")
    assert [each.member.member for each in done.members] == ["nobody", AN]


def merged_into_a_household(house: House) -> str:
    """Somebody of whom there is a note is merged into a household; gives its head."""
    do(house, "household-join", deed="h", other=BINH, approver="manager")
    house.q1.enrol("again")
    house.q1.sync(persons=[Person("again", "Nguyễn An", None)])
    do(house, "note", deed="n", member="again", text="Chờ hàng")
    pool = ask(house).member
    assert pool.household is not None
    do(house, "merge", deed="m", member="again", other=pool.member, operator="supervisor")
    return pool.household.head


def of_person(house: House, member: str) -> list[tuple[str, str]]:
    """What stands in the file of one who shares a household."""
    (found,) = [each.person for each in ask(house).persons if each.member == member]
    assert found is not None
    return [(each.text, each.done_by) for each in found.notes]


def test_a_note_goes_along_into_a_household(house: House) -> None:
    assert of_person(house, merged_into_a_household(house)) == [("Chờ hàng", "")]


def test_parted_from_a_household_its_head_keeps_no_note_and_what_was_done_is_done(house: House) -> None:
    head = merged_into_a_household(house)
    assert of_person(house, head) == [("Chờ hàng", "")]
    do(house, "note-done", deed="d", member=head, note="n", operator="manager")
    do(house, "unmerge", deed="u", member="again", operator="manager")
    assert of_person(house, head) == []
    assert notes(house, "again") == [("Chờ hàng", "manager")]


def test_who_joined_a_household_since_gives_the_note_back_too(house: House) -> None:
    house.q1.enrol("again")
    house.q1.sync(persons=[Person("again", "Nguyễn An", None)])
    do(house, "note", deed="n", member=BINH, text="Chờ hàng")
    do(house, "merge", deed="m", member="again", other=BINH, operator="supervisor")
    do(house, "household-join", deed="h", other="again", approver="manager")
    assert of_person(house, "again") == [("Chờ hàng", "")]
    do(house, "unmerge", deed="u", member=BINH, operator="manager")
    assert (of_person(house, "again"), notes(house, BINH)) == ([], [("Chờ hàng", "")])
