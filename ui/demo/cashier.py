"""What a cashier does at a till, gesture by gesture, each until the screen shows that it was understood.

Keys and presses go through the script, codes through the scanner. Texts are looked for by their keys in the
catalogue, in the language the till speaks.
"""

from dataclasses import dataclass
from pathlib import Path

from drivers.fake_lines import FakeScanner
from loyalty.units import Money
from resources.catalogue import Catalogue
from ui.demo.driven import DrivenTill


@dataclass(frozen=True, slots=True)
class Cashier:
    """Someone at a running till with a scanner in hand."""

    till: DrivenTill
    scanner: FakeScanner
    texts: Catalogue

    def sign_in(self, name: str, pin: str) -> bool:
        """Choose the name and type the PIN; whether a shift has to be opened now."""
        self.till.do(f"wait {self._text('sign-in.title')}", f"press {name}", f"type {pin}", "key Return")
        opening, selling = self._text("shift.float"), self._text("checkout.prompt")
        answer = self.till.do(f"wait {opening} | {selling}")
        return opening in answer.seen

    def open_shift(self, opening_float: Money) -> None:
        """Type what is in the drawer."""
        self.till.do(f"type {opening_float}", "key Return", f"wait {self._text('checkout.prompt')}")

    def scan(self, code: str, *, until: str) -> None:
        """Scan, and wait until `until` is seen."""
        self.scanner.scan(code)
        self.till.do(f"wait {until}")

    def weigh(self, code: str, *, name: str, weight_text: str) -> None:
        """Scan something sold by weight and type what the scales say."""
        self.scan(code, until=self._text("checkout.ask-weight", name=name))
        self.till.do(f"type {weight_text}", "key Return", f"wait {name} · {weight_text}")

    def find_member(self, text: str, *, until: str) -> None:
        """Type a phone number or a name into the one box."""
        self.till.do(f"type {text}", "key Return", f"wait {until}")

    def burn_most(self) -> None:
        """Pay with as many points as may be, once the server has lent them to this till."""
        none, most = (self._text("checkout.burn-most", points=points) for points in ("0", ""))
        paid_with = self._text("checkout.points", points="").partition("(")[0]
        self.till.do(f"gone {none}", f"press {most}", f"wait {paid_with}(")

    def begin_payment(self) -> None:
        """Go to the pay screen."""
        self.till.do(f"ready {self._text('checkout.pay')}", "key F9", f"wait {self._text('pay.back')}")

    def take_cash(self, given: Money) -> None:
        """Type what the customer hands over."""
        self.till.do(f"type {given}", f"wait {self._text('pay.change')}")

    def finish(self) -> None:
        """Finish; the sale is in the journal when this returns."""
        self.ready_to_finish()
        self.till.do("key F9", f"wait {self._text('checkout.after-title')}")

    def ready_to_finish(self) -> None:
        """Wait until the key that pays would pay."""
        self.till.do(f"ready {self._text('pay.finish')} | {self._text('pay.finish-transfer')}")

    def take_transfer(self) -> None:
        """Show the VietQR."""
        self.till.do("key Alt+2", f"wait {self._text('pay.finish-transfer')}")

    def close_shift(self, counted: Money) -> None:
        """Count the drawer and close the shift; the till is at its sign-in screen afterwards."""
        closing, closed = self._text("shift.counted"), self._text("shift.closed-title")
        self.till.do(
            "key F12",
            f"press {self._text('menu.group-day')}",
            f"press {self._text('menu.close-shift')}",
            f"wait {closing}",
        )
        differs = self._text("shift.differs-title")
        answer = self.till.do(f"type {counted}", "key Return", f"wait {closed} | {differs}")
        if differs in answer.seen:
            self.till.do("key Return", f"wait {closed}")
        self.till.do("key Return")
        self.till.do(f"wait {self._text('sign-in.title')}")

    def sign_out(self) -> None:
        """Leave the till."""
        self.till.do("key F12", f"press {self._text('menu.sign-out')}", f"wait {self._text('sign-in.title')}")

    def wait_for_sync(self) -> None:
        """Wait until the top bar says that the server has everything."""
        self.till.do(f"wait {self._text('top.sync-idle')}")

    def picture(self, file: Path) -> None:
        """Take a picture of the window."""
        self.till.do(f"picture {file}")

    def _text(self, key: str, **params: str) -> str:
        return self.texts.text(key, **params).strip()
