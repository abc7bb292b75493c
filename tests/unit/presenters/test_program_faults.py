"""Whatever is wrong with a program file is said in Vietnamese, its keys and values as they stand there."""

import re
from collections.abc import Iterator

import pytest

from loyalty.program import ProgramRefused, parse_program
from tests.unit.presenters.desk import words
from ui.demo.shop import PROGRAM_FILE
from ui.presenters.programs.fault_text import fault_text

PROGRAMS = PROGRAM_FILE.parent
_VALUE = re.compile(r"^(\w+) = .+$|^\[+([\w.]+)\]+$", re.MULTILINE)


def damaged(text: str) -> Iterator[str]:
    """The file with a value wrong, missing or misspelt, or a line torn: each key of each kind of section."""
    section = ""
    once: dict[tuple[str, str], re.Match[str]] = {}
    for found in _VALUE.finditer(text):
        section = found[2] or section
        if found[1]:
            once[section, found[1]] = found
    for (_, key), found in once.items():
        for instead in (f"{key} = -1", f'{key} = "zzz"', f"{key} = [5]", f"{key}x = 1", "", f"{key} ="):
            yield text[: found.start()] + instead + text[found.end() :]


@pytest.mark.parametrize("name", ["than-thiet", "cafe"])
def test_every_sentence_of_the_reader_has_one_in_vietnamese(name: str) -> None:
    said: set[str] = set()
    for text in damaged((PROGRAMS / f"{name}.toml").read_text(encoding="utf-8")):
        try:
            parse_program(text, name="p")
        except ProgramRefused as refused:
            said |= {sentence for each in refused.faults for sentence in (each.what, each.right)}
    assert len(said) > 80
    assert {each for each in said if fault_text(each, words("vi")) == each} == set()


@pytest.mark.parametrize(
    ("said", "in_vietnamese"),
    [
        ("-1 is out of range", "-1 nằm ngoài khoảng cho phép"),
        ("a list is not a whole number", "một danh sách không phải là số nguyên"),
        (
            "the text is not TOML here: Invalid value at column 6",
            "chỗ này không phải TOML: giá trị sai, ở cột 6",
        ),
        ('write "worth = …" here', 'hãy ghi "worth = …" ở đây'),
        ("something that no reader says", "something that no reader says"),
    ],
)
def test_what_it_names_stays_as_it_is(said: str, in_vietnamese: str) -> None:
    assert fault_text(said, words("vi")) == in_vietnamese
    assert fault_text(said, words("en")) == said
