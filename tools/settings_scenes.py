"""The scenes of the screen *Settings*, over the sample settings."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from resources.licences import LICENCES, SERVER_LICENCES
from tools.sample_shop import LAN, PIN
from ui.presenters.settings.model import SECTIONS
from ui.presenters.settings.presenter import SettingsPresenter
from ui.settings_screen import SettingsScreen

if TYPE_CHECKING:
    from tools.theatre import Theatre

BANK_ROW: Final = 3
COPY_ROW: Final = 3
ADD_TILL_ROW: Final = 4


def settings(theatre: "Theatre", section: str = "store") -> SettingsPresenter:
    """A section of the screen, over a checkout."""
    theatre.checkout.begin()
    screen = SettingsScreen(
        theatre.window,
        theatre.sample_settings,
        theatre.runner,
        theatre.words,
        preferences=lambda: theatre.preferences,
        session=lambda: theatre.sample_settings.session,
        ring=None,
        on_prefer=lambda _: None,
        on_devices=lambda: None,
        on_program=lambda: None,
        on_facts=lambda _: None,
        on_go_back=lambda _: None,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
    )
    screen.open()
    theatre.settings = screen
    screen.presenter.section_chosen(SECTIONS.index(section))
    return screen.presenter


def server_licences(theatre: "Theatre") -> None:
    """The shop's server runs beside this till: what it is made of is listed too."""
    sample = theatre.sample_settings
    sample.shown = replace(sample.facts(), has_own_server=True)
    settings(theatre, "about").row_marked(len(LICENCES) + len(SERVER_LICENCES))


def going_back(theatre: "Theatre") -> None:
    """A manager is about to open the till from a copy."""
    theatre.sample_settings.session = replace(LAN, operator="anh", name="Quốc Anh", role="manager")
    shown = settings(theatre, "backup")
    shown.row_marked(COPY_ROW)
    shown.change_pressed()
    shown.typed("1234")


def bank(theatre: "Theatre") -> SettingsPresenter:
    """A manager types another bank account."""
    theatre.sample_settings.session = replace(LAN, operator="anh", name="Quốc Anh", role="manager")
    shown = settings(theatre)
    shown.row_marked(BANK_ROW)
    shown.change_pressed()
    shown.typed("970436 0987654321 CTY TNHH HOA MAI")
    return shown


def another_till(theatre: "Theatre") -> SettingsPresenter:
    """A manager lets another till into the store: the name is typed."""
    theatre.sample_settings.session = replace(LAN, operator="anh", name="Quốc Anh", role="manager")
    shown = settings(theatre, "server")
    shown.row_marked(ADD_TILL_ROW)
    shown.change_pressed()
    shown.typed("Quầy 3")
    return shown


def pairing_code(theatre: "Theatre") -> None:
    """The code that pairs it, for whoever stands at the new machine."""
    shown = another_till(theatre)
    shown.change_pressed()
    shown.typed(PIN)
    shown.change_pressed()


def bank_pin(theatre: "Theatre") -> None:
    """The manager's PIN is asked for it, on the screen's own keys."""
    shown = bank(theatre)
    shown.change_pressed()
    shown.typed("258")
    if theatre.settings is None:
        raise AssertionError("the screen is open")
    theatre.settings.view.toggle_keyboard()


def licence(theatre: "Theatre") -> None:
    """The till's own licence is read."""
    settings(theatre, "about").change_pressed()


def section(name: str) -> "Callable[[Theatre], object]":
    """The scene of a section."""
    return partial(settings, section=name)
