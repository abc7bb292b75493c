"""Trying a scanner: what it sends as it comes, and the settings that suit a keyboard scanner."""

from collections.abc import Callable
from typing import Final

from drivers.ports import Scan
from drivers.wedge import Keystroke
from drivers.wedge_trial import Burst, WedgeTrial, propose
from loyalty.identity.codes import (
    BankCard,
    BankQr,
    GiftCard,
    MemberCard,
    PhoneDigits,
    ProductCode,
    ReceiptDigits,
    ReceiptLabel,
    Voucher,
    classify,
)
from loyalty.identity.codes import Words as Shown
from terminal.scanner_settings import written_scanner
from ui.presenters.devices.desk import DevicesDesk
from ui.presenters.devices.model import WEIGHED, Said
from ui.presenters.devices.shown import label_reading
from ui.presenters.shown import Tone
from ui.presenters.words import Words

MOST_HEARD = 50
_SHAPES: Final = {
    ProductCode: "product",
    MemberCard: "member-card",
    GiftCard: "gift-card",
    Voucher: "voucher",
    ReceiptDigits: "receipt",
    ReceiptLabel: "receipt",
    PhoneDigits: "phone",
    BankQr: "bank-qr",
    BankCard: "bank-card",
    Shown: "words",
}
"""What the shape of a code is called: `scan-trial.is-…`."""


class TrialKeeper:
    """Scans and keys while a scanner is tried. `on_listening` is told when keys are to be overheard."""

    def __init__(self, desk: DevicesDesk, words: Words, *, on_listening: Callable[[bool], None]) -> None:
        self.words = words
        self._desk = desk
        self._on_listening = on_listening
        self._trial = WedgeTrial()

    def listen(self, *, is_listening: bool) -> None:
        """Begin a trial with nothing heard, or end it."""
        if is_listening != self._desk.model.is_listening:
            self._trial = WedgeTrial()
            self._desk.change(is_listening=is_listening, heard=(), bursts=(), said=None)
            self._on_listening(is_listening)

    def scanned(self, scan: Scan) -> None:
        """A scan of a scanner with a line of its own, or one that the window took for one."""
        if self._desk.model.is_listening and not scan.source.startswith("wedge"):
            kind = self._kind_of(scan.text, scan.symbology)
            facts = f"{scan.text}\n{kind} · {scan.symbology or '–'} · {scan.source}"
            self._hear(self._label_of(scan.text) or facts)

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner: the code of its sentence."""
        self._desk.change(said=Said(key=f"error.{code}", params={}, tone=Tone.ATTENTION))

    def key_heard(self, key: Keystroke) -> None:
        """A key, while a scanner is tried."""
        self._trial.press(key)
        self._take_bursts()

    def time_passed(self, now: float) -> None:
        """The keyboard has rested."""
        self._trial.tick(now)
        self._take_bursts()

    def proposal_pressed(self) -> None:
        """Take the settings that suit the keyboard scanner that was tried."""
        settings = propose(list(self._desk.model.bursts)).settings
        if settings is not None:
            keyboard = next((each for each in self._desk.model.choices if each.way == "keyboard"), None)
            replaced = "" if keyboard is None or not keyboard.is_chosen else keyboard.setting
            self._desk.choose(written_scanner(settings), instead_of=replaced)

    def _take_bursts(self) -> None:
        if self._trial.bank_cards:
            self._trial.bank_cards = 0
            self.trouble("bank-card-swiped")
        before, bursts = self._desk.model.bursts, tuple(self._trial.bursts)
        if bursts != before:
            self._desk.change(bursts=bursts)
            for burst in bursts[len(before) :] or bursts[-1:]:
                self._hear(self._label_of(burst.text) or self._line_of(burst))

    def _label_of(self, text: str) -> str:
        """What a scan says by the patterns of the scale's labels, while those are tried."""
        model = self._desk.model
        if model.kind != WEIGHED:
            return ""
        labels = [setting for kind, setting in model.setup.chosen if kind == WEIGHED]
        return label_reading(text, labels, self.words)

    def _kind_of(self, text: str, symbology: str | None = None) -> str:
        """What the till would look a code up as; of an old card, by which of the store's rules."""
        rules = self._desk.model.setup.old_cards
        rule = next((each.written for each in rules.rules if each.fits(text)), "")
        if rule:
            return self.words.text("scan-trial.old-card", rule=rule)
        return self.words.text(f"scan-trial.is-{_SHAPES[type(classify(text, symbology, old_cards=rules))]}")

    def _hear(self, line: str) -> None:
        self._desk.change(heard=(*self._desk.model.heard, line)[-MOST_HEARD:])

    def _line_of(self, burst: Burst) -> str:
        end = " ¶" if burst.has_end else ""
        facts = self.words.text("scan-trial.burst", average=burst.average_ms, gap=burst.longest_gap_ms)
        prefix = self._prefix()
        kind = self._kind_of(burst.text.removeprefix(prefix))
        return f"{burst.text}{end}\n{kind} · {facts}"

    def _prefix(self) -> str:
        """The sign before every code that the bursts so far begin with."""
        settings = propose(list(self._desk.model.bursts)).settings
        return "" if settings is None else settings.prefix
