"""What one program says otherwise than another: by section and item, where it means something else."""

import pytest

from loyalty.program import ProgramRefused
from loyalty.program.changes import HEAD, SECTIONS, Change, ValueChange, changes_between
from loyalty.program.read import ROOT_KEYS
from tests.unit.terminal.till_kit import PROGRAM

LEASES = "\n[leases]\nminutes = 30\n\n[leases.ahead]\nhours = 4\n"
WALLET = """
[wallet]
sku = "TOPUP"

[[wallet.top_up]]
amount = 500000
bonus = 25000
"""


def values(change: Change) -> dict[str, tuple[object, object]]:
    return {each.key: (each.before, each.after) for each in change.values}


def only(before: str, after: str) -> Change:
    (change,) = changes_between(before, after)
    return change


def test_every_section_of_a_file_is_looked_at() -> None:
    assert {"format", *HEAD, *SECTIONS} == set(ROOT_KEYS)


def test_the_same_says_nothing_and_neither_do_a_comment_a_default_or_another_order() -> None:
    assert changes_between(PROGRAM, PROGRAM) == ()
    written_out = PROGRAM.replace("[points]", "# rates\n[points]\npending_days = 0")
    moved = written_out.replace("earn = 1\nper_amount = 10000", "per_amount = 10000\nearn = 1")
    assert changes_between(PROGRAM, moved) == ()


def test_a_value_of_a_section_says_what_it_was_and_is() -> None:
    change = only(PROGRAM, PROGRAM.replace("worth = 500", "worth = 600"))
    assert (change.section, change.kind, change.name) == ("points", "changed", "")
    assert change.values == (ValueChange("worth", 500, 600),)


def test_an_item_is_known_by_its_id_whatever_it_is_called() -> None:
    change = only(
        PROGRAM,
        PROGRAM.replace('name = "Mã Tết"', 'name = "Mã Xuân"').replace(
            "\namount = 10000\n", "\namount = 15000\n"
        ),
    )
    assert (change.section, change.kind, change.id, change.name) == (
        "promotion",
        "changed",
        "code-tet",
        "Mã Xuân",
    )
    assert values(change) == {"name": ("Mã Tết", "Mã Xuân"), "amount": (10_000, 15_000)}


def test_a_condition_is_named_by_its_way() -> None:
    change = only(PROGRAM, PROGRAM.replace('code = "TET2027"', 'code = "XUAN"'))
    assert values(change) == {"when.code": ("TET2027", "XUAN")}


def test_what_is_new_comes_with_all_it_says_and_what_is_gone_by_name() -> None:
    tier = PROGRAM[PROGRAM.index('[[tier]]\nid = "gold"') : PROGRAM.index("[[promotion]]")]
    without = PROGRAM.replace(tier, "")
    added = only(without, PROGRAM)
    assert (added.section, added.kind, added.name) == ("tier", "added", "Vàng")
    assert values(added)["at"] == (None, 20_000_000)
    gone = only(PROGRAM, without)
    assert (gone.kind, gone.id, gone.name, gone.values) == ("removed", "gold", "Vàng", ())


def test_a_section_comes_and_goes_and_inner_tables_are_named() -> None:
    added = only(PROGRAM, PROGRAM + LEASES)
    assert (added.section, added.kind) == ("leases", "added")
    assert values(added) == {"minutes": (None, 30), "ahead.hours": (None, 4)}
    assert only(PROGRAM + LEASES, PROGRAM).kind == "removed"
    more = WALLET.replace("bonus = 25000", "bonus = 30000")
    assert values(only(PROGRAM + WALLET, PROGRAM + more)) == {"top_up.1.bonus": (25_000, 30_000)}


def test_the_head_of_the_file_is_told() -> None:
    change = only(PROGRAM, PROGRAM.replace('name = "Thân Thiết"', 'name = "Thân Thiết 2027"'))
    assert (change.section, values(change)) == ("", {"name": ("Thân Thiết", "Thân Thiết 2027")})


def test_against_nothing_all_of_it_is_new() -> None:
    told = changes_between("", PROGRAM)
    assert {each.kind for each in told if each.section} == {"added"}
    assert {"", "points", "tier", "promotion"} <= {each.section for each in told}


def test_what_is_no_program_is_refused() -> None:
    with pytest.raises(ProgramRefused):
        changes_between(PROGRAM, "[" * 5_000)
