"""Training: a till of its own in a folder of its own inside the till's, opened by the same program.

Its keys live in memory only. What a training leaves behind, however it ends, nobody can open; the next one
begins anew, and a program that was killed in training starts as the real till. Nothing of the real one is
shared: no journal, no counter, no key, no PIN, no member.
"""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty.errors import Refused, Unavailable
from terminal.bootstrap.first_glance import FirstGlance
from terminal.clock import Clock, SystemClock
from terminal.data_folder import DataFolder
from terminal.ids import id_maker
from terminal.in_force import in_force_now
from terminal.keystore.memory_store import MemoryKeyStore
from terminal.pairing import PairedServer
from terminal.practice import PRACTICE_TILL, practice_cards, practice_members, practice_operators
from terminal.receipts.training import TRAINING_MARK
from terminal.settings import TillIdentity
from terminal.store.glance import glance
from terminal.store.opening import open_store
from terminal.store.training import fill_for_training
from terminal.sync.keys import TillKey, new_till_key

if TYPE_CHECKING:
    from loyalty.program import Program
    from terminal.till import Till

FOLDER = "training"
_SAME = ("till.toml", "printers.json", "screen.json")
"""What is plugged in, what was learnt of it, how the screen looks: copied, changes stay in training."""
_SECRET_BYTES = 32
_NO_SERVER = "https://training.invalid"


def begin_training(till: "Till", folder: Path, *, clock: Clock | None = None) -> FirstGlance:
    """Make a new training beside the till's data, which is only read; `folder` is the till's data folder.

    Raises:
        Unavailable: `training-unwritable` (path, why), the store; there is then no training.
        Refused: `training-no-program`: nothing can be sold without one; `data-folder-in-use`.
    """
    program = in_force_now(till).program
    if program is None:
        raise Refused("training-no-program")
    place = folder / FOLDER
    _clear(place)
    training = DataFolder(place)
    try:
        _copy_settings(folder, place)
        return _filled(till, program, training, clock or SystemClock())
    except BaseException:
        training.close()
        raise


def end_training(folder: Path) -> None:
    """Throw the training away; `folder` is the till's data folder. Nobody can open what stays."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _filled(till: "Till", program: "Program", training: DataFolder, clock: Clock) -> FirstGlance:
    force = in_force_now(till)
    language = force.settings.language
    keys, key, pepper = MemoryKeyStore(), os.urandom(_SECRET_BYTES), os.urandom(_SECRET_BYTES)
    keys.set("database-key", key)
    keys.set("pin-pepper", pepper)
    keys.set("till-key", new_till_key())
    store = open_store(training.database, key, clock=clock, new_id=id_maker(clock))
    try:
        fill_for_training(
            till.store,
            store,
            identity=_identity(force.identity),
            server=PairedServer(url=_NO_SERVER, key=TillKey(new_till_key()).public, ca_pem=None),
            store_name=TRAINING_MARK,
            operators=practice_operators(pepper, language),
            members=practice_members(program, at=clock.now()),
            cards=practice_cards(),
        )
    finally:
        store.close()
    seen = glance(training.database, key)
    if seen is None:
        raise Unavailable("store-damaged", retry=False, path=str(training.database), why="")
    return FirstGlance(folder=training, keys=keys, database_key=key, seen=seen, is_training=True)


def _identity(real: TillIdentity) -> TillIdentity:
    return TillIdentity(
        tenant=real.tenant,
        store=real.store,
        till=PRACTICE_TILL,
        code="TRAIN",
        name=real.name,
        number=0,
        incarnation=1,
    )


def _copy_settings(folder: Path, place: Path) -> None:
    for name in _SAME:
        try:
            shutil.copyfile(folder / name, place / name)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _unwritable(place, error) from error


def _clear(place: Path) -> None:
    try:
        shutil.rmtree(place)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritable(place, error) from error


def _unwritable(place: Path, error: OSError) -> Unavailable:
    why = error.strerror or str(error)
    return Unavailable("training-unwritable", retry=True, path=str(place), why=why)
