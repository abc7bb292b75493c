"""Members, cards, goods and settings as the server sends them, and how they are found among many."""

import traceback
from dataclasses import replace

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from loyalty.units import Points
from loyalty.wire.feed import CardRow, Household, LotState, MemberDay, PersonNote
from loyalty.wire.wallet import TopUpState, WalletState
from terminal.store.member_intake import STANDING
from terminal.store.members import MemberRecord
from terminal.store.name_words import one_slip_from
from terminal.store.tables.members import members
from tests.unit.terminal.till_kit import ANH, ANH_CARD, Counter, member_state, product_row


def names(counter: Counter, typed: str, *, most: int = 10) -> list[str]:
    with counter.store.read() as reading:
        return [record.name for record in reading.names.by_name(typed, most=most)]


def record(counter: Counter, member: str) -> MemberRecord:
    with counter.store.read() as reading:
        found = reading.members.by_id(member)
    assert found is not None
    return found


def put(counter: Counter, *people: str) -> None:
    """Members with these names, numbered, each with a phone."""
    with counter.store.write() as unit:
        unit.members.put(
            member_state(f"m-{number}", name, f"+8490{number:07d}") for number, name in enumerate(people)
        )


def test_a_newer_word_of_the_server_replaces_an_older_one(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, revision=5, tier="gold")])
        unit.members.put([replace(ANH, revision=4, tier="member"), replace(ANH, revision=5, tier="member")])
    found = record(shop, "member-anh")
    assert (found.revision, found.standing["tier"]) == (5, "gold")


def test_what_is_kept_of_a_member_is_what_the_server_said_of_the_standing(shop: Counter) -> None:
    note = PersonNote("note-1", 'Nói "nhanh"', "Lan", "2026-11-25T04:58:00.000Z")
    assert ANH.person is not None
    told = replace(
        ANH,
        revision=2,
        person=replace(ANH.person, email="anh@example.vn", notes=(note,)),
        lots=(LotState("lot-1", Points(70), None, "2026-11-25T04:58:00.000Z"),),
        memberships=("tea",),
        vouchers={"voucher-1": "Tặng 10.000 đ"},
        used={"happy-hour": 2},
        day=MemberDay("2026-11-25", Points(70), 1),
        keeping={"stamps": [{"card": "tea", "count": 3}]},
        wallet=WalletState(500, 400, 100, 50, None, (TopUpState("sale-1", 400, 100, 0),)),
        household=Household("member-anh", ("member-anh", "member-binh")),
    )
    with shop.store.write() as unit:
        unit.members.put([told])
    said = told.to_json()
    about = {"email": "anh@example.vn", "notes": [note.to_json()]}
    standing = {key: value for key, value in said.items() if key in STANDING} | {"about": about}
    assert record(shop, "member-anh").standing == standing
    assert set(said) - set(STANDING) == {"member", "state", "alias_of", "person", "revision"}


def test_of_one_page_the_newest_word_counts_whatever_the_order(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, revision=9, tier="gold"), replace(ANH, revision=8, tier="member")])
    assert record(shop, "member-anh").standing["tier"] == "gold"


def test_where_the_feed_starts_over_old_revisions_mean_nothing(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, revision=500)])
        unit.members.forget_revisions()
        unit.members.put([replace(ANH, revision=1, tier="gold")])
    assert record(shop, "member-anh").standing["tier"] == "gold"


def test_a_member_who_is_renamed_is_found_by_the_new_name_only(shop: Counter) -> None:
    married = member_state("member-anh", "Lê Thị Mai", "+84912345678", revision=2)
    with shop.store.write() as unit:
        unit.members.put([married])
    assert names(shop, "mai") == ["Lê Thị Mai"]
    assert names(shop, "ánh") == []


def test_a_new_number_finds_and_the_old_one_does_not(shop: Counter) -> None:
    moved = member_state("member-anh", "Nguyễn Thị Ánh", "+84909999999", revision=2)
    with shop.store.write() as unit:
        unit.members.put([moved])
        assert [each.member for each in unit.members.by_phone("+84909999999")] == ["member-anh"]
        assert unit.members.by_phone("+84912345678") == ()
        assert unit.members.by_phone_tail("5678", most=5) == ()


