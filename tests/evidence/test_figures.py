"""The figures of a run add up, and are told with what they are true of."""

import pytest

from tests.evidence.__main__ import KINDS, Sum
from tests.evidence.bad_inputs import BadInputs
from tests.unit.docs.pages import page


def test_parts_add_up_and_a_broken_promise_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    done = Sum()
    for wrong in ([], ["seed 7: 500 for POST /v1/sync"]):
        part = BadInputs(wrong=wrong)
        part.kinds.update({"unsigned": 1_200, "mad journal": 3})
        done.add(part)
    assert done.tried == 2_406
    done.show()
    said = capsys.readouterr().out
    assert "2,406  bad inputs" in said
    assert "2,400    unsigned" in said
    assert "VIOLATION seed 7: 500 for POST /v1/sync" in said


def test_the_page_of_the_evidence_names_every_kind_of_run() -> None:
    text = page("docs/evidence.md")
    for kind in KINDS:
        assert f"python -m tests.evidence {kind}" in text, kind
