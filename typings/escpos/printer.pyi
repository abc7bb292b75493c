from typing import Any

from PIL.Image import Image

class Profile:
    profile_data: dict[str, Any]

class Dummy:
    profile: Profile
    def __init__(self) -> None: ...
    def image(self, img_source: Image) -> None: ...
    def cut(self) -> None: ...
    @property
    def output(self) -> bytes: ...