def test_an_erased_person_is_nowhere_and_the_id_stays(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.forget_person("member-anh")
        unit.members.forget_person("member-nobody")
    found = record(shop, "member-anh")
    assert (found.state, found.name, found.e164, found.birthday) == ("erased", "", None, None)
    assert names(shop, "ánh") == []
    with shop.store.read() as reading:
        assert reading.members.by_card(ANH_CARD) is None
        assert reading.members.by_phone("+84912345678") == ()
        texts = [row[0] for row in reading.connection.exec_driver_sql("SELECT folded FROM name_forms")]
    assert "nguyen thi anh" not in texts


def test_a_card_goes_where_the_server_says(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put_cards([CardRow(ANH_CARD, "member-binh", "active")])
        unit.members.put_cards([])
        found = unit.members.by_card(ANH_CARD)
    assert found is not None
    assert (found[0].member, found[0].card, found[1]) == ("member-binh", ANH_CARD, True)


def test_large_pages_are_taken_whole(bare: Counter) -> None:
    put(bare, *(f"Người Thứ {number}" for number in range(2_500)))
    with bare.store.read() as reading:
        count = reading.connection.exec_driver_sql("SELECT count(*) FROM members").scalar_one()
    assert count == 2_500
    assert names(bare, "người thứ 1234") == ["Người Thứ 1234"]


def test_as_typed_goes_before_folded_and_folded_before_parts(bare: Counter) -> None:
    put(bare, "Nguyễn Thị Anh", "Nguyễn Thị Ánh", "Anh Nguyễn Thị", "Nguyễn Thị Ánh Tuyết")
    assert names(bare, "nguyễn thị ánh") == [
        "Nguyễn Thị Ánh",
        "Nguyễn Thị Anh",
        "Anh Nguyễn Thị",
        "Nguyễn Thị Ánh Tuyết",
    ]
    assert names(bare, "Nguyễn Thị Ánh")[0] == "Nguyễn Thị Ánh"
    assert names(bare, "Nguyễn Thị Anh")[0] == "Nguyễn Thị Anh"


def test_the_given_name_goes_before_other_words(bare: Counter) -> None:
    put(bare, "Lan Thị Hoa", "Trần Văn Lân", "Lê Ngọc Lan")
    assert names(bare, "lan") == ["Lê Ngọc Lan", "Trần Văn Lân", "Lan Thị Hoa"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen van hung", ["Nguyễn Văn Hùng"]),
        ("nguyen van hugn", ["Nguyễn Văn Hùng"]),
        ("nguyne van hung", ["Nguyễn Văn Hùng"]),
        ("duong", ["Trần Thùy Dương"]),
        ("thuy d", ["Trần Thùy Dương"]),
        ("duogn", ["Trần Thùy Dương"]),
        ("x", []),
        ("zz", []),
        ("qqqq wwww", []),
        ('"* OR *', []),
        ("", []),
    ],
)
def test_slips_are_forgiven_and_nonsense_finds_nobody(bare: Counter, typed: str, found: list[str]) -> None:
    put(bare, "Nguyễn Văn Hùng", "Trần Thùy Dương", "Phạm Quốc Bảo")
    assert names(bare, typed) == found


def test_a_list_ends_where_it_is_told_to(bare: Counter) -> None:
    put(bare, *(f"Trần Văn {given}" for given in ("An", "Ân", "Ấn", "Anh", "Ánh", "Ẩn")))
    assert len(names(bare, "an", most=3)) == 3
    assert len(names(bare, "tran", most=4)) == 4


def test_a_bar_code_belongs_to_who_had_it_last(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("NEW", "Gạo mới", 200_000, barcodes=["8936079120016", "111"])])
        found = unit.products.by_code("8936079120016")
        assert found is not None
        assert found.sku == "NEW"
        unit.products.put([product_row("NEW", "Gạo mới", 200_000, barcodes=["111"])])
        assert unit.products.by_code("8936079120016") is None
        unit.products.put([])


