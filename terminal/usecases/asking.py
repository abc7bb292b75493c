"""What a person has the server do, answered in sentences that are true of what they asked for.

Of a sale a till says that it is kept and sent again by itself. Of a deed of the server's neither is so:
whoever asked for it looks whether it was done, and presses again.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from loyalty.errors import Refused, Unavailable

Answer = TypeVar("Answer")

_OF_A_DEED: Final[Mapping[str, str]] = {
    "server-absent": "deed-no-server",
    "server-busy": "deed-server-busy",
    "server-broke-off": "deed-unanswered",
    "server-slow": "deed-unanswered",
    "server-trouble": "deed-unanswered",
}
"""What the line says of a server, and the sentence of a deed: nothing was done, or nobody knows."""


def have_done(ask: Callable[[], Answer], ours: Mapping[str, str]) -> Answer:
    """What the server answers to a deed; `ours` are its refusals that have a sentence here, by its code.

    Raises:
        Unavailable: `deed-no-server`, `deed-server-busy`: nothing was done; `deed-unanswered`: it may have
            been; else as `SyncClient.sync`.
        Refused: one of `ours`; else as `SyncClient.sync`.
    """
    try:
        return in_our_words(ask, ours)
    except Unavailable as trouble:
        code = _OF_A_DEED.get(trouble.code)
        if code is None:
            raise
        raise Unavailable(code, retry=True) from trouble


def have_told(ask: Callable[[], Answer], ours: Mapping[str, str]) -> Answer:
    """What the server answers to a question, which changes nothing there.

    Raises:
        Unavailable: `look-no-server`; else as `SyncClient.sync`.
        Refused: as `in_our_words`.
    """
    try:
        return in_our_words(ask, ours)
    except Unavailable as trouble:
        if not is_of_server(trouble):
            raise
        raise Unavailable("look-no-server", retry=True) from trouble


def is_of_server(trouble: Unavailable) -> bool:
    """Whether it is the server that did not answer, and nothing else that was in the way."""
    return trouble.code in _OF_A_DEED


def in_our_words(ask: Callable[[], Answer], ours: Mapping[str, str]) -> Answer:
    """What the server answers to a question. Raises Refused: one of `ours`; else as `SyncClient.sync`."""
    try:
        return ask()
    except Refused as refusal:
        code = ours.get(str(refusal.params.get("problem", "")))
        if code is None:
            raise
        raise Refused(code) from refusal
