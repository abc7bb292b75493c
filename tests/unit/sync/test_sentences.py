"""Every trouble of these rooms has its sentence in both languages, and gives it all the figures it needs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.catalogue import LANGUAGES, Catalogue, Language

TERMINAL = Path(__file__).parents[3] / "terminal"
ROOMS = (
    "keystore",
    "sync",
    "bootstrap",
    "commands/pair.py",
    "pairing.py",
    "configuration.py",
    "data_folder.py",
    "store/outbox.py",
    "store/pairing_book.py",
)
KEYS = {"Refused": "error", "Unavailable": "error", "well": "doctor", "note": "doctor", "ill": "doctor"}
"""Who says a code, and under which key of the catalogue its text is."""
OF_THE_LINE = ("server-absent", "server-untrusted", "server-slow", "server-broke-off", "server-nonsense")
"""Codes that `line.ServerLine` makes of what went wrong; all come with `server` and `why`."""
OF_THE_SERVER = (
    *("till-revoked", "till-unknown", "till-replaced", "journal-forked", "server-went-back"),
    "life-forgotten",
)
"""Codes that `client` makes of the server's problems; all come with `problem` and `why`."""


def said_in(source: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Key and names of the figures of each trouble that the source says with a constant code."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        code = node.args[0]
        if node.func.id in KEYS and isinstance(code, ast.Constant) and isinstance(code.value, str):
            names = frozenset(word.arg for word in node.keywords if word.arg is not None)
            yield f"{KEYS[node.func.id]}.{code.value}", names


def everything_said() -> Iterator[tuple[str, frozenset[str]]]:
    for room in ROOMS:
        path = TERMINAL / room
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield from said_in(source)
    for code in OF_THE_LINE:
        yield f"error.{code}", frozenset({"server", "why"})
    for code in OF_THE_SERVER:
        yield f"error.{code}", frozenset({"problem", "why"})
    for code in ("server-absent", "server-untrusted", "broke-off", "slow", "nonsense"):
        yield f"error.pairing-{code}", frozenset({"server", "why"})
    yield "error.pairing-busy", frozenset({"why"})
    yield "error.pairing-trouble", frozenset({"status"})
    yield "error.pairing-refused", frozenset({"problem", "why"})
    for code in ("database-locked", "database-lost", "database-absent"):
        yield f"doctor.{code}", frozenset({"path"})
    for code in ("wrong", "expired", "used"):
        yield f"error.pairing-code-{code}", frozenset()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_has_a_sentence_with_its_figures(language: Language) -> None:
    catalogue = Catalogue.load(language)
    said = sorted(set(everything_said()), key=str)
    assert len(said) > 40
    for key, names in said:
        assert catalogue.has(key), key
        text = catalogue.text(key, **dict.fromkeys(names | {"count"}, 2))
        assert text, key
        assert "{" not in text, key
