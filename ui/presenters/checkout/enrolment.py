"""The form that makes whoever stands at the counter a member, while their sale is open."""

from dataclasses import replace

from loyalty.errors import LoyaltillError
from terminal.membership import AttachedMember, MemberRow
from ui.presenters.checkout.counter import Counter, expected
from ui.presenters.checkout.members import MemberKeeper
from ui.presenters.checkout.model import Act, Enrolment, Said
from ui.presenters.shown import Tone

WARNINGS = frozenset({"phone-unusual", "phone-near-miss", "phone-near"})
"""Refusals of an enrolment that the cashier may overrule."""


class EnrolKeeper:
    """The form of a new member."""

    def __init__(self, counter: Counter, members: MemberKeeper) -> None:
        self._counter = counter
        self._members = members

    def open(self, phone: str = "", *, near: tuple[MemberRow, ...] = ()) -> None:
        """Open the form, with the number that was just looked for; `near` is who may have been meant."""
        form = Enrolment(phone=phone)
        if near:
            form = Enrolment(phone=phone, said=did_you_mean(near[0], phone), asked=phone)
        self._counter.change(enrolment=form, typed="", hits=(), said=None, ask=None)
        errands = self._counter.errands
        self._counter.run("look-up", errands.takes_referrer, lambda takes: self._ask_who() if takes else None)

    def scanned(self, text: str) -> bool:
        """A card while the form asks who recommended the program: it is theirs. Whether it was taken so."""
        form = self._counter.model.enrolment
        if form is None or form.busy or not form.asks_referrer:
            return False
        self._counter.change(enrolment=replace(form, referrer=text))
        return True

    def _ask_who(self) -> None:
        form = self._counter.model.enrolment
        if form is not None:
            self._counter.change(enrolment=replace(form, asks_referrer=True))

    def cancel(self) -> None:
        """Close the form; nobody was made a member."""
        self._counter.change(enrolment=None)

    def submit(self, phone: str, name: str, referrer: str = "", *, accept: bool = False) -> None:
        """Make the member and attach them; a press while that is under way is nothing."""
        counter = self._counter
        form = counter.model.enrolment
        if form is None or form.busy:
            return
        filled = replace(form, phone=phone, name=name, referrer=referrer, said=None, warned=False)
        counter.change(enrolment=replace(filled, busy=True))
        counter.run_with(
            "store",
            lambda: counter.errands.enrol(
                counter.session,
                phone_text=phone,
                name=name,
                accept_warning=accept,
                referrer_text=referrer,
            ),
            self._enrolled,
            lambda error: self._refused(filled, expected(error)),
        )

    def attach_existing(self) -> None:
        """Attach the member that the refusal named."""
        form = self._counter.model.enrolment
        if form is not None and form.said is not None and form.said.value:
            self._members.attach(form.said.value)

    def _enrolled(self, member: AttachedMember) -> None:
        self._members.attach(member)

    def _refused(self, filled: Enrolment, error: LoyaltillError) -> None:
        if error.code == "phone-near" and filled.asked == filled.phone:
            self._counter.change(enrolment=filled)
            self.submit(filled.phone, filled.name, filled.referrer, accept=True)
            return
        warned = error.code in WARNINGS
        member = str(error.params.get("member", ""))
        said = Said(
            key=f"error.{error.code}",
            params=error.params,
            tone=Tone.ATTENTION if warned else Tone.REFUSED,
            act=Act.ATTACH if member else None,
            value=member,
            act_name=str(error.params.get("name", "")),
        )
        self._counter.change(enrolment=replace(filled, said=said, warned=warned))


def did_you_mean(near: MemberRow, phone: str) -> Said:
    """Whether the member with a number one slip away was meant; their name and number are masked."""
    return Said(
        key="error.phone-near",
        params={"name": near.name, "phone": near.phone_masked, "text": phone},
        act=Act.ATTACH,
        value=near.member,
        act_name=near.name,
    )
