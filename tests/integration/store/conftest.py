"""A till on a file of its own for each test, closed at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.terminal.till_kit import Counter, a_counter, a_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """A shop with goods and members, a shift open."""
    counter = a_shop(tmp_path)
    yield counter
    counter.close()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Counter]:
    """A till that is paired and knows nothing yet."""
    counter = a_counter(tmp_path)
    yield counter
    counter.close()
