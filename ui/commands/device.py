"""`device list`, `device test`, `device watch`: the devices without a window, in words or as JSON.

Needs no paired till: the settings file of the data folder says which devices are chosen, and each of the
three works without one too. A running till has its devices to itself; a test then says that they are busy.
"""

import json
import os
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Literal

from drivers.ports import Scan, ScannerLink
from resources.catalogue import Catalogue
from terminal.data_folder import default_data_dir

if TYPE_CHECKING:
    from terminal.bootstrap.trials import Trial

_MARKS: Final = {"well": "✓", "unconfirmed": "?", "ill": "✗"}
_LOOK_EVERY_S: Final = 0.5
MOST_SECONDS: Final = 86_400.0
"""Nobody waits longer than a day."""


def seconds(text: str) -> float:
    """A time to wait; what is none is refused by its name."""
    value = float(text)
    if not 0 < value <= MOST_SECONDS:
        raise ValueError
    return value


def add_arguments(parser: ArgumentParser) -> None:
    """Describe the three things that can be done."""
    kinds = parser.add_subparsers(dest="action", required=True, metavar="list|test|watch")
    listing = kinds.add_parser("list", help="what there is to choose from, and what is chosen")
    where = "look at port 9100 there too: 192.168.1.60-80; may be given again"
    listing.add_argument("--address", action="append", default=[], help=where)
    listing.add_argument("--network", action="store_true", help="wait for printers that announce themselves")
    testing = kinds.add_parser("test", help="try one device; exit 1 if it does not work")
    testing.add_argument("device", choices=("printer", "drawer", "display", "scanner"))
    testing.add_argument("--at", metavar="SETTING", help="this one, as list names it; else the chosen one")
    testing.add_argument(
        "--seconds", type=seconds, default=20.0, help="wait so long for a scan (%(default)s)"
    )
    watching = kinds.add_parser("watch", help="say when a device comes or goes, and what is scanned")
    watching.add_argument("--seconds", type=seconds, default=None, help="end after so long, else by Ctrl+C")
    for one in (listing, testing, watching):
        one.add_argument("--json", action="store_true", help="one JSON object a line instead of sentences")
        one.add_argument(
            "--data", type=Path, default=default_data_dir(), metavar="DIR", help="data folder (%(default)s)"
        )


def run(args: Namespace) -> int:
    """Do it; the exit code.

    Raises:
        Refused, Unavailable: the settings file; `addresses-refused`.
    """
    texts = Catalogue.load("vi" if os.environ.get("LANG", "").startswith("vi") else "en")
    say = _as_json if args.json else _in_words
    actions: Mapping[str, Callable[[Namespace, Catalogue, _Say], int]] = {
        "list": _list,
        "test": _test,
        "watch": _watch,
    }
    return actions[args.action](args, texts, say)


_Say = Callable[[str, Mapping[str, object]], None]
_Heard = Scan | ScannerLink | Literal["bank-card-swiped"]


def _in_words(sentence: str, facts: Mapping[str, object]) -> None:
    del facts
    print(sentence, flush=True)


def _as_json(sentence: str, facts: Mapping[str, object]) -> None:
    print(json.dumps({**facts, "text": sentence}, ensure_ascii=False), flush=True)


def _list(args: Namespace, texts: Catalogue, say: _Say) -> int:
    from terminal.bootstrap.device_list import TAKEN, chosen_settings, search, taken_lines
    from terminal.configuration import read_configuration

    configuration = read_configuration(args.data / "till.toml")
    chosen = {(kind, setting.partition("?")[0]): setting for kind, setting in chosen_settings(configuration)}
    shown: set[tuple[str, str]] = set()
    for device in search(args.address, announced=args.network):
        key = (device.kind.value, device.setting)
        shown.add(key)
        facts = {
            "kind": device.kind.value,
            "way": device.way,
            "setting": device.setting,
            "what": device.what,
            "guarantee": None if device.guarantee is None else device.guarantee.value,
            "hindrance": device.hindrance,
            "chosen": key in chosen,
        }
        say(_listed(texts, facts), facts)
    for kind, setting in sorted((key[0], chosen[key]) for key in chosen.keys() - shown):
        facts = {"kind": kind, "setting": setting, "chosen": True, "found": False}
        say(texts.text("device.chosen-unseen", kind=texts.text(f"device.kind.{kind}"), name=setting), facts)
    for taken in taken_lines(configuration):
        say(texts.text(TAKEN, **taken.said), {"taken": taken.line, "key": taken.key, "by": taken.taken_by})
    return 0


def _listed(texts: Catalogue, facts: Mapping[str, object]) -> str:
    mark = "✓" if facts["chosen"] else "✗" if facts["hindrance"] else "·"
    name = str(facts["setting"] or "–")
    said = [str(facts["what"])] if facts["what"] else []
    if facts["hindrance"]:
        said.append(texts.text(f"error.{facts['hindrance']}", name=name))
    elif facts["guarantee"]:
        said.append(texts.text(f"guarantee.{facts['guarantee']}"))
    else:
        said.append(texts.text(f"devices.promise.{facts['kind']}-{facts['way']}"))
    return f"{mark} {texts.text('device.kind.' + str(facts['kind'])):<10} {name}  {' · '.join(said)}"