def test_a_sku_goes_before_a_bar_code_of_the_same_digits(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put(
            [
                product_row("777", "Theo mã hàng", 1),
                product_row("OTHER-2", "Theo mã vạch", 1, barcodes=["777"]),
            ]
        )
        found = unit.products.by_code("777")
    assert found is not None
    assert found.name == "Theo mã hàng"


def test_wildcards_in_what_is_typed_are_only_letters(shop: Counter) -> None:
    with shop.store.read() as reading:
        assert reading.products.by_words("%", most=5) == ()
        assert reading.products.by_words("_", most=5) == ()


def test_print_jobs_wait_until_they_are_done_with(shop: Counter) -> None:
    with shop.store.write() as unit:
        for number in range(3):
            unit.print_jobs.add("sale", f"slip {number}", at=shop.clock.now())
        first, second, third = unit.print_jobs.waiting("receipt")
        unit.print_jobs.set_state(first.job, "printed", attempts=1)
        unit.print_jobs.set_state(second.job, "held", why="paper-out", attempts=2)
        left = unit.print_jobs.waiting("receipt")
        done = unit.print_jobs.by_id(first.job)
        assert unit.print_jobs.by_id(99) is None
    assert [(job.job, job.state, job.why, job.attempts) for job in left] == [
        (second.job, "held", "paper-out", 2),
        (third.job, "queued", "", 0),
    ]
    assert done is not None
    assert (done.state, done.created_at) == ("printed", shop.clock.now())


def test_each_printer_has_its_own_queue(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.print_jobs.add("sale", "slip", at=shop.clock.now())
        assert unit.print_jobs.waiting("kitchen") == ()


def vocabulary(bare: Counter) -> list[str]:
    with bare.store.read() as reading:
        rows = reading.connection.exec_driver_sql("SELECT word FROM name_words ORDER BY word")
        return [word for (word,) in rows]


def test_of_a_name_that_is_erased_or_changed_no_word_is_kept_but_others_have_it_too(bare: Counter) -> None:
    put(bare, "Nguyễn Văn Hùng", "Trần Văn Ơn")
    assert vocabulary(bare) == ["hung", "nguyen", "on", "tran", "van"]
    with bare.store.write() as unit:
        unit.members.forget_person("m-0")
    assert vocabulary(bare) == ["on", "tran", "van"]
    with bare.store.write() as unit:
        unit.members.put([replace(member_state("m-1", "Trần Yến", "+84900000001"), revision=99)])
    assert vocabulary(bare) == ["tran", "yen"]


def test_a_slip_in_each_of_two_words_is_forgiven(bare: Counter) -> None:
    put(bare, "Nguyễn Thị Phương Hằng", "Nguyễn Thị Phượng", "Lê Văn Hằng")
    assert names(bare, "nguyn thi phuogn") == ["Nguyễn Thị Phương Hằng", "Nguyễn Thị Phượng"]


def test_every_single_slip_of_a_word_is_one_slip_from_it() -> None:
    assert {"an", "ahn", "anha", "ank", "xanh"} <= set(one_slip_from("anh"))
    assert "anh" not in one_slip_from("anh")


def test_what_a_bug_leaves_in_the_log_names_nobody(shop: Counter) -> None:
    twice = {"member": ANH.member, "name": "Nguyễn Thị Ánh", "e164": "+84912345678", "row": None}
    rest = dict.fromkeys(("state", "folded", "given", "phone_text", "body"), "x") | {"revision": 1}
    with pytest.raises(IntegrityError) as bug, shop.store.write() as unit:
        unit.connection.execute(insert(members), twice | rest)
    told = "".join(traceback.format_exception(bug.value))
    assert "INSERT INTO members" in told
    assert not any(secret in told for secret in ("Ánh", "912345678"))
