"""Reads what the pages of `docs/` claim: marked tables, marked lists, code blocks."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def page(name: str) -> str:
    """The text of a page, by its path from the root of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def table(text: str, name: str) -> list[dict[str, str]]:
    """The rows of the table after the mark `<!-- table: NAME -->`, by the names of its columns."""
    lines = text.split(f"<!-- table: {name} -->\n")[1].split("\n\n", maxsplit=1)[0].strip().splitlines()
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def names(text: str, mark: str) -> list[str]:
    """The words in backquotes in the paragraph's sentence after the mark `<!-- list: MARK -->`."""
    sentence = text.split(f"<!-- list: {mark} -->")[1].split(".\n", maxsplit=1)[0]
    return re.findall(r"`([^`]+)`", sentence)


def block(text: str, language: str) -> str:
    """The first code block of a language."""
    return text.split(f"```{language}\n")[1].split("```", maxsplit=1)[0]
