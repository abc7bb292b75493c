"""A plugin for pytest: the programs that each scene starts have the defect that the scene is there to notice.

A scene that notices it has passed, one that does not has failed; a scene without a defect is not played. The
shop is set up by healthy programs; what is painted and read in this process is healthy too. A program that
ends by itself shows nothing of what a defect does: that is a failure as well.
"""

import os
from collections.abc import Generator

import pytest
from pytest_bdd.parser import Scenario
from pytest_bdd.scenario import scenario_wrapper_template_registry

from loyalty.errors import Unavailable
from tests.complaints.defects import SCENES, WORN

SEEN_OTHERWISE = "till-said-no"
"""The code of what a running till could not do, or did not show in time; see `ui.demo.driven`."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the scenes that have a defect."""
    named = {each.complaint for each in SCENES}
    others = [item for item in items if _played(item) not in named]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if _played(item) in named]


def _played(item: pytest.Item) -> str | None:
    """The name of the scene that a test plays."""
    template = scenario_wrapper_template_registry.get(item.obj) if isinstance(item, pytest.Function) else None
    return template.name if template is not None else None


def pytest_bdd_before_scenario(scenario: Scenario) -> None:
    """Name the defect in the environment that the warm parent is told of at each start."""
    os.environ[WORN] = scenario.name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, None, None]:
    """Turn around what came of a scene: a step that was not as it should be is what it is there for."""
    try:
        yield
    except (AssertionError, pytest.fail.Exception):
        return
    except Unavailable as trouble:
        if trouble.code != SEEN_OTHERWISE:
            raise
        return
    finally:
        os.environ.pop(WORN, None)
    pytest.fail("the scene notices nothing")
