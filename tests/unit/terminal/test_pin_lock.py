"""What copies of files, a wrong clock and the power switch gain somebody who guesses PINs: nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.errors import LoyaltillError, Refused, Unavailable
from terminal.ids import id_maker
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.file_store import FileKeyStore
from terminal.keystore.pin_tries import MOST_KEPT, count_try, forgive_tries, wrong_in_a_row
from terminal.store.opening import open_store
from terminal.usecases import gift_pins
from terminal.usecases.sign_in import FREE_TRIES, MOST_TRIES, check_pin, sign_in
from tests.unit.terminal.till_kit import KEY, PEPPER, PIN, Counter, a_shop, operator_row

DATABASE = ("till.db", "till.db-wal", "till.db-shm")


class Guesser:
    """A till with its keys in a real file, copies of its files, and somebody who types wrong PINs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counter: Counter = a_shop(folder)
        keys = FileKeyStore(folder / "keys.json")
        keys.set("pin-pepper", PEPPER)
        self.till = replace(self.counter.till, keys=keys)

    def guess(self, pin: str = "0000") -> str:
        """What the till says to a PIN; empty where it is right."""
        try:
            sign_in(self.till, operator="op-lan", pin=pin)
        except LoyaltillError as refusal:
            return refusal.code
        return ""

    def copy(self, name: str, files: tuple[str, ...]) -> None:
        """Keep copies of these files, with the till switched off meanwhile."""
        self.till.store.close()
        (self.folder / name).mkdir()
        for file in files:
            if (self.folder / file).exists():
                shutil.copy2(self.folder / file, self.folder / name / file)
        self._open()

    def restore(self, name: str, files: tuple[str, ...]) -> None:
        """Put those copies back."""
        self.till.store.close()
        for file in files:
            (self.folder / file).unlink(missing_ok=True)
            if (self.folder / name / file).exists():
                shutil.copy2(self.folder / name / file, self.folder / file)
        self._open()

    def _open(self) -> None:
        clock = self.till.clock
        store = open_store(self.folder / "till.db", KEY, clock=clock, new_id=id_maker(clock))
        self.till = replace(self.till, store=store)


@pytest.fixture
def guesser(tmp_path: Path) -> Iterator[Guesser]:
    guesser = Guesser(tmp_path)
    yield guesser
    guesser.till.store.close()


def test_a_restored_database_finds_the_higher_count(guesser: Guesser) -> None:
    guesser.copy("clean", DATABASE)
    said = [guesser.guess() for _ in range(FREE_TRIES)]
    assert said == ["wrong-pin"] * (FREE_TRIES - 1) + ["operator-locked"]
    guesser.restore("clean", DATABASE)
    assert guesser.guess(PIN) == "operator-locked"  # not even looked at
    guesser.counter.clock.move(seconds=30)
    assert guesser.guess(PIN) == ""


def test_restoring_after_each_guess_gains_no_more_guesses(guesser: Guesser) -> None:
    guesser.copy("clean", DATABASE)
    said: list[str] = []
    for _ in range(FREE_TRIES + 2):
        said.append(guesser.guess())
        guesser.restore("clean", DATABASE)
    assert said == [*["wrong-pin"] * (FREE_TRIES - 1), *["operator-locked"] * 3]


def test_a_restored_key_store_finds_the_higher_count_in_the_database(guesser: Guesser) -> None:
    guesser.copy("clean", ("keys.json",))
    for _ in range(FREE_TRIES - 1):
        guesser.guess()
    guesser.restore("clean", ("keys.json",))
    assert guesser.guess() == "operator-locked"


def test_a_clock_moved_at_will_gains_so_many_tries_at_most(guesser: Guesser) -> None:
    clock, said = guesser.counter.clock, list[str]()
    for number in range(3 * MOST_TRIES):
        said.append(guesser.guess())
        clock.move(days=400 if number % 2 else -400)
    looked_at = [each for each in said if each != "operator-shut"]
    assert len(looked_at) == MOST_TRIES - 1
    assert guesser.guess(PIN) == "operator-shut"
    with guesser.till.store.write() as unit:
        unit.operators.put([operator_row("op-lan", "Lan", pin="7413")])
    assert guesser.guess("7413") == ""


