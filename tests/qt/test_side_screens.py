"""The table of the screens beside the sale says the same as the menu that opens them."""

from ui.presenters.menu import ENTRIES, Choice
from ui.side_screens.table import TABLE
from ui.views.function_row import FUNCTION_KEYS


def test_a_screen_is_opened_by_the_key_that_the_menu_names() -> None:
    named = {entry.choice: entry.key for entry in ENTRIES}
    at_the_checkout = {"returns": Choice.RETURNS}
    keys = {at_the_checkout[name]: key for key, name in FUNCTION_KEYS if name in at_the_checkout}
    shortcuts = {choice: row.shortcut for choice, row in TABLE.items()}
    assert {**shortcuts, **keys} == {choice: named[choice] for choice in TABLE}
