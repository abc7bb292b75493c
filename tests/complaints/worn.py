"""A plugin for pytest: the process that is given it has the defect that its environment names, to its end."""

import os
from contextlib import ExitStack

import pytest

from tests.complaints.defects import DEFECTS, WORN


def pytest_configure(config: pytest.Config) -> None:
    """Put the defect on until pytest is done."""
    (defect,) = (each for each in DEFECTS if each.complaint == os.environ[WORN])
    worn = ExitStack()
    for change in defect.changes:
        worn.enter_context(change.worn())
    config.add_cleanup(worn.close)
