"""Listening to signals with types.

Qt's own `connect` takes anything, so a slot that does not fit what a signal carries is found only when the
signal comes.
"""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance


def hear_text(signal: SignalInstance, call: Callable[[str], object]) -> None:
    """Call with the one text that the signal carries."""
    signal.connect(call)


def hear_texts(signal: SignalInstance, call: Callable[[str, str], object]) -> None:
    """Call with the two texts that the signal carries."""
    signal.connect(call)


def hear_three_texts(signal: SignalInstance, call: Callable[[str, str, str], object]) -> None:
    """Call with the three texts that the signal carries."""
    signal.connect(call)


def hear_number(signal: SignalInstance, call: Callable[[int], object]) -> None:
    """Call with the whole number that the signal carries."""
    signal.connect(call)


def hear_flag(signal: SignalInstance, call: Callable[[bool], object]) -> None:
    """Call with the yes or no that the signal carries."""
    signal.connect(call)


def hear_step(signal: SignalInstance, call: Callable[[str, int], object]) -> None:
    """Call with the name and the whole number that the signal carries."""
    signal.connect(call)
