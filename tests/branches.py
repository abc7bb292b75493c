"""Counts the branches of the rules, and only while those tests run that are there to run them all.

Counted are examples: the unit tests of the rules that are no property tests. Counting makes the rules some
times slower, and what a thrown basket or a whole shop happens to run is no test of it: the next throw may run
something else. So property tests, the readings beside the engine, simulated days and all that goes through a
till, a server, a window or a device run uncounted, at full speed and in full number. Of a test the function
itself is counted and not what is done around it, which is most of what a short test costs. What the rules
remember is forgotten before it, where another test ran meanwhile: what is in a cache is not run again.
`tools/run_checks.py` asks for the count.
"""

import pkgutil
from collections.abc import Callable, Generator
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
from coverage import Coverage

COUNTED = {
    Path(__file__).parent / "unit" / name for name in ("account", "docs", "identity", "loyalty", "wire")
}

_CACHED = type(lru_cache(lambda: None))


class BranchCount:
    """A plugin that counts from before anything is collected, and then during the tests that are counted."""

    def __init__(self) -> None:
        self._count = Coverage()
        self._count.start()
        self._forget: list[Callable[[], None]] = []
        self._may_remember = True

    def pytest_collection_finish(self) -> None:
        """Counts what importing runs, whoever would have imported it first, and stands still."""
        import loyalty

        for module in pkgutil.walk_packages(loyalty.__path__, "loyalty."):
            held = vars(import_module(module.name)).values()
            self._forget += [each.cache_clear for each in held if isinstance(each, _CACHED)]
        self._count.stop()

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Counts one test, if it is one of those."""
        if not is_counted(pyfuncitem):
            self._may_remember = True
            return (yield)
        if self._may_remember:
            for forget in self._forget:
                forget()
            self._may_remember = False
        self._count.start()
        try:
            return (yield)
        finally:
            self._count.stop()

    def pytest_unconfigure(self) -> None:
        """Writes down what was counted, beside what the other process counts."""
        self._count.stop()
        self._count.save()


def is_counted(item: pytest.Item) -> bool:
    """Whether a test is an example of the rules."""
    return item.get_closest_marker("hypothesis") is None and not COUNTED.isdisjoint(item.path.parents)
