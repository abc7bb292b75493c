"""Each tone has its visual twin: it is made by what shows it, and by nothing where sounds are off."""

from collections.abc import Iterator

import pytest

from tests.qt.conftest import Play
from tools.sample_shop import ANH_CARD, NOODLES
from tools.theatre import settle
from ui.presenters.shown import Notice, Tone
from ui.sounds import wear_sounds
from ui.widgets.notice import Banner


@pytest.fixture
def heard() -> Iterator[list[Tone]]:
    tones: list[Tone] = []
    yield tones
    wear_sounds(None)


def test_goods_a_member_and_a_sale_are_heard_as_they_are_seen(play_scene: Play, heard: list[Tone]) -> None:
    theatre = play_scene("empty")
    wear_sounds(heard.append)
    for code in (NOODLES.sku, NOODLES.sku, ANH_CARD):
        heard.clear()
        theatre.checkout.scanned(code)
        settle()
        assert Tone.GOOD in heard, code
        assert Tone.REFUSED not in heard


def test_a_refusal_is_heard_once_and_seen_as_long_as_it_stands(play_scene: Play, heard: list[Tone]) -> None:
    theatre = play_scene("empty")
    wear_sounds(heard.append)
    theatre.checkout.scanned("9800000000000010")
    settle()
    banner = theatre.stage.checkout.banner
    assert banner.isVisible()
    said = [tone for tone in heard if tone in (Tone.REFUSED, Tone.ATTENTION)]
    assert len(said) == 1
    theatre.checkout.speak(theatre.words)
    settle()
    assert [tone for tone in heard if tone in (Tone.REFUSED, Tone.ATTENTION)] == said


@pytest.mark.usefixtures("qapp")
def test_each_tone_of_a_sentence_is_heard_but_a_plain_one(heard: list[Tone]) -> None:
    banner = Banner()
    wear_sounds(heard.append)
    for tone in Tone:
        banner.show_notice(Notice(tone, tone.name))
        banner.show_notice(Notice(tone, tone.name))
        assert not banner.isHidden()
    banner.show_notice(None)
    assert heard == [tone for tone in Tone if tone is not Tone.PLAIN]
    wear_sounds(None)
    banner.show_notice(Notice(Tone.REFUSED, "silent"))
    assert len(heard) == 3
    banner.deleteLater()
    settle()