def _test(args: Namespace, texts: Catalogue, say: _Say) -> int:
    trial = _hear_scan(args, texts, say) if args.device == "scanner" else _tried(args, texts)
    sentence = f"{_MARKS[trial.verdict]} {texts.text(trial.key, **trial.params)}"
    facts = {"device": trial.device, "verdict": trial.verdict, "why": trial.why}
    say(sentence, facts)
    return int(trial.verdict == "ill")


def _tried(args: Namespace, texts: Catalogue) -> "Trial":
    from loyalty.errors import Refused
    from terminal.bootstrap.device_list import configured
    from terminal.bootstrap.devices import DRAWER_PINS, PrinterMemory, pole_display, receipt_printer
    from terminal.bootstrap.trials import try_display, try_drawer, try_printer
    from terminal.clock import SystemClock

    configuration = configured(args.data / "till.toml", args.device, args.at)
    if args.device == "display":
        display = pole_display(configuration)
        if display is None:
            raise Refused("device-not-chosen", kind=texts.text("device.kind.display"))
        return try_display(display)
    printer = receipt_printer(configuration, PrinterMemory(args.data))
    if printer is None:
        raise Refused("device-not-chosen", kind=texts.text("device.kind.printer"))
    if args.device == "drawer":
        return try_drawer(printer, DRAWER_PINS[configuration.drawer_pin])
    from ui.raster.painter import QtPagePainter, windowless_application

    with windowless_application():
        return try_printer(printer, QtPagePainter(), SystemClock(), texts=texts)


def _hear_scan(args: Namespace, texts: Catalogue, say: _Say) -> "Trial":
    """Wait for one scan; what it is, as it came and as it is understood."""
    from terminal.bootstrap.device_list import configured, hear
    from terminal.bootstrap.trials import Trial

    configuration = configured(args.data / "till.toml", "scanner", args.at)
    news: SimpleQueue[_Heard] = SimpleQueue()
    with hear(
        configuration,
        on_scan=news.put,
        on_link=news.put,
        on_bank_card=lambda: news.put("bank-card-swiped"),
    ):
        if all(each.line == "virtual" for each in configuration.scanners):
            return Trial(device="", verdict="ill", key="device.scanner-by-keyboard", why="by-keyboard")
        say(texts.text("device.scan-now", seconds=f"{args.seconds:g}"), {"waiting": True})
        until = time.monotonic() + args.seconds
        while (left := until - time.monotonic()) > 0:
            heard = _next(news, left)
            if isinstance(heard, Scan):
                return Trial(device=heard.source, verdict="well", key="device.scanned", params=_facts(heard))
            if heard is not None:
                _say_heard(heard, texts, say)
    return Trial(device="", verdict="ill", key="device.nothing-scanned", why="nothing-scanned")


def _watch(args: Namespace, texts: Catalogue, say: _Say) -> int:
    from terminal.bootstrap.device_list import hear, there_now
    from terminal.configuration import read_configuration

    until = None if args.seconds is None else time.monotonic() + args.seconds
    news: SimpleQueue[_Heard] = SimpleQueue()
    seen: frozenset[tuple[str, str]] = frozenset()
    with hear(
        read_configuration(args.data / "till.toml"),
        on_scan=news.put,
        on_link=news.put,
        on_bank_card=lambda: news.put("bank-card-swiped"),
    ):
        while until is None or time.monotonic() < until:
            now = there_now()
            for word, some in (("came", now - seen), ("went", seen - now)):
                for setting, what in sorted(some):
                    say(texts.text(f"device.{word}", name=setting, what=what), {word: setting, "what": what})
            seen = now
            pause_until = time.monotonic() + _LOOK_EVERY_S
            while (left := pause_until - time.monotonic()) > 0:
                heard = _next(news, left)
                if heard is not None:
                    _say_heard(heard, texts, say)
    return 0


def _next(news: "SimpleQueue[_Heard]", wait_s: float) -> _Heard | None:
    try:
        return news.get(timeout=wait_s)
    except Empty:
        return None


def _say_heard(heard: _Heard, texts: Catalogue, say: _Say) -> None:
    match heard:
        case Scan():
            say(texts.text("device.scanned", **_facts(heard)), {"scan": _facts(heard)})
        case ScannerLink(connected=connected, device=device):
            say(_linked(heard, texts), {"scanner": device, "connected": connected})
        case code:
            say(texts.text(f"error.{code}"), {"dropped": code})


def _linked(link: ScannerLink, texts: Catalogue) -> str:
    return texts.text("device.scanner-there" if link.connected else "device.scanner-away", name=link.device)


def _facts(scan: Scan) -> dict[str, str]:
    return {"code": scan.text, "symbology": scan.symbology or "–", "source": scan.source}
