"""A plugin for pytest: the programs that each scene starts have the defect that the scene is there to notice.

A scene that notices it has passed, one that does not has failed. The shop is set up by healthy programs; what
is painted and read in this process is healthy too.
"""

import os
from collections.abc import Generator

import pytest
from pytest_bdd.parser import Scenario

from loyalty.errors import Unavailable
from tests.complaints.defects import WORN


def pytest_bdd_before_scenario(scenario: Scenario) -> None:
    """Name the defect in the environment that the warm parent is told of at each start."""
    os.environ[WORN] = scenario.name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    """Turn around what came of a scene: a step that was not as it should be is what it is there for."""
    try:
        yield
    except (AssertionError, Unavailable, pytest.fail.Exception):
        return
    finally:
        os.environ.pop(WORN, None)
    pytest.fail("the scene notices nothing")
