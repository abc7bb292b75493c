"""Which program and which settings count at this moment."""

from datetime import UTC, datetime, timedelta

import pytest

from loyalty.errors import Refused
from terminal.in_force import in_force_now, program_of
from tests.unit.terminal.till_kit import (
    PROGRAM,
    Counter,
    a_counter,
    program_row,
    store_settings,
)


def renamed(name: str) -> str:
    return PROGRAM.replace("Thân Thiết", name)


def program_name(counter: Counter) -> str:
    return program_of(in_force_now(counter.till)).name


def test_a_program_counts_from_its_day_on(shop: Counter) -> None:
    tomorrow = shop.clock.now() + timedelta(days=1)
    with shop.store.write() as unit:
        unit.config.put_program(program_row(renamed("Mới"), version=2, valid_from=tomorrow))
    assert program_name(shop) == "Thân Thiết"
    shop.clock.move(days=1)
    assert program_name(shop) == "Mới"
    assert in_force_now(shop.till).program_version == 2


def test_a_program_that_cannot_be_read_leaves_the_one_before_in_force(shop: Counter) -> None:
    with shop.store.write() as unit:
        row = program_row('format = 99\nname = "Từ tương lai"', version=2, valid_from=shop.clock.now())
        unit.config.put_program(row)
    assert program_name(shop) == "Thân Thiết"
    assert in_force_now(shop.till).program_version == 1


def test_of_two_programs_of_one_day_the_higher_version_counts(shop: Counter) -> None:
    with shop.store.write() as unit:
        for version in (3, 2):
            row = program_row(renamed(f"Bản {version}"), version=version, valid_from=shop.clock.now())
            unit.config.put_program(row)
    assert program_name(shop) == "Bản 3"


def test_a_version_that_is_here_already_is_not_changed(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(renamed("Khác"), version=1))
    assert program_name(shop) == "Thân Thiết"


def test_new_settings_count_at_once(shop: Counter) -> None:
    assert in_force_now(shop.till).settings.store_name == "Bách hóa Q1"
    with shop.store.write() as unit:
        bank = {"bin": "970403", "account": "011009", "name": "BACH HOA"}
        unit.config.put_settings(store_settings(store_name="Bách hóa Q2", bank=bank))
    settings = in_force_now(shop.till).settings
    assert settings.store_name == "Bách hóa Q2"
    assert settings.bank is not None
    assert (settings.bank.bin, settings.bank.account, settings.bank.name) == ("970403", "011009", "BACH HOA")


def test_a_program_names_the_store_by_its_code_or_by_its_id(shop: Counter) -> None:
    """Until the server has said the code the id is the only name there is."""
    assert in_force_now(shop.till).store == "q1"
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(code="goc-pho"))
    assert in_force_now(shop.till).store == "goc-pho"
    at_this_store = '\n[[promotion]]\nid = "here"\nname = "Ở đây"\nkind = "percent_off"\npercent = 5\n'
    at_this_store += 'when = { stores = ["q1"] }\n'
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + at_this_store, version=2))
    assert in_force_now(shop.till).store == "q1"


def test_what_was_rolled_back_never_counted(shop: Counter) -> None:
    def fail() -> None:
        with shop.store.write() as unit:
            unit.config.put_settings(store_settings(store_name="Không bao giờ"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert in_force_now(shop.till).settings.store_name == "Bách hóa Q1"


def test_what_is_in_force_is_worked_out_once(shop: Counter) -> None:
    assert in_force_now(shop.till) is in_force_now(shop.till)


def test_a_new_name_for_the_till_counts_at_once(shop: Counter) -> None:
    assert in_force_now(shop.till).identity.name == "Quầy 2"
    with shop.store.write() as unit:
        unit.state.rename(code="Q7", name="Quầy 7", number=7)
    identity = in_force_now(shop.till).identity
    assert (identity.code, identity.name, identity.number) == ("Q7", "Quầy 7", 7)


def test_a_zone_nobody_knows_is_read_as_utc(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(timezone="Mars/Olympus"))
    assert str(in_force_now(shop.till).zone) == "UTC"


def test_a_clock_that_is_years_behind_stops_no_sale(shop: Counter) -> None:
    shop.clock.moment = datetime(2000, 1, 1, tzinfo=UTC)
    assert program_of(in_force_now(shop.till)).name == "Thân Thiết"


def test_before_the_first_sync_there_are_bare_settings_and_no_program(bare: Counter) -> None:
    force = in_force_now(bare.till)
    assert (force.settings.store_name, force.settings.cash_rounding, force.program) == ("", 0, None)
    with pytest.raises(Refused, match="no-program"):
        program_of(force)


def test_a_till_that_is_not_paired_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    counter = a_counter(tmp_path_factory.mktemp("unpaired"), identity=None)
    with pytest.raises(Refused, match="not-paired"):
        in_force_now(counter.till)
    counter.close()
