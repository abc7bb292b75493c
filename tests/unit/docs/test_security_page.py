"""What `docs/security.md` names is there: modules, tests, commands, and the figures as the code has them."""

import importlib.util
import re
from pathlib import Path

from server.commands.actions import ACTIONS
from server.nonces import LIFETIME
from server.usecases.pair import CODE_LIFETIME
from terminal.usecases.sign_in import MOST_TRIES
from tests.unit.docs.pages import page

ROOT = Path(__file__).parents[3]
TEXT = page("docs/security.md")


def test_every_module_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:server|terminal|loyalty)\.[a-z_.]+)`", TEXT))
    assert len(named) > 8
    assert all(importlib.util.find_spec(name) for name in named)


def test_every_command_it_names_is_there() -> None:
    assert set(re.findall(r"admin ([a-z]+-[a-z]+)", TEXT)) <= {*ACTIONS, "verify-close"}
    assert (ROOT / "tests/integration/server/test_access.py").exists()


def test_its_figures_are_those_of_the_code() -> None:
    assert f"more than {MOST_TRIES} of 10,000" in TEXT
    assert f"good for {LIFETIME.total_seconds() / 60:.0f} minutes" in TEXT
    assert f"{CODE_LIFETIME.total_seconds() / 60:.0f} minutes, one use" in TEXT
