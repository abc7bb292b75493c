"""What the first start knows: the step, what was filled in, what is wrong with it, how far the machine is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.pins import check_pin_form
from terminal.sync.address import parse_server_url
from ui.presenters.checkout.model import Said
from ui.presenters.first_start.errands import Plugged, Preset, Progress


class Step(Enum):
    """The steps; the value is the name in texts and in what is kept."""

    LANGUAGE = "language"
    KIND = "kind"
    SHOP = "shop"
    MANAGER = "manager"
    PROGRAM = "program"
    JOIN = "join"
    DEVICES = "devices"
    OPENING = "opening"


NEW: Final = "new"
JOINS: Final = "join"
_NEW_STEPS: Final = (
    Step.LANGUAGE,
    Step.KIND,
    Step.SHOP,
    Step.MANAGER,
    Step.PROGRAM,
    Step.DEVICES,
    Step.OPENING,
)
_JOIN_STEPS: Final = (Step.LANGUAGE, Step.KIND, Step.JOIN, Step.DEVICES, Step.OPENING)

FIELDS: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.LANGUAGE: ("language",),
    Step.KIND: ("kind",),
    Step.SHOP: ("store", "address"),
    Step.MANAGER: ("manager", "pin", "again"),
    Step.JOIN: ("server", "code", "ca"),
}
NEEDED: Final = frozenset({"store", "manager", "pin", "server", "code"})
SECRETS: Final = frozenset({"pin", "again", "code"})
"""What is never written down: it is typed again after the program ended."""
FIRST_VALUES: Final[Mapping[str, str]] = {"language": "vi", "kind": NEW, "preset": "than-thiet"}

BLAMED: Final[Mapping[str, tuple[Step, str]]] = {
    "pairing-code-wrong": (Step.JOIN, "code"),
    "pairing-code-expired": (Step.JOIN, "code"),
    "pairing-code-used": (Step.JOIN, "code"),
    "pairing-server-absent": (Step.JOIN, "server"),
    "pairing-nonsense": (Step.JOIN, "server"),
    "server-url-unreadable": (Step.JOIN, "server"),
    "server-url-insecure": (Step.JOIN, "server"),
    "pairing-server-untrusted": (Step.JOIN, "ca"),
    "server-untrusted": (Step.JOIN, "ca"),
    "server-authority-unreadable": (Step.JOIN, "ca"),
    "server-without-authority": (Step.JOIN, "ca"),
    "ca-file-unreadable": (Step.JOIN, "ca"),
}
"""Where what the machine refused is mended: the step and the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstModel:
    """All of it. `faults` are keys of texts by field; `at_work` while the machine goes on by itself."""

    step: Step = Step.LANGUAGE
    values: Mapping[str, str] = field(default_factory=lambda: dict(FIRST_VALUES))
    faults: Mapping[str, Said] = field(default_factory=dict[str, Said])
    presets: tuple[Preset, ...] = ()
    plugged: Plugged = field(default_factory=Plugged)
    progress: Progress | None = None
    said: Said | None = None
    is_resumed: bool = False
    """The machine is past the steps: there is a shop or a pairing, and only `OPENING` is left."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of what was chosen."""
        return _JOIN_STEPS if self.values.get("kind") == JOINS else _NEW_STEPS

    @property
    def at_work(self) -> bool:
        """Whether the machine is at it."""
        return self.progress is not None

    @property
    def preset(self) -> Preset | None:
        """The program that is chosen."""
        return next((each for each in self.presets if each.name == self.values.get("preset")), None)


def faults_of(model: FirstModel) -> dict[str, Said]:
    """What is wrong with the step that is filled in, by field."""
    faults = {
        name: Said(key=f"first-start.missing-{name}")
        for name in FIELDS.get(model.step, ())
        if name in NEEDED and not model.values.get(name, "").strip()
    }
    if model.step is Step.MANAGER and "pin" not in faults:
        faults |= _pin_faults(model.values)
    if model.step is Step.JOIN and "server" not in faults:
        faults |= _address_faults(model.values.get("server", ""))
    return faults


def _address_faults(text: str) -> dict[str, Said]:
    """What can be told of an address before anybody is asked."""
    try:
        parse_server_url(text)
    except Refused as refused:
        return {"server": Said(key=f"error.{refused.code}", params=dict(refused.params))}
    return {}


def _pin_faults(values: Mapping[str, str]) -> dict[str, Said]:
    pin = values.get("pin", "")
    try:
        check_pin_form(pin)
    except Refused as refused:
        return {"pin": Said(key=f"error.{refused.code}")}
    return {} if values.get("again", "") == pin else {"again": Said(key="people.not-the-same")}
