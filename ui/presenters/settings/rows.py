"""The rows of each section of the screen *Settings*. Pure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from resources.licences import LICENCES, OWN, SERVER_LICENCES
from terminal.key_map import TILL_KEYS
from terminal.sync.address import is_of_this_machine
from ui.presenters.clock_off import of_clock
from ui.presenters.settings.errands import Facts
from ui.presenters.settings.kept_copies import copy_rows
from ui.presenters.settings.model import STORE_SETTINGS, Act, Setting, SettingsModel
from ui.presenters.settings.promises import promises
from ui.presenters.shown import Tone
from ui.presenters.words import Words

if TYPE_CHECKING:
    from terminal.usecases.till_opening import Pairing

_FRESH: Final = timedelta(hours=26)
"""A copy is made by itself once the last is a day old, as soon as no sale is open."""

KEY_TEXTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "F1": "menu.help",
        "F2": "key.new-sale",
        "F3": "key.goods",
        "F4": "key.member",
        "F5": "key.offers",
        "F6": "key.park",
        "F7": "key.recall",
        "F8": "menu.returns",
        "F9": "checkout.pay",
        "F10": "key.reprint",
        "F11": "menu.void",
        "F12": "key.menu",
        "Ctrl+E": "help.edit",
        "Ctrl+F4": "menu.members",
        "Ctrl+L": "menu.sign-out",
        "Ctrl+Z": "choice.undo",
    }
)
"""What each key of the till does at the checkout."""


def rows_of(model: SettingsModel, words: Words) -> tuple[Setting, ...]:
    """The rows of the section that is shown; none until the facts are there."""
    if model.facts is None:
        return ()
    return tuple(_SECTIONS[model.section](model, model.facts, words))


def _store(_: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    store = facts.store
    bank = store.bank
    for name, value in (
        ("store-name", store.store_name),
        ("address", store.address),
        ("receipt-foot", store.receipt_footer),
        ("bank", f"{bank.bin} · {bank.account} · {bank.name}" if bank is not None else ""),
        ("rounding", words.money(store.cash_rounding) if store.cash_rounding > 1 else ""),
        ("currency", store.currency),
        ("timezone", store.timezone),
        ("store-language", words.text(f"menu.language-{store.language}")),
    ):
        shown = value or words.text("settings.none")
        is_ours = name in STORE_SETTINGS
        yield Setting(
            name=name,
            label=words.text(f"settings.row.{name}"),
            value=shown,
            about=_about_store(name, words),
            act=Act.TYPE if is_ours else Act.NONE,
        )


def _about_store(name: str, words: Words) -> tuple[str, ...]:
    """What it is for, and whose it is: every till's of the store, or set once for ever."""
    if name not in STORE_SETTINGS:
        return (words.text("settings.about.store-fixed"),)
    own = f"settings.about.{name}"
    said = (words.text(own),) if words.catalogue.has(own) else ()
    return (*said, words.text("settings.about.store"))


