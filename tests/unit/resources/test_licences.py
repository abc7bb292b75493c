"""The licences that the screen lists have their texts where the till is installed."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from resources.licences import LICENCES, OWN, SERVER_LICENCES, LicenceText, licence_texts

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (OWN, "LICENSE"),
        ("Noto Sans, Noto Sans Mono", "resources/fonts/OFL.txt"),
        ("Lucide", "resources/icons/LICENSE"),
    ],
)
def test_what_lies_with_the_till_is_shown_word_by_word(name: str, file: str) -> None:
    (text,) = licence_texts(name)
    assert text.text == (ROOT / file).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("name", [name for name, _ in (*LICENCES, *SERVER_LICENCES)])
def test_every_part_has_a_text_or_a_word_for_its_licence(name: str) -> None:
    texts = licence_texts(name)
    assert texts
    assert all(each.text or each.licence for each in texts)
    assert len({each.name for each in texts}) == len(texts)


def test_every_package_of_ours_is_in_one_of_the_lists_and_brings_its_own_name() -> None:
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    listed = [name for name, _ in (*LICENCES, *SERVER_LICENCES)]
    named = {each.name.partition(" ")[0].lower() for name in listed for each in licence_texts(name)[:1]}
    plain = {re.split(r"[<\[]", each)[0].lower().replace("-", "_") for each in needed}
    assert plain <= {each.replace("-", "_") for each in named}


def test_a_package_brings_the_texts_of_those_that_it_needs() -> None:
    texts = {each.name.partition(" ")[0].lower(): each for each in licence_texts("argon2-cffi")}
    assert {"argon2-cffi", "argon2-cffi-bindings", "cffi"} <= set(texts)
    assert "Permission is hereby granted" in texts["argon2-cffi"].text


def test_qt_says_its_licence_without_a_file() -> None:
    qt, *_ = licence_texts("Qt, PySide6")
    assert (qt.text, "LGPL-3.0" in qt.licence) == ("", True)


def test_without_its_metadata_a_package_has_the_word_of_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", gone)
    assert licence_texts("SQLAlchemy") == (LicenceText(name="SQLAlchemy", licence="MIT", text=""),)


def test_a_text_that_was_left_out_is_said_to_be_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resources.licences._LYING_HERE", {OWN: tmp_path / "LICENSE"})
    assert licence_texts(OWN) == (LicenceText(name=OWN, licence="MIT", text=""),)
