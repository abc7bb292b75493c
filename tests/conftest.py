"""The guards around every test, and how long the long tests are.

A test fails on what it leaves behind or did not announce; each guard says what it is for in `tests/guards`.
Fixtures that only some tests need stand beside those tests, not here.
"""

import gc
import signal
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.guards.handles import no_leaked_handle
from tests.guards.logs import ExpectLog, no_unexpected_warning
from tests.guards.qt import nothing_left_in_qt
from tests.guards.sockets import loopback_only, refuse_all_but_loopback
from tests.guards.threads import no_leaked_thread, remember_who_starts_threads
from tools.drawing import draw_alike

if TYPE_CHECKING:
    from tests.warm.client import WarmProgram

QUICK_EXAMPLES = 100
"""Examples of a property test in `make test`; `make soak` asks for more."""

draw_alike()
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # begun in the background: programs inherit that
    signal.signal(signal.SIGINT, signal.default_int_handler)
refuse_all_but_loopback()
remember_who_starts_threads()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak N`: the long form, N rounds or examples where a test counts them; `--count-branches`."""
    parser.addoption("--count-branches", action="store_true", help="count the branches of the rules")
    parser.addoption(
        "--soak", type=int, metavar="N", help="the long form of the tests, with N rounds or examples each"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Property tests have no deadline of their own: it would measure the machine."""
    examples = config.getoption("--soak") or QUICK_EXAMPLES
    settings.register_profile(
        "house",
        deadline=None,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
    settings.load_profile("house")
    hands_out_tests = config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")
    if config.getoption("--count-branches") and not hands_out_tests:
        from tests.branches import BranchCount

        config.pluginmanager.register(BranchCount())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `soak` are run by `make soak` only."""
    if config.getoption("--soak"):
        return
    long_ones = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long_ones)
    items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected is no garbage: nobody looks for any meanwhile."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """What was imported and collected stays: looking for garbage need not go through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def warm() -> "Iterator[WarmProgram]":
    """Starts this program as a process that need not import anything; see `tests.warm`."""
    from tests.warm.client import WarmProgram  # not before the branches of the rules are counted

    with WarmProgram() as program:
        yield program


@pytest.fixture(autouse=True)
def _no_leaked_handle() -> Iterator[None]:
    """Guard: files, sockets and pipes are closed."""
    with no_leaked_handle():
        yield


@pytest.fixture(autouse=True)
def _no_leaked_thread(_no_leaked_handle: None) -> Iterator[None]:
    """Guard: threads are joined."""
    with no_leaked_thread():
        yield


@pytest.fixture(autouse=True)
def _nothing_left_in_qt(_no_leaked_thread: None) -> Iterator[None]:
    """Guard: timers are stopped and windows closed."""
    with nothing_left_in_qt():
        yield


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    """Guard: no address beyond this machine."""
    with loopback_only():
        yield


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[ExpectLog]:
    """Guard: no warning is logged but those that a test announces.

    With this fixture: `with expect_log("terminal.sync", "no answer"): …`.
    """
    with no_unexpected_warning() as expect:
        yield expect


@pytest.fixture
def soak_rounds(request: pytest.FixtureRequest) -> int | None:
    """How many rounds `make soak` asks for; None in `make test`, where a test does its own small number."""
    rounds = request.config.getoption("--soak")
    return rounds if isinstance(rounds, int) else None
