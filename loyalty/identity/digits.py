"""Check digits: Luhn for what the shop issues itself, EAN for what is printed on goods."""


def luhn_digit(digits: str) -> str:
    """The check digit to append to `digits`."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def luhn_holds(number: str) -> bool:
    """Whether the last digit of `number` is the Luhn digit of the ones before it."""
    return luhn_digit(number[:-1]) == number[-1]


def ean_digit(digits: str) -> str:
    """The check digit of an EAN-8, UPC-A, EAN-13 or GTIN-14 without it."""
    total = 3 * sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2]))
    return str(-total % 10)
