"""Signing in: tiles, PIN, refusals, and the time before the till behind the screen is open."""

from loyalty.errors import LoyaltillError, Refused, Unavailable
from resources.catalogue import Catalogue
from terminal.session import Session
from tests.unit.presenters.desk import CATALOGUES
from tools.sample_till import SampleTill
from ui.presenters.refusals import described
from ui.presenters.shown import Notice
from ui.presenters.sign_in import SignInPresenter, TileSource
from ui.presenters.sign_in_state import SignInState
from ui.presenters.tasks import ImmediateRunner

TILES = (TileSource("lan", "Lan", "cashier"), TileSource("minh", "Minh", "manager"))


class SignIn:
    """The presenter, with what it showed and who got in."""

    def __init__(self) -> None:
        self.till, self.runner = SampleTill(), ImmediateRunner()
        self.states: list[SignInState] = []
        self.sessions: list[Session] = []
        self.it = SignInPresenter(
            self.till,
            self.runner,
            CATALOGUES["vi"],
            describe=described,
            on_state=self.states.append,
            on_signed_in=self.sessions.append,
        )
        self.it.tiles_known(TILES, starting=True)

    def shown(self) -> SignInState:
        return self.states[-1]

    def notice(self) -> Notice:
        notice = self.states[-1].notice
        assert notice is not None
        return notice

    def type_in(self, pin: str) -> None:
        for digit in pin:
            self.it.key_pressed(digit)
        self.it.enter_pressed()


def test_the_first_name_is_chosen_and_the_start_is_told() -> None:
    sign_in = SignIn()
    assert [tile.chosen for tile in sign_in.shown().tiles] == [True, False]
    assert sign_in.shown().progress
    sign_in.it.started()
    assert sign_in.shown().progress == ""


def test_the_right_pin_lets_in_whoever_was_chosen() -> None:
    sign_in = SignIn()
    sign_in.it.operator_chosen("minh")
    assert sign_in.shown().prompt == "Mã PIN của Minh"
    sign_in.type_in("2580")
    assert [session.operator for session in sign_in.sessions] == ["minh"]
    assert sign_in.shown().typed == 0


def test_digits_are_counted_and_never_shown() -> None:
    sign_in = SignIn()
    for digit in "258":
        sign_in.it.key_pressed(digit)
    assert sign_in.shown().typed == 3
    assert not sign_in.shown().can_enter
    sign_in.it.key_pressed("backspace")
    assert sign_in.shown().typed == 2
    assert "258" not in repr(sign_in.shown())


def test_a_wrong_pin_says_how_many_tries_are_left_and_begins_anew() -> None:
    sign_in = SignIn()
    sign_in.type_in("1111")
    assert sign_in.shown().notice is not None
    assert "4" in sign_in.notice().text
    assert sign_in.shown().typed == 0
    sign_in.it.key_pressed("2")
    assert sign_in.shown().notice is None


def test_enter_twice_asks_once() -> None:
    sign_in = SignIn()
    sign_in.runner.hold("store")
    sign_in.type_in("2580")
    sign_in.it.enter_pressed()
    sign_in.it.key_pressed("1")
    sign_in.it.operator_chosen("minh")
    assert not sign_in.shown().can_enter
    sign_in.runner.let_go("store")
    assert sign_in.till.calls == ["sign_in"]
    assert [session.operator for session in sign_in.sessions] == ["lan"]


def test_a_scan_before_anybody_signed_in_is_answered() -> None:
    sign_in = SignIn()
    sign_in.it.scanned("8934563138165")
    assert sign_in.shown().notice is not None


def test_a_bank_card_before_anybody_signed_in_is_told_apart() -> None:
    sign_in = SignIn()
    sign_in.it.trouble("bank-card-swiped")
    assert sign_in.notice().text.startswith("Đó là thẻ ngân hàng")


def test_a_till_that_cannot_be_opened_says_why_and_lets_nobody_in() -> None:
    sign_in = SignIn()
    sign_in.it.start_failed(Unavailable("store-too-new", retry=False))
    assert sign_in.shown().notice is not None
    assert not sign_in.shown().tiles
    sign_in.type_in("2580")
    assert not sign_in.sessions


def test_a_till_without_operators_says_so() -> None:
    sign_in = SignIn()
    sign_in.it.tiles_known((), starting=False)
    assert sign_in.shown().title == CATALOGUES["vi"].text("sign-in.nobody")


def test_what_was_typed_stays_for_who_is_there_and_is_nobody_elses() -> None:
    sign_in = SignIn()
    sign_in.it.operator_chosen("minh")
    for digit in "258":
        sign_in.it.key_pressed(digit)
    sign_in.it.tiles_known((*TILES, TileSource("thao", "Thảo", "cashier")), starting=False)
    assert (sign_in.shown().prompt, sign_in.shown().typed) == ("Mã PIN của Minh", 3)
    sign_in.it.tiles_known(TILES[:1], starting=False)
    assert (sign_in.shown().prompt, sign_in.shown().typed) == ("Mã PIN của Lan", 0)


def test_the_language_changes_everything_that_is_shown() -> None:
    sign_in = SignIn()
    sign_in.it.speak(CATALOGUES["en"])
    assert sign_in.shown().tiles[0].role == "Cashier"


def test_a_lock_is_told_with_the_hour_it_ends() -> None:
    error = Refused("operator-locked", until="2026-11-21T04:05:00.000Z")
    assert "04:05" in described(error, CATALOGUES["vi"])


def test_a_refusal_without_a_sentence_is_told_by_its_code() -> None:
    def of(error: LoyaltillError, catalogue: Catalogue) -> str:
        return described(error, catalogue)

    assert "no-such-code" in of(Refused("no-such-code"), CATALOGUES["en"])