def _till(_: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    who = facts.identity
    about = (words.text("settings.about.till"),)
    for name, value in (
        ("till-name", who.name),
        ("till-code", who.code),
        ("till-number", words.whole(who.number)),
        ("life", words.whole(who.incarnation)),
        ("data-folder", facts.data_folder),
    ):
        yield Setting(name=name, label=words.text(f"settings.row.{name}"), value=value, about=about)


def _program(_: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    force = facts.program
    if force is None:
        label, none = words.text("settings.row.program"), words.text("settings.none")
        yield Setting(name="program", label=label, value=none, act=Act.OPEN)
        return
    about = [words.text("settings.about.program")]
    if force.since is not None:
        about.insert(0, words.text("settings.about.since", date=words.date(force.since)))
    yield Setting(
        name="program",
        label=force.program.name,
        value=words.text("settings.row.version", version=force.version),
        about=tuple(about),
        act=Act.OPEN,
    )
    yield from promises(force.program, words)


def _look(model: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    chosen = model.preferences
    sounds = "on" if facts.configuration.sounds else "off"
    for name, value in (
        ("language", words.text(f"menu.language-{chosen.language}")),
        ("theme", words.text(f"menu.theme-{chosen.theme}")),
        ("text-size", f"{chosen.text_size} %"),
        ("sounds", words.text(f"settings.{sounds}")),
    ):
        label = words.text("settings.row.sounds" if name == "sounds" else f"menu.{name}")
        about = (words.text(f"settings.about.{name}"),)
        yield Setting(name=name, label=label, value=value, about=about, act=Act.NEXT)
    yield _lock(facts, words)


def _lock(facts: Facts, words: Words) -> Setting:
    minutes = facts.configuration.lock_minutes
    return Setting(
        name="lock",
        label=words.text("settings.row.lock"),
        value=words.text("settings.minutes", count=minutes) if minutes else words.text("settings.lock-never"),
        about=(words.text("settings.about.lock"),),
        act=Act.NEXT,
    )


def _keys(_: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    keys = facts.configuration.keys
    about = (words.text("settings.about.key"),)
    for key in TILL_KEYS:
        pressed = keys.pressed_for(key)
        yield Setting(
            name=f"key:{key}",
            label=words.text(KEY_TEXTS[key]),
            value=pressed if pressed == key else words.text("settings.instead", pressed=pressed, key=key),
            about=about,
            act=Act.KEY,
            tone=Tone.PLAIN if pressed == key else Tone.GOOD,
        )
    label, why = words.text("settings.row.keys-default"), words.text("settings.about.keys-default")
    yield Setting(name="keys-default", label=label, about=(why,), act=Act.DO)


def _devices(_: SettingsModel, __: Facts, words: Words) -> Iterator[Setting]:
    about = (words.text("settings.about.devices"),)
    yield Setting(name="devices", label=words.text("menu.devices"), about=about, act=Act.OPEN)


def _server(model: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    yield Setting(
        name="server-address",
        label=words.text("settings.row.server-address"),
        value=facts.configuration.server or facts.server_url,
        about=(words.text("settings.about.server-address"),),
        act=Act.TYPE,
    )
    sync = facts.sync
    tone = {"attention": Tone.REFUSED, "here": Tone.ATTENTION, "centrally": Tone.GOOD}[sync.state]
    about = [words.error(sync.trouble)] if sync.trouble is not None else []
    clock = of_clock(sync.clock_off_s, words)
    if clock is not None:
        about.append(words.text(clock.key, **clock.params))
    if sync.quarantined:
        about.append(words.text("settings.about.quarantined", count=sync.quarantined))
    if facts.kept_for:
        who = ", ".join(facts.kept_for)
        about.append(words.text("settings.about.deeds-aside", count=sync.deeds_aside, who=who))
    yield Setting(
        name="sync-now",
        label=words.text("settings.row.sync"),
        value=words.text(f"settings.sync-{sync.state}", count=sync.waiting),
        about=tuple(about) or (words.text("settings.about.sync"),),
        act=Act.DO,
        tone=tone,
    )
    last = sync.centrally_at
    never = words.text("settings.never")
    value = never if last is None else f"{words.date(last)} {words.time(last)}"
    yield Setting(name="synced-at", label=words.text("settings.row.synced-at"), value=value)
    paired = words.text("settings.paired", code=facts.identity.code, store=facts.store.store_name)
    known_by = words.text("settings.about.store-id", id=facts.store.code or facts.identity.store)
    pairing = (words.text("settings.about.pairing"), known_by)
    yield Setting(name="pairing", label=words.text("settings.row.pairing"), value=paired, about=pairing)
    yield _add_till(model.pairing, facts, words)


def _add_till(opened: "Pairing | None", facts: Facts, words: Words) -> Setting:
    """Another till: how, or the code that pairs the one just opened; not while no other machine gets here.

    An address that was typed is at work from the next start on, and until then no other machine gets here.
    """
    label = words.text("settings.row.add-till")
    if facts.has_own_server or is_of_this_machine(facts.server_url):
        return Setting(name="add-till", label=label, about=(words.text("settings.about.add-till-alone"),))
    if opened is None:
        return Setting(
            name="add-till", label=label, about=(words.text("settings.about.add-till"),), act=Act.TYPE
        )
    until = words.time(opened.until)
    about = (
        words.text("settings.about.pairing-code", until=until),
        words.text("settings.about.pairing-how", server=facts.server_url),
    )
    return Setting(
        name="add-till",
        label=label,
        value=f"{opened.name} ({opened.till_code})",
        about=about,
        act=Act.TYPE,
        code=opened.code,
    )


def _backup(model: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    copies = facts.copies
    yield _copied(facts, words)
    where = [words.text("settings.about.backup-folder")]
    if facts.has_own_server:
        where.append(words.text("settings.about.back-up-server"))
    label = words.text("settings.row.backup-folder")
    yield Setting(name="backup-folder", label=label, value=copies.folder, about=tuple(where), act=Act.TYPE)
    yield _mirror(facts, words)
    yield from copy_rows(copies.kept, model.read_back, words)


def _copied(facts: Facts, words: Words) -> Setting:
    """The last good copy and its age; what the last try failed on goes first, and is grave after a day."""
    copies = facts.copies
    newest, age = copies.newest, copies.age
    made = words.text("settings.never") if newest is None else f"{words.date(newest)} {words.time(newest)}"
    about: list[str] = []
    if copies.trouble:
        about.append(words.text("error.backup-unwritable", path=copies.folder, why=copies.trouble))
    if newest is not None and age is not None:
        about.append(words.text("settings.about.copy-age", count=max(0, age // timedelta(hours=1))))
    if not copies.trouble:
        about.append(words.text("settings.about.back-up"))
    is_fresh = newest is not None and (age is None or age < _FRESH)
    tone = Tone.GOOD if is_fresh else Tone.REFUSED if copies.trouble else Tone.ATTENTION
    return Setting(
        name="back-up",
        label=words.text("settings.row.back-up"),
        value=made,
        about=tuple(about),
        act=Act.DO,
        tone=Tone.ATTENTION if is_fresh and copies.trouble else tone,
    )


def _mirror(facts: Facts, words: Words) -> Setting:
    copies, folder = facts.copies, facts.configuration.journal_mirror
    about, tone = [words.text("settings.about.mirror")], Tone.PLAIN
    if copies.mirror_trouble:
        about.insert(0, words.text("settings.about.mirror-waits", why=copies.mirror_trouble))
        tone = Tone.REFUSED
    elif copies.mirrored_seq is not None:
        about.insert(0, words.text("settings.about.mirrored", seq=words.whole(copies.mirrored_seq)))
        tone = Tone.GOOD
    value = folder or words.text("settings.none")
    label = words.text("settings.row.mirror")
    return Setting(name="mirror", label=label, value=value, about=tuple(about), act=Act.TYPE, tone=tone)


def _about(_: SettingsModel, facts: Facts, words: Words) -> Iterator[Setting]:
    yield Setting(
        name="licence:own",
        label=OWN,
        value=words.text("settings.row.version", version=facts.version),
        about=(words.text("settings.about.version"),),
        act=Act.READ,
    )
    about = (words.text("settings.about.licence"),)
    for name, licence in LICENCES:
        yield Setting(name=f"licence:{name}", label=name, value=licence, about=about, act=Act.READ)
    of_server = (words.text("settings.about.licence-server"), *about)
    for name, licence in SERVER_LICENCES if facts.has_own_server else ():
        yield Setting(name=f"licence:{name}", label=name, value=licence, about=of_server, act=Act.READ)


_Rows = Callable[[SettingsModel, Facts, Words], Iterator[Setting]]
_SECTIONS: Final[Mapping[str, _Rows]] = {
    "store": _store,
    "till": _till,
    "program": _program,
    "look": _look,
    "keys": _keys,
    "devices": _devices,
    "server": _server,
    "backup": _backup,
    "about": _about,
}
