"""The form in which a member is put right: name, number, birthday, e-mail; only what was changed is sent."""

import re
from collections.abc import Mapping
from typing import Final

from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.wire.member_desk import CORRECTABLE
from terminal.member_page import birthday_shown
from ui.presenters.members.desk import MembersDesk
from ui.presenters.members.doing import Doer
from ui.presenters.members.model import NOTHING

_BIRTHDAY: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}))?")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Filler:
    """Fills the form, reads it, and makes a deed of what is another than before."""

    def __init__(self, desk: MembersDesk, doer: Doer) -> None:
        self._desk = desk
        self._doer = doer

    def begin(self) -> None:
        """Open the form with what is known."""
        self._desk.change(step="edit", form=self._before(), faults={}, said=None)

    def changed(self, name: str, value: str) -> None:
        """Another value stands in a field; its fault is gone until it is read again."""
        model = self._desk.model
        faults = {key: code for key, code in model.faults.items() if key != name}
        self._desk.change(form={**model.form, name: value}, faults=faults)

    def submit(self) -> None:
        """Read every field, say all faults at once, and send what was changed."""
        before, form = self._before(), self._desk.model.form
        changed = {name: form[name].strip() for name in CORRECTABLE if form.get(name, "") != before[name]}
        faults = {name: code for name, text in changed.items() if (code := fault_of(name, text))}
        if faults:
            self._desk.change(faults=faults)
        elif not changed:
            self._desk.change(step="page", mark=NOTHING, form={}, faults={})
        else:
            if "birthday" in changed:
                changed["birthday"] = birthday_of(changed["birthday"]) or ""
            self._doer.edit(changed)

    def _before(self) -> Mapping[str, str]:
        page = self._desk.model.page
        if page is None:
            raise AssertionError("somebody's page is open")
        member = page.member
        return {
            "name": member.name,
            "phone": national(page.e164),
            "birthday": birthday_shown(member.birthday),
            "email": member.email,
        }


def fault_of(name: str, text: str) -> str:
    """The code of what is wrong with a field, empty where nothing is."""
    match name:
        case "name":
            return "" if text else "name-missing"
        case "phone":
            try:
                phones.parse(text)
            except Refused as refused:
                return refused.code
            return ""
        case "birthday":
            return "" if not text or birthday_of(text) else "birthday-unreadable"
        case _:
            return "" if not text or _EMAIL.fullmatch(text) else "email-unreadable"


def national(e164: str) -> str:
    """A number as people type it."""
    return f"0{e164[3:]}" if e164.startswith("+84") else e164


def birthday_of(text: str) -> str | None:
    """`21/11` or `21/11/1990` as the wire says it; None where it is neither."""
    found = _BIRTHDAY.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = found.groups()
    said = f"{int(month):02d}-{int(day):02d}"
    return f"{year}-{said}" if year else said
