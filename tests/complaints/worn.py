"""A plugin for pytest: the process that is given it has the defect that its environment names, to its end."""

import os
from contextlib import ExitStack

import pytest

from tests.complaints.defects import WORN, putting_on


def pytest_configure(config: pytest.Config) -> None:
    """Put the defect on until pytest is done."""
    worn = ExitStack()
    worn.enter_context(putting_on(os.environ[WORN]))
    config.add_cleanup(worn.close)
