"""What a device is called on the screen *Devices*, where the settings file has an address. Pure."""

from typing import Final

from ui.presenters.words import Words

_IN_WORDS: Final = frozenset({"wedge", "virtual"})
_USUAL_PORT: Final = ":9100"


def device_name(kind: str, setting: str, words: Words) -> str:
    """The name of a device of that kind, by its setting: no scheme, no folder, no options.

    What only this program knows by its setting has a name of its own in words.
    """
    bare = setting.partition("?")[0]
    if bare in _IN_WORDS:
        return words.text(f"devices.name.{bare}-{kind}")
    scheme, is_url, place = bare.partition("://")
    if not is_url:
        return bare.rpartition(":")[2]
    if scheme == "tcp":
        return place.removesuffix(_USUAL_PORT)
    return place.rsplit("/", maxsplit=1)[-1]
