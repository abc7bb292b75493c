"""The stage on which the shell's screens stand.

Builds their views, shows their states, and wires their signals.
"""

from typing import TYPE_CHECKING, Protocol

from ui.presenters.checkout.model import Answer
from ui.presenters.checkout.state import CheckoutState
from ui.presenters.pay.state import PayState
from ui.presenters.shell import Screen, Shell
from ui.presenters.shift_state import ShiftState
from ui.presenters.words import Words
from ui.views.checkout_view import CheckoutView
from ui.views.hear import hear_number, hear_text, hear_three_texts
from ui.views.main_window import MainWindow
from ui.views.pay_view import PayView
from ui.views.shift_view import ShiftView
from ui.views.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.presenters.checkout.presenter import CheckoutPresenter
    from ui.presenters.pay.presenter import PayPresenter
    from ui.presenters.shift import ShiftPresenter


class Audience(Protocol):
    """Whoever follows the cashier's screens: the customer's display, in words of its own."""

    @property
    def words(self) -> Words:
        """In which it is told what is shown."""
        ...

    def screen_shown(self, screen: Screen) -> None:
        """Another screen is in front."""
        ...

    def checkout_shown(self, state: CheckoutState) -> None:
        """The checkout shows something else."""
        ...

    def pay_shown(self, state: PayState) -> None:
        """The pay screen shows something else."""
        ...


