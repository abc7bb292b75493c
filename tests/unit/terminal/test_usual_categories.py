"""Categories by their names: the programs that a shop can begin with speak of none that has no name."""

from datetime import timedelta
from pathlib import Path

import pytest

from resources.catalogue import LANGUAGES, TRANSLATIONS_FOLDER, Catalogue
from terminal.usecases.shelf import categories
from terminal.usual_categories import known_to_rules
from tests.unit.terminal.till_kit import PROGRAM, Counter, program_row

PROGRAMS = sorted((TRANSLATIONS_FOLDER.parent / "programs").glob("*.toml"))
OFFER = '[[promotion]]\nid = "own"\nkind = "percent_off"\npercent = 1\non = { categories = ["own"] }\n'


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_each_category_of_a_program_to_begin_with_has_a_name(shop: Counter, path: Path) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(path.read_text(encoding="utf-8"), version=2))
    with shop.store.read() as reading:
        known = known_to_rules(reading, shop.clock.now())
    nameless = [
        (each, language)
        for language in LANGUAGES
        for each in sorted(known)
        if not Catalogue.load(language).has(f"category.{each}")
    ]
    assert nameless == []


def test_those_that_the_program_in_force_speaks_of_are_there_to_choose(shop: Counter) -> None:
    with shop.store.write() as unit:
        later = shop.clock.now() + timedelta(days=1)
        unit.config.put_program(program_row(PROGRAM + OFFER, version=2, valid_from=later))
    assert "own" not in categories(shop.till)
    shop.clock.move(days=2)
    assert "own" in categories(shop.till)
