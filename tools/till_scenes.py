"""The scenes of a day at the till: signing in, the shift, the sale, paying, menu and help."""

from loyalty.units import Quantity
from terminal.sync.status import SyncStatus
from tools.sample_shop import GREENS, LAN, NOW, RICE
from tools.theatre import Theatre
from ui.help_sheet import HelpScreen


def sign_in(theatre: Theatre) -> None:
    """Three digits of a PIN."""
    for digit in "123":
        theatre.sign_in.key_pressed(digit)


def wrong_pin(theatre: Theatre) -> None:
    """A PIN that is nobody's."""
    for digit in "1234":
        theatre.sign_in.key_pressed(digit)
    theatre.sign_in.enter_pressed()


def open_shift(theatre: Theatre) -> None:
    """The float is counted note by note."""
    theatre.shell.signed_in(LAN)
    theatre.show_bar("Lan")
    if theatre.shell.shift is not None:
        for by, key in ((2, "3"), (2, "8"), (3, "15")):
            theatre.shell.shift.moved(by)
            theatre.shell.shift.key_pressed(key)


def loading(theatre: Theatre) -> None:
    """A new till sells while the directory of a million members comes."""
    theatre.basket()
    theatre.show_bar("Lan", SyncStatus(centrally_at=NOW, loaded=412_000, to_load=1_003_250))


def clock_far_off(theatre: Theatre) -> None:
    """The battery of the machine is flat: it says that it is years ago."""
    slow = -6 * 365 * 86_400
    theatre.basket()
    theatre.show_bar("Lan", SyncStatus(centrally_at=NOW, clock_off_s=slow))
    theatre.shell.synced(clock_off_s=slow)


def household(theatre: Theatre) -> None:
    """Ánh shares her points with two more: the sale is the household's."""
    sharing = theatre.sample_members.share()
    theatre.till.members[sharing.member] = sharing
    theatre.basket()


def differing(theatre: Theatre) -> None:
    """The drawer does not hold what it should."""
    theatre.basket()
    theatre.paying.note_chosen(500_000)
    theatre.paying.finish_pressed()
    theatre.shell.close_shift()
    if theatre.shell.shift is not None:
        for key in "850000":
            theatre.shell.shift.key_pressed(key)
        theatre.shell.shift.finish_pressed()


def closed_shift(theatre: Theatre) -> None:
    """It was closed all the same: the Z."""
    differing(theatre)
    if theatre.shell.shift is not None:
        theatre.shell.shift.finish_pressed()


def sale_open(theatre: Theatre) -> None:
    """The shift is to be closed, and a sale is still open."""
    theatre.basket()
    theatre.shell.close_shift()


def recounting(theatre: Theatre) -> None:
    """A second person is asked to let it be counted again."""
    differing(theatre)
    if theatre.shell.shift is not None:
        theatre.shell.shift.again_pressed()
        for digit in "123":
            theatre.shell.shift.key_pressed(digit)


def hits(theatre: Theatre) -> None:
    """A word that goods and members have."""
    theatre.basket().box.typed("n")
    theatre.checkout.box.typed("ng")


def unknown_card(theatre: Theatre) -> None:
    """A card that nobody has."""
    theatre.basket().scanned("9800000000000010")


def weighing(theatre: Theatre) -> None:
    """Goods by weight wait for a figure."""
    theatre.basket().scanned(GREENS.sku)
    theatre.checkout.scanned(RICE.sku)
    theatre.checkout.box.typed(theatre.words.quantity(Quantity(700)))


def weighing_grams(theatre: Theatre) -> None:
    """Grams were typed: it is asked what was meant."""
    checkout = theatre.basket()
    checkout.scanned(GREENS.sku)
    checkout.box.typed("1250")
    checkout.box.entered()


def enrolling(theatre: Theatre) -> None:
    """A new member's number is there, the name to come."""
    theatre.basket().members.detach()
    theatre.checkout.enrol.open("0912345679")
    theatre.checkout.enrol.submit("0912345679", "Trần Thị Bình")


def pay(theatre: Theatre) -> None:
    """More than is due, in cash."""
    theatre.basket()
    theatre.paying.note_chosen(500_000)


def transfer(theatre: Theatre) -> None:
    """The code for a transfer."""
    theatre.basket()
    theatre.paying.method_chosen("transfer")


def much_change(theatre: Theatre) -> None:
    """A nought too many was typed."""
    theatre.basket()
    theatre.paying.note_chosen(5_000_000)
    theatre.paying.finish_pressed()


def parts(theatre: Theatre) -> None:
    """Some by card, the rest still to come."""
    theatre.basket()
    theatre.paying.method_chosen("card")
    theatre.paying.note_chosen(100_000)
    theatre.paying.finish_pressed()


def parts_rounded(theatre: Theatre) -> None:
    """A card has paid all but what is too little for any coin."""
    theatre.basket()
    theatre.paying.method_chosen("card")
    theatre.paying.note_chosen(364_500)
    theatre.paying.finish_pressed()
    theatre.paying.method_chosen("cash")


def sold(theatre: Theatre) -> None:
    """The sale just made, with its change."""
    theatre.basket()
    theatre.paying.note_chosen(500_000)
    theatre.paying.finish_pressed()


def voiding(theatre: Theatre) -> None:
    """Whether the sale just made is to be taken back."""
    sold(theatre)
    theatre.checkout.after.ask_void()


def menu(theatre: Theatre) -> None:
    """The menu over a basket."""
    theatre.basket()
    theatre.open_menu()


def help_page(theatre: Theatre) -> HelpScreen:
    """The page of help for the checkout."""
    theatre.basket()
    screen = HelpScreen(theatre.window, words=lambda: theatre.words)
    screen.open()
    theatre.help = screen
    return screen


def help_found(theatre: Theatre) -> None:
    """Pages that have a word in them."""
    help_page(theatre).sheet.typed.emit("in")


def menu_till(theatre: Theatre) -> None:
    """What the menu has about the till."""
    menu(theatre)
    theatre.menu.show_group("till")


def keys(theatre: Theatre) -> None:
    """The keys for a finger, under a form."""
    enrolling(theatre)
    theatre.stage.checkout.enrol.keys_pressed.emit()
