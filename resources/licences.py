"""What the till is made of, by which licence, and the texts of those licences, read where they are installed.

The till's own text and those of its typefaces and icons lie with it; a package's are in its metadata, with
those of the packages that it needs. Nothing is fetched, and nothing is read before it is asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Final

from resources.fonts import FONTS_FOLDER
from resources.icons import ICONS_FOLDER

OWN: Final = "Loyaltill"
OWN_LICENCE: Final = "MIT"

LICENCES: Final = (
    ("Noto Sans, Noto Sans Mono", "OFL 1.1"),
    ("Lucide", "ISC"),
    ("Qt, PySide6", "LGPL 3"),
    ("SQLCipher, sqlcipher3", "BSD 3-Clause, zlib"),
    ("SQLAlchemy", "MIT"),
    ("python-escpos", "MIT"),
    ("pyserial", "BSD 3-Clause"),
    ("hidapi", "BSD 3-Clause"),
    ("qrcode", "BSD 3-Clause"),
    ("urllib3", "MIT"),
    ("cryptography", "Apache 2.0 / BSD 3-Clause"),
    ("argon2-cffi", "MIT"),
    ("keyring", "MIT"),
    ("phonenumbers", "Apache 2.0"),
    ("msgspec", "BSD 3-Clause"),
    ("zeroconf", "LGPL 2.1"),
    ("zxing-cpp", "Apache 2.0"),
)
"""What the till is made of, and by which licence."""

SERVER_LICENCES: Final = (
    ("FastAPI", "MIT"),
    ("uvicorn", "BSD 3-Clause"),
    ("httptools", "MIT"),
    ("greenlet", "MIT, PSF 2"),
    ("psycopg", "LGPL 3"),
    ("Alembic", "MIT"),
    ("prometheus-client", "Apache 2.0 / BSD 2-Clause"),
)
"""What the server has besides; where a till has its own server beside it, that is a part of the till too."""

_LYING_HERE: Final = MappingProxyType(
    {
        OWN: Path(__file__).parent.parent / "LICENSE",
        "Noto Sans, Noto Sans Mono": FONTS_FOLDER / "OFL.txt",
        "Lucide": ICONS_FOLDER / "LICENSE",
    }
)
_PACKAGES: Final = MappingProxyType(
    {"Qt, PySide6": "PySide6-Essentials", "SQLCipher, sqlcipher3": "sqlcipher3"}
)
"""How a package is called where that is not its name in `LICENCES`."""

_FILE: Final = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceText:
    """One part with its licence: by name as its maker says it, and whole; `text` is empty where none came."""

    name: str
    licence: str
    text: str


def licence_texts(name: str) -> tuple[LicenceText, ...]:
    """The texts behind an entry of one of the lists, or behind `OWN`; it reads files, some dozens at most."""
    file = _LYING_HERE.get(name)
    if file is not None:
        return (_listed(name, _read(file)),)
    found = tuple(_text_of(each) for each in _with_needed(_PACKAGES.get(name, name), set()))
    return found or (_listed(name, ""),)


def _listed(name: str, text: str) -> LicenceText:
    """By the name and the licence that the list has."""
    return LicenceText(
        name=name, licence=dict((*LICENCES, *SERVER_LICENCES)).get(name, OWN_LICENCE), text=text
    )


def _with_needed(name: str, seen: set[str]) -> Iterator[metadata.Distribution]:
    """A package and what it needs of what is installed here, each once."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    if plain in seen:
        return
    seen.add(plain)
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return
    yield package
    for line in package.requires or ():
        needed, _, marker = line.partition(";")
        found = _NAME.match(needed)
        if found is not None and "extra" not in marker:
            yield from _with_needed(found[0], seen)


def _text_of(package: metadata.Distribution) -> LicenceText:
    files = (file for file in package.files or () if ".dist-info" in str(file) and _FILE.search(file.name))
    texts = (_read(Path(str(file.locate()))) for file in files)
    return LicenceText(
        name=f"{package.name} {package.version}",
        licence=_said(package),
        text="\n\n".join(text for text in texts if text),
    )


def _said(package: metadata.Distribution) -> str:
    """The licence in the words of the package's metadata."""
    for field in ("License-Expression", "License"):
        said = package.metadata.get_all(field) or []
        if said and said[0].strip():
            return str(said[0]).strip().splitlines()[0]
    kinds = [each for each in package.metadata.get_all("Classifier") or [] if each.startswith("License")]
    return ", ".join(str(each).rpartition(" :: ")[2] for each in kinds)


def _read(file: Path) -> str:
    """The text; empty where whoever packed the till left it out."""
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
