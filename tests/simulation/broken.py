"""What a broken promise of the simulated shop is raised as."""


class Broken(AssertionError):
    """An invariant does not hold; `name` is which, for telling one failure from another."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}: {what}")
        self.name = name
