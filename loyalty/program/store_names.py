"""How a program names a store: by the code that it has in commands, or by the id that the server made.

Conditions and partners name stores by their codes, as a basket does. A text that names one by its id means
that store too: until tills were told the codes there was no other name by which they knew it.
"""


def named_in(text: str, *, code: str, store: str) -> str:
    """How the program of this text names the store; by its id where no code is known."""
    return store if not code or store in text else code
