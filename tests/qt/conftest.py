"""What tests with a window need: the till's look, put on once, closed windows, a till on the disk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from terminal.keystore.choice import choose_key_store
from terminal.pairing import PairedServer
from terminal.store.pairing_book import SqlPairingBook
from terminal.sync.keys import TillKey, new_till_key
from tests.unit.terminal.till_kit import IDENTITY, KEY, PEPPER, a_counter, a_shop
from tools.scenes import play
from tools.theatre import Theatre
from ui.look import Look
from ui.presenters.preferences import Preferences

Play = Callable[..., Theatre]


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    """The application dressed as the till."""
    dressed = Look(qapp)
    dressed.dress()
    return dressed


@pytest.fixture
def play_scene(look: Look) -> Iterator[Play]:
    """Play a scene of `tools.scenes` in a window, which is closed after the test."""
    theatres: list[Theatre] = []

    def played(
        scene: str,
        worn: Preferences | None = None,
        *,
        size: tuple[int, int] = (1366, 768),
        is_training: bool = False,
    ) -> Theatre:
        theatres.append(play(scene, look, worn or Preferences(), size=size, is_training=is_training))
        return theatres[-1]

    yield played
    for theatre in theatres:
        theatre.close()


@pytest.fixture
def till_folder(tmp_path: Path) -> Path:
    """The data folder of a paired till with goods, as it lies on the disk."""
    keys = choose_key_store(tmp_path, preference="file")
    keys.set("database-key", KEY)
    keys.set("pin-pepper", PEPPER)
    keys.set("till-key", new_till_key())
    server = PairedServer(url="http://127.0.0.1:9", key=TillKey(new_till_key()).public, ca_pem=None)
    empty = a_counter(tmp_path, identity=None)
    SqlPairingBook(empty.store).adopt(IDENTITY, feed_epoch="epoch-1", server=server)
    empty.close()
    a_shop(tmp_path).close()
    return tmp_path
