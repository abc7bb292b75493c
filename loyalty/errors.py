"""The three ways in which a use case may say no; anything else that is raised is a bug.

The sentence a person reads is not here: it is looked up by `code` in the translations.
"""


class LoyaltillError(Exception):
    """An expected failure with a stable kebab-case code and the figures its sentence needs."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """The code and its figures, for logs; never shown to a cashier."""
        figures = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({figures})" if figures else self.code


class Refused(LoyaltillError):
    """The rules or the operator say no; the cashier can act on it, and nothing was changed."""


class Unavailable(LoyaltillError):
    """A disk, a device or the network failed; `retry` says whether trying again may help."""

    def __init__(self, code: str, *, retry: bool, **params: str | int) -> None:
        super().__init__(code, **params)
        self.retry = retry


class Cancelled(LoyaltillError):
    """The operator thought better of it; never shown."""
