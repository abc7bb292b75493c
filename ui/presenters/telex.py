"""Telex for the keys on the screen: what a letter makes of the word before it.

`aa ee oo dd` and `aw ow uw` change a letter; `s f r x j` put a tone on the word's vowel and `z` takes it
away; the same key twice gives the letter itself. Enough to write any Vietnamese name with a finger; a real
keyboard brings its own input method and never comes here.
"""

import unicodedata
from typing import Final

_MARKS: Final = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_CIRCUMFLEX: Final = "\u0302"
_BREVE: Final = "\u0306"
_HORN: Final = "\u031b"
_TONES: Final = frozenset(_MARKS.values())
_VOWELS: Final = frozenset("aeiouy")


def compose(before: str, key: str) -> str:
    """`before` as it stands after the key was pressed at its end.

    `Nguye` + `e` is `Nguyê`, `Nguyên` + `x` `Nguyễn`.
    """
    start = (
        len(before) - len(before.rsplit(maxsplit=1)[-1])
        if before and not before[-1].isspace()
        else len(before)
    )
    head, word = before[:start], before[start:]
    lower = key.lower()
    changed = _with_shape(word, lower) or _with_tone(word, lower)
    return head + changed if changed else before + key


def _with_shape(word: str, key: str) -> str:
    if key == "d":
        return _with_d(word)
    letters = _split(word)
    if key == "w":
        return _with_w(letters)
    if key not in ("a", "e", "o"):
        return ""
    for number in range(len(letters) - 1, -1, -1):
        base, marks = letters[number]
        if base.lower() == key:
            if _CIRCUMFLEX in marks:
                letters[number] = (base, marks.replace(_CIRCUMFLEX, ""))
                return _join(letters) + key
            letters[number] = (base, _CIRCUMFLEX + marks)
            return "" if set(marks) & {_BREVE, _HORN} else _join(letters)
        if base.lower() in _VOWELS:
            return ""
    return ""


def _with_d(word: str) -> str:
    made = {"d": "đ", "D": "Đ", "đ": "dd", "Đ": "Dd"}.get(word[-1:], "")
    return word[:-1] + made if made else ""


def _with_w(letters: list[tuple[str, str]]) -> str:
    for number in range(len(letters) - 1, -1, -1):
        base, marks = letters[number]
        mark = {"a": _BREVE, "o": _HORN, "u": _HORN}.get(base.lower())
        if mark is None:
            continue
        if mark in marks:
            letters[number] = (base, marks.replace(mark, ""))
            return _join(letters) + "w"
        if _CIRCUMFLEX in marks:
            return ""
        letters[number] = (base, mark + marks)
        if base.lower() == "o" and number and letters[number - 1] in (("u", ""), ("U", "")):
            letters[number - 1] = (letters[number - 1][0], _HORN)
        return _join(letters)
    return ""


def _with_tone(word: str, key: str) -> str:
    letters = _split(word)
    vowels = _vowels_of(letters)
    if not vowels or (key not in _MARKS and key != "z"):
        return ""
    had = "".join(mark for number in vowels for mark in letters[number][1] if mark in _TONES)
    mark = _MARKS.get(key, "")
    if not had and not mark:
        return ""
    for number in vowels:
        base, marks = letters[number]
        letters[number] = (base, "".join(each for each in marks if each not in _TONES))
    if had == mark:
        return _join(letters) + key
    place = _toned(letters, vowels)
    base, marks = letters[place]
    letters[place] = (base, marks + mark)
    return _join(letters)


def _vowels_of(letters: list[tuple[str, str]]) -> list[int]:
    """The places of the word's vowels; the u of qu and the i of gi before a vowel belong to the consonant."""
    places = [number for number, (base, _) in enumerate(letters) if base.lower() in _VOWELS]
    start = "".join(base.lower() for base, _ in letters[:2])
    if start in ("qu", "gi") and len(places) > 1 and places[0] == 1 and not letters[1][1]:
        return places[1:]
    return places


def _toned(letters: list[tuple[str, str]], vowels: list[int]) -> int:
    """The vowel that carries the tone: a changed one, else by how the word ends."""
    shaped = [number for number in vowels if set(letters[number][1]) - _TONES]
    if shaped:
        return shaped[-1]
    if len(vowels) == 1:
        return vowels[0]
    closed = vowels[-1] < len(letters) - 1
    return vowels[1] if closed or len(vowels) > 2 else vowels[0]


def _split(word: str) -> list[tuple[str, str]]:
    letters: list[tuple[str, str]] = []
    for sign in unicodedata.normalize("NFD", word):
        if unicodedata.combining(sign) and letters:
            base, marks = letters[-1]
            letters[-1] = (base, marks + sign)
        else:
            letters.append((sign, ""))
    return letters


def _join(letters: list[tuple[str, str]]) -> str:
    return unicodedata.normalize("NFC", "".join(base + marks for base, marks in letters))
