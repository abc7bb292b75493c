"""The table of the screens beside the sale says the same as the menu that opens them."""

from ui.presenters.menu import ENTRIES
from ui.side_screens.table import TABLE


def test_a_screen_is_opened_by_the_key_that_the_menu_names() -> None:
    named = {entry.choice: entry.key for entry in ENTRIES}
    assert {choice: row.shortcut for choice, row in TABLE.items()} == {
        choice: named[choice] for choice in TABLE
    }
