"""A deed of the server's that it did not answer is not told in the words of a sale, which is sent again."""

import pytest

from loyalty.errors import Refused, Unavailable
from resources.catalogue import LANGUAGES, Catalogue, Language
from terminal.usecases.asking import have_done, in_our_words

OURS = {"operator-may-not": "deed-may-not"}


def fail(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("server-absent", "deed-no-server"),
        ("server-busy", "deed-server-busy"),
        ("server-broke-off", "deed-unanswered"),
        ("server-slow", "deed-unanswered"),
        ("server-trouble", "deed-unanswered"),
        ("till-revoked", "till-revoked"),
    ],
)
def test_a_deed_is_not_told_that_the_till_tries_it_again(code: str, told: str) -> None:
    error = Unavailable(code, retry=True, server="http://10.0.0.5", why="Connection reset by peer")
    with pytest.raises(Unavailable) as raised:
        have_done(lambda: fail(error), OURS)
    assert raised.value.code == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_sentence_says_what_is_so_and_nothing_of_lines_and_sales(language: Language) -> None:
    catalogue = Catalogue.load(language)
    for code in ("deed-no-server", "deed-unanswered", "deed-server-busy"):
        sentence = catalogue.text(f"error.{code}")
        assert not any(word in sentence for word in ("{", "đơn", "sale", "tự thử", "by itself;"))


def test_a_refusal_is_in_our_words_and_an_answer_as_it_is() -> None:
    with pytest.raises(Refused, match="deed-may-not"):
        have_done(lambda: fail(Refused("server-refused", problem="operator-may-not")), OURS)
    with pytest.raises(Unavailable, match="server-absent"):
        in_our_words(lambda: fail(Unavailable("server-absent", retry=True)), OURS)
    assert have_done(lambda: 1, OURS) == 1