class QtStage:
    """Implements `ui.presenters.shell.Stage` in the main window."""

    def __init__(
        self,
        window: MainWindow,
        sign_in: View,
        *,
        on_operator: "Callable[[str], None]",
        on_menu: "Callable[[], None]",
        audience: "Audience | None" = None,
    ) -> None:
        self._window = window
        self._on_operator = on_operator
        self._on_menu = on_menu
        self._audience = audience
        self._shell: Shell | None = None
        self.shift = window.add_screen(ShiftView)
        self.checkout = window.add_screen(CheckoutView)
        self.pay = window.add_screen(PayView)
        self._screens: dict[Screen, View] = {
            Screen.SIGN_IN: sign_in,
            Screen.SHIFT: self.shift,
            Screen.CHECKOUT: self.checkout,
            Screen.PAY: self.pay,
        }

    def follow(self, audience: "Audience | None") -> None:
        """Have somebody follow the screens from now on, beginning with what is shown, or nobody."""
        self._audience = audience
        if audience is not None and self._shell is not None:
            audience.screen_shown(self._shell.screen)
            self._shell.show_again()

    def show_screen(self, screen: Screen) -> None:
        """Bring a screen to the front."""
        self._window.show_screen(self._screens[screen])
        if self._audience is not None:
            self._audience.screen_shown(screen)

    def show_shift(self, state: ShiftState) -> None:
        """Show the shift screen's state."""
        self.shift.show_state(state)

    def show_checkout(self, state: CheckoutState) -> None:
        """Show the checkout's state."""
        self.checkout.show_state(state)
        if self._audience is not None:
            shown = None if self._shell is None else self._shell.checkout
            told = state if shown is None else shown.told_in(self._audience.words, state)
            self._audience.checkout_shown(told)

    def show_pay(self, state: PayState) -> None:
        """Show the pay screen's state."""
        self.pay.show_state(state)
        if self._audience is not None:
            shown = None if self._shell is None else self._shell.pay
            told = state if shown is None else shown.told_in(self._audience.words, state)
            self._audience.pay_shown(told)

    def show_operator(self, name: str) -> None:
        """Say who stands here."""
        self._on_operator(name)

    def open_menu(self) -> None:
        """Open the menu."""
        self._on_menu()

    def connect(self, shell: Shell) -> None:
        """Have every signal of the views heard by the presenter that is at work when it comes."""
        self._shell = shell
        self._connect_shift()
        self._connect_pay()
        self._connect_checkout()
        self._connect_lines()
        self._connect_member()

    def _to_shift(self, tell: "Callable[[ShiftPresenter], object]") -> None:
        if self._shell is not None and self._shell.shift is not None:
            tell(self._shell.shift)

    def _to_pay(self, tell: "Callable[[PayPresenter], object]") -> None:
        if self._shell is not None and self._shell.pay is not None:
            tell(self._shell.pay)

    def _to_checkout(self, tell: "Callable[[CheckoutPresenter], object]") -> None:
        if self._shell is not None and self._shell.checkout is not None:
            tell(self._shell.checkout)

    def _connect_shift(self) -> None:
        view, told = self.shift, self._to_shift
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_number(view.note_chosen, lambda number: told(lambda it: it.note_chosen(number)))
        hear_number(view.row_chosen, lambda number: told(lambda it: it.row_chosen(number)))
        hear_number(view.moved, lambda by: told(lambda it: it.moved(by)))
        view.again_pressed.connect(lambda: told(lambda it: it.again_pressed()))
        view.menu_pressed.connect(self.open_menu)
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))

    def _connect_pay(self) -> None:
        view, told = self.pay, self._to_pay
        hear_text(view.method_chosen, lambda method: told(lambda it: it.method_chosen(method)))
        hear_text(view.key_pressed, lambda key: told(lambda it: it.key_pressed(key)))
        hear_number(view.note_chosen, lambda amount: told(lambda it: it.note_chosen(amount)))
        view.finish_pressed.connect(lambda: told(lambda it: it.finish_pressed()))
        view.pay_key_pressed.connect(lambda: told(lambda it: it.pay_key_pressed()))
        view.back_pressed.connect(lambda: told(lambda it: it.back_pressed()))
        view.part_removed.connect(lambda: told(lambda it: it.part_removed()))

    def _connect_checkout(self) -> None:
        view, told = self.checkout, self._to_checkout
        hear_text(view.function_pressed, lambda name: told(lambda it: it.function_pressed(name)))
        hear_text(view.why_pressed, lambda topic: told(lambda it: it.why_asked(topic)))
        hear_text(view.typed, lambda text: told(lambda it: it.box.typed(text)))
        view.banner.action_pressed.connect(lambda: told(lambda it: it.notice_action_pressed()))
        hear_number(view.hits.hit_chosen, lambda number: told(lambda it: it.box.choose(number)))
        view.why.closed.connect(lambda: told(lambda it: it.escaped()))
        view.left.connect(lambda: told(lambda it: it.left()))
        hear_text(view.confirm.answered, lambda name: told(lambda it: it.after.answered(Answer(name))))
        box = view.box.edit
        box.entered.connect(lambda: told(lambda it: it.box.entered()))
        hear_number(box.moved, lambda by: told(lambda it: it.box.moved(by)))
        hear_number(box.paged, lambda by: told(lambda it: it.box.paged(by)))
        box.escaped.connect(lambda: told(lambda it: it.escaped()))
        hear_number(box.stepped, lambda by: told(lambda it: it.lines.step(by)))
        box.delete_pressed.connect(lambda: told(lambda it: it.lines.remove()))

    def _connect_lines(self) -> None:
        lines, after, told = self.checkout.lines.lines, self.checkout.lines.after, self._to_checkout
        hear_number(lines.line_chosen, lambda line: told(lambda it: it.lines.choose(line)))
        hear_number(lines.quantity_stepped, lambda by: told(lambda it: it.lines.step(by)))
        lines.quantity_pressed.connect(lambda: told(lambda it: it.lines.ask_quantity()))
        lines.remove_pressed.connect(lambda: told(lambda it: it.lines.remove()))
        lines.edit_pressed.connect(lambda: told(lambda it: it.hand.open()))
        lines.why_pressed.connect(lambda: told(lambda it: it.why_asked("line")))
        after.reprint_pressed.connect(lambda: told(lambda it: it.after.reprint()))
        after.void_pressed.connect(lambda: told(lambda it: it.after.ask_void()))

    def _connect_member(self) -> None:
        member, enrol, told = self.checkout.member, self.checkout.enrol, self._to_checkout
        hear_number(member.burn_stepped, lambda by: told(lambda it: it.members.step_burn(by)))
        member.burn_typed_pressed.connect(lambda: told(lambda it: it.members.ask_burn()))
        member.burn_max_pressed.connect(lambda: told(lambda it: it.members.burn_most()))
        hear_text(member.thing_pressed, lambda act: told(lambda it: it.members.thing_pressed(act)))
        member.detach_pressed.connect(lambda: told(lambda it: it.members.detach()))
        hear_text(member.why_pressed, lambda topic: told(lambda it: it.why_asked(topic)))
        member.why_points_pressed.connect(lambda: told(lambda it: it.why_asked("points")))
        self.checkout.invite.enrol_pressed.connect(lambda: told(lambda it: it.enrol.open()))
        hear_three_texts(
            enrol.submitted, lambda phone, name, by: told(lambda it: it.enrol.submit(phone, name, by))
        )
        hear_three_texts(
            enrol.accepted,
            lambda phone, name, by: told(lambda it: it.enrol.submit(phone, name, by, accept=True)),
        )
        enrol.cancelled.connect(lambda: told(lambda it: it.enrol.cancel()))
        enrol.notice_action_pressed.connect(lambda: told(lambda it: it.enrol.attach_existing()))
