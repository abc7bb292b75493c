"""A COMMIT whose sync failed leaves what can be read and no disk has; whoever starts does not build on it.

The log is written again first, by the till and by the server: what is appended behind such a hole would be
gone with the next power cut, however well it was synced itself.
"""

from functools import partial
from pathlib import Path
from random import Random

import pytest

from loyalty.errors import Unavailable
from tests.evidence.day_steps import sell
from tests.evidence.disk_faults import FailingDisk, Fault
from tests.evidence.disk_log import Operation, cuts
from tests.evidence.judging import judge
from tests.evidence.one_shop import FILE, furnished
from tests.evidence.till_day import TILL_FILE, TillMaker
from tests.evidence.watched_disk import watched

FOR_LONG = 10_000


class OneFileFails(FailingDisk):
    """A disk that fails in one file only, and in its log while that is hit too."""

    file = ""
    hits_log = True

    def write(self, path: str, offset: int, data: bytes) -> int:
        """See `Watcher`."""
        return super().write(path, offset, data) if self._is_hit(path) else self._told(path, offset, data)

    def sync(self, path: str) -> int:
        """See `Watcher`."""
        if self._is_hit(path):
            return super().sync(path)
        self.operations.append(Operation("sync", Path(path).name))
        return 0

    def _is_hit(self, path: str) -> bool:
        return Path(path).name in ({self.file, f"{self.file}-wal"} if self.hits_log else {self.file})

    def _told(self, path: str, offset: int, data: bytes) -> int:
        self.operations.append(Operation("write", Path(path).name, offset, data))
        return 0


@pytest.mark.parametrize("file", [TILL_FILE, FILE], ids=["the till's", "the server's"])
def test_what_is_written_behind_a_commit_that_failed_outlives_a_power_cut(tmp_path: Path, file: str) -> None:
    furnished()
    disk = OneFileFails(forgets=True)
    disk.file = file
    with watched(disk):
        maker = TillMaker(tmp_path, disk, Random(1))
        day = maker.open()
        if file == FILE:
            sell(day)
        disk.arm(Fault(place=1, length=FOR_LONG, only_syncs=True))
        act = day.sync if file == FILE else partial(sell, day)
        with pytest.raises(Unavailable):
            act()
        disk.arm(Fault(place=1, length=FOR_LONG))
        day.close()
        disk.hits_log = False
        again = maker.open()
        disk.arm(None)
        sell(again)
        again.sync()
        log = [*disk.operations, *[Operation("mark", mark=("begun", "nothing"))] * len(disk.operations)]
        again.close()
    _, *late = (cut for cut in cuts(log, count=40, draw=Random(1)) if cut.after > len(log) // 2)
    for cut in late[:4]:
        folder = tmp_path / f"after-{cut.after}"
        folder.mkdir()
        cut.lay_out(folder)
        verdict = judge(folder, cut.marks, joins=True)
        assert (verdict.lost, verdict.broken) == ((), ())
