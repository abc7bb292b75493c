"""A till that nobody touches locks itself, with the sale kept; one that somebody uses does not."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from loyalty.units import Money
from tests.qt.conftest import Play
from tools.sample_shop import ANH_CARD, LAN, RICE
from tools.theatre import Theatre
from ui.idle_lock import IdleLock
from ui.presenters.shell import Screen


def front(theatre: Theatre) -> Screen:
    """The screen in front now."""
    return theatre.shell.screen


class Watch:
    """A clock in seconds that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_it_locks_after_its_minutes_and_the_sale_is_there_again(play_scene: Play) -> None:
    theatre, clock = play_scene("checkout"), Watch()
    shell = theatre.shell
    idle = IdleLock(5, clock, shell.lock)
    before = theatre.checkout.counter.model.sale
    clock.at = 299.0
    idle.look()
    assert front(theatre) is Screen.CHECKOUT
    clock.at = 300.0
    idle.look()
    idle.stop()
    assert front(theatre) is Screen.SIGN_IN
    assert shell.session is None
    theatre.checkout.scanned(RICE.sku)
    shell.signed_in(LAN)
    assert front(theatre) is Screen.CHECKOUT
    now = theatre.checkout.counter.model.sale
    assert (now.sale, now.member, now.burn) == (before.sale, before.member, before.burn)


def test_a_key_a_touch_and_a_scan_are_somebody(play_scene: Play) -> None:
    theatre, clock = play_scene("checkout"), Watch()
    seen: list[float] = []
    idle = IdleLock(1, clock, theatre.shell.lock, on_deed=lambda: seen.append(clock.at))
    box = theatre.stage.checkout.box.edit
    deeds: tuple[Callable[[], object], ...] = (
        lambda: QTest.keyClick(box, Qt.Key.Key_A),
        lambda: QTest.mouseClick(theatre.stage.checkout, Qt.MouseButton.LeftButton),
        idle.touched,
    )
    for deed in deeds:
        clock.at += 59.0
        deed()
        clock.at += 59.0
        idle.look()
        assert front(theatre) is Screen.CHECKOUT
    idle.stop()
    assert set(seen) == {59.0, 177.0, 295.0}


def test_somebody_is_seen_where_nothing_is_ever_locked(play_scene: Play) -> None:
    theatre, seen = play_scene("checkout"), list[bool]()
    never = IdleLock(0, Watch(), theatre.shell.lock, on_deed=lambda: seen.append(True))
    QTest.keyClick(theatre.stage.checkout.box.edit, Qt.Key.Key_A)
    never.stop()
    told = len(seen)
    QTest.keyClick(theatre.stage.checkout.box.edit, Qt.Key.Key_A)
    assert 0 < told == len(seen)


def test_a_payment_is_not_locked_away_and_nought_is_never(play_scene: Play) -> None:
    theatre, clock = play_scene("pay"), Watch()
    idle = IdleLock(1, clock, theatre.shell.lock)
    clock.at = 3600.0
    idle.look()
    idle.stop()
    assert front(theatre) is Screen.PAY
    theatre.paying.back_pressed()
    never = IdleLock(0, clock, theatre.shell.lock)
    clock.at = 99_999.0
    never.look()
    never.stop()
    assert front(theatre) is Screen.CHECKOUT


def test_whoever_comes_next_goes_on_with_the_sale_in_their_own_name(play_scene: Play) -> None:
    theatre = play_scene("empty")
    theatre.checkout.scanned(RICE.sku)
    theatre.checkout.scanned(ANH_CARD)
    theatre.shell.lock()
    theatre.shell.lock()
    minh = theatre.till.sign_in(operator="minh", pin="2580")
    theatre.shell.signed_in(minh)
    theatre.paying.finish_pressed()
    (sale,) = theatre.till.sales
    assert (sale.operator, sale.to_pay) == ("minh", Money(183_000))


def test_other_minutes_hold_at_once_and_never_is_never(play_scene: Play) -> None:
    theatre, clock = play_scene("checkout"), Watch()
    idle = IdleLock(0, clock, theatre.shell.lock)
    clock.at = 10_000.0
    idle.look()
    assert front(theatre) is Screen.CHECKOUT
    idle.touched()
    idle.use(1)
    clock.at += 60.0
    idle.look()
    assert front(theatre) is Screen.SIGN_IN
    idle.stop()