def test_an_old_pin_that_comes_back_with_an_old_file_is_as_shut_as_it_was(guesser: Guesser) -> None:
    guesser.copy("old", DATABASE)
    for _ in range(MOST_TRIES):
        guesser.guess()
        guesser.counter.clock.move(hours=1)
    with guesser.till.store.write() as unit:
        unit.operators.put([operator_row("op-lan", "Lan", pin="7413")])
    assert guesser.guess("7413") == ""
    guesser.restore("old", DATABASE)
    assert guesser.guess(PIN) == "operator-shut"


def test_whoever_pulls_the_plug_while_a_pin_is_looked_at_has_used_the_try(
    guesser: Guesser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plug_pulled(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("argon2.PasswordHasher.verify", plug_pulled)
        for _ in range(FREE_TRIES):
            with pytest.raises(KeyboardInterrupt):
                sign_in(guesser.till, operator="op-lan", pin="0000")
    assert guesser.guess() == "operator-locked"


def test_a_pin_asked_for_an_approval_is_counted_with_the_others(guesser: Guesser) -> None:
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(Refused, match="wrong-pin"):
            check_pin(guesser.till, operator="op-lan", pin="0000")
    assert guesser.guess() == "operator-locked"
    guesser.counter.clock.move(seconds=30)
    check_pin(guesser.till, operator="op-lan", pin=PIN)
    assert guesser.guess() == "wrong-pin"


def test_without_a_key_store_that_answers_no_pin_is_looked_at(shop: Counter) -> None:
    keys = FakeKeyStore()
    keys.set("pin-pepper", PEPPER)
    keys.set("pin-tries", b"[1]")
    with pytest.raises(Unavailable, match="pin-tries-damaged"):
        sign_in(replace(shop.till, keys=keys), operator="op-lan", pin=PIN)
    keys.broken = True
    with pytest.raises(Unavailable, match="key-store-unavailable"):
        sign_in(replace(shop.till, keys=keys), operator="op-lan", pin=PIN)


def test_pins_that_are_right_take_no_count_of_wrong_ones_out() -> None:
    """Each gift card with a PIN is one more; after a few hundred a card that was shut was tried anew."""
    keys = FakeKeyStore()
    for _ in range(gift_pins.MOST_TRIES):
        count_try(keys, operator="9500000000000012", pin_hash="hash")
    for number in range(2 * MOST_KEPT):
        count_try(keys, operator=f"card-{number}", pin_hash="hash")
        forgive_tries(keys, operator=f"card-{number}", pin_hash="hash")
    assert wrong_in_a_row(keys, operator="9500000000000012", pin_hash="hash") == gift_pins.MOST_TRIES


def test_a_try_while_the_power_goes_counts_and_the_right_pin_forgives_all() -> None:
    keys = FakeKeyStore()
    for _ in range(3):
        count_try(keys, operator="op-lan", pin_hash="hash")
    forgive_tries(keys, operator="op-lan", pin_hash="hash")
    count_try(keys, operator="op-lan", pin_hash="hash")
    assert wrong_in_a_row(keys, operator="op-lan", pin_hash="hash") == 1


def test_the_number_of_counts_is_bounded() -> None:
    keys = FakeKeyStore()
    for number in range(MOST_KEPT + 10):
        count_try(keys, operator=f"op-{number}", pin_hash="hash")
    assert wrong_in_a_row(keys, operator="op-0", pin_hash="hash") == 0
    newest = f"op-{MOST_KEPT + 9}"
    assert wrong_in_a_row(keys, operator=newest, pin_hash="hash") == 1
    forgive_tries(keys, operator=newest, pin_hash="hash")
    assert wrong_in_a_row(keys, operator=newest, pin_hash="hash") == 0
    assert wrong_in_a_row(keys, operator=newest, pin_hash="another") == 0
