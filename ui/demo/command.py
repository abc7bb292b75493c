"""`demo`: a server, a paired till, sample goods and members, all on this machine; what `make run` runs.

With a display it opens the till beside a virtual printer and a pad to scan from; without one it sells by
itself. The first start sets the shop up, the next ones find it as it was left.
"""

import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from terminal.data_folder import DataFolder
from ui.demo.say import Say
from ui.demo.server_process import ServerProcess
from ui.demo.shop import PEOPLE, ROOT, DemoFolder, pair_till, set_up_server, write_till_settings

BUILD = ROOT / "build"


@dataclass(slots=True)
class _Window:
    """What the till's window is told."""

    data: Path | None
    size: str | None = "1366x768"
    script: str | None = None


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the options."""
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        default=BUILD / "demo-data",
        help="where the shop is kept (%(default)s)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        default=BUILD / "demo",
        help="where pictures and summary go, without a display (%(default)s)",
    )
    parser.add_argument("--alone", action="store_true", help="sell by itself even where there is a display")


def run(args: Namespace) -> int:
    """Set up what is missing, start the server, and open the till or let it sell by itself.

    Raises:
        Refused: `data-folder-in-use`: another demo runs on the folder.
        Unavailable: it cannot be written, a step failed, or the server did not start.
    """
    root = args.data.absolute()
    with DataFolder(root):
        return _run(DemoFolder(root / "shop"), args, Say())


def _run(folder: DemoFolder, args: Namespace, say: Say) -> int:
    is_new = not folder.is_ready
    if is_new:
        set_up_server(folder, say)
    say("demo.server")
    with ServerProcess(folder.server) as server:
        _end_with_us(server)
        if is_new:
            server.wait()
            pair_till(folder, server.address, say)
        if args.alone or not _has_display():
            from ui.demo.alone import run_alone

            server.wait()
            return run_alone(folder, args.output.absolute(), server.address, say)
        return _open_window(folder, server, say)


def _open_window(folder: DemoFolder, server: ServerProcess, say: Say) -> int:
    """The till in this process; the server may still be starting, the till finds it when it is there."""
    from ui.application import run as open_till

    write_till_settings(folder, server.address)
    people = ", ".join(say.texts.text("demo.person", name=one.name, pin=one.pin) for one in PEOPLE)
    say("demo.window", people=people)
    return open_till(_Window(data=folder.till))


def _end_with_us(server: ServerProcess) -> None:
    """A demo that is told to end, or interrupted at its terminal, takes its server with it."""

    def end(signal_number: int, _frame: FrameType | None) -> None:
        server.close()
        raise SystemExit(128 + signal_number)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, end)


def _has_display() -> bool:
    """Whether a window can be shown to somebody."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
