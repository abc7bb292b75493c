"""Several persons on one pool, on the screen *Members*: who shares it, who comes, who goes with how much."""

from typing import Final

from loyalty.units import Points
from terminal.member_page import MemberPage
from terminal.membership import HouseholdPerson
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.members.desk import MembersDesk
from ui.presenters.members.doing import Doer
from ui.presenters.members.merging import tiers_text
from ui.presenters.members.model import MembersModel
from ui.presenters.shown import Tone
from ui.presenters.words import Words

PERSON_DEEDS: Final = ("open", "head", "leave")
"""What can be done with a person of a household."""
_MOST_DIGITS: Final = 9
BACKSPACE = "backspace"


class Households:
    """What the keys do on the steps about a household."""

    def __init__(self, desk: MembersDesk, doer: Doer) -> None:
        self._desk = desk
        self._doer = doer

    def begin(self) -> None:
        """Show who shares the pool; of a member alone, ask at once with whom."""
        page = self._desk.model.page
        if page is None or self._desk.model.busy:
            return
        step = "household" if page.member.household else "join-find"
        self._desk.change(step=step, typed="", hits=(), mark=0, said=None)

    def choose(self) -> None:
        """Do what the marked row is for."""
        desk, model = self._desk, self._desk.model
        sharing = () if model.page is None else model.page.member.household
        if model.step == "household" and model.mark < len(sharing):
            desk.change(step="person", person=sharing[model.mark].member, mark=0, said=None)
        elif model.step == "household":
            desk.change(step="join-find", typed="", hits=(), mark=0, said=None)
        elif model.step == "person" and model.mark < len(PERSON_DEEDS):
            self._do(PERSON_DEEDS[model.mark])

    def leave(self) -> None:
        """Take the person out, with as many points as are typed."""
        model = self._desk.model
        if model.typed.isdigit() or not model.typed:
            self._doer.leave_household(model.person, Points(int(model.typed or 0)))

    def key_pressed(self, key: str) -> None:
        """A key of the pad, where points are typed."""
        typed = self._desk.model.typed
        after = typed[:-1] if key == BACKSPACE else typed + key
        if len(after) <= _MOST_DIGITS and (not after or after.isdigit()):
            self._desk.change(typed=after, said=None)

    def _do(self, what: str) -> None:
        model = self._desk.model
        if what == "open":
            self._desk.open(model.person)
        elif what == "head":
            self._doer.name_head(model.person)
        else:
            self._desk.change(step="leave", typed="", mark=0, said=None)


def person_of(model: MembersModel) -> HouseholdPerson | None:
    """The person that was chosen."""
    sharing = () if model.page is None else model.page.member.household
    return next((each for each in sharing if each.member == model.person), None)


def household_listing(page: MemberPage, words: Words) -> Listing:
    """Who shares the pool, and the row that takes somebody in."""
    rows = tuple(_person(each, page, words) for each in page.member.household)
    join = Row(
        cells=(words.text("members.household-add"),),
        detail=words.text("members.household-add-how"),
        icon="user-plus",
    )
    return Listing(rows=(*rows, join), columns=())


def person_listing(words: Words) -> Listing:
    """What can be done with the person that was chosen."""
    icons = {"open": "users", "head": "circle-check", "leave": "log-out"}
    rows = tuple(
        Row(
            cells=(words.text(f"members.person-{each}"),),
            detail=words.text(f"members.person-{each}-how"),
            icon=icons[each],
        )
        for each in PERSON_DEEDS
    )
    return Listing(rows=rows, columns=())


def joining(page: MemberPage, other: MemberPage, words: Words) -> Listing:
    """What two bring together."""
    one, two = page.member, other.member
    both = Points(one.points + two.points)
    figures = (
        ("balance", words.points(one.points), words.points(two.points), words.points(both)),
        ("purchases", *(words.whole(each) for each in _sum(one.purchases, two.purchases))),
        ("vouchers", *(words.whole(each) for each in _sum(len(one.vouchers), len(two.vouchers)))),
    )
    columns = (
        Column(title=_given(one.name)),
        Column(title=_given(two.name)),
        Column(title=words.text("members.pooled")),
    )
    rows = tuple(
        Row(cells=(words.text(f"members.row-{name}"), *cells), icon="users") for name, *cells in figures
    )
    tier = Row(
        cells=(words.text("members.row-tier"), "", "", ""), detail=tiers_text(page, other, words), icon="info"
    )
    own = Row(
        cells=(words.text("members.household-own"), "", "", ""),
        detail=words.text("members.household-own-how"),
        icon="info",
    )
    return Listing(rows=(*rows, tier, own), columns=columns)


def leaving(page: MemberPage, words: Words) -> Listing:
    """What stays and what goes along."""
    points = words.points(Points(max(0, page.member.points)))
    texts = (
        words.text("members.leave-along"),
        words.text("members.leave-stays"),
        words.text("members.leave-points", points=points),
    )
    rows = tuple(Row(cells=(each,), icon="info") for each in texts)
    return Listing(rows=rows, columns=())


def _person(person: HouseholdPerson, page: MemberPage, words: Words) -> Row:
    cards = sum(each.active and each.of == person.name for each in page.cards)
    parts = (
        words.text("members.head") if person.is_head else "",
        person.phone_masked,
        words.text("members.person-cards", count=cards) if cards else "",
    )
    here = person.member == page.member.person
    return Row(
        cells=(person.name,),
        detail=" · ".join(part for part in parts if part),
        tone=Tone.GOOD if here else Tone.PLAIN,
        icon="circle-check" if person.is_head else "users",
    )


def _given(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1] if name.strip() else ""


def _sum(one: int, other: int) -> tuple[int, int, int]:
    return one, other, one + other
