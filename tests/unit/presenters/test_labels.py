"""Patterns of the scale's labels as the screen shows them."""

import pytest

from loyalty.errors import Refused
from loyalty.identity.weighed import weighed_table
from terminal.bootstrap.device_list import written_labels
from ui.presenters.devices.labels import USUAL_LABELS, fits_beside, label_parts, sample_of, table_of


def test_every_usual_pattern_can_be_chosen_beside_the_others_and_its_sample_is_read() -> None:
    table = table_of(USUAL_LABELS)
    assert written_labels(table) == USUAL_LABELS
    for label in USUAL_LABELS:
        read = table.read(sample_of(label))
        assert read is not None
        assert read.holds


@pytest.mark.parametrize(
    "text", ["21.....{NNDDD}=weight", "21.....{NNDDD} weight", " 21.....{NNDDD} = weight"]
)
def test_a_pattern_is_read_however_it_is_typed(text: str) -> None:
    assert label_parts(text) == ("21.....{NNDDD}", "weight")


@pytest.mark.parametrize("text", ["", "21.....{NNDDD}", "a b c"])
def test_what_is_no_pattern_with_a_meaning_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="label-unreadable"):
        label_parts(text)


def test_two_that_fit_one_number_do_not_stand_beside_each_other() -> None:
    assert not fits_beside("21.....{NNNNN} = price", ["21.....{NNDDD} = weight"])
    assert not fits_beside("21", [])
    assert fits_beside("24.....{NNNNN} = price", ["21.....{NNDDD} = weight"])


@pytest.mark.parametrize("pattern", ["23....{NNNNNN00}", "2812....{NNNN000}", "20......{NNNN}"])
def test_a_pattern_is_written_as_it_was_read(pattern: str) -> None:
    assert written_labels(weighed_table({pattern: "price"})) == (f"{pattern} = price",)
