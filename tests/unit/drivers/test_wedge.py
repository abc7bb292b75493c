"""Whose keys they are: a scanner's, a person's, or a scanner's that an input method has rewritten."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ports import Scan, WedgeSettings
from drivers.wedge import (
    MAX_KEYS,
    BankCardDropped,
    GiveBack,
    InputMethodIsOn,
    KeyKind,
    Keystroke,
    Scanned,
    Verdict,
    WedgeRecogniser,
)
from tests.unit.drivers.keys_typed import keys

SCANNER_S = 0.005
FAST_TYPIST_S = 0.09
TYPIST_S = 0.2
WITH_PREFIX = WedgeSettings(prefix="~")


def press(recogniser: WedgeRecogniser, pressed: list[Keystroke]) -> list[Verdict]:
    """All that is decided once the keyboard has rested."""
    verdicts = [verdict for key in pressed for verdict in recogniser.press(key)]
    return verdicts + recogniser.tick(1e9)


def given_back(verdicts: list[Verdict]) -> list[Keystroke]:
    return [key for verdict in verdicts if isinstance(verdict, GiveBack) for key in verdict.keys]


def is_for_the_widgets(pressed: list[Keystroke], settings: WedgeSettings | None = None) -> bool:
    recogniser = WedgeRecogniser(settings) if settings is not None else WedgeRecogniser()
    verdicts = press(recogniser, pressed)
    return given_back(verdicts) == pressed and all(isinstance(verdict, GiveBack) for verdict in verdicts)


@pytest.mark.parametrize("every_s", [0.0, SCANNER_S, 0.035])
@pytest.mark.parametrize("code", ["8934563138165", "9812345678901234", "123456", "AB-12.3/x"])
def test_a_burst_with_enter_at_its_end_is_a_scan(code: str, every_s: float) -> None:
    pressed = keys(code, every_s=every_s)
    assert press(WedgeRecogniser(), pressed) == [Scanned(Scan(code, None, "wedge", pressed[-1].at))]


@pytest.mark.parametrize("every_s", [FAST_TYPIST_S, TYPIST_S, 1.0])
@pytest.mark.parametrize("text", ["0912345678", "3", "Nguyễn", "12<3"])
def test_what_a_person_types_is_given_back_in_its_order(text: str, every_s: float) -> None:
    assert is_for_the_widgets(keys(text, every_s=every_s))


def test_a_short_burst_is_no_scan() -> None:
    assert is_for_the_widgets(keys("12345", every_s=SCANNER_S))


def test_a_burst_without_enter_is_no_scan() -> None:
    assert is_for_the_widgets(keys("8934563138165", every_s=SCANNER_S, end=False))


def test_a_key_that_is_held_down_is_a_persons() -> None:
    held_down = [Keystroke(KeyKind.TEXT, 10 + at * 0.03, "1", is_auto_repeat=at > 0) for at in range(20)]
    assert is_for_the_widgets([*held_down, Keystroke(KeyKind.END, 10.6)])


def test_a_scanner_may_pause_as_long_as_the_setting_says() -> None:
    first = keys("893456", every_s=SCANNER_S, end=False)
    rest = keys("3138165", every_s=SCANNER_S, start=first[-1].at + 0.1)
    assert isinstance(press(WedgeRecogniser(), first + rest)[0], Scanned)
    later = [Keystroke(key.kind, key.at + 0.001, key.text) for key in rest]
    assert given_back(press(WedgeRecogniser(), first + later))[:6] == first


def test_two_scans_follow_each_other() -> None:
    recogniser = WedgeRecogniser()
    verdicts = press(
        recogniser, keys("111111", every_s=SCANNER_S) + keys("222222", every_s=SCANNER_S, start=10.06)
    )
    assert [verdict.scan.text for verdict in verdicts if isinstance(verdict, Scanned)] == ["111111", "222222"]


def test_keys_are_held_back_no_longer_than_a_pause() -> None:
    recogniser = WedgeRecogniser()
    key = Keystroke(KeyKind.TEXT, 10.0, "1")
    assert recogniser.press(key) == []
    assert recogniser.due == pytest.approx(10.1)
    assert recogniser.tick(10.1) == []
    assert recogniser.tick(10.11) == [GiveBack((key,))]
    assert recogniser.due is None


def test_a_fast_typist_does_not_wait_for_a_whole_word() -> None:
    recogniser = WedgeRecogniser()
    waiting: list[float] = []
    for key in keys("0912345678", every_s=FAST_TYPIST_S):
        back = given_back(recogniser.press(key))
        waiting += [key.at - given.at for given in back]
    assert max(waiting) < 0.3


@pytest.mark.parametrize("code", ["Â1234", "ÁB2C3", "AA<<Â12345", "AB12345<6"])
def test_a_burst_that_an_input_method_rewrote_is_never_looked_up(code: str) -> None:
    assert press(WedgeRecogniser(), keys(code, every_s=SCANNER_S)) == [InputMethodIsOn()]
    assert press(WedgeRecogniser(WITH_PREFIX), keys(f"~{code}", every_s=SCANNER_S)) == [InputMethodIsOn()]


def test_a_word_that_an_input_method_hands_over_at_once_is_a_persons() -> None:
    assert is_for_the_widgets([Keystroke(KeyKind.TEXT, 10.0, "Nguyễn"), Keystroke(KeyKind.END, 10.09)])


@pytest.mark.parametrize("settings", [WedgeSettings(), WITH_PREFIX])
@pytest.mark.parametrize(
    "swipe", ["%B4111111111111111^NGUYEN/ANH^2512101?", ";4111111111111111=25121010000000000?"]
)
def test_a_bank_card_is_dropped(swipe: str, settings: WedgeSettings) -> None:
    assert press(WedgeRecogniser(settings), keys(swipe, every_s=SCANNER_S)) == [BankCardDropped()]


@pytest.mark.parametrize("settings", [WedgeSettings(), WITH_PREFIX])
@pytest.mark.parametrize("text", [";", "%5", "; 9"])
def test_what_begins_like_a_card_and_is_typed_is_given_back(text: str, settings: WedgeSettings) -> None:
    assert is_for_the_widgets(keys(text, every_s=TYPIST_S), settings)
    assert is_for_the_widgets(keys(text, every_s=SCANNER_S), settings)


def test_a_prefix_makes_a_scan_certain_at_any_length_and_pace() -> None:
    pressed = keys("~7", every_s=0.09)
    assert press(WedgeRecogniser(WITH_PREFIX), pressed) == [Scanned(Scan("7", None, "wedge", pressed[-1].at))]


def test_with_a_prefix_no_other_key_is_held_back() -> None:
    recogniser = WedgeRecogniser(WITH_PREFIX)
    for key in keys("8934563138165", every_s=SCANNER_S):
        assert recogniser.press(key) == [GiveBack((key,))]


def test_a_prefix_of_two_keys_is_waited_for() -> None:
    settings = WedgeSettings(prefix="$$")
    assert isinstance(press(WedgeRecogniser(settings), keys("$$123", every_s=SCANNER_S))[0], Scanned)
    assert is_for_the_widgets(keys("$1", every_s=SCANNER_S), settings)


def test_a_prefix_typed_by_a_person_is_given_back() -> None:
    assert is_for_the_widgets(keys("~ab", every_s=TYPIST_S), WITH_PREFIX)
    assert is_for_the_widgets(keys("~", every_s=SCANNER_S), WITH_PREFIX)


def test_the_symbology_is_told_if_the_scanner_tells_it() -> None:
    verdict = press(WedgeRecogniser(source="counter"), keys("]E08934563138165", every_s=SCANNER_S))[0]
    assert isinstance(verdict, Scanned)
    assert verdict.scan.text == "8934563138165"
    assert (verdict.scan.symbology, verdict.scan.source) == ("ean-13", "counter")


def test_a_scan_of_nothing_is_no_scan() -> None:
    assert is_for_the_widgets(keys("~]E0", every_s=SCANNER_S), WITH_PREFIX)


def test_shift_between_the_keys_of_a_scan_changes_nothing() -> None:
    pressed = keys("ABCDEF", every_s=SCANNER_S)
    shift = Keystroke(KeyKind.MODIFIER, pressed[2].at)
    verdicts = press(WedgeRecogniser(), [*pressed[:3], shift, *pressed[3:]])
    assert [type(verdict) for verdict in verdicts] == [GiveBack, Scanned]
    assert given_back(verdicts) == [shift]


def test_any_other_key_ends_a_burst_and_keeps_its_place() -> None:
    pressed = keys("12345678", every_s=SCANNER_S, end=False)
    escape = Keystroke(KeyKind.OTHER, pressed[-1].at + SCANNER_S)
    verdicts = WedgeRecogniser()
    decided = [verdict for key in [*pressed, escape] for verdict in verdicts.press(key)]
    assert decided == [GiveBack((*pressed, escape))]


def test_a_stuck_scanner_is_given_up() -> None:
    assert is_for_the_widgets(keys("1" * (MAX_KEYS + 10), every_s=0.001, end=False))


KEYS = st.builds(
    Keystroke,
    st.sampled_from(KeyKind),
    at=st.just(0.0),
    text=st.sampled_from(["1", "a", "~", ";", "%", "Â", ""]),
    is_auto_repeat=st.booleans(),
)
GAPS_S = st.sampled_from([0.0, 0.004, 0.03, 0.09, 0.1, 0.11, 0.5])


def at_their_times(pressed: list[tuple[Keystroke, float]]) -> list[Keystroke]:
    """The keys one after the other, each told apart by its tag."""
    now, timed = 10.0, list[Keystroke]()
    for number, (key, gap_s) in enumerate(pressed):
        now += gap_s
        timed.append(Keystroke(key.kind, now, key.text, key.is_auto_repeat, number))
    return timed


@given(st.lists(st.tuples(KEYS, GAPS_S), max_size=40), st.sampled_from([WedgeSettings(), WITH_PREFIX]))
def test_no_key_is_given_back_twice_or_out_of_order(
    pressed: list[tuple[Keystroke, float]], settings: WedgeSettings
) -> None:
    timed = [key for key in at_their_times(pressed) if key.kind is not KeyKind.MODIFIER]
    order = [key.tag for key in given_back(press(WedgeRecogniser(settings), timed))]
    assert order == sorted(set(order), key=order.index)
    assert order == [key.tag for key in timed if key.tag in set(order)]


@given(st.lists(st.tuples(KEYS, st.floats(0.101, 2.0)), max_size=40))
def test_whoever_pauses_between_keys_keeps_every_key(pressed: list[tuple[Keystroke, float]]) -> None:
    timed = at_their_times(pressed)
    assert is_for_the_widgets(timed)


@given(st.lists(st.tuples(KEYS, GAPS_S), max_size=40))
def test_keys_vanish_only_with_a_verdict_that_names_them(pressed: list[tuple[Keystroke, float]]) -> None:
    timed = at_their_times(pressed)
    verdicts = press(WedgeRecogniser(), timed)
    if all(isinstance(verdict, GiveBack) for verdict in verdicts):
        assert len(given_back(verdicts)) == len(timed)
