"""The scenes of the screen *Devices*, over what a shop has."""

from drivers.ports import Scan
from drivers.wedge import KeyKind, Keystroke
from tools.theatre import Theatre
from ui.devices_screen import DevicesScreen


def devices(theatre: Theatre) -> DevicesScreen:
    """The screen, over a checkout, with what a shop has."""
    theatre.checkout.begin()
    screen = DevicesScreen(
        theatre.window,
        theatre.sample_devices,
        theatre.runner,
        theatre.words,
        keys=None,
        on_back=lambda: theatre.stage.show_screen(theatre.shell.screen),
        on_exchanged=lambda: None,
        on_window_tried=lambda: True,
    )
    screen.open()
    theatre.devices = screen
    return screen


def drawer(theatre: Theatre) -> None:
    """What opens the drawer."""
    devices(theatre).presenter.kind_chosen("drawer")


def second(theatre: Theatre) -> None:
    """Another printer is chosen for some of the slips."""
    presenter = devices(theatre).presenter
    presenter.kind_chosen("second")
    presenter.row_marked(1)
    presenter.choose_pressed()
    presenter.row_marked(3)


def labels(theatre: Theatre) -> None:
    """A label from a scale is read as the store's table says."""
    presenter = devices(theatre).presenter
    presenter.kind_chosen("weighed")
    presenter.choose_pressed()
    presenter.test_pressed()
    presenter.trial.scanned(Scan("2112345012506", "ean-13", "serial-1", 1.0))


def letters(theatre: Theatre) -> None:
    """Which letters the printer has."""
    presenter = devices(theatre).presenter
    presenter.row_marked(5)


def trial(theatre: Theatre) -> None:
    """Two codes come from a scanner that types, the second of a card."""
    presenter = devices(theatre).presenter
    presenter.kind_chosen("scanner")
    presenter.test_pressed()
    at = 10.0
    for code in ("~8934563138165", "~9812345678901234"):
        for letter in code:
            at += 0.005
            presenter.trial.key_heard(Keystroke(KeyKind.TEXT, at, letter))
        presenter.trial.key_heard(Keystroke(KeyKind.END, at))
        at += 1
