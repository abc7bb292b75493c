"""What stands in place of the basket after a sale: all that there is to tell, clear of the keys under it."""

from dataclasses import replace

import pytest

from loyalty.quote.model import RuleStamps
from tests.qt.conftest import Play
from tools.theatre import settle
from ui.presenters.preferences import Preferences, TextSize
from ui.views.lines_card import AfterPanel
from ui.widgets.button import Button
from ui.widgets.figures import FigureColumn
from ui.widgets.surface import Text

SIZES = [(1024, 768), (1366, 768), (1920, 1080)]


@pytest.mark.parametrize("text_size", [100, 125, 150])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_six_rows_of_a_full_card_and_a_new_tier_stand_clear_of_the_keys(
    play_scene: Play, size: tuple[int, int], text_size: TextSize
) -> None:
    theatre = play_scene("sold", Preferences(text_size=text_size), size=size)
    counter = theatre.checkout.counter
    done = counter.model.done
    assert done is not None
    assert done.sale.member is not None
    stamped = (RuleStamps(card="rice", name="Thẻ gạo", stamps=1, have=0, goal=10, full=1),)
    member = replace(done.sale.member, tier_reached="Vàng")
    counter.change(done=replace(done, sale=replace(done.sale, stamped=stamped, member=member)))
    settle()
    (panel,) = theatre.window.findChildren(AfterPanel)
    (rows,) = panel.findChildren(FigureColumn)
    texts = [text for text in rows.findChildren(Text) if text.isVisible()]
    assert len(texts) == 2 * 6
    assert all(text.height() >= text.fontMetrics().height() for text in texts)
    lowest = max(text.mapTo(panel, text.rect().bottomLeft()).y() for text in texts)
    assert lowest + 4 < min(key.y() for key in panel.findChildren(Button) if key.isVisible())
