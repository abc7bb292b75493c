"""Draws for managers and auditors at a till: the server tells how they stand, and opens one with its seed.

A seed is here in memory only, while the screen is open: neither store nor journal ever has one, nor a print
job, which would lie in the store. What it is worth is checked here first, so that the server is asked once.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from loyalty.drawing import SEED_BYTES, check_seed, read_seed
from loyalty.errors import Refused, Unavailable
from loyalty.wire.canonical import JsonObject
from loyalty.wire.drawing import (
    LOOKS,
    OPENS,
    DrawAnswer,
    DrawAsk,
    DrawOpening,
    DrawsAnswer,
    DrawsAsk,
    DrawTold,
    Winner,
)
from loyalty.wire.messages import VERSION
from terminal.in_force import in_force_now
from terminal.usecases.asking import have_done, have_told
from terminal.usecases.sign_in import check_pin

if TYPE_CHECKING:
    from terminal.session import Session
    from terminal.till import Till

Answer = TypeVar("Answer")
GROUP: Final = 8
"""A seed is shown, written down and compared in groups of so many digits."""
OURS: Final[Mapping[str, str]] = {
    "operator-may-not": "draws-not-yours",
    "no-such-draw": "draw-unknown",
    "program-missing": "draw-unknown",
    "not-found": "draws-not-known",
    "draw-not-over": "draw-not-over-yet",
}
"""Refusals of the server's that have a sentence here, and its code; `not-found`: it is an older server."""


class DrawServer(Protocol):
    """The server, as `sync.client.SyncClient` speaks to it; each call blocks until it has answered.

    All raise Unavailable as `SyncClient.sync`, and Refused: `server-refused` with the server's `problem`.
    """

    def list_draws(self, ask: DrawsAsk) -> DrawsAnswer:
        """The draws there are."""
        ...

    def read_draw(self, ask: DrawAsk) -> DrawAnswer:
        """One draw, with a page of its winners."""
        ...

    def open_draw(self, opening: DrawOpening) -> DrawAnswer:
        """Publish the seed, and draw some of the receipts; to be asked again while it is `drawing`."""
        ...


def list_draws(session: "Session", server: DrawServer) -> tuple[DrawTold, ...]:
    """The draws of the program, and those that were opened.

    Raises:
        Refused: `draws-not-yours`, `draws-not-known`; as `SyncClient.sync`.
        Unavailable: as `have_told`.
    """
    if session.role not in LOOKS:
        raise Refused("draws-not-yours")
    ask = DrawsAsk(VERSION, session.operator)
    return _asked(lambda: have_told(lambda: server.list_draws(ask), OURS)).draws


def read_draw(session: "Session", server: DrawServer, draw: str, *, skip: int = 0) -> DrawAnswer:
    """One draw, with the winners after the first `skip`.

    Raises:
        Refused: `draw-unknown`; as `list_draws`.
        Unavailable: as `have_told`; `draw-look-ups` (seconds): too many pages at once.
    """
    ask = DrawAsk(VERSION, session.operator, draw, skip)
    return _asked(lambda: have_told(lambda: server.read_draw(ask), OURS))


def read_winners(session: "Session", server: DrawServer, draw: str, *, skip: int) -> tuple[Winner, ...]:
    """All winners after the first `skip`, page by page. Raises as `read_draw`."""
    page = read_draw(session, server, draw, skip=skip)
    found = list(page.winners)
    while page.more and page.winners:
        page = read_draw(session, server, draw, skip=skip + len(found))
        found += page.winners
    return tuple(found)


def check_opening(till: "Till", session: "Session", draw: DrawTold, *, seed_text: str, own_pin: str) -> str:
    """The seed as it is published, if it is this draw's and whoever types it is who is signed in.

    Raises:
        Refused: `draws-not-yours`; `draw-seed-hex`, `draw-seed-short`, `draw-seed-other`; of `own_pin` as
            `sign_in`.
    """
    if session.role not in OPENS:
        raise Refused("draws-not-yours")
    seed = read_seed(seed_text)
    check_seed(seed, commitment=draw.commitment)
    check_pin(till, operator=session.operator, pin=own_pin)
    return seed.hex()


def open_draw(
    till: "Till", session: "Session", server: DrawServer, draw: DrawTold, *, seed: str
) -> DrawAnswer:
    """Publish a seed that was checked, once for ever; asked again it goes on drawing.

    `draw` is as it was before: who opens one stands in the journal, whoever goes on with it does not.

    Raises:
        Refused: `draw-not-over-yet`, `draw-unknown`; as `list_draws`.
        Unavailable: as `have_done`; it may be open by now, and can be asked again.
    """
    opening = DrawOpening(VERSION, session.operator, draw.draw, seed)
    answer = _asked(lambda: have_done(lambda: server.open_draw(opening), OURS))
    if draw.stage != "opened":
        with till.store.write() as unit:
            said: JsonObject = {"v": 1, "draw": draw.draw, "note": draw.name}
            unit.journal.append("draw_opened", said, session.operator)
        till.nudge_sync()
    return answer


def without_this_till(till: "Till", answer: DrawAnswer) -> DrawAnswer:
    """The answer without this till among the quiet ones, where all that was done here is at the server.

    The server tells a till that has nothing to send from one that cannot by what came last; this till knows.
    """
    with till.store.read() as reading:
        has_more = reading.state.acked_seq() < reading.journal.head().seq
    own = in_force_now(till).identity.code
    if has_more or own not in answer.quiet:
        return answer
    return replace(answer, quiet=tuple(each for each in answer.quiet if each != own))


def new_seed() -> str:
    """A seed that nobody has had before."""
    return secrets.token_bytes(SEED_BYTES).hex()


def check_copy(seed: str, text: str) -> None:
    """Whether a seed was written down as it is, by what is read off the paper.

    Raises:
        Refused: `draw-seed-hex`, `draw-seed-copied` (groups: which of them differ, from 1).
    """
    copied = read_seed(text).hex()
    if copied != seed:
        groups = range(0, max(len(seed), len(copied)), GROUP)
        other = [n for n, at in enumerate(groups, 1) if copied[at : at + GROUP] != seed[at : at + GROUP]]
        raise Refused("draw-seed-copied", groups=", ".join(map(str, other)))


def save_commitment(folder: Path, *, name: str, text: str) -> Path:
    """Write what is to be put into the program, and may be known to everybody.

    Raises:
        Unavailable: `export-failed` (path, why).
    """
    path = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unavailable("export-failed", retry=True, path=str(path), why=error.strerror or "") from error
    return path


def _asked(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except Unavailable as trouble:
        if trouble.code != "too-many-look-ups":
            raise
        raise Unavailable("draw-look-ups", retry=True, **trouble.params) from trouble
