"""What a program calls a store."""

import pytest

from loyalty.program.store_names import named_in

STORE = "019ab4e2-7c11-7000-8000-5a1c0de0f001"


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ('stores = ["cafe"]', "cafe", "cafe"),
        ("", "cafe", "cafe"),
        (f'stores = ["{STORE}"]', "cafe", STORE),
        ('stores = ["cafe"]', "", STORE),
    ],
)
def test_it_is_called_by_its_code_where_the_program_has_not_its_id(text: str, code: str, name: str) -> None:
    assert named_in(text, code=code, store=STORE) == name
