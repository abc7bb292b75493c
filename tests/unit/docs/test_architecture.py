"""What the pages about the project claim of it: tests that hold invariants, folders, commands, links."""

import ast
import importlib.util
import re
import tomllib
from functools import cache

import pytest

import main
from tests.unit.docs.pages import ROOT, page

ARCHITECTURE = page("ARCHITECTURE.md")
MAKEFILE = page("Makefile")
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


def invariants() -> list[str]:
    section = ARCHITECTURE.split("<!-- invariants -->")[1].split("\n## ", maxsplit=1)[0]
    return [each.partition("\n\n")[0] for each in section.split("- **Invariant.** ")[1:]]


@cache
def named_tests(path: str) -> set[str]:
    tree = ast.parse(page(path))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@cache
def import_rules() -> set[str]:
    contracts = tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    return {contract["name"] for contract in contracts}


def test_there_are_invariants() -> None:
    assert len(invariants()) >= 15


@pytest.mark.parametrize("invariant", invariants(), ids=lambda each: each.partition(".")[0])
def test_an_invariant_is_held_by_what_it_names(invariant: str) -> None:
    held_by = re.findall(r"`([^`]+)`", invariant)
    assert held_by
    for holder in held_by:
        if holder.startswith("rule: "):
            assert holder.removeprefix("rule: ") in import_rules()
        else:
            path, _, test = holder.partition("::")
            assert test in named_tests(path), holder


def test_the_code_map_names_the_folders_there_are() -> None:
    named = set(re.findall(r"^\| `([a-z]+)/` \|", ARCHITECTURE, re.MULTILINE))
    hidden = {"build", "typings", "__pycache__"}
    there = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name.isidentifier()}
    assert named == there - hidden


def test_every_command_of_make_is_told_and_runs_a_module_that_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE)) - {"help"}
    told = set(re.findall(r"^\| `make ([a-z]+)` \|", page("CONTRIBUTING.md"), re.MULTILINE))
    helped = set(re.findall(r'@echo "make ([a-z]+) ', MAKEFILE))
    assert targets == told == helped
    modules = re.findall(r"-m ([a-z_.]+)", MAKEFILE)
    assert len(modules) >= 5
    for module in modules:
        assert importlib.util.find_spec(module) is not None, module


def commands_in(text: str) -> set[str]:
    return set(re.findall(r"main\.py ([a-z][a-z-]*)", text))


@pytest.mark.parametrize("name", PAGES)
def test_every_command_and_every_link_of_a_page_is_there(name: str) -> None:
    text = page(name)
    known = {command.name for group in main.GROUPS.values() for command in group}
    assert commands_in(text) <= known
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("https://") or (ROOT / target).exists(), target
