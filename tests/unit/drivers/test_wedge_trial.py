"""What a keyboard scanner sends, and the settings that are proposed for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ports import Scan, WedgeSettings
from drivers.wedge import KeyKind, Keystroke, Scanned, WedgeRecogniser
from drivers.wedge_trial import WedgeTrial, propose
from tests.unit.drivers.keys_typed import keys


def tried(*scans: list[Keystroke]) -> WedgeTrial:
    trial = WedgeTrial()
    for scan in scans:
        for key in scan:
            trial.press(key)
    trial.tick(1e9)
    return trial


def test_a_scan_is_shown_as_it_came() -> None:
    (burst,) = tried(keys("~8934563138165", every_s=0.004)).bursts
    assert (burst.text, burst.keys, burst.has_end) == ("~8934563138165", 14, True)
    assert (burst.average_ms, burst.longest_gap_ms) == (4, 4)


def test_nothing_scanned_proposes_nothing() -> None:
    assert propose([]).why == "nothing-yet"


@pytest.mark.parametrize(
    ("text", "every_s", "why"),
    [
        ("Â1234567", 0.004, "input-method"),
        ("AA<<B12345", 0.004, "input-method"),
        ("8934563138165", 0.15, "too-slow"),
        ("1234", 0.004, "too-short"),
    ],
)
def test_what_no_setting_helps_is_said_instead(text: str, every_s: float, why: str) -> None:
    proposal = propose(tried(keys(text, every_s=every_s)).bursts)
    assert (proposal.settings, proposal.why) == (None, why)


def test_a_scanner_that_sends_no_enter_is_to_be_set_so() -> None:
    assert propose(tried(keys("8934563138165", every_s=0.004, end=False)).bursts).why == "no-end"


def test_a_sign_before_every_code_is_its_prefix() -> None:
    one, other = keys("~893456", every_s=0.004), keys("~77", every_s=0.004, start=12.0)
    assert propose(tried(one, other).bursts).settings == WedgeSettings(prefix="~")
    plain = keys("893456", every_s=0.004, start=14.0)
    mixed = propose(tried(one, plain).bursts).settings
    assert mixed is not None
    assert mixed.prefix == ""


@pytest.mark.parametrize("text", ["]E08934563138165", "%B123456", "8934563138165"])
def test_an_aim_id_and_the_like_are_no_prefix(text: str) -> None:
    assert propose(tried(keys(text, every_s=0.004)).bursts).why == "no-prefix"


@given(
    st.text("0123456789", min_size=6, max_size=20),
    st.sampled_from(["", "~", "#"]),
    st.lists(st.integers(0, 120), min_size=30, max_size=30),
)
def test_what_is_proposed_takes_the_scan_it_was_proposed_for(text: str, prefix: str, gaps: list[int]) -> None:
    now = 10.0
    scan: list[Keystroke] = []
    for letter, gap in zip(prefix + text, gaps, strict=False):
        now += gap / 1000
        scan.append(Keystroke(KeyKind.TEXT, now, letter))
    scan.append(Keystroke(KeyKind.END, now))
    settings = propose(tried(scan).bursts).settings
    if settings is None:
        return
    recogniser = WedgeRecogniser(settings)
    verdicts = [verdict for key in scan for verdict in recogniser.press(key)]
    assert verdicts[-1:] == [Scanned(Scan(text, None, "wedge", now))]
