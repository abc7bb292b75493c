"""Presenters are state machines: they work where there is no PySide6 at all."""

import subprocess
import sys
from pathlib import Path

BLOCKED = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, NoQt())
import ui.presenters
for module in pkgutil.walk_packages(ui.presenters.__path__, "ui.presenters."):
    importlib.import_module(module.name)

from tests.unit.presenters.desk import Desk
from tools.sample_shop import ANH_CARD, RICE
desk = Desk()
desk.scan(RICE.sku, ANH_CARD)
desk.sell()
print(desk.shown().after.receipt, "PySide6" in sys.modules)
"""


def test_a_sale_is_made_with_qt_blocked() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout.split() == ["Q2-000123", "False"], done.stderr
