"""Install what only the operating system can give, or print the one line to type.

Only Debian and its relatives are installed for; elsewhere the missing files are named. Standard library only:
this runs before `.venv` exists.
"""

from __future__ import annotations  # read by Pythons too old for the rest, before they are told so

import os
import shutil
import subprocess
from collections.abc import Sequence

PACKAGE_OF_LIBRARY = {
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libGLdispatch.so.0": "libglvnd0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libstdc++.so.6": "libstdc++6",
}
"""The Debian package that carries each library Qt's screen plugins are linked to."""


class NotInstalled(Exception):
    """Something is missing and may not be installed from here; the text says what to type."""


def packages_for(libraries: Sequence[str]) -> list[str]:
    """The packages that bring these libraries, each once.

    A library nobody knows here is left out: it may come along with one that is. Where none is known, all are
    refused by name.
    """
    packages = sorted({PACKAGE_OF_LIBRARY[name] for name in libraries if name in PACKAGE_OF_LIBRARY})
    if libraries and not packages:
        raise NotInstalled(f"These libraries are missing, to be installed by hand: {', '.join(libraries)}")
    return packages


def install(packages: Sequence[str], *, purpose: str) -> None:
    """Install system packages where this may be done without a question.

    Raises:
        NotInstalled: there is no apt-get, nobody may use it from here, or it failed; with the line to type.
    """
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise NotInstalled(f"{purpose} needs these Debian packages, or what your system calls them: {names}")
    line = f"apt-get install --no-install-recommends -y {names}"
    rights = _rights()
    if rights is None:
        raise NotInstalled(f"{purpose} needs system packages. Type this, then try again:\n  sudo {line}")
    print(f"Installing for {purpose}: {names}", flush=True)
    for step in ("apt-get update", line):
        command = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", *step.split()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = f"{done.stdout}{done.stderr}"
            raise NotInstalled(f"This failed: {step}\n{said}\n{purpose} needs it: type it, then try again.")


def _rights() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks nothing; None where neither holds."""
    if os.geteuid() == 0:
        return []
    asks = shutil.which("sudo") is None or subprocess.run(["sudo", "-n", "true"], check=False).returncode != 0
    return None if asks else ["sudo", "-n"]
