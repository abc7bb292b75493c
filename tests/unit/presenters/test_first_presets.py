"""What the first start says of each program is what the rules come to."""

import json
from pathlib import Path

import pytest

from loyalty.program import parse_program
from main import main
from resources.catalogue import LANGUAGES, Catalogue
from ui.first_errands import PROGRAMS, preset_of

NAMES = sorted(each.stem for each in PROGRAMS.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_what_a_quote_gives_a_new_member(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, basket = PROGRAMS / f"{name}.toml", tmp_path / "basket.json"
    tier = parse_program(file.read_text(encoding="utf-8"), name=name).tiers[0].id
    preset = preset_of(name)
    line = {"sku": "X", "name": "X", "quantity": "1", "unit_price": preset.spent or 200_000, "category": "x"}
    told = {"at": "2026-11-25T10:00:00+07:00", "store": "1", "lines": [line]}
    basket.write_text(json.dumps({**told, "member": {"id": "m", "tier": tier, "points": 0}}))
    assert main(["quote", "--program", str(file), "--basket", str(basket)]) == 0
    assert json.loads(capsys.readouterr().out)["earned_points"] == preset.earned


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_its_sentences(language: str) -> None:
    catalogue = Catalogue.load("vi" if language == "vi" else "en")
    assert [
        name for name in NAMES for what in ("for", "does") if not catalogue.text(f"first-start.{what}-{name}")
    ] == []
